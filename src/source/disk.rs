//! The real file system: regular files only, whatever a name leads to.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Entry, LoadFault, Loader, Special, normalise_path, server_of};

/// Largest file that is read, in bytes (1 GiB): spans have 32 bits.
pub const MAX_BYTES: u64 = 1 << 30;

/// The real file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Loader for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        if is_of_process(path) {
            return Err(LoadFault::Special(Special::OfProcess));
        }
        // Before it is opened, which alone can wait for ever or do something, and once it is, since it may have changed.
        regular(&fs::metadata(path).map_err(fault)?)?;
        let file = open(path).map_err(fault)?;
        regular(&file.metadata().map_err(fault)?)?;
        read_counted(file)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        // A server that a plan names is not asked; so one that the user names is not either.
        if server_of(path).is_some() {
            return normalise_path(path);
        }
        fs::canonicalize(path).unwrap_or_else(|_| one_path(path))
    }

    fn project(&self, file: &Path) -> Option<PathBuf> {
        Some(project_of(file))
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

/// All bytes of a file, as long as they are not too many: what a file says of its own size need not be true.
///
/// # Errors
/// When they are, or can't be read.
pub fn read_counted(file: impl Read) -> Result<Vec<u8>, LoadFault> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES.saturating_add(1)).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > MAX_BYTES { Err(LoadFault::TooLarge) } else { Ok(bytes) }
}

fn fault(error: io::Error) -> LoadFault {
    match error.kind() {
        io::ErrorKind::NotFound => LoadFault::Missing,
        io::ErrorKind::IsADirectory => LoadFault::Folder,
        _ => LoadFault::Unreadable(error.to_string()),
    }
}

/// Opens a file to be read, without waiting for whoever is at the other end.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    options.open(path)
}

/// Refuses what is no regular file, and one that is larger than any that is read.
fn regular(about: &Metadata) -> Result<(), LoadFault> {
    let kind = about.file_type();
    if kind.is_dir() {
        return Err(LoadFault::Folder);
    }
    if kind.is_file() {
        return if about.len() > MAX_BYTES { Err(LoadFault::TooLarge) } else { Ok(()) };
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Err(LoadFault::Special(Special::Pipe));
        }
        if kind.is_socket() {
            return Err(LoadFault::Special(Special::Socket));
        }
    }
    Err(LoadFault::Special(Special::Device))
}

/// Whether a path leads to something that a process has open (`/dev/stdin`, `/dev/fd/3`, `/proc/…`), which may well be a
/// regular file, but not one that anybody named.
#[cfg(unix)]
fn is_of_process(path: &Path) -> bool {
    /// As many links as systems follow.
    const MOST_LINKS: usize = 40;
    let of_process = ["/proc", "/dev/fd", "/dev/stdin", "/dev/stdout", "/dev/stderr"];
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let Ok(folder) = fs::canonicalize(folder.unwrap_or(Path::new("."))) else { return false };
        path = folder.join(path.file_name().unwrap_or_default());
        if of_process.iter().any(|place| path.starts_with(place)) {
            return true;
        }
        match fs::read_link(&path) {
            Ok(target) => path = folder.join(target),
            Err(_) => return false,
        }
    }
    false
}

#[cfg(not(unix))]
fn is_of_process(_: &Path) -> bool {
    false
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
    let own = Disk.identity(folder);
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
