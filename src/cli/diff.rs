//! What would change in a file, as `diff -u` and version control show it.

use ariadne::{Color, Fmt as _};
use similar::{ChangeTag, TextDiff};

use crate::diagnostics::{visible, visible_line};

/// Lines that are shown round a change.
const CONTEXT: usize = 3;

/// The unified diff of two texts of a file; empty if they are equal. Without its line ends' `\r`, which a terminal would
/// not show: a change of these alone is seen by the line standing there twice.
pub(super) fn unified(path: &str, before: &str, after: &str, color: bool) -> String {
    let diff = TextDiff::from_lines(before, after);
    let painted = |line: String, of: Color| if color { line.fg(of).to_string() } else { line };
    let mut out = String::new();
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        if out.is_empty() {
            let path = visible(path);
            out.push_str(&painted(format!("--- {path}"), Color::Red));
            out.push('\n');
            out.push_str(&painted(format!("+++ {path}"), Color::Green));
            out.push('\n');
        }
        out.push_str(&painted(hunk.header().to_string(), Color::Cyan));
        out.push('\n');
        for change in hunk.iter_changes() {
            let text = visible_line(change.value().trim_end_matches(['\n', '\r']));
            let line = match change.tag() {
                ChangeTag::Delete => painted(format!("-{text}"), Color::Red),
                ChangeTag::Insert => painted(format!("+{text}"), Color::Green),
                ChangeTag::Equal => format!(" {text}"),
            };
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}
