//! What becomes of every cell, written down while the table is read and while the plan is written. That a cell is
//! translated only the writers say, of the cells of what they wrote; what is told while reading are guesses, which hold
//! if the cell is written, and reasons, which hold if it is not.

use std::collections::BTreeMap;

use super::drawn::Origin;
use super::fate::{Fate, List};
use super::grid::Place;
use crate::diagnostics::Text;

/// The fates of the cells that were seen, and what is special to some.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By sheet, row and column.
    sheets: Vec<Vec<Vec<Cell>>>,
    /// Guesses of cells that hold several.
    more: BTreeMap<Place, Vec<Fate>>,
    /// What was guessed of the first cells of a fate.
    details: BTreeMap<Fate, Vec<(Place, Text)>>,
    /// The headers, and the columns of each of their cells.
    headers: Vec<HeaderCells>,
    /// The columns of cells that have slipped against their header.
    slipped: BTreeMap<Place, usize>,
    /// What was decided for the plan as a whole.
    pub notes: Vec<Text>,
}

/// What is known of a cell.
#[derive(Debug, Default, Clone, Copy)]
struct Cell {
    told: Option<Fate>,
    written: Option<Fate>,
}

/// The cells of a header, each with the columns that it is over.
#[derive(Debug, Default)]
pub(super) struct HeaderCells {
    pub sheet: usize,
    /// The first row below.
    pub below: usize,
    pub cells: Vec<(Place, Vec<usize>)>,
}

impl Ledger {
    /// Tells a guess on a cell, or the reason why it is left. What is known already gives way only to what a person
    /// should look at more; of guesses all stay.
    pub fn tell(&mut self, place: Place, fate: Fate) {
        if fate.list() == List::Translated {
            return;
        }
        let Some(cell) = self.cell(place) else { return };
        match cell.told {
            None => cell.told = Some(fate),
            Some(known) if known == fate => {}
            Some(known) if known.list() == List::Check && fate.list() == List::Check => {
                let more = self.more.entry(place).or_default();
                if !more.contains(&fate) {
                    more.push(fate);
                }
            }
            Some(known) if known.list() >= fate.list() => {}
            Some(_) => cell.told = Some(fate),
        }
    }

    /// [`Ledger::tell`] with what is special to this cell, which is asked for where it will be shown.
    pub fn tell_of(&mut self, place: Place, fate: Fate, detail: impl FnOnce() -> Text) {
        self.tell(place, fate);
        let details = self.details.entry(fate).or_default();
        if details.len() < fate.most_shown() {
            details.push((place, detail()));
        }
    }

    /// A fate instead of what was told.
    pub fn retell(&mut self, place: Place, fate: Fate) {
        if let Some(cell) = self.cell(place) {
            cell.told = Some(fate);
        }
        self.more.remove(&place);
    }

    /// Takes back what was told.
    pub fn forget(&mut self, place: Place) {
        if let Some(cell) = self.cell(place) {
            cell.told = None;
        }
        self.more.remove(&place);
    }

    /// A header, whose columns go down to the next one.
    pub fn open_table(&mut self, header: HeaderCells) {
        self.headers.push(header);
    }

    /// A second line of the header above: its cells under the one of a column, which is over all of theirs.
    pub fn second_line(&mut self, sheet: usize, row: usize, over: usize, columns: &[usize]) {
        let Some(header) = self.headers.last_mut() else { return };
        header.below = row.saturating_add(1);
        for (place, own) in &mut header.cells {
            if place.column == over {
                own.extend_from_slice(columns);
            }
        }
        let cells = columns.iter().map(|column| (Place { sheet, row, column: *column }, vec![*column]));
        header.cells.extend(cells);
    }

    /// A cell of another column than it stands in.
    pub fn slipped(&mut self, place: Place, column: usize) {
        if place.column != column {
            self.slipped.insert(place, column);
        }
    }

    /// The cells of what was written.
    pub fn written(&mut self, origins: &[Origin]) {
        for origin in origins {
            if let Some(cell) = self.cell(origin.place) {
                cell.written.get_or_insert(origin.fate);
            }
        }
    }

    /// The cells of the headers: those over a cell that was written were needed for it.
    pub fn close(&mut self) {
        let headers = std::mem::take(&mut self.headers);
        for (at, header) in headers.iter().enumerate() {
            let next = headers.get(at.saturating_add(1)).filter(|next| next.sheet == header.sheet);
            let used = self.used_columns(header, next.map(|next| next.below));
            for (place, columns) in &header.cells {
                let needed = columns.iter().any(|column| used.get(*column).copied().unwrap_or(false));
                match needed {
                    true => self.written(&[Origin { place: *place, fate: Fate::Header }]),
                    false => self.tell(*place, Fate::HeaderUnused),
                }
            }
        }
    }

    /// The columns below a header of which a cell was written.
    fn used_columns(&self, header: &HeaderCells, end: Option<usize>) -> Vec<bool> {
        let mut used = Vec::new();
        let rows = self.sheets.get(header.sheet).map_or(&[][..], Vec::as_slice);
        let end = end.unwrap_or(rows.len());
        for (row, cells) in rows.iter().enumerate().take(end).skip(header.below) {
            for (column, _) in cells.iter().enumerate().filter(|(_, cell)| cell.written.is_some()) {
                let place = Place { sheet: header.sheet, row, column };
                let column = self.slipped.get(&place).copied().unwrap_or(column);
                if used.len() <= column {
                    used.resize(column.saturating_add(1), false);
                }
                if let Some(used) = used.get_mut(column) {
                    *used = true;
                }
            }
        }
        used
    }

    /// The fate of a cell, and the guesses that it holds besides.
    pub fn of(&self, place: Place) -> (Fate, &[Fate]) {
        let cell = self.sheets.get(place.sheet).and_then(|rows| rows.get(place.row)?.get(place.column));
        let cell = cell.copied().unwrap_or_default();
        let guesses = || self.more.get(&place).map_or(&[][..], Vec::as_slice);
        match (cell.told, cell.written) {
            (Some(guess), Some(_)) if guess.list() == List::Check => (guess, guesses()),
            (_, Some(written)) => (written, &[]),
            (Some(reason), None) if reason.list() == List::Left => (reason, &[]),
            (Some(_), None) => (Fate::Unwritten, &[]),
            (None, None) => (Fate::Unrecognised, &[]),
        }
    }

    /// What is special to a cell of this fate.
    pub fn detail(&self, place: Place, fate: Fate) -> Option<&Text> {
        let (_, detail) = self.details.get(&fate)?.iter().find(|(own, _)| *own == place)?;
        Some(detail)
    }

    /// What is known of a cell, to be changed.
    fn cell(&mut self, place: Place) -> Option<&mut Cell> {
        let rows = reach(&mut self.sheets, place.sheet)?;
        reach(reach(rows, place.row)?, place.column)
    }
}

/// The element at an index, which is made where it is not there yet.
fn reach<T: Default>(list: &mut Vec<T>, at: usize) -> Option<&mut T> {
    if list.len() <= at {
        list.resize_with(at.saturating_add(1), T::default);
    }
    list.get_mut(at)
}
