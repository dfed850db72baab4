//! Cuts a file into items, and an item into its head and its attributes, over the lexer's tokens alone.
//! So a fault costs one attribute, items can be parsed side by side, and an editor re-reads what changed.

use std::borrow::Cow;
use std::ops::Range;

use logos::Logos;

use super::faults;
use super::keyword::{ItemKeyword, Keyword, fold, item_keyword, keywords_from};
use super::token::Token;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::value::plain_hyphen;

/// Deepest nesting of parentheses that is read.
pub const MAX_DEPTH: u32 = 200;

/// A calculation has fewer operands than this: a chain of them is as deep as it is long.
pub const MAX_OPERANDS: usize = 400;

/// The signs of the four operations.
const OPERATORS: [&str; 8] = ["+", "-", "\u{2212}", "\u{2013}", "*", "×", "/", "÷"];

/// Where an item stands in its file's text: bytes `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRange {
    /// What starts it.
    pub keyword: ItemKeyword,
    /// Its keyword's first byte.
    pub start: usize,
    /// One past its last byte: the next item's start, or the end of the file.
    pub end: usize,
}

/// A piece of an item that one grammar rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Which piece.
    pub kind: PieceKind,
    /// First byte, its keyword's.
    pub start: usize,
    /// End of the keyword.
    pub keyword_end: usize,
    /// One past its last token (comments and blanks after it are left out).
    pub end: usize,
    /// Whether it can't be read whatever the grammar says (an open string, too deep a nesting): already reported.
    pub spoilt: bool,
}

/// The kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// From the item keyword to the first attribute.
    Head,
    /// An attribute.
    Attribute(Keyword),
    /// A row of `fasce`.
    Row,
}

/// The text with the second version of every unresolved merge blanked out, byte for byte: the marks are reported, and
/// what stands twice is not reported as well.
pub fn without_other_versions(text: &str) -> Cow<'_, str> {
    if !holds_merge(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut version = Version::Only;
    for line in text.split_inclusive('\n') {
        let mark = is_conflict_marker(line);
        version = match (version, mark) {
            (_, true) if line.starts_with('<') => Version::First,
            (Version::First, true) if line.starts_with('=') => Version::Second,
            (_, true) if line.starts_with('>') => Version::Only,
            (version, _) => version,
        };
        if version == Version::Second && !mark {
            out.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

/// Whether an unresolved merge may stand in a text.
pub fn holds_merge(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"<<<<<<<").is_some()
}

/// Which of a merge's versions a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// No merge is open.
    Only,
    /// From `<<<<<<<` to `=======`.
    First,
    /// From `=======` to `>>>>>>>`.
    Second,
}

/// The items of a text, and the faults of what stands outside them.
pub fn items(file: FileId, text: &str) -> (Vec<ItemRange>, Vec<Diagnostic>) {
    let ranges = split_items(text);
    let before = text.get(..ranges.first().map_or(text.len(), |first| first.start)).unwrap_or("");
    let stray = Token::lexer(before)
        .spanned()
        .find(|(token, _)| !matches!(token, Ok(Token::Newline | Token::Comment)));
    let fault = stray.map(|(_, Range { start, end })| {
        let (word, line) = (text.get(start..end).unwrap_or(""), line_at(text, start));
        if is_conflict_marker(line) {
            faults::merge_conflict(place(file, start, start.saturating_add(line.len())))
        } else {
            faults::before_first_item(place(file, start, end), word, ranges.is_empty())
        }
    });
    (ranges, fault.into_iter().collect())
}

/// The items of a text.
pub fn split_items(text: &str) -> Vec<ItemRange> {
    split_items_in(text, 0..text.len())
}

/// The items that start in a part of a text that begins with a line; the last ends with the part at the latest.
pub fn split_items_in(text: &str, part: Range<usize>) -> Vec<ItemRange> {
    let mut ranges: Vec<ItemRange> = Vec::new();
    let lines = std::iter::once(part.start).chain(lines_from(text, part.start));
    for line in lines.take_while(|line| *line < part.end) {
        if let Some((keyword, start)) = item_start(text, line) {
            if let Some(last) = ranges.last_mut() {
                last.end = start;
            }
            ranges.push(ItemRange { keyword, start, end: part.end });
        }
    }
    ranges
}

/// The items of a text before a byte, from the last one back: the one that holds the byte comes first. Only the lines
/// that are asked for are read: texts and comments end with their line, so that each line tells by itself whether an
/// item starts there.
pub fn items_back(text: &str, offset: usize) -> impl Iterator<Item = ItemRange> {
    let mut end = text.len();
    let line_end = text.get(offset..).and_then(|rest| rest.find('\n'));
    let mut at = line_end.map_or(text.len(), |length| offset.saturating_add(length));
    // The end of the item at the place is the start of the next one.
    for line in lines_from(text, at) {
        if let Some((_, start)) = item_start(text, line) {
            end = start;
            break;
        }
    }
    std::iter::from_fn(move || {
        while at > 0 {
            let before = text.get(..at)?;
            let line = before.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
            let found = item_start(text, line);
            at = line.saturating_sub(1);
            if let Some((keyword, start)) = found.filter(|(_, start)| *start <= offset) {
                let range = ItemRange { keyword, start, end };
                end = start;
                return Some(range);
            }
            if let Some((_, start)) = found {
                end = start;
            }
            if line == 0 {
                at = 0;
            }
        }
        None
    })
}

/// The starts of the lines after the line end at `at`.
fn lines_from(text: &str, at: usize) -> impl Iterator<Item = usize> {
    let after = text.get(at..).unwrap_or("");
    memchr::memchr_iter(b'\n', after.as_bytes())
        .map(move |newline| at.saturating_add(newline).saturating_add(1))
}

/// The item keyword that the line at `line` starts with, and where it stands. Texts and comments end with their line, so
/// that each line tells by itself. Nearly all lines are plain enough to be told off the bytes.
fn item_start(text: &str, line: usize) -> Option<(ItemKeyword, usize)> {
    let rest = text.get(line..)?;
    let blank = rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = line.saturating_add(blank);
    let rest = rest.get(blank..)?;
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    match rest.as_bytes().get(length) {
        // A blank or letter beyond ASCII, an accent, an apostrophe: the lexer knows.
        Some(byte) if !byte.is_ascii() || matches!(byte, b'\'' | b'\r') => {
            let mut lexer = Token::lexer(rest);
            match lexer.next()? {
                Ok(Token::Word) => {
                    Some((item_keyword(lexer.slice())?, start.saturating_add(lexer.span().start)))
                }
                _ => None,
            }
        }
        Some(byte) if byte.is_ascii_digit() || *byte == b'_' => None,
        _ => Some((item_keyword(rest.get(..length)?)?, start)),
    }
}

/// The pieces of one item, for an editor.
pub fn split_pieces(file: FileId, text: &str, item: ItemRange) -> Vec<Piece> {
    pieces(file, text, item).0
}

/// The pieces of one item, and the faults that tokens alone show.
pub fn pieces(file: FileId, text: &str, item: ItemRange) -> (Vec<Piece>, Vec<Diagnostic>) {
    Splitter { file, text, item, pieces: Vec::with_capacity(8), faults: Vec::new() }.run()
}

struct Splitter<'a> {
    file: FileId,
    text: &'a str,
    item: ItemRange,
    pieces: Vec<Piece>,
    faults: Vec<Diagnostic>,
}

impl Splitter<'_> {
    fn run(mut self) -> (Vec<Piece>, Vec<Diagnostic>) {
        let body = self.text.get(self.item.start..self.item.end).unwrap_or("");
        let mut lexer = Token::lexer(body);
        let mut line_start = false;
        let mut depth = 0u32;
        let mut operators = 0usize;
        // The word before, folded, when it can keep the next keyword from cutting.
        let mut before = Before::Nothing;
        // Where a word ended, and where a sign that joined it to the next one did: no keyword stands inside a code.
        let (mut word_end, mut joined_end) = (0, 0);
        // A conflict marker: all of its line is skipped.
        let mut skip_line = false;
        while let Some(token) = lexer.next() {
            let start = self.item.start.saturating_add(lexer.span().start);
            let end = self.item.start.saturating_add(lexer.span().end);
            if token == Ok(Token::Newline) {
                line_start = true;
                skip_line = false;
                continue;
            }
            if skip_line || token == Ok(Token::Comment) {
                continue;
            }
            if line_start && token == Ok(Token::Other) && is_conflict_marker(line_at(self.text, start)) {
                let line = line_at(self.text, start);
                self.faults.push(faults::merge_conflict(place(
                    self.file,
                    start,
                    start.saturating_add(line.len()),
                )));
                skip_line = true;
                continue;
            }
            let first = line_start;
            line_start = false;
            match token {
                Ok(Token::Word) if start == joined_end => (word_end, before) = (end, Before::Nothing),
                Ok(Token::Word) => {
                    word_end = end;
                    let (cut, next, length) = self.word(lexer.slice(), start, first, before);
                    before = next;
                    if let Some(kind) = cut {
                        (depth, operators) = (0, 0);
                        let keyword_end = end.saturating_add(length);
                        lexer.bump(length);
                        self.pieces.push(Piece { kind, start, keyword_end, end: keyword_end, spoilt: false });
                        continue;
                    }
                }
                Ok(Token::OpenString) => {
                    self.spoil(faults::open_string(place(self.file, start, end), lexer.slice()));
                }
                Ok(Token::Open) => {
                    depth = depth.saturating_add(1);
                    if depth == MAX_DEPTH {
                        self.spoil(faults::too_deep(place(self.file, start, end)));
                    }
                }
                Ok(Token::Close) => depth = depth.saturating_sub(1),
                Ok(Token::Other) if start == word_end && self.joins(lexer.slice()) => joined_end = end,
                Ok(Token::Other) if OPERATORS.contains(&lexer.slice()) => {
                    operators = operators.saturating_add(1);
                    let calculates = self
                        .pieces
                        .last()
                        .is_some_and(|piece| piece.kind == PieceKind::Attribute(Keyword::Algorithm));
                    if calculates && operators == MAX_OPERANDS {
                        self.spoil(faults::too_many_operands(place(self.file, start, end)));
                    }
                }
                Ok(Token::Comma) if before == Before::RequiredName => before = Before::RequiredList,
                Ok(Token::String) => before = Before::Nothing,
                _ => {}
            }
            if self.pieces.is_empty() {
                self.pieces.push(Piece {
                    kind: PieceKind::Head,
                    start,
                    keyword_end: end,
                    end,
                    spoilt: false,
                });
            }
            if let Some(piece) = self.pieces.last_mut() {
                piece.end = end;
            }
        }
        (self.pieces, self.faults)
    }

    /// Whether a sign after a word goes on with a code where codes stand.
    fn joins(&self, sign: &str) -> bool {
        let hyphen = sign.chars().all(|c| plain_hyphen(c) == '-');
        match self.pieces.last().map(|piece| piece.kind) {
            Some(PieceKind::Head) => hyphen || matches!(sign, "." | "/"),
            Some(PieceKind::Attribute(Keyword::In)) => hyphen || sign == ".",
            _ => false,
        }
    }

    /// Reports why a piece can't be read, once a piece: open strings apart, of which each is a fault of its own.
    fn spoil(&mut self, fault: Diagnostic) {
        let Some(piece) = self.pieces.last_mut() else { return self.faults.push(fault) };
        if !piece.spoilt || fault.code == Code::OpenString {
            self.faults.push(fault);
        }
        piece.spoilt = true;
    }

    /// Whether a word starts a new piece; what it means for the word after; how many further bytes the keyword has.
    fn word(
        &self,
        word: &str,
        start: usize,
        first: bool,
        before: Before,
    ) -> (Option<PieceKind>, Before, usize) {
        if self.pieces.is_empty() {
            return (None, Before::Nothing, 0);
        }
        if self.item.keyword == ItemKeyword::Bands && first && starts_row(word) {
            return (Some(PieceKind::Row), Before::Nothing, 0);
        }
        if self.at_name() && !first {
            return (None, Before::Nothing, 0);
        }
        let rest_start = start.saturating_add(word.len());
        for &(keyword, more) in keywords_from(word) {
            let Some(length) = self.phrase_length(rest_start, more) else { continue };
            let kept = match before {
                Before::RequiredList => true,
                Before::From => keyword == Keyword::Baseline,
                Before::Incomplete => keyword == Keyword::Reason,
                Before::Preposition => !first,
                Before::Nothing | Before::RequiredName => false,
            };
            if kept {
                let next =
                    if before == Before::RequiredList { Before::RequiredName } else { Before::Nothing };
                return (None, next, 0);
            }
            if keyword == Keyword::In && !Keyword::In.allowed_on(self.item.keyword) {
                return (None, Before::Nothing, 0);
            }
            let next = match keyword {
                Keyword::Required => Before::RequiredList,
                Keyword::IncompleteWeights => Before::Incomplete,
                _ => Before::Nothing,
            };
            return (Some(PieceKind::Attribute(keyword)), next, length);
        }
        let next = match before {
            Before::RequiredList | Before::RequiredName => Before::RequiredName,
            _ if word.eq_ignore_ascii_case("da") => Before::From,
            _ if PREPOSITIONS.iter().any(|preposition| preposition.eq_ignore_ascii_case(word)) => {
                Before::Preposition
            }
            _ => Before::Nothing,
        };
        (None, next, 0)
    }

    /// Whether a name is to come: a keyword there is a reserved word used as a name, which the head's reading reports.
    fn at_name(&self) -> bool {
        let [head] = self.pieces.as_slice() else { return false };
        let named =
            !matches!(self.item.keyword, ItemKeyword::Plan | ItemKeyword::Use | ItemKeyword::Override);
        named && head.end == head.keyword_end
    }

    /// The bytes that the further words of a phrase take after `start`, if they stand there on the same line.
    fn phrase_length(&self, start: usize, words: &str) -> Option<usize> {
        if words.is_empty() {
            return Some(0);
        }
        let text = self.text.get(start..self.item.end)?;
        let mut rest = text;
        for word in words.split(' ') {
            let trimmed = rest.trim_start_matches([' ', '\t', '\u{A0}', '\u{202F}']);
            if trimmed.len() == rest.len() {
                return None;
            }
            let length = trimmed.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(trimmed.len());
            if fold(trimmed.get(..length)?) != word {
                return None;
            }
            rest = trimmed.get(length..)?;
        }
        Some(text.len().saturating_sub(rest.len()))
    }
}

/// What the word before says of a keyword that follows: some keywords are words of another's phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// `richiede`, or a comma in its list: a name follows.
    RequiredList,
    /// A name of `richiede`'s list.
    RequiredName,
    /// `da`: `storico` may follow.
    From,
    /// `pesi incompleti`: `motivo` follows.
    Incomplete,
    /// `al`, `del`: no value ends with one, so that what follows on the line is still of the phrase.
    Preposition,
}

/// Prepositions with their article, as they stand before a noun: `proporzionale al target`.
const PREPOSITIONS: [&str; 15] = [
    "al", "allo", "alla", "del", "dello", "della", "dal", "dallo", "dalla", "sul", "sullo", "sulla", "nel",
    "nello", "nella",
];

fn starts_row(word: &str) -> bool {
    ["fino", "da", "sotto", "oltre"].iter().any(|start| start.eq_ignore_ascii_case(word))
}

fn line_at(text: &str, start: usize) -> &str {
    text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("")
}

/// `<<<<<<<`, `=======` or `>>>>>>>` at the start of a line: an unresolved merge.
fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| line.starts_with(marker))
}

fn place(file: FileId, start: usize, end: usize) -> Span {
    Span::new(file, start as u32, end as u32)
}
