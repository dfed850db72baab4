//! `piaoc export`: the result as a workbook whose formulas compute it again, or as the table that is published. Without
//! actuals it is the plan as approved.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::actuals::{self, Shown};
use super::inputs::Inputs;
use super::progress::Bar;
use super::refusal::Refusal;
use super::write::Target;
use super::{Exit, Outside};
use crate::diagnostics::{Lang, Text, indicators, say};
use crate::output::approved::Approved;
use crate::output::csv;
use crate::output::workbook::{self, Fault};
use crate::plan::Plan;
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
    let year = match matches.get_one::<String>("period") {
        Some(text) => Some(actuals::period(text)?.year),
        None => None,
    };
    let to = To { target: target.as_ref(), inputs: &inputs, format };
    let without = |plan: &Plan, outside: &mut Outside<'_>| {
        if let Some(year) = year.filter(|year| !(plan.years.0..=plan.years.1).contains(year)) {
            return Err(no_such_year(plan, year));
        }
        let table = Approved::of(plan, year);
        to.put(outside, plan, Content::Plan, |_, lang| match format {
            Format::Table => Ok(csv::render_approved(&table).into_bytes()),
            Format::Workbook => workbook::render_approved(&table, lang),
        })
    };
    actuals::evaluate_or(matches, &inputs, outside, without, |view, outside| {
        to.put(outside, view.plan, Content::Results, |progress, _| match format {
            Format::Table => Ok(csv::render(view).into_bytes()),
            Format::Workbook => workbook::render(view, progress),
        })
    })
}

/// What a file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Results,
    Plan,
}

/// Where to, and how.
struct To<'a> {
    target: Option<&'a Target<'a>>,
    inputs: &'a Inputs,
    format: Format,
}

impl To<'_> {
    fn put(
        &self,
        outside: &mut Outside<'_>,
        plan: &Plan,
        content: Content,
        make: impl FnOnce(&mut dyn FnMut(usize, usize), Lang) -> Result<Vec<u8>, Fault>,
    ) -> Result<Shown, Refusal> {
        let To { target, inputs, format } = *self;
        let lang = outside.lang;
        if let Some(target) = target {
            target.must_be_no_input(inputs)?;
        }
        let mut bar = Bar::new(outside, say!("scrivo la cartella", "writing the workbook"));
        let made = make(&mut |done, of| bar.at(done, of), lang);
        bar.end()?;
        let bytes = made.map_err(|fault| refused(&fault))?;
        let Some(target) = target else {
            return Ok(Shown::Document(String::from_utf8_lossy(&bytes).into_owned()));
        };
        target.put(inputs, &bytes, outside)?;
        let (shown, Text { it, en }) = (target.path().display(), indicators(plan.kpis.len()));
        let text = match (content, format) {
            (Content::Results, Format::Workbook) => say!(
                "scritto `{shown}`: {it}, con le formule\n",
                "wrote `{shown}`: {en}, with the formulas\n"
            ),
            (Content::Results, Format::Table) => {
                say!("scritto `{shown}`: {it}\n", "wrote `{shown}`: {en}\n")
            }
            (Content::Plan, _) => say!(
                "scritto `{shown}`: il piano come è approvato, {it}, senza risultati perché non ci sono consuntivi\n",
                "wrote `{shown}`: the plan as approved, {en}, without results since there are no actuals\n"
            ),
        };
        Ok(Shown::Text(text.get(lang).to_owned()))
    }
}

fn no_such_year(plan: &Plan, year: i32) -> Refusal {
    let (first, last) = plan.years;
    let years = if first == last { first.to_string() } else { format!("{first}-{last}") };
    Refusal::with_next(
        say!("il piano non ha un anno {year}", "the plan has no year {year}"),
        say!(
            "i suoi anni sono {years}; senza `--period` ci sono i target di tutti",
            "its years are {years}; without `--period` the targets of all are there"
        ),
    )
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
