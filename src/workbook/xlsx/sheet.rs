//! The cells of one sheet of an XLSX.

use quick_xml::events::{BytesStart, Event};

use super::super::format::{NumberFormat, Shown};
use super::super::grid::Grid;
use super::super::number;
use super::super::ods_cell::iso_date;
use super::super::xml::{Xml, attribute, count};
use super::super::{Area, Cell, NOT_COMPUTED, WorkbookFault};
use super::strings::Runs;
use super::{COLUMNS, Common, ROWS};

/// How a cell keeps its value (`t`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Number,
    SharedText,
    /// The text of a formula.
    Text,
    /// A text of its own.
    InlineText,
    Boolean,
    Error,
    Day,
}

/// A cell that is open.
#[derive(Clone, Copy)]
struct Open {
    at: (u32, u32),
    style: usize,
    kept: Kept,
    formula: bool,
}

struct Walk<'w> {
    common: &'w Common,
    grid: &'w mut Grid,
    /// Whether it is the cells' part of the sheet: drawings have rows too.
    in_data: bool,
    /// Where the next cell is that does not say it.
    next: (u32, u32),
    cell: Option<Open>,
    text: Runs,
    /// Formulas over several cells whose values were not saved.
    missing: Vec<Area>,
}

/// Reads a sheet into the grid.
pub(super) fn read(mut xml: Xml<'_>, common: &Common, grid: &mut Grid) -> Result<(), WorkbookFault> {
    let mut walk = Walk {
        common,
        grid,
        in_data: false,
        next: (0, 0),
        cell: None,
        text: Runs::default(),
        missing: Vec::new(),
    };
    let mut known = false;
    loop {
        let event = xml.next()?;
        match &event {
            Event::Start(element) if walk.in_data => walk.start(element)?,
            Event::Start(element) => match element.local_name().as_ref() {
                "sheetData" => walk.in_data = true,
                "worksheet" => known = true,
                "col" => walk.columns(element)?,
                "mergeCell" => walk.merge(element)?,
                _ => {}
            },
            Event::End(element) if walk.in_data => walk.end(element.local_name().as_ref())?,
            Event::Eof if known => return walk.mark_missing(),
            Event::Eof => return Err(WorkbookFault::Truncated),
            event if walk.cell.is_some() => walk.text.take(event)?,
            _ => {}
        }
    }
}

impl Walk<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookFault> {
        match element.local_name().as_ref() {
            "row" => {
                if let Some(row) = attribute(element, "r")? {
                    let row: u32 = row.parse().map_err(|_| WorkbookFault::Truncated)?;
                    self.next.0 = row.checked_sub(1).ok_or(WorkbookFault::Truncated)?;
                }
                self.next.1 = 0;
                if is_true(attribute(element, "hidden")?.as_deref()) {
                    self.grid.hide_rows(self.next.0, self.next.0);
                }
            }
            "c" => {
                self.cell = Some(self.open(element)?);
                self.text.clear();
            }
            "f" => {
                if let Some(cell) = &mut self.cell {
                    cell.formula = true;
                    self.note_area(element)?;
                }
            }
            name => self.text.begin(name),
        }
        Ok(())
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<Open, WorkbookFault> {
        let mut cell = Open { at: self.next, style: 0, kept: Kept::Number, formula: false };
        for own in element.attributes().with_checks(false) {
            let own = own.map_err(|_| WorkbookFault::Truncated)?;
            match own.key.0 {
                "r" => cell.at = place(&own.value).ok_or(WorkbookFault::Truncated)?,
                "s" => cell.style = own.value.parse().map_err(|_| WorkbookFault::Truncated)?,
                "t" => cell.kept = kept(&own.value).ok_or(WorkbookFault::Truncated)?,
                _ => {}
            }
        }
        if cell.at.0 >= ROWS || cell.at.1 >= COLUMNS {
            return Err(WorkbookFault::Truncated);
        }
        self.next = (cell.at.0, cell.at.1.saturating_add(1));
        Ok(cell)
    }

    /// A formula over several cells stands in the first of them only.
    fn note_area(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookFault> {
        if attribute(element, "t")?.as_deref() == Some("array")
            && let Some(area) = attribute(element, "ref")?
        {
            self.missing.push(area_of(&area).ok_or(WorkbookFault::Truncated)?);
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), WorkbookFault> {
        match name {
            "sheetData" => self.in_data = false,
            "row" => self.next = (self.next.0.saturating_add(1), 0),
            "c" => {
                let Some(open) = self.cell.take() else { return Ok(()) };
                let content = self.content(open)?;
                self.grid.put(open.at.0, open.at.1, content)?;
            }
            name => self.text.end(name),
        }
        Ok(())
    }

    fn content(&self, cell: Open) -> Result<Cell, WorkbookFault> {
        let raw = self.text.raw();
        let is_text = matches!(cell.kept, Kept::Text | Kept::InlineText);
        if raw.trim().is_empty() {
            // An empty text is a value; nothing at all means that nobody computed it.
            let missing = cell.formula && !is_text;
            return Ok(if missing { Cell::Error(NOT_COMPUTED.into()) } else { Cell::Empty });
        }
        let format = || self.common.styles.format(cell.style);
        Ok(match cell.kept {
            Kept::Number => as_number(raw.trim(), format(), self.common.of_1904),
            Kept::SharedText => {
                let index = raw.trim().parse().ok().and_then(|index| self.common.strings.get(index));
                index.ok_or(WorkbookFault::Truncated)?.clone().map_or(Cell::Empty, Cell::Text)
            }
            Kept::Text | Kept::InlineText => self.text.whole().map_or(Cell::Empty, Cell::Text),
            Kept::Boolean => match raw.trim() {
                "1" | "true" | "TRUE" => Cell::Boolean(true),
                "0" | "false" | "FALSE" => Cell::Boolean(false),
                _ => return Err(WorkbookFault::Truncated),
            },
            Kept::Error => Cell::Error(raw.trim().into()),
            Kept::Day => iso_date(raw.trim()),
        })
    }

    fn columns(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookFault> {
        if is_true(attribute(element, "hidden")?.as_deref()) {
            let (first, last) = (count(element, "min")?, count(element, "max")?);
            self.grid.hide_columns(first.saturating_sub(1), last.saturating_sub(1));
        }
        Ok(())
    }

    fn merge(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookFault> {
        let area = attribute(element, "ref")?.and_then(|area| area_of(&area));
        self.grid.merge(area.ok_or(WorkbookFault::Truncated)?)
    }

    /// Where the first cell of such a formula has no value, the others have none either.
    fn mark_missing(self) -> Result<(), WorkbookFault> {
        for Area { first, last } in self.missing {
            if *self.grid.get(first.0, first.1) != Cell::Error(NOT_COMPUTED.into()) {
                continue;
            }
            self.grid.take_area(Area { first, last })?;
            for row in first.0..=last.0 {
                for column in first.1..=last.1 {
                    if *self.grid.get(row, column) == Cell::Empty {
                        self.grid.put(row, column, Cell::Error(NOT_COMPUTED.into()))?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

fn kept(name: &str) -> Option<Kept> {
    Some(match name {
        "n" => Kept::Number,
        "s" => Kept::SharedText,
        "str" => Kept::Text,
        "inlineStr" => Kept::InlineText,
        "b" => Kept::Boolean,
        "e" => Kept::Error,
        "d" => Kept::Day,
        _ => return None,
    })
}

/// A number as its style shows it; what is none, or too large for one, stays a text.
fn as_number(text: &str, format: Option<&NumberFormat>, of_1904: bool) -> Cell {
    let cell = number::written(text).and_then(|number| {
        let shown = format.map_or(&Shown::Number, |format| format.shown(number));
        number::as_shown(number, shown, of_1904)
    });
    cell.unwrap_or_else(|| {
        Cell::Text(text.parse().map_or_else(|_| text.into(), |large: f64| format!("{large:e}").into()))
    })
}

/// `E14` as row and column, from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    let mut column = 0u32;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(value).saturating_add(1))?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// `A1:B2`, or the name of one cell.
fn area_of(name: &str) -> Option<Area> {
    let (first, last) = name.split_once(':').unwrap_or((name, name));
    let (first, last) = (place(first)?, place(last)?);
    let possible = first.0 <= last.0 && first.1 <= last.1 && last.0 < ROWS && last.1 < COLUMNS;
    possible.then_some(Area { first, last })
}
