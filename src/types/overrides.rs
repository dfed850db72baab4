//! `rettifica` items: each on one KPI, in one period, with its reason.

use rustc_hash::FxHashMap;

use super::{Context, faults};
use crate::plan::{KpiId, Override};
use crate::resolve::{faults as names, normal};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Head, Item, Name};
use crate::value::{Exact, Period};

pub(super) fn read_all(context: &mut Context<'_, '_>) -> FxHashMap<(KpiId, Period), Override> {
    let mut read: FxHashMap<(KpiId, Period), Override> = FxHashMap::default();
    for item in &context.outline.overrides {
        let Some((id, period, found)) = read_one(context, item) else { continue };
        match read.get(&(id, period)) {
            Some(first) => {
                let first = first.span;
                context.fault(faults::second_override(item.span, first));
            }
            None => {
                read.insert((id, period), found);
            }
        }
    }
    read
}

fn text_of(item: &Item, keyword: Keyword) -> Option<String> {
    match &item.attribute(keyword)?.value {
        AttributeValue::Text(text) if !text.node.trim().is_empty() => Some(text.node.to_string()),
        _ => None,
    }
}

fn read_one(context: &mut Context<'_, '_>, item: &Item) -> Option<(KpiId, Period, Override)> {
    let Some(Head::Override { objective, kpi, period, score, percent }) = &item.head else { return None };
    let reason = text_of(item, Keyword::Reason);
    if reason.is_none() && !item.is_broken(Keyword::Reason) {
        context.fault(faults::override_without_reason(item.keyword.span));
    }
    let points = Exact::from(score.node);
    if !percent {
        context.fault(faults::bare_percent(score.span, score.node));
    } else if points.is_negative() || points > Exact::hundred() {
        context.fault(faults::override_outside(score.span));
    }
    let id = find(context, objective, kpi)?;
    let found = Override {
        score: points,
        reason: reason.unwrap_or_default(),
        author: text_of(item, Keyword::Author),
        span: item.span,
    };
    Some((id, period.node, found))
}

/// The KPI of a key: identifier, code or title, if exactly one answers.
fn find(context: &mut Context<'_, '_>, objective: &Name, kpi: &Name) -> Option<KpiId> {
    let outline = context.outline;
    let Some(at) = outline.by_code.get(&*objective.node).copied() else {
        if !outline.codes_unsure {
            context.fault(names::unknown_objective(objective.span, &objective.node, outline));
        }
        return None;
    };
    let list = outline.objectives.get(at).map(|objective| objective.kpis.as_slice()).unwrap_or_default();
    let wanted = normal(&kpi.node);
    let found: Vec<usize> = list
        .iter()
        .copied()
        .filter(|index| {
            outline.kpis.get(*index).is_some_and(|decl| {
                let names = [decl.ident, decl.code, Some(decl.title)];
                names.into_iter().flatten().any(|name| normal(name) == wanted)
            })
        })
        .collect();
    match found.as_slice() {
        [one] => Some(KpiId(*one as u32)),
        [] => {
            let unsure = list
                .iter()
                .any(|index| outline.kpis.get(*index).is_some_and(|decl| decl.item.head.is_none()));
            if !unsure {
                let known = list.iter().filter_map(|index| outline.kpis.get(*index));
                let known = known.map(|decl| crate::resolve::kpi_key(decl.ident, decl.code, decl.title));
                context.fault(faults::unknown_kpi(kpi.span, &kpi.node, &objective.node, known));
            }
            None
        }
        _ => {
            context.fault(faults::ambiguous_kpi(kpi.span, &kpi.node, &objective.node));
            None
        }
    }
}
