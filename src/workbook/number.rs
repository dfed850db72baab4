//! From what a workbook keeps (a binary double and a number format) to what its reader sees, exactly. No float is
//! reckoned with: it is printed with the 15 digits that Excel keeps, and those are read as a decimal.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Cell;
use super::format::{NumberFormat, Shown};

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
pub(super) fn number(value: f64, format: &NumberFormat, of_1904: bool) -> Cell {
    decimal(value)
        .and_then(|number| as_shown(number, format.shown(number), of_1904))
        .unwrap_or_else(|| Cell::Text(format!("{value:e}").into()))
}

/// A number as it is shown; `None` if it is too large.
pub(super) fn as_shown(number: Decimal, shown: &Shown, of_1904: bool) -> Option<Cell> {
    Some(match shown {
        Shown::Number => Cell::Number(number),
        Shown::Percent => Cell::Percent(number.checked_mul(Decimal::ONE_HUNDRED)?.normalize()),
        Shown::PercentSign => Cell::Percent(number),
        Shown::Money => Cell::Money(number),
        Shown::Currency(name) => Cell::Foreign(Box::new((number, Arc::clone(name)))),
        Shown::Date => moment(number, of_1904),
        Shown::Duration => duration(number),
        Shown::Boolean if number.is_zero() || number == Decimal::ONE => Cell::Boolean(!number.is_zero()),
        Shown::Boolean => Cell::Number(number),
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
