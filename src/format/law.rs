//! What a formatter must never do, asked of every region before it is written.

use crate::syntax::{Lexeme, lexemes};

/// Whether two texts say the same in the same lines: the same tokens in the same order, byte for byte but for blanks at
/// the end of a comment, with line ends between the same tokens. What stands between tokens and is no blank (a byte order
/// mark in the middle of a text, which shows as nothing) stays too.
pub(super) fn holds(before: &str, after: &str) -> bool {
    let no_blanks = |text: &'_ str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    essence(before).eq(essence(after)) && (before.is_ascii() || no_blanks(before) == no_blanks(after))
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
