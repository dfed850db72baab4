//! Periods that are not written as one: what Excel makes of `2025-06`, and what people write by habit.

use chrono::{Datelike, Duration, NaiveDate};

use crate::value::fold_name;
use crate::value::words::{part_of_year_in, up_to};
use crate::value::{Period, PeriodKind, parse_date};

/// Days that Excel's numbers of days are taken for: 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

const MONTHS: [(&str, &str); 12] = [
    ("gennaio", "january"),
    ("febbraio", "february"),
    ("marzo", "march"),
    ("aprile", "april"),
    ("maggio", "may"),
    ("giugno", "june"),
    ("luglio", "july"),
    ("agosto", "august"),
    ("settembre", "september"),
    ("ottobre", "october"),
    ("novembre", "november"),
    ("dicembre", "december"),
];

/// The day that Excel keeps as this number: 45900 is 31/08/2025. `None` for numbers too far to be meant as one.
pub fn excel_day(serial: i64) -> Option<NaiveDate> {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    SERIALS.contains(&serial).then(|| start.checked_add_signed(Duration::days(serial))).flatten()
}

/// The period that a text most likely means which is not written as one: `giu-25`, `01/06/2025`, `S1 2025`,
/// `I semestre 2025`.
pub fn meant(text: &str) -> Option<Period> {
    if text.len() > 40 {
        return None;
    }
    if let Some(period) = part_of_year_in(text).or_else(|| up_to(parse_date(text)?)) {
        return Some(period);
    }
    if let Some(day) = parse_date(text).or_else(|| excel_day(text.parse().ok()?)) {
        return month(day.year(), day.month());
    }
    let folded = fold_name(text);
    let parts: Vec<&str> = folded.split([' ', '-', '/', '.', '_']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [name, year] if named_month(name).is_some() => month(short_year(year)?, named_month(name)?),
        [a, b] if a.len() == 4 && is_digits(b) => month(a.parse().ok()?, b.parse().ok()?),
        [a, b] if b.len() == 4 && is_digits(a) => month(b.parse().ok()?, a.parse().ok()?),
        [a, b] => part_of(a, b).or_else(|| part_of(b, a)),
        [joined] => part_of(joined.get(..4)?, joined.get(4..)?),
        _ => None,
    }
}

/// `2025` and `s1`.
fn part_of(year: &str, part: &str) -> Option<Period> {
    let starts_with_letter = part.starts_with(|c: char| c.is_ascii_alphabetic());
    starts_with_letter.then(|| Period::parse(&format!("{year}-{part}"))).flatten()
}

fn month(year: i32, month: u32) -> Option<Period> {
    let year = Period::parse(&year.to_string())?.year;
    let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    Some(Period { year, kind: PeriodKind::Month(month) })
}

/// `giu`, `giugno`, `jun`: a month by three letters or more of its name.
fn named_month(name: &str) -> Option<u32> {
    let fits = |full: &str| name.len() >= 3 && full.starts_with(name);
    let index = MONTHS.iter().position(|(it, en)| fits(it) || fits(en))?;
    u32::try_from(index.saturating_add(1)).ok()
}

/// Whether a word names a month.
pub fn is_month(word: &str) -> bool {
    named_month(word).is_some()
}

/// `25` is 2025.
fn short_year(year: &str) -> Option<i32> {
    let number: i32 = year.parse().ok().filter(|_| is_digits(year))?;
    match year.len() {
        2 => Some(number.saturating_add(2000)),
        4 => Some(number),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a header begins as a period does (`2025-S3`), though it is none.
pub fn begins_like_one(header: &str) -> bool {
    let mut rest = header.trim().trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = header.trim().len().saturating_sub(rest.len());
    rest = rest.trim_start();
    digits == 4 && rest.starts_with(['-', '\u{2013}', '\u{2212}'])
}
