//! XLSX and XLSM, event by event: a sheet of two cells a million rows apart takes no more than its two cells. `calamine`
//! reads them too, but takes the sizes in a file on trust, says of no formula whether its value was saved, and would
//! have to read a sheet again for its merged cells.
//!
//! `styles` tells how numbers are shown, `strings` has the texts that cells share, `sheet` reads the cells.

mod sheet;
mod strings;
mod styles;

use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use super::grid::Grid;
use super::package::{MOST_OF_OTHERS, MOST_OF_STRINGS, Package};
use super::xml::{Xml, attribute};
use super::{Workbook, WorkbookFault};
use strings::Strings;
use styles::Styles;

/// The rows of a sheet.
const ROWS: u32 = 1_048_576;
/// The columns of a sheet.
const COLUMNS: u32 = 16_384;

/// What the cells of every sheet are read with.
struct Common {
    strings: Strings,
    styles: Styles,
    of_1904: bool,
}

pub(super) fn read(mut package: Package<'_>) -> Result<Workbook, WorkbookFault> {
    let (_, document) = relations(&mut package, "_rels/.rels")?
        .into_values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .unwrap_or_else(|| (String::new(), "xl/workbook.xml".to_owned()));
    let (folder, name) = document.rsplit_once('/').unwrap_or(("", &document));
    let relations = relations(&mut package, &format!("{folder}/_rels/{name}.rels"))?;
    let book = package.part(&document, MOST_OF_OTHERS)?.ok_or(WorkbookFault::Truncated)?;
    let Book { sheets, of_1904 } = Book::read(book)?;
    if sheets.is_empty() {
        return Err(WorkbookFault::Truncated);
    }
    let part_of = |wanted: &str| {
        let part = relations.values().find(|(kind, _)| kind.ends_with(wanted));
        part.map(|(_, target)| target.as_str())
    };
    let strings = match part_of("/sharedStrings") {
        Some(part) => package.part(part, MOST_OF_STRINGS)?.map(Strings::read).transpose()?,
        None => None,
    };
    let styles = match part_of("/styles") {
        Some(part) => package.part(part, MOST_OF_OTHERS)?.map(Styles::read).transpose()?,
        None => None,
    };
    let common = Common { strings: strings.unwrap_or_default(), styles: styles.unwrap_or_default(), of_1904 };
    let mut grid = Grid::new(ROWS);
    for About { name, visible, relation } in &sheets {
        let (kind, part) = relations.get(relation).ok_or(WorkbookFault::Truncated)?;
        if kind.ends_with("/worksheet") {
            grid.begin(name, *visible);
            package.sheet(part, |xml| sheet::read(xml, &common, &mut grid))?;
            grid.end();
        }
    }
    Ok(Workbook { sheets: grid.finish(), macros: package.macros, of_1904 })
}

/// The parts that a part speaks of, with their kinds, by the names that it gives them.
fn relations(
    package: &mut Package<'_>,
    part: &str,
) -> Result<FxHashMap<String, (String, String)>, WorkbookFault> {
    let folder = part.split_once("_rels/").map_or("", |(folder, _)| folder);
    let mut found = FxHashMap::default();
    let Some(mut xml) = package.part(part, MOST_OF_OTHERS)? else { return Ok(found) };
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let get = |name| attribute(&element, name).map(Option::unwrap_or_default);
                let target = get("Target")?;
                let target = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("{folder}{target}"),
                };
                found.insert(get("Id")?, (get("Type")?, target));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// What the workbook's own part says.
#[derive(Default)]
struct Book {
    sheets: Vec<About>,
    of_1904: bool,
}

/// A sheet as the workbook lists it.
struct About {
    name: String,
    visible: bool,
    /// What the workbook calls its part.
    relation: String,
}

impl Book {
    fn read(mut xml: Xml<'_>) -> Result<Book, WorkbookFault> {
        let mut book = Book::default();
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "sheet" => book.sheets.push(About::read(&element)?),
                    "workbookPr" => {
                        let value = attribute(&element, "date1904")?;
                        book.of_1904 = matches!(value.as_deref(), Some("1" | "true" | "on"));
                    }
                    _ => {}
                },
                Event::Eof => return Ok(book),
                _ => {}
            }
        }
    }
}

impl About {
    fn read(element: &BytesStart<'_>) -> Result<About, WorkbookFault> {
        // Of another namespace, whose prefix is free.
        let relation = element
            .attributes()
            .flatten()
            .find(|own| own.key.prefix().is_some() && own.key.local_name().as_ref() == "id");
        Ok(About {
            name: attribute(element, "name")?.ok_or(WorkbookFault::Truncated)?,
            visible: matches!(attribute(element, "state")?.as_deref(), None | Some("visible")),
            relation: relation.ok_or(WorkbookFault::Truncated)?.value.into_owned(),
        })
    }
}
