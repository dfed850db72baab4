//! Where everything of the plan stands on its sheet: the rows of objectives and KPIs, and the columns.

use super::super::outline;
use super::formula;
use crate::eval::result::PartOf;
use crate::plan::{KpiId, ObjectiveId, Plan};

/// The sheet of the plan.
pub(super) const SHEET: &str = "Piano";
/// The row of the headings, from 0; the plan's own row is the next.
pub(super) const HEADINGS: u32 = 4;
/// The row of the whole plan.
pub(super) const WHOLE: u32 = 5;

/// The columns, from 0.
pub(super) mod at {
    pub const CODE: u16 = 0;
    pub const NAME: u16 = 1;
    pub const LEVEL: u16 = 2;
    pub const WEIGHT: u16 = 3;
    pub const SHARE: u16 = 4;
    pub const COMPARATOR: u16 = 5;
    pub const TARGET: u16 = 6;
    pub const ACTUAL: u16 = 7;
    pub const SCORE: u16 = 8;
    pub const OVERRIDE: u16 = 9;
    pub const PERFORMANCE: u16 = 10;
    pub const COVERAGE: u16 = 11;
    pub const RULE: u16 = 12;
    pub const NOTES: u16 = 13;
    pub const ANNUAL: u16 = 14;
    pub const BASELINE: u16 = 15;
    pub const TOLERANCE: u16 = 16;
    pub const COMPUTED: u16 = 17;
    pub const MEASURED: u16 = 18;
    pub const COUNTS: u16 = 19;
    pub const POINTS: u16 = 20;
    pub const COVERED: u16 = 21;
    pub const LAST: u16 = COVERED;
}

/// The rows of a plan.
pub(super) struct Rows {
    objectives: Vec<u32>,
    kpis: Vec<u32>,
    /// Everything in the order of the sheet, with its depth.
    pub order: Vec<(PartOf, usize)>,
}

impl Rows {
    /// Objectives as the plan is told, each followed by its KPIs.
    pub fn new(plan: &Plan) -> Rows {
        let mut rows = Rows {
            objectives: vec![0; plan.objectives.len()],
            kpis: vec![0; plan.kpis.len()],
            order: Vec::with_capacity(plan.objectives.len().saturating_add(plan.kpis.len())),
        };
        for (id, depth) in outline::walk(plan) {
            let next = rows.next();
            if let Some(slot) = rows.objectives.get_mut(id.index()) {
                *slot = next;
            }
            rows.order.push((PartOf::Objective(id), depth));
            for kpi in &plan.objective(id).kpis {
                let next = rows.next();
                if let Some(slot) = rows.kpis.get_mut(kpi.index()) {
                    *slot = next;
                }
                rows.order.push((PartOf::Kpi(*kpi), depth.saturating_add(1)));
            }
        }
        rows
    }

    fn next(&self) -> u32 {
        WHOLE.saturating_add(1).saturating_add(self.order.len() as u32)
    }

    /// The last row in use.
    pub fn last(&self) -> u32 {
        self.next().saturating_sub(1)
    }

    /// The row of a part.
    pub fn of(&self, part: PartOf) -> u32 {
        let row = match part {
            PartOf::Objective(id) => self.objectives.get(id.index()),
            PartOf::Kpi(id) => self.kpis.get(id.index()),
        };
        row.copied().unwrap_or(WHOLE)
    }

    /// Parts whose rows follow each other, as one run each.
    pub fn runs<'p>(&self, parts: &'p [PartOf]) -> Vec<&'p [PartOf]> {
        parts.chunk_by(|one, next| self.of(*one).saturating_add(1) == self.of(*next)).collect()
    }

    /// The cells of a column in the rows of a run.
    pub fn range(&self, run: &[PartOf], column: u16) -> String {
        let cell = |part: Option<&PartOf>| part.map_or(WHOLE, |part| self.of(*part));
        let (first, last) = (cell(run.first()), cell(run.last()));
        match first == last {
            true => formula::cell(column, first),
            false => format!("{}:{}", formula::cell(column, first), formula::cell(column, last)),
        }
    }
}

/// KPIs as parts.
pub(super) fn kpis(ids: &[KpiId]) -> Vec<PartOf> {
    ids.iter().map(|id| PartOf::Kpi(*id)).collect()
}

/// Objectives as parts.
pub(super) fn objectives(ids: &[ObjectiveId]) -> Vec<PartOf> {
    ids.iter().map(|id| PartOf::Objective(*id)).collect()
}
