//! The plans of a folder: every `.piao` file below it that has a `piano`.

use std::path::{Path, PathBuf};

use crate::source::{LoadFault, Loader, decode_plan};
use crate::syntax::keyword::{ItemKeyword, item_keyword};

/// A folder that could not be listed, and why.
pub type Unlisted = (PathBuf, LoadFault);

/// The plans below a folder, by name, and the folders that could not be listed; at most `most` folders are looked into.
pub fn plans_below(loader: &dyn Loader, folder: &Path, most: usize) -> (Vec<PathBuf>, Vec<Unlisted>) {
    files_below(loader, folder, most, &|path| is_plan_file(path) && has_plan(loader, path))
}

/// The files below a folder that are `wanted`, found as [`plans_below`] finds plans. Hidden folders and those that hold
/// what programs make (`target`, `node_modules`) hold nobody's plans.
pub fn files_below(
    loader: &dyn Loader,
    folder: &Path,
    most: usize,
    wanted: &dyn Fn(&Path) -> bool,
) -> (Vec<PathBuf>, Vec<Unlisted>) {
    let mut found = Vec::new();
    let mut unlisted = Vec::new();
    let mut open = vec![folder.to_owned()];
    let mut looked_into = 0usize;
    while let Some(next) = open.pop() {
        looked_into = looked_into.saturating_add(1);
        if looked_into > most {
            break;
        }
        let entries = match loader.list(&next) {
            Ok(entries) => entries,
            Err(fault) => {
                unlisted.push((next, fault));
                continue;
            }
        };
        for entry in entries {
            let name = entry.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let skipped = name.starts_with('.') || ["target", "node_modules"].contains(&name.as_str());
            if entry.is_folder {
                open.extend((!skipped).then_some(entry.path));
            } else if wanted(&entry.path) {
                found.push(entry.path);
            }
        }
    }
    found.sort();
    (found, unlisted)
}

/// Whether a file is written in the language, by its name.
pub fn is_plan_file(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("piao"))
}

/// Whether a file has a `piano` item. One that can't be read counts: the analysis will say what is wrong with it.
pub fn has_plan(loader: &dyn Loader, path: &Path) -> bool {
    let Ok(bytes) = loader.read(path) else { return true };
    let Ok(text) = decode_plan(&bytes) else { return true };
    text.lines().any(|line| {
        let line = line.trim_start();
        let end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
        line.get(..end).and_then(item_keyword) == Some(ItemKeyword::Plan)
    })
}
