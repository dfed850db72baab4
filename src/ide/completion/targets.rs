//! Values of a KPI's type: after `target`, `storico` and `tolleranza`.

use super::scene::Scene;
use super::{CompletionKind, Offer};
use crate::value::{Comparator, Type};

/// A value of a type, as a template; a plain number where the type is not known.
pub(super) fn sample(kind: Option<Type>, year: i32) -> String {
    match kind {
        Some(Type::Percent) => "‹80›%".to_owned(),
        Some(Type::Money) => "‹10.000,00› €".to_owned(),
        Some(Type::Days) => "‹30› giorni".to_owned(),
        Some(Type::Hours) => "‹8› ore".to_owned(),
        Some(Type::Date) => format!("‹31/12/{year}›"),
        Some(Type::Boolean) => "‹sì›".to_owned(),
        Some(Type::Number) | None => "‹10›".to_owned(),
    }
}

/// A target's comparison and value, as a template.
pub(super) fn bound(kind: Option<Type>, year: i32) -> String {
    let value = sample(kind, year);
    match kind {
        Some(Type::Date) => format!("entro {value}"),
        Some(Type::Boolean) => value,
        Some(Type::Days | Type::Hours) => format!("<= {value}"),
        Some(Type::Percent | Type::Money | Type::Number) | None => format!(">= {value}"),
    }
}

/// A tolerance of a KPI's type, as a template.
pub(super) fn tolerance(kind: Option<Type>) -> &'static str {
    match kind {
        Some(Type::Percent) => "‹2›%",
        Some(Type::Money) => "‹100,00› €",
        Some(Type::Days | Type::Date) => "‹5› giorni",
        Some(Type::Hours) => "‹1› ore",
        Some(Type::Number | Type::Boolean) | None => "‹1›",
    }
}

/// After `target`: years, then a comparison, then a value.
pub(super) fn target(scene: &Scene<'_>) -> Vec<Offer> {
    let kind = scene.item().and_then(|item| scene.kind(&item));
    let years = scene.years();
    let argument = scene.argument().trim();
    let (when, rest) = split_when(argument);
    let year =
        when.and_then(|when| when.get(..4)).and_then(|year| year.parse().ok()).unwrap_or(years.exercise);
    if [">=", "<=", "=", "≥", "≤"].contains(&rest) || rest.eq_ignore_ascii_case("entro") {
        return vec![Offer::value(&sample(kind, year), &[])];
    }
    if !matches!(rest, "" | ">" | "<") {
        return Vec::new();
    }
    let mut found = comparisons(kind, year);
    if when.is_none() && rest.is_empty() {
        let periods = periods(scene, years.exercise);
        found.extend(periods.map(|period| Offer::word(CompletionKind::Value, period).group(1)));
    }
    found.push(Offer::word(CompletionKind::Value, "n.d.").group(2));
    if rest.is_empty() {
        return found;
    }
    found.retain(|offer| offer.label.starts_with(rest));
    found
}

/// The years or the period that a target begins with, and what follows.
fn split_when(argument: &str) -> (Option<&str>, &str) {
    let (first, rest) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        (Some(first), rest.trim())
    } else {
        (None, argument)
    }
}

fn comparisons(kind: Option<Type>, year: i32) -> Vec<Offer> {
    let compared = |sign: Comparator, kind| Offer::value(&format!("{sign} {}", sample(kind, year)), &[]);
    let (least, most, equal) = (Comparator::AtLeast, Comparator::AtMost, Comparator::Equal);
    match kind {
        Some(Type::Date) => vec![Offer::value(&bound(kind, year), &[])],
        Some(Type::Boolean) => {
            vec![Offer::word(CompletionKind::Value, "sì"), Offer::word(CompletionKind::Value, "no")]
        }
        Some(Type::Days | Type::Hours) => vec![compared(most, kind), compared(least, kind)],
        Some(_) => vec![compared(least, kind), compared(most, kind), compared(equal, kind)],
        None => {
            let likely = [Type::Percent, Type::Number, Type::Days, Type::Date, Type::Boolean];
            let mut found: Vec<Offer> =
                likely.iter().map(|kind| Offer::value(&bound(Some(*kind), year), &[])).collect();
            found.push(compared(most, Some(Type::Number)));
            found
        }
    }
}

/// The plan's years, all of them together, and the half-year that is looked at first.
fn periods(scene: &Scene<'_>, exercise: i32) -> impl Iterator<Item = String> + use<> {
    let years = scene.years();
    let single = (years.first..=years.last).take(20).map(|year| year.to_string());
    let all = (years.first < years.last).then(|| format!("{}-{}", years.first, years.last));
    single.chain(all).chain([format!("{exercise}-S1")])
}

/// After `storico`: the year before, a value.
pub(super) fn baseline(scene: &Scene<'_>) -> Vec<Offer> {
    let kind = scene.item().and_then(|item| scene.kind(&item));
    let before = scene.years().exercise.saturating_sub(1);
    let value = sample(kind, before);
    match split_when(scene.argument().trim()) {
        (None, "") => vec![Offer::value(&format!("{before} {value}"), &[]), Offer::value(&value, &[])],
        (Some(_), "") => vec![Offer::value(&value, &[])],
        _ => Vec::new(),
    }
}
