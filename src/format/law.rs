//! What a formatter must never do, asked of every region before it is written.

use crate::syntax::{Lexeme, lexemes};

/// Whether two texts say the same in the same lines: the same tokens in the same order, byte for byte but for blanks at
/// the end of a comment, with line ends between the same tokens.
pub(super) fn holds(before: &str, after: &str) -> bool {
    essence(before).eq(essence(after))
}

/// The tokens, each with whether it is the first of its line.
fn essence(text: &str) -> impl Iterator<Item = (bool, Lexeme, &str)> {
    let mut starts_line = true;
    lexemes(text).filter_map(move |(lexeme, place)| {
        let first = starts_line;
        starts_line = lexeme == Lexeme::Newline;
        if starts_line {
            return None;
        }
        let written = text.get(place)?;
        Some((first, lexeme, if lexeme == Lexeme::Comment { written.trim_end() } else { written }))
    })
}
