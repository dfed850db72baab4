//! The algorithm that the words of a table state: what the algorithm's column names, and a quotient in the measure.

use super::fate::Fate;
use super::report::shortened;
use super::value::{Amount, Sort};
use crate::diagnostics::{Text, say};
use crate::value::fold_name;

/// What the words say.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Reading<'m> {
    /// What follows `algoritmo`.
    pub algorithm: Option<String>,
    /// The measure's text, where it is no operand.
    pub description: Option<String>,
    /// What was guessed, and of what.
    pub guess: Option<Guess<'m>>,
}

/// A guess on an algorithm.
#[derive(Debug, PartialEq)]
pub(super) struct Guess<'m> {
    pub fate: Fate,
    /// What it is of: the two sides of a quotient, or a text.
    of: [&'m str; 2],
}

impl Guess<'_> {
    /// What it is of, in words.
    pub fn words(&self) -> Text {
        let [first, second] = self.of.map(shortened);
        match (self.fate, first.is_empty()) {
            (Fate::Quotient, _) => say!("«{first}» diviso «{second}»", "«{first}» divided by «{second}»"),
            (_, true) => Text::default(),
            (_, false) => Text::same(format!("«{first}»")),
        }
    }
}

/// Reads a KPI's algorithm. `target` is its first target.
pub(super) fn read<'m>(
    algorithm: Option<&'m str>,
    measure: Option<&'m str>,
    target: Option<&Amount<'_>>,
) -> Reading<'m> {
    let named = algorithm.map(fold_name).unwrap_or_default();
    let one = |word: &str| {
        let algorithm =
            measure.map_or_else(|| word.to_owned(), |measure| format!("{word} {}", quoted(measure)));
        Reading { algorithm: Some(algorithm), ..Reading::default() }
    };
    match named.as_str() {
        "" => measure.map_or_else(Reading::default, |measure| from_words(measure, target)),
        "rapporto" => ratio("rapporto", measure),
        "si/no" | "si / no" => one("sì/no"),
        "data" => one("data"),
        _ if named.starts_with("rapporto") && named.contains('%') => ratio("rapporto %", measure),
        _ if named.starts_with("variazione") => one("variazione %"),
        _ if named.starts_with("valore assoluto") => one("valore assoluto"),
        _ if named.starts_with("media ponderata") => one("media ponderata"),
        // "Numero X / Numero Y" as a formula.
        _ if measure.is_none() && algorithm.is_some_and(|formula| quotient(formula).is_some()) => {
            from_words(algorithm.unwrap_or_default(), target)
        }
        _ => {
            let text = algorithm.unwrap_or_default();
            Reading {
                description: Some([algorithm, measure].into_iter().flatten().collect::<Vec<_>>().join(" - ")),
                guess: Some(Guess { fate: Fate::AlgorithmUnknown, of: [text, ""] }),
                ..Reading::default()
            }
        }
    }
}

/// A ratio that the document names: of two measures where the text divides, else of one text.
fn ratio<'m>(word: &str, measure: Option<&'m str>) -> Reading<'m> {
    let Some(measure) = measure else {
        return Reading { algorithm: Some(word.to_owned()), ..Reading::default() };
    };
    match quotient(measure) {
        Some(parts) => divided(word, parts),
        None => Reading {
            algorithm: Some(format!("{word} {}", quoted(measure))),
            guess: Some(Guess { fate: Fate::RatioWhole, of: ["", ""] }),
            ..Reading::default()
        },
    }
}

/// What a measure says where no algorithm is named.
fn from_words<'m>(measure: &'m str, target: Option<&Amount<'_>>) -> Reading<'m> {
    // A deadline or a yes is no quotient, whatever its text divides.
    let counted = target.is_none_or(|target| !matches!(target.sort, Sort::Date | Sort::YesNo));
    match quotient(measure).filter(|_| counted) {
        Some(parts) => {
            let percent = target.is_some_and(Amount::is_percent);
            divided(if percent { "rapporto %" } else { "rapporto" }, parts)
        }
        None => Reading { description: Some(measure.to_owned()), ..Reading::default() },
    }
}

/// A quotient written out; `100 imprese` and `10.000 imprese` below it are rates.
fn divided<'m>(word: &str, (top, bottom): (&'m str, &'m str)) -> Reading<'m> {
    let rate = bottom.split_once(' ').filter(|(number, _)| matches!(*number, "100" | "1.000" | "10.000"));
    let (word, bottom, every) = match rate {
        Some(("100", rest)) => ("rapporto %", rest, String::new()),
        Some((number, rest)) => ("rapporto", rest, format!(" ogni {number}")),
        None => (word, bottom, String::new()),
    };
    let algorithm = format!("{word} {} / {}{every}", quoted(top), quoted(bottom));
    let guess = Guess { fate: Fate::Quotient, of: [top, bottom] };
    Reading { algorithm: Some(algorithm), guess: Some(guess), ..Reading::default() }
}

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

/// The two sides of the one `/` that divides: with blanks around it, or before a word that names a quantity.
fn quotient(text: &str) -> Option<(&str, &str)> {
    let slashes: Vec<usize> =
        text.match_indices('/').map(|(at, _)| at).filter(|at| is_outside(text, *at)).collect();
    let sides = |at: usize| {
        let (top, rest) = text.split_at(at);
        (top.trim(), rest.trim_start_matches('/').trim())
    };
    let only = |wanted: &dyn Fn(usize) -> bool| {
        let mut found = slashes.iter().copied().filter(|at| wanted(*at));
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    let spaced = |at: usize| {
        let (top, rest) = text.split_at(at);
        top.ends_with(' ') && rest.starts_with("/ ")
    };
    let opened = |at: usize| {
        let bottom = sides(at).1.to_lowercase();
        OPENERS.iter().any(|opener| bottom.starts_with(opener))
    };
    let lone = |at: usize| {
        let (top, bottom) = sides(at);
        let (before, after) = text.split_at(at);
        let apart =
            before.ends_with(' ') || after.starts_with("/ ") || bottom.starts_with(char::is_uppercase);
        apart && top.contains(' ') && !top.ends_with(|c: char| c.is_ascii_digit())
    };
    let at =
        only(&spaced).or_else(|| only(&opened)).or_else(|| only(&lone).filter(|_| slashes.len() == 1))?;
    let (top, bottom) = sides(at);
    let worded = |side: &str| side.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (worded(top) && worded(bottom)).then_some((top, bottom))
}

/// Whether a place is in no parentheses.
fn is_outside(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    before.matches('(').count() <= before.matches(')').count()
}

/// The weighted mean that a title states, with what it is of: `None` if it states none.
pub(super) fn rollup(title: &str, measure: Option<&str>, own: &str) -> Option<String> {
    let begins = title.trim_start().get(.."media".len());
    if !begins.is_some_and(|word| word.eq_ignore_ascii_case("media")) {
        return None;
    }
    let said = fold_name(title);
    let measured = measure.map(fold_name).unwrap_or_default();
    if !said.starts_with("media ponderata") {
        return None;
    }
    let of_kpis = said.contains(" kpi ") || measured.contains(" kpi ");
    let code = title
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| word.contains('.') && super::code::is_code(word));
    Some(match code {
        Some(code) if of_kpis => format!("media ponderata {code}"),
        Some(code) if code != own => format!("media ponderata {code}.*"),
        _ => "media ponderata".to_owned(),
    })
}

/// A text between the quotes of a plan.
pub(super) fn quoted(text: &str) -> String {
    let text = super::grid::single_blanks(text);
    if !text.contains('"') {
        ["\"", &text, "\""].concat()
    } else if text.contains(['«', '»']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        format!("«{text}»")
    }
}

/// Words that open the measure in a cell that holds a KPI's title and then its measure.
const MEASURES: [&str; 25] = [
    "Numero",
    "N.",
    "Risorse",
    "Totale",
    "Tempo",
    "Tempi",
    "Giudizio",
    "Sommatoria",
    "Percentuale",
    "Rispetto",
    "Termine",
    "Esprime",
    "Realizzazione",
    "Proventi",
    "Patrimonio",
    "Interventi",
    "Livello",
    "Ritardo",
    "Giorni",
    "Aggiornamento",
    "Valore",
    "Pubblicazione",
    "Definizione",
    "Redazione",
    "%",
];

/// `(Proventi - Oneri) / Proventi`: parentheses with an operation inside, and a division after.
fn opens_an_expression(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.is_some_and(|(inside, after)| inside.contains(" - ") && after.trim_start().starts_with('/'))
}

/// A cell's title and measure: where the bold print ends, else before a word that opens a measure.
pub(super) fn title_and_measure(raw: &str) -> (String, Option<String>, bool) {
    let marked = raw.trim().strip_prefix("<b>").and_then(|rest| rest.split_once("</b>"));
    if let Some((title, rest)) = marked {
        let rest = super::grid::plain(rest).into_owned();
        return (super::grid::plain(title).into_owned(), Some(rest).filter(|rest| !rest.is_empty()), false);
    }
    // Two lines of one cell: the title and what is measured.
    if let Some((title, rest)) = raw.trim().split_once('\n') {
        let (title, rest) = (super::grid::plain(title).into_owned(), super::grid::plain(rest).into_owned());
        return (title, Some(rest), true);
    }
    let text = super::grid::plain(raw).into_owned();
    let after_blank = text.match_indices(' ').map(|(at, _)| text.split_at(at));
    let cut = after_blank
        .map(|(title, rest)| (title, rest.trim_start()))
        .filter(|(title, _)| title.chars().count() >= 3)
        .find(|(_, rest)| {
            rest.split_whitespace().next().is_some_and(|word| MEASURES.contains(&word))
                || opens_an_expression(rest)
        });
    match cut {
        Some((title, rest)) => (title.to_owned(), Some(rest.to_owned()), true),
        None => (text, None, false),
    }
}
