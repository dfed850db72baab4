//! A rollup of objectives that stand elsewhere in the plan: 000 l.70 rolls up B.3 in a KPI of B.2, since its label stands
//! one row late.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Algorithm, AttributeValue, RollupOf};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    for kpi in &scene.outline.kpis {
        let Some(AttributeValue::Algorithm(algorithm)) =
            kpi.attribute(Keyword::Algorithm).map(|attribute| &attribute.value)
        else {
            continue;
        };
        let Algorithm::WeightedMean(of) = &**algorithm else { continue };
        let Some(index) = kpi.objective else { continue };
        let Some(objective) = scene.outline.objectives.get(index) else { continue };
        let Some(own) = objective.code else { continue };
        let mut places = of.iter().map(|named| named.code.span);
        let Some(first) = places.next() else { continue };
        if of.iter().any(|named| is_below(scene, (index, own), named)) {
            continue;
        }
        let span = places.next_back().map_or(first, |last| first.to(last));
        let names: Vec<&str> = of.iter().map(|named| &*named.code.node).collect();
        let names = names.join("`, `");
        found.push(
            Diagnostic::new(
                Code::RollupElsewhere,
                span,
                say!(
                    "la media di `{own}` è fatta di `{names}`, che non sta sotto `{own}`",
                    "the rollup of `{own}` is made of `{names}`, which is not below `{own}`"
                ),
            )
            .also(objective.span, say!("l'obiettivo che la contiene", "the objective that holds it"))
            .note(say!(
                "forse l'indicatore è finito sotto l'obiettivo sbagliato",
                "perhaps the indicator ended up under the wrong objective"
            )),
        );
    }
}

/// Whether what a rollup names is the objective itself or stands below it; or above it, which is a cycle and told as
/// such. A code that is not declared is judged by its segments.
fn is_below(scene: &Scene<'_, '_>, (objective, own): (usize, &str), named: &RollupOf) -> bool {
    let code = &*named.code.node;
    let begins = |longer: &str, shorter| {
        longer.strip_prefix(shorter).is_some_and(|rest: &str| rest.is_empty() || rest.starts_with('.'))
    };
    if begins(code, own) || begins(own, code) {
        return true;
    }
    let found = scene.outline.by_code.get(code).copied();
    found.is_some_and(|found| scene.outline.is_within(found, objective))
}
