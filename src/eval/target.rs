//! Against what a value is held (`language.md` §7): the target of the year, or of a part of it.

use super::Run;
use super::result::TargetUsed;
use crate::plan::{Kpi, Target};
use crate::value::{Comparator, Exact, Period, Value};

/// What the plan says for the evaluated period.
pub(super) enum Against {
    /// This target.
    Target(TargetUsed),
    /// A date or a sì/no that is not due by the end of the period; the target for when it has already happened.
    NotDue(TargetUsed),
    /// The plan has no target for this year, or `n.d.`.
    Nothing,
}

/// The target that applies. Of a part of the year: its own; else for a count the elapsed share of the annual one,
/// rounded down; for a date or a sì/no whether it is due; for all else the annual one.
pub(super) fn of(run: Run<'_>, kpi: &Kpi) -> Against {
    let annual = kpi.targets.iter().find(|target| target.period == Period::year(run.target_year));
    if !run.period.is_part() || run.starting_state() {
        return annual.and_then(used).map_or(Against::Nothing, Against::Target);
    }
    if let Some(own) = run.plan.target_of(kpi, run.period) {
        return used(own).map_or(Against::Nothing, Against::Target);
    }
    let Some(annual) = annual.and_then(used) else { return Against::Nothing };
    let year_ends = run.period.last_month() == 12;
    let due = match &annual.value {
        Value::Date(day) => run.period.last_day().is_some_and(|end| *day <= end),
        Value::Boolean(_) => year_ends,
        Value::Amount(number) => {
            if kpi.count && annual.comparator == Comparator::AtLeast && !year_ends {
                return Against::Target(elapsed_share(&annual, number, run.period));
            }
            true
        }
    };
    if due { Against::Target(annual) } else { Against::NotDue(annual) }
}

/// One event due by December is not late in June: the share is rounded down.
fn elapsed_share(annual: &TargetUsed, number: &Exact, period: Period) -> TargetUsed {
    let months = Exact::from(i64::from(period.last_month()));
    let share = Exact::ratio(&(number * &months), &Exact::from(12)).unwrap_or_else(Exact::zero);
    TargetUsed { value: Value::Amount(share.floor()), annual: Some(annual.value.clone()), ..annual.clone() }
}

fn used(target: &Target) -> Option<TargetUsed> {
    let (comparator, value) = target.bound.clone()?;
    Some(TargetUsed { comparator, value, period: target.period, annual: None })
}

/// The annual target's value of the run's year, to tell what is already reached.
pub(super) fn annual(run: Run<'_>, kpi: &Kpi) -> Option<(Comparator, Value)> {
    let target = kpi.targets.iter().find(|target| target.period == Period::year(run.target_year))?;
    target.bound.clone()
}

/// In a comparison with the state of an earlier year a date outside the target's year is not comparable.
pub(super) fn date_of_other_year(run: Run<'_>, actual: &Value) -> bool {
    use chrono::Datelike;
    matches!(actual, Value::Date(done) if run.starting_state() && done.year() != run.target_year)
}
