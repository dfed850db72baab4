//! Renaming: a new name in every file of every plan that uses it, tables and scenarios included. Before anything is
//! offered the edits are tried in memory: a name that would change more than names is refused, with the reason. What
//! stands in workbooks is told, to be changed by hand.

mod edits;
mod newname;
mod proof;
mod refusals;
mod same;
mod subject;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::State;
use super::references::Names;
use super::tables::with_tables;
use crate::actuals;
use crate::analysis::{self, Computed, EvalOptions};
use crate::config::{self, Table};
use crate::diagnostics::{Text, say};
use crate::source::{FileId, Loader, Span, is_workbook, lies_in};
use subject::Renamed;

/// The edits of a file: what goes away, and what comes in its place.
pub type FileEdits = (PathBuf, Vec<(Range<usize>, String)>);

/// A renaming.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renaming {
    /// What to do.
    pub edits: Vec<FileEdits>,
    /// What is left to do: the cells of each workbook that name it.
    pub by_hand: BTreeMap<String, BTreeSet<String>>,
    /// Workbooks of which nobody knows whether they name it.
    pub unread: BTreeSet<String>,
}

impl Renaming {
    /// What is left to do by hand, for who asked for the renaming.
    pub fn left_to_do(&self) -> Option<Text> {
        let book = |(path, cells): (&String, &BTreeSet<String>)| {
            let shown: Vec<&str> = cells.iter().take(MOST_CELLS).map(String::as_str).collect();
            let more = cells.len().saturating_sub(MOST_CELLS);
            let more = if more > 0 { format!(", … (+{more})") } else { String::new() };
            format!("`{path}`: {}{more}", shown.join(", "))
        };
        let books: Vec<String> = self.by_hand.iter().map(book).collect();
        let books = books.join("; ");
        let left = (!books.is_empty()).then(|| {
            say!(
                "resta da cambiare a mano il nome nelle cartelle di lavoro: {books}",
                "it remains to change the name by hand in the workbooks: {books}"
            )
        });
        let unread: Vec<String> = self.unread.iter().map(|path| format!("`{path}`")).collect();
        let unread = unread.join(", ");
        let unknown = (!unread.is_empty()).then(|| {
            say!(
                "non ho trovato tabelle da leggere in {unread}: se il nome vi compare, cambialo a mano",
                "I found no tables to read in {unread}: if the name stands there, change it by hand"
            )
        });
        let joined =
            |a: Text, b: Text| Text { it: format!("{}; {}", a.it, b.it), en: format!("{}; {}", a.en, b.en) };
        match (left, unknown) {
            (Some(left), Some(unknown)) => Some(joined(left, unknown)),
            (left, unknown) => left.or(unknown),
        }
    }
}

/// So many cells of a workbook are told.
const MOST_CELLS: usize = 20;

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
) -> Result<Renaming, Text> {
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
                        return Ok(Renaming::default());
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
                    for span in edits::by_hand(&names, &subject) {
                        changes.by_hand(plan.state, span);
                    }
                    changes.note_unread(plan.state);
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
    Ok(changes.into_renaming())
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
    /// The cells of workbooks that name it.
    by_hand: BTreeMap<String, BTreeSet<String>>,
    /// The plans that these workbooks belong to.
    with_books: BTreeSet<PathBuf>,
    /// Workbooks without a table that could be read.
    unread: BTreeSet<String>,
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

    fn by_hand(&mut self, state: &State, span: Span) {
        let path = state.sources().path(span.file).to_owned();
        self.by_hand.entry(path).or_default().extend(state.sources().cell(span));
        self.with_books.insert(state.path.clone());
    }

    fn note_unread(&mut self, state: &State) {
        let files = state.sources().iter().filter(|(_, file)| file.sheet.as_deref() == Some(""));
        self.unread.extend(files.map(|(_, file)| file.path.clone()));
    }

    fn into_renaming(self) -> Renaming {
        let ranges = |edits: BTreeMap<(usize, usize), String>| {
            edits.into_iter().map(|((start, end), text)| (start..end, text)).collect()
        };
        let edits = self.by_file.into_iter().map(|(path, edits)| (path, ranges(edits))).collect();
        Renaming { edits, by_hand: self.by_hand, unread: self.unread }
    }
}

/// The state as its text tables alone make it: what is in workbooks is changed by hand, after the rest.
fn without_workbooks(loader: &dyn Loader, state: &State) -> State {
    let checked = &state.checked;
    let named = config::resolve(loader, checked.project.as_deref(), &checked.config.actuals);
    let tables: Vec<Table> = named.into_iter().flatten().filter(|table| !is_workbook(&table.path)).collect();
    let options = EvalOptions { period: checked.config.period, ..EvalOptions::default() };
    let computed = match tables.is_empty() {
        true => Computed {
            sources: checked.sources.clone(),
            diagnostics: checked.diagnostics.clone(),
            ..Computed::default()
        },
        false => analysis::compute_with(loader, checked, &tables, options),
    };
    with_tables(loader, &State { computed: Some(Arc::new(computed)), ..state.clone() })
}
