//! Where a scoring rule can apply: asked by the checks (a rule written on a KPI must apply) and by the evaluation
//! (an inherited one gives way), so that the two agree (`language.md` §5).

use super::{Bands, Baseline, Basis, Rule, Scoring};
use crate::value::{Comparator, Type, Value};

/// Why a rule can't apply to a KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inapplicable {
    /// It wants amounts, and this is a date or a sì/no.
    NoAmount,
    /// It wants `>=` or `<=`.
    EqualTarget,
    /// It divides by the target, which is 0 or below.
    TargetNotPositive,
    /// It wants a percentage.
    NoPercentage,
    /// Its bands are about values of another type.
    BandsOfAnotherType,
    /// Its bands are about days late, and the target is no deadline.
    NoDeadline,
}

/// Whether `rule` can score a KPI of type `kind` against a target. Bands of the rule are looked up in `bands`.
/// `inherited` rules are narrower: an inherited `proporzionale` does not apply to `=`.
pub fn applies(
    scoring: &Scoring,
    bands: Option<&Bands>,
    kind: Type,
    bound: Option<(Comparator, &Value)>,
) -> Result<(), Inapplicable> {
    match scoring.rule {
        Rule::AllOrNothing => Ok(()),
        Rule::Direct => (kind == Type::Percent).then_some(()).ok_or(Inapplicable::NoPercentage),
        Rule::Proportional { .. } => {
            amount(kind)?;
            let Some((comparator, value)) = bound else { return Ok(()) };
            if comparator == Comparator::Equal && scoring.inherited {
                return Err(Inapplicable::EqualTarget);
            }
            positive(value)
        }
        Rule::FromBaseline => {
            amount(kind)?;
            match bound {
                Some((Comparator::Equal, _)) => Err(Inapplicable::EqualTarget),
                _ => Ok(()),
            }
        }
        Rule::Bands(_) => {
            let Some(bands) = bands else { return Ok(()) };
            bands_apply(bands, kind, bound)
        }
    }
}

fn bands_apply(bands: &Bands, kind: Type, bound: Option<(Comparator, &Value)>) -> Result<(), Inapplicable> {
    match bands.basis {
        Basis::Value => (bands.kind == kind).then_some(()).ok_or(Inapplicable::BandsOfAnotherType),
        Basis::DaysLate => match (kind, bound) {
            (Type::Date, None | Some((Comparator::AtMost, _))) => Ok(()),
            _ => Err(Inapplicable::NoDeadline),
        },
        Basis::Reached => {
            amount(kind)?;
            match bound {
                None => Ok(()),
                Some((Comparator::Equal, _)) => Err(Inapplicable::EqualTarget),
                Some((_, value)) => positive(value),
            }
        }
    }
}

fn amount(kind: Type) -> Result<(), Inapplicable> {
    kind.is_amount().then_some(()).ok_or(Inapplicable::NoAmount)
}

fn positive(value: &Value) -> Result<(), Inapplicable> {
    match value.amount() {
        Some(number) if number.is_positive() => Ok(()),
        Some(_) => Err(Inapplicable::TargetNotPositive),
        None => Err(Inapplicable::NoAmount),
    }
}

/// Whether a rule scores without looking at a target.
pub fn needs_no_target(plan_bands: &[Bands], rule: Rule) -> bool {
    match rule {
        Rule::Direct => true,
        Rule::Bands(id) => plan_bands.get(id.index()).is_some_and(|bands| bands.basis == Basis::Value),
        Rule::AllOrNothing | Rule::Proportional { .. } | Rule::FromBaseline => false,
    }
}

/// The latest baseline of a year before `year`.
pub fn latest_before(baselines: &[Baseline], year: i32) -> Option<&Baseline> {
    baselines.iter().filter(|baseline| baseline.period.year < year).max_by_key(|baseline| baseline.period)
}
