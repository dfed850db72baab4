//! A time whose target is a bare number: days or hours? Twelve rows of 004 (r. 1049: `<= 18` for an answer "in giorni"), one
//! of 001 and one of 002. Without unit it is no duration, and half an hour may be held against half a day.

use crate::diagnostics::{Code, Diagnostic, Edit, say};
use crate::plan::{Algorithm, Expr, Kpi};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Item, Literal, LiteralValue};
use crate::types::Seen;
use crate::value::{Comparator, Type};

use super::words::{after, first_target};

/// How a text about a time begins, with the unit that it names.
const BEGINNINGS: [(&str, Option<&str>); 4] = [
    ("tempo medio", None),
    ("tempi medi", None),
    ("numero di giorni", Some("giorni")),
    ("numero medio di giorni", Some("giorni")),
];

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let kpi = seen.kpi;
    if kpi.kind != Type::Number || kpi.unit.is_some() || !is_short(kpi) || !is_one_quantity(seen) {
        return;
    }
    let described = match seen.declared.attribute(Keyword::Description).map(|found| &found.value) {
        Some(AttributeValue::Text(text)) => &text.node,
        _ => "",
    };
    let texts = std::iter::once(seen.declared.title).chain(described.split('\n'));
    let mut times = texts.filter_map(time_in).peekable();
    if times.peek().is_none() {
        return;
    }
    let unit = times.flatten().next();
    let Some((target, place)) = first_target(seen) else { return };
    let fault = Diagnostic::new(
        Code::TimeWithoutUnit,
        place,
        say!("il target {target} è un tempo senza unità", "the target {target} is a time without unit"),
    )
    .note(match unit {
        Some(unit) => say!(
            "scrivi `{target} {unit}`, e l'unità anche nello storico",
            "write `{target} {unit}`, and the unit in the baseline too"
        ),
        None => say!(
            "scrivi `{target} giorni`, o `ore`, e l'unità anche nello storico",
            "write `{target} giorni`, or `ore`, and the unit in the baseline too"
        ),
    });
    found.push(match unit {
        Some(unit) if seen.declared.indicator.is_none() => fault.fix_all(
            say!("scrivi `{unit}` in target e storico", "write `{unit}` in target and baseline"),
            with_unit(seen.declared.item, unit),
        ),
        _ => fault,
    });
}

/// A time is to be short; days that are to be many ("giorni di apertura") are counted.
fn is_short(kpi: &Kpi) -> bool {
    kpi.targets.iter().any(|target| matches!(target.bound, Some((Comparator::AtMost, _))))
}

/// A ratio or a formula may well be a number although its title speaks of a time; a `misura` may say the unit.
fn is_one_quantity(seen: &Seen<'_, '_, '_>) -> bool {
    match &seen.kpi.algorithm {
        Algorithm::Own => true,
        Algorithm::Value(Expr::Measure { id, .. }) => {
            seen.measure(*id).is_some_and(|measure| measure.unit.is_none())
        }
        _ => false,
    }
}

/// Whether a text is about a time, with the unit if it names it. After a `/` stands what is divided by.
fn time_in(text: &str) -> Option<Option<&'static str>> {
    let text = text.split('/').next().unwrap_or("").trim_start();
    for unit in ["giorni", "ore"] {
        if is_expressed_in(text, unit) {
            return Some(Some(unit));
        }
    }
    let text = after(text, "indica il").map_or(text, str::trim_start);
    BEGINNINGS.iter().find(|(words, _)| after(text, words).is_some()).map(|(_, unit)| *unit)
}

/// `espresso in giorni`, `espresse in ore`.
fn is_expressed_in(text: &str, unit: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b" in ").any(|at| {
        let Some((before, rest)) = text.split_at_checked(at) else { return false };
        let word = before.get(before.len().saturating_sub("espresso".len())..).unwrap_or("");
        let expressed = ["espresso", "espressa", "espressi", "espresse"]
            .iter()
            .any(|form| word.eq_ignore_ascii_case(form));
        expressed && rest.get(" in ".len()..).is_some_and(|rest| after(rest, unit).is_some())
    })
}

/// The unit after every bare number of target and baseline.
fn with_unit(item: &Item, unit: &str) -> Vec<Edit> {
    let literals = item.attributes.iter().flat_map(|attribute| match &attribute.value {
        AttributeValue::Target(target) => target.values.as_slice(),
        AttributeValue::Baseline(_, literal) => std::slice::from_ref::<Literal>(literal),
        _ => &[],
    });
    literals
        .filter(|literal| matches!(literal.value, LiteralValue::Number(_, None)))
        .map(|literal| Edit { span: literal.span.after(), text: format!(" {unit}") })
        .collect()
}
