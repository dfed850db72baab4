//! ODS, of LibreOffice, event by event: `calamine` reads it too, but says of no number that it is a percentage, and
//! holds a whole sheet with all that is repeated in it.

use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashSet;

use super::grid::Grid;
use super::ods_cell::OpenCell;
use super::package::{MOST_OF_OTHERS, Package};
use super::xml::{Xml, attribute, count, push_entity};
use super::{Area, Cell, Workbook, WorkbookFault};

/// The rows of a sheet.
const ROWS: u32 = 1_048_576;
/// The columns of a sheet.
const COLUMNS: u32 = 16_384;

pub(super) fn read(mut package: Package<'_>) -> Result<Workbook, WorkbookFault> {
    if is_locked(&mut package)? {
        return Err(WorkbookFault::Password);
    }
    let macros = package.macros;
    let mut walk = Walk::new();
    package.sheet("content.xml", |content| walk.read(content))?;
    Ok(Workbook { sheets: walk.grid.finish(), macros, of_1904: false })
}

/// Whether its list of parts says that they are encrypted.
fn is_locked(package: &mut Package<'_>) -> Result<bool, WorkbookFault> {
    let Some(mut manifest) = package.part("META-INF/manifest.xml", MOST_OF_OTHERS)? else { return Ok(false) };
    loop {
        match manifest.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// A run of equal cells of the row in hand.
struct Run {
    column: u32,
    count: u32,
    cell: Cell,
}

/// Where the reading stands.
struct Walk {
    grid: Grid,
    /// Whether a sheet is open.
    in_sheet: bool,
    /// How deep within something that is left out: a remark on a cell, a drawing, a change that was tracked.
    skipped: u32,
    /// The style in hand, and those of hidden sheets.
    style: Option<String>,
    hidden: FxHashSet<String>,
    row: u32,
    row_repeats: u32,
    runs: Vec<Run>,
    column: u32,
    cell: Option<OpenCell>,
    /// Whether the document's end was seen.
    closed: bool,
}

impl Walk {
    fn new() -> Walk {
        Walk {
            grid: Grid::new(ROWS),
            in_sheet: false,
            skipped: 0,
            style: None,
            hidden: FxHashSet::default(),
            row: 0,
            row_repeats: 1,
            runs: Vec::new(),
            column: 0,
            cell: None,
            closed: false,
        }
    }

    /// Reads the sheets from their beginning to their end.
    fn read(&mut self, mut content: Xml<'_>) -> Result<(), WorkbookFault> {
        loop {
            match content.next()? {
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => self.end(element.name().0)?,
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let mut text = String::new();
                    push_entity(&mut text, &entity)?;
                    self.text(&text);
                }
                Event::Eof if self.closed => return Ok(()),
                Event::Eof => return Err(WorkbookFault::Truncated),
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookFault> {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_add(1);
            return Ok(());
        }
        match element.name().0 {
            "office:annotation" | "draw:frame" | "table:shapes" | "table:tracked-changes" => self.skipped = 1,
            "table:table" if self.in_sheet => self.skipped = 1,
            "style:style" => self.style = attribute(element, "style:name")?,
            "style:table-properties" if attribute(element, "table:display")?.as_deref() == Some("false") => {
                self.hidden.extend(self.style.take());
            }
            "table:table" => {
                let name = attribute(element, "table:name")?.unwrap_or_default();
                let style = attribute(element, "table:style-name")?.unwrap_or_default();
                self.grid.begin(&name, !self.hidden.contains(&style));
                self.in_sheet = true;
                self.row = 0;
            }
            "table:table-row" => {
                self.row_repeats = count(element, "table:number-rows-repeated")?;
                self.column = 0;
                self.runs.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(OpenCell::new(element)?),
            "text:p" => {
                if let Some(cell) = &mut self.cell {
                    cell.paragraph();
                }
            }
            "text:s" => {
                let blanks = count(element, "text:c")?.min(1_000) as usize;
                self.text(&" ".repeat(blanks));
            }
            "text:tab" | "text:line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.skipped == 0) {
            cell.push(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), WorkbookFault> {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_sub(1);
            return Ok(());
        }
        match name {
            "table:table-cell" | "table:covered-table-cell" => self.close_cell()?,
            "table:table-row" => self.close_row()?,
            "table:table" if self.in_sheet => {
                self.grid.end();
                self.in_sheet = false;
            }
            "office:document-content" => self.closed = true,
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), WorkbookFault> {
        let Some(open) = self.cell.take() else { return Ok(()) };
        let (column, count) = (self.column, open.repeats.min(COLUMNS.saturating_sub(self.column)));
        self.column = column.saturating_add(count);
        let (rows, columns) = open.spans;
        let last = |first: u32, span: u32, most| first.saturating_add(span.saturating_sub(1)).min(most);
        self.grid.merge(Area {
            first: (self.row, column),
            last: (last(self.row, rows, ROWS), last(column, columns, COLUMNS)),
        })?;
        let cell = open.content();
        if cell != Cell::Empty {
            self.runs.push(Run { column, count, cell });
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), WorkbookFault> {
        let (first, repeats) = (self.row, self.row_repeats);
        self.row = first.saturating_add(repeats);
        if self.runs.is_empty() {
            return Ok(());
        }
        for row in first..self.row {
            for Run { column, count, cell } in &self.runs {
                for at in *column..column.saturating_add(*count) {
                    self.grid.put(row, at, cell.clone())?;
                }
            }
        }
        Ok(())
    }
}
