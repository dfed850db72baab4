//! The list of the lints in the language reference is what the library says. What they stay silent about, their levels
//! and their exceptions are cases in `tests/cases/lint`; the lines of documents that they are for, `tests/motivating.rs`.
//!
//! `PIAOC_UPDATE=1 cargo test --test lints` writes the list.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fmt::Write as _;

use piaoc::diagnostics::{Code, Lang, Severity, pages};

use support::{files_below, repository};

const BEFORE: &str = "<!-- lints -->\n";
const AFTER: &str = "<!-- /lints -->";

fn lints() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| code.severity() != Severity::Error)
}

fn table() -> String {
    let mut table = "| code | level | title | titolo |\n| --- | --- | --- | --- |\n".to_owned();
    for code in lints() {
        let level = match code.severity() {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let (english, italian) = (pages::title(code, Lang::En), pages::title(code, Lang::It));
        writeln!(table, "| {} | {level} | {english} | {italian} |", code.name()).unwrap();
    }
    table
}

#[test]
fn the_reference_lists_the_lints_as_the_library_has_them() {
    let path = repository().join("grammar/README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEFORE).expect("the list begins with its marker");
    let (written, after) = rest.split_once(AFTER).expect("the list ends with its marker");
    let table = table();
    if written == table {
        return;
    }
    if std::env::var_os("PIAOC_UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{BEFORE}{table}{AFTER}{after}")).unwrap();
    } else {
        panic!("the list of lints in grammar/README.md should be\n{table}");
    }
}

/// Every lint of a plan has a case of near misses, which must stay silent: three at least.
#[test]
fn every_lint_has_near_misses() {
    let cases = files_below(&repository().join("tests/cases/lint/quiet"), "case");
    // Of these three the first two are told by the language's own checks, the last one by its switch.
    let without = ["P0401", "P0402", "P0403"];
    // The later ones have theirs among their other tests.
    let later = std::fs::read_to_string(repository().join("tests/lints2.rs")).unwrap();
    for code in lints().map(Code::name).filter(|code| code.starts_with("P04") && !without.contains(code)) {
        let case = cases.iter().find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(code));
        let Some(case) = case else {
            assert!(later.contains(&format!("\"{code}\"")), "no near misses of {code}");
            continue;
        };
        let text = std::fs::read_to_string(case).unwrap();
        let plans = text.lines().filter(|line| line.starts_with("=== ") && line.ends_with(".piao")).count();
        assert!(plans >= 3, "{code}: {plans} near misses");
        assert!(text.contains("\n=== output\nnessun errore in "), "{code}: a near miss is reported");
    }
}
