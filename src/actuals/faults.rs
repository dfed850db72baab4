//! What can be wrong with a table, its rows and its keys: each from its data to its words. The faults of headers are in
//! [`super::header_faults`], those of values in [`super::cell_faults`].

use std::borrow::Cow;

use super::Subject;
use super::header_faults::expected_header;
use super::keys::{Key, Unknown};
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::plan::{ObjectiveId, Plan};
use crate::source::{FileId, Span, Undecodable, Unread, place_name};
use crate::value::{Period, PeriodKind, is_invisible, parse_date};

/// How many names a message lists.
const MOST_NAMED: usize = 8;

/// A cell, as a message names it.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// What to underline.
    pub span: Span,
    /// The row's first line, from 1.
    pub row: u32,
    /// The column's header.
    pub column: &'a str,
    /// In a workbook, the sheet's name and the column, from 0.
    pub sheet: Option<(&'a str, u32)>,
}

impl Place<'_> {
    /// A fault of this cell; row and column are put before its words.
    pub fn fault(&self, code: Code, message: Text) -> Diagnostic {
        let (spot, column) = (self.spot(), short(self.column));
        let (Text { it, en }, Text { it: spot_it, en: spot_en }) = (message, spot);
        Diagnostic::new(
            code,
            self.span,
            say!("{spot_it}, colonna `{column}`: {it}", "{spot_en}, column `{column}`: {en}"),
        )
    }

    /// `riga 14`; in a workbook `Staff!E14`.
    pub fn spot(&self) -> Text {
        match self.sheet {
            Some((sheet, column)) => {
                Text::same(short(&place_name(sheet, self.row.saturating_sub(1), column)))
            }
            None => {
                let row = self.row;
                say!("riga {row}", "row {row}")
            }
        }
    }
}

/// A text of the user fit for a message: one line, not too long.
pub fn short(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 100;
    if text.len() <= LONGEST && !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut line: String = text.chars().take(LONGEST).collect::<String>().replace(['\n', '\r'], " ");
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    Cow::Owned(line)
}

/// A fault of a cell of `text`, with the characters in the cell that nobody can see.
pub fn with_invisible(fault: Diagnostic, text: &str) -> Diagnostic {
    let written = text.get(fault.span.start as usize..fault.span.end as usize).unwrap_or_default();
    let mut found: Vec<String> =
        written.chars().filter(|c| is_invisible(*c)).map(|c| format!("U+{:04X}", u32::from(c))).collect();
    found.dedup();
    found.truncate(MOST_NAMED);
    let named = found.join(", ");
    match found.len() {
        0 => fault,
        1 => fault.note(say!(
            "qui dentro c'è un carattere che non si vede, {named}: cancella il testo e riscrivilo a mano",
            "in it there is a character that cannot be seen, {named}: delete the text and type it again"
        )),
        _ => fault.note(say!(
            "qui dentro ci sono caratteri che non si vedono, {named}: cancella il testo e riscrivilo a mano",
            "in it there are characters that cannot be seen, {named}: delete the text and type it again"
        )),
    }
}

/// Bytes that are no table.
pub fn undecodable(file: FileId, path: &str, bytes: &[u8], fault: Undecodable) -> Diagnostic {
    let span = Span::new(file, 0, 0);
    let workbook = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let fault = match fault {
        Undecodable::Utf16 => Diagnostic::new(
            Code::FileUtf16,
            span,
            say!(
                "`{path}` è salvato in UTF-16, e non riesco a leggerlo",
                "`{path}` is saved as UTF-16, and I cannot read it"
            ),
        ),
        Undecodable::Binary if workbook => Diagnostic::new(
            Code::FileBinary,
            span,
            say!(
                "`{path}` è una cartella di lavoro di Excel, non un CSV",
                "`{path}` is an Excel workbook, not a CSV"
            ),
        ),
        Undecodable::Binary => Diagnostic::new(
            Code::FileBinary,
            span,
            say!("`{path}` non è un file di testo", "`{path}` is no text file"),
        ),
        Undecodable::NotUtf8(Unread { line, column, .. }) => Diagnostic::new(
            Code::FileNotUtf8,
            span,
            say!(
                "`{path}`: non riesco a leggere il carattere alla riga {line}, colonna {column}; prima gli accenti sono scritti in un altro modo",
                "`{path}`: I cannot read the character at line {line}, column {column}; before it accents are written in another way"
            ),
        ),
    };
    fault.note(say!(
        "in Excel: Salva con nome, tipo «CSV UTF-8 (delimitato dal separatore di elenco)»",
        "in Excel: Save as, type “CSV UTF-8 (Comma delimited)”"
    ))
}

/// A file with nothing in it.
pub fn empty(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::new(Code::FileEmpty, Span::new(file, 0, 0), say!("`{path}` è vuoto", "`{path}` is empty"))
        .note(expected_header())
}

/// A quote that is not closed.
pub fn open_cell(place: &Place<'_>) -> Diagnostic {
    place
        .fault(Code::OpenCell, say!("le virgolette aperte qui non si chiudono", "the quote opened here is not closed"))
        .note(say!(
            "una cella tra virgolette finisce con le virgolette, e quelle dentro il testo si raddoppiano: \"progetto \"\"Ibrida\"\"\"",
            "a cell in quotes ends with a quote, and those within the text are doubled: \"project \"\"Hybrid\"\"\""
        ))
}

/// More or fewer cells than the header.
pub fn ragged(span: Span, row: u32, cells: usize, header: usize, separator: u8) -> Diagnostic {
    let Text { it, en } = match cells {
        1 => say!("1 cella", "1 cell"),
        cells => say!("{cells} celle", "{cells} cells"),
    };
    let fault = Diagnostic::new(
        Code::RaggedRow,
        span,
        say!(
            "riga {row}: ha {it}, mentre l'intestazione ne ha {header}",
            "row {row}: it has {en}, the header {header}"
        ),
    );
    fault.note(match (cells < header, separator) {
        (true, _) => say!(
            "le celle vuote in mezzo alla riga vogliono il loro separatore",
            "empty cells within the row take their separator"
        ),
        (false, b',') => say!(
            "qui le celle sono divise da virgole: un testo o un numero che ne contiene una va tra virgolette",
            "cells are divided by commas here: a text or a number that holds one goes in quotes"
        ),
        (false, _) => say!(
            "un testo che contiene il separatore va tra virgolette",
            "a text that holds the separator goes in quotes"
        ),
    })
}

/// A cell or header that is not written as a period, with the one that it most likely means.
pub fn bad_period(place: &Place<'_>, written: &str, meant: Option<Period>) -> Diagnostic {
    let written = short(written);
    let fault = if written.is_empty() {
        place.fault(Code::CellPeriod, say!("manca il periodo", "the period is missing"))
    } else if parse_date(&written).is_some() {
        let said = say!("`{written}` è una data, non un periodo", "`{written}` is a date, not a period");
        place.fault(Code::CellPeriod, said)
    } else {
        place.fault(Code::CellPeriod, say!("`{written}` non è un periodo", "`{written}` is not a period"))
    };
    let fault = fault.note(say!(
        "un periodo si scrive 2025, 2025-S1, 2025-T2 o 2025-06",
        "a period is written 2025, 2025-S1, 2025-T2 or 2025-06"
    ));
    let Some(meant) = meant else { return fault };
    let fault = fault.fix(say!("scrivi `{meant}`", "write `{meant}`"), place.span, meant.to_string());
    match meant.kind {
        PeriodKind::Month(_) => fault.note(say!(
            "Excel trasforma da solo {meant} in una data: formatta la colonna come Testo prima di scriverci",
            "Excel turns {meant} into a date by itself: format the column as Text before writing in it"
        )),
        _ => fault,
    }
}

/// The first line of a conflict between two versions.
pub fn merge_conflict(span: Span, row: u32) -> Diagnostic {
    Diagnostic::new(
        Code::MergeConflict,
        span,
        say!(
            "riga {row}: qui c'è il segno di un conflitto fra due versioni del file",
            "row {row}: here is the mark of a conflict between two versions of the file"
        ),
    )
    .note(say!(
        "il file contiene due versioni delle stesse righe, prima e dopo `=======`: tieni quella giusta e cancella l'altra e i segni",
        "the file holds two versions of the same rows, before and after `=======`: keep the right one and delete the other and the marks"
    ))
}

/// A row with values but without a key.
pub fn no_key(place: &Place<'_>) -> Diagnostic {
    place.fault(Code::UnknownKey, say!("manca la chiave", "the key is missing")).note(expected_key())
}

fn expected_key() -> Text {
    say!(
        "una chiave è una misura (`soggetti_turismo`), un indicatore (`A.1/trend_turismo`) o uno dei dati del suo algoritmo (`A.1/trend_turismo/1`); per gli stati anche un obiettivo (`A.1`)",
        "a key is a measure (`soggetti_turismo`), an indicator (`A.1/trend_turismo`) or one of the data of its algorithm (`A.1/trend_turismo/1`); for states also an objective (`A.1`)"
    )
}

/// A key that names nothing; with what it may have meant and what to write in its cell for that.
pub fn unknown_key(
    plan: &Plan,
    place: &Place<'_>,
    written: &str,
    how: Unknown,
    meant: Option<(String, String)>,
) -> Diagnostic {
    let written = short(written);
    let fault = match how {
        Unknown::Name => place
            .fault(Code::UnknownKey, say!("`{written}` non è nel piano", "`{written}` is not in the plan"))
            .note(expected_key()),
        Unknown::Objective => place.fault(
            Code::UnknownKey,
            say!("nel piano non c'è l'obiettivo di `{written}`", "the plan has no objective of `{written}`"),
        ),
        Unknown::Kpi(id) => {
            let objective = plan.objective(id);
            let code = &objective.code;
            let fault = place.fault(
                Code::UnknownKey,
                say!(
                    "l'obiettivo {code} non ha un indicatore `{written}`",
                    "objective {code} has no indicator `{written}`"
                ),
            );
            let fault =
                fault.also(objective.span, say!("l'obiettivo {code} è qui", "objective {code} is here"));
            if meant.is_some() { fault } else { fault.note(kpis_of(plan, id)) }
        }
        Unknown::Operand(id) => {
            let kpi = plan.kpi(id);
            let (key, count) = (&kpi.key, kpi.operands.len());
            let message = match count {
                0 => say!("l'algoritmo di `{key}` non nomina dati", "the algorithm of `{key}` names no data"),
                1 => say!(
                    "l'algoritmo di `{key}` nomina un dato solo, `{key}/1`",
                    "the algorithm of `{key}` names only one datum, `{key}/1`"
                ),
                _ => say!(
                    "l'algoritmo di `{key}` nomina {count} dati, da `{key}/1` a `{key}/{count}`",
                    "the algorithm of `{key}` names {count} data, from `{key}/1` to `{key}/{count}`"
                ),
            };
            place
                .fault(Code::UnknownKey, message)
                .also(kpi.span, say!("l'indicatore è qui", "the indicator is here"))
        }
    };
    match meant {
        Some((name, cell)) => {
            fault.fix(say!("forse volevi scrivere `{name}`", "perhaps you meant `{name}`"), place.span, cell)
        }
        None => fault,
    }
}

/// The KPIs that an objective has.
fn kpis_of(plan: &Plan, objective: ObjectiveId) -> Text {
    let kpis = &plan.objective(objective).kpis;
    let mut keys: Vec<String> =
        kpis.iter().take(MOST_NAMED).map(|id| format!("`{}`", plan.kpi(*id).key)).collect();
    if kpis.len() > MOST_NAMED {
        keys.push("…".to_owned());
    }
    let list = keys.join(", ");
    if list.is_empty() {
        say!("non ha indicatori", "it has no indicators")
    } else {
        say!("ha {list}", "it has {list}")
    }
}

/// A key that more than one thing answers to.
pub fn ambiguous_key(
    plan: &Plan,
    place: &Place<'_>,
    written: &str,
    (several, count): (&[Key], usize),
) -> Diagnostic {
    let written = short(written);
    let fault = place.fault(
        Code::AmbiguousKey,
        say!("a `{written}` rispondono in {count}", "{count} answer to `{written}`"),
    );
    let fault = several.iter().take(MOST_NAMED).fold(fault, |fault, key| {
        let (span, name) = declared(plan, *key);
        fault.also(span, say!("`{name}` è qui", "`{name}` is here"))
    });
    fault.note(say!(
        "usa nella chiave un nome che sia di uno solo; se non c'è, dagli un nome breve nel piano: `kpi trend_turismo \"…\"`",
        "use in the key a name that only one has; if there is none, give it an identifier in the plan: `kpi trend_turismo \"…\"`"
    ))
}

/// Where what a key names is declared, and what it is called.
pub fn declared(plan: &Plan, key: Key) -> (Span, &str) {
    match key {
        Key::Value(Subject::Measure(id)) => (plan.measure(id).span, &plan.measure(id).key),
        Key::Value(Subject::Kpi(id)) => (plan.kpi(id).span, &plan.kpi(id).key),
        Key::Objective(id) => (plan.objective(id).span, &plan.objective(id).code),
    }
}
