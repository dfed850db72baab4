//! Which indicators cost the plan its points. The plan's 100 points flow down along the weighted means as they were
//! reckoned, so that what is lost adds up to what the plan lacks of 100.

use super::View;
use crate::eval::result::{How, Part, PartOf, Total};
use crate::plan::{KpiId, ObjectiveId};
use crate::value::Exact;

/// The indicators that lose points of the plan, the dearest first; equals in the plan's order.
pub fn of_plan(view: &View) -> Vec<(Exact, KpiId)> {
    let mut flow = Flow { view, points: vec![Exact::zero(); view.plan.objectives.len()], lost: Vec::new() };
    flow.down(&view.evaluation.plan.parts, &Exact::hundred());
    for id in outermost_first(view) {
        let points = flow.points.get(id.index()).cloned().unwrap_or_else(Exact::zero);
        if let Some(result) = view.objective(id).filter(|_| points.is_positive()) {
            flow.down(&result.total.parts, &points);
        }
    }
    flow.lost.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    flow.lost
}

struct Flow<'a> {
    view: &'a View<'a>,
    /// What has come to each objective so far.
    points: Vec<Exact>,
    lost: Vec<(Exact, KpiId)>,
}

impl Flow<'_> {
    /// Spreads points over the parts of a mean. What is unavailable has no share and loses nothing.
    fn down(&mut self, parts: &[Part], points: &Exact) {
        for part in parts {
            let share = part.share.as_ref().map(|share| points * share);
            let Some(worth) = share.and_then(|worth| Exact::ratio(&worth, &Exact::hundred())) else {
                continue;
            };
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

    /// A rollup loses what its objectives lose, unless its score is not their mean: then it loses by itself.
    fn kpi(&mut self, id: KpiId, worth: &Exact) {
        let Some(result) = self.view.kpi(id) else { return };
        let Some(performance) = &result.performance else { return };
        if let How::Rollup(total) = &result.actual.how
            && total.performance.as_ref() == Some(performance)
        {
            self.down(&total.parts, worth);
            return;
        }
        let missed = worth * &(&Exact::hundred() - performance);
        let lost = Exact::ratio(&missed, &Exact::hundred()).filter(Exact::is_positive);
        self.lost.extend(lost.map(|lost| (lost, id)));
    }
}

/// The objectives that the plan rests on, each after everything that rests on it. `types` has excluded cycles.
fn outermost_first(view: &View) -> Vec<ObjectiveId> {
    let mut entered = vec![false; view.plan.objectives.len()];
    let mut enter = |id: ObjectiveId| match entered.get_mut(id.index()) {
        Some(seen) if !*seen => {
            *seen = true;
            Some((id, view.objective(id).map_or_else(Vec::new, |result| below(view, &result.total))))
        }
        _ => None,
    };
    let mut order = Vec::new();
    for root in below(view, &view.evaluation.plan) {
        let mut open: Vec<(ObjectiveId, Vec<ObjectiveId>)> = enter(root).into_iter().collect();
        while let Some((id, rest)) = open.last_mut() {
            match rest.pop() {
                Some(next) => open.extend(enter(next)),
                None => {
                    order.push(*id);
                    open.pop();
                }
            }
        }
    }
    order.reverse();
    order
}

/// The objectives that a mean is made of, directly or by its rollups.
fn below(view: &View, total: &Total) -> Vec<ObjectiveId> {
    let mut found = Vec::new();
    for part in &total.parts {
        match part.of {
            PartOf::Objective(id) => found.push(id),
            PartOf::Kpi(_) => {
                found.extend(view.total(part.of).map_or_else(Vec::new, |total| below(view, total)))
            }
        }
    }
    found
}
