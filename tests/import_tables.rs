//! `piaoc import` on tables as other offices have them: what becomes of each, whole, as it was reviewed.
//!
//! `PIAOC_UPDATE=1 cargo test --test import_tables` writes `tests/import/tables/*.expected`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "import/forms.rs"]
mod forms;
mod support;

use support::{Workspace, repository};

#[test]
fn tables_become_what_was_reviewed() {
    let folder = repository().join("tests/import/tables");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension != "expected"));
    files.sort();
    assert!(files.len() >= 4, "{files:?}");
    let mut differing = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let workspace = Workspace::new();
        workspace.write(name, std::fs::read(&file).unwrap());
        let mut found = String::new();
        for command in [
            format!("piaoc import {name} -o piano --lang it"),
            "piaoc fmt --check piano/piano.piao --lang it".to_owned(),
            "piaoc check piano/piano.piao --format short --lang it".to_owned(),
        ] {
            let (printed, exit) = workspace.piaoc(&command);
            found.push_str(&format!("$ {command}\n{printed}[exit {exit}]\n\n"));
        }
        for written in ["piano.piao", "consuntivo.csv", "importazione.txt"] {
            if let Ok(text) = std::fs::read_to_string(workspace.path().join("piano").join(written)) {
                found.push_str(&format!("==== {written}\n{text}\n"));
            }
        }
        let expected = file.with_extension("expected");
        if std::env::var_os("PIAOC_UPDATE").is_some() {
            std::fs::write(&expected, found).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            differing.push(format!("{name}\n{found}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}
