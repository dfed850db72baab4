//! ODS, of LibreOffice, event by event: `calamine` reads it too, but says of no number that it is a percentage, and
//! holds a whole sheet with all that is repeated in it.

use quick_xml::events::{BytesStart, Event};

use super::format::NumberFormat;
use super::grid::Grid;
use super::ods_cell::OpenCell;
use super::ods_styles::Styles;
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
    let mut styles = Styles::default();
    if let Some(part) = package.part("styles.xml", MOST_OF_OTHERS)? {
        styles.read(part)?;
    }
    let mut walk = Walk::new(styles);
    package.sheet("content.xml", |content| walk.read(content))?;
    Ok(Workbook { sheets: walk.grid.finish(), macros, of_1904: walk.of_1904 })
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

/// The format of a cell that has none.
static PLAIN: NumberFormat = NumberFormat::plain();

/// Whether a row or a column is hidden, by hand or by a filter.
fn is_hidden(element: &BytesStart<'_>) -> Result<bool, WorkbookFault> {
    Ok(matches!(attribute(element, "table:visibility")?.as_deref(), Some("collapse" | "filter")))
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
    styles: Styles,
    /// Whether the sheets have begun; what comes before them is styles.
    in_body: bool,
    /// Whether days count from 1904.
    of_1904: bool,
    /// Columns whose cells have a style where they have none of their own: the first, the one after the last, its name.
    column_styles: Vec<(u32, u32, String)>,
    /// How many columns were described.
    described: u32,
    /// The same of the row in hand.
    row_style: Option<String>,
    row: u32,
    row_repeats: u32,
    runs: Vec<Run>,
    column: u32,
    cell: Option<OpenCell>,
    /// Whether the document's end was seen.
    closed: bool,
}

impl Walk {
    fn new(styles: Styles) -> Walk {
        Walk {
            grid: Grid::new(ROWS),
            in_sheet: false,
            skipped: 0,
            styles,
            in_body: false,
            of_1904: false,
            column_styles: Vec::new(),
            described: 0,
            row_style: None,
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
        if !self.in_body {
            if element.name().0 != "office:body" {
                return self.styles.start(element);
            }
            self.styles.settle();
            self.in_body = true;
        }
        match element.name().0 {
            "office:annotation" | "draw:frame" | "table:shapes" | "table:tracked-changes" => self.skipped = 1,
            "table:table" if self.in_sheet => self.skipped = 1,
            "table:null-date" => {
                let first = attribute(element, "table:date-value")?;
                self.of_1904 = first.is_some_and(|day| day.starts_with("1904"));
            }
            "table:table" => {
                let name = attribute(element, "table:name")?.unwrap_or_default();
                let style = attribute(element, "table:style-name")?.unwrap_or_default();
                self.grid.begin(&name, !self.styles.hidden.contains(&style));
                self.in_sheet = true;
                self.row = 0;
                self.column_styles.clear();
                self.described = 0;
            }
            "table:table-column" => self.columns(element)?,
            "table:table-row" => {
                self.row_repeats = count(element, "table:number-rows-repeated")?;
                self.row_style = attribute(element, "table:default-cell-style-name")?;
                if is_hidden(element)? {
                    let last = self.row.saturating_add(self.row_repeats.saturating_sub(1));
                    self.grid.hide_rows(self.row, last);
                }
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

    fn columns(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookFault> {
        let first = self.described;
        let repeats = count(element, "table:number-columns-repeated")?;
        self.described = first.saturating_add(repeats).min(COLUMNS);
        if is_hidden(element)? && self.described > first {
            self.grid.hide_columns(first, self.described.saturating_sub(1));
        }
        let style = attribute(element, "table:default-cell-style-name")?;
        self.column_styles.extend(style.map(|style| (first, self.described, style)));
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if !self.in_body {
            return self.styles.text(text);
        }
        if let Some(cell) = self.cell.as_mut().filter(|_| self.skipped == 0) {
            cell.push(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), WorkbookFault> {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_sub(1);
            return Ok(());
        }
        if !self.in_body {
            self.styles.end(name);
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
        let mut runs = std::mem::take(&mut self.runs);
        for (first, end, style) in self.styles_of(&open, column, column.saturating_add(count)) {
            let format = style.and_then(|style| self.styles.format(style)).unwrap_or(&PLAIN);
            let cell = open.content(format, self.of_1904);
            if cell != Cell::Empty {
                runs.push(Run { column: first, count: end.saturating_sub(first), cell });
            }
        }
        self.runs = runs;
        Ok(())
    }

    /// The style of a cell from one column up to another: its own, its row's, or that of each column.
    fn styles_of<'s>(&'s self, cell: &'s OpenCell, from: u32, to: u32) -> Vec<(u32, u32, Option<&'s str>)> {
        let own = cell.style.as_ref().or(self.row_style.as_ref());
        if own.is_some() || !cell.is_number() {
            return vec![(from, to, own.map(String::as_str))];
        }
        let mut runs = Vec::new();
        let mut at = from;
        let columns = self.column_styles.partition_point(|(_, end, _)| *end <= from);
        for (first, end, style) in
            self.column_styles.iter().skip(columns).take_while(|(first, ..)| *first < to)
        {
            if at < *first {
                runs.push((at, *first, None));
            }
            let last = to.min(*end);
            runs.push((at.max(*first), last, Some(style.as_str())));
            at = last;
        }
        if at < to {
            runs.push((at, to, None));
        }
        runs
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
