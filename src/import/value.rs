//! The values of a table's cells as a plan writes them.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use super::fate::Fate;
use crate::value::{Mark, NumberFault, fold_name, parse_date, parse_number, show_date};

/// A cell's value in the spelling of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount<'a> {
    /// `5 giorni`, `30%`, `31/12/2025`, `sì`; `n.d.` where the document says that there is none.
    pub text: Cow<'a, str>,
    /// What was guessed, if anything was.
    pub guess: Option<Fate>,
}

impl<'a> Amount<'a> {
    fn sure(text: impl Into<Cow<'a, str>>) -> Amount<'a> {
        Amount { text: text.into(), guess: None }
    }

    /// The same with a unit or a sign after it.
    fn followed_by(self, end: &str) -> Amount<'a> {
        Amount { text: Cow::Owned(format!("{}{end}", self.text)), guess: self.guess }
    }

    /// Whether it is `n.d.`.
    pub fn is_missing(&self) -> bool {
        self.text == MISSING
    }

    /// Whether it is a percentage.
    pub fn is_percent(&self) -> bool {
        self.text.ends_with('%')
    }
}

/// How a plan says that there is no value.
pub const MISSING: &str = "n.d.";

/// The comparator that a text is, in the spelling of a plan.
pub fn comparator(text: &str) -> Option<&'static str> {
    Some(match text.trim() {
        ">=" | "≥" | "=>" | ">" | "&gt;=" => ">=",
        "<=" | "≤" | "=<" | "<" | "&lt;=" => "<=",
        "=" => "=",
        _ => return None,
    })
}

/// Whether a text is nothing but a comparator.
pub fn is_comparator(text: &str) -> bool {
    comparator(text).is_some()
}

/// `>= 80%` as its comparator and what follows it.
pub fn split_comparator(text: &str) -> (Option<&'static str>, &str) {
    let text = text.trim();
    let sign: usize = text
        .char_indices()
        .find(|(_, c)| !matches!(c, '>' | '<' | '=' | '≥' | '≤'))
        .map_or(text.len(), |(at, _)| at);
    let (head, rest) = text.split_at(sign);
    match comparator(head) {
        Some(sign) => (Some(sign), rest.trim()),
        None => in_words(text).map_or((None, text), |(sign, rest)| (Some(sign), rest)),
    }
}

/// Words that say what a sign says, the longer ones first.
const SIGNS: [(&str, &str); 17] = [
    ("entro e non oltre il ", "<="),
    ("entro il ", "<="),
    ("entro ", "<="),
    ("non oltre il ", "<="),
    ("non oltre ", "<="),
    ("non più di ", "<="),
    ("al massimo ", "<="),
    ("massimo ", "<="),
    ("max. ", "<="),
    ("max ", "<="),
    ("non meno di ", ">="),
    ("almeno ", ">="),
    ("minimo ", ">="),
    ("min. ", ">="),
    ("min ", ">="),
    ("pari al ", "="),
    ("pari a ", "="),
];

/// `almeno 5`: the sign that the words say, and what follows them.
pub fn in_words(text: &str) -> Option<(&'static str, &str)> {
    // Nearly all targets are numbers.
    if !text.starts_with(char::is_alphabetic) {
        return None;
    }
    let (words, sign) = SIGNS
        .iter()
        .find(|(words, _)| text.get(..words.len()).is_some_and(|start| start.to_lowercase() == *words))?;
    Some((sign, text.get(words.len()..)?.trim()))
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

/// Whether a text can be a target, a baseline or an actual.
pub fn is_value(text: &str) -> bool {
    let (_, value) = split_comparator(text);
    amount(value, None).is_some()
}

/// Reads a value, with the unit of its column where the document has one.
pub fn amount<'a>(text: &'a str, unit: Option<&str>) -> Option<Amount<'a>> {
    let text = text.trim();
    if text.starts_with(char::is_alphabetic) {
        match fold_name(text).as_str() {
            "n.d." | "n.d" | "nd" | "n.v." | "n.v" | "nv" | "n.a." | "n/d" => {
                return Some(Amount::sure(MISSING));
            }
            "si" => return Some(Amount::sure("sì")),
            "no" => return Some(Amount::sure("no")),
            _ => {}
        }
    }
    if let Some(day) = parse_date(text) {
        return Some(Amount::sure(show_date(day)));
    }
    if let Some(number) = text.strip_suffix('%') {
        let read = spelled(number.trim_end())?;
        let as_it_is = read.guess.is_none() && !number.ends_with(' ') && !text.starts_with('+');
        return Some(if as_it_is { Amount::sure(text) } else { read.followed_by("%") });
    }
    if let Some(number) = text.strip_suffix('€').or_else(|| text.strip_prefix('€')) {
        return spelled(number.trim()).map(|amount| amount.followed_by(" €"));
    }
    if let Some(amount) = spelled(text) {
        return Some(in_unit(amount, unit));
    }
    if is_clock(text)
        && unit.is_some_and(|unit| matches!(fold_name(unit).trim_end_matches('.'), "h" | "hh" | "ore"))
    {
        return Some(Amount::sure(text));
    }
    with_words(text)
}

/// `08:00`.
fn is_clock(text: &str) -> bool {
    let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(':').is_some_and(|(hours, minutes)| digits(hours) && digits(minutes))
}

/// A number as a plan spells it.
fn spelled(text: &str) -> Option<Amount<'_>> {
    match parse_number(text, Mark::Comma) {
        Ok(_) => Some(Amount::sure(text.trim_start_matches('+'))),
        Err(NumberFault::Thousands { meant: Some(meant) }) => {
            Some(Amount { text: Cow::Owned(meant), guess: Some(Fate::Thousands) })
        }
        Err(_) => None,
    }
}

/// A bare number with the unit of its column, where that is one of the language's own.
fn in_unit<'a>(amount: Amount<'a>, unit: Option<&str>) -> Amount<'a> {
    let Some(unit) = unit else { return amount };
    let unit = fold_name(unit);
    match unit.trim_end_matches('.') {
        "gg" | "giorni" | "giorno" | "g" => amount.followed_by(" giorni"),
        "h" | "hh" | "ore" | "ora" => amount.followed_by(" ore"),
        "€" | "euro" => amount.followed_by(" €"),
        "data" | "entro" => excel_date(amount),
        "%" => Amount { guess: Some(Fate::PercentMissing), ..amount },
        _ => amount,
    }
}

/// 45900, a day as Excel counts it, under a unit that wants a date.
fn excel_date(amount: Amount<'_>) -> Amount<'_> {
    let serial: Option<u64> = amount.text.parse().ok().filter(|days| (36_000..80_000).contains(days));
    let day = serial.and_then(|days| {
        NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|start| start.checked_add_days(Days::new(days)))
    });
    match day {
        Some(day) => Amount { text: Cow::Owned(show_date(day)), guess: Some(Fate::ExcelDay) },
        None => amount,
    }
}

/// The units that the language knows, as a plan writes them.
fn own_unit(word: &str) -> Option<&'static str> {
    match word.trim_end_matches('.').to_lowercase().as_str() {
        "giorni" | "giorno" | "gg" => Some(" giorni"),
        "ore" | "ora" | "h" | "hh" => Some(" ore"),
        "euro" | "eur" => Some(" €"),
        _ => None,
    }
}

/// `80/10.000 imprese attive`, `n. 1`, `5 imprese`: the number, with the words as a guess.
fn with_words(text: &str) -> Option<Amount<'_>> {
    if text.chars().count() > 60 {
        return None;
    }
    let counted = text.strip_prefix("n.").or_else(|| text.strip_prefix("N.")).unwrap_or(text).trim_start();
    let end = counted
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '-')))
        .unwrap_or(counted.len());
    let (number, rest) = counted.split_at(end);
    if let Some(unit) = own_unit(rest.trim()).filter(|_| number.len() < text.len()) {
        return spelled(number).map(|amount| amount.followed_by(unit));
    }
    let apart = rest.is_empty() || rest.starts_with([' ', '/']);
    let amount =
        spelled(number.trim_end_matches(['.', ','])).filter(|_| apart && rest.matches('/').count() <= 1)?;
    Some(Amount { guess: Some(Fate::NumberAmongWords), ..amount })
}
