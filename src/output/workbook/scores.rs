//! From value to score as a formula (`language.md` §5): the same cases in the same order as the evaluation's own.

use super::formula::{self, clamped};
use super::ledger;
use super::rows::at;
use super::rules::BandsAt;
use crate::eval::{Expected, Means};
use crate::plan::{Basis, Kpi, Plan, Rule};
use crate::value::{Comparator, Exact, Type};

/// The formulas of one KPI's row.
pub(super) struct Scoring<'a> {
    pub plan: &'a Plan,
    pub kpi: &'a Kpi,
    pub expected: &'a Expected,
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
    fn actual(&self) -> String {
        formula::cell(at::ACTUAL, self.row)
    }

    fn target(&self) -> String {
        formula::cell(at::TARGET, self.row)
    }

    /// The score, without the `=`.
    pub fn formula(&self) -> String {
        let actual = self.actual();
        // Without a target there is nothing to miss: left out, also where what is unavailable scores 0.
        let left_out = self.expected.not_due || self.expected.means == Means::Nothing;
        let missing = if left_out { "\"\"" } else { self.unavailable };
        let with_value = format!("IF(ISNUMBER({actual}),{},{missing})", self.of_value());
        match &self.empty {
            Some(empty) => format!("IF({empty},0,{with_value})"),
            None => with_value,
        }
    }

    fn of_value(&self) -> String {
        let by_rule = match &self.expected.means {
            Means::Nothing => "\"\"".to_owned(),
            Means::ValueAlone(rule) => self.by_rule(*rule),
            Means::Target { rule, .. } => {
                let missed = self.within(self.by_rule(*rule));
                format!("IF({},100,{missed})", self.met())
            }
        };
        match (self.expected.only_year, self.kpi.kind) {
            (Some(year), Type::Date) => {
                format!("IF(YEAR({})<>{year},{},{by_rule})", self.actual(), self.unavailable)
            }
            _ if self.expected.not_due => format!("IF({},{by_rule},\"\")", self.met()),
            _ => by_rule,
        }
    }

    /// Whether the target is met, with the width of a double's last digits: 0,1 + 0,2 meets 0,3.
    fn met(&self) -> String {
        let (actual, target) = (self.actual(), self.target());
        let hair = format!("1E-12*MAX(1,ABS({target}))");
        match self.expected.target.as_ref().map(|target| target.comparator) {
            Some(Comparator::AtLeast) => format!("{actual}>={target}-{hair}"),
            Some(Comparator::AtMost) => format!("{actual}<={target}+{hair}"),
            Some(Comparator::Equal) => format!("ABS({actual}-{target})<={hair}"),
            None => "FALSE".to_owned(),
        }
    }

    /// 100 within the tolerance, otherwise `beyond`.
    fn within(&self, beyond: String) -> String {
        if self.kpi.tolerance.is_none() || self.kpi.kind == Type::Boolean {
            return beyond;
        }
        let (actual, target) = (self.actual(), self.target());
        let tolerance = formula::cell(at::TOLERANCE, self.row);
        format!("IF(ABS({actual}-{target})<={tolerance}+1E-12*MAX(1,ABS({target})),100,{beyond})")
    }

    fn by_rule(&self, rule: Rule) -> String {
        let (actual, target) = (self.actual(), self.target());
        let baseline = formula::cell(at::BASELINE, self.row);
        let comparator = self.expected.target.as_ref().map(|target| target.comparator);
        match (rule, comparator) {
            (Rule::AllOrNothing, _) | (Rule::Proportional { .. }, None) => "0".to_owned(),
            (Rule::Direct, _) => clamped(&format!("100*{actual}")),
            (Rule::FromBaseline, _) => clamped(&format!("100*({actual}-{baseline})/({target}-{baseline})")),
            (Rule::Proportional { .. }, Some(Comparator::AtLeast)) => {
                clamped(&format!("100*{actual}/{target}"))
            }
            (Rule::Proportional { inverse: true }, Some(Comparator::AtMost)) => {
                clamped(&format!("100*{target}/{actual}"))
            }
            (Rule::Proportional { inverse: false }, Some(Comparator::AtMost)) => {
                clamped(&format!("100*(2-{actual}/{target})"))
            }
            (Rule::Proportional { .. }, Some(Comparator::Equal)) => {
                clamped(&format!("100*(1-ABS({actual}-{target})/{target})"))
            }
            (Rule::Bands(id), _) => match self.bands.get(id.index()) {
                Some(bands) => bands.score(&formula::cell(at::MEASURED, self.row), self.unavailable),
                None => "0".to_owned(),
            },
        }
    }

    /// What the bands are on, if the rule is one of bands.
    fn basis(&self) -> Option<Basis> {
        match &self.expected.means {
            Means::ValueAlone(Rule::Bands(id)) | Means::Target { rule: Rule::Bands(id), .. } => {
                Some(self.plan.bands_of(*id).basis)
            }
            _ => None,
        }
    }

    fn at_most(&self) -> bool {
        self.expected.target.as_ref().is_some_and(|target| target.comparator == Comparator::AtMost)
    }

    /// The formula of the number that is looked up in the bands, if the rule is one of bands.
    pub fn measured(&self) -> Option<String> {
        let (actual, target) = (self.actual(), self.target());
        let number = match self.basis()? {
            Basis::Value => actual.clone(),
            Basis::DaysLate => format!("{actual}-{target}"),
            Basis::Reached if self.at_most() => format!("2-{actual}/{target}"),
            Basis::Reached => format!("{actual}/{target}"),
        };
        Some(format!("IF(ISNUMBER({actual}),IFERROR(ROUND({number},12),\"\"),\"\")"))
    }

    /// That number now, from the actual as its cell holds it.
    pub fn measured_now(&self, actual: &Exact) -> Option<Exact> {
        let basis = self.basis()?;
        if basis == Basis::Value {
            return Some(actual.clone());
        }
        let target = ledger::in_cell(&self.expected.target.as_ref()?.value, self.kpi.kind);
        match basis {
            Basis::DaysLate => Some(actual - &target),
            _ => Exact::ratio(actual, &target)
                .map(|reached| if self.at_most() { &Exact::from(2) - &reached } else { reached }),
        }
    }
}
