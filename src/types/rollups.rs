//! Rollups: what each is of, and that no performance depends on itself.

use super::faults;
use crate::diagnostics::Diagnostic;
use crate::plan::ObjectiveId;
use crate::resolve::{KpiDecl, Outline};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Algorithm, AttributeValue, RollupOf};

/// By KPI of the outline: the objectives it is the mean of; `None` for KPIs that are no rollup or a faulty one.
pub(super) type Rollups = Vec<Option<Vec<ObjectiveId>>>;

pub(super) fn read_all(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) -> Rollups {
    let mut places: Vec<Option<Span>> = vec![None; outline.kpis.len()];
    let mut rollups: Rollups = Vec::with_capacity(outline.kpis.len());
    for (kpi, place) in outline.kpis.iter().zip(&mut places) {
        let read = written(kpi).and_then(|(span, of)| {
            *place = Some(span);
            read_one(outline, kpi, span, of, faults)
        });
        rollups.push(read);
    }
    cycles(outline, &rollups, &places, faults);
    rollups
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
) -> Option<Vec<ObjectiveId>> {
    let own = kpi.objective?;
    let ids = |list: &[usize]| list.iter().map(|child| ObjectiveId(*child as u32)).collect::<Vec<_>>();
    if of.is_empty() {
        let objective = outline.objectives.get(own)?;
        if objective.children.is_empty() {
            if !outline.codes_unsure {
                faults.push(faults::rollup_of_no_children(span, objective.code.unwrap_or("")));
            }
            return None;
        }
        return Some(ids(&objective.children));
    }
    let mut all: Vec<ObjectiveId> = Vec::new();
    let mut whole = true;
    for named in of {
        let Some(found) = outline.by_code.get(&*named.code.node).copied() else {
            if !outline.codes_unsure {
                let codes = outline.by_code.keys().copied();
                faults.push(faults::rollup_of_unknown(named.code.span, &named.code.node, codes));
            }
            whole = false;
            continue;
        };
        if named.children {
            let children =
                outline.objectives.get(found).map(|objective| ids(&objective.children)).unwrap_or_default();
            if children.is_empty() && !outline.codes_unsure {
                faults.push(faults::rollup_of_no_children(named.code.span, &named.code.node));
                whole = false;
            }
            all.extend(children);
        } else if found == own {
            faults.push(faults::rollup_of_itself(named.code.span, &named.code.node));
            whole = false;
        } else {
            all.push(ObjectiveId(found as u32));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|id| seen.insert(*id));
    whole.then_some(all)
}

/// A rollup may not, over other rollups or children, rest on its own objective.
fn cycles(outline: &Outline<'_>, rollups: &Rollups, places: &[Option<Span>], faults: &mut Vec<Diagnostic>) {
    let mut walk = Walk { outline, rollups, state: vec![Mark::New; outline.objectives.len()] };
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

/// The rollup KPI by which an objective rests on another, if it is not by plain children; and the other.
type Edge = (Option<usize>, usize);
/// An objective on the walk's path, and its edges not yet followed.
type Step = (usize, Vec<Edge>);

struct Walk<'a, 't> {
    outline: &'a Outline<'t>,
    rollups: &'a Rollups,
    state: Vec<Mark>,
}

impl Walk<'_, '_> {
    /// The rollup KPIs that close a cycle, with the code they come back to, found in a walk from `start`.
    fn cycles_from(&mut self, start: usize) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        if self.state.get(start) != Some(&Mark::New) {
            return found;
        }
        self.mark(start, Mark::Open);
        let mut stack: Vec<Step> = vec![(start, self.rests_on(start))];
        while let Some((node, next)) = stack.last_mut() {
            let node = *node;
            let Some((kpi, target)) = next.pop() else {
                self.mark(node, Mark::Done);
                stack.pop();
                continue;
            };
            match self.state.get(target).copied() {
                Some(Mark::New) => {
                    self.mark(target, Mark::Open);
                    let further = self.rests_on(target);
                    stack.push((target, further));
                }
                Some(Mark::Open) => {
                    // The edge may be a plain child's; a rollup on the way closes the circle all the same.
                    let closing = kpi.or_else(|| self.rollup_on_path(&stack, target));
                    let code = self.outline.objectives.get(target).and_then(|objective| objective.code);
                    if let Some(kpi) = closing {
                        found.push((kpi, code.unwrap_or("").to_owned()));
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn rollup_on_path(&self, stack: &[Step], from: usize) -> Option<usize> {
        let start = stack.iter().position(|(node, _)| *node == from)?;
        stack
            .get(start..)?
            .iter()
            .rev()
            .find_map(|(node, _)| self.rests_on(*node).into_iter().find_map(|(kpi, _)| kpi))
    }

    fn mark(&mut self, node: usize, mark: Mark) {
        if let Some(state) = self.state.get_mut(node) {
            *state = mark;
        }
    }

    /// What an objective's performance rests on: its rollups' objectives, or, without KPIs, its children.
    fn rests_on(&self, node: usize) -> Vec<Edge> {
        let Some(objective) = self.outline.objectives.get(node) else { return Vec::new() };
        if objective.kpis.is_empty() {
            return objective.children.iter().map(|child| (None, *child)).collect();
        }
        let mut edges = Vec::new();
        for kpi in &objective.kpis {
            if let Some(Some(of)) = self.rollups.get(*kpi) {
                edges.extend(of.iter().map(|id| (Some(*kpi), id.index())));
            }
        }
        edges
    }
}
