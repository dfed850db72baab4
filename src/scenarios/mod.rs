//! The tests of a plan, written by those who write the plan: files `.prove` beside it give actuals and say what must
//! come out (`piaoc test`).
//!
//! ```text
//! piano "piano.piao"                         # optional where one plan stands in the folder
//!
//! prova "metà anno, tutto in linea"
//!   consuntivi  "q2.csv"
//!   periodo     2025-T2
//!   dato        A.1/trend_turismo 2025-T2 = 5,1%
//!   attesa      performance A.1.2 = 66,75%
//!   attesa      stato A.1/trend_turismo = in ritardo
//! ```
//!
//! `read` makes [`Scenario`]s out of lines (`line`), `find` knows which plan they are about, `data` makes a table out of
//! their `dato` lines, [`run()`] evaluates each once, `expect` holds the result against what was expected, `coverage`
//! adds up what was reached, [`update`] writes results into the text, and [`report`] tells it all.

mod coverage;
mod data;
mod expect;
mod faults;
mod find;
mod line;
mod read;
pub mod report;
mod run;
pub mod update;

use rust_decimal::Decimal;

use crate::actuals::MonitoringState;
use crate::diagnostics::Code;
use crate::source::{FileId, Span, Spanned};
use crate::value::{LiteralValue, Period};

pub use coverage::{Coverage, of_plans};
pub use expect::{Check, Why};
pub use find::{is_scenario_file, of_plan, scenarios_below};
pub use run::{DataFaults, FileRun, Outcome, PlanRun, Run, ScenarioRun, run};

/// A `prova`, as it is written.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it is called, unique in its file.
    pub title: Spanned<String>,
    /// The CSV files of `consuntivi`.
    pub tables: Vec<Spanned<String>>,
    /// `periodo`
    pub period: Option<Spanned<Period>>,
    /// `dato`, in the order of the file.
    pub data: Vec<Datum>,
    /// `attesa`, in the order of the file.
    pub expected: Vec<Expectation>,
    /// Its first line to the end of its last.
    pub span: Span,
}

/// A `dato`: one actual.
#[derive(Debug, Clone)]
pub struct Datum {
    /// What it is about, as in the actuals.
    pub key: Spanned<String>,
    /// For which period; the scenario's own where none is written.
    pub period: Spanned<Period>,
    /// As the cell of a table would say it.
    pub value: Spanned<String>,
}

/// An `attesa`: something that must come out.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// All that stands after `attesa`.
    pub span: Span,
    /// What must be so.
    pub what: Expected,
}

/// The keys that a text of scenarios names, in its order.
pub fn keys(file: FileId, text: &str) -> Vec<Spanned<String>> {
    let (written, _) = read::read(file, text);
    let mut keys = Vec::new();
    for scenario in written.scenarios {
        keys.extend(scenario.data.into_iter().map(|datum| datum.key));
        keys.extend(scenario.expected.into_iter().filter_map(|expected| match expected.what {
            Expected::Performance(key, _) | Expected::Value(key, _) | Expected::State(key, _) => Some(key),
            Expected::Diagnostic(_) | Expected::NoDiagnostics => None,
        }));
    }
    keys
}

/// What an `attesa` asks for.
#[derive(Debug, Clone)]
pub enum Expected {
    /// `performance A.1 = 66,75%`, in points; `None`: not available.
    Performance(Spanned<String>, Spanned<Option<Decimal>>),
    /// `valore A.1/tempo = 5 giorni`; `None`: not available.
    Value(Spanned<String>, Spanned<Option<LiteralValue>>),
    /// `stato A.1/tempo = in ritardo`
    State(Spanned<String>, Spanned<MonitoringState>),
    /// `diagnostica P0520`
    Diagnostic(Code),
    /// `nessuna diagnostica`: neither errors nor warnings.
    NoDiagnostics,
}
