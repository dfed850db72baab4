//! Names and texts of users as they may be shown: what they hold must not move the cursor of a terminal, colour it,
//! begin a line that reads like one of ours, or turn the direction of what stands beside it.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character is not seen itself but changes what else is seen: controls, ends of line, signs of direction.
pub fn is_hidden(c: char) -> bool {
    c.is_control() || is_line_end(c) || is_direction(c) || is_no_character(c)
}

/// The ends of line that are no control characters.
fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}') || is_override(c)
}

/// The signs of direction that make a text read in another order than it stands.
pub fn is_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What Unicode keeps free of any meaning; XML allows it nowhere.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The text on one line, every hidden character as a visible one: `␛` for a control, `<U+202E>` for the others.
pub fn visible(text: &str) -> Cow<'_, str> {
    visible_but(text, is_hidden)
}

/// [`visible`] for a cell or a line of a document: the ends of its lines are blanks.
pub fn one_line(text: &str) -> String {
    visible(&text.replace("\r\n", " ").replace(['\n', '\t'], " ")).into_owned()
}

/// [`visible`] for a line of a file, whose tabulators stay.
pub fn visible_line(line: &str) -> Cow<'_, str> {
    visible_but(line, |c| is_hidden(c) && c != '\t')
}

fn visible_but(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !may_hide(text) || !text.chars().any(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().saturating_add(16));
    for c in text.chars() {
        match picture(c) {
            _ if !hidden(c) => out.push(c),
            Some(picture) => out.push(picture),
            // Writing to memory does not fail.
            None => {
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
        }
    }
    Cow::Owned(out)
}

/// The picture that stands for a hidden character where each needs exactly one in its place.
pub fn in_its_place(c: char) -> char {
    if is_hidden(c) { picture(c).unwrap_or(char::REPLACEMENT_CHARACTER) } else { c }
}

/// Unicode has pictures of the oldest controls.
fn picture(c: char) -> Option<char> {
    match c {
        '\u{0}'..='\u{1F}' => char::from_u32(0x2400_u32.saturating_add(c.into())),
        '\u{7F}' => Some('\u{2421}'),
        _ => None,
    }
}

/// Whether a text has a byte that hidden characters begin with: nearly none has, and they are asked in every text.
fn may_hide(text: &str) -> bool {
    text.bytes().any(|byte| byte < 0x20 || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF..=0xF4))
}
