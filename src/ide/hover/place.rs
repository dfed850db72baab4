//! What stands at a place of a plan's text that something can be said of.

use std::ops::Range;

use crate::ide::cursor::{Cursor, Here};
use crate::ide::names::{self, Symbol};
use crate::reference::{AlgorithmName, RuleName, Topic};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Algorithm, AttributeValue, Head, Item, Quoted};
use crate::syntax::{Piece, PieceKind};

use super::written::{Operand, operands};

/// A thing and its bytes.
pub(super) struct Place {
    pub range: Range<usize>,
    pub thing: Thing,
}

/// Something that can be told of.
pub(super) enum Thing {
    /// A word of the language.
    Topic(Topic),
    /// Something that has a name.
    Named(Vec<Symbol>),
    /// The plan, by its title.
    Plan,
    /// A quoted operand of a KPI.
    Operand {
        /// From 1, by first appearance.
        number: usize,
        /// Its text.
        text: String,
    },
    /// The weight of the item.
    Weight,
}

pub(super) fn at(text: &str, cursor: &Cursor) -> Option<Place> {
    let here = cursor.item.as_ref()?;
    let keyword = here.item.keyword.span;
    if holds(keyword, cursor.offset) {
        return Some(Place { range: bytes(keyword), thing: Thing::Topic(Topic::Item(here.range.keyword)) });
    }
    named(here, cursor).or_else(|| titled(here, cursor)).or_else(|| in_attribute(text, here, cursor))
}

fn bytes(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

fn holds(span: Span, offset: usize) -> bool {
    (span.start as usize..=span.end as usize).contains(&offset)
}

/// The names at the place.
fn named(here: &Here, cursor: &Cursor) -> Option<Place> {
    let mut symbols = Vec::new();
    let mut range = None;
    names::of_item(&here.item, cursor.objective.as_deref(), &mut |mention| {
        if holds(mention.span, cursor.offset) {
            range = Some(bytes(mention.span));
            symbols.push(mention.symbol);
        }
    });
    Some(Place { range: range?, thing: Thing::Named(symbols) })
}

/// The item itself, by its title.
fn titled(here: &Here, cursor: &Cursor) -> Option<Place> {
    let title = title(&here.item).filter(|title| holds(title.span, cursor.offset))?;
    let range = bytes(title.span);
    if matches!(here.item.head, Some(Head::Plan { .. })) {
        return Some(Place { range, thing: Thing::Plan });
    }
    let mut declared = None;
    names::of_item(&here.item, cursor.objective.as_deref(), &mut |mention| {
        if mention.declares {
            declared = Some(mention.symbol);
        }
    });
    Some(Place { range, thing: Thing::Named(vec![declared?]) })
}

fn title(item: &Item) -> Option<&Quoted> {
    match item.head.as_ref()? {
        Head::Plan { title }
        | Head::Objective { title, .. }
        | Head::Kpi { title, .. }
        | Head::Measure { title, .. }
        | Head::Indicator { title, .. }
        | Head::Structure { title, .. } => title.as_ref(),
        Head::Import { .. } | Head::Bands { .. } | Head::Override { .. } => None,
    }
}

fn in_attribute(text: &str, here: &Here, cursor: &Cursor) -> Option<Place> {
    let offset = cursor.offset;
    let piece = cursor.piece().filter(|piece| offset <= piece.end)?;
    let PieceKind::Attribute(keyword) = piece.kind else { return None };
    if offset <= piece.keyword_end {
        let thing = Thing::Topic(Topic::Attribute(keyword));
        return Some(Place { range: piece.start..piece.keyword_end, thing });
    }
    let attribute =
        here.item.attributes.iter().find(|attribute| attribute.span.start as usize == piece.start);
    let value = value(text, piece);
    match attribute.map(|attribute| &attribute.value) {
        Some(AttributeValue::Weight(_)) => {
            return Some(Place { range: piece.start..piece.end, thing: Thing::Weight });
        }
        Some(AttributeValue::Algorithm(algorithm)) => {
            if let Some(operand) = operand(algorithm, offset) {
                return Some(operand);
            }
        }
        _ => {}
    }
    if offset < value.start {
        return None;
    }
    // By its first words, so that one that can't be read yet is explained too.
    let words = text.get(value.clone())?;
    let topic = match keyword {
        Keyword::Algorithm => AlgorithmName::at_start(words).map(|(name, _)| Topic::Algorithm(name)),
        Keyword::Scoring => RuleName::at_start(words).map(|(name, _)| Topic::Rule(name)),
        _ => return None,
    };
    Some(Place { range: value, thing: Thing::Topic(topic.unwrap_or(Topic::Attribute(keyword))) })
}

fn operand(algorithm: &Algorithm, offset: usize) -> Option<Place> {
    let list = operands(algorithm);
    let (number, span) = list.iter().zip(1usize..).find_map(|(operand, number)| match operand {
        Operand::Quoted { spans, .. } => {
            spans.iter().find(|span| holds(**span, offset)).map(|span| (number, *span))
        }
        Operand::Measure(_) => None,
    })?;
    let text = match list.get(number.checked_sub(1)?)? {
        Operand::Quoted { text, .. } => (*text).to_owned(),
        Operand::Measure(_) => return None,
    };
    Some(Place { range: bytes(span), thing: Thing::Operand { number, text } })
}

/// The piece without its keyword.
fn value(text: &str, piece: Piece) -> Range<usize> {
    let rest = text.get(piece.keyword_end..piece.end).unwrap_or("");
    let blanks = rest.len().saturating_sub(rest.trim_start().len());
    piece.keyword_end.saturating_add(blanks)..piece.end
}
