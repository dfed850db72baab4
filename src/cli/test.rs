//! `piaoc test`: the scenarios that stand beside plans.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::inputs::Inputs;
use super::plans::not_listed;
use super::refusal::Refusal;
use super::{Exit, Outside, write};
use crate::diagnostics::say;
use crate::scenarios::report::{json, junit, text};
use crate::scenarios::update::{self, Update};
use crate::scenarios::{self, FileRun, Outcome, Run};
use crate::source::{Disk, Loader, normalise_path};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let given: Vec<PathBuf> = matches.get_many::<PathBuf>("path").into_iter().flatten().cloned().collect();
    let files = find(&given)?;
    let mut inputs = Inputs::of(matches, None);
    if given.is_empty() {
        inputs.name(Path::new("."));
    }
    let mut run = scenarios::run(&inputs, &files, outside.lang);
    let updates = matches.get_flag("update");
    for _ in 0..write::MOST_TRIES {
        // What comes out belongs to the text that is there now.
        let Some(changed) = updates.then(|| changed(&run)).flatten() else { break };
        write::tell_changed(&changed, outside)?;
        run = scenarios::run(&inputs, &files, outside.lang);
    }
    let coverage = matches.get_flag("coverage").then(|| scenarios::of_plans(&run));
    let lang = outside.lang;
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("junit") => outside.document(junit::render(&run, lang).as_bytes())?,
        Some("json") => outside.document(json::render(&run, coverage.as_deref(), lang).as_bytes())?,
        _ => {
            outside.print(&text::render(&run, lang, outside.style()))?;
            outside.print(&coverage.map(|list| text::coverage(&list, lang)).unwrap_or_default())?;
        }
    }
    if updates {
        write::sweep(files.iter().map(PathBuf::as_path));
        update(&run, outside)?;
    }
    Ok(if run.is_fine() { Exit::Fine } else { Exit::Errors })
}

/// The scenario files of the paths, each once; of a folder all below it.
fn find(given: &[PathBuf]) -> Result<Vec<PathBuf>, Refusal> {
    let here = [PathBuf::from(".")];
    let mut files: Vec<PathBuf> = Vec::new();
    for path in if given.is_empty() { &here } else { given } {
        if path.is_dir() {
            let (found, unlisted) = scenarios::scenarios_below(&Disk, path);
            if let Some(first) = unlisted.into_iter().next() {
                return Err(not_listed(first));
            }
            files.extend(found);
        } else {
            files.push(named(path)?);
        }
    }
    if files.is_empty() {
        return Err(Refusal::with_next(
            say!("qui non c'è nessuna prova", "there are no scenarios here"),
            say!(
                "le prove stanno accanto al piano in un file `.prove`, con righe come `prova \"metà anno\"`, `consuntivi \"q2.csv\"` e `attesa performance piano = 87,06%`",
                "scenarios stand beside the plan in a file `.prove`, with lines such as `prova \"half-year\"`, `consuntivi \"q2.csv\"` and `attesa performance piano = 87,06%`"
            ),
        ));
    }
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    Ok(files)
}

/// A file that the command line names itself.
fn named(path: &Path) -> Result<PathBuf, Refusal> {
    let shown = path.display();
    if !scenarios::is_scenario_file(path) {
        return Err(Refusal::with_next(
            say!("`{shown}` non è un file di prove", "`{shown}` is no file of scenarios"),
            say!(
                "indica un file `.prove`, o la cartella in cui sta: `piaoc test CARTELLA`",
                "name a file `.prove`, or the folder that it is in: `piaoc test FOLDER`"
            ),
        ));
    }
    if !path.exists() {
        return Err(Refusal::with_next(
            say!("il file `{shown}` non c'è", "there is no file `{shown}`"),
            say!("controlla il nome e la cartella", "check the name and the folder"),
        ));
    }
    Ok(normalise_path(path))
}

/// A file that is no longer what was run.
fn changed(run: &Run) -> Option<PathBuf> {
    let differs = |file: &&FileRun| {
        let read = file.sources.iter().next().map(|(_, source)| source.bytes());
        Disk.read(&file.path).ok().as_deref() != read
    };
    run.files
        .iter()
        .filter(|file| update::of_file(file).is_some())
        .find(differs)
        .map(|file| file.path.clone())
}

/// Writes what came out into new files, and says so beside the results.
fn update(run: &Run, outside: &mut Outside<'_>) -> Result<(), Refusal> {
    let updates: Vec<Update> = run.files.iter().filter_map(update::of_file).collect();
    let mut said = String::new();
    for new in &updates {
        write_new(new)?;
        let (path, changed, filled) = (new.path.display(), new.changed, new.filled);
        let text = match filled {
            0 => say!(
                "scritto {path}: valori attesi cambiati {changed}",
                "written {path}: expected values changed {changed}"
            ),
            _ => say!(
                "scritto {path}: valori attesi cambiati {changed}, prove completate {filled}",
                "written {path}: expected values changed {changed}, scenarios filled {filled}"
            ),
        };
        said.push_str(text.get(outside.lang));
        said.push('\n');
    }
    let last = if !updates.is_empty() {
        say!(
            "rileggi, e se va bene metti il file nuovo al posto del vecchio\n",
            "read it again, and if it is right put the new file in the place of the old\n"
        )
    } else if run.count(Outcome::Failed) == 0 {
        say!("non c'è niente da aggiornare\n", "there is nothing to update\n")
    } else {
        say!(
            "ciò che non torna non è un valore: lo devi correggere tu\n",
            "what does not hold is no value: you have to mend it yourself\n"
        )
    };
    said.push_str(last.get(outside.lang));
    outside.remark(&said)?;
    Ok(())
}

/// A file that is there already may be under review: it is never written over.
fn write_new(new: &Update) -> Result<(), Refusal> {
    let shown = new.path.display();
    match write::create_new(&new.path, &new.bytes) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            if Disk.read(&new.path).is_ok_and(|there| there == new.bytes) {
                return Ok(());
            }
            Err(Refusal::with_next(
                say!(
                    "`{shown}` c'è già, e non lo sovrascrivo",
                    "`{shown}` is already there, and I do not write over it"
                ),
                say!(
                    "rileggilo e mettilo al posto del vecchio, o cancellalo; poi ripeti",
                    "review it and put it in the place of the old, or delete it; then repeat"
                ),
            ))
        }
        Err(error) => Err(write::unwritten(&new.path, &error)),
    }
}
