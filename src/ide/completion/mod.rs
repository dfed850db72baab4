//! What can be written at a place: items, attributes, values, names. Everything that is offered is valid as it is
//! inserted, so that a plan can be written by accepting and filling in; but for a weight where none is left, which only
//! the officer can take from the others.
//!
//! `scene` finds out where the cursor is, `declared`, `known` and `said` what there is around it; `items`, `attributes`,
//! `values`, `targets` and `algorithm` offer what fits, `table` does the same in a table of actuals; `matching` is for
//! what editors do with it.

mod algorithm;
mod attributes;
mod declared;
mod items;
mod known;
mod matching;
mod said;
mod scene;
mod snippet;
mod table;
mod targets;
pub(super) mod texts;
mod values;

use std::ops::Range;

use super::State;
use crate::diagnostics::Lang;
use crate::reference::{self, Topic};
use crate::syntax::PieceKind;
use crate::value::fold_name;

use matching::letters;
use scene::Scene;
use snippet::Insert;

pub use table::{complete_table, is_empty_line};

/// No more is offered at once. Where so many are, there may be more, and the client should ask again as more is typed.
pub const MOST_OFFERED: usize = 300;

/// Something to insert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows, and what the typed text is held against.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// The bytes of the text that it replaces: on one line, the place within or at their end.
    pub replace: Range<usize>,
    /// What to insert.
    pub insert: String,
    /// Whether `insert` is in snippet syntax (`${1:text}`, `$0`).
    pub is_snippet: bool,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// Markdown.
    pub documentation: Option<String>,
    /// The order to show them in, small first.
    pub rank: u32,
}

/// What a completion inserts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// A whole item.
    Item,
    /// An attribute.
    Attribute,
    /// The code of an area, an objective or an action.
    Objective,
    /// A KPI's key.
    Kpi,
    /// A measure.
    Measure,
    /// A code of the catalogue.
    Indicator,
    /// A structure.
    Structure,
    /// Scoring bands.
    Bands,
    /// A unit.
    Unit,
    /// A value or a word of the language.
    Value,
    /// A column of a table.
    Column,
    /// Several items, or a special form of one.
    Snippet,
}

/// What can be written at byte `offset` of a text. `state` may be of an earlier text.
pub fn complete(state: Option<&State>, text: &str, offset: usize, lang: Lang) -> Vec<Completion> {
    match Scene::at(state, text, offset, lang) {
        Some(scene) => scene.finish(offers(&scene)),
        None => said::complete_inside(state, text, offset),
    }
}

fn offers(scene: &Scene<'_>) -> Vec<Offer> {
    let Some(piece) = scene.piece() else {
        return if scene.at_line_start() { items::offers(scene) } else { Vec::new() };
    };
    let finished = scene.is_finished(piece);
    let mut found = Vec::new();
    // A value may stand on the line after its keyword.
    if !scene.at_line_start() || (!finished && piece.kind != PieceKind::Head) {
        found.extend(values::offers(scene, piece.kind));
    }
    if scene.at_line_start() {
        found.extend(items::offers(scene));
    }
    if scene.at_line_start() || finished {
        found.extend(attributes::offers(scene));
    }
    found
}

/// A completion while it is not yet known what it replaces.
#[derive(Debug, Clone)]
struct Offer {
    label: String,
    kind: CompletionKind,
    insert: Insert,
    /// What to insert where the line goes on behind the place.
    bare: Option<String>,
    detail: Option<String>,
    documentation: Option<&'static str>,
    /// Small first; within one the order of offering.
    group: u32,
    /// Whether the indentation before it goes too.
    at_margin: bool,
}

impl Offer {
    fn new(kind: CompletionKind, label: impl Into<String>, insert: Insert) -> Offer {
        let label = label.into();
        let (bare, detail, documentation) = (None, None, None);
        Offer { label, kind, insert, bare, detail, documentation, group: 0, at_margin: false }
    }

    /// A word that is inserted as it is.
    fn word(kind: CompletionKind, word: impl Into<String>) -> Offer {
        let word = word.into();
        Offer::new(kind, word.clone(), Insert::plain(word))
    }

    /// A value with places to fill in; its label is what it is without them.
    fn value(template: &str, values: &[&str]) -> Offer {
        let label = Insert::of(&template.replace("‹›", "{}").replace(['‹', '›'], ""), values).text;
        Offer::new(CompletionKind::Value, label, Insert::of(template, values))
    }

    fn detail(self, detail: impl Into<String>) -> Offer {
        let detail = detail.into();
        Offer { detail: (!detail.is_empty()).then_some(detail), ..self }
    }

    fn about(self, topic: Topic, lang: Lang) -> Offer {
        let text = reference::text(topic, lang);
        Offer { documentation: (!text.is_empty()).then_some(text), ..self }
    }

    fn bare(self, bare: impl Into<String>) -> Offer {
        Offer { bare: Some(bare.into()), ..self }
    }

    fn group(self, group: u32) -> Offer {
        Offer { group, ..self }
    }
}

/// Offers for what the typed text fits, of which there may be too many for a list: what begins with it stands before
/// what only holds it.
fn fitting<N>(
    typed: &str,
    all: impl Iterator<Item = N>,
    label: impl Fn(&N) -> String,
    offer: impl Fn(N, String) -> Offer,
) -> Vec<Offer> {
    let typed = fold_name(typed);
    let (mut begins, mut holds) = (Vec::new(), Vec::new());
    for named in all {
        if begins.len() >= MOST_OFFERED {
            break;
        }
        let label = label(&named);
        let found = || {
            let folded = fold_name(&label);
            folded.find(&typed).or_else(|| letters(&folded).contains(&typed).then_some(usize::MAX))
        };
        match if typed.is_empty() { Some(0) } else { found() } {
            Some(0) => begins.push(offer(named, label)),
            Some(_) if holds.len() < MOST_OFFERED => holds.push(offer(named, label)),
            _ => {}
        }
    }
    begins.extend(holds);
    begins.truncate(MOST_OFFERED);
    begins
}

impl Scene<'_> {
    /// The word that is being typed.
    fn typed(&self) -> &str {
        self.text.get(self.start..self.offset).unwrap_or("")
    }

    /// Completions of offers, in their order.
    fn finish(&self, mut offers: Vec<Offer>) -> Vec<Completion> {
        offers.sort_by_key(|offer| offer.group);
        if self.is_begun {
            offers.retain(|offer| self.replaced(&offer.label).0.start == self.start);
        }
        let goes_on = self.line_goes_on();
        (0u32..).zip(offers).map(|(rank, offer)| self.completion(rank, offer, goes_on)).collect()
    }

    fn completion(&self, rank: u32, offer: Offer, goes_on: bool) -> Completion {
        let (mut replace, _) = self.replaced(&offer.label);
        if offer.at_margin && self.text.get(self.line..replace.start).is_some_and(|s| s.trim().is_empty()) {
            replace.start = self.line;
        }
        let insert = match offer.bare {
            Some(bare) if goes_on => Insert::plain(bare),
            _ => offer.insert,
        };
        Completion {
            label: offer.label,
            kind: offer.kind,
            replace,
            insert: insert.text,
            is_snippet: insert.is_snippet,
            detail: offer.detail,
            documentation: offer.documentation.map(str::to_owned),
            rank,
        }
    }

    /// Of offers of several words, those that what is written of the piece begins; all where nothing is written.
    fn continuing(&self, offers: Vec<Offer>) -> Vec<Offer> {
        let argument = self.argument();
        if argument.trim().is_empty() {
            return offers;
        }
        let blanks = argument.len().saturating_sub(argument.trim_start().len());
        let start = self.argument_start().saturating_add(blanks);
        let continues = |offer: &Offer| {
            let (replace, continues) = self.replaced(&offer.label);
            continues && replace.start == start
        };
        offers.into_iter().filter(continues).collect()
    }
}
