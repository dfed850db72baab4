//! From a plan and its actuals to results, each with the derivation that produced it:
//!
//! `period` chooses what is evaluated → `derive` makes values out of cells → `kpi` scores them as [`crate::calculation`]
//! says → `rollup` carries the scores up → `published` and `monitoring` compare with what offices declared.

mod accumulate;
mod cells;
mod derive;
mod faults;
mod kpi;
mod monitoring;
mod period;
mod published;
pub mod result;
mod rollup;
pub mod words;

pub use accumulate::{Quantity, split as halves_of, up_to as blocks_up_to};
pub use cells::{Reports, cells};
pub use derive::own_fact;
pub use rollup::plan_shares;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::actuals::{FactId, Facts};
use crate::calculation::{self, Frame, ScoreCalculation};
use crate::diagnostics::{Diagnostic, any_error};
use crate::plan::{Algorithm, KpiId, MissingPolicy, Plan};
use crate::source::Span;
use crate::value::{Period, Type, Value};

use result::{Evaluation, KpiResult, Missing, OnlyParts, State};

/// What all of one evaluation share.
#[derive(Debug, Clone, Copy)]
struct Run<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    /// The evaluated period.
    period: Period,
    /// The year whose targets apply: the period's, or the `esercizio` for a starting state.
    target_year: i32,
}

impl<'a> Run<'a> {
    /// Of a period whatever its actuals: those of the years before the plan are held against its `esercizio`.
    fn of(plan: &'a Plan, facts: &'a Facts, period: Period) -> Run<'a> {
        let Frame { target_year, .. } = Frame::of(plan, period);
        Run { plan, facts, period, target_year }
    }

    /// What the plan alone decides by.
    fn frame(&self) -> Frame<'a> {
        Frame { plan: self.plan, period: self.period, target_year: self.target_year }
    }

    fn starting_state(&self) -> bool {
        self.frame().starting_state()
    }
}

/// How a KPI is scored in the period of an evaluation, before any actual.
pub fn score_calculation(plan: &Plan, evaluation: &Evaluation, id: KpiId) -> ScoreCalculation {
    let period = evaluation.period;
    let target_year = if evaluation.starting_state { plan.exercise } else { period.year };
    calculation::of_kpi(Frame { plan, period, target_year }, plan.kpi(id))
}

/// Whether the operands of a KPI give its value in a period.
pub fn is_computed(plan: &Plan, facts: &Facts, period: Period, id: KpiId) -> bool {
    derive::computed(Run::of(plan, facts, period), plan.kpi(id)).is_some_and(|derived| derived.value.is_ok())
}

/// The value of a quantity in a period, of its cell or its parts.
pub fn known(plan: &Plan, facts: &Facts, quantity: Quantity, period: Period) -> Option<(Value, Type)> {
    accumulate::value(Run::of(plan, facts, period), quantity, period).value.ok()
}

/// Evaluates a plan. `wanted` is the period asked for; `actuals` is where "there is no value at all" is reported.
/// `None` if the actuals do not allow a result; the reasons are in the diagnostics.
pub fn evaluate(
    plan: &Plan,
    facts: &Facts,
    wanted: Option<Period>,
    actuals: Span,
) -> (Option<Evaluation>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let (period, target_year) = match period::choose(plan, facts, wanted, actuals) {
        Ok(chosen) => chosen,
        Err(fault) => return (None, vec![*fault]),
    };
    let run = Run { plan, facts, period, target_year };
    parts_agree(run, &mut faults);
    let (kpis, found): (Vec<KpiResult>, Vec<Vec<Diagnostic>>) = plan
        .kpis
        .par_iter()
        .enumerate()
        .with_min_len(256)
        .map(|(index, kpi)| match kpi.algorithm {
            Algorithm::Rollup(_) => (kpi::pending(), Vec::new()),
            _ => kpi::evaluate(run, KpiId(index as u32)),
        })
        .unzip();
    faults.extend(found.into_iter().flatten());
    let mut evaluation = rollup::carry_up(run, kpis, &mut faults);
    monitoring::add(run, &mut evaluation, &mut faults);
    report_only_parts(run, &evaluation, &mut faults);
    report_deadlines(run, &evaluation, &mut faults);
    if plan.missing == MissingPolicy::Error {
        report_missing(plan, &evaluation, &mut faults);
    }
    let failed = any_error(&faults);
    ((!failed).then_some(evaluation), faults)
}

/// A total beside its parts must agree, whatever uses it.
fn parts_agree(run: Run<'_>, faults: &mut Vec<Diagnostic>) {
    for (index, total) in run.facts.list.iter().enumerate() {
        let id = FactId(index as u32);
        if let Some((made, kind)) = accumulate::other_than_parts(run, id, total) {
            faults.push(faults::parts_disagree(run, id, &made, kind));
        }
    }
}

/// Values for parts of the period that nothing puts together: once for what they are of, with all that lack it.
fn report_only_parts(run: Run<'_>, evaluation: &Evaluation, faults: &mut Vec<Diagnostic>) {
    let mut found: Vec<(&OnlyParts, Vec<KpiId>)> = Vec::new();
    let mut places = FxHashMap::default();
    for (id, result) in run.plan.kpi_ids().zip(&evaluation.kpis) {
        let (Some(Missing::OnlyParts(only)), None) = (&result.missing, &result.overridden) else { continue };
        let place = *places.entry((only.of, only.period)).or_insert_with(|| {
            found.push((only, Vec::new()));
            found.len().saturating_sub(1)
        });
        if let Some((_, kpis)) = found.get_mut(place) {
            kpis.push(id);
        }
    }
    faults.extend(found.into_iter().map(|(only, kpis)| faults::only_parts(run, only, &kpis)));
}

/// Deadlines that have passed without a word on whether they were kept: what is missing does not count, and a plan that is
/// late would look better than it is. An `esito` that says so is a decision, and known.
fn report_deadlines(run: Run<'_>, evaluation: &Evaluation, faults: &mut Vec<Diagnostic>) {
    if run.plan.missing != MissingPolicy::Excluded || run.starting_state() {
        return;
    }
    let passed: Vec<(KpiId, NaiveDate)> = run
        .plan
        .kpi_ids()
        .zip(&evaluation.kpis)
        .filter(|(_, result)| result.state == State::Unavailable && result.outcome.is_none())
        .filter(|(_, result)| matches!(result.missing, Some(Missing::NoCell(..) | Missing::Said(..))))
        .filter_map(|(id, result)| match result.target.as_ref()?.value {
            Value::Date(day) => Some((id, day)),
            _ => None,
        })
        .filter(|(_, day)| run.period.last_day().is_some_and(|end| *day <= end))
        .collect();
    if !passed.is_empty() {
        faults.push(faults::deadlines_passed(run, &passed));
    }
}

/// Under `non disponibili errore` every KPI without a value is an error.
fn report_missing(plan: &Plan, evaluation: &Evaluation, faults: &mut Vec<Diagnostic>) {
    for (id, result) in plan.kpi_ids().zip(&evaluation.kpis) {
        let left_out = matches!(result.missing, Some(Missing::NotDue | Missing::NoTarget(_)));
        if result.state == State::Unavailable && !left_out {
            faults.push(faults::missing_actual(plan.kpi(id), evaluation.period));
        }
    }
}
