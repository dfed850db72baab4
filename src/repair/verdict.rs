//! Whether some repairs did what they should, and nothing else: the diagnostics of a plan before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Why;
use super::patch::{At, Patch, Replacement, edits_of, files_of};
use crate::analysis::Computed;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::source::{FileId, Loader, Span};

/// The stage that finds a fault, in the order in which they run; what stands unread in one is not looked at by the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Files,
    Writing,
    Names,
    Types,
    Tables,
    Evaluation,
    /// Warnings and hints: of a plan that was read whole.
    Remarks,
}

impl Stage {
    /// The stage of a code.
    pub fn of(code: Code) -> Stage {
        match (code, code.name().as_bytes().get(..3)) {
            (_, _) if code.severity() != Severity::Error => Stage::Remarks,
            (Code::PartsDisagree | Code::BetweenBands | Code::MissingActual | Code::NoPeriod, _) => {
                Stage::Evaluation
            }
            (_, Some(b"P01")) => Stage::Writing,
            (_, Some(b"P02")) => Stage::Names,
            (_, Some(b"P03")) => Stage::Types,
            (_, Some(b"P05")) => Stage::Tables,
            _ => Stage::Files,
        }
    }
}

/// What went wrong with some patches.
#[derive(Debug)]
pub struct Trouble {
    pub why: Why,
    /// The patches in whose place it lies, by the places of their diagnostics.
    blamed: Vec<(Code, At)>,
}

impl Trouble {
    /// Whether a patch is to blame for it.
    pub fn blames(&self, patch: &Patch) -> bool {
        self.blamed.iter().any(|(code, at)| *code == patch.code && *at == patch.at)
    }
}

/// A code and where it is reported.
type Place = (PathBuf, Code, u32);

/// What is worse in a plan after patches than before, and what they did not mend.
pub fn troubles(files: &dyn Loader, before: &Computed, after: &Computed, trial: &[&Patch]) -> Vec<Trouble> {
    let moves = Moves::of(trial);
    let moved = |at: &At| moves.get(&at.file).map_or(at.range.start, |moves| moves.start(at.range.start));
    let goes: BTreeSet<Place> =
        trial.iter().map(|patch| (patch.at.file.clone(), patch.code, patch.at.range.start)).collect();
    let own: BTreeMap<Place, &Patch> =
        trial.iter().map(|patch| ((patch.at.file.clone(), patch.code, moved(&patch.at)), *patch)).collect();
    // What was there before, less what is to go.
    let mut known: BTreeMap<Place, usize> = BTreeMap::new();
    let names = Names::of(files, before);
    for diagnostic in &before.diagnostics {
        let at = names.at(diagnostic.span);
        if !goes.contains(&(at.file.clone(), diagnostic.code, at.range.start)) {
            let start = moved(&at);
            let count = known.entry((at.file, diagnostic.code, start)).or_default();
            *count = count.saturating_add(1);
        }
    }
    let names = Names::of(files, after);
    let mut found = Vec::new();
    for diagnostic in &after.diagnostics {
        let at = names.at(diagnostic.span);
        let key = (at.file, diagnostic.code, at.range.start);
        if let Some(count) = known.get_mut(&key).filter(|count| **count > 0) {
            *count = count.saturating_sub(1);
        } else if let Some(patch) = own.get(&key) {
            found.push(Trouble { why: Why::Stays, blamed: vec![(patch.code, patch.at.clone())] });
        } else {
            found.extend(brought(&names, diagnostic, trial, &moves));
        }
    }
    found
}

/// What a diagnostic that was not there before says of the patches: nothing, if they only uncovered it.
fn brought(
    names: &Names,
    diagnostic: &Diagnostic,
    trial: &[&Patch],
    moves: &BTreeMap<PathBuf, Moves>,
) -> Option<Trouble> {
    let stage = trial.iter().map(|patch| patch.stage).min()?;
    let counts = match stage {
        Stage::Remarks => diagnostic.severity != Severity::Hint,
        _ => diagnostic.is_fault(),
    };
    if !counts {
        return None;
    }
    let spans = std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span));
    let places: Vec<At> = spans.map(|span| names.at(span)).collect();
    let touches = |edit: &Replacement| {
        let now = moves.get(&edit.file).and_then(|moves| moves.replaced(&edit.range));
        let meets = |now: &Range<u32>, at: &At| {
            at.file == edit.file && at.range.start < now.end && now.start < at.range.end
        };
        now.is_some_and(|now| places.iter().any(|at| meets(now, at)))
    };
    let blamed = trial.iter().filter(|patch| patch.edits.iter().any(touches));
    let blamed: Vec<(Code, At)> = blamed.map(|patch| (patch.code, patch.at.clone())).collect();
    if blamed.is_empty() && stage < Stage::of(diagnostic.code) {
        return None;
    }
    Some(Trouble { why: Why::Brings(diagnostic.code, diagnostic.message.clone()), blamed })
}

/// The files of a run by their identity, which is asked for once.
struct Names(BTreeMap<FileId, PathBuf>);

impl Names {
    fn of(files: &dyn Loader, run: &Computed) -> Names {
        let identity = |path: &str| files.identity(Path::new(path));
        Names(run.sources.iter().map(|(id, file)| (id, identity(&file.path))).collect())
    }

    fn at(&self, span: Span) -> At {
        At { file: self.0.get(&span.file).cloned().unwrap_or_default(), range: span.start..span.end }
    }
}

/// How the places of a file move when its edits are made: what was replaced, and where the new text stands.
struct Moves(Vec<(Range<u32>, Range<u32>)>);

impl Moves {
    /// Of every file that some patches change.
    fn of(trial: &[&Patch]) -> BTreeMap<PathBuf, Moves> {
        let changed = files_of(trial.iter().copied());
        changed.into_iter().map(|file| (file.clone(), Moves::of_file(trial, &file))).collect()
    }

    fn of_file(trial: &[&Patch], file: &Path) -> Moves {
        let (mut old_end, mut new_end) = (0u32, 0u32);
        let mut moves = Vec::new();
        for edit in edits_of(trial.iter().copied(), file) {
            let start = new_end.saturating_add(edit.range.start.saturating_sub(old_end));
            let end = start.saturating_add(u32::try_from(edit.text.len()).unwrap_or(u32::MAX));
            moves.push((edit.range.clone(), start..end));
            (old_end, new_end) = (edit.range.end, end);
        }
        Moves(moves)
    }

    /// Where a place is now; one within a replaced text is at its start.
    fn start(&self, at: u32) -> u32 {
        let before = |old: &Range<u32>| old.start < at || old.is_empty() && old.start == at;
        let index = self.0.partition_point(|(old, _)| before(old));
        match index.checked_sub(1).and_then(|index| self.0.get(index)) {
            Some((old, new)) if old.end <= at => new.end.saturating_add(at.saturating_sub(old.end)),
            Some((_, new)) => new.start,
            None => at,
        }
    }

    /// Where the text that replaced a range stands now.
    fn replaced(&self, range: &Range<u32>) -> Option<&Range<u32>> {
        let index = self.0.partition_point(|(old, _)| (old.start, old.end) < (range.start, range.end));
        self.0.get(index).filter(|(old, _)| old == range).map(|(_, new)| new)
    }
}
