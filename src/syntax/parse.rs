//! Pieces to tree nodes: the only file, with its neighbours `values` and `parse_algorithm`, that sees pest.

use pest::Parser as _;
use pest::iterators::Pair;
use rayon::prelude::*;

use super::expected::{expected, expected_head, expected_row};
use super::keyword::{ItemKeyword, Keyword, NO_UNIT, fold, is_reserved, item_keyword};
use super::parse_attribute::attribute;
use super::parse_head::head;
use super::plain;
use super::reword::{self, Line};
use super::reword_head;
use super::rules::{rule_of, rule_of_head};
use super::split::{self, ItemRange, MAX_OPERANDS, Piece, PieceKind};
use super::tree::*;
use super::{faults, faults_words};
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::{FileId, Span, Spanned};

/// The grammar of `grammar/piao.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/piao.pest"]
#[allow(missing_docs)]
pub struct Grammar;

/// A file's items, and every fault of writing in it. Items are independent, so they are read on all cores.
pub fn parse(file: FileId, text: &str) -> (Tree, Vec<Diagnostic>) {
    parse_with(file, text, By::PlainFirst)
}

/// [`parse`] without the fast path of `plain`: its oracle in the differential test.
pub fn parse_by_grammar(file: FileId, text: &str) -> (Tree, Vec<Diagnostic>) {
    parse_with(file, text, By::GrammarAlone)
}

/// How pieces are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// What is plain off the bytes, the rest by pest.
    PlainFirst,
    /// All by pest.
    GrammarAlone,
}

fn parse_with(file: FileId, text: &str, by: By) -> (Tree, Vec<Diagnostic>) {
    let text = &*split::without_other_versions(text);
    let (ranges, mut faults) = split::items(file, text);
    let parsed: Vec<(Vec<Item>, Vec<Diagnostic>)> =
        ranges.par_iter().with_min_len(64).map(|range| parse_item(file, text, *range, by)).collect();
    let tree = Tree::of_items(&ranges, parsed, &mut faults);
    (tree, faults)
}

/// One item of a file alone, without its faults: for an editor that asks what is at a place.
pub fn read_item(file: FileId, text: &str, range: ItemRange) -> Item {
    let (items, _) = parse_item(file, text, range, By::PlainFirst);
    items.into_iter().next().unwrap_or_else(|| {
        let span = Span::new(file, range.start as u32, range.end as u32);
        nothing_readable(range.keyword, span)
    })
}

impl Tree {
    /// The tree of what each range gave; the faults are put to the others.
    pub(super) fn of_items(
        ranges: &[ItemRange],
        parsed: Vec<(Vec<Item>, Vec<Diagnostic>)>,
        faults: &mut Vec<Diagnostic>,
    ) -> Tree {
        let mut tree = Tree { items: Vec::with_capacity(parsed.len()), faulty: Vec::new() };
        for (range, (read, found)) in ranges.iter().zip(parsed) {
            if !found.is_empty() {
                tree.faulty.push(range.start as u32);
            }
            tree.items.extend(read);
            faults.extend(found);
        }
        tree
    }
}

/// After so many faults in one item the rest of it is not read.
const MOST_FAULTS: usize = 1_000;

/// What reading one piece needs: where it is, and where its faults go.
pub(super) struct Reader<'a> {
    file: FileId,
    /// The item that the piece belongs to.
    item: ItemKeyword,
    /// The piece's text and where it starts in the file.
    base: usize,
    text: &'a str,
    faults: Vec<Diagnostic>,
    /// Whether a range of years is in its place here: inside `somma` and `media`.
    window: bool,
    /// Operands of an expression read so far.
    operands: usize,
}

impl<'a> Reader<'a> {
    /// For a text that starts at byte `base` of its file.
    pub(super) fn new(file: FileId, item: ItemKeyword, base: usize, text: &'a str) -> Reader<'a> {
        Reader { file, item, base, text, faults: Vec::new(), window: false, operands: 0 }
    }

    /// What is wrong so far.
    pub(super) fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// Forgets it, for something better to be said.
    pub(super) fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// The item that the piece belongs to.
    pub(super) fn item(&self) -> ItemKeyword {
        self.item
    }

    pub(super) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        self.at(span.start(), span.end())
    }

    fn at(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base.saturating_add(start) as u32, self.base.saturating_add(end) as u32)
    }

    pub(super) fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    pub(super) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Counts one more operand; `false` if that is too many for one calculation, which is reported once.
    pub(super) fn count_operand(&mut self, span: Span) -> bool {
        self.operands = self.operands.saturating_add(1);
        if self.operands == MAX_OPERANDS {
            self.fault(faults::too_many_operands(span));
        }
        self.operands < MAX_OPERANDS
    }

    pub(super) fn in_window(&self) -> bool {
        self.window
    }

    pub(super) fn enter_window(&mut self, inside: bool) {
        self.window = inside;
    }

    /// Where a character first stands in the piece.
    pub(super) fn find(&self, wanted: char) -> Option<Span> {
        self.text.find(wanted).map(|at| self.at(at, at.saturating_add(wanted.len_utf8())))
    }

    /// What is written from a byte of the file to the end of its line, a comment left out.
    pub(super) fn rest_of_line(&self, start: u32) -> (Span, &'a str) {
        let rest = self.text.get((start as usize).saturating_sub(self.base)..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("");
        let written = line.split('#').next().unwrap_or("").trim_end();
        (Span::new(self.file, start, start.saturating_add(written.len() as u32)), written)
    }

    /// The text that a span of this piece covers.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        let start = (span.start as usize).saturating_sub(self.base);
        let end = (span.end as usize).saturating_sub(self.base);
        self.text.get(start..end).unwrap_or("")
    }
}

/// How a piece was read.
enum Outcome<T> {
    /// Whole, or up to a line that starts with an unknown word, which is reported.
    Read(T),
    /// Not at all.
    Unread,
}

/// One item; and, where one of its lines starts with a misspelt item keyword, the item that was lost there, without
/// anything readable, so that what belongs to it is not taken for something else's.
pub(super) fn parse_item(file: FileId, text: &str, range: ItemRange, by: By) -> (Vec<Item>, Vec<Diagnostic>) {
    let (pieces, mut faults) = split::pieces(file, text, range);
    let end = pieces.last().map_or(range.start, |piece| piece.end);
    let keyword_end = pieces.first().map_or(range.start, |piece| piece.keyword_end);
    let keyword = Spanned::new(range.keyword, Span::new(file, range.start as u32, keyword_end as u32));
    let mut item = Item {
        span: Span::new(file, range.start as u32, end as u32),
        keyword,
        head: None,
        attributes: Vec::with_capacity(pieces.len().saturating_sub(1)),
        broken: Vec::new(),
        firsts: None,
    };
    let mut previous: Option<Piece> = None;
    let mut lost = None;
    for piece in pieces {
        let before = faults.len();
        read_piece(Source { file, text, by }, &mut item, piece, previous, &mut faults);
        let unknown = faults.iter().skip(before).filter(|fault| fault.code == Code::UnknownWord);
        for (meant, span) in unknown.filter_map(meant) {
            let (first, _) = meant.split_once(' ').unwrap_or((&meant, ""));
            let is_meant = |keyword: &Keyword| keyword.spelling() == meant || keyword.spelling() == first;
            item.broken.extend(Keyword::ALL.iter().copied().filter(is_meant));
            lost = item_keyword(&meant).map(|keyword| nothing_readable(keyword, span)).or(lost);
        }
        if lost.is_some() {
            break;
        }
        if faults.len() > MOST_FAULTS {
            faults.push(faults::too_many_faults(keyword.span));
            break;
        }
        previous = Some(piece);
    }
    if item.keyword.node == ItemKeyword::Indicator {
        indicator_or_kpi(&item, &mut faults);
    }
    (std::iter::once(item).chain(lost).collect(), faults)
}

/// The keyword that an unknown word probably is, and where the word stands.
fn meant(fault: &Diagnostic) -> Option<(String, Span)> {
    let edit = fault.fixes.first()?.edits.first()?;
    Some((edit.text.clone(), edit.span))
}

fn nothing_readable(keyword: ItemKeyword, span: Span) -> Item {
    Item {
        span,
        keyword: Spanned::new(keyword, span),
        head: None,
        attributes: Vec::new(),
        broken: Vec::new(),
        firsts: None,
    }
}

/// The text that pieces are of, and how they are read.
#[derive(Clone, Copy)]
struct Source<'a> {
    file: FileId,
    text: &'a str,
    by: By,
}

fn read_piece(
    source: Source<'_>,
    item: &mut Item,
    piece: Piece,
    previous: Option<Piece>,
    faults: &mut Vec<Diagnostic>,
) {
    let Source { file, text, by } = source;
    let plain = by == By::PlainFirst && !piece.spoilt;
    let own = text.get(piece.start..piece.end).unwrap_or("");
    let mut reader = Reader::new(file, item.keyword.node, piece.start, own);
    let keyword_span = Span::new(file, piece.start as u32, piece.keyword_end as u32);
    match piece.kind {
        PieceKind::Head => {
            let fast =
                plain.then(|| plain::head(file, text, piece.keyword_end, piece.end, item.keyword.node));
            item.head = fast.flatten().or_else(|| {
                match read_head(&mut reader, item.keyword.node, keyword_span.end, piece.spoilt) {
                    Outcome::Read(head) => Some(head),
                    Outcome::Unread => None,
                }
            });
        }
        PieceKind::Row => {
            let row = if piece.spoilt { Outcome::Unread } else { read_row(&mut reader) };
            if let Some(Head::Bands { rows, broken, .. }) = &mut item.head {
                match row {
                    Outcome::Read(row) => rows.push(row),
                    Outcome::Unread => *broken = true,
                }
            }
        }
        PieceKind::Attribute(keyword) => {
            if let Some(fault) = word_as_unit(text, keyword, keyword_span, piece, previous) {
                faults.push(fault);
                if let Some(Piece { kind: PieceKind::Attribute(spoilt), .. }) = previous {
                    item.pop(spoilt);
                    item.broken.push(spoilt);
                }
                return;
            }
            if keyword == Keyword::Office
                && reword::declares(text.get(piece.keyword_end..piece.end).unwrap_or(""))
            {
                faults.push(faults_words::structure_meant(keyword_span));
                item.broken.push(keyword);
                return;
            }
            let allowed = keyword.allowed_on(item.keyword.node);
            let meant_kpi = item.keyword.node == ItemKeyword::Indicator
                && matches!(keyword, Keyword::Weight | Keyword::Target);
            if !allowed && !meant_kpi {
                faults.push(faults::misplaced(keyword_span, keyword, item.keyword.node));
                return;
            }
            let first = if keyword.repeats() { None } else { item.attribute(keyword) };
            if let Some(first) = first {
                faults.push(faults::repeated(keyword_span, keyword, first.keyword_span()));
                return;
            }
            let fast =
                plain.then(|| plain::attribute(file, text, piece.keyword_end, piece.end, keyword)).flatten();
            let read = match fast {
                Some(value) => Outcome::Read(value),
                None if piece.spoilt => Outcome::Unread,
                None => read_attribute(&mut reader, keyword, keyword_span.end),
            };
            match read {
                Outcome::Read(value) => item.push(Attribute {
                    span: Span::new(file, piece.start as u32, piece.end as u32),
                    keyword: AttributeKeyword { node: keyword, end: piece.keyword_end as u32 },
                    value,
                }),
                Outcome::Unread => item.broken.push(keyword),
            }
        }
    }
    // An open string is already reported; what the grammar says of such a piece adds nothing.
    faults.append(&mut reader.faults);
}

/// `56 anni`: the keyword stands right after a number and has nothing of its own after it.
fn word_as_unit(
    text: &str,
    keyword: Keyword,
    span: Span,
    piece: Piece,
    previous: Option<Piece>,
) -> Option<Diagnostic> {
    let previous = previous?;
    let between = text.get(previous.end..piece.start)?;
    let before = text.get(previous.start..previous.end)?;
    let after_number = before.ends_with(|c: char| c.is_ascii_digit()) && !between.contains('\n');
    let valued = matches!(
        previous.kind,
        PieceKind::Attribute(Keyword::Target | Keyword::Baseline | Keyword::Tolerance) | PieceKind::Row
    );
    let alone = piece.end == piece.keyword_end && !matches!(keyword, Keyword::EqualWeights);
    let written = text.get(piece.start..piece.keyword_end)?;
    (after_number && valued && alone).then(|| faults::reserved_unit(span, written))
}

/// `indicatore` with a weight or a target: the tables' column head was taken for the keyword. What else its first line
/// lacks (a code) a `kpi` need not have, so only this is said.
fn indicator_or_kpi(item: &Item, faults: &mut Vec<Diagnostic>) {
    let found = [Keyword::Weight, Keyword::Target].into_iter().find_map(|keyword| item.attribute(keyword));
    if let Some(attribute) = found {
        let first = item.attributes.first().map_or(item.span.end, |first| first.span.start);
        faults.retain(|fault| fault.span.start >= first);
        faults.push(faults::kpi_meant(item.keyword.span, attribute.keyword.node, attribute.keyword_span()));
    }
}

/// Runs one grammar rule over the piece and has `build` make a node of its pair.
fn read<T>(
    reader: &mut Reader<'_>,
    rule: Rule,
    keyword: Text,
    what: Text,
    build: impl Fn(&mut Reader<'_>, Pair<'_, Rule>) -> Option<T>,
) -> Outcome<T> {
    let text = reader.text;
    let pair = match Grammar::parse(rule, text) {
        Ok(mut pairs) => pairs.next(),
        Err(error) if matches!(error.variant, pest::error::ErrorVariant::CustomError { .. }) => {
            // The grammar itself has none: pest says so where the stack is nearly used up.
            let span = reader.at(0, text.len());
            reader.fault(faults::too_deep(span));
            return Outcome::Unread;
        }
        Err(error) => {
            let at = match error.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
            };
            unexpected_at(reader, at, keyword, what);
            return Outcome::Unread;
        }
    };
    let Some(pair) = pair else { return Outcome::Unread };
    let end = pair.as_span().end();
    let faults_before = reader.faults.len();
    let built = build(reader, pair);
    let rest = text.get(end..).unwrap_or("");
    let skipped = skip_blank(rest);
    if skipped == rest.len() {
        return match built {
            Some(node) => Outcome::Read(node),
            None => Outcome::Unread,
        };
    }
    let at = end.saturating_add(skipped);
    // Pest may have taken the blank before an optional part that did not come: look at the line itself.
    let before = text.get(..at).unwrap_or("");
    let new_line = before.rsplit_once('\n').is_some_and(|(_, line)| line.trim().is_empty());
    let starts_word = rest.get(skipped..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    if new_line && starts_word {
        unknown_lines(reader, at);
        return match built {
            Some(node) => Outcome::Read(node),
            None => Outcome::Unread,
        };
    }
    // Of one piece one fault is enough, and the value's own is the better one.
    if reader.faults.len() == faults_before {
        unexpected_at(reader, at, keyword, what);
    }
    Outcome::Unread
}

/// The bytes of white space and comments at the start of `text`.
pub(super) fn skip_blank(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        if !rest.starts_with('#') {
            return text.len().saturating_sub(rest.len());
        }
        rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or("");
    }
}

fn unexpected_at(reader: &mut Reader<'_>, at: usize, keyword: Text, what: Text) {
    let rest = reader.text.get(at..).unwrap_or("");
    let start = at.saturating_add(skip_blank(rest));
    let rest = reader.text.get(start..).unwrap_or("");
    let length = match rest.chars().next() {
        None => 0,
        Some('"' | '«' | '“') => rest.lines().next().map_or(0, str::len),
        Some(c) if c.is_alphanumeric() || c == '_' => {
            rest.find(|c: char| !(c.is_alphanumeric() || "_.,'’".contains(c))).unwrap_or(rest.len())
        }
        Some(c) => c.len_utf8(),
    };
    let found: String = rest.get(..length).unwrap_or("").chars().take(40).collect();
    let (start, length) = if length == 0 { (reader.text.trim_end().len(), 0) } else { (start, length) };
    let span = reader.at(start, start.saturating_add(length));
    let after_number = reader.text.get(..start).is_some_and(|before| {
        before.trim_end().ends_with(|c: char| c.is_ascii_digit()) && !before.ends_with('\n')
    });
    let no_unit = NO_UNIT.contains(&fold(&found).as_str()) || is_reserved(&found);
    reader.fault(if after_number && no_unit {
        faults::reserved_unit(span, &found)
    } else {
        faults::unexpected(span, &found, keyword, what)
    });
}

impl Reader<'_> {
    /// What is to be said of the lines after the one that ends at a byte of the file.
    pub(super) fn unknown_lines_from(&mut self, end: u32) {
        let from = (end as usize).saturating_sub(self.base);
        let next = self.text.get(from..).and_then(|rest| rest.find('\n'));
        if let Some(next) = next {
            unknown_lines(self, from.saturating_add(next).saturating_add(1));
        }
    }
}

/// Lines that start with a word that is no keyword: each is reported, and what stood before them is kept.
fn unknown_lines(reader: &mut Reader<'_>, from: usize) {
    let mut start = from;
    for line in reader.text.get(from..).unwrap_or("").split_inclusive('\n') {
        if reader.faults.len() > MOST_FAULTS {
            return;
        }
        let begin = start.saturating_add(line.len().saturating_sub(line.trim_start().len()));
        start = start.saturating_add(line.len());
        let written = line.trim_start();
        let length = written.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(written.len());
        if length == 0 || !written.starts_with(char::is_alphabetic) {
            continue;
        }
        let word = written.get(..length).unwrap_or("");
        let (whole, written) = reader.rest_of_line(reader.at(begin, begin).start);
        let first = |length: usize| reader.at(begin, begin.saturating_add(length));
        let of = |length: usize| written.get(..length).unwrap_or(word).trim_end_matches(':');
        reader.fault(match reword::line(reader.file, reader.item, written) {
            Some(Line::Keyword(length, write)) => faults_words::other_word(first(length), of(length), write),
            Some(Line::Whole(line)) => faults_words::other_line(first(length), word, whole, &line),
            Some(Line::Told(length, note)) => faults_words::told_word(first(length), of(length), note),
            None => faults::unknown_attribute(first(length), word, reader.item),
        });
    }
}

fn read_head(reader: &mut Reader<'_>, item: ItemKeyword, keyword_end: u32, spoilt: bool) -> Outcome<Head> {
    if spoilt || reword_head::level_in_code(reader, item, keyword_end) {
        return Outcome::Unread;
    }
    let rule = rule_of_head(item);
    let quoted = Text::same(format!("`{item}`"));
    let outcome = read(reader, rule, quoted, example(expected_head(item)), move |reader, pair| {
        head(reader, pair, item)
    });
    let titled = !matches!(item, ItemKeyword::Bands | ItemKeyword::Override);
    if let Outcome::Unread = outcome {
        reword_head::reworded(reader, item, keyword_end);
    }
    if let (Outcome::Unread, true) = (&outcome, titled) {
        prefer_unquoted(reader, item.spelling());
    }
    outcome
}

fn example(text: Text) -> Text {
    let (it, en) = (text.it, text.en);
    say!("per esempio: {it}", "for example: {en}")
}

/// One `string`, its quotes off and doubled quotes made one.
pub(super) fn string(reader: &Reader<'_>, pair: Pair<'_, Rule>) -> Quoted {
    Spanned::new(unquoted(pair.as_str()).into(), reader.span(&pair))
}

fn unquoted(written: &str) -> String {
    let mut chars = written.chars();
    let open = chars.next();
    chars.next_back();
    let inside = chars.as_str();
    if open == Some('"') { inside.replace("\"\"", "\"") } else { inside.to_owned() }
}

/// A `text`: strings in a row are its paragraphs.
pub(super) fn text(reader: &Reader<'_>, pair: Pair<'_, Rule>) -> Quoted {
    let span = reader.span(&pair);
    let mut joined = String::new();
    let mut end = span.end;
    for (index, part) in pair.into_inner().enumerate() {
        if index > 0 {
            joined.push('\n');
        }
        end = reader.span(&part).end;
        joined.push_str(&unquoted(part.as_str()));
    }
    Spanned::new(joined.into(), Span::new(span.file, span.start, end))
}

fn read_row(reader: &mut Reader<'_>) -> Outcome<Row> {
    read(
        reader,
        Rule::band,
        say!("riga di `fasce`", "row of `fasce`"),
        example(expected_row()),
        super::values::row,
    )
}

fn read_attribute(reader: &mut Reader<'_>, keyword: Keyword, keyword_end: u32) -> Outcome<AttributeValue> {
    let rule = rule_of(keyword);
    let outcome =
        read(reader, rule, Text::same(format!("`{keyword}`")), expected(keyword), move |reader, pair| {
            attribute(reader, pair, keyword)
        });
    if let Outcome::Unread = outcome {
        reword::reworded(reader, keyword, keyword_end);
    }
    if let (Outcome::Unread, Rule::text_attribute) = (&outcome, rule) {
        prefer_unquoted(reader, keyword.spelling());
    }
    outcome
}

/// `fonte rilevazione interna`: say that quotes are missing rather than that a word is not understood.
fn prefer_unquoted(reader: &mut Reader<'_>, keyword: &str) {
    let [fault] = reader.faults.as_slice() else { return };
    let before = Span::new(reader.file, reader.base as u32, fault.span.start);
    if fault.code != Code::Unexpected || reader.slice(before).contains(['"', '«', '“']) {
        return;
    }
    let (span, written) = reader.rest_of_line(fault.span.start);
    if written.starts_with(char::is_alphabetic) {
        reader.faults.clear();
        reader.fault(faults::unquoted(span, keyword, written));
    }
}
