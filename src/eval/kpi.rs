//! One KPI: its value, its target, its score. Rollups are finished by `rollup`, once what they rest on is known.

use super::result::{
    Derived, How, KpiResult, Missing, Monitoring, Published, Scored, ScoredBy, State, Verdict,
};
use super::{Run, accumulate, derive, faults, published};
use crate::actuals::{Fact, FactId, FactValue, MonitoringState};
use crate::calculation::{self, Gives, LeftOut, Outcome, Role, ScoreCalculation};
use crate::diagnostics::Diagnostic;
use crate::plan::{Kpi, KpiId};
use crate::value::{Comparator, Exact, Value};

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
        (own @ Some((fact_id, fact)), Some(computed)) if given(own) && is_impossible(&computed) => {
            faults.push(faults::own_value_refused(run, kpi, fact, &computed));
            result.published = Some(Published { fact: fact_id, verdict: Verdict::Contradicts });
            result.actual = computed;
        }
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

/// Whether the operands are there and their arithmetic has no result: no value written beside them can follow from it.
fn is_impossible(derived: &Derived) -> bool {
    matches!(derived.value, Err(Missing::DivisionByZero | Missing::NotPositive(_)))
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
    let how = calculation::of_kpi(run.frame(), kpi);
    let scored = match &result.actual.value {
        // Whether a value is there or not, without a target or before its day there is nothing to be scored.
        Err(missing) => match (how.without_value(), empty) {
            (Some(left_out), _) => Err(missing_because(run, left_out)),
            (None, true) => Ok(without_arithmetic(kpi, ScoredBy::Empty)),
            (None, false) => Err(missing.clone()),
        },
        Ok((value, _)) => match how.score(run.plan, kpi, value) {
            Ok(outcome) => Ok(scored(&how, kpi, outcome)),
            Err(left_out) => Err(missing_because(run, left_out)),
        },
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
        let state = Some(state(run, kpi, result, how.target.as_ref()));
        result.monitoring = Some(Monitoring { state, declared: None });
    }
    result.target = how.target;
}

fn missing_because(run: Run<'_>, left_out: LeftOut) -> Missing {
    match left_out {
        LeftOut::NoTarget => Missing::NoTarget(run.target_year),
        LeftOut::NotDue => Missing::NotDue,
        LeftOut::OtherYear => Missing::OtherYear,
        LeftOut::BetweenBands => Missing::BetweenBands,
    }
}

/// A score of 0 that no rule has given.
fn without_arithmetic(kpi: &Kpi, by: ScoredBy) -> Scored {
    Scored { rule: kpi.scoring.rule, instead_of: None, by, baseline: None, score: Exact::zero() }
}

/// A score with what it came about by.
fn scored(how: &ScoreCalculation, kpi: &Kpi, outcome: Outcome) -> Scored {
    let Outcome { score, role, gives, band } = outcome;
    let mut scored = Scored { score, ..without_arithmetic(kpi, ScoredBy::Missed) };
    let Some(applied) = &how.rule else { return scored };
    scored.rule = applied.rule;
    scored.instead_of = applied.instead_of;
    scored.by = match (role, gives, band) {
        (Role::Met, ..) => ScoredBy::Met,
        (Role::MetForYear, ..) => ScoredBy::MetForYear,
        (Role::MetWithin, ..) => kpi.tolerance.clone().map_or(ScoredBy::Met, ScoredBy::MetWithin),
        (Role::Rule, _, Some((index, number))) => ScoredBy::Band(index, number),
        (Role::Rule, Gives::Within(expr), None) => {
            if expr.uses(calculation::Leaf::Baseline) {
                scored.baseline = applied.baseline.as_ref().and_then(|value| value.amount().cloned());
            }
            ScoredBy::Reckoned(expr)
        }
        (Role::Rule, Gives::Points(_) | Gives::Band(_), None) => ScoredBy::Missed,
    };
    scored
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
        result.scoring = Some(without_arithmetic(kpi, ScoredBy::AsZero));
    }
    result.missing = Some(missing);
}

/// Where a KPI stands during the year: the annual target met, the period's met, or neither. The tolerance counts as met.
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
    let met = |sign, target: &Value| calculation::is_met(kpi, sign, target, actual);
    let met_now = met(used.comparator, &used.value);
    // A part of the year with a target of its own that got nothing is late, whatever holds for the year.
    let own_part = used.period.is_part();
    if own_part && !met_now && result.performance.as_ref().is_some_and(Exact::is_zero) {
        return MonitoringState::Late;
    }
    let year_ends = run.period.last_month() == 12;
    let met_for_year = calculation::annual_target(run.frame(), kpi).is_some_and(|(comparator, target)| {
        // A count that must stay below its target may still pass it before the year ends.
        let may_pass = kpi.count && comparator == Comparator::AtMost && !year_ends;
        !may_pass && met(comparator, &target)
    });
    match (met_for_year, met_now) {
        (true, _) => MonitoringState::Reached,
        (false, true) => MonitoringState::OnTrack,
        (false, false) => MonitoringState::Late,
    }
}

/// A `rettifica` gives the score, also to what is unavailable.
fn override_it(run: Run<'_>, id: KpiId, result: &mut KpiResult) {
    let Some(found) = run.plan.override_of(id, run.period) else { return };
    result.state = State::Override;
    result.performance = Some(found.score.clone());
    result.overridden = Some(found.clone());
}
