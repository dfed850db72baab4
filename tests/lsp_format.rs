//! Formatting in the editor: what `piaoc fmt` writes, as edits, of a file and of a range.

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

use piaoc::lsp::{Encoding, Lines};
use serde_json::{Value, json};

use client::Client;
use support::Workspace;

const UNTIDY: &str = "piano \"Prova\"
 anni 2025
 punteggio  proporzionale  # 🏛 città

area A \"Area\"

obiettivo A.1 \"Città\"
   pesi uguali



kpi tempo \"Tempo medio\"
 target<=5 giorni
 tipologia efficienza

kpi fatto \"Fatto\"
     target sì
";

const TIDY: &str = "piano \"Prova\"
  anni       2025
  punteggio  proporzionale  # 🏛 città

area A \"Area\"

obiettivo A.1 \"Città\"
  pesi uguali



kpi tempo \"Tempo medio\"
  target     <= 5 giorni
  tipologia  efficienza

kpi fatto \"Fatto\"
  target  sì
";

fn ask(client: &mut Client, range: Option<Value>) -> Result<Value, (i32, String)> {
    let uri = client.uri("piano.piao");
    let mut params = json!({
        "textDocument": { "uri": uri },
        "options": { "tabSize": 8, "insertSpaces": false },
    });
    match range {
        Some(range) => {
            params["range"] = range;
            client.request("textDocument/rangeFormatting", params)
        }
        None => client.request("textDocument/formatting", params),
    }
}

fn edited(text: &str, edits: &Value) -> String {
    let lines = Lines::new(text, Encoding::Utf16);
    let at =
        |edit: &Value, end: &str| lines.offset(serde_json::from_value(edit["range"][end].clone()).unwrap());
    let mut edited = text.to_owned();
    for edit in edits.as_array().unwrap().iter().rev() {
        edited.replace_range(at(edit, "start")..at(edit, "end"), edit["newText"].as_str().unwrap());
    }
    edited
}

fn start(workspace: &Workspace, text: &str) -> Client {
    workspace.write("piano.piao", text);
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", text);
    client
}

#[test]
fn a_document_is_formatted_as_on_the_command_line() {
    let workspace = Workspace::new();
    let mut client = start(&workspace, UNTIDY);
    let edits = ask(&mut client, None).unwrap();
    assert_eq!(edited(UNTIDY, &edits), TIDY);
    workspace.piaoc("piaoc fmt piano.piao");
    assert_eq!(std::fs::read_to_string(workspace.path().join("piano.piao")).unwrap(), TIDY);

    client.replace("piano.piao", TIDY);
    assert_eq!(ask(&mut client, None).unwrap(), json!([]));
    client.end();
}

#[test]
fn a_range_formats_the_items_it_touches() {
    let workspace = Workspace::new();
    let mut client = start(&workspace, UNTIDY);
    // One character of `tipologia`.
    let place = json!({ "line": 13, "character": 4 });
    let edits = ask(&mut client, Some(json!({ "start": place, "end": place }))).unwrap();
    let (before, after) = UNTIDY.split_once("kpi tempo").unwrap();
    let (_, after) = after.split_once("kpi fatto").unwrap();
    let (_, tidy) = TIDY.split_once("kpi tempo").unwrap();
    let (tidy, _) = tidy.split_once("kpi fatto").unwrap();
    let expected = format!("{before}kpi tempo{tidy}kpi fatto{after}");
    assert_eq!(edited(UNTIDY, &edits), expected);
    // Its whole lines, up to the start of the next item's.
    let lines = json!({ "start": { "line": 11, "character": 0 }, "end": { "line": 15, "character": 0 } });
    assert_eq!(edited(UNTIDY, &ask(&mut client, Some(lines)).unwrap()), expected);
    client.end();
}

#[test]
fn a_line_that_is_right_is_not_touched() {
    let workspace = Workspace::new();
    let mut client = start(&workspace, TIDY);
    client.replace("piano.piao", &TIDY.replace("  anni       2025", "  anni 2025"));
    let edits = ask(&mut client, None).unwrap();
    assert_eq!(edits.as_array().unwrap().len(), 1, "{edits}");
    assert_eq!(edits[0]["newText"], "  anni       2025\n");
    client.end();
}

#[test]
fn an_unresolved_merge_is_refused_with_its_reason() {
    let workspace = Workspace::new();
    let text = UNTIDY.replace("kpi fatto", "<<<<<<< HEAD\n=======\n>>>>>>> altra\nkpi fatto");
    let mut client = start(&workspace, &text);
    let (_, why) = ask(&mut client, None).unwrap_err();
    assert!(why.contains("<<<<<<<") || why.contains("conflitto"), "{why}");
    client.end();
}

#[test]
fn what_can_not_be_read_stays() {
    let workspace = Workspace::new();
    let text = UNTIDY.replace("tipologia efficienza", "tipologia \"efficienza");
    let mut client = start(&workspace, &text);
    let edits = ask(&mut client, None).unwrap();
    let edited = edited(&text, &edits);
    assert!(edited.contains("\n target<=5 giorni\n tipologia \"efficienza\n"), "{edited}");
    assert!(edited.contains("\n  target  sì\n"), "{edited}");
    client.end();
}
