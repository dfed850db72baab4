//! Texts of users on their way into a workbook.

use crate::diagnostics::visible;

/// Excel counts 32,767 halves of characters to a cell.
const LONGEST: usize = 16_000;

/// The text as a cell can hold it: in its lines, without what XML has no place for, not longer than Excel takes.
pub fn cell_text(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(visible).collect();
    let mut shown = lines.join("\n");
    if let Some((end, _)) = shown.char_indices().nth(LONGEST) {
        shown.truncate(end);
    }
    shown
}
