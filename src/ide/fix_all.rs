//! All safe repairs of one file at once, as `piaoc fix` makes them.

use std::ops::Range;
use std::path::Path;

use super::State;
use crate::repair::{self, Wanted};
use crate::source::Loader;

/// What to replace in the file at `path` so that its safe fixes are made, and by what; `None` where there is nothing to
/// mend. `files` are those that the editor sees.
pub fn fix_all(files: &dyn Loader, state: &State, path: &Path) -> Option<(Range<usize>, String)> {
    let wanted = Wanted { only: Some(files.identity(path)), ..Wanted::default() };
    let repaired = repair::repair(files, std::slice::from_ref(&state.path), &wanted);
    let change = repaired.files.first()?;
    Some(narrowed(&change.before.text, &change.after))
}

/// The part in which two texts differ, and what stands there in the second.
fn narrowed(before: &str, after: &str) -> (Range<usize>, String) {
    let same = before.char_indices().zip(after.chars()).find(|((_, a), b)| a != b);
    let start = same.map_or(before.len().min(after.len()), |((at, _), _)| at);
    let rest = |text: &str| text.get(start..).unwrap_or("").to_owned();
    let (old, new) = (rest(before), rest(after));
    let alike = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b);
    let tail: usize = alike.map(|(a, _)| a.len_utf8()).sum();
    let text = new.get(..new.len().saturating_sub(tail)).unwrap_or("").to_owned();
    (start..before.len().saturating_sub(tail), text)
}
