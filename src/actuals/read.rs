//! The stage itself: files in, facts out; and the table that the rows are read from.

use std::borrow::Cow;

use super::bind::Reader;
use super::cell_faults::Manner;
use super::columns::{self, Columns, Separator};
use super::faults::{self, Place};
use super::guard::unguarded;
use super::keys::KeyIndex;
use super::merge::Gathered;
use super::periods;
use super::sheets::{self, Hidden, Taken};
use super::table::{Cell, Rows, decode};
use super::{Facts, Input};
use crate::diagnostics::Diagnostic;
use crate::plan::Plan;
use crate::source::{FileId, Sources, Span};
use crate::value::{Mark, Period};
use crate::workbook;

/// Reads tables into facts of a plan. `decimal` overrides the mark that the separator of a table implies, where the
/// table has none of its own. The texts are added to `sources`.
pub fn read(
    plan: &Plan,
    sources: &mut Sources,
    inputs: Vec<Input>,
    decimal: Option<Mark>,
) -> (Facts, Vec<Diagnostic>) {
    let manner: Vec<(bool, Option<Mark>)> =
        inputs.iter().map(|input| (input.prevails, input.decimal.or(decimal))).collect();
    let mark_of = |input: &Input| input.decimal.or(decimal).unwrap_or(Mark::Comma);
    let mut take = |input: Input| {
        let mark = mark_of(&input);
        take_in(sources, input, mark)
    };
    let take_all = || inputs.into_iter().map(&mut take).collect::<Vec<_>>();
    let (index, files) = rayon::join(|| KeyIndex::new(plan), take_all);
    let mut gathered = Gathered::default();
    let mut diagnostics = Vec::new();
    for (taken, (prevails, decimal)) in files.into_iter().zip(manner) {
        let Taken { tables, of_1904, diagnostics: found } = taken;
        diagnostics.extend(found);
        for (file, hidden) in &tables {
            let file = *file;
            gathered.prevailing.extend(prevails.then_some(file));
            let Some(source) = sources.get(file) else { continue };
            let sheet = source.sheet.as_deref();
            let text = &source.text;
            let origin = Origin { plan, index: &index, sources, file, text, sheet, hidden, of_1904 };
            let found = read_table(origin, decimal, &mut gathered);
            diagnostics.extend(found.into_iter().map(|found| faults::with_invisible(found, text)));
        }
    }
    (gathered.facts, diagnostics)
}

/// Puts a table among the sources as it stands, or the tables of a workbook: to see what they name without a plan that
/// could read them.
pub fn add(sources: &mut Sources, path: &str, bytes: Vec<u8>) {
    let input = Input { path: path.to_owned(), bytes, prevails: false, decimal: None, lines_before: 0 };
    take_in(sources, input, Mark::Comma);
}

/// Puts the text of a table among the sources, or those of a workbook's tables.
fn take_in(sources: &mut Sources, input: Input, mark: Mark) -> Taken {
    if workbook::looks_like_one(&input.bytes) {
        return sheets::take_in(sources, &input.path, &input.bytes, mark);
    }
    match take_in_text(sources, input) {
        Ok(file) => Taken { tables: vec![(file, Hidden::default())], ..Taken::default() },
        Err(fault) => Taken { diagnostics: vec![*fault], ..Taken::default() },
    }
}

/// Decodes a file and puts its text among the sources.
fn take_in_text(sources: &mut Sources, input: Input) -> Result<FileId, Box<Diagnostic>> {
    let Input { path, bytes, lines_before, .. } = input;
    let taken = match decode(&bytes) {
        Ok(text) if text.trim().is_empty() => {
            let file = sources.add(path.as_str(), "", &bytes);
            Err(Box::new(faults::empty(file, &path)))
        }
        Ok(Cow::Borrowed(text)) if text.len() == bytes.len() => {
            // Already known to be UTF-8: the bytes become the text without a copy.
            Ok(sources.add_text(path, String::from_utf8(bytes).unwrap_or_default()))
        }
        Ok(text) => Ok(sources.add(path, text.into_owned(), &bytes)),
        Err(fault) => {
            let file = sources.add(path.as_str(), "", &bytes);
            Err(Box::new(faults::undecodable(file, &path, &bytes, fault)))
        }
    };
    if let Ok(file) = taken {
        sources.begin_after(file, lines_before);
    }
    taken
}

/// Where a table comes from and what it is held against.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    pub plan: &'a Plan,
    pub index: &'a KeyIndex<'a>,
    pub sources: &'a Sources,
    pub file: FileId,
    pub text: &'a str,
    /// The sheet's name, in a workbook.
    pub sheet: Option<&'a str>,
    /// What of it is hidden.
    pub hidden: &'a Hidden,
    /// Whether the days of the workbook count from 1904.
    pub of_1904: bool,
}

fn read_table(origin: Origin<'_>, decimal: Option<Mark>, gathered: &mut Gathered) -> Vec<Diagnostic> {
    let Origin { file, text, sheet, of_1904, .. } = origin;
    let mut cells = Vec::new();
    let Opened { separator, columns, rows } = match open(file, text, sheet, &mut cells) {
        Ok(Some(opened)) => opened,
        Ok(None) => return vec![faults::empty(file, origin.sources.path(file))],
        Err(faults) => return faults,
    };
    let mark = decimal.unwrap_or(separator.mark());
    let manner = Manner { separator: separator.byte(), mark, of_1904 };
    let table = Table { origin, columns, manner };
    gathered.make_room(text);
    let mut reader = Reader::new(&table, gathered);
    let mut rows = rows.after(origin.sources.get(file).map_or(0, |file| file.lines_before));
    while let Some(row) = rows.next_row(&mut cells) {
        reader.row(row, &cells);
    }
    reader.finish()
}

/// A table read up to its header; the rows below it are still to come.
pub struct Opened<'t> {
    pub separator: Separator,
    pub columns: Columns,
    pub rows: Rows<'t>,
}

/// Reads the header of a table, or of the sheet of that name; `None` if there is nothing in the table.
pub fn open<'t>(
    file: FileId,
    text: &'t str,
    sheet: Option<&str>,
    cells: &mut Vec<Cell>,
) -> Result<Option<Opened<'t>>, Vec<Diagnostic>> {
    if sheet.is_some() {
        let Some((header, rows)) = sheets::header(file, text, sheet, cells) else { return Ok(None) };
        let columns = columns::read(file, text, sheet, header, cells)?;
        return Ok(Some(Opened { separator: Separator::Guessed(b'\t'), columns, rows }));
    }
    let separator = Separator::of(text);
    let mut rows = Rows::new(text, separator.byte());
    if matches!(separator, Separator::Named(_)) {
        rows.next_row(cells);
    }
    let Some(header) = columns::header_row(&mut rows, text, cells) else { return Ok(None) };
    let columns = columns::read(file, text, None, header, cells)?;
    Ok(Some(Opened { separator, columns, rows }))
}

/// A table whose header is understood.
pub struct Table<'a> {
    pub origin: Origin<'a>,
    pub columns: Columns,
    pub manner: Manner,
}

/// A row with its cells.
#[derive(Clone, Copy)]
pub struct RowAt<'r> {
    pub line: u32,
    pub cells: &'r [Cell],
}

impl<'a> Table<'a> {
    /// The text of a cell; nothing where the row or the table has none.
    pub fn text(&self, row: RowAt<'_>, at: Option<usize>) -> Cow<'a, str> {
        match at.and_then(|at| row.cells.get(at)).map(|cell| cell.text(self.origin.text)) {
            Some(Cow::Borrowed(text)) => Cow::Borrowed(unguarded(text)),
            Some(Cow::Owned(text)) => Cow::Owned(unguarded(&text).to_owned()),
            None => Cow::Borrowed(""),
        }
    }

    pub fn raw(&self, row: RowAt<'_>, at: usize) -> &'a str {
        row.cells.get(at).map_or("", |cell| cell.raw(self.origin.text))
    }

    /// A cell to underline; the end of the row for one that it lacks.
    pub fn place(&self, row: RowAt<'_>, at: usize) -> Place<'_> {
        let (file, text) = (self.origin.file, self.origin.text);
        let span = match (row.cells.get(at), row.cells.last()) {
            (Some(cell), _) => cell.span(file, text),
            (None, Some(last)) => last.span(file, text).after(),
            (None, None) => Span::new(file, 0, 0),
        };
        let sheet = self.origin.sheet.map(|name| (name, at as u32));
        Place { span, row: row.line, column: self.columns.header(at), sheet }
    }

    /// The period that a text most likely means which is not written as one. Of a number of days that count from 1904
    /// nothing is said.
    pub fn meant_period(&self, written: &str) -> Option<Period> {
        let days = written.bytes().all(|byte| byte.is_ascii_digit());
        if days && self.manner.of_1904 { None } else { periods::meant(written) }
    }

    /// The whole of a row.
    pub fn whole(&self, row: RowAt<'_>) -> Span {
        let last = row.cells.iter().rposition(|cell| !cell.is_blank(self.origin.text)).unwrap_or(0);
        self.place(row, 0).span.to(self.place(row, last).span)
    }
}
