//! Which items there are and what they are called.

use std::collections::hash_map::Entry;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Declared, KpiDecl, ObjectiveDecl, Outline, faults, name_span};
use crate::diagnostics::Diagnostic;
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::{Head, Item, Quoted, Tree};
use crate::value::normal;

/// Takes the items of one file in. A KPI belongs to the objective or action above it in its own file; an area
/// closes that; other items between do not.
pub(super) fn collect<'t>(tree: &'t Tree, outline: &mut Outline<'t>, faults: &mut Vec<Diagnostic>) {
    let mut objective: Option<usize> = None;
    let mut area: Option<usize> = None;
    for item in &tree.items {
        match item.keyword.node {
            ItemKeyword::Area => {
                objective = None;
                area = Some(add_objective(item, None, outline, faults));
            }
            ItemKeyword::Objective | ItemKeyword::Action => {
                objective = Some(add_objective(item, area, outline, faults));
            }
            ItemKeyword::Kpi => add_kpi(item, objective, outline, faults),
            ItemKeyword::Measure => declare(item, &mut outline.measures, faults),
            ItemKeyword::Indicator => declare(item, &mut outline.indicators, faults),
            ItemKeyword::Structure => declare(item, &mut outline.structures, faults),
            ItemKeyword::Bands => declare(item, &mut outline.bands, faults),
            ItemKeyword::Override => outline.overrides.push(item),
            ItemKeyword::Plan | ItemKeyword::Use => {}
        }
    }
}

/// The one `piano` item, which stands in the plan's own file.
pub(super) fn find_plan<'t>(trees: &[&'t Tree], outline: &mut Outline<'t>, faults: &mut Vec<Diagnostic>) {
    for tree in trees.iter().rev() {
        for item in tree.items.iter().filter(|item| item.keyword.node == ItemKeyword::Plan) {
            match outline.plan {
                None => outline.plan = Some(item),
                // A line that only may be a misspelt `piano` is already reported.
                Some(_) if item.head.is_none() => {}
                Some(first) => faults.push(faults::many_plans(item.keyword.span, first.keyword.span)),
            }
        }
    }
}

fn text(title: Option<&Quoted>) -> &str {
    title.map_or("", |title| &title.node)
}

fn add_objective<'t>(
    item: &'t Item,
    area_above: Option<usize>,
    outline: &mut Outline<'t>,
    faults: &mut Vec<Diagnostic>,
) -> usize {
    let index = outline.objectives.len();
    outline.first_of_files.entry(item.span.file).or_insert(item.span);
    let (code, title) = match &item.head {
        Some(Head::Objective { code, title }) => (Some(&*code.node), text(title.as_ref())),
        _ => (None, ""),
    };
    match code {
        None => outline.codes_unsure = true,
        Some(code) => match outline.by_code.get(code).and_then(|first| outline.objectives.get(*first)) {
            Some(first) => faults.push(faults::duplicate(name_span(item), code, first.span)),
            None => {
                outline.by_code.insert(code, index);
            }
        },
    }
    outline.objectives.push(ObjectiveDecl {
        item,
        code,
        title,
        span: name_span(item),
        area_above,
        parent: None,
        children: Vec::new(),
        kpis: Vec::new(),
    });
    index
}

fn add_kpi<'t>(
    item: &'t Item,
    objective: Option<usize>,
    outline: &mut Outline<'t>,
    faults: &mut Vec<Diagnostic>,
) {
    let (ident, code, title) = match &item.head {
        Some(Head::Kpi { ident, code, title }) => (
            ident.as_ref().map(|name| &*name.node),
            code.as_ref().map(|name| &*name.node),
            text(title.as_ref()),
        ),
        _ => (None, None, ""),
    };
    if objective.is_none() {
        faults.push(faults::orphan_kpi(item.keyword.span));
    }
    if item.head.is_some() && ident.is_none() && code.is_none() && title.is_empty() {
        faults.push(faults::nameless_kpi(item.keyword.span));
    }
    let index = outline.kpis.len();
    if let Some(above) = objective.and_then(|above| outline.objectives.get_mut(above)) {
        above.kpis.push(index);
    }
    outline.kpis.push(KpiDecl {
        item,
        objective,
        ident,
        code,
        title,
        indicator: None,
        span: name_span(item),
    });
}

fn declare<'t>(item: &'t Item, declared: &mut Declared<'t>, faults: &mut Vec<Diagnostic>) {
    let name = match &item.head {
        Some(
            Head::Measure { ident: name, .. }
            | Head::Structure { ident: name, .. }
            | Head::Bands { ident: name, .. }
            | Head::Indicator { code: name, .. },
        ) => &*name.node,
        _ => {
            declared.unsure = true;
            return;
        }
    };
    if let Some(first) = declared.get(name) {
        faults.push(faults::duplicate(name_span(item), name, name_span(first)));
        return;
    }
    declared.by_name.insert(name, declared.list.len());
    declared.list.push((name, item));
}

/// Gives every KPI with a catalogue code its entry, and the entry's title where it has none.
pub(super) fn bind_catalogue(outline: &mut Outline<'_>) {
    if outline.indicators.list.is_empty() {
        return;
    }
    for kpi in &mut outline.kpis {
        let Some(entry) = kpi.code.and_then(|code| outline.indicators.get(code)) else { continue };
        kpi.indicator = Some(entry);
        if kpi.title.is_empty()
            && let Some(Head::Indicator { title, .. }) = &entry.head
        {
            kpi.title = text(title.as_ref());
        }
    }
}

/// A KPI without a title of its own takes it from the catalogue: then its code must be there (`language.md` §2).
pub(super) fn titles_known(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) {
    if outline.indicators.unsure {
        return;
    }
    for kpi in outline.kpis.iter().filter(|kpi| kpi.title.is_empty() && kpi.indicator.is_none()) {
        if let Some(Head::Kpi { code: Some(code), .. }) = &kpi.item.head {
            faults.push(faults::not_in_catalogue(code.span, &code.node));
        }
    }
}

/// A KPI's key in the plan: that of its objective, and its own below it.
pub fn key_below(objective: &str, key: &str) -> String {
    [objective, "/", key].concat()
}

/// A KPI's key is unique in its objective. Objectives are independent, so they are looked through on all cores.
pub(super) fn unique_kpis(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) {
    let found: Vec<Vec<Diagnostic>> = outline
        .objectives
        .par_iter()
        .with_min_len(64)
        .map(|objective| repeated_kpis(outline, objective))
        .filter(|found| !found.is_empty())
        .collect();
    faults.extend(found.into_iter().flatten());
}

fn repeated_kpis(outline: &Outline<'_>, objective: &ObjectiveDecl<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: FxHashMap<String, &KpiDecl<'_>> = FxHashMap::default();
    for kpi in objective.kpis.iter().filter_map(|index| outline.kpis.get(*index)) {
        let key = kpi.key();
        if key.is_empty() {
            continue;
        }
        match seen.entry(normal(key)) {
            Entry::Occupied(first) => found.push(faults::duplicate_kpi(kpi.span, key, first.get().span)),
            Entry::Vacant(new) => {
                new.insert(kpi);
            }
        }
    }
    found
}
