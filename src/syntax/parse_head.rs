//! The first line of an item, and its names.

use pest::iterators::Pair;

use super::faults;
use super::keyword::{ItemKeyword, is_reserved};
use super::parse::{Reader, Rule, string, text};
use super::rules::is_keyword_rule;
use super::tree::*;
use crate::source::{Span, Spanned};
use crate::value::plain_code;

pub(super) fn head(reader: &mut Reader<'_>, pair: Pair<'_, Rule>, item: ItemKeyword) -> Option<Head> {
    let mut inner = pair.into_inner().filter(|pair| !is_keyword_rule(pair.as_rule())).peekable();
    Some(match item {
        ItemKeyword::Plan => Head::Plan { title: title(reader, inner.next()) },
        ItemKeyword::Use => Head::Import { path: string(reader, inner.next()?) },
        ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action => {
            Head::Objective { code: code(reader, inner.next()?)?, title: title(reader, inner.next()) }
        }
        ItemKeyword::Indicator => {
            Head::Indicator { code: code(reader, inner.next()?)?, title: title(reader, inner.next()) }
        }
        ItemKeyword::Measure => {
            Head::Measure { ident: identifier(reader, inner.next()?)?, title: title(reader, inner.next()) }
        }
        ItemKeyword::Structure => {
            Head::Structure { ident: identifier(reader, inner.next()?)?, title: title(reader, inner.next()) }
        }
        ItemKeyword::Kpi => {
            let mut words: Vec<Name> = Vec::new();
            while let Some(word) = inner.next_if(|pair| pair.as_rule() == Rule::kpi_word) {
                words.push(Spanned::new(plain_code(word.as_str()).into(), reader.span(&word)));
            }
            let (ident, code) = kpi_names(reader, words)?;
            Head::Kpi { ident, code, title: title(reader, inner.next()) }
        }
        ItemKeyword::Bands => {
            let ident = identifier(reader, inner.next()?)?;
            let basis = match inner.next()?.into_inner().next()?.as_rule() {
                Rule::on_late => Basis::DaysLate,
                Rule::on_reached => Basis::Reached,
                _ => Basis::Value,
            };
            Head::Bands { ident, basis, rows: Vec::new(), broken: false }
        }
        ItemKeyword::Override => {
            let mut key = inner.next()?.into_inner();
            let objective = code(reader, key.next()?)?;
            let kpi = key.next()?;
            let kpi = if kpi.as_rule() == Rule::string { string(reader, kpi) } else { code(reader, kpi)? };
            let period = super::values::period(reader, inner.next()?)?;
            let score = inner.next()?;
            let percent = score.as_rule() == Rule::percent;
            let number = if percent { score.into_inner().next()? } else { score };
            Head::Override { objective, kpi, period, score: super::values::number(reader, &number)?, percent }
        }
    })
}

/// `[IDENT] [CODE]`: a word with a lower-case letter is an identifier; one alone without is a code (`language.md` §2).
fn kpi_names(reader: &mut Reader<'_>, words: Vec<Name>) -> Option<(Option<Name>, Option<Name>)> {
    for word in &words {
        if is_reserved(&word.node) {
            reader.fault(faults::reserved_name(word.span, &word.node));
            return None;
        }
    }
    let one_word =
        |name: &Name| !name.node.contains(['.', '-', '/']) && name.node.starts_with(char::is_alphabetic);
    let is_ident = |name: &Name| name.node.chars().any(char::is_lowercase) && one_word(name);
    let mut words = words.into_iter();
    let Some(first) = words.next() else { return Some((None, None)) };
    let Some(second) = words.next() else {
        return Some(if is_ident(&first) { (Some(first), None) } else { (None, Some(first)) });
    };
    let rest: Vec<Name> = words.collect();
    let split_code = !is_ident(&first) && second.node.starts_with(|c: char| c.is_ascii_digit());
    let (ident, mut code) = if split_code { (None, join(first, second)) } else { (Some(first), second) };
    for word in rest {
        // Words that are no part of a code are a title without its quotes.
        if !word.node.starts_with(|c: char| c.is_ascii_digit()) {
            let (span, text) = reader.rest_of_line(code.span.start);
            reader.fault(faults::unquoted(span, "kpi", text));
            return None;
        }
        code = join(code, word);
    }
    if let Some(ident) = ident.as_ref().filter(|name| !one_word(name)) {
        reader.fault(faults::bad_name(ident.span, &ident.node));
        return None;
    }
    Some((ident, Some(code)))
}

fn join(a: Name, b: Name) -> Name {
    Spanned::new(format!("{}{}", a.node, b.node).into(), a.span.to(b.span))
}

fn title(reader: &mut Reader<'_>, pair: Option<Pair<'_, Rule>>) -> Option<Quoted> {
    pair.map(|pair| text(reader, pair))
}

/// A code: blanks and final dots of the print dropped.
pub(super) fn code(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Name> {
    let span = reader.span(&pair);
    let joined = joined_code(reader, span, pair.as_str())?;
    if is_reserved(&joined) {
        reader.fault(faults::reserved_name(span, &joined));
        return None;
    }
    Some(Spanned::new(joined.into(), span))
}

/// [`plain_code`] of what is written, whose parts must not be empty.
pub(super) fn joined_code(reader: &mut Reader<'_>, span: Span, written: &str) -> Option<String> {
    let joined = plain_code(written);
    let empty_part = ["..", ".-", "./"].iter().any(|gap| joined.contains(gap));
    if joined.is_empty() || joined.starts_with('.') || empty_part {
        reader.fault(faults::bad_name(span, written));
        return None;
    }
    Some(joined)
}

pub(super) fn identifier(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Name> {
    let span = reader.span(&pair);
    if is_reserved(pair.as_str()) {
        reader.fault(faults::reserved_name(span, pair.as_str()));
        return None;
    }
    Some(Spanned::new(pair.as_str().into(), span))
}
