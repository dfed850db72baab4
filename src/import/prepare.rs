//! What can be said of a row by itself, for many rows at once on all cores: its texts, whether it is a header, and what
//! its cells are under the header above.

use rayon::prelude::*;

use super::align::{Slot, align};
use super::grid::{Grid, Placed, plain_of};
use super::header::{Header, Mapping, recognise};
use super::value::is_comparator;

/// A row before its turn.
pub(super) struct Prepared<'a> {
    /// Its filled cells as they stand in the file.
    pub cells: Vec<Placed<'a>>,
    /// The same without what a conversion left in them.
    pub texts: Vec<Placed<'a>>,
    /// The header that it is.
    pub header: Option<Header>,
    /// Whether it holds nothing but comparators.
    pub only_signs: bool,
    /// The columns of its cells under the header of when it was prepared.
    pub slots: Vec<Option<Slot>>,
}

/// Prepares the rows from `first` to before `end`.
pub(super) fn prepare<'a>(
    grid: &Grid<'a>,
    rows: std::ops::Range<usize>,
    mappings: &[Mapping],
    header: Option<&Header>,
) -> Vec<Prepared<'a>> {
    let one = |row| {
        let cells = grid.row(row);
        let texts: Vec<Placed<'a>> = cells.iter().map(|(column, text)| (*column, plain_of(text))).collect();
        let recognised = recognise(&cells, mappings);
        let only_signs = texts.iter().all(|(_, text)| is_comparator(text));
        let slots = match header {
            Some(header) if recognised.is_none() && !only_signs => align(header, &texts),
            _ => Vec::new(),
        };
        Prepared { cells, texts, header: recognised, only_signs, slots }
    };
    rows.into_par_iter().map(one).collect()
}
