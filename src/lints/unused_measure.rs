//! A `misura` of the plan's own file that no indicator uses. A library may hold more than one plan needs.

use rustc_hash::FxHashSet;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Expression, ExpressionKind, Head, Name};

use super::Scene;

/// `used` are the places of the measures that some KPI without fault uses.
pub(super) fn look(scene: &Scene<'_, '_>, used: &[u32], found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    let used: FxHashSet<u32> = used.iter().copied().collect();
    let mut unused: Vec<&Name> = Vec::new();
    for (index, (_, item)) in outline.measures.list.iter().enumerate() {
        if let Some(Head::Measure { ident, .. }) = &item.head
            && item.span.file == scene.plan_file
            && !used.contains(&(index as u32))
        {
            unused.push(ident);
        }
    }
    if unused.is_empty() {
        return;
    }
    // A KPI with a fault was not looked at, and a catalogue's entry may serve no KPI: what they name is used all the same.
    let entries = outline.indicators.list.iter().map(|(_, item)| *item);
    let mut named: FxHashSet<&str> = FxHashSet::default();
    for item in outline.kpis.iter().map(|kpi| kpi.item).chain(entries) {
        if item.is_broken(Keyword::Algorithm) || item.may_have(Keyword::Algorithm) {
            return;
        }
        for attribute in item.all(Keyword::Algorithm) {
            if let AttributeValue::Algorithm(algorithm) = &attribute.value {
                algorithm.expressions().for_each(|expression| names(expression, &mut named));
            }
        }
    }
    for ident in unused.into_iter().filter(|ident| !named.contains(&*ident.node)) {
        let name = &ident.node;
        found.push(
            Diagnostic::new(
                Code::UnusedMeasure,
                ident.span,
                say!("nessun indicatore usa la misura `{name}`", "no indicator uses the measure `{name}`"),
            )
            .note(say!(
                "toglila, o scrivila nell'`algoritmo` dell'indicatore che la vuole",
                "remove it, or write it in the `algoritmo` of the indicator that wants it"
            )),
        );
    }
}

fn names<'t>(expression: &'t Expression, found: &mut FxHashSet<&'t str>) {
    match &expression.kind {
        ExpressionKind::Measure(name, _) => {
            found.insert(&name.node);
        }
        ExpressionKind::Operand(..) | ExpressionKind::Constant(_) => {}
        ExpressionKind::Negate(inner) => names(inner, found),
        ExpressionKind::Window { of, .. } => names(of, found),
        ExpressionKind::Binary(_, left, right) => {
            names(left, found);
            names(right, found);
        }
        ExpressionKind::Extreme(_, parts) => parts.iter().for_each(|part| names(part, found)),
    }
}
