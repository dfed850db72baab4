//! The formatter's changes as an editor wants them: line by line, so that a cursor elsewhere stays where it is.

use std::ops::Range;

use crate::diagnostics::Diagnostic;
use crate::format::{self, Edit};
use crate::source::Sources;

/// What makes a text formatted, or the items of it that a range touches.
///
/// # Errors
/// The marks of an unresolved merge.
pub fn edits(text: &str, range: Option<&Range<usize>>) -> Result<Vec<Edit>, Vec<Diagnostic>> {
    let file = Sources::new().add("", "", b"");
    let found = format::format(file, text)?;
    let edits = match range {
        Some(range) => found.within(range),
        None => found.edits,
    };
    Ok(edits.into_iter().flat_map(|edit| by_line(text, edit)).collect())
}

/// An edit as those of the lines that it changes; whole where it takes lines away.
fn by_line(text: &str, edit: Edit) -> Vec<Edit> {
    let before = text.get(edit.range.clone()).unwrap_or("");
    if before.split_inclusive('\n').count() != edit.text.split_inclusive('\n').count() {
        return vec![edit];
    }
    let mut start = edit.range.start;
    let lines = before.split_inclusive('\n').zip(edit.text.split_inclusive('\n'));
    let changed = lines.filter_map(|(before, after)| {
        let range = start..start.saturating_add(before.len());
        start = range.end;
        (before != after).then(|| Edit { range, text: after.to_owned() })
    });
    changed.collect()
}
