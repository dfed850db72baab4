//! From what a workbook keeps (a binary double and a number format) to what its reader sees, exactly. No float is
//! reckoned with: it is printed with the 15 digits that Excel keeps, and those are read as a decimal.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Cell;

/// How a number format shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Percent,
    Money,
    /// A day, or a time of day.
    Date,
    /// A span of time, which may be longer than a day.
    Duration,
}

impl Shown {
    /// Of a format that every Excel knows by its number; those of money are in the currency of the place, here euro.
    pub(super) fn built_in(number: u32) -> Shown {
        match number {
            9 | 10 => Shown::Percent,
            5..=8 | 42 | 44 => Shown::Money,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Date,
            46 => Shown::Duration,
            _ => Shown::Number,
        }
    }

    /// Of a format's code; only its first part, for positive numbers, counts.
    pub(super) fn of(code: &str) -> Shown {
        let first = first_part(code);
        if first.contains('€') || first.contains("[$EUR") || first.contains("\"EUR\"") {
            return Shown::Money;
        }
        let mut found = Shown::Number;
        let mut rest = first.chars();
        while let Some(c) = rest.next() {
            match c.to_ascii_lowercase() {
                '"' => skip_to(&mut rest, '"'),
                // The next character stands for itself, or for a blank of its width.
                '\\' | '_' | '*' => {
                    rest.next();
                }
                // Hours of a span of time (`[h]`); otherwise a colour, a condition or a language.
                '[' => {
                    let unit = rest.clone().next().map(|c| c.to_ascii_lowercase());
                    let name: String = rest.clone().take_while(|c| *c != ']').collect();
                    if matches!(unit, Some('h' | 'm' | 's'))
                        && name.chars().all(|c| Some(c.to_ascii_lowercase()) == unit)
                    {
                        return Shown::Duration;
                    }
                    skip_to(&mut rest, ']');
                }
                '%' => found = Shown::Percent,
                'd' | 'm' | 'y' | 'h' | 's' => return Shown::Date,
                _ => {}
            }
        }
        found
    }
}

fn skip_to(rest: &mut std::str::Chars<'_>, end: char) {
    rest.find(|c| *c == end);
}

/// Up to the first `;` that divides.
fn first_part(code: &str) -> &str {
    let mut quoted = false;
    let mut rest = code.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' if !quoted => {
                rest.next();
            }
            ';' if !quoted => return code.get(..at).unwrap_or(code),
            _ => {}
        }
    }
    code
}

/// A number as the parts of a workbook write it: exactly if it has no more than 15 digits, otherwise as Excel shows it.
pub(super) fn written(text: &str) -> Option<Decimal> {
    let plain =
        text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    match plain.then(|| Decimal::from_str_exact(text)) {
        Some(Ok(number)) => Some(number.normalize()),
        _ => decimal(text.parse().ok()?),
    }
}

/// A double as the decimal that Excel shows of it: 15 significant digits.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{value:.14e}");
    if let Ok(number) = Decimal::from_scientific(&text) {
        return Some(number.normalize());
    }
    // Zeros at the end ask for more places than a decimal has.
    let (digits, exponent) = text.split_once('e')?;
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    match Decimal::from_scientific(&format!("{digits}e{exponent}")) {
        Ok(number) => Some(number.normalize()),
        // Too small for a decimal of 28 places: of those it has, the nearest.
        Err(_) if exponent.starts_with('-') => {
            format!("{value:.28}").parse().ok().map(|number: Decimal| number.normalize())
        }
        Err(_) => None,
    }
}

/// A double as it is shown. One too large for a decimal stays a text, which no reader takes for a number.
pub(super) fn number(value: f64, shown: Shown) -> Cell {
    decimal(value)
        .and_then(|number| exact(number, shown))
        .unwrap_or_else(|| Cell::Text(format!("{value:e}").into()))
}

/// A number as it is shown, where it is no date; `None` if it is too large.
pub(super) fn exact(number: Decimal, shown: Shown) -> Option<Cell> {
    Some(match shown {
        Shown::Number | Shown::Date | Shown::Duration => Cell::Number(number),
        Shown::Money => Cell::Money(number),
        Shown::Percent => Cell::Percent(number.checked_mul(Decimal::ONE_HUNDRED)?.normalize()),
    })
}

/// A day, kept as a count of days since the last of 1899, or since the first of 1904; below one only the time, as Excel
/// shows it. What is no day of the calendar stays a number.
pub(super) fn moment(serial: Decimal, of_1904: bool) -> Cell {
    if serial >= Decimal::ZERO && serial < Decimal::ONE {
        return duration(serial);
    }
    let days = if serial.is_sign_negative() { None } else { serial.trunc().to_u64() };
    let (first, days) = match days {
        Some(days) if of_1904 => ((1904, 1, 1), days),
        // Excel has a 29 February 1900.
        Some(60) => return Cell::Text("29/02/1900".into()),
        Some(days @ ..60) => ((1899, 12, 31), days),
        Some(days) => ((1899, 12, 30), days),
        None => return Cell::Number(serial),
    };
    let first = NaiveDate::from_ymd_opt(first.0, first.1, first.2);
    let day = first.and_then(|first| first.checked_add_days(Days::new(days)));
    let last = NaiveDate::from_ymd_opt(9999, 12, 31);
    day.filter(|day| Some(*day) <= last).map_or(Cell::Number(serial), Cell::Date)
}

/// `8:30`, and seconds if there are any.
pub(super) fn clock(hours: u32, minutes: u32, seconds: u32) -> Cell {
    Cell::Text(match seconds {
        0 => format!("{hours}:{minutes:02}").into(),
        _ => format!("{hours}:{minutes:02}:{seconds:02}").into(),
    })
}

/// A span of time kept as a share of a day.
pub(super) fn duration(days: Decimal) -> Cell {
    let seconds = days
        .checked_mul(Decimal::from(86_400))
        .filter(|seconds| !seconds.is_sign_negative())
        .and_then(|seconds| seconds.round().to_u32());
    match seconds {
        Some(all) => clock(all / 3600, all / 60 % 60, all % 60),
        None => Cell::Number(days),
    }
}
