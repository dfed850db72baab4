//! Files that are made, or replaced by a newer text of theirs.

use std::fs;
use std::io;
use std::path::Path;

use super::refusal::Refusal;
use crate::diagnostics::say;
use crate::source::Sources;

/// Puts `bytes` in a file's place: whole or not at all, so that nothing is lost where the disk is full or the machine
/// stops. What a link points to is replaced, not the link; permissions stay.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    replace_whole(path, bytes).map_err(|error| unwritten(path, &error))
}

/// Puts `bytes` in a new file, or in the place of an old one of that name: whole or not at all.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    if path.exists() {
        return replace(path, bytes);
    }
    fs::write(path, bytes).map_err(|error| {
        // What is half written is of no use to anybody; if even removing it fails, the first error says more.
        let _ = fs::remove_file(path);
        unwritten(path, &error)
    })
}

/// What is made can be made again at any time; what it is made from must not be lost to it.
pub(super) fn must_be_no_input(sources: &Sources, path: &Path) -> Result<(), Refusal> {
    let Ok(whole) = fs::canonicalize(path) else { return Ok(()) };
    let is_input = |input: &str| fs::canonicalize(input).is_ok_and(|input| input == whole);
    if !sources.iter().any(|(_, source)| is_input(&source.path)) {
        return Ok(());
    }
    let shown = path.display();
    Err(Refusal::with_next(
        say!(
            "`{shown}` è uno dei file che leggo: non lo sostituisco",
            "`{shown}` is one of the files that I read: I do not replace it"
        ),
        say!("scegli un altro nome", "choose another name"),
    ))
}

fn unwritten(path: &Path, error: &io::Error) -> Refusal {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    let path = path.display();
    match folder.map(Path::display) {
        Some(folder) => Refusal::with_next(
            say!(
                "non riesco a scrivere `{path}`: la cartella `{folder}` non c'è",
                "I cannot write `{path}`: there is no folder `{folder}`"
            ),
            say!("creala, o scegli una cartella che c'è", "make it, or choose a folder that is there"),
        ),
        None => {
            Refusal::said(say!("non riesco a scrivere `{path}`: {error}", "I cannot write `{path}`: {error}"))
        }
    }
}

fn replace_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let about = fs::metadata(&path)?;
    if about.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.piaoc", std::process::id()));
    let written = fs::write(&beside, bytes)
        .and_then(|()| fs::set_permissions(&beside, about.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What is left half written is nobody's; if even that fails, the first error says more.
        let _ = fs::remove_file(&beside);
    }
    written
}
