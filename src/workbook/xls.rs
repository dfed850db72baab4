//! XLS, of Excel up to 2003. `calamine` reads the records, after `xls_scan` has gone through them.

use std::cell::Cell as Flag;
use std::io::{self, Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError, open_workbook_from_rs};
use cfb::{CompoundFile, Version};

use super::grid::Grid;
use super::number;
use super::xls_padding;
use super::xls_scan::{self, Scan};
use super::{Area, Cell, Workbook, WorkbookFault};

/// The rows of a sheet.
const ROWS: u32 = 65_536;
/// How large the records may be: more than any real workbook has.
const MOST_BYTES: u64 = 128 << 20;

pub(super) fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
}

thread_local! {
    static IN_CARE: Flag<bool> = const { Flag::new(false) };
}

/// Whether a panic of this thread is of no account: it would be caught, and told as a damaged workbook.
pub fn in_care() -> bool {
    IN_CARE.get()
}

/// Reads an XLS. On records that contradict each other its readers can panic.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, WorkbookFault> {
    IN_CARE.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| read_container(bytes)));
    IN_CARE.set(false);
    read.unwrap_or(Err(WorkbookFault::Truncated))
}

fn read_container(bytes: &[u8]) -> Result<Workbook, WorkbookFault> {
    let Container { name, mut records, macros } = Container::read(bytes)?;
    let scan = xls_scan::scan(&mut records)?;
    let clean = alone(name, &records).map_err(|_| WorkbookFault::Truncated)?;
    let mut source = open(&clean)?;
    let about = source.sheets_metadata().to_vec();
    let mut grid = Grid::new(ROWS);
    for (index, sheet) in about.iter().enumerate().filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet) {
        let name = &sheet.name;
        grid.begin(name, sheet.visible == SheetVisible::Visible);
        let range = source.worksheet_range(name).map_err(|_| WorkbookFault::Truncated)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = (first_row.saturating_add(row as u32), first_column.saturating_add(column as u32));
            grid.put(at.0, at.1, content(value, &scan, index, at))?;
        }
        for area in source.merge_cells_by_sheet_name(name).map_err(|_| WorkbookFault::Truncated)? {
            grid.merge(Area { first: area.start, last: area.end })?;
        }
        scan.hide(index, &mut grid);
        grid.end();
    }
    Ok(Workbook { sheets: grid.finish(), macros, of_1904: scan.of_1904 })
}

fn open(bytes: &[u8]) -> Result<Xls<Cursor<&[u8]>>, WorkbookFault> {
    open_workbook_from_rs(Cursor::new(bytes)).map_err(|error: XlsError| match error {
        XlsError::Password => WorkbookFault::Password,
        _ => WorkbookFault::Truncated,
    })
}

/// What is needed of the file of files that an XLS is.
struct Container {
    /// What the stream of records is called.
    name: &'static str,
    records: Vec<u8>,
    /// Whether there are macros beside it.
    macros: bool,
}

impl Container {
    fn read(bytes: &[u8]) -> Result<Container, WorkbookFault> {
        let bytes = xls_padding::padded(bytes);
        let mut compound = CompoundFile::open(Cursor::new(&*bytes)).map_err(|_| WorkbookFault::Truncated)?;
        if compound.exists("/EncryptedPackage") {
            return Err(WorkbookFault::Password);
        }
        let macros = compound.exists("/_VBA_PROJECT_CUR");
        let name = ["/Workbook", "/Book"].into_iter().find(|name| compound.exists(name));
        let name = name.ok_or(WorkbookFault::NotAWorkbook)?;
        let stream = compound.open_stream(name).map_err(|_| WorkbookFault::Truncated)?;
        if stream.len() > MOST_BYTES {
            return Err(WorkbookFault::Bomb);
        }
        let mut records = Vec::new();
        stream.take(MOST_BYTES).read_to_end(&mut records).map_err(|_| WorkbookFault::Truncated)?;
        Ok(Container { name, records, macros })
    }
}

/// A container with nothing but the records: `calamine` would follow a damaged one in circles.
fn alone(name: &str, records: &[u8]) -> io::Result<Vec<u8>> {
    let mut compound = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    compound.create_stream(name)?.write_all(records)?;
    compound.flush()?;
    Ok(compound.into_inner().into_inner())
}

fn content(value: &Data, scan: &Scan, sheet: usize, at: (u32, u32)) -> Cell {
    // Whether a number is a day `calamine` tells by the number of its format alone, whatever its code says.
    let shown = |value: f64| number::number(value, scan.format(sheet, at), scan.of_1904);
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) if text.trim().is_empty() => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::Text(text.as_str().into())
        }
        Data::Int(value) => shown(*value as f64),
        Data::Float(value) => shown(*value),
        Data::Bool(value) => Cell::Boolean(*value),
        Data::DateTime(value) => shown(value.as_f64()),
        Data::Error(error) => Cell::Error(error.to_string().into()),
    }
}
