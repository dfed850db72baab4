//! `piaoc eval`: the results of a plan.

use clap::ArgMatches;

use super::actuals::{self, Remarks, Shown};
use super::inputs::Inputs;
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::output::{csv, json, markdown, text};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let inputs = Inputs::of(matches, None);
    actuals::evaluate(matches, &inputs, outside, Remarks::Shown, |view, outside| {
        Ok(match format {
            "json" => Shown::Document(json::render(view)),
            "csv" => Shown::Document(csv::render(view)),
            "markdown" => Shown::Document(markdown::render(view)),
            _ => Shown::Text(text::render(view, &outside.style())),
        })
    })
}
