//! Renaming as a client asks for it: the plan, its tables and its scenarios change together, and what stands in a workbook
//! is told with its cells.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/client.rs"]
mod client;
mod support;
#[path = "support/workbooks.rs"]
mod workbooks;

use std::collections::BTreeMap;

use piaoc::lsp::{Encoding, Lines};
use serde_json::{Value, json};

use client::Client;
use support::Workspace;

const PLAN: &str = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\nmisura istanze \"Istanze\"\n  unità istanze\nobiettivo A.1 \"Uno\"\nkpi tempo \"Tempo medio\"\n  peso 50%  algoritmo rapporto \"giorni\" / istanze\n  target <= 5 giorni\nkpi \"Un titolo\"\n  peso 50%  target >= 3\n";
const TABLE: &str = "chiave;periodo;valore\nA.1/tempo/1;2025;60\nistanze;2025;10\nA.1/Un titolo;2025;4\n";
const SCENARIOS: &str = "piano \"piano.piao\"\n\nprova \"tutto\"   # istanze e tempo\n  periodo 2025\n  dato    A.1/tempo/1 2025 = 30\n  dato    istanze = 6\n  dato    A.1/\"Un titolo\" 2025 = 4\n  attesa  performance A.1 = 100%\n  attesa  valore a.1/TEMPO = 5 giorni\n";

fn folder() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    workspace.write("dati.csv", TABLE);
    workspace.write("prove/altro.prove", "piano \"../altro.piao\"\nprova \"x\"\n  dato istanze 2025 = 3\n");
    workspace.write("altro.piao", PLAN);
    workspace.write("prove/piano.prove", SCENARIOS.replace("\"piano.piao\"", "\"../piano.piao\""));
    workspace
}

/// Every file of a folder after a renaming, or why there is none.
fn renamed(client: &mut Client, workspace: &Workspace, around: &str, new: &str) -> BTreeMap<String, String> {
    let lines = Lines::new(PLAN, Encoding::Utf16);
    let at = lines.position(PLAN.find(around).expect(around) + around.len());
    let more = json!({ "newName": new });
    let edit = client.with_position("textDocument/rename", "piano.piao", at.line, at.character, more);
    let edit = edit.unwrap_or_else(|(_, why)| panic!("{around} → {new}: {why}"));
    made(workspace, &edit)
}

/// The files that an edit changes, as it makes them.
fn made(workspace: &Workspace, edit: &Value) -> BTreeMap<String, String> {
    let mut after = BTreeMap::new();
    for document in edit["documentChanges"].as_array().unwrap() {
        let uri = document["textDocument"]["uri"].as_str().unwrap();
        let path = url::Url::parse(uri).unwrap().to_file_path().unwrap();
        let mut text = std::fs::read_to_string(&path).unwrap();
        let lines = Lines::new(&text, Encoding::Utf16);
        let at = |edit: &Value, end: &str| {
            lines.offset(serde_json::from_value(edit["range"][end].clone()).unwrap())
        };
        let mut edits: Vec<(usize, usize, String)> = document["edits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edit| (at(edit, "start"), at(edit, "end"), edit["newText"].as_str().unwrap().to_owned()))
            .collect();
        edits.sort();
        for (start, end, new) in edits.into_iter().rev() {
            text.replace_range(start..end, &new);
        }
        let root = workspace.path().canonicalize().unwrap();
        after.insert(path.strip_prefix(root).unwrap().display().to_string(), text);
    }
    after
}

#[test]
fn scenarios_follow_the_plan() {
    let workspace = folder();
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"dati.csv\"]\nplan = \"piano.piao\"\n");
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    let (passed, _) = workspace.piaoc("piaoc test prove/piano.prove");
    for (around, new, changes) in [
        ("misura istanze", "domande", [("dato    istanze", "dato    domande")].as_slice()),
        ("kpi tempo", "durata", &[("A.1/tempo/1", "A.1/durata/1"), ("a.1/TEMPO", "a.1/durata")]),
        (
            "obiettivo A.1",
            "B.2",
            &[
                ("A.1/tempo/1", "B.2/tempo/1"),
                ("A.1/\"Un", "B.2/\"Un"),
                ("performance A.1", "performance B.2"),
                ("a.1/TEMPO", "B.2/TEMPO"),
            ],
        ),
    ] {
        let before = std::fs::read_to_string(workspace.path().join("prove/piano.prove")).unwrap();
        let after = renamed(&mut client, &workspace, around, new);
        let names: Vec<&str> = after.keys().map(String::as_str).collect();
        assert_eq!(names, ["dati.csv", "piano.piao", "prove/piano.prove"], "{around}");
        let expected = changes.iter().fold(before, |text, (old, new)| text.replace(old, new));
        assert_eq!(after["prove/piano.prove"], expected, "{around}");
        // With all of it made, the scenarios say what they said.
        let made = Workspace::new();
        made.write("piaoc.toml", "[eval]\nactuals = [\"dati.csv\"]\n");
        after.iter().for_each(|(name, text)| made.write(name, text));
        assert_eq!(made.piaoc("piaoc test prove/piano.prove").0, passed, "{around}");
    }
    assert!(client.heard.iter().all(|said| said.method != "window/showMessage"));
    client.end();
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Staff").unwrap();
    for (row, cells) in (0u32..).zip([
        ["Modulo", "", ""],
        ["chiave", "periodo", "valore"],
        ["A.1/tempo/1", "2025", "60"],
        ["istanze", "2025", "10"],
        ["A.1/Un titolo", "2025", "4"],
    ]) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn the_cells_of_a_workbook_are_told() {
    let workspace = folder();
    workspace.write("modulo.xlsx", workbook());
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"modulo.xlsx\"]\nplan = \"piano.piao\"\n");
    let cases = [
        ("misura istanze", "domande", "Staff!A4"),
        ("kpi tempo", "durata", "Staff!A3"),
        ("obiettivo A.1", "B.2", "Staff!A3, Staff!A5"),
    ];
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    client.settle();
    // Of a plan with a fault too, of which the analysis reads no tables.
    let faulty = PLAN.replace("target >= 3", "target => 3");
    for (plan, (around, new, cells)) in
        [PLAN, &faulty].into_iter().flat_map(|plan| cases.map(|case| (plan, case)))
    {
        workspace.write("piano.piao", plan);
        client.replace("piano.piao", plan);
        client.settle();
        client.heard.clear();
        let after = renamed(&mut client, &workspace, around, new);
        assert!(after["piano.piao"].contains(new), "{around}");
        client.settle();
        let told: Vec<&Value> = client
            .heard
            .iter()
            .filter(|said| said.method == "window/showMessage")
            .map(|said| &said.params)
            .collect();
        let [told] = &told[..] else { panic!("{around}: {told:?}") };
        let message = told["message"].as_str().unwrap();
        assert!(message.contains("modulo.xlsx`: ") && message.ends_with(cells), "{around}: {message}");
    }
    // A workbook in which there is nothing to read may name it all the same.
    let mut empty = rust_xlsxwriter::Workbook::new();
    empty.add_worksheet().write_string(0, 0, "istanze").unwrap();
    workspace.write("modulo.xlsx", empty.save_to_buffer().unwrap());
    let changed = json!({ "changes": [{ "uri": client.uri("modulo.xlsx"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    client.settle();
    client.heard.clear();
    renamed(&mut client, &workspace, "misura istanze", "domande");
    client.settle();
    let told = client.heard.iter().find(|said| said.method == "window/showMessage").unwrap();
    let message = told.params["message"].as_str().unwrap();
    assert!(message.contains("non ho trovato tabelle") && message.contains("modulo.xlsx"), "{message}");
    client.end();
}

/// Where a name stands, as `file: line`, asked for at a place of the plan.
fn named(client: &mut Client, workspace: &Workspace, file: &str, around: &str) -> Vec<String> {
    let text = std::fs::read_to_string(workspace.path().join(file)).unwrap();
    let lines = Lines::new(&text, Encoding::Utf16);
    let at = lines.position(text.find(around).expect(around) + around.len());
    let more = json!({ "context": { "includeDeclaration": true } });
    let found = client.with_position("textDocument/references", file, at.line, at.character, more).unwrap();
    let shown = |place: &Value| {
        let path = url::Url::parse(place["uri"].as_str().unwrap()).unwrap().to_file_path().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let root = workspace.path().canonicalize().unwrap();
        let line = text.lines().nth(place["range"]["start"]["line"].as_u64().unwrap() as usize).unwrap();
        format!("{}: {}", path.strip_prefix(root).unwrap().display(), line.trim())
    };
    let mut found: Vec<String> = found.as_array().unwrap().iter().map(shown).collect();
    found.sort();
    found
}

/// References stand where renaming reaches: in tables and scenarios too, whether the plan has a fault or not.
#[test]
fn references_reach_tables_and_scenarios() {
    let workspace = folder();
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"dati.csv\"]\nplan = \"piano.piao\"\n");
    let mut client = Client::start(workspace.path());
    let measure = [
        "dati.csv: istanze;2025;10",
        "piano.piao: misura istanze \"Istanze\"",
        "piano.piao: peso 50%  algoritmo rapporto \"giorni\" / istanze",
        "prove/piano.prove: dato    istanze = 6",
    ];
    let kpi = [
        "dati.csv: A.1/tempo/1;2025;60",
        "piano.piao: kpi tempo \"Tempo medio\"",
        "prove/piano.prove: attesa  valore a.1/TEMPO = 5 giorni",
        "prove/piano.prove: dato    A.1/tempo/1 2025 = 30",
    ];
    for plan in [PLAN.to_owned(), PLAN.replace("target >= 3", "target => 3")] {
        workspace.write("piano.piao", &plan);
        client.open("piano.piao", &plan);
        assert_eq!(named(&mut client, &workspace, "piano.piao", "misura istanze"), measure, "{plan}");
        assert_eq!(named(&mut client, &workspace, "piano.piao", "kpi tempo"), kpi, "{plan}");
        // From the table it is the same.
        client.open("dati.csv", TABLE);
        assert_eq!(named(&mut client, &workspace, "dati.csv", "\nistanze"), measure, "{plan}");
        assert_eq!(named(&mut client, &workspace, "dati.csv", "\nA.1/tempo"), kpi, "{plan}");
        client.close("dati.csv");
        client.close("piano.piao");
    }
    client.end();
}

#[test]
fn tables_of_a_plan_outside_of_the_folders_are_watched() {
    let (inside, outside) = (Workspace::new(), Workspace::new());
    outside.write("piano.piao", PLAN);
    outside.write("dati/q.csv", TABLE);
    outside.write("piaoc.toml", "[eval]\nactuals = [\"dati/q.csv\"]\n");
    let name = outside.path().canonicalize().unwrap().join("piano.piao").display().to_string();
    let table = outside.path().canonicalize().unwrap().join("dati/q.csv").display().to_string();
    for relative in [true, false] {
        outside.write("dati/q.csv", TABLE);
        let mut client = Client::silent(inside.path()).initialized(json!({ "capabilities": { "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": relative },
        } } }));
        client.open(&name, PLAN);
        assert_eq!(client.diagnostics(&table), [] as [Value; 0]);
        let bases: Vec<String> = client
            .asked
            .iter()
            .filter(|asked| asked.params["registrations"][0]["id"] == "outside")
            .flat_map(|asked| {
                asked.params["registrations"][0]["registerOptions"]["watchers"].as_array().unwrap()
            })
            .map(|watcher| watcher["globPattern"]["baseUri"].as_str().unwrap().to_owned())
            .collect();
        let folder = client.uri(&name).replace("/piano.piao", "");
        let wanted = [folder.clone(), format!("{folder}/dati")];
        assert_eq!(wanted.iter().all(|folder| bases.contains(folder)), relative, "{bases:?}");
        outside.write("dati/q.csv", TABLE.replace("60", "sessanta"));
        if relative {
            let changes = json!({ "changes": [{ "uri": client.uri(&table), "type": 2 }] });
            client.notify("workspace/didChangeWatchedFiles", changes);
        } else {
            // Who can't be asked to watch there is believed to have changed everything when something is saved.
            client.notify("textDocument/didSave", json!({ "textDocument": { "uri": client.uri(&name) } }));
        }
        assert_eq!(client.diagnostics(&table).len(), 1, "{relative}");
        // When it is closed nobody needs to know any more.
        client.close(&name);
        client.settle();
        let gone = client.asked.iter().any(|asked| asked.method == "client/unregisterCapability");
        assert_eq!(gone, relative);
        client.end();
    }
}

#[test]
fn who_names_a_file_follows_its_new_name() {
    let workspace = folder();
    let plan = format!("usa \"comune.piao\"\n{PLAN}");
    let config = "[eval]\nactuals = [\"dati.csv\"]  # \"dati.csv\"\nplan = \"piano.piao\"\n";
    workspace.write("piano.piao", &plan);
    workspace.write("comune.piao", "struttura staff \"Staff\"\n");
    workspace.write("piaoc.toml", config);
    workspace.write(
        "prove/piano.prove",
        "piano \"../piano.piao\"\nprova \"x\"\n  consuntivi \"../dati.csv\"\n  periodo 2025\n",
    );
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", &plan);
    client.settle();
    for (old, new, expected) in [
        (
            "dati.csv",
            "q/dati 2.csv",
            [
                ("piaoc.toml", "[\"q/dati 2.csv\"]  # \"dati.csv\""),
                ("prove/piano.prove", "\"../q/dati 2.csv\""),
            ],
        ),
        (
            "piano.piao",
            "nuovo.piao",
            [("piaoc.toml", "plan = \"nuovo.piao\""), ("prove/piano.prove", "piano \"../nuovo.piao\"")],
        ),
        (
            "comune.piao",
            "lib/comune.piao",
            [("piano.piao", "usa \"lib/comune.piao\""), ("piano.piao", "misura istanze")],
        ),
    ] {
        let files = json!([{ "oldUri": client.uri(old), "newUri": client.uri(new) }]);
        let edit = client.request("workspace/willRenameFiles", json!({ "files": files })).unwrap();
        let after = made(&workspace, &edit);
        for (name, words) in expected {
            assert!(after[name].contains(words), "{old} → {new}: {after:?}");
        }
    }
    let nothing = json!([{ "oldUri": client.uri("altra.csv"), "newUri": client.uri("x.csv") }]);
    assert!(client.request("workspace/willRenameFiles", json!({ "files": nothing })).unwrap().is_null());
    client.end();
}
