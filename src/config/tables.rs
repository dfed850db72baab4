//! Which tables a list of actuals names: files, folders of tables, names with `*`. Every command, the server and the
//! scenarios come here with their list, so that all of them read the same files in the same order.

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashSet;

use super::Table;
use crate::source::{LoadFault, Loader, TABLE_EXTENSIONS};

/// How many files and folders are looked at for one name.
const MOST_LOOKS: usize = 100_000;
/// How deep folders may lie in each other below `**`.
const DEEPEST: usize = 32;

/// Why an entry of a list names no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTables {
    /// No file answers to the name.
    NoMatch,
    /// There is no table in the folder.
    EmptyFolder,
    /// It stands for more files than are looked through.
    TooMany,
}

/// The tables of a list: what each entry names, in its order, that of a folder by name. A file that two entries name is
/// read once, in the manner of the one that names it alone.
///
/// What lies outside of the project is not looked into, and stays the one name that it is.
pub fn resolve(
    loader: &dyn Loader,
    project: Option<&Path>,
    list: &[Table],
) -> Vec<Result<Table, (Table, NoTables)>> {
    let named: Vec<Named> = list.iter().map(|entry| named(loader, project, entry)).collect();
    if !named.iter().any(|named| matches!(named, Named::Several(_) | Named::None(_))) {
        return list.iter().cloned().map(Ok).collect();
    }
    let identity = |path: &Path| loader.identity(path);
    let alone = list.iter().zip(&named).filter(|(_, named)| matches!(named, Named::One));
    let alone: Vec<(PathBuf, &Table)> = alone.map(|(entry, _)| (identity(&entry.path), entry)).collect();
    let mut seen = FxHashSet::default();
    let mut tables = Vec::new();
    for (entry, named) in list.iter().zip(&named) {
        let paths = match named {
            Named::One => std::slice::from_ref(&entry.path),
            Named::Several(paths) => paths.as_slice(),
            Named::None(why) => {
                tables.push(Err((entry.clone(), *why)));
                continue;
            }
        };
        for path in paths {
            let known = identity(path);
            let own = alone.iter().find(|(own, _)| *own == known).map_or(entry, |(_, own)| own);
            if seen.insert(known) {
                tables.push(Ok(Table { path: path.clone(), ..own.clone() }));
            }
        }
    }
    tables
}

/// The folders in which a file can come to be that a list names: those of its names with `*`, and the folders in it.
pub fn folders(loader: &dyn Loader, project: Option<&Path>, list: &[Table]) -> Vec<PathBuf> {
    let of = |entry: &Table| match folder_of(loader, &entry.path) {
        Some(folder) => Some(folder),
        None => loader.list(&entry.path).is_ok().then(|| entry.path.clone()),
    };
    list.iter().filter(|entry| may_look(loader, project, &entry.path)).filter_map(of).collect()
}

/// The folder in which the files are that a name with `*` stands for; `None` of a name without.
pub fn folder_of(loader: &dyn Loader, path: &Path) -> Option<PathBuf> {
    let (folder, names) = split(loader, path);
    let here = folder.as_os_str().is_empty();
    (!names.is_empty()).then(|| if here { PathBuf::from(".") } else { folder })
}

/// Whether a name may be looked for. Those of a network are not, nor is anything outside of the project.
fn may_look(loader: &dyn Loader, project: Option<&Path>, path: &Path) -> bool {
    let written = path.to_string_lossy();
    let fixed = written.split(['*', '?']).next().unwrap_or_default();
    let folder = match fixed.len() == written.len() {
        true => Path::new(fixed),
        false => Path::new(fixed.rfind(['/', '\\']).and_then(|end| fixed.get(..=end)).unwrap_or(".")),
    };
    loader.may_read(project, folder)
}

/// What one entry names.
enum Named {
    /// A file, be it there or not.
    One,
    Several(Vec<PathBuf>),
    None(NoTables),
}

fn named(loader: &dyn Loader, project: Option<&Path>, entry: &Table) -> Named {
    if !may_look(loader, project, &entry.path) {
        return Named::One;
    }
    let (folder, names) = split(loader, &entry.path);
    let mut search = Search { loader, looks: 0, found: Vec::new() };
    let why = if names.is_empty() {
        // Only a folder has something in it; an empty one is told by being no file.
        let is_folder = match loader.list(&folder) {
            Ok(inside) if inside.is_empty() => loader.read(&folder) == Err(LoadFault::Folder),
            inside => inside.is_ok(),
        };
        if !is_folder {
            return Named::One;
        }
        search.folder(&folder);
        NoTables::EmptyFolder
    } else {
        search.names(&folder, &names, DEEPEST);
        NoTables::NoMatch
    };
    match search {
        Search { looks, .. } if looks > MOST_LOOKS => Named::None(NoTables::TooMany),
        Search { found, .. } if found.is_empty() => Named::None(why),
        Search { found, .. } => Named::Several(found),
    }
}

/// A path up to its first part with a `*` or `?`, and the parts from there on. A folder that is called so is that folder.
fn split(loader: &dyn Loader, path: &Path) -> (PathBuf, Vec<String>) {
    let (mut folder, mut names) = (PathBuf::new(), Vec::new());
    for part in path.components() {
        let name = part.as_os_str().to_string_lossy();
        let is_pattern = matches!(part, Component::Normal(_)) && name.contains(['*', '?']);
        if !names.is_empty() || (is_pattern && !is_there(loader, &folder, &name)) {
            names.push(name.into_owned());
        } else {
            folder.push(part);
        }
    }
    (folder, names)
}

fn is_there(loader: &dyn Loader, folder: &Path, name: &str) -> bool {
    entries(loader, folder).iter().any(|(own, _)| own == name)
}

/// Names of what is in a folder, in their order, and whether each is a folder itself.
fn entries(loader: &dyn Loader, folder: &Path) -> Vec<(String, bool)> {
    let place = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = loader.list(place).unwrap_or_default().into_iter();
    let mut named: Vec<(String, bool)> = entries
        .filter_map(|entry| Some((entry.path.file_name()?.to_str()?.to_owned(), entry.is_folder)))
        .collect();
    named.sort();
    named
}

/// What is not meant by any name: hidden files, and those that Excel and LibreOffice keep beside an open one.
fn is_aside(name: &str) -> bool {
    name.starts_with(['.', '~'])
}

struct Search<'l> {
    loader: &'l dyn Loader,
    looks: usize,
    found: Vec<PathBuf>,
}

impl Search<'_> {
    fn entries(&mut self, folder: &Path) -> Vec<(String, bool)> {
        if self.looks > MOST_LOOKS {
            return Vec::new();
        }
        let entries = entries(self.loader, folder);
        self.looks = self.looks.saturating_add(entries.len());
        entries.into_iter().filter(|(name, _)| !is_aside(name)).collect()
    }

    /// The tables that are directly in a folder.
    fn folder(&mut self, folder: &Path) {
        for (name, is_folder) in self.entries(folder) {
            let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
            if !is_folder && extension.is_some_and(|own| TABLE_EXTENSIONS.contains(&own.as_str())) {
                self.found.push(folder.join(name));
            }
        }
    }

    /// The files below a folder that answer to the parts of a name.
    fn names(&mut self, folder: &Path, names: &[String], depth: usize) {
        let Some((name, rest)) = names.split_first() else { return };
        if name == "**" {
            match rest {
                [] => self.folder(folder),
                rest => self.names(folder, rest, depth),
            }
            let Some(depth) = depth.checked_sub(1) else { return };
            for (inside, _) in self.entries(folder).into_iter().filter(|(_, is_folder)| *is_folder) {
                self.names(&folder.join(inside), names, depth);
            }
            return;
        }
        if !rest.is_empty() && !name.contains(['*', '?']) {
            return self.names(&folder.join(name), rest, depth);
        }
        for (own, is_folder) in self.entries(folder).into_iter().filter(|(own, _)| answers(own, name)) {
            match is_folder {
                true if !rest.is_empty() => self.names(&folder.join(own), rest, depth),
                false if rest.is_empty() => self.found.push(folder.join(own)),
                _ => {}
            }
        }
    }
}

/// Whether a name is one that a pattern stands for; case does not count, as on Windows.
fn answers(name: &str, pattern: &str) -> bool {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let (mut at, mut next) = (0usize, 0usize);
    // Where the last star stands, and up to where it reaches.
    let mut star: Option<(usize, usize)> = None;
    while let Some(c) = name.get(at) {
        match pattern.get(next) {
            Some('*') => {
                star = Some((next, at));
                next = next.saturating_add(1);
            }
            Some(wanted) if *wanted == '?' || wanted == c => {
                at = at.saturating_add(1);
                next = next.saturating_add(1);
            }
            _ => {
                let Some((star_at, reach)) = star else { return false };
                at = reach.saturating_add(1);
                star = Some((star_at, at));
                next = star_at.saturating_add(1);
            }
        }
    }
    pattern.iter().skip(next).all(|c| *c == '*')
}
