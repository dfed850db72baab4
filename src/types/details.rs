//! Attributes that describe: structures bound, required fields checked.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Context, faults};
use crate::diagnostics::Diagnostic;
use crate::plan::{Details, Kpi, Named, Structure};
use crate::resolve::{Outline, faults as names, in_cycles};
use crate::source::Span;
use crate::syntax::keyword::{ItemKeyword, Keyword, fold};
use crate::syntax::tree::{AttributeValue, Head, Item, Name, Who};
use crate::value::{Exact, Value, fold_name, show_date};

/// The describing attributes of an item.
pub(super) fn read(outline: &Outline<'_>, item: &Item) -> Details {
    let mut details = Details::default();
    for attribute in &item.attributes {
        let keyword = attribute.keyword.node;
        if let AttributeValue::Who(who) = &attribute.value {
            details.named.extend(who.iter().map(|who| (keyword, named(who))));
        }
        if let Some(text) = text(outline, &attribute.value) {
            details.entries.push((keyword, text));
        }
    }
    details
}

/// The describing attributes of the catalogue's entries, each read once, by where they stand.
pub(super) fn of_catalogue(outline: &Outline<'_>) -> FxHashMap<Span, Arc<Details>> {
    outline.indicators.list.iter().map(|(_, item)| (item.span, Arc::new(read(outline, item)))).collect()
}

fn text(outline: &Outline<'_>, value: &AttributeValue) -> Option<Arc<str>> {
    Some(match value {
        AttributeValue::Text(text) | AttributeValue::Label(text) => Arc::clone(&text.node),
        AttributeValue::Who(who) => {
            let names: Vec<String> = who.iter().map(|who| name_of(outline, who)).collect();
            names.join(", ").into()
        }
        AttributeValue::Datum(datum) => format!("{}: {}", datum.0.node, datum.1.node).into(),
        AttributeValue::Resources(resources) => {
            let (amount, note) = &**resources;
            let amount = amount
                .map(|amount| Value::Amount(Exact::from(amount)).show(crate::value::Type::Money, None, 2));
            let parts: Vec<String> =
                amount.into_iter().chain(note.as_ref().map(|note| note.node.to_string())).collect();
            parts.join(" ").into()
        }
        AttributeValue::Update(update) => match update.0 {
            Some(day) => format!("{}: {}", show_date(day), update.1.node).into(),
            None => Arc::clone(&update.1.node),
        },
        _ => return None,
    })
}

fn named(who: &Who) -> Named {
    match who {
        Who::Structure(name) => Named::Structure(Arc::clone(&name.node)),
        Who::Text(text) => Named::Text(Arc::clone(&text.node)),
    }
}

fn name_of(outline: &Outline<'_>, who: &Who) -> String {
    match who {
        Who::Text(text) => text.node.to_string(),
        Who::Structure(name) => match outline.structures.get(&name.node).map(|item| &item.head) {
            Some(Some(Head::Structure { title: Some(title), .. })) => title.node.to_string(),
            _ => name.node.to_string(),
        },
    }
}

/// The structures of the plan.
pub(super) fn structures(outline: &Outline<'_>) -> Vec<Structure> {
    outline
        .structures
        .list
        .iter()
        .map(|(ident, item)| Structure {
            ident: (*ident).to_owned(),
            title: match &item.head {
                Some(Head::Structure { title: Some(title), .. }) => title.node.to_string(),
                _ => String::new(),
            },
            parent: match item.attribute(Keyword::In).map(|attribute| &attribute.value) {
                Some(AttributeValue::Parent(name)) => Some(name.node.to_string()),
                _ => None,
            },
        })
        .collect()
}

pub(super) fn all_items<'o, 't>(outline: &'o Outline<'t>) -> impl Iterator<Item = &'t Item> + use<'o, 't> {
    let declared = [&outline.measures, &outline.indicators, &outline.structures, &outline.bands];
    outline
        .plan
        .into_iter()
        .chain(outline.objectives.iter().map(|objective| objective.item))
        .chain(outline.kpis.iter().map(|kpi| kpi.item))
        .chain(declared.into_iter().flat_map(|declared| declared.list.iter().map(|(_, item)| *item)))
        .chain(outline.overrides.iter().copied())
}

/// Structures named by `assegnato`, `responsabile`, `ufficio` and `in` are declared.
pub(super) fn check_structures(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) {
    if outline.structures.unsure {
        return;
    }
    let known = &outline.structures;
    let unknown = |name: &Name| {
        let at = outline.declarations_at(name.span.file);
        names::unknown_name(name.span, &name.node, ItemKeyword::Structure, at)
    };
    let mut titled: FxHashMap<String, Vec<(&str, Span)>> = FxHashMap::default();
    for (ident, item) in &known.list {
        if let Some(Head::Structure { ident: name, title: Some(title), .. }) = &item.head {
            titled.entry(fold_name(&title.node)).or_default().push((ident, name.span));
        }
    }
    titled.retain(|_, several| several.len() > 1);
    for (ident, _) in &known.list {
        titled.remove(&fold_name(ident));
    }
    for item in all_items(outline) {
        for attribute in &item.attributes {
            let AttributeValue::Who(who) = &attribute.value else { continue };
            for text in who.iter().filter_map(|who| match who {
                Who::Text(text) if !titled.is_empty() => Some(text),
                _ => None,
            }) {
                if let Some(several) = titled.get(&fold_name(&text.node)) {
                    faults.push(super::faults::two_of_one_title(text.span, &text.node, several));
                }
            }
            for name in who.iter().filter_map(|who| match who {
                Who::Structure(name) => Some(name),
                Who::Text(_) => None,
            }) {
                if known.get(&name.node).is_none() {
                    faults.push(unknown(name));
                }
            }
        }
    }
    let above = |item: &Item| parent_of(item).and_then(|name| known.position(&name.node));
    let parents: Vec<Option<usize>> = known.list.iter().map(|(_, item)| above(item)).collect();
    for ((ident, item), looping) in known.list.iter().zip(in_cycles(&parents)) {
        let Some(name) = parent_of(item) else { continue };
        if known.get(&name.node).is_none() {
            faults.push(unknown(name));
        }
        if looping {
            faults.push(names::parent_cycle(name.span, ident));
        }
    }
}

fn parent_of(item: &Item) -> Option<&Name> {
    match &item.attribute(Keyword::In)?.value {
        AttributeValue::Parent(name) => Some(name),
        _ => None,
    }
}

/// The fields of `richiede`, and where that stands.
pub(super) struct Required {
    keywords: Vec<Keyword>,
    span: Option<Span>,
}

/// `richiede fonte, unità`.
pub(super) fn required_fields(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) -> Required {
    let mut required = Required { keywords: Vec::new(), span: None };
    let Some(attribute) = outline.plan.and_then(|plan| plan.attribute(Keyword::Required)) else {
        return required;
    };
    let AttributeValue::Required(fields) = &attribute.value else { return required };
    required.span = Some(attribute.span);
    for name in fields {
        let folded = fold(&name.node);
        match Keyword::ALL.iter().find(|keyword| fold(keyword.spelling()) == folded) {
            Some(keyword) if required.keywords.contains(keyword) => {}
            Some(keyword) => required.keywords.push(*keyword),
            None => faults.push(faults::unknown_field(name.span, &name.node)),
        }
    }
    required
}

/// Reports the required fields that a KPI lacks, once.
pub(super) fn check_required(
    context: &mut Context<'_, '_, '_>,
    index: usize,
    kpi: &Kpi,
    required: &Required,
) {
    let outline = context.outline;
    let (Some(span), Some(declared)) = (required.span, outline.kpis.get(index)) else { return };
    let lacking: Vec<&str> = required
        .keywords
        .iter()
        .filter(|keyword| !has_field(context, declared, kpi, **keyword))
        .map(|keyword| keyword.spelling())
        .collect();
    if !lacking.is_empty() {
        context.fault(faults::fields_missing(declared.span, &kpi.key, &lacking, span));
    }
}

fn has_field(
    context: &Context<'_, '_, '_>,
    declared: &crate::resolve::KpiDecl<'_>,
    kpi: &Kpi,
    keyword: Keyword,
) -> bool {
    if declared.attribute(keyword).is_some() || declared.is_broken(keyword) {
        return true;
    }
    // A type other than a plain number is a unit; a measure's own field serves its KPI.
    if keyword == Keyword::Unit && (kpi.kind != crate::value::Type::Number || kpi.unit.is_some()) {
        return true;
    }
    let of_measures = || {
        kpi.operands.iter().filter_map(|id| context.measure(*id)).any(|measure| {
            measure.details.get(keyword).is_some() || keyword == Keyword::Unit && measure.unit.is_some()
        })
    };
    if of_measures() {
        return true;
    }
    let inherits = matches!(
        keyword,
        Keyword::Assigned
            | Keyword::Kind
            | Keyword::Source
            | Keyword::Frequency
            | Keyword::Responsible
            | Keyword::Scoring
    );
    let outline = context.outline;
    let mut next = declared.objective.filter(|_| inherits);
    while let Some(objective) = next.and_then(|index| outline.objectives.get(index)) {
        if objective.item.attribute(keyword).is_some() {
            return true;
        }
        next = objective.parent;
    }
    inherits && outline.plan.is_some_and(|plan| plan.attribute(keyword).is_some())
}
