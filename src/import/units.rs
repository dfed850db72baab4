//! Units as tables name them: in a column of their own, or behind a value.

use std::borrow::Cow;

use super::measure::quoted;
use super::value::Sort;
use crate::syntax::keyword::{NO_UNIT, is_reserved};
use crate::value::fold_name;
use crate::value::words::{month, number_word};

/// What a unit's column says of a bare number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// `n.`, `valore assoluto`: that it is a number.
    Plain,
    Percent,
    Money,
    Days,
    Hours,
    Date,
    YesNo,
    /// What it counts, in the spelling of a plan: `km`, `"giorni lavorativi"`.
    Label(String),
    /// `n. o %`: one of several.
    Doubtful,
}

impl Unit {
    /// Reads a unit's cell.
    pub fn read(text: &str) -> Unit {
        let folded = fold_name(text);
        let name = folded.trim_matches(['.', ' ', '(', ')']);
        match name {
            "" | "n" | "nr" | "num" | "numero" | "n°" | "n.ro" | "valore assoluto" | "v.a" | "va"
            | "quantita" | "numerico" | "valore numerico" | "valore" | "numero assoluto" | "assoluto"
            | "n. assoluto" | "val. ass" | "unita" | "#" | "-" => Unit::Plain,
            "%" | "percentuale" | "per cento" | "percento" | "perc" | "valore percentuale" | "valore %"
            | "in %" | "punti %" => Unit::Percent,
            "€" | "euro" | "eur" | "in euro" | "in €" => Unit::Money,
            "data" | "entro" | "scadenza" | "termine" | "gg/mm/aaaa" | "data (gg/mm/aaaa" | "gg/mm/aa" => {
                Unit::Date
            }
            "si/no" | "si / no" | "s/n" | "on/off" | "on / off" | "booleano" | "binario" | "si-no" => {
                Unit::YesNo
            }
            _ => match own(counted(name)) {
                Some(Own { value: Unit::Days, whole: true }) => Unit::Days,
                Some(Own { value: Unit::Hours, whole: true }) => Unit::Hours,
                _ if is_percentage(name) => Unit::Percent,
                _ if name.contains('%') || name.contains("percentual") => Unit::Doubtful,
                _ => Unit::Label(spelled(counted_in(text))),
            },
        }
    }

    /// Whether it says of a value what that says itself.
    pub fn is_of(&self, value: &str, sort: Sort) -> bool {
        match self {
            Unit::Plain => true,
            Unit::Percent => sort == Sort::Percent,
            Unit::Money => sort == Sort::Money,
            Unit::Days => sort == Sort::Days,
            Unit::Hours => sort == Sort::Hours,
            Unit::Date => sort == Sort::Date,
            Unit::YesNo => sort == Sort::YesNo,
            Unit::Label(_) => value.ends_with(&*self.behind()),
            Unit::Doubtful => false,
        }
    }

    /// What is written behind a number.
    pub fn behind(&self) -> Cow<'_, str> {
        match self {
            Unit::Percent => Cow::Borrowed("%"),
            Unit::Money => Cow::Borrowed(" €"),
            Unit::Days => Cow::Borrowed(" giorni"),
            Unit::Hours => Cow::Borrowed(" ore"),
            Unit::Label(label) => Cow::Owned(format!(" {label}")),
            Unit::Plain | Unit::Date | Unit::YesNo | Unit::Doubtful => Cow::Borrowed(""),
        }
    }
}

/// `percentuale (%)`.
fn is_percentage(name: &str) -> bool {
    let mut words = name.split([' ', '(', ')']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| matches!(word, "%" | "percentuale" | "valore" | "in"))
        && name.contains(['%', 'p'])
}

/// A unit that the language knows, behind a number.
#[derive(Debug, PartialEq, Eq)]
pub struct Own {
    pub value: Unit,
    /// Whether that is all that the words say.
    pub whole: bool,
}

/// The unit that words behind a number are, if it is one of the language's own; folded words.
pub fn own(words: &str) -> Option<Own> {
    let words = words.trim_end_matches('.');
    let (first, rest) = words.split_once([' ', '.']).unwrap_or((words, ""));
    let value = match first.trim_end_matches('.') {
        "giorni" | "giorno" | "gg" => Unit::Days,
        "g" if rest.is_empty() => Unit::Days,
        "ore" | "ora" | "h" | "hh" => Unit::Hours,
        "euro" | "eur" | "€" => Unit::Money,
        "%" => Unit::Percent,
        "per" if matches!(rest, "cento") => return Some(Own { value: Unit::Percent, whole: true }),
        "per" if rest.starts_with("cento ") => return of_what(rest.strip_prefix("cento ")?, Unit::Percent),
        "percento" => Unit::Percent,
        _ => return None,
    };
    let rest = rest.trim();
    match rest {
        "" => Some(Own { value, whole: true }),
        "solari" | "di calendario" | "naturali" | "consecutivi" | "naturali e consecutivi"
            if value == Unit::Days =>
        {
            Some(Own { value, whole: false })
        }
        _ => of_what(rest, value),
    }
}

/// `90% delle istanze`, `30 giorni dalla richiesta`: words that say of what, or from when, and change nothing.
fn of_what(rest: &str, value: Unit) -> Option<Own> {
    const OPENERS: [&str; 21] = [
        "di", "d", "del", "dello", "della", "dell", "dei", "degli", "delle", "da", "dal", "dalla", "dall",
        "dai", "dagli", "dalle", "sul", "sulla", "sui", "sugli", "sulle",
    ];
    let mut words = rest.split_whitespace();
    let first = words.next()?;
    let opened = OPENERS.iter().any(|opener| {
        // `dell'istanza` is folded to one word.
        first == *opener || matches!(*opener, "dell" | "dall") && first.starts_with(opener)
    });
    (opened && says_one_thing(rest)).then_some(Own { value, whole: false })
}

/// Words that are no mere name of what is counted: another condition, another value, a doubt, a change.
fn says_one_thing(folded: &str) -> bool {
    const OTHERS: [&str; 25] = [
        "entro", "almeno", "oltre", "massimo", "minimo", "circa", "max", "ovvero", "oppure", "ma", "se",
        "salvo", "tranne", "eccetto", "escluso", "esclusi", "esclusa", "escluse", "meno", "piu", "su",
        "fino", "non", "mila", "mln",
    ];
    const CHANGES: [&str; 13] = [
        "riduz", "increm", "aument", "diminu", "miglior", "peggior", "scost", "variaz", "cresc", "calo",
        "milion", "miliard", "migliai",
    ];
    let digits = folded.contains(|c: char| c.is_ascii_digit());
    !digits
        && folded.split([' ', '/', '-', '.']).all(|word| {
            !OTHERS.contains(&word)
                && !CHANGES.iter().any(|stem| word.starts_with(stem))
                && month(word).is_none_or(|_| word.len() <= 4)
                && !matches!(number_word(word), Some(number) if number != 1)
        })
}

/// What a number counts, in the spelling of a plan: `imprese`, `"giorni lavorativi"`, `"/10.000 imprese attive"`.
pub fn label(text: &str) -> Option<String> {
    const MOST: usize = 40;
    let text = text.trim();
    let words = rate(text).unwrap_or(text);
    let known =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '.' | '-' | '/' | '²' | '³' | '€');
    let lettered = words.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '€'));
    let fits = text.chars().count() <= MOST && lettered && words.chars().all(known);
    if !fits
        || words.starts_with("//")
        || !words.contains(char::is_alphabetic)
        || !says_one_thing(&fold_name(words))
    {
        return None;
    }
    Some(spelled(text))
}

/// A label in the spelling of a plan.
fn spelled(text: &str) -> String {
    let one_word = text.chars().all(char::is_alphabetic);
    let free =
        || !is_reserved(text) && !NO_UNIT.iter().chain(&["punto"]).any(|word| *word == fold_name(text));
    if one_word && own(&fold_name(text)).is_none() && free() { text.to_owned() } else { quoted(text) }
}

/// `/10.000 imprese attive`: the words of a rate.
fn rate(text: &str) -> Option<&str> {
    let start = text.strip_prefix('/').map(str::trim_start)?;
    let end = start.find(' ')?;
    let (number, words) = start.split_at(end);
    let known =
        matches!(number, "100" | "1.000" | "1000" | "10.000" | "10000" | "100.000" | "100000" | "1.000.000");
    known.then(|| words.trim_start())
}

/// `n. giorni`, `numero di istanze`: what is counted.
fn counted(folded: &str) -> &str {
    let openers = ["numero di ", "numero ", "num. ", "nr. ", "nr ", "n. di ", "n. ", "n.", "n° "];
    openers.iter().find_map(|opener| folded.strip_prefix(opener)).unwrap_or(folded).trim()
}

/// [`counted`] of a text as it is printed.
fn counted_in(text: &str) -> &str {
    let text = text.trim();
    let folded = text.to_lowercase();
    let cut = folded.len().saturating_sub(counted(&folded).len());
    // Small letters may be longer; then the whole text stays.
    text.get(cut..).filter(|rest| folded.len() == text.len() && !rest.is_empty()).unwrap_or(text)
}
