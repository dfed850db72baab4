//! Whether a form comes back with all that it asked for. A form of `piaoc form` has a hidden sheet that lists what it
//! asks; without it a workbook is no form, and nothing is missed.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::workbook::{Cell, Sheet, Workbook};

/// The name of the hidden sheet, and what its first cell holds. Below, a row for each value that is asked for: the name
/// of its sheet, its key and its period.
pub const LIST: (&str, &str) = ("_piaoc", "piaoc-modulo 1");

/// What a form lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack<'b> {
    /// A sheet; and the one that has its keys now, if there is one.
    Sheet { name: &'b str, now: Option<&'b str> },
    /// The row of a key, and of a period where the form names it.
    Row { sheet: &'b str, key: &'b str, period: Option<&'b str> },
}

/// A value that a form asks for.
struct Asked<'b> {
    sheet: &'b str,
    key: &'b str,
    period: Option<&'b str>,
}

/// What is missing of a form, in the order in which it asks.
pub fn lacks(book: &Workbook) -> Vec<Lack<'_>> {
    let Some(list) = book.sheets.iter().find(|sheet| sheet.name == LIST.0) else { return Vec::new() };
    if text(list, 0, 0) != Some(LIST.1) {
        return Vec::new();
    }
    let asked: Vec<Asked<'_>> = (1..list.rows.len())
        .filter_map(|row| {
            let (sheet, key) = (text(list, row, 0)?, text(list, row, 1)?);
            Some(Asked { sheet, key, period: text(list, row, 2) })
        })
        .collect();
    let mut texts: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    let mut rows: FxHashMap<&str, Rows<'_>> = FxHashMap::default();
    let keys: FxHashSet<&str> = asked.iter().map(|asked| asked.key).collect();
    let periods: FxHashSet<&str> = asked.iter().filter_map(|asked| asked.period).collect();
    for sheet in book.sheets.iter().filter(|sheet| sheet.visible) {
        let cells = sheet.rows.iter().flatten();
        texts.insert(&sheet.name, cells.filter_map(as_text).map(str::trim).collect());
        rows.insert(&sheet.name, kept(sheet, &keys, &periods));
    }
    let (mut lacks, mut said) = (Vec::new(), FxHashSet::default());
    for Asked { sheet, key, period } in &asked {
        let is_there = |texts: &FxHashSet<&str>| match period {
            Some(period) => {
                rows.get(sheet).is_some_and(|rows| rows.contains(&(*key, Cow::Borrowed(*period))))
            }
            None => texts.contains(key),
        };
        match texts.get(sheet) {
            Some(texts) if is_there(texts) => {}
            Some(_) => lacks.push(Lack::Row { sheet, key, period: *period }),
            None if said.insert(*sheet) => {
                lacks.push(Lack::Sheet { name: sheet, now: renamed(book, &asked, &texts, sheet) });
            }
            None => {}
        }
    }
    lacks
}

/// The keys and periods that stand in one row.
type Rows<'b> = FxHashSet<(&'b str, Cow<'b, str>)>;

/// What a sheet has of what a form asks.
fn kept<'b>(sheet: &'b Sheet, keys: &FxHashSet<&str>, periods: &FxHashSet<&str>) -> Rows<'b> {
    let mut rows = Rows::default();
    for row in &sheet.rows {
        for period in row.iter().filter_map(as_period).filter(|period| periods.contains(&**period)) {
            let of_row = row.iter().filter_map(as_text).map(str::trim).filter(|key| keys.contains(key));
            rows.extend(of_row.map(|key| (key, period.clone())));
        }
    }
    rows
}

/// The sheet that the form had not and that has at least half of the keys of one that is missing.
fn renamed<'b>(
    book: &'b Workbook,
    asked: &[Asked<'_>],
    texts: &FxHashMap<&str, FxHashSet<&str>>,
    missing: &str,
) -> Option<&'b str> {
    let keys: Vec<&str> =
        asked.iter().filter(|asked| asked.sheet == missing).map(|asked| asked.key).collect();
    let names = book.sheets.iter().map(|sheet| sheet.name.as_str());
    let new = names.filter(|name| !asked.iter().any(|asked| asked.sheet == *name));
    let counted = new.filter_map(|name| {
        let texts = texts.get(name)?;
        Some((name, keys.iter().filter(|key| texts.contains(*key)).count()))
    });
    let (name, found) = counted.max_by_key(|(_, found)| *found)?;
    (found.saturating_mul(2) >= keys.len()).then_some(name)
}

fn text(sheet: &Sheet, row: usize, column: usize) -> Option<&str> {
    sheet.rows.get(row)?.get(column).and_then(as_text)
}

fn as_text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

/// A year is text in a form, but a program may have made a number of it.
fn as_period(cell: &Cell) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) => Some(Cow::Borrowed(text.trim())),
        Cell::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}
