//! How an ODS shows its numbers. A cell names a style, or its row or column does for it; the style, or one that it comes
//! from, names a format; styles and formats stand in two parts of the file, each with names of its own.

use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use rustc_hash::{FxHashMap, FxHashSet};

use super::WorkbookFault;
use super::format::{NumberFormat, Part, Shown, When};
use super::xml::{Xml, attribute, push_entity};

/// How far a style may be from the one that it comes from in the end.
const DEEPEST: usize = 32;

/// The styles of a file.
#[derive(Default)]
pub(super) struct Styles {
    cells: FxHashMap<String, CellStyle>,
    formats: FxHashMap<String, Arc<NumberFormat>>,
    /// The names of the styles of hidden sheets.
    pub(super) hidden: FxHashSet<String>,
    /// What is read of a part so far.
    part: Draft,
}

/// A style of cells.
struct CellStyle {
    parent: Option<String>,
    format: Option<Arc<NumberFormat>>,
}

/// The styles and formats of one part of the file.
#[derive(Default)]
struct Draft {
    cells: Vec<NamedStyle>,
    formats: Vec<DataStyle>,
    /// The style in hand.
    style: Option<String>,
    /// The format in hand.
    open: Option<DataStyle>,
    /// Where text belongs.
    into: Into,
}

/// A style of cells, with the names of what it comes from.
struct NamedStyle {
    name: String,
    parent: Option<String>,
    format: Option<String>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Into {
    #[default]
    Nothing,
    Literal,
    Currency,
}

/// A format.
struct DataStyle {
    name: String,
    shown: Option<Shown>,
    part: Part,
    /// For which numbers another format holds.
    others: Vec<(When, String)>,
}

impl DataStyle {
    fn new(element: &BytesStart<'_>, kind: &str) -> Result<Option<DataStyle>, WorkbookFault> {
        let whole = attribute(element, "number:truncate-on-overflow")?.as_deref() == Some("false");
        let shown = match kind {
            "number:number-style" | "number:currency-style" => None,
            "number:percentage-style" => Some(Shown::Percent),
            "number:time-style" if whole => Some(Shown::Duration),
            "number:date-style" | "number:time-style" => Some(Shown::Date),
            "number:boolean-style" => Some(Shown::Boolean),
            _ => return Ok(None),
        };
        let name = attribute(element, "style:name")?.unwrap_or_default();
        Ok(Some(DataStyle { name, shown, part: Part::default(), others: Vec::new() }))
    }

    /// As what it shows the numbers that no other format is for.
    fn shown(&self) -> Shown {
        self.shown.clone().unwrap_or_else(|| self.part.shown())
    }
}

impl Styles {
    /// Takes in a part that has nothing but styles.
    pub(super) fn read(&mut self, mut xml: Xml<'_>) -> Result<(), WorkbookFault> {
        loop {
            match xml.next()? {
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => self.end(element.name().0),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let mut text = String::new();
                    push_entity(&mut text, &entity)?;
                    self.text(&text);
                }
                Event::Eof => {
                    self.settle();
                    return Ok(());
                }
                _ => {}
            }
        }
    }

    /// An element begins that is not in the body of the file.
    pub(super) fn start(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookFault> {
        let draft = &mut self.part;
        match element.name().0 {
            "style:style" | "style:default-style" => {
                let name = attribute(element, "style:name")?.unwrap_or_default();
                if attribute(element, "style:family")?.as_deref() == Some("table-cell") {
                    let parent = attribute(element, "style:parent-style-name")?;
                    let format = attribute(element, "style:data-style-name")?;
                    draft.cells.push(NamedStyle { name: name.clone(), parent, format });
                }
                draft.style = Some(name);
            }
            "style:table-properties" if attribute(element, "table:display")?.as_deref() == Some("false") => {
                self.hidden.extend(draft.style.take());
            }
            "number:text" => draft.into = Into::Literal,
            "number:currency-symbol" => draft.into = Into::Currency,
            "number:number" | "number:scientific-number" | "number:fraction" => {
                if let Some(open) = &mut draft.open {
                    open.part.digits = true;
                }
            }
            "style:map" => {
                if let Some(open) = &mut draft.open
                    && let Some(condition) = attribute(element, "style:condition")?
                    && let Some(name) = attribute(element, "style:apply-style-name")?
                {
                    let when = condition.trim().strip_prefix("value()").and_then(When::read);
                    open.others.extend(when.map(|when| (when, name)));
                }
            }
            name if name.starts_with("number:") => {
                if let Some(style) = DataStyle::new(element, name)? {
                    draft.open = Some(style);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Text within it.
    pub(super) fn text(&mut self, text: &str) {
        let Draft { open: Some(open), into, .. } = &mut self.part else { return };
        match into {
            Into::Nothing => {}
            Into::Literal => open.part.literal.push_str(text),
            Into::Currency => {
                open.part.currency.push_str(text);
                open.part.digits = true;
            }
        }
    }

    /// The element ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "number:text" | "number:currency-symbol" => self.part.into = Into::Nothing,
            name if name.starts_with("number:") && name.ends_with("-style") => {
                self.part.formats.extend(self.part.open.take());
            }
            _ => {}
        }
    }

    /// The styles of a part are all known: those of its own come before those of the parts before it.
    pub(super) fn settle(&mut self) {
        let Draft { cells, formats, .. } = std::mem::take(&mut self.part);
        let shown: FxHashMap<String, Shown> =
            formats.iter().map(|format| (format.name.clone(), format.shown())).collect();
        for DataStyle { name, others, .. } in formats {
            let parts = others.iter().filter_map(|(when, of)| Some((*when, shown.get(of)?.clone())));
            let rest = shown.get(&name).cloned().unwrap_or(Shown::Number);
            self.formats.insert(name, Arc::new(NumberFormat::of_parts(parts.collect(), rest)));
        }
        for NamedStyle { name, parent, format } in cells {
            let format = format.and_then(|name| self.formats.get(&name).cloned());
            self.cells.insert(name, CellStyle { parent, format });
        }
    }

    /// The format of a style of cells, its own or that of one that it comes from; in the end that of all cells, which
    /// has no name.
    pub(super) fn format(&self, name: &str) -> Option<&NumberFormat> {
        let mut style = self.cells.get(name);
        for _ in 0..DEEPEST {
            let Some(CellStyle { parent, format }) = style else { break };
            if let Some(format) = format {
                return Some(format);
            }
            style = parent.as_ref().and_then(|parent| self.cells.get(parent));
        }
        self.cells.get("")?.format.as_deref()
    }
}
