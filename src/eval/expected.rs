//! What the plan alone decides of a KPI's score in a period, before any actual: for whoever shows the calculation itself
//! rather than its result, or asks for the values.

use super::Run;
use super::accumulate::{self, Quantity};
use super::derive;
use super::result::{Evaluation, TargetUsed};
use super::score::{self, Means};
use super::target::{self, Against};
use crate::actuals::Facts;
use crate::plan::{Kpi, KpiId, Plan};
use crate::value::{Period, Type, Value};

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

/// Whether a KPI is evaluated in a period.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// It is, against this target or by its value alone.
    Due(Option<TargetUsed>),
    /// Its date is after the period, or it is a sì/no of the year's end.
    NotDue,
    /// No target for the year, or `n.d.`.
    NoTarget,
}

/// What is expected of a KPI in the period of an evaluation.
pub fn expected(plan: &Plan, facts: &Facts, evaluation: &Evaluation, id: KpiId) -> Expected {
    let period = evaluation.period;
    let target_year = if evaluation.starting_state { plan.exercise } else { period.year };
    of(Run { plan, facts, period, target_year }, plan.kpi(id))
}

/// Whether a KPI is evaluated in a period, whatever its actuals are.
pub fn due(plan: &Plan, facts: &Facts, period: Period, id: KpiId) -> Due {
    let expected = of(Run::of(plan, facts, period), plan.kpi(id));
    match expected {
        Expected { not_due: true, .. } => Due::NotDue,
        Expected { means: Means::Nothing, .. } => Due::NoTarget,
        Expected { target, .. } => Due::Due(target),
    }
}

/// Whether the operands of a KPI give its value in a period.
pub fn is_computed(plan: &Plan, facts: &Facts, period: Period, id: KpiId) -> bool {
    derive::computed(Run::of(plan, facts, period), plan.kpi(id)).is_some_and(|derived| derived.value.is_ok())
}

/// The value of a quantity in a period, of its cell or its parts.
pub fn known(plan: &Plan, facts: &Facts, quantity: Quantity, period: Period) -> Option<(Value, Type)> {
    accumulate::value(Run::of(plan, facts, period), quantity, period).value.ok()
}

fn of(run: Run<'_>, kpi: &Kpi) -> Expected {
    let (target, not_due) = match target::of(run, kpi) {
        Against::Target(used) => (Some(used), false),
        Against::NotDue(used) => (Some(used), true),
        Against::Nothing => (None, false),
    };
    let bound = target.as_ref().map(|used| score::Bound::of(run, used));
    let means = score::means(run.plan, kpi, bound);
    let only_year = (run.starting_state() && target.is_some()).then_some(run.target_year);
    Expected { target, not_due, means, only_year }
}
