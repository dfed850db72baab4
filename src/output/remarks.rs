//! What offices write beside their values (`nota`, `evidenza`): of an indicator what stands beside its own value and
//! beside those that it is computed from.

use rustc_hash::FxHashSet;

use super::{View, words};
use crate::actuals::{FactId, Key, Remark, RemarkKind, Subject};
use crate::diagnostics::{Text, say};
use crate::eval::result::{Derived, How};
use crate::plan::{KpiId, ObjectiveId};
use crate::value::Period;

/// A remark, and what it is on.
#[derive(Clone, Copy)]
pub(super) struct On<'a> {
    /// A value or an objective.
    pub of: Key,
    /// The remark.
    pub remark: &'a Remark,
}

/// On an indicator: of the evaluated period and its parts, and beside every cell that its value rests on.
pub(super) fn of_kpi<'a>(view: &View<'a>, id: KpiId) -> Vec<On<'a>> {
    if view.facts.remarks.is_empty() {
        return Vec::new();
    }
    let mut cells = FxHashSet::default();
    if let Some(result) = view.kpi(id) {
        facts(&result.actual, &mut cells);
        cells.extend(result.published.map(|published| published.fact));
    }
    let used: FxHashSet<(Subject, Period)> = cells
        .into_iter()
        .filter_map(|id| view.facts.fact(id))
        .map(|fact| (fact.subject, fact.period))
        .collect();
    let operands = view.plan.kpi(id).operands.iter().copied().map(Subject::Measure);
    let subjects = [Subject::Kpi(id)].into_iter().chain(operands);
    let counts = |subject: Subject, period: Period| is_of(view, period) || used.contains(&(subject, period));
    let mut found = Vec::new();
    for subject in subjects {
        let of = Key::Value(subject);
        let remarks = view.facts.remarks_on(of).iter().filter(|remark| counts(subject, remark.period));
        found.extend(remarks.map(|remark| On { of, remark }));
    }
    found.sort_by_key(|on| on.remark.period);
    found
}

/// On an area, objective or action.
pub(super) fn of_objective<'a>(view: &View<'a>, id: ObjectiveId) -> Vec<On<'a>> {
    let of = Key::Objective(id);
    let remarks = view.facts.remarks_on(of).iter().filter(|remark| is_of(view, remark.period));
    remarks.map(|remark| On { of, remark }).collect()
}

/// Whether a period is of the evaluated one: of its year, and over by its end.
fn is_of(view: &View, period: Period) -> bool {
    let now = view.evaluation.period;
    period.year == now.year && period.last_month() <= now.last_month()
}

/// The cells that a value rests on.
fn facts(of: &Derived, found: &mut FxHashSet<FactId>) {
    if let How::OwnCell(id) | How::Quantity { cell: Some(id), .. } = &of.how {
        found.insert(*id);
    }
    of.how.operands().into_iter().for_each(|part| facts(part, found));
}

impl On<'_> {
    /// `nota del consuntivo 2025-S1: in attesa della gara`
    pub(super) fn sentence(&self, view: &View) -> Text {
        let Remark { period, kind, text, .. } = self.remark;
        let of = match self.of {
            Key::Value(subject @ Subject::Measure(_)) => {
                let name = words::subject(view.plan, subject);
                say!(" di «{name}»", " of «{name}»")
            }
            Key::Value(Subject::Kpi(_)) | Key::Objective(_) => say!("", ""),
        };
        let (it, en) = (&of.it, &of.en);
        match kind {
            RemarkKind::Note => {
                say!("nota del consuntivo {period}{it}: {text}", "note on the actual {period}{en}: {text}")
            }
            RemarkKind::Evidence => {
                say!("evidenza {period}{it}: {text}", "evidence {period}{en}: {text}")
            }
        }
    }
}
