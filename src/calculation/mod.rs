//! What a plan alone decides of each result, before any actual: against what an indicator is held in a period, by which
//! rule, in which cases. Each rule is written once (`scoring`), as arithmetic over a few quantities; all that computes
//! it, prints it or writes it as a formula reads that.
//!
//! `target` says against what → `scoring` has the rules → [`of_kpi`] chooses and joins them into a [`ScoreCalculation`],
//! which [`exact`] computes, `output::why` tells and `output::workbook` writes as formulas.

pub mod exact;
pub mod expression;
mod scoring;
mod target;
pub mod value;
pub mod weights;

use chrono::Datelike;

pub use exact::Outcome;
pub use expression::{Case, Condition, Expr, Gives, Leaf, Role};
pub use target::TargetUsed;
pub use value::{Function, ValueExpr};

use crate::plan::rules::{applies, latest_before, needs_no_target};
use crate::plan::{Bands, Basis, Kpi, Plan, Rule, Scoring};
use crate::value::{Comparator, Period, Value};
use exact::Values;
use target::Against;

/// When a plan is evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'p> {
    /// Of what.
    pub plan: &'p Plan,
    /// The evaluated period.
    pub period: Period,
    /// The year whose targets apply: the period's, or the `esercizio` for a starting state.
    pub target_year: i32,
}

impl<'p> Frame<'p> {
    /// Of a period whatever its actuals: those of the years before the plan are held against its `esercizio`.
    pub fn of(plan: &'p Plan, period: Period) -> Frame<'p> {
        let target_year = if period.year < plan.years.0 { plan.exercise } else { period.year };
        Frame { plan, period, target_year }
    }

    /// Whether actuals of an earlier year are held against targets to come ("stato di partenza").
    pub fn starting_state(&self) -> bool {
        self.target_year != self.period.year
    }
}

/// How an indicator is scored in a period, whatever its value.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreCalculation {
    /// The target it is held against.
    pub target: Option<TargetUsed>,
    /// By the end of the period it is not due: what has not met its target yet is left out.
    pub not_due: bool,
    /// In a comparison with the state of an earlier year, the year that a date must be of.
    pub only_year: Option<i32>,
    /// The rule; `None` where it wants a target and there is none.
    pub rule: Option<Applied>,
}

/// A rule as it is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The rule.
    pub rule: Rule,
    /// The inherited rule that can't be applied and gives way to `tutto o niente`.
    pub instead_of: Option<Rule>,
    /// The sign of the target; `None` for a rule that looks at the value alone.
    pub sign: Option<Comparator>,
    /// What the rule's bands are on.
    pub basis: Option<Basis>,
    /// The value of an earlier period that the rule starts from.
    pub baseline: Option<Value>,
}

/// Why an indicator with a value is not scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// It has no target for the year, or `n.d.`.
    NoTarget,
    /// It is not due by the end of the period.
    NotDue,
    /// A date outside the target's year, in a comparison with the state of an earlier year.
    OtherYear,
    /// The value falls between two bands that leave a gap as printed.
    BetweenBands,
}

/// How an indicator is scored in a frame.
pub fn of_kpi(frame: Frame<'_>, kpi: &Kpi) -> ScoreCalculation {
    let (target, not_due) = match target::of(frame, kpi) {
        Against::Target(used) => (Some(used), false),
        Against::NotDue(used) => (Some(used), true),
        Against::Nothing => (None, false),
    };
    let only_year = (frame.starting_state() && target.is_some()).then_some(frame.target_year);
    let rule = applied(frame, kpi, target.as_ref());
    ScoreCalculation { target, not_due, only_year, rule }
}

/// The annual target of an indicator in the frame's year, whatever applies to the period.
pub fn annual_target(frame: Frame<'_>, kpi: &Kpi) -> Option<(Comparator, Value)> {
    target::annual(frame, kpi)?.bound.clone()
}

/// Whether a value meets a target, the indicator's tolerance included.
pub fn is_met(kpi: &Kpi, sign: Comparator, target: &Value, actual: &Value) -> bool {
    let tolerance = kpi.tolerance.as_ref();
    let values = Values { actual, target: Some(target), of_year: None, baseline: None, tolerance };
    scoring::met(sign).iter().any(|condition| exact::holds(condition, values))
}

/// The rule that is written, or what it gives way to.
fn applied(frame: Frame<'_>, kpi: &Kpi, target: Option<&TargetUsed>) -> Option<Applied> {
    let plan = frame.plan;
    let written = kpi.scoring.rule;
    let bands = bands(plan, written);
    let basis = bands.map(|bands| bands.basis);
    if needs_no_target(&plan.bands, written) && applies(&kpi.scoring, bands, kpi.kind, None).is_ok() {
        return Some(Applied { rule: written, instead_of: None, sign: None, basis, baseline: None });
    }
    let target = target?;
    let baseline = latest_before(&kpi.baselines, frame.target_year);
    let baseline = baseline.and_then(|baseline| baseline.value.clone());
    let baseline = baseline.map(|value| target.share_of(value, frame.period));
    let against = Some((target.comparator, &target.value));
    let usable = applies(&kpi.scoring, bands, kpi.kind, against).is_ok()
        && (written != Rule::FromBaseline || baseline.is_some())
        && positive_where_divided(&kpi.scoring, &target.value);
    let (rule, instead_of) = if usable { (written, None) } else { (Rule::AllOrNothing, Some(written)) };
    Some(Applied { rule, instead_of, sign: Some(target.comparator), basis, baseline })
}

/// A target cut to the elapsed share of the year may become 0, which nothing can be divided by.
fn positive_where_divided(scoring: &Scoring, target: &Value) -> bool {
    match (scoring.rule, target.amount()) {
        (Rule::Proportional { .. }, Some(number)) => number.is_positive(),
        _ => true,
    }
}

fn bands(plan: &Plan, rule: Rule) -> Option<&Bands> {
    match rule {
        Rule::Bands(id) => Some(plan.bands_of(id)),
        _ => None,
    }
}

impl Applied {
    /// The cases of the score, in order: the first that holds gives it.
    pub fn cases(&self) -> impl Iterator<Item = Case> + use<> {
        let cases = match self.sign {
            Some(sign) => scoring::against_target(self.rule, sign, self.basis),
            None => scoring::of_value(self.rule),
        };
        cases.into_iter().flatten()
    }

    /// Whether the rule's arithmetic has this quantity in it.
    pub fn uses(&self, leaf: Leaf) -> bool {
        self.cases().any(|case| match case.gives {
            Gives::Points(_) => false,
            Gives::Within(expr) | Gives::Band(expr) => expr.uses(leaf),
        })
    }
}

impl ScoreCalculation {
    /// Whether an indicator without a value is left out, whatever the plan says of what is not available: there is nothing
    /// yet, or at all, to be scored.
    pub fn without_value(&self) -> Option<LeftOut> {
        match (self.not_due, &self.rule) {
            (true, _) => Some(LeftOut::NotDue),
            (false, None) => Some(LeftOut::NoTarget),
            (false, Some(_)) => None,
        }
    }

    /// The score of a value.
    ///
    /// # Errors
    /// When the value is not scored.
    pub fn score(&self, plan: &Plan, kpi: &Kpi, actual: &Value) -> Result<Outcome, LeftOut> {
        if let (Some(year), Value::Date(day)) = (self.only_year, actual)
            && day.year() != year
        {
            return Err(LeftOut::OtherYear);
        }
        let met = |target: &TargetUsed| target.comparator.met(actual, &target.value);
        if self.not_due && !self.target.as_ref().is_some_and(met) {
            return Err(LeftOut::NotDue);
        }
        let applied = self.rule.as_ref().ok_or(LeftOut::NoTarget)?;
        let values = self.values(kpi, actual);
        exact::outcome(applied.cases(), values, bands(plan, applied.rule)).map_err(|_| LeftOut::BetweenBands)
    }

    /// The quantities of the score with this value.
    pub fn values<'a>(&'a self, kpi: &'a Kpi, actual: &'a Value) -> Values<'a> {
        Values {
            actual,
            target: self.target.as_ref().map(|target| &target.value),
            of_year: self.target.as_ref().and_then(|target| target.annual.as_ref()),
            baseline: self.rule.as_ref().and_then(|applied| applied.baseline.as_ref()),
            tolerance: kpi.tolerance.as_ref(),
        }
    }

    /// The number that is looked up in the bands, if the rule is one of bands.
    pub fn looked_up(&self) -> Option<Expr> {
        self.rule.as_ref()?.cases().find_map(|case| match case.gives {
            Gives::Band(expr) => Some(expr),
            Gives::Points(_) | Gives::Within(_) => None,
        })
    }
}
