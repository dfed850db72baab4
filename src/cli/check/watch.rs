//! `piaoc check --watch`: checks again whenever a file of the plans changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

use crossbeam_channel::{Receiver, unbounded};
use notify::event::{EventKind, ModifyKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::once;
use super::options::{Options, Watching};
use crate::cli::inputs::Inputs;
use crate::cli::refusal::Refusal;
use crate::cli::{Exit, Outside};
use crate::config;
use crate::diagnostics::say;
use crate::source::{Disk, Loader, TABLE_EXTENSIONS};

/// How long nothing must happen until a change counts as whole: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);
/// How often files are looked at where the system does not tell.
const EVERY: Duration = Duration::from_millis(500);

/// Checks, waits for a change, and so on until the process is ended or nobody reads what it writes.
pub(super) fn run(
    options: &Options,
    inputs: &dyn Fn() -> Inputs,
    how: Watching,
    outside: &mut Outside<'_>,
) -> Result<Exit, Refusal> {
    let mut watch = Watch::new(how);
    for given in &options.given {
        match given.is_dir() {
            true => watch.add(given, RecursiveMode::Recursive),
            false => watch.add(folder_of(given), RecursiveMode::NonRecursive),
        }
    }
    watch.seen = watch.look();
    loop {
        let mut files = Vec::new();
        match once(options, &inputs(), outside, &mut files) {
            Ok(_) => {}
            Err(Refusal::Write(error)) => return Err(Refusal::Write(error)),
            // A folder without plans may get one.
            Err(refusal) => outside.refuse(&refusal)?,
        }
        watch.know(files);
        let waiting = say!(
            "— aspetto la prossima modifica; Ctrl-C per finire",
            "— waiting for the next change; Ctrl-C to end"
        );
        outside.print_line(waiting.get(outside.lang))?;
        outside.flush()?;
        let changed = watch.wait().into_iter().collect::<Vec<_>>().join(", ");
        let changed = say!("— modificato: {changed}", "— changed: {changed}");
        outside.print(&format!("\n{}\n", changed.get(outside.lang)))?;
    }
}

/// The folders that are watched, and the files of interest in them.
struct Watch {
    ear: Option<Ear>,
    folders: BTreeMap<PathBuf, RecursiveMode>,
    /// Each under the name by which it is shown.
    files: BTreeMap<PathBuf, String>,
    /// What was seen last, where the system does not tell.
    seen: BTreeMap<PathBuf, Stamp>,
}

/// Where the system tells of changes.
struct Ear {
    watcher: RecommendedWatcher,
    told: Receiver<Event>,
}

/// When a file was last written (nanoseconds since 1970) and how long it is; `None`: there is no such file.
type Stamp = Option<(u128, u64)>;

impl Watch {
    fn new(how: Watching) -> Watch {
        let ear = if how == Watching::Told { Ear::new() } else { None };
        Watch { ear, folders: BTreeMap::new(), files: BTreeMap::new(), seen: BTreeMap::new() }
    }

    fn add(&mut self, folder: &Path, mode: RecursiveMode) {
        let folder = real(folder);
        let covered = self.folders.iter().any(|(known, mode)| {
            *known == folder || *mode == RecursiveMode::Recursive && folder.starts_with(known)
        });
        if covered {
            return;
        }
        let heard = self.ear.as_mut().is_some_and(|ear| ear.watcher.watch(&folder, mode).is_ok());
        if !heard && folder.is_dir() {
            // The system does not tell of so many folders, or not at all.
            self.ear = None;
        }
        self.folders.insert(folder, mode);
    }

    /// The files that a check has read, and their folders.
    fn know(&mut self, files: Vec<PathBuf>) {
        for file in files {
            let folder = folder_of(&file);
            self.add(folder, RecursiveMode::NonRecursive);
            if let Some(name) = file.file_name() {
                let path = real(folder).join(name);
                self.seen.entry(path.clone()).or_insert_with(|| stamp(&path));
                self.files.insert(path, file.display().to_string());
            }
        }
    }

    /// Waits for a change and its end; the names of the files.
    fn wait(&mut self) -> BTreeSet<String> {
        match &self.ear {
            Some(ear) => self.listen(ear),
            None => self.look_for_change(),
        }
    }

    fn listen(&self, ear: &Ear) -> BTreeSet<String> {
        let mut changed = BTreeSet::new();
        let mut quiet_at = Instant::now();
        loop {
            // It never ends by itself: the watcher has the other end.
            let next = match changed.is_empty() {
                true => ear.told.recv().ok(),
                false => ear.told.recv_deadline(quiet_at).ok(),
            };
            let Some(event) = next else { return changed };
            let names = self.names(&event);
            if !names.is_empty() {
                changed.extend(names);
                quiet_at = Instant::now().checked_add(QUIET).unwrap_or(quiet_at);
            }
        }
    }

    fn look_for_change(&mut self) -> BTreeSet<String> {
        let mut changed = BTreeSet::new();
        loop {
            std::thread::sleep(if changed.is_empty() { EVERY } else { QUIET });
            let now = self.look();
            let before = std::mem::take(&mut self.seen);
            let of_interest =
                now.keys().chain(before.keys()).filter(|path| now.get(*path) != before.get(*path));
            let names: Vec<String> = of_interest.map(|path| self.shown(path)).collect();
            self.seen = now;
            if names.is_empty() && !changed.is_empty() {
                return changed;
            }
            changed.extend(names);
        }
    }

    /// Every file that was read, and every one in the folders that may be.
    fn look(&self) -> BTreeMap<PathBuf, Stamp> {
        let mut found: BTreeMap<PathBuf, Stamp> =
            self.files.keys().map(|path| (path.clone(), stamp(path))).collect();
        let mut open: Vec<(PathBuf, RecursiveMode)> =
            self.folders.iter().map(|(folder, mode)| (folder.clone(), *mode)).collect();
        while let Some((folder, mode)) = open.pop() {
            for entry in Disk.list(&folder).unwrap_or_default() {
                if entry.is_folder && mode == RecursiveMode::Recursive {
                    open.push((entry.path, mode));
                } else if !entry.is_folder && may_be_wanted(&entry.path) {
                    let stamp = stamp(&entry.path);
                    found.insert(entry.path, stamp);
                }
            }
        }
        found
    }

    /// The files of interest that an event is about.
    fn names(&self, event: &Event) -> Vec<String> {
        let comes_or_goes = match event.kind {
            EventKind::Access(_) => return Vec::new(),
            EventKind::Modify(ModifyKind::Name(_)) | EventKind::Create(_) | EventKind::Remove(_) => true,
            _ => false,
        };
        let known = |path: &&PathBuf| self.files.contains_key(*path) || comes_or_goes && may_be_wanted(path);
        event.paths.iter().filter(known).map(|path| self.shown(path)).collect()
    }

    /// A file by the name it has in messages, or would have.
    fn shown(&self, path: &Path) -> String {
        if let Some(shown) = self.files.get(path) {
            return shown.clone();
        }
        let here = std::env::current_dir().map(|here| real(&here)).unwrap_or_default();
        path.strip_prefix(here).unwrap_or(path).display().to_string()
    }
}

impl Ear {
    fn new() -> Option<Ear> {
        let (tell, told) = unbounded();
        let hear = move |event: notify::Result<Event>| {
            if let Ok(event) = event {
                // Nobody listens any more only when the command is ending.
                let _ = tell.send(event);
            }
        };
        let watcher = RecommendedWatcher::new(hear, Config::default()).ok()?;
        Some(Ear { watcher, told })
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = std::fs::metadata(path).ok()?;
    let written = about.modified().ok()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some((written.as_nanos(), about.len()))
}

/// Whether a check may be about a file, going by its name: a plan, a library, a table, a configuration.
fn may_be_wanted(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    extension == "piao"
        || TABLE_EXTENSIONS.contains(&extension)
        || path.file_name().is_some_and(|name| name == config::FILE)
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn real(folder: &Path) -> PathBuf {
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}
