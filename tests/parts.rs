//! What the parts of a year make: values accumulated, dates and yeses held, the elapsed share of an annual target; each
//! against a plain reckoning by months. `PIAOC_LAW_CASES=100000 cargo test --test parts` tries so many indicators a law.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/random.rs"]
mod random;

use std::fmt::Write;

use desk::{Desk, kpi};
use random::{Numbers, cases};

/// How many indicators each law is tried on in every run.
const CASES: u64 = 10_000;
/// Indicators of one plan.
const TOGETHER: u64 = 40;
/// Divisible by every number of months, so that every mean is a whole number.
const UNIT: i64 = 27_720;

const PERIODS: [&str; 11] = [
    "2025", "2025", "2025-S1", "2025-S2", "2025-T1", "2025-T2", "2025-T3", "2025-T4", "2025-05", "2025-08",
    "2025-12",
];

/// The first and the last month of a period.
fn months(period: &str) -> (i64, i64) {
    let Some((_, part)) = period.split_once('-') else { return (1, 12) };
    let number = |text: &str| text.parse::<i64>().unwrap();
    match part.split_at(1) {
        ("S", half) => (number(half) * 6 - 5, number(half) * 6),
        ("T", quarter) => (number(quarter) * 3 - 2, number(quarter) * 3),
        _ => (number(part), number(part)),
    }
}

/// Parts of the year that do not overlap.
fn parts(numbers: &mut Numbers) -> Vec<String> {
    let mut parts = Vec::new();
    if numbers.below(8) == 0 {
        return vec!["2025".to_owned()];
    }
    for half in 1..=2 {
        if numbers.below(2) == 0 {
            parts.push(format!("2025-S{half}"));
            continue;
        }
        for quarter in [half * 2 - 1, half * 2] {
            match numbers.below(2) {
                0 => parts.push(format!("2025-T{quarter}")),
                _ => parts.extend((1..=3).map(|month| format!("2025-{:02}", quarter * 3 - 3 + month))),
            }
        }
    }
    // Now and then one has no report.
    parts.retain(|_| numbers.below(12) > 0);
    parts
}

/// A report: its first and last month, and its value.
type Report = (i64, i64, i64);

/// What amounts of parts are in a period, by its way.
fn amount(way: &str, reports: &[Report], period: &str) -> Option<i64> {
    let (_, end) = months(period);
    let passed: Vec<&Report> = reports.iter().filter(|(_, last, _)| *last <= end).collect();
    let covered: i64 = passed.iter().map(|(first, last, _)| last - first + 1).sum();
    match way {
        "somma" => (covered == end).then(|| passed.iter().map(|(.., value)| value).sum()),
        "media" => (covered == end)
            .then(|| passed.iter().map(|(first, last, value)| value * (last - first + 1)).sum::<i64>() / end),
        "ultimo" => passed.iter().max_by_key(|report| report.1).map(|report| report.2),
        "primo" => passed.iter().min_by_key(|report| report.1).map(|report| report.2),
        // Without a way: what ends with the period, of a year the year's.
        _ => {
            let fits = |(first, last, _): &&Report| *last == end && (period.contains('-') || *first == 1);
            reports.iter().find(fits).map(|report| report.2)
        }
    }
}

#[test]
fn parts_of_a_year_make_what_a_reckoning_by_months_makes() {
    let mut seen = [0_u64; 2];
    for plan in 0..cases(CASES).div_ceil(TOGETHER) {
        let mut numbers = Numbers::new(plan * 13 + 1);
        let period = PERIODS[numbers.below(PERIODS.len() as u64) as usize];
        let mut text =
            "piano \"P\"\n  anni 2025\n  punteggio proporzionale\nobiettivo A \"A\"  pesi uguali\n"
                .to_owned();
        let mut table = "chiave;periodo;valore\n".to_owned();
        let mut expected: Vec<(String, Option<String>)> = Vec::new();
        for at in 0..TOGETHER {
            let (way, date) = match numbers.below(7) {
                0 => ("", true),
                1 => ("", false),
                2 => ("media", false),
                3 => ("ultimo", false),
                4 => ("primo", false),
                _ => ("somma", false),
            };
            writeln!(text, "kpi k{at} \"K\"").unwrap();
            if !way.is_empty() {
                writeln!(text, "  cumula {way}").unwrap();
            }
            text.push_str(if date { "  target entro 31/01/2025\n" } else { "  target >= 1\n" });
            let mut reports: Vec<Report> = Vec::new();
            for part in parts(&mut numbers) {
                let (first, last) = months(&part);
                let value = numbers.below(28) as i64 + 1;
                match date {
                    true => writeln!(table, "A/k{at};{part};{value:02}/03/2025").unwrap(),
                    false => writeln!(table, "A/k{at};{part};{}", value * UNIT).unwrap(),
                }
                reports.push((first, last, if date { value } else { value * UNIT }));
            }
            let found = match date {
                // The latest that has passed holds.
                true => amount("ultimo", &reports, period).map(|day| format!("2025-03-{day:02}")),
                false => amount(way, &reports, period).map(|value| value.to_string()),
            };
            expected.push((format!("A/k{at}"), found));
        }
        let result = Desk::new(text.as_str()).with("t.csv", table.as_str()).at(period).result();
        for (key, expected) in expected {
            let ours = kpi(&result, &key)["actual"].as_str().map(str::to_owned);
            assert_eq!(ours, expected, "{key} in {period}\n{text}{table}");
            seen[usize::from(expected.is_some())] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > cases(CASES) / 10), "{seen:?}");
}

/// A fraction of tenths with ten decimals, half away from zero, as results print it.
fn printed(tenths: i64, months: i64) -> String {
    let (top, bottom) = (i128::from(tenths) * i128::from(months) * 10_i128.pow(10), 120);
    let digits = (2 * top + bottom) / (2 * bottom);
    let (whole, rest) = (digits / 10_i128.pow(10), digits % 10_i128.pow(10));
    format!("{whole}.{rest:010}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[test]
fn the_elapsed_share_of_a_target_is_rounded_down_for_what_is_counted_and_for_nothing_else() {
    // Units of things that are counted, and of what has parts.
    const UNITS: [(&str, bool); 7] = [
        ("", true),
        (" pratiche", true),
        (" eventi", true),
        (" km", false),
        (" ore", false),
        (" €", false),
        (" giorni", false),
    ];
    let mut rounded = 0;
    for plan in 0..cases(CASES).div_ceil(TOGETHER) {
        let mut numbers = Numbers::new(plan * 17 + 3);
        let period = PERIODS[2 + numbers.below(9) as usize];
        let (_, end) = months(period);
        let mut text =
            "piano \"P\"\n  anni 2025\n  punteggio proporzionale\nobiettivo A \"A\"  pesi uguali\n"
                .to_owned();
        let mut table = "chiave;periodo;valore\n".to_owned();
        let mut expected = Vec::new();
        for at in 0..TOGETHER {
            let (unit, counted) = UNITS[numbers.below(UNITS.len() as u64) as usize];
            let tenths = match numbers.below(3) {
                0 => numbers.below(5_000) as i64 + 1,
                _ => (numbers.below(500) as i64 + 1) * 10,
            };
            let (whole, rest) = (tenths / 10, tenths % 10);
            let target = if rest == 0 { whole.to_string() } else { format!("{whole},{rest}") };
            writeln!(
                text,
                "kpi k{at} \"K\"\n  algoritmo valore assoluto \"x\"  cumula somma\n  target >= {target}{unit}"
            )
            .unwrap();
            for quarter in 1..=4 {
                writeln!(table, "A/k{at}/1;2025-T{quarter};1").unwrap();
            }
            let floors = counted && rest == 0 && end < 12;
            let share = if floors { (tenths * end / 120).to_string() } else { printed(tenths, end) };
            rounded += u64::from(floors && tenths * end % 120 != 0);
            expected.push((format!("A/k{at}"), share));
        }
        let result = Desk::new(text.as_str()).with("t.csv", table.as_str()).at(period).result();
        for (key, share) in expected {
            assert_eq!(kpi(&result, &key)["target"].as_str(), Some(&*share), "{key} in {period}\n{text}");
        }
    }
    assert!(rounded > cases(CASES) / 10, "{rounded}");
}
