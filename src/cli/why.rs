//! `piaoc why`: where one number comes from.

use clap::ArgMatches;

use super::actuals::{self, Remarks, Shown};
use super::inputs::Inputs;
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::output::why::{explain, render_json, render_text};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let key = matches.get_one::<String>("key").map_or("", String::as_str);
    let as_json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let inputs = Inputs::of(matches, None);
    actuals::evaluate(matches, &inputs, outside, Remarks::Counted, |view, outside| {
        let explanation =
            explain(view, key).map_err(|unknown| Refusal::with_next(unknown.message(), unknown.advice()))?;
        Ok(if as_json {
            Shown::Document(render_json(&explanation, outside.lang))
        } else {
            Shown::Text(render_text(&explanation, outside.lang, &outside.style()))
        })
    })
}
