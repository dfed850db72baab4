//! Scores upwards: weighted means over what is available, in an order in which everything is known before it is
//! needed; then the shares downwards.

use super::result::{Derived, Evaluation, How, KpiResult, Missing, ObjectiveResult, Part, PartOf, Total};
use super::{Run, faults, kpi, published, score, target};
use crate::diagnostics::Diagnostic;
use crate::plan::{Algorithm, KpiId, ObjectiveId, Plan, Weight};
use crate::value::{Exact, Interval, Type, Value};

/// Finishes the rollup KPIs, sums objectives up, and spreads the plan's 100 points over the KPIs.
pub(super) fn carry_up(run: Run<'_>, kpis: Vec<KpiResult>, faults: &mut Vec<Diagnostic>) -> Evaluation {
    let plan = run.plan;
    let order = bottom_up(plan);
    let nothing = Total { performance: None, coverage: Exact::zero(), parts: Vec::new() };
    let mut state = State {
        run,
        kpis,
        totals: vec![nothing; plan.objectives.len()],
        spreads: vec![None; plan.objectives.len()],
        with_spreads: any_published_rollup(run),
    };
    for id in &order {
        state.objective(*id, faults);
    }
    let roots: Vec<(PartOf, Option<&Weight>)> = of_objectives(plan, &plan.roots);
    let total = state.mean(&roots);
    let State { mut kpis, totals, .. } = state;
    shares(plan, &mut kpis, &totals);
    for (result, worth) in kpis.iter_mut().zip(shares_by(plan, &order)) {
        result.plan_share = worth;
    }
    Evaluation {
        period: run.period,
        provisional: run.period.is_part() && !run.starting_state(),
        starting_state: run.starting_state(),
        plan: total,
        objectives: totals.into_iter().map(|total| ObjectiveResult { total, declared: None }).collect(),
        kpis,
    }
}

struct State<'a> {
    run: Run<'a>,
    kpis: Vec<KpiResult>,
    totals: Vec<Total>,
    /// What an objective's performance may be, its cells being printed; only where a published rollup asks.
    spreads: Vec<Option<Interval>>,
    with_spreads: bool,
}

impl State<'_> {
    fn objective(&mut self, id: ObjectiveId, faults: &mut Vec<Diagnostic>) {
        let plan = self.run.plan;
        let objective = plan.objective(id);
        for kpi_id in &objective.kpis {
            if let Algorithm::Rollup(of) = &plan.kpi(*kpi_id).algorithm {
                self.rollup(*kpi_id, of, faults);
            }
        }
        let parts = if objective.kpis.is_empty() {
            of_objectives(plan, &objective.children)
        } else {
            objective.kpis.iter().map(|kpi| (PartOf::Kpi(*kpi), plan.kpi(*kpi).weight.as_ref())).collect()
        };
        let total = self.mean(&parts);
        if self.with_spreads {
            let spread = self.spread_of(&total);
            if let Some(slot) = self.spreads.get_mut(id.index()) {
                *slot = spread;
            }
        }
        if let Some(slot) = self.totals.get_mut(id.index()) {
            *slot = total;
        }
    }

    /// A rollup KPI: its value is the weighted mean of objectives, which all are known by now.
    fn rollup(&mut self, id: KpiId, of: &[ObjectiveId], faults: &mut Vec<Diagnostic>) {
        let plan = self.run.plan;
        let total = self.mean(&of_objectives(plan, of));
        let value = match &total.performance {
            Some(mean) => Ok((Value::Amount(mean.clone()), Type::Percent)),
            None => Err(Missing::NothingBelow),
        };
        let coverage = total.coverage.clone();
        let spread = if self.with_spreads { self.spread_of(&total) } else { None };
        let computed = Derived { value, how: How::Rollup(total) };
        let mut result = kpi::finish(self.run, id, Some(computed), faults);
        if matches!(result.actual.how, How::Rollup(_)) {
            result.coverage = coverage;
            self.check_published(id, &result, spread.as_ref(), faults);
        }
        if let Some(slot) = self.kpis.get_mut(id.index()) {
            *slot = result;
        }
    }

    fn check_published(
        &self,
        id: KpiId,
        result: &KpiResult,
        spread: Option<&Interval>,
        faults: &mut Vec<Diagnostic>,
    ) {
        let fact = result.published.and_then(|fact| self.run.facts.fact(fact));
        let (Some(fact), Ok((value, kind)), Some(spread)) = (fact, &result.actual.value, spread) else {
            return;
        };
        if !published::explained_by(fact, spread) {
            faults.push(faults::published_differs(self.run.plan.kpi(id), fact, value, *kind));
        }
    }

    /// Performance and coverage of a part; coverage is 0 where it is unavailable.
    fn part(&self, of: PartOf) -> (Option<&Exact>, Exact) {
        match of {
            PartOf::Kpi(id) => match self.kpis.get(id.index()) {
                Some(result) => match &result.performance {
                    Some(performance) => (Some(performance), result.coverage.clone()),
                    None => (None, Exact::zero()),
                },
                None => (None, Exact::zero()),
            },
            PartOf::Objective(id) => match self.totals.get(id.index()) {
                Some(total) => (total.performance.as_ref(), total.coverage.clone()),
                None => (None, Exact::zero()),
            },
        }
    }

    /// Σ(weight·performance)/Σ(weight) over the available parts, with what it rests on.
    fn mean(&self, parts: &[(PartOf, Option<&Weight>)]) -> Total {
        let mut whole = Exact::zero();
        let mut available = Exact::zero();
        let mut scored = Vec::with_capacity(parts.len());
        let mut covered = Exact::zero();
        let mut listed = Vec::with_capacity(parts.len());
        for (of, weight) in parts {
            let weight = weight.map_or_else(Exact::one, |weight| weight.value.clone());
            let (performance, coverage) = self.part(*of);
            whole = &whole + &weight;
            if let Some(performance) = performance {
                available = &available + &weight;
                scored.push(&weight * performance);
                covered = &covered + &(&weight * &coverage);
            }
            listed.push((Part { of: *of, weight, share: None }, performance.is_some()));
        }
        let parts = listed
            .into_iter()
            .map(|(part, counts)| {
                let share = Exact::ratio(&(&part.weight * &Exact::hundred()), &available).filter(|_| counts);
                Part { share, ..part }
            })
            .collect();
        Total {
            performance: Exact::ratio(&scored.into_iter().sum(), &available),
            coverage: Exact::ratio(&covered, &whole).unwrap_or_else(Exact::zero),
            parts,
        }
    }

    /// What a mean may be, its parts being printed.
    fn spread_of(&self, total: &Total) -> Option<Interval> {
        let mut low = Exact::zero();
        let mut high = Exact::zero();
        for part in &total.parts {
            let Some(share) = &part.share else { continue };
            let spread = match part.of {
                PartOf::Objective(id) => self.spreads.get(id.index()).cloned().flatten()?,
                PartOf::Kpi(id) => self.spread_of_kpi(id)?,
            };
            low = &low + &(share * &spread.low);
            high = &high + &(share * &spread.high);
        }
        let hundred = Exact::hundred();
        Some(Interval { low: Exact::ratio(&low, &hundred)?, high: Exact::ratio(&high, &hundred)? })
    }

    /// What a KPI's performance may be: its score at the ends of what its value may be.
    fn spread_of_kpi(&self, id: KpiId) -> Option<Interval> {
        let result = self.kpis.get(id.index())?;
        let performance = result.performance.clone()?;
        let kpi = self.run.plan.kpi(id);
        if result.overridden.is_some() || result.missing.is_some() {
            return Some(Interval::point(performance));
        }
        let value = match &result.actual.how {
            How::Rollup(total) => self.spread_of(total),
            _ => published::spread(self.run, &result.actual),
        };
        let (Some(value), target::Against::Target(used)) = (value, target::of(self.run, kpi)) else {
            return Some(Interval::point(performance));
        };
        let bound = score::Bound::of(self.run, &used);
        let ends = [value.low, value.high].into_iter().filter_map(|end| {
            score::score(self.run.plan, kpi, Some(bound), &Value::Amount(end)).ok().map(|scored| scored.score)
        });
        Interval::hull(ends.chain([performance]))
    }
}

fn any_published_rollup(run: Run<'_>) -> bool {
    run.plan.kpi_ids().any(|id| {
        matches!(run.plan.kpi(id).algorithm, Algorithm::Rollup(_))
            && super::derive::own_fact(run.plan, run.facts, id, run.period).is_some()
    })
}

fn of_objectives<'a>(plan: &'a Plan, ids: &[ObjectiveId]) -> Vec<(PartOf, Option<&'a Weight>)> {
    ids.iter().map(|id| (PartOf::Objective(*id), plan.objective(*id).weight.as_ref())).collect()
}

/// What an objective's performance rests on.
fn rests_on(plan: &Plan, id: ObjectiveId) -> Vec<ObjectiveId> {
    let objective = plan.objective(id);
    if objective.kpis.is_empty() {
        return objective.children.clone();
    }
    let rollups = objective.kpis.iter().filter_map(|kpi| match &plan.kpi(*kpi).algorithm {
        Algorithm::Rollup(of) => Some(of.as_slice()),
        _ => None,
    });
    rollups.flatten().copied().collect()
}

/// All objectives, each after everything it rests on. `types` has excluded cycles.
fn bottom_up(plan: &Plan) -> Vec<ObjectiveId> {
    let mut order = Vec::with_capacity(plan.objectives.len());
    let mut entered = vec![false; plan.objectives.len()];
    let mut enter = |id: ObjectiveId| match entered.get_mut(id.index()) {
        Some(seen) if !*seen => {
            *seen = true;
            true
        }
        _ => false,
    };
    for start in plan.objective_ids() {
        if !enter(start) {
            continue;
        }
        let mut stack = vec![(start, rests_on(plan, start))];
        while let Some((id, rest)) = stack.last_mut() {
            match rest.pop() {
                Some(next) => {
                    if enter(next) {
                        stack.push((next, rests_on(plan, next)));
                    }
                }
                None => {
                    order.push(*id);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// Each KPI's share of its objective, as it entered the mean.
fn shares(plan: &Plan, kpis: &mut [KpiResult], totals: &[Total]) {
    for id in plan.objective_ids() {
        let Some(total) = totals.get(id.index()) else { continue };
        for part in &total.parts {
            if let PartOf::Kpi(kpi) = part.of
                && let Some(result) = kpis.get_mut(kpi.index())
            {
                result.share.clone_from(&part.share);
            }
        }
    }
}

/// The points of the plan that each KPI is worth, in the plan's order: 100 points flow from the top by the written
/// weights; what a rollup KPI gets flows on to the objectives it is of. No actuals are needed for it.
pub fn plan_shares(plan: &Plan) -> Vec<Option<Exact>> {
    shares_by(plan, &bottom_up(plan))
}

fn shares_by(plan: &Plan, order: &[ObjectiveId]) -> Vec<Option<Exact>> {
    let mut shares = vec![None; plan.kpis.len()];
    let mut points = vec![Exact::zero(); plan.objectives.len()];
    spread(plan, &Exact::hundred(), &plan.roots, &mut points);
    for id in order.iter().rev() {
        let own = points.get(id.index()).cloned().unwrap_or_else(Exact::zero);
        let objective = plan.objective(*id);
        if objective.kpis.is_empty() {
            spread(plan, &own, &objective.children, &mut points);
            continue;
        }
        let weight = |kpi: &KpiId| {
            plan.kpi(*kpi).weight.as_ref().map_or_else(Exact::one, |weight| weight.value.clone())
        };
        let sum: Exact = objective.kpis.iter().map(weight).sum();
        for kpi in &objective.kpis {
            let Some(worth) = Exact::ratio(&(&own * &weight(kpi)), &sum) else { continue };
            if let Algorithm::Rollup(of) = &plan.kpi(*kpi).algorithm {
                spread(plan, &worth, of, &mut points);
            }
            if let Some(share) = shares.get_mut(kpi.index()) {
                *share = Some(worth);
            }
        }
    }
    shares
}

/// Adds an amount of points to objectives by their weights.
fn spread(plan: &Plan, amount: &Exact, ids: &[ObjectiveId], points: &mut [Exact]) {
    let weight =
        |id: &ObjectiveId| plan.objective(*id).weight.as_ref().map_or_else(Exact::one, |w| w.value.clone());
    let sum: Exact = ids.iter().map(weight).sum();
    for id in ids {
        let Some(worth) = Exact::ratio(&(amount * &weight(id)), &sum) else { continue };
        if let Some(slot) = points.get_mut(id.index()) {
            *slot = &*slot + &worth;
        }
    }
}
