//! Which indicators cost the plan its points. The plan's 100 points flow down along the weighted means as they were
//! reckoned, so that what is lost adds up to what the plan lacks of 100.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::View;
use crate::eval::result::{How, Part, PartOf, Total};
use crate::plan::{KpiId, ObjectiveId};
use crate::value::Exact;

/// The indicators that lose points of the plan, the dearest first; equals in the plan's order.
pub fn of_plan(view: &View) -> Vec<(Exact, KpiId)> {
    let mut flow = Flow {
        view,
        points: vec![Exact::zero(); view.plan.objectives.len()],
        means: FxHashMap::default(),
        parts: parts_of_means(view),
        lost: Vec::new(),
    };
    flow.down(&view.evaluation.plan.parts, &Exact::hundred());
    for id in outermost_first(view) {
        let points = flow.points_of(id);
        if let Some(result) = view.objective(id).filter(|_| points.is_positive()) {
            flow.down(&result.total.parts, &points);
        }
    }
    flow.lost.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    flow.lost
}

/// A mean that rollups share.
type Mean = *const Total;

struct Flow<'a> {
    view: &'a View<'a>,
    /// What has come to each objective so far, by plain means.
    points: Vec<Exact>,
    /// What has come to each mean of rollups: that of many is summed up before it flows on.
    means: FxHashMap<Mean, Exact>,
    /// By objective: the means of rollups that it is part of, with its share.
    parts: FxHashMap<ObjectiveId, Vec<(Mean, &'a Exact)>>,
    lost: Vec<(Exact, KpiId)>,
}

impl Flow<'_> {
    /// Spreads points over the parts of a mean. What is unavailable has no share and loses nothing.
    fn down(&mut self, parts: &[Part], points: &Exact) {
        for part in parts {
            let Some(worth) = part.share.as_ref().and_then(|share| of_share(points, share)) else { continue };
            match part.of {
                PartOf::Objective(id) => {
                    if let Some(slot) = self.points.get_mut(id.index()) {
                        *slot = &*slot + &worth;
                    }
                }
                PartOf::Kpi(id) => self.kpi(id, &worth),
            }
        }
    }

    /// All that comes to an objective, once what rests on it has been through.
    fn points_of(&self, id: ObjectiveId) -> Exact {
        let own = self.points.get(id.index()).cloned().unwrap_or_else(Exact::zero);
        let shared = self.parts.get(&id).map(Vec::as_slice).unwrap_or_default().iter();
        shared
            .filter_map(|(mean, share)| of_share(self.means.get(mean)?, share))
            .fold(own, |sum, more| sum + more)
    }

    /// A rollup loses what its objectives lose, unless its score is not their mean: then it loses by itself.
    fn kpi(&mut self, id: KpiId, worth: &Exact) {
        let Some(result) = self.view.kpi(id) else { return };
        let Some(performance) = &result.performance else { return };
        if let How::Rollup(total) = &result.actual.how
            && total.performance.as_ref() == Some(performance)
        {
            let points = self.means.entry(Arc::as_ptr(total)).or_insert_with(Exact::zero);
            *points = &*points + worth;
            return;
        }
        let missed = worth * &(&Exact::hundred() - performance);
        let lost = Exact::ratio(&missed, &Exact::hundred()).filter(Exact::is_positive);
        self.lost.extend(lost.map(|lost| (lost, id)));
    }
}

/// A share, in points of 100, of some points.
fn of_share(points: &Exact, share: &Exact) -> Option<Exact> {
    Exact::ratio(&(points * share), &Exact::hundred())
}

/// By objective: its share in the means of rollups, each mean once.
fn parts_of_means<'a>(view: &View<'a>) -> FxHashMap<ObjectiveId, Vec<(Mean, &'a Exact)>> {
    let mut seen: FxHashSet<Mean> = FxHashSet::default();
    let mut found: FxHashMap<ObjectiveId, Vec<(Mean, &'a Exact)>> = FxHashMap::default();
    for result in &view.evaluation.kpis {
        let How::Rollup(total) = &result.actual.how else { continue };
        let mean = Arc::as_ptr(total);
        if !seen.insert(mean) {
            continue;
        }
        for part in &total.parts {
            if let (PartOf::Objective(id), Some(share)) = (part.of, &part.share) {
                found.entry(id).or_default().push((mean, share));
            }
        }
    }
    found
}

/// The objectives that the plan rests on, each after everything that rests on it. `types` has excluded cycles. A mean that
/// rollups share is gone through once.
fn outermost_first(view: &View) -> Vec<ObjectiveId> {
    let mut entered = vec![false; view.plan.objectives.len()];
    let mut followed: FxHashMap<*const Part, usize> = FxHashMap::default();
    let mut order = Vec::new();
    // An objective, or the plan; and how many of its means are gone through.
    let mut open: Vec<(Option<ObjectiveId>, usize)> = vec![(None, 0)];
    while let Some((id, through)) = open.last_mut() {
        let total = match id {
            Some(id) => view.objective(*id).map(|result| &result.total),
            None => Some(&view.evaluation.plan),
        };
        let Some(parts) = total.and_then(|total| mean_of(view, total, *through)) else {
            order.extend(*id);
            open.pop();
            continue;
        };
        let at = followed.entry(parts.as_ptr()).or_default();
        let Some(part) = parts.get(*at) else {
            *through = through.saturating_add(1);
            continue;
        };
        *at = at.saturating_add(1);
        if let PartOf::Objective(id) = part.of
            && let Some(seen) = entered.get_mut(id.index()).filter(|seen| !**seen)
        {
            *seen = true;
            open.push((Some(id), 0));
        }
    }
    order.reverse();
    order
}

/// The means that a total is made of: first itself, then those of its rollups.
fn mean_of<'a>(view: &View<'a>, total: &'a Total, at: usize) -> Option<&'a [Part]> {
    let Some(at) = at.checked_sub(1) else { return Some(&total.parts) };
    let part = total.parts.get(at)?;
    match part.of {
        PartOf::Objective(_) => Some(&[]),
        PartOf::Kpi(_) => Some(view.total(part.of).map_or(&[], |total| &total.parts)),
    }
}
