//! A folder with several files, made as a whole: a part of them is never taken for all.

use std::env;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::{Builder, TempDir};

use super::replace::sync_folder;
use super::sweep::{PREFIX, SUFFIX, folder_of, is_temporary, sweep_folder};
use super::unwritten;
use crate::cli::refusal::Refusal;
use crate::diagnostics::{Text, say};

/// Nothing of anybody's is ever overwritten; `next` says what to do instead.
pub(in crate::cli) fn must_be_empty(folder: &Path, next: Text) -> Result<(), Refusal> {
    let shown = folder.display();
    if folder.is_symlink() {
        return Err(Refusal::with_next(
            say!(
                "`{shown}` è un collegamento: non scrivo dove non hai detto tu",
                "`{shown}` is a link: I do not write where you did not say"
            ),
            next,
        ));
    }
    sweep_folder(folder);
    match fs::read_dir(folder) {
        Ok(entries) => {
            let mut others =
                entries.flatten().filter(|entry| !is_temporary(entry.file_name().as_encoded_bytes()));
            match others.next() {
                Some(_) => Err(Refusal::with_next(
                    say!("la cartella `{shown}` non è vuota", "the folder `{shown}` is not empty"),
                    next,
                )),
                None => Ok(()),
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err(Refusal::with_next(say!("`{shown}` è un file", "`{shown}` is a file"), next))
        }
        Err(error) => Err(unwritten(folder, &error)),
    }
}

/// Makes a folder that is new or empty, with these files; the first is the one that makes the others worth something.
pub(in crate::cli) fn create_folder(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), Refusal> {
    create(folder, files).map_err(|error| unwritten(folder, &error))
}

fn create(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    let around = folder_of(folder);
    fs::create_dir_all(around)?;
    sweep_folder(around);
    if !may_be_replaced(folder) {
        return fill(folder, files);
    }
    let stage = Stage::new(around, files)?;
    if let Ok(about) = folder.metadata() {
        fs::set_permissions(stage.folder.path(), about.permissions())?;
    }
    match fs::rename(stage.folder.path(), folder) {
        Ok(()) => {
            // It has another name now.
            let _ = stage.folder.keep();
            sync_folder(around);
            Ok(())
        }
        // A folder of another disk, a link, a system that does not replace even empty folders.
        Err(_) if folder.is_dir() => fill(folder, files),
        Err(error) => Err(error),
    }
}

/// Whether another folder can take its place unnoticed: it is not there yet, or an empty one of one's own in which no
/// shell stands.
fn may_be_replaced(folder: &Path) -> bool {
    let Ok(about) = folder.symlink_metadata() else { return true };
    let here = env::current_dir().and_then(fs::canonicalize);
    let stands_in = match (here, fs::canonicalize(folder)) {
        (Ok(here), Ok(folder)) => here.starts_with(folder),
        _ => true,
    };
    about.is_dir() && !stands_in && is_of_this_user(&about)
}

#[cfg(unix)]
fn is_of_this_user(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    // A new file says who one is.
    let own = tempfile::tempfile().and_then(|file| file.metadata());
    own.is_ok_and(|own| own.uid() == about.uid() && own.gid() == about.gid())
}

#[cfg(not(unix))]
fn is_of_this_user(_: &fs::Metadata) -> bool {
    true
}

/// Puts the files into a folder that stays, the first last.
fn fill(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    let stage = Stage::new(folder, files)?;
    let mut made = Vec::new();
    let put = files.iter().rev().try_for_each(|(name, _)| {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        fs::rename(stage.folder.path().join(name), &path).map(|()| made.push(path))
    });
    if put.is_err() {
        // The error says what is wrong; a file that can't be removed either adds nothing to it.
        made.iter().for_each(|path| fs::remove_file(path).unwrap_or_default());
    }
    sync_folder(folder);
    put
}

/// The files in a folder that nobody sees, removed with it unless it gets another name.
struct Stage {
    folder: TempDir,
    /// Keeps it from being swept.
    _locked: Option<File>,
}

impl Stage {
    fn new(around: &Path, files: &[(&str, &[u8])]) -> io::Result<Stage> {
        let mut builder = Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new folder; it is moved as it is.
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let folder = builder.tempdir_in(around)?;
        let locked = File::open(folder.path()).ok().filter(|open| open.lock().is_ok());
        for (name, bytes) in files {
            let mut file = File::create_new(folder.path().join(name))?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        sync_folder(folder.path());
        Ok(Stage { folder, _locked: locked })
    }
}
