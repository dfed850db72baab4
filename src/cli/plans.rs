//! The plans that paths on the command line stand for: a folder means every `.piao` file below it that has a `piano`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Outside;
use super::refusal::Refusal;
use crate::diagnostics::say;
use crate::source::decode_plan;
use crate::syntax::keyword::{ItemKeyword, item_keyword};

/// From how many plans on their checking is shown as it goes.
const WORTH_SHOWING: usize = 5;

/// The plans, in the order of the paths and in a folder by name, each once. A file that was named itself is taken as
/// it is: whether it can be read and is a plan is for the analysis to say.
pub(super) fn find(given: &[PathBuf]) -> Result<Vec<PathBuf>, Refusal> {
    let mut plans: Vec<PathBuf> = Vec::new();
    for path in given {
        if !path.is_dir() {
            plans.push(path.clone());
            continue;
        }
        let before = plans.len();
        walk(path, &mut plans)?;
        if plans.len() == before {
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
    }
    let mut seen = std::collections::BTreeSet::new();
    plans.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    Ok(plans)
}

/// Hidden folders and `target` hold nobody's plans; a link to a folder could lead in a circle.
fn walk(folder: &Path, plans: &mut Vec<PathBuf>) -> Result<(), Refusal> {
    let unreadable = |error: io::Error| {
        let folder = folder.display();
        Refusal::said(say!(
            "non riesco a leggere la cartella `{folder}`: {error}",
            "I cannot read the folder `{folder}`: {error}"
        ))
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        entries.push((entry.file_name(), entry.file_type().map_err(unreadable)?));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (name, kind) in entries {
        let path = folder.join(&name);
        let skipped = name.to_string_lossy().starts_with('.') || name == "target";
        if kind.is_dir() {
            if !skipped {
                walk(&path, plans)?;
            }
        } else if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("piao")) && has_plan(&path) {
            plans.push(path);
        }
    }
    Ok(())
}

/// Whether a file has a `piano` item. One that can't be read counts: the analysis will say what is wrong with it.
fn has_plan(path: &Path) -> bool {
    let Ok(bytes) = fs::read(path) else { return true };
    let Ok(text) = decode_plan(&bytes) else { return true };
    text.lines().any(|line| {
        let line = line.trim_start();
        let end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
        line.get(..end).and_then(item_keyword) == Some(ItemKeyword::Plan)
    })
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
    let line: String = format!("{}/{of} {}", index.saturating_add(1), path.display());
    let line: String = line.chars().take(outside.width.saturating_sub(1)).collect();
    write!(outside.err, "\r\u{1b}[2K{line}")?;
    outside.err.flush()
}

/// Takes the line of [`show_progress`] away.
pub(super) fn clear_progress(outside: &mut Outside<'_>, of: usize) -> io::Result<()> {
    if !outside.err_is_terminal || of < WORTH_SHOWING {
        return Ok(());
    }
    write!(outside.err, "\r\u{1b}[2K")?;
    outside.err.flush()
}
