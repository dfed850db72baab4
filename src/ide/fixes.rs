//! What an editor can do for the officer at a place: the repairs that diagnostics carry, and rewritings of an
//! objective that say the same more simply, or say what is most likely meant.

use std::ops::Range;

use super::State;
use crate::diagnostics::{Diagnostic, Edit, Text};
use crate::lints;
use crate::repair;
use crate::resolve::ObjectiveDecl;
use crate::source::{FileId, Span};

/// Something to do.
#[derive(Debug, Clone)]
pub struct Action<'s> {
    /// What it does.
    pub title: Text,
    /// Its edits, in the files of the state.
    pub edits: Vec<Edit>,
    /// The diagnostic that it repairs; `None`: nothing is wrong, this is another way to say it.
    pub repairs: Option<&'s Diagnostic>,
    /// The likeliest of the repairs of its diagnostic.
    pub is_first: bool,
}

/// What can be done in a range of a file, repairs first.
pub fn actions<'s>(state: &'s State, file: FileId, range: &Range<usize>) -> Vec<Action<'s>> {
    let touches = |span: Span| {
        span.file == file && span.start as usize <= range.end && range.start <= span.end as usize
    };
    let mut actions = Vec::new();
    for diagnostic in state.diagnostics().iter().filter(|diagnostic| touches(diagnostic.span)) {
        for (at, fix) in diagnostic.fixes.iter().enumerate() {
            actions.push(Action {
                title: fix.message.clone(),
                edits: whole_lines(state, &fix.edits),
                repairs: Some(diagnostic),
                is_first: at == 0,
            });
        }
    }
    let outline = state.outline();
    let of_objective = |objective: &&ObjectiveDecl<'_>| {
        let kpis = objective.kpis.iter().filter_map(|kpi| outline.kpis.get(*kpi));
        touches(objective.item.span) || kpis.map(|kpi| kpi.item.span).any(touches)
    };
    if let Some(objective) = outline.objectives.iter().find(of_objective) {
        let weights = lints::alike_weights(&outline, objective);
        let equal = weights.map(|weights| lints::equal_instead(objective, &weights));
        for (title, edits) in equal.into_iter().chain(lints::rollup_added(&outline, objective)) {
            let edits = whole_lines(state, &edits);
            // A diagnostic may have offered it.
            if !actions.iter().any(|action| action.edits == edits) {
                actions.push(Action { title, edits, repairs: None, is_first: false });
            }
        }
    }
    actions
}

/// A deletion that would leave an empty line takes the line too.
fn whole_lines(state: &State, edits: &[Edit]) -> Vec<Edit> {
    repair::whole_lines(state.sources(), edits)
}
