//! One file of `tests/cases` is one case: a command, its files, and what it must print.
//!
//! ```text
//! # what the case shows
//! $ piaoc check piano.piao
//! === piano.piao
//! piano "Prova"
//! === output
//! what is printed: standard error first, then standard output
//! === exit 1
//! ```
//!
//! Commands run in a folder of their own that holds the case's files, in Italian unless the case says `--lang`.
//! `PIAOC_UPDATE=1 cargo test --test cases` writes what is printed into the files, to be read before it is committed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/case.rs"]
mod case;
mod support;

use case::{Case, read};
use support::{Workspace, files_below, repository};

fn run(case: &Case) -> (String, String) {
    let workspace = Workspace::new();
    for (name, text) in &case.files {
        workspace.write(name, text);
    }
    let mut output = String::new();
    let mut exit = String::new();
    for command in &case.commands {
        let (printed, code) = workspace.piaoc(command);
        // A table for Excel ends its lines as Excel does; a case is read line by line.
        output.push_str(&printed.replace("\r\n", "\n"));
        exit = code.to_string();
    }
    (output, exit)
}

fn render(case: &Case, output: &str, exit: &str) -> String {
    let mut text = case.comment.clone();
    for command in &case.commands {
        text.push_str(&format!("$ {command}\n"));
    }
    for (name, content) in &case.files {
        text.push_str(&format!("=== {name}\n{content}"));
    }
    text.push_str(&format!("=== output\n{output}=== exit {exit}\n"));
    text
}

#[test]
fn every_case_prints_what_it_says() {
    let files = files_below(&repository().join("tests/cases"), "case");
    assert!(files.len() >= 8, "too few cases: {}", files.len());
    let update = std::env::var_os("PIAOC_UPDATE").is_some();
    let mut failures = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let (case, expected, expected_exit) = read(path, &text);
        let (output, exit) = run(&case);
        if output.trim_end() == expected.trim_end() && exit == expected_exit {
            continue;
        }
        if update {
            std::fs::write(&case.path, render(&case, &output, &exit)).unwrap();
        } else {
            failures.push(format!(
                "── {}\nexpected (exit {expected_exit}):\n{expected}\nprinted (exit {exit}):\n{output}",
                case.path.display()
            ));
        }
    }
    assert!(failures.is_empty(), "{} cases differ\n{}", failures.len(), failures.join("\n"));
}
