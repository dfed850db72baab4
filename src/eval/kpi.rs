//! One KPI: its value, its target, its score. Rollups are finished by `rollup`, once what they rest on is known.

use super::result::{
    Derived, How, KpiResult, Missing, Monitoring, Published, Scored, ScoredBy, State, Verdict,
};
use super::score::{self, Means};
use super::target::{self, Against};
use super::{Run, accumulate, derive, faults, published};
use crate::actuals::{Fact, FactId, FactValue, MonitoringState};
use crate::diagnostics::Diagnostic;
use crate::plan::{Kpi, KpiId, Override, Plan, same_end};
use crate::value::{Comparator, Exact, Period};

/// A result that is not known yet.
pub(super) fn pending() -> KpiResult {
    KpiResult {
        state: State::Unavailable,
        actual: Derived { value: Err(Missing::NothingBelow), how: How::Nothing },
        published: None,
        target: None,
        scoring: None,
        performance: None,
        overridden: None,
        share: None,
        plan_share: None,
        coverage: Exact::hundred(),
        missing: None,
        outcome: None,
        monitoring: None,
    }
}

/// A KPI that is no rollup.
pub(super) fn evaluate(run: Run<'_>, id: KpiId) -> (KpiResult, Vec<Diagnostic>) {
    let kpi = run.plan.kpi(id);
    let mut faults = Vec::new();
    let computed = derive::computed(run, kpi);
    if let Some(Derived { value: Err(Missing::Types(why)), how }) = &computed {
        faults.push(faults::types_of_cells(run, kpi, how, why));
    }
    let result = finish(run, id, computed, &mut faults);
    (result, faults)
}

/// Chooses between the own cell and the computed value, then scores. Also the second half of every rollup.
pub(super) fn finish(
    run: Run<'_>,
    id: KpiId,
    computed: Option<Derived>,
    faults: &mut Vec<Diagnostic>,
) -> KpiResult {
    let kpi = run.plan.kpi(id);
    let own = derive::own_fact(run.plan, run.facts, id, run.period);
    let mut result = pending();
    result.outcome = own.and_then(|(_, fact)| fact.outcome.as_deref().map(str::to_owned));
    let mut empty = false;
    match (own, computed) {
        (Some((fact_id, Fact { value: FactValue::Unavailable(words), .. })), _) => {
            result.actual =
                Derived { value: Err(Missing::Said(fact_id, words.clone())), how: How::OwnCell(fact_id) };
        }
        (own, Some(computed)) if computed.value.is_ok() || !given(own) => {
            let published = own.map(|(fact, _)| fact).filter(|_| given(own));
            empty = computed.value.is_err() && own.is_some_and(|(_, fact)| fact.value == FactValue::Empty);
            result.actual = computed;
            if own.is_none() && lacks_cells(&result.actual) {
                from_own_parts(run, id, &mut result, faults);
            }
            result.published = published
                .map(|fact| Published { fact, verdict: published::verdict(run, fact, &result.actual, None) });
            report_contradicted(run, kpi, &result, faults);
        }
        (Some((fact_id, fact)), _) => {
            empty = fact.value == FactValue::Empty;
            result.actual = own_value(run, kpi, fact_id, fact, faults);
        }
        (None, _) => from_own_parts(run, id, &mut result, faults),
    }
    score_it(run, kpi, empty, &mut result, faults);
    override_it(run, id, &mut result);
    result
}

/// Whether it is cells that a value lacks, and not the arithmetic that fails.
fn lacks_cells(derived: &Derived) -> bool {
    matches!(derived.value, Err(Missing::NoCell(..) | Missing::NoPart(..) | Missing::OnlyParts(_)))
}

/// What the KPI's own cells of parts of the year give, if there are any or nothing else is wanted.
fn from_own_parts(run: Run<'_>, id: KpiId, result: &mut KpiResult, faults: &mut Vec<Diagnostic>) {
    let own = derive::from_own_parts(run, id);
    if let Derived { value: Err(Missing::Types(why)), how } = &own {
        faults.push(faults::types_of_cells(run, run.plan.kpi(id), how, why));
    }
    let nothing = matches!(own.value, Err(Missing::NoCell(..)));
    if nothing && result.actual.how != How::Nothing {
        return;
    }
    result.actual = own;
    if nothing {
        result.actual.how = How::Nothing;
    }
}

fn given(own: Option<(FactId, &Fact)>) -> bool {
    own.is_some_and(|(_, fact)| matches!(fact.value, FactValue::Given(_)))
}

/// The KPI's own cell as its value. Reading has already given it the KPI's type.
fn own_value(run: Run<'_>, kpi: &Kpi, id: FactId, fact: &Fact, faults: &mut Vec<Diagnostic>) -> Derived {
    let value = match accumulate::value_of(id, fact) {
        Ok((value, kind)) if kind == kpi.kind => Ok((value, kind)),
        Ok((_, kind)) => {
            let why = faults::result_of_another_type(kind, kpi.kind);
            faults.push(faults::types_of_cells(run, kpi, &How::OwnCell(id), &why));
            Err(Missing::Types(why))
        }
        Err(missing) => Err(missing),
    };
    Derived { value, how: How::OwnCell(id) }
}

/// The published value must follow from what was computed, as far as their printed digits can tell.
pub(super) fn report_contradicted(run: Run<'_>, kpi: &Kpi, result: &KpiResult, faults: &mut Vec<Diagnostic>) {
    let Some(Published { fact, verdict: Verdict::Contradicts }) = result.published else { return };
    if let (Some(fact), Ok((value, kind))) = (run.facts.fact(fact), &result.actual.value) {
        faults.push(faults::published_differs(kpi, fact, value, *kind));
    }
}

fn score_it(run: Run<'_>, kpi: &Kpi, empty: bool, result: &mut KpiResult, faults: &mut Vec<Diagnostic>) {
    let against = target::of(run, kpi);
    let (used, not_due) = match against {
        Against::Target(used) => (Some(used), false),
        Against::NotDue(used) => (Some(used), true),
        Against::Nothing => (None, false),
    };
    let bound = used.as_ref().map(|used| score::Bound::of(run, used));
    let scored = match &result.actual.value {
        _ if empty => {
            Ok(Scored { rule: kpi.scoring.rule, instead_of: None, by: ScoredBy::Empty, score: Exact::zero() })
        }
        Ok((value, _)) => match &used {
            Some(_) if target::date_of_other_year(run, value) => Err(Missing::OtherYear),
            Some(used) if not_due && !used.comparator.met(value, &used.value) => Err(Missing::NotDue),
            _ => score::score(run.plan, kpi, bound, value).map_err(|missing| match missing {
                Missing::NoTarget(_) => Missing::NoTarget(run.target_year),
                other => other,
            }),
        },
        Err(_) if not_due => Err(Missing::NotDue),
        // Whether a value is there or not, without a target there is nothing to be scored.
        Err(_) if score::means(run.plan, kpi, bound) == Means::Nothing => {
            Err(Missing::NoTarget(run.target_year))
        }
        Err(missing) => Err(missing.clone()),
    };
    match scored {
        Ok(scored) => {
            result.state = State::Scored;
            result.performance = Some(scored.score.clone());
            result.scoring = Some(scored);
        }
        Err(missing) => unavailable(run, kpi, missing, result, faults),
    }
    if run.period.is_part() && !run.starting_state() {
        result.monitoring =
            Some(Monitoring { state: Some(state(run, kpi, result, used.as_ref())), declared: None });
    }
    result.target = used;
}

fn unavailable(
    run: Run<'_>,
    kpi: &Kpi,
    missing: Missing,
    result: &mut KpiResult,
    faults: &mut Vec<Diagnostic>,
) {
    if missing == Missing::BetweenBands {
        faults.push(faults::between_bands(run, kpi, &result.actual));
    }
    let counts_as_zero = run.plan.missing == crate::plan::MissingPolicy::Zero
        && !matches!(missing, Missing::NotDue | Missing::NoTarget(_));
    if counts_as_zero {
        result.performance = Some(Exact::zero());
        result.scoring = Some(Scored {
            rule: kpi.scoring.rule,
            instead_of: None,
            by: ScoredBy::AsZero,
            score: Exact::zero(),
        });
    }
    result.missing = Some(missing);
}

/// Where a KPI stands during the year: the annual target met, the period's met, or neither.
fn state(
    run: Run<'_>,
    kpi: &Kpi,
    result: &KpiResult,
    used: Option<&super::result::TargetUsed>,
) -> MonitoringState {
    if result.missing == Some(Missing::NotDue) {
        return MonitoringState::NotDue;
    }
    let (Some(used), Ok((actual, _)), State::Scored) = (used, &result.actual.value, result.state) else {
        let zero = matches!(result.scoring, Some(Scored { by: ScoredBy::Empty, .. }));
        return if zero { MonitoringState::Late } else { MonitoringState::Unavailable };
    };
    let met_now = matches!(
        result.scoring.as_ref().map(|scored| &scored.by),
        Some(ScoredBy::Met | ScoredBy::MetWithin(_))
    ) || used.comparator.met(actual, &used.value);
    let annual = target::annual(run, kpi).unwrap_or((used.comparator, used.value.clone()));
    let year_ends = run.period.last_month() == 12;
    // A count that must stay below its target may still pass it before the year ends.
    let may_pass = kpi.count && annual.0 == Comparator::AtMost && !year_ends;
    match (annual.0.met(actual, &annual.1), met_now) {
        (true, _) if !may_pass => MonitoringState::Reached,
        (true, _) | (false, true) => MonitoringState::OnTrack,
        (false, false) => MonitoringState::Late,
    }
}

/// A `rettifica` gives the score, also to what is unavailable.
fn override_it(run: Run<'_>, id: KpiId, result: &mut KpiResult) {
    let Some(found) = override_of(run.plan, id, run.period) else { return };
    result.state = State::Override;
    result.performance = Some(found.score.clone());
    result.overridden = Some(found.clone());
}

/// The `rettifica` of a KPI that holds in a period.
pub fn override_of(plan: &Plan, id: KpiId, period: Period) -> Option<&Override> {
    if plan.overrides.is_empty() {
        return None;
    }
    let exactly = plan.overrides.get(&(id, period));
    exactly.or_else(|| {
        let same = |key: &&(KpiId, Period)| key.0 == id && same_end(key.1, period);
        plan.overrides.keys().find(same).and_then(|key| plan.overrides.get(key))
    })
}
