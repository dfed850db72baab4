//! All that is written goes through here: whole or not at all, and never over what is read.
//!
//! `target` is a file that a command was told to write, `replace` puts a text in its place, `keep` carries over what
//! else a file has, `folder` makes a folder of several files, `sweep` takes away what an ended run left behind.

mod folder;
mod keep;
mod replace;
mod sweep;
mod target;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Outside;
use super::refusal::Refusal;
use crate::diagnostics::{Text, say, visible};
use crate::source::project_of;

pub(super) use folder::{create_folder, must_be_empty};
pub(super) use sweep::sweep;
pub(super) use target::Target;

/// What became of a text that was to take another's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// It has.
    Done,
    /// The file was no longer what had been read: it is as somebody else left it.
    Changed,
}

/// How often a file that keeps changing is tried again.
pub(super) const MOST_TRIES: usize = 20;

/// Puts `after` in the place of a file that still holds `before`.
pub(super) fn replace(
    path: &Path,
    before: &[u8],
    after: &[u8],
    outside: &mut Outside<'_>,
) -> Result<Written, Refusal> {
    match replace::replace(path, after, Some(before)).map_err(|error| unwritten(path, &error))? {
        None => Ok(Written::Changed),
        Some(notes) => {
            tell(path, &notes, outside)?;
            Ok(Written::Done)
        }
    }
}

/// Makes a file that is not there yet.
pub(super) fn create_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace::create(path, bytes)
}

/// The file to write where a plan is: itself or, if it is a link that the command line names, what that leads to within
/// the project.
pub(super) fn place(path: &Path, given: &[PathBuf]) -> Result<PathBuf, Refusal> {
    if !path.is_symlink() {
        return Ok(path.to_owned());
    }
    let shown = path.display();
    if !given.iter().any(|given| given == path) {
        return Err(Refusal::with_next(
            say!(
                "`{shown}` è un collegamento a un altro file: non scrivo dove non hai detto tu",
                "`{shown}` is a link to another file: I do not write where you did not say"
            ),
            say!("indica il file a cui porta", "name the file that it leads to"),
        ));
    }
    let real = fs::canonicalize(path).map_err(|error| unwritten(path, &error))?;
    if real.starts_with(project_of(path)) {
        return Ok(real);
    }
    let target = real.display();
    Err(Refusal::with_next(
        say!(
            "`{shown}` porta fuori dal progetto, a `{target}`: non ci scrivo",
            "`{shown}` leads out of the project, to `{target}`: I do not write there"
        ),
        say!("indica direttamente quel file", "name that file itself"),
    ))
}

/// That a file changed while it was read, and what is done about it.
pub(super) fn tell_changed(path: &Path, outside: &mut Outside<'_>) -> io::Result<()> {
    let path = path.display();
    let text = say!(
        "{path}: salvato da altri nel frattempo; resta com'è, e ricomincio dal testo nuovo",
        "{path}: saved by somebody else meanwhile; it stays as it is, and I start again from the new text"
    );
    outside.remark(&format!("{}\n", text.get(outside.lang)))
}

/// A file that never stays the same long enough.
pub(super) fn keeps_changing(path: &Path) -> Refusal {
    let path = path.display();
    Refusal::with_next(
        say!(
            "`{path}` cambia di continuo: non ci ho scritto nulla",
            "`{path}` keeps changing: nothing was written to it"
        ),
        say!(
            "salva e chiudi il file altrove, poi riprova",
            "save and close the file elsewhere, then try again"
        ),
    )
}

/// What of the file that was replaced could not be carried over.
fn tell(path: &Path, notes: &[Text], outside: &mut Outside<'_>) -> io::Result<()> {
    let path = path.display().to_string();
    let told = |note: &Text| format!("{}: {}\n", visible(&path), note.get(outside.lang));
    let told: String = notes.iter().map(told).collect();
    outside.remark(&told)
}

/// Why a file or folder could not be written.
pub(super) fn unwritten(path: &Path, error: &io::Error) -> Refusal {
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
        None if error.kind() == ErrorKind::StorageFull => Refusal::with_next(
            say!(
                "non riesco a scrivere `{path}`: il disco è pieno",
                "I cannot write `{path}`: the disk is full"
            ),
            say!("tutto è rimasto com'era; fai posto e riprova", "all is as it was; make room and try again"),
        ),
        None => {
            Refusal::said(say!("non riesco a scrivere `{path}`: {error}", "I cannot write `{path}`: {error}"))
        }
    }
}
