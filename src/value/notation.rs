//! Numbers and dates as Italians write them, read and printed.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Exact;

/// Which sign divides the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `1.234,5`: plans, and CSV files divided by `;` or tab.
    Comma,
    /// `1,234.5`: CSV files divided by `,`.
    Point,
}

impl Mark {
    /// The mark of a name, in either language.
    pub fn named(name: &str) -> Option<Mark> {
        match name {
            "comma" | "virgola" => Some(Mark::Comma),
            "point" | "punto" => Some(Mark::Point),
            _ => None,
        }
    }
}

/// Why some digits are no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberFault {
    /// Not written as a number at all.
    NotANumber,
    /// The thousands separator stands where it can't: `69.5`, `0.123`. Holds what was probably meant.
    Thousands {
        /// The same digits with the other mark for the decimals.
        meant: Option<String>,
    },
    /// More than 28 digits, or beyond `rust_decimal`'s range.
    TooLarge,
}

/// Reads a number, with `mark` for the decimals and the other sign only as well-formed thousands separator.
/// Accepts `-`, `−` and `–` as sign and `+`.
pub fn parse_number(text: &str, mark: Mark) -> Result<Decimal, NumberFault> {
    let (decimal_mark, thousands_mark) = match mark {
        Mark::Comma => (',', '.'),
        Mark::Point => ('.', ','),
    };
    let mut rest = text.trim();
    let negative = rest.starts_with(['-', '\u{2212}', '\u{2013}']);
    rest = rest.trim_start_matches(['-', '+', '\u{2212}', '\u{2013}']);
    let signs = text.trim().chars().count().saturating_sub(rest.chars().count());
    if signs > 1 || rest.is_empty() || !rest.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.') {
        return Err(NumberFault::NotANumber);
    }
    let (whole, fraction) = match rest.split_once(decimal_mark) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (rest, None),
    };
    if fraction.is_some_and(|digits| digits.is_empty() || digits.contains(decimal_mark)) || whole.is_empty() {
        return Err(NumberFault::NotANumber);
    }
    if whole.contains(thousands_mark) || fraction.is_some_and(|digits| digits.contains(thousands_mark)) {
        let groups: Vec<&str> = whole.split(thousands_mark).collect();
        let first_fits =
            groups.first().is_some_and(|group| (1..=3).contains(&group.len()) && !group.starts_with('0'));
        let others_fit = groups.iter().skip(1).all(|group| group.len() == 3);
        let clean_fraction = fraction.is_none_or(|digits| !digits.contains(thousands_mark));
        if !(first_fits && others_fit && clean_fraction) {
            return Err(NumberFault::Thousands {
                meant: swapped(rest, negative, decimal_mark, thousands_mark),
            });
        }
    }
    let mut plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    let magnitude = Decimal::from_str_exact(&plain).map_err(|_| NumberFault::TooLarge)?;
    Ok(if negative { -magnitude } else { magnitude })
}

/// `69.5` as `69,5`, when that is one number.
fn swapped(digits: &str, negative: bool, decimal_mark: char, thousands_mark: char) -> Option<String> {
    let one_mark = digits.matches(thousands_mark).count() == 1 && !digits.contains(decimal_mark);
    let whole_first = digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.ends_with(thousands_mark);
    let sign = if negative { "-" } else { "" };
    (one_mark && whole_first)
        .then(|| format!("{sign}{}", digits.replace(thousands_mark, &decimal_mark.to_string())))
}

/// Reads `31/12/2025`, `31.12.2025`, `31-12-2025` or `2025-12-31`; `None` for anything else and for impossible days.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let divider = text.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = text.split(divider);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || ![first, second, third].iter().all(|part| is_digits(part)) {
        return None;
    }
    let (year, month, day) = match (divider, first.len(), third.len()) {
        ('-', 4, 1..=2) => (first, second, third),
        ('/' | '.' | '-', 1..=2, 4) => (third, second, first),
        _ => return None,
    };
    let year: i32 = year.parse().ok()?;
    if !(1900..2200).contains(&year) || second.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `31/12/2025`.
pub fn show_date(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// `1.094,09`: at most `places` decimals, rounded half away from zero, no trailing zeros, dots from 1.000 on.
pub fn show_number(number: &Exact, places: u32) -> String {
    let (negative, whole, fraction) = number.rounded(places);
    let mut out = String::new();
    if negative {
        out.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len().saturating_sub(index) % 3 == 0 {
            out.push('.');
        }
        out.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

/// [`show_number`] of an amount of money: cents are two digits, also where they are nought, as every document prints them.
pub fn show_money(number: &Exact, places: u32) -> String {
    let digits = show_number(number, places);
    match digits.split_once(',').map_or(0, |(_, cents)| cents.len()) {
        0 => digits + ",00",
        1 => digits + "0",
        _ => digits,
    }
}

/// Whether a number in digits begins with a vowel when it is read aloud in Italian, so that an article elides before it:
/// `l'8`, `l'11%`, `l'85%`, `l'1,5%`.
pub fn begins_with_vowel(number: &str) -> bool {
    let whole = number.split([',', '%', ' ', '/']).next().unwrap_or("");
    let digits: String = whole.chars().filter(char::is_ascii_digit).skip_while(|c| *c == '0').collect();
    let eleven = digits.starts_with("11") && digits.len() % 3 == 2;
    digits.starts_with('8') || digits == "1" || eleven
}
