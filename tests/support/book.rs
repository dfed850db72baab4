//! What a change of a text means by the protocol, read as plainly as it is written.

#![allow(clippy::indexing_slicing)]

use lsp_types::{Position, TextDocumentContentChangeEvent};
use piaoc::lsp::Encoding;

/// The protocol read word for word, on characters: lines end with `\n`, `\r\n` or `\r`, a place past the end of its line
/// is that end, a place within a character is its start, a line that is not there is the end of the text.
pub fn by_the_book(text: &str, change: &TextDocumentContentChangeEvent, encoding: Encoding) -> String {
    let characters: Vec<char> = text.chars().collect();
    let place = |position: Position| {
        let (mut at, mut line) = (0, 0);
        while line < position.line {
            let Some(end) = characters[at..].iter().position(|c| matches!(c, '\n' | '\r')) else {
                return characters.len();
            };
            at += end + 1;
            if characters[at - 1] == '\r' && characters.get(at) == Some(&'\n') {
                at += 1;
            }
            line += 1;
        }
        let mut units = 0;
        while let Some(c) = characters.get(at).filter(|c| !matches!(c, '\n' | '\r')) {
            units += match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
            } as u32;
            if units > position.character {
                break;
            }
            at += 1;
        }
        at
    };
    let Some(range) = change.range else { return change.text.clone() };
    let (start, end) = (place(range.start), place(range.end));
    let before: String = characters[..start.min(end)].iter().collect();
    let after: String = characters[start.max(end)..].iter().collect();
    format!("{before}{}{after}", change.text)
}
