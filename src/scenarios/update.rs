//! `--update`: the text of a scenario file with what came out in place of what was expected, for review. Nothing else
//! changes: comments, blanks and data stay as they are.

use std::path::PathBuf;

use super::find::new_file;
use super::run::{FileRun, Outcome};

/// A file to be reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Where it goes, beside the reviewed one.
    pub path: PathBuf,
    /// The whole file.
    pub bytes: Vec<u8>,
    /// How many expected values differ from the reviewed file.
    pub changed: usize,
    /// How many scenarios got the expectations that they had not.
    pub filled: usize,
}

/// The updated text of a scenario file; `None` where nothing would change.
pub fn of_file(file: &FileRun) -> Option<Update> {
    let (_, source) = file.sources.iter().next()?;
    let text = &source.text;
    let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits: Vec<(u32, u32, String)> = Vec::new();
    let checks = file.scenarios.iter().flat_map(|scenario| &scenario.checks);
    let differs = checks.filter(|check| !check.held);
    edits.extend(differs.filter_map(|check| Some((check.value.start, check.value.end, check.came.clone()?))));
    let changed = edits.len();
    let to_fill = || file.scenarios.iter().filter(|scenario| scenario.outcome == Outcome::Skipped);
    for scenario in to_fill() {
        // After the whole last line, its comment included.
        let (_, end) = source.line_range(source.line_of(scenario.span.end));
        let lines = scenario.offered.iter().map(|line| format!("{end_of_line}  attesa      {line}"));
        edits.push((end, end, lines.collect()));
    }
    if edits.is_empty() {
        return None;
    }
    edits.sort();
    let mut out = String::new();
    let mut at = 0u32;
    for (start, end, new) in &edits {
        out.push_str(text.get(at as usize..*start as usize).unwrap_or(""));
        out.push_str(new);
        at = *end;
    }
    out.push_str(text.get(at as usize..).unwrap_or(""));
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    let mut bytes = if source.bytes().starts_with(MARK) { MARK.to_vec() } else { Vec::new() };
    bytes.extend(out.into_bytes());
    Some(Update { path: new_file(&file.path), bytes, changed, filled: to_fill().count() })
}
