//! What the scenarios reached of their plans: which KPIs some scenario scored, and which bands gave a score.

use std::collections::BTreeSet;

use super::run::{PlanRun, Run};
use crate::eval::result::{Evaluation, Scored, ScoredBy};
use crate::plan::{Band, BandsId, Basis, KpiId, Plan, Rule};
use crate::value::Exact;

/// What one scenario, or several, reached of a plan.
#[derive(Debug, Clone, Default)]
pub struct Reached {
    kpis: BTreeSet<KpiId>,
    /// By the place in the list of its `fasce`.
    bands: BTreeSet<(BandsId, usize)>,
}

/// How much of a plan its scenarios reach.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The plan's file, as results name it.
    pub plan: String,
    /// How many KPIs it has.
    pub kpis: usize,
    /// The keys of those that no scenario scored, in the plan's order.
    pub kpis_left: Vec<String>,
    /// How many bands it has.
    pub bands: usize,
    /// Those that gave no score, with the name of their `fasce`, in the plan's order.
    pub bands_left: Vec<(String, String)>,
}

/// What an evaluation reached.
pub(super) fn reached(plan: &Plan, evaluation: &Evaluation) -> Reached {
    let mut reached = Reached::default();
    for (id, result) in plan.kpi_ids().zip(&evaluation.kpis) {
        let Some(scored) = result.scoring.as_ref().filter(|scored| scored.by != ScoredBy::AsZero) else {
            continue;
        };
        reached.kpis.insert(id);
        if let Rule::Bands(bands) = scored.rule {
            let rows = plan.bands_of(bands).rows.iter().enumerate();
            let basis = plan.bands_of(bands).basis;
            let given = rows.filter(|(index, row)| gave(scored, *index, row, basis));
            reached.bands.extend(given.map(|(index, _)| (bands, index)));
        }
    }
    reached
}

/// Whether a score came from a band. A target that is met gives 100 before any band is asked: a band of nothing but
/// met targets counts as reached then, since nothing else could ever reach it.
fn gave(scored: &Scored, index: usize, row: &Band, basis: Basis) -> bool {
    match &scored.by {
        ScoredBy::Band(given, _) => *given == index,
        ScoredBy::Met => match basis {
            Basis::DaysLate => row.to.as_ref().is_some_and(|(to, _)| *to <= Exact::zero()),
            Basis::Reached => row.from.as_ref().is_some_and(|(from, _)| *from >= Exact::hundred()),
            Basis::Value => false,
        },
        _ => false,
    }
}

/// How much of each plan without errors the scenarios of a run reach.
pub fn of_plans(run: &Run) -> Vec<Coverage> {
    let of_plan = |(index, plan): (usize, &PlanRun)| {
        let mut all = Reached::default();
        for file in run.files.iter().filter(|file| file.plan == Some(index)) {
            for reached in file.scenarios.iter().filter_map(|scenario| scenario.reached.as_ref()) {
                all.kpis.extend(&reached.kpis);
                all.bands.extend(&reached.bands);
            }
        }
        plan.checked.plan.as_ref().map(|checked| coverage(plan, checked, &all))
    };
    run.plans.iter().enumerate().filter_map(of_plan).collect()
}

fn coverage(run: &PlanRun, plan: &Plan, reached: &Reached) -> Coverage {
    let left = plan.kpi_ids().filter(|id| !reached.kpis.contains(id));
    let rows = (0u32..).map(BandsId).zip(&plan.bands).flat_map(|(id, bands)| {
        bands.rows.iter().enumerate().map(move |(index, row)| (id, index, bands, row))
    });
    let written = |row: &Band| {
        let text = run.checked.sources.text(row.span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let bands_left = rows.filter(|(id, index, ..)| !reached.bands.contains(&(*id, *index)));
    Coverage {
        plan: run.path.display().to_string(),
        kpis: plan.kpis.len(),
        kpis_left: left.map(|id| plan.kpi(id).key.clone()).collect(),
        bands: plan.bands.iter().map(|bands| bands.rows.len()).sum(),
        bands_left: bands_left.map(|(.., bands, row)| (bands.ident.clone(), written(row))).collect(),
    }
}
