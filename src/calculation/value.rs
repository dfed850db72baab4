//! The algorithms (`language.md` §4), each written once: what an indicator's value is as operations over measures. All
//! that computes it, tells it, writes it as a formula or asks for its cells walks these operations.

use crate::plan::{Algorithm, Expr, Kpi, MeasureId, Operator};
use crate::value::{Exact, Type};

/// A value as operations over measures.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueExpr {
    /// A measure, so many years before the evaluated period.
    Measure {
        /// Which.
        id: MeasureId,
        /// Years back.
        back: u32,
    },
    /// A number of the plan; percentages in points.
    Number {
        /// Which.
        value: Exact,
        /// Its type.
        kind: Type,
    },
    /// `−a`
    Negate(Box<ValueExpr>),
    /// `a ∘ b`
    Binary(Operator, Box<ValueExpr>, Box<ValueExpr>),
    /// A part of a whole as a percentage: 0,8 is 80%.
    Percent(Box<ValueExpr>),
    /// What must be above 0, as the start of a change must; else there is no value.
    Positive {
        /// What.
        of: Box<ValueExpr>,
        /// How many years back it is of.
        back: u32,
    },
    /// A function of several values.
    Call(Function, Vec<ValueExpr>),
}

/// A function of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// `somma`
    Sum,
    /// `media`, of values that weigh the same.
    Mean,
    /// `min`
    Least,
    /// `max`
    Greatest,
}

/// What an indicator's algorithm computes; `None` where it has no operands and for a mean of objectives.
pub fn of_kpi(kpi: &Kpi) -> Option<ValueExpr> {
    Some(match &kpi.algorithm {
        Algorithm::Own | Algorithm::Rollup(_) => return None,
        Algorithm::Value(of) | Algorithm::Formula { expr: of, percent: false } => written(of, 0),
        Algorithm::Formula { expr: of, percent: true } => percent(written(of, 0)),
        Algorithm::Ratio { percent: true, left, right } => percent(quotient(left, right)),
        Algorithm::Ratio { percent: false, left, right } => match &kpi.per {
            Some(per) => binary(Operator::Multiply, quotient(left, right), number(per.clone())),
            None => quotient(left, right),
        },
        Algorithm::Change(of) => {
            let rise = binary(Operator::Subtract, written(of, 0), written(of, 1));
            let start = ValueExpr::Positive { of: Box::new(written(of, 1)), back: 1 };
            percent(binary(Operator::Divide, rise, start))
        }
    })
}

fn quotient(left: &Expr, right: &Expr) -> ValueExpr {
    binary(Operator::Divide, written(left, 0), written(right, 0))
}

fn percent(of: ValueExpr) -> ValueExpr {
    ValueExpr::Percent(Box::new(of))
}

fn binary(operator: Operator, left: ValueExpr, right: ValueExpr) -> ValueExpr {
    ValueExpr::Binary(operator, Box::new(left), Box::new(right))
}

fn number(value: Exact) -> ValueExpr {
    ValueExpr::Number { value, kind: Type::Number }
}

/// An expression of the plan, so many years earlier.
fn written(expr: &Expr, years: u32) -> ValueExpr {
    let of = |inner: &Expr| written(inner, years);
    let measure =
        |id: &MeasureId, back: u32| ValueExpr::Measure { id: *id, back: back.saturating_add(years) };
    match expr {
        Expr::Measure { id, back } => measure(id, *back),
        Expr::Constant { value, kind } => ValueExpr::Number { value: value.clone(), kind: *kind },
        Expr::Negate(inner) => ValueExpr::Negate(Box::new(of(inner))),
        Expr::Binary(operator, left, right) => binary(*operator, of(left), of(right)),
        Expr::Window { mean, id, first, last } => {
            let function = if *mean { Function::Mean } else { Function::Sum };
            ValueExpr::Call(function, (*last..=*first).rev().map(|back| measure(id, back)).collect())
        }
        Expr::Extreme(greatest, parts) => {
            let function = if *greatest { Function::Greatest } else { Function::Least };
            ValueExpr::Call(function, parts.iter().map(of).collect())
        }
    }
}

impl ValueExpr {
    /// The measures that it rests on and how many years back, by first appearance.
    pub fn measures(&self) -> Vec<(MeasureId, u32)> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect(&self, found: &mut Vec<(MeasureId, u32)>) {
        match self {
            ValueExpr::Measure { id, back } => {
                if !found.contains(&(*id, *back)) {
                    found.push((*id, *back));
                }
            }
            ValueExpr::Number { .. } => {}
            ValueExpr::Negate(of) | ValueExpr::Percent(of) | ValueExpr::Positive { of, .. } => {
                of.collect(found)
            }
            ValueExpr::Binary(_, left, right) => {
                left.collect(found);
                right.collect(found);
            }
            ValueExpr::Call(_, parts) => parts.iter().for_each(|part| part.collect(found)),
        }
    }
}

impl Function {
    /// Of some numbers; `None` of none.
    pub fn of(self, numbers: Vec<Exact>) -> Option<Exact> {
        let count = Exact::from(i64::try_from(numbers.len()).ok()?);
        match self {
            Function::Sum => (!numbers.is_empty()).then(|| numbers.into_iter().sum()),
            Function::Mean => Exact::ratio(&numbers.into_iter().sum(), &count),
            Function::Least => numbers.into_iter().min(),
            Function::Greatest => numbers.into_iter().max(),
        }
    }
}
