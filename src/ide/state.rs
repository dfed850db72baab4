//! What is known of each plan of a workspace, and which of it is to be worked out anew after a change.

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
            let mut tables = self.checked.config.actuals.iter();
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
    plans: BTreeMap<PathBuf, Option<State>>,
    /// What each plan was read from, files that were not there included.
    reads: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    unchecked: BTreeSet<PathBuf>,
    uncomputed: BTreeSet<PathBuf>,
    /// Edited last: worked out first.
    edited: Option<PathBuf>,
    /// The plans that stand in the folders.
    in_folders: BTreeSet<PathBuf>,
    /// The folders or what is in them may have changed.
    undiscovered: bool,
    /// Which files are plans may have changed.
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
        self.unsettled |= known;
        self.edited = is_open.then(|| path.to_owned()).or(self.edited.take());
        self.changed(path);
    }

    /// A file or folder changed, came or went on disk.
    pub fn changed_on_disk(&mut self, path: &Path) {
        self.undiscovered |= discover::is_plan_file(path) || path.extension().is_none();
        self.changed(path);
    }

    /// What was read from a file is to be read anew.
    fn changed(&mut self, path: &Path) {
        let touched = self.reads.iter().filter(|(plan, read)| *plan == path || read.contains(path));
        self.unchecked.extend(touched.map(|(plan, _)| plan.clone()));
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
            self.unsettled = true;
        }
        if std::mem::take(&mut self.unsettled) {
            self.settle(loader);
        }
        let path = self.next_of(&self.unchecked)?.clone();
        self.unchecked.remove(&path);
        if !self.plans.contains_key(&path) {
            self.uncomputed.remove(&path);
            self.reads.remove(&path);
            return Some(Step::Gone(path));
        }
        let state = self.check(loader, &path);
        self.uncomputed.insert(path);
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
    fn next_of<'s>(&self, of: &'s BTreeSet<PathBuf>) -> Option<&'s PathBuf> {
        let reads = |plan: &PathBuf, file: &PathBuf| {
            plan == file || self.reads.get(plan).is_some_and(|read| read.contains(file))
        };
        let edited = self.edited.as_ref().and_then(|file| of.iter().find(|plan| reads(plan, file)));
        let open = || of.iter().find(|plan| self.open.iter().any(|file| reads(plan, file)));
        edited.or_else(open).or_else(|| of.iter().next())
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
            files.extend(computed.tables.iter().map(|path| loader.identity(path)));
        } else if let Some(before) = self.reads.get(&state.path) {
            files.extend(before.iter().cloned());
        }
        let before = self.reads.insert(state.path.clone(), files);
        self.unsettled |= before.as_ref() != self.reads.get(&state.path);
    }

    /// Settles which files are plans: those of the folders, the open ones, and an open file that no plan uses, which is
    /// checked as the command line would check it.
    fn settle(&mut self, loader: &dyn Loader) {
        let open_plans = self.open.iter().filter(|path| discover::is_plan_file(path));
        let (plans, others): (Vec<_>, Vec<_>) = open_plans.partition(|path| discover::has_plan(loader, path));
        let mut found = self.in_folders.clone();
        found.extend(plans.into_iter().cloned());
        // Which plans use a file is known when they have been read.
        let unread = |path: &PathBuf| match self.plans.get(path) {
            None => true,
            Some(state) => state.is_none() && self.unchecked.contains(path),
        };
        let all_read = !found.iter().any(unread);
        self.unsettled = !all_read && !others.is_empty();
        for path in others.into_iter().filter(|path| all_read || self.plans.contains_key(*path)) {
            let uses =
                |plan: &PathBuf| plan != path && self.reads.get(plan).is_some_and(|read| read.contains(path));
            let used = found.iter().any(uses);
            found.extend((!used).then(|| path.clone()));
        }
        let gone: Vec<PathBuf> = self.plans.keys().filter(|path| !found.contains(*path)).cloned().collect();
        for path in gone {
            self.plans.remove(&path);
            self.unchecked.insert(path);
        }
        for path in found {
            if let Entry::Vacant(new) = self.plans.entry(path.clone()) {
                new.insert(None);
                self.unchecked.insert(path);
            }
        }
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
