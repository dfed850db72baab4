//! What can be wrong with a workbook as a collection of tables: each from its data to its words.

use super::faults::{Place, short};
use super::form::Lack;
use super::read::Origin;
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::{FileId, Span};
use crate::workbook::NOT_COMPUTED;

/// How many sheets a message names.
const MOST_NAMED: usize = 12;

fn of_file(file: FileId) -> Span {
    Span::new(file, 0, 0)
}

/// A workbook without a table.
pub fn no_table(file: FileId, path: &str, sheets: &[&str]) -> Diagnostic {
    let mut names: Vec<String> = sheets.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
    if sheets.len() > MOST_NAMED {
        names.push("…".to_owned());
    }
    let names = names.join(", ");
    Diagnostic::new(
        Code::NoTableInSheets,
        of_file(file),
        say!(
            "in `{path}` nessun foglio è una tabella di consuntivi",
            "in `{path}` no sheet is a table of actuals"
        ),
    )
    .note(say!("ho guardato {names}", "I looked at {names}"))
    .note(say!(
        "nelle prime 20 righe di un foglio ci dev'essere l'intestazione: `chiave`, `periodo` e `valore`; al posto di `chiave` vanno bene `obiettivo` e `indicatore`, al posto di `periodo` e `valore` una colonna per periodo",
        "in the first 20 rows of a sheet there must be the header: `key`, `period` and `value`; `objective` and `indicator` may stand for `key`, one column a period for `period` and `value`"
    ))
}

/// A hidden sheet that looks like a table.
pub fn hidden_table(file: FileId, path: &str, sheet: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SheetNotRead,
        of_file(file),
        say!(
            "`{path}`: il foglio nascosto `{sheet}` ha l'aspetto di una tabella, e non l'ho letto",
            "`{path}`: the hidden sheet `{sheet}` looks like a table, and I did not read it"
        ),
    )
    .note(say!(
        "rendilo visibile se i suoi valori contano, altrimenti toglilo",
        "make it visible if its values count, otherwise take it away"
    ))
}

/// Rows, by number, and columns, by header, that are hidden and count all the same; at the first of their values.
pub fn hidden_cells(cell: Span, origin: Origin<'_>, rows: &[u32], columns: &[&str]) -> Diagnostic {
    let (path, sheet) = (origin.sources.path(origin.file), short(origin.sheet.unwrap_or_default()));
    let mut rows_shown: Vec<String> = rows.iter().take(MOST_NAMED).map(u32::to_string).collect();
    if rows.len() > MOST_NAMED {
        rows_shown.push("…".to_owned());
    }
    let (rows_shown, count) = (rows_shown.join(", "), rows.len());
    let columns: Vec<String> =
        columns.iter().take(MOST_NAMED).map(|name| format!("`{}`", short(name))).collect();
    let columns = columns.join(", ");
    let Text { it, en } = match (count, columns.as_str()) {
        (0, columns) => say!("la colonna nascosta {columns}", "the hidden column {columns}"),
        (1, "") => say!("la riga nascosta {rows_shown}", "the hidden row {rows_shown}"),
        (_, "") => say!("{count} righe nascoste ({rows_shown})", "{count} hidden rows ({rows_shown})"),
        (_, columns) => say!(
            "righe nascoste ({rows_shown}) e la colonna nascosta {columns}",
            "hidden rows ({rows_shown}) and the hidden column {columns}"
        ),
    };
    Diagnostic::new(
        Code::HiddenCells,
        cell,
        say!(
            "`{path}`: nel foglio `{sheet}` conta anche ciò che non si vede: {it}",
            "`{path}`: in sheet `{sheet}` what cannot be seen counts too: {en}"
        ),
    )
    .note(say!(
        "l'ho letto come il resto: mostralo e controllalo (in Excel togli il filtro, poi Formato, Nascondi e scopri), o cancellalo se non deve contare",
        "I read it like the rest: show it and check it (in Excel clear the filter, then Format, Hide & Unhide), or delete it if it must not count"
    ))
}

/// A form that came back without something that it asked for.
pub fn lack(file: FileId, path: &str, lack: &Lack<'_>) -> Diagnostic {
    match lack {
        Lack::Sheet { name, now } => {
            let fault = Diagnostic::new(
                Code::FormSheetMissing,
                of_file(file),
                say!(
                    "`{path}`: al modulo manca il foglio `{name}`",
                    "`{path}`: the form lacks its sheet `{name}`"
                ),
            );
            let fault = match now {
                Some(now) => fault.note(say!(
                    "sembra diventato `{now}`: ridagli il suo nome",
                    "it seems to have become `{now}`: give it its name back"
                )),
                None => fault,
            };
            fault.note(say!(
                "chi compila solo il proprio foglio può avere un modulo della sua struttura: `piaoc form --structure`",
                "whoever fills in only their own sheet can have a form of their structure: `piaoc form --structure`"
            ))
        }
        Lack::Row { sheet, key, period } => {
            let (it, en) = match period {
                Some(period) => (format!(" per {period}"), format!(" for {period}")),
                None => (String::new(), String::new()),
            };
            Diagnostic::new(
                Code::FormRowMissing,
                of_file(file),
                say!(
                    "`{path}`: nel foglio `{sheet}` manca la riga di `{key}`{it}, che il modulo chiedeva",
                    "`{path}`: in sheet `{sheet}` the row of `{key}`{en} is missing, which the form asked for"
                ),
            )
            .note(say!(
                "rimetti la riga; se il valore non c'è, scrivi `n.d.` nella colonna del valore",
                "put the row back; if there is no value, write `n.d.` in the column of the value"
            ))
        }
    }
}

/// A workbook with macros.
pub fn macros(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MacrosNotRun,
        of_file(file),
        say!(
            "`{path}` contiene macro: non le eseguo, e leggo i valori come sono stati salvati",
            "`{path}` holds macros: I do not run them, and read the values as they were saved"
        ),
    )
}

/// A formula without a value, where one is needed.
pub fn failed_formula(place: &Place<'_>, error: &str) -> Diagnostic {
    if error == NOT_COMPUTED {
        return place
            .fault(
                Code::FailedFormula,
                say!(
                    "questa formula è stata salvata senza il suo valore",
                    "this formula was saved without its value"
                ),
            )
            .note(say!(
                "apri il file in Excel o LibreOffice, che la calcola, e salvalo di nuovo",
                "open the file in Excel or LibreOffice, which computes it, and save it again"
            ));
    }
    let english = error.strip_prefix("#Err").map_or(error, |_| error.trim_start_matches('#'));
    let italian = match english {
        "#N/A" => "#N/D",
        "#NAME?" => "#NOME?",
        "#NULL!" => "#NULLO!",
        "#REF!" => "#RIF!",
        "#VALUE!" => "#VALORE!",
        other => other,
    };
    place
        .fault(
            Code::FailedFormula,
            say!(
                "la formula non dà un valore ma l'errore `{italian}`",
                "the formula gives no value but the error `{english}`"
            ),
        )
        .note(match english {
            "#N/A" | "#N/D" => say!(
                "una ricerca (CERCA.VERT e simili) non ha trovato quello che cercava; scrivi `n.d.` se il valore davvero non c'è",
                "a lookup (VLOOKUP and the like) did not find what it sought; write `n.d.` if there really is no value"
            ),
            "#DIV/0!" => say!(
                "una divisione per zero: spesso manca il denominatore; scrivi `n.d.` se il valore davvero non c'è",
                "a division by zero: often the denominator is missing; write `n.d.` if there really is no value"
            ),
            _ => say!(
                "correggi la formula in Excel, o scrivi `n.d.` se il valore davvero non c'è",
                "mend the formula in Excel, or write `n.d.` if there really is no value"
            ),
        })
}

/// Something beside the table, under no header.
pub fn beside(span: Span, cell: &str, header: usize) -> Diagnostic {
    Diagnostic::new(
        Code::RaggedRow,
        span,
        say!(
            "{cell}: qui c'è qualcosa fuori dalla tabella, che ha {header} colonne",
            "{cell}: here is something outside the table, which has {header} columns"
        ),
    )
    .note(say!(
        "un appunto va nella colonna `nota`; se è una colonna della tabella, dalle un'intestazione",
        "a remark goes in the column `note`; if it is a column of the table, give it a header"
    ))
}
