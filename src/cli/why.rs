//! `piaoc why`: where one number comes from.

use clap::ArgMatches;

use super::actuals::{self, Remarks};
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::diagnostics::say;
use crate::output::why::{NotFound, explain, render_json, render_text};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let key = matches.get_one::<String>("key").map_or("", String::as_str);
    let as_json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    actuals::evaluate(matches, outside, Remarks::Counted, |view, outside| {
        let explanation = explain(view, key).map_err(unknown)?;
        Ok(if as_json {
            render_json(&explanation, outside.lang)
        } else {
            render_text(&explanation, outside.lang, &outside.style())
        })
    })
}

fn unknown(not_found: NotFound) -> Refusal {
    let NotFound { key, nearest } = not_found;
    let message = say!("nel piano non c'è `{key}`", "there is no `{key}` in the plan");
    let next = match nearest {
        Some(nearest) => say!("forse volevi dire `{nearest}`", "perhaps you meant `{nearest}`"),
        None => say!(
            "si può chiedere di un obiettivo (A.1), di un KPI (A.1/tempo_medio) o del piano intero (piano)",
            "you can ask about an objective (A.1), a KPI (A.1/tempo_medio) or the whole plan (piano)"
        ),
    };
    Refusal::with_next(message, next)
}
