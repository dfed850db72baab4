//! JUnit XML, which every CI system reads: a suite for each file, a case for each scenario.

use std::borrow::Cow;

use super::{faults, line, not_held, sentence, why};
use crate::diagnostics::{Diagnostic, Lang, Text, say, visible};
use crate::output::text::Style;
use crate::scenarios::run::{FileRun, Outcome, PlanRun, Run, ScenarioRun};
use crate::source::Sources;

/// Columns of a derivation.
const WIDTH: usize = 100;

/// The document. It has no times: two runs of the same files give the same.
pub fn render(run: &Run, lang: Lang) -> String {
    let suites: Vec<String> = run.files.iter().map(|file| suite(run, file, lang)).collect();
    let of_files = run.files.iter().filter(|file| !file.faults.is_empty()).count();
    let tests: usize = run.files.iter().map(|file| file.scenarios.len()).sum();
    let failures = run.count(Outcome::Failed);
    let errors = run.count(Outcome::Faulty).saturating_add(run.count(Outcome::Blocked));
    let (tests, errors) = (tests.saturating_add(of_files), errors.saturating_add(of_files));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"piaoc test\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">\n{}</testsuites>\n",
        suites.concat()
    )
}

fn suite(run: &Run, file: &FileRun, lang: Lang) -> String {
    let path = escaped(&file.path.display().to_string());
    let count = |wanted: &[Outcome]| {
        file.scenarios.iter().filter(|scenario| wanted.contains(&scenario.outcome)).count()
    };
    let of_file = usize::from(!file.faults.is_empty());
    let tests = file.scenarios.len().saturating_add(of_file);
    let errors = count(&[Outcome::Faulty, Outcome::Blocked]).saturating_add(of_file);
    let (failures, skipped) = (count(&[Outcome::Failed]), count(&[Outcome::Skipped]));
    let mut out = format!(
        "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n"
    );
    if !file.faults.is_empty() {
        let list = file.faults.iter().map(|fault| (&file.sources, fault));
        let lines: Vec<String> = list.map(|(sources, fault)| told(sources, fault, lang)).collect();
        let name = say!("il file", "the file");
        out.push_str(&case(&path, name.get(lang), &inner("error", &lines)));
    }
    let plan = file.plan.and_then(|at| run.plans.get(at));
    for scenario in &file.scenarios {
        out.push_str(&case(&path, &scenario.title, &result(file, plan, scenario, lang)));
    }
    out.push_str("  </testsuite>\n");
    out
}

fn case(path: &str, name: &str, inner: &str) -> String {
    let name = escaped(name);
    let head = format!("    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\"");
    if inner.is_empty() { format!("{head}/>\n") } else { format!("{head}>\n{inner}    </testcase>\n") }
}

/// What stands in the case of a scenario.
fn result(file: &FileRun, plan: Option<&PlanRun>, scenario: &ScenarioRun, lang: Lang) -> String {
    match scenario.outcome {
        Outcome::Passed => String::new(),
        Outcome::Skipped => {
            let why = say!("senza attese", "no expectations");
            format!("      <skipped message=\"{}\"/>\n", why.get(lang))
        }
        Outcome::Failed => {
            let style = Style { width: WIDTH, color: false };
            let lines = not_held(scenario).flat_map(|(check, first)| {
                let (path, at) = (file.path.display().to_string(), line(file, check));
                let told = format!("{}:{at}: {}", visible(&path), sentence(check).get(lang));
                [Some(told), why(check, lang, &style).filter(|_| first)].into_iter().flatten()
            });
            inner("failure", &lines.collect::<Vec<_>>())
        }
        Outcome::Faulty => {
            let list = faults(file, scenario).map(|(sources, fault)| told(sources, fault, lang));
            inner("error", &list.collect::<Vec<_>>())
        }
        Outcome::Blocked => {
            let mut lines = vec![
                match plan {
                    Some(plan) => {
                        let path = plan.path.display();
                        say!("{path} ha errori", "{path} has errors")
                    }
                    None => say!(
                        "il piano di queste prove non è noto",
                        "the plan of these scenarios is not known"
                    ),
                }
                .get(lang)
                .to_owned(),
            ];
            if let Some(PlanRun { checked, .. }) = plan {
                let errors = checked.diagnostics.iter().filter(|fault| fault.is_fault());
                lines.extend(errors.map(|fault| told(&checked.sources, fault, lang)));
            }
            inner("error", &lines)
        }
    }
}

/// `<failure message="first line">all lines</failure>`
fn inner(element: &str, lines: &[String]) -> String {
    let message = escaped(lines.first().map_or("", String::as_str));
    let text = escaped_text(&lines.join("\n"));
    format!("      <{element} message=\"{message}\" type=\"{element}\">{text}</{element}>\n")
}

/// `piano.prove:9:3: P0203 …`
fn told(sources: &Sources, fault: &Diagnostic, lang: Lang) -> String {
    let (path, at) = (sources.path(fault.span.file), sources.range(fault.span).0);
    let Text { it, en } = &fault.message;
    let (line, column, code) = (at.line, at.column, fault.code.name());
    say!("{path}:{line}:{column}: {code} {it}", "{path}:{line}:{column}: {code} {en}").get(lang).to_owned()
}

/// As the value of an attribute, on one line.
fn escaped(text: &str) -> String {
    escaped_text(&visible(text)).replace('"', "&quot;")
}

/// As the text of an element, in its lines; [`visible`] leaves nothing that XML can't hold.
fn escaped_text(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(visible).collect();
    lines.join("\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
