//! What scenarios gave, for people ([`text`]), for CI systems ([`junit`]) and for programs ([`json`]).

pub mod json;
pub mod junit;
pub mod text;

use super::expect::{Check, Why};
use super::run::{FileRun, ScenarioRun};
use crate::diagnostics::{Diagnostic, Lang, Text, say};
use crate::output::text::Style;
use crate::output::why::render_text;
use crate::source::Sources;

/// `performance A.1: atteso 66,75%, ottenuto 70,00%`
fn sentence(check: &Check) -> Text {
    let asked = &check.asked;
    let Text { it, en } = &check.got;
    match &check.expected {
        Some(expected) => {
            say!("{asked}: atteso {expected}, ottenuto {it}", "{asked}: expected {expected}, got {en}")
        }
        None => say!("{asked}: {it}", "{asked}: {en}"),
    }
}

/// How to see why, without the heading of a derivation.
fn why(check: &Check, lang: Lang, style: &Style) -> Option<String> {
    match check.why.as_ref()? {
        Why::Command(command) => Some(command.clone()),
        Why::Derivation(explanation) => {
            let text = render_text(explanation, lang, style);
            Some(text.split_once('\n').map_or("", |(_, tree)| tree).trim_end().to_owned())
        }
    }
}

/// The checks of a scenario that did not hold, each with whether it is the first about its key: a derivation is told
/// once.
fn not_held(scenario: &ScenarioRun) -> impl Iterator<Item = (&Check, bool)> {
    let mut told: Vec<&str> = Vec::new();
    scenario.checks.iter().filter(|check| !check.held).map(move |check| {
        let Some(Why::Derivation(explanation)) = &check.why else { return (check, true) };
        let first = !told.contains(&explanation.key.as_str());
        told.push(&explanation.key);
        (check, first)
    })
}

/// The line of a check, from 1.
fn line(file: &FileRun, check: &Check) -> u32 {
    file.sources.range(check.span).0.line
}

/// What is wrong in the lines and the data of a scenario, with the files that it is in.
fn faults<'r>(
    file: &'r FileRun,
    scenario: &'r ScenarioRun,
) -> impl Iterator<Item = (&'r Sources, &'r Diagnostic)> {
    let own = scenario.faults.iter().map(|fault| (&file.sources, fault));
    own.chain(scenario.data.list.iter().map(|fault| (&scenario.data.sources, fault)))
}
