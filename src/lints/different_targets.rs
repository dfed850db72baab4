//! One quantity with different targets in different objectives: the survey of 004 is due by December at l.701, by October at
//! l.1319. Only what shared measures say is surely one quantity: a code recurs for other things under a general title (002
//! l.130, KPI412).

use rustc_hash::FxHashMap;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::{Algorithm, ObjectiveId, Target};
use crate::resolve::Outline;
use crate::types::Seen;
use crate::value::{Exact, Type};

use super::Scene;

/// So many KPIs of one measure are compared with each other.
const MOST_LIKES: usize = 50;

/// A KPI whose value rests on shared measures alone.
pub(super) struct Shared {
    objective: ObjectiveId,
    algorithm: Algorithm,
    per: Option<Exact>,
    targets: Vec<Target>,
    kind: Type,
    unit: Option<String>,
    /// Its first measure, to find the likes of it.
    first: u32,
}

pub(super) fn shared(seen: &Seen<'_, '_, '_>) -> Option<Shared> {
    let kpi = seen.kpi;
    let first = kpi.operands.first()?.0;
    if matches!(kpi.algorithm, Algorithm::Rollup(_)) || !kpi.operands.iter().all(|id| seen.is_shared(*id)) {
        return None;
    }
    Some(Shared {
        objective: kpi.objective,
        algorithm: kpi.algorithm.clone(),
        per: kpi.per.clone(),
        targets: kpi.targets.clone(),
        kind: kpi.kind,
        unit: kpi.unit.clone(),
        first,
    })
}

pub(super) fn look(scene: &Scene<'_, '_>, shared: &[Shared], found: &mut Vec<Diagnostic>) {
    let mut likes: FxHashMap<u32, Vec<&Shared>> = FxHashMap::default();
    for kpi in shared {
        let before = likes.entry(kpi.first).or_default();
        let same = |other: &&&Shared| {
            other.objective != kpi.objective && other.algorithm == kpi.algorithm && other.per == kpi.per
        };
        match before.iter().find(same) {
            Some(other) => found.extend(different(scene.outline, kpi, other)),
            None if before.len() < MOST_LIKES => before.push(kpi),
            None => {}
        }
    }
}

/// What to say of the first period for which the two are to reach different values in one direction.
fn different(outline: &Outline<'_>, kpi: &Shared, before: &Shared) -> Option<Diagnostic> {
    let (own, other) = kpi.targets.iter().find_map(|own| {
        let other = before.targets.iter().find(|other| other.period == own.period)?;
        let ((is, here), (was, there)) = (own.bound.as_ref()?, other.bound.as_ref()?);
        (is == was && here != there).then_some((own, other))
    })?;
    let code =
        |id: ObjectiveId| outline.objectives.get(id.index()).and_then(|found| found.code).unwrap_or("");
    let (here, there) = (code(kpi.objective), code(before.objective));
    let show = |target: &Target| match &target.bound {
        Some((comparator, value)) => format!("{comparator} {}", value.show(kpi.kind, kpi.unit.as_deref(), 4)),
        None => String::new(),
    };
    let (wanted, elsewhere) = (show(own), show(other));
    Some(
        Diagnostic::new(
            Code::DifferentTargets,
            own.span,
            say!(
                "la stessa grandezza ha il target {wanted} in `{here}` e {elsewhere} in `{there}`",
                "the same quantity has the target {wanted} in `{here}` and {elsewhere} in `{there}`"
            ),
        )
        .also(other.span, say!("il target in `{there}`", "the target in `{there}`"))
        .note(say!(
            "dei due il più facile non chiede niente: accordali, o scrivi `consenti P0410 \"perché\"`",
            "the easier of the two asks for nothing: make them agree, or write `consenti P0410 \"why\"`"
        )),
    )
}
