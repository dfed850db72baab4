//! Published values beside computed ones: a difference is reported only if the printed digits of both can't explain it
//! (`language.md` §4). Numbers printed with decimals may have been anything that prints so; whole numbers are exact.

use super::Run;
use super::result::{Derived, How, Verdict};
use crate::actuals::{FactId, FactValue};
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

/// Whether a published cell is the computed value, can be it as printed, or can't. `made` is what that value may have
/// been, where it is not that of its own derivation.
pub(super) fn verdict(run: Run<'_>, id: FactId, computed: &Derived, made: Option<&Interval>) -> Verdict {
    let given = run.facts.fact(id).and_then(|fact| super::accumulate::value_of(id, fact).ok());
    let (Some((given, _)), Ok((value, _))) = (given, &computed.value) else { return Verdict::Agrees };
    if given == *value {
        return Verdict::Agrees;
    }
    let printed = run.facts.fact(id).and_then(|fact| published(&fact.value));
    let (Value::Amount(number), Some(printed)) = (value, printed) else { return Verdict::Contradicts };
    let explained = match (made, &computed.how) {
        (Some(made), _) => printed.meets(made),
        // Where nobody can tell what a mean may have been, nothing is said against its value.
        (None, How::Rollup(_)) => true,
        (None, _) => printed.meets(&spread(run, computed).unwrap_or_else(|| Interval::point(number.clone()))),
    };
    if explained { Verdict::Rounding } else { Verdict::Contradicts }
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
        How::Binary(Operator::Divide, above, below) => match change(above, below) {
            // Of `(a − b) / b` the two `b` are one number: `a / b − 1`.
            Some(now) => {
                let share = operate(Operator::Divide, &spread(run, now)?, &spread(run, below)?)?;
                operate(Operator::Subtract, &share, &Interval::point(Exact::one()))
            }
            None => operate(Operator::Divide, &spread(run, above)?, &spread(run, below)?),
        },
        How::Binary(operator, left, right) => operate(*operator, &spread(run, left)?, &spread(run, right)?),
        How::Percent(of) => {
            operate(Operator::Multiply, &spread(run, of)?, &Interval::point(Exact::hundred()))
        }
        How::Positive(of) => spread(run, of),
        How::Call(function, parts) => {
            let parts: Option<Vec<Interval>> = parts.iter().map(|part| spread(run, part)).collect();
            let (lows, highs): (Vec<Exact>, Vec<Exact>) =
                parts?.into_iter().map(|part| (part.low, part.high)).unzip();
            // Each grows with every one of its values.
            Some(Interval { low: function.of(lows)?, high: function.of(highs)? })
        }
    }
}

/// What changes into what, where a quotient is the change of one quantity by itself.
fn change<'d>(above: &'d Derived, below: &Derived) -> Option<&'d Derived> {
    let How::Binary(Operator::Subtract, now, before) = &above.how else { return None };
    let start = match &below.how {
        How::Positive(start) => &**start,
        _ => below,
    };
    (**before == *start).then_some(now)
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
