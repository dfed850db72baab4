//! What is wrong with a file as a file, plan or table alike.

use crate::diagnostics::paste::Command;
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::{FileId, LoadFault, Span, Special, Undecodable, Unread, is_workbook};

/// A file named on the command line that can't be had.
pub fn missing_file(span: Span, path: &str, fault: &LoadFault) -> Diagnostic {
    let code = match fault {
        LoadFault::Missing | LoadFault::Unreadable(_) => Code::FileMissing,
        LoadFault::Folder => Code::FileIsFolder,
        LoadFault::TooLarge => Code::FileTooLarge,
        LoadFault::Special(_) => Code::FileSpecial,
        LoadFault::Outside => Code::FileOutside,
    };
    unreadable(code, span, path, fault)
}

/// A file that can't be had, under a given code; one that lies outside has its own.
pub fn unreadable(code: Code, span: Span, path: &str, fault: &LoadFault) -> Diagnostic {
    match fault {
        LoadFault::Missing => {
            Diagnostic::new(code, span, say!("il file `{path}` non c'è", "there is no file `{path}`"))
                .note(say!("controlla il nome e la cartella", "check the name and the folder"))
        }
        LoadFault::Folder => Diagnostic::new(
            code,
            span,
            say!("`{path}` è una cartella, non un file", "`{path}` is a folder, not a file"),
        )
        .note(say!("indica il file che sta dentro la cartella", "name the file inside the folder")),
        LoadFault::TooLarge => {
            Diagnostic::new(code, span, say!("`{path}` è troppo grande", "`{path}` is too large"))
                .note(say!("un file può avere al massimo 1 GiB", "a file can have 1 GiB at most"))
        }
        LoadFault::Special(special) => {
            let Text { it, en } = what(*special);
            Diagnostic::new(
                code,
                span,
                say!("`{path}` non è un file normale: è {it}", "`{path}` is no regular file: it is {en}"),
            )
            .note(say!(
                "mettine il contenuto in un file e indica quello; standard input lo legge solo `piaoc fmt -`",
                "put its content into a file and name that; only `piaoc fmt -` reads standard input"
            ))
        }
        LoadFault::Outside => Diagnostic::new(
            Code::FileOutside,
            span,
            say!("`{path}` è fuori dal progetto: non lo leggo", "`{path}` is outside of the project: I do not read it"),
        )
        .note(say!(
            "il progetto è il repository del piano o la cartella più in alto che ha un `piaoc.toml`: porta il file lì dentro, o metti un `piaoc.toml` nella cartella che li contiene tutti e due",
            "the project is the plan's repository or the topmost folder with a `piaoc.toml`: bring the file into it, or put a `piaoc.toml` into the folder that holds both"
        ))
        .note(say!(
            "se ti fidi di questo piano: `--allow-outside`",
            "if you trust this plan: `--allow-outside`"
        )),
        LoadFault::Unreadable(why) => Diagnostic::new(
            code,
            span,
            say!("non riesco a leggere `{path}`: {why}", "I cannot read `{path}`: {why}"),
        )
        .note(say!("controlla i permessi del file", "check the file's permissions")),
    }
}

fn what(special: Special) -> Text {
    match special {
        Special::Device => say!("un dispositivo", "a device"),
        Special::Pipe => say!("una pipe", "a pipe"),
        Special::Socket => say!("un socket", "a socket"),
        Special::OfProcess => {
            say!(
                "ciò che un processo ha aperto, come standard input",
                "what a process has open, such as standard input"
            )
        }
    }
}

/// What a file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAs {
    /// A plan, or a file used by one.
    Plan,
    /// A table of actuals.
    Table,
    /// A `piaoc.toml`.
    Config,
    /// A file of scenarios.
    Scenarios,
}

/// A file that is something else altogether, of which nothing is shown: it may hold what is nobody's business. `span` is
/// where it is named, or its beginning.
pub fn not_ours(span: Span, path: &str, read_as: ReadAs) -> Diagnostic {
    let Text { it, en } = match read_as {
        ReadAs::Plan => say!("un piano", "a plan"),
        ReadAs::Table => say!("una tabella di consuntivi", "a table of actuals"),
        ReadAs::Config => say!("un `piaoc.toml`", "a `piaoc.toml`"),
        ReadAs::Scenarios => say!("un file di prove", "a file of scenarios"),
    };
    Diagnostic::new(
        Code::FileNotOurs,
        span,
        say!("`{path}` non è {it}: il suo testo non viene mostrato", "`{path}` is not {en}: its text is not shown"),
    )
    .note(say!(
        "se lo è, dagli il nome che gli spetta (`.piao`, `.csv`, `.xlsx`, `.prove`, `piaoc.toml`): allora gli errori si vedono",
        "if it is, give it the name that it should have (`.piao`, `.csv`, `.xlsx`, `.prove`, `piaoc.toml`): then its faults are shown"
    ))
}

/// Bytes that are no text of a plan. The file is in the source map with an empty text.
pub fn undecodable(file: FileId, path: &str, fault: Undecodable) -> Diagnostic {
    let span = Span::new(file, 0, 0);
    match fault {
        Undecodable::Utf16 => Diagnostic::new(
            Code::FileUtf16,
            span,
            say!("`{path}` è salvato come «Unicode» (UTF-16)", "`{path}` is saved as “Unicode” (UTF-16)"),
        )
        .note(say!(
            "salvalo di nuovo con la codifica «UTF-8» (in Blocco note: Salva con nome, Codifica)",
            "save it again with the encoding “UTF-8” (in Notepad: Save as, Encoding)"
        )),
        Undecodable::Binary => Diagnostic::new(
            Code::FileBinary,
            span,
            say!("`{path}` non è un file di testo", "`{path}` is no text file"),
        )
        .note(match is_workbook(std::path::Path::new(path)) {
            true => {
                let command = Command::new("piaoc import").word(path).option("-o", "nuovo").line();
                say!(
                    "di una tabella di Excel `{command}` fa un piano",
                    "of a table of Excel `{command}` makes a plan"
                )
            }
            false => say!(
                "un piano è un file di testo semplice, non un documento Word o Excel",
                "a plan is a plain text file, not a Word or Excel document"
            ),
        }),
        Undecodable::NotUtf8(Unread { line, column, .. }) => Diagnostic::new(
            Code::FileNotUtf8,
            span,
            say!(
                "`{path}`: non riesco a leggere il carattere alla riga {line}, colonna {column}",
                "`{path}`: I cannot read the character at line {line}, column {column}"
            ),
        )
        .note(say!(
            "il file è salvato in un modo in cui le lettere accentate si perdono: aprilo nel tuo editor e salvalo di nuovo con la codifica «UTF-8» (in Blocco note: Salva con nome, Codifica)",
            "the file is saved in a way that loses accented letters: open it in your editor and save it again with the encoding “UTF-8” (in Notepad: Save as, Encoding)"
        )),
    }
}
