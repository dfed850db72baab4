//! A file that a command was told to write: looked at before anything is read, and never one that is read.

use std::fs;
use std::path::Path;

use super::{replace, sweep, tell, unwritten};
use crate::cli::Outside;
use crate::cli::inputs::Inputs;
use crate::cli::refusal::Refusal;
use crate::config;
use crate::diagnostics::say;
use crate::resolve::discover::is_plan_file;
use crate::scenarios::is_scenario_file;
use crate::source::{Disk, Loader, TABLE_EXTENSIONS};

/// The file.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Target<'p> {
    path: &'p Path,
}

impl<'p> Target<'p> {
    /// A file for results. It is not called as those are that people write, and what stands there is a regular file:
    /// a link would lead to a place that nobody named.
    pub(in crate::cli) fn new(path: &'p Path) -> Result<Target<'p>, Refusal> {
        let shown = path.display();
        let is_config = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(config::FILE));
        if is_plan_file(path) || is_scenario_file(path) || is_config {
            return Err(Refusal::with_next(
                say!(
                    "`{shown}` si chiama come un file che scrivi tu: non ci metto risultati",
                    "`{shown}` is called as a file that you write yourself: I put no results there"
                ),
                say!(
                    "scegli un nome che non finisce in .piao o .prove e non è piaoc.toml",
                    "choose a name that does not end in .piao or .prove and is not piaoc.toml"
                ),
            ));
        }
        let what = match path.symlink_metadata() {
            Err(_) => None,
            Ok(about) if about.is_file() => None,
            Ok(about) if about.is_symlink() => Some(say!(
                "`{shown}` è un collegamento a un altro file: non scrivo dove non hai detto tu",
                "`{shown}` is a link to another file: I do not write where you did not say"
            )),
            Ok(about) if about.is_dir() => Some(say!("`{shown}` è una cartella", "`{shown}` is a folder")),
            Ok(_) => Some(say!(
                "`{shown}` non è un file normale: potrebbe essere un dispositivo",
                "`{shown}` is no regular file: it may be a device"
            )),
        };
        match what {
            None => Ok(Target { path }),
            Some(what) => Err(Refusal::with_next(what, say!("scegli un altro nome", "choose another name"))),
        }
    }

    /// Where it is.
    pub(in crate::cli) fn path(&self) -> &'p Path {
        self.path
    }

    /// A report of what is wrong takes the place of no table, which may be one of actuals that no plan names yet.
    pub(in crate::cli) fn must_be_no_table(&self) -> Result<(), Refusal> {
        let extension = self.path.extension().unwrap_or_default();
        if !self.path.exists() || !TABLE_EXTENSIONS.iter().any(|table| extension.eq_ignore_ascii_case(table))
        {
            return Ok(());
        }
        let shown = self.path.display();
        Err(Refusal::with_next(
            say!(
                "`{shown}` c'è già, ed è una tabella: non la sostituisco",
                "`{shown}` is already there, and is a table: I do not replace it"
            ),
            say!("scegli un altro nome", "choose another name"),
        ))
    }

    /// What stands there, if anything does, must be what can be made again at any time: `is_ours` says so of its bytes.
    pub(in crate::cli) fn must_be_ours(&self, is_ours: impl FnOnce(&[u8]) -> bool) -> Result<(), Refusal> {
        if !self.path.exists() || Disk.read(self.path).is_ok_and(|bytes| is_ours(&bytes)) {
            return Ok(());
        }
        let shown = self.path.display();
        Err(Refusal::with_next(
            say!(
                "`{shown}` c'è già, e non è come l'ho scritto io: potrebbe contenere dati tuoi",
                "`{shown}` is already there, and is not as I wrote it: it may hold data of yours"
            ),
            say!(
                "scegli un altro nome, oppure aggiungi `--force` per sostituirlo",
                "choose another name, or add `--force` to replace it"
            ),
        ))
    }

    /// What is made can be made again at any time; what it is made from must not be lost to it.
    pub(in crate::cli) fn must_be_no_input(&self, inputs: &Inputs) -> Result<(), Refusal> {
        if !inputs.met(self.path) {
            return Ok(());
        }
        let shown = self.path.display();
        Err(Refusal::with_next(
            say!(
                "`{shown}` è uno dei file che leggo: non lo sostituisco",
                "`{shown}` is one of the files that I read: I do not replace it"
            ),
            say!("scegli un altro nome", "choose another name"),
        ))
    }

    /// Writes the file, whole or not at all.
    pub(in crate::cli) fn put(
        &self,
        inputs: &Inputs,
        bytes: &[u8],
        outside: &mut Outside<'_>,
    ) -> Result<(), Refusal> {
        self.must_be_no_input(inputs)?;
        sweep([self.path]);
        let written = match fs::symlink_metadata(self.path) {
            Ok(_) => replace::replace(self.path, bytes, None).map(Option::unwrap_or_default),
            Err(_) => replace::create(self.path, bytes).map(|()| Vec::new()),
        };
        let notes = written.map_err(|error| unwritten(self.path, &error))?;
        Ok(tell(self.path, &notes, outside)?)
    }
}
