//! What is due for a period: indicators by their targets, values by their `frequenza` (`language.md` §7).

use super::LeftOut;
use crate::plan::{Accumulation, Kpi, Plan, Target};
use crate::value::{Comparator, Period, PeriodKind, Value, fold_name};

/// What an indicator is held against in a period, if it is due: the target of the period, else the year's.
pub(super) fn target(plan: &Plan, kpi: &Kpi, period: Period) -> Result<(Period, Comparator, Value), LeftOut> {
    let bound = |target: &Target| target.bound.clone().map(|(how, value)| (target.period, how, value));
    if period.is_part()
        && let Some(own) = plan.target_of(kpi, period)
    {
        return bound(own).ok_or(LeftOut::NoTarget);
    }
    // Values of the years before the plan are held against its own targets.
    let year = if period.year < plan.years.0 { plan.exercise } else { period.year };
    let annual = plan.target_of(kpi, Period::year(year)).and_then(bound).ok_or(LeftOut::NoTarget)?;
    let due = match &annual.2 {
        _ if !period.is_part() || period.year != year => true,
        Value::Date(day) => period.last_day().is_some_and(|end| *day <= end),
        Value::Boolean(_) => period.last_month() == 12,
        Value::Amount(_) => true,
    };
    if due { Ok(annual) } else { Err(LeftOut::NotDue) }
}

/// How many months lie between two values of a `frequenza`; `None` for words that do not say.
pub(super) fn months(frequency: &str) -> Option<u8> {
    match fold_name(frequency).as_str() {
        "mensile" | "monthly" => Some(1),
        "trimestrale" | "quarterly" => Some(3),
        "semestrale" | "half-yearly" => Some(6),
        "annuale" | "annua" | "yearly" | "annual" => Some(12),
        _ => None,
    }
}

/// The periods for which a value is asked, so that it is known at the end of `period`: none where its frequency has
/// no value then; the parts that `cumula` puts together where it is more frequent.
pub(super) fn periods(period: Period, frequency: Option<u8>, how: Option<Accumulation>) -> Vec<Period> {
    let (first, last) = period.months();
    // The first part of the year was asked for when it was due.
    if how == Some(Accumulation::First) && first > 1 {
        return Vec::new();
    }
    let Some(every) = frequency else { return vec![period] };
    if last % every.max(1) != 0 {
        return Vec::new();
    }
    let Some(how) = how else { return vec![period] };
    let from = first.min(last.saturating_sub(every).saturating_add(1));
    let ends = (from..=last).filter(|month| month % every.max(1) == 0);
    let parts: Vec<Period> = ends.filter_map(|end| block(period.year, end, every)).collect();
    match how {
        Accumulation::Sum | Accumulation::Mean => parts,
        Accumulation::Last => parts.last().copied().into_iter().collect(),
        Accumulation::First => parts.first().copied().into_iter().collect(),
    }
}

/// The periods that make up a year from its start to the end of `period`, the longest first: what must be known of an
/// earlier year.
pub(super) fn from_start(period: Period, how: Option<Accumulation>) -> Vec<Period> {
    let summed = matches!(how, Some(Accumulation::Sum | Accumulation::Mean));
    if !period.is_part() || !summed {
        return vec![period];
    }
    let last = period.last_month();
    let mut parts = Vec::new();
    let mut done = 0u8;
    while done < last {
        let left = last.saturating_sub(done);
        let fits = |every: &u8| done.is_multiple_of(*every) && left >= *every;
        let every = [12, 6, 3].into_iter().find(fits).unwrap_or(1);
        done = done.saturating_add(every);
        parts.extend(block(period.year, done, every));
    }
    parts
}

/// The period of so many months that ends with a month.
fn block(year: i32, end: u8, months: u8) -> Option<Period> {
    let kind = match months {
        1 => PeriodKind::Month(end),
        3 => PeriodKind::Quarter(end / 3),
        6 => PeriodKind::Half(end / 6),
        12 => PeriodKind::Year,
        _ => return None,
    };
    Some(Period { year, kind })
}
