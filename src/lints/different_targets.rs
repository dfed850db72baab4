//! One indicator, by its code, with different targets in different objectives.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::Kpi;
use crate::resolve::Outline;
use crate::source::Span;
use crate::types::Seen;
use crate::value::Period;

use super::Scene;

/// A KPI with a code, and its targets as they are shown.
pub(super) struct Shared {
    index: usize,
    targets: Vec<(Period, String, Span)>,
}

/// The codes that more than one KPI bears.
pub(super) fn recurring<'t>(outline: &Outline<'t>) -> FxHashSet<&'t str> {
    let mut seen = FxHashSet::default();
    outline.kpis.iter().filter_map(|kpi| kpi.code).filter(|code| !seen.insert(*code)).collect()
}

pub(super) fn shared(seen: &Seen<'_, '_, '_>, recurring: &FxHashSet<&str>) -> Option<Shared> {
    let kpi = seen.kpi;
    if !recurring.contains(kpi.code.as_deref()?) {
        return None;
    }
    Some(Shared { index: seen.index, targets: targets(kpi) })
}

fn targets(kpi: &Kpi) -> Vec<(Period, String, Span)> {
    let shown = kpi.targets.iter().filter_map(|target| {
        let (comparator, value) = target.bound.as_ref()?;
        let value = value.show(kpi.kind, kpi.unit.as_deref(), 10);
        Some((target.period, format!("{comparator} {value}"), target.span))
    });
    shown.collect()
}

pub(super) fn look(scene: &Scene<'_, '_>, shared: &[Shared], found: &mut Vec<Diagnostic>) {
    let mut first: FxHashMap<&str, &Shared> = FxHashMap::default();
    for kpi in shared {
        let Some(code) = scene.outline.kpis.get(kpi.index).and_then(|kpi| kpi.code) else { continue };
        let before = match first.entry(code) {
            Entry::Vacant(new) => {
                new.insert(kpi);
                continue;
            }
            Entry::Occupied(before) => *before.get(),
        };
        let differs = kpi.targets.iter().find_map(|(period, own, span)| {
            let of_same = before.targets.iter().find(|(other, _, _)| other == period);
            of_same.filter(|(_, other, _)| other != own).map(|(_, other, at)| (period, own, span, other, at))
        });
        let Some((period, own, span, other, at)) = differs else { continue };
        found.push(
            Diagnostic::new(
                Code::DifferentTargets,
                *span,
                say!(
                    "`{code}` ha nel {period} il target {own}, altrove {other}",
                    "`{code}` has the target {own} in {period}, elsewhere {other}"
                ),
            )
            .also(*at, say!("qui {other}", "{other} here"))
            .note(say!(
                "lo stesso indicatore non può avere due target; se misura due cose, dai due codici",
                "one indicator cannot have two targets; if it measures two things, give two codes"
            )),
        );
    }
}
