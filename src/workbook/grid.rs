//! The sheets of a workbook while they are being read: cells at their places, counted.

use super::{Area, Cell, Sheet, WorkbookFault};
use crate::source::place_name;

/// How many cells of a workbook are read; rows, and empty cells between filled ones, count too.
pub const MOST_CELLS: usize = 8_000_000;

/// How long the text of a cell may be, in characters: as long as Excel lets it be.
const LONGEST_TEXT: usize = 32_767;
/// The same in bytes: a text of more is too long, whatever its characters.
pub(super) const LONGEST_TEXT_IN_BYTES: usize = LONGEST_TEXT * 4;
/// How large the texts of all cells may be together, in bytes: one that many cells share counts as often as it stands.
pub const MOST_TEXT: usize = 128 << 20;

/// Takes sheets in, one after the other.
pub(super) struct Grid {
    /// The rows that a sheet of the format can have.
    rows: u32,
    sheets: Vec<Sheet>,
    /// The sheet in hand.
    sheet: Sheet,
    /// How many more cells may come.
    room: usize,
    /// How many more bytes of texts.
    text_room: usize,
}

impl Grid {
    /// For sheets of a format that has so many rows.
    pub(super) fn new(rows: u32) -> Grid {
        Grid { rows, sheets: Vec::new(), sheet: Sheet::default(), room: MOST_CELLS, text_room: MOST_TEXT }
    }

    /// A sheet begins.
    pub(super) fn begin(&mut self, name: &str, visible: bool) {
        self.sheet = Sheet { name: name.to_owned(), visible, ..Sheet::default() };
    }

    /// It is whole.
    pub(super) fn end(&mut self) {
        self.sheets.push(std::mem::take(&mut self.sheet));
    }

    /// Puts a cell; later ones of the same place win.
    pub(super) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), WorkbookFault> {
        if cell == Cell::Empty {
            return Ok(());
        }
        if row.saturating_add(1) >= self.rows {
            return Err(WorkbookFault::Full { sheet: self.sheet.name.clone() });
        }
        if let Cell::Text(text) | Cell::Error(text) = &cell {
            self.take_text(text, (row, column))?;
        }
        let (row, column) = (row as usize, column as usize);
        let height = self.sheet.rows.len();
        if height <= row {
            self.take_room(row.saturating_add(1).saturating_sub(height))?;
            // Most rows are as long as the one before.
            let length = self.sheet.rows.last().map_or(0, Vec::len);
            self.sheet.rows.resize_with(row, Vec::new);
            self.sheet.rows.push(Vec::with_capacity(length));
        }
        let length = self.sheet.rows.get(row).map_or(0, Vec::len);
        if length <= column {
            self.take_room(column.saturating_add(1).saturating_sub(length))?;
        }
        let Some(cells) = self.sheet.rows.get_mut(row) else { return Ok(()) };
        if length <= column {
            cells.resize(column, Cell::Empty);
            cells.push(cell);
        } else if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn take_text(&mut self, text: &str, (row, column): (u32, u32)) -> Result<(), WorkbookFault> {
        if text.len() > LONGEST_TEXT && text.chars().nth(LONGEST_TEXT).is_some() {
            let cell = place_name(&self.sheet.name, row, column);
            return Err(WorkbookFault::LongText { cell });
        }
        let left = self.text_room.checked_sub(text.len());
        self.text_room = left.ok_or_else(|| WorkbookFault::MuchText { sheet: self.sheet.name.clone() })?;
        Ok(())
    }

    /// What was put at a place.
    pub(super) fn get(&self, row: u32, column: u32) -> &Cell {
        self.sheet.rows.get(row as usize).and_then(|row| row.get(column as usize)).unwrap_or(&Cell::Empty)
    }

    /// Hides a run of rows.
    pub(super) fn hide_rows(&mut self, first: u32, last: u32) {
        add_to_run(&mut self.sheet.hidden_rows, (first, last));
    }

    /// Hides a run of columns.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        add_to_run(&mut self.sheet.hidden_columns, (first, last));
    }

    /// Adds cells that are shown as one. Their rows count, since each of them may be given what the first holds.
    pub(super) fn merge(&mut self, area: Area) -> Result<(), WorkbookFault> {
        if area.first == area.last {
            return Ok(());
        }
        self.take_room(area.last.0.saturating_sub(area.first.0).saturating_add(1) as usize)?;
        self.sheet.merged.push(area);
        Ok(())
    }

    /// Counts the cells of an area, before all of them are gone through.
    pub(super) fn take_area(&mut self, area: Area) -> Result<(), WorkbookFault> {
        let length = |first: u32, last: u32| last.saturating_sub(first).saturating_add(1) as usize;
        let rows = length(area.first.0, area.last.0);
        self.take_room(rows.saturating_mul(length(area.first.1, area.last.1)))
    }

    fn take_room(&mut self, cells: usize) -> Result<(), WorkbookFault> {
        let room = self.room.checked_sub(cells);
        self.room = room.ok_or_else(|| WorkbookFault::TooLarge { sheet: self.sheet.name.clone() })?;
        Ok(())
    }

    /// The sheets.
    pub(super) fn finish(self) -> Vec<Sheet> {
        self.sheets
    }
}

/// Adds a run to those before it; together with the last if it goes on where that ends. Of more runs than anybody hides
/// the rest is left out.
pub(super) fn add_to_run(runs: &mut Vec<(u32, u32)>, (first, last): (u32, u32)) {
    const MOST_RUNS: usize = 100_000;
    let room = runs.len() < MOST_RUNS;
    match runs.last_mut() {
        Some((_, end)) if end.saturating_add(1) == first => *end = last,
        _ if room => runs.push((first, last)),
        _ => {}
    }
}
