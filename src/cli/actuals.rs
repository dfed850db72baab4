//! What `eval` and `why` have in common: a plan evaluated with the actuals of the command line, or its diagnostics.

use std::path::PathBuf;

use clap::ArgMatches;

use super::check::exit_of;
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::analysis::{self, Computed, EvalOptions, Evaluated};
use crate::diagnostics::render::json::{self, Document};
use crate::diagnostics::render::terminal::Terminal;
use crate::diagnostics::{Diagnostic, Severity, any_error, say};
use crate::output::View;
use crate::source::Disk;
use crate::value::{Mark, Period};

/// What to say of warnings beside a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remarks {
    /// All of them.
    Shown,
    /// How many there are: they are of the whole plan, and one number was asked for.
    Counted,
}

/// Evaluates, and has `show` make the text of the result. Without a result the diagnostics are all there is. In JSON
/// they are in the document; otherwise they go beside the result.
pub(super) fn evaluate(
    matches: &ArgMatches,
    outside: &mut Outside<'_>,
    remarks: Remarks,
    show: impl FnOnce(&View<'_>, &Outside<'_>) -> Result<String, Refusal>,
) -> Result<Exit, Refusal> {
    let evaluated = read(matches)?;
    let as_json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let Evaluated { plan, computed } = &evaluated;
    let Computed { sources, facts, evaluation, diagnostics, .. } = computed;
    // Hints are for who writes the plan: `piaoc check` has them.
    let beside: Vec<Diagnostic> =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Hint).cloned().collect();
    if remarks == Remarks::Counted && evaluation.is_some() {
        let count = beside.len();
        let text = say!(
            "({count} avvisi sul piano e sui dati: li mostra `piaoc eval`)\n",
            "({count} warnings on the plan and the data: `piaoc eval` shows them)\n"
        );
        if count > 0 && !as_json {
            outside.err.write_all(text.get(outside.lang).as_bytes())?;
        }
    } else if !as_json && !beside.is_empty() {
        let mut terminal = Terminal::new(outside.err_diagnostics());
        let text = terminal.render(sources, &beside);
        outside.err.write_all(text.as_bytes())?;
        outside.err.write_all(terminal.summary().as_bytes())?;
    }
    match (plan, evaluation) {
        (Some(plan), Some(evaluation)) if !any_error(diagnostics) => {
            let view = View { plan, facts, evaluation, sources, diagnostics, lang: outside.lang };
            let text = show(&view, outside)?;
            outside.out.write_all(text.as_bytes())?;
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
                outside.out.write_all(document.text().as_bytes())?;
            }
            // Without a result something is wrong, whatever the diagnostics say.
            Ok(if exit_of(diagnostics) == Exit::CouldNotRun { Exit::CouldNotRun } else { Exit::Errors })
        }
    }
}

fn read(matches: &ArgMatches) -> Result<Evaluated, Refusal> {
    let plan = matches.get_one::<PathBuf>("plan").cloned().unwrap_or_default();
    let actuals: Vec<PathBuf> =
        matches.get_many::<PathBuf>("actuals").into_iter().flatten().cloned().collect();
    let period = match matches.get_one::<String>("period") {
        Some(text) => Some(period(text)?),
        None => None,
    };
    let decimal = matches.get_one::<String>("decimal").map(|decimal| match decimal.as_str() {
        "point" | "punto" => Mark::Point,
        _ => Mark::Comma,
    });
    Ok(analysis::evaluate(&Disk, &plan, &actuals, EvalOptions { period, decimal }))
}

fn period(text: &str) -> Result<Period, Refusal> {
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
