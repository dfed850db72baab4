//! Mends what can surely be mended: applies the safe fixes of some plans to a fixed point, in memory, and checks after
//! every round that nothing got worse. What comes of it is for the caller to write, or to show.
//!
//! Faults come first, in the order of the stages that find them: writing, names, types, tables. A fault repaired lets
//! later stages see what they could not see before, and what they then say was *uncovered*, not done, by the repair;
//! but a repair that brings a fault of its own stage or an earlier one, or whose own words are then found at fault, is
//! taken back. Warnings and hints come last, where all is read: a repair of one must bring nothing at all.

mod encode;
mod lines;
mod patch;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::{self, Computed};
use crate::diagnostics::{Code, Diagnostic, Fix, Levels, Text};
use crate::source::{Loader, Overlay, SourceFile};

use encode::Encoder;
pub use lines::whole_lines;
use patch::{Names, Patch, Texts, Told, apart, applied, edits_of};
use verdict::{Blame, Trouble, troubles};

/// More rounds than this are not tried: every round repairs or refuses something, and few plans need more than five.
const MOST_ROUNDS: usize = 100;

/// What is to be repaired.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only these codes; all when empty.
    pub codes: Vec<Code>,
    /// Only fixes that stay within this file, by its [`Loader::identity`].
    pub only: Option<PathBuf>,
    /// Only fixes of files in these folders, or of these files, by [`Loader::identity`]; anywhere when empty.
    pub within: Vec<PathBuf>,
}

/// What became of some plans.
#[derive(Debug, Default)]
pub struct Repaired {
    /// The files that change, by path.
    pub files: Vec<Change>,
    /// What was repaired, in the order of the files.
    pub made: Vec<Repair>,
    /// What has a safe fix that does not do here.
    pub refused: Vec<Refused>,
    /// What each plan says after the repairs.
    pub plans: Vec<Arc<Computed>>,
}

/// A file's text before and after.
#[derive(Debug, Clone)]
pub struct Change {
    /// The file as it was read.
    pub before: SourceFile,
    /// Its text now.
    pub after: Arc<str>,
}

impl Change {
    /// The file's bytes now, written the way they were. Only texts that can be written so are changed.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        encode::of(&self.before)?(&self.after)
    }
}

/// One repair.
#[derive(Debug, Clone)]
pub struct Repair {
    /// The file, as it is shown.
    pub path: String,
    /// The line of the file as it was, from 1.
    pub line: u32,
    /// What was wrong.
    pub code: Code,
    /// What was wrong, in words.
    pub message: Text,
    /// What the fix does.
    pub what: Text,
}

/// A repair that was not made.
#[derive(Debug, Clone)]
pub struct Refused {
    /// What it would have been.
    pub repair: Repair,
    /// Why it is not.
    pub why: Why,
}

/// Why a safe fix was not applied.
#[derive(Debug, Clone)]
pub enum Why {
    /// What it repairs would still be there.
    Stays,
    /// This would be wrong then.
    Brings(Code, Text),
    /// The file is outside of the project.
    Outside,
    /// The file's encoding has no such letters, or is not one that is written.
    Encoding,
}

impl Why {
    /// Whether other repairs may take the reason away.
    fn may_pass(&self) -> bool {
        match self {
            Why::Stays | Why::Brings(..) => true,
            Why::Outside | Why::Encoding => false,
        }
    }
}

/// The fix of a diagnostic that is applied unasked: one that is surely meant, and the only one.
pub fn safe_fix(diagnostic: &Diagnostic) -> Option<&Fix> {
    match diagnostic.fixes.as_slice() {
        [fix] if fix.safe && !fix.edits.is_empty() => Some(fix),
        _ => None,
    }
}

/// Repairs the plans at `plans` and the files that they use. Nothing is written.
pub fn repair(loader: &dyn Loader, plans: &[PathBuf], wanted: &Wanted) -> Repaired {
    let mut bench = Bench::new(loader, plans, wanted);
    for _ in 0..MOST_ROUNDS {
        let patches = bench.next_patches();
        match patches.is_empty() {
            false => bench.round(patches),
            true if bench.reconsiders() => {}
            true => break,
        }
    }
    bench.finish()
}

/// The places of some patches among them, by the files that they change or are found in.
fn by_file<'p>(patches: &[&'p Patch]) -> BTreeMap<&'p Path, BTreeSet<usize>> {
    let mut found: BTreeMap<&Path, BTreeSet<usize>> = BTreeMap::new();
    for (at, patch) in patches.iter().enumerate() {
        let files = patch.edits.iter().map(|edit| edit.file.as_path()).chain([patch.at.file.as_path()]);
        files.for_each(|file| {
            found.entry(file).or_default().insert(at);
        });
    }
    found
}

/// The patches that concern a plan: those of its files.
fn of_plan<'p>(
    files: &dyn Loader,
    plan: &Computed,
    patches: &[&'p Patch],
    by_file: &BTreeMap<&Path, BTreeSet<usize>>,
) -> Vec<&'p Patch> {
    let identities = plan.sources.iter().map(|(_, file)| files.identity(file.path.as_ref()));
    let places: BTreeSet<usize> =
        identities.filter_map(|identity| by_file.get(identity.as_path())).flatten().copied().collect();
    places.into_iter().filter_map(|at| patches.get(at).copied()).collect()
}

/// The plans in the middle of their repair.
struct Bench<'a> {
    wanted: &'a Wanted,
    plans: &'a [PathBuf],
    files: Overlay<&'a dyn Loader>,
    computed: Vec<Arc<Computed>>,
    /// The files that changed, by identity: as they were read, and the line there of every line now.
    changed: BTreeMap<PathBuf, (SourceFile, Vec<u32>)>,
    made: Vec<Patch>,
    refused: Vec<Patch>,
    /// How many were made when the first of those was refused that may do after all, once others are made.
    made_at_refusal: Option<usize>,
    /// The refused ones, to be known again.
    told: BTreeSet<Told>,
    /// How the files were written that patches were found for.
    encoders: BTreeMap<PathBuf, Option<Encoder>>,
}

impl<'a> Bench<'a> {
    fn new(loader: &'a dyn Loader, plans: &'a [PathBuf], wanted: &'a Wanted) -> Bench<'a> {
        let files = Overlay::new(loader);
        let computed = plans.iter().map(|plan| check(&files, plan)).collect();
        let (changed, encoders, told) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let (made, refused) = (Vec::new(), Vec::new());
        let made_at_refusal = None;
        Bench { wanted, plans, files, computed, changed, made, refused, made_at_refusal, told, encoders }
    }

    /// Whether what was refused for what it would have brought gets another turn: repairs were made since then, and the
    /// plan is another one.
    fn reconsiders(&mut self) -> bool {
        if self.made_at_refusal.take().is_none_or(|made| self.made.len() <= made) {
            return false;
        }
        let told = &mut self.told;
        self.refused.retain(|patch| {
            let stays = !patch.refused.as_ref().is_some_and(Why::may_pass);
            if !stays {
                told.remove(&patch.told());
            }
            stays
        });
        true
    }

    /// The safe fixes of the earliest stage that has any, which do not get into one another's way.
    fn next_patches(&mut self) -> Vec<Patch> {
        let mut found: Vec<Patch> = Vec::new();
        let mut encoders = BTreeMap::new();
        for computed in &self.computed {
            let names = Names::of(&self.files, computed);
            let wanted = |diagnostic: &&Diagnostic| {
                self.wanted.codes.is_empty() || self.wanted.codes.contains(&diagnostic.code)
            };
            for diagnostic in computed.diagnostics.iter().filter(wanted) {
                let patch = safe_fix(diagnostic)
                    .and_then(|fix| Patch::new(&names, &computed.sources, diagnostic, fix))
                    .map(|patch| Patch { line: self.line_before(&patch), ..patch });
                found.extend(patch.filter(|patch| self.may_try(patch)));
            }
            let files = computed.sources.iter().filter_map(|(id, file)| Some((names.of_file(id)?, file)));
            for (identity, file) in files {
                if !self.encoders.contains_key(identity) && !encoders.contains_key(identity) {
                    let original = self.changed.get(identity).map_or(file, |(before, _)| before);
                    encoders.insert(identity.to_owned(), encode::of(original));
                }
            }
        }
        self.encoders.append(&mut encoders);
        let Some(stage) = found.iter().map(|patch| patch.stage).min() else { return found };
        found.retain(|patch| patch.stage == stage);
        let (writable, others): (Vec<Patch>, Vec<Patch>) =
            apart(found).into_iter().partition(|patch| self.is_writable(patch));
        let why = |patch: &Patch| if self.lies_within(patch) { Why::Encoding } else { Why::Outside };
        let refused: Vec<(Patch, Why)> =
            others.into_iter().map(|patch| (why(&patch), patch)).map(|(why, patch)| (patch, why)).collect();
        self.refuse(refused);
        if writable.is_empty() && self.refused.last().is_some_and(|patch| patch.stage == stage) {
            // Only what can't be written was found: what waited behind it gets its turn.
            return self.next_patches();
        }
        writable
    }

    /// The line that a patch is found in, in the file as it was read.
    fn line_before(&self, patch: &Patch) -> u32 {
        let lines = self.changed.get(&patch.at.file).map(|(_, lines)| lines);
        lines.and_then(|lines| lines.get(patch.line as usize)).copied().unwrap_or(patch.line)
    }

    fn may_try(&self, patch: &Patch) -> bool {
        let inside = |only: &PathBuf| patch.edits.iter().all(|edit| edit.file == *only);
        self.wanted.only.as_ref().is_none_or(inside) && !self.told.contains(&patch.told())
    }

    /// Whether the files that a patch touches can be written with its letters.
    fn is_writable(&self, patch: &Patch) -> bool {
        self.lies_within(patch)
            && patch.edits.iter().all(|edit| {
                let encoder = self.encoders.get(&edit.file).copied().flatten();
                encoder.is_some_and(|encode| encode(&edit.text).is_some())
            })
    }

    /// Whether a patch keeps to the files that may be written.
    fn lies_within(&self, patch: &Patch) -> bool {
        let within = &self.wanted.within;
        within.is_empty()
            || patch.edits.iter().all(|edit| within.iter().any(|place| edit.file.starts_with(place)))
    }

    /// The files that some patches change, as the plans read them last.
    fn texts(&self, patches: &[Patch]) -> Texts {
        let wanted = edits_of(patches);
        let mut texts = Texts::new();
        for (_, file) in self.computed.iter().flat_map(|computed| computed.sources.iter()) {
            let identity = self.files.identity(file.path.as_ref());
            if wanted.contains_key(identity.as_path()) {
                texts.entry(identity).or_insert_with(|| file.clone());
            }
        }
        texts
    }

    fn round(&mut self, patches: Vec<Patch>) {
        let texts = self.texts(&patches);
        let before = self.computed.clone();
        let mut accepted = Vec::new();
        self.settle(&texts, &before, &mut accepted, patches);
        let mut edits = edits_of(&accepted);
        for (identity, file) in texts {
            let Some(edits) = edits.remove(identity.as_path()) else { continue };
            let count = u32::try_from(file.text.matches('\n').count()).unwrap_or(u32::MAX);
            let unchanged = || (file.clone(), (0..=count).collect());
            let (_, lines) = self.changed.entry(identity).or_insert_with(unchanged);
            lines::follow(lines, &file, &edits);
        }
        self.made.extend(accepted);
    }

    /// Applies what of a batch does, and refuses the rest. Most batches do as a whole; where what goes wrong lies in a
    /// repaired place, that repair is to blame, otherwise it is sought by halves.
    fn settle(
        &mut self,
        texts: &Texts,
        before: &[Arc<Computed>],
        accepted: &mut Vec<Patch>,
        mut batch: Vec<Patch>,
    ) {
        while !batch.is_empty() {
            let trial: Vec<&Patch> = accepted.iter().chain(&batch).collect();
            let found = self.attempt(texts, before, &trial);
            if found.is_empty() {
                accepted.append(&mut batch);
                return;
            }
            let alone = batch.len() == 1;
            let blame = Blame::of(&found);
            let (blamed, others): (Vec<Patch>, Vec<Patch>) =
                batch.into_iter().partition(|patch| alone || blame.on(patch).is_some());
            batch = others;
            if blamed.is_empty() {
                let second = batch.split_off(batch.len() / 2);
                self.settle(texts, before, accepted, batch);
                batch = second;
                continue;
            }
            self.refuse(blamed.into_iter().filter_map(|patch| {
                let own = blame.on(&patch).or(found.first())?;
                Some((patch, own.why.clone()))
            }));
        }
    }

    /// Applies some patches to the texts that they are for, and checks the plans concerned. With trouble all stays as
    /// it was.
    fn attempt(&mut self, texts: &Texts, before: &[Arc<Computed>], trial: &[&Patch]) -> Vec<Trouble> {
        let mut files = self.files.clone();
        let edits = edits_of(trial.iter().copied());
        for (identity, file) in texts {
            let own = edits.get(identity.as_path()).map(Vec::as_slice).unwrap_or_default();
            files.open(identity, Arc::from(applied(&file.text, own)));
        }
        let mut checked = Vec::new();
        for (index, (plan, earlier)) in self.plans.iter().zip(before).enumerate() {
            let reads = earlier.sources.iter().map(|(_, file)| self.files.identity(file.path.as_ref()));
            if reads.into_iter().any(|identity| texts.contains_key(&identity)) {
                checked.push((index, check(&files, plan)));
            }
        }
        let compared = checked.iter().filter_map(|(index, after)| Some((before.get(*index)?, after)));
        let of_files = by_file(trial);
        let found: Vec<Trouble> = compared
            .flat_map(|(before, after)| {
                let own = of_plan(&files, before, trial, &of_files);
                troubles(&files, before, after, &own)
            })
            .collect();
        if found.is_empty() {
            self.files = files;
            for (index, after) in checked {
                if let Some(place) = self.computed.get_mut(index) {
                    *place = after;
                }
            }
        }
        found
    }

    fn refuse(&mut self, patches: impl IntoIterator<Item = (Patch, Why)>) {
        for (mut patch, why) in patches {
            if why.may_pass() {
                self.made_at_refusal.get_or_insert(self.made.len());
            }
            patch.refused = Some(why);
            self.told.insert(patch.told());
            self.refused.push(patch);
        }
    }

    fn finish(mut self) -> Repaired {
        self.made.sort_by(|a, b| (&a.at.file, a.line).cmp(&(&b.at.file, b.line)));
        let refused = self
            .refused
            .iter()
            .filter_map(|patch| Some(Refused { repair: patch.repair(), why: patch.refused.clone()? }));
        let files = self.changed.iter().filter_map(|(identity, (before, _))| {
            let bytes = self.files.read(identity).ok()?;
            let after = Arc::from(String::from_utf8(bytes).ok()?);
            Some(Change { before: before.clone(), after })
        });
        Repaired {
            files: files.collect(),
            made: self.made.iter().map(Patch::repair).collect(),
            refused: refused.collect(),
            plans: self.computed,
        }
    }
}

/// What `piaoc check` says of a plan.
fn check(files: &dyn Loader, plan: &Path) -> Arc<Computed> {
    Arc::new(analysis::check_all(files, plan, &Levels::default()))
}
