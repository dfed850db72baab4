//! What every [`Plan`] promises, as a function that tests call on every plan they build.

use super::{Algorithm, Expr, Plan};
use crate::value::{Exact, Value};

/// The promises that a plan breaks; none of a plan that `types` built.
pub fn violations(plan: &Plan) -> Vec<String> {
    let mut broken = Vec::new();
    for id in plan.objective_ids() {
        let objective = plan.objective(id);
        for child in &objective.children {
            if plan.objective(*child).parent != Some(id) {
                broken.push(format!(
                    "{}: child {} has another parent",
                    objective.code,
                    plan.objective(*child).code
                ));
            }
        }
        if objective.parent.is_none() != plan.roots.contains(&id) {
            broken.push(format!("{}: root or child, not both", objective.code));
        }
        if objective.kpis.iter().any(|kpi| plan.kpi(*kpi).objective != id) {
            broken.push(format!("{}: a KPI of another objective", objective.code));
        }
    }
    for kpi in &plan.kpis {
        for target in &kpi.targets {
            if let Some((_, value)) = &target.bound {
                let fits = matches!(value, Value::Amount(_)) == kpi.kind.is_amount();
                if !fits {
                    broken.push(format!("{}: a target of another type", kpi.key));
                }
            }
        }
        let twice = kpi.targets.iter().enumerate().any(|(n, target)| {
            kpi.targets.iter().skip(n.saturating_add(1)).any(|other| other.period == target.period)
        });
        if twice {
            broken.push(format!("{}: two targets for one period", kpi.key));
        }
        if kpi.weight.as_ref().is_some_and(|weight| weight.value.is_negative()) {
            broken.push(format!("{}: a negative weight", kpi.key));
        }
        if matches!(&kpi.algorithm, Algorithm::Rollup(of) if of.is_empty() || of.contains(&kpi.objective)) {
            broken.push(format!("{}: a rollup of nothing or of itself", kpi.key));
        }
        if let Algorithm::Value(expr) | Algorithm::Change(expr) = &kpi.algorithm
            && !operands_listed(expr, kpi.operands.as_slice())
        {
            broken.push(format!("{}: an operand without number", kpi.key));
        }
    }
    for bands in &plan.bands {
        let outside = |score: &Exact| score.is_negative() || *score > Exact::hundred();
        if bands.rows.iter().any(|row| outside(&row.score.0) || outside(&row.score.1)) {
            broken.push(format!("{}: a score outside 0-100", bands.ident));
        }
    }
    broken
}

fn operands_listed(expr: &Expr, operands: &[super::MeasureId]) -> bool {
    match expr {
        Expr::Measure { id, .. } | Expr::Window { id, .. } => operands.contains(id),
        Expr::Constant { .. } => true,
        Expr::Negate(inner) => operands_listed(inner, operands),
        Expr::Binary(_, left, right) => operands_listed(left, operands) && operands_listed(right, operands),
        Expr::Extreme(_, parts) => parts.iter().all(|part| operands_listed(part, operands)),
    }
}
