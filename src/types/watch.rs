//! A look at every KPI while it is there: in a plan of a hundred thousand each is forgotten when it is checked.

use chrono::NaiveDate;

use super::Context;
use crate::plan::{BandsId, Basis, Kpi, Measure, MeasureId, Plan};
use crate::resolve::KpiDecl;

/// Somebody who looks at every KPI without fault, on all cores.
pub trait Watch: Sync {
    /// What remains of some KPIs in a row.
    type Kept: Default + Send;
    /// Looks at one.
    fn kpi(&self, seen: &Seen<'_, '_, '_>, kept: &mut Self::Kept);
}

/// A KPI as the watcher sees it.
#[derive(Clone, Copy)]
pub struct Seen<'s, 'o, 't> {
    /// Its place in the outline.
    pub index: usize,
    /// As it is written.
    pub declared: &'s KpiDecl<'t>,
    /// As it is typed.
    pub kpi: &'s Kpi,
    pub(super) context: &'s Context<'s, 'o, 't>,
}

impl Seen<'_, '_, '_> {
    /// An operand of the KPI.
    pub fn measure(&self, id: MeasureId) -> Option<&Measure> {
        self.context.measure(id)
    }

    /// Whether a measure is declared by a `misura`; its id is its place in the outline then.
    pub fn is_shared(&self, id: MeasureId) -> bool {
        id.index() < self.context.common.measures.len()
    }

    /// Whether some bands score values, not what was reached of a target.
    pub fn bands_are_on_values(&self, id: BandsId) -> bool {
        self.context.bands(id).is_some_and(|bands| bands.basis == Basis::Value)
    }

    /// The years of the plan, the one of a target without year first; `None` where they are not known.
    pub fn years(&self) -> Option<Years> {
        self.context.header.known_years()
    }

    /// When the plan was approved, if it says so.
    pub fn approved(&self) -> Option<NaiveDate> {
        self.context.header.approved
    }
}

/// What checking an outline gives.
#[derive(Debug)]
pub struct Typed<K> {
    /// The plan, if there was no error and it was wanted.
    pub plan: Option<Plan>,
    /// What the watcher kept, in the order of the KPIs.
    pub kept: Vec<K>,
}

/// The years of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first of `anni`.
    pub first: i32,
    /// The last of `anni`.
    pub last: i32,
    /// `esercizio`: the year of a target without year.
    pub exercise: i32,
}
