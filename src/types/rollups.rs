//! Rollups: what each is of, and that no performance depends on itself.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::faults;
use crate::diagnostics::Diagnostic;
use crate::plan::ObjectiveId;
use crate::resolve::{KpiDecl, Outline};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Algorithm, AttributeValue, RollupOf};

/// What the rollups of a plan are of. Those of the same words share one list: thousands of indicators can be the mean of
/// the same thousands of objectives.
#[derive(Debug, Default)]
pub(super) struct Rollups {
    lists: Vec<Arc<[ObjectiveId]>>,
    /// By KPI of the outline: its list; `None` for KPIs that are no rollup or a faulty one.
    by_kpi: Vec<Option<usize>>,
    /// By what is written, with the codes bound.
    known: FxHashMap<Vec<Named>, usize>,
}

/// An objective, or (`true`) its children.
type Named = (usize, bool);

pub(super) fn read_all(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) -> Rollups {
    let mut places: Vec<Option<Span>> = vec![None; outline.kpis.len()];
    let mut rollups = Rollups::default();
    for (kpi, place) in outline.kpis.iter().zip(&mut places) {
        let read = written(kpi).and_then(|(span, of)| {
            *place = Some(span);
            read_one(outline, kpi, span, of, faults)
        });
        let list = read.map(|named| rollups.list(outline, named));
        rollups.by_kpi.push(list);
    }
    cycles(outline, &rollups, &places, faults);
    rollups
}

impl Rollups {
    /// The objectives that a KPI is the mean of.
    pub(super) fn of(&self, kpi: usize) -> Option<&Arc<[ObjectiveId]>> {
        self.lists.get((*self.by_kpi.get(kpi)?)?)
    }

    fn list(&mut self, outline: &Outline<'_>, named: Vec<Named>) -> usize {
        if let Some(known) = self.known.get(&named) {
            return *known;
        }
        let mut seen = vec![false; outline.objectives.len()];
        let mut all = Vec::new();
        for (objective, children) in &named {
            let below = outline.objectives.get(*objective).map(|found| found.children.as_slice());
            let own = std::slice::from_ref(objective);
            for id in if *children { below.unwrap_or_default() } else { own } {
                if let Some(seen) = seen.get_mut(*id).filter(|seen| !**seen) {
                    *seen = true;
                    all.push(ObjectiveId(*id as u32));
                }
            }
        }
        let list = self.lists.len();
        self.lists.push(all.into());
        self.known.insert(named, list);
        list
    }
}

fn written<'t>(kpi: &KpiDecl<'t>) -> Option<(Span, &'t [RollupOf])> {
    let attribute = kpi.attribute(Keyword::Algorithm)?;
    let AttributeValue::Algorithm(algorithm) = &attribute.value else { return None };
    match &**algorithm {
        Algorithm::WeightedMean(of) => Some((attribute.span, of)),
        _ => None,
    }
}

fn read_one(
    outline: &Outline<'_>,
    kpi: &KpiDecl<'_>,
    span: Span,
    of: &[RollupOf],
    faults: &mut Vec<Diagnostic>,
) -> Option<Vec<Named>> {
    let own = kpi.objective?;
    let childless =
        |index: usize| outline.objectives.get(index).is_none_or(|found| found.children.is_empty());
    if of.is_empty() {
        let objective = outline.objectives.get(own)?;
        if childless(own) {
            if !outline.codes_unsure {
                faults.push(faults::rollup_of_no_children(span, objective.code.unwrap_or("")));
            }
            return None;
        }
        return Some(vec![(own, true)]);
    }
    let mut all = Vec::new();
    let mut whole = true;
    for named in of {
        let Some(found) = outline.by_code.get(&*named.code.node).copied() else {
            if !outline.codes_unsure {
                faults.push(faults::rollup_of_unknown(named.code.span, &named.code.node));
            }
            whole = false;
            continue;
        };
        if named.children {
            if childless(found) && !outline.codes_unsure {
                faults.push(faults::rollup_of_no_children(named.code.span, &named.code.node));
                whole = false;
            }
        } else if found == own {
            faults.push(faults::rollup_of_itself(named.code.span, &named.code.node));
            whole = false;
        }
        all.push((found, named.children));
    }
    whole.then_some(all)
}

/// A rollup may not, over other rollups or children, rest on its own objective.
fn cycles(outline: &Outline<'_>, rollups: &Rollups, places: &[Option<Span>], faults: &mut Vec<Diagnostic>) {
    let mut walk = Walk::new(outline, rollups);
    let mut reported = std::collections::BTreeSet::new();
    for start in 0..outline.objectives.len() {
        for (kpi, code) in walk.cycles_from(start) {
            if let Some(Some(span)) = places.get(kpi)
                && reported.insert(kpi)
            {
                faults.push(faults::rollup_cycle(*span, &code));
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// An objective on the walk's path.
struct Step {
    node: usize,
    /// How many of its rollups (for an objective without KPIs: its children, as one) are not yet followed.
    left: usize,
    /// The last rollup that the path goes through, and at which step.
    rollup: Option<(usize, usize)>,
}

/// What some objectives rest on: a list is followed once, whoever comes to it.
#[derive(Default)]
struct List {
    /// How many of its objectives, from the end, are followed.
    followed: usize,
    /// Those that were on the path then.
    open: Vec<usize>,
}

struct Walk<'a, 't> {
    outline: &'a Outline<'t>,
    rollups: &'a Rollups,
    state: Vec<Mark>,
    /// Those of the rollups, then the children of each objective.
    lists: Vec<List>,
    /// By objective: its step on the path.
    steps: Vec<usize>,
}

impl<'a, 't> Walk<'a, 't> {
    fn new(outline: &'a Outline<'t>, rollups: &'a Rollups) -> Walk<'a, 't> {
        let count = outline.objectives.len();
        let mut lists = Vec::new();
        lists.resize_with(rollups.lists.len().saturating_add(count), List::default);
        Walk { outline, rollups, state: vec![Mark::New; count], lists, steps: vec![0; count] }
    }

    /// The rollup KPIs that close a cycle, with the code they come back to, found in a walk from `start`.
    fn cycles_from(&mut self, start: usize) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let mut path: Vec<Step> = Vec::new();
        if self.state.get(start) == Some(&Mark::New) {
            self.enter(&mut path, start);
        }
        while let Some(step) = path.last_mut() {
            let Some(left) = step.left.checked_sub(1) else {
                self.mark(step.node, Mark::Done);
                path.pop();
                continue;
            };
            let Some((kpi, list)) = self.source(step.node, left) else {
                step.left = left;
                continue;
            };
            if let Some(target) = self.next_of(list) {
                match self.state.get(target).copied() {
                    Some(Mark::New) => self.enter(&mut path, target),
                    Some(Mark::Open) => {
                        if let Some(list) = self.lists.get_mut(list) {
                            list.open.push(target);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            step.left = left;
            // Of those on the path when the list was followed, some may have been left since.
            let state = &self.state;
            let Some(open) = self.lists.get_mut(list).map(|list| &mut list.open) else { continue };
            if open.first().is_some_and(|first| state.get(*first) != Some(&Mark::Open)) {
                open.retain(|target| state.get(*target) == Some(&Mark::Open));
            }
            let Some(target) = open.first().copied() else { continue };
            // The edge may be a plain child's; a rollup on the way closes the circle all the same.
            let from = self.steps.get(target).copied().unwrap_or(0);
            let on_path = step.rollup.filter(|(_, at)| *at >= from).map(|(kpi, _)| kpi);
            if let Some(kpi) = kpi.or(on_path) {
                let code = self.outline.objectives.get(target).and_then(|objective| objective.code);
                found.push((kpi, code.unwrap_or("").to_owned()));
            }
        }
        found
    }

    /// Goes on with an objective.
    fn enter(&mut self, path: &mut Vec<Step>, node: usize) {
        self.mark(node, Mark::Open);
        let at = path.len();
        if let Some(step) = self.steps.get_mut(node) {
            *step = at;
        }
        let kpis = self.outline.objectives.get(node).map(|found| found.kpis.as_slice()).unwrap_or_default();
        let own = kpis.iter().copied().find(|kpi| self.rollups.of(*kpi).is_some());
        let rollup = own.map(|kpi| (kpi, at)).or_else(|| path.last().and_then(|above| above.rollup));
        path.push(Step { node, left: kpis.len().max(1), rollup });
    }

    /// One of the lists that an objective's performance rests on: of one of its rollups, with the KPI, or, without
    /// KPIs, of its children.
    fn source(&self, node: usize, at: usize) -> Option<(Option<usize>, usize)> {
        let kpis = &self.outline.objectives.get(node)?.kpis;
        if kpis.is_empty() {
            return Some((None, self.rollups.lists.len().saturating_add(node)));
        }
        let kpi = *kpis.get(at)?;
        Some((Some(kpi), (*self.rollups.by_kpi.get(kpi)?)?))
    }

    /// The next objective of a list, from its end.
    fn next_of(&mut self, list: usize) -> Option<usize> {
        let followed = &mut self.lists.get_mut(list)?.followed;
        let at = |length: usize| length.checked_sub(followed.saturating_add(1));
        let next = match self.rollups.lists.get(list) {
            Some(of) => of.get(at(of.len())?)?.index(),
            None => {
                let node = list.checked_sub(self.rollups.lists.len())?;
                let children = &self.outline.objectives.get(node)?.children;
                *children.get(at(children.len())?)?
            }
        };
        *followed = followed.saturating_add(1);
        Some(next)
    }

    fn mark(&mut self, node: usize, mark: Mark) {
        if let Some(state) = self.state.get_mut(node) {
            *state = mark;
        }
    }
}
