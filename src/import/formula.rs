//! Formulas as offices write them: `(A / B) * 100`, `A su B`, `(A 2025 - A 2024) / A 2024`.

use super::measure::quoted;
use crate::value::fold_name;

/// What a formula computes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Formula<'f> {
    /// A quotient.
    Ratio {
        /// Its sides as they are printed, without the brackets around them.
        sides: [&'f str; 2],
        /// Its sides in the spelling of a plan.
        operands: [String; 2],
        /// Whether it says that it is a percentage.
        percent: bool,
    },
    /// The change of one quantity against the year before.
    Change {
        of: String,
        /// Whether it says that it is a percentage.
        percent: bool,
    },
}

/// Reads a formula. `percent`: whether its value is known to be a percentage.
pub(super) fn read(text: &str, percent: bool) -> Option<Formula<'_>> {
    // Nobody writes a formula so long; a text is read several times below.
    const LONGEST: usize = 600;
    if text.len() > LONGEST {
        return None;
    }
    let (inner, factor) = without_factor(text);
    if let Some((top, bottom)) = quotient(inner, factor).or_else(|| quotient(text.trim(), false)) {
        return divided(top, bottom, factor, percent);
    }
    let (top, bottom, named) = in_words(inner, factor || percent)?;
    let operands = [top, bottom].map(quoted);
    Some(Formula::Ratio { sides: [top, bottom], operands, percent: factor || named })
}

/// A quotient whose sides are known.
fn divided<'f>(top: &'f str, bottom: &'f str, factor: bool, percent: bool) -> Option<Formula<'f>> {
    // `A x 100 / B`
    let (bare, above) = without_factor(top);
    let (in_brackets, top) = if above { (true, bare) } else { (is_enclosed(top), unwrapped(top)) };
    let bottom_in_brackets = is_enclosed(bottom);
    let bottom = unwrapped(bottom);
    let percent_said = factor || above;
    if let Some(of) = change(top, bottom).filter(|_| in_brackets && (percent_said || percent)) {
        return Some(Formula::Change { of, percent: percent_said });
    }
    let operands = [operand(top, in_brackets)?, operand(bottom, bottom_in_brackets)?];
    Some(Formula::Ratio { sides: [top, bottom], operands, percent: percent_said })
}

/// One side in the spelling of a plan: a text, or texts that are added and subtracted. What is not in brackets beside a
/// division would be read in two ways.
fn operand(side: &str, in_brackets: bool) -> Option<String> {
    let multiplies = |(at, _): (usize, &str)| {
        let after = side.get(at.saturating_add(1)..).unwrap_or_default();
        is_apart(side, at, '*') || after.starts_with(|c: char| c == '(' || c.is_ascii_digit())
    };
    // A star may be the mark of a note.
    if !is_balanced(side) || side.contains(['×', '=', '^', '√']) || side.match_indices('*').any(multiplies)
    {
        return None;
    }
    let signs: Vec<(usize, char)> = side
        .char_indices()
        .filter(|(at, c)| (*c == '+' || is_minus(*c)) && is_apart(side, *at, *c) && depth_at(side, *at) == 0)
        .collect();
    if signs.is_empty() {
        return Some(quoted(side));
    }
    if !in_brackets {
        return None;
    }
    let (mut terms, mut start) = (Vec::new(), 0);
    for (at, sign) in signs {
        terms.push(quoted(unwrapped(side.get(start..at)?)));
        terms.push(if sign == '+' { "+" } else { "-" }.to_owned());
        start = at.saturating_add(sign.len_utf8());
    }
    terms.push(quoted(unwrapped(side.get(start..)?)));
    let empty = terms.iter().any(|term| term == "\"\"");
    (!empty).then(|| format!("({})", terms.join(" ")))
}

// ── percentages ──

/// Without what makes a quotient a percentage (`* 100`, `x100`, `in %`), and without the brackets around all of it.
fn without_factor(text: &str) -> (&str, bool) {
    let (mut text, mut found) = (text, false);
    loop {
        let bare = unwrapped(text.trim().trim_end_matches(['.', ';', ',']));
        match behind(bare).or_else(|| in_front(bare)) {
            Some(rest) => (text, found) = (rest, true),
            None => return (bare, found),
        }
    }
}

fn behind(text: &str) -> Option<&str> {
    const WORDS: [&str; 7] = [
        "(in %)",
        "(in percentuale)",
        " in percentuale",
        " in %",
        "(%)",
        " per cento",
        " moltiplicato per 100",
    ];
    for words in WORDS {
        let at = text.len().saturating_sub(words.len());
        if let Some((rest, end)) = text.split_at_checked(at)
            && end.eq_ignore_ascii_case(words)
        {
            return Some(rest);
        }
    }
    let sign = text.strip_suffix('%').map(str::trim_end);
    let hundred = sign.unwrap_or(text).strip_suffix("100").map(str::trim_end);
    let times = hundred.and_then(|rest| {
        let factor = rest.chars().next_back().filter(|c| is_times(*c))?;
        let before = rest.strip_suffix(factor)?;
        // The letter x stands apart, or behind a bracket.
        let apart = !factor.is_alphabetic() || before.ends_with([' ', ')', ']', '}', '\u{a0}']);
        apart.then_some(before)
    });
    times.or_else(|| sign.filter(|rest| rest.ends_with([')', ']', '}']) || text.ends_with(" %")))
}

fn in_front(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("100").map(str::trim_start) {
        let factor = rest.chars().next().filter(|c| is_times(*c))?;
        let after = rest.strip_prefix(factor)?;
        let apart = !factor.is_alphabetic() || after.starts_with([' ', '(', '[', '{']);
        return apart.then_some(after);
    }
    let rest = text.strip_prefix('%')?;
    let rest = rest.trim_start();
    Some(rest.strip_prefix("di ").unwrap_or(rest))
}

fn is_times(c: char) -> bool {
    matches!(c, '*' | 'x' | 'X' | '×' | '·' | '∙' | '⋅' | '✕' | '•')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–')
}

/// Whether a sign stands between blanks or brackets: no hyphen of a word.
fn is_apart(text: &str, at: usize, sign: char) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at.saturating_add(sign.len_utf8())..).unwrap_or_default();
    before.ends_with([' ', ')', ']', '\u{a0}']) && after.starts_with([' ', '(', '[', '\u{a0}'])
}

// ── brackets ──

/// How many brackets are open at a place.
fn depth_at(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let count = |signs: [char; 3]| before.matches(signs).count();
    count(['(', '[', '{']).saturating_sub(count([')', ']', '}']))
}

fn is_balanced(text: &str) -> bool {
    let mut open = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => open = open.saturating_add(1),
            ')' | ']' | '}' => match open.checked_sub(1) {
                Some(fewer) => open = fewer,
                None => return false,
            },
            _ => {}
        }
    }
    open == 0
}

/// Whether one pair of brackets holds the whole text.
fn is_enclosed(text: &str) -> bool {
    let text = text.trim();
    let inner = text.strip_prefix(['(', '[', '{']).and_then(|rest| rest.strip_suffix([')', ']', '}']));
    inner.is_some_and(is_balanced)
}

/// Without the brackets around the whole text.
fn unwrapped(text: &str) -> &str {
    let mut text = text.trim();
    while is_enclosed(text)
        && let Some(inner) =
            text.strip_prefix(['(', '[', '{']).and_then(|rest| rest.strip_suffix([')', ']', '}']))
    {
        text = inner.trim();
    }
    text
}

// ── quotients ──

/// Words that open the lower part of a quotient.
const OPENERS: [&str; 14] = [
    "numero ",
    "n. ",
    "n° ",
    "totale ",
    "tot. ",
    "media ",
    "risorse ",
    "personale ",
    "costi ",
    "proventi ",
    "imprese ",
    "100 ",
    "1.000 ",
    "10.000 ",
];

/// What a unit is reckoned for: `pratiche/anno`, `€/mq`.
const PER: [&str; 22] = [
    "anno",
    "mese",
    "giorno",
    "gg",
    "h",
    "ora",
    "ore",
    "settimana",
    "semestre",
    "trimestre",
    "mq",
    "m²",
    "mc",
    "m³",
    "kg",
    "km",
    "ab",
    "abitante",
    "utente",
    "dipendente",
    "s",
    "sec",
];

/// The two sides of the one `/` that divides: with blanks or brackets around it, or before a word that names a quantity;
/// in a formula that is a percentage (`sure`) the only one there is.
fn quotient(text: &str, sure: bool) -> Option<(&str, &str)> {
    let slashes: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| matches!(c, '/' | '÷') && depth_at(text, *at) == 0)
        .map(|(at, _)| at)
        .filter(|at| !is_and_or(text, *at))
        .collect();
    let sides = |at: usize| {
        let (top, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        (top.trim(), rest.trim_start_matches(['/', '÷']).trim())
    };
    let only = |wanted: &dyn Fn(usize) -> bool| {
        let mut found = slashes.iter().copied().filter(|at| wanted(*at));
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    let ends = |at: usize| {
        let (top, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        let rest = rest.trim_start_matches(['/', '÷']);
        (top.ends_with([' ', ')', ']', '}']), rest.starts_with([' ', '(', '[', '{']))
    };
    let spaced = |at: usize| ends(at) == (true, true);
    let opened = |at: usize| {
        let bottom = sides(at).1.to_lowercase();
        OPENERS.iter().any(|opener| bottom.starts_with(opener))
    };
    let lone = |at: usize| {
        let (top, bottom) = sides(at);
        let (before, after) = ends(at);
        let apart = before || after || bottom.starts_with(char::is_uppercase);
        apart && top.contains(' ') && !top.ends_with(|c: char| c.is_ascii_digit())
    };
    let alone = slashes.len() == 1;
    let at = only(&spaced)
        .or_else(|| only(&opened))
        .or_else(|| only(&lone).filter(|_| alone))
        .or_else(|| slashes.first().copied().filter(|_| alone && sure))?;
    let (top, bottom) = sides(at);
    let letters = |side: &str| side.chars().filter(|c| c.is_alphabetic()).count();
    let bracketed = top.ends_with([')', ']', '}']) || bottom.starts_with(['(', '[', '{']);
    let least = if sure || bracketed || spaced(at) { 1 } else { 3 };
    let unit = PER.contains(&fold_name(bottom).trim_end_matches('.')) || top.ends_with('€');
    (letters(top) >= least && letters(bottom) >= least && (sure || !unit)).then_some((top, bottom))
}

/// `e/o`
fn is_and_or(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let word = |c: char| !c.is_alphanumeric();
    let last = before.trim_end().rsplit(word).next().unwrap_or_default();
    let next = after.get(1..).unwrap_or_default().trim_start().split(word).next().unwrap_or_default();
    matches!(last, "e" | "E" | "ed") && matches!(next, "o" | "O" | "od")
}

/// `pratiche chiuse su pratiche aperte`, `rapporto tra A e B`; whether the words say that it is a percentage.
fn in_words(text: &str, percent: bool) -> Option<(&str, &str, bool)> {
    const BETWEEN: [(&str, bool); 8] = [
        ("rapporto percentuale tra ", true),
        ("rapporto percentuale fra ", true),
        ("rapporto % tra ", true),
        ("rapporto % fra ", true),
        ("rapporto tra il ", false),
        ("rapporto tra ", false),
        ("rapporto fra ", false),
        ("rapporto ", false),
    ];
    let only = |text: &'_ str, word: &str| text.matches(word).count() == 1;
    for (words, named) in BETWEEN {
        let rest = text.get(..words.len()).filter(|start| start.eq_ignore_ascii_case(words));
        let Some(rest) = rest.and_then(|_| text.get(words.len()..)) else { continue };
        let joint = if words.ends_with("rapporto ") { " su " } else { " e " };
        if !only(rest, joint) {
            return None;
        }
        let (top, bottom) = rest.split_once(joint)?;
        return Some((without_article(top), without_article(bottom), named));
    }
    // `corsi su sicurezza informatica` divides nothing.
    if !percent || !only(text, " su ") {
        return None;
    }
    let (top, bottom) = text.split_once(" su ")?;
    let (top, bottom) = (unwrapped(top), unwrapped(without_article(bottom)));
    let opens = OPENERS.iter().any(|opener| bottom.to_lowercase().starts_with(opener));
    let letter = |side: &str| side.chars().count() == 1;
    (opens || share_a_word(top, bottom) || letter(top) && letter(bottom)).then_some((top, bottom, false))
}

fn without_article(text: &str) -> &str {
    let text = text.trim();
    ["il ", "lo ", "la ", "i ", "gli ", "le ", "l'", "l’"]
        .iter()
        .find_map(|article| {
            let start = text.get(..article.len())?;
            start.eq_ignore_ascii_case(article).then(|| text.get(article.len()..)).flatten()
        })
        .unwrap_or(text)
}

fn share_a_word(one: &str, other: &str) -> bool {
    let (one, other) = (fold_name(one), fold_name(other));
    one.split(' ').any(|word| word.chars().count() >= 5 && other.split(' ').any(|own| own == word))
}

// ── changes ──

/// The one quantity of which a difference over the year before is divided by that.
fn change(top: &str, bottom: &str) -> Option<String> {
    let (of_before, before) = of_year(bottom)?;
    top.char_indices().filter(|(at, c)| is_minus(*c) && depth_at(top, *at) == 0).find_map(|(at, sign)| {
        let (now, then) = (top.get(..at)?, top.get(at.saturating_add(sign.len_utf8())..)?);
        let (of_now, year) = of_year(unwrapped(now))?;
        let (of_then, year_before) = of_year(unwrapped(then))?;
        let same = |one: &str, other: &str| fold_name(one) == fold_name(other);
        let follows = year.checked_sub(year_before) == Some(1) && before == year_before;
        (follows && same(&of_now, &of_then) && same(&of_now, &of_before)).then_some(of_now)
    })
}

/// A quantity without its year, and that year: of the calendar, or 0 for the plan's and -1 for the one before.
fn of_year(term: &str) -> Option<(String, i32)> {
    let mut words: Vec<&str> = term.split_whitespace().collect();
    let last = words.pop()?;
    let folded = fold_name(last.trim_matches(['(', ')', '[', ']', '.']));
    let behind = |words: &[&str]| words.last().is_some_and(|word| is_year_word(word));
    let (glued, year) = match &*folded {
        "t" | "n" | "x" | "corrente" | "attuale" => ("", 0),
        "t-1" | "n-1" | "x-1" | "precedente" | "prec" | "scorso" => ("", -1),
        "t1" => ("", 1),
        "t0" => ("", 0),
        "corso" if words.last() == Some(&"in") => {
            words.pop();
            ("", 0)
        }
        word if is_year_word(word) => ("", 0),
        _ => match last.rfind(|c: char| !c.is_ascii_digit()) {
            // `2024`, `A2024`
            _ if last.len() == 4 && last.bytes().all(|byte| byte.is_ascii_digit()) => {
                ("", last.parse().ok()?)
            }
            _ if folded.len() == 4 && folded.bytes().all(|byte| byte.is_ascii_digit()) => {
                ("", folded.parse().ok()?)
            }
            _ => {
                let (name, digits) = last.split_at_checked(last.len().checked_sub(4)?)?;
                let letter = name.ends_with(|c: char| c.is_alphabetic() || c == '_');
                let year: i32 = digits.parse().ok().filter(|year| (1990..2100).contains(year) && letter)?;
                (name.trim_end_matches('_'), year)
            }
        },
    };
    while behind(&words)
        || words.last().is_some_and(|word| matches!(fold_name(word).as_str(), "del" | "nel" | "al" | "dell"))
    {
        words.pop();
    }
    if !glued.is_empty() {
        words.push(glued);
    }
    let name = words.join(" ");
    name.contains(char::is_alphabetic).then_some((name, year))
}

fn is_year_word(word: &str) -> bool {
    matches!(
        fold_name(word).as_str(),
        "anno" | "dellanno" | "nellanno" | "allanno" | "esercizio" | "annualita"
    )
}
