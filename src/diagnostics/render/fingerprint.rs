//! A name for a diagnostic that lasts from run to run while lines above it come and go, so that a merge request shows
//! what is new in it.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::source::{Sources, Span};

/// How far above a place the head of its item is sought.
const MOST_LINES: usize = 200;

/// Gives out fingerprints, each once.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    given: FxHashMap<String, u32>,
}

impl Fingerprints {
    /// Of a code at a place: made from the file's name, the line, and the head of the item that the line stands in.
    /// Equal ones are counted, from the top of the file down.
    pub(super) fn next(&mut self, code: &str, path: &str, sources: &Sources, span: Span) -> String {
        let (line, head) = line_and_head(sources, span);
        let mut hash = Sha256::new();
        for part in [code, path, &head, &line] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let name: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let count = self.given.entry(name.clone()).or_default();
        *count = count.saturating_add(1);
        format!("{name}:{count}")
    }
}

/// The line of a place, and the nearest line at or above it that is not indented: layout apart.
fn line_and_head(sources: &Sources, span: Span) -> (String, String) {
    let Some(source) = sources.get(span.file) else { return Default::default() };
    let at = source.line_of(span.start);
    let text = |line: usize| {
        let (start, end) = source.line_range(line);
        source.text.get(start as usize..end as usize).unwrap_or("")
    };
    let is_head = |line: &usize| text(*line).starts_with(|c: char| !c.is_whitespace() && c != '#');
    let head = (at.saturating_sub(MOST_LINES)..=at).rev().find(is_head);
    (plain(text(at)), head.map(|line| plain(text(line))).unwrap_or_default())
}

fn plain(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
