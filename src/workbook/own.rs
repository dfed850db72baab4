//! Whether a workbook is one that `piaoc export` wrote and nobody has saved since.

use quick_xml::events::Event;

use super::WorkbookFault;
use super::package::{MOST_OF_OTHERS, Package, is_zip};

/// How the remark on an exported workbook begins; the version comes after it.
pub const MADE_BY: &str = "piaoc ";

/// Whether a workbook is an export as it was written: it says so, and its dates agree. Whatever saves a workbook sets
/// the second of them.
pub fn is_untouched_export(bytes: &[u8]) -> bool {
    is_zip(bytes) && properties(bytes).is_ok_and(|found| found.is_untouched())
}

#[derive(Default)]
struct Properties {
    remark: String,
    created: String,
    modified: String,
    modified_by: String,
}

impl Properties {
    fn is_untouched(&self) -> bool {
        self.remark.starts_with(MADE_BY)
            && !self.created.is_empty()
            && self.created == self.modified
            && self.modified_by.is_empty()
    }
}

fn properties(bytes: &[u8]) -> Result<Properties, WorkbookFault> {
    let mut package = Package::open(bytes)?;
    let mut found = Properties::default();
    let Some(mut xml) = package.part("docProps/core.xml", MOST_OF_OTHERS)? else { return Ok(found) };
    let mut within = String::new();
    loop {
        match xml.next()? {
            Event::Start(element) => {
                within = element.local_name().as_ref().to_owned();
            }
            Event::End(_) => within.clear(),
            Event::Text(text) => {
                let text = text.xml10_content();
                match within.as_str() {
                    "description" => found.remark.push_str(&text),
                    "created" => found.created.push_str(&text),
                    "modified" => found.modified.push_str(&text),
                    "lastModifiedBy" => found.modified_by.push_str(&text),
                    _ => {}
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
