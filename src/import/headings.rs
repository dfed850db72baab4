//! The row that is most like a header, where none was recognised: what its columns may be.

use rust_decimal::Decimal;

use super::code;
use super::grid::{Grid, Place, Table, plain};
use super::header::{Mapping, Role, is_label, role_name, roles, year_in};
use super::value::{is_comparator, is_dash, is_value};
use crate::diagnostics::Text;
use crate::value::{Mark, parse_number};

/// A row that may be the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headings {
    /// Its first filled cell.
    pub place: Text,
    /// Its columns from left to right.
    pub columns: Vec<Heading>,
}

/// A column of a row that may be the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// What stands over it.
    pub name: String,
    /// Its word in `--map`, if it is recognised.
    pub known: Option<&'static str>,
    /// What it may be, by the cells below, if it is not.
    pub proposal: &'static str,
}

/// Rows of a sheet that are looked at, and rows below a header.
const MOST_ROWS: usize = 200;
const SAMPLE: usize = 20;

impl Headings {
    /// The row with the most known headers; where there is none, the first that is as wide as a table.
    pub(super) fn likely(table: &Table<'_>, mappings: &[Mapping]) -> Option<Headings> {
        let mut best: Option<(usize, usize, usize)> = None;
        for (sheet, grid) in table.sheets.iter().enumerate().filter(|(_, grid)| !grid.hidden) {
            for row in 0..grid.rows().min(MOST_ROWS) {
                let cells = grid.row(row);
                let columns = roles(&cells, mappings);
                let known = columns.iter().filter(|(_, role)| *role != Role::Unknown).count();
                let labels = cells.iter().filter(|(_, cell)| is_label(cell)).count();
                let likely = columns.len() > 1 && (known > 0 || labels > 2 && labels == columns.len());
                if likely && best.is_none_or(|(most, ..)| known > most) {
                    best = Some((known, sheet, row));
                }
            }
        }
        let (_, sheet, row) = best?;
        let grid = table.sheets.get(sheet)?;
        let columns = roles(&grid.row(row), mappings);
        let place = Place { sheet, row, column: columns.first()?.0 };
        Some(Headings { place: table.place_shown(place), columns: headings(grid, row, &columns) })
    }
}

/// The columns of a row, each unknown one with what it may be: what a table of KPIs needs first.
fn headings(grid: &Grid<'_>, row: usize, columns: &[(usize, Role)]) -> Vec<Heading> {
    let mut open: Vec<Role> = columns.iter().map(|(_, role)| *role).collect();
    let name = |column: usize| plain(&grid.text(row, column)).into_owned();
    let wordy = |(column, role): &&(usize, Role)| {
        *role == Role::Unknown && matches!(contents(grid, row, *column), Contents::Words)
    };
    let several = columns.iter().filter(wordy).count() > 1;
    let mut found = Vec::new();
    for (column, role) in columns {
        let mut proposal = Role::Notes;
        if *role == Role::Unknown {
            let is_open = |wanted: Role| !open.contains(&wanted);
            proposal = match contents(grid, row, *column) {
                Contents::Signs => Role::Comparator,
                Contents::Codes if is_open(Role::Objective) => Role::Objective,
                // Of two columns of words the first is the wider notion.
                Contents::Words if several && is_open(Role::Objective) && is_open(Role::Title) => {
                    Role::Objective
                }
                Contents::Codes | Contents::Words if is_open(Role::Title) => Role::Title,
                Contents::Percents if is_open(Role::Weight) => Role::Weight,
                Contents::Percents | Contents::Values if is_open(Role::Target(None)) => Role::Target(None),
                Contents::Percents | Contents::Values if is_open(Role::Actual(None)) => Role::Actual(None),
                _ => Role::Notes,
            };
            open.push(proposal);
        }
        let proposal = role_name(proposal).unwrap_or("nota");
        found.push(Heading { name: name(*column), known: role_name(*role), proposal });
    }
    found
}

/// `30%`, or a number up to 1, as a spreadsheet keeps it.
fn is_share(cell: &str) -> bool {
    match cell.strip_suffix('%') {
        Some(number) => parse_number(number.trim(), Mark::Comma).is_ok(),
        None => parse_number(cell, Mark::Comma).is_ok_and(|number| number <= Decimal::ONE),
    }
}

/// What most cells of a column are.
enum Contents {
    Signs,
    Percents,
    Values,
    Codes,
    Words,
    /// Years alone, or nothing but dashes.
    Nothing,
}

fn contents(grid: &Grid<'_>, header: usize, column: usize) -> Contents {
    let below = (header.saturating_add(1)..grid.rows()).take(SAMPLE);
    let cells: Vec<_> = below.map(|row| grid.text(row, column)).collect();
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let most = |wanted: &dyn Fn(&str) -> bool| {
        let count = cells.iter().filter(|cell| wanted(cell)).count();
        count > 0 && count.saturating_mul(2) > cells.len()
    };
    if most(&is_comparator) {
        Contents::Signs
    } else if most(&is_share) {
        Contents::Percents
    } else if most(&|cell| cell.len() == 4 && year_in(cell).is_some() || is_dash(cell)) {
        Contents::Nothing
    } else if most(&is_value) {
        Contents::Values
    } else if most(&|cell| code::split(cell).is_some()) {
        Contents::Codes
    } else {
        Contents::Words
    }
}
