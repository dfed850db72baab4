//! Values out of cells: a KPI's own, and what its algorithm computes, with the whole derivation.

use super::accumulate::Quantity;
use super::result::{Derived, How, Missing, Remedy};
use super::{Run, accumulate, faults};
use crate::actuals::{Fact, FactId, FactValue, Facts, Subject};
use crate::calculation::{Function, ValueExpr, value};
use crate::plan::{Algorithm, Kpi, KpiId, Operator, Plan, same_end};
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
    Some(fitted(expression(run, &value::of_kpi(kpi)?), kpi))
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

/// An expression in the run's period.
fn expression(run: Run<'_>, expr: &ValueExpr) -> Derived {
    let back = |years: u32| run.period.in_year(run.period.year.saturating_sub_unsigned(years));
    match expr {
        ValueExpr::Measure { id, back: years } => {
            accumulate::value(run, Quantity::measure(run.plan, *id), back(*years))
        }
        ValueExpr::Number { value, kind } => {
            Derived { value: Ok((Value::Amount(value.clone()), *kind)), how: How::Constant }
        }
        ValueExpr::Negate(of) => {
            let of = expression(run, of);
            Derived {
                value: number(&of).map(|(number, kind)| amount(-number, kind)),
                how: How::Negate(Box::new(of)),
            }
        }
        ValueExpr::Percent(of) => {
            let of = expression(run, of);
            let value = number(&of).and_then(|(number, kind)| match kind {
                Type::Number => Ok(amount(number * Exact::hundred(), Type::Percent)),
                _ => Err(Missing::Types(faults::result_of_another_type(kind, Type::Number))),
            });
            Derived { value, how: How::Percent(Box::new(of)) }
        }
        ValueExpr::Positive { of, back: years } => {
            let of = expression(run, of);
            let value = number(&of).and_then(|(number, kind)| match number.is_positive() {
                true => Ok(amount(number, kind)),
                false => Err(Missing::NotPositive(back(*years))),
            });
            Derived { value, how: How::Positive(Box::new(of)) }
        }
        ValueExpr::Binary(operator, left, right) => {
            let (left, right) = (expression(run, left), expression(run, right));
            Derived {
                value: operate(*operator, &left, &right),
                how: How::Binary(*operator, Box::new(left), Box::new(right)),
            }
        }
        ValueExpr::Call(function, parts) => {
            let parts: Vec<Derived> = parts.iter().map(|part| expression(run, part)).collect();
            Derived { value: call(*function, &parts), how: How::Call(*function, parts) }
        }
    }
}

fn amount(number: Exact, kind: Type) -> (Value, Type) {
    (Value::Amount(number), kind)
}

fn number(derived: &Derived) -> Result<(Exact, Type), Missing> {
    match derived.value.clone()? {
        (Value::Amount(number), kind) => Ok((number, kind)),
        (_, kind) => Err(Missing::Types(faults::result_of_another_type(kind, Type::Number))),
    }
}

/// Of values of one type. The least and the greatest may be dates.
fn call(function: Function, parts: &[Derived]) -> Result<(Value, Type), Missing> {
    let mut values = Vec::with_capacity(parts.len());
    let mut kind: Option<Type> = None;
    for part in parts {
        let (value, found) = part.value.clone()?;
        let known = *kind.get_or_insert(found);
        if known != found {
            return Err(Missing::Types(faults::cannot_accumulate(known, found)));
        }
        values.push(value);
    }
    let kind = kind.ok_or(Missing::NothingBelow)?;
    let chosen = match function {
        Function::Least => {
            values.into_iter().reduce(|least, value| if value < least { value } else { least })
        }
        Function::Greatest => {
            values.into_iter().reduce(|greatest, value| if value > greatest { value } else { greatest })
        }
        Function::Sum | Function::Mean => {
            let numbers: Option<Vec<Exact>> = values.iter().map(|value| value.amount().cloned()).collect();
            let numbers = numbers.ok_or_else(|| Missing::Types(faults::cannot_accumulate(kind, kind)))?;
            function.of(numbers).map(Value::Amount)
        }
    };
    chosen.map(|value| (value, kind)).ok_or(Missing::NothingBelow)
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
