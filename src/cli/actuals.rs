//! What `eval` and `why` have in common: a plan evaluated with the actuals of the command line, or its diagnostics.

use std::io;
use std::path::PathBuf;

use clap::ArgMatches;

use super::check::exit_of;
use super::inputs::Inputs;
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::analysis::{self, Checked, Computed, EvalOptions, Evaluated};
use crate::diagnostics::render::json::{self, Document};
use crate::diagnostics::render::terminal::Terminal;
use crate::diagnostics::{Code, Diagnostic, Severity, any_error, say};
use crate::output::View;
use crate::plan::Plan;
use crate::source::Sources;
use crate::value::{Mark, Period};

/// What to say of warnings beside a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remarks {
    /// All of them.
    Shown,
    /// How many there are: they are of the whole plan, and one number was asked for.
    Counted,
}

/// What a result is shown as.
pub(super) enum Shown {
    /// For people.
    Text(String),
    /// For programs, by the rules of its format.
    Document(String),
}

impl Shown {
    fn put(self, outside: &mut Outside<'_>) -> io::Result<()> {
        match self {
            Shown::Text(text) => outside.print(&text),
            Shown::Document(text) => outside.document(text.as_bytes()),
        }
    }
}

/// Evaluates, and has `show` make the text of the result. Without a result the diagnostics are all there is. In JSON
/// they are in the document; otherwise they go beside the result.
pub(super) fn evaluate(
    matches: &ArgMatches,
    inputs: &Inputs,
    outside: &mut Outside<'_>,
    remarks: Remarks,
    show: impl FnOnce(&View<'_>, &mut Outside<'_>) -> Result<Shown, Refusal>,
) -> Result<Exit, Refusal> {
    let evaluated = read(matches, inputs)?;
    tell(&evaluated, matches, outside, remarks, show)
}

/// [`evaluate`], with what to make of a plan for which no actuals are named, if it has no errors.
pub(super) fn evaluate_or(
    matches: &ArgMatches,
    inputs: &Inputs,
    outside: &mut Outside<'_>,
    without: impl FnOnce(&Plan, &mut Outside<'_>) -> Result<Shown, Refusal>,
    show: impl FnOnce(&View<'_>, &mut Outside<'_>) -> Result<Shown, Refusal>,
) -> Result<Exit, Refusal> {
    let evaluated = read(matches, inputs)?;
    let Evaluated { plan, computed } = &evaluated;
    match plan {
        Some(plan) if computed.tables.is_empty() && !any_error(&computed.diagnostics) => {
            without(plan, outside)?.put(outside)?;
            Ok(exit_of(&computed.diagnostics))
        }
        _ => tell(&evaluated, matches, outside, Remarks::Shown, show),
    }
}

/// What is to be shown of a plan alone, if it has no errors.
pub(super) fn of_plan(
    matches: &ArgMatches,
    inputs: &Inputs,
    outside: &mut Outside<'_>,
    show: impl FnOnce(&Plan, &Sources, &mut Outside<'_>) -> Result<Shown, Refusal>,
) -> Result<Exit, Refusal> {
    let path = matches.get_one::<PathBuf>("plan").cloned().unwrap_or_default();
    let Checked { sources, plan, diagnostics, allowed, .. } = analysis::check(inputs, &path);
    match plan {
        Some(plan) if !any_error(&diagnostics) => {
            show(&plan, &sources, outside)?.put(outside)?;
            Ok(exit_of(&diagnostics))
        }
        plan => {
            let computed = Computed { sources, diagnostics, allowed, ..Computed::default() };
            let evaluated = Evaluated { plan, computed };
            tell(&evaluated, matches, outside, Remarks::Shown, |_, _| Ok(Shown::Text(String::new())))
        }
    }
}

fn tell(
    evaluated: &Evaluated,
    matches: &ArgMatches,
    outside: &mut Outside<'_>,
    remarks: Remarks,
    show: impl FnOnce(&View<'_>, &mut Outside<'_>) -> Result<Shown, Refusal>,
) -> Result<Exit, Refusal> {
    let as_json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let Evaluated { plan, computed } = evaluated;
    let Computed { sources, facts, evaluation, diagnostics, allowed, .. } = computed;
    // What the plan could say better is for who writes it: `piaoc check` has it.
    let (beside, of_plan): (Vec<Diagnostic>, Vec<Diagnostic>) =
        diagnostics.iter().cloned().partition(bears_on_results);
    let of_plan = of_plan.iter().filter(|found| found.severity != Severity::Hint).count();
    let count = beside.len().saturating_add(of_plan);
    if as_json {
        // They are in the document.
    } else if remarks == Remarks::Counted && evaluation.is_some() {
        let text = match count {
            1 => say!(
                "(un avviso sul piano o sui dati: lo mostrano `piaoc check` e `piaoc eval`)\n",
                "(one warning on the plan or the data: `piaoc check` and `piaoc eval` show it)\n"
            ),
            _ => say!(
                "({count} avvisi sul piano e sui dati: li mostrano `piaoc check` e `piaoc eval`)\n",
                "({count} warnings on the plan and the data: `piaoc check` and `piaoc eval` show them)\n"
            ),
        };
        if count > 0 {
            outside.remark(text.get(outside.lang))?;
        }
    } else {
        if !beside.is_empty() {
            let mut terminal = Terminal::new(outside.err_diagnostics());
            let text = terminal.render(sources, &beside);
            outside.remark(&text)?;
            outside.remark(&terminal.summary())?;
        }
        if of_plan > 0 {
            let text = match of_plan {
                1 => say!(
                    "(un avviso sul piano: lo mostra `piaoc check`)\n",
                    "(one warning on the plan: `piaoc check` shows it)\n"
                ),
                _ => say!(
                    "({of_plan} avvisi sul piano: li mostra `piaoc check`)\n",
                    "({of_plan} warnings on the plan: `piaoc check` shows them)\n"
                ),
            };
            outside.remark(text.get(outside.lang))?;
        }
    }
    match (plan, evaluation) {
        (Some(plan), Some(evaluation)) if !any_error(diagnostics) => {
            let view = View { plan, facts, evaluation, sources, diagnostics, allowed, lang: outside.lang };
            show(&view, outside)?.put(outside)?;
            // A warning that the house denies does not take the result away, but it is not passed over either.
            Ok(exit_of(diagnostics))
        }
        (Some(_), None) if !any_error(diagnostics) => Err(Refusal::with_next(
            say!(
                "non so con quali dati valutare il piano",
                "I do not know with what data to evaluate the plan"
            ),
            say!(
                "aggiungi `--actuals FILE`, oppure scrivi accanto al piano un file `piaoc.toml` con `[eval]` e `actuals = [\"FILE\"]`",
                "add `--actuals FILE`, or write a file `piaoc.toml` beside the plan with `[eval]` and `actuals = [\"FILE\"]`"
            ),
        )),
        _ => {
            if as_json {
                let diagnostics = json::diagnostics(sources, diagnostics, outside.lang);
                let document = Document { diagnostics, allowed: None };
                outside.document(document.text().as_bytes())?;
            }
            // Without a result something is wrong, whatever the diagnostics say.
            Ok(if exit_of(diagnostics) == Exit::CouldNotRun { Exit::CouldNotRun } else { Exit::Errors })
        }
    }
}

/// Whether a result is not to be read without it: faults, what the house denies, weights that are not all there, and
/// what the actuals show.
pub(super) fn bears_on_results(found: &Diagnostic) -> bool {
    !found.code.is_lint() || found.severity == Severity::Error || found.code == Code::WeightsIncomplete
}

fn read(matches: &ArgMatches, inputs: &Inputs) -> Result<Evaluated, Refusal> {
    let plan = matches.get_one::<PathBuf>("plan").cloned().unwrap_or_default();
    let actuals: Vec<PathBuf> =
        matches.get_many::<PathBuf>("actuals").into_iter().flatten().cloned().collect();
    let period = match matches.get_one::<String>("period") {
        Some(text) => Some(period(text)?),
        None => None,
    };
    let decimal = decimal(matches);
    let options = EvalOptions { period, decimal, first_prevails: false };
    if matches.try_get_one::<bool>("no-actuals").ok().flatten() == Some(&true) {
        let Checked { sources, plan, diagnostics, allowed, .. } = analysis::check(inputs, &plan);
        let computed = Computed { sources, diagnostics, allowed, ..Computed::default() };
        return Ok(Evaluated { plan, computed });
    }
    Ok(analysis::evaluate(inputs, &plan, &actuals, options))
}

/// `--decimal`
pub(super) fn decimal(matches: &ArgMatches) -> Option<Mark> {
    matches.get_one::<String>("decimal").map(|decimal| match decimal.as_str() {
        "point" | "punto" => Mark::Point,
        _ => Mark::Comma,
    })
}

/// A period of the command line.
pub(super) fn period(text: &str) -> Result<Period, Refusal> {
    Period::parse(text).ok_or_else(|| {
        Refusal::with_next(
            say!("`{text}` non è un periodo", "`{text}` is not a period"),
            say!(
                "un periodo è 2025, 2025-S1 (semestre), 2025-T2 (trimestre) o 2025-06 (mese)",
                "a period is 2025, 2025-S1 (half-year), 2025-T2 (quarter) or 2025-06 (month)"
            ),
        )
    })
}
