//! The faults of scoring bands.

use rust_decimal::Decimal;

use super::both;
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::Span;
use crate::syntax::tree::{Bound, Row};
use crate::value::{Exact, Type, show_number};

pub(in crate::types) fn band_type(span: Span, found: Type, wanted: Type) -> Diagnostic {
    let (found_it, found_en) = both(found.name());
    let (it, en) = both(wanted.name());
    Diagnostic::new(
        Code::BadBands,
        span,
        say!(
            "in queste fasce va {it}, e questo è {found_it}",
            "{en} goes in these bands, and this is {found_en}"
        ),
    )
}

fn band_fault(span: Span, other: Option<Span>, message: Text) -> Diagnostic {
    let fault = Diagnostic::new(Code::BadBands, span, message);
    let fault = match other {
        Some(other) => fault.also(other, say!("l'altra fascia è questa", "the other band is this one")),
        None => fault,
    };
    fault.note(say!(
        "le fasce vanno dal basso in alto, senza buchi né sovrapposizioni, aperte ai due estremi: fino a 30 -> 90%, oltre -> 0%",
        "bands go from low to high, without gaps or overlaps, open at both ends: fino a 30 -> 90%, oltre -> 0%"
    ))
}

pub(in crate::types) fn score_outside(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!("il punteggio di una fascia va da 0% a 100%", "a band's score goes from 0% to 100%"),
    )
}

pub(in crate::types) fn slope_without_ends(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!(
            "un punteggio che cresce vuole una fascia con due estremi",
            "a score that grows wants a band with two ends"
        ),
    )
}

pub(in crate::types) fn band_reversed(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!("questa fascia finisce prima di cominciare", "this band ends before it begins"),
    )
}

pub(in crate::types) fn no_rows(span: Span) -> Diagnostic {
    band_fault(span, None, say!("queste fasce non hanno righe", "these bands have no rows"))
}

pub(in crate::types) fn bands_closed_below(span: Span, row: Option<&Row>) -> Diagnostic {
    let fault = band_fault(
        span,
        None,
        say!("sotto la prima fascia non c'è punteggio", "there is no score below the first band"),
    );
    let Some((from, row)) = row.and_then(|row| Some((row.from.as_ref()?, row))) else { return fault };
    // What the first band leaves out below it.
    let word = if from.inclusive { "sotto" } else { "fino a" };
    let (bound, score) = (from.value.value.show(), printed(&row.score.0.node));
    let text = format!("{word} {bound} -> {score}%");
    fault.fix(say!("aggiungi `{text}`", "add `{text}`"), row.span.before(), format!("{text}\n  "))
}

pub(in crate::types) fn bands_closed_above(span: Span, row: Option<&Row>) -> Diagnostic {
    let fault = band_fault(
        span,
        None,
        say!(
            "sopra l'ultima fascia non c'è punteggio: aggiungi `oltre -> …`",
            "there is no score above the last band: add `oltre -> …`"
        ),
    );
    let Some(row) = row else { return fault };
    let score = printed(&row.score.1.node);
    let text = format!("oltre -> {score}%");
    fault.fix(say!("aggiungi `{text}`", "add `{text}`"), row.span.after(), format!("\n  {text}"))
}

fn printed(score: &Decimal) -> String {
    show_number(&Exact::from(*score), 4)
}

/// Two bands with a gap between them or that overlap: the upper one begins where the lower one ends, with what that one
/// leaves out.
pub(in crate::types) fn begun_where_ended(fault: Diagnostic, lower: &Row, upper: &Row) -> Diagnostic {
    let (Some(end), Some(start)) = (lower.to.as_ref(), upper.from.as_ref()) else { return fault };
    let word = if end.inclusive { "oltre" } else { "da" };
    // `oltre … a meno di …` and `da … fino a …` are no bands.
    let says_both = match &upper.to {
        Some(to) if end.inclusive => to.inclusive,
        Some(_) => start.inclusive,
        None => true,
    };
    if !says_both {
        return fault;
    }
    let text = format!("{word} {}", end.value.value.show());
    let span = Span::new(upper.span.file, upper.span.start, start.value.span.end);
    fault.fix(say!("comincia con `{text}`", "begin with `{text}`"), span, text.clone())
}

pub(in crate::types) fn bands_unordered(span: Span, other: Span) -> Diagnostic {
    band_fault(span, Some(other), say!("questa fascia non è in ordine", "this band is out of order"))
}

pub(in crate::types) fn bands_overlap(span: Span, other: Span) -> Diagnostic {
    band_fault(
        span,
        Some(other),
        say!("questa fascia si sovrappone all'altra", "this band overlaps the other"),
    )
}

pub(in crate::types) fn bands_gap(span: Span, other: Span) -> Diagnostic {
    band_fault(
        span,
        Some(other),
        say!("fra le due fasce c'è un buco", "there is a gap between the two bands"),
    )
}

/// Closed ends one unit of the last printed digit apart: a warning with a fix.
pub(in crate::types) fn bands_apart(lower: &Row, upper: &Row) -> Diagnostic {
    let end = lower.to.as_ref().map_or(lower.span, |bound| bound.value.span);
    let start = upper.from.as_ref().map_or(upper.span, |bound| bound.value.span);
    let fault = Diagnostic::new(
        Code::BandsApart,
        end,
        say!(
            "un valore fra le due fasce non cade in nessuna",
            "a value between the two bands falls in neither"
        ),
    )
    .also(start, say!("la fascia dopo comincia qui", "the next band begins here"))
    .note({
        let shown = |bound: Option<&Bound>| bound.map_or_else(String::new, |bound| bound.value.value.show());
        let (end, start) = (shown(lower.to.as_ref()), shown(upper.from.as_ref()));
        say!(
            "la tabella salta da {end} a {start}, ma un valore calcolato può cadere in mezzo",
            "the table jumps from {end} to {start}, but a computed value may fall between"
        )
    });
    let (Some(next), Some(last)) = (upper.from.as_ref(), lower.to.as_ref()) else { return fault };
    let next = next.value.value.show();
    match lower.from.as_ref() {
        Some(from) => {
            let first = from.value.value.show();
            let text = format!("da {first} a meno di {next}");
            let span = from.value.span.to(last.value.span);
            let span = Span::new(span.file, lower.span.start, span.end);
            fault.fix(say!("scrivi `{text}`", "write `{text}`"), span, text.clone())
        }
        None => {
            let text = format!("sotto {next}");
            let span = Span::new(lower.span.file, lower.span.start, last.value.span.end);
            fault.fix(say!("scrivi `{text}`", "write `{text}`"), span, text.clone())
        }
    }
}
