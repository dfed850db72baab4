//! Takes away what runs that were ended in the middle left behind.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;

/// How the name of a file or folder begins that is not yet in its place: a dot, so that nobody sees it.
pub(super) const PREFIX: &str = ".piaoc-";
/// How it ends.
pub(super) const SUFFIX: &str = ".tmp";

/// The folder that a file is in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Takes away what was left behind beside some files that are to be written. What another run is busy with is locked,
/// and stays.
pub(in crate::cli) fn sweep<'p>(files: impl IntoIterator<Item = &'p Path>) {
    let folders: BTreeSet<&Path> = files.into_iter().map(folder_of).collect();
    folders.into_iter().for_each(sweep_folder);
}

/// The same in a folder. What can't be taken away is in nobody's way.
pub(super) fn sweep_folder(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let left = is_temporary(name.as_encoded_bytes());
        let Some(kind) = entry.file_type().ok().filter(|_| left) else { continue };
        if !kind.is_file() && !kind.is_dir() {
            continue;
        }
        let path = entry.path();
        let Ok(open) = File::open(&path) else { continue };
        if open.try_lock().is_ok() {
            let _ = if kind.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// Whether a name is one of those.
pub(super) fn is_temporary(name: &[u8]) -> bool {
    name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes())
}
