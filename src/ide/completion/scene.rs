//! Where the cursor is, in the text as it is now: what is being typed, the item above, the piece of it that the typed
//! word continues.

use std::cell::OnceCell;
use std::ops::Range;

use super::declared::Declaration;
use super::texts::outside;
use crate::diagnostics::Lang;
use crate::ide::State;
use crate::reference::AlgorithmName;
use crate::source::{FileId, Sources};
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{Head, Item};
use crate::syntax::{ItemRange, Piece, PieceKind, read_item, split_items_in, split_pieces};
use crate::value::{fold_name, plain_hyphen};

/// How far back on the line the words may begin that an offer continues.
const LONGEST_PHRASE: usize = 80;

/// All that a completion looks at.
pub(super) struct Scene<'a> {
    /// What the analysis last said; it may be of an earlier text.
    pub state: Option<&'a State>,
    /// The text as it is now.
    pub text: &'a str,
    /// The place.
    pub offset: usize,
    /// The user's language.
    pub lang: Lang,
    /// A file id for what is read from the text; it means nothing elsewhere.
    pub file: FileId,
    /// The items of the text.
    pub ranges: Vec<ItemRange>,
    /// Where the word (or the begun phrase) that is being typed starts.
    pub start: usize,
    /// Whether that is the beginning of a keyword of several words: then nothing else is meant.
    pub is_begun: bool,
    /// Where the single word that is being typed starts.
    alone: usize,
    /// Where the word around the place ends.
    pub end: usize,
    /// Where the line starts.
    pub line: usize,
    /// The item that stands above what is typed, as a place of `ranges`.
    pub above: Option<usize>,
    /// The pieces of that item, up to what is typed.
    pub pieces: Vec<Piece>,
    /// What is declared, once it was asked for.
    pub declarations: OnceCell<Vec<Declaration<'a>>>,
    /// What may be meant by what stands before the place on the line: where it starts, and folded; longest first.
    phrases: Vec<(usize, String)>,
}

/// Of a text longer than this only the part around the place is looked at: the rest is as the analysis last saw it.
const LARGE: usize = 1 << 20;
/// How much of it on either side.
const AROUND: usize = 1 << 17;

/// The part of a text that is cut into items for the line that starts at `line`.
fn part_around(text: &str, line: usize, state: Option<&State>) -> Range<usize> {
    if text.len() < LARGE || state.is_none() {
        return 0..text.len();
    }
    let end_of_line_before = |at: usize| {
        let before = text.as_bytes().get(..at).unwrap_or_default();
        memchr::memrchr(b'\n', before).map_or(0, |newline| newline.saturating_add(1))
    };
    let start = end_of_line_before(line.saturating_sub(AROUND));
    let end = line.saturating_add(AROUND);
    start..if end >= text.len() { text.len() } else { end_of_line_before(end) }
}

impl<'a> Scene<'a> {
    /// What is at a place; `None` inside a text or a comment, where nothing is offered.
    pub fn at(state: Option<&'a State>, text: &'a str, offset: usize, lang: Lang) -> Option<Scene<'a>> {
        let before = text.get(..offset)?;
        let line = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let typed = before.get(line..)?;
        // Right behind a text nothing is offered: a blank has to come first.
        if outside(typed).is_inside || typed.ends_with(['"', '»', '”']) {
            return None;
        }
        let file = Sources::new().add("", "", b"");
        let ranges = split_items_in(text, part_around(text, line, state));
        let mut word = Word::at(text, line, offset, Words::Codes)?;
        let (mut above, mut pieces) = item_above(file, text, &ranges, word.start);
        if pieces.last().is_some_and(|piece| is_calculation(text, *piece)) {
            word = Word::at(text, line, offset, Words::Operands)?;
            (above, pieces) = item_above(file, text, &ranges, word.start);
        }
        let Word { start, is_begun, alone, end, phrases } = word;
        let declarations = OnceCell::new();
        Some(Scene {
            state,
            text,
            offset,
            lang,
            file,
            ranges,
            start,
            is_begun,
            alone,
            end,
            line,
            above,
            pieces,
            phrases,
            declarations,
        })
    }

    /// The item above.
    pub fn range(&self) -> Option<ItemRange> {
        self.above.and_then(|above| self.ranges.get(above)).copied()
    }

    /// What keyword starts the item above.
    pub fn item_keyword(&self) -> Option<ItemKeyword> {
        self.range().map(|range| range.keyword)
    }

    /// What can be read of the item above.
    pub fn item(&self) -> Option<Item> {
        self.range().map(|range| read_item(self.file, self.text, range))
    }

    /// The attributes of the item above but for one that is being typed, readable or not.
    pub fn present(&self) -> Vec<Keyword> {
        let Some(range) = self.range() else { return Vec::new() };
        let pieces = split_pieces(self.file, self.text, range);
        let others = pieces.iter().filter(|piece| piece.start != self.start);
        let keyword = |piece: &Piece| match piece.kind {
            PieceKind::Attribute(keyword) => Some(keyword),
            PieceKind::Head | PieceKind::Row => None,
        };
        others.filter_map(keyword).collect()
    }

    /// The piece that what is typed continues.
    pub fn piece(&self) -> Option<Piece> {
        self.pieces.last().copied()
    }

    /// What stands between the keyword of the piece and what is typed, a comment after it left out.
    pub fn argument(&self) -> &'a str {
        let end = self.piece().map_or(self.start, |piece| piece.end);
        self.text.get(self.argument_start()..end).unwrap_or("")
    }

    /// Where that starts.
    pub fn argument_start(&self) -> usize {
        self.piece().map_or(self.start, |piece| piece.keyword_end)
    }

    /// Whether a piece can be read as it stands before what is typed, so that another attribute may follow.
    pub fn is_finished(&self, piece: Piece) -> bool {
        let Some(range) = self.range() else { return false };
        if self.argument().trim().is_empty() && piece.kind != PieceKind::Attribute(Keyword::EqualWeights) {
            return false;
        }
        let item = read_item(self.file, self.text, ItemRange { end: self.start, ..range });
        match piece.kind {
            PieceKind::Head => item.head.is_some(),
            PieceKind::Attribute(keyword) => !item.is_broken(keyword),
            PieceKind::Row => !matches!(item.head, None | Some(Head::Bands { broken: true, .. })),
        }
    }

    /// Whether nothing but blanks stands before what is typed on its line.
    pub fn at_line_start(&self) -> bool {
        self.text.get(self.line..self.start).is_some_and(|before| before.trim().is_empty())
    }

    /// Whether the line is indented.
    pub fn is_indented(&self) -> bool {
        self.line < self.start && self.at_line_start()
    }

    /// Whether more stands on the line after the word, a comment apart.
    pub fn line_goes_on(&self) -> bool {
        let rest = self.text.get(self.end..).and_then(|rest| rest.lines().next()).unwrap_or("").trim();
        !rest.is_empty() && !rest.starts_with('#')
    }

    /// What an offer with this label takes the place of: the words before the place that it begins with, else the word
    /// that is being typed; and whether it continues any.
    pub fn replaced(&self, label: &str) -> (Range<usize>, bool) {
        let label = fold_name(label);
        let found = self.phrases.iter().find(|(_, phrase)| label.starts_with(phrase.as_str()));
        match found {
            Some((start, _)) => (*start..self.end, true),
            None => (self.alone..self.end, false),
        }
    }
}

/// What a word consists of, keys included.
pub(super) fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '\u{300}' | '\u{301}')
}

/// What belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Codes and keys: a hyphen inside is part of them.
    Codes,
    /// Names between `-` and `/` that calculate.
    Operands,
}

impl Words {
    fn holds(self, c: char) -> bool {
        in_word(c) && !(self == Words::Operands && c == '/')
    }

    /// Whether a character goes on with the word that the one before it is of.
    fn continues(self, previous: char, c: char) -> bool {
        let is_hyphen = |c: char| self == Words::Codes && plain_hyphen(c) == '-';
        self.holds(c) && (self.holds(previous) || is_hyphen(previous)) || is_hyphen(c) && self.holds(previous)
    }
}

/// The word around a place, and the phrase that is being typed there.
struct Word {
    start: usize,
    is_begun: bool,
    alone: usize,
    end: usize,
    phrases: Vec<(usize, String)>,
}

impl Word {
    /// At byte `offset` of the line that starts at `line`.
    fn at(text: &str, line: usize, offset: usize, words: Words) -> Option<Word> {
        let (typed, after) = (text.get(line..offset)?, text.get(offset..)?);
        let phrases = phrases(typed, line, words);
        let begun = phrases.iter().find(|(_, phrase)| begins_keyword(phrase)).map(|(start, _)| *start);
        let (mut alone, mut previous) = (line, None);
        for (at, c) in typed.char_indices() {
            if !previous.is_some_and(|previous| words.continues(previous, c)) {
                let skipped = if words.holds(c) { 0 } else { c.len_utf8() };
                alone = line.saturating_add(at).saturating_add(skipped);
            }
            previous = Some(c);
        }
        // Right before a word it is that word.
        let mut previous = previous.filter(|_| alone < offset);
        let rest = after.chars().take_while(|c| {
            let goes_on = previous.map_or(words.holds(*c), |previous| words.continues(previous, *c));
            previous = Some(*c);
            goes_on
        });
        let end = offset.saturating_add(rest.map(char::len_utf8).sum());
        let start = begun.unwrap_or(alone).min(alone);
        Some(Word { start, is_begun: begun.is_some(), alone, end, phrases })
    }
}

/// The item that stands above a place, as one of some ranges; and its pieces up to there.
fn item_above(file: FileId, text: &str, ranges: &[ItemRange], start: usize) -> (Option<usize>, Vec<Piece>) {
    let above = ranges.partition_point(|range| range.start < start).checked_sub(1);
    let cut = above.and_then(|above| ranges.get(above)).map(|range| ItemRange { end: start, ..*range });
    (above, cut.map(|range| split_pieces(file, text, range)).unwrap_or_default())
}

/// Whether a piece is an algorithm that calculates with names.
fn is_calculation(text: &str, piece: Piece) -> bool {
    let argument = text.get(piece.keyword_end..piece.end).unwrap_or("");
    let name = AlgorithmName::at_start(argument).map(|(name, _)| name);
    piece.kind == PieceKind::Attribute(Keyword::Algorithm)
        && name.is_some_and(|name| name != AlgorithmName::WeightedMean)
}

/// The ends of a line's beginning, from every word after the last text on, folded; longest first.
fn phrases(typed: &str, line: usize, words: Words) -> Vec<(usize, String)> {
    let texts_end = typed.rfind(['"', '»', '”']).map_or(0, |quote| quote.saturating_add(1));
    let from = typed.len().saturating_sub(LONGEST_PHRASE).max(texts_end);
    let mut previous = ' ';
    let mut found = Vec::new();
    for (at, c) in typed.char_indices() {
        let starts = !words.continues(previous, c) && !c.is_whitespace();
        previous = c;
        if let Some(phrase) = typed.get(at..).filter(|_| starts && at >= from) {
            let mut folded = fold_name(phrase);
            if phrase.ends_with(char::is_whitespace) {
                folded.push(' ');
            }
            found.push((line.saturating_add(at), folded));
        }
    }
    found.retain(|(_, phrase)| !phrase.trim().is_empty());
    found
}

/// Whether a folded phrase is the beginning of a keyword of several words, its first word complete.
fn begins_keyword(phrase: &str) -> bool {
    phrase.contains(' ')
        && Keyword::ALL.iter().any(|keyword| {
            let spelling = fold_name(keyword.spelling());
            spelling.len() > phrase.len() && spelling.starts_with(phrase)
        })
}
