//! What is wrong with a file as a file, plan or table alike.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::source::{FileId, LoadFault, Span, TABLE_EXTENSIONS, Undecodable};

/// A file named on the command line that can't be had.
pub fn missing_file(span: Span, path: &str, fault: &LoadFault) -> Diagnostic {
    let code = match fault {
        LoadFault::Missing | LoadFault::Unreadable(_) => Code::FileMissing,
        LoadFault::Folder => Code::FileIsFolder,
        LoadFault::TooLarge => Code::FileTooLarge,
    };
    unreadable(code, span, path, fault)
}

/// A file that can't be had, under a given code.
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
        LoadFault::Unreadable(why) => Diagnostic::new(
            code,
            span,
            say!("non riesco a leggere `{path}`: {why}", "I cannot read `{path}`: {why}"),
        )
        .note(say!("controlla i permessi del file", "check the file's permissions")),
    }
}

/// Whether a file calls itself a workbook.
fn is_workbook(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    extension != "csv" && TABLE_EXTENSIONS.contains(&extension.as_str())
}

/// Bytes that are no text of a plan. The file is in the source map with an empty text.
pub fn undecodable(file: FileId, path: &str, fault: Undecodable) -> Diagnostic {
    let span = Span::new(file, 0, 0);
    match fault {
        Undecodable::Utf16 => Diagnostic::new(
            Code::FileUtf16,
            span,
            say!("`{path}` è salvato in UTF-16", "`{path}` is saved as UTF-16"),
        )
        .note(say!(
            "salvalo di nuovo scegliendo la codifica UTF-8",
            "save it again choosing the encoding UTF-8"
        )),
        Undecodable::Binary(at) => Diagnostic::new(
            Code::FileBinary,
            span,
            say!(
                "`{path}` non è un file di testo (c'è un byte zero in posizione {at})",
                "`{path}` is no text file (there is a zero byte at position {at})"
            ),
        )
        .note(match is_workbook(path) {
            true => say!(
                "di una tabella di Excel `piaoc import {path} -o nuovo` fa un piano",
                "of a table of Excel `piaoc import {path} -o nuovo` makes a plan"
            ),
            false => say!(
                "un piano è un file di testo semplice, non un documento Word o Excel",
                "a plan is a plain text file, not a Word or Excel document"
            ),
        }),
        Undecodable::NotUtf8(at) => Diagnostic::new(
            Code::FileNotUtf8,
            span,
            say!(
                "`{path}` non è in UTF-8: non riesco a leggere il byte in posizione {at}",
                "`{path}` is not in UTF-8: I cannot read the byte at position {at}"
            ),
        )
        .note(say!(
            "salvalo di nuovo scegliendo la codifica UTF-8",
            "save it again choosing the encoding UTF-8"
        )),
    }
}
