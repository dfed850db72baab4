//! A CSV file as text, cut into rows and cells, every cell with its place. Nothing is copied: a cell is a range of
//! the text, and only one that holds doubled quotes is ever rewritten.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::source::{FileId, Span, Undecodable, decode_plan};

/// Excel's own limit of columns; what a longer row holds beyond is counted but not kept.
const MOST_CELLS: usize = 16_384;

/// The text of a table: UTF-8, Windows-1252 (which Italian Excel writes by default), or UTF-16 with its mark.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Undecodable> {
    for (mark, encoding) in [([0xFF, 0xFE], UTF_16LE), ([0xFE, 0xFF], UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(&mark) {
            let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
            return text.ok_or(Undecodable::Utf16);
        }
    }
    match decode_plan(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        // Letters that UTF-8 reads well up to the fault mean a damaged UTF-8 file: as Windows-1252 it would be gibberish.
        Err(Undecodable::NotUtf8(unread)) if bytes.iter().take(unread.at).all(u8::is_ascii) => {
            Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0)
        }
        Err(fault) => Err(fault),
    }
}

/// How a cell is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Not at all.
    Plain,
    /// In quotes.
    Quoted,
    /// In quotes, with doubled quotes inside.
    Doubled,
}

/// The place of a cell, its quotes included.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    start: u32,
    end: u32,
    quoting: Quoting,
}

impl Cell {
    /// What the cell holds, without quotes and without blanks and invisible characters at its ends.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let raw = self.raw(text);
        if self.quoting == Quoting::Plain {
            return Cow::Borrowed(raw);
        }
        let inner = raw.strip_prefix('"').unwrap_or(raw);
        let inner = crate::value::trimmed(inner.strip_suffix('"').unwrap_or(inner));
        if self.quoting == Quoting::Doubled {
            Cow::Owned(inner.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inner)
        }
    }

    /// The cell as it stands in the file, without blanks at its ends.
    pub fn raw<'t>(&self, text: &'t str) -> &'t str {
        trimmed(text.get(self.start as usize..self.end as usize).unwrap_or(""))
    }

    /// Whether there is nothing in it.
    pub fn is_blank(&self, text: &str) -> bool {
        self.start == self.end || self.text(text).is_empty()
    }

    /// What to underline.
    pub fn span(&self, file: FileId, text: &str) -> Span {
        let whole = text.get(self.start as usize..self.end as usize).unwrap_or("");
        let used = trimmed(whole);
        if used.len() == whole.len() {
            return Span::new(file, self.start, self.end);
        }
        let blanks = whole.find(used).unwrap_or(0) as u32;
        let start = self.start.saturating_add(blanks);
        Span::new(file, start, start.saturating_add(used.len() as u32))
    }
}

/// Without what can't be seen at its ends, which hardly any cell has: the common case looks at two bytes.
fn trimmed(text: &str) -> &str {
    let inner = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if inner(bytes.first()) && inner(bytes.last()) { text } else { crate::value::trimmed(text) }
}

/// A row; its cells are in the list given to [`Rows::next_row`].
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The line where it starts, from 1.
    pub line: u32,
    /// How many cells it has.
    pub width: usize,
    /// The first of its cells whose quote is not closed.
    pub open: Option<usize>,
}

/// Cuts a text into rows, one after the other.
#[derive(Debug, Clone)]
pub struct Rows<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u32,
    separator: u8,
}

/// A cell and whether another follows in its row.
enum Cut {
    More(Cell),
    Last(Cell),
}

impl<'t> Rows<'t> {
    /// The rows of `text`.
    pub fn new(text: &'t str, separator: u8) -> Rows<'t> {
        Rows { bytes: text.as_bytes(), at: 0, line: 1, separator }
    }

    /// Says that so many lines stand before the text in its file.
    pub fn after(mut self, lines: u32) -> Rows<'t> {
        self.line = self.line.saturating_add(lines);
        self
    }

    /// Puts the cells of the next row into `cells`; `None` at the end of the file.
    pub fn next_row(&mut self, cells: &mut Vec<Cell>) -> Option<Row> {
        cells.clear();
        self.byte(self.at)?;
        let mut row = Row { line: self.line, width: 0, open: None };
        loop {
            let (cell, last) = match self.cell(&mut row) {
                Cut::More(cell) => (cell, false),
                Cut::Last(cell) => (cell, true),
            };
            row.width = row.width.saturating_add(1);
            if cells.len() < MOST_CELLS {
                cells.push(cell);
            }
            if last {
                return Some(row);
            }
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn rest(&self, at: usize) -> &'t [u8] {
        self.bytes.get(at..).unwrap_or(&[])
    }

    fn cell(&mut self, row: &mut Row) -> Cut {
        let start = self.at;
        if self.byte(start) == Some(b'"') {
            match self.quoted(start) {
                Some((end, quoting)) => {
                    let lines = self.rest(start).iter().take(end.saturating_sub(start));
                    let lines = lines.filter(|byte| **byte == b'\n').count() as u32;
                    self.line = self.line.saturating_add(lines);
                    return self.cut(start, end, quoting);
                }
                None => {
                    let cut = self.cut(start, self.plain_end(start), Quoting::Plain);
                    let (Cut::More(cell) | Cut::Last(cell)) = &cut;
                    if self.closing_quote(start).is_none_or(|(end, _)| end > cell.end as usize) {
                        row.open = row.open.or(Some(row.width));
                    }
                    return cut;
                }
            }
        }
        self.cut(start, self.plain_end(start), Quoting::Plain)
    }

    /// Where an unquoted cell that starts at `start` ends.
    fn plain_end(&self, start: usize) -> usize {
        let rest = self.rest(start);
        let ends = |byte: &u8| *byte == self.separator || *byte == b'\n' || *byte == b'\r';
        start.saturating_add(rest.iter().position(ends).unwrap_or(rest.len()))
    }

    /// Where the quoted cell that starts at `start` ends, blanks after it included; `None` if its quote is not closed
    /// or something follows: then its quotes are only text.
    fn quoted(&self, start: usize) -> Option<(usize, Quoting)> {
        let (close, quoting) = self.closing_quote(start)?;
        let blanks = self.rest(close).iter().take_while(|byte| **byte == b' ').count();
        let end = close.saturating_add(blanks);
        let ends = self.byte(end).is_none_or(|byte| matches!(byte, b'\n' | b'\r') || byte == self.separator);
        ends.then_some((end, quoting))
    }

    /// One past the quote that closes the one at `start`.
    fn closing_quote(&self, start: usize) -> Option<(usize, Quoting)> {
        let mut at = start.saturating_add(1);
        let mut quoting = Quoting::Quoted;
        loop {
            let quote = at.saturating_add(self.rest(at).iter().position(|byte| *byte == b'"')?);
            let after = quote.saturating_add(1);
            if self.byte(after) != Some(b'"') {
                return Some((after, quoting));
            }
            quoting = Quoting::Doubled;
            at = after.saturating_add(1);
        }
    }

    /// Ends a cell and steps over what ends it.
    fn cut(&mut self, start: usize, end: usize, quoting: Quoting) -> Cut {
        let cell = Cell { start: start as u32, end: end as u32, quoting };
        match self.byte(end) {
            Some(byte) if byte == self.separator => {
                self.at = end.saturating_add(1);
                Cut::More(cell)
            }
            Some(byte) => {
                let crlf = byte == b'\r' && self.byte(end.saturating_add(1)) == Some(b'\n');
                self.at = end.saturating_add(if crlf { 2 } else { 1 });
                self.line = self.line.saturating_add(1);
                Cut::Last(cell)
            }
            None => {
                self.at = end;
                Cut::Last(cell)
            }
        }
    }
}

/// A text as the cell of a table, in quotes where it needs them.
pub fn as_cell(text: &str, separator: u8) -> String {
    let special = |c: char| c == '"' || c == '\n' || c == '\r' || c == char::from(separator);
    if text.contains(special) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
