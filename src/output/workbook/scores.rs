//! From value to score as a formula: the cases of a [`ScoreCalculation`], over the cells of a KPI's row. It knows
//! operations and no rules.

use super::formula::{self, clamped};
use super::ledger;
use super::rows::at;
use super::rules::BandsAt;
use crate::calculation::expression::Condition;
use crate::calculation::{Case, Expr, Gives, Leaf, ScoreCalculation, exact};
use crate::plan::{Kpi, Rule};
use crate::value::{Comparator, Exact, Type, Value};

/// The formulas of one KPI's row.
pub(super) struct Scoring<'a> {
    pub kpi: &'a Kpi,
    pub how: &'a ScoreCalculation,
    /// Where the bands of the plan stand.
    pub bands: &'a [BandsAt],
    /// On the sheet of the plan, from 0.
    pub row: u32,
    /// What says that the value was validated empty, if the KPI has a cell of its own.
    pub empty: Option<String>,
    /// What an unavailable KPI scores: `0` or nothing.
    pub unavailable: &'static str,
}

impl Scoring<'_> {
    /// The score, without the `=`.
    pub fn formula(&self) -> String {
        let actual = self.expression(&Expr::Leaf(Leaf::Actual));
        // Without a target there is nothing to miss: left out, also where what is unavailable scores 0.
        let left_out = self.how.without_value().is_some();
        let missing = if left_out { "\"\"" } else { self.unavailable };
        let with_value = format!("IF(ISNUMBER({actual}),{},{missing})", self.of_value(&actual));
        match self.empty.as_ref().filter(|_| !left_out) {
            Some(empty) => format!("IF({empty},0,{with_value})"),
            None => with_value,
        }
    }

    fn of_value(&self, actual: &str) -> String {
        let Some(applied) = &self.how.rule else { return "\"\"".to_owned() };
        let cases: Vec<Case> = applied.cases().collect();
        let score = cases.iter().rev().fold("\"\"".to_owned(), |rest, case| {
            let gives = self.gives(&case.gives, applied.rule);
            match case.when {
                None => gives,
                Some(condition) => match self.condition(&condition) {
                    Some(condition) => format!("IF({condition},{gives},{rest})"),
                    None => rest,
                },
            }
        });
        match (self.how.only_year, self.kpi.kind) {
            (Some(year), Type::Date) => format!("IF(YEAR({actual})<>{year},{},{score})", self.unavailable),
            _ if self.how.not_due => {
                let met = cases.iter().find_map(|case| self.condition(&case.when?));
                format!("IF({},{score},\"\")", met.unwrap_or_else(|| "FALSE".to_owned()))
            }
            _ => score,
        }
    }

    fn gives(&self, gives: &Gives, rule: Rule) -> String {
        match gives {
            Gives::Points(points) => points.to_string(),
            Gives::Within(expr) => clamped(&self.expression(expr)),
            Gives::Band(_) => {
                let bands = match rule {
                    Rule::Bands(id) => self.bands.get(id.index()),
                    _ => None,
                };
                let number = formula::cell(at::MEASURED, self.row);
                bands.map_or_else(|| "0".to_owned(), |bands| bands.score(&number, self.unavailable))
            }
        }
    }

    /// A comparison, with the width of a double's last digits: 0,1 + 0,2 meets 0,3. `None` where a side has no cell.
    fn condition(&self, condition: &Condition) -> Option<String> {
        /// The width, written as every spreadsheet reads it.
        const HAIR: &str = "0.000000000001";
        let lacks = |leaf| match leaf {
            Leaf::Tolerance => self.kpi.tolerance.is_none() || self.kpi.kind == Type::Boolean,
            Leaf::OfYear => self.how.target.as_ref().is_none_or(|target| target.annual.is_none()),
            Leaf::Actual | Leaf::Target | Leaf::Baseline => false,
        };
        let sides = [condition.left, condition.right];
        let leaves = [Leaf::OfYear, Leaf::Tolerance];
        if leaves.into_iter().any(|leaf| lacks(leaf) && sides.iter().any(|side| side.uses(leaf))) {
            return None;
        }
        let [left, right] = sides.map(|side| self.expression(&side));
        let hair = format!("{HAIR}*MAX(1,ABS({}))", self.expression(&Expr::Leaf(Leaf::Target)));
        Some(match condition.sign {
            Comparator::AtLeast => format!("{left}>={right}-{hair}"),
            Comparator::AtMost => format!("{left}<={right}+{hair}"),
            Comparator::Equal => format!("ABS({left}-{right})<={hair}"),
        })
    }

    /// Arithmetic over the cells of the row; percentages are fractions there.
    fn expression(&self, expr: &Expr) -> String {
        let of = |inner: &Expr| self.expression(inner);
        let cell = |column| formula::cell(column, self.row);
        match expr {
            Expr::Leaf(Leaf::Actual) => cell(at::ACTUAL),
            Expr::Leaf(Leaf::Target) => cell(at::TARGET),
            Expr::Leaf(Leaf::OfYear) => cell(at::ANNUAL),
            Expr::Leaf(Leaf::Baseline) => cell(at::BASELINE),
            Expr::Leaf(Leaf::Tolerance) => cell(at::TOLERANCE),
            Expr::Number(number) => number.to_string(),
            Expr::Subtract(left, right) => format!("({}-{})", of(left), of(right)),
            Expr::Multiply(left, right) => format!("{}*{}", of(left), of(right)),
            Expr::Divide(left, right) => format!("{}/{}", of(left), of(right)),
            Expr::Abs(inner) => format!("ABS({})", of(inner)),
            Expr::Points(inner) => format!("100*{}", of(inner)),
            Expr::Percent(inner) => of(inner),
        }
    }

    /// The formula of the number that is looked up in the bands, if the rule is one of bands.
    pub fn measured(&self) -> Option<String> {
        let number = self.expression(&self.how.looked_up()?);
        let actual = self.expression(&Expr::Leaf(Leaf::Actual));
        Some(format!("IF(ISNUMBER({actual}),IFERROR(ROUND({number},12),\"\"),\"\")"))
    }

    /// That number now, as its cell holds it.
    pub fn measured_now(&self, actual: &Value) -> Option<Exact> {
        let expr = self.how.looked_up()?;
        let number = exact::number(&expr, self.how.values(self.kpi, actual))?;
        let percent = match expr {
            Expr::Percent(_) => true,
            Expr::Leaf(_) => self.kpi.kind == Type::Percent,
            _ => false,
        };
        Some(if percent { ledger::amount(&number, Type::Percent) } else { number })
    }
}
