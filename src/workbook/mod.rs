//! Workbooks (XLSX, XLSM, XLS, ODS) read into plain cells, bounded in memory. Macros are never looked into.
//!
//! `package` opens a ZIP and counts what it unpacks, `xml` reads its parts; `xlsx`, `xls` and `ods` read their format
//! into a `grid`, which counts what it holds; `format` tells as what a number is shown, `number` makes exact decimals of what Excel keeps; `faults` has the words. `height` is
//! for those who write workbooks.

mod faults;
mod format;
mod grid;
pub mod height;
mod number;
mod ods;
mod ods_cell;
mod ods_styles;
mod own;
mod package;
mod sheet_names;
mod text;
mod xls;
mod xls_padding;
mod xls_scan;
mod xls_strings;
mod xlsx;
mod xml;

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use crate::source::{cell_name, place_name};
pub use faults::diagnostic;
pub use grid::{MOST_CELLS, MOST_TEXT};
pub use own::{MADE_BY, is_untouched_export};
pub use sheet_names::SheetNames;
pub use text::cell_text;
pub use xls::in_care;

/// The sheets of a workbook, in their order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// Sheets with cells; charts are left out.
    pub sheets: Vec<Sheet>,
    /// Whether it holds macros. They are never run.
    pub macros: bool,
    /// Whether its days count from 1904, as old ones of a Macintosh do: of a day that lost its format only the number
    /// is left.
    pub of_1904: bool,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// As on its tab.
    pub name: String,
    /// Whether its tab can be seen.
    pub visible: bool,
    /// From row 1 on; ragged: empty cells at the end of a row, and empty rows at the end, are cut off.
    pub rows: Vec<Vec<Cell>>,
    /// Cells that are shown as one; its content is in the first.
    pub merged: Vec<Area>,
    /// Rows that are hidden, by hand or by a filter: the first and the last of each run, from 0, in their order.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Columns that are hidden, likewise.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// A rectangle of cells; rows and columns from 0, both ends within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Row and column.
    pub first: (u32, u32),
    /// Row and column.
    pub last: (u32, u32),
}

/// What a cell holds; of a formula, the value that was saved with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text, as typed. Also a time of day or a duration (`8:30`).
    Text(Arc<str>),
    /// A number with the 15 digits that Excel shows.
    Number(Decimal),
    /// A number shown as a percentage, in points: 37.5 for 37,5%, whether Excel keeps 0.375 or 37.5 with a `%` that is
    /// only text.
    Percent(Decimal),
    /// A number shown in euro.
    Money(Decimal),
    /// A number shown in another currency, with its sign or name.
    Foreign(Box<(Decimal, Arc<str>)>),
    /// A day; a time of day beside it is left out.
    Date(NaiveDate),
    /// Yes or no.
    Boolean(bool),
    /// A formula that failed: `#DIV/0!`, `#N/A`.
    Error(Arc<str>),
}

/// The [`Cell::Error`] of a formula that was saved without its value, as some programs do.
pub const NOT_COMPUTED: &str = "#formula";

/// Why a workbook can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkbookFault {
    /// It opens with a password only.
    Password,
    /// Cut short or damaged.
    Truncated,
    /// Unpacked, it would be far larger than any real one.
    Bomb,
    /// None of the formats that are read.
    NotAWorkbook,
    /// A page of the web, or the XML of Excel 2003, with the name of a workbook.
    Page {
        /// Whether it is that XML.
        xml: bool,
    },
    /// More cells than are read.
    TooLarge {
        /// The name of the sheet, if it is known.
        sheet: String,
    },
    /// A text longer than Excel lets one be.
    LongText {
        /// `Staff!E14`, if that is known.
        cell: String,
    },
    /// Texts that together are more than is read.
    MuchText {
        /// The sheet's name.
        sheet: String,
    },
    /// Filled to the last row that a sheet can have: what came after it is lost.
    Full {
        /// The sheet's name.
        sheet: String,
    },
}

/// Whether bytes begin as a workbook does: a ZIP, or the container of XLS and of files with a password; or as a page of
/// the web, which many programs give the name of one.
pub fn looks_like_one(bytes: &[u8]) -> bool {
    package::is_zip(bytes) || xls::is_compound(bytes) || is_page(bytes)
}

fn is_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    matches!(text, [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'!' | b'?'))
}

/// Reads a workbook.
///
/// # Errors
/// When it can't be read whole: never a part of it.
pub fn read(bytes: &[u8]) -> Result<Workbook, WorkbookFault> {
    if xls::is_compound(bytes) {
        return xls::read(bytes);
    }
    if is_page(bytes) {
        let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        let xml = memchr::memmem::find(head, b"urn:schemas-microsoft-com:office:spreadsheet").is_some();
        return Err(WorkbookFault::Page { xml });
    }
    if !package::is_zip(bytes) {
        return Err(WorkbookFault::NotAWorkbook);
    }
    let package = package::Package::open(bytes)?;
    match package.kind {
        package::Kind::Xlsx => xlsx::read(package),
        package::Kind::Ods => ods::read(package),
    }
}
