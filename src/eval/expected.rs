//! What the plan alone decides of a KPI's score in a period, before any actual: for whoever shows the calculation itself
//! rather than its result.

use super::Run;
use super::result::{Evaluation, TargetUsed};
use super::score::{self, Means};
use super::target::{self, Against};
use crate::actuals::Facts;
use crate::plan::{KpiId, Plan};

/// Against what and by what a KPI is scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// The target it is held against.
    pub target: Option<TargetUsed>,
    /// By the end of the period it is not due: what has not met its target yet is left out.
    pub not_due: bool,
    /// The rule.
    pub means: Means,
    /// In a comparison with the state of an earlier year, the year that a date must be of.
    pub only_year: Option<i32>,
}

/// What is expected of a KPI in the period of an evaluation.
pub fn expected(plan: &Plan, facts: &Facts, evaluation: &Evaluation, id: KpiId) -> Expected {
    let period = evaluation.period;
    let target_year = if evaluation.starting_state { plan.exercise } else { period.year };
    let run = Run { plan, facts, period, target_year };
    let kpi = plan.kpi(id);
    let (target, not_due) = match target::of(run, kpi) {
        Against::Target(used) => (Some(used), false),
        Against::NotDue(used) => (Some(used), true),
        Against::Nothing => (None, false),
    };
    let bound = target.as_ref().map(|used| score::Bound::of(run, used));
    let means = score::means(plan, kpi, bound);
    let only_year = (evaluation.starting_state && target.is_some()).then_some(target_year);
    Expected { target, not_due, means, only_year }
}
