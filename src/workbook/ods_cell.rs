//! What the cell of an ODS says of itself: its attributes and, for a text, its paragraphs.

use std::sync::Arc;

use chrono::NaiveDate;
use quick_xml::events::BytesStart;

use super::grid::LONGEST_TEXT_IN_BYTES;
use super::number::{self, Shown};
use super::xml::{attribute, count};
use super::{Cell, NOT_COMPUTED, WorkbookFault};

/// A cell that is open.
#[derive(Debug, Default)]
pub(super) struct OpenCell {
    /// `office:value-type`
    kind: String,
    /// Its value, as the attribute of its kind has it.
    value: Option<String>,
    euro: bool,
    failed: bool,
    formula: bool,
    /// How many columns it stands for.
    pub(super) repeats: u32,
    /// Rows and columns that are shown as one with it.
    pub(super) spans: (u32, u32),
    text: String,
    paragraphs: u32,
}

impl OpenCell {
    /// From its first tag.
    pub(super) fn new(element: &BytesStart<'_>) -> Result<OpenCell, WorkbookFault> {
        let kind = attribute(element, "office:value-type")?.unwrap_or_default();
        let value = match kind.as_str() {
            "date" => attribute(element, "office:date-value")?,
            "time" => attribute(element, "office:time-value")?,
            "boolean" => attribute(element, "office:boolean-value")?,
            "string" => attribute(element, "office:string-value")?.filter(|text| !text.is_empty()),
            "" => None,
            _ => attribute(element, "office:value")?,
        };
        Ok(OpenCell {
            value,
            euro: kind == "currency" && attribute(element, "office:currency")?.as_deref() == Some("EUR"),
            formula: attribute(element, "table:formula")?.is_some(),
            failed: attribute(element, "calcext:value-type")?.as_deref() == Some("error"),
            kind,
            repeats: count(element, "table:number-columns-repeated")?,
            spans: (
                count(element, "table:number-rows-spanned")?,
                count(element, "table:number-columns-spanned")?,
            ),
            text: String::new(),
            paragraphs: 0,
        })
    }

    /// A paragraph begins.
    pub(super) fn paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.text.push('\n');
        }
        self.paragraphs = self.paragraphs.saturating_add(1);
    }

    /// Text of a paragraph.
    pub(super) fn push(&mut self, text: &str) {
        // What is longer already is refused when the cell is put.
        if self.paragraphs > 0 && self.text.len() <= LONGEST_TEXT_IN_BYTES {
            self.text.push_str(text);
        }
    }

    /// What it holds.
    pub(super) fn content(self) -> Cell {
        let OpenCell { kind, value, text, .. } = self;
        if self.failed {
            return Cell::Error(text.trim().into());
        }
        let value = match value {
            Some(value) => value,
            // An empty text is a value; nothing at all means that nobody computed it.
            None if text.trim().is_empty() && self.formula && kind != "string" => {
                return Cell::Error(NOT_COMPUTED.into());
            }
            None if text.trim().is_empty() => return Cell::Empty,
            None => return Cell::Text(text.into()),
        };
        let shown = match kind.as_str() {
            "date" => return iso_date(&value),
            "time" => return iso_duration(&value),
            "boolean" => return Cell::Boolean(value.eq_ignore_ascii_case("true")),
            "percentage" => Shown::Percent,
            "currency" if self.euro => Shown::Money,
            "float" | "currency" => Shown::Number,
            _ => return Cell::Text(value.into()),
        };
        match value.parse() {
            Ok(value) => number::number(value, shown),
            Err(_) => Cell::Text(value.into()),
        }
    }
}

/// `2025-12-31`, with or without a time of day.
pub(super) fn iso_date(text: &str) -> Cell {
    let day = text.split('T').next().unwrap_or_default();
    NaiveDate::parse_from_str(day, "%Y-%m-%d").map_or_else(|_| Cell::Text(Arc::from(text)), Cell::Date)
}

/// `PT08H30M00S`
pub(super) fn iso_duration(text: &str) -> Cell {
    let parts = || {
        let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
        let (minutes, rest) = rest.split_once('M')?;
        let seconds = rest.strip_suffix('S')?.split('.').next()?;
        Some((hours.parse().ok()?, minutes.parse().ok()?, seconds.parse().ok()?))
    };
    match parts() {
        Some((hours, minutes, seconds)) => number::clock(hours, minutes, seconds),
        None => Cell::Text(text.into()),
    }
}
