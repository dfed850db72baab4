//! Why a name is not changed, as a colleague would say it.

use super::super::State;
use crate::diagnostics::{Diagnostic, Text, say};
use crate::source::{Sources, Span};

/// A file and a line, as in the command line's messages.
fn place(sources: &Sources, span: Span) -> String {
    let (start, _) = sources.range(span);
    format!("{}:{}", sources.path(span.file), start.line)
}

pub fn not_of_a_plan() -> Text {
    say!(
        "questo file non fa parte di un piano aperto: qui non c'è niente da rinominare",
        "this file is not part of an open plan: there is nothing to rename here"
    )
}

pub fn nothing_here() -> Text {
    say!(
        "qui non c'è un nome: si rinominano codici e nomi brevi, non numeri, unità o parole della lingua",
        "there is no name here: codes and identifiers can be renamed, not numbers, units or words of the language"
    )
}

pub fn keyword(word: &str) -> Text {
    say!(
        "`{word}` è una parola della lingua e resta com'è: si rinominano codici e nomi brevi",
        "`{word}` is a word of the language and stays as it is: codes and identifiers can be renamed"
    )
}

pub fn text() -> Text {
    say!(
        "questo è un testo, non un nome: si cambia scrivendoci dentro",
        "this is a text, not a name: change it by typing in it"
    )
}

pub fn file_name() -> Text {
    say!(
        "questo è il nome di un file: rinomina il file nella sua cartella, poi scrivi qui il nome nuovo",
        "this is the name of a file: rename the file in its folder, then write the new name here"
    )
}

pub fn no_key() -> Text {
    say!(
        "in una tabella si rinominano solo i nomi nelle chiavi: codici, nomi brevi e misure del piano",
        "in a table only the names in its keys can be renamed: codes, identifiers and measures of the plan"
    )
}

pub fn undeclared(name: &str) -> Text {
    say!(
        "nessuna voce del piano dichiara `{name}`: correggilo qui a mano",
        "no item of the plan declares `{name}`: mend it here by hand"
    )
}

/// A KPI that is spelt by its title; `name` is its identifier or code, if it has one.
pub fn title_of_kpi(name: Option<&str>, title: &str) -> Text {
    let title: String = title.chars().take(40).collect();
    match name {
        Some(name) => say!(
            "qui l'indicatore è chiamato con il suo titolo, che si cambia a mano; il suo nome è `{name}`: \
             rinominalo dove sta scritto così",
            "here the indicator is called by its title, which is changed by hand; its name is `{name}`: \
             rename it where it is written so"
        ),
        None => say!(
            "questo indicatore è conosciuto solo dal suo titolo: dagli prima un nome breve davanti al titolo, \
             per esempio `kpi tempo_medio \"{title}\"`; le chiavi con il titolo restano valide",
            "this indicator is known only by its title: first give it an identifier before the title, \
             such as `kpi tempo_medio \"{title}\"`; keys with the title stay valid"
        ),
    }
}

pub fn blank() -> Text {
    say!("il nuovo nome è vuoto", "the new name is empty")
}

/// `why` is what the reader of the language says of it.
pub fn no_name(new: &str, why: Option<&Text>) -> Text {
    match why {
        Some(Text { it, en }) => {
            say!("`{new}` non può essere un nome qui: {it}", "`{new}` cannot be a name here: {en}")
        }
        None => say!(
            "`{new}` non può essere un nome qui: servono lettere, cifre e `_` (nei codici anche punti), senza spazi",
            "`{new}` cannot be a name here: it takes letters, digits and `_` (in codes also dots), without blanks"
        ),
    }
}

pub fn no_identifier(new: &str) -> Text {
    say!(
        "`{new}` sarebbe letto come un codice: un nome breve comincia con una lettera, non ha punti e ha almeno \
         una lettera minuscola",
        "`{new}` would be read as a code: an identifier begins with a letter, has no dots and has at least one \
         lower-case letter"
    )
}

pub fn no_code(new: &str) -> Text {
    say!(
        "`{new}` sarebbe letto come un nome breve: un codice da solo non ha lettere minuscole",
        "`{new}` would be read as an identifier: a code alone has no lower-case letters"
    )
}

pub fn taken(state: &State, new: &str, by: Span) -> Text {
    let at = place(state.sources(), by);
    say!("`{new}` c'è già: {at}", "there is already a `{new}`: {at}")
}

pub fn used_undeclared(state: &State, new: &str, by: Span) -> Text {
    let at = place(state.sources(), by);
    say!(
        "`{new}` è già usato, senza essere dichiarato, in {at}: dopo sarebbe preso per questo",
        "`{new}` is already used, though not declared, at {at}: it would be taken for this one"
    )
}

pub fn plans_disagree() -> Text {
    say!(
        "due piani che usano questo file intendono qui cose diverse: il nome non si può cambiare in entrambi",
        "two plans that use this file mean different things here: the name cannot be changed in both"
    )
}

/// A file that the plan may read, but that is not its own.
pub fn outside(path: &str) -> Text {
    say!(
        "il nome sta anche in `{path}`, che è fuori dal progetto: lì non scrivo",
        "the name also stands in `{path}`, which is outside of the project: I do not write there"
    )
}

/// A table whose bytes are no UTF-8.
pub fn not_utf8(path: &str) -> Text {
    say!(
        "il nome sta anche in `{path}`, che non è in UTF-8: un editor che lo scrive ne rovinerebbe le lettere \
         accentate. Salvalo da Excel come «CSV UTF-8» e riprova",
        "the name also stands in `{path}`, which is not UTF-8: an editor that writes it would spoil its accents. \
         Save it from Excel as \"CSV UTF-8\" and try again"
    )
}

/// With the name there would be a message that is not there now.
pub fn new_message(sources: &Sources, found: &Diagnostic) -> Text {
    let (at, code) = (place(sources, found.span), found.code.name());
    let Text { it, en } = &found.message;
    say!(
        "con questo nome ci sarebbe un problema nuovo, {code} in {at}: {it}",
        "with this name there would be a new problem, {code} at {at}: {en}"
    )
}

/// With the name a message would go away: something else would be taken for the renamed thing.
pub fn lost_message(sources: &Sources, found: &Diagnostic) -> Text {
    let (at, code) = (place(sources, found.span), found.code.name());
    say!(
        "con questo nome cambierebbe il senso di {at}, dove ora c'è un {code}: correggi prima quello",
        "with this name {at} would change its meaning, where there is now a {code}: mend that first"
    )
}

/// A name somewhere would mean something else.
pub fn other_meaning(sources: &Sources, span: Span) -> Text {
    let (at, written) = (place(sources, span), sources.text(span));
    say!(
        "con questo nome `{written}` in {at} indicherebbe un'altra cosa",
        "with this name `{written}` at {at} would mean something else"
    )
}

/// The plan of a file would not be the same.
pub fn other_plan(path: &str) -> Text {
    say!(
        "con questo nome il piano `{path}` non sarebbe più lo stesso (gerarchia, pesi o target)",
        "with this name the plan `{path}` would no longer be the same (hierarchy, weights or targets)"
    )
}

/// The result of a plan would not be the same.
pub fn other_result(path: &str) -> Text {
    say!(
        "con questo nome il piano `{path}` darebbe un altro risultato",
        "with this name the plan `{path}` would give another result"
    )
}
