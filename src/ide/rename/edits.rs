//! The edits that give a thing its new name in one plan.

use super::super::names::{Mention, Symbol};
use super::super::references::{Names, length_of_code};
use super::subject::{Subject, Which, spells};
use crate::source::Span;

/// A new text for a place.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What goes away.
    pub span: Span,
    /// What comes.
    pub text: String,
    /// Whether the renamed thing itself stands here, and not one whose code begins with its.
    pub is_of_the_name: bool,
}

/// All edits in the files, the tables and the scenarios of a plan.
pub fn of(names: &Names<'_, '_>, subject: &Subject, new: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut put = |span: Span, is_of_the_name: bool| {
        edits.push(Edit { span, text: new.to_owned(), is_of_the_name });
    };
    if let Some(code) = subject.code {
        put(code, true);
    }
    places(names, subject, &mut |found| names.all(found), &mut put);
    edits
}

/// The places in workbooks where the name stands, which nobody can edit as text.
pub fn by_hand(names: &Names<'_, '_>, subject: &Subject) -> Vec<Span> {
    let mut spans = Vec::new();
    places(names, subject, &mut |found| names.in_sheets(found), &mut |span, _| spans.push(span));
    spans
}

/// What hands each of some mentions to its argument.
type Mentions<'m> = &'m mut dyn FnMut(&mut dyn FnMut(Mention));

/// Where the name of a subject stands among some mentions, and whether that is its own.
fn places(names: &Names<'_, '_>, subject: &Subject, mentions: Mentions<'_>, put: &mut dyn FnMut(Span, bool)) {
    let codes = subject.codes(names);
    mentions(&mut |mention| {
        let written = names.state.sources().text(mention.span);
        match (&subject.symbol, &mention.symbol) {
            (Symbol::Objective(own), Symbol::Objective(code)) if codes.contains(code) => {
                let length = length_of_code(written, &subject.name).unwrap_or(written.len()) as u32;
                let end = mention.span.start.saturating_add(length);
                put(Span::new(mention.span.file, mention.span.start, end), own == code);
            }
            (Symbol::Indicator(code), Symbol::Kpi(..))
                if !mention.declares && names_by_code(names, &mention, code, written) =>
            {
                put(mention.span, true);
            }
            (Symbol::Kpi(..), Symbol::Kpi(objective, key)) if mention.symbol == subject.symbol => {
                let kpi = names.kpi(objective, key);
                let other = match subject.which {
                    Which::Identifier => kpi.and_then(|kpi| kpi.code),
                    Which::Only | Which::Code { .. } => kpi.and_then(|kpi| kpi.ident),
                };
                if spells(written, &subject.name, other) {
                    put(mention.span, true);
                }
            }
            (Symbol::Objective(_) | Symbol::Kpi(..), _) => {}
            (own, symbol) if own == symbol => put(mention.span, true),
            _ => {}
        }
    });
}

/// Whether a key or a `rettifica` spells a KPI by its code of the catalogue.
fn names_by_code(names: &Names<'_, '_>, mention: &Mention, code: &str, written: &str) -> bool {
    let Symbol::Kpi(objective, key) = &mention.symbol else { return false };
    let kpi = names.kpi(objective, key).filter(|kpi| kpi.code == Some(code));
    kpi.is_some_and(|kpi| spells(written, code, kpi.ident))
}
