//! `piaoc export`: the result as a workbook whose formulas compute it again, or as the table that is published.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::actuals::{self, Remarks, Shown};
use super::inputs::Inputs;
use super::progress::Bar;
use super::refusal::Refusal;
use super::write::Target;
use super::{Exit, Outside};
use crate::diagnostics::{Text, indicators, say};
use crate::output::csv;
use crate::output::workbook::{self, Fault};
use crate::workbook::is_untouched_export;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Workbook,
    Table,
}

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let path = matches.get_one::<PathBuf>("output");
    let format = format(path, matches.get_one::<String>("format").map(String::as_str))?;
    let target = path.map(|path| Target::new(path)).transpose()?;
    let inputs = Inputs::of(matches, target.as_ref());
    if let Some(target) = &target {
        target.must_be_no_input(&inputs)?;
        if !matches.get_flag("force") {
            target.must_be_ours(|bytes| match format {
                Format::Workbook => is_untouched_export(bytes),
                Format::Table => csv::is_ours(bytes),
            })?;
        }
    }
    actuals::evaluate(matches, &inputs, outside, Remarks::Shown, |view, outside| {
        let Some(target) = &target else { return Ok(Shown::Document(csv::render(view))) };
        target.must_be_no_input(&inputs)?;
        let bytes = match format {
            Format::Table => csv::render(view).into_bytes(),
            Format::Workbook => {
                let mut bar = Bar::new(outside, say!("scrivo la cartella", "writing the workbook"));
                let made = workbook::render(view, &mut |done, of| bar.at(done, of));
                bar.end()?;
                made.map_err(|fault| refused(&fault))?
            }
        };
        target.put(&inputs, &bytes, outside)?;
        let (shown, Text { it, en }) = (target.path().display(), indicators(view.plan.kpis.len()));
        let text = match format {
            Format::Workbook => say!(
                "scritto `{shown}`: {it}, con le formule\n",
                "wrote `{shown}`: {en}, with the formulas\n"
            ),
            Format::Table => say!("scritto `{shown}`: {it}\n", "wrote `{shown}`: {en}\n"),
        };
        Ok(Shown::Text(text.get(outside.lang).to_owned()))
    })
}

/// What is to be written: what was asked for, otherwise what the file's name says. The two must agree, since programs
/// open files by their names.
fn format(path: Option<&PathBuf>, asked: Option<&str>) -> Result<Format, Refusal> {
    let Some(path) = path else {
        return match asked {
            Some("csv") => Ok(Format::Table),
            _ => Err(Refusal::with_next(
                say!("manca il file da scrivere", "the file to write is missing"),
                say!("aggiungi per esempio `-o risultati.xlsx`", "add for example `-o results.xlsx`"),
            )),
        };
    };
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let named = match extension.as_deref() {
        Some("xlsx") => Some(Format::Workbook),
        Some("csv") => Some(Format::Table),
        _ => None,
    };
    let asked = asked.map(|asked| if asked == "csv" { Format::Table } else { Format::Workbook });
    match (named, asked) {
        (Some(named), None) => Ok(named),
        (Some(named), Some(asked)) if named == asked => Ok(named),
        (None, Some(Format::Table)) if extension.as_deref() != Some("ods") => Ok(Format::Table),
        (Some(_), Some(_)) => Err(Refusal::with_next(
            cannot_write(path),
            say!(
                "il nome del file e `--format` devono dire la stessa cosa",
                "the file's name and `--format` must say the same"
            ),
        )),
        (None, _) => Err(wrong_name(path, extension.as_deref())),
    }
}

fn cannot_write(path: &Path) -> crate::diagnostics::Text {
    let shown = path.display();
    say!("non so scrivere `{shown}`", "I cannot write `{shown}`")
}

fn wrong_name(path: &Path, extension: Option<&str>) -> Refusal {
    let next = match extension {
        Some("ods") => say!(
            "scrivi un .xlsx, aprilo con LibreOffice e usa File > Salva con nome > ODF: le formule restano",
            "write an .xlsx, open it in LibreOffice and use File > Save As > ODF: the formulas stay"
        ),
        _ => say!(
            "il file deve finire in .xlsx (la cartella con le formule, per Excel e LibreOffice) o in .csv (la tabella)",
            "the file must end in .xlsx (the workbook with formulas, for Excel and LibreOffice) or in .csv (the table)"
        ),
    };
    Refusal::with_next(cannot_write(path), next)
}

fn refused(fault: &Fault) -> Refusal {
    match fault {
        Fault::TooLarge { rows } => Refusal::with_next(
            say!(
                "un foglio di Excel non ha posto per {rows} righe",
                "a sheet of Excel has no room for {rows} rows"
            ),
            say!(
                "dai solo i consuntivi degli anni che servono, oppure scrivi un .csv",
                "give only the actuals of the years that are needed, or write a .csv"
            ),
        ),
        Fault::Refused(why) => Refusal::said(say!(
            "non riesco a comporre la cartella di lavoro: {why}",
            "I cannot put the workbook together: {why}"
        )),
    }
}
