//! How an XLSX shows its numbers: cells name a style by number, a style a format.

use quick_xml::events::Event;
use rustc_hash::FxHashMap;

use super::super::WorkbookFault;
use super::super::format::NumberFormat;
use super::super::xml::{Xml, attribute};

/// What each style makes of a number.
#[derive(Default)]
pub(super) struct Styles(Vec<NumberFormat>);

impl Styles {
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Styles, WorkbookFault> {
        let mut codes: FxHashMap<u32, NumberFormat> = FxHashMap::default();
        let mut formats = Vec::new();
        // Styles by name have formats too, but cells name only those of the cells.
        let mut of_cells = false;
        loop {
            match xml.next()? {
                Event::Start(element) => {
                    let format = || Ok(attribute(&element, "numFmtId")?.and_then(|id| id.parse().ok()));
                    match element.local_name().as_ref() {
                        "numFmt" => {
                            let code = attribute(&element, "formatCode")?.unwrap_or_default();
                            codes.extend(format()?.map(|id| (id, NumberFormat::of(&code))));
                        }
                        "cellXfs" => of_cells = true,
                        "xf" if of_cells => formats.push(format()?.unwrap_or(0)),
                        _ => {}
                    }
                }
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => of_cells = false,
                Event::Eof => break,
                _ => {}
            }
        }
        let of = |id: u32| codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id));
        Ok(Styles(formats.into_iter().map(of).collect()))
    }

    /// How a style shows numbers; `None` if there is no such style.
    pub(super) fn format(&self, style: usize) -> Option<&NumberFormat> {
        self.0.get(style)
    }
}
