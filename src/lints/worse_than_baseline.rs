//! Targets strictly worse than what was reached already: in 004 they are 166, so that one summary is said of a plan.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::rules::latest_before;
use crate::plan::{Baseline, Kpi};
use crate::source::Span;
use crate::types::{Exceptions, Seen};
use crate::value::{Comparator, Value};

use super::Scene;

/// A KPI whose target is worse than its baseline.
pub(super) struct Worse {
    /// Its name.
    kpi: Span,
    target: String,
    baseline: String,
}

/// The KPI's target of the `esercizio` against its latest baseline before that year.
pub(super) fn worse(seen: &Seen<'_, '_, '_>) -> Option<Worse> {
    let kpi = seen.kpi;
    let year = seen.years()?.exercise;
    let target = kpi.targets.iter().find(|target| !target.period.is_part() && target.period.year == year)?;
    let (comparator, Value::Amount(wanted)) = target.bound.as_ref()? else { return None };
    let reached = latest(kpi, year)?;
    let is_worse = match comparator {
        Comparator::AtLeast => wanted < reached.value.as_ref()?.amount()?,
        Comparator::AtMost => wanted > reached.value.as_ref()?.amount()?,
        Comparator::Equal => false,
    };
    let show = |value: &Value| value.show(kpi.kind, kpi.unit.as_deref(), 4);
    is_worse.then(|| Worse {
        kpi: kpi.span,
        target: format!("{comparator} {}", show(&Value::Amount(wanted.clone()))),
        baseline: reached.value.as_ref().map(show).unwrap_or_default(),
    })
}

fn latest(kpi: &Kpi, year: i32) -> Option<&Baseline> {
    latest_before(&kpi.baselines, year)
}

pub(super) fn look(
    scene: &Scene<'_, '_>,
    worse: &[Worse],
    exceptions: &Exceptions,
    found: &mut Vec<Diagnostic>,
) {
    let Some(plan) = scene.outline.plan else { return };
    let (allowed, left): (Vec<&Worse>, Vec<&Worse>) =
        worse.iter().partition(|worse| exceptions.allow_at(Code::WorseThanBaseline, worse.kpi));
    // Each by itself, for who wants to see what is allowed.
    found.extend(allowed.into_iter().map(of_one));
    let note = say!(
        "dove è voluto, scrivi sull'indicatore `consenti P0412 \"perché\"`",
        "where that is meant, write on the indicator `consenti P0412 \"why\"`"
    );
    match left.as_slice() {
        [] => {}
        [one] => found.push(of_one(one).note(note)),
        all => found.push(summary(plan.keyword.span, all).note(note)),
    }
}

fn summary(plan: Span, worse: &[&Worse]) -> Diagnostic {
    let count = worse.len();
    let fault = Diagnostic::new(
        Code::WorseThanBaseline,
        plan,
        say!(
            "{count} indicatori hanno un target peggiore del dato storico",
            "{count} indicators have a target worse than their baseline"
        ),
    );
    worse.iter().fold(fault, |fault, Worse { kpi, target, baseline }| {
        fault.also(*kpi, say!("target {target}, storico {baseline}", "target {target}, baseline {baseline}"))
    })
}

fn of_one(Worse { kpi, target, baseline }: &Worse) -> Diagnostic {
    Diagnostic::new(
        Code::WorseThanBaseline,
        *kpi,
        say!(
            "il target {target} è peggiore del dato storico, {baseline}",
            "the target {target} is worse than the baseline, {baseline}"
        ),
    )
}
