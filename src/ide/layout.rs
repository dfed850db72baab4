//! The shape of a text: what can be folded, and what surrounds a place.

use std::ops::Range;

use super::cursor::Cursor;
use crate::source::Sources;
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::Head;
use crate::syntax::{Lexeme, lexemes, read_item, split_items, split_pieces};

/// Lines that can be folded into the first of them, both from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// From a byte of the first line to a byte of the last.
    pub range: Range<usize>,
    /// Whether these are comments.
    pub is_comment: bool,
}

/// What can be folded: items, an objective with its KPIs, an area with all of its objectives, comments of several lines.
pub fn folds(text: &str) -> Vec<Fold> {
    let file = Sources::new().add("", "", b"");
    let items = split_items(text);
    let mut found: Vec<Fold> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for item in &items {
        let end = split_pieces(file, text, *item).last().map_or(item.start, |piece| piece.end);
        let new = Open { level: level(item.keyword), start: item.start, end };
        // What belongs to nothing ends a KPI; what is open above that may go on behind it.
        let ended = new.level.unwrap_or(KPI);
        while let Some(done) = open.pop_if(|outer| outer.level >= Some(ended)) {
            close(&done, &mut open, &mut found);
        }
        if new.level.is_some() {
            open.push(new);
        } else {
            found.push(new.fold());
        }
    }
    while let Some(done) = open.pop() {
        close(&done, &mut open, &mut found);
    }
    comment_blocks(text, &mut found);
    found.retain(|fold| text.get(fold.range.clone()).is_some_and(|folded| folded.contains('\n')));
    found.sort_by_key(|fold| (fold.range.start, std::cmp::Reverse(fold.range.end)));
    found.dedup();
    found
}

/// An item to which others below it may belong.
struct Open {
    level: Option<u8>,
    start: usize,
    /// Where the last that belongs to it ends.
    end: usize,
}

impl Open {
    fn fold(&self) -> Fold {
        Fold { range: self.start..self.end, is_comment: false }
    }
}

/// An item has ended, and what it belongs to reaches to its end at least.
fn close(done: &Open, open: &mut [Open], found: &mut Vec<Fold>) {
    if let Some(outer) = open.last_mut() {
        outer.end = outer.end.max(done.end);
    }
    found.push(done.fold());
}

/// The level of what holds nothing.
const KPI: u8 = 2;

/// What holds what: an item belongs to the one of a smaller level above it. `None`: to nothing.
fn level(keyword: ItemKeyword) -> Option<u8> {
    match keyword {
        ItemKeyword::Area => Some(0),
        ItemKeyword::Objective | ItemKeyword::Action => Some(1),
        ItemKeyword::Kpi => Some(KPI),
        _ => None,
    }
}

/// Comments on lines of their own, several in a row.
fn comment_blocks(text: &str, found: &mut Vec<Fold>) {
    let mut block: Option<Range<usize>> = None;
    let mut at = 0usize;
    for line in text.split_inclusive('\n') {
        let end = at.saturating_add(line.trim_end().len());
        let start = at.saturating_add(line.len().saturating_sub(line.trim_start().len()));
        if line.trim_start().starts_with('#') {
            block = Some(block.map_or(start, |block| block.start)..end);
        } else {
            found.extend(block.take().map(|range| Fold { range, is_comment: true }));
        }
        at = at.saturating_add(line.len());
    }
    found.extend(block.map(|range| Fold { range, is_comment: true }));
}

/// What surrounds a place, from the smallest: a word, a text, an attribute, an item, an item with what belongs to it,
/// the file.
pub fn around(text: &str, offset: usize) -> Vec<Range<usize>> {
    let cursor = Cursor::at(text, offset);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    if let Some(here) = &cursor.item {
        let body = text.get(here.range.start..here.range.end).unwrap_or("");
        for (lexeme, place) in lexemes(body) {
            let place = shifted(place, here.range.start);
            if place.start <= offset && offset <= place.end {
                if lexeme == Lexeme::String {
                    ranges.push(inside_quotes(text, &place));
                }
                ranges.push(place);
            }
        }
        if let Some(mention) = cursor.mention() {
            ranges.push(mention.span.start as usize..mention.span.end as usize);
        }
        if let Some(piece) = cursor.piece() {
            ranges.push(piece.keyword_end..piece.end);
            ranges.push(piece.start..piece.end);
        }
        let end = here.pieces.last().map_or(here.range.end, |piece| piece.end);
        ranges.push(here.range.start..end);
    }
    ranges.extend(folds(text).into_iter().map(|fold| fold.range));
    ranges.push(0..text.len());
    ranges.retain(|range| range.start <= offset && offset <= range.end && range.start < range.end);
    ranges.sort_by_key(|range| (range.end.saturating_sub(range.start), range.start));
    ranges.dedup();
    nested(ranges)
}

/// Each range that holds all the ones before it.
fn nested(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let holds = kept.last().is_none_or(|last| range.start <= last.start && last.end <= range.end);
        if holds {
            kept.push(range);
        }
    }
    kept
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start.saturating_add(by)..range.end.saturating_add(by)
}

fn inside_quotes(text: &str, quoted: &Range<usize>) -> Range<usize> {
    let whole = text.get(quoted.clone()).unwrap_or("");
    let first = whole.chars().next().map_or(0, char::len_utf8);
    let last = whole.chars().next_back().map_or(0, char::len_utf8);
    let start = quoted.start.saturating_add(first);
    start..quoted.end.saturating_sub(last).max(start)
}

/// The files that a text uses: where each is named (without the quotes), and its path as written.
pub fn links(text: &str) -> Vec<(Range<usize>, String)> {
    let file = Sources::new().add("", "", b"");
    let uses = split_items(text).into_iter().filter(|item| item.keyword == ItemKeyword::Use);
    uses.filter_map(|item| match read_item(file, text, item).head {
        Some(Head::Import { path }) => {
            let quoted = path.span.start as usize..path.span.end as usize;
            Some((inside_quotes(text, &quoted), path.node.to_string()))
        }
        _ => None,
    })
    .collect()
}
