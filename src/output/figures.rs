//! Numbers as they are printed for people: performances with two decimals, other values with up to four, Italian in
//! both languages. Only here, and in the JSON contract, are exact numbers rounded.

use crate::eval::result::{How, KpiResult, ScoredBy, TargetUsed};
use crate::plan::{Kpi, Plan};
use crate::value::{Comparator, Exact, Type, Value, show_money, show_number};

/// What stands for a number that there is not, in both languages: the documents print it so.
pub const UNAVAILABLE: &str = "n.d.";
/// Decimals of a value that is no performance.
const PLACES: u32 = 4;
/// Decimals where four would hide what matters.
const MORE_PLACES: u32 = 10;

/// A score in points with exactly two decimals: `83,38`.
pub fn points(score: &Exact) -> String {
    let (negative, whole, fraction) = score.rounded(2);
    let sign = if negative { "-" } else { "" };
    format!("{sign}{whole},{fraction}")
}

/// A performance: `83,38%`.
pub fn performance(score: &Exact) -> String {
    format!("{}%", points(score))
}

/// A share or a coverage: `60%`, `33,33%`.
pub fn share(points: &Exact) -> String {
    format!("{}%", show_number(points, 2))
}

/// A number with up to four decimals; more if it would otherwise look like zero.
pub fn number(value: &Exact) -> String {
    number_to(value, PLACES)
}

/// A number with up to so many decimals; more if it would otherwise look like zero.
pub fn number_to(value: &Exact, places: u32) -> String {
    show_number(value, enough(value, places))
}

/// The number that [`number_to`] prints.
pub fn as_printed(value: &Exact, places: u32) -> Exact {
    value.round_to(enough(value, places))
}

fn enough(value: &Exact, places: u32) -> u32 {
    let vanishes = !value.is_zero() && show_number(value, places) == "0";
    if vanishes { places.max(MORE_PLACES) } else { places }
}

/// A value with its unit: `5 giorni`, `30%`, `31/12/2025`.
pub fn value(value: &Value, kind: Type, unit: Option<&str>) -> String {
    let digits = bare(value, kind);
    match unit_of(value, kind, unit) {
        Some(unit) => format!("{digits} {unit}"),
        None => digits,
    }
}

/// The unit that stands after an amount: `1 giorno`, `5 giorni`, `10 imprese`; a percentage has its sign instead.
pub fn unit_of<'a>(value: &Value, kind: Type, unit: Option<&'a str>) -> Option<&'a str> {
    let amount = value.amount().filter(|_| kind != Type::Percent)?;
    match kind {
        Type::Days if *amount == Exact::one() => Some("giorno"),
        Type::Hours if *amount == Exact::one() => Some("ora"),
        _ => kind.unit().or(unit),
    }
}

/// A value without any unit but the percent sign.
pub fn bare(value: &Value, kind: Type) -> String {
    match value {
        Value::Amount(amount) => bare_to(amount, kind, PLACES),
        Value::Date(_) | Value::Boolean(_) => value.show(kind, None, PLACES),
    }
}

/// An amount without any unit but the percent sign, with up to so many decimals.
pub fn bare_to(amount: &Exact, kind: Type, places: u32) -> String {
    match kind {
        Type::Percent => format!("{}%", number_to(amount, places)),
        Type::Money => show_money(amount, places),
        _ => number_to(amount, places),
    }
}

/// The value of a KPI without unit: a rollup's is a performance, `–` a cell that was validated empty.
pub fn actual(result: &KpiResult) -> String {
    let Ok((value, kind)) = &result.actual.value else {
        let empty = matches!(&result.scoring, Some(scored) if scored.by == ScoredBy::Empty);
        return if empty { "–" } else { UNAVAILABLE }.to_owned();
    };
    match (value, &result.actual.how, &result.target) {
        (Value::Amount(mean), How::Rollup(_), _) => performance(mean),
        (_, _, Some(target)) => apart(value, &target.value, *kind).0,
        (_, _, None) => bare(value, *kind),
    }
}

/// The target of a KPI without unit.
pub fn target(kpi: &Kpi, result: &KpiResult, used: &TargetUsed) -> String {
    match &result.actual.value {
        Ok((actual, _)) => apart(&used.value, actual, kpi.kind).0,
        Err(_) => bare(&used.value, kpi.kind),
    }
}

/// A performance, or `n.d.`.
pub fn performance_or_none(score: Option<&Exact>) -> String {
    score.map_or_else(|| UNAVAILABLE.to_owned(), performance)
}

/// Two values that differ, with as many decimals as it takes to see it: 79,99999% is not printed as 80% beside 80%.
pub fn apart(left: &Value, right: &Value, kind: Type) -> (String, String) {
    let shown = (bare(left, kind), bare(right, kind));
    if shown.0 != shown.1 || left == right {
        return shown;
    }
    let precise = |value: &Value| {
        let digits = value.amount().map_or_else(String::new, |amount| show_number(amount, MORE_PLACES));
        if kind == Type::Percent { format!("{digits}%") } else { digits }
    };
    (precise(left), precise(right))
}

/// `≥`, `≤`, `=`.
pub fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        Comparator::Equal => "=",
    }
}

/// The weight of a KPI as the plan prints it: `30%`, `2 p.`, and `1/3` of three equal ones.
pub fn weight(plan: &Plan, kpi: &Kpi) -> String {
    match &kpi.weight {
        Some(weight) => weight.show(),
        None => format!("1/{}", plan.objective(kpi.objective).kpis.len()),
    }
}
