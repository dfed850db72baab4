//! Texts in a table for a spreadsheet, which computes what it takes for a formula, and turns what it takes for a date or
//! a number into one: `=SUM(A1)`, `1/3`, `3 mar`, `1E5`. An apostrophe before them keeps them text; it is taken off
//! where the table is read again.

use std::borrow::Cow;

/// What a cell may begin with so that a spreadsheet computes it, also in the wide forms of East Asian fonts.
const FORMULAS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// The months as Italian and English spreadsheets know them, whole or by at least their first three letters.
const MONTHS: [&str; 24] = [
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
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The text of a user so that a spreadsheet leaves it alone.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_computed(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`guarded`] gave this one for.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_computed(rest)).unwrap_or(text)
}

fn is_computed(text: &str) -> bool {
    // A text that begins with the apostrophe of a guard gets one more, so that it loses only that one.
    let text = text.trim_start_matches('\'');
    text.starts_with(FORMULAS) && !is_number(text) || is_date(text) || is_power(text)
}

/// `-5`, `+3,50%`: the number that it is. A lone sign is nothing to compute either.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = digits.strip_suffix('%').unwrap_or(digits).trim_end();
    text == "-" || !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
}

/// Two parts or three that a spreadsheet reads as a day or a month. A date written out, with its year of four digits, is
/// what it says.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['/', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let digits =
        |part: &str, most: usize| part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
    let month = |part: &str| {
        let part = part.trim_end_matches('.').to_lowercase();
        part.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&part))
    };
    let blanks = text.trim().contains(' ');
    match parts.as_slice() {
        [first, second] => {
            digits(first, 2) && digits(second, 4) && !blanks
                || digits(first, 4) && month(second)
                || month(first) && digits(second, 4)
        }
        [first, second, third] => {
            digits(first, 2) && digits(third, 2) && (month(second) || digits(second, 2) && !blanks)
        }
        _ => false,
    }
}

/// `1E5`: to a spreadsheet a hundred thousand.
fn is_power(text: &str) -> bool {
    let Some((number, power)) = text.trim().split_once(['e', 'E']) else { return false };
    let power = power.strip_prefix(['-', '+']).unwrap_or(power);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(power)
        && digits(&number.replace([',', '.'], ""))
        && number.starts_with(|c: char| c.is_ascii_digit())
}
