//! How a title begins: a cheap look, since nearly all titles begin otherwise and a plan may have a hundred thousand.

use crate::source::Span;
use crate::types::Seen;

/// What follows some words at the beginning of a text, in any case; the words are of plain letters and whole.
pub(super) fn after<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let (begin, rest) = text.split_at_checked(words.len())?;
    let whole = !rest.starts_with(char::is_alphanumeric);
    (whole && begin.eq_ignore_ascii_case(words)).then_some(rest)
}

/// Whether a text begins with some words.
pub(super) fn begins(text: &str, words: &str) -> bool {
    after(text.trim_start(), words).is_some()
}

/// Words for people: `2025, 2026 e 2027`.
pub(super) fn listed(words: &[String], and: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} {and} {last}", before.join(", ")),
    }
}

/// A KPI's first target with a value, as an officer writes it, and where.
pub(super) fn first_target(seen: &Seen<'_, '_, '_>) -> Option<(String, Span)> {
    let kpi = seen.kpi;
    kpi.targets.iter().find_map(|target| {
        let (comparator, value) = target.bound.as_ref()?;
        let shown = value.show(kpi.kind, kpi.unit.as_deref(), 4);
        Some((format!("{comparator} {shown}"), target.span))
    })
}
