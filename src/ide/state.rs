//! What is known of each plan of a workspace, and which of it is to be worked out anew after a change.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::queue::Queue;
use crate::analysis::{self, Checked, Computed, EvalOptions};
use crate::config;
use crate::diagnostics::{Diagnostic, Lang};
use crate::output::View;
use crate::resolve::{Outline, discover, resolve};
use crate::source::{FileId, Loader, Sources, Span};
use crate::syntax::tree::Tree;

/// No more folders of a workspace are searched for plans: somebody may open the whole disk.
const MOST_FOLDERS: usize = 5_000;

/// What the analysis last said of a plan.
#[derive(Debug, Clone)]
pub struct State {
    /// The plan's file.
    pub path: PathBuf,
    /// The plan as it is written.
    pub checked: Arc<Checked>,
    /// What its actuals give; `None` while that is not worked out.
    pub computed: Option<Arc<Computed>>,
}

impl State {
    /// Every file read. The spans of the check hold in it whether the actuals are computed or not.
    pub fn sources(&self) -> &Sources {
        self.computed.as_ref().map_or(&self.checked.sources, |computed| &computed.sources)
    }

    /// All that is to be said of the plan and its actuals.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.computed.as_ref().map_or(&self.checked.diagnostics, |computed| &computed.diagnostics)
    }

    /// The same with what the actuals give.
    #[must_use]
    pub fn compute(self, loader: &dyn Loader) -> State {
        let computed = analysis::compute(loader, &self.checked, &[], EvalOptions::default());
        State { computed: Some(Arc::new(computed)), ..self }
    }

    /// Where an editor can show a span: a workbook is no text that it could open, so for one of its cells this is where
    /// `piaoc.toml` names the workbook.
    pub fn shown_at(&self, span: Span) -> Span {
        let file = self.sources().get(span.file).filter(|file| file.sheet.is_some());
        let named = file.and_then(|file| {
            let configured = self.checked.config.actuals.iter();
            let computed = self.computed.iter().flat_map(|computed| &computed.tables);
            let mut tables = computed.chain(configured);
            tables.find(|table| table.path == Path::new(&file.path))?.named
        });
        named.unwrap_or(span)
    }

    /// What is said of a span in words that do where it is shown: of a cell with the name of its workbook.
    pub fn said_there<'t>(&self, span: Span, words: &'t str) -> Cow<'t, str> {
        let Some(cell) = self.sources().cell(span).filter(|_| self.shown_at(span) != span) else {
            return Cow::Borrowed(words);
        };
        let name =
            Path::new(self.sources().path(span.file)).file_name().unwrap_or_default().to_string_lossy();
        let cell = if words.starts_with(&cell) { String::new() } else { format!("{cell}: ") };
        Cow::Owned(format!("`{name}`: {cell}{words}"))
    }

    /// The id of a file by the path it was read from.
    pub fn file(&self, path: &Path) -> Option<FileId> {
        self.sources().find(&path.display().to_string())
    }

    /// The tree of a file; a table has none.
    pub fn tree(&self, file: FileId) -> Option<&Tree> {
        self.checked.trees.iter().find(|(id, _)| *id == file).map(|(_, tree)| tree)
    }

    /// Every item under what it belongs to, of a faulty plan too.
    pub fn outline(&self) -> Outline<'_> {
        let trees: Vec<&Tree> = self.checked.trees.iter().map(|(_, tree)| tree).collect();
        resolve(&trees, &mut Vec::new())
    }

    /// Whether something keeps the plan or its actuals from being used.
    pub fn has_faults(&self) -> bool {
        self.diagnostics().iter().any(Diagnostic::is_fault)
    }

    /// Whether the actuals gave a result.
    pub fn has_result(&self) -> bool {
        self.checked.plan.is_some() && self.computed.as_ref().is_some_and(|one| one.evaluation.is_some())
    }

    /// The result, if the actuals gave one.
    pub fn view(&self, lang: Lang) -> Option<View<'_>> {
        let computed = self.computed.as_ref()?;
        Some(View {
            plan: self.checked.plan.as_ref()?,
            facts: &computed.facts,
            evaluation: computed.evaluation.as_ref()?,
            sources: &computed.sources,
            diagnostics: &computed.diagnostics,
            allowed: &computed.allowed,
            lang,
        })
    }
}

/// The plans of the open folders and files.
#[derive(Debug, Default)]
pub struct Workspace {
    folders: BTreeSet<PathBuf>,
    /// Files that the editor holds.
    open: BTreeSet<PathBuf>,
    /// Those of them that are no plans of their own, as far as their text tells.
    libraries: BTreeSet<PathBuf>,
    /// Those that were opened or closed since the plans were settled.
    fresh: BTreeSet<PathBuf>,
    plans: BTreeMap<PathBuf, Option<State>>,
    /// What each plan was read from, files that were not there included.
    reads: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// The same the other way: the plans that were read from each file.
    read_by: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    unchecked: Queue,
    uncomputed: Queue,
    /// Edited last: worked out first.
    edited: Option<PathBuf>,
    /// The plans that stand in the folders.
    in_folders: BTreeSet<PathBuf>,
    /// The folders or what is in them may have changed.
    undiscovered: bool,
    /// Which files are plans may have changed: to be settled when all plans are read.
    unsettled: bool,
}

/// A piece of work that a change made necessary.
#[derive(Debug, Clone)]
pub enum Step {
    /// A plan was checked; its actuals are still to be computed.
    Checked(State),
    /// A plan's actuals were computed: all is known of it.
    Computed(State),
    /// A plan is no longer there.
    Gone(PathBuf),
}

impl Workspace {
    /// The folders that are open now.
    pub fn set_folders(&mut self, folders: impl IntoIterator<Item = PathBuf>) {
        self.folders = folders.into_iter().collect();
        self.undiscovered = true;
    }

    /// The editor opened or changed a file, or holds it no longer.
    pub fn edited(&mut self, path: &Path, is_open: bool) {
        let known = if is_open { self.open.insert(path.to_owned()) } else { self.open.remove(path) };
        self.edited = is_open.then(|| path.to_owned()).or(self.edited.take());
        if known {
            self.fresh.insert(path.to_owned());
            for plan in self.plans_of(path) {
                let is_open = self.is_open(&plan);
                self.unchecked.sort_in(&plan, is_open);
                self.uncomputed.sort_in(&plan, is_open);
            }
        }
        self.changed(path);
    }

    /// A file or folder changed, came or went on disk.
    pub fn changed_on_disk(&mut self, path: &Path) {
        self.undiscovered |= discover::is_plan_file(path) || path.extension().is_none();
        self.changed(path);
    }

    /// What was read from a file is to be read anew.
    fn changed(&mut self, path: &Path) {
        for plan in self.plans_of(path) {
            self.check_later(plan);
        }
    }

    /// The plans that a file is part of, itself included if it is one.
    fn plans_of(&self, path: &Path) -> Vec<PathBuf> {
        let own = self.reads.contains_key(path).then(|| path.to_owned());
        // A folder stands among what was read where any file in it may be a table.
        let users = path.ancestors().filter_map(|path| self.read_by.get(path)).flatten();
        let users: BTreeSet<&PathBuf> = users.filter(|plan| *plan != path).collect();
        own.into_iter().chain(users.into_iter().cloned()).collect()
    }

    /// Whether a plan's file, or one that it was read from, is open.
    fn is_open(&self, plan: &Path) -> bool {
        let read = self.reads.get(plan).into_iter().flatten();
        self.open.contains(plan) || read.into_iter().any(|file| self.open.contains(file))
    }

    fn check_later(&mut self, plan: PathBuf) {
        let is_open = self.is_open(&plan);
        self.unchecked.insert(plan, is_open);
    }

    /// Does the next piece of work; `None` when all is known. `loader` knows what the editor holds.
    pub fn step(&mut self, loader: &dyn Loader) -> Option<Step> {
        if let Some(step) = self.check_next(loader) {
            return Some(step);
        }
        let state = self.next_to_compute()?.compute(loader);
        self.take_computed(loader, &state);
        Some(Step::Computed(state))
    }

    /// Checks the next plan that needs it.
    pub fn check_next(&mut self, loader: &dyn Loader) -> Option<Step> {
        if std::mem::take(&mut self.undiscovered) {
            self.look_into_folders(loader);
            self.settle_all(loader);
        }
        for path in std::mem::take(&mut self.fresh) {
            self.settle(loader, &path);
        }
        if self.unchecked.first().is_none() && std::mem::take(&mut self.unsettled) {
            self.settle_libraries();
        }
        let path = self.next_of(&self.unchecked)?.clone();
        self.unchecked.remove(&path);
        if !self.plans.contains_key(&path) {
            self.uncomputed.remove(&path);
            self.set_reads(&path, None);
            return Some(Step::Gone(path));
        }
        let state = self.check(loader, &path);
        let is_open = self.is_open(&path);
        self.uncomputed.insert(path, is_open);
        Some(Step::Checked(state))
    }

    /// The plan whose actuals are to be computed next.
    pub fn peek_to_compute(&self) -> Option<&PathBuf> {
        self.next_of(&self.uncomputed)
    }

    /// The next plan whose actuals are to be computed: with [`State::compute`], here or on another thread.
    pub fn next_to_compute(&mut self) -> Option<State> {
        let path = self.next_of(&self.uncomputed)?.clone();
        self.uncomputed.remove(&path);
        self.plans.get(&path)?.clone()
    }

    /// Takes in what [`State::compute`] gave; `false` if the plan has changed since.
    pub fn take_computed(&mut self, loader: &dyn Loader, state: &State) -> bool {
        let now = self.plans.get(&state.path).and_then(Option::as_ref);
        let current = now.is_some_and(|now| Arc::ptr_eq(&now.checked, &state.checked))
            && !self.unchecked.contains(&state.path);
        if current {
            self.note_reads(state, loader);
            self.plans.insert(state.path.clone(), Some(state.clone()));
        }
        current
    }

    /// The plan whose file was edited last, else any of an open file, else any.
    fn next_of<'s>(&'s self, of: &'s Queue) -> Option<&'s PathBuf> {
        let edited = self.edited.as_ref().and_then(|file| {
            let users = self.read_by.get(file).into_iter().flatten();
            std::iter::once(file).chain(users).find(|plan| of.contains(plan))
        });
        edited.or_else(|| of.first())
    }

    fn check(&mut self, loader: &dyn Loader, path: &Path) -> State {
        let earlier = self.plans.get(path).and_then(Option::as_ref).map(|state| state.checked.clone());
        let checked = match earlier {
            Some(earlier) => analysis::check_again(loader, path, &earlier),
            None => analysis::check(loader, path),
        };
        let state = State { path: path.to_owned(), checked: Arc::new(checked), computed: None };
        self.note_reads(&state, loader);
        let before = self.plans.insert(path.to_owned(), Some(state.clone()));
        // To take a large plan apart takes as long as a tenth of checking it: not while somebody waits.
        rayon::spawn(move || drop(before));
        state
    }

    /// What a change of would change the plan. A table that the configuration names is known only when it was read,
    /// or was not there: then the configuration says its name.
    fn note_reads(&mut self, state: &State, loader: &dyn Loader) {
        let mut files: BTreeSet<PathBuf> =
            state.sources().iter().map(|(_, file)| loader.identity(Path::new(&file.path))).collect();
        files.extend(analysis::wanted(&state.checked).map(|path| loader.identity(&path)));
        files.insert(loader.identity(&config::beside(&state.path)));
        if let Some(computed) = &state.computed {
            files.extend(computed.tables.iter().map(|table| loader.identity(&table.path)));
            files.extend(computed.folders.iter().map(|folder| loader.identity(folder)));
        } else if let Some(before) = self.reads.get(&state.path) {
            files.extend(before.iter().cloned());
        }
        self.set_reads(&state.path, Some(files));
    }

    /// Notes what a plan was read from, or that it is gone.
    fn set_reads(&mut self, plan: &Path, files: Option<BTreeSet<PathBuf>>) {
        if self.reads.get(plan) == files.as_ref() {
            return;
        }
        for file in self.reads.remove(plan).unwrap_or_default() {
            let users = self.read_by.get_mut(&file);
            let left = users.is_some_and(|users| {
                users.remove(plan);
                users.is_empty()
            });
            if left {
                self.read_by.remove(&file);
            }
        }
        for file in files.iter().flatten() {
            self.read_by.entry(file.clone()).or_default().insert(plan.to_owned());
        }
        self.reads.extend(files.map(|files| (plan.to_owned(), files)));
        // A library that no plan uses is checked by itself, and one that a plan uses is not.
        self.unsettled |= !self.libraries.is_empty();
    }

    /// Settles which files are plans: those of the folders, the open ones, and an open file that no plan uses, which is
    /// checked as the command line would check it.
    fn settle_all(&mut self, loader: &dyn Loader) {
        let known: Vec<PathBuf> =
            self.plans.keys().chain(&self.in_folders).chain(&self.open).cloned().collect();
        for path in known {
            self.settle(loader, &path);
        }
        self.unsettled |= !self.libraries.is_empty();
    }

    /// Settles whether one file is a plan.
    fn settle(&mut self, loader: &dyn Loader, path: &Path) {
        let open = self.open.contains(path) && discover::is_plan_file(path);
        let has_plan = open && discover::has_plan(loader, path);
        let is_library = open && !has_plan && !self.in_folders.contains(path);
        let was_library =
            if is_library { !self.libraries.insert(path.to_owned()) } else { self.libraries.remove(path) };
        self.unsettled |= is_library || was_library;
        if !is_library {
            self.set_plan(path, has_plan || self.in_folders.contains(path));
        }
    }

    /// Settles which open libraries are checked by themselves, now that all plans are read. Of two that use each other it
    /// is the first.
    fn settle_libraries(&mut self) {
        for path in self.libraries.clone() {
            let mut users = self.read_by.get(&path).into_iter().flatten();
            let used = users.any(|plan| {
                let settled = *plan < path || !self.libraries.contains(plan);
                *plan != path && settled && self.plans.contains_key(plan)
            });
            self.set_plan(&path, !used);
        }
    }

    fn set_plan(&mut self, path: &Path, is_plan: bool) {
        if is_plan == self.plans.contains_key(path) {
            return;
        }
        if is_plan {
            self.plans.insert(path.to_owned(), None);
        } else {
            self.plans.remove(path);
            // What it used may be used by nobody now.
            self.unsettled |= !self.libraries.is_empty();
        }
        self.check_later(path.to_owned());
    }

    /// Looks for the plans of the folders; one that can't be read has none.
    fn look_into_folders(&mut self, loader: &dyn Loader) {
        self.in_folders = self
            .folders
            .iter()
            .flat_map(|folder| discover::plans_below(loader, folder, MOST_FOLDERS).0)
            // A link out of the project is somebody else's plan.
            .filter(|path| loader.may_read(loader.project(path).as_deref(), path))
            .map(|path| loader.identity(&path))
            .collect();
    }
}
