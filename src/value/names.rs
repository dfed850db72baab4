//! When two names are one: spellings that people do not tell apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Names are one if they are the same but for case and spacing.
pub fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() && !name.contains("  ") && name.trim().len() == name.len() {
        // As nearly all names are.
        out.push_str(name);
        out.make_ascii_lowercase();
        return out;
    }
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase));
    }
    out
}

/// Whether a character can't be seen and takes no room: left in a text by a conversion or a copy from a page.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A text without blanks and invisible characters at its ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// A name as it is compared: small letters, no accents nor the apostrophes that stand for them, no quotes, single
/// blanks. `CAPACITA' DELL’ENTE` and `capacità dell'ente` are one.
pub fn fold_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        fold_chars(name.chars(), &mut out);
    } else {
        fold_chars(name.nfd().filter(|c| !is_combining_mark(*c)), &mut out);
    }
    out
}

fn fold_chars(name: impl Iterator<Item = char>, out: &mut String) {
    let mut gap = false;
    let mut elided = false;
    for c in name {
        match c {
            // After a vowel it stands for an accent, after a consonant it elides, and a blank after that is a slip.
            '\'' | '’' | '‘' | '`' | '´' | 'ʼ' => elided = !out.ends_with(['a', 'e', 'i', 'o', 'u']),
            '"' | '«' | '»' | '“' | '”' | '„' => {}
            c if !c.is_ascii() && is_invisible(c) => {}
            c if c.is_whitespace() => gap = !elided && !out.is_empty(),
            c => {
                if gap {
                    out.push(' ');
                }
                (gap, elided) = (false, false);
                match c {
                    '–' | '—' | '−' | '‐' | '‑' => out.push('-'),
                    c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
                    c => out.extend(c.to_lowercase()),
                }
            }
        }
    }
}

/// A code as it is printed or written: without the blanks and final dots of the print, its hyphens plain
/// (`OP 1.1.1.` is `OP1.1.1`).
pub fn plain_code(printed: &str) -> String {
    let joined: String =
        printed.chars().filter(|c| !(c.is_whitespace() || is_invisible(*c))).map(plain_hyphen).collect();
    joined.trim_end_matches('.').to_owned()
}

/// The hyphen for what stands for one in print.
pub fn plain_hyphen(c: char) -> char {
    if matches!(c, '–' | '−' | '‐' | '‑') { '-' } else { c }
}

/// Those of an objective's KPIs that answer to a name, and the one that is meant: the only one or, of several, the only one
/// that is known by it, so that the key that results print wins over another KPI's title.
#[derive(Debug, Clone, Copy)]
pub struct Answers<T> {
    /// The first, by whatever name, and whether there are others.
    any: Option<(T, bool)>,
    /// The first that the name is the key of, and whether there are others.
    own: Option<(T, bool)>,
}

impl<T> Default for Answers<T> {
    fn default() -> Answers<T> {
        Answers { any: None, own: None }
    }
}

impl<T: Copy + PartialEq> Answers<T> {
    /// One more answers, perhaps by its key; one may be told by several of its names.
    pub fn add(&mut self, kpi: T, is_key: bool) {
        let with = |known: Option<(T, bool)>| {
            Some(known.map_or((kpi, false), |(first, others)| (first, others || first != kpi)))
        };
        self.any = with(self.any);
        if is_key {
            self.own = with(self.own);
        }
    }

    /// The one that is meant.
    pub fn one(&self) -> Option<T> {
        let single = |found: Option<(T, bool)>| found.filter(|(_, others)| !others).map(|(kpi, _)| kpi);
        single(self.any).or_else(|| single(self.own))
    }
}
