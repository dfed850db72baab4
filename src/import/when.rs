//! The year, or the part of one, that a header names: `Consuntivo 2023`, `Risultato al 30/06/2025`, `I semestre 2025`.

use crate::value::{Period, PeriodKind};

/// Months by their names, as a date in words has them.
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

/// Words that only lead to a period, folded: without apostrophes.
const LINKS: [&str; 16] = [
    "al",
    "alla",
    "a",
    "anno",
    "dellanno",
    "nellanno",
    "per",
    "nel",
    "del",
    "il",
    "dal",
    "data",
    "esercizio",
    "-",
    "–",
    "e.f",
];

/// A folded header as its words without the period, and the period.
pub(super) fn split(header: &str) -> (String, Option<Period>) {
    let mut found: Option<Period> = None;
    let (mut part, mut year): (Option<PeriodKind>, Option<i32>) = (None, None);
    let mut kept: Vec<&str> = Vec::new();
    let words: Vec<&str> =
        header.split([' ', '(', ')', '[', ']', ',']).filter(|word| !word.is_empty()).collect();
    let mut at = 0_usize;
    while let Some(word) = words.get(at) {
        let word = word.trim_matches(['.', ':', ';']);
        let next = words.get(at.saturating_add(1)).copied().unwrap_or("");
        at = at.saturating_add(1);
        if let Some(period) = of_date(word) {
            found = Some(period);
        } else if let Some(whole) = Period::parse(word).filter(|period| is_near(period.year)) {
            match whole.kind {
                PeriodKind::Year => year = Some(whole.year),
                _ => found = Some(whole),
            }
        } else if let Some(last) = span_of_years(word) {
            year = Some(last);
        } else if let Some(kind) = part_of(word, next) {
            part = Some(kind);
            at = at.saturating_add(1);
        } else if let Some(kind) = part_alone(word) {
            part = Some(kind);
        } else if let Some(month) = MONTHS.iter().position(|month| *month == word) {
            part = Some(ending(u8::try_from(month.saturating_add(1)).unwrap_or(12)));
            // `30 giugno`: the day before it is its last.
            if kept.last().is_some_and(|day| is_day(day)) {
                kept.pop();
            }
        } else {
            kept.push(word);
        }
    }
    let period = found.or_else(|| Some(Period { year: year?, kind: part.unwrap_or(PeriodKind::Year) }));
    if period.is_none() && part.is_some() {
        return (header.to_owned(), None);
    }
    if period.is_some() {
        while kept.last().is_some_and(|word| LINKS.contains(word)) {
            kept.pop();
        }
    }
    (kept.join(" "), period)
}

fn is_near(year: i32) -> bool {
    (1990..2100).contains(&year)
}

fn is_day(word: &str) -> bool {
    word.len() <= 2 && word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// `2023/2024`, `2023-2024`: the last of them.
fn span_of_years(word: &str) -> Option<i32> {
    let (first, last) = word.split_once(['/', '-', '–'])?;
    let year = |text: &str| Period::parse(text).filter(|period| !period.is_part() && is_near(period.year));
    year(first)?;
    Some(year(last)?.year)
}

/// `30/06/2025`: what is known at the end of a month holds for the year up to it.
fn of_date(word: &str) -> Option<Period> {
    let day = crate::value::parse_date(word)?;
    let (year, month) = (chrono::Datelike::year(&day), chrono::Datelike::month(&day));
    let kind = ending(u8::try_from(month).ok()?);
    is_near(year).then_some(Period { year, kind })
}

/// The part of the year, from its first day on where it has a name, that ends with a month.
fn ending(month: u8) -> PeriodKind {
    match month {
        3 => PeriodKind::Quarter(1),
        6 => PeriodKind::Half(1),
        9 => PeriodKind::Quarter(3),
        12 => PeriodKind::Year,
        month => PeriodKind::Month(month),
    }
}

/// `I semestre`, `2° trimestre`, `primo semestre`.
fn part_of(word: &str, next: &str) -> Option<PeriodKind> {
    let number = number(word)?;
    match next.trim_end_matches('.') {
        "semestre" | "sem" => (number <= 2).then_some(PeriodKind::Half(number)),
        "trimestre" | "trim" => (number <= 4).then_some(PeriodKind::Quarter(number)),
        _ => None,
    }
}

/// `s1`, `t2`, `q2`.
fn part_alone(word: &str) -> Option<PeriodKind> {
    Period::parse(&format!("2000-{word}"))
        .map(|period| period.kind)
        .filter(|kind| !matches!(kind, PeriodKind::Month(_)))
}

/// `primo`, `2°`, `III`: up to four.
pub(super) fn number(word: &str) -> Option<u8> {
    Some(match word.trim_end_matches(['°', 'º', '^', '.']) {
        "i" | "1" | "primo" => 1,
        "ii" | "2" | "secondo" => 2,
        "iii" | "3" | "terzo" => 3,
        "iv" | "4" | "quarto" => 4,
        _ => return None,
    })
}
