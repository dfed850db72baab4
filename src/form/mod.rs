//! Collection forms: what the offices must report for a period, as data of the plan and as a workbook to be filled in.
//!
//! `due` says what is asked for which period, `offices` of whom, `questions` puts both together, and `write` makes a
//! workbook of it whose tables are actuals (`chiave;periodo;valore;…`), so that a filled form needs no translation.

mod due;
mod offices;
mod questions;
mod write;

use crate::plan::{KpiId, Plan};
use crate::value::{Comparator, Period, Type, Value};

pub use questions::ask;
pub use write::{Unwritten, printed, write};

/// All that is asked for one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// What the values are of.
    pub period: Period,
    /// Who has something to report, declared structures first and who is unknown last.
    pub offices: Vec<Office>,
    /// Indicators that nobody is asked about, in the plan's order. Rollups are computed and not among them.
    pub left_out: Vec<Unasked>,
}

/// An indicator that is not asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Unasked {
    /// Which.
    pub kpi: KpiId,
    /// Why.
    pub why: LeftOut,
    /// Who would be asked; without questions.
    pub office: Office,
    /// What is known of it already, and for which period it was reported.
    pub known: Option<(Period, Value, Type)>,
}

impl Form {
    /// Leaves what concerns the office that `wanted` names (by identifier or title, case aside), and those within it.
    pub fn only(&mut self, plan: &Plan, wanted: &str) {
        self.offices.retain(|office| offices::is_office(plan, office, wanted));
        self.left_out.retain(|unasked| offices::is_office(plan, &unasked.office, wanted));
    }
}

/// One who reports, with what is asked of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    /// The structure's title, else its identifier, or the quoted text; `None` where the plan names nobody.
    pub name: Option<String>,
    /// The identifier of a declared structure.
    pub ident: Option<String>,
    /// In the plan's order.
    pub questions: Vec<Question>,
}

/// A value to report.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What actuals call it: of a measure, an operand or a KPI.
    pub key: String,
    /// The period of the value: the form's, a part of it, or the same a year or more before.
    pub period: Period,
    /// What to report.
    pub title: String,
    /// The code of the objective of the first indicator that needs it.
    pub code: String,
    /// The title of that objective; may be empty.
    pub objective: String,
    /// The indicators that need it.
    pub serves: Vec<Served>,
    /// Its type; `None` where only the cells will tell.
    pub kind: Option<Type>,
    /// What it counts.
    pub unit: Option<String>,
    /// `fonte`
    pub source: Option<String>,
    /// Its value a year before, with the type it has there.
    pub year_before: Option<(Value, Type)>,
    /// What the actuals already say.
    pub known: Option<(Value, Type)>,
    /// Other offices whose indicators rest on it.
    pub also_for: Vec<String>,
}

/// An indicator that needs a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// As an officer knows it.
    pub name: String,
    /// What it is held against: of which period, how, and the value.
    pub target: Option<(Period, Comparator, Value)>,
    /// The type of the target.
    pub kind: Type,
    /// The counting unit of the target.
    pub unit: Option<String>,
}

/// Why an indicator is not asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// No target for the year, or `n.d.`.
    NoTarget,
    /// Its date is after the period, or it is a sì/no of the year's end.
    NotDue,
    /// Its `frequenza` has no value at the end of the period.
    OtherFrequency,
    /// What has been reported for an earlier part of the year still holds.
    Known,
}
