//! Weights that are equal shares rounded for print (33,3% three times): `pesi uguali` says it exactly (`language.md` §6).

use crate::diagnostics::{Code, Diagnostic, Edit, say};
use crate::resolve::ObjectiveDecl;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Attribute, AttributeValue, Weight};
use crate::types::{equal_shares, weight_value};
use crate::value::{Exact, show_number};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    found.extend(scene.outline.objectives.iter().filter_map(|objective| rounded(scene, objective)));
}

fn rounded(scene: &Scene<'_, '_>, objective: &ObjectiveDecl<'_>) -> Option<Diagnostic> {
    if objective.kpis.len() < 2 {
        return None;
    }
    let kpis = objective.kpis.iter().filter_map(|index| scene.outline.kpis.get(*index));
    let written: Option<Vec<&Attribute>> = kpis.map(|kpi| kpi.item.attribute(Keyword::Weight)).collect();
    let written = written?;
    let weights: Option<Vec<&Weight>> = written.iter().map(|attribute| weight(attribute)).collect();
    let weights = weights?;
    let (first, second) = (weights.first()?, weights.get(1)?);
    let sum = || weights.iter().map(|weight| weight_value(weight)).sum::<Exact>();
    // Most weights differ: that is told without arithmetic.
    if first != second
        || matches!(first, Weight::Points(_))
        || sum() == Exact::hundred()
        || !equal_shares(&weights, &sum())
    {
        return None;
    }
    let unsure = [Keyword::EqualWeights, Keyword::IncompleteWeights];
    if unsure
        .iter()
        .any(|keyword| objective.item.attribute(*keyword).is_some() || objective.item.may_have(*keyword))
    {
        return None;
    }
    let (count, share) = (weights.len(), show_number(&weight_value(first), 4));
    let mut edits = vec![Edit { span: objective.item.after_head(), text: "\n  pesi uguali".to_owned() }];
    edits.extend(written.iter().map(|attribute| Edit { span: attribute.span, text: String::new() }));
    let code = objective.code.unwrap_or("");
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
        .fix_all(
            say!("scrivi `pesi uguali` al posto dei pesi", "write `pesi uguali` instead of the weights"),
            edits,
        ),
    )
}

fn weight(attribute: &Attribute) -> Option<&Weight> {
    match &attribute.value {
        AttributeValue::Weight(weight) => Some(weight),
        _ => None,
    }
}
