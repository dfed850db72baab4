//! `piaoc lsp`: the language server of this process's client.

use std::env::var_os;
use std::fs;
use std::path::PathBuf;

use super::{Exit, Outside, write};
use crate::diagnostics::{Code, Lang, pages};
use crate::lsp::{self, Ended, Options};

pub(super) fn run(outside: &Outside<'_>) -> Exit {
    match lsp::serve_stdio(Options { page, ..Options::plain(outside.lang) }) {
        Ended::Properly => Exit::Fine,
        Ended::Abruptly | Ended::Alone => Exit::Errors,
    }
}

/// The page of a code as a file of the user's cache, written when it is first linked to; `None` where there is no cache
/// or it can't be written.
fn page(code: Code, lang: Lang) -> Option<PathBuf> {
    let home = || var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache =
        ["XDG_CACHE_HOME", "LOCALAPPDATA"].into_iter().find_map(var_os).map(PathBuf::from).or_else(home)?;
    let language = match lang {
        Lang::It => "it",
        Lang::En => "en",
    };
    let folder = cache.join("piaoc").join(env!("CARGO_PKG_VERSION")).join(language);
    let path = folder.join(format!("{}.md", code.name()));
    if !path.is_file() {
        fs::create_dir_all(&folder).ok()?;
        write::create_new(&path, pages::render(code, lang).as_bytes()).ok()?;
    }
    path.is_absolute().then_some(path)
}
