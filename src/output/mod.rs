//! Results as their readers want them: a tree for the terminal, JSON for programs, tables for Markdown and Excel, and
//! [`why`] for one number down to its cells. One file a format; what several of them say stands in `notes` (the remarks
//! beside an indicator), `words` (sentences), `figures` (numbers), `losses` (what costs
//! points) and `outline` (the order). Without actuals [`approved`] has the plan itself as a table.
//!
//! A new format is a new file here with a `render(&View) -> String`, and its name in `cli`.

mod algorithm;
pub mod approved;
pub mod calculation;
pub mod csv;
pub(crate) mod figures;
pub mod json;
mod layout;
mod losses;
pub mod markdown;
pub(crate) mod notes;
mod outline;
pub(crate) mod paint;
mod remarks;
pub mod text;
mod texts;
pub mod why;
pub(crate) mod words;
pub mod workbook;

use crate::actuals::{Declared, Facts};
use crate::diagnostics::{Allowed, Code, Diagnostic, Lang, Text};
use crate::eval::result::{Evaluation, KpiResult, ObjectiveResult, PartOf, Total};
use crate::plan::{KpiId, ObjectiveId, Plan};
use crate::source::{Sources, Span};

/// All that a rendering may look at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The actuals it was evaluated with.
    pub facts: &'a Facts,
    /// The result.
    pub evaluation: &'a Evaluation,
    /// Every file read.
    pub sources: &'a Sources,
    /// What was remarked on plan and actuals.
    pub diagnostics: &'a [Diagnostic],
    /// What the plan's `consenti` allow of it, with the reasons.
    pub allowed: &'a [Allowed],
    /// The language of the sentences; numbers are Italian in both.
    pub lang: Lang,
}

/// The words that results print over their columns and in their cells: `piaoc explain` knows each.
pub fn printed() -> Vec<Text> {
    use crate::actuals::MonitoringState as State;
    let states = [State::Reached, State::OnTrack, State::Late, State::NotDue, State::Unavailable];
    let mut found = vec![text::columns::name_heading(), Text::same("performance"), Text::same("perf.")];
    found.extend(text::columns::column_headings());
    found.extend(states.map(words::state));
    found.push(Text::same(figures::UNAVAILABLE));
    found.extend(csv::HEADINGS.map(Text::same));
    let Text { it, en } = markdown::headings();
    let cells = |row: &str| row.split('|').map(str::trim).map(str::to_owned).collect::<Vec<_>>();
    let both = cells(&it).into_iter().zip(cells(&en)).filter(|(it, _)| !it.is_empty());
    found.extend(both.map(|(it, en)| Text { it, en }));
    found.extend(workbook::printed());
    found
}

impl<'a> View<'a> {
    /// The result of a KPI.
    pub(crate) fn kpi(&self, id: KpiId) -> Option<&'a KpiResult> {
        self.evaluation.kpis.get(id.index())
    }

    /// The result of an area, objective or action.
    pub(crate) fn objective(&self, id: ObjectiveId) -> Option<&'a ObjectiveResult> {
        self.evaluation.objectives.get(id.index())
    }

    /// The weighted mean that a part is itself, if it is one: an objective's total, a rollup's.
    fn total(&self, part: PartOf) -> Option<&'a Total> {
        match part {
            PartOf::Objective(id) => self.objective(id).map(|result| &result.total),
            PartOf::Kpi(id) => match &self.kpi(id)?.actual.how {
                crate::eval::result::How::Rollup(total) => Some(total),
                _ => None,
            },
        }
    }

    /// Why the plan allows that what a cell says contradicts what is computed, if it does.
    fn allows_published(&self, cell: Span) -> Option<&'a str> {
        let of = |allowed: &&Allowed| {
            allowed.diagnostic.code == Code::PublishedDiffers && allowed.diagnostic.span == cell
        };
        self.allowed.iter().find(of).map(|allowed| allowed.reason.as_str())
    }

    /// A declared state, by the index that results carry.
    fn declared(&self, index: Option<usize>) -> Option<&'a Declared> {
        self.facts.declared.get(index?).map(|(_, declared)| declared)
    }
}
