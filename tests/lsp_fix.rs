//! The editor's "fix all": what `piaoc fix` would do to the open file, and only who asks for it gets it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/client.rs"]
mod client;
mod support;

use serde_json::{Value, json};

use client::Client;
use support::Workspace;

const PLAN: &str = "piano \"Città\"
  anni 2025
  punteggio proporzionale

obiettivo A.1 \"Primo\"

kpi uno \"Uno\"
  peso 60%  target =< 69.5 giorni
kpi due \"Due\"
  peso 40%  target <= 56 anni
";

fn asked(client: &mut Client, only: Value) -> Value {
    let params = json!({
        "textDocument": { "uri": client.uri("piano.piao") },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 11, "character": 0 } },
        "context": { "diagnostics": [], "only": only },
    });
    client.request("textDocument/codeAction", params).unwrap()
}

#[test]
fn all_safe_repairs_at_once_are_those_of_the_command_line() {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    assert_eq!(client.diagnostics("piano.piao").len(), 3);
    let actions = asked(&mut client, json!(["source.fixAll"]));
    let [action] = actions.as_array().unwrap().as_slice() else { panic!("{actions}") };
    assert_eq!(action["kind"], "source.fixAll.piaoc");
    let edit = &action["edit"]["documentChanges"][0]["edits"][0];
    let line = |end: &str| edit["range"][end]["line"].as_u64().unwrap() as usize;
    let column = |end: &str| edit["range"][end]["character"].as_u64().unwrap() as usize;
    // The changed lines are ASCII: characters are bytes there.
    let lines: Vec<&str> = PLAN.split_inclusive('\n').collect();
    let before = lines[..line("start")].concat() + &lines[line("start")][..column("start")];
    let after = lines[line("end")][column("end")..].to_owned() + &lines[line("end") + 1..].concat();
    let mended = format!("{before}{}{after}", edit["newText"].as_str().unwrap());
    let (printed, exit) = workspace.piaoc("piaoc fix piano.piao");
    assert_eq!(exit, 0, "{printed}");
    assert_eq!(mended, std::fs::read_to_string(workspace.path().join("piano.piao")).unwrap());
    client.replace("piano.piao", &mended);
    assert_eq!(client.diagnostics("piano.piao"), [] as [Value; 0]);
    assert_eq!(asked(&mut client, json!(["source.fixAll"])), json!([]));
    client.end();
}

#[test]
fn who_asks_for_quick_fixes_gets_these() {
    let workspace = Workspace::new();
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    client.diagnostics("piano.piao");
    for only in [json!(["quickfix"]), Value::Null] {
        let actions = asked(&mut client, only);
        let kinds: Vec<&Value> = actions.as_array().unwrap().iter().map(|action| &action["kind"]).collect();
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| **kind != "source.fixAll.piaoc"), "{kinds:?}");
    }
    client.end();
}
