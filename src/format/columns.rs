//! The columns of items that take one line each and follow line upon line, such as a list of `struttura`.

use std::borrow::Cow;

use super::draft::{Cell, CellKind, Line};
use super::layout::{GAP, pad, width};

/// A cell wider than this pushes the others of its line, but not those of the other lines.
const WIDEST: usize = 80;

/// Where the cells of a table's rows start.
#[derive(Debug)]
pub(super) struct Columns {
    /// Whether the titles have a column of their own: where nothing follows them.
    titles: bool,
    /// Where each column but the first starts.
    starts: Vec<usize>,
}

impl Columns {
    /// The columns of a block's rows, if it has several.
    pub fn of(drafts: &[Option<Vec<Line<'_>>>]) -> Option<Columns> {
        let rows: Vec<&[Cell<'_>]> = drafts.iter().filter_map(|lines| row(lines.as_ref()?)).collect();
        let (first, others) = rows.split_first()?;
        if others.is_empty() {
            return None;
        }
        let titles = rows.iter().all(|row| row.len() == 1);
        // As many as all rows have; what follows the last of them starts in a column too.
        let shared =
            |row: &&[Cell<'_>]| row.iter().zip(first.iter()).take_while(|(a, b)| a.kind == b.kind).count();
        let aligned = if titles { 1 } else { others.iter().map(shared).min()? };
        let mut widths = vec![0usize; aligned];
        for row in &rows {
            for (widest, cell) in widths.iter_mut().zip(written(row, titles)) {
                *widest = Some(width(&cell)).filter(|width| *width <= WIDEST).unwrap_or(0).max(*widest);
            }
        }
        let mut start = 0usize;
        let starts = widths.into_iter().map(|width| {
            start = start.saturating_add(width).saturating_add(GAP);
            start
        });
        let starts = starts.collect();
        Some(Columns { titles, starts })
    }

    /// Writes a row.
    pub fn write(&self, cells: &[Cell<'_>], out: &mut String) {
        let mut starts = self.starts.iter();
        let mut here = 0usize;
        for (index, cell) in written(cells, self.titles).enumerate() {
            if index > 0 {
                let gap = starts.next().map_or(GAP, |start| start.saturating_sub(here).max(GAP));
                pad(out, gap);
                here = here.saturating_add(gap);
            }
            out.push_str(&cell);
            here = here.saturating_add(width(&cell));
        }
    }
}

/// The one line of a region that is a row.
pub(super) fn row<'l, 't>(lines: &'l [Line<'t>]) -> Option<&'l [Cell<'t>]> {
    let mut written = lines.iter().filter_map(|line| match line {
        Line::Written { cells, .. } => Some(cells.as_slice()),
        _ => None,
    });
    let row = written.next()?;
    let inside = lines.iter().any(|line| matches!(line, Line::Comment { inside: true, .. }));
    (written.next().is_none() && !inside && row.first()?.kind == CellKind::Head).then_some(row)
}

/// What stands in the columns of a row: the head's two parts, or head and attributes.
fn written<'l>(cells: &'l [Cell<'_>], titles: bool) -> impl Iterator<Item = Cow<'l, str>> {
    let parts = cells.iter().flat_map(move |cell| match (titles, cell.value.is_empty()) {
        (true, _) => [Some(Cow::Borrowed(&*cell.label)), Some(Cow::Borrowed(&*cell.value))],
        (false, true) => [Some(Cow::Borrowed(&*cell.label)), None],
        (false, false) => [Some(Cow::Owned(format!("{} {}", cell.label, cell.value))), None],
    });
    parts.flatten().filter(|part| !part.is_empty())
}
