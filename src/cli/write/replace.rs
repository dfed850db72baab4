//! A file made, or put in the place of another, in one step: what is read at any moment is the old text or the new one.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::keep;
use super::sweep::{PREFIX, SUFFIX, folder_of};
use crate::diagnostics::Text;
use crate::source::{Disk, FileKey, Loader};

/// How often something that another run or program thwarts is tried again.
const MOST_TRIES: usize = 100;

/// Makes a file of that name; it is an error if there is one.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    keep::usual_permissions(folder, file.as_file())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// Puts bytes in the place of a regular file, with what else it has, and says what could not be carried over. `None`: it
/// is no longer as `expected`, and is left as it is.
pub(super) fn replace(path: &Path, bytes: &[u8], expected: Option<&[u8]>) -> io::Result<Option<Vec<Text>>> {
    let old = keep::open_to_replace(path)?;
    let about = old.metadata()?;
    let folder = folder_of(path);
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    let notes = keep::carry_over(&old, &about, file.as_file());
    file.as_file().sync_all()?;
    match expected {
        None => {
            // Elsewhere than on Unix no open file is replaced.
            drop(old);
            file.persist(path).map_err(|error| error.error)?;
        }
        Some(expected) if !take_place(file, path, old, expected)? => return Ok(None),
        Some(_) => {}
    }
    sync_folder(folder);
    Ok(Some(notes))
}

/// A file beside the one to be written, of a name that nobody can foresee, for this user alone and locked, so that
/// another run does not take it for one that was left behind.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    for _ in 0..MOST_TRIES {
        let file = Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder)?;
        // Where there are no locks, nothing is swept either.
        let _ = file.as_file().lock();
        if file.path().exists() {
            return Ok(file);
        }
        // It was swept before it was locked.
    }
    Err(ErrorKind::ResourceBusy.into())
}

/// Changes places with the file at `path`, if that still is as expected. It is looked at once more after the exchange:
/// what somebody saved just then is put back.
fn take_place(file: NamedTempFile, path: &Path, old: File, expected: &[u8]) -> io::Result<bool> {
    let ours = FileKey::of(file.path());
    let is_as_expected =
        |at: &Path| -> bool { Disk.read(at).is_ok_and(|bytes| bytes == expected) && !path.is_symlink() };
    if !is_as_expected(path) {
        return Ok(false);
    }
    // Under its temporary name it must not be swept by another run.
    let _ = old.try_lock();
    match exchange(file.path(), path) {
        Ok(()) => {}
        // It has just gone.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        // This file system, or this system, can't exchange.
        Err(_) => {
            drop(old);
            file.persist(path).map_err(|error| error.error)?;
            return Ok(true);
        }
    }
    if is_as_expected(file.path()) {
        // Dropped, it takes the old text away.
        return Ok(true);
    }
    for _ in 0..MOST_TRIES {
        if let Err(error) = exchange(file.path(), path) {
            // Rather a file too many than a text too few.
            let _ = file.keep();
            return Err(error);
        }
        if FileKey::of(file.path()) == ours {
            return Ok(false);
        }
    }
    let _ = file.keep();
    Err(ErrorKind::ResourceBusy.into())
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Has the name itself written to the disk. Where a folder can't be opened as a file, the system sees to it.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
