//! Warnings and hints on a plan (`language.md` §9): one file a lint, with its rule and its words. What they say is very
//! likely not what was meant; where one cannot be sure it stays silent.
//!
//! Most look at the [`Outline`]; those that need typed values look at each KPI while it is there, as a
//! [`Watcher`] of the type checker, and keep what they want to compare.

mod against_its_likes;
mod before_approval;
mod children_left_out;
mod count_as_percent;
mod date_outside_year;
mod different_targets;
mod direction;
mod empty_objective;
mod equal_shares;
mod excel_number;
mod labels_one_row_late;
mod no_scoring;
mod ratio_against_parts;
mod relaxing_target;
mod rollup_elsewhere;
mod same_baseline;
mod same_title;
mod skipped_level;
mod target_below_zero;
mod time_without_unit;
mod title_of_another;
mod title_of_several;
mod turned_text;
mod untitled;
mod unused_declaration;
mod unused_exception;
mod unused_measure;
mod without_target;
mod words;
mod worse_than_baseline;
mod years_without_target;
mod zero_weight;

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic, Levels};
use crate::plan::Kpi;
use crate::resolve::Outline;
use crate::source::FileId;
use crate::types::{Exceptions, Seen, Watch};

pub use children_left_out::rollup_added;
pub use equal_shares::{equal_instead, equal_weights};
pub use turned_text::look as turned_text;
pub use unused_exception::unused as unused_exceptions;

/// The plan as it is written.
#[derive(Clone, Copy)]
pub struct Scene<'s, 't> {
    /// Everything under what it belongs to.
    pub outline: &'s Outline<'t>,
    /// The plan's own file; the others are libraries.
    pub plan_file: FileId,
}

/// Looks at every KPI for the lints that are wanted.
pub struct Watcher {
    wanted: Vec<bool>,
}

/// What remains of some KPIs.
#[derive(Default)]
pub struct Kept {
    found: Vec<Diagnostic>,
    used: Vec<u32>,
    worse: Vec<worse_than_baseline::Worse>,
    shared: Vec<different_targets::Shared>,
    parts: Vec<ratio_against_parts::Part>,
    likes: Vec<against_its_likes::Like>,
    states: Vec<same_baseline::State>,
}

/// What looks at one KPI by itself.
type Alone = fn(&Seen<'_, '_, '_>, &mut Vec<Diagnostic>);

/// Each does next to nothing for a KPI that has not what it looks for.
const ALONE: &[(Code, Alone)] = &[
    (Code::DirectionAgainstUnit, direction::look),
    (Code::DateOutsideYear, date_outside_year::look),
    (Code::TargetRelaxes, relaxing_target::look),
    (Code::WithoutTarget, without_target::look),
    (Code::TimeWithoutUnit, time_without_unit::look),
    (Code::YearsWithoutTarget, years_without_target::look),
    (Code::ExcelNumber, excel_number::look),
    (Code::CountAsPercent, count_as_percent::look),
    (Code::BeforeApproval, before_approval::look),
    (Code::ZeroWeight, zero_weight::look),
    (Code::TargetBelowZero, target_below_zero::look),
];

/// What looks at the outline alone.
type OfOutline = fn(&Scene<'_, '_>, &mut Vec<Diagnostic>);

const OF_OUTLINE: &[(Code, OfOutline)] = &[
    (Code::SameTitle, same_title::look),
    (Code::RollupElsewhere, rollup_elsewhere::look),
    (Code::SkippedLevel, skipped_level::look),
    (Code::ChildrenLeftOut, children_left_out::look),
    (Code::EmptyObjective, empty_objective::look),
    (Code::EqualShares, equal_shares::look),
    (Code::NoScoringRule, no_scoring::look),
    (Code::TitleOfAnother, title_of_another::look),
    (Code::Untitled, untitled::look),
    (Code::TitleOfSeveral, title_of_several::look),
    (Code::UnusedDeclaration, unused_declaration::look),
    (Code::ZeroWeight, zero_weight::objectives),
];

impl Watcher {
    /// Only what is not allowed everywhere is looked for.
    pub fn new(levels: &Levels) -> Watcher {
        Watcher { wanted: Code::ALL.iter().map(|code| levels.wants(*code)).collect() }
    }

    fn wants(&self, code: Code) -> bool {
        self.wanted.get(code as usize).copied().unwrap_or(true)
    }

    /// What is to be said of the plan as it is written. Of a library by itself nothing: what its plans make of it is not
    /// known.
    pub fn of_outline(&self, scene: &Scene<'_, '_>) -> Vec<Diagnostic> {
        if scene.outline.plan.is_none() {
            return Vec::new();
        }
        let wanted = OF_OUTLINE.par_iter().filter(|(code, _)| self.wants(*code));
        let found = wanted.map(|(_, look)| {
            let mut found = Vec::new();
            look(scene, &mut found);
            found
        });
        found.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// What is to be said of the plan when each KPI has been looked at and these faults were found. A summary leaves out
    /// the KPIs that `exceptions` allow.
    pub fn of_kpis(
        &self,
        scene: &Scene<'_, '_>,
        kept: Vec<Kept>,
        faults: &[Diagnostic],
        exceptions: &Exceptions,
    ) -> Vec<Diagnostic> {
        if scene.outline.plan.is_none() {
            return Vec::new();
        }
        let mut all = Kept::default();
        for mut kept in kept {
            all.found.append(&mut kept.found);
            all.used.append(&mut kept.used);
            all.worse.append(&mut kept.worse);
            all.shared.append(&mut kept.shared);
            all.parts.append(&mut kept.parts);
            all.likes.append(&mut kept.likes);
            all.states.append(&mut kept.states);
        }
        let mut found = all.found;
        let mut look = |code, lint: &mut dyn FnMut(&mut Vec<Diagnostic>)| {
            if self.wants(code) {
                lint(&mut found);
            }
        };
        look(Code::RatioAgainstParts, &mut |found| ratio_against_parts::look(&all.parts, found));
        look(Code::DifferentTargets, &mut |found| different_targets::look(scene, &all.shared, found));
        look(Code::WorseThanBaseline, &mut |found| {
            worse_than_baseline::look(scene, &all.worse, exceptions, found);
        });
        look(Code::UnusedMeasure, &mut |found| unused_measure::look(scene, &all.used, found));
        look(Code::LabelsOneRowLate, &mut |found| labels_one_row_late::look(scene, faults, found));
        look(Code::AgainstItsLikes, &mut |found| against_its_likes::look(scene, &all.likes, found));
        look(Code::SameBaseline, &mut |found| same_baseline::look(scene, &all.states, found));
        found
    }
}

impl Watch for Watcher {
    type Kept = Kept;

    fn kpi(&self, seen: &Seen<'_, '_, '_>, kept: &mut Kept) {
        if self.wants(Code::UnusedMeasure) {
            kept.used.extend(shared_operands(seen, seen.kpi));
        }
        for (code, look) in ALONE {
            if self.wants(*code) {
                look(seen, &mut kept.found);
            }
        }
        if self.wants(Code::WorseThanBaseline) {
            kept.worse.extend(worse_than_baseline::worse(seen));
        }
        if self.wants(Code::DifferentTargets) {
            kept.shared.extend(different_targets::shared(seen));
        }
        if self.wants(Code::RatioAgainstParts) {
            kept.parts.extend(ratio_against_parts::part(seen));
        }
        if self.wants(Code::AgainstItsLikes) {
            kept.likes.extend(against_its_likes::like(seen));
        }
        if self.wants(Code::SameBaseline) {
            kept.states.extend(same_baseline::state(seen));
        }
    }
}

/// The places of the `misura`s that a KPI uses.
fn shared_operands<'s>(seen: &'s Seen<'_, '_, '_>, kpi: &'s Kpi) -> impl Iterator<Item = u32> + 's {
    kpi.operands.iter().filter(|id| seen.is_shared(**id)).map(|id| id.0)
}
