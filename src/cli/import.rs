//! `piaoc import`: a plan from a table, with a report on every cell.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::progress::Bar;
use super::refusal::Refusal;
use super::write::{create_folder, must_be_empty};
use super::{Exit, Outside, fmt, init};
use crate::diagnostics::paste::Command;
use crate::diagnostics::{Text, indicators, say};
use crate::import::{
    ACTUALS, ImportFault, Imported, List, Mapping, PLAN, ROLE_NAMES, Told, diagnostic, import, remedy,
};
use crate::source::{Disk, Loader, Sources, Span};
use crate::source_faults;

/// The files that are written beside the plan and its actuals.
const SETTINGS: &str = "piaoc.toml";
const SCENARIO: &str = "piano.prove";
const REPORT: &str = "importazione.txt";

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let table = matches.get_one::<PathBuf>("table").cloned().unwrap_or_default();
    let folder = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
    let told = Told { mappings: mappings(matches)?, years: years(matches)? };
    let next = say!(
        "scegli una cartella nuova, per esempio `-o piano`",
        "choose a new folder, for example `-o plan`"
    );
    must_be_empty(&folder, next)?;
    let shown = table.display().to_string();
    let bytes = match Disk.read(&table) {
        Ok(bytes) => bytes,
        Err(fault) => {
            let mut sources = Sources::new();
            let place = Span::new(sources.add(shown.clone(), "", b""), 0, 0);
            return fmt::refuse(&sources, &[source_faults::missing_file(place, &shown, &fault)], outside);
        }
    };
    let mut bar = Bar::new(outside, say!("leggo {shown}", "reading {shown}"));
    let read = import(&bytes, &told, &mut |done, all| bar.at(done, all));
    bar.end()?;
    let imported = match read {
        Ok(imported) => imported,
        Err(fault) => {
            let mut sources = Sources::new();
            let file = sources.add(shown.clone(), "", &bytes);
            let exit = fmt::refuse(&sources, &[diagnostic(file, &shown, &fault)], outside)?;
            let more = remedy(&fault);
            if !more.is_empty() {
                let next = match fault {
                    ImportFault::NoYear => say!(
                        "Dillo tu, per esempio così (un anno, o il primo e l'ultimo):",
                        "Say it, for example so (one year, or the first and the last):"
                    ),
                    _ => say!(
                        "Di' tu che cosa sono le colonne, per esempio così (correggi dove non è giusto):",
                        "Say what the columns are, for example so (mend what is not right):"
                    ),
                };
                let typed = command(&table, &folder, matches);
                let command =
                    more.into_iter().fold(typed, |command, (name, value)| command.option(name, value));
                outside.remark(&format!("{}\n  {}\n", next.get(outside.lang), command.line()))?;
            }
            return Ok(exit);
        }
    };
    let name = table.file_name().unwrap_or_default().to_string_lossy().into_owned();
    write(&folder, &imported, &imported.render(&name, outside.lang))?;
    let lines = summary(&folder, &imported);
    lines.iter().try_for_each(|line| outside.print_line(line.get(outside.lang)))?;
    let plan = folder.join(PLAN);
    let mut next = vec![Command::new("piaoc check").word(&plan)];
    if imported.actuals.is_some() {
        next.push(Command::new("piaoc eval").word(&plan));
    }
    if imported.scenario.is_some() {
        next.push(Command::new("piaoc test").word(&folder));
    }
    init::propose(&next, outside)?;
    Ok(Exit::Fine)
}

/// The command that was typed, to be typed again with more.
fn command(table: &Path, folder: &Path, matches: &ArgMatches) -> Command {
    let mut command = Command::new("piaoc import").word(table).option("-o", folder);
    for map in matches.get_many::<String>("map").into_iter().flatten() {
        command = command.option("--map", map);
    }
    if let Some(years) = matches.get_one::<String>("years") {
        command = command.option("--years", years);
    }
    command
}

fn mappings(matches: &ArgMatches) -> Result<Vec<Mapping>, Refusal> {
    let given = matches.get_many::<String>("map").into_iter().flatten();
    given
        .map(|text| {
            Mapping::read(text).map_err(|part| {
                let names = ROLE_NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                Refusal::with_next(
                    say!("`--map`: non capisco `{part}`", "`--map`: I do not understand `{part}`"),
                    say!(
                        "scrivi `--map \"Colonna=target\"`, con uno di: {names}",
                        "write `--map \"Column=target\"`, with one of: {names}"
                    ),
                )
            })
        })
        .collect()
}

/// `2025`, or `2025-2027`.
fn years(matches: &ArgMatches) -> Result<Option<(i32, i32)>, Refusal> {
    let Some(text) = matches.get_one::<String>("years") else { return Ok(None) };
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let year = |text: &str| text.trim().parse().ok().filter(|year| (1990..2100).contains(year));
    match (year(first), year(last)) {
        (Some(first), Some(last)) if first <= last => Ok(Some((first, last))),
        _ => Err(Refusal::with_next(
            say!("`--years`: non capisco `{text}`", "`--years`: I do not understand `{text}`"),
            say!(
                "scrivi `--years 2025` o `--years 2025-2027`",
                "write `--years 2025` or `--years 2025-2027`"
            ),
        )),
    }
}

/// All files or none.
fn write(folder: &Path, imported: &Imported, report: &str) -> Result<(), Refusal> {
    let mut files = vec![(PLAN, imported.plan.as_bytes())];
    for (name, text) in
        [(ACTUALS, &imported.actuals), (SETTINGS, &imported.settings), (SCENARIO, &imported.scenario)]
    {
        files.extend(text.as_deref().map(|text| (name, text.as_bytes())));
    }
    files.push((REPORT, report.as_bytes()));
    create_folder(folder, &files)
}

fn summary(folder: &Path, imported: &Imported) -> [Text; 2] {
    let (kpis, count) = (imported.kpis, |list| imported.report.count(list));
    let (done, check, left) = (count(List::Translated), count(List::Check), count(List::Left));
    let [plan, actuals, report] = [PLAN, ACTUALS, REPORT].map(|name| folder.join(name).display().to_string());
    let Text { it, en } = indicators(kpis);
    let with = match imported.actuals {
        Some(_) => say!(", e il consuntivo `{actuals}`", ", and its actuals `{actuals}`"),
        None => Text::default(),
    };
    let (with_it, with_en) = (with.it, with.en);
    [
        say!("Ecco il piano `{plan}`: {it}{with_it}.", "Here is the plan `{plan}`: {en}{with_en}."),
        say!(
            "Celle: {done} tradotte, {check} da controllare, {left} non tradotte; quali e perché, in `{report}`.",
            "Cells: {done} translated, {check} worth checking, {left} not translated; which and why, in `{report}`."
        ),
    ]
}
