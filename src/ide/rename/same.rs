//! Whether two plans, and what their actuals give, are the same up to names and places.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::Computed;
use crate::eval::result::Evaluation;
use crate::plan::{Details, Plan};
use crate::source::Span;
use crate::syntax::keyword::Keyword;

/// Of plans with errors there is none, and nothing to compare.
pub fn plans(before: Option<&Plan>, after: Option<&Plan>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => nameless(before) == nameless(after),
        (None, None) => true,
        _ => false,
    }
}

/// A plan without the names that can be renamed, and without places.
fn nameless(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let nowhere = Span::new(plan.span.file, 0, 0);
    plan.span = nowhere;
    let mut entries = FxHashMap::default();
    strip(&mut plan.details, &mut entries);
    for objective in &mut plan.objectives {
        objective.code.clear();
        objective.span = nowhere;
        objective.weight.iter_mut().for_each(|weight| weight.span = nowhere);
        strip(&mut objective.details, &mut entries);
    }
    for kpi in &mut plan.kpis {
        kpi.ident.iter_mut().for_each(String::clear);
        kpi.code.iter_mut().for_each(String::clear);
        kpi.key.clear();
        kpi.span = nowhere;
        kpi.weight.iter_mut().for_each(|weight| weight.span = nowhere);
        kpi.targets.iter_mut().for_each(|target| target.span = nowhere);
        kpi.baselines.iter_mut().for_each(|baseline| baseline.span = nowhere);
        strip(&mut kpi.details, &mut entries);
    }
    for measure in &mut plan.measures {
        measure.key.clear();
        measure.span = nowhere;
        strip(&mut measure.details, &mut entries);
    }
    for bands in &mut plan.bands {
        bands.ident.clear();
        bands.rows.iter_mut().for_each(|row| row.span = nowhere);
    }
    for structure in &mut plan.structures {
        structure.ident.clear();
        structure.parent.iter_mut().for_each(String::clear);
    }
    plan.overrides.values_mut().for_each(|found| found.span = nowhere);
    plan
}

/// A structure without title is shown by its identifier.
fn strip(details: &mut Details, entries: &mut FxHashMap<*const Details, Arc<Details>>) {
    let who =
        |keyword: Keyword| matches!(keyword, Keyword::Assigned | Keyword::Responsible | Keyword::Office);
    details.entries.retain(|(keyword, _)| !who(*keyword));
    details.named.clear();
    if let Some(common) = &mut details.common {
        let stripped = entries.entry(Arc::as_ptr(common)).or_insert_with(|| {
            let mut own = Details::clone(common);
            strip(&mut own, &mut FxHashMap::default());
            Arc::new(own)
        });
        *common = Arc::clone(stripped);
    }
}

/// The same facts of the same subjects, and the same performances.
pub fn results(before: &Computed, after: &Computed) -> bool {
    let facts = |run: &Computed| -> Vec<_> {
        let list = run.facts.list.iter();
        list.map(|fact| (fact.subject, fact.period, fact.value.clone(), fact.outcome.clone(), fact.row))
            .collect()
    };
    let declared = |run: &Computed| -> Vec<_> {
        let list = run.facts.declared.iter();
        list.map(|(of, said)| (*of, said.period, said.state, said.progress, said.row)).collect()
    };
    let evaluations = match (&before.evaluation, &after.evaluation) {
        (Some(before), Some(after)) => evaluations(before, after),
        (None, None) => true,
        _ => false,
    };
    evaluations && facts(before) == facts(after) && declared(before) == declared(after)
}

fn evaluations(before: &Evaluation, after: &Evaluation) -> bool {
    let kpis = |result: &Evaluation| -> Vec<_> {
        let list = result.kpis.iter();
        list.map(|kpi| {
            let own = (kpi.state, kpi.performance.clone(), kpi.share.clone(), kpi.plan_share.clone());
            (own, kpi.coverage.clone(), kpi.target.clone(), kpi.outcome.clone())
        })
        .collect()
    };
    let objectives = |result: &Evaluation| -> Vec<_> {
        result.objectives.iter().map(|objective| (objective.total.clone(), objective.declared)).collect()
    };
    (before.period, before.provisional) == (after.period, after.provisional)
        && before.plan == after.plan
        && objectives(before) == objectives(after)
        && kpis(before) == kpis(after)
}
