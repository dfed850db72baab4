//! Weights that are equal shares rounded for print (33,3% three times): `pesi uguali` says it exactly (`language.md` §6).

use crate::diagnostics::{Code, Diagnostic, Edit, Text, say};
use crate::resolve::{ObjectiveDecl, Outline};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Attribute, AttributeValue, Weight};
use crate::types::{equal_shares, weight_value};
use crate::value::{Exact, show_number};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    found.extend(scene.outline.objectives.iter().filter_map(|objective| rounded(scene, objective)));
}

fn rounded(scene: &Scene<'_, '_>, objective: &ObjectiveDecl<'_>) -> Option<Diagnostic> {
    let weights = equal_weights(scene.outline, objective)?;
    if sum_of(&weights) == Exact::hundred() {
        return None;
    }
    let (count, share) = (weights.len(), show_number(&weight_value(weights.first()?.1), 4));
    let code = objective.code.unwrap_or("");
    let (text, edits) = equal_instead(objective, &weights);
    Some(
        Diagnostic::new(
            Code::EqualShares,
            objective.span,
            say!(
                "i pesi di `{code}` sono {count} parti uguali arrotondate ({share}%)",
                "the weights of `{code}` are {count} equal shares, rounded ({share}%)"
            ),
        )
        .note(say!(
            "`pesi uguali` lo dice esattamente, e resta giusto quando un indicatore si aggiunge",
            "`pesi uguali` says it exactly, and stays right when an indicator is added"
        ))
        .fix_all(text, edits),
    )
}

/// Two KPIs or more that weigh the same, with their weights: equal shares of 100%, or those rounded for print.
pub fn equal_weights<'t>(
    outline: &Outline<'t>,
    objective: &ObjectiveDecl<'t>,
) -> Option<Vec<(&'t Attribute, &'t Weight)>> {
    let weights = alike(outline, objective)?;
    let values: Vec<&Weight> = weights.iter().map(|(_, weight)| *weight).collect();
    let sum = sum_of(&weights);
    (sum == Exact::hundred() || equal_shares(&values, &sum)).then_some(weights)
}

fn sum_of(weights: &[(&Attribute, &Weight)]) -> Exact {
    weights.iter().map(|(_, weight)| weight_value(weight)).sum()
}

/// Two KPIs or more, all of one percentage, with their weights.
fn alike<'t>(
    outline: &Outline<'t>,
    objective: &ObjectiveDecl<'t>,
) -> Option<Vec<(&'t Attribute, &'t Weight)>> {
    if objective.kpis.len() < 2 {
        return None;
    }
    let mut weights = Vec::new();
    for kpi in &objective.kpis {
        let attribute = outline.kpis.get(*kpi)?.item.attribute(Keyword::Weight)?;
        let AttributeValue::Weight(weight @ (Weight::Percent(_) | Weight::Fraction(_))) = &attribute.value
        else {
            return None;
        };
        if weights.first().is_some_and(|(_, first)| *first != weight) {
            return None;
        }
        weights.push((attribute, weight));
    }
    let unsure = [Keyword::EqualWeights, Keyword::IncompleteWeights];
    let says = |keyword| objective.item.attribute(keyword).is_some() || objective.item.may_have(keyword);
    (!unsure.into_iter().any(says)).then_some(weights)
}

/// `pesi uguali` in place of some weights.
pub fn equal_instead(objective: &ObjectiveDecl<'_>, weights: &[(&Attribute, &Weight)]) -> (Text, Vec<Edit>) {
    let mut edits = vec![Edit { span: objective.item.after_head(), text: "\n  pesi uguali".to_owned() }];
    edits.extend(weights.iter().map(|(attribute, _)| Edit { span: attribute.span, text: String::new() }));
    (say!("scrivi `pesi uguali` al posto dei pesi", "write `pesi uguali` instead of the weights"), edits)
}
