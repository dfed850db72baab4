//! Targets, baselines, tolerance: one value a period, each of the KPI's type.

use super::header::Header;
use super::literal::{Wanted, coerce};
use super::{Context, faults};
use crate::diagnostics::Code;
use crate::plan::{Baseline, Target, same_end};
use crate::resolve::KpiDecl;
use crate::source::Spanned;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{self, AttributeValue, Literal, LiteralValue, When};
use crate::value::{Exact, Period, Type, Value, show_number};

/// The written targets of a KPI, its catalogue entry's where it has none of its own.
pub(super) fn written<'t>(kpi: &KpiDecl<'t>) -> Vec<&'t tree::Target> {
    kpi.item
        .all(Keyword::Target)
        .filter_map(|attribute| match &attribute.value {
            AttributeValue::Target(target) => Some(&**target),
            _ => None,
        })
        .collect()
}

fn baselines<'t>(kpi: &KpiDecl<'t>) -> Vec<(Option<Spanned<Period>>, &'t Literal)> {
    let of = |item: &'t tree::Item| {
        item.all(Keyword::Baseline).filter_map(|attribute| match &attribute.value {
            AttributeValue::Baseline(period, literal) => Some((*period, &**literal)),
            _ => None,
        })
    };
    let own: Vec<_> = of(kpi.item).collect();
    match kpi.indicator {
        Some(entry) if own.is_empty() => of(entry).collect(),
        _ => own,
    }
}

/// The type that the targets, else the baselines, show.
pub(super) fn shown_kind(kpi: &KpiDecl<'_>) -> Option<Type> {
    let targets =
        written(kpi).into_iter().flat_map(|target| &target.values).find_map(|literal| literal.value.kind());
    targets.or_else(|| baselines(kpi).into_iter().find_map(|(_, literal)| literal.value.kind()))
}

/// The counting unit that a target shows: `>= 100 "imprese attive"`.
pub(super) fn shown_unit(kpi: &KpiDecl<'_>) -> Option<String> {
    written(kpi).into_iter().flat_map(|target| &target.values).find_map(|literal| match &literal.value {
        LiteralValue::Number(_, Some(unit)) => Some(unit.to_string()),
        _ => None,
    })
}

/// Every target, one a period, all faults reported.
pub(super) fn read(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    wanted: &Wanted,
) -> Option<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    let mut whole = true;
    for target in written(kpi) {
        let Some(periods) = periods(context, target) else {
            whole = false;
            continue;
        };
        for (period, literal) in periods {
            let value = match coerce(literal, wanted) {
                Ok(value) => value,
                Err(fault) => {
                    // One literal for three years is one fault: equal reports are dropped at the end.
                    context.fault(*fault);
                    whole = false;
                    continue;
                }
            };
            if let Some(first) = targets.iter().find(|other| same_end(other.period, period)) {
                let first = first.span;
                context.fault(faults::duplicate_target(literal.span, period, first));
                whole = false;
                continue;
            }
            let bound = value.and_then(|value| Some((target.comparator?.node, value)));
            targets.push(Target { period, bound, span: literal.span });
        }
    }
    (whole && !kpi.item.is_broken(Keyword::Target)).then_some(targets)
}

/// The periods of a written target, each with its literal.
fn periods<'t>(
    context: &mut Context<'_, '_, '_>,
    target: &'t tree::Target,
) -> Option<Vec<(Period, &'t Literal)>> {
    let first = target.values.first()?;
    let span = target.values.last().map_or(first.span, |last| first.span.to(last.span));
    let Header { exercise, years_unsure, .. } = context.header;
    let (start, end) = match target.when.map(|when| when.node) {
        Some(When::Years(start, end)) => (start, end),
        Some(When::Period(period)) if target.values.len() == 1 => return Some(vec![(period, first)]),
        None if target.values.len() == 1 => {
            return (!years_unsure).then(|| vec![(Period::year(exercise), first)]);
        }
        Some(When::Period(_)) | None => {
            context.fault(faults::target_count(span, target.values.len(), 1));
            return None;
        }
    };
    let years: Vec<i32> = (start..=end).collect();
    if target.values.len() == 1 {
        return Some(years.into_iter().map(|year| (Period::year(year), first)).collect());
    }
    if target.values.len() != years.len() {
        context.fault(faults::target_count(span, target.values.len(), years.len()));
        return None;
    }
    Some(years.into_iter().map(Period::year).zip(&target.values).collect())
}

/// Whether a bare number of a year before may be what was measured then: a change is reckoned from such amounts, a
/// quotient is not one.
fn may_be_measured(kpi: &KpiDecl<'_>) -> bool {
    let algorithm = kpi.attribute(Keyword::Algorithm).map(|attribute| &attribute.value);
    match algorithm {
        Some(AttributeValue::Algorithm(algorithm)) => matches!(**algorithm, tree::Algorithm::Change(_)),
        _ => true,
    }
}

/// Every baseline; one without year is of the year before the `esercizio`.
pub(super) fn read_baselines(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    wanted: &Wanted,
) -> Option<Vec<Baseline>> {
    let before = Period::year(context.header.exercise.saturating_sub(1));
    let mut read = Vec::new();
    let mut whole = true;
    for (period, literal) in baselines(kpi) {
        match coerce(literal, wanted) {
            Ok(value) => {
                let period = period.map_or(before, |period| period.node);
                if let Some(first) = read.iter().find(|other: &&Baseline| other.period == period) {
                    context.fault(faults::duplicate_baseline(literal.span, period, first.span));
                    whole = false;
                }
                read.push(Baseline { period, value, span: literal.span });
            }
            Err(fault) => {
                let fault = match &literal.value {
                    LiteralValue::Number(number, None)
                        if fault.code == Code::BarePercent && may_be_measured(kpi) =>
                    {
                        let digits = show_number(&Exact::from(*number), 28);
                        faults::baseline_as_amount(*fault, kpi.key(), &digits)
                    }
                    _ => *fault,
                };
                context.fault(fault);
                whole = false;
            }
        }
    }
    whole.then_some(read)
}

/// The tolerance: days on a date, points on a percentage, else in the KPI's own unit.
pub(super) fn read_tolerance(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    wanted: &Wanted,
) -> Option<Option<Exact>> {
    let Some(attribute) = kpi.attribute(Keyword::Tolerance) else { return Some(None) };
    let AttributeValue::Tolerance(literal) = &attribute.value else { return Some(None) };
    let kind = if wanted.kind == Type::Date { Type::Days } else { wanted.kind };
    if kind == Type::Boolean || matches!(literal.value, LiteralValue::NotAvailable) {
        context.fault(faults::tolerance_without_sense(literal.span));
        return None;
    }
    match coerce(literal, &Wanted { kind, because: wanted.because.clone() }) {
        Ok(Some(Value::Amount(number))) if !number.is_negative() => Some(Some(number)),
        Ok(_) => {
            context.fault(faults::tolerance_without_sense(literal.span));
            None
        }
        Err(fault) => {
            context.fault(*fault);
            None
        }
    }
}
