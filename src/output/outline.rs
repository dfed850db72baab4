//! The order in which a plan is told: areas, objectives and actions, children after their parent, in the plan's order.

use crate::plan::{ObjectiveId, Plan};

/// Every area, objective and action with its depth (0 for those without parent), each after its parent.
pub fn walk(plan: &Plan) -> Vec<(ObjectiveId, usize)> {
    let mut order = Vec::with_capacity(plan.objectives.len());
    let mut open: Vec<(ObjectiveId, usize)> = plan.roots.iter().rev().map(|root| (*root, 0)).collect();
    while let Some((id, depth)) = open.pop() {
        order.push((id, depth));
        open.extend(plan.objective(id).children.iter().rev().map(|child| (*child, depth.saturating_add(1))));
    }
    order
}
