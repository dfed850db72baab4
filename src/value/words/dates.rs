//! Days as people write them: in words, without their year, or as the end of a month, a half-year, a year.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::value::{Period, PeriodKind, fold_name, parse_date};

/// What helps to read a day.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// The year of its target, where none is printed.
    pub year: Option<i32>,
    /// Whether a day is wanted: after `entro`, or under a unit that says so.
    pub wanted: bool,
}

/// What a day that is not written whole was completed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// The year of its target.
    Year,
    /// `25` is 2025.
    Century,
    /// The last day of what is named.
    Day,
}

/// A day with what was guessed of it.
pub type Read = (NaiveDate, Option<Guess>);

/// Reads a day that is written whole: `31/12/2025`, `2025-12-31`, `2025-12-31 00:00:00`.
pub fn whole(text: &str) -> Option<NaiveDate> {
    let midnight =
        text.split_once([' ', 'T']).filter(|(_, time)| matches!(*time, "00:00:00" | "00:00" | "0:00:00"));
    parse_date(midnight.map_or(text, |(day, _)| day))
}

/// Whether a number could as well be a day: `31.12`.
pub fn may_be_day(text: &str) -> bool {
    let Some((day, month)) = text.split_once('.') else { return false };
    let of_two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    of_two(day) && of_two(month) && NaiveDate::from_ymd_opt(2024, number(month), number(day)).is_some()
}

/// Reads a day that is not written whole, or in words. Every word of the text is understood, or it is no day.
pub fn read(text: &str, hints: Hints) -> Option<Read> {
    // The longest: "entro la fine del secondo quadrimestre dell'anno in corso".
    if text.len() > 60 {
        return None;
    }
    if text.contains(char::is_alphabetic) { in_words(text, hints) } else { in_digits(text, hints) }
}

/// `30/06`, `30.06.25`; `2025` where a day is wanted.
fn in_digits(text: &str, hints: Hints) -> Option<Read> {
    if let Some(year) = year(text).filter(|_| hints.wanted) {
        return Some((NaiveDate::from_ymd_opt(year, 12, 31)?, Some(Guess::Day)));
    }
    let divider = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = text.split(divider).map(str::trim).collect();
    if !parts
        .iter()
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    match parts.as_slice() {
        [day, month] => {
            // `2/3` are two of three as well, `10-12` from ten to twelve.
            let only_day = divider == '/' && (month.starts_with('0') || number(day) > number(month));
            let sure = hints.wanted || only_day && day.len() == 2 && month.len() == 2;
            let day = NaiveDate::from_ymd_opt(hints.year?, number(month), number(day))?;
            sure.then_some((day, Some(Guess::Year)))
        }
        [day, month, year] if year.len() == 2 => {
            Some((NaiveDate::from_ymd_opt(century(year), number(month), number(day))?, Some(Guess::Century)))
        }
        _ => None,
    }
}

/// Words that say nothing more of a day.
const LINKS: [&str; 19] = [
    "il", "lo", "la", "l", "al", "di", "del", "dello", "della", "dell", "nel", "mese", "giorno", "corrente",
    "stesso", "a", "alla", "data", "termine",
];

/// `31 dicembre`, `1° luglio 2025`, `fine marzo`, `II semestre 2025`, `fine anno`.
fn in_words(text: &str, hints: Hints) -> Option<Read> {
    let folded = fold_name(&text.replace(['’', '\''], " ")).replace(" in corso", "");
    let mut words: Vec<&str> = Vec::new();
    let mut of_the_year = false;
    for word in folded.split([' ', '/', '-', ',']).map(|word| word.trim_matches(['.', '°', 'º', '^'])) {
        match word {
            "" => {}
            "anno" | "esercizio" | "annualita" => of_the_year = true,
            _ if LINKS.contains(&word) => {}
            _ => words.push(word),
        }
    }
    let printed = words.last().and_then(|last| year(last));
    if printed.is_some() {
        words.pop();
    }
    // A year of two digits behind a day and its month.
    let short = match words.as_slice() {
        [_, named, short] if month(named).is_some() && short.len() == 2 && is_digits(short) => {
            Some(century(short))
        }
        _ => None,
    };
    if short.is_some() {
        words.pop();
    }
    let year = printed.or(short).or(hints.year)?;
    if let [day, named] = words.as_slice()
        && let Some(day) = day_of_month(day)
        && let Some(month) = month(named)
    {
        let guess = match (printed, short) {
            (Some(_), _) => None,
            (None, Some(_)) => Some(Guess::Century),
            (None, None) => Some(Guess::Year),
        };
        return Some((NaiveDate::from_ymd_opt(year, month, day)?, guess));
    }
    let ends = words.first() == Some(&"fine") || words.first() == Some(&"conclusione");
    let rest = if ends { words.get(1..)? } else { &words };
    let month = match rest {
        // `fine anno`, `fine 2025`, `entro l'anno`: but a year alone is a number, and `anno 2025` no day.
        [] if ends && (of_the_year || printed.is_some()) => 12,
        [] if hints.wanted && of_the_year => 12,
        [named] => month(named)?,
        [one, other] => {
            // `II semestre`, `semestre II`
            let (which, part) = if part_of_year(one).is_some() { (other, one) } else { (one, other) };
            let (count, months) = part_of_year(part)?;
            ordinal(which).filter(|which| *which <= count)?.checked_mul(months)?
        }
        _ => return None,
    };
    Some((last_day(year, month)?, Some(Guess::Day)))
}

/// The part of the year that ends with a day: what is known on 30/06/2026 is of its first half.
pub fn up_to(day: NaiveDate) -> Option<Period> {
    let kind = match (day.month(), day.day()) {
        (3, 31) => PeriodKind::Quarter(1),
        (6, 30) => PeriodKind::Half(1),
        (9, 30) => PeriodKind::Quarter(3),
        (12, 31) => PeriodKind::Year,
        _ => return None,
    };
    Some(Period { year: day.year(), kind })
}

/// The half-year or quarter that a text names with its year: `I semestre 2026`, `2026 - 3° trimestre`.
pub fn part_of_year_in(text: &str) -> Option<Period> {
    let folded = fold_name(text);
    let words = folded.split([' ', '/', '-', ',']).map(|word| word.trim_matches(['.', '°', 'º', '^']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty() && !LINKS.contains(word)).collect();
    let (printed, words) = match words.as_slice() {
        [words @ .., last] if year(last).is_some() => (year(last)?, words),
        [first, words @ ..] => (year(first)?, words),
        [] => return None,
    };
    let [one, other] = words else { return None };
    let (which, part) = if part_of_year(one).is_some() { (other, one) } else { (one, other) };
    let (count, _) = part_of_year(part)?;
    let which = u8::try_from(ordinal(which).filter(|which| *which <= count)?).ok()?;
    let kind = match count {
        2 => PeriodKind::Half(which),
        4 => PeriodKind::Quarter(which),
        _ => return None,
    };
    Some(Period { year: printed, kind })
}

/// `31`, `primo`.
fn day_of_month(word: &str) -> Option<u32> {
    match word {
        "primo" => Some(1),
        _ => Some(word).filter(|day| day.len() <= 2 && is_digits(day)).map(number),
    }
}

/// The last day of a month.
fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?
        .checked_add_months(Months::new(1))?
        .checked_sub_days(Days::new(1))
}

/// How many of them a year has, and of how many months each is.
fn part_of_year(word: &str) -> Option<(u32, u32)> {
    Some(match word {
        "semestre" | "sem" => (2, 6),
        "quadrimestre" | "quadr" => (3, 4),
        "trimestre" | "trim" => (4, 3),
        "bimestre" => (6, 2),
        _ => return None,
    })
}

fn ordinal(word: &str) -> Option<u32> {
    Some(match word {
        "i" | "1" | "primo" => 1,
        "ii" | "2" | "secondo" => 2,
        "iii" | "3" | "terzo" => 3,
        "iv" | "4" | "quarto" => 4,
        "v" | "5" | "quinto" => 5,
        "vi" | "6" | "sesto" => 6,
        _ => return None,
    })
}

/// A month by its name, or its first letters.
pub fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ];
    let at = MONTHS
        .iter()
        .position(|name| *name == word || word.len() >= 3 && word.len() <= 4 && name.starts_with(word))?;
    u32::try_from(at.saturating_add(1)).ok()
}

/// A year of four digits.
fn year(word: &str) -> Option<i32> {
    if word.len() != 4 || !is_digits(word) {
        return None;
    }
    word.parse().ok().filter(|year| (1990..2100).contains(year))
}

/// `25` as 2025.
fn century(short: &str) -> i32 {
    i32::try_from(number(short)).unwrap_or(0).saturating_add(2000)
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(0)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
