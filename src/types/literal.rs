//! Literals and units to types.

use crate::diagnostics::Diagnostic;
use crate::syntax::keyword::{Keyword, fold};
use crate::syntax::tree::{Accumulation, AttributeValue, Item, Literal, LiteralValue};
use crate::value::{Type, Value};

use super::faults;

/// What gives a value its type, to be shown beside a clash.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// The type.
    pub kind: Type,
    /// Where it comes from, if not from the value itself.
    pub because: Option<(crate::source::Span, crate::diagnostics::Text)>,
}

/// The literal as a value of the wanted type; `Ok(None)` for `n.d.`.
pub(super) fn coerce(literal: &Literal, wanted: &Wanted) -> Result<Option<Value>, Box<Diagnostic>> {
    let Some(kind) = literal.value.kind() else { return Ok(None) };
    if kind == wanted.kind {
        return Ok(literal.value.value());
    }
    let fault = match (&literal.value, wanted.kind) {
        (LiteralValue::Number(number, None), Type::Percent) => faults::bare_percent(literal.span, *number),
        _ => faults::type_mismatch(literal.span, kind, wanted),
    };
    Err(Box::new(fault))
}

/// The type and the counting unit that an item's `unità` says.
pub(super) fn unit_of(item: &Item) -> (Option<Type>, Option<String>) {
    let Some(AttributeValue::Unit(unit)) = item.attribute(Keyword::Unit).map(|attribute| &attribute.value)
    else {
        return (None, None);
    };
    match fold(&unit.node).as_str() {
        "giorni" | "giorno" | "gg" => (Some(Type::Days), None),
        "ore" | "ora" | "h" | "hh" => (Some(Type::Hours), None),
        "euro" | "eur" => (Some(Type::Money), None),
        "data" | "date" => (Some(Type::Date), None),
        "percentuale" => (Some(Type::Percent), None),
        _ => match &*unit.node {
            "€" => (Some(Type::Money), None),
            "%" => (Some(Type::Percent), None),
            "sì/no" => (Some(Type::Boolean), None),
            label => (Some(Type::Number), Some(label.to_owned())),
        },
    }
}

/// An item's `cumula`.
pub(super) fn accumulation(item: &Item) -> Option<Accumulation> {
    match item.attribute(Keyword::Accumulate)?.value {
        AttributeValue::Accumulate(how) => Some(how),
        _ => None,
    }
}
