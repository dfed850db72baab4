//! Renaming: a new name in every file of every plan that uses it, tables included. Before anything is offered the
//! edits are tried in memory: a name that would change more than names is refused, with the reason.

mod edits;
mod newname;
mod proof;
mod refusals;
mod same;
mod subject;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::State;
use super::references::Names;
use crate::actuals;
use crate::analysis::{self, Computed, EvalOptions};
use crate::diagnostics::Text;
use crate::source::{FileId, Loader, Span, lies_in};
use subject::Renamed;

/// The edits of a file: what goes away, and what comes in its place.
pub type FileEdits = (PathBuf, Vec<(Range<usize>, String)>);

/// The text that the edits of a file are for; `None` if it can't be read.
pub fn text_of(loader: &dyn Loader, path: &Path) -> Option<String> {
    let bytes = loader.read(path).ok()?;
    actuals::decode(&bytes).ok().map(Cow::into_owned)
}

/// What can be renamed at byte `offset`: where it stands, and its present name.
///
/// # Errors
/// Why nothing here can be renamed.
pub fn prepare(state: &State, file: FileId, offset: usize) -> Result<(Span, String), Text> {
    let outline = state.outline();
    let subject = subject::at(&Names::new(state, &outline), file, offset)?;
    let written = state.sources().text(subject.span).to_owned();
    Ok((subject.span, written))
}

/// Renames what stands at byte `offset` of a file. `states` are the plans that may use it: all of the workspace do no
/// harm, and a plan that shares only the file of the declaration is renamed with the others.
///
/// # Errors
/// Why the name can't be that.
pub fn rename(
    loader: &dyn Loader,
    states: &[&State],
    file_path: &Path,
    offset: usize,
    new_name: &str,
) -> Result<Vec<FileEdits>, Text> {
    let states: Vec<State> = states.iter().map(|state| with_tables(loader, state)).collect();
    let plans: Vec<Plan<'_>> = states.iter().map(|state| Plan::new(loader, state)).collect();
    let mut changes = Changes::default();
    let mut subjects: Vec<Option<Renamed>> = plans.iter().map(|_| None).collect();
    // A place in every file where the name is known to stand: a plan that has one of them is renamed too.
    let mut places: Vec<(PathBuf, usize)> = vec![(loader.identity(file_path), offset)];
    let mut refused = None;
    let mut next = 0usize;
    while let Some((path, offset)) = places.get(next).cloned() {
        next = next.saturating_add(1);
        for (plan, known) in plans.iter().zip(&mut subjects).filter(|(_, known)| known.is_none()) {
            let Some(file) = plan.files.get(&path).copied() else { continue };
            let outline = plan.state.outline();
            let names = Names::new(plan.state, &outline);
            match subject::at(&names, file, offset) {
                Ok(subject) => {
                    let new = newname::read(&subject, new_name)?;
                    if new == subject.name {
                        return Ok(Vec::new());
                    }
                    newname::refuse_if_taken(&names, &subject, &new)?;
                    for edit in edits::of(&names, &subject, &new) {
                        let Some(path) = plan.paths.get(&edit.span.file) else { continue };
                        if !lies_in(loader, plan.state.checked.project.as_deref(), path) {
                            return Err(refusals::outside(plan.state.sources().path(edit.span.file)));
                        }
                        if edit.is_of_the_name && places.iter().all(|(known, _)| known != path) {
                            places.push((path.clone(), edit.span.start as usize));
                        }
                        changes.add(path, edit)?;
                    }
                    *known = Some(subject.renamed(&names, new));
                }
                Err(reason) => refused = refused.or(Some(reason)),
            }
        }
    }
    if changes.by_file.is_empty() {
        return Err(refused.unwrap_or_else(refusals::not_of_a_plan));
    }
    proof::hold(loader, &plans, &subjects, &changes)?;
    Ok(changes.into_edits())
}

/// A plan with its files by identity, and the other way round.
struct Plan<'s> {
    state: &'s State,
    files: BTreeMap<PathBuf, FileId>,
    paths: BTreeMap<FileId, PathBuf>,
}

impl<'s> Plan<'s> {
    fn new(loader: &dyn Loader, state: &'s State) -> Plan<'s> {
        let identity = |path: &str| loader.identity(Path::new(path));
        let files = state.sources().iter();
        let paths: BTreeMap<FileId, PathBuf> =
            files.map(|(file, source)| (file, identity(&source.path))).collect();
        let files = paths.iter().map(|(file, path)| (path.clone(), *file)).collect();
        Plan { state, files, paths }
    }
}

/// The edits of all files, by place: two plans that share a file ask for the same.
#[derive(Debug, Default)]
struct Changes {
    by_file: BTreeMap<PathBuf, BTreeMap<(usize, usize), String>>,
}

impl Changes {
    fn add(&mut self, path: &Path, edit: edits::Edit) -> Result<(), Text> {
        let place = (edit.span.start as usize, edit.span.end as usize);
        let before = self.by_file.entry(path.to_owned()).or_default().insert(place, edit.text.clone());
        if before.is_some_and(|before| before != edit.text) {
            Err(refusals::plans_disagree())
        } else {
            Ok(())
        }
    }

    fn into_edits(self) -> Vec<FileEdits> {
        let ranges = |edits: BTreeMap<(usize, usize), String>| {
            edits.into_iter().map(|((start, end), text)| (start..end, text)).collect()
        };
        self.by_file.into_iter().map(|(path, edits)| (path, ranges(edits))).collect()
    }
}

/// The state with its tables: while a plan has errors the analysis does not read them, but their keys are to be
/// renamed all the same.
fn with_tables(loader: &dyn Loader, state: &State) -> State {
    let computed = match &state.computed {
        Some(computed) => Arc::clone(computed),
        None => {
            let options = EvalOptions::default();
            Arc::new(analysis::compute(loader, &state.checked, &[], options))
        }
    };
    let state = State { computed: Some(Arc::clone(&computed)), ..state.clone() };
    let unread = || computed.tables.iter().filter(|path| state.file(path).is_none());
    if unread().next().is_none() {
        return state;
    }
    let mut sources = computed.sources.clone();
    for path in unread() {
        let Ok(bytes) = loader.read(path) else { continue };
        if let Ok(text) = actuals::decode(&bytes) {
            sources.add(path.display().to_string(), &*text, &bytes);
        }
    }
    // Without all its tables there is no result.
    let (tables, diagnostics) = (computed.tables.clone(), computed.diagnostics.clone());
    State {
        computed: Some(Arc::new(Computed { sources, tables, diagnostics, ..Computed::default() })),
        ..state
    }
}
