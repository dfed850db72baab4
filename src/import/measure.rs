//! The algorithm that the words of a table state: what the algorithm's column names, and a quotient in the measure.

use super::fate::Fate;
use super::formula::{self, Formula};
use super::report::shortened;
use super::value::{Amount, Sort};
use crate::diagnostics::{Text, say, visible};
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
        _ if named.starts_with("variazione") => {
            match measure.and_then(|measure| formula::read(measure, true)) {
                Some(Formula::Change { of, .. }) => Reading {
                    algorithm: Some(format!("variazione % {}", quoted(&of))),
                    guess: Some(Guess { fate: Fate::Change, of: ["", ""] }),
                    ..Reading::default()
                },
                _ => one("variazione %"),
            }
        }
        _ if named.starts_with("valore assoluto") => one("valore assoluto"),
        _ if named.starts_with("media ponderata") => one("media ponderata"),
        // "Numero X / Numero Y" as a formula, with a description of what is measured or not.
        _ if algorithm.is_some_and(|formula| computed(formula, target).is_some()) => Reading {
            description: measure.map(str::to_owned),
            ..from_words(algorithm.unwrap_or_default(), target)
        },
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
    match formula::read(measure, word.ends_with('%')) {
        Some(Formula::Ratio { sides, operands, percent }) => {
            divided(if percent { "rapporto %" } else { word }, sides, operands)
        }
        Some(Formula::Change { .. }) | None => Reading {
            algorithm: Some(format!("{word} {}", quoted(measure))),
            guess: Some(Guess { fate: Fate::RatioWhole, of: ["", ""] }),
            ..Reading::default()
        },
    }
}

/// What a measure says where no algorithm is named.
fn from_words<'m>(measure: &'m str, target: Option<&Amount<'_>>) -> Reading<'m> {
    let percent = target.is_some_and(Amount::is_percent);
    match computed(measure, target) {
        Some(Formula::Ratio { sides, operands, percent: said }) => {
            divided(if said || percent { "rapporto %" } else { "rapporto" }, sides, operands)
        }
        Some(Formula::Change { of, .. }) => Reading {
            algorithm: Some(format!("variazione % {}", quoted(&of))),
            guess: Some(Guess { fate: Fate::Change, of: ["", ""] }),
            ..Reading::default()
        },
        None => Reading { description: Some(measure.to_owned()), ..Reading::default() },
    }
}

/// The formula that a text is, where its value can be what the target wants.
fn computed<'m>(text: &'m str, target: Option<&Amount<'_>>) -> Option<Formula<'m>> {
    let sort = target.map(|target| target.sort);
    // A deadline or a yes is no quotient, whatever its text divides; days and money are no percentage.
    let counted = !matches!(sort, Some(Sort::Date | Sort::YesNo));
    let own = matches!(sort, Some(Sort::Money | Sort::Days | Sort::Hours));
    let percent = matches!(sort, None | Some(Sort::Percent));
    formula::read(text, percent).filter(|formula| match formula {
        Formula::Ratio { percent, .. } => counted && !(own && *percent),
        Formula::Change { .. } => counted && !own,
    })
}

/// A quotient written out; `100 imprese` and `10.000 imprese` below it are rates.
fn divided<'m>(word: &str, sides: [&'m str; 2], [top, bottom]: [String; 2]) -> Reading<'m> {
    let rate = sides[1].split_once(' ').filter(|(number, _)| matches!(*number, "100" | "1.000" | "10.000"));
    let (word, bottom, every) = match rate {
        Some(("100", rest)) => ("rapporto %", quoted(rest), String::new()),
        Some((number, rest)) => ("rapporto", quoted(rest), format!(" ogni {number}")),
        None => (word, bottom, String::new()),
    };
    let algorithm = format!("{word} {top} / {bottom}{every}");
    let guess = Guess { fate: Fate::Quotient, of: sides };
    Reading { algorithm: Some(algorithm), guess: Some(guess), ..Reading::default() }
}

/// The weighted mean that a title states, with what it is of: `None` if it states none.
pub(super) fn rollup(title: &str, measure: Option<&str>, own: &str) -> Option<String> {
    let begins = title.trim_start().get(.."media".len());
    if !begins.is_some_and(|word| word.eq_ignore_ascii_case("media")) {
        return None;
    }
    let said = fold_name(title);
    let measured = measure.map(fold_name).unwrap_or_default();
    // That of activities, or of the percentages of something, is measured and not computed of indicators.
    let of_parts = ["obiettiv", "kpi", "indicator", "azion", "performance"];
    let says = |text: &str| {
        text.split(|c: char| !c.is_alphabetic())
            .any(|word| of_parts.iter().any(|part| word.starts_with(part)))
    };
    let parts = || says(&said) || says(&measured);
    let bare = said.trim_end_matches('.') == "media ponderata";
    if !said.starts_with("media ponderata") || !(bare || parts()) {
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
    let text = visible(&text);
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
