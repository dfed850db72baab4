//! The merged cells of a sheet, row by row.

use super::grid::Place;
use crate::workbook::Area;

/// Which merged areas reach into the row that is being read from above.
#[derive(Debug, Default)]
pub(super) struct Merged<'a> {
    /// Those below the row, by their first rows.
    coming: &'a [Area],
    /// Those that the row is in.
    open: Vec<Area>,
    row: u32,
}

impl<'a> Merged<'a> {
    /// Of the areas of a sheet, by their first rows.
    pub fn of(areas: &'a [Area]) -> Merged<'a> {
        Merged { coming: areas, ..Merged::default() }
    }

    /// Goes on to a row.
    pub fn come_to(&mut self, row: usize) {
        if self.coming.is_empty() && self.open.is_empty() {
            return;
        }
        self.row = u32::try_from(row).unwrap_or(u32::MAX);
        self.open.retain(|area| area.last.0 >= self.row);
        while let Some((next, rest)) = self.coming.split_first().filter(|(next, _)| next.first.0 <= self.row)
        {
            self.coming = rest;
            if next.last.0 >= self.row {
                self.open.push(*next);
            }
        }
    }

    /// The first cells of the areas that begin above the row.
    pub fn above(&self, sheet: usize) -> Vec<Place> {
        let above = self.open.iter().filter(|area| area.first.0 < self.row);
        above.map(|area| Place { sheet, row: area.first.0 as usize, column: area.first.1 as usize }).collect()
    }
}
