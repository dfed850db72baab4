//! Formulas as text, made so that an empty or "n.d." cell never counts as 0: an expression over cells is guarded by the
//! count of their numbers. Only functions that Excel 2010 and LibreOffice have in common are written.

use crate::source::{cell_name, column_name};
use crate::value::Exact;

/// How many references stand in one argument list; Excel takes 255.
const ARGUMENTS: usize = 100;

/// A cell, its row from 0: `H7`.
pub(super) fn cell(index: u16, row: u32) -> String {
    cell_name(row, index.into())
}

/// A cell of another sheet.
pub(super) fn cell_of(sheet: &str, index: u16, row: u32) -> String {
    format!("{sheet}!${}${}", column_name(index.into()), row.saturating_add(1))
}

/// The number in a cell that people fill in: sì is 1, no is 0; anything else is nothing.
pub(super) fn number_in(cell: &str) -> String {
    format!("IF(ISNUMBER({cell}),{cell},IF({cell}=\"sì\",1,IF({cell}=\"no\",0,\"\")))")
}

/// `body` where all the cells hold numbers and it can be computed, otherwise nothing.
pub(super) fn guarded(cells: &[String], body: &str) -> String {
    guarded_or(cells, body, "\"\"")
}

/// `body` where all the cells hold numbers, otherwise nothing; `impossible` where it can't be computed all the same.
pub(super) fn guarded_or(cells: &[String], body: &str, impossible: &str) -> String {
    if cells.is_empty() {
        return body.to_owned();
    }
    let counts: Vec<String> =
        cells.chunks(ARGUMENTS).map(|chunk| format!("COUNT({})", chunk.join(","))).collect();
    format!("IF({}={},IFERROR({body},{impossible}),\"\")", counts.join("+"), cells.len())
}

/// A function of any number of arguments that is its own sum: `SUM`, or `MIN` and `MAX` nested.
pub(super) fn nested(function: &str, arguments: &[String]) -> String {
    let mut arguments = arguments.to_vec();
    while arguments.len() > ARGUMENTS {
        arguments =
            arguments.chunks(ARGUMENTS).map(|chunk| format!("{function}({})", chunk.join(","))).collect();
    }
    format!("{function}({})", arguments.join(","))
}

/// A constant of a formula: a plain decimal with its digits.
pub(super) fn constant(number: &Exact) -> String {
    let digits = number.plain(24);
    if number.is_negative() { format!("({digits})") } else { digits }
}

/// The double nearest to a number: the one place where a value is rounded.
pub(super) fn double(number: &Exact) -> f64 {
    number.plain(24).parse().unwrap_or(f64::NAN)
}

/// How a formula's result is written beside it, for programs that do not compute.
pub(super) fn cached(number: Option<&Exact>) -> String {
    number.map_or_else(String::new, |number| double(number).to_string())
}

/// Held within 0 and 100; 0 where it can't be computed.
pub(super) fn clamped(body: &str) -> String {
    format!("IFERROR(MAX(0,MIN(100,{body})),0)")
}
