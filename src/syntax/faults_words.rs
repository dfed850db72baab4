//! The faults of words: what people write by habit, and what it is here.

use super::keyword::ItemKeyword;
use super::reword::Meant;
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::Span;

/// A value in words of one's own, and what it is here.
pub fn in_own_words(span: Span, keyword: &str, written: &str, meant: &Meant) -> Diagnostic {
    let shown: String = written.chars().take(60).collect();
    let shown =
        if shown.starts_with(':') { format!("{keyword}{shown}") } else { format!("{keyword} {shown}") };
    let fault = Diagnostic::new(
        Code::InOwnWords,
        span,
        say!("`{shown}` qui si scrive in un altro modo", "`{shown}` is written otherwise here"),
    );
    let fault = meant.note.iter().fold(fault, |fault, note| fault.note(note.clone()));
    let value = &meant.value;
    // Where a colon stood right behind the keyword a blank must.
    let edit = if written.starts_with(':') { format!(" {value}") } else { value.clone() };
    let fault = fault.fix(say!("scrivi `{keyword} {value}`", "write `{keyword} {value}`"), span, edit);
    if meant.sure { fault.safely() } else { fault }
}

/// A line that starts with the tables' word for a keyword.
pub fn other_word(span: Span, word: &str, write: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownWord,
        span,
        say!("non conosco la parola `{word}`", "I do not know the word `{word}`"),
    )
    .fix(say!("qui si scrive `{write}`", "here it is `{write}`"), span, write.to_owned())
}

/// A line of which the keyword and the value are written otherwise.
pub fn other_line(span: Span, word: &str, whole: Span, line: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownWord,
        span,
        say!("non conosco la parola `{word}`", "I do not know the word `{word}`"),
    )
    .fix(say!("qui si scrive `{line}`", "here it is `{line}`"), whole, line.to_owned())
}

/// A word of the tables that has no line of its own.
pub fn told_word(span: Span, word: &str, note: Text) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownWord,
        span,
        say!("non conosco la parola `{word}`", "I do not know the word `{word}`"),
    )
    .note(note)
}

/// `ufficio tributi "Ufficio tributi"`: the declaration of a structure.
pub fn structure_meant(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Misplaced,
        span,
        say!("un ufficio si dichiara con `struttura`", "an office is declared with `struttura`"),
    )
    .note(say!(
        "`ufficio` sta in un obiettivo o in un indicatore e dice chi se ne occupa: `ufficio tributi`, oppure `ufficio \"Ufficio tributi\"`",
        "`ufficio` stands in an objective or an indicator and says who is in charge: `ufficio tributi`, or `ufficio \"Ufficio tributi\"`"
    ))
    .fix(say!("scrivi `struttura`", "write `struttura`"), span, "struttura")
}

/// `obiettivo >= 10` among the lines of an indicator.
pub fn target_meant(span: Span, keyword: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Unexpected,
        span,
        say!("`obiettivo`: qui va un codice", "`obiettivo`: a code goes here"),
    )
    .note(say!(
        "se è il valore da raggiungere, la sua parola è `target`",
        "if it is the value to be reached, its word is `target`"
    ))
    .fix(say!("scrivi `target`", "write `target`"), keyword, "target")
}

/// `indicatore "Tempo medio"`: no entry of the catalogue, which has a code.
pub fn kpi_without_code(span: Span) -> Diagnostic {
    Diagnostic::new(Code::KpiMeant, span, say!("volevi dire `kpi`?", "did you mean `kpi`?"))
        .note(say!(
            "`indicatore` descrive una voce del catalogo, comune a più obiettivi, e ha un codice; l'indicatore di un obiettivo è un `kpi`",
            "`indicatore` describes an entry of the catalogue, shared by objectives, and has a code; the indicator of an objective is a `kpi`"
        ))
        .fix(say!("scrivi `kpi`", "write `kpi`"), span, "kpi")
}

/// An item without the name or code that it must have.
pub fn name_missing(at: Span, item: ItemKeyword, name: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::Unexpected,
        at,
        match name {
            Some(_) => say!("`{item}`: manca il nome breve", "`{item}`: the short name is missing"),
            None => say!("`{item}`: manca il codice", "`{item}`: the code is missing"),
        },
    );
    match name {
        Some(name) => fault
            .note(say!(
                "prima del titolo va un nome breve, senza spazi, con cui le altre righe la richiamano",
                "before the title goes a short name, without blanks, by which other lines refer to it"
            ))
            .fix(say!("scrivi `{item} {name} \"…\"`", "write `{item} {name} \"…\"`"), at.before(), format!("{name} ")),
        None => fault.note(say!(
            "prima del titolo va il codice del documento: `{item} A.1 \"…\"`; se non ne ha, il suo numero: `{item} 1 \"…\"`",
            "before the title goes the code of the document: `{item} A.1 \"…\"`; if it has none, its number: `{item} 1 \"…\"`"
        )),
    }
}
