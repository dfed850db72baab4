//! Whole lines: a deletion that leaves nothing on its line takes the line too; and what became of every line.

use super::patch::Replacement;
use crate::diagnostics::Edit;
use crate::source::{SourceFile, Sources};

/// The edits, where a deletion that would leave an empty line takes the line too.
pub fn whole_lines(sources: &Sources, edits: &[Edit]) -> Vec<Edit> {
    let widened = |edit: &Edit| {
        let text = sources.get(edit.span.file).map_or("", |file| &file.text);
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let before = text.get(..start).unwrap_or("");
        let after = text.get(end..).unwrap_or("");
        let indent = before.len().saturating_sub(before.trim_end_matches([' ', '\t']).len());
        let blank = after.len().saturating_sub(after.trim_start_matches([' ', '\t', '\r']).len());
        let alone = before.trim_end_matches([' ', '\t']).ends_with('\n')
            && after.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        let mut edit = edit.clone();
        if edit.text.is_empty() && start < end && alone {
            edit.span.start = edit.span.start.saturating_sub(indent as u32);
            edit.span.end = edit.span.end.saturating_add(blank as u32).saturating_add(1);
        }
        edit
    };
    edits.iter().map(widened).collect()
}

/// Takes edits of a file, in its order, over into a list that says of each of its lines which line (from 0) of the file
/// as it was read it stands for.
pub(super) fn follow(lines: &mut Vec<u32>, file: &SourceFile, edits: &[(&Replacement, usize)]) {
    let mut now = Vec::with_capacity(lines.len());
    // The lines before this one are taken over.
    let mut next = 0usize;
    for (edit, _) in edits {
        let (first, last) = (file.line_of(edit.range.start), file.line_of(edit.range.end));
        let stays = if edit.text.is_empty() { last } else { first };
        let (Some(origin), true) = (lines.get(stays).copied(), last < lines.len()) else { continue };
        let count = edit.text.matches('\n').count().saturating_add(1);
        if first < next {
            // It begins on the line on which the edit before ends: that line is there already.
            now.pop();
        } else {
            now.extend(lines.get(next..first).unwrap_or_default());
        }
        now.extend(std::iter::repeat_n(origin, count));
        next = last.saturating_add(1);
    }
    now.extend(lines.get(next..).unwrap_or_default());
    *lines = now;
}
