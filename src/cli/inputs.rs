//! The files that a command reads: through here, so that what it writes is never one of them.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::ArgMatches;

use super::write::Target;
use crate::config;
use crate::source::{Disk, Entry, FileKey, LoadFault, Loader, lies_in};

/// The disk, with an eye on the one file that is to be written.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    disk: Disk,
    /// Whether files may name others outside of their project.
    anywhere: bool,
    /// What the command line names: files, and folders with all that is in them.
    named: Vec<PathBuf>,
    /// The file to be written.
    target: Option<Watched>,
    /// Files whose path is no text, so that their names alone do not lead back to them.
    unspeakable: Mutex<Vec<PathBuf>>,
}

#[derive(Debug)]
struct Watched {
    key: Option<FileKey>,
    identity: PathBuf,
    /// Whether it was asked for.
    met: AtomicBool,
}

impl Inputs {
    /// Of a command that writes `target`, or no file. What the command line names is read, sooner or later.
    pub(super) fn of(matches: &ArgMatches, target: Option<&Target<'_>>) -> Inputs {
        let target = target.map(Target::path).map(|path| Watched {
            key: FileKey::of(path),
            identity: Disk.identity(path),
            met: AtomicBool::new(false),
        });
        let anywhere = matches.try_get_one::<bool>("allow-outside").ok().flatten() == Some(&true);
        let mut inputs = Inputs { anywhere, target, ..Inputs::default() };
        for name in ["plan", "path", "actuals", "table"] {
            let named = matches.try_get_many::<PathBuf>(name).ok().flatten();
            named.into_iter().flatten().for_each(|path| inputs.name(path));
        }
        inputs
    }

    /// Takes note of a file or folder that the command line names, or stands for.
    pub(super) fn name(&mut self, path: &Path) {
        self.meet(path);
        // Of a name with `*`, all that is in its folder.
        let named = config::folder_of(&self.disk, path).unwrap_or_else(|| path.to_owned());
        self.named.push(self.disk.identity(&named));
    }

    fn is_named(&self, path: &Path) -> bool {
        let path = self.disk.identity(path);
        self.named.iter().any(|named| path.starts_with(named))
    }

    /// Takes note of a file that is read, or would be if it were there.
    pub(super) fn meet(&self, path: &Path) {
        if path.to_str().is_none()
            && let Ok(mut known) = self.unspeakable.lock()
            && !known.iter().any(|known| known == path)
        {
            known.push(path.to_owned());
        }
        let Some(target) = self.target.as_ref().filter(|target| !target.met.load(Ordering::Relaxed)) else {
            return;
        };
        let one_file = target.key.is_some() && FileKey::of(path) == target.key;
        if one_file || self.disk.identity(path) == target.identity {
            target.met.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the file to be written, which is at `path`, is among those that were asked for.
    pub(super) fn met(&self, path: &Path) -> bool {
        let met = |target: &Watched| target.met.load(Ordering::Relaxed);
        // A file that is not the one watched was not watched for.
        self.target.as_ref().is_none_or(|target| target.identity != self.disk.identity(path) || met(target))
    }

    /// The file that is shown by a name.
    pub(super) fn path(&self, shown: &str) -> PathBuf {
        let known = self.unspeakable.lock();
        let known = known
            .ok()
            .and_then(|known| known.iter().find(|path| path.display().to_string() == shown).cloned());
        known.unwrap_or_else(|| PathBuf::from(shown))
    }
}

impl Loader for Inputs {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        self.meet(path);
        self.disk.read(path)
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.disk.identity(path)
    }

    fn project(&self, file: &Path) -> Option<PathBuf> {
        self.disk.project(file)
    }

    fn may_read(&self, project: Option<&Path>, path: &Path) -> bool {
        self.anywhere || lies_in(self, project, path) || self.is_named(path)
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault> {
        self.disk.list(folder)
    }
}
