//! The sign of a target: `>=`, `<=`, `=`, or the words that say it.

use crate::value::fold_name;

/// A sign, with what it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// `>=`, `<=` or `=`.
    pub sign: &'static str,
    /// `oltre`, `>`: the value itself does not count, which a plan cannot say.
    pub strict: bool,
    /// Said in words.
    pub words: bool,
    /// `entro`: what follows may be a day without year, or a year.
    pub deadline: bool,
}

/// The comparator that a text is, in the spelling of a plan.
pub fn comparator(text: &str) -> Option<&'static str> {
    Some(match text.trim() {
        ">=" | "≥" | "=>" | ">" | "&gt;=" | "&ge;" | "> =" | "⩾" | "&gt;" => ">=",
        "<=" | "≤" | "=<" | "<" | "&lt;=" | "&le;" | "< =" | "⩽" | "&lt;" => "<=",
        "=" => "=",
        _ => return None,
    })
}

/// Whether a text is nothing but a comparator.
pub fn is_comparator(text: &str) -> bool {
    comparator(text).is_some()
}

/// Whether a comparator leaves out the value itself.
pub fn is_strict(text: &str) -> bool {
    matches!(text.trim(), ">" | "<" | "&gt;" | "&lt;")
}

/// `>= 80%`, `almeno 80%`, `80% minimo`: the sign, and the value.
pub fn split(text: &str) -> (Option<Sign>, &str) {
    let text = text.trim();
    // Nearly all targets are numbers.
    if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'%' | b'/')) {
        return (None, text);
    }
    // What a conversion of a web page may leave.
    const ENTITIES: [&str; 6] = ["&gt;=", "&lt;=", "&ge;", "&le;", "&gt;", "&lt;"];
    let entity = ENTITIES.iter().find(|entity| text.starts_with(**entity)).map(|entity| entity.len());
    let signs = text
        .char_indices()
        .find(|(_, c)| !matches!(c, '>' | '<' | '=' | '≥' | '≤' | '⩾' | '⩽' | ' '))
        .map_or(text.len(), |(at, _)| at);
    let (head, rest) = text.split_at_checked(entity.unwrap_or(signs)).unwrap_or((text, ""));
    if let Some(sign) = comparator(head) {
        let (sign, strict) = (Sign { sign, strict: false, words: false, deadline: false }, is_strict(head));
        // `>= al 5%`
        return (Some(Sign { strict, ..sign }), without_links(rest, false));
    }
    if let Some((sign, rest)) = in_front(text).or_else(|| behind(text)) {
        return (Some(sign), rest);
    }
    // `il 90%`
    let bare = without_links(text, false);
    (None, if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { text })
}

const AT_LEAST: Sign = Sign { sign: ">=", strict: false, words: true, deadline: false };
const MORE: Sign = Sign { strict: true, ..AT_LEAST };
const AT_MOST: Sign = Sign { sign: "<=", strict: false, words: true, deadline: false };
const LESS: Sign = Sign { strict: true, ..AT_MOST };
const BY: Sign = Sign { deadline: true, ..AT_MOST };
const EQUAL: Sign = Sign { sign: "=", strict: false, words: true, deadline: false };

/// Words before a value, without accents; what begins another stands after it.
const IN_FRONT: [(&[&str], Sign); 46] = [
    (&["entro", "e", "non", "oltre"], BY),
    (&["entro"], BY),
    (&["non", "oltre"], BY),
    (&["non", "piu", "di"], AT_MOST),
    (&["non", "piu", "del"], AT_MOST),
    (&["non", "superiore"], AT_MOST),
    (&["non", "superiori"], AT_MOST),
    (&["non", "maggiore"], AT_MOST),
    (&["non", "maggiori"], AT_MOST),
    (&["al", "massimo"], AT_MOST),
    (&["massimo"], AT_MOST),
    (&["max"], AT_MOST),
    (&["al", "piu"], AT_MOST),
    (&["inferiore", "o", "uguale"], AT_MOST),
    (&["minore", "o", "uguale"], AT_MOST),
    (&["minore", "uguale"], AT_MOST),
    (&["uguale", "o", "inferiore"], AT_MOST),
    (&["pari", "o", "inferiore"], AT_MOST),
    (&["inferiore", "o", "pari"], AT_MOST),
    (&["non", "inferiore"], AT_LEAST),
    (&["non", "inferiori"], AT_LEAST),
    (&["non", "minore"], AT_LEAST),
    (&["non", "minori"], AT_LEAST),
    (&["non", "meno", "di"], AT_LEAST),
    (&["non", "meno", "del"], AT_LEAST),
    (&["almeno"], AT_LEAST),
    (&["al", "minimo"], AT_LEAST),
    (&["minimo"], AT_LEAST),
    (&["min"], AT_LEAST),
    (&["superiore", "o", "uguale"], AT_LEAST),
    (&["maggiore", "o", "uguale"], AT_LEAST),
    (&["maggiore", "uguale"], AT_LEAST),
    (&["uguale", "o", "superiore"], AT_LEAST),
    (&["pari", "o", "superiore"], AT_LEAST),
    (&["superiore", "o", "pari"], AT_LEAST),
    (&["oltre"], MORE),
    (&["piu", "di"], MORE),
    (&["piu", "del"], MORE),
    (&["meno", "di"], LESS),
    (&["meno", "del"], LESS),
    (&["superiore"], MORE),
    (&["maggiore"], MORE),
    (&["inferiore"], LESS),
    (&["minore"], LESS),
    (&["pari"], EQUAL),
    (&["uguale"], EQUAL),
];

/// Words behind a value.
const BEHIND: [(&[&str], Sign); 14] = [
    (&["o", "piu"], AT_LEAST),
    (&["e", "piu"], AT_LEAST),
    (&["o", "superiore"], AT_LEAST),
    (&["e", "oltre"], AT_LEAST),
    (&["ed", "oltre"], AT_LEAST),
    (&["minimo"], AT_LEAST),
    (&["minima"], AT_LEAST),
    (&["minimi"], AT_LEAST),
    (&["o", "meno"], AT_MOST),
    (&["o", "inferiore"], AT_MOST),
    (&["massimo"], AT_MOST),
    (&["massima"], AT_MOST),
    (&["massimi"], AT_MOST),
    (&["max"], AT_MOST),
];

/// Words that only join the sign to the value.
const LINKS: [&str; 24] = [
    "il", "lo", "la", "i", "gli", "le", "l", "al", "allo", "alla", "ai", "agli", "alle", "all", "a", "ad",
    "del", "dello", "della", "dei", "delle", "dell", "di", "ed",
];

/// Words that only join a deadline to its day.
const OF_A_DAY: [&str; 3] = ["giorno", "data", "termine"];

fn in_front(text: &str) -> Option<(Sign, &str)> {
    if !text.starts_with(char::is_alphabetic) {
        return None;
    }
    IN_FRONT.iter().find_map(|(words, sign)| {
        let rest = words.iter().try_fold(text, |rest, word| after_word(rest, word))?;
        let rest = without_links(rest, sign.deadline);
        (!rest.is_empty()).then_some((*sign, rest))
    })
}

fn behind(text: &str) -> Option<(Sign, &str)> {
    // A value begins with a digit, or with a word for one; the words behind it with a small letter.
    BEHIND.iter().find_map(|(words, sign)| {
        let rest = words.iter().rev().try_fold(text, |rest, word| {
            let (rest, last) = rest.trim_end().trim_end_matches('.').rsplit_once(' ')?;
            (fold_name(last.trim_matches(['(', ')'])) == *word).then_some(rest)
        })?;
        let rest = rest.trim_end().trim_end_matches('(').trim_end();
        (!rest.is_empty()).then_some((*sign, rest))
    })
}

/// What follows a word at the beginning of a text.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let text = text.trim_start();
    let elided = text.char_indices().find(|(_, c)| matches!(c, '\'' | '’'));
    let blank = text.find(char::is_whitespace).unwrap_or(text.len());
    let end = match elided {
        // `all'85%`; but `piu' di`, `si'`.
        Some((at, mark)) if at < blank => {
            let end = at.saturating_add(mark.len_utf8());
            if text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) {
                end
            } else {
                blank
            }
        }
        _ => blank,
    };
    let (own, rest) = text.split_at_checked(end)?;
    (own.len() <= 24 && fold_name(own).trim_end_matches(['.', ':']) == word).then(|| rest.trim_start())
}

/// Without articles and prepositions before the value.
fn without_links(text: &str, deadline: bool) -> &str {
    let mut rest = text.trim_start();
    for _ in 0..4 {
        let days = OF_A_DAY.iter().filter(|_| deadline);
        let Some(next) = LINKS.iter().chain(days).find_map(|word| after_word(rest, word)) else { break };
        if next.is_empty() {
            break;
        }
        rest = next;
    }
    rest
}
