//! A weight of 0%: it is measured and counts for nothing (001 r. 84 prints a stray one). A `nota` may say why.

use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Item, Weight};
use crate::types::Seen;

use super::Scene;

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let Some(weight) = seen.kpi.weight.as_ref().filter(|weight| weight.value.is_zero()) else { return };
    if !explained(seen.declared.item) {
        let key = &seen.kpi.key;
        found.push(idle(weight.span, key));
    }
}

/// The same of areas, objectives and actions.
pub(super) fn objectives(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    for objective in &scene.outline.objectives {
        let Some(weight) = objective.item.attribute(Keyword::Weight) else { continue };
        let zero = match &weight.value {
            AttributeValue::Weight(Weight::Percent(number) | Weight::Points(number)) => number.is_zero(),
            AttributeValue::Weight(Weight::Fraction(parts)) => parts.0.is_zero(),
            _ => false,
        };
        if zero && !explained(objective.item) {
            found.push(idle(weight.span, objective.code.unwrap_or("")));
        }
    }
}

/// Also where a note may be that could not be read.
fn explained(item: &Item) -> bool {
    item.attribute(Keyword::Note).is_some() || item.may_have(Keyword::Note)
}

fn idle(span: Span, name: &str) -> Diagnostic {
    let message: Text = say!(
        "`{name}` pesa 0: si misura, ma non conta niente",
        "`{name}` weighs 0: it is measured, but counts for nothing"
    );
    Diagnostic::new(Code::ZeroWeight, span, message).note(say!(
        "dagli un peso; se deve restare così, una `nota` dica perché",
        "give it a weight; if it is to stay so, let a `nota` say why"
    ))
}
