//! What is said of the thing under the pointer: what is written of it, and what came out of it.
//!
//! `place` finds what is there in the text as it is now; it is then looked up by name in what the analysis last knew.
//! `kpi`, `objective`, `measure` and `others` write the cards, `written` puts attributes in words, `markdown` keeps the
//! user's words from being read as Markdown.

mod known;
mod kpi;
mod markdown;
mod measure;
mod objective;
mod others;
mod place;
mod table;
mod written;

use std::ops::Range;

use super::State;
use super::cursor::Cursor;
use super::names::Symbol;
use crate::diagnostics::Lang;
use crate::reference;

use known::Known;
use place::{Place, Thing};

pub use table::hover_table;

/// What is said of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The bytes of the text that it is about.
    pub range: Range<usize>,
    /// In Markdown.
    pub markdown: String,
}

/// What is to be said of byte `offset` of a plan's text. Without a state only the language itself is known.
pub fn hover(state: Option<&State>, text: &str, offset: usize, lang: Lang) -> Option<Hover> {
    let cursor = Cursor::at(text, offset);
    let Place { range, thing } = place::at(text, &cursor)?;
    if let Thing::Topic(topic) = thing {
        return Some(Hover { range, markdown: reference::text(topic, lang).to_owned() });
    }
    let known = Known::new(state?, lang);
    let markdown = match thing {
        Thing::Topic(_) => None,
        Thing::Named(symbols) => cards(&known, &symbols),
        Thing::Plan => objective::plan_card(&known),
        Thing::Operand { number, text } => measure::operand_card(&known, &cursor, number, &text),
        Thing::Weight => kpi::weight_card(&known, &cursor),
    }?;
    Some(Hover { range, markdown })
}

/// A KPI's code names the KPI and an entry of the catalogue: both are told.
fn cards(known: &Known<'_>, symbols: &[Symbol]) -> Option<String> {
    let told: Vec<String> = symbols.iter().filter_map(|symbol| card(known, symbol)).collect();
    (!told.is_empty()).then(|| told.join("\n\n---\n\n"))
}

fn card(known: &Known<'_>, symbol: &Symbol) -> Option<String> {
    match symbol {
        Symbol::Objective(code) => objective::card(known, code),
        Symbol::Kpi(objective, name) => kpi::card(known, known.kpi(objective, name)?),
        Symbol::Measure(ident) => measure::card(known, ident),
        Symbol::Indicator(code) => others::indicator_card(known, code),
        Symbol::Structure(ident) => others::structure_card(known, ident),
        Symbol::Bands(ident) => others::bands_card(known, ident),
    }
}
