//! A workbook as tables: each sheet that has the header of one becomes a text of its own, with a line for each row and
//! its cells divided by tabs, which is then read as a CSV is. [`crate::source::Sources::cell`] leads from a place in
//! it back to the cell.

use std::borrow::Cow;
use std::sync::Arc;

use super::columns::{self, Name, ValuesAt};
use super::form;
use super::merge::Gathered;
use super::read::Table;
use super::reports::Reports;
use super::sheet_faults as faults;
use super::table::{Cell as Place, Row, Rows};
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Sources, Span};
use crate::value::{Mark, show_date};
use crate::workbook::{self, Cell, Sheet, Workbook, WorkbookFault};

/// Down to which row the header of a sheet is sought.
const HEADER_ROWS: usize = 20;
/// How much text a sheet may become.
const MOST_TEXT: usize = 256 << 20;

/// The tables of a workbook, among the sources, and what is to be said of it.
#[derive(Debug, Default)]
pub struct Taken {
    pub tables: Vec<(FileId, Hidden)>,
    /// Whether the days of the workbook count from 1904.
    pub of_1904: bool,
    pub diagnostics: Vec<Diagnostic>,
}

/// The rows and columns of a sheet that are hidden: first and last of each run, from 0.
#[derive(Debug, Default)]
pub struct Hidden {
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
}

fn is_within(runs: &[(u32, u32)], at: u32) -> bool {
    runs.iter().any(|(first, last)| (*first..=*last).contains(&at))
}

/// Takes a workbook in.
pub fn take_in(sources: &mut Sources, path: &str, bytes: &[u8], mark: Mark) -> Taken {
    let mut taken = Taken::default();
    let read = workbook::read(bytes).and_then(|book| texts(book, mark));
    let (book, tables, hidden) = match read {
        Ok(Texts { book, tables, hidden }) => (book, tables, hidden),
        Err(fault) => {
            let file = sources.add_sheet(path, "", String::new(), bytes.into());
            taken.diagnostics.push(workbook::diagnostic(file, path, &fault));
            return taken;
        }
    };
    taken.of_1904 = book.of_1904;
    let shared: Arc<[u8]> = bytes.into();
    for (name, text, hidden) in tables {
        taken.tables.push((sources.add_sheet(path, &name, text, Arc::clone(&shared)), hidden));
    }
    let whole = || sources.add_sheet(path, "", String::new(), shared);
    let file = taken.tables.first().map_or_else(whole, |(file, _)| *file);
    if taken.tables.is_empty() {
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        taken.diagnostics.push(faults::no_table(file, path, &names));
    }
    let mut lacks = Reports::default();
    for lack in &form::lacks(&book) {
        let fault = faults::lack(file, path, lack);
        lacks.add(fault.code, fault.span, || fault);
    }
    taken.diagnostics.extend(lacks.finish());
    for name in &hidden {
        taken.diagnostics.push(faults::hidden_table(file, path, name));
    }
    if book.macros {
        taken.diagnostics.push(faults::macros(file, path));
    }
    taken
}

/// What a workbook has for the reader of tables.
struct Texts {
    book: Workbook,
    /// Names and texts of the sheets that are tables, and what of them is hidden.
    tables: Vec<(String, String, Hidden)>,
    /// Names of hidden sheets that look like tables.
    hidden: Vec<String>,
}

fn texts(mut book: Workbook, mark: Mark) -> Result<Texts, WorkbookFault> {
    let (mut tables, mut hidden) = (Vec::new(), Vec::new());
    for sheet in &mut book.sheets {
        fill_down(sheet);
        if !is_table(&text_of(sheet, HEADER_ROWS, mark)?) {
            continue;
        }
        if sheet.visible {
            let hidden = Hidden {
                rows: std::mem::take(&mut sheet.hidden_rows),
                columns: std::mem::take(&mut sheet.hidden_columns),
            };
            tables.push((sheet.name.clone(), text_of(sheet, usize::MAX, mark)?, hidden));
        } else {
            hidden.push(sheet.name.clone());
        }
    }
    Ok(Texts { book, tables, hidden })
}

/// Whether a text has the header of a table, be it a faulty one.
fn is_table(text: &str) -> bool {
    // Of the spans only that they are there matters.
    let file = Sources::new().add("", "", b"");
    header(file, text, None, &mut Vec::new()).is_some()
}

/// The row of the header, with its cells, and the rows below it: the first row that can be read as one, or else one
/// that was meant as one.
pub fn header<'t>(
    file: FileId,
    text: &'t str,
    sheet: Option<&str>,
    cells: &mut Vec<Place>,
) -> Option<(Row, Rows<'t>)> {
    let mut meant = None;
    let mut rows = Rows::new(text, b'\t');
    for _ in 0..HEADER_ROWS {
        let Some(row) = rows.next_row(cells) else { break };
        if columns::read(file, text, sheet, row, cells).is_ok() {
            return Some((row, rows));
        }
        if meant.is_none() && is_meant(text, cells) {
            meant = Some((row, cells.clone(), rows.clone()));
        }
    }
    let (row, own, rows) = meant?;
    *cells = own;
    Some((row, rows))
}

/// Whether a row that is no header must have been meant as one: other tables of a plan have objectives and indicators
/// too, but only actuals have a key, and periods or values beside them.
fn is_meant(text: &str, cells: &[Place]) -> bool {
    let names: Vec<Name> = cells.iter().filter_map(|cell| Name::of(&cell.text(text))).collect();
    let has = |name| names.contains(&name);
    (has(Name::Key) || (has(Name::Objective) && has(Name::Indicator)))
        && (has(Name::Period) || has(Name::Value))
}

/// A text that stands in several rows at once is in each of them: an objective beside its indicators.
fn fill_down(sheet: &mut Sheet) {
    for area in &sheet.merged {
        let column = area.first.1 as usize;
        let first = sheet.rows.get(area.first.0 as usize).and_then(|row| row.get(column));
        let Some(first @ Cell::Text(_)) = first.cloned() else { continue };
        let below = sheet.rows.iter_mut().take(area.last.0.saturating_add(1) as usize);
        for row in below.skip(area.first.0.saturating_add(1) as usize) {
            // An empty row has nothing that the text could be about.
            if let Some(cell) = row.get_mut(column).filter(|cell| **cell == Cell::Empty) {
                *cell = first.clone();
            }
        }
    }
}

/// The first rows of a sheet, or all of them. Every row has a cell under each of the header's.
fn text_of(sheet: &Sheet, rows: usize, mark: Mark) -> Result<String, WorkbookFault> {
    let width = sheet.rows.iter().take(HEADER_ROWS).map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for row in sheet.rows.iter().take(rows) {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            push(&mut text, cell, mark);
        }
        if !row.is_empty() {
            text.extend(std::iter::repeat_n('\t', width.saturating_sub(row.len())));
        }
        text.push('\n');
        if text.len() > MOST_TEXT {
            return Err(WorkbookFault::TooLarge { sheet: sheet.name.clone() });
        }
    }
    Ok(text)
}

/// A cell as a CSV of the same decimal mark would have it.
fn push(text: &mut String, cell: &Cell, mark: Mark) {
    let digits = |number| super::cell::digits_of(number, mark);
    match cell {
        Cell::Empty => {}
        Cell::Text(own) => text.push_str(&one_line(own)),
        Cell::Number(number) => text.push_str(&digits(*number)),
        Cell::Percent(points) => {
            text.push_str(&digits(*points));
            text.push('%');
        }
        Cell::Money(amount) => {
            text.push_str(&digits(*amount));
            text.push_str(" €");
        }
        Cell::Foreign(amount) => {
            text.push_str(&digits(amount.0));
            text.push(' ');
            text.push_str(&one_line(&amount.1));
        }
        Cell::Date(day) => text.push_str(&show_date(*day)),
        Cell::Boolean(yes) => text.push_str(if *yes { "VERO" } else { "FALSO" }),
        Cell::Error(error) if error.starts_with('#') => text.push_str(error),
        Cell::Error(error) => {
            text.push('#');
            text.push_str(&one_line(error));
        }
    }
}

/// Without tabs and ends of line, which divide cells and rows; in quotes where it begins with one.
fn one_line(text: &str) -> Cow<'_, str> {
    let own: Cow<'_, str> = match text.contains(['\t', '\n', '\r']) {
        true => Cow::Owned(text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ")),
        false => Cow::Borrowed(text),
    };
    if own.starts_with('"') { Cow::Owned(format!("\"{}\"", own.replace('"', "\"\""))) } else { own }
}

/// Whether a cell holds the error of a formula.
pub fn is_failed(text: &str) -> bool {
    const ERRORS: &[&str] = &[
        "#DIV/0!",
        "#N/A",
        "#N/D",
        "#NAME?",
        "#NOME?",
        "#NULL!",
        "#NULLO!",
        "#NUM!",
        "#REF!",
        "#RIF!",
        "#VALUE!",
        "#VALORE!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
    ];
    ERRORS.contains(&text) || text == workbook::NOT_COMPUTED || text.starts_with("#Err:")
}

/// What to say of rows and columns of a sheet that count though they are hidden: of what was gathered from a place on.
pub fn hidden_cells(table: &Table<'_>, gathered: &Gathered, from: (usize, usize)) -> Option<Diagnostic> {
    let Hidden { rows, columns } = table.origin.hidden;
    if rows.is_empty() && columns.is_empty() {
        return None;
    }
    let facts = gathered.facts.list.iter().skip(from.0);
    let values = facts.clone().map(|fact| (fact.row, fact.cell));
    let states = gathered.facts.declared.iter().skip(from.1).map(|(_, state)| (state.row, state.cell));
    let counting = values.chain(states).filter(|(row, _)| is_within(rows, row.saturating_sub(1)));
    let mut counting: Vec<(u32, Span)> = counting.collect();
    counting.dedup_by_key(|(row, _)| *row);
    let is_hidden = |at: &usize| u32::try_from(*at).is_ok_and(|at| is_within(columns, at));
    let has_values = |at: usize| match &table.columns.values {
        ValuesAt::Long { value, .. } => *value == Some(at) && facts.clone().next().is_some(),
        ValuesAt::Wide(periods) => {
            let of = periods.iter().find(|(column, _)| *column == at);
            of.is_some_and(|(_, period)| facts.clone().any(|fact| fact.period == *period))
        }
    };
    let columns: Vec<&str> = table
        .columns
        .used()
        .filter(is_hidden)
        .filter(|at| has_values(*at))
        .map(|at| table.columns.header(at))
        .collect();
    let rows: Vec<u32> = counting.iter().map(|(row, _)| *row).collect();
    let first = counting.first().map(|(_, cell)| *cell).or(facts.clone().next().map(|fact| fact.cell));
    let said = !(rows.is_empty() && columns.is_empty());
    first.filter(|_| said).map(|cell| faults::hidden_cells(cell, table.origin, &rows, &columns))
}
