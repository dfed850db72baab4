//! Values that the form already knows, as cells.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};

use super::{Unwritten, words};
use crate::diagnostics::Lang;
use crate::value::{Exact, Type, Value};

/// As many digits as a cell's number keeps.
const MOST_DIGITS: usize = 15;
/// More decimals than any number of a table has.
const ALL_PLACES: u32 = 40;

/// Writes a value as Excel has it: percentages as fractions, days as dates.
pub(super) fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    kind: Type,
    format: &Format,
    lang: Lang,
) -> Result<(), Unwritten> {
    match value {
        Value::Date(day) => {
            let day = ExcelDateTime::parse_from_str(&day.format("%Y-%m-%d").to_string())?;
            sheet.write_with_format(row, column, &day, format)?;
        }
        Value::Boolean(yes) => {
            sheet.write_with_format(row, column, words::boolean(*yes).get(lang), format)?;
        }
        Value::Amount(number) => match as_number(number, kind) {
            Some(float) => {
                sheet.write_with_format(row, column, float, format)?;
            }
            // As text it stays what it is, and is read back as that.
            None => {
                sheet.write_with_format(row, column, value.show(kind, None, ALL_PLACES), format)?;
            }
        },
    }
    Ok(())
}

/// The number of a cell, where it says the same to the last digit.
fn as_number(number: &Exact, kind: Type) -> Option<f64> {
    let number = match kind {
        Type::Percent => Exact::ratio(number, &Exact::hundred())?,
        _ => number.clone(),
    };
    let text = number.plain(ALL_PLACES);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_matches('0').len();
    (significant <= MOST_DIGITS).then(|| text.parse().ok()).flatten()
}
