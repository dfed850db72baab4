//! Whether some repairs did what they should, and nothing else: the diagnostics of a plan before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::Why;
use super::patch::{At, Names, Patch, Replacement, edits_of};
use crate::analysis::Computed;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::source::Loader;

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

/// For the patches that are to blame for some troubles, the first of these.
pub struct Blame<'t> {
    of: FxHashMap<(Code, &'t At), &'t Trouble>,
}

impl<'t> Blame<'t> {
    pub fn of(troubles: &'t [Trouble]) -> Blame<'t> {
        let mut of = FxHashMap::default();
        for trouble in troubles {
            for (code, at) in &trouble.blamed {
                of.entry((*code, at)).or_insert(trouble);
            }
        }
        Blame { of }
    }

    /// The trouble that a patch is to blame for.
    pub fn on(&self, patch: &Patch) -> Option<&'t Trouble> {
        self.of.get(&(patch.code, &patch.at)).copied()
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
    let stage = trial.iter().map(|patch| patch.stage).min();
    let mut found = Vec::new();
    for diagnostic in &after.diagnostics {
        let at = names.at(diagnostic.span);
        let key = (at.file, diagnostic.code, at.range.start);
        if let Some(count) = known.get_mut(&key).filter(|count| **count > 0) {
            *count = count.saturating_sub(1);
        } else if let Some(patch) = own.get(&key) {
            found.push(Trouble { why: Why::Stays, blamed: vec![(patch.code, patch.at.clone())] });
        } else {
            found.extend(stage.and_then(|stage| brought(&names, diagnostic, (trial, stage), &moves)));
        }
    }
    found
}

/// What a diagnostic that was not there before says of the patches: nothing, if they only uncovered it.
fn brought(
    names: &Names,
    diagnostic: &Diagnostic,
    (trial, stage): (&[&Patch], Stage),
    moves: &BTreeMap<PathBuf, Moves>,
) -> Option<Trouble> {
    let counts = match stage {
        Stage::Remarks => diagnostic.severity != Severity::Hint,
        _ => diagnostic.is_fault(),
    };
    if !counts {
        return None;
    }
    let spans = std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span));
    let places = spans.filter_map(|span| Some((names.of_file(span.file)?, span.start..span.end)));
    let touched = places.filter_map(|(file, place)| Some(moves.get(file)?.touched(place)));
    let touched: BTreeSet<usize> = touched.flatten().collect();
    let blamed = touched.into_iter().filter_map(|at| trial.get(at));
    let blamed: Vec<(Code, At)> = blamed.map(|patch| (patch.code, patch.at.clone())).collect();
    if blamed.is_empty() && stage < Stage::of(diagnostic.code) {
        return None;
    }
    Some(Trouble { why: Why::Brings(diagnostic.code, diagnostic.message.clone()), blamed })
}

/// How the places of a file move when its edits are made: what was replaced, where the new text stands, and by which
/// patch.
struct Moves(Vec<(Range<u32>, Range<u32>, usize)>);

impl Moves {
    /// Of every file that some patches change.
    fn of(trial: &[&Patch]) -> BTreeMap<PathBuf, Moves> {
        let changed = edits_of(trial.iter().copied());
        changed.into_iter().map(|(file, edits)| (file.to_owned(), Moves::of_file(&edits))).collect()
    }

    fn of_file(edits: &[(&Replacement, usize)]) -> Moves {
        let (mut old_end, mut new_end) = (0u32, 0u32);
        let mut moves = Vec::new();
        for (edit, patch) in edits {
            let start = new_end.saturating_add(edit.range.start.saturating_sub(old_end));
            let end = start.saturating_add(u32::try_from(edit.text.len()).unwrap_or(u32::MAX));
            moves.push((edit.range.clone(), start..end, *patch));
            (old_end, new_end) = (edit.range.end, end);
        }
        Moves(moves)
    }

    /// Where a place is now; one within a replaced text is at its start.
    fn start(&self, at: u32) -> u32 {
        let before = |old: &Range<u32>| old.start < at || old.is_empty() && old.start == at;
        let index = self.0.partition_point(|(old, ..)| before(old));
        match index.checked_sub(1).and_then(|index| self.0.get(index)) {
            Some((old, new, _)) if old.end <= at => new.end.saturating_add(at.saturating_sub(old.end)),
            Some((_, new, _)) => new.start,
            None => at,
        }
    }

    /// The patches whose new text a place meets.
    fn touched(&self, place: Range<u32>) -> impl Iterator<Item = usize> + '_ {
        let from = self.0.partition_point(|(_, new, _)| new.end <= place.start);
        let near = self.0.get(from..).unwrap_or_default().iter();
        let near = near.take_while(move |(_, new, _)| new.start < place.end);
        near.filter(|(_, new, _)| !new.is_empty()).map(|(.., patch)| *patch)
    }
}
