//! `rettifica` items: each on one KPI, in one period, with its reason.

use rustc_hash::FxHashMap;

use super::faults;
use crate::diagnostics::Diagnostic;
use crate::plan::{End, KpiId, Override};
use crate::resolve::{Outline, faults as names};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Head, Item, Name};
use crate::value::{Answers, Exact, Period, fold_name};

pub(super) fn read_all(
    outline: &Outline<'_>,
    faults: &mut Vec<Diagnostic>,
) -> FxHashMap<(KpiId, End), Override> {
    let mut read: FxHashMap<(KpiId, End), Override> = FxHashMap::default();
    let mut periods: FxHashMap<(KpiId, End), Period> = FxHashMap::default();
    let mut names = Names { outline, by_objective: FxHashMap::default() };
    for item in &outline.overrides {
        let Some((id, period, found)) = read_one(&mut names, faults, item) else { continue };
        let key = (id, End::of(period));
        let named = *periods.entry(key).or_insert(period);
        match read.get(&key) {
            // T2 and S1 end alike: one score written for both is no contradiction.
            Some(first) if named != period && first.score == found.score => {}
            Some(first) => faults.push(faults::second_override(item.span, first.span, (named, period))),
            None => {
                read.insert(key, found);
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
    names: &mut Names<'_, '_>,
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
    let id = names.find(faults, objective, kpi)?;
    let found = Override {
        score: points,
        reason: reason.unwrap_or_default(),
        author: text_of(item, Keyword::Author),
        span: item.span,
    };
    Some((id, period.node, found))
}

/// What the KPIs of the objectives asked for so far answer to.
struct Names<'o, 't> {
    outline: &'o Outline<'t>,
    by_objective: FxHashMap<usize, Known>,
}

/// What an objective's KPIs answer to, and whether some head can't be read: a name that is not found may be its.
struct Known {
    answers: FxHashMap<String, Answers<usize>>,
    unsure: bool,
}

impl Names<'_, '_> {
    /// The KPI of a key: identifier, code or title, if exactly one answers.
    fn find(&mut self, faults: &mut Vec<Diagnostic>, objective: &Name, kpi: &Name) -> Option<KpiId> {
        let outline = self.outline;
        let Some(at) = outline.by_code.get(&*objective.node).copied() else {
            if !outline.codes_unsure {
                faults.push(names::unknown_objective(objective.span, &objective.node));
            }
            return None;
        };
        let list = outline.objectives.get(at).map(|objective| objective.kpis.as_slice()).unwrap_or_default();
        let known = self.by_objective.entry(at).or_insert_with(|| answering(outline, list));
        let Some(answers) = known.answers.get(&fold_name(&kpi.node)) else {
            if !known.unsure {
                faults.push(faults::unknown_kpi(kpi.span, &kpi.node, (at, &objective.node)));
            }
            return None;
        };
        if answers.one().is_none() {
            faults.push(faults::ambiguous_kpi(kpi.span, &kpi.node, &objective.node));
        }
        answers.one().map(|index| KpiId(index as u32))
    }
}

/// All names of some KPIs.
fn answering(outline: &Outline<'_>, list: &[usize]) -> Known {
    let mut all: FxHashMap<String, Answers<usize>> = FxHashMap::default();
    let mut unsure = false;
    for (index, decl) in list.iter().filter_map(|index| Some((*index, outline.kpis.get(*index)?))) {
        unsure |= decl.item.head.is_none();
        for (at, name) in decl.names().enumerate() {
            all.entry(fold_name(name)).or_default().add(index, at == 0);
        }
    }
    Known { answers: all, unsure }
}
