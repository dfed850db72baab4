//! The values of a table's cells as a plan writes them. A text is understood whole, or it is no value: no number is cut
//! out of words.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use super::fate::Fate;
use super::units::{Own, Unit, label, own};
use crate::value::words::{Hints, may_be_day, number_word, read_day, sign, whole_day};
use crate::value::{Mark, NumberFault, fold_name, parse_date, parse_number, show_date};

pub use crate::value::words::sign::is_comparator;

/// What a value is of: those of one KPI are of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Missing,
    YesNo,
    Date,
    Percent,
    Money,
    Days,
    Hours,
    Number,
}

/// A cell's value in the spelling of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount<'a> {
    /// `5 giorni`, `30%`, `31/12/2025`, `sì`; `n.d.` where the document says that there is none.
    pub text: Cow<'a, str>,
    pub sort: Sort,
    /// What was guessed, if anything was.
    pub guess: Option<Fate>,
    /// Whether the cell says more than that.
    pub more: bool,
    /// Whether it owes something to the unit of its column.
    pub by_unit: bool,
    /// Whether a cell of actuals has to be written anew to be understood.
    pub respelled: bool,
}

impl<'a> Amount<'a> {
    fn sure(text: impl Into<Cow<'a, str>>, sort: Sort) -> Amount<'a> {
        Amount { text: text.into(), sort, guess: None, more: false, by_unit: false, respelled: false }
    }

    fn day(day: NaiveDate, guess: Option<Fate>) -> Amount<'a> {
        Amount { guess, respelled: true, ..Amount::sure(show_date(day), Sort::Date) }
    }

    /// The same with its unit behind it.
    fn of(self, unit: &Unit) -> Amount<'a> {
        let sort = match unit {
            Unit::Percent => Sort::Percent,
            Unit::Money => Sort::Money,
            Unit::Days => Sort::Days,
            Unit::Hours => Sort::Hours,
            _ => self.sort,
        };
        match unit.behind() {
            behind if behind.is_empty() => Amount { sort, ..self },
            behind => Amount { text: Cow::Owned(format!("{}{behind}", self.text)), sort, ..self },
        }
    }

    /// Whether it is `n.d.`.
    pub fn is_missing(&self) -> bool {
        self.sort == Sort::Missing
    }

    /// Whether it is a percentage.
    pub fn is_percent(&self) -> bool {
        self.sort == Sort::Percent
    }
}

/// How a plan says that there is no value.
pub const MISSING: &str = "n.d.";

/// What stands beside a cell and helps to read it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'u> {
    /// The unit in its column.
    pub unit: Option<&'u Unit>,
    /// The year of its column, else of the plan.
    pub year: Option<i32>,
    /// Whether it follows `entro`.
    pub deadline: bool,
}

/// A number, with `%` or not.
pub fn is_weight(text: &str) -> bool {
    let number = text.trim().trim_end_matches('%').trim_end();
    parse_number(number, Mark::Comma).is_ok() || fraction(number).is_some()
}

/// `1/3`.
fn fraction(text: &str) -> Option<(&str, &str)> {
    let (top, bottom) = text.split_once('/')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(top.trim()) && digits(bottom.trim())).then_some((top, bottom))
}

/// Digits with signs, but no words.
pub fn is_number_like(text: &str) -> bool {
    // Nearly all texts are words.
    if text.starts_with(char::is_alphabetic) {
        return false;
    }
    is_weight(text) || parse_date(text).is_some()
}

/// A dash, as stands where there is nothing to say.
pub fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | ' '))
}

/// Whether a text can be a target, a baseline or an actual.
pub fn is_value(text: &str) -> bool {
    const ANY_YEAR: Option<i32> = Some(2025);
    let (sign, value) = sign::split(text);
    let deadline = sign.is_some_and(|sign| sign.deadline);
    amount(value, Beside { year: ANY_YEAR, deadline, ..Beside::default() }).is_some()
}

/// Reads a value.
pub fn amount<'a>(text: &'a str, beside: Beside<'_>) -> Option<Amount<'a>> {
    let text = text.trim().trim_end_matches([';', ',']).trim_end();
    let year_wanted = beside.deadline && text.len() == 4;
    if is_year(text, beside) {
        return None;
    }
    // Nearly all values are plain numbers or percentages.
    if !year_wanted && let Ok(_) = parse_number(text, Mark::Comma) {
        return bare(Amount::sure(text.trim_start_matches('+'), Sort::Number), beside);
    }
    if let Some(number) = text.strip_suffix('%')
        && let Some(read) = spelled(number.trim_end())
    {
        let as_it_is = read.guess.is_none() && !number.ends_with(' ') && !text.starts_with('+');
        return Some(if as_it_is { Amount::sure(text, Sort::Percent) } else { read.of(&Unit::Percent) });
    }
    if let Some(word) = word(text) {
        return Some(word);
    }
    if let Some(day) = whole_day(text) {
        let respelled = parse_date(text).is_none();
        return Some(Amount { respelled, ..Amount::day(day, None) });
    }
    let wanted = beside.deadline || beside.unit == Some(&Unit::Date);
    if let Some((day, guess)) = read_day(text, Hints { year: beside.year, wanted }) {
        return Some(Amount {
            by_unit: beside.unit == Some(&Unit::Date),
            ..Amount::day(day, guess.map(Fate::of))
        });
    }
    if let Some(number) = text.strip_prefix('€').and_then(|number| spelled(number.trim())) {
        return Some(number.of(&Unit::Money));
    }
    // `31.12` alone is a number of Excel's, or a day without its year.
    if may_be_day(text) && matches!(beside.unit, None | Some(Unit::Plain | Unit::Doubtful | Unit::YesNo)) {
        return None;
    }
    if let Some(number) = spelled(text) {
        return bare(number, beside);
    }
    if is_clock(text) && beside.unit == Some(&Unit::Hours) {
        return Some(Amount { by_unit: true, ..Amount::sure(text, Sort::Hours) });
    }
    with_words(text, beside)
}

/// Under «Target 2025» `2025` is no number, and `> 2024` hardly one.
fn is_year(text: &str, beside: Beside<'_>) -> bool {
    let near = |year: i32| text.parse().is_ok_and(|number: i32| number.abs_diff(year) <= 3);
    text.len() == 4 && !beside.deadline && beside.unit.is_none() && beside.year.is_some_and(near)
}

/// Yes, no, and the ways to say that there is no value.
fn word(text: &str) -> Option<Amount<'_>> {
    if text.len() > 20 || !text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '–' | '—' | '−'))
    {
        return None;
    }
    Some(match fold_name(text).as_str() {
        "n.d." | "n.d" | "nd" | "n.v." | "n.v" | "nv" | "n.a." | "n.a" | "n/d" | "n/a"
        | "non disponibile" | "non definito" | "-" | "--" | "---" => Amount::sure(MISSING, Sort::Missing),
        "si" => Amount::sure("sì", Sort::YesNo),
        "no" => Amount::sure("no", Sort::YesNo),
        // The two states of an indicator "On/Off".
        "on" => Amount { respelled: true, ..Amount::sure("sì", Sort::YesNo) },
        "off" => Amount { respelled: true, ..Amount::sure("no", Sort::YesNo) },
        _ => return None,
    })
}

/// `08:00`.
fn is_clock(text: &str) -> bool {
    let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(':').is_some_and(|(hours, minutes)| digits(hours) && digits(minutes))
}

/// A number as a plan spells it.
fn spelled(text: &str) -> Option<Amount<'_>> {
    match parse_number(text, Mark::Comma) {
        Ok(_) => Some(Amount::sure(text.trim_start_matches('+').trim_start(), Sort::Number)),
        Err(NumberFault::Thousands { meant: Some(meant) }) => Some(Amount {
            guess: Some(Fate::Thousands),
            respelled: true,
            ..Amount::sure(meant, Sort::Number)
        }),
        Err(_) => None,
    }
}

/// A bare number under the unit of its column.
fn bare<'a>(amount: Amount<'a>, beside: Beside<'_>) -> Option<Amount<'a>> {
    let Some(unit) = beside.unit else { return Some(amount) };
    match unit {
        Unit::Plain | Unit::Doubtful => Some(amount),
        // A number is no yes, and no day but as Excel counts days.
        Unit::YesNo => None,
        Unit::Date => excel_date(&amount),
        // 0,9 is 0,9% or 90%.
        Unit::Percent if is_part_of_one(&amount.text) => {
            Some(Amount { guess: Some(Fate::PercentMissing), ..amount })
        }
        Unit::Percent => Some(Amount { by_unit: true, respelled: true, ..amount.of(unit) }),
        _ => Some(Amount { by_unit: true, ..amount.of(unit) }),
    }
}

fn is_part_of_one(number: &str) -> bool {
    let digits = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits == "1" || (digits.starts_with("0,") && digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)))
}

/// 45900, a day as Excel counts it, under a unit that wants a date.
fn excel_date<'a>(amount: &Amount<'_>) -> Option<Amount<'a>> {
    let days: u64 = amount.text.parse().ok().filter(|days| (36_000..80_000).contains(days))?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    Some(Amount { by_unit: true, ..Amount::day(day, Some(Fate::ExcelDay)) })
}

/// `n. 1`, `5 imprese`, `due incontri`, `20gg.`, `5 (cinque) giorni`, `90% delle istanze`, `80/10.000 imprese attive`.
fn with_words<'a>(text: &'a str, beside: Beside<'_>) -> Option<Amount<'a>> {
    const MOST: usize = 80;
    if text.chars().count() > MOST {
        return None;
    }
    let counted = without_number_sign(text);
    let end = counted
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '+' | '−' | '–')))
        .unwrap_or(counted.len());
    let (digits, rest) = counted.split_at(end);
    let (number, rest) = match digits.is_empty() {
        true => in_letters(counted)?,
        false => (spelled(digits.trim_end_matches(['.', ',']))?, rest),
    };
    let rest = said_again(&number, rest);
    let number = Amount { respelled: true, ..number };
    let words = rest.trim();
    if words.is_empty() {
        return bare(number, beside);
    }
    let folded = fold_name(words);
    if let Some(Own { value, whole }) = own(&folded) {
        let respelled = value == Unit::Percent || number.guess.is_some() || counted.len() < text.len();
        return Some(Amount { more: !whole, respelled: respelled || !whole, ..number.of(&value) });
    }
    // Words that stick to the number are a unit (`4km`), or part of a name (`3D`).
    let apart = rest.starts_with([' ', '\u{a0}', '/']);
    let unit = words.chars().count() > 1 && words.chars().all(char::is_lowercase);
    if !(apart || unit) {
        return None;
    }
    let label = label(words)?;
    Some(number.of(&Unit::Label(label)))
}

/// Without `n.` in front.
fn without_number_sign(text: &str) -> &str {
    let openers = ["n.", "n°", "nr.", "nr ", "num.", "numero "];
    let rest = openers.iter().find_map(|opener| {
        let start = text.get(..opener.len())?;
        start.eq_ignore_ascii_case(opener).then(|| text.get(opener.len()..)).flatten()
    });
    rest.unwrap_or(text).trim_start()
}

/// `due incontri`: the number, and what follows it.
fn in_letters(text: &str) -> Option<(Amount<'_>, &str)> {
    let end = text.find(' ').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let number = number_word(&fold_name(word))?;
    // `un terzo`, `due quinti`: parts.
    let parts = ["terz", "quart", "quint", "sest", "settim", "ottav", "non", "decim", "mezz"];
    let next = fold_name(rest.split_whitespace().next().unwrap_or_default());
    let is_part =
        parts.iter().any(|stem| next.strip_prefix(stem).is_some_and(|end| matches!(end, "o" | "i" | "a")));
    let read = Amount { guess: Some(Fate::NumberInWords), ..Amount::sure(number.to_string(), Sort::Number) };
    (!is_part).then_some((read, rest))
}

/// `5 (cinque) giorni`: without the number said again in letters.
fn said_again<'r>(number: &Amount<'_>, rest: &'r str) -> &'r str {
    let again = rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match again {
        Some((word, after))
            if number_word(&fold_name(word)).is_some_and(|said| said.to_string() == *number.text) =>
        {
            after
        }
        _ => rest,
    }
}

/// A value of a plan as a cell of actuals: a unit between quotes is the KPI's, whose cells may be bare.
pub fn in_csv(value: Cow<'_, str>) -> Cow<'_, str> {
    match value.split_once(" \"") {
        Some((number, _)) => Cow::Owned(number.to_owned()),
        None => value,
    }
}
