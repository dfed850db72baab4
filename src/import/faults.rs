//! Why a table becomes no plan, in words: the file, the place, the next step.

use super::ImportFault;
use super::headings::{Heading, Headings};
use crate::diagnostics::{Code, Diagnostic, Text, nearest, say};
use crate::source::{FileId, Span, Undecodable};
use crate::workbook::NOT_COMPUTED;
use crate::{source_faults, workbook};

/// Formulas that are named one by one.
const MOST_NAMED: usize = 10;

/// The diagnostic of a fault; the file is among the sources.
pub fn diagnostic(file: FileId, path: &str, fault: &ImportFault) -> Diagnostic {
    let none = |message: Text| Diagnostic::new(Code::NoTableToImport, Span::new(file, 0, 0), message);
    match fault {
        ImportFault::Text(Undecodable::Binary) => Diagnostic::new(
            Code::FileBinary,
            Span::new(file, 0, 0),
            say!("`{path}` non è una tabella che so leggere", "`{path}` is no table that I can read"),
        )
        .note(say!(
            "leggo .xlsx, .xlsm, .xls, .ods, CSV e testo; quello che sta in un'immagine o in una scansione va prima trascritto in un foglio di Excel",
            "I read .xlsx, .xlsm, .xls, .ods, CSV and text; what is in a picture or a scan must be typed into a sheet of Excel first"
        )),
        ImportFault::Text(fault) => source_faults::undecodable(file, path, *fault),
        ImportFault::Workbook(fault) => workbook::diagnostic(file, path, fault),
        ImportFault::Empty => none(say!("`{path}` è vuoto", "`{path}` is empty")).note(say!(
            "salva il file dopo averlo compilato, o indica quello giusto",
            "save the file after filling it in, or name the right one"
        )),
        ImportFault::NoHeader(None) => none(say!(
            "in `{path}` non trovo nessuna tabella di indicatori",
            "I find no table of indicators in `{path}`"
        ))
        .note(say!(
            "la tabella deve avere una riga di intestazione, per esempio: Obiettivo, Indicatore, Peso, Target",
            "the table must have a row of headers, for example: Obiettivo, Indicatore, Peso, Target"
        ))
        .note(say!(
            "da Word o da un PDF: copia la tabella in un foglio di Excel, salvalo e importa quello",
            "from Word or a PDF: copy the table into a sheet of Excel, save that and import it"
        )),
        ImportFault::NoHeader(Some(likely)) => no_header(none, path, likely),
        ImportFault::NoKpi { header } => {
            let place = header;
            let (it, en) = (&place.it, &place.en);
            none(Text {
                it: format!("`{path}`: sotto l'intestazione ({it}) non c'è nessun indicatore"),
                en: format!("`{path}`: there is no indicator below the header ({en})"),
            })
            .note(say!(
                "ogni indicatore è una riga con il titolo nella sua colonna",
                "each indicator is a row with its title in the title's column"
            ))
        }
        ImportFault::NoYear => none(say!(
            "niente in `{path}` dice di che anno è il piano",
            "nothing in `{path}` tells of which year the plan is"
        ))
        .note(say!(
            "l'anno può stare nel titolo sopra la tabella o in un'intestazione, per esempio «Target 2025»",
            "the year may stand in the title above the table or in a header, for example «Target 2025»"
        )),
        ImportFault::NoColumn { wanted, headers } => no_column(none, path, wanted, headers),
        ImportFault::Formulas(cells) => formulas(file, path, cells),
    }
}

/// What to add to the command: `--map` for each column that was not recognised, `--years` where nothing tells them.
pub fn remedy(fault: &ImportFault) -> Vec<(&'static str, String)> {
    match fault {
        ImportFault::NoHeader(Some(likely)) => {
            let unknown = likely.columns.iter().filter(|column| column.known.is_none());
            unknown.map(|column| ("--map", format!("{}={}", column.name, column.proposal))).collect()
        }
        ImportFault::NoYear => vec![("--years", "2025".to_owned())],
        _ => Vec::new(),
    }
}

/// A row that may be the header.
fn no_header(none: impl Fn(Text) -> Diagnostic, path: &str, likely: &Headings) -> Diagnostic {
    let Headings { place, columns } = likely;
    let named = |wanted: &dyn Fn(&Heading) -> bool| {
        let names = columns.iter().filter(|column| wanted(column)).map(|column| format!("«{}»", column.name));
        names.collect::<Vec<_>>().join(", ")
    };
    let known = named(&|column| column.known.is_some());
    let unknown = named(&|column| column.known.is_none());
    let (it, en) = (&place.it, &place.en);
    let fault = none(Text {
        it: format!("in `{path}` nessuna riga è un'intestazione che riconosco"),
        en: format!("no row of `{path}` is a header that I recognise"),
    });
    match known.is_empty() {
        true => fault.note(Text {
            it: format!("la più simile ({it}): non riconosco {unknown}"),
            en: format!("the likeliest ({en}): I do not recognise {unknown}"),
        }),
        false if unknown.is_empty() => fault.note(Text {
            it: format!(
                "la più simile ({it}) ha {known}: mancano la colonna dell'indicatore, o peso e target"
            ),
            en: format!(
                "the likeliest ({en}) has {known}: it lacks the indicator's column, or weight and target"
            ),
        }),
        false => fault.note(Text {
            it: format!("la più simile ({it}): riconosco {known}, non {unknown}"),
            en: format!("the likeliest ({en}): I recognise {known}, not {unknown}"),
        }),
    }
}

fn no_column(none: impl Fn(Text) -> Diagnostic, path: &str, wanted: &str, headers: &[String]) -> Diagnostic {
    let fault = none(say!(
        "`{path}` non ha una colonna `{wanted}`, che `--map` nomina",
        "`{path}` has no column `{wanted}`, which `--map` names"
    ));
    let all = headers.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
    let fault = match nearest(wanted, headers.iter().map(String::as_str)) {
        Some(near) => fault.note(say!("forse volevi dire `{near}`", "did you mean `{near}`?")),
        None => fault,
    };
    fault.note(say!("le colonne sono {all}", "the columns are {all}"))
}

/// Each formula by its cell.
fn formulas(file: FileId, path: &str, cells: &[(Text, String)]) -> Diagnostic {
    let count = cells.len();
    let message = match count {
        1 => say!(
            "`{path}`: una formula non dà un valore dove ne serve uno",
            "`{path}`: a formula gives no value where one is needed"
        ),
        _ => say!(
            "`{path}`: {count} formule non danno un valore dove ne serve uno",
            "`{path}`: {count} formulas give no value where one is needed"
        ),
    };
    let mut fault = Diagnostic::new(Code::FailedFormula, Span::new(file, 0, 0), message);
    for (place, error) in cells.iter().take(MOST_NAMED) {
        let (it, en) = (&place.it, &place.en);
        fault = fault.note(match error == NOT_COMPUTED {
            true => Text {
                it: format!("{it}: salvata senza il suo valore; aprendo e salvando il file in Excel lo avrà"),
                en: format!(
                    "{en}: saved without its value; opening and saving the file in Excel gives it one"
                ),
            },
            false => Text { it: format!("{it}: `{error}`"), en: format!("{en}: `{error}`") },
        });
    }
    if let Some(more) = count.checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        fault = fault.note(say!("e altre {more}", "and {more} more"));
    }
    fault.note(say!(
        "correggi le formule in Excel e salva, o scrivi `n.d.` dove il valore davvero non c'è",
        "mend the formulas in Excel and save, or write `n.d.` where there really is no value"
    ))
}
