//! Objectives whose labels stand one row too late or too early, as in 000 r. 59-70: B.1.1, B.2, B.2.1 and B.2.2 sum to 130,
//! 130, 90 and 150%, and each to 100% once the last KPI of each is given to the next.

use rustc_hash::FxHashSet;

use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::resolve::ObjectiveDecl;
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Weight};
use crate::types::weight_value;
use crate::value::Exact;

use super::Scene;

/// An objective whose weights do not sum to 100%, with its KPIs and their weights.
struct Row<'o, 't> {
    objective: &'o ObjectiveDecl<'t>,
    weights: Vec<(Span, Exact)>,
}

pub(super) fn look(scene: &Scene<'_, '_>, faults: &[Diagnostic], found: &mut Vec<Diagnostic>) {
    let wrong: FxHashSet<Span> =
        faults.iter().filter(|fault| fault.code == Code::WeightSum).map(|fault| fault.span).collect();
    if wrong.len() < 2 {
        return;
    }
    let mut run: Vec<Row<'_, '_>> = Vec::new();
    for objective in &scene.outline.objectives {
        let row = wrong.contains(&objective.span).then(|| row(scene, objective)).flatten();
        let same_file = run.last().is_none_or(|last| last.objective.span.file == objective.span.file);
        if row.is_none() || !same_file {
            found.extend(shifted(&run));
            run.clear();
        }
        run.extend(row);
    }
    found.extend(shifted(&run));
}

/// `None` where the sum of its KPIs is right (that of its children is not, then), or they are no percentages.
fn row<'o, 't>(scene: &Scene<'o, 't>, objective: &'o ObjectiveDecl<'t>) -> Option<Row<'o, 't>> {
    let weight = |index: &usize| {
        let kpi = scene.outline.kpis.get(*index)?;
        match &kpi.item.attribute(Keyword::Weight)?.value {
            AttributeValue::Weight(weight @ (Weight::Percent(_) | Weight::Fraction(_))) => {
                Some((kpi.span, weight_value(weight)))
            }
            _ => None,
        }
    };
    let weights: Vec<(Span, Exact)> = objective.kpis.iter().map(weight).collect::<Option<_>>()?;
    let sum: Exact = weights.iter().map(|(_, weight)| weight.clone()).sum();
    (!weights.is_empty() && sum != Exact::hundred()).then_some(Row { objective, weights })
}

/// What to say of objectives in a row, all with wrong sums.
fn shifted(run: &[Row<'_, '_>]) -> Option<Diagnostic> {
    let (first, second, last) = (run.first()?, run.get(1)?, run.last()?);
    let code = |row: &Row<'_, '_>| row.objective.code.unwrap_or("").to_owned();
    let late = run.iter().filter_map(|row| row.weights.split_last());
    if fits(late.clone()) {
        let moved = say!("va nell'obiettivo che segue", "goes to the objective that follows");
        let (from, to) = (code(second), code(last));
        let fault = Diagnostic::new(Code::LabelsOneRowLate, second.objective.span, too_late(&from, &to));
        return Some(labelled(fault, late.map(|(moved, _)| moved.0), &moved));
    }
    let early = run.iter().rev().filter_map(|row| row.weights.split_first());
    if fits(early.clone()) {
        let moved = say!("va nell'obiettivo che precede", "goes to the objective before");
        let (from, to) = (code(first), code(last));
        let fault = Diagnostic::new(Code::LabelsOneRowLate, first.objective.span, too_early(&from, &to));
        return Some(labelled(fault, early.map(|(moved, _)| moved.0), &moved));
    }
    None
}

/// Whether all sums become 100% when one KPI of each is given to the next. The last one that is given away found no taker:
/// its label was lost, and it must weigh 100% by itself.
fn fits<'r>(rows: impl Iterator<Item = (&'r (Span, Exact), &'r [(Span, Exact)])>) -> bool {
    let mut carried = Exact::zero();
    for ((_, moved), rest) in rows {
        let sum = rest.iter().fold(carried, |sum, (_, weight)| sum + weight.clone());
        if sum != Exact::hundred() {
            return false;
        }
        carried = moved.clone();
    }
    carried == Exact::hundred()
}

fn labelled(fault: Diagnostic, moved: impl Iterator<Item = Span>, words: &Text) -> Diagnostic {
    let fault = moved.fold(fault, |fault, span| fault.also(span, words.clone()));
    fault.note(say!(
        "confronta con la tabella stampata: fra queste righe è andata persa l'etichetta di un obiettivo",
        "compare with the printed table: among these rows the label of an objective was lost"
    ))
}

fn too_late(from: &str, to: &str) -> Text {
    if from == to {
        return say!(
            "l'etichetta `{from}` sembra una riga sotto: con l'ultimo indicatore di ogni obiettivo in quello dopo, i pesi sommano a 100%",
            "the label `{from}` seems one row late: with the last indicator of each objective in the next, the weights sum to 100%"
        );
    }
    say!(
        "le etichette da `{from}` a `{to}` sembrano una riga sotto: con l'ultimo indicatore di ogni obiettivo in quello dopo, tutti i pesi sommano a 100%",
        "the labels from `{from}` to `{to}` seem one row late: with the last indicator of each objective in the next, all weights sum to 100%"
    )
}

fn too_early(from: &str, to: &str) -> Text {
    say!(
        "le etichette da `{from}` a `{to}` sembrano una riga sopra: con il primo indicatore di ogni obiettivo in quello prima, tutti i pesi sommano a 100%",
        "the labels from `{from}` to `{to}` seem one row early: with the first indicator of each objective in the one before, all weights sum to 100%"
    )
}
