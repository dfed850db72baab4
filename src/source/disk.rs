//! The real file system: regular files only, whatever a name leads to.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::{Entry, LoadFault, Loader, normalise_path};

/// Largest file that is read, in bytes (1 GiB): spans have 32 bits.
pub const MAX_BYTES: u64 = 1 << 30;

/// The real file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Loader for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        let fault = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => LoadFault::Missing,
            io::ErrorKind::IsADirectory => LoadFault::Folder,
            _ => LoadFault::Unreadable(error.to_string()),
        };
        let about = fs::metadata(path).map_err(fault)?;
        if about.is_dir() {
            return Err(LoadFault::Folder);
        }
        if about.len() > MAX_BYTES {
            return Err(LoadFault::TooLarge);
        }
        fs::read(path).map_err(fault)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| one_path(path))
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault> {
        let unreadable = |error: io::Error| LoadFault::Unreadable(error.to_string());
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
            entries.push(Entry { path: entry.path(), is_folder });
        }
        entries.sort();
        Ok(entries)
    }
}

/// The one path of a file that is not there: that of its folder, as far as there is one, and the rest as it is written.
fn one_path(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = normalise_path(&path);
    let real = |folder: &Path| Some((fs::canonicalize(folder).ok()?, path.strip_prefix(folder).ok()?));
    match path.ancestors().skip(1).find_map(real) {
        Some((folder, rest)) => folder.join(rest),
        None => path.clone(),
    }
}

/// What makes a file that file, whatever it is called: on Unix its device and number, elsewhere its one path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileKey(Key);

#[cfg(unix)]
type Key = (u64, u64);
#[cfg(not(unix))]
type Key = PathBuf;

impl FileKey {
    /// Of the file that a path leads to, links included; `None` if there is none.
    pub fn of(path: &Path) -> Option<FileKey> {
        #[cfg(unix)]
        return fs::metadata(path).ok().map(|about| FileKey::of_metadata(&about));
        #[cfg(not(unix))]
        return fs::canonicalize(path).ok().map(FileKey);
    }

    /// Of a file of which that is known.
    #[cfg(unix)]
    pub fn of_metadata(about: &Metadata) -> FileKey {
        use std::os::unix::fs::MetadataExt;
        FileKey((about.dev(), about.ino()))
    }
}

/// The folder of the project that a file belongs to: the repository that it lies in; without one, the topmost folder
/// above it that has a `piaoc.toml`; else its own.
pub fn project_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let own = fs::canonicalize(folder).unwrap_or_else(|_| normalise_path(folder));
    let mut project = own.as_path();
    for folder in own.ancestors() {
        if folder.join(".git").exists() {
            return folder.to_owned();
        }
        if folder.join("piaoc.toml").is_file() {
            project = folder;
        }
    }
    project.to_owned()
}
