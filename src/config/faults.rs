//! What is wrong in `piaoc.toml`.

use super::NoTables;
use crate::diagnostics::{Code, Diagnostic, NoLint, Text, nearest, say};
use crate::source::{Span, TABLE_EXTENSIONS};

/// What the file can say, as an example.
fn example() -> Text {
    say!(
        "per esempio: `[eval]`, e sotto `actuals = [\"q2.csv\"]` e `period = \"2025-T2\"`",
        "for example: `[eval]`, and below it `actuals = [\"q2.csv\"]` and `period = \"2025-T2\"`"
    )
}

/// No TOML; `why` are the words of the reader of TOML.
pub fn unreadable(span: Span, why: &str) -> Diagnostic {
    let why = why.lines().next().unwrap_or("");
    let message = say!("qui `piaoc.toml` non si legge come TOML", "here `piaoc.toml` cannot be read as TOML");
    Diagnostic::new(Code::ConfigUnreadable, span, message)
        .note(say!("il lettore di TOML dice (in inglese): {why}", "the reader of TOML says: {why}"))
        .note(example())
}

/// A name that means nothing there.
pub fn unknown_key(span: Span, key: &str, known: &[&str]) -> Diagnostic {
    let message = say!("`piaoc.toml` non conosce `{key}`", "`piaoc.toml` does not know `{key}`");
    let fault = Diagnostic::new(Code::ConfigUnknown, span, message);
    match nearest(key, known.iter().copied()) {
        Some(meant) => {
            fault.fix(say!("forse volevi scrivere `{meant}`", "perhaps you meant `{meant}`"), span, meant)
        }
        None => {
            let list = known.join("`, `");
            fault.note(say!("qui si può scrivere: `{list}`", "what can stand here: `{list}`"))
        }
    }
}

/// A value that is not what its name takes.
pub fn wrong_value(span: Span, key: &str, expected: &Text) -> Diagnostic {
    let Text { it, en } = expected;
    Diagnostic::new(Code::ConfigValue, span, say!("`{key}` vuole {it}", "`{key}` takes {en}")).note(example())
}

/// What `actuals` takes.
pub fn a_list_of_files() -> Text {
    say!(
        "i nomi dei file fra virgolette, in una lista: [\"q1.csv\", \"moduli/*.xlsx\", {{ path = \"b.csv\", decimal = \"point\" }}]",
        "the names of the files in quotes, in a list: [\"q1.csv\", \"forms/*.xlsx\", {{ path = \"b.csv\", decimal = \"point\" }}]"
    )
}

/// What `path` takes.
pub fn a_file() -> Text {
    say!("il nome di un file fra virgolette", "the name of a file in quotes")
}

/// What `decimal` takes.
pub fn a_mark() -> Text {
    say!("il segno dei decimali: \"comma\" o \"point\"", "the decimal mark: \"comma\" or \"point\"")
}

/// An entry of a list of actuals that names no table.
pub fn no_tables(span: Span, path: &str, why: NoTables) -> Diagnostic {
    let extensions = TABLE_EXTENSIONS.map(|extension| format!("`.{extension}`")).join(", ");
    let message = match why {
        NoTables::NoMatch => say!("nessun file risponde a `{path}`", "no file answers to `{path}`"),
        NoTables::EmptyFolder => {
            say!(
                "nella cartella `{path}` non c'è nessuna tabella",
                "there is no table in the folder `{path}`"
            )
        }
        NoTables::TooMany => {
            say!(
                "a `{path}` rispondono troppi file e cartelle",
                "too many files and folders answer to `{path}`"
            )
        }
    };
    let fault = Diagnostic::new(Code::NoTablesThere, span, message);
    match why {
        NoTables::NoMatch => fault.note(say!(
            "controlla il nome e la cartella; `*` sta per una parte del nome, `?` per un carattere, `**` per cartelle qualsiasi",
            "check the name and the folder; `*` stands for a part of the name, `?` for one character, `**` for any folders"
        )),
        NoTables::EmptyFolder => fault.note(say!(
            "leggo i file {extensions} che stanno direttamente nella cartella; per quelli delle cartelle dentro scrivi `**` in fondo al nome",
            "I read the files {extensions} that are directly in the folder; for those of the folders in it write `**` at the end of the name"
        )),
        NoTables::TooMany => fault.note(say!(
            "indica una cartella più vicina ai file",
            "name a folder nearer to the files"
        )),
    }
}

/// What `plan` takes.
pub fn a_plan() -> Text {
    say!("il nome di un file `.piao` fra virgolette", "the name of a `.piao` file in quotes")
}

/// What `period` takes.
pub fn a_period() -> Text {
    say!(
        "un periodo fra virgolette: \"2025\", \"2025-S1\", \"2025-T2\", \"2025-06\"",
        "a period in quotes: \"2025\", \"2025-S1\", \"2025-T2\", \"2025-06\""
    )
}

/// What a section is.
pub fn a_section(name: &str) -> Text {
    say!("una sezione: una riga `[{name}]`", "a section: a line `[{name}]`")
}

/// A level that is none.
pub fn no_level(span: Span, key: &str) -> Diagnostic {
    let Text { it, en } = a_level();
    Diagnostic::new(Code::ConfigValue, span, say!("`{key}` vuole {it}", "`{key}` takes {en}"))
}

/// What a code of `[lint]` takes.
fn a_level() -> Text {
    say!(
        "\"allow\" (non cercarlo), \"warn\" (avviso) o \"deny\" (errore)",
        "\"allow\" (do not look for it), \"warn\" (a warning) or \"deny\" (an error)"
    )
}

/// A name that has no level.
pub fn no_lint(span: Span, name: &str, why: NoLint) -> Diagnostic {
    let meant = match why {
        NoLint::Error(code) => return error_code(span, code),
        NoLint::Unknown(meant) => meant,
    };
    let message = say!("non conosco il codice `{name}`", "I do not know the code `{name}`");
    let fault = Diagnostic::new(Code::ConfigUnknown, span, message).note(say!(
        "`piaoc lints` elenca i codici; `warnings` e `hints` valgono per tutti gli avvisi e tutti i suggerimenti",
        "`piaoc lints` lists the codes; `warnings` and `hints` stand for all warnings and all hints"
    ));
    match meant {
        Some(meant) => {
            fault.fix(say!("forse volevi scrivere `{meant}`", "perhaps you meant `{meant}`"), span, meant)
        }
        None => fault,
    }
}

/// An error has no level.
fn error_code(span: Span, code: Code) -> Diagnostic {
    let name = code.name();
    let message = say!("`{name}` è un errore e resta tale", "`{name}` is an error and stays one");
    Diagnostic::new(Code::ConfigValue, span, message).note(say!(
        "si regolano solo avvisi e suggerimenti: `piaoc lints` li elenca",
        "only warnings and hints have levels: `piaoc lints` lists them"
    ))
}
