//! `rettifica` items: each on one KPI, in one period, with its reason.

use rustc_hash::FxHashMap;

use super::faults;
use crate::diagnostics::Diagnostic;
use crate::plan::{KpiId, Override};
use crate::resolve::{Outline, faults as names};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Head, Item, Name};
use crate::value::{Exact, Period, fold_name};

pub(super) fn read_all(
    outline: &Outline<'_>,
    faults: &mut Vec<Diagnostic>,
) -> FxHashMap<(KpiId, Period), Override> {
    let mut read: FxHashMap<(KpiId, Period), Override> = FxHashMap::default();
    for item in &outline.overrides {
        let Some((id, period, found)) = read_one(outline, faults, item) else { continue };
        match read.get(&(id, period)) {
            Some(first) => {
                let first = first.span;
                faults.push(faults::second_override(item.span, first));
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

fn read_one(
    outline: &Outline<'_>,
    faults: &mut Vec<Diagnostic>,
    item: &Item,
) -> Option<(KpiId, Period, Override)> {
    let Some(Head::Override { objective, kpi, period, score, percent }) = &item.head else { return None };
    let reason = text_of(item, Keyword::Reason);
    if reason.is_none() && !item.is_broken(Keyword::Reason) {
        faults.push(faults::override_without_reason(item.keyword.span));
    }
    let points = Exact::from(score.node);
    if !percent {
        faults.push(faults::bare_percent(score.span, score.node));
    } else if points.is_negative() || points > Exact::hundred() {
        faults.push(faults::override_outside(score.span));
    }
    let id = find(outline, faults, objective, kpi)?;
    let found = Override {
        score: points,
        reason: reason.unwrap_or_default(),
        author: text_of(item, Keyword::Author),
        span: item.span,
    };
    Some((id, period.node, found))
}

/// The KPI of a key: identifier, code or title, if exactly one answers.
fn find(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>, objective: &Name, kpi: &Name) -> Option<KpiId> {
    let Some(at) = outline.by_code.get(&*objective.node).copied() else {
        if !outline.codes_unsure {
            faults.push(names::unknown_objective(objective.span, &objective.node, outline));
        }
        return None;
    };
    let list = outline.objectives.get(at).map(|objective| objective.kpis.as_slice()).unwrap_or_default();
    let wanted = fold_name(&kpi.node);
    let found: Vec<usize> = list
        .iter()
        .copied()
        .filter(|index| {
            outline.kpis.get(*index).is_some_and(|decl| {
                let names = [decl.ident, decl.code, Some(decl.title)];
                names.into_iter().flatten().any(|name| fold_name(name) == wanted)
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
                faults.push(faults::unknown_kpi(kpi.span, &kpi.node, &objective.node, known));
            }
            None
        }
        several => {
            let own = |index: &&usize| {
                let decl = outline.kpis.get(**index);
                decl.is_some_and(|decl| {
                    fold_name(crate::resolve::kpi_key(decl.ident, decl.code, decl.title)) == wanted
                })
            };
            let mut keys = several.iter().filter(own);
            if let (Some(one), None) = (keys.next(), keys.next()) {
                return Some(KpiId(*one as u32));
            }
            faults.push(faults::ambiguous_kpi(kpi.span, &kpi.node, &objective.node));
            None
        }
    }
}
