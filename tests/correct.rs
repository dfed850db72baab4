//! The plans of `tests/correct`, which an expert would call good: each stretches another part of the language, and the
//! compiler has nothing to say about any of them. Only a hint may come, where the plan's first line asks for it:
//!
//! ```text
//! # hints: P0412
//! ```
//!
//! What stands in a folder below is a library that some of them use.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeSet, HashSet};
use std::mem::discriminant;
use std::path::{Path, PathBuf};

use piaoc::analysis::{self, EvalOptions};
use piaoc::diagnostics::render::terminal::{Style, Terminal};
use piaoc::diagnostics::{Diagnostic, Lang, Severity};
use piaoc::format::format;
use piaoc::plan::{Algorithm, Plan, Rule};
use piaoc::source::{Memory, Sources};
use piaoc::syntax::keyword::{ItemKeyword, Keyword};
use piaoc::value::{Exact, Period};
use unicode_normalization::UnicodeNormalization;

use support::{files_below, repository};

fn folder() -> PathBuf {
    repository().join("tests/correct")
}

/// Every file, libraries included, by its path in the folder.
fn files() -> Vec<(PathBuf, String)> {
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.strip_prefix(folder()).unwrap().to_owned(), text)
    };
    files_below(&folder(), "piao").into_iter().map(read).collect()
}

fn is_library(path: &Path) -> bool {
    path.parent().is_some_and(|folder| !folder.as_os_str().is_empty())
}

/// The hints that a plan asks for.
fn hints(text: &str) -> Option<&str> {
    text.trim_start_matches('\u{FEFF}').lines().next()?.strip_prefix("# hints: ")
}

/// What the compiler should not have said, and the hints it did not give.
fn unexpected(found: &[Diagnostic], asked: Option<&str>) -> (Vec<Diagnostic>, Vec<String>) {
    let asked: BTreeSet<&str> = asked.unwrap_or("").split_whitespace().collect();
    let wanted = |one: &&Diagnostic| one.severity == Severity::Hint && asked.contains(one.code.name());
    let given: BTreeSet<&str> = found.iter().filter(wanted).map(|one| one.code.name()).collect();
    let surplus = found.iter().filter(|one| !wanted(one)).cloned().collect();
    (surplus, asked.difference(&given).map(|code| (*code).to_owned()).collect())
}

fn rendered(sources: &Sources, found: &[Diagnostic]) -> String {
    Terminal::new(Style { lang: Lang::En, width: 100, color: false }).render(sources, found)
}

/// The folder, with every text written in another way.
fn disk(rewrite: impl Fn(&str) -> String) -> Memory {
    let mut disk = Memory::default();
    for (path, text) in files() {
        disk.insert(path, rewrite(&text).into_bytes());
    }
    disk
}

/// Checks every plan with its text written in another way, and says what came of it.
fn check_all(rewrite: impl Fn(&str) -> String) -> Vec<(PathBuf, Plan)> {
    let disk = disk(rewrite);
    let mut plans = Vec::new();
    let mut failures = Vec::new();
    for (path, text) in files().into_iter().filter(|(path, _)| !is_library(path)) {
        let checked = analysis::check(&disk, &path);
        let (surplus, missing) = unexpected(&checked.diagnostics, hints(&text));
        if !surplus.is_empty() {
            failures.push(format!("── {}\n{}", path.display(), rendered(&checked.sources, &surplus)));
        }
        if !missing.is_empty() {
            failures.push(format!("── {}: no hint {}", path.display(), missing.join(", ")));
        }
        plans.extend(checked.plan.map(|plan| (path, plan)));
    }
    assert!(failures.is_empty(), "{} plans are not silent\n{}", failures.len(), failures.join("\n"));
    plans
}

#[test]
fn the_compiler_has_nothing_to_say_about_a_correct_plan() {
    let plans = check_all(str::to_owned);
    assert!(plans.len() >= 30, "too few plans: {}", plans.len());
}

#[test]
fn however_the_file_was_written() {
    let unix = |text: &str| text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    check_all(|text| format!("\u{FEFF}{}", unix(text).replace('\n', "\r\n")));
    check_all(|text| unix(text).trim_end().to_owned());
    check_all(|text| unix(text).nfd().collect());
    check_all(|text| unix(text).replace("  ", "\t"));
    check_all(|text| unix(text).replace(' ', "\u{A0}"));
}

#[test]
fn they_are_formatted() {
    for (path, text) in files() {
        let file = Sources::new().add_text("", String::new());
        let formatted = format(file, &text).unwrap();
        assert!(formatted.edits.is_empty(), "piaoc fmt tests/correct/{}", path.display());
        assert_eq!(formatted.unread, 0, "{}", path.display());
    }
}

/// Of each plan the actuals are its own targets: it comes to 100, but for what an override takes away.
#[test]
fn who_meets_every_target_has_it_all() {
    for (path, plan) in check_all(str::to_owned) {
        let mut disk = disk(str::to_owned);
        disk.insert("consuntivo.csv", on_target(&plan));
        let period = Some(Period::year(plan.exercise));
        let options = EvalOptions { period, ..EvalOptions::default() };
        let evaluated = analysis::evaluate(&disk, &path, &[PathBuf::from("consuntivo.csv")], options);
        let computed = evaluated.computed;
        let is_hint = |one: &Diagnostic| one.severity == Severity::Hint;
        let said = rendered(&computed.sources, &computed.diagnostics);
        assert!(computed.diagnostics.iter().all(is_hint), "{}\n{said}", path.display());
        let evaluation = computed.evaluation.unwrap();
        for (kpi, result) in plan.kpis.iter().zip(&evaluation.kpis) {
            let full = result.performance.as_ref().is_none_or(|performance| *performance == Exact::hundred());
            assert!(full || result.overridden.is_some(), "{}: {}", path.display(), kpi.key);
        }
        assert!(evaluation.plan.performance.is_some(), "{}", path.display());
    }
}

/// A table in which every KPI has what its target asks.
fn on_target(plan: &Plan) -> String {
    let mut table = "chiave;periodo;valore\n".to_owned();
    for kpi in plan.kpis.iter().filter(|kpi| !matches!(kpi.algorithm, Algorithm::Rollup(_))) {
        let target = plan.target_of(kpi, Period::year(plan.exercise));
        if let Some((_, value)) = target.and_then(|target| target.bound.as_ref()) {
            let value = value.show(kpi.kind, kpi.unit.as_deref(), 10);
            let key = kpi.key.replace('"', "\"\"");
            table.push_str(&format!("\"{key}\";{};{value}\n", plan.exercise));
        }
    }
    table
}

/// Otherwise silence would say little.
#[test]
fn they_stretch_the_whole_language() {
    let text: String = files().into_iter().map(|(_, text)| text.to_lowercase()).collect();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let items = ItemKeyword::ALL.iter().map(|keyword| keyword.spelling());
    let attributes = Keyword::ALL.iter().map(|keyword| keyword.spelling());
    for word in items.chain(attributes) {
        assert!(words.contains(&format!(" {word} ")), "no correct plan says `{word}`");
    }
    let plans = check_all(str::to_owned);
    let kpis = || plans.iter().flat_map(|(_, plan)| &plan.kpis);
    let types: HashSet<_> = kpis().map(|kpi| kpi.kind).collect();
    assert_eq!(types.len(), 7, "{types:?}");
    let algorithms: HashSet<_> = kpis().map(|kpi| discriminant(&kpi.algorithm)).collect();
    assert_eq!(algorithms.len(), 6);
    let rules: HashSet<_> = kpis().map(|kpi| discriminant(&kpi.scoring.rule)).collect();
    assert_eq!(rules.len(), 5);
    for inverse in [false, true] {
        assert!(kpis().any(|kpi| kpi.scoring.rule == Rule::Proportional { inverse }));
    }
}
