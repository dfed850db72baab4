//! Against what a value is held (`language.md` §7): the target of the year, or of a part of it.

use super::Frame;
use crate::plan::{Kpi, Target};
use crate::value::{Comparator, Exact, Period, Type, Value, is_measure};

/// A target as used.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetUsed {
    /// How to compare.
    pub comparator: Comparator,
    /// What to compare with, already adjusted.
    pub value: Value,
    /// The period for which the plan gives it.
    pub period: Period,
    /// The annual target before it was cut to the elapsed share of the year.
    pub annual: Option<Value>,
}

/// What the plan says for the evaluated period.
pub(super) enum Against {
    /// This target.
    Target(TargetUsed),
    /// A date or a sì/no that is not due by the end of the period; the target for when it has already happened.
    NotDue(TargetUsed),
    /// The plan has no target for this year, or `n.d.`.
    Nothing,
}

/// The target that applies. Of a part of the year: its own; else for a count the elapsed share of the annual one; for a date or a sì/no whether it is due; for all else the annual one.
pub(super) fn of(frame: Frame<'_>, kpi: &Kpi) -> Against {
    let annual = annual(frame, kpi);
    if !frame.period.is_part() || frame.starting_state() {
        return annual.and_then(used).map_or(Against::Nothing, Against::Target);
    }
    if let Some(own) = frame.plan.target_of(kpi, frame.period) {
        return used(own).map_or(Against::Nothing, Against::Target);
    }
    let Some(annual) = annual.and_then(used) else { return Against::Nothing };
    let year_ends = frame.period.last_month() == 12;
    let due = match &annual.value {
        Value::Date(day) => frame.period.last_day().is_some_and(|end| *day <= end),
        Value::Boolean(_) => year_ends,
        Value::Amount(number) => {
            if kpi.count && annual.comparator != Comparator::AtMost && !year_ends {
                return Against::Target(elapsed_share(kpi, &annual, number, frame.period));
            }
            true
        }
    };
    if due { Against::Target(annual) } else { Against::NotDue(annual) }
}

/// The elapsed share of an annual target. Of things that are counted whole it is rounded down: one event due by December
/// is not late in June. Money, hours, kilometres and decimals have their exact share.
fn elapsed_share(kpi: &Kpi, annual: &TargetUsed, number: &Exact, period: Period) -> TargetUsed {
    let exact = share_by(number, period);
    let value = if counts_things(kpi, number) { exact.floor() } else { exact };
    TargetUsed { value: Value::Amount(value), annual: Some(annual.value.clone()), ..annual.clone() }
}

/// Whether an annual target is a whole number of things, of which there is no part.
fn counts_things(kpi: &Kpi, number: &Exact) -> bool {
    let counted = kpi.kind == Type::Number && !kpi.unit.as_deref().is_some_and(is_measure);
    counted && number.floor() == *number
}

/// What of an amount of the year has passed by the end of a period.
fn share_by(number: &Exact, period: Period) -> Exact {
    let months = Exact::from(i64::from(period.last_month()));
    Exact::ratio(&(number * &months), &Exact::from(12)).unwrap_or_else(Exact::zero)
}

impl TargetUsed {
    /// Whether the elapsed share of an annual target was rounded down to a whole count.
    pub fn is_rounded(&self, period: Period) -> bool {
        match (&self.annual, &self.value) {
            (Some(Value::Amount(annual)), Value::Amount(value)) => share_by(annual, period) != *value,
            _ => false,
        }
    }

    /// Whether shares of the annual target are rounded down.
    pub fn is_counted(&self, kpi: &Kpi) -> bool {
        self.annual.as_ref().and_then(Value::amount).is_some_and(|annual| counts_things(kpi, annual))
    }

    /// A baseline as this target wants it: shared alike where the target is a share of the year's.
    pub(super) fn share_of(&self, baseline: Value, period: Period) -> Value {
        match (&self.annual, baseline) {
            (Some(_), Value::Amount(number)) => Value::Amount(share_by(&number, period)),
            (_, baseline) => baseline,
        }
    }
}

fn used(target: &Target) -> Option<TargetUsed> {
    let (comparator, value) = target.bound.clone()?;
    Some(TargetUsed { comparator, value, period: target.period, annual: None })
}

/// The annual target of the frame's year, to tell what is already reached.
pub(super) fn annual<'p>(frame: Frame<'_>, kpi: &'p Kpi) -> Option<&'p Target> {
    kpi.targets.iter().find(|target| target.period == Period::year(frame.target_year))
}
