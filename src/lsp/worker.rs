//! The threads that analyse, so that the one that talks to the client is never kept waiting: one checks plans, the
//! other computes the actuals of what was checked. Only the newest text counts; work on an older one is dropped.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, select, unbounded};

use crate::ide::{State, Step, Workspace};
use crate::source::{Disk, Overlay};

/// What changed.
#[derive(Debug)]
pub(super) enum Change {
    /// These folders are open now.
    Folders(Vec<PathBuf>),
    /// The client holds this text of a file.
    Text(PathBuf, Arc<str>),
    /// The client holds a file no longer.
    Closed(PathBuf),
    /// Files came, went or changed on disk.
    Disk(Vec<PathBuf>),
    /// Whether plans may name files outside of their project.
    AllowOutside(bool),
}

/// What the analysis has to say.
#[derive(Debug)]
pub(super) enum Update {
    /// A plan was checked. Whether what its actuals add will follow at once.
    Checked(State, Follows),
    /// A plan and its actuals are known.
    Computed(State),
    /// A plan is no longer there.
    Gone(PathBuf),
    /// All is known of everything up to this change.
    Idle(u64),
}

/// When the actuals of a checked plan will be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    /// So soon that it is not worth telling the client twice.
    AtOnce,
    /// It may take a while.
    Later,
}

/// What took no longer than this the last time follows at once.
const AT_ONCE: Duration = Duration::from_millis(8);

/// What takes longer waits until nobody has typed for so long: diagnostics of the next keystroke come first.
const QUIET: Duration = Duration::from_millis(150);

/// The stack of a thread that reads plans: calculations nest up to 400 deep.
const STACK: usize = 16 << 20;

/// Starts the threads; they end when nobody sends changes any more.
pub(super) fn start() -> (Sender<(u64, Change)>, Receiver<Update>) {
    let (changes, incoming) = unbounded();
    let (outgoing, updates) = unbounded();
    let (to_compute, jobs) = bounded::<(Overlay<Disk>, State)>(1);
    let (done, computed) = unbounded();
    let named = |name: &str| std::thread::Builder::new().name(name.to_owned()).stack_size(STACK);
    let computer = named("compute").spawn(move || compute(&jobs, &done));
    let checker = named("check").spawn(move || {
        let files = Overlay::new(Disk);
        let workspace = Workspace::default();
        let took = BTreeMap::new();
        Checker { files, workspace, updates: outgoing, to_compute, computed, revision: 0, took }
            .run(&incoming);
    });
    // Without threads there is no server: the closed channels end it.
    let _ = (computer, checker);
    (changes, updates)
}

/// What came of computing a plan's actuals; `None` if piaoc itself failed.
type Outcome = (Option<State>, Duration);

fn compute(jobs: &Receiver<(Overlay<Disk>, State)>, done: &Sender<Outcome>) {
    for (files, state) in jobs {
        let started = Instant::now();
        let computed = catch_unwind(AssertUnwindSafe(|| state.compute(&files))).ok();
        if done.send((computed, started.elapsed())).is_err() {
            return;
        }
    }
}

struct Checker {
    /// What the client holds, above the disk.
    files: Overlay<Disk>,
    workspace: Workspace,
    updates: Sender<Update>,
    to_compute: Sender<(Overlay<Disk>, State)>,
    computed: Receiver<Outcome>,
    /// The last change taken in.
    revision: u64,
    /// How long computing the actuals of each plan took the last time.
    took: BTreeMap<PathBuf, Duration>,
}

impl Checker {
    fn run(mut self, incoming: &Receiver<(u64, Change)>) {
        let mut under_way = false;
        loop {
            while let Ok((revision, change)) = incoming.try_recv() {
                self.take_in(revision, change);
            }
            if self.check_next() {
                continue;
            }
            if let Some(next) = self.workspace.peek_to_compute().filter(|_| !under_way) {
                let slow = self.took.get(next).is_some_and(|took| *took > AT_ONCE);
                let wait = if slow { QUIET } else { Duration::ZERO };
                match incoming.recv_timeout(wait) {
                    Ok((revision, change)) => self.take_in(revision, change),
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        let next = self.workspace.next_to_compute();
                        let send = |state| self.to_compute.send((self.files.clone(), state)).is_ok();
                        under_way = next.is_some_and(send);
                    }
                }
                continue;
            }
            if !under_way {
                let _ = self.updates.send(Update::Idle(self.revision));
            }
            select! {
                recv(incoming) -> change => match change {
                    Ok((revision, change)) => self.take_in(revision, change),
                    Err(_) => return,
                },
                recv(self.computed) -> outcome => {
                    under_way = false;
                    let Ok((state, time)) = outcome else { return };
                    let Some(state) = state else { continue };
                    self.took.insert(state.path.clone(), time);
                    if self.workspace.take_computed(&self.files, &state) {
                        let _ = self.updates.send(Update::Computed(state));
                    }
                }
            }
        }
    }

    /// Checks a plan, if one needs it. A plan on which piaoc itself fails keeps what was last known of it.
    fn check_next(&mut self) -> bool {
        let (workspace, files) = (&mut self.workspace, &self.files);
        let step = catch_unwind(AssertUnwindSafe(|| workspace.check_next(files)));
        let update = match step {
            Ok(Some(Step::Checked(state))) => {
                let soon = self.took.get(&state.path).is_some_and(|took| *took <= AT_ONCE);
                let follows = if soon { Follows::AtOnce } else { Follows::Later };
                Update::Checked(state, follows)
            }
            Ok(Some(Step::Computed(state))) => Update::Computed(state),
            Ok(Some(Step::Gone(path))) => Update::Gone(path),
            Ok(None) => return false,
            Err(_) => return true,
        };
        let _ = self.updates.send(update);
        true
    }

    fn take_in(&mut self, revision: u64, change: Change) {
        self.revision = revision;
        match change {
            Change::Folders(folders) => self.workspace.set_folders(folders),
            Change::Text(path, text) => {
                self.files.open(&path, text);
                self.workspace.edited(&path, true);
            }
            Change::Closed(path) => {
                self.files.close(&path);
                self.workspace.edited(&path, false);
            }
            Change::AllowOutside(allowed) => self.files.allow_outside(allowed),
            Change::Disk(paths) => {
                for path in paths.iter().filter(|path| !self.files.is_open(path)) {
                    self.workspace.changed_on_disk(path);
                }
            }
        }
    }
}
