//! What the form says, in both languages.

use std::borrow::Cow;

use crate::diagnostics::{Lang, Text, say, visible};
use crate::form::{Office, Question, Served};
use crate::value::{Comparator, Period, PeriodKind, Type, Value, begins_with_vowel};

/// As much of a text as a cell shows well.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    const MOST: usize = 1_000;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => Cow::Owned(format!("{}…", visible(text.get(..end).unwrap_or_default()))),
        None => visible(text),
    }
}

/// The first sheet's name.
pub(super) fn instructions() -> Text {
    say!("Istruzioni", "Instructions")
}

/// The document's title.
pub(super) fn form_title(period: Period) -> Text {
    let spelled = spelled(period);
    let (it, en) = (&spelled.it, &spelled.en);
    say!("Raccolta dati: {it}", "Data collection: {en}")
}

/// A period in words: `secondo trimestre 2025 (2025-T2)`.
pub(super) fn spelled(period: Period) -> Text {
    const ORDINALS: [(&str, &str); 4] =
        [("primo", "first"), ("secondo", "second"), ("terzo", "third"), ("quarto", "fourth")];
    const MONTHS: [(&str, &str); 12] = [
        ("gennaio", "January"),
        ("febbraio", "February"),
        ("marzo", "March"),
        ("aprile", "April"),
        ("maggio", "May"),
        ("giugno", "June"),
        ("luglio", "July"),
        ("agosto", "August"),
        ("settembre", "September"),
        ("ottobre", "October"),
        ("novembre", "November"),
        ("dicembre", "December"),
    ];
    let nth = |words: &[(&'static str, &'static str)], n: u8| {
        words.get(usize::from(n).saturating_sub(1)).copied().unwrap_or_default()
    };
    let year = period.year;
    match period.kind {
        PeriodKind::Year => say!("anno {year}", "year {year}"),
        PeriodKind::Half(n) => {
            let (it, en) = nth(&ORDINALS, n);
            say!("{it} semestre {year} ({period})", "{en} half of {year} ({period})")
        }
        PeriodKind::Quarter(n) => {
            let (it, en) = nth(&ORDINALS, n);
            say!("{it} trimestre {year} ({period})", "{en} quarter of {year} ({period})")
        }
        PeriodKind::Month(n) => {
            let (it, en) = nth(&MONTHS, n);
            say!("{it} {year} ({period})", "{en} {year} ({period})")
        }
    }
}

/// Who an office's sheet is for.
pub(super) fn office(office: &Office, lang: Lang) -> String {
    let nobody = say!("Senza struttura", "Without office");
    short(office.name.as_deref().unwrap_or(nobody.get(lang))).into_owned()
}

/// The headers of the table, in the order of [`super::sheet`]'s columns. Those that actuals have are spelled as there.
pub(super) fn headers() -> [Text; 11] {
    [
        say!("Obiettivo", "Objective"),
        say!("Dato richiesto", "What to report"),
        say!("Unità", "Unit"),
        say!("Fonte", "Source"),
        say!("Un anno prima", "A year before"),
        say!("Periodo", "Period"),
        say!("Valore", "Value"),
        say!("Esito", "Validation"),
        say!("Nota", "Note"),
        say!("Evidenza", "Evidence"),
        say!("Chiave", "Key"),
    ]
}

/// The unit beside a cell.
pub(super) fn unit(question: &Question) -> Text {
    match (question.kind, &question.unit) {
        (Some(Type::Date), _) => say!("data", "date"),
        (Some(Type::Boolean), _) => say!("sì/no", "yes/no"),
        (Some(Type::Number) | None, Some(unit)) => Text::same(short(unit)),
        (Some(Type::Number), None) => say!("numero", "number"),
        (Some(kind), _) => Text::same(kind.unit().unwrap_or("")),
        (None, None) => Text::default(),
    }
}

/// How many indicators and offices a row names: more would be higher than a row can be.
const MOST_NAMED: usize = 8;

/// What a value is for, under its title.
pub(super) fn purpose(question: &Question, asked_for: Period, lang: Lang) -> String {
    let mut lines = Vec::new();
    if question.period.year < asked_for.year {
        let year = question.period.year;
        lines.push(say!("valore del {year}, per il confronto", "value of {year}, for comparison"));
    }
    for served in question.serves.iter().take(MOST_NAMED) {
        let name = if served.name == question.title { Cow::Borrowed("") } else { short(&served.name) };
        let target = target(served).map(|target| target.get(lang).to_owned()).unwrap_or_default();
        match (name.is_empty(), target.is_empty()) {
            (true, true) => {}
            (true, false) => lines.push(Text::same(target)),
            (false, true) => lines.push(say!("per: {name}", "for: {name}")),
            (false, false) => lines.push(say!("per: {name} ({target})", "for: {name} ({target})")),
        }
    }
    match question.serves.len().saturating_sub(MOST_NAMED) {
        0 => {}
        1 => lines.push(say!("e per un altro indicatore", "and for one more indicator")),
        more => lines.push(say!("e per altri {more} indicatori", "and for {more} more indicators")),
    }
    if !question.also_for.is_empty() {
        let named = question.also_for.iter().take(MOST_NAMED);
        let mut offices = named.cloned().collect::<Vec<_>>().join(", ");
        if question.also_for.len() > MOST_NAMED {
            offices.push_str(", …");
        }
        lines.push(say!("vale anche per {offices}", "also serves {offices}"));
    }
    lines.iter().map(|line| line.get(lang)).collect::<Vec<_>>().join("\n")
}

fn target(served: &Served) -> Option<Text> {
    let (period, comparator, value) = served.target.as_ref()?;
    if let Value::Boolean(yes) = value {
        let Text { it, en } = boolean(*yes);
        return Some(say!("target {period}: {it}", "target {period}: {en}"));
    }
    let shown = value.show(served.kind, served.unit.as_deref(), 4);
    Some(match (comparator, served.kind) {
        (Comparator::AtMost, Type::Date) => {
            let by = if begins_with_vowel(&shown) && !shown.starts_with("01") { "l'" } else { "il " };
            say!("target {period}: entro {by}{shown}", "target {period}: by {shown}")
        }
        (Comparator::AtLeast, _) => say!("target {period}: ≥ {shown}", "target {period}: ≥ {shown}"),
        (Comparator::AtMost, _) => say!("target {period}: ≤ {shown}", "target {period}: ≤ {shown}"),
        (Comparator::Equal, _) => say!("target {period}: {shown}", "target {period}: {shown}"),
    })
}

/// What may be written in a cell: the hint beside it, and what is said of anything else.
pub(super) fn entry(kind: Option<Type>) -> (Text, Text) {
    match kind {
        Some(Type::Date) => (
            say!("Una data, per esempio 31/12/2025.", "A date, for example 31/12/2025."),
            say!(
                "Qui va una data vicina al periodo del piano, per esempio 31/12/2025.",
                "A date close to the period of the plan belongs here, for example 31/12/2025."
            ),
        ),
        Some(Type::Boolean) => (
            say!("Scegli sì o no dall'elenco.", "Choose yes or no from the list."),
            say!("Qui va sì oppure no.", "Only yes or no belongs here."),
        ),
        Some(Type::Percent) => (
            say!("Una percentuale, per esempio 37,5%.", "A percentage, for example 37.5%."),
            say!(
                "Qui va una percentuale, con il segno %: per esempio 37,5%.",
                "A percentage belongs here, with its % sign: for example 37.5%."
            ),
        ),
        Some(Type::Money) => (
            say!("Un importo in euro, per esempio 1250,00.", "An amount in euro, for example 1250.00."),
            number_only(),
        ),
        Some(Type::Days) => (
            say!("Un numero di giorni, per esempio 12,5.", "A number of days, for example 12.5."),
            number_only(),
        ),
        Some(Type::Hours) => {
            (say!("Un numero di ore, per esempio 7,5.", "A number of hours, for example 7.5."), number_only())
        }
        Some(Type::Number) => {
            (say!("Un numero, per esempio 12 o 12,5.", "A number, for example 12 or 12.5."), number_only())
        }
        None => (say!("Un numero o una data.", "A number or a date."), Text::default()),
    }
}

/// Above what is said of a value that is not accepted.
pub(super) fn refused() -> Text {
    say!("Valore non accettato", "Value not accepted")
}

fn number_only() -> Text {
    say!(
        "Qui va solo un numero: l'unità è già scritta a sinistra, i commenti vanno nella nota.",
        "Only a number belongs here: the unit is already on the left, remarks go into the note."
    )
}

/// The only word of the column of outcomes: one that actuals read.
pub(super) fn not_available() -> Text {
    say!("non disponibile", "not available")
}

/// What a yes-or-no cell may say, as actuals read it.
pub(super) fn boolean(yes: bool) -> Text {
    if yes { say!("sì", "yes") } else { say!("no", "no") }
}

/// The hint beside an outcome.
pub(super) fn outcome_hint() -> Text {
    say!(
        "Solo se il dato non c'è: scegli «non disponibile», lascia vuoto il valore e scrivi il perché nella nota.",
        "Only if there is no value: choose «not available», leave the value empty and say why in the note."
    )
}

/// The line above the table.
pub(super) fn guidance() -> Text {
    say!(
        "Compila le celle gialle; se un dato non c'è, scegli «non disponibile» e scrivi perché. Il resto è bloccato.",
        "Fill in the yellow cells; where there is no value choose «not available» and say why. The rest is locked."
    )
}

/// Above how many values are there.
pub(super) fn filled() -> Text {
    say!("compilati", "filled in")
}

/// The colours of a value's cell, and what they say.
pub(super) fn legend() -> [(Text, Text); 3] {
    [
        (say!("da compilare", "to fill in"), say!("manca ancora", "still missing")),
        (
            say!("compilato", "filled in"),
            say!("c'è il valore, oppure c'è scritto che manca", "the value is there, or that there is none"),
        ),
        (
            say!("da controllare", "to check"),
            say!(
                "valore ed esito insieme, oppure parole dove va un numero",
                "both value and validation, or words where a number belongs"
            ),
        ),
    ]
}

/// Over what is known for good and not asked again.
pub(super) fn known() -> [Text; 3] {
    [
        say!("Già noto, non si chiede di nuovo", "Known already, not asked again"),
        say!("Dato di", "Reported for"),
        say!("Valore", "Value"),
    ]
}

/// What the form is for, to somebody who has never seen one.
pub(super) fn introduction() -> Text {
    say!(
        "Con questo file la tua struttura comunica i dati con cui si misurano gli obiettivi del piano. Bastano Excel o LibreOffice.",
        "With this file your office reports the values by which the objectives of the plan are measured. Excel or LibreOffice is all it takes."
    )
}

/// How to fill in the form, step by step: heading and text.
pub(super) fn steps() -> Vec<(Text, Text)> {
    vec![
        (
            say!("Apri il foglio della tua struttura", "Open the sheet of your office"),
            say!(
                "Lo trovi nell'elenco qui sotto. C'è una riga per ogni dato da comunicare.",
                "It is in the list below. There is one row for each value to report."
            ),
        ),
        (
            say!("Scrivi il valore nella cella gialla", "Write the value in the yellow cell"),
            say!(
                "La cella diventa verde. È accettato solo il tipo di dato richiesto: numero, percentuale, importo, data oppure sì/no.",
                "The cell turns green. Only the kind of value asked for is accepted: number, percentage, amount, date or yes/no."
            ),
        ),
        (
            say!("Se il dato non c'è", "If there is no value"),
            say!(
                "Lascia vuoto il valore, scegli «non disponibile» nella colonna Esito e scrivi il perché nella nota. Vuoto non vuol dire zero.",
                "Leave the value empty, choose «not available» in the column Validation and say why in the note. Empty does not mean zero."
            ),
        ),
        (
            say!("Di' da dove viene", "Say where it comes from"),
            say!(
                "In Evidenza va ciò che prova il dato: un protocollo, un atto, un collegamento, il nome di un'estrazione. La nota è libera.",
                "Evidence is what proves the value: a record number, an act, a link, the name of an extract. The note is free text."
            ),
        ),
        (
            say!("Salva e rimanda il file", "Save the file and send it back"),
            say!(
                "Salvalo come cartella di lavoro di Excel (.xlsx). Non cambiare i nomi dei fogli, le intestazioni e la colonna Chiave.",
                "Save it as an Excel workbook (.xlsx). Do not change the names of the sheets, the headers and the column Key."
            ),
        ),
    ]
}
