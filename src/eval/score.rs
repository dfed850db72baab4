//! From value to score (`language.md` §5).

use super::Run;
use super::result::{Missing, Scored, ScoredBy, TargetUsed};
use crate::plan::rules::{applies, needs_no_target};
use crate::plan::{Bands, Kpi, Plan, Rule, Scoring};
use crate::types::latest_before;
use crate::value::{Comparator, Exact, Period, Value};

/// A target to score against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound<'a> {
    pub comparator: Comparator,
    pub value: &'a Value,
    /// The year of the target: baselines are of years before.
    pub year: i32,
    /// The target and the evaluated period, where it is a share of the year's: baselines are shared alike.
    share: Option<(&'a TargetUsed, Period)>,
}

impl<'a> Bound<'a> {
    pub(super) fn of(run: Run<'_>, used: &'a TargetUsed) -> Bound<'a> {
        let share = used.annual.is_some().then_some((used, run.period));
        Bound { comparator: used.comparator, value: &used.value, year: run.target_year, share }
    }
}

/// The score of an actual; `Err` where none is possible.
pub(super) fn score(
    plan: &Plan,
    kpi: &Kpi,
    bound: Option<Bound<'_>>,
    actual: &Value,
) -> Result<Scored, Missing> {
    match (means(plan, kpi, bound), bound) {
        (Means::ValueAlone(rule), _) => without_target(plan, rule, actual),
        (Means::Target { rule, instead_of, baseline }, Some(bound)) => {
            let (by, score) = against_target(plan, kpi, rule, bound, actual, baseline.as_ref())?;
            Ok(Scored { rule, instead_of, by, score })
        }
        (Means::Target { .. } | Means::Nothing, _) => Err(Missing::NoTarget(plan.exercise)),
    }
}

/// How a KPI is scored, whatever its value: the plan alone decides it.
#[derive(Debug, Clone, PartialEq)]
pub enum Means {
    /// By a rule that looks at the value alone.
    ValueAlone(Rule),
    /// Against the target.
    Target {
        /// The rule that is applied.
        rule: Rule,
        /// The inherited rule that can't be applied and gives way to `tutto o niente`.
        instead_of: Option<Rule>,
        /// The baseline before the target's year.
        baseline: Option<Value>,
    },
    /// There is no target, and the rule wants one.
    Nothing,
}

pub(super) fn means(plan: &Plan, kpi: &Kpi, bound: Option<Bound<'_>>) -> Means {
    let written = kpi.scoring.rule;
    if needs_no_target(&plan.bands, written)
        && applies(&kpi.scoring, bands(plan, written), kpi.kind, None).is_ok()
    {
        return Means::ValueAlone(written);
    }
    let Some(bound) = bound else { return Means::Nothing };
    let against = Some((bound.comparator, bound.value));
    let baseline = latest_before(&kpi.baselines, bound.year).and_then(|baseline| baseline.value.clone());
    let baseline = baseline.map(|value| match bound.share {
        Some((used, period)) => used.share_of(value, period),
        None => value,
    });
    let usable = applies(&kpi.scoring, bands(plan, written), kpi.kind, against).is_ok()
        && (written != Rule::FromBaseline || baseline.is_some())
        && positive_where_divided(&kpi.scoring, bound.value);
    let (rule, instead_of) = if usable { (written, None) } else { (Rule::AllOrNothing, Some(written)) };
    Means::Target { rule, instead_of, baseline }
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

/// `diretto` and `fasce su valore`: "met first" is not for them.
fn without_target(plan: &Plan, rule: Rule, actual: &Value) -> Result<Scored, Missing> {
    let number = actual.amount().cloned().ok_or(Missing::NothingBelow)?;
    let (by, score) = match bands(plan, rule) {
        Some(bands) => band(bands, number)?,
        None => (ScoredBy::Direct, number.clamp_score()),
    };
    Ok(Scored { rule, instead_of: None, by, score })
}

fn against_target(
    plan: &Plan,
    kpi: &Kpi,
    rule: Rule,
    bound: Bound<'_>,
    actual: &Value,
    baseline: Option<&Value>,
) -> Result<(ScoredBy, Exact), Missing> {
    if bound.comparator.met(actual, bound.value) {
        return Ok((ScoredBy::Met, Exact::hundred()));
    }
    if let Some(tolerance) = kpi.tolerance.as_ref().filter(|tolerance| within(bound, actual, tolerance)) {
        return Ok((ScoredBy::MetWithin(tolerance.clone()), Exact::hundred()));
    }
    let missed = (ScoredBy::Missed, Exact::zero());
    if rule == Rule::AllOrNothing {
        return Ok(missed);
    }
    if let (Rule::Bands(id), Value::Date(done), Value::Date(due)) = (rule, actual, bound.value) {
        let days = done.signed_duration_since(*due).num_days();
        return band(plan.bands_of(id), Exact::from(days));
    }
    let (Value::Amount(actual), Value::Amount(target)) = (actual, bound.value) else { return Ok(missed) };
    Ok(match rule {
        Rule::Proportional { inverse } => {
            proportional(bound.comparator, inverse, actual, target).unwrap_or(missed)
        }
        Rule::FromBaseline => {
            let Some(Value::Amount(start)) = baseline else { return Ok(missed) };
            let way = target - start;
            let Some(share) = Exact::ratio(&(actual - start), &way) else { return Ok(missed) };
            (ScoredBy::FromBaseline(start.clone()), (share * Exact::hundred()).clamp_score())
        }
        Rule::Bands(id) => {
            let Some(reached) = reached(bound.comparator, actual, target) else { return Ok(missed) };
            return band(plan.bands_of(id), reached);
        }
        Rule::AllOrNothing | Rule::Direct => missed,
    })
}

/// Whether a missed target is met with the tolerance.
fn within(bound: Bound<'_>, actual: &Value, tolerance: &Exact) -> bool {
    let (distance, late) = match (actual, bound.value) {
        (Value::Amount(actual), Value::Amount(target)) => {
            let distance = actual - target;
            (distance.abs(), distance.is_positive())
        }
        (Value::Date(actual), Value::Date(target)) => {
            let days = actual.signed_duration_since(*target).num_days();
            (Exact::from(days).abs(), days > 0)
        }
        _ => return false,
    };
    let missed_that_way = match bound.comparator {
        Comparator::AtLeast => !late,
        Comparator::AtMost => late,
        Comparator::Equal => true,
    };
    missed_that_way && distance <= *tolerance
}

fn proportional(
    comparator: Comparator,
    inverse: bool,
    actual: &Exact,
    target: &Exact,
) -> Option<(ScoredBy, Exact)> {
    let hundred = Exact::hundred;
    Some(match comparator {
        Comparator::AtLeast => (ScoredBy::OfTarget, Exact::ratio(actual, target)? * hundred()),
        Comparator::AtMost if inverse => (ScoredBy::Inverse, Exact::ratio(target, actual)? * hundred()),
        Comparator::AtMost => {
            (ScoredBy::Deviation, (Exact::from(2) - Exact::ratio(actual, target)?) * hundred())
        }
        Comparator::Equal => {
            let off = Exact::ratio(&(actual - target).abs(), target)?;
            (ScoredBy::Distance, (Exact::one() - off) * hundred())
        }
    })
    .map(|(by, score)| (by, score.clamp_score()))
}

/// The percentage of the target that was reached, not clamped.
fn reached(comparator: Comparator, actual: &Exact, target: &Exact) -> Option<Exact> {
    let share = Exact::ratio(actual, target)?;
    Some(match comparator {
        Comparator::AtMost => (Exact::from(2) - share) * Exact::hundred(),
        Comparator::AtLeast | Comparator::Equal => share * Exact::hundred(),
    })
}

/// The score of the band that holds a number.
fn band(bands: &Bands, number: Exact) -> Result<(ScoredBy, Exact), Missing> {
    let above = |from: &Option<(Exact, bool)>| match from {
        None => true,
        Some((end, held)) => number > *end || *held && number == *end,
    };
    let below = |to: &Option<(Exact, bool)>| match to {
        None => true,
        Some((end, held)) => number < *end || *held && number == *end,
    };
    let found = bands.rows.iter().enumerate().find(|(_, row)| above(&row.from) && below(&row.to));
    let Some((index, row)) = found else { return Err(Missing::BetweenBands) };
    let (low, high) = &row.score;
    let score = match (&row.from, &row.to) {
        (Some((from, _)), Some((to, _))) if low != high => {
            let share = Exact::ratio(&(&number - from), &(to - from)).unwrap_or_else(Exact::zero);
            low + &(share * (high - low))
        }
        _ => low.clone(),
    };
    Ok((ScoredBy::Band(index, number), score))
}
