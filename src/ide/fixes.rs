//! What an editor can do for the officer at a place: the repairs that diagnostics carry, and rewritings of an
//! objective that say the same more simply, or say what is most likely meant.

use std::ops::Range;

use super::State;
use crate::diagnostics::{Code, Diagnostic, Edit, Text, say};
use crate::lints;
use crate::repair;
use crate::resolve::{ObjectiveDecl, Outline};
use crate::source::{FileId, Span};
use crate::syntax::keyword::{ItemKeyword, Keyword};

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
    for diagnostic in state.diagnostics().iter().filter(|diagnostic| touches(diagnostic.span)) {
        actions.extend(allowing(state, &outline, diagnostic));
    }
    let of_objective = |objective: &&ObjectiveDecl<'_>| {
        let kpis = objective.kpis.iter().filter_map(|kpi| outline.kpis.get(*kpi));
        touches(objective.item.span) || kpis.map(|kpi| kpi.item.span).any(touches)
    };
    if let Some(objective) = outline.objectives.iter().find(of_objective) {
        let weights = lints::equal_weights(&outline, objective);
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

/// Allows a warning where it stands, with a reason for the officer to write: in its item, or in one that it points into;
/// of what lies in no item of the plan, everywhere.
fn allowing<'s>(state: &'s State, outline: &Outline<'_>, diagnostic: &'s Diagnostic) -> Option<Action<'s>> {
    if diagnostic.is_fault() || !Code::adjustable().any(|code| code == diagnostic.code) {
        return None;
    }
    let places = std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|label| label.span));
    let item_of = |span: Span| {
        let items = &state.tree(span.file)?.items;
        let after = items.partition_point(|item| item.span.start <= span.start);
        let item = items.get(after.checked_sub(1)?)?;
        (span.end <= item.span.end && Keyword::Exception.allowed_on(item.keyword.node)).then_some(item)
    };
    let code = diagnostic.code.name();
    let (item, title) = match places.into_iter().find_map(item_of) {
        Some(item) if item.keyword.node != ItemKeyword::Plan => {
            (item, say!("consenti {code} qui (scrivi il motivo)", "allow {code} here (write the reason)"))
        }
        _ => (
            outline.plan?,
            say!(
                "consenti {code} in tutto il piano (scrivi il motivo)",
                "allow {code} in the whole plan (write the reason)"
            ),
        ),
    };
    // Behind a comment at the end of the item's last line.
    let text = state.sources().get(item.span.file)?.text.get(item.span.end as usize..)?;
    let line = text.split(['\r', '\n']).next().unwrap_or("");
    let end = item.span.end.saturating_add(line.len() as u32);
    let span = Span::new(item.span.file, end, end);
    let edits = vec![Edit { span, text: format!("\n  consenti {code} \"perché\"") }];
    Some(Action { title, edits, repairs: Some(diagnostic), is_first: false })
}

/// A deletion that would leave an empty line takes the line too.
fn whole_lines(state: &State, edits: &[Edit]) -> Vec<Edit> {
    repair::whole_lines(state.sources(), edits)
}
