//! Why a workbook can't be read, in words.

use super::WorkbookFault;
use crate::diagnostics::{Code, Diagnostic, say};
use crate::source::{FileId, Span};

/// The diagnostic of a workbook that can't be read; the file is among the sources, with an empty text.
pub fn diagnostic(file: FileId, path: &str, fault: &WorkbookFault) -> Diagnostic {
    let say_it = |code, message| Diagnostic::new(code, Span::new(file, 0, 0), message);
    match fault {
        WorkbookFault::Password => say_it(
            Code::WorkbookPassword,
            say!("`{path}` è protetto da una password", "`{path}` is protected by a password"),
        )
        .note(say!(
            "aprilo, togli la password (in Excel: File, Informazioni, Proteggi cartella di lavoro) e salvalo di nuovo",
            "open it, take the password away (in Excel: File, Info, Protect Workbook) and save it again"
        )),
        WorkbookFault::Truncated => say_it(
            Code::WorkbookDamaged,
            say!("`{path}` è incompleto o danneggiato", "`{path}` is cut short or damaged"),
        )
        .note(say!(
            "spesso è una copia o un allegato interrotto a metà: prendi di nuovo il file, o aprilo in Excel e salvalo di nuovo",
            "often a copy or an attachment that broke off: fetch the file again, or open it in Excel and save it again"
        )),
        WorkbookFault::Bomb => say_it(
            Code::WorkbookTooLarge,
            say!(
                "`{path}` scompattato sarebbe molto più grande di una vera cartella di lavoro, e non lo apro",
                "`{path}` unpacked would be far larger than a real workbook, and I do not open it"
            ),
        )
        .note(say!(
            "controlla da dove viene; se è proprio tuo, copia in una cartella di lavoro nuova solo i fogli che servono",
            "check where it comes from; if it is really yours, copy only the sheets that are needed into a new workbook"
        )),
        WorkbookFault::Page { xml } => say_it(
            Code::NotAWorkbook,
            if *xml {
                say!(
                    "`{path}` non è una cartella di lavoro ma un foglio XML di Excel 2003, salvato con quel nome",
                    "`{path}` is no workbook but an XML spreadsheet of Excel 2003, saved under that name"
                )
            } else {
                say!(
                    "`{path}` non è una cartella di lavoro ma una pagina web (HTML), come le danno molti portali con quel nome",
                    "`{path}` is no workbook but a page of the web (HTML), as many portals give them under that name"
                )
            },
        )
        .note(say!(
            "aprilo in Excel o LibreOffice e usa Salva con nome, tipo «Cartella di lavoro di Excel (.xlsx)»",
            "open it in Excel or LibreOffice and use Save as, type “Excel Workbook (.xlsx)”"
        )),
        WorkbookFault::NotAWorkbook => say_it(
            Code::NotAWorkbook,
            say!(
                "`{path}` non è una cartella di lavoro che so leggere",
                "`{path}` is not a workbook that I can read"
            ),
        )
        .note(say!(
            "leggo .xlsx, .xlsm, .xls e .ods: aprilo in Excel e usa Salva con nome, tipo «Cartella di lavoro di Excel»",
            "I read .xlsx, .xlsm, .xls and .ods: open it in Excel and use Save as, type “Excel Workbook”"
        )),
        WorkbookFault::TooLarge { sheet } => {
            let most = super::MOST_CELLS / 1_000_000;
            let message = match sheet.as_str() {
                "" => say!(
                    "`{path}` ha più di {most} milioni di celle",
                    "`{path}` has more than {most} million cells"
                ),
                sheet => say!(
                    "`{path}`: il foglio `{sheet}` ha più di {most} milioni di celle",
                    "`{path}`: sheet `{sheet}` has more than {most} million cells"
                ),
            };
            say_it(Code::WorkbookTooLarge, message)
            .note(say!(
                "tieni nel foglio solo la tabella dei valori: spesso sono righe o colonne riempite per sbaglio fino in fondo",
                "keep only the table of values in the sheet: often rows or columns were filled to the end by mistake"
            ))
        }
        WorkbookFault::LongText { cell } => {
            let message = match cell.as_str() {
                "" => say!(
                    "`{path}` ha un testo più lungo di quanto Excel lasci scrivere in una cella (32.767 caratteri)",
                    "`{path}` has a text longer than Excel lets a cell hold (32.767 characters)"
                ),
                cell => say!(
                    "`{path}`: la cella `{cell}` ha più di 32.767 caratteri, e in Excel non può",
                    "`{path}`: the cell `{cell}` has more than 32.767 characters, which Excel does not let it have"
                ),
            };
            say_it(Code::WorkbookTooLarge, message).note(say!(
                "accorcia il testo; se non lo vedi, il file non viene da Excel: controlla chi l'ha prodotto",
                "shorten the text; if you cannot see it, the file is not from Excel: check what produced it"
            ))
        }
        WorkbookFault::MuchText { sheet } => {
            let most = super::MOST_TEXT >> 20;
            say_it(
                Code::WorkbookTooLarge,
                say!(
                    "`{path}`: i testi fino al foglio `{sheet}` sono più di {most} MiB",
                    "`{path}`: the texts up to sheet `{sheet}` are more than {most} MiB"
                ),
            )
            .note(say!(
                "copia in una cartella di lavoro nuova solo la tabella che serve",
                "copy only the table that is needed into a new workbook"
            ))
        }
        WorkbookFault::Full { sheet } => say_it(
            Code::WorkbookFull,
            say!(
                "`{path}`: il foglio `{sheet}` è pieno fino all'ultima riga che può avere",
                "`{path}`: sheet `{sheet}` is filled to the last row that it can have"
            ),
        )
        .note(say!(
            "Excel taglia senza dirlo quello che non ci sta, e non so se manca qualcosa: cancella le righe riempite per sbaglio, o dividi la tabella in più fogli",
            "Excel cuts off what does not fit without a word, and I cannot know whether something is missing: delete the rows filled by mistake, or divide the table among several sheets"
        )),
    }
}
