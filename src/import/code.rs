//! Codes as documents print them: at the beginning of a title (`A.1 - Attrattività`, `01_01_OS 01`, `A.1.4.1. Servizi`)
//! or in a column of their own (`M1C1-17`, `n. 3`, `OP 1.1.`), and the code that a plan can have for them.

use crate::syntax::keyword::is_reserved;
use crate::value::plain_code;

/// A longer text in a column of codes is none.
const LONGEST: usize = 40;

/// Whether a word is a code: capitals and digits in parts, of more than one part.
pub(super) fn is_code(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['.', '_', '-']).collect();
    let clean =
        |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    // `COVID-19` and `2025-2027` are none.
    let hyphens = !word.contains('-')
        || word.split('-').all(|part| part.contains(|c: char| c.is_ascii_digit()))
            && word.contains(|c: char| c.is_ascii_uppercase());
    parts.len() > 1 && hyphens && parts.iter().all(clean) && word.chars().any(|c| c.is_ascii_digit())
}

/// A single capital: an area's, where what follows divides it from its title.
pub(super) fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `OS1`, `OB12`, which only what divides them from a title shows to be codes.
fn is_short(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '-');
    let letters = word.len().saturating_sub(digits.len());
    (1..=5).contains(&letters)
        && (1..=3).contains(&digits.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A printed title as its code and the rest.
pub(super) fn split(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let word = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '.' | '_');
    let mut end = text.find(|c: char| !word(c)).unwrap_or(text.len());
    // `M1C1-17 Titolo`: a hyphen inside.
    while let Some(after) = text.get(end..).and_then(|rest| rest.strip_prefix('-')) {
        let more = after.find(|c: char| !word(c)).unwrap_or(after.len());
        let whole = text.get(..end.saturating_add(1).saturating_add(more)).unwrap_or("");
        if more == 0 || !is_code(whole.trim_end_matches('.')) && !is_short(whole.trim_end_matches('.')) {
            break;
        }
        end = whole.len();
    }
    let (head, rest) = text.split_at(end);
    // `02_01L'e-government`: a blank was lost, and the code ends with its last digit.
    let glued = rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’');
    let (head, rest) = if glued && head.contains(['.', '_']) {
        let end = head.rfind(|c: char| c.is_ascii_digit())?.saturating_add(1);
        text.split_at(end)
    } else if glued {
        return None;
    } else {
        (head, rest)
    };
    let code = head.trim_end_matches(['.', '_']);
    let dashes = ['-', '–', '—', ':'];
    let divided = rest.trim_start().starts_with(dashes) || head.ends_with('.');
    // A word with a hyphen (`E-government`) is no code and its title.
    let apart = rest.starts_with([' ', ':']) || rest.trim_start_matches(dashes).starts_with(' ');
    let title = rest.trim_start_matches([' ', '-', '–', '—', ':', '.']).trim();
    let is_code = is_code(code) || divided && (is_short(code) || is_letter(code)) && apart;
    (is_code && !title.is_empty()).then(|| (code.to_owned(), title.to_owned()))
}

/// A code as printed, and the one that a plan has for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Printed {
    pub code: String,
    /// What is printed, where no plan can have it as it is.
    pub original: Option<String>,
}

/// [`split`] where an objective's title is expected: also `OG1 Garantire`, `1) Garantire`, `Obiettivo n. 3: Garantire`.
pub(super) fn of_objective(text: &str) -> Option<(Printed, String)> {
    if let Some((code, title)) = split(text) {
        return Some((Printed { code, original: None }, title));
    }
    let text = text.trim();
    if let Some((code, title)) = text.split_once(' ')
        && is_short(code)
        && title.trim_start().starts_with(char::is_uppercase)
    {
        return Some((Printed { code: code.to_owned(), original: None }, title.trim().to_owned()));
    }
    let (number, title) = numbered(text)?;
    let original =
        text.get(..text.len().saturating_sub(title.len()))?.trim().trim_end_matches(['-', '–', ':']);
    Some((
        Printed { code: format!("OB{number}"), original: Some(original.trim().to_owned()) },
        title.to_owned(),
    ))
}

/// `1) Titolo`, `3. Titolo`, `3 - Titolo`, `n. 3 Titolo`, `Obiettivo 3: Titolo`: the number and the title.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let (named, rest) = after_number_sign(text);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    let title = rest.trim_start_matches([' ', ')', '.', ':', '-', '–', '°']);
    let divider = rest.get(..rest.len().saturating_sub(title.len()))?;
    let divided =
        divider.contains([')', '.', ':', '-', '–']) && divider.contains(' ') || named && !divider.is_empty();
    let fits = (1..=3).contains(&number.len()) && divided && title.starts_with(char::is_alphabetic);
    fits.then_some((number, title))
}

/// What follows `n.`, `Obiettivo n.`, `Ob.`; whether that was there.
fn after_number_sign(text: &str) -> (bool, &str) {
    let mut rest = text;
    for word in ["obiettivo", "ob.", "n.", "n°", "nr."] {
        if rest.get(..word.len()).is_some_and(|start| start.to_lowercase() == *word) {
            rest = rest.get(word.len()..).unwrap_or("").trim_start();
        }
    }
    (rest.len() < text.len(), rest)
}

/// What stands in a column of codes, as a code; `None` where it is none. `kpi` tells whose: an indicator's may hold `/`.
pub(super) fn printed(text: &str, kpi: bool) -> Option<Printed> {
    let text = text.trim();
    if text.chars().count() > LONGEST || !text.contains(char::is_alphanumeric) {
        return None;
    }
    let plain = plain_code(text);
    if is_legal(&plain, kpi) && is_joined(text) {
        return Some(Printed { code: plain, original: None });
    }
    let (_, after) = after_number_sign(text);
    let keep = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let after: String =
        after.chars().map(|c| if matches!(c, '.' | '-' | '_') { c } else { keep(c) }).collect();
    let words: Vec<&str> = after.split_whitespace().map(|word| word.trim_matches(['.', '-', '_'])).collect();
    let mut code = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    if !is_legal(&code, false) {
        let parts = code.split(['.', '-', '_']).filter(|part| !part.is_empty());
        code = parts.collect::<Vec<_>>().join("_");
    }
    if !is_legal(&code, false) {
        code = format!("C_{code}");
    }
    is_legal(&code, false).then(|| Printed { code, original: Some(text.to_owned()) })
}

/// Whether blanks stand only where a code goes on with a number.
fn is_joined(text: &str) -> bool {
    text.split_whitespace().skip(1).all(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the language takes a text for a code.
fn is_legal(code: &str, kpi: bool) -> bool {
    let join = |c: char| matches!(c, '.' | '-') || kpi && c == '/';
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    code.split(join).all(part) && !is_reserved(code)
}

/// A cell that holds a code and nothing else, blanks in it dropped: `01_04_OS 01`.
pub(super) fn whole(text: &str) -> Option<String> {
    if !is_joined(text) {
        return None;
    }
    let code: String = text.split_whitespace().collect();
    let code = code.trim_end_matches('.').to_owned();
    (is_code(&code)).then_some(code)
}

/// A cell of an objective's column that is a number with its zeros: `0101`, `01010601`.
pub(super) fn of_digits(text: &str) -> Option<String> {
    let fits = (2..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned())
}

/// A cell of an area's or objective's column that is a code alone: `A`, `AS1`, `OG 1`, `A.1`.
pub(super) fn alone(text: &str) -> Option<String> {
    whole(text).or_else(|| Some(plain_code(text)).filter(|code| is_letter(code) || is_short(code)))
}
