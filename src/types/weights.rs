//! Weights (`language.md` §6): those of an objective's KPIs, and those of objectives among their siblings.

use rust_decimal::Decimal;

use super::faults;
use crate::diagnostics::Diagnostic;
use crate::plan::Weight;
use crate::resolve::{KpiDecl, Outline};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{self, AttributeValue, Item};
use crate::value::Exact;

/// One written weight with its place.
pub(super) struct Entry<'t> {
    /// Where the weight is, or the name of what has none.
    pub span: Span,
    /// Where a weight can be added.
    pub insert: Span,
    /// `None`: none is written.
    pub weight: Option<&'t tree::Weight>,
}

fn weight_of(item: &Item) -> Option<(Span, &tree::Weight)> {
    let attribute = item.attribute(Keyword::Weight)?;
    match &attribute.value {
        AttributeValue::Weight(weight) => Some((attribute.span, weight)),
        _ => None,
    }
}

/// In points of 100, or points as they are.
pub fn value(weight: &tree::Weight) -> Exact {
    match weight {
        tree::Weight::Percent(number) | tree::Weight::Points(number) => Exact::from(*number),
        tree::Weight::Fraction(parts) => {
            let above = Exact::hundred() * Exact::from(parts.0);
            Exact::ratio(&above, &Exact::from(parts.1)).unwrap_or_else(Exact::zero)
        }
    }
}

/// An item's own weight for the plan.
pub(super) fn written(item: &Item) -> Option<Weight> {
    weight_of(item).map(|(span, weight)| Weight {
        value: value(weight),
        points: matches!(weight, tree::Weight::Points(_)),
        fraction: match weight {
            tree::Weight::Fraction(parts) => Some(parts.clone()),
            tree::Weight::Percent(_) | tree::Weight::Points(_) => None,
        },
        span,
    })
}

/// A KPI's weight for the plan: its own; 100% if it is alone; none under `pesi uguali`.
pub(super) fn of_kpi(outline: &Outline<'_>, objective: usize, kpi: &KpiDecl<'_>) -> Option<Weight> {
    let own = written(kpi.item);
    let above = outline.objectives.get(objective)?;
    let equal = above.item.attribute(Keyword::EqualWeights).is_some();
    if own.is_none() && !equal {
        return Some(Weight { value: Exact::hundred(), points: false, fraction: None, span: kpi.span });
    }
    own
}

pub(super) fn check(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) {
    let roots: Vec<usize> = (0..outline.objectives.len())
        .filter(|at| outline.objectives.get(*at).is_some_and(|o| o.parent.is_none()))
        .collect();
    siblings(outline, None, &roots, faults);
    for objective in &outline.objectives {
        kpis(outline, objective, faults);
        siblings(outline, Some(objective), &objective.children, faults);
    }
}

fn kpis(outline: &Outline<'_>, objective: &crate::resolve::ObjectiveDecl<'_>, faults: &mut Vec<Diagnostic>) {
    let items: Vec<(&Item, Span)> = objective
        .kpis
        .iter()
        .filter_map(|index| outline.kpis.get(*index))
        .map(|kpi| (kpi.item, kpi.span))
        .collect();
    let unsure = [Keyword::EqualWeights, Keyword::IncompleteWeights];
    if items.is_empty()
        || items.iter().any(|(item, _)| item.is_broken(Keyword::Weight) || item.may_have(Keyword::Weight))
        || unsure
            .iter()
            .any(|keyword| objective.item.is_broken(*keyword) || objective.item.may_have(*keyword))
    {
        return;
    }
    let entries = entries(&items);
    let code = objective.code.unwrap_or("");
    let written = entries.iter().filter(|entry| entry.weight.is_some()).count();
    if let Some(equal) = objective.item.attribute(Keyword::EqualWeights) {
        if written > 0 {
            faults.push(faults::weights_beside_equal(equal.span, &entries));
        }
        return;
    }
    if written == 0 {
        if entries.len() > 1 {
            faults.push(faults::no_weights(objective, code, &entries));
        }
        return;
    }
    sum_up(objective.span, code, Some(objective.item), &entries, faults);
}

fn siblings(
    outline: &Outline<'_>,
    parent: Option<&crate::resolve::ObjectiveDecl<'_>>,
    children: &[usize],
    faults: &mut Vec<Diagnostic>,
) {
    let items: Vec<(&Item, Span)> = children
        .iter()
        .filter_map(|index| outline.objectives.get(*index))
        .map(|objective| (objective.item, objective.span))
        .collect();
    if items.iter().any(|(item, _)| item.is_broken(Keyword::Weight) || item.may_have(Keyword::Weight))
        || outline.codes_unsure
    {
        return;
    }
    let entries = entries(&items);
    if entries.iter().all(|entry| entry.weight.is_none()) {
        return;
    }
    let span = parent.map(|parent| parent.span).or_else(|| entries.first().map(|entry| entry.span));
    let Some(span) = span else { return };
    let code = parent.and_then(|parent| parent.code).unwrap_or("");
    sum_up(span, code, parent.map(|parent| parent.item), &entries, faults);
}

fn entries<'t>(items: &[(&'t Item, Span)]) -> Vec<Entry<'t>> {
    items
        .iter()
        .map(|(item, span)| match weight_of(item) {
            Some((at, weight)) => Entry { span: at, insert: item.after_head(), weight: Some(weight) },
            None => Entry { span: *span, insert: item.after_head(), weight: None },
        })
        .collect()
}

/// All or none have a weight, all of one kind, percentages that sum to 100.
fn sum_up(span: Span, code: &str, item: Option<&Item>, entries: &[Entry<'_>], faults: &mut Vec<Diagnostic>) {
    if let Some(without) = entries.iter().find(|entry| entry.weight.is_none()) {
        faults.push(faults::some_without_weight(without.span, code, entries, &missing_shares(entries)));
        return;
    }
    let weights: Vec<&tree::Weight> = entries.iter().filter_map(|entry| entry.weight).collect();
    let points = weights.iter().filter(|weight| matches!(weight, tree::Weight::Points(_))).count();
    if points > 0 && points < weights.len() {
        faults.push(faults::mixed_weights(span, code, entries));
        return;
    }
    let sum: Exact = weights.iter().map(|weight| value(weight)).sum();
    if sum.is_zero() && points > 0 {
        faults.push(faults::no_points(span, code, entries));
        return;
    }
    if points > 0 || sum == Exact::hundred() || equal_shares(&weights, &sum) {
        return;
    }
    let incomplete = item.and_then(|item| item.attribute(Keyword::IncompleteWeights));
    match incomplete.map(|attribute| (&attribute.value, attribute.span)) {
        Some((AttributeValue::IncompleteWeights(reason), at)) => {
            faults.push(faults::incomplete(at, code, &sum, &reason.node));
        }
        _ => faults.push(faults::weight_sum(span, code, &sum, entries)),
    }
}

/// What each of those without weight would get if the points that are missing to 100 were spread over them: to two
/// decimals, the last one with what is left. Nothing where there are points, or nothing to spread.
fn missing_shares(entries: &[Entry<'_>]) -> Vec<String> {
    let written: Vec<&tree::Weight> = entries.iter().filter_map(|entry| entry.weight).collect();
    let sum: Exact = written.iter().map(|weight| value(weight)).sum();
    let missing = Exact::hundred() - sum;
    let without = entries.len().saturating_sub(written.len());
    let in_points = written.iter().any(|weight| matches!(weight, tree::Weight::Points(_)));
    let exact = missing.plain(2).parse::<Decimal>().ok().filter(|printed| Exact::from(*printed) == missing);
    let (Some(total), false, false) = (exact, in_points, missing.is_negative() || missing.is_zero()) else {
        return Vec::new();
    };
    let Some(share) = total.checked_div(Decimal::from(without)).map(|share| share.trunc_with_scale(2)) else {
        return Vec::new();
    };
    let mut shares = vec![share; without.saturating_sub(1)];
    let given = shares.iter().try_fold(Decimal::ZERO, |sum, share| sum.checked_add(*share));
    shares.extend(given.and_then(|given| total.checked_sub(given)));
    shares.into_iter().map(|share| share.normalize().to_string().replace('.', ",")).collect()
}

/// Whether every weight is 100/n rounded to its printed digits and the sum within 1 point of 100.
pub fn equal_shares(weights: &[&tree::Weight], sum: &Exact) -> bool {
    let Some(share) = Exact::ratio(&Exact::hundred(), &Exact::from(weights.len() as i64)) else {
        return false;
    };
    let near = (sum - &Exact::hundred()).abs() <= Exact::one();
    near && weights.iter().all(|weight| match weight {
        tree::Weight::Percent(printed) => {
            share.plain(printed.scale()) == Exact::from(*printed).plain(printed.scale())
        }
        tree::Weight::Fraction(..) | tree::Weight::Points(_) => value(weight) == share,
    })
}
