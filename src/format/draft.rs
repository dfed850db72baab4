//! The lines of a region as cells: what is written, without the blanks that layout decides on.

use std::borrow::Cow;

use super::blocks::Region;
use super::spacing::{Context, Token, spaced};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Head, Item};
use crate::syntax::{Lexeme, lexemes};

/// A line.
#[derive(Debug)]
pub(super) enum Line<'t> {
    /// So many lines with nothing on them: a text may be nothing else.
    Blank(usize),
    /// A comment alone; whether it belongs to the attributes.
    Comment { text: &'t str, inside: bool },
    /// Something, and the comment after it.
    Written { cells: Vec<Cell<'t>>, comment: Option<&'t str> },
}

/// What a piece of an item has on one line.
#[derive(Debug)]
pub(super) struct Cell<'t> {
    pub kind: CellKind,
    /// What columns are reckoned after: the keyword (with the period of a target), a head up to its title, a band up to its arrow.
    pub label: Cow<'t, str>,
    pub value: Cow<'t, str>,
    /// Where the first text between quotes stands in `value`, in bytes.
    pub quoted_at: Option<usize>,
}

impl Cell<'_> {
    fn is_head(&self) -> bool {
        self.kind == CellKind::Head
    }

    /// Takes in the parent that is named on the same line: it is one more part of what the item is called.
    fn take_in(&mut self, parent: &Cell<'_>) {
        let gap = if self.value.is_empty() { "" } else { " " };
        self.value = Cow::Owned(format!("{}{gap}{} {}", self.value, parent.label, parent.value));
    }
}

/// Which piece, or that it runs on from the line before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    Head,
    Attribute(Keyword),
    Band,
    Continued,
}

/// A head, an attribute or a row of `fasce`, as it was read.
struct Piece<'i> {
    kind: CellKind,
    start: usize,
    keyword_end: usize,
    /// Of an attribute.
    value: Option<&'i AttributeValue>,
}

/// The pieces of an item in their order.
fn pieces(item: &Item) -> Vec<Piece<'_>> {
    let place = |whole: Span, keyword: Span| (whole.start as usize, keyword.end as usize);
    let (start, keyword_end) = place(item.span, item.keyword.span);
    let mut pieces = Vec::with_capacity(item.attributes.len().saturating_add(1));
    pieces.push(Piece { kind: CellKind::Head, start, keyword_end, value: None });
    pieces.extend(item.attributes.iter().map(|attribute| {
        let (start, keyword_end) = place(attribute.span, attribute.keyword_span());
        Piece {
            kind: CellKind::Attribute(attribute.keyword.node),
            start,
            keyword_end,
            value: Some(&attribute.value),
        }
    }));
    if let Some(Head::Bands { rows, .. }) = &item.head {
        pieces.extend(rows.iter().map(|row| {
            let (start, keyword_end) = place(row.span, row.span);
            Piece { kind: CellKind::Band, start, keyword_end, value: None }
        }));
        pieces.sort_by_key(|piece| piece.start);
    }
    pieces
}

/// The lines of a region; `None` where something stands in it that can't be told.
pub(super) fn draft<'t>(text: &'t str, region: &Region<'_>) -> Option<Vec<Line<'t>>> {
    let start = region.item.map_or(region.range.start, |(item, _)| item.start);
    let item = region.item.map(|(_, node)| node);
    let last = item.map_or(start, |item| item.span.end as usize);
    let mut drafter = Drafter { text, pieces: item.map_or_else(Vec::new, pieces), last, at: None };
    let mut lines = Vec::new();
    let mut tokens = Vec::new();
    let mut end = start;
    // Without the last line end, which would be followed by an empty line.
    let mut ends_line = false;
    for (lexeme, place) in lexemes(text.get(start..region.range.end)?) {
        let place = place.start.saturating_add(start)..place.end.saturating_add(start);
        let gap = text.get(end..place.start)?;
        // A return within a line may be another system's line end.
        if !is_blank(gap) || (gap.contains('\r') && lexeme != Lexeme::Newline) {
            return None;
        }
        end = place.end;
        ends_line = lexeme == Lexeme::Newline;
        if ends_line {
            add(&mut lines, drafter.line(&tokens)?);
            tokens.clear();
        } else {
            tokens.push(Token { lexeme, place });
        }
    }
    // More than blanks after the last token can't be told either.
    if !is_blank(text.get(end..region.range.end)?) {
        return None;
    }
    if !ends_line {
        add(&mut lines, drafter.line(&tokens)?);
    }
    Some(lines)
}

/// Adds a line; blank ones are one.
fn add<'t>(lines: &mut Vec<Line<'t>>, line: Line<'t>) {
    match (lines.last_mut(), &line) {
        (Some(Line::Blank(count)), Line::Blank(more)) => *count = count.saturating_add(*more),
        _ => lines.push(line),
    }
}

fn is_blank(gap: &str) -> bool {
    gap.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}')
}

struct Drafter<'t, 'i> {
    text: &'t str,
    /// Of the item; none before the first.
    pieces: Vec<Piece<'i>>,
    /// Where the last of them ends.
    last: usize,
    /// The piece that was begun last.
    at: Option<usize>,
}

impl<'t> Drafter<'t, '_> {
    /// A line of tokens.
    fn line(&mut self, tokens: &[Token]) -> Option<Line<'t>> {
        let (comment, written) = match tokens.split_last() {
            Some((token, before)) if token.lexeme == Lexeme::Comment => {
                (Some(self.text.get(token.place.clone())?.trim_end()), before)
            }
            _ => (None, tokens),
        };
        if let (Some(comment), [], Some(place)) = (comment, written, tokens.last()) {
            let indented = self.text.get(..place.place.start)?.chars().next_back().is_some_and(|c| c != '\n');
            let inside = !self.pieces.is_empty() && (place.place.start < self.last || indented);
            return Some(Line::Comment { text: comment, inside });
        }
        if written.is_empty() {
            return Some(Line::Blank(1));
        }
        let mut cells: Vec<Cell<'t>> = Vec::new();
        let mut rest = written;
        while let Some(first) = rest.first() {
            let begun = self.begin(first.place.start);
            let end = self.next_start();
            let length = rest.iter().take_while(|token| token.place.start < end).count();
            let (own, others) = rest.split_at_checked(length.max(1))?;
            let cell = self.cell(own, begun)?;
            match cells.last_mut() {
                Some(head) if cell.kind == CellKind::Attribute(Keyword::In) && head.is_head() => {
                    head.take_in(&cell)
                }
                _ => cells.push(cell),
            }
            rest = others;
        }
        Some(Line::Written { cells, comment })
    }

    /// Whether a piece starts at a byte; it is the current one from then on.
    fn begin(&mut self, start: usize) -> bool {
        let next = self.at.map_or(0, |at| at.saturating_add(1));
        let begins = self.pieces.get(next).is_some_and(|piece| piece.start == start);
        if begins {
            self.at = Some(next);
        }
        begins
    }

    /// Where the piece after the current one starts.
    fn next_start(&self) -> usize {
        let next = self.at.map_or(0, |at| at.saturating_add(1));
        self.pieces.get(next).map_or(usize::MAX, |piece| piece.start)
    }

    fn cell(&self, tokens: &[Token], begun: bool) -> Option<Cell<'t>> {
        // Before the first item there is nothing but comments, and an item starts with its head.
        let piece = self.pieces.get(self.at?)?;
        let context = match (piece.kind, piece.value) {
            (CellKind::Band, _) => Context::Band,
            (_, Some(value)) => Context::of(value),
            (_, None) => Context::Plain,
        };
        let (kind, label_end) =
            if begun { (piece.kind, self.label_end(piece, tokens)) } else { (CellKind::Continued, 0) };
        let length = tokens.iter().take_while(|token| token.place.end <= label_end).count();
        let (label, value) = tokens.split_at_checked(length)?;
        let quoted = value.iter().position(|token| token.lexeme == Lexeme::String);
        let quoted_at = quoted.and_then(|index| {
            let (with_it, it) = (value.get(..=index)?, value.get(index)?);
            spaced(self.text, with_it, context).len().checked_sub(it.place.len())
        });
        Some(Cell {
            kind,
            label: spaced(self.text, label, Context::Plain),
            value: spaced(self.text, value, context),
            quoted_at,
        })
    }

    /// Where the label of a piece ends.
    fn label_end(&self, piece: &Piece<'_>, tokens: &[Token]) -> usize {
        let written = |token: &Token| self.text.get(token.place.clone()).unwrap_or("");
        let before = |found: Option<usize>| {
            let index = found.unwrap_or(tokens.len()).checked_sub(1);
            index.and_then(|index| tokens.get(index)).map_or(piece.keyword_end, |token| token.place.end)
        };
        match piece.kind {
            CellKind::Head => before(tokens.iter().position(|token| token.lexeme == Lexeme::String)),
            CellKind::Band => before(tokens.windows(2).position(|pair| match pair {
                [first, second] => {
                    written(first) == "→" || (written(second) == ">" && first.place.end == second.place.start)
                }
                _ => false,
            })),
            _ => match piece.value {
                Some(AttributeValue::Target(target)) => {
                    target.when.map_or(piece.keyword_end, |when| when.span.end as usize)
                }
                Some(AttributeValue::Baseline(Some(period), _)) => period.span.end as usize,
                // `pesi incompleti motivo`
                Some(AttributeValue::IncompleteWeights(why)) => {
                    before(tokens.iter().position(|token| token.place.start >= why.span.start as usize))
                }
                _ => piece.keyword_end,
            },
        }
    }
}
