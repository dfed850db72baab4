//! An objective with KPIs of its own whose children count for nothing, while its siblings take theirs in by a rollup.

use rustc_hash::FxHashSet;

use crate::diagnostics::{Code, Diagnostic, Edit, Text, say};
use crate::resolve::{KpiDecl, ObjectiveDecl, Outline};
use crate::syntax::keyword::{Keyword, fold};
use crate::syntax::tree::{Algorithm, AttributeValue, RollupOf, Weight};
use crate::value::{Exact, show_number};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    if outline.codes_unsure {
        return;
    }
    let with_children = |objective: &&ObjectiveDecl<'_>| {
        !objective.children.is_empty() && !objective.kpis.is_empty() && objective.parent.is_some()
    };
    let candidates: Vec<&ObjectiveDecl<'_>> = outline.objectives.iter().filter(with_children).collect();
    if candidates.is_empty() {
        return;
    }
    // What some rollup names anywhere is not left out.
    let mut taken: FxHashSet<&str> = FxHashSet::default();
    for named in outline.kpis.iter().filter_map(rollup_of).flatten() {
        taken.insert(&named.code.node);
    }
    let kpis = |objective: &ObjectiveDecl<'_>| {
        objective.kpis.iter().filter_map(|index| outline.kpis.get(*index)).collect::<Vec<_>>()
    };
    let rolls_up = |objective: &ObjectiveDecl<'_>| {
        kpis(objective)
            .into_iter()
            .any(|kpi| rollup_of(kpi).is_some() || fold(kpi.title).starts_with("media ponderata"))
    };
    let parents: FxHashSet<usize> = candidates
        .iter()
        .filter(|objective| rolls_up(objective))
        .filter_map(|objective| objective.parent)
        .collect();
    for objective in candidates {
        let sibling_has = objective.parent.is_some_and(|parent| parents.contains(&parent));
        let unsure = kpis(objective)
            .iter()
            .any(|kpi| kpi.is_broken(Keyword::Algorithm) || kpi.item.may_have(Keyword::Algorithm));
        let mut children = objective.children.iter().filter_map(|child| outline.objectives.get(*child)?.code);
        let named = objective.code.is_some_and(|code| taken.contains(code))
            || children.any(|code| taken.contains(code));
        if !sibling_has || unsure || named || rolls_up(objective) {
            continue;
        }
        let code = objective.code.unwrap_or("");
        let fault = Diagnostic::new(
            Code::ChildrenLeftOut,
            objective.span,
            say!(
                "ciò che sta sotto `{code}` non conta per la sua performance",
                "what is below `{code}` does not count for its performance"
            ),
        )
        .note(say!(
            "ha indicatori propri, e nessuno è una `media ponderata`, che gli altri obiettivi come lui hanno",
            "it has indicators of its own, and none is a `media ponderata`, which other objectives like it have"
        ));
        found.push(match rollup_added(outline, objective) {
            Some((text, edits)) => fault.fix_all(text, edits),
            None => fault,
        });
    }
}

/// A rollup added below the KPIs of an objective that has children and no rollup, with the weight that is left.
pub fn rollup_added(outline: &Outline<'_>, objective: &ObjectiveDecl<'_>) -> Option<(Text, Vec<Edit>)> {
    let kpis: Vec<&KpiDecl<'_>> =
        objective.kpis.iter().filter_map(|index| outline.kpis.get(*index)).collect();
    let last = kpis.last()?;
    let may_be_rollup =
        |kpi: &&KpiDecl<'_>| rollup_of(kpi).is_some() || kpi.item.may_have(Keyword::Algorithm);
    if objective.children.is_empty() || kpis.iter().any(may_be_rollup) {
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
    Some((title, vec![Edit { span: last.item.span.after(), text }]))
}

/// What the weights of some KPIs leave to 100 points; 0 where they leave nothing or are no percentages.
fn free_points(kpis: &[&KpiDecl<'_>]) -> String {
    let written = kpis.iter().filter_map(|kpi| match kpi.item.attribute(Keyword::Weight).map(|a| &a.value) {
        Some(AttributeValue::Weight(Weight::Percent(number))) => Some(Exact::from(*number)),
        _ => None,
    });
    let free = Exact::hundred() - written.sum::<Exact>();
    if free.is_negative() { "0".to_owned() } else { show_number(&free, 4) }
}

/// What a KPI is the mean of; nothing named: its own children.
fn rollup_of<'t>(kpi: &KpiDecl<'t>) -> Option<&'t [RollupOf]> {
    match &kpi.attribute(Keyword::Algorithm)?.value {
        AttributeValue::Algorithm(algorithm) => match &**algorithm {
            Algorithm::WeightedMean(of) => Some(of),
            _ => None,
        },
        _ => None,
    }
}
