//! Scores upwards: weighted means over what is available, in an order in which everything is known before it is
//! needed; then the shares downwards.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::result::{Derived, Evaluation, How, KpiResult, Missing, ObjectiveResult, Part, PartOf, Total};
use super::{Run, kpi, published};
use crate::calculation::{self, weights};
use crate::diagnostics::Diagnostic;
use crate::plan::{Algorithm, KpiId, ObjectiveId, Plan};
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
        means: FxHashMap::default(),
    };
    for id in &order {
        state.objective(*id, faults);
    }
    let roots = of_siblings(plan, &plan.roots);
    let total = state.mean(roots);
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
    /// The means of rollups, by their list: all of one list have one, with what it may be.
    means: FxHashMap<ListId, (Arc<Total>, Option<Interval>)>,
}

/// A list that rollups share.
type ListId = *const ObjectiveId;

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
            of_siblings(plan, &objective.children)
        } else {
            let weight = |kpi: &KpiId| weights::entered(plan.kpi(*kpi).weight.as_ref());
            objective.kpis.iter().map(|kpi| (PartOf::Kpi(*kpi), weight(kpi))).collect()
        };
        let total = self.mean(parts);
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
    fn rollup(&mut self, id: KpiId, of: &Arc<[ObjectiveId]>, faults: &mut Vec<Diagnostic>) {
        let (total, spread) = self.mean_of(of);
        let value = match &total.performance {
            Some(mean) => Ok((Value::Amount(mean.clone()), Type::Percent)),
            None => Err(Missing::NothingBelow),
        };
        let coverage = total.coverage.clone();
        let computed = Derived { value, how: How::Rollup(total) };
        let mut result = kpi::finish(self.run, id, Some(computed), faults);
        if matches!(result.actual.how, How::Rollup(_)) {
            // A score that does not come from what is below rests on nothing of it.
            if result.overridden.is_none() && result.actual.value.is_ok() {
                result.coverage = coverage;
            }
            // Only here the digits of all that is below are known.
            if let Some(published) = &mut result.published {
                let made = spread.as_ref();
                published.verdict = published::verdict(self.run, published.fact, &result.actual, made);
            }
            kpi::report_contradicted(self.run, self.run.plan.kpi(id), &result, faults);
        }
        if let Some(slot) = self.kpis.get_mut(id.index()) {
            *slot = result;
        }
    }

    /// The mean of a list of objectives, which does not change any more once all of them are known.
    fn mean_of(&mut self, of: &Arc<[ObjectiveId]>) -> (Arc<Total>, Option<Interval>) {
        let list = of.as_ptr();
        if let Some(known) = self.means.get(&list) {
            return known.clone();
        }
        let weights = weights::of_rollup(self.run.plan, of);
        let total = self.mean(of.iter().map(|id| PartOf::Objective(*id)).zip(weights).collect());
        let spread = if self.with_spreads { self.spread_of(&total) } else { None };
        let new = (Arc::new(total), spread);
        self.means.insert(list, new.clone());
        new
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
    fn mean(&self, parts: Vec<(PartOf, Exact)>) -> Total {
        let mut whole = Exact::zero();
        let mut available = Exact::zero();
        let mut scored = Vec::with_capacity(parts.len());
        let mut covered = Exact::zero();
        let mut listed = Vec::with_capacity(parts.len());
        for (of, weight) in parts {
            let (performance, coverage) = self.part(of);
            whole = &whole + &weight;
            if let Some(performance) = performance {
                available = &available + &weight;
                scored.push(&weight * performance);
                covered = &covered + &(&weight * &coverage);
            }
            listed.push((Part { of, weight, share: None }, performance.is_some()));
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
        let how = calculation::of_kpi(self.run.frame(), kpi);
        let Some(value) = value.filter(|_| how.target.is_some() && !how.not_due) else {
            return Some(Interval::point(performance));
        };
        let ends = [value.low, value.high].into_iter().filter_map(|end| {
            how.score(self.run.plan, kpi, &Value::Amount(end)).ok().map(|outcome| outcome.score)
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

fn of_siblings(plan: &Plan, ids: &[ObjectiveId]) -> Vec<(PartOf, Exact)> {
    ids.iter().map(|id| (PartOf::Objective(*id), weight(plan, id))).collect()
}

/// All objectives, each after everything it rests on. `types` has excluded cycles. A list that rollups share is gone
/// through once.
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
    let mut followed: FxHashMap<ListId, usize> = FxHashMap::default();
    for start in plan.objective_ids() {
        if !enter(start) {
            continue;
        }
        // An objective, and how many of its lists are gone through.
        let mut stack = vec![(start, 0usize)];
        while let Some((id, through)) = stack.last_mut() {
            let Some(list) = rests_on(plan, *id, *through) else {
                order.push(*id);
                stack.pop();
                continue;
            };
            let at = followed.entry(list.as_ptr()).or_default();
            match list.get(*at) {
                Some(next) => {
                    *at = at.saturating_add(1);
                    if enter(*next) {
                        stack.push((*next, 0));
                    }
                }
                None => *through = through.saturating_add(1),
            }
        }
    }
    order
}

/// The lists that an objective's performance rests on: its children, or, for one with KPIs, what these are the mean of.
fn rests_on(plan: &Plan, id: ObjectiveId, at: usize) -> Option<&[ObjectiveId]> {
    let objective = plan.objective(id);
    if objective.kpis.is_empty() {
        return (at == 0).then_some(objective.children.as_slice());
    }
    match &plan.kpi(*objective.kpis.get(at)?).algorithm {
        Algorithm::Rollup(of) => Some(of),
        _ => Some(&[]),
    }
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
    let mut lists = Lists::of(plan);
    let mut points = vec![Exact::zero(); plan.objectives.len()];
    spread(plan, &Exact::hundred(), &plan.roots, &mut points);
    for id in order.iter().rev() {
        let own = points.get(id.index()).cloned().unwrap_or_else(Exact::zero) + lists.worth(*id);
        let objective = plan.objective(*id);
        if objective.kpis.is_empty() {
            spread(plan, &own, &objective.children, &mut points);
            continue;
        }
        let weight = |kpi: &KpiId| weights::entered(plan.kpi(*kpi).weight.as_ref());
        let sum: Exact = objective.kpis.iter().map(weight).sum();
        for kpi in &objective.kpis {
            let Some(worth) = Exact::ratio(&(&own * &weight(kpi)), &sum) else { continue };
            if let Algorithm::Rollup(of) = &plan.kpi(*kpi).algorithm {
                lists.add(of, &worth);
            }
            if let Some(share) = shares.get_mut(kpi.index()) {
                *share = Some(worth);
            }
        }
    }
    shares
}

/// The points that flow to the lists of rollups: what many give to one list is summed up before it is spread.
struct Lists {
    /// By list: the points so far, and the sum of the weights of its objectives.
    points: FxHashMap<ListId, (Exact, Exact)>,
    /// By objective: the lists that it is in, and what it weighs there.
    of_objectives: FxHashMap<ObjectiveId, Vec<(ListId, Exact)>>,
}

impl Lists {
    fn of(plan: &Plan) -> Lists {
        let mut lists = Lists { points: FxHashMap::default(), of_objectives: FxHashMap::default() };
        for kpi in &plan.kpis {
            let Algorithm::Rollup(of) = &kpi.algorithm else { continue };
            let list = of.as_ptr();
            if lists.points.contains_key(&list) {
                continue;
            }
            let weights = weights::of_rollup(plan, of);
            lists.points.insert(list, (Exact::zero(), weights.iter().cloned().sum()));
            for (id, weight) in of.iter().zip(weights) {
                lists.of_objectives.entry(*id).or_default().push((list, weight));
            }
        }
        lists
    }

    fn add(&mut self, of: &Arc<[ObjectiveId]>, worth: &Exact) {
        if let Some((points, _)) = self.points.get_mut(&of.as_ptr()) {
            *points = &*points + worth;
        }
    }

    /// What an objective gets from all of its lists, when all is known that flows to them.
    fn worth(&self, id: ObjectiveId) -> Exact {
        let lists = self.of_objectives.get(&id).map(Vec::as_slice).unwrap_or_default();
        let worth = |(list, weight): &(ListId, Exact)| {
            let (points, sum) = self.points.get(list)?;
            Exact::ratio(&(points * weight), sum)
        };
        lists.iter().filter_map(worth).sum()
    }
}

/// What an objective weighs among others.
fn weight(plan: &Plan, id: &ObjectiveId) -> Exact {
    weights::entered(plan.objective(*id).weight.as_ref())
}

/// Adds an amount of points to objectives by their weights.
fn spread(plan: &Plan, amount: &Exact, ids: &[ObjectiveId], points: &mut [Exact]) {
    let sum: Exact = ids.iter().map(|id| weight(plan, id)).sum();
    for id in ids {
        let Some(worth) = Exact::ratio(&(amount * &weight(plan, id)), &sum) else { continue };
        if let Some(slot) = points.get_mut(id.index()) {
            *slot = &*slot + &worth;
        }
    }
}
