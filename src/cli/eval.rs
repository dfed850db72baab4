//! `piaoc eval`: the results of a plan.

use clap::ArgMatches;

use super::actuals::{self, Remarks, Shown};
use super::inputs::Inputs;
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::diagnostics::say;
use crate::output::calculation::{Calculation, render_json};
use crate::output::why::render_text;
use crate::output::{csv, json, markdown, text};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let inputs = Inputs::of(matches, None);
    if let Some(key) = matches.get_one::<String>("calculation") {
        return calculation(matches, &inputs, outside, key, format);
    }
    actuals::evaluate(matches, &inputs, outside, Remarks::Shown, |view, outside| {
        Ok(match format {
            "json" => Shown::Document(json::render(view)),
            "csv" => Shown::Document(csv::render(view)),
            "markdown" => Shown::Document(markdown::render(view)),
            _ => Shown::Text(text::render(view, &outside.style())),
        })
    })
}

/// The calculation of a plan, whatever its actuals.
fn calculation(
    matches: &ArgMatches,
    inputs: &Inputs,
    outside: &mut Outside<'_>,
    key: &str,
    format: &str,
) -> Result<Exit, Refusal> {
    if !matches!(format, "text" | "json") {
        return Err(Refusal::with_next(
            say!(
                "`--calculation` non si scrive in formato {format}",
                "`--calculation` is not written as {format}"
            ),
            say!("usa `--format text` o `--format json`", "use `--format text` or `--format json`"),
        ));
    }
    let period = match matches.get_one::<String>("period") {
        Some(text) => Some(actuals::period(text)?),
        None => None,
    };
    actuals::of_plan(matches, inputs, outside, |plan, sources, outside| {
        let calculation = Calculation::of(plan, sources, period);
        if format == "json" {
            return Ok(Shown::Document(render_json(&calculation)));
        }
        let found = calculation.explain(key);
        let explanation = found.map_err(|unknown| Refusal::with_next(unknown.message(), unknown.advice()))?;
        Ok(Shown::Text(render_text(&explanation, outside.lang, &outside.style())))
    })
}
