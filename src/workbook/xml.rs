//! XML read event by event, with the faults of a workbook.

use std::borrow::Cow;
use std::io::{self, BufReader};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

use super::WorkbookFault;
use super::package::Counted;

/// How deep elements of a workbook lie in each other, at most: every open one is remembered.
const DEEPEST: u32 = 256;

/// A part of a workbook.
pub(super) struct Xml<'p> {
    reader: Reader<BufReader<Counted<'p>>>,
    buffer: Vec<u8>,
    depth: u32,
}

impl<'p> Xml<'p> {
    /// From its bytes.
    pub(super) fn new(bytes: BufReader<Counted<'p>>) -> Xml<'p> {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        // Whether an end has its beginning's name matters to nobody here, who counts how deep elements are.
        reader.config_mut().check_end_names = false;
        Xml { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next event. An empty element is one that begins and ends; [`Event::Eof`] comes only when every element is
    /// closed and the checksum is right.
    pub(super) fn next(&mut self) -> Result<Event<'_>, WorkbookFault> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().next_event();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| fault(&error))?;
        match event {
            Event::Start(_) => self.depth = self.depth.saturating_add(1),
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(WorkbookFault::Truncated),
            _ => {}
        }
        if self.depth > DEEPEST { Err(WorkbookFault::Truncated) } else { Ok(event) }
    }
}

fn fault(error: &Error) -> WorkbookFault {
    match error {
        Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => WorkbookFault::Bomb,
        _ => WorkbookFault::Truncated,
    }
}

/// An attribute's value without escapes; `None` if the element has it not.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, WorkbookFault> {
    let found = element.try_get_attribute(name).map_err(|_| WorkbookFault::Truncated)?;
    let Some(found) = found else { return Ok(None) };
    let value = found.normalized_value(XmlVersion::Explicit1_0).map_err(|_| WorkbookFault::Truncated)?;
    Ok(Some(Cow::into_owned(value)))
}

/// An attribute that counts; 1 without it.
pub(super) fn count(element: &BytesStart<'_>, name: &str) -> Result<u32, WorkbookFault> {
    match attribute(element, name)? {
        Some(text) => text.parse().map_err(|_| WorkbookFault::Truncated),
        None => Ok(1),
    }
}

/// Adds the character that `&lt;` or `&#10;` stands for.
pub(super) fn push_entity(text: &mut String, entity: &BytesRef<'_>) -> Result<(), WorkbookFault> {
    match entity.resolve_char_ref().map_err(|_| WorkbookFault::Truncated)? {
        Some(character) => text.push(character),
        None => text.push_str(resolve_predefined_entity(&entity.xml10_content()).unwrap_or_default()),
    }
    Ok(())
}
