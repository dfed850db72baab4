//! For programs: one object, whose JSON Schema is `test.schema.json` beside this file.

use serde_json::{Value, json};

use super::{faults, line, sentence};
use crate::diagnostics::Lang;
use crate::diagnostics::render::json::{diagnostics, pretty};
use crate::scenarios::coverage::Coverage;
use crate::scenarios::expect::{Check, Why};
use crate::scenarios::run::{FileRun, Outcome, PlanRun, Run, ScenarioRun};

/// The document's text, with a final end of line; `coverage` where it was asked for.
pub fn render(run: &Run, coverage: Option<&[Coverage]>, lang: Lang) -> String {
    let blocked = |(index, _): &(usize, &PlanRun)| {
        let mut files = run.files.iter().filter(|file| file.plan == Some(*index));
        files.any(|file| file.scenarios.iter().any(|scenario| scenario.outcome == Outcome::Blocked))
    };
    let plans = run.plans.iter().enumerate().filter(blocked).flat_map(|(_, PlanRun { checked, .. })| {
        let errors = checked.diagnostics.iter().filter(|fault| fault.is_fault());
        diagnostics(&checked.sources, &errors.cloned().collect::<Vec<_>>(), lang)
    });
    let document = json!({
        "schema": 1,
        "piaoc": env!("CARGO_PKG_VERSION"),
        "summary": {
            "passed": run.count(Outcome::Passed),
            "failed": run.count(Outcome::Failed),
            "faulty": run.count(Outcome::Faulty),
            "blocked": run.count(Outcome::Blocked),
            "skipped": run.count(Outcome::Skipped),
        },
        "files": run.files.iter().map(|file| of_file(run, file, lang)).collect::<Vec<_>>(),
        "coverage": coverage.map(|list| list.iter().map(of_plan).collect::<Vec<_>>()),
        "diagnostics": plans.collect::<Vec<_>>(),
    });
    pretty(&document)
}

fn of_file(run: &Run, file: &FileRun, lang: Lang) -> Value {
    let plan = file.plan.and_then(|at| run.plans.get(at));
    json!({
        "path": file.path.display().to_string(),
        "plan": plan.map(|plan| plan.path.display().to_string()),
        "scenarios": file.scenarios.iter().map(|scenario| of_scenario(file, scenario, lang)).collect::<Vec<_>>(),
        "diagnostics": diagnostics(&file.sources, &file.faults, lang),
    })
}

fn of_scenario(file: &FileRun, scenario: &ScenarioRun, lang: Lang) -> Value {
    let faults = faults(file, scenario)
        .flat_map(|(sources, fault)| diagnostics(sources, std::slice::from_ref(fault), lang));
    json!({
        "title": scenario.title,
        "line": scenario.line,
        "outcome": match scenario.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::Faulty => "faulty",
            Outcome::Blocked => "blocked",
            Outcome::Skipped => "skipped",
        },
        "expectations": scenario.checks.iter().map(|check| of_check(file, check, lang)).collect::<Vec<_>>(),
        "diagnostics": faults.collect::<Vec<_>>(),
    })
}

fn of_check(file: &FileRun, check: &Check, lang: Lang) -> Value {
    json!({
        "line": line(file, check),
        "of": check.asked,
        "expected": check.expected,
        "got": check.came,
        "held": check.held,
        "message": sentence(check).get(lang),
        "why": match &check.why {
            Some(Why::Command(command)) => Some(command),
            _ => None,
        },
    })
}

fn of_plan(plan: &Coverage) -> Value {
    let bands = plan.bands_left.iter().map(|(of, band)| json!({ "of": of, "band": band }));
    json!({
        "plan": plan.plan,
        "kpis": { "all": plan.kpis, "left": plan.kpis_left },
        "bands": { "all": plan.bands, "left": bands.collect::<Vec<_>>() },
    })
}
