//! The one style of a plan's text. Only white space changes, and only where the text can be read: an item with a
//! fault of writing stays byte for byte as it is.
//!
//! ```text
//! text ──▶ regions (the lines of an item) ──▶ blocks ──▶ drafts (cells without their blanks) ──▶ the same lines, laid out
//!          blocks                              blocks    draft, spacing                           layout, columns
//! ```
//!
//! - Items start at column 0, their attributes at column 2; the values of the attributes that start a line stand in one
//!   column, two blanks after the longest keyword (years and periods of `target` and `storico` count with it).
//! - Attributes that share a line stay together, two blanks apart. Lines are neither joined nor broken.
//! - What runs on in the next line stands under what it continues; the arrows of `fasce` stand in one column.
//! - Items of one kind that take one line each and follow line upon line are a table, with columns of their own.
//!
//! Before a region is written, `law` is asked whether what is no white space stays, in its order.

mod blocks;
mod columns;
mod draft;
mod law;
mod layout;
mod spacing;

use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic};
use crate::source::FileId;
use crate::syntax::parse;

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What comes in their place.
    pub text: String,
}

/// What makes a text formatted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Formatted {
    /// In the order of the text; none if it is formatted.
    pub edits: Vec<Edit>,
    /// So many items can't be read, and stay as they are.
    pub unread: usize,
}

/// What makes a text formatted. A byte order mark may stand before it.
///
/// # Errors
/// The marks of an unresolved merge, as diagnostics of `file`: such a text has two meanings, and stays as it is.
pub fn format(file: FileId, text: &str) -> Result<Formatted, Vec<Diagnostic>> {
    let (tree, faults) = parse(file, text);
    let merges: Vec<Diagnostic> =
        faults.into_iter().filter(|fault| fault.code == Code::MergeConflict).collect();
    if !merges.is_empty() {
        return Err(merges);
    }
    let line_end = LineEnd::of(text);
    let regions = blocks::regions(text, &tree);
    let blocks = blocks::blocks(text, &regions);
    let laid_out =
        blocks.par_iter().with_min_len(16).flat_map_iter(|block| layout::block(text, block, line_end));
    Ok(Formatted { edits: laid_out.collect(), unread: tree.faulty.len() })
}

impl Formatted {
    /// The edits of the items that a range touches: whole items, since their lines belong together.
    pub fn within(self, range: &Range<usize>) -> Vec<Edit> {
        // A selection of whole lines ends where the next line starts; a place is of one character.
        let end = range.end.max(range.start.saturating_add(1));
        let touched = |edit: &Edit| edit.range.start < end && range.start < edit.range.end;
        self.edits.into_iter().filter(touched).collect()
    }
}

/// The text with its edits.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(text.len() / 16));
    let mut done = 0;
    for edit in edits {
        out.push_str(text.get(done..edit.range.start).unwrap_or(""));
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// How lines end in a text: as most of them do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Lf,
    CrLf,
}

impl LineEnd {
    fn of(text: &str) -> LineEnd {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let (mut all, mut with_return) = (0usize, 0usize);
        for end in ends {
            all = all.saturating_add(1);
            let before = end.checked_sub(1).and_then(|before| text.as_bytes().get(before));
            with_return = with_return.saturating_add(usize::from(before == Some(&b'\r')));
        }
        if with_return.saturating_mul(2) > all { LineEnd::CrLf } else { LineEnd::Lf }
    }

    fn text(self) -> &'static str {
        match self {
            LineEnd::Lf => "\n",
            LineEnd::CrLf => "\r\n",
        }
    }
}
