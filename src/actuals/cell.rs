//! What the cell of a value says by itself, and whether that is of the wanted type.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::periods::excel_day;
use crate::syntax::tree::LiteralValue;
use crate::value::{Mark, NumberFault, Type, fold_name, foreign_currency, parse_date, parse_number};

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// That there is no value: `N.V.`, `n.d.`, `kpi non disponibile`.
    Unavailable,
    /// A value; a number keeps its counting unit, which [`fit`] takes off.
    Value(LiteralValue),
}

/// Why a cell can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A number with the decimal mark of another country; with the cell as it was probably meant.
    Mark(Option<String>),
    /// More than 28 digits.
    TooLarge,
    /// An impossible day, or a year of two digits; with the day that was probably meant.
    Date(Option<String>),
    /// `#N/D`, `#DIV/0!`: an error of the spreadsheet.
    SpreadsheetError,
    /// An amount of another currency, or of thousands of euro: its sign or name.
    Foreign(Box<str>),
    /// Anything else.
    Unknown,
}

/// Why a value is not what the subject wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// A number without `%`; with the percentages that it may mean.
    Percent(Vec<String>),
    /// A number that Excel keeps for this day.
    Serial(NaiveDate),
    /// It is of this type.
    Type(Type),
    /// A number of something, where a plain amount of the type belongs.
    Counted(Box<str>),
    /// An amount of another currency: its sign or name.
    Foreign(Box<str>),
}

/// Reads a cell, with `mark` for the decimals.
pub fn read(text: &str, mark: Mark) -> Result<Content, Unreadable> {
    match read_as_is(text, mark) {
        Err(Unreadable::Unknown) => Err(foreign(text).map_or(Unreadable::Unknown, Unreadable::Foreign)),
        read => read,
    }
}

/// What is beside the digits of an amount that is not in euro: `$ 12`, `12 k€`.
fn foreign(text: &str) -> Option<Box<str>> {
    let beside = text.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | ' '));
    let plain = beside.len() < text.len() && !beside.contains(|c: char| c.is_ascii_digit());
    foreign_currency(beside).filter(|_| plain).map(Box::from)
}

fn read_as_is(text: &str, mark: Mark) -> Result<Content, Unreadable> {
    let Some(first) = text.chars().next() else { return Ok(Content::Blank) };
    if first.is_alphabetic() {
        if let Some(word) = read_word(text) {
            return Ok(word);
        }
    } else if first == '#' {
        return Err(Unreadable::SpreadsheetError);
    }
    if let Some(digits) = text.strip_suffix('%') {
        return number(text, digits, mark).map(|number| Content::Value(LiteralValue::Percent(number)));
    }
    if let Some(digits) = without_euro(text) {
        return number(text, &digits, mark).map(|number| Content::Value(LiteralValue::Money(number)));
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
        && let Some(content) = date(text).or_else(|| clock(text))
    {
        return content;
    }
    quantity(text, mark)
}

/// Yes, no, and the ways to say that there is no value.
fn read_word(text: &str) -> Option<Content> {
    if text.len() > 40 {
        return None;
    }
    let folded = fold_name(text);
    match folded.as_str() {
        // What `piaoc export` writes where a value was validated empty.
        "vuoto" => return Some(Content::Blank),
        "si" | "yes" | "vero" | "true" => return Some(Content::Value(LiteralValue::Boolean(true))),
        "no" | "falso" | "false" => return Some(Content::Value(LiteralValue::Boolean(false))),
        _ => {}
    }
    let letters: String = folded.chars().filter(|c| !matches!(c, '.' | '/')).collect();
    let words = letters.strip_prefix("kpi ").unwrap_or(&letters);
    let unavailable = ["nv", "nd", "na", "non disponibile", "non definito", "not available", "not defined"];
    unavailable.contains(&words).then_some(Content::Unavailable)
}

/// The digits of an amount of money: `€ 12`, `-€ 12`, `12 €`.
fn without_euro(text: &str) -> Option<String> {
    let (before, after) = text.split_once('€')?;
    Some(match (before.trim(), after.trim()) {
        (digits, "") | ("", digits) => digits.to_owned(),
        (sign @ ("-" | "+" | "−" | "–"), digits) => format!("{sign}{digits}"),
        _ => text.to_owned(),
    })
}

/// A day, in a cell that has the shape of one; the time of day that Excel may add is dropped.
fn date(text: &str) -> Option<Result<Content, Unreadable>> {
    let (day, time) = text.split_once(' ').unwrap_or((text, ""));
    if !(time.is_empty() || minutes(time.trim()).is_some()) {
        return None;
    }
    if let Some(day) = parse_date(day) {
        return Some(Ok(Content::Value(LiteralValue::Date(day))));
    }
    let divider = ['/', '.', '-'].into_iter().find(|divider| day.matches(*divider).count() == 2)?;
    let parts: Vec<&str> = day.split(divider).collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let shaped = matches!(lengths.as_slice(), [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]);
    let meant = || match (parts.as_slice(), lengths.last()) {
        ([day, month, year], Some(2)) => {
            let whole = format!("{day}/{month}/20{year}");
            parse_date(&whole).map(|_| whole)
        }
        _ => None,
    };
    (digits && shaped).then(|| Err(Unreadable::Date(meant())))
}

/// `08:30` is eight hours and a half.
fn clock(text: &str) -> Option<Result<Content, Unreadable>> {
    let hours = Decimal::from(minutes(text)?).checked_div(Decimal::from(60))?;
    Some(Ok(Content::Value(LiteralValue::Hours(hours))))
}

/// `08:30` or `08:30:00` as minutes.
fn minutes(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next().unwrap_or("00"));
    let number = |text: &str, most: usize| -> Option<u32> {
        let digits = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    let (hours, minutes) = (number(hours, 5)?, number(minutes, 2).filter(|minutes| *minutes < 60)?);
    (parts.next().is_none() && number(seconds, 2)? == 0)
        .then(|| hours.saturating_mul(60).saturating_add(minutes))
}

/// A number, and the word of what it counts.
fn quantity(text: &str, mark: Mark) -> Result<Content, Unreadable> {
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | '−' | '–');
    let end = text.find(|c: char| !of_number(c)).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end).unwrap_or((text, ""));
    let unit = unit.trim();
    let word =
        |unit: &str| unit.starts_with(char::is_alphabetic) && !unit.contains(|c: char| c.is_ascii_digit());
    if digits.is_empty() || !(unit.is_empty() || word(unit)) {
        return Err(Unreadable::Unknown);
    }
    let number = number(text, digits, mark)?;
    if unit.is_empty() {
        return Ok(Content::Value(LiteralValue::Number(number, None)));
    }
    Ok(Content::Value(match fold_name(unit).trim_end_matches('.') {
        "giorni" | "giorno" | "gg" | "g" | "days" | "day" => LiteralValue::Days(number),
        "ore" | "ora" | "h" | "hh" | "hours" | "hour" => LiteralValue::Hours(number),
        "euro" | "eur" => LiteralValue::Money(number),
        _ => LiteralValue::Number(number, Some(unit.into())),
    }))
}

/// The number in a cell, with what to write instead of the cell if its mark is not the file's.
fn number(cell: &str, digits: &str, mark: Mark) -> Result<Decimal, Unreadable> {
    let digits = digits.trim();
    if let Some(number) = plain_number(digits, mark) {
        return Ok(number);
    }
    let fault = match parse_number(digits, mark) {
        Ok(number) => return Ok(number),
        Err(fault) => fault,
    };
    let meant = parse_number(digits, other(mark)).ok();
    match (fault, meant) {
        (NumberFault::TooLarge, _) => Err(Unreadable::TooLarge),
        (_, Some(meant)) => Err(Unreadable::Mark(Some(cell.replacen(digits, &digits_of(meant, mark), 1)))),
        (NumberFault::Thousands { .. }, None) => Err(Unreadable::Mark(None)),
        (NumberFault::NotANumber, None) => Err(Unreadable::Unknown),
    }
}

/// A number of few digits without thousands separator, as nearly all are: several times faster than the full reading,
/// which gives the same.
fn plain_number(digits: &str, mark: Mark) -> Option<Decimal> {
    const MOST_DIGITS: usize = 18;
    let decimal_mark = match mark {
        Mark::Comma => b',',
        Mark::Point => b'.',
    };
    let (mut mantissa, mut scale) = (0i64, None);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte.saturating_sub(b'0')))?;
                scale = scale.map(|places: u32| places.saturating_add(1));
            }
            _ if byte == decimal_mark && scale.is_none() && mantissa > 0 => scale = Some(0),
            _ => return None,
        }
    }
    let whole = scale != Some(0) && (1..=MOST_DIGITS).contains(&digits.len());
    whole.then(|| Decimal::new(mantissa, scale.unwrap_or(0)))
}

fn other(mark: Mark) -> Mark {
    match mark {
        Mark::Comma => Mark::Point,
        Mark::Point => Mark::Comma,
    }
}

/// A number as the file writes numbers.
pub fn digits_of(number: Decimal, mark: Mark) -> String {
    match mark {
        Mark::Comma => number.to_string().replace('.', ","),
        Mark::Point => number.to_string(),
    }
}

/// The value as one of the wanted type (any if `None`): a bare number takes the unit, but never the `%`.
pub fn fit(value: LiteralValue, want: Option<Type>, mark: Mark) -> Result<LiteralValue, Misfit> {
    let Some(want) = want else { return without_unit(value) };
    let (number, unit) = match value {
        LiteralValue::Number(number, unit) => (number, unit),
        value if value.kind() == Some(want) => return Ok(value),
        value => return Err(Misfit::Type(value.kind().unwrap_or(Type::Number))),
    };
    match (want, unit) {
        (_, Some(unit)) if foreign_currency(&unit).is_some() => Err(Misfit::Foreign(unit)),
        (Type::Number, _) => Ok(LiteralValue::Number(number, None)),
        (_, Some(unit)) => Err(Misfit::Counted(unit)),
        (Type::Percent, None) => Err(Misfit::Percent(percentages(number, mark))),
        (Type::Money, None) => Ok(LiteralValue::Money(number)),
        (Type::Days, None) => Ok(LiteralValue::Days(number)),
        (Type::Hours, None) => Ok(LiteralValue::Hours(number)),
        (Type::Date, None) => Err(serial(number).map_or(Misfit::Type(Type::Number), Misfit::Serial)),
        (Type::Boolean, None) => Err(Misfit::Type(Type::Number)),
    }
}

fn without_unit(value: LiteralValue) -> Result<LiteralValue, Misfit> {
    match value {
        LiteralValue::Number(_, Some(unit)) if foreign_currency(&unit).is_some() => {
            Err(Misfit::Foreign(unit))
        }
        LiteralValue::Number(number, _) => Ok(LiteralValue::Number(number, None)),
        value => Ok(value),
    }
}

fn serial(number: Decimal) -> Option<NaiveDate> {
    excel_day(i64::try_from(number).ok().filter(|_| number.fract().is_zero())?)
}

/// `37,5%`; a number of 1 or less may also be the share that Excel keeps for a percentage.
pub fn percentages(number: Decimal, mark: Mark) -> Vec<String> {
    let mut meant = vec![format!("{}%", digits_of(number, mark))];
    if !number.is_zero() && number.abs() <= Decimal::ONE {
        let points = number.checked_mul(Decimal::ONE_HUNDRED).map(|points| points.normalize());
        meant.extend(points.map(|points| format!("{}%", digits_of(points, mark))));
    }
    meant
}
