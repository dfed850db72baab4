//! Tries the edits in memory: every plan must say what it said before, but for the name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::State;
use super::super::names::{Mention, Symbol};
use super::super::references::Names;
use super::super::tables::with_tables;
use super::subject::Renamed;
use super::{Changes, Plan, refusals, same, without_workbooks};
use crate::analysis::{self, EvalOptions};
use crate::diagnostics::{Code, Diagnostic, Text};
use crate::source::{Entry, LoadFault, Loader, SourceFile, Span};

/// Refuses edits that would change more than names.
pub fn hold(
    loader: &dyn Loader,
    plans: &[Plan<'_>],
    subjects: &[Option<Renamed>],
    changes: &Changes,
) -> Result<(), Text> {
    let mut edited = Edited { below: loader, files: BTreeMap::new() };
    for path in changes.by_file.keys() {
        let mut holders = plans.iter().filter_map(|plan| Some((plan, *plan.files.get(path)?)));
        let held = holders.next().and_then(|(plan, file)| plan.state.sources().get(file));
        let Some(source) = held else { return Err(refusals::not_of_a_plan()) };
        edited.files.insert(path.clone(), changes.applied(path, source)?.into_bytes());
    }
    for (plan, renamed) in plans.iter().zip(subjects) {
        if !changes.by_file.keys().any(|path| plan.files.contains_key(path)) {
            continue;
        }
        one_plan(&edited, plan, renamed.as_ref(), changes)?;
    }
    Ok(())
}

fn one_plan(
    edited: &Edited<'_>,
    plan: &Plan<'_>,
    renamed: Option<&Renamed>,
    changes: &Changes,
) -> Result<(), Text> {
    let with_books = changes.with_books.contains(&plan.state.path);
    let earlier = with_books.then(|| without_workbooks(edited.below, plan.state));
    let before = earlier.as_ref().unwrap_or(plan.state);
    let checked = analysis::check(edited, &before.path);
    let computed = analysis::compute(edited, &checked, &[], EvalOptions::default());
    let after =
        State { path: before.path.clone(), checked: Arc::new(checked), computed: Some(Arc::new(computed)) };
    let after = if with_books { without_workbooks(edited, &after) } else { with_tables(edited, &after) };
    let places = Places::new(plan, changes);
    places.same_diagnostics(before, &after)?;
    places.same_meanings(before, &after, renamed)?;
    let path = before.path.display().to_string();
    if !same::plans(before.checked.plan.as_ref(), after.checked.plan.as_ref()) {
        return Err(refusals::other_plan(&path));
    }
    match (&before.computed, &after.computed) {
        (Some(before), Some(after)) if !same::results(before, after) => Err(refusals::other_result(&path)),
        _ => Ok(()),
    }
}

impl Changes {
    /// The text of a file with its edits.
    fn applied(&self, path: &Path, source: &SourceFile) -> Result<String, Text> {
        let bytes = source.bytes();
        let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        if bytes != source.text.as_bytes() {
            return Err(refusals::not_utf8(&source.path));
        }
        let mut text = String::with_capacity(source.text.len());
        let mut from = 0usize;
        for ((start, end), new) in self.by_file.get(path).into_iter().flatten() {
            if *start < from {
                return Err(refusals::plans_disagree());
            }
            text.push_str(source.text.get(from..*start).unwrap_or(""));
            text.push_str(new);
            from = *end;
        }
        text.push_str(source.text.get(from..).unwrap_or(""));
        Ok(text)
    }
}

/// How the bytes of one file move: every edit with where its new text begins.
struct Moves {
    edits: Vec<Moved>,
}

struct Moved {
    start: usize,
    end: usize,
    /// Where the new text is in the edited file.
    begins: usize,
    ends: usize,
}

impl Moves {
    fn of(edits: &BTreeMap<(usize, usize), String>) -> Moves {
        let mut moves: Vec<Moved> = Vec::with_capacity(edits.len());
        for ((start, end), new) in edits {
            let begins =
                moves.last().map_or(*start, |last| last.ends.saturating_add(start.saturating_sub(last.end)));
            let ends = begins.saturating_add(new.len());
            moves.push(Moved { start: *start, end: *end, begins, ends });
        }
        Moves { edits: moves }
    }

    /// Where a byte of the file is after the edits; one inside what goes away is where the new text begins.
    fn moved(&self, offset: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.start < offset);
        match before.checked_sub(1).and_then(|last| self.edits.get(last)) {
            Some(edit) if offset >= edit.end => edit.ends.saturating_add(offset.saturating_sub(edit.end)),
            Some(edit) => edit.begins,
            None => offset,
        }
    }

    /// A byte of the edited file; one inside a new text counts as its beginning.
    fn settled(&self, offset: usize) -> usize {
        let before = self.edits.partition_point(|edit| edit.begins < offset);
        match before.checked_sub(1).and_then(|last| self.edits.get(last)) {
            Some(edit) if offset < edit.ends => edit.begins,
            _ => offset,
        }
    }
}

/// The files with their edits.
struct Edited<'l> {
    below: &'l dyn Loader,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Loader for Edited<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        match self.files.get(&self.identity(path)) {
            Some(bytes) => Ok(bytes.clone()),
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
        self.below.may_read(project, path)
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault> {
        self.below.list(folder)
    }
}

/// A file and a range in it, as they are after the edits.
type Place = (String, usize, usize);

/// Holds places before and after the edits against each other.
struct Places {
    /// By the path of the file as the plan has it.
    moves: BTreeMap<String, Moves>,
}

impl Places {
    fn new(plan: &Plan<'_>, changes: &Changes) -> Places {
        let sources = plan.state.sources();
        let moves = changes.by_file.iter().filter_map(|(path, edits)| {
            let file = plan.files.get(path)?;
            Some((sources.path(*file).to_owned(), Moves::of(edits)))
        });
        Places { moves: moves.collect() }
    }

    fn before(&self, state: &State, span: Span) -> Place {
        self.place(state, span, Moves::moved)
    }

    fn after(&self, state: &State, span: Span) -> Place {
        self.place(state, span, Moves::settled)
    }

    fn place(&self, state: &State, span: Span, at: fn(&Moves, usize) -> usize) -> Place {
        let path = state.sources().path(span.file);
        let (start, end) = (span.start as usize, span.end as usize);
        match self.moves.get(path) {
            Some(moves) => (path.to_owned(), at(moves, start), at(moves, end)),
            None => (path.to_owned(), start, end),
        }
    }

    /// Nothing is said that was not said before, nor is anything no longer said. What could only be better may change.
    fn same_diagnostics(&self, before: &State, after: &State) -> Result<(), Text> {
        let earlier = said(before, &|span| self.before(before, span));
        let later = said(after, &|span| self.after(after, span));
        if let Some(new) = first_more(&later, &earlier).and_then(|at| binding(after).nth(at)) {
            return Err(refusals::new_message(after.sources(), new));
        }
        match first_more(&earlier, &later).and_then(|at| binding(before).nth(at)) {
            Some(lost) => Err(refusals::lost_message(before.sources(), lost)),
            None => Ok(()),
        }
    }

    /// Every name means what it meant; without a renaming in this plan, is what it was.
    fn same_meanings(&self, before: &State, after: &State, renamed: Option<&Renamed>) -> Result<(), Text> {
        let comparable = |symbol: &Symbol| renamed.is_none_or(|renamed| renamed.is_comparable(symbol));
        let (earlier, later) = (mentions(before, &comparable), mentions(after, &comparable));
        let mut pairs = earlier.iter().zip(later.iter().map(Some).chain(std::iter::repeat(None)));
        let changed = pairs.find(|(was, is)| {
            is.is_none_or(|is| {
                let symbol = renamed.map(|renamed| renamed.apply(&was.symbol));
                symbol.as_ref().unwrap_or(&was.symbol) != &is.symbol
                    || was.declares != is.declares
                    || self.before(before, was.span) != self.after(after, is.span)
            })
        });
        if let Some((was, _)) = changed {
            return Err(refusals::other_meaning(before.sources(), was.span));
        }
        match later.get(earlier.len()) {
            Some(more) => Err(refusals::other_meaning(after.sources(), more.span)),
            None => Ok(()),
        }
    }
}

/// A diagnostic by what does not depend on names: its code and its places.
type Said = (Code, Place, Vec<Place>);

fn said(state: &State, place: &dyn Fn(Span) -> Place) -> Vec<Said> {
    let key = |found: &Diagnostic| {
        let labels = found.labels.iter().map(|label| place(label.span)).collect();
        (found.code, place(found.span), labels)
    };
    binding(state).map(key).collect()
}

fn binding(state: &State) -> impl Iterator<Item = &Diagnostic> {
    state.diagnostics().iter().filter(|found| !found.code.is_lint())
}

/// The first that stands more often in `these` than in `those`.
fn first_more(these: &[Said], those: &[Said]) -> Option<usize> {
    let mut left: BTreeMap<&Said, usize> = BTreeMap::new();
    for one in those {
        let count = left.entry(one).or_default();
        *count = count.saturating_add(1);
    }
    these.iter().position(|one| match left.get_mut(one) {
        Some(count) if *count > 0 => {
            *count = count.saturating_sub(1);
            false
        }
        _ => true,
    })
}

fn mentions(state: &State, wanted: &dyn Fn(&Symbol) -> bool) -> Vec<Mention> {
    let outline = state.outline();
    let names = Names::new(state, &outline);
    let mut found = Vec::new();
    names.all(&mut |mention| {
        if wanted(&mention.symbol) {
            found.push(mention);
        }
    });
    found
}
