//! What an editor can do for the officer at a place: the repairs that diagnostics carry, and rewritings of an
//! objective that say the same more simply, or say what is most likely meant.

use std::ops::Range;

use super::State;
use crate::diagnostics::{Diagnostic, Edit, Text, say};
use crate::resolve::{ObjectiveDecl, Outline};
use crate::source::{FileId, Span};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Algorithm, AttributeValue, Item, Weight};
use crate::value::{Exact, show_number};

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
        let rewritings = [equal_weights(&outline, objective), rollup(&outline, objective)];
        for (title, edits) in rewritings.into_iter().flatten() {
            actions.push(Action { title, edits: whole_lines(state, &edits), repairs: None, is_first: false });
        }
    }
    actions
}

/// A deletion that would leave an empty line takes the line too.
fn whole_lines(state: &State, edits: &[Edit]) -> Vec<Edit> {
    let widened = |edit: &Edit| {
        let text = state.sources().get(edit.span.file).map_or("", |file| &file.text);
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let before = text.get(..start).unwrap_or("");
        let after = text.get(end..).unwrap_or("");
        let indent = before.len().saturating_sub(before.trim_end_matches([' ', '\t']).len());
        let blank = after.len().saturating_sub(after.trim_start_matches([' ', '\t', '\r']).len());
        let alone = before.trim_end_matches([' ', '\t']).ends_with('\n')
            && after.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        let mut edit = edit.clone();
        if edit.text.is_empty() && start < end && alone {
            edit.span.start = edit.span.start.saturating_sub(indent as u32);
            edit.span.end = edit.span.end.saturating_add(blank as u32).saturating_add(1);
        }
        edit
    };
    edits.iter().map(widened).collect()
}

fn items<'t>(outline: &Outline<'t>, objective: &ObjectiveDecl<'t>) -> Vec<&'t Item> {
    objective.kpis.iter().filter_map(|kpi| outline.kpis.get(*kpi)).map(|kpi| kpi.item).collect()
}

/// Two KPIs or more, all of the same percentage: `pesi uguali` says that, without a sum to get wrong.
fn equal_weights(outline: &Outline<'_>, objective: &ObjectiveDecl<'_>) -> Option<(Text, Vec<Edit>)> {
    let has = |keyword| objective.item.attribute(keyword).is_some() || objective.item.may_have(keyword);
    if has(Keyword::EqualWeights) || has(Keyword::IncompleteWeights) {
        return None;
    }
    let weights: Option<Vec<_>> =
        items(outline, objective).into_iter().map(|item| item.attribute(Keyword::Weight)).collect();
    let weights = weights.filter(|weights| weights.len() > 1)?;
    let mut values = weights.iter().map(|weight| match &weight.value {
        AttributeValue::Weight(weight @ (Weight::Percent(_) | Weight::Fraction(_))) => Some(weight),
        _ => None,
    });
    let first = values.next()??;
    values.all(|value| value == Some(first)).then_some(())?;
    let mut edits = vec![Edit { span: objective.item.after_head(), text: "\n  pesi uguali".to_owned() }];
    edits.extend(weights.iter().map(|weight| Edit { span: weight.span, text: String::new() }));
    Some((
        say!("scrivi `pesi uguali` al posto dei pesi", "write `pesi uguali` instead of the weights"),
        edits,
    ))
}

/// An objective with KPIs of its own takes in what stands below it only through a rollup.
fn rollup(outline: &Outline<'_>, objective: &ObjectiveDecl<'_>) -> Option<(Text, Vec<Edit>)> {
    let kpis = items(outline, objective);
    let last = kpis.last()?;
    let is_rollup = |item: &&Item| match item.attribute(Keyword::Algorithm).map(|algorithm| &algorithm.value)
    {
        Some(AttributeValue::Algorithm(algorithm)) => matches!(**algorithm, Algorithm::WeightedMean(_)),
        _ => item.may_have(Keyword::Algorithm),
    };
    if objective.children.is_empty() || kpis.iter().any(is_rollup) {
        return None;
    }
    let equal = objective.item.attribute(Keyword::EqualWeights).is_some();
    let weight = if equal { String::new() } else { format!("  peso       {}%\n", free_points(&kpis)) };
    let code = objective.code?;
    let text = format!(
        "\n\nkpi sotto \"Media ponderata di performance degli obiettivi sotto {code}\"\n{weight}  algoritmo  media ponderata"
    );
    let title = say!(
        "aggiungi un indicatore che prende dentro gli obiettivi sotto {code}",
        "add an indicator that takes in the objectives below {code}"
    );
    Some((title, vec![Edit { span: last.span.after(), text }]))
}

/// What the weights of some KPIs leave to 100 points; 0 where they leave nothing or are no percentages.
fn free_points(kpis: &[&Item]) -> String {
    let written = kpis.iter().filter_map(|item| match item.attribute(Keyword::Weight).map(|a| &a.value) {
        Some(AttributeValue::Weight(Weight::Percent(number))) => Some(Exact::from(*number)),
        _ => None,
    });
    let free = Exact::hundred() - written.sum::<Exact>();
    if free.is_negative() { "0".to_owned() } else { show_number(&free, 4) }
}
