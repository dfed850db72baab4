//! A score as an exact number: the cases gone through with the values of an indicator.

use std::borrow::Cow;

use super::expression::{Case, Condition, Expr, Gives, Leaf, Role};
use crate::plan::Bands;
use crate::value::{Exact, Value};

/// What the quantities are.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The indicator's value.
    pub actual: &'a Value,
    /// Its target.
    pub target: Option<&'a Value>,
    /// The target of the whole year, of which that is a share.
    pub of_year: Option<&'a Value>,
    /// The baseline.
    pub baseline: Option<&'a Value>,
    /// The tolerance.
    pub tolerance: Option<&'a Exact>,
}

/// A score, and the case that gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// 0 to 100.
    pub score: Exact,
    /// Which case.
    pub role: Role,
    /// What that case gives.
    pub gives: Gives,
    /// The band by its place in the table and the number that it holds, where the case looks one up.
    pub band: Option<(usize, Exact)>,
}

/// No band holds the number: the table leaves a gap there, as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BetweenBands;

/// The first case that holds, and its score. `bands` is the table of the rule, if it has one.
///
/// # Errors
/// When the number falls between two bands.
pub(super) fn outcome(
    cases: impl IntoIterator<Item = Case>,
    values: Values<'_>,
    bands: Option<&Bands>,
) -> Result<Outcome, BetweenBands> {
    let mut cases = cases.into_iter();
    let found = cases.find(|case| case.when.is_none_or(|condition| holds(&condition, values)));
    let (role, gives) = found.map_or((Role::Rule, Gives::Points(0)), |case| (case.role, case.gives));
    let outcome = |score, band| Outcome { score, role, gives, band };
    match gives {
        Gives::Points(points) => Ok(outcome(Exact::from(points), None)),
        Gives::Within(expr) => {
            Ok(outcome(number(&expr, values).map_or_else(Exact::zero, Exact::clamp_score), None))
        }
        Gives::Band(expr) => match (number(&expr, values), bands) {
            (Some(number), Some(bands)) => {
                let (index, score) = look_up(bands, &number).ok_or(BetweenBands)?;
                Ok(outcome(score, Some((index, number))))
            }
            _ => Ok(outcome(Exact::zero(), None)),
        },
    }
}

/// Whether a comparison holds.
pub fn holds(condition: &Condition, values: Values<'_>) -> bool {
    let (left, right) = (value(&condition.left, values), value(&condition.right, values));
    left.zip(right).is_some_and(|(left, right)| condition.sign.met(&left, &right))
}

/// The number that an expression gives; `None` where it has none.
pub fn number(expr: &Expr, values: Values<'_>) -> Option<Exact> {
    match value(expr, values)?.into_owned() {
        Value::Amount(number) => Some(number),
        Value::Date(_) | Value::Boolean(_) => None,
    }
}

fn value<'a>(expr: &Expr, values: Values<'a>) -> Option<Cow<'a, Value>> {
    let amount = |expr: &Expr| number(expr, values);
    let found = match expr {
        Expr::Leaf(Leaf::Actual) => return Some(Cow::Borrowed(values.actual)),
        Expr::Leaf(Leaf::Target) => return values.target.map(Cow::Borrowed),
        Expr::Leaf(Leaf::OfYear) => return values.of_year.map(Cow::Borrowed),
        Expr::Leaf(Leaf::Baseline) => return values.baseline.map(Cow::Borrowed),
        Expr::Leaf(Leaf::Tolerance) => values.tolerance?.clone(),
        Expr::Number(number) => Exact::from(*number),
        Expr::Subtract(left, right) => match (&*value(left, values)?, &*value(right, values)?) {
            (Value::Date(left), Value::Date(right)) => {
                Exact::from(left.signed_duration_since(*right).num_days())
            }
            (Value::Amount(left), Value::Amount(right)) => left - right,
            _ => return None,
        },
        Expr::Multiply(left, right) => amount(left)? * amount(right)?,
        Expr::Divide(left, right) => Exact::ratio(&amount(left)?, &amount(right)?)?,
        Expr::Abs(inner) => amount(inner)?.abs(),
        Expr::Points(inner) => amount(inner)?,
        Expr::Percent(inner) => amount(inner)? * Exact::hundred(),
    };
    Some(Cow::Owned(Value::Amount(found)))
}

/// The band that holds a number, by its place, and the score there.
fn look_up(bands: &Bands, number: &Exact) -> Option<(usize, Exact)> {
    let above = |from: &Option<(Exact, bool)>| match from {
        None => true,
        Some((end, held)) => number > end || *held && number == end,
    };
    let below = |to: &Option<(Exact, bool)>| match to {
        None => true,
        Some((end, held)) => number < end || *held && number == end,
    };
    let (index, row) = bands.rows.iter().enumerate().find(|(_, row)| above(&row.from) && below(&row.to))?;
    let (low, high) = &row.score;
    let score = match (&row.from, &row.to) {
        (Some((from, _)), Some((to, _))) if low != high => {
            let share = Exact::ratio(&(number - from), &(to - from)).unwrap_or_else(Exact::zero);
            low + &(share * (high - low))
        }
        _ => low.clone(),
    };
    Some((index, score))
}
