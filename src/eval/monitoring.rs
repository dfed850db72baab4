//! Declared states beside computed ones (`language.md` §7). They never score; a contradiction is a warning.

use super::result::{Evaluation, KpiResult, Monitoring, ScoredBy, State};
use super::{Run, faults};
use crate::actuals::{DeclaredFor, MonitoringState};
use crate::diagnostics::Diagnostic;
use crate::plan::{KpiId, Level, ObjectiveId, same_end};

/// Adds the states declared for the evaluated period, and reports those that the KPIs contradict.
pub(super) fn add(run: Run<'_>, evaluation: &mut Evaluation, faults: &mut Vec<Diagnostic>) {
    for (index, (of, declared)) in run.facts.declared.iter().enumerate() {
        if declared.period != run.period && !same_end(declared.period, run.period) {
            continue;
        }
        match of {
            DeclaredFor::Kpi(id) => {
                let Some(result) = evaluation.kpis.get_mut(id.index()) else { continue };
                let state = result.monitoring.as_ref().and_then(|monitoring| monitoring.state);
                result.monitoring = Some(Monitoring { state, declared: Some(index) });
            }
            DeclaredFor::Objective(id) => {
                if let Some(result) = evaluation.objectives.get_mut(id.index()) {
                    result.declared = Some(index);
                }
            }
        }
    }
    for (index, (of, declared)) in run.facts.declared.iter().enumerate() {
        match of {
            DeclaredFor::Kpi(id) => {
                let Some(result) = evaluation.kpis.get(id.index()) else { continue };
                let here =
                    result.monitoring.as_ref().and_then(|monitoring| monitoring.declared) == Some(index);
                if let (true, Some(state)) = (here, shown(result))
                    && contradicts(declared.state, state)
                {
                    faults.push(faults::state_contradicted(run, *of, declared, &[(*id, state)]));
                }
            }
            DeclaredFor::Objective(id) => {
                if evaluation.objectives.get(id.index()).and_then(|result| result.declared) != Some(index) {
                    continue;
                }
                // A declared exception explains a late KPI.
                let excused = declared.reason.is_some() && declared.state == MonitoringState::OnTrack;
                let against: Vec<(KpiId, MonitoringState)> = own_kpis(run, *id)
                    .into_iter()
                    .filter_map(|kpi| Some((kpi, effective(run, evaluation, kpi)?)))
                    .filter(|(_, state)| objective_contradicted(declared.state, *state) && !excused)
                    .collect();
                if !against.is_empty() {
                    faults.push(faults::state_contradicted(run, *of, declared, &against));
                }
            }
        }
    }
}

/// The KPIs of an objective and of the actions below it.
fn own_kpis(run: Run<'_>, id: ObjectiveId) -> Vec<KpiId> {
    let mut open = vec![id];
    let mut kpis = Vec::new();
    while let Some(next) = open.pop() {
        let objective = run.plan.objective(next);
        kpis.extend(&objective.kpis);
        let actions =
            objective.children.iter().filter(|child| run.plan.objective(**child).level == Level::Action);
        open.extend(actions);
    }
    kpis.sort();
    kpis
}

/// What a KPI's numbers show: its state during the year, at its end whether the target is met.
fn shown(result: &KpiResult) -> Option<MonitoringState> {
    let computed = result.monitoring.as_ref().and_then(|monitoring| monitoring.state);
    let of_year = || {
        let scored = result.scoring.as_ref().filter(|_| result.state == State::Scored)?;
        let met = matches!(scored.by, ScoredBy::Met | ScoredBy::MetForYear | ScoredBy::MetWithin(_));
        result.target.as_ref()?;
        Some(if met { MonitoringState::Reached } else { MonitoringState::Late })
    };
    let known = computed.or_else(of_year);
    known.filter(|state| !matches!(state, MonitoringState::Unavailable | MonitoringState::NotDue))
}

/// What a KPI's numbers show, else what was declared for it.
fn effective(run: Run<'_>, evaluation: &Evaluation, id: KpiId) -> Option<MonitoringState> {
    let result = evaluation.kpis.get(id.index())?;
    shown(result).or_else(|| {
        let declared = result.monitoring.as_ref()?.declared?;
        Some(run.facts.declared.get(declared)?.1.state)
    })
}

/// Whether a KPI's numbers contradict what was declared for it.
fn contradicts(declared: MonitoringState, state: MonitoringState) -> bool {
    use MonitoringState::{Late, OnTrack, Reached};
    match declared {
        Reached => matches!(state, OnTrack | Late),
        OnTrack => state == Late,
        Late => matches!(state, Reached | OnTrack),
        MonitoringState::NotDue | MonitoringState::Unavailable => false,
    }
}

/// Whether one KPI contradicts what was declared for its objective.
fn objective_contradicted(declared: MonitoringState, state: MonitoringState) -> bool {
    use MonitoringState::{Late, OnTrack, Reached};
    match declared {
        Reached => matches!(state, OnTrack | Late),
        OnTrack => state == Late,
        Late | MonitoringState::NotDue | MonitoringState::Unavailable => false,
    }
}
