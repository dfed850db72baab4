//! Values out of cells: a KPI's own, and what its algorithm computes, with the whole derivation.

use super::accumulate::Quantity;
use super::result::{Derived, How, Missing, Remedy};
use super::{Run, accumulate, faults};
use crate::actuals::{Fact, FactId, FactValue, Facts, Subject};
use crate::plan::{Algorithm, Expr, Kpi, KpiId, Operator, Plan, same_end};
use crate::types::operation;
use crate::value::{Exact, Period, PeriodKind, Type, Value};

/// The KPI's own cell for a period, or for another part of the year with the same end (T2, S1, June). With `cumula` the
/// cell of a later part is only a part of the value, unless it was validated empty.
pub fn own_fact<'f>(plan: &Plan, facts: &'f Facts, id: KpiId, period: Period) -> Option<(FactId, &'f Fact)> {
    let exactly = facts.get(Subject::Kpi(id), period);
    if plan.kpi(id).accumulate.is_some() {
        return exactly.filter(|(_, fact)| period.months().0 == 1 || fact.value == FactValue::Empty);
    }
    if exactly.is_some() || !period.is_part() {
        return exactly;
    }
    let last = period.last_month();
    let others = [PeriodKind::Half(last / 6), PeriodKind::Quarter(last / 3), PeriodKind::Month(last)];
    others
        .into_iter()
        .map(|kind| Period { year: period.year, kind })
        .filter(|other| same_end(*other, period))
        .find_map(|other| facts.get(Subject::Kpi(id), other))
}

/// What the algorithm computes; `None` for one without operands. Rollups are computed by `rollup`.
pub(super) fn computed(run: Run<'_>, kpi: &Kpi) -> Option<Derived> {
    let derived = match &kpi.algorithm {
        Algorithm::Own | Algorithm::Rollup(_) => return None,
        Algorithm::Value(expr) => expression(run, expr),
        Algorithm::Ratio { percent, left, right } => ratio(run, kpi, left, right, *percent),
        Algorithm::Change(expr) => change(run, expr),
        Algorithm::Formula { expr, percent } => {
            let inner = expression(run, expr);
            if *percent { in_percent(inner) } else { inner }
        }
    };
    Some(fitted(derived, kpi))
}

/// What the KPI's own cells of parts of the year give where neither its cell of the period nor its operands do.
pub(super) fn from_own_parts(run: Run<'_>, id: KpiId) -> Derived {
    let kpi = run.plan.kpi(id);
    let quantity = Quantity::own(run.plan, id);
    let mut derived = accumulate::value(run, quantity, run.period);
    let computed = !matches!(kpi.algorithm, Algorithm::Own) && quantity.also.is_none();
    if let (true, Err(Missing::OnlyParts(only))) = (computed, &mut derived.value) {
        only.write = Remedy::Operands;
    }
    fitted(derived, kpi)
}

/// A result out of bare cells takes the KPI's unit, but never a percentage.
fn fitted(mut derived: Derived, kpi: &Kpi) -> Derived {
    let Ok((_, kind)) = &mut derived.value else { return derived };
    if *kind == kpi.kind {
        return derived;
    }
    let takes_unit = *kind == Type::Number && matches!(kpi.kind, Type::Days | Type::Hours | Type::Money);
    if takes_unit {
        *kind = kpi.kind;
    } else {
        let found = *kind;
        derived.value = Err(Missing::Types(faults::result_of_another_type(found, kpi.kind)));
    }
    derived
}

fn ratio(run: Run<'_>, kpi: &Kpi, left: &Expr, right: &Expr, percent: bool) -> Derived {
    let (left, right) = (expression(run, left), expression(run, right));
    let times = if percent { Exact::hundred() } else { kpi.per.clone().unwrap_or_else(Exact::one) };
    let value =
        operate(Operator::Divide, &left, &right).and_then(|(value, kind)| match (value, percent, kind) {
            (Value::Amount(number), false, kind) => Ok((Value::Amount(&number * &times), kind)),
            (Value::Amount(number), true, Type::Number) => {
                Ok((Value::Amount(&number * &times), Type::Percent))
            }
            (_, _, kind) => Err(Missing::Types(faults::result_of_another_type(kind, Type::Number))),
        });
    Derived { value, how: How::Ratio { left: Box::new(left), right: Box::new(right), times, percent } }
}

fn change(run: Run<'_>, expr: &Expr) -> Derived {
    let now = expression(run, expr);
    let before_period = run.period.in_year(run.period.year.saturating_sub(1));
    let before = expression(Run { period: before_period, ..run }, expr);
    let value = (|| {
        let (now, now_kind) = now.value.clone()?;
        let (before, before_kind) = before.value.clone()?;
        let (Value::Amount(now), Value::Amount(before)) = (now, before) else {
            return Err(Missing::Types(faults::result_of_another_type(now_kind, Type::Number)));
        };
        if now_kind != before_kind {
            return Err(Missing::Types(faults::cannot_accumulate(now_kind, before_kind)));
        }
        if !before.is_positive() {
            return Err(Missing::NotPositive(before_period));
        }
        let share = Exact::ratio(&(&now - &before), &before).ok_or(Missing::DivisionByZero)?;
        Ok((Value::Amount(share * Exact::hundred()), Type::Percent))
    })();
    Derived { value, how: How::Change { now: Box::new(now), before: Box::new(before) } }
}

fn in_percent(inner: Derived) -> Derived {
    let value = inner.value.clone().and_then(|(value, kind)| match (value, kind) {
        (Value::Amount(number), Type::Number) => {
            Ok((Value::Amount(number * Exact::hundred()), Type::Percent))
        }
        _ => Err(Missing::Types(faults::result_of_another_type(kind, Type::Number))),
    });
    Derived { value, how: How::InPercent(Box::new(inner)) }
}

/// An expression in the run's period.
fn expression(run: Run<'_>, expr: &Expr) -> Derived {
    let back = |years: u32| {
        let year = run.period.year.saturating_sub_unsigned(years);
        run.period.in_year(year)
    };
    match expr {
        Expr::Measure { id, back: years } => {
            accumulate::value(run, Quantity::measure(run.plan, *id), back(*years))
        }
        Expr::Constant { value, kind } => {
            Derived { value: Ok((Value::Amount(value.clone()), *kind)), how: How::Constant }
        }
        Expr::Negate(inner) => {
            let inner = expression(run, inner);
            let value = inner.value.clone().and_then(|(value, kind)| match value {
                Value::Amount(number) => Ok((Value::Amount(-number), kind)),
                _ => Err(Missing::Types(faults::result_of_another_type(kind, Type::Number))),
            });
            Derived { value, how: How::Negate(Box::new(inner)) }
        }
        Expr::Binary(operator, left, right) => {
            let (left, right) = (expression(run, left), expression(run, right));
            Derived {
                value: operate(*operator, &left, &right),
                how: How::Binary(*operator, Box::new(left), Box::new(right)),
            }
        }
        Expr::Window { mean, id, first, last } => {
            let parts: Vec<Derived> = (*last..=*first)
                .rev()
                .map(|years| accumulate::value(run, Quantity::measure(run.plan, *id), back(years)))
                .collect();
            Derived { value: window(&parts, *mean), how: How::Window(*mean, parts) }
        }
        Expr::Extreme(greatest, parts) => {
            let parts: Vec<Derived> = parts.iter().map(|part| expression(run, part)).collect();
            Derived { value: extreme(&parts, *greatest), how: How::Extreme(*greatest, parts) }
        }
    }
}

fn window(parts: &[Derived], mean: bool) -> Result<(Value, Type), Missing> {
    let mut sum = Exact::zero();
    let mut kind: Option<Type> = None;
    for part in parts {
        let (value, found) = part.value.clone()?;
        let number = value.amount().filter(|_| kind.is_none_or(|kind| kind == found));
        let Some(number) = number else {
            return Err(Missing::Types(faults::cannot_accumulate(kind.unwrap_or(Type::Number), found)));
        };
        sum = &sum + number;
        kind = Some(found);
    }
    let kind = kind.ok_or(Missing::NothingBelow)?;
    if !mean {
        return Ok((Value::Amount(sum), kind));
    }
    let mean = Exact::ratio(&sum, &Exact::from(parts.len() as i64)).ok_or(Missing::DivisionByZero)?;
    Ok((Value::Amount(mean), kind))
}

fn extreme(parts: &[Derived], greatest: bool) -> Result<(Value, Type), Missing> {
    let mut best: Option<(Value, Type)> = None;
    for part in parts {
        let (value, kind) = part.value.clone()?;
        best = Some(match best {
            None => (value, kind),
            Some((_, known)) if known != kind => {
                return Err(Missing::Types(faults::cannot_accumulate(known, kind)));
            }
            Some((known, _)) if (value > known) == greatest => (value, kind),
            Some(kept) => kept,
        });
    }
    best.ok_or(Missing::NothingBelow)
}

/// One operation on values whose types, at the latest now, are known.
fn operate(operator: Operator, left: &Derived, right: &Derived) -> Result<(Value, Type), Missing> {
    let (left, left_kind) = left.value.clone()?;
    let (right, right_kind) = right.value.clone()?;
    let clash = || Missing::Types(faults::clash(operator, left_kind, right_kind));
    let kind =
        operation(operator, Some(left_kind), Some(right_kind)).map_err(|_| clash())?.ok_or_else(clash)?;
    let number = match (left, right) {
        (Value::Date(left), Value::Date(right)) => Exact::from(left.signed_duration_since(right).num_days()),
        (Value::Amount(left), Value::Amount(right)) => match operator {
            Operator::Add => left + right,
            Operator::Subtract => left - right,
            Operator::Multiply => left * right,
            Operator::Divide => Exact::ratio(&left, &right).ok_or(Missing::DivisionByZero)?,
        },
        _ => return Err(clash()),
    };
    Ok((Value::Amount(number), kind))
}
