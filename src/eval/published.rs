//! Published values beside computed ones: a difference is reported only if the printed digits of both can't explain it
//! (`language.md` §4). Numbers printed with decimals may have been anything that prints so; whole numbers are exact.

use super::Run;
use super::result::{Derived, How};
use crate::actuals::{Fact, FactValue};
use crate::plan::{Accumulation, Operator};
use crate::value::{Exact, Interval, Value};
use rust_decimal::Decimal;

/// What a cell may have been before it was printed.
pub(super) fn printed(fact: &FactValue) -> Option<Interval> {
    number(fact).map(Interval::printed)
}

/// What a published cell may have been: unlike an operand's, its whole number is a rounded one.
fn published(fact: &FactValue) -> Option<Interval> {
    number(fact).map(|number| Interval::around(Exact::from(number), number.scale()))
}

fn number(fact: &FactValue) -> Option<Decimal> {
    match fact {
        FactValue::Given(literal) => literal.number(),
        FactValue::Unavailable(_) | FactValue::Empty => None,
    }
}

/// Whether a published cell can be the computed value, as printed.
pub(super) fn explained(run: Run<'_>, fact: &Fact, computed: &Derived) -> bool {
    let Ok((value, _)) = &computed.value else { return true };
    let Value::Amount(number) = value else {
        return super::accumulate::value_of(crate::actuals::FactId(0), fact)
            .map_or(true, |(given, _)| given == *value);
    };
    let Some(given) = published(&fact.value) else { return true };
    let made = spread(run, computed).unwrap_or_else(|| Interval::point(number.clone()));
    given.meets(&made)
}

/// Whether a published performance can be one within the interval.
pub(super) fn explained_by(fact: &Fact, made: &Interval) -> bool {
    published(&fact.value).is_none_or(|given| given.meets(made))
}

/// Whether a given total can be what its parts make.
pub(super) fn explains(fact: &FactValue, given: &Value, made: &Value) -> bool {
    match (printed(fact), made) {
        (Some(given), Value::Amount(made)) => given.meets(&Interval::point(made.clone())),
        _ => given == made,
    }
}

/// What a derived value may have been, its cells being printed; `None` where it can't be told.
pub(super) fn spread(run: Run<'_>, derived: &Derived) -> Option<Interval> {
    let value = derived.value.as_ref().ok()?.0.amount()?.clone();
    match &derived.how {
        How::Nothing | How::Rollup(_) => None,
        How::Constant => Some(Interval::point(value)),
        How::OwnCell(id) | How::Quantity { cell: Some(id), .. } => {
            run.facts.fact(*id).and_then(|fact| printed(&fact.value)).or(Some(Interval::point(value)))
        }
        How::Quantity { parts: Some((how, parts)), .. } => accumulated(run, *how, parts, value),
        How::Quantity { .. } => Some(Interval::point(value)),
        How::Negate(inner) => {
            let inner = spread(run, inner)?;
            Some(Interval { low: -inner.high, high: -inner.low })
        }
        How::Binary(operator, left, right) => operate(*operator, &spread(run, left)?, &spread(run, right)?),
        How::Ratio { left, right, times } => {
            scale(&operate(Operator::Divide, &spread(run, left)?, &spread(run, right)?)?, times)
        }
        How::Change { now, before } => {
            let (now, before) = (spread(run, now)?, spread(run, before)?);
            let share = operate(Operator::Divide, &now, &before)?;
            let one = Interval::point(Exact::one());
            scale(&operate(Operator::Subtract, &share, &one)?, &Exact::hundred())
        }
        How::InPercent(inner) => scale(&spread(run, inner)?, &Exact::hundred()),
        How::Window(mean, parts) => {
            let count = if *mean { Exact::from(parts.len() as i64) } else { Exact::one() };
            sum(run, parts, &count)
        }
        How::Extreme(greatest, parts) => {
            let parts: Option<Vec<Interval>> = parts.iter().map(|part| spread(run, part)).collect();
            let (lows, highs): (Vec<Exact>, Vec<Exact>) =
                parts?.into_iter().map(|part| (part.low, part.high)).unzip();
            let pick = |numbers: Vec<Exact>| {
                if *greatest { numbers.into_iter().max() } else { numbers.into_iter().min() }
            };
            Some(Interval { low: pick(lows)?, high: pick(highs)? })
        }
    }
}

fn accumulated(run: Run<'_>, how: Accumulation, parts: &[Derived], value: Exact) -> Option<Interval> {
    match how {
        Accumulation::Sum => sum(run, parts, &Exact::one()),
        Accumulation::First | Accumulation::Last => spread(run, parts.first()?),
        // The widest of the parts' roundings holds for their mean.
        Accumulation::Mean => {
            let parts: Option<Vec<Interval>> = parts.iter().map(|part| spread(run, part)).collect();
            let half = parts?.into_iter().map(|part| part.high - part.low).max()?;
            Some(Interval { low: &value - &half, high: value + half })
        }
    }
}

fn sum(run: Run<'_>, parts: &[Derived], divided_by: &Exact) -> Option<Interval> {
    let mut total = Interval::point(Exact::zero());
    for part in parts {
        total = operate(Operator::Add, &total, &spread(run, part)?)?;
    }
    operate(Operator::Divide, &total, &Interval::point(divided_by.clone()))
}

fn scale(interval: &Interval, times: &Exact) -> Option<Interval> {
    operate(Operator::Multiply, interval, &Interval::point(times.clone()))
}

/// All that an operation on numbers of two intervals can give; `None` when dividing by one that holds 0.
fn operate(operator: Operator, left: &Interval, right: &Interval) -> Option<Interval> {
    let corners = |apply: &dyn Fn(&Exact, &Exact) -> Option<Exact>| {
        let all: Option<Vec<Exact>> = [&left.low, &left.high]
            .into_iter()
            .flat_map(|a| [&right.low, &right.high].into_iter().map(move |b| (a, b)))
            .map(|(a, b)| apply(a, b))
            .collect();
        Interval::hull(all?)
    };
    match operator {
        Operator::Add => Some(Interval { low: &left.low + &right.low, high: &left.high + &right.high }),
        Operator::Subtract => Some(Interval { low: &left.low - &right.high, high: &left.high - &right.low }),
        Operator::Multiply => corners(&|a, b| Some(a * b)),
        Operator::Divide => {
            let holds_zero = !right.low.is_positive() && !right.high.is_negative();
            if holds_zero { None } else { corners(&Exact::ratio) }
        }
    }
}
