//! `piaoc eval`: the results of a plan.

use clap::ArgMatches;

use super::actuals::{self, Remarks};
use super::inputs::Inputs;
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::output::{csv, json, markdown, text};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let inputs = Inputs::of(matches, None);
    actuals::evaluate(matches, &inputs, outside, Remarks::Shown, |view, outside| {
        Ok(match format {
            "json" => json::render(view),
            "csv" => csv::render(view),
            "markdown" => markdown::render(view),
            _ => text::render(view, &outside.style()),
        })
    })
}
