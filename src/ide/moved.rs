//! Files that get new names: where plans (`usa`), their `piaoc.toml` and their scenarios name them.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use super::State;
use super::layout::links;
use crate::config;
use crate::resolve::discover::is_plan_file;
use crate::scenarios;
use crate::source::{Loader, decode_plan, lies_in, normalise_path};

/// What goes away in a file, and what comes in its place.
pub type NewPath = (PathBuf, Range<usize>, String);

/// The names to be written anew in the files of a plan when files move: each as its present path and its new one.
pub fn new_paths(loader: &dyn Loader, state: &State, moves: &[(PathBuf, PathBuf)]) -> Vec<NewPath> {
    let trees = state.checked.trees.iter().map(|(file, _)| PathBuf::from(state.sources().path(*file)));
    let files = trees.chain([config::beside(&state.path)]).chain(scenarios::of_plan(loader, &state.path));
    let mut found = Vec::new();
    for file in files {
        let own = loader.identity(&file);
        // What a file that moves itself names is another matter, and so is what is not the project's.
        let stays = moves.iter().all(|(old, _)| *old != own);
        let Some(bytes) = loader.read(&file).ok().filter(|_| stays) else { continue };
        let Ok(text) = decode_plan(&bytes) else { continue };
        if !lies_in(loader, state.checked.project.as_deref(), &own) {
            continue;
        }
        let folder = own.parent().unwrap_or(Path::new(""));
        let named = if is_plan_file(&file) { links(text) } else { quoted(text) };
        for (range, written) in named {
            let path = loader.identity(&normalise_path(&folder.join(&written)));
            if let Some((_, new)) = moves.iter().find(|(old, _)| *old == path) {
                found.extend(relative(folder, new).map(|new| (own.clone(), range, new)));
            }
        }
    }
    found
}

/// What stands between quotes on the lines of a `piaoc.toml` or of scenarios, comments left out.
fn quoted(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut comment = false;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('\n', _) => (open, comment) = (None, false),
            ('#', None) => comment = true,
            ('"', None) if !comment => open = Some(at.saturating_add(1)),
            ('"', Some(start)) => {
                found.push((start..at, text.get(start..at).unwrap_or("").to_owned()));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// A path as a file of a folder names it; `None` where it can't be named so.
fn relative(folder: &Path, path: &Path) -> Option<String> {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), path.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.get(shared..)?.iter().map(|_| "..".to_owned());
    let down = to.get(shared..)?.iter().map(|part| part.as_os_str().to_str().map(str::to_owned));
    let parts: Option<Vec<String>> = up.map(Some).chain(down).collect();
    parts.map(|parts| parts.join("/")).filter(|path| !path.contains(['"', '\\', '\n']))
}
