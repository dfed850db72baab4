//! A ratio whose target contradicts the targets of its own numerator and denominator: with at least 48.567 files by at
//! most 11 people, at least 4.415 files each, not 3.860 (004 l.1109, l.1117).

use rustc_hash::FxHashMap;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::{Algorithm, Expr, Kpi, ObjectiveId, Target};
use crate::source::Span;
use crate::types::Seen;
use crate::value::{Comparator, Exact, Type, Value};

/// Targets are rounded when they are written: what differs by less than one in so many is the same, and so is what
/// differs by no more than one unit of the last digit that is printed (5 for 5,33).
const SAME_WITHIN: i64 = 100;

/// A KPI that is a measure, or a ratio of two.
pub(super) struct Part {
    objective: ObjectiveId,
    of: Of,
    targets: Vec<Target>,
    kind: Type,
    unit: Option<String>,
    /// What the quotient is multiplied by: 100 for a percentage, n for `ogni n`.
    times: Exact,
}

enum Of {
    Measure(u32),
    Ratio(u32, u32),
}

pub(super) fn part(seen: &Seen<'_, '_, '_>) -> Option<Part> {
    let kpi = seen.kpi;
    let shared = |expr: &Expr| match expr {
        Expr::Measure { id, back: 0 } if seen.is_shared(*id) => Some(id.0),
        _ => None,
    };
    let of = match &kpi.algorithm {
        Algorithm::Value(expr) if kpi.kind.is_amount() => Of::Measure(shared(expr)?),
        Algorithm::Ratio { left, right, .. } => Of::Ratio(shared(left)?, shared(right)?),
        _ => return None,
    };
    let times = factor(kpi);
    Some(Part {
        objective: kpi.objective,
        of,
        targets: kpi.targets.clone(),
        kind: kpi.kind,
        unit: kpi.unit.clone(),
        times,
    })
}

fn factor(kpi: &Kpi) -> Exact {
    match (&kpi.per, &kpi.algorithm) {
        (Some(per), _) => per.clone(),
        (None, Algorithm::Ratio { percent: true, .. }) => Exact::hundred(),
        _ => Exact::one(),
    }
}

pub(super) fn look(parts: &[Part], found: &mut Vec<Diagnostic>) {
    // The one KPI of a measure in an objective; of two one cannot tell whose target holds.
    let mut measures: FxHashMap<(ObjectiveId, u32), Option<&Part>> = FxHashMap::default();
    for part in parts {
        if let Of::Measure(measure) = part.of {
            let only = measures.entry((part.objective, measure));
            only.and_modify(|only| *only = None).or_insert(Some(part));
        }
    }
    for ratio in parts {
        let Of::Ratio(above, below) = ratio.of else { continue };
        let of = |measure: u32| measures.get(&(ratio.objective, measure)).copied().flatten();
        let (Some(above), Some(below)) = (of(above), of(below)) else { continue };
        found.extend(ratio.targets.iter().find_map(|target| contradicted(ratio, target, above, below)));
    }
}

fn contradicted(ratio: &Part, target: &Target, above: &Part, below: &Part) -> Option<Diagnostic> {
    let (comparator, wanted) = amount(target)?;
    let (above_is, above_wanted, above_at) = of_period(above, target)?;
    let (below_is, below_wanted, below_at) = of_period(below, target)?;
    // Only where both parts pull the ratio the same way do they say what it will be.
    let aligned = match comparator {
        Comparator::AtLeast => above_is != Comparator::AtMost && below_is != Comparator::AtLeast,
        Comparator::AtMost => above_is != Comparator::AtLeast && below_is != Comparator::AtMost,
        Comparator::Equal => above_is == Comparator::Equal && below_is == Comparator::Equal,
    };
    let quotient = Exact::ratio(above_wanted, below_wanted)?;
    let implied = &quotient * &ratio.times;
    // Nothing of many is a wish, and no measure of the ratio.
    if !aligned || above_wanted.is_zero() || is_rounding(wanted, &implied) {
        return None;
    }
    let show = |value: &Exact| Value::Amount(value.clone()).show(ratio.kind, ratio.unit.as_deref(), 2);
    let show_part =
        |part: &Part, value: &Exact| Value::Amount(value.clone()).show(part.kind, part.unit.as_deref(), 4);
    let (own, implied) = (show(wanted), show(&implied));
    let (n, d) = (show_part(above, above_wanted), show_part(below, below_wanted));
    Some(
        Diagnostic::new(
            Code::RatioAgainstParts,
            target.span,
            say!(
                "il target è {comparator} {own}, ma con i target delle sue parti il rapporto è {implied}",
                "the target is {comparator} {own}, but by the targets of its parts the ratio is {implied}"
            ),
        )
        .also(above_at, say!("il numeratore: {n}", "the numerator: {n}"))
        .also(below_at, say!("il denominatore: {d}", "the denominator: {d}"))
        .note(say!(
            "uno dei tre target non può essere quello voluto",
            "one of the three targets cannot be the one that was meant"
        )),
    )
}

fn is_rounding(written: &Exact, exact: &Exact) -> bool {
    let difference = (written - exact).abs();
    let decimals = written.plain(10).split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let scaled = (0..decimals).fold(difference.clone(), |scaled, _| scaled * Exact::from(10));
    scaled <= Exact::one() || difference * Exact::from(SAME_WITHIN) <= exact.abs()
}

fn of_period<'p>(part: &'p Part, target: &Target) -> Option<(Comparator, &'p Exact, Span)> {
    let same = part.targets.iter().find(|other| other.period == target.period)?;
    let (comparator, value) = amount(same)?;
    Some((comparator, value, same.span))
}

fn amount(target: &Target) -> Option<(Comparator, &Exact)> {
    let (comparator, value) = target.bound.as_ref()?;
    Some((*comparator, value.amount()?))
}
