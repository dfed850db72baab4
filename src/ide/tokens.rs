//! Colours: what each word of a plan is. Texts, numbers and comments are coloured by their form, names by what they name.

use std::ops::Range;

use super::names::{self, Symbol};
use crate::source::{FileId, Sources};
use crate::syntax::{ItemRange, Lexeme, PieceKind, lexemes, read_item, split_items, split_pieces};

/// The protocol's names of the kinds, in the order of [`Kind`].
pub const TYPES: &[&str] = &[
    "keyword",
    "property",
    "class",
    "function",
    "variable",
    "enumMember",
    "string",
    "number",
    "operator",
    "comment",
];
/// The protocol's names of what a kind may be besides.
pub const MODIFIERS: &[&str] = &["declaration"];

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The keyword of an item.
    Item,
    /// The keyword of an attribute.
    Attribute,
    /// The code of an objective, an area, an action.
    Objective,
    /// The name of a KPI, or a code of the catalogue.
    Kpi,
    /// A measure.
    Measure,
    /// A structure, or bands.
    Other,
    /// Between quotes.
    Text,
    /// A number, with its sign of percent or euro; a date.
    Number,
    /// `>=`, `/`, `->`.
    Operator,
    /// `# …`
    Comment,
}

/// A coloured word. Words do not overlap and none crosses a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Whether this is where it is declared.
    pub declares: bool,
}

/// The coloured words of the items of a text that touch `range`.
pub fn tokens(text: &str, range: &Range<usize>) -> Vec<Token> {
    let mut sources = Sources::new();
    let file = sources.add("", "", b"");
    let items = split_items(text);
    let first = items.first().map_or(text.len(), |item| item.start);
    let mut found = Vec::new();
    by_form(text, 0..first, &[], &mut found);
    for item in items.iter().filter(|item| item.start < range.end && range.start < item.end) {
        let known = by_meaning(file, text, *item);
        by_form(text, item.start..item.end, &known, &mut found);
    }
    found
}

/// The keywords and names of an item, in order.
fn by_meaning(file: FileId, text: &str, range: ItemRange) -> Vec<Token> {
    let item = read_item(file, text, range);
    let mut known = Vec::new();
    for piece in split_pieces(file, text, range) {
        let kind = match piece.kind {
            PieceKind::Head => Kind::Item,
            PieceKind::Attribute(_) | PieceKind::Row => Kind::Attribute,
        };
        known.push(Token { start: piece.start, end: piece.keyword_end, kind, declares: false });
    }
    // Which objective a KPI belongs to changes no colour.
    names::of_item(&item, Some(""), &mut |mention| {
        let kind = match mention.symbol {
            Symbol::Objective(_) => Kind::Objective,
            Symbol::Kpi(..) | Symbol::Indicator(_) => Kind::Kpi,
            Symbol::Measure(_) => Kind::Measure,
            Symbol::Structure(_) | Symbol::Bands(_) => Kind::Other,
        };
        let (start, end) = (mention.span.start as usize, mention.span.end as usize);
        let quoted = text.get(start..end).is_some_and(|name| name.starts_with(['"', '«', '“']));
        let kind = if quoted { Kind::Text } else { kind };
        known.push(Token { start, end, kind, declares: mention.declares });
    });
    known.sort_by_key(|token| (token.start, token.end));
    known.dedup_by_key(|token| token.start);
    known
}

/// The words of a range by their form, but where it is known what they mean.
fn by_form(text: &str, range: Range<usize>, known: &[Token], found: &mut Vec<Token>) {
    let mut known = known.iter().peekable();
    for (lexeme, place) in lexemes(text.get(range.clone()).unwrap_or("")) {
        let start = place.start.saturating_add(range.start);
        let end = place.end.saturating_add(range.start);
        while let Some(token) = known.next_if(|token| token.start <= start) {
            found.push(*token);
        }
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let word = text.get(start..end).unwrap_or("");
        let kind = match lexeme {
            Lexeme::Comment => Kind::Comment,
            Lexeme::String | Lexeme::OpenString => Kind::Text,
            Lexeme::Word if word.starts_with(|c: char| c.is_numeric()) => Kind::Number,
            Lexeme::Other if matches!(word, "%" | "€") => Kind::Number,
            Lexeme::Other if "<>=≤≥→/*+-".contains(word) => Kind::Operator,
            _ => continue,
        };
        let end = start.saturating_add(word.trim_end_matches(['\r', '\n']).len());
        found.push(Token { start, end, kind, declares: false });
    }
    found.extend(known);
}
