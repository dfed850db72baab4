//! What can be said of a row by itself, for many rows at once on all cores: its texts, whether it is a header, and what
//! its cells are under the header above.

use rayon::prelude::*;

use super::align::align;
use super::grid::{Grid, Placed, plain_of};
use super::header::{Header, Mapping, Role, recognise};
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
    /// What its cells are under the header of when it was prepared.
    pub roles: Vec<Option<Role>>,
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
        let roles = match header {
            Some(header) if recognised.is_none() && !only_signs => align(header, &texts),
            _ => Vec::new(),
        };
        Prepared { cells, texts, header: recognised, only_signs, roles }
    };
    rows.into_par_iter().map(one).collect()
}
