//! Columns that nothing reads though they look like data: `Consuntivo 2025`, `II sem. 2026`, `Valore 2`. Their values would
//! be lost without a word. A column counts as one only if its header is made of nothing but words of values and periods,
//! and a value stands under it: `Delibera 2025`, `Target 2025` and `Valore atteso` are none.

use super::cell::{self, Content};
use super::columns::{Columns, ValuesAt};
use super::faults::{Place, short};
use super::periods;
use super::read::{RowAt, Table};
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::Span;
use crate::value::{Period, fold_name};

/// What a column of values is called.
const VALUES: &[&str] = &[
    "valore",
    "valori",
    "value",
    "values",
    "consuntivo",
    "consuntivi",
    "actual",
    "actuals",
    "risultato",
    "risultati",
    "result",
    "results",
];
/// Parts of a year: one of them counts with a number or a year beside it.
const PARTS: &[&str] =
    &["semestre", "sem", "trimestre", "trim", "quadrimestre", "half", "half-year", "quarter", "anno", "year"];
/// Which of them.
const ORDINALS: &[&str] = &[
    "i", "ii", "iii", "iv", "primo", "secondo", "terzo", "quarto", "first", "second", "third", "fourth",
    "bis", "ter",
];
/// What may stand between or beside.
const LINKS: &[&str] = &[
    "al",
    "a",
    "del",
    "di",
    "nel",
    "in",
    "per",
    "il",
    "la",
    "dell'anno",
    "dellanno",
    "of",
    "at",
    "the",
    "for",
    "n",
    "finale",
    "parziale",
    "provvisorio",
    "aggiornato",
    "rilevato",
    "raggiunto",
    "conseguito",
    "final",
];

/// A column that may be lost, and what was found under it.
pub struct Suspect {
    at: usize,
    values: usize,
    first: Option<Span>,
}

/// The columns to keep an eye on.
pub fn suspects(columns: &Columns) -> Vec<Suspect> {
    let read: Vec<usize> = columns.used().chain(columns.remarks.iter().map(|(at, _)| *at)).collect();
    let unread = columns.headers.iter().enumerate().filter(|(at, _)| !read.contains(at));
    let suspect = unread.filter(|(_, header)| looks_like_data(header));
    suspect.map(|(at, _)| Suspect { at, values: 0, first: None }).collect()
}

impl Suspect {
    /// Takes in a row of the table.
    pub fn row(&mut self, table: &Table<'_>, row: RowAt<'_>) {
        let text = table.text(row, Some(self.at));
        if matches!(cell::read(&text, table.manner.mark), Ok(Content::Value(_))) {
            self.values = self.values.saturating_add(1);
            self.first.get_or_insert_with(|| table.place(row, self.at).span);
        }
    }

    /// What to say of it, at its header.
    pub fn told(&self, table: &Table<'_>) -> Option<Diagnostic> {
        let first = self.first?;
        let place = Place {
            span: self.header(table),
            ..table.place(RowAt { line: table.columns.line, cells: &[] }, self.at)
        };
        let values = match self.values {
            1 => say!("un valore", "one value"),
            many => say!("{many} valori", "{many} values"),
        };
        let (it, en) = (&values.it, &values.en);
        let fault = place.fault(
            Code::ColumnNotRead,
            say!(
                "questa colonna sembra di consuntivi ma non la leggo, e ha {it}",
                "this column looks like actuals but I do not read it, and it has {en}"
            ),
        );
        Some(fault.also(first, say!("il primo è qui", "the first is here")).note(self.advice(table)))
    }

    fn header(&self, table: &Table<'_>) -> Span {
        table.columns.places.get(self.at).copied().unwrap_or(Span::new(table.origin.file, 0, 0))
    }

    fn advice(&self, table: &Table<'_>) -> Text {
        let header = table.columns.header(self.at);
        let period = meant(header);
        match (&table.columns.values, period) {
            (ValuesAt::Wide(_), Some(period)) => say!(
                "se sono i valori di {period}, l'intestazione è `{period}`; altrimenti togli la colonna, o dalle un nome che non sembri di valori",
                "if they are the values of {period}, the header is `{period}`; otherwise take the column away, or give it a name that does not look like values"
            ),
            (ValuesAt::Wide(_), None) => say!(
                "l'intestazione di una colonna di valori è il suo periodo (2025, 2025-S1, 2025-T2, 2025-06); se non devono contare, togli la colonna o cambiale nome",
                "the header of a column of values is its period (2025, 2025-S1, 2025-T2, 2025-06); if they must not count, take the column away or rename it"
            ),
            (ValuesAt::Long { period: at, .. }, period) => {
                let column = short(table.columns.header(*at));
                let of = period.map_or_else(
                    || say!("il loro periodo", "their period"),
                    |period| say!("`{period}`", "`{period}`"),
                );
                let (it, en) = (&of.it, &of.en);
                say!(
                    "qui ogni valore ha la sua riga: se devono contare, aggiungi per loro righe con {it} nella colonna `{column}`; altrimenti togli la colonna o cambiale nome",
                    "here each value has its own row: if they must count, add rows for them with {en} in column `{column}`; otherwise take the column away or rename it"
                )
            }
        }
    }
}

/// The words of a header, without its signs.
fn words(header: &str) -> Vec<String> {
    let folded = fold_name(header);
    let letters = folded.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '/'));
    letters.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(['a', 'o', 'd', 's', 't', 'n', 'r', 'h', 'º', 'ª']);
    !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && Period::parse(word).is_some()
}

/// `2025-s1`, `s1`, `t2`, `30/06/2025`.
fn is_period(word: &str) -> bool {
    Period::parse(word).is_some()
        || Period::parse(&format!("2025-{word}")).is_some()
        || word.contains(['/', '-']) && periods::meant(word).is_some()
}

fn looks_like_data(header: &str) -> bool {
    if header.len() > 60 {
        return false;
    }
    let words = words(header);
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let known = |word: &String| {
        [VALUES, PARTS, ORDINALS, LINKS].iter().any(|list| is(list, word))
            || is_number(word)
            || is_period(word)
            || periods::is_month(word)
    };
    let any = |test: &dyn Fn(&String) -> bool| words.iter().any(test);
    let counted = || any(&|word| is(ORDINALS, word) || is_number(word) || is_year(word));
    let of_period =
        any(&|word| is_period(word)) || any(&|word| is(PARTS, word) || periods::is_month(word)) && counted();
    words.iter().all(known) && (any(&|word| is(VALUES, word)) || of_period)
}

/// The period that a header names, if it names one.
fn meant(header: &str) -> Option<Period> {
    let folded = fold_name(header);
    let rest: Vec<&str> = folded
        .split(' ')
        .filter(|word| {
            !VALUES.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())) && !LINKS.contains(word)
        })
        .collect();
    let rest = rest.join(" ");
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    Period::parse(rest).or_else(|| periods::meant(rest))
}
