//! The texts that the cells of an XLSX share, and how any text in it is put together.

use std::sync::Arc;

use quick_xml::events::Event;

use super::super::WorkbookFault;
use super::super::grid::LONGEST_TEXT_IN_BYTES;
use super::super::xml::{Xml, push_entity};

/// The shared texts, by their number; `None` is a text of nothing but blanks.
#[derive(Default)]
pub(super) struct Strings(Vec<Option<Arc<str>>>);

impl Strings {
    pub(super) fn read(mut xml: Xml<'_>) -> Result<Strings, WorkbookFault> {
        let mut strings = Vec::new();
        let mut text = Runs::default();
        loop {
            let event = xml.next()?;
            match &event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "si" => text.clear(),
                    name => text.begin(name),
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "si" => strings.push(text.whole()),
                    name => text.end(name),
                },
                Event::Eof => return Ok(Strings(strings)),
                event => text.take(event)?,
            }
        }
    }

    /// A text by its number; no text is beyond the last.
    pub(super) fn get(&self, index: usize) -> Option<&Option<Arc<str>>> {
        self.0.get(index)
    }
}

/// A text in the making. It may be in several runs, each with its own looks; how it is pronounced is left out.
#[derive(Default)]
pub(super) struct Runs {
    text: String,
    /// Whether what comes is text.
    open: bool,
    phonetic: bool,
}

impl Runs {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        (self.open, self.phonetic) = (false, false);
    }

    /// An element begins.
    pub(super) fn begin(&mut self, name: &str) {
        match name {
            "t" | "v" => self.open = !self.phonetic,
            "rPh" => self.phonetic = true,
            _ => {}
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "t" | "v" => self.open = false,
            "rPh" => self.phonetic = false,
            _ => {}
        }
    }

    /// Takes the text that an event brings.
    pub(super) fn take(&mut self, event: &Event<'_>) -> Result<(), WorkbookFault> {
        match event {
            Event::Text(text) if self.open => self.text.push_str(&text.xml10_content()),
            Event::CData(text) if self.open => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) if self.open => push_entity(&mut self.text, entity)?,
            _ => {}
        }
        if self.text.len() > LONGEST_TEXT_IN_BYTES {
            return Err(WorkbookFault::LongText { cell: String::new() });
        }
        Ok(())
    }

    /// As it was written.
    pub(super) fn raw(&self) -> &str {
        &self.text
    }

    /// The text; `None` if there are only blanks.
    pub(super) fn whole(&self) -> Option<Arc<str>> {
        if self.text.trim().is_empty() {
            return None;
        }
        Some(if self.text.contains("_x") { unescaped(&self.text).into() } else { self.text.as_str().into() })
    }
}

/// Characters that XML may not hold are written `_x000D_`: a unit of UTF-16, two for some characters.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut units = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((unit, after)) = escaped_unit(rest) {
            units.push(unit);
            rest = after;
            continue;
        }
        flush(&mut plain, &mut units);
        let mut characters = rest.chars();
        plain.extend(characters.next());
        rest = characters.as_str();
    }
    flush(&mut plain, &mut units);
    plain
}

fn flush(plain: &mut String, units: &mut Vec<u16>) {
    plain.extend(char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

fn escaped_unit(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.strip_prefix("_x")?.split_at_checked(4)?;
    let rest = rest.strip_prefix('_')?;
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hexadecimal.then(|| u16::from_str_radix(digits, 16).ok())?.map(|unit| (unit, rest))
}
