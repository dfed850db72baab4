//! The files of `examples/excel`, with which the README goes from a table to a workbook: the filled forms are those that
//! `piaoc form` makes of the plan mended there, and give what a table of the same values gives.
//!
//! `PIAOC_UPDATE=1 PIAOC_OFFICE_PROOFS=1 cargo test --test tutorial` makes them anew, from `tests/office`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/office.rs"]
mod office;
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use support::{Workspace, repository};

/// A value that the office first wrote where a number belongs, and what it meant.
const SLIP: (&str, &str) = (";circa 5;", ";5;");

fn excel(name: &str) -> PathBuf {
    repository().join("examples/excel").join(name)
}

/// The plan that the README makes of the table, in `nuovo/piano.piao`.
fn plan() -> Workspace {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let section = readme.split("\n## From Excel, and back\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let commands = section.lines().filter_map(|line| line.strip_prefix("$ ")).filter(|line| *line != "cd ..");
    let until = commands.take_while(|line| !line.starts_with("piaoc form"));
    let script: Vec<String> =
        until.map(|line| line.replace(" examples/", " \"$REPOSITORY\"/examples/")).collect();
    assert!(script.len() >= 5, "{section}");
    let workspace = Workspace::new();
    let program = Path::new(env!("CARGO_BIN_EXE_piaoc")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let run = Command::new("bash")
        .args(["-c", &script.join("\n")])
        .current_dir(workspace.path())
        .env("PATH", path)
        .env("REPOSITORY", repository())
        .output()
        .unwrap();
    let (said, exit) = workspace.piaoc("piaoc check nuovo/piano.piao");
    assert_eq!(exit, 0, "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    workspace
}

fn form(workspace: &Workspace) {
    let (said, exit) =
        workspace.piaoc("piaoc form nuovo/piano.piao --period 2025-T2 --lang it -o modulo.xlsx");
    assert_eq!(exit, 0, "{said}");
}

/// Makes the files of `examples/excel`, where that is asked for.
fn update() {
    if std::env::var_os("PIAOC_UPDATE").is_none() {
        return;
    }
    let Some(office) = office::office() else { return };
    let python = |arguments: &[&str], folder: &Path| {
        let run = office.python().args(arguments).current_dir(folder).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    let scripts = repository().join("tests/office");
    let script = |name: &str| scripts.join(name).display().to_string();
    let table = excel("tabella.xlsx").display().to_string();
    python(&[&script("table.py"), &script("tutorial.tsv"), &table], &scripts);
    let workspace = plan();
    form(&workspace);
    let answers = std::fs::read_to_string(scripts.join("answers.csv")).unwrap();
    assert!(answers.contains(SLIP.1));
    workspace.write("draft.csv", answers.replacen(SLIP.1, SLIP.0, 1));
    let draft = excel("modulo-bozza.xlsx").display().to_string();
    python(&[&script("fill.py"), "modulo.xlsx", "draft.csv", &draft], workspace.path());
    python(&[&script("fill.py"), "modulo.xlsx", &script("answers.csv"), "filled.xlsx"], workspace.path());
    let saved = office.saved_as(workspace.path(), "xlsx", "saved", &["filled.xlsx"]);
    std::fs::copy(&saved[0], excel("modulo-compilato.xlsx")).unwrap();
    // Its sheet follows that of instructions and the one of a smaller office.
    const PAGE: u32 = 3;
    let done = |answer: &&str| !["A.1.2", "A.2.1", "A.2/", "B"].iter().any(|left| answer.starts_with(left));
    let half: Vec<&str> = answers.lines().filter(done).collect();
    workspace.write("half.csv", half.join("\n").replacen(SLIP.1, SLIP.0, 1));
    python(&[&script("fill.py"), "modulo.xlsx", "half.csv", "half.xlsx"], workspace.path());
    office.picture(workspace.path(), "half.xlsx", PAGE, &excel("form.png"));
    let actuals = excel("modulo-compilato.xlsx").display().to_string();
    let export = format!("piaoc export nuovo/piano.piao --actuals {actuals} --lang it -o risultato.xlsx");
    let (said, exit) = workspace.piaoc(&export);
    assert_eq!(exit, 0, "{said}");
    office.picture(workspace.path(), "risultato.xlsx", 1, &excel("workbook.png"));
}

/// The cells of a form by sheet, row and header; of those that offices fill in only whether they are there.
fn cells(path: &Path) -> BTreeMap<(String, usize, String), String> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let mut cells = BTreeMap::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let is_key = |cell: &Data| matches!(cell, Data::String(text) if text == "Chiave");
        let is_header = |row: &[Data]| row.iter().any(is_key);
        let Some(at) = range.rows().position(is_header) else { continue };
        let header: Vec<String> = range.rows().nth(at).unwrap().iter().map(Data::to_string).collect();
        for (row, line) in range.rows().enumerate().skip(at) {
            for (title, cell) in header.iter().zip(line) {
                let own = match title.as_str() {
                    "Valore" | "Esito" | "Nota" | "Evidenza" if row > at => String::new(),
                    _ => cell.to_string(),
                };
                cells.insert((name.clone(), row, title.clone()), own);
            }
        }
    }
    cells
}

#[test]
fn the_filled_forms_are_those_of_the_plan() {
    update();
    let workspace = plan();
    form(&workspace);
    let made = cells(&workspace.path().join("modulo.xlsx"));
    assert!(made.len() > 100);
    for name in ["modulo-bozza.xlsx", "modulo-compilato.xlsx"] {
        assert_eq!(cells(&excel(name)), made, "{name}");
    }
}

#[test]
fn the_sheets_of_a_form_are_one_input() {
    let workspace = plan();
    let actuals = excel("modulo-compilato.xlsx").display().to_string();
    let (json, exit) =
        workspace.piaoc(&format!("piaoc eval nuovo/piano.piao --actuals '{actuals}' --format json"));
    assert_eq!(exit, 0, "{json}");
    let result: serde_json::Value = serde_json::from_str(&json).unwrap();
    let inputs: Vec<&str> =
        result["inputs"].as_array().unwrap().iter().map(|input| input["path"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["nuovo/piano.piao", &actuals]);
}
