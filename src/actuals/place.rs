//! What one place of a table is about, for an editor: the row's key as the reader of tables binds it, and the period.

use std::ops::Range;

use super::columns::{Columns, KeyAt, ValuesAt};
use super::keys::{Found, Key, KeyIndex};
use super::read::{self, Opened};
use super::table::{Cell, Rows};
use crate::plan::Plan;
use crate::source::{FileId, Sources};
use crate::value::Period;

/// A cell and what its row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePlace {
    /// The bytes of the cell.
    pub cell: Range<usize>,
    /// What the row's key names.
    pub key: Key,
    /// What the cell is for.
    pub holds: Holds,
}

/// What a cell is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The key, or a part of it.
    Key,
    /// The value of a period, if that is written well.
    Value(Option<Period>),
    /// Anything else of the row.
    More,
}

/// What is at byte `offset` of a table; `None` in its header, outside its cells, and where the key names nothing.
pub fn place(plan: &Plan, text: &str, offset: usize) -> Option<TablePlace> {
    // Of the spans only the bytes are used.
    let file = Sources::new().add("", "", b"");
    let Row { columns, start, cells } = row_at(file, text, offset)?;
    let (text, offset) = (text.get(start..)?, offset.checked_sub(start)?);
    let bytes = |cell: &Cell| {
        let span = cell.span(file, text);
        span.start as usize..span.end as usize
    };
    let at = cells.iter().position(|cell| bytes(cell).start <= offset && offset <= bytes(cell).end)?;
    let cell = cells.get(at).map(bytes)?;
    let key = key(&KeyIndex::new(plan), &columns, text, &cells)?;
    let cell = cell.start.saturating_add(start)..cell.end.saturating_add(start);
    Some(TablePlace { cell, key, holds: holds(&columns, text, &cells, at) })
}

/// A row below the header, with its cells as places of the text from byte `start` on.
struct Row {
    columns: Columns,
    start: usize,
    cells: Vec<Cell>,
}

fn row_at(file: FileId, text: &str, offset: usize) -> Option<Row> {
    let mut cells = Vec::new();
    let Opened { separator, columns, mut rows } = read::open(file, text, None, &mut cells).ok()??;
    let header_end = cells.last().map_or(0, |last| last.span(file, text).end as usize);
    // Without quotes before it a line is a row, and the many above need not be read.
    let before = text.get(..offset)?;
    let line = before.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let start = if line > header_end && !before.contains('"') { line } else { 0 };
    let text = text.get(start..)?;
    if start > 0 {
        rows = Rows::new(text, separator.byte());
    }
    while rows.next_row(&mut cells).is_some() {
        let end = cells.last().map_or(0, |last| last.span(file, text).end as usize);
        if offset <= end.saturating_add(start) {
            return Some(Row { columns, start, cells });
        }
    }
    None
}

fn key(index: &KeyIndex<'_>, columns: &Columns, text: &str, cells: &[Cell]) -> Option<Key> {
    let text_at = |at: usize| cells.get(at).map(|cell| cell.text(text)).unwrap_or_default();
    let found = match columns.key {
        KeyAt::One(at) => index.find(&text_at(at)),
        KeyAt::Pair(first, second) => index.find_pair(&text_at(first), &text_at(second)),
    };
    match found {
        Found::One(key) => Some(key),
        Found::Several(..) | Found::Nothing(_) => None,
    }
}

fn holds(columns: &Columns, text: &str, cells: &[Cell], at: usize) -> Holds {
    let is_key = match columns.key {
        KeyAt::One(key) => key == at,
        KeyAt::Pair(first, second) => first == at || second == at,
    };
    if is_key {
        return Holds::Key;
    }
    match &columns.values {
        ValuesAt::Long { period, value } if *value == Some(at) => {
            Holds::Value(cells.get(*period).and_then(|cell| Period::parse(&cell.text(text))))
        }
        ValuesAt::Long { .. } => Holds::More,
        ValuesAt::Wide(periods) => {
            let found = periods.iter().find(|(column, _)| *column == at);
            found.map_or(Holds::More, |(_, period)| Holds::Value(Some(*period)))
        }
    }
}
