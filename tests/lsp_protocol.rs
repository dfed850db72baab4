//! The server as a partner: encodings, the order of things, what is no message, files and folders that come and go, and
//! a request on which piaoc itself fails. After each of these it goes on.

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

use std::io::Cursor;

use lsp_server::Message;
use piaoc::diagnostics::Lang;
use piaoc::lsp::{Encoding, Ended, Lines, Options, read_messages};
use serde_json::{Value, json};

use client::Client;
use support::Workspace;

const PLAN: &str = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\n\nobiettivo A.1 \"Uno\"\n\nkpi tempo \"Tempo medio\"\n  target <= 5 giorni\n";

fn folder(files: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new();
    for (name, text) in files {
        workspace.write(name, text);
    }
    workspace
}

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|found| found["code"].as_str().unwrap()).collect()
}

// ── positions ──

/// An accent, an emoji (two UTF-16 units, four bytes), a decomposed accent, CRLF and a lone CR.
const STRANGE: &str = "piano \"Città 🏛 é\"\r\n  anni 2025\r  ente \"x\"\n";

#[test]
fn every_place_of_a_text_is_found_again_in_both_encodings() {
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let lines = Lines::new(STRANGE, encoding);
        for (offset, _) in STRANGE.char_indices() {
            // Between CR and LF there is no place.
            if STRANGE[..offset].ends_with('\r') && STRANGE[offset..].starts_with('\n') {
                continue;
            }
            let position = lines.position(offset);
            assert_eq!(lines.offset(position), offset, "{encoding:?} {offset}");
            assert_eq!(piaoc::lsp::offset(STRANGE, position, encoding), offset, "{encoding:?} {offset}");
        }
    }
    let at = |encoding: Encoding, offset: usize| {
        let position = Lines::new(STRANGE, encoding).position(offset);
        (position.line, position.character)
    };
    let after_emoji = STRANGE.find('🏛').unwrap() + '🏛'.len_utf8();
    assert_eq!(at(Encoding::Utf16, after_emoji), (0, 15));
    assert_eq!(at(Encoding::Utf8, after_emoji), (0, 18));
    assert_eq!(at(Encoding::Utf16, STRANGE.find("ente").unwrap()), (2, 2));
}

#[test]
fn a_place_that_is_not_there_is_the_nearest_one() {
    use lsp_types::Position;
    let lines = Lines::new(STRANGE, Encoding::Utf16);
    assert_eq!(lines.offset(Position::new(0, 999)), STRANGE.find("\r\n").unwrap());
    assert_eq!(lines.offset(Position::new(99, 0)), STRANGE.len());
    // Inside the emoji's pair: its start.
    assert_eq!(lines.offset(Position::new(0, 14)), STRANGE.find('🏛').unwrap());
}

#[test]
fn the_client_chooses_the_encoding() {
    let text = PLAN.replace("\"Uno\"", "\"Città 🏛\" peso").replace('\n', "\r\n");
    for (offered, agreed, character) in [
        (json!(["utf-16"]), "utf-16", 24),
        (json!(["utf-16", "utf-8"]), "utf-8", 27),
        (Value::Null, "utf-16", 24),
    ] {
        let workspace = folder(&[("piano.piao", &text)]);
        let mut client = Client::silent(workspace.path());
        let capabilities = match offered {
            Value::Null => json!({}),
            offered => json!({ "general": { "positionEncodings": offered } }),
        };
        let initialized =
            client.request("initialize", json!({ "processId": null, "capabilities": capabilities })).unwrap();
        assert_eq!(initialized["capabilities"]["positionEncoding"], agreed);
        client.open("piano.piao", &text);
        let found = client.diagnostics("piano.piao");
        assert_eq!(codes(&found), ["P0101"], "{found:?}");
        assert_eq!(found[0]["range"]["start"], json!({ "line": 4, "character": character + 5 }), "{agreed}");
        // An edit after the emoji falls where the client means it.
        let fill = json!({
            "range": {
                "start": { "line": 4, "character": character },
                "end": { "line": 4, "character": character + 5 },
            },
            "text": "",
        });
        client.change("piano.piao", json!([fill]));
        assert_eq!(client.diagnostics("piano.piao"), [] as [Value; 0]);
        client.end();
    }
}

#[test]
fn several_edits_of_one_message_follow_each_other() {
    let workspace = folder(&[]);
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    let at = |line: u32, from: u32, to: u32, text: &str| {
        json!({
            "range": {
                "start": { "line": line, "character": from },
                "end": { "line": line, "character": to },
            },
            "text": text,
        })
    };
    // A line goes in; the second edit counts it.
    client.change("piano.piao", json!([at(4, 0, 0, "# commento\n"), at(8, 9, 11, "=<")]));
    let found = client.diagnostics("piano.piao");
    assert_eq!(codes(&found), ["P0110"]);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 8, "character": 9 }));
    // From below, as an editor replaces everywhere: the places are those of the text as it was. Two insertions at one
    // place stand in the order of their arrival from the end.
    client.change(
        "piano.piao",
        json!([at(8, 9, 11, "<="), at(7, 4, 9, "durata"), at(7, 4, 4, "la_"), at(5, 14, 19, "\"Due\"")]),
    );
    assert_eq!(client.diagnostics("piano.piao"), [] as [Value; 0]);
    let symbols = json!({ "textDocument": { "uri": client.uri("piano.piao") } });
    let symbols = client.request("textDocument/documentSymbol", symbols).unwrap();
    let objective = &symbols[1];
    assert_eq!(
        (&objective["name"], &objective["children"][0]["name"]),
        (&json!("A.1 Due"), &json!("la_durata Tempo medio"))
    );
    client.end();
}

// ── languages ──

#[test]
fn messages_are_in_the_clients_language() {
    let italian = "`=<` non è un confronto";
    let english = "`=<` is not a comparison";
    for (more, expected) in [
        (json!({ "locale": "it-IT" }), italian),
        (json!({ "locale": "en" }), english),
        (json!({ "locale": "de" }), english),
        (json!({ "locale": "en", "initializationOptions": { "language": "it" } }), italian),
        (json!({ "locale": "it", "initializationOptions": { "language": "auto" } }), italian),
        (json!({ "locale": null }), italian),
    ] {
        let workspace = folder(&[("piano.piao", &PLAN.replace("<=", "=<"))]);
        let mut client = Client::silent(workspace.path()).initialized(more.clone());
        let found = client.diagnostics("piano.piao");
        let message = found[0]["message"].as_str().unwrap();
        assert_eq!(message.lines().next(), Some(expected), "{more}");
        client.end();
    }
}

// ── the order of things ──

#[test]
fn before_initialize_and_after_shutdown_requests_are_refused() {
    let workspace = folder(&[("piano.piao", PLAN)]);
    let mut client = Client::silent(workspace.path());
    let (code, _) = client.at("textDocument/hover", "piano.piao", 0, 0).unwrap_err();
    assert_eq!(code, -32002);
    client.notify("textDocument/didOpen", json!({ "nonsense": true }));
    let mut client = client.initialized(json!({}));
    let (code, _) = client.request("initialize", json!({ "capabilities": {} })).unwrap_err();
    assert_eq!(code, -32600);
    client.request("shutdown", Value::Null).unwrap();
    let (code, _) = client.at("textDocument/hover", "piano.piao", 0, 0).unwrap_err();
    assert_eq!(code, -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.leave(), Ended::Properly);
}

#[test]
fn a_client_that_goes_away_ends_the_server() {
    let workspace = folder(&[("piano.piao", PLAN)]);
    assert_eq!(Client::start(workspace.path()).leave(), Ended::Abruptly);
    let client = Client::start(workspace.path());
    client.notify("exit", Value::Null);
    assert_eq!(client.leave(), Ended::Abruptly);
}

#[test]
fn what_nobody_knows_is_refused_or_left() {
    let workspace = folder(&[("piano.piao", PLAN)]);
    let mut client = Client::start(workspace.path());
    let (code, message) = client.request("textDocument/tea", json!({})).unwrap_err();
    assert_eq!((code, message.contains("textDocument/tea")), (-32601, true));
    client.notify("$/whatever", json!([1, 2]));
    client.notify("textDocument/didChange", json!("nonsense"));
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": "file:///nowhere.piao", "version": 3 }, "contentChanges": [] }),
    );
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///nowhere.piao" } }));
    let (code, _) = client.request("textDocument/foldingRange", json!({ "textDocument": 7 })).unwrap_err();
    assert_eq!(code, -32602);
    // Places in no file of a plan have nothing to show, and are no fault.
    for method in [
        "textDocument/hover",
        "textDocument/completion",
        "textDocument/definition",
        "textDocument/documentSymbol",
    ] {
        client.at(method, "altrove.txt", 3, 7).unwrap();
        client.at(method, "piano.piao", 9_999, 9_999).unwrap();
    }
    client.end();
}

#[test]
fn a_cancelled_request_is_answered_as_such() {
    let workspace = folder(&[]);
    let mut client = Client::start(workspace.path());
    // Enough work that the request has to wait for it.
    let large: String =
        (0..3_000).map(|n| format!("obiettivo B.{n} \"x\"\nkpi k \"t\"\n target >= 1\n")).collect();
    client.open("piano.piao", &format!("{PLAN}\n{large}"));
    let uri = client.uri("piano.piao");
    let symbols = json!({ "textDocument": { "uri": uri } });
    let (cancelled, kept) = (
        client.ask("textDocument/documentSymbol", symbols.clone()),
        client.ask("textDocument/documentSymbol", symbols),
    );
    client.notify("$/cancelRequest", json!({ "id": 2 }));
    client.notify("$/cancelRequest", json!({ "id": "unknown" }));
    assert_eq!(client.answer(&cancelled).unwrap_err().0, -32800);
    assert!(client.answer(&kept).unwrap().as_array().unwrap().len() > 3_000);
    client.end();
}

#[test]
fn a_request_on_which_piaoc_fails_is_an_error_and_no_end() {
    fn fail_on_hover(method: &str) {
        assert_ne!(method, "textDocument/hover", "asked to fail");
    }
    let workspace = folder(&[("piano.piao", PLAN)]);
    let options = Options { before_request: fail_on_hover, ..Options::plain(Lang::It) };
    let mut client = Client::with(workspace.path(), options).initialized(json!({}));
    for _ in 0..3 {
        let (code, message) = client.at("textDocument/hover", "piano.piao", 4, 12).unwrap_err();
        assert_eq!((code, message.as_str()), (-32603, "errore interno di piaoc: non è colpa del piano"));
    }
    assert!(client.at("textDocument/completion", "piano.piao", 7, 2).is_ok());
    client.end();
}

/// What stands between good messages is answered if it can be, and skipped: the messages after it are read.
#[test]
fn bytes_that_are_no_message_cost_only_themselves() {
    let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let good = |id: u32| framed(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"x"}}"#));
    let input = [
        good(1),
        "garbage without a header\r\n".to_owned(),
        good(2),
        framed("{ no json"),
        framed(""),
        framed(r#"{"jsonrpc":"2.0","id":77,"params":{}}"#),
        framed("[1,2,3]"),
        "Content-Length: many\r\n\r\n".to_owned(),
        "Content-Length: -5\r\nContent-Type: x\r\n\r\n".to_owned(),
        format!(
            "content-length: {}\r\nContent-Type: utf-8\r\n\r\n",
            good(3).split("\r\n\r\n").nth(1).unwrap().len()
        ) + good(3).split("\r\n\r\n").nth(1).unwrap(),
        "\u{FEFF}\0\0\n".to_owned(),
        good(4),
        "Content-Length: 50\r\n\r\n{".to_owned(),
    ]
    .concat();
    let (messages, received) = crossbeam_channel::unbounded();
    let (answers, answered) = crossbeam_channel::unbounded();
    read_messages(&mut Cursor::new(input.into_bytes()), &messages, &answers).unwrap();
    let ids: Vec<String> = received
        .try_iter()
        .map(|message| match message {
            Message::Request(request) => request.id.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids, ["1", "2", "3", "4"]);
    let refused: Vec<(String, i32)> = answered
        .try_iter()
        .map(|message| match message {
            Message::Response(answer) => (answer.id.to_string(), answer.response_result.unwrap_err().code),
            other => panic!("{other:?}"),
        })
        .collect();
    let none = String::from("\"\"");
    assert_eq!(
        refused,
        [(none.clone(), -32700), (none.clone(), -32700), ("77".to_owned(), -32600), (none, -32600)]
    );
}

// ── files and folders ──

#[test]
fn files_that_are_not_open_are_checked_too() {
    let workspace = folder(&[
        ("piano.piao", &PLAN.replace("obiettivo", "usa \"comune.piao\"\n\nobiettivo")),
        ("comune.piao", "misura x \"X\"\n  peso 5%\n"),
        ("q.csv", "chiave;periodo;valore\nA.1/tempi;2025;4\n"),
        ("piaoc.toml", "[eval]\nactuals = [\"q.csv\"]\n"),
        ("sotto/altro.piao", "piano \"Altro\"\n"),
    ]);
    let mut client = Client::start(workspace.path());
    assert_eq!(codes(&client.diagnostics("comune.piao")), ["P0103"]);
    assert_eq!(codes(&client.diagnostics("sotto/altro.piao")), ["P0212"]);
    // The library mended on disk, the table's fault comes out; mended in the editor, it goes.
    workspace.write("comune.piao", "misura x \"X\"\n");
    let changed = json!({ "changes": [{ "uri": client.uri("comune.piao"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    assert_eq!(codes(&client.diagnostics("comune.piao")), [] as [&str; 0]);
    assert_eq!(codes(&client.diagnostics("q.csv")), ["P0503"]);
    client.open("q.csv", "chiave;periodo;valore\nA.1/tempo;2025;4\n");
    assert_eq!(codes(&client.diagnostics("q.csv")), [] as [&str; 0]);
    // Closed without saving, the file on disk counts again.
    client.close("q.csv");
    assert_eq!(codes(&client.diagnostics("q.csv")), ["P0503"]);
    assert!(client.asked.iter().any(|asked| asked.method == "client/registerCapability"));
    client.end();
}

#[test]
fn plans_and_folders_come_and_go() {
    let workspace = folder(&[("uno/a.piao", "piano \"A\"\n"), ("due/b.piao", "piano \"B\"\n")]);
    let client = Client::silent(workspace.path());
    let uno = client.uri("uno");
    let mut client = client.initialized(json!({ "workspaceFolders": [{ "uri": uno, "name": "uno" }] }));
    assert_eq!(codes(&client.diagnostics("uno/a.piao")), ["P0212"]);
    assert!(client.diagnostics("due/b.piao").is_empty());
    let due = json!({ "uri": client.uri("due"), "name": "due" });
    let uno = json!({ "uri": client.uri("uno"), "name": "uno" });
    let event = json!({ "event": { "added": [due], "removed": [uno] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    assert!(client.diagnostics("uno/a.piao").is_empty(), "a folder that is closed has nothing wrong");
    assert_eq!(codes(&client.diagnostics("due/b.piao")), ["P0212"]);
    // A file is renamed, and one is deleted.
    std::fs::rename(workspace.path().join("due/b.piao"), workspace.path().join("due/c.piao")).unwrap();
    let renamed =
        json!({ "files": [{ "oldUri": client.uri("due/b.piao"), "newUri": client.uri("due/c.piao") }] });
    client.notify("workspace/didRenameFiles", renamed);
    assert!(client.diagnostics("due/b.piao").is_empty());
    assert_eq!(codes(&client.diagnostics("due/c.piao")), ["P0212"]);
    std::fs::remove_file(workspace.path().join("due/c.piao")).unwrap();
    let deleted = json!({ "changes": [{ "uri": client.uri("due/c.piao"), "type": 3 }] });
    client.notify("workspace/didChangeWatchedFiles", deleted);
    assert!(client.diagnostics("due/c.piao").is_empty());
    client.end();
}

#[test]
fn a_file_of_no_folder_and_one_that_is_not_saved_are_checked_as_they_are() {
    let workspace = folder(&[]);
    let mut client = Client::silent(workspace.path()).initialized(json!({ "workspaceFolders": null }));
    client.open("nuovo.piao", "");
    assert_eq!(codes(&client.diagnostics("nuovo.piao")), ["P0907"]);
    client.replace("nuovo.piao", PLAN);
    assert!(client.diagnostics("nuovo.piao").is_empty());
    let document =
        json!({ "uri": "untitled:Untitled-1", "languageId": "piao", "version": 1, "text": "piano \"A\"\n" });
    client.notify("textDocument/didOpen", json!({ "textDocument": document }));
    client.settle();
    assert_eq!(client.published["untitled:Untitled-1"][0]["code"], "P0212");
    client.end();
}

/// A library open alone is what the command line says of it; once a plan uses it, it is part of that.
#[test]
fn a_library_belongs_to_the_plan_that_uses_it() {
    let workspace = folder(&[]);
    let mut client = Client::start(workspace.path());
    client.open("comune.piao", "misura x \"X\"\n");
    assert_eq!(codes(&client.diagnostics("comune.piao")), ["P0205"]);
    client.open("piano.piao", &PLAN.replace("obiettivo", "usa \"comune.piao\"\n\nobiettivo"));
    assert!(client.diagnostics("comune.piao").is_empty());
    assert!(client.diagnostics("piano.piao").is_empty());
    client.replace("piano.piao", PLAN);
    assert_eq!(codes(&client.diagnostics("comune.piao")), ["P0205"]);
    client.end();
}

/// A diagnostic links to the page of its code: for our extension by a name that it opens itself, for others to a file.
#[test]
fn diagnostics_link_to_the_page_of_their_code() {
    let workspace = folder(&[("piano.piao", &PLAN.replace("<=", "=<"))]);
    let link = |options: Options, own: bool| {
        let more = json!({ "initializationOptions": { "clientCommands": own } });
        let mut client = Client::with(workspace.path(), options).initialized(more);
        let found = client.diagnostics("piano.piao");
        client.end();
        found[0].pointer("/codeDescription/href").and_then(Value::as_str).map(str::to_owned)
    };
    let plain = Options::plain(Lang::It);
    let with_pages = Options { page: |code, _| Some(format!("/pages/{}.md", code.name()).into()), ..plain };
    assert_eq!(link(plain, true).as_deref(), Some("piaoc:/P0110.md"));
    assert_eq!(link(with_pages, false).as_deref(), Some("file:///pages/P0110.md"));
    assert_eq!(link(plain, false), None);
}
