//! THE entry: runs the stages in their order. The command line, the language server and the tests call this and
//! nothing else, so that they can never disagree.

use std::path::{Path, PathBuf};

use crate::actuals::{self, Facts, Input};
use crate::diagnostics::{self, Diagnostic};
use crate::eval::{self, result::Evaluation};
use crate::plan::Plan;
use crate::resolve;
use crate::source::{Loader, Sources, Span};
use crate::source_faults;
use crate::syntax::tree::Tree;
use crate::types::{self, Exception, Keep};
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
    /// What the plan's `consenti` allow.
    pub exceptions: Vec<Exception>,
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
    run_checks(loader, path, Keep::Plan)
}

/// [`check`] where only the diagnostics are wanted: the same stages, without keeping the plan in memory.
pub fn diagnose(loader: &dyn Loader, path: &Path) -> Checked {
    run_checks(loader, path, Keep::Diagnostics)
}

fn run_checks(loader: &dyn Loader, path: &Path, keep: Keep) -> Checked {
    let mut sources = Sources::new();
    let mut diagnostics = Vec::new();
    let trees = resolve::load(loader, path, &mut sources, &mut diagnostics);
    let readable = trees.last().map(|(file, _)| *file);
    let mut plan = None;
    let mut exceptions = Vec::new();
    if let Some(file) = readable.filter(|_| !files_unreadable(&diagnostics)) {
        let list: Vec<&Tree> = trees.iter().map(|(_, tree)| tree).collect();
        let outline = resolve::resolve(&list, &mut diagnostics);
        exceptions = types::exceptions(&outline);
        plan = types::check(&outline, Span::new(file, 0, 0), keep, &mut diagnostics);
    }
    finish(&mut diagnostics, &exceptions);
    Checked { sources, plan, diagnostics, exceptions }
}

/// Leaves out what the plan allows, and sorts the rest.
fn finish(diagnostics: &mut Vec<Diagnostic>, exceptions: &[Exception]) {
    diagnostics.retain(|diagnostic| !types::allowed(diagnostic, exceptions));
    diagnostics::sort(diagnostics);
}

/// Whether a file of the plan could not be read: then what it declares is not known, and only that is reported.
fn files_unreadable(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.code.name().starts_with("P09"))
}

/// Evaluates the plan at `path` with the actuals of some tables. A plan with errors is refused, not half computed.
pub fn evaluate(loader: &dyn Loader, path: &Path, actuals: &[PathBuf], options: EvalOptions) -> Evaluated {
    let Checked { mut sources, plan, mut diagnostics, exceptions } = check(loader, path);
    let Some(plan) = plan else { return Evaluated { sources, diagnostics, ..Evaluated::default() } };
    let inputs = read_tables(loader, actuals, &mut sources, &mut diagnostics);
    let tables_from = sources.iter().count() as u32;
    let (facts, found) = actuals::read(&plan, &mut sources, inputs, options.decimal);
    diagnostics.extend(found);
    let first_table = sources.iter().nth(tables_from as usize).map(|(file, _)| Span::new(file, 0, 0));
    let mut evaluation = None;
    if !diagnostics::any_error(&diagnostics) {
        let (result, found) = eval::evaluate(&plan, &facts, options.period, first_table.unwrap_or(plan.span));
        evaluation = result;
        diagnostics.extend(found);
    }
    finish(&mut diagnostics, &exceptions);
    Evaluated { sources, plan: Some(plan), facts, evaluation, diagnostics }
}

fn read_tables(
    loader: &dyn Loader,
    paths: &[PathBuf],
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        let shown = path.display().to_string();
        match loader.read(path) {
            Ok(bytes) => inputs.push(Input { path: shown, bytes }),
            Err(fault) => {
                let file = sources.add(shown.clone(), "", b"");
                diagnostics.push(source_faults::missing_file(Span::new(file, 0, 0), &shown, &fault));
            }
        }
    }
    inputs
}
