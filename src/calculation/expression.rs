//! The arithmetic of scores as data: what stands for the quantities of one indicator, and the operations on them. Whoever
//! computes, prints or exports a score walks these and knows operations, never rules.

use crate::value::Comparator;

/// A quantity that a score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leaf {
    /// The indicator's value.
    Actual,
    /// What it is held against.
    Target,
    /// The target of the whole year, where [`Leaf::Target`] is a share of it.
    OfYear,
    /// The value of an earlier period from which the score starts.
    Baseline,
    /// How far a target may be missed: days on a date, points on a percentage, otherwise in the indicator's unit.
    Tolerance,
}

/// An expression over the quantities of one indicator. Amounts of percentages are in points (80 for 80%).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expr {
    /// A quantity.
    Leaf(Leaf),
    /// A number of the rule itself.
    Number(i64),
    /// `a − b`; of two dates the days from the second to the first.
    Subtract(&'static Expr, &'static Expr),
    /// `a × b`
    Multiply(&'static Expr, &'static Expr),
    /// `a / b`; nothing where `b` is 0.
    Divide(&'static Expr, &'static Expr),
    /// `|a|`
    Abs(&'static Expr),
    /// A percentage read as points of score: 80% is 80.
    Points(&'static Expr),
    /// A part of a whole read as a percentage: 0,8 is 80%.
    Percent(&'static Expr),
}

impl Expr {
    /// Whether a quantity stands in it.
    pub fn uses(&self, leaf: Leaf) -> bool {
        match self {
            Expr::Leaf(own) => *own == leaf,
            Expr::Number(_) => false,
            Expr::Subtract(left, right) | Expr::Multiply(left, right) | Expr::Divide(left, right) => {
                left.uses(leaf) || right.uses(leaf)
            }
            Expr::Abs(inner) | Expr::Points(inner) | Expr::Percent(inner) => inner.uses(leaf),
        }
    }
}

/// A comparison; it does not hold where a side has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// What is compared.
    pub left: Expr,
    /// How.
    pub sign: Comparator,
    /// With what.
    pub right: Expr,
}

/// One of the cases of a score: the first whose condition holds gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// What the case is, for whoever tells it.
    pub role: Role,
    /// `None`: in all that is left.
    pub when: Option<Condition>,
    /// The score.
    pub gives: Gives,
}

/// What a case of a score is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The target is met.
    Met,
    /// The value is already what is asked for by the end of the year.
    MetForYear,
    /// It is met with the tolerance.
    MetWithin,
    /// It is missed, or the rule asks for none.
    Rule,
}

/// Where the score of a case comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// These points.
    Points(i64),
    /// This arithmetic, held within 0 and 100; 0 where it has no value.
    Within(Expr),
    /// The band of the rule's table that holds this number; 0 where the number has no value.
    Band(Expr),
}
