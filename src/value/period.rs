//! Years and their parts (`language.md` §7).

use std::cmp::Ordering;
use std::fmt;

use chrono::NaiveDate;

use super::trimmed;

/// Which part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodKind {
    /// The whole year: `2025`.
    Year,
    /// A half-year, 1 or 2: `2025-S1`.
    Half(u8),
    /// A quarter, 1 to 4: `2025-T2` (also `2025-Q2`).
    Quarter(u8),
    /// A month, 1 to 12: `2025-06`.
    Month(u8),
}

/// A year or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The year, 1900 to 2199.
    pub year: i32,
    /// Which part of it.
    pub kind: PeriodKind,
}

impl Period {
    /// The whole of a year.
    pub fn year(year: i32) -> Period {
        Period { year, kind: PeriodKind::Year }
    }

    /// Reads `2025`, `2025-S1`, `2025-T2`, `2025-Q2`, `2025-06`; letters in any case.
    pub fn parse(text: &str) -> Option<Period> {
        let text = trimmed(text);
        let (year, part) = match text.split_once(['-', '\u{2013}', '\u{2212}']) {
            Some((year, part)) => (year.trim_end(), Some(part.trim_start())),
            None => (text, None),
        };
        let year = digits(year, 4, 4).filter(|year| (1900..2200).contains(year))?.cast_signed();
        let Some(part) = part else { return Some(Period::year(year)) };
        let letter = part.chars().next()?.to_ascii_uppercase();
        let rest = part.get(1..).unwrap_or("");
        let kind = match letter {
            'S' | 'H' => PeriodKind::Half(within(digits(rest, 1, 1)?, 2)?),
            'T' | 'Q' => PeriodKind::Quarter(within(digits(rest, 1, 1)?, 4)?),
            _ => PeriodKind::Month(within(digits(part, 2, 2)?, 12)?),
        };
        Some(Period { year, kind })
    }

    /// First and last month, 1 to 12.
    pub fn months(self) -> (u8, u8) {
        match self.kind {
            PeriodKind::Year => (1, 12),
            PeriodKind::Half(n) => (n.saturating_mul(6).saturating_sub(5), n.saturating_mul(6)),
            PeriodKind::Quarter(n) => (n.saturating_mul(3).saturating_sub(2), n.saturating_mul(3)),
            PeriodKind::Month(n) => (n, n),
        }
    }

    /// The last month, 1 to 12: what decides against which target it is held.
    pub fn last_month(self) -> u8 {
        self.months().1
    }

    /// How many months it has.
    pub fn length(self) -> u8 {
        let (first, last) = self.months();
        last.saturating_sub(first).saturating_add(1)
    }

    /// Whether it is less than a year.
    pub fn is_part(self) -> bool {
        self.kind != PeriodKind::Year
    }

    /// Its last day; `None` outside the calendar.
    pub fn last_day(self) -> Option<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(self.year, self.last_month().into(), 1)?;
        first.checked_add_months(chrono::Months::new(1))?.pred_opt()
    }

    /// The same part of another year.
    #[must_use]
    pub fn in_year(self, year: i32) -> Period {
        Period { year, ..self }
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By end; of two with one end, the longer is the later (a year after its fourth quarter).
impl Ord for Period {
    fn cmp(&self, other: &Period) -> Ordering {
        let key = |period: &Period| {
            let (first, last) = period.months();
            (period.year, last, u8::MAX.saturating_sub(first))
        };
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year;
        match self.kind {
            PeriodKind::Year => write!(f, "{year}"),
            PeriodKind::Half(n) => write!(f, "{year}-S{n}"),
            PeriodKind::Quarter(n) => write!(f, "{year}-T{n}"),
            PeriodKind::Month(n) => write!(f, "{year}-{n:02}"),
        }
    }
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn within(number: u32, most: u8) -> Option<u8> {
    u8::try_from(number).ok().filter(|number| (1..=most).contains(number))
}
