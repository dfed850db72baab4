//! What the cell of an ODS says of itself: its attributes and, for a text, its paragraphs.

use std::sync::Arc;

use chrono::NaiveDate;
use quick_xml::events::BytesStart;
use rust_decimal::Decimal;

use super::format::{NumberFormat, Shown, yes_or_no};
use super::grid::LONGEST_TEXT_IN_BYTES;
use super::number;
use super::xml::{attribute, count};
use super::{Cell, NOT_COMPUTED, WorkbookFault};

/// A cell that is open.
#[derive(Debug, Default)]
pub(super) struct OpenCell {
    /// `office:value-type`
    kind: String,
    /// Its value, as the attribute of its kind has it.
    value: Option<String>,
    /// `office:currency`
    currency: Option<String>,
    /// `table:style-name`
    pub(super) style: Option<String>,
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
            currency: attribute(element, "office:currency")?
                .filter(|name| kind == "currency" && !name.is_empty()),
            style: attribute(element, "table:style-name")?,
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

    /// Whether its style has a say in what it is.
    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind.as_str(), "float" | "currency")
    }

    /// What it holds, shown by the format of its style.
    pub(super) fn content(&self, format: &NumberFormat, of_1904: bool) -> Cell {
        let text = self.text.trim();
        if self.failed {
            return Cell::Error(text.into());
        }
        let Some(value) = &self.value else {
            return match text {
                // LibreOffice writes a formula's empty text as an empty paragraph; without one nobody computed it.
                "" if self.formula && self.paragraphs == 0 && self.kind != "string" => {
                    Cell::Error(NOT_COMPUTED.into())
                }
                "" if self.formula && self.is_number() => Cell::Error(NOT_COMPUTED.into()),
                "" => Cell::Empty,
                _ => Cell::Text(self.text.as_str().into()),
            };
        };
        match self.kind.as_str() {
            "date" => iso_date(value),
            "time" => iso_duration(value),
            "boolean" => Cell::Boolean(value.eq_ignore_ascii_case("true")),
            "percentage" => number(value, &NumberFormat::always(Shown::Percent), of_1904),
            "currency" if self.currency.is_some() => {
                let name = self.currency.as_deref().unwrap_or_default();
                let euro = matches!(name, "EUR" | "€");
                let shown = if euro { Shown::Money } else { Shown::Currency(name.into()) };
                number(value, &NumberFormat::always(shown), of_1904)
            }
            "float" | "currency" => match number(value, format, of_1904) {
                // A formula's yes or no has no other sign of it than the word that is shown.
                Cell::Number(number) if yes_or_no(text) == Some(number == Decimal::ONE) && is_bit(number) => {
                    Cell::Boolean(number == Decimal::ONE)
                }
                cell => cell,
            },
            _ => Cell::Text(value.as_str().into()),
        }
    }
}

fn is_bit(number: Decimal) -> bool {
    number.is_zero() || number == Decimal::ONE
}

fn number(value: &str, format: &NumberFormat, of_1904: bool) -> Cell {
    match value.parse() {
        Ok(value) => number::number(value, format, of_1904),
        Err(_) => Cell::Text(value.into()),
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
