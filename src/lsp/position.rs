//! Bytes of a text and the protocol's positions: lines and characters from 0, characters counted in bytes (UTF-8) or
//! in UTF-16 units, as the client asked. A line ends with `\n`, `\r\n` or `\r`.

use lsp_types::{Position, PositionEncodingKind, Range};

/// In what the client counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// In bytes.
    Utf8,
    /// In UTF-16 units: what the protocol takes when nothing is agreed.
    Utf16,
}

impl Encoding {
    /// The one to use with a client that offers these: bytes if it can.
    pub fn agreed(offered: Option<&[PositionEncodingKind]>) -> Encoding {
        match offered {
            Some(kinds) if kinds.contains(&PositionEncodingKind::UTF8) => Encoding::Utf8,
            _ => Encoding::Utf16,
        }
    }

    /// As the protocol calls it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How many a text has.
    pub(super) fn units(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 if text.is_ascii() => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    fn length(self, character: char) -> usize {
        match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
        }
    }
}

/// The lines of a text.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// Of a text.
    pub fn new(text: &'t str, encoding: Encoding) -> Lines<'t> {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let after = at.saturating_add(1);
            let pair = bytes.get(at) == Some(&b'\r') && bytes.get(after) == Some(&b'\n');
            if !pair {
                starts.push(after);
            }
        }
        Lines { text, starts, encoding }
    }

    /// The position of a byte; one inside a character counts as the character's start.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let before = self.text.get(start..end).unwrap_or("");
        Position::new(line as u32, self.encoding.units(before) as u32)
    }

    /// The positions of a range of bytes.
    pub fn range(&self, start: usize, end: usize) -> Range {
        Range::new(self.position(start), self.position(end))
    }

    /// The byte of a position: see [`offset`].
    pub fn offset(&self, position: Position) -> usize {
        let start = self.starts.get(position.line as usize).copied();
        start.map_or(self.text.len(), |start| in_line(self.text, start, position.character, self.encoding))
    }
}

/// The line of one place: what is asked for while typing is nearly always about that line, and the others need not be
/// looked up.
#[derive(Debug, Clone, Copy)]
pub struct LineAt<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    number: u32,
    encoding: Encoding,
}

impl<'t> LineAt<'t> {
    /// The line of the byte that [`offset`] found for a position.
    pub fn new(text: &'t str, position: Position, offset: usize, encoding: Encoding) -> LineAt<'t> {
        let before = text.as_bytes().get(..offset).unwrap_or_default();
        let after = text.as_bytes().get(offset..).unwrap_or_default();
        let start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at.saturating_add(1));
        let length = memchr::memchr2(b'\n', b'\r', after).unwrap_or(after.len());
        // Past the end of the text there are no lines: the position may have named one nevertheless.
        let at_end = offset == text.len();
        let number = if at_end { Lines::new(text, encoding).position(offset).line } else { position.line };
        LineAt { text, start, end: offset.saturating_add(length), number, encoding }
    }

    /// The positions of a range of bytes.
    pub fn range(&self, start: usize, end: usize) -> Range {
        if start < self.start || end > self.end {
            return Lines::new(self.text, self.encoding).range(start, end);
        }
        let character = |at: usize| self.encoding.units(self.text.get(self.start..at).unwrap_or("")) as u32;
        Range::new(Position::new(self.number, character(start)), Position::new(self.number, character(end)))
    }
}

/// The byte of a position. A line or character that is not there counts as the end of the text or of the line, a place
/// inside a character as its start. For one place of a text whose [`Lines`] are not known.
pub fn offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let mut start = 0usize;
    for _ in 0..position.line {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let Some(end) = memchr::memchr2(b'\n', b'\r', rest) else { return text.len() };
        let pair = rest.get(end) == Some(&b'\r') && rest.get(end.saturating_add(1)) == Some(&b'\n');
        start = start.saturating_add(end).saturating_add(if pair { 2 } else { 1 });
    }
    in_line(text, start, position.character, encoding)
}

/// The byte of a character of the line that starts at `start`.
pub(super) fn in_line(text: &str, start: usize, character: u32, encoding: Encoding) -> usize {
    let rest = text.get(start..).unwrap_or("");
    let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    let line = rest.get(..end).unwrap_or("");
    let mut seen = 0usize;
    for (at, found) in line.char_indices() {
        let after = seen.saturating_add(encoding.length(found));
        if after > character as usize {
            return start.saturating_add(at);
        }
        seen = after;
    }
    start.saturating_add(line.len())
}
