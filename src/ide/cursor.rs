//! What stands at a place of the text as it is now: the item, the piece of it, the name. Only that item is read, so
//! that this is quick in any file and needs no analysis.

use super::names::{self, Mention};
use crate::source::Sources;
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::Item;
use crate::syntax::{ItemRange, Piece, items_back, read_item, split_pieces};

/// A place and what is around it. Spans are bytes of the text; their file means nothing.
#[derive(Debug, Clone)]
pub struct Cursor {
    /// The byte of the text.
    pub offset: usize,
    /// The item that the place is in; `None` before the first.
    pub item: Option<Here>,
    /// The code of the objective to which a KPI here belongs.
    pub objective: Option<String>,
}

/// The item that a place is in.
#[derive(Debug, Clone)]
pub struct Here {
    /// From its keyword to the next item.
    pub range: ItemRange,
    /// What could be read of it.
    pub item: Item,
    /// Its head, attributes and rows, as the splitter cuts them: there even where they can't be read.
    pub pieces: Vec<Piece>,
}

impl Cursor {
    /// What is at byte `offset` of a text.
    pub fn at(text: &str, offset: usize) -> Cursor {
        let file = Sources::new().add("", "", b"");
        let mut back = items_back(text, offset);
        let found = back.next();
        let here = found.map(|range| Here {
            range,
            item: read_item(file, text, range),
            pieces: split_pieces(file, text, range),
        });
        let objective = found.into_iter().chain(back).find(|range| HOLDS_KPIS.contains(&range.keyword));
        let objective = objective.and_then(|range| {
            let item = read_item(file, text, range);
            names::objective_below(&item, None).map(str::to_owned)
        });
        Cursor { offset, item: here, objective }
    }

    /// The name at the place, or right before it.
    pub fn mention(&self) -> Option<Mention> {
        let here = self.item.as_ref()?;
        let mut found: Option<Mention> = None;
        let offset = self.offset as u32;
        names::of_item(&here.item, self.objective.as_deref(), &mut |mention| {
            let inside = mention.span.start <= offset && offset <= mention.span.end;
            // A KPI's code is its own key and the catalogue's: the catalogue says more.
            if inside {
                found = Some(mention);
            }
        });
        found
    }

    /// The piece at the place: the last that starts before it.
    pub fn piece(&self) -> Option<Piece> {
        let pieces = &self.item.as_ref()?.pieces;
        pieces.iter().rev().find(|piece| piece.start <= self.offset).copied()
    }

    /// The text of the line up to the place, and where the line starts.
    pub fn line_before<'t>(&self, text: &'t str) -> (usize, &'t str) {
        let before = text.get(..self.offset).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        (start, before.get(start..).unwrap_or(""))
    }
}

/// What says to which objective the KPIs below it belong; an area ends the objective above it.
const HOLDS_KPIS: [ItemKeyword; 3] = [ItemKeyword::Area, ItemKeyword::Objective, ItemKeyword::Action];
