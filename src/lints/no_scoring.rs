//! A plan that leaves its scoring to piaoc's default: who reads it does not see by which rule it is scored.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::resolve::KpiDecl;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Item, Literal};
use crate::value::{Comparator, Type};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    let Some(plan) = outline.plan else { return };
    let says = |item: &Item| {
        item.attribute(Keyword::Scoring).is_some()
            || item.is_broken(Keyword::Scoring)
            || item.may_have(Keyword::Scoring)
    };
    let has_own = |kpi: &KpiDecl<'_>| {
        if says(kpi.item) || kpi.indicator.is_some_and(says) {
            return true;
        }
        let mut next = kpi.objective;
        while let Some(above) = next.and_then(|index| outline.objectives.get(index)) {
            if says(above.item) {
                return true;
            }
            next = above.parent;
        }
        false
    };
    if says(plan) || !outline.kpis.iter().any(|kpi| is_amount(kpi) && !has_own(kpi)) {
        return;
    }
    found.push(
        Diagnostic::new(
            Code::NoScoringRule,
            plan.keyword.span,
            say!(
                "il piano non dice con quale regola si assegna il punteggio",
                "the plan does not say by which rule it is scored"
            ),
        )
        .note(say!(
            "vale `punteggio proporzionale`; scriverlo lo rende visibile a chi legge",
            "`punteggio proporzionale` holds; writing it makes it visible to who reads"
        ))
        .fix(
            say!("scrivi `punteggio proporzionale`", "write `punteggio proporzionale`"),
            plan.after_head(),
            "\n  punteggio  proporzionale",
        )
        .safely(),
    );
}

/// Whether the default can apply at all: it cannot on dates and sì/no, nor on `=`.
fn is_amount(kpi: &KpiDecl<'_>) -> bool {
    kpi.item.all(Keyword::Target).any(|attribute| {
        let AttributeValue::Target(target) = &attribute.value else { return false };
        let amount = |literal: &Literal| !matches!(literal.value.kind(), Some(Type::Date | Type::Boolean));
        matches!(
            target.comparator.map(|comparator| comparator.node),
            Some(Comparator::AtLeast | Comparator::AtMost)
        ) && target.values.iter().any(amount)
    })
}
