//! The plans that paths on the command line stand for: a folder means every `.piao` file below it that has a `piano`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::path::{Path, PathBuf};

use super::Outside;
use super::refusal::Refusal;
use crate::diagnostics::say;
use crate::resolve::discover;
use crate::source::{Disk, LoadFault, Loader};

/// From how many plans on their checking is shown as it goes.
const WORTH_SHOWING: usize = 5;

/// The plans, in the order of the paths and in a folder by name, each once. A file that was named itself is taken as
/// it is: whether it can be read and is a plan is for the analysis to say.
pub(super) fn find(given: &[PathBuf]) -> Result<Vec<PathBuf>, Refusal> {
    find_with(given, discover::plans_below)
}

/// [`find`] with the libraries: of a folder every `.piao` file.
pub(super) fn find_files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Refusal> {
    find_with(given, |loader, folder, most| {
        discover::files_below(loader, folder, most, &discover::is_plan_file)
    })
}

/// What lists the files of a folder.
type Lister = fn(&dyn Loader, &Path, usize) -> (Vec<PathBuf>, Vec<discover::Unlisted>);

fn find_with(given: &[PathBuf], below: Lister) -> Result<Vec<PathBuf>, Refusal> {
    let mut plans: Vec<PathBuf> = Vec::new();
    for path in given {
        if !path.is_dir() {
            plans.push(path.clone());
            continue;
        }
        let (found, unlisted) = below(&Disk, path, usize::MAX);
        if let Some(first) = unlisted.into_iter().next() {
            return Err(not_listed(first));
        }
        if found.is_empty() {
            let folder = path.display();
            return Err(Refusal::with_next(
                say!(
                    "nella cartella `{folder}` non c'è nessun piano",
                    "there is no plan in the folder `{folder}`"
                ),
                say!(
                    "un piano è un file `.piao` con una riga `piano \"titolo\"`; per cominciarne uno: `piaoc init CARTELLA`",
                    "a plan is a `.piao` file with a line `piano \"title\"`; to start one: `piaoc init FOLDER`"
                ),
            ));
        }
        // `.` is where one is: its files are told by their names.
        plans
            .extend(found.into_iter().map(|file| file.strip_prefix(".").map(Path::to_owned).unwrap_or(file)));
    }
    Ok(each_once(plans))
}

/// Each file once, at its first place; under its own name, where that is among them, rather than that of a link to it.
fn each_once(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut places: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut once: Vec<PathBuf> = Vec::new();
    for file in files {
        match places.entry(Disk.identity(&file)) {
            Entry::Vacant(place) => {
                place.insert(once.len());
                once.push(file);
            }
            Entry::Occupied(place) => {
                if let Some(first) = once.get_mut(*place.get()).filter(|first| first.is_symlink()) {
                    *first = file;
                }
            }
        }
    }
    once
}

pub(super) fn not_listed((folder, fault): discover::Unlisted) -> Refusal {
    let folder = folder.display();
    let why = match fault {
        LoadFault::Unreadable(why) => why,
        other => format!("{other:?}"),
    };
    Refusal::said(say!(
        "non riesco a leggere la cartella `{folder}`: {why}",
        "I cannot read the folder `{folder}`: {why}"
    ))
}

/// Shows which of many plans is being read, where a person waits.
pub(super) fn show_progress(
    outside: &mut Outside<'_>,
    index: usize,
    of: usize,
    path: &Path,
) -> io::Result<()> {
    if !outside.err_is_terminal || of < WORTH_SHOWING {
        return Ok(());
    }
    outside.progress(&format!("{}/{of} {}", index.saturating_add(1), path.display()))
}

/// Takes the line of [`show_progress`] away.
pub(super) fn clear_progress(outside: &mut Outside<'_>, of: usize) -> io::Result<()> {
    if !outside.err_is_terminal || of < WORTH_SHOWING {
        return Ok(());
    }
    outside.progress("")
}
