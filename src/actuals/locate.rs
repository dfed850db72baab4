//! Where the keys of a table stand, for an editor: the same rows and columns that are read into facts.

use std::borrow::Cow;

use super::columns::KeyAt;
use super::read::{self, Opened};
use super::table::Cell;
use crate::source::{FileId, Span};

/// A cell that says what its row is about.
#[derive(Debug, Clone)]
pub struct KeyText<'t> {
    /// The cell with its quotes, without blanks at its ends.
    pub span: Span,
    /// What it holds.
    pub text: Cow<'t, str>,
}

/// The keys of a table (of the sheet of that name), row by row: one cell, or `obiettivo` and `indicatore`. A table whose header says nothing has
/// none, nor has a row whose quote is not closed.
pub fn key_texts<'t>(
    file: FileId,
    text: &'t str,
    sheet: Option<&str>,
    found: &mut dyn FnMut(KeyText<'t>, Option<KeyText<'t>>),
) {
    let mut cells: Vec<Cell> = Vec::new();
    let Ok(Some(Opened { columns, mut rows, .. })) = read::open(file, text, sheet, &mut cells) else {
        return;
    };
    while let Some(row) = rows.next_row(&mut cells) {
        if row.open.is_some() {
            continue;
        }
        let key = |at: usize| {
            let cell = cells.get(at)?;
            Some(KeyText { span: cell.span(file, text), text: cell.text(text) })
        };
        match columns.key {
            KeyAt::One(at) => {
                if let Some(only) = key(at) {
                    found(only, None);
                }
            }
            KeyAt::Pair(first, second) => {
                if let (Some(first), Some(second)) = (key(first), key(second)) {
                    found(first, Some(second));
                }
            }
        }
    }
}
