//! Actuals (consuntivi): tables read into typed facts, every one with its cell (`language.md` §8).
//!
//! `sheets` makes tables of a workbook's sheets, `table` cuts a file into cells, `columns` understands its header, `keys` finds what a row is about, `cell` and
//! `words` what its cells say, `bind` makes facts of that and `merge` puts the facts of several files together.

mod bind;
mod cell;
mod cell_faults;
mod columns;
mod faults;
mod form;
mod guard;
mod header_faults;
mod keys;
mod locate;
mod merge;
mod periods;
mod place;
mod read;
mod reports;
mod sheet_faults;
mod sheets;
mod state_faults;
mod suggest;
mod table;
mod unread;
mod words;

use std::sync::Arc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::plan::{KpiId, MeasureId, ObjectiveId};
use crate::source::Span;
use crate::syntax::tree::LiteralValue;
use crate::value::{Mark, Period};

pub use cell::{Content, Misfit, Unreadable, fit as fit_value, percentages, read as read_cell};
pub use columns::{Name as ColumnName, Separator};
pub use form::LIST as FORM_LIST;
pub use guard::{guarded, unguarded};
pub use keys::{Found, Key, KeyIndex, Keyed, Unknown, operand_number};
pub use locate::{KeyText, key_texts};
pub use place::{Holds, TablePlace, place};
pub use read::{add as add_table, read};
pub use sheets::is_failed;
pub use table::{as_cell, decode};
pub use words::{OUTCOMES, STATES, outcome as outcome_of, state as state_of};

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A measure or a KPI's operand.
    Measure(MeasureId),
    /// A KPI's own value.
    Kpi(KpiId),
}

/// Names one of [`Facts::list`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FactId(pub u32);

/// One value for one subject and period, with its cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Whose value.
    pub subject: Subject,
    /// For which period.
    pub period: Period,
    /// Of the subject's type where that is known: a bare number has already taken the unit, never the `%`.
    pub value: FactValue,
    /// `esito`, as written.
    pub outcome: Option<Arc<str>>,
    /// The value's cell.
    pub cell: Span,
    /// Row in the file, from 1.
    pub row: u32,
}

impl Fact {
    /// Whether its cell has a value.
    pub fn is_given(&self) -> bool {
        matches!(self.value, FactValue::Given(_))
    }
}

/// What the cell of a value says.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// A value; a [`LiteralValue::Number`] carries no unit here. Never [`LiteralValue::NotAvailable`].
    Given(LiteralValue),
    /// `N.V.`, `n.d.`, or an `esito` that says so: in the words of the file.
    Unavailable(Box<str>),
    /// Validated with an empty value: scores 0 (`language.md` §5).
    Empty,
}

/// A state declared by the office (`language.md` §7). It never scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// For which period.
    pub period: Period,
    /// The declared state.
    pub state: MonitoringState,
    /// `avanzamento`, in points.
    pub progress: Option<Decimal>,
    /// `motivo`
    pub reason: Option<Box<str>>,
    /// The state's cell.
    pub cell: Span,
    /// Row in the file, from 1.
    pub row: u32,
}

/// Where a KPI or objective stands during the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MonitoringState {
    /// `raggiunto`
    Reached,
    /// `in linea`
    OnTrack,
    /// `in ritardo`
    Late,
    /// `non dovuto`
    NotDue,
    /// `non disponibile`
    Unavailable,
}

impl MonitoringState {
    /// As the language writes it.
    pub fn italian(self) -> &'static str {
        match self {
            MonitoringState::Reached => "raggiunto",
            MonitoringState::OnTrack => "in linea",
            MonitoringState::Late => "in ritardo",
            MonitoringState::NotDue => "non dovuto",
            MonitoringState::Unavailable => "non disponibile",
        }
    }
}

/// Who declared a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeclaredFor {
    /// An area, objective or action.
    Objective(ObjectiveId),
    /// A KPI.
    Kpi(KpiId),
}

/// What an office writes beside a value: it changes no number, and its readers want it beside the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// For which period.
    pub period: Period,
    /// From which column.
    pub kind: RemarkKind,
    /// The text.
    pub text: Box<str>,
    /// Its cell.
    pub cell: Span,
}

/// Which column a remark stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkKind {
    /// `nota`
    Note,
    /// `evidenza`: what proves the value.
    Evidence,
}

/// All facts of a run.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// In the order of the files.
    pub list: Vec<Fact>,
    /// By subject and period.
    pub by_key: FxHashMap<(Subject, Period), FactId>,
    /// Declared states, in the order of the files.
    pub declared: Vec<(DeclaredFor, Declared)>,
    /// Remarks, in the order of the files; what two files say differently is both there.
    pub remarks: FxHashMap<Key, Vec<Remark>>,
}

impl Facts {
    /// The fact of exactly this subject and period.
    pub fn get(&self, subject: Subject, period: Period) -> Option<(FactId, &Fact)> {
        let id = *self.by_key.get(&(subject, period))?;
        Some((id, self.list.get(id.0 as usize)?))
    }

    /// The remarks on what a key names, of all periods.
    pub fn remarks_on(&self, key: Key) -> &[Remark] {
        self.remarks.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The fact of an id of this list.
    pub fn fact(&self, id: FactId) -> Option<&Fact> {
        self.list.get(id.0 as usize)
    }
}

/// A table, or a workbook of tables, as it was read from disk.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as the user gave it.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The decimal mark of this file, where that is said of it alone.
    pub decimal: Option<Mark>,
    /// What it says holds, whatever the tables after it say of the same.
    pub prevails: bool,
    /// Of a part of another file, the lines that stand before it there.
    pub lines_before: u32,
}
