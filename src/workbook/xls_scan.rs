//! The records of an XLS, walked over before `calamine` reads them: for what it does not tell (how numbers
//! are shown, what is hidden) and for what it takes on trust (where sheets begin, how far their cells reach, how often a long text is
//! repeated). What it would make of formulas nobody needs, and they are taken out.

use encoding_rs::WINDOWS_1252;
use rustc_hash::FxHashMap;

use super::format::NumberFormat;
use super::grid::{Grid, add_to_run};
use super::xls_strings;
use super::{MOST_CELLS, WorkbookFault};

/// How long the texts of all cells may be together, in bytes: `calamine` keeps a copy in each cell.
const MOST_TEXT: usize = 256 << 20;

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The formats of each kind of cell.
    formats: Vec<NumberFormat>,
    /// By sheet, in the order of the file.
    sheets: Vec<Seen>,
    /// Whether days count from 1904.
    pub(super) of_1904: bool,
}

/// What was seen of a sheet.
#[derive(Debug, Default)]
struct Seen {
    /// The kinds of the cells that are shown as something else than a number.
    kinds: FxHashMap<(u32, u32), u16>,
    /// Hidden rows and columns, first and last of each run.
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
}

/// The format of a cell that has none of its own.
static PLAIN: NumberFormat = NumberFormat::plain();

impl Scan {
    /// How a cell of a sheet shows its number.
    pub(super) fn format(&self, sheet: usize, at: (u32, u32)) -> &NumberFormat {
        let kind = self.sheets.get(sheet).and_then(|sheet| sheet.kinds.get(&at));
        kind.and_then(|kind| self.formats.get(usize::from(*kind))).unwrap_or(&PLAIN)
    }

    /// Hides in the grid what is hidden in a sheet.
    pub(super) fn hide(&self, sheet: usize, grid: &mut Grid) {
        let Some(Seen { rows, columns, .. }) = self.sheets.get(sheet) else { return };
        rows.iter().for_each(|(first, last)| grid.hide_rows(*first, *last));
        columns.iter().for_each(|(first, last)| grid.hide_columns(*first, *last));
    }
}

/// A record.
#[derive(Clone, Copy)]
struct Record<'s> {
    kind: u16,
    data: &'s [u8],
    /// Where its data begin in the stream.
    at: usize,
}

/// The records from a place on, up to the end of the stream or a record that is cut off.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut next = from;
    std::iter::from_fn(move || {
        let head = stream.get(next..)?;
        let (kind, length) = (word(head, 0)?, word(head, 2)?);
        let at = next.saturating_add(4);
        next = at.saturating_add(length.into());
        Some(Record { kind, data: stream.get(at..next)?, at })
    })
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..)?.first_chunk().copied()?))
}

fn double_word(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..)?.first_chunk().copied()?))
}

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;
const DIMENSIONS: u16 = 0x0200;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;
const FORMULA: u16 = 0x0006;
const SHARED_TEXTS: u16 = 0x00FC;
const SHARED_TEXT: u16 = 0x00FD;

/// Walks over the stream `Workbook`, and takes out of it what is not to be trusted.
pub(super) fn scan(stream: &mut [u8]) -> Result<Scan, WorkbookFault> {
    let globals = Globals::read(stream)?;
    let mut room = Room { bytes: stream.len(), cells: MOST_CELLS, text: MOST_TEXT };
    let mut untrusted = Vec::new();
    let mut sheets = Vec::new();
    for at in &globals.sheets {
        sheets.push(globals.sheet(stream, *at, &mut room, &mut untrusted)?);
    }
    for range in untrusted {
        if let Some(bytes) = stream.get_mut(range) {
            bytes.fill(0);
        }
    }
    Ok(Scan { formats: globals.formats, sheets, of_1904: globals.of_1904 })
}

/// What all sheets together may still take.
struct Room {
    bytes: usize,
    cells: usize,
    text: usize,
}

/// Takes some of what is left.
fn take(room: &mut usize, wanted: usize) -> Result<(), WorkbookFault> {
    *room = room.checked_sub(wanted).ok_or(WorkbookFault::TooLarge { sheet: String::new() })?;
    Ok(())
}

/// What the first part of the stream says of the whole.
#[derive(Default)]
struct Globals {
    /// Where the sheets begin.
    sheets: Vec<usize>,
    /// The formats of each kind of cell.
    formats: Vec<NumberFormat>,
    /// How long each of the texts is that cells share, in bytes at most.
    texts: Vec<usize>,
    of_1904: bool,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Globals, WorkbookFault> {
        let mut globals = Globals::default();
        let mut texts: Vec<&[u8]> = Vec::new();
        // Formats by number, and the number of each kind of cell.
        let (mut codes, mut kinds) = (FxHashMap::default(), Vec::new());
        let (mut before, mut wide_lengths) = (0, true);
        for Record { kind, data, .. } in records(stream, 0) {
            match kind {
                0x002F if word(data, 0) != Some(0) => return Err(WorkbookFault::Password),
                // Excel 5 and 95 write the lengths of texts in one byte.
                BEGIN => wide_lengths = word(data, 0) >= Some(0x0600),
                0x0022 => globals.of_1904 = word(data, 0) == Some(1),
                0x0085 => {
                    let at = double_word(data, 0).ok_or(WorkbookFault::Truncated)? as usize;
                    globals.sheets.push(at);
                }
                0x041E => {
                    let stated = if wide_lengths { format_code(data) } else { old_format_code(data) };
                    codes.extend(stated.map(|(number, code)| (number, NumberFormat::of(&code))));
                }
                0x00E0 => kinds.push(word(data, 2).unwrap_or(0)),
                SHARED_TEXTS => texts.push(data),
                CONTINUE if before == SHARED_TEXTS => texts.push(data),
                END => {
                    // What a format says counts, and its number only where it says nothing.
                    let built_in = |number: u16| NumberFormat::built_in(number.into());
                    let of = |number: &u16| codes.get(number).cloned().unwrap_or_else(|| built_in(*number));
                    globals.formats = kinds.iter().map(of).collect();
                    globals.texts = xls_strings::lengths(&texts).ok_or(WorkbookFault::Truncated)?;
                    return Ok(globals);
                }
                _ => {}
            }
            if kind != CONTINUE {
                before = kind;
            }
        }
        Err(WorkbookFault::Truncated)
    }

    /// Goes through the records of a sheet.
    fn sheet(
        &self,
        stream: &[u8],
        from: usize,
        room: &mut Room,
        untrusted: &mut Vec<std::ops::Range<usize>>,
    ) -> Result<Seen, WorkbookFault> {
        let mut found = Seen::default();
        let (mut depth, mut reach) = (0u32, Reach::default());
        for Record { kind, data, at } in records(stream, from) {
            // The sheets' parts lie one after the other: together they are no longer than the stream.
            take(&mut room.bytes, data.len().saturating_add(4)).map_err(|_| WorkbookFault::Truncated)?;
            match kind {
                BEGIN => depth = depth.saturating_add(1),
                END if depth <= 1 => {
                    take(&mut room.cells, reach.cells())?;
                    return Ok(found);
                }
                END => depth = depth.saturating_sub(1),
                _ if depth != 1 => {}
                ROW if word(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                    let row = word(data, 0).ok_or(WorkbookFault::Truncated)?.into();
                    add_to_run(&mut found.rows, (row, row));
                }
                COLUMNS if word(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                    let columns = place(data).ok_or(WorkbookFault::Truncated)?;
                    add_to_run(&mut found.columns, columns);
                }
                // Room would be made for all that it says.
                DIMENSIONS => untrusted.push(at..at.saturating_add(data.len())),
                FORMULA | 0x00D6 | SHARED_TEXT | 0x0203 | 0x0204 | 0x0205 | 0x027E => {
                    let (row, column) = place(data).ok_or(WorkbookFault::Truncated)?;
                    take(&mut room.cells, 1)?;
                    reach.add(row, column);
                    self.note(&mut found.kinds, (row, column), word(data, 4));
                    if kind == FORMULA {
                        // The length of the formula, which stands after its value.
                        untrusted.push(at.saturating_add(20)..at.saturating_add(data.len()));
                    } else if kind == SHARED_TEXT {
                        let length = double_word(data, 6).and_then(|index| self.texts.get(index as usize));
                        take(&mut room.text, *length.ok_or(WorkbookFault::Truncated)?)?;
                    }
                }
                0x00BD => {
                    let (row, first) = place(data).ok_or(WorkbookFault::Truncated)?;
                    let kinds = data.get(4..).unwrap_or_default().chunks_exact(6);
                    take(&mut room.cells, kinds.len())?;
                    for (column, cell) in (first..).zip(kinds) {
                        reach.add(row, column);
                        self.note(&mut found.kinds, (row, column), word(cell, 0));
                    }
                }
                _ => {}
            }
            // What lies between two cells is held too.
            if reach.cells() > room.cells {
                return Err(WorkbookFault::TooLarge { sheet: String::new() });
            }
        }
        Err(WorkbookFault::Truncated)
    }

    fn note(&self, found: &mut FxHashMap<(u32, u32), u16>, at: (u32, u32), kind: Option<u16>) {
        let Some(kind) = kind else { return };
        if self.formats.get(usize::from(kind)).is_some_and(|format| !format.is_plain()) {
            found.insert(at, kind);
        }
    }
}

/// A format's number and code as Excel 5 and 95 write them, in the letters of Windows.
fn old_format_code(data: &[u8]) -> Option<(u16, String)> {
    let length = usize::from(*data.get(2)?);
    let bytes = data.get(3..)?;
    let code = WINDOWS_1252.decode_without_bom_handling(bytes.get(..length).unwrap_or(bytes)).0;
    Some((word(data, 0)?, code.into_owned()))
}

/// A format's number and code, of one byte or two a character.
fn format_code(data: &[u8]) -> Option<(u16, String)> {
    let (number, length) = (word(data, 0)?, usize::from(word(data, 2)?));
    let wide = data.get(4)? & 1 == 1;
    let bytes = data.get(5..)?;
    let code = if wide {
        let units = bytes.chunks_exact(2).take(length).filter_map(|unit| word(unit, 0));
        char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect()
    } else {
        bytes.iter().take(length).map(|byte| char::from(*byte)).collect()
    };
    Some((number, code))
}

fn place(data: &[u8]) -> Option<(u32, u32)> {
    Some((word(data, 0)?.into(), word(data, 2)?.into()))
}

/// The rectangle around the cells, all of which `calamine` holds.
#[derive(Default)]
struct Reach {
    rows: Option<(u32, u32)>,
    columns: Option<(u32, u32)>,
}

impl Reach {
    fn add(&mut self, row: u32, column: u32) {
        let widened = |old: Option<(u32, u32)>, at: u32| {
            old.map_or((at, at), |(first, last)| (first.min(at), last.max(at)))
        };
        self.rows = Some(widened(self.rows, row));
        self.columns = Some(widened(self.columns, column));
    }

    fn cells(&self) -> usize {
        let length = |ends: Option<(u32, u32)>| {
            ends.map_or(0, |(first, last)| last.saturating_sub(first).saturating_add(1) as usize)
        };
        length(self.rows).saturating_mul(length(self.columns))
    }
}
