//! The door to files: a memory (tests, editor overlays), and what can go wrong at it. The disk is in `disk.rs`.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadFault {
    /// No such file.
    Missing,
    /// A folder where a file belongs.
    Folder,
    /// Larger than 1 GiB.
    TooLarge,
    /// No regular file: reading it may never end, or do something.
    Special(Special),
    /// Named by another file, and outside of that one's project.
    Outside,
    /// Anything else the system said, in its words.
    Unreadable(String),
}

/// What stands where a regular file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// A device.
    Device,
    /// A pipe.
    Pipe,
    /// A socket.
    Socket,
    /// Something that a process has open, standard input among them.
    OfProcess,
}

/// Gives the bytes of a file. The core never opens a file but through this.
pub trait Loader {
    /// The bytes of the file at `path`.
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault>;

    /// One name for one file, so that a library reached by two ways is loaded once.
    fn identity(&self, path: &Path) -> PathBuf {
        normalise_path(path)
    }

    /// The folder of the project that a file belongs to, by [`Loader::identity`]; `None` where there are no projects.
    fn project(&self, file: &Path) -> Option<PathBuf>;

    /// Whether a file of a project may name this one to be read.
    fn may_read(&self, project: Option<&Path>, path: &Path) -> bool {
        lies_in(self, project, path)
    }

    /// The bytes of a file that another file of the project names, or that was found and not named at all.
    ///
    /// # Errors
    /// As [`Loader::read`], and where the file lies outside.
    fn read_within(&self, project: Option<&Path>, path: &Path) -> Result<Vec<u8>, LoadFault> {
        if self.may_read(project, path) { self.read(path) } else { Err(LoadFault::Outside) }
    }

    /// What stands in a folder, by name.
    ///
    /// # Errors
    /// When there is no such folder, or it can't be read.
    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault>;

    /// How many lines stand before what is read from `path`, where that is a part of another file.
    fn lines_before(&self, _path: &Path) -> u32 {
        0
    }
}

/// Whether a file lies in a project's folder, links followed. A server that the project is not on is not asked.
pub fn lies_in<L: Loader + ?Sized>(loader: &L, project: Option<&Path>, path: &Path) -> bool {
    project.is_none_or(|project| {
        let server = server_of(path);
        (server.is_none() || server == server_of(project)) && loader.identity(path).starts_with(project)
    })
}

/// The server of a path in a network (`\\server\share`, `//server/share`): only to look whether there is such a file
/// tells it who asks.
pub fn server_of(path: &Path) -> Option<String> {
    let path = path.to_string_lossy().replace('/', "\\");
    let share = match path.strip_prefix(r"\\?\") {
        // How Windows writes a path in full.
        Some(full) => full.strip_prefix(r"UNC\")?,
        None => path.strip_prefix(r"\\")?,
    };
    Some(share.split('\\').next().unwrap_or_default().to_lowercase())
}

/// Where a file is that a file of a folder names.
pub fn named_from(folder: &Path, written: &str) -> PathBuf {
    let written = Path::new(written);
    if server_of(written).is_some() { written.to_owned() } else { folder.join(written) }
}

impl<L: Loader + ?Sized> Loader for &L {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        (**self).read(path)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        (**self).identity(path)
    }

    fn project(&self, file: &Path) -> Option<PathBuf> {
        (**self).project(file)
    }

    fn may_read(&self, project: Option<&Path>, path: &Path) -> bool {
        (**self).may_read(project, path)
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault> {
        (**self).list(folder)
    }

    fn lines_before(&self, path: &Path) -> u32 {
        (**self).lines_before(path)
    }
}

/// A file or a folder in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The folder's path and its name.
    pub path: PathBuf,
    /// Whether it is a folder itself; a link to one is not, since it could lead in a circle.
    pub is_folder: bool,
}

/// Files held in memory by normalised path.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// Puts (or replaces) a file.
    pub fn insert(&mut self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(normalise_path(path.as_ref()), bytes.into());
    }
}

impl Loader for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        self.files.get(&normalise_path(path)).cloned().ok_or(LoadFault::Missing)
    }

    fn project(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault> {
        let folder = normalise_path(folder);
        let mut entries: Vec<Entry> = Vec::new();
        for path in self.files.keys().filter_map(|path| path.strip_prefix(&folder).ok()) {
            let mut parts = path.components();
            let Some(first) = parts.next() else { continue };
            entries.push(Entry { path: folder.join(first), is_folder: parts.next().is_some() });
        }
        entries.dedup();
        Ok(entries)
    }
}

/// Files that an editor holds, above those of another loader.
#[derive(Debug, Clone)]
pub struct Overlay<L> {
    /// Shared with its clones until one of them changes.
    open: Arc<BTreeMap<PathBuf, Arc<str>>>,
    below: L,
    /// Whether files may name others wherever they lie.
    anywhere: bool,
}

impl<L: Loader> Overlay<L> {
    /// Nothing open yet.
    pub fn new(below: L) -> Overlay<L> {
        Overlay { open: Arc::default(), below, anywhere: false }
    }

    /// Whether files may name others outside of their project; otherwise only those that are open.
    pub fn allow_outside(&mut self, allowed: bool) {
        self.anywhere = allowed;
    }

    /// Puts (or replaces) the text of an open file.
    pub fn open(&mut self, path: &Path, text: Arc<str>) {
        let identity = self.identity(path);
        Arc::make_mut(&mut self.open).insert(identity, text);
    }

    /// From now on the file is again what the loader below says.
    pub fn close(&mut self, path: &Path) {
        let identity = self.identity(path);
        Arc::make_mut(&mut self.open).remove(&identity);
    }

    /// Whether a file is open.
    pub fn is_open(&self, path: &Path) -> bool {
        self.open.contains_key(&self.identity(path))
    }
}

impl<L: Loader> Loader for Overlay<L> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        match self.open.get(&self.identity(path)) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.below.read(path),
        }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.below.identity(path)
    }

    fn project(&self, file: &Path) -> Option<PathBuf> {
        self.below.project(file)
    }

    fn may_read(&self, project: Option<&Path>, path: &Path) -> bool {
        self.anywhere || self.below.may_read(project, path) || self.is_open(path)
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault> {
        self.below.list(folder)
    }
}

/// `a/./b/../c` as `a/c`, without asking the file system.
pub fn normalise_path(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// Why bytes are not a plan's text, with the offending byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecodable {
    /// A byte order mark of UTF-16, or the zero bytes that give it away.
    Utf16,
    /// A zero byte: no text file.
    Binary,
    /// Not UTF-8 from this place on.
    NotUtf8(Unread),
}

/// Where a text ends to be readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// In bytes.
    pub at: usize,
    /// From 1 on.
    pub line: usize,
    /// In characters, from 1 on.
    pub column: usize,
}

impl Unread {
    fn at(bytes: &[u8], at: usize) -> Unread {
        let before = bytes.get(..at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline.saturating_add(1));
        let line = String::from_utf8_lossy(before.get(start..).unwrap_or_default());
        Unread {
            at,
            line: memchr::memchr_iter(b'\n', before).count().saturating_add(1),
            column: line.trim_start_matches('\u{FEFF}').chars().count().saturating_add(1),
        }
    }
}

/// The text of a plan: UTF-8, with or without BOM (the BOM is left in the text's place as nothing).
pub fn decode_plan(bytes: &[u8]) -> Result<&str, Undecodable> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Undecodable::Utf16);
    }
    if memchr::memchr(0, bytes).is_some() {
        let looks_utf16 = every_other_is_zero(bytes);
        return Err(if looks_utf16 { Undecodable::Utf16 } else { Undecodable::Binary });
    }
    let unread = |error: std::str::Utf8Error| Undecodable::NotUtf8(Unread::at(bytes, error.valid_up_to()));
    let text = std::str::from_utf8(bytes).map_err(unread)?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// Whether nearly every second byte is zero and hardly any other: Latin text as UTF-16 without its mark.
fn every_other_is_zero(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    sample.len() >= 4 && even.max(odd) * 10 >= half * 8 && even.min(odd) * 10 <= half
}
