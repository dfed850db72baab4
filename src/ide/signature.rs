//! Signature help: what an algorithm, a function or a scoring rule takes, and which part of it is being written.

use std::ops::Range;

use super::completion::texts::outside;
use super::cursor::Cursor;
use crate::diagnostics::{Lang, Text, say};
use crate::reference::{self, AlgorithmName, RuleName, Topic};
use crate::syntax::PieceKind;
use crate::syntax::keyword::{Keyword, fold};

/// What can be written, and where in it the place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The whole form.
    pub label: String,
    /// Its parts to fill in, as bytes of the label.
    pub parameters: Vec<Range<usize>>,
    /// The part at the place.
    pub active: Option<usize>,
    /// Markdown.
    pub documentation: String,
}

/// The signature of what stands at byte `offset` of a text.
pub fn signature(text: &str, offset: usize, lang: Lang) -> Option<Signature> {
    let cursor = Cursor::at(text, offset);
    let piece = cursor.piece()?;
    let after = text.get(piece.end.min(offset)..offset)?;
    let argument = text.get(piece.keyword_end..offset)?;
    // Where the next line starts, or a comment, the attribute is over.
    if after.contains(['\n', '#']) {
        return None;
    }
    match piece.kind {
        PieceKind::Attribute(Keyword::Algorithm) => Some(of_algorithm(argument, lang)),
        PieceKind::Attribute(Keyword::Scoring) => Some(of_rule(argument, lang)),
        _ => None,
    }
}

/// A form in which `‹x›` is a part to fill in.
fn form(template: &Text, lang: Lang, active: Option<usize>, topic: Topic) -> Signature {
    let mut label = String::new();
    let mut parameters = Vec::new();
    let mut start = 0;
    for c in template.get(lang).chars() {
        match c {
            '‹' => start = label.len(),
            '›' => parameters.push(start..label.len()),
            c => label.push(c),
        }
    }
    let active = active.filter(|active| *active < parameters.len());
    Signature { label, parameters, active, documentation: reference::text(topic, lang).to_owned() }
}

fn of_algorithm(argument: &str, lang: Lang) -> Signature {
    let Some((name, length)) = AlgorithmName::at_start(argument) else {
        let all = Text::same(
            "algoritmo ‹valore assoluto› | ‹rapporto› | ‹variazione %› | ‹media ponderata› | ‹data› | ‹sì/no› | ‹formula›",
        );
        return form(&all, lang, None, Topic::Attribute(Keyword::Algorithm));
    };
    let written = outside(argument.get(length..).unwrap_or("")).words;
    if let Some(function) = open_function(&written, lang) {
        return function;
    }
    let topic = Topic::Algorithm(name);
    let one = |template: &Text| form(template, lang, Some(0), topic);
    match name {
        AlgorithmName::Absolute => one(&say!("valore assoluto ‹[dato]›", "valore assoluto ‹[data]›")),
        AlgorithmName::Change => one(&say!("variazione % ‹dato›", "variazione % ‹data›")),
        AlgorithmName::Date => one(&say!("data ‹[dato]›", "data ‹[data]›")),
        AlgorithmName::YesNo => one(&say!("sì/no ‹[dato]›", "sì/no ‹[data]›")),
        AlgorithmName::Ratio => form(
            &say!(
                "rapporto [%] ‹numeratore› / ‹denominatore› ‹[ogni n]›",
                "rapporto [%] ‹numerator› / ‹denominator› ‹[ogni n]›"
            ),
            lang,
            Some(part_of_ratio(&written)),
            topic,
        ),
        AlgorithmName::WeightedMean => form(
            &say!(
                "media ponderata ‹[codice o codice.*]›‹[, altro codice …]›",
                "media ponderata ‹[code or code.*]›‹[, another code …]›"
            ),
            lang,
            Some(usize::from(written.contains(','))),
            topic,
        ),
        AlgorithmName::Formula => form(
            &say!("formula ‹calcolo› ‹[in %]›", "formula ‹calculation› ‹[in %]›"),
            lang,
            Some(usize::from(last_words(&written).contains(&"in"))),
            topic,
        ),
    }
}

fn part_of_ratio(written: &str) -> usize {
    let depth = |at: usize| {
        let before = written.get(..at).unwrap_or("");
        before.matches('(').count().saturating_sub(before.matches(')').count())
    };
    let divides = |(at, _): &(usize, &str)| depth(*at) == 0;
    if last_words(written).contains(&"ogni") {
        2
    } else {
        usize::from(written.match_indices(['/', '÷']).any(|found| divides(&found)))
    }
}

fn last_words(written: &str) -> Vec<&str> {
    written.split(|c: char| !c.is_alphanumeric()).rev().take(3).collect()
}

/// The function whose parenthesis is open at the end.
fn open_function(written: &str, lang: Lang) -> Option<Signature> {
    let mut open = Vec::new();
    for (at, c) in written.char_indices() {
        match c {
            '(' => open.push(at),
            ')' => drop(open.pop()),
            _ => {}
        }
    }
    let at = open.pop()?;
    let before = written.get(..at)?.trim_end();
    let name = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let inside = written.get(at..)?;
    let topic = Topic::Algorithm(AlgorithmName::Formula);
    let (template, active) = match fold(name).as_str() {
        "somma" | "sum" => (say!("somma(‹dato›‹[anno-3..anno-1]›)", "somma(‹data›‹[anno-3..anno-1]›)"), '['),
        "media" | "mean" => (say!("media(‹dato›‹[anno-3..anno-1]›)", "media(‹data›‹[anno-3..anno-1]›)"), '['),
        "min" => (say!("min(‹a›; ‹b›)", "min(‹a›; ‹b›)"), ';'),
        "max" => (say!("max(‹a›; ‹b›)", "max(‹a›; ‹b›)"), ';'),
        _ => return None,
    };
    Some(form(&template, lang, Some(usize::from(inside.contains(active))), topic))
}

fn of_rule(argument: &str, lang: Lang) -> Signature {
    let Some((name, _)) = RuleName::at_start(argument) else {
        let all = Text::same(
            "punteggio ‹tutto o niente› | ‹proporzionale› | ‹diretto› | ‹da storico› | ‹fasce nome›",
        );
        return form(&all, lang, None, Topic::Attribute(Keyword::Scoring));
    };
    let template = match name {
        RuleName::AllOrNothing => Text::same("punteggio tutto o niente"),
        RuleName::Proportional => Text::same("punteggio proporzionale ‹[scostamento | inverso]›"),
        RuleName::Direct => Text::same("punteggio diretto"),
        RuleName::FromBaseline => Text::same("punteggio da storico"),
        RuleName::Bands => say!("punteggio fasce ‹nome›", "punteggio fasce ‹name›"),
    };
    form(&template, lang, Some(0), Topic::Rule(name))
}
