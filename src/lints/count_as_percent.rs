//! A title that counts over a target in percent ("N. imprese utilizzatrici …" `>= 20,00%`, 002 KPI413; 004 r. 1080), and a title
//! that says "Percentuale" over a bare number: who reads one does not expect the other.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::Algorithm;
use crate::types::Seen;
use crate::value::Type;

use super::words::{begins, first_target};

const COUNTS: [&str; 3] = ["n", "nr", "numero"];
const PERCENTAGES: [&str; 4] = ["percentuale", "trend percentuale", "variazione percentuale", "%"];
/// A title with one of these says itself of what the percentage is.
const OF_A_WHOLE: [&str; 9] =
    ["/", "%", "percent", "rispetto a", "rapporto", " su ", " sul ", " sui ", " sulle "];

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let kpi = seen.kpi;
    match kpi.kind {
        Type::Percent if counts(seen) => found.extend(count(seen)),
        Type::Number if kpi.unit.is_none() && kpi.per.is_none() && says_percentage(seen.declared.title) => {
            found.extend(percentage(seen));
        }
        _ => {}
    }
}

/// Whether the title only counts. How a count changes from year to year, and a mean, are percentages by themselves.
fn counts(seen: &Seen<'_, '_, '_>) -> bool {
    let title = seen.declared.title;
    if !COUNTS.iter().any(|word| begins(title, word)) {
        return false;
    }
    // Word pastes no-break spaces.
    let title = title.to_lowercase().replace('\u{A0}', " ");
    !matches!(seen.kpi.algorithm, Algorithm::Change(_) | Algorithm::Rollup(_))
        && !OF_A_WHOLE.iter().any(|words| title.contains(words))
}

fn says_percentage(title: &str) -> bool {
    PERCENTAGES.iter().any(|words| begins(title, words))
}

fn count(seen: &Seen<'_, '_, '_>) -> Option<Diagnostic> {
    let (target, place) = first_target(seen)?;
    let word = seen.declared.title.split_whitespace().next()?;
    Some(
        Diagnostic::new(
            Code::CountAsPercent,
            place,
            say!(
                "il titolo conta (\"{word} …\"), ma il target è una percentuale: {target}",
                "the title counts (\"{word} …\"), but the target is a percentage: {target}"
            ),
        )
        .also(seen.kpi.span, say!("il titolo", "the title"))
        .note(say!(
            "se è una percentuale, il titolo lo dica (\"Percentuale di …\"); se si conta, togli `%`",
            "if it is a percentage, let the title say so (\"Percentuale di …\"); if it is a count, remove the `%`"
        )),
    )
}

fn percentage(seen: &Seen<'_, '_, '_>) -> Option<Diagnostic> {
    let (target, place) = first_target(seen)?;
    Some(
        Diagnostic::new(
            Code::CountAsPercent,
            place,
            say!(
                "il titolo dice una percentuale, ma il target è un numero: {target}",
                "the title says a percentage, but the target is a number: {target}"
            ),
        )
        .also(seen.kpi.span, say!("il titolo", "the title"))
        .note(say!("scrivi il `%` dopo il numero", "write the `%` after the number")),
    )
}
