//! Every feature as a client sees it, over the protocol: a small plan with its library and its table.

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

const LIBRARY: &str = "struttura staff \"Staff 🏛\"\n\nmisura istanze \"Istanze pervenute\"\n  unità istanze\n  fonte \"registro\"\n";

const PLAN: &str = "# Un piano di prova
# con due righe di commento
piano \"Prova\"
  anni 2025
  punteggio proporzionale

usa \"comune.piao\"

indicatore KP1 \"Dal catalogo\"
  algoritmo rapporto % \"a\" / istanze

area A \"Area\"

obiettivo A.1 \"Città più vicina\"
  assegnato staff

kpi tempo \"Tempo medio\"
  peso 60%  algoritmo rapporto \"giorni\" / istanze
  target <= 5 giorni

kpi KP1
  peso 40%  target >= 90%

obiettivo A.1.1 \"Sotto\"

kpi fatto \"Fatto\"
  target sì
";

const TABLE: &str =
    "chiave;periodo;valore\nA.1/tempo/1;2025;60\nistanze;2025;10\nA.1/KP1/1;2025;9\nA.1.1/fatto;2025;sì\n";

fn folder() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    workspace.write("comune.piao", LIBRARY);
    workspace.write("dati.csv", TABLE);
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"dati.csv\"]\n");
    workspace
}

fn start(workspace: &Workspace) -> Client {
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    assert_eq!(client.diagnostics("piano.piao"), [] as [Value; 0]);
    assert_eq!(client.diagnostics("dati.csv"), [] as [Value; 0]);
    client
}

/// Line and character (UTF-16) of the `|` in a piece of a text that has it once.
fn place(text: &str, marked: &str) -> (u32, u32) {
    let (before, after) = marked.split_once('|').unwrap();
    let piece = format!("{before}{after}");
    assert_eq!(text.matches(&piece).count(), 1, "{piece}");
    let position = Lines::new(text, Encoding::Utf16).position(text.find(&piece).unwrap() + before.len());
    (position.line, position.character)
}

/// The text under a range of the protocol.
fn under(text: &str, range: &Value) -> String {
    let lines = Lines::new(text, Encoding::Utf16);
    let at = |end: &str| lines.offset(serde_json::from_value(range[end].clone()).unwrap());
    text[at("start")..at("end")].to_owned()
}

/// A text with the edits of a `WorkspaceEdit` for its document.
fn edited(client: &Client, name: &str, text: &str, edit: &Value) -> String {
    let uri = client.uri(name);
    let documents = edit["documentChanges"].as_array().expect("the client takes versioned edits");
    let mut edits: Vec<&Value> = documents
        .iter()
        .filter(|document| document["textDocument"]["uri"] == uri.as_str())
        .flat_map(|document| document["edits"].as_array().unwrap())
        .collect();
    let lines = Lines::new(text, Encoding::Utf16);
    let at =
        |edit: &Value, end: &str| lines.offset(serde_json::from_value(edit["range"][end].clone()).unwrap());
    edits.sort_by_key(|edit| std::cmp::Reverse(at(edit, "start")));
    let mut out = text.to_owned();
    for edit in edits {
        out.replace_range(at(edit, "start")..at(edit, "end"), edit["newText"].as_str().unwrap());
    }
    out
}

fn position(client: &mut Client, method: &str, name: &str, text: &str, marked: &str) -> Value {
    let (line, character) = place(text, marked);
    client.at(method, name, line, character).unwrap()
}

fn text_of<'v>(value: &'v Value, path: &str) -> &'v str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("no {path} in {value}"))
}

#[test]
fn hover_tells_of_names_in_plans_libraries_and_tables() {
    let workspace = folder();
    let mut client = start(&workspace);
    for (name, text, marked, expected) in [
        ("piano.piao", PLAN, "obiettivo A|.1 \"Città", &["Città più vicina", "60%", "40%"][..]),
        ("piano.piao", PLAN, "\"giorni\" / ist|anze", &["Istanze pervenute", "registro", "10", "dati.csv"]),
        ("piano.piao", PLAN, "kpi te|mpo", &["Tempo medio", "6 giorni", "80,00%"]),
        ("piano.piao", PLAN, "punteggio prop|orzionale", &["proporzionale", "§9"]),
        ("piano.piao", PLAN, "indicatore K|P1", &["Dal catalogo", "A.1"]),
        ("piano.piao", PLAN, "assegnato st|aff", &["Staff 🏛", "A.1"]),
        ("comune.piao", LIBRARY, "misura ista|nze", &["Istanze pervenute", "registro"]),
        ("dati.csv", TABLE, "A.1/te|mpo/1", &["giorni", "60 giorni", "dati.csv"]),
    ] {
        let hover = position(&mut client, "textDocument/hover", name, text, marked);
        let shown = text_of(&hover, "/contents/value");
        for words in expected {
            assert!(shown.contains(words), "{marked}: no `{words}` in\n{shown}");
        }
    }
    let nothing = position(&mut client, "textDocument/hover", "piano.piao", PLAN, "# Un pi|ano di prova");
    assert!(nothing.is_null(), "{nothing}");
    client.end();
}

#[test]
fn definitions_lie_where_names_are_declared() {
    let workspace = folder();
    let mut client = start(&workspace);
    for (name, text, marked, target, target_text, expected) in [
        ("piano.piao", PLAN, "\"giorni\" / ist|anze", "comune.piao", LIBRARY, "istanze"),
        ("piano.piao", PLAN, "assegnato st|aff", "comune.piao", LIBRARY, "staff"),
        ("piano.piao", PLAN, "kpi K|P1", "piano.piao", PLAN, "KP1"),
        ("dati.csv", TABLE, "A.1/te|mpo/1", "piano.piao", PLAN, "tempo"),
        ("dati.csv", TABLE, "\nA|.1/KP1/1", "piano.piao", PLAN, "A.1"),
        ("dati.csv", TABLE, "ist|anze", "comune.piao", LIBRARY, "istanze"),
        ("piano.piao", PLAN, "usa \"com|une.piao\"", "comune.piao", LIBRARY, ""),
    ] {
        let found = position(&mut client, "textDocument/definition", name, text, marked);
        assert_eq!(found[0]["uri"], client.uri(target), "{marked}");
        assert_eq!(under(target_text, &found[0]["range"]), expected, "{marked}");
    }
    client.end();
}

#[test]
fn references_reach_all_files_and_tables() {
    let workspace = folder();
    let mut client = start(&workspace);
    let mut found = |declaration: bool| {
        let (line, character) = place(LIBRARY, "misura ist|anze");
        let more = json!({ "context": { "includeDeclaration": declaration } });
        let list =
            client.with_position("textDocument/references", "comune.piao", line, character, more).unwrap();
        let mut files: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|location| text_of(location, "/uri").rsplit('/').next().unwrap().to_owned())
            .collect();
        files.sort();
        files
    };
    assert_eq!(found(false), ["dati.csv", "piano.piao", "piano.piao"]);
    assert_eq!(found(true), ["comune.piao", "dati.csv", "piano.piao", "piano.piao"]);
    let marked = position(&mut client, "textDocument/documentHighlight", "piano.piao", PLAN, "kpi K|P1");
    assert_eq!(marked.as_array().unwrap().len(), 2, "{marked}");
    client.end();
}

#[test]
fn a_measure_is_renamed_in_library_plan_and_table() {
    let workspace = folder();
    let mut client = start(&workspace);
    let at = position(&mut client, "textDocument/prepareRename", "piano.piao", PLAN, "\"giorni\" / ist|anze");
    assert_eq!((text_of(&at, "/placeholder"), under(PLAN, &at["range"]).as_str()), ("istanze", "istanze"));
    let (line, character) = place(PLAN, "\"giorni\" / ist|anze");
    let edit = client
        .with_position("textDocument/rename", "piano.piao", line, character, json!({ "newName": "domande" }))
        .unwrap();
    for (name, text) in [("comune.piao", LIBRARY), ("piano.piao", PLAN), ("dati.csv", TABLE)] {
        let renamed = edited(&client, name, text, &edit);
        let expected = text.replace("/ istanze", "/ domande").replace("misura istanze", "misura domande");
        assert_eq!(renamed, expected.replace("\nistanze;", "\ndomande;"), "{name}");
        workspace.write(name, &renamed);
    }
    let renamed = std::fs::read_to_string(workspace.path().join("piano.piao")).unwrap();
    client.replace("piano.piao", &renamed);
    let changed = ["comune.piao", "dati.csv"].map(|name| json!({ "uri": client.uri(name), "type": 2 }));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changed }));
    for name in ["piano.piao", "comune.piao", "dati.csv"] {
        assert_eq!(client.diagnostics(name), [] as [Value; 0], "{name}");
    }
    client.end();
}

#[test]
fn a_rename_that_would_break_something_is_refused_with_the_reason() {
    let workspace = folder();
    let mut client = start(&workspace);
    for (marked, new_name, reason) in [
        ("kpi te|mpo", "peso", "riservata"),
        ("kpi te|mpo", "due parole", "nome breve"),
        ("obiettivo A|.1 \"", "A", "A"),
        ("\"giorni\" / ist|anze", "2025", "nome"),
    ] {
        let (line, character) = place(PLAN, marked);
        let more = json!({ "newName": new_name });
        let (code, why) =
            client.with_position("textDocument/rename", "piano.piao", line, character, more).unwrap_err();
        assert!(code == -32803 && why.contains(reason), "{marked} → {new_name}: {code} {why}");
    }
    for marked in ["pe|so 60%", "\"Tempo| medio\"", "target <= |5 giorni"] {
        let (line, character) = place(PLAN, marked);
        let (code, why) = client.at("textDocument/prepareRename", "piano.piao", line, character).unwrap_err();
        assert!(code == -32803 && !why.is_empty(), "{marked}: {code} {why}");
    }
    client.end();
}

#[test]
fn completion_inserts_snippets_or_plain_text() {
    let workspace = folder();
    let typed = format!("{PLAN}  \n");
    for (snippets, format) in [(true, 2), (false, 1)] {
        let item = json!({ "snippetSupport": snippets });
        let capabilities = json!({ "textDocument": { "completion": { "completionItem": item } } });
        let mut client =
            Client::silent(workspace.path()).initialized(json!({ "capabilities": capabilities }));
        client.open("piano.piao", &typed);
        let line = typed.lines().count() as u32 - 1;
        let offered = client.at("textDocument/completion", "piano.piao", line, 2).unwrap();
        let weight = offered["items"].as_array().unwrap().iter().find(|item| item["label"] == "peso");
        let weight = weight.unwrap_or_else(|| panic!("no `peso` in {offered}"));
        assert_eq!(weight["insertTextFormat"], format);
        assert!(!text_of(weight, "/documentation/value").is_empty());
        let inserted = text_of(weight, "/textEdit/newText");
        assert_eq!(inserted.contains("${"), snippets, "{inserted}");
        client.end();
    }
    let mut client = start(&workspace);
    let (line, character) = place(TABLE, "A.1/te|mpo/1");
    let keys = client.at("textDocument/completion", "dati.csv", line, character).unwrap();
    let labels: Vec<&str> =
        keys["items"].as_array().unwrap().iter().map(|item| text_of(item, "/label")).collect();
    assert_eq!(labels, ["A.1/tempo/1", "A.1/tempo"]);
    client.end();
}

#[test]
fn signatures_mark_the_part_that_is_being_written() {
    let workspace = folder();
    let mut client = start(&workspace);
    let found = position(
        &mut client,
        "textDocument/signatureHelp",
        "piano.piao",
        PLAN,
        "rapporto \"giorni\" / |istanze",
    );
    let signature = &found["signatures"][0];
    let active = found["activeParameter"].as_u64().unwrap() as usize;
    let range = &signature["parameters"][active]["label"];
    let label: Vec<u16> = text_of(signature, "/label").encode_utf16().collect();
    let part = &label[range[0].as_u64().unwrap() as usize..range[1].as_u64().unwrap() as usize];
    assert_eq!(String::from_utf16(part).unwrap(), "denominatore", "{found}");
    client.end();
}

#[test]
fn what_stands_beside_the_plan_stays_while_a_fault_is_typed() {
    let workspace = folder();
    let mut client = start(&workspace);
    let beside = |client: &mut Client, text: &str| {
        let document = json!({ "uri": client.uri("piano.piao") });
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        let lenses = client.request("textDocument/codeLens", json!({ "textDocument": document })).unwrap();
        let hints = json!({ "textDocument": document, "range": whole });
        let hints = client.request("textDocument/inlayHint", hints).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let shown = |at: &Value, words: &Value| {
            let line = lines[at["line"].as_u64().unwrap() as usize];
            format!(
                "{}: {}",
                line.split_whitespace().take(2).collect::<Vec<_>>().join(" "),
                words.as_str().unwrap()
            )
        };
        let lenses = lenses.as_array().unwrap().iter();
        let lenses: Vec<String> =
            lenses.map(|lens| shown(&lens["range"]["start"], &lens["command"]["title"])).collect();
        let hints = hints.as_array().unwrap().iter();
        (lenses, hints.map(|hint| shown(&hint["position"], &hint["label"])).collect::<Vec<_>>())
    };
    let (lenses, hints) = beside(&mut client, PLAN);
    assert!(hints.iter().all(|hint| hint.contains("→ ") && hint.contains(": pesa ")), "{hints:?}");
    assert!(lenses.iter().any(|lens| lens.contains("performance")), "{lenses:?}");
    let earlier = |shown: &str| shown.replace(": era ", ": pesa ").replace("45%", "40%");
    // A line above, then a fault in one objective; then one in the table.
    let faulty = PLAN.replace("area A", "# nota\n\narea A").replace("peso 40%", "peso 45%");
    client.replace("piano.piao", &faulty);
    let (_, beside_now) = beside(&mut client, &faulty);
    assert_eq!(beside_now.iter().map(|hint| earlier(hint)).collect::<Vec<_>>(), hints);
    assert!(beside_now.iter().all(|hint| hint.contains(": era ")), "{beside_now:?}");
    // A target that is being typed keeps its hint beside it.
    let typed = PLAN.replace("target >= 90%", "target => 90%");
    client.replace("piano.piao", &typed);
    let (_, beside_now) = beside(&mut client, &typed);
    assert_eq!(beside_now.iter().map(|hint| earlier(hint)).collect::<Vec<_>>(), hints);
    client.replace("piano.piao", &faulty);
    let (now, _) = beside(&mut client, &faulty);
    assert_eq!(now.len(), lenses.len(), "{now:?}");
    assert!(
        now.iter().any(|lens| lens.contains("performance") && lens.ends_with("(prima dell'errore)")),
        "{now:?}"
    );
    client.replace("piano.piao", PLAN);
    assert_eq!(beside(&mut client, PLAN), (lenses.clone(), hints.clone()));
    client.open("dati.csv", &TABLE.replace("60\n", "sessanta\n"));
    let (now, beside_now) = beside(&mut client, PLAN);
    assert_eq!((now.len(), beside_now.len()), (lenses.len(), hints.len()), "{now:?} {beside_now:?}");
    // Without a fault what is not there any more is not shown.
    client.replace("dati.csv", TABLE);
    workspace.write("piaoc.toml", "[eval]\n");
    let changed = json!({ "changes": [{ "uri": client.uri("piaoc.toml"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    let (_, beside_now) = beside(&mut client, PLAN);
    assert!(beside_now.iter().all(|hint| !hint.contains(": era ")), "{beside_now:?}");
    client.end();
}

#[test]
fn notes_are_part_of_the_message_and_other_places_are_places() {
    let workspace = folder();
    let mut client = start(&workspace);
    client.replace("piano.piao", &PLAN.replace("peso 40%", "peso 45%"));
    let found = client.diagnostics("piano.piao");
    let sum = found.iter().find(|one| one["code"] == "P0309").unwrap();
    assert!(text_of(sum, "/message").contains('\n'), "{sum}");
    for place in sum["relatedInformation"].as_array().unwrap() {
        assert_ne!(place["location"]["range"], sum["range"], "{sum}");
    }
    client.end();
}

#[test]
fn a_client_of_the_simplest_kind_gets_text_to_insert() {
    let workspace = folder();
    let plan = format!("{PLAN}kp");
    let mut client = Client::silent(workspace.path()).initialized(json!({ "capabilities": {
        "textDocument": { "completion": { "completionItem": { "snippetSupport": false } } },
    } }));
    client.open("piano.piao", &plan);
    let last = plan.lines().count() as u32 - 1;
    let list = client.at("textDocument/completion", "piano.piao", last, 2).unwrap();
    let items = list["items"].as_array().unwrap();
    for item in items {
        assert_eq!(item["insertText"], item["textEdit"]["newText"], "{item}");
        assert_eq!(item["insertTextFormat"], 1);
    }
    assert!(items.iter().any(|item| text_of(item, "/insertText").starts_with("kpi indicatore_2")), "{list}");
    client.end();
    // One that knows more is not shown in its list what belongs to the edit.
    let mut client = Client::silent(workspace.path()).initialized(json!({ "capabilities": {
        "textDocument": { "completion": { "contextSupport": true } },
    } }));
    client.open("piano.piao", &plan);
    let list = client.at("textDocument/completion", "piano.piao", last, 2).unwrap();
    assert!(list["items"].as_array().unwrap().iter().all(|item| item.get("insertText").is_none()), "{list}");
    client.end();
}

#[test]
fn enter_on_an_empty_line_of_a_table_opens_no_list() {
    let workspace = folder();
    let mut client = start(&workspace);
    let table = format!("{TABLE}\n");
    client.open("dati.csv", &table);
    let line = table.lines().count() as u32 - 1;
    let mut offered = |context: Value| {
        let more = json!({ "context": context });
        let list = client.with_position("textDocument/completion", "dati.csv", line, 0, more).unwrap();
        let items = list["items"].as_array().unwrap();
        assert!(
            items
                .iter()
                .all(|item| item.get("preselect").is_none() && item.get("commitCharacters").is_none())
        );
        items.len()
    };
    assert_eq!(offered(json!({ "triggerKind": 2, "triggerCharacter": "\n" })), 0);
    assert_eq!(offered(json!({ "triggerKind": 3 })), 0);
    assert!(offered(json!({ "triggerKind": 1 })) > 0);
    client.end();
}

#[test]
fn contents_links_folds_and_selections_follow_the_plan() {
    let workspace = folder();
    let mut client = start(&workspace);
    let document = json!({ "textDocument": { "uri": client.uri("piano.piao") } });
    let symbols = client.request("textDocument/documentSymbol", document.clone()).unwrap();
    let outline = |symbol: &Value| {
        fn line(symbol: &Value) -> String {
            let children: Vec<String> = symbol["children"].as_array().unwrap().iter().map(line).collect();
            let name = symbol["name"].as_str().unwrap();
            if children.is_empty() { name.to_owned() } else { format!("{name}({})", children.join(" ")) }
        }
        line(symbol)
    };
    let lines: Vec<String> = symbols.as_array().unwrap().iter().map(outline).collect();
    let below = "A.1 Città più vicina(tempo Tempo medio KP1 A.1.1 Sotto(fatto Fatto))";
    assert_eq!(lines, ["Prova", "KP1 Dal catalogo", &format!("A Area({below})")]);
    let found = client.request("workspace/symbol", json!({ "query": "ISTANZE" })).unwrap();
    assert_eq!(found[0]["name"], "istanze Istanze pervenute");
    let links = client.request("textDocument/documentLink", document.clone()).unwrap();
    assert_eq!(links[0]["target"], client.uri("comune.piao"));
    assert_eq!(under(PLAN, &links[0]["range"]), "comune.piao");
    let folds = client.request("textDocument/foldingRange", document.clone()).unwrap();
    let folded: Vec<(u64, u64)> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|fold| (fold["startLine"].as_u64().unwrap() + 1, fold["endLine"].as_u64().unwrap() + 1))
        .collect();
    for expected in [(1, 2), (12, 27), (14, 22), (17, 19), (24, 27)] {
        assert!(folded.contains(&expected), "{expected:?} is not in {folded:?}");
    }
    let (line, character) = place(PLAN, "\"Tempo me|dio\"");
    let more = json!({ "positions": [{ "line": line, "character": character }] });
    let mut params = document;
    params["positions"] = more["positions"].clone();
    let mut range = client.request("textDocument/selectionRange", params).unwrap()[0].clone();
    let mut selected = Vec::new();
    while !range.is_null() {
        selected.push(under(PLAN, &range["range"]));
        range = range["parent"].clone();
    }
    assert_eq!(selected[..2], ["Tempo medio", "\"Tempo medio\""]);
    assert_eq!(selected.last().unwrap(), PLAN);
    assert!(selected.iter().any(|text| text.starts_with("kpi tempo") && text.ends_with("5 giorni")));
    assert!(selected.windows(2).all(|pair| pair[1].contains(&pair[0]) && pair[0] != pair[1]));
    client.end();
}

#[test]
fn colours_cover_the_words_of_the_plan() {
    let workspace = folder();
    let mut client = Client::silent(workspace.path());
    let initialized = client.request("initialize", json!({ "processId": null, "capabilities": {} })).unwrap();
    let types = &initialized["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"];
    client.open("piano.piao", PLAN);
    let uri = client.uri("piano.piao");
    let whole = client
        .request("textDocument/semanticTokens/full", json!({ "textDocument": { "uri": uri } }))
        .unwrap();
    let mut decoded: Vec<(String, String)> = Vec::new();
    let (mut line, mut character) = (0, 0);
    for token in whole["data"].as_array().unwrap().chunks(5) {
        let [down, right, length, kind, _] = [0, 1, 2, 3, 4].map(|at| token[at].as_u64().unwrap() as u32);
        line += down;
        character = if down == 0 { character + right } else { right };
        let range = json!({
            "start": { "line": line, "character": character },
            "end": { "line": line, "character": character + length },
        });
        decoded.push((under(PLAN, &range), types[kind as usize].as_str().unwrap().to_owned()));
    }
    for (word, kind) in [
        ("# Un piano di prova", "comment"),
        ("piano", "keyword"),
        ("anni", "property"),
        ("2025", "number"),
        ("A.1", "class"),
        ("\"Città più vicina\"", "string"),
        ("staff", "enumMember"),
        ("tempo", "function"),
        ("istanze", "variable"),
        ("/", "operator"),
    ] {
        assert!(decoded.contains(&(word.to_owned(), kind.to_owned())), "{word} {kind}: {decoded:?}");
    }
    client.end();
}

#[test]
fn hints_lenses_and_results_read_what_eval_says() {
    let workspace = folder();
    let mut client = Client::silent(workspace.path())
        .initialized(json!({ "initializationOptions": { "clientCommands": true } }));
    client.open("piano.piao", PLAN);
    client.settle();
    let (printed, _) = workspace.piaoc("piaoc eval piano.piao --format json");
    let result: Value = serde_json::from_str(&printed).unwrap();
    let uri = client.uri("piano.piao");
    let status = client.heard.iter().rev().find(|said| said.method == "piaoc/status").unwrap().params.clone();
    assert_eq!(status["uri"], uri.as_str());
    let performance = status["performance"].as_str().unwrap().trim_end_matches('%').replace(',', ".");
    assert_eq!(
        performance.trim_end_matches('0').trim_end_matches('.'),
        text_of(&result, "/plan/performance")
    );
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let document = json!({ "uri": uri });
    let hints = client
        .request("textDocument/inlayHint", json!({ "textDocument": document, "range": range }))
        .unwrap();
    let texts: Vec<&str> = hints.as_array().unwrap().iter().map(|hint| text_of(hint, "/label")).collect();
    assert_eq!(texts.len(), 3, "one for each KPI: {texts:?}");
    assert!(texts[0].contains("6 → 80,00%"), "{texts:?}");
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": document })).unwrap();
    let lens = |title: &str| {
        let found = lenses.as_array().unwrap().iter().find(|lens| text_of(lens, "/command/title") == title);
        found.unwrap_or_else(|| panic!("no lens `{title}` in {lenses}"))["command"].clone()
    };
    assert_eq!(lens("pesi 100%")["command"], "");
    assert_eq!(lens("perché?")["command"], "piaoc.why");
    let key = json!([uri, "A.1"]);
    assert!(lenses.to_string().contains(&key.to_string()), "{lenses}");
    // The command's text is that of the command line, and is shown.
    let why = client
        .request(
            "workspace/executeCommand",
            json!({ "command": "piaoc.why", "arguments": [uri, "A.1/tempo"] }),
        )
        .unwrap();
    let (printed, _) = workspace.piaoc("piaoc why piano.piao A.1/tempo");
    let unplaced = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split("  ").next().unwrap().trim_end().to_owned()).collect()
    };
    assert_eq!(unplaced(why.as_str().unwrap())[..3], unplaced(&printed)[..3]);
    assert!(client.heard.iter().any(|said| said.method == "window/showMessage"));
    let asked = client.request(
        "piaoc/why",
        json!({ "uri": client.uri("dati.csv"), "position": { "line": 3, "character": 2 } }),
    );
    assert_eq!(asked.unwrap()["key"], "A.1/KP1");
    let evaluated = client.request("piaoc/evaluate", json!({ "uri": uri })).unwrap();
    assert!(text_of(&evaluated, "/markdown").contains("Tempo medio"), "{evaluated}");
    let page = client.request("piaoc/explain", json!({ "code": "P0309" })).unwrap();
    assert!(text_of(&page, "/text").starts_with("P0309"));
    // A plan with a fault has no result: what is beside the text is of before, and says why when asked.
    client.replace("piano.piao", &PLAN.replace("40%", "30%"));
    let hints = client
        .request("textDocument/inlayHint", json!({ "textDocument": document, "range": range }))
        .unwrap();
    assert!(text_of(&hints, "/0/label").starts_with("era "), "{hints}");
    assert_eq!(text_of(&hints, "/0/tooltip"), "(prima dell'errore)");
    let lenses =
        client.request("textDocument/codeLens", json!({ "textDocument": document })).unwrap().to_string();
    assert!(lenses.contains("pesi 90%") && lenses.contains("% (prima dell'errore)"), "{lenses}");
    let evaluated = client.request("piaoc/evaluate", json!({ "uri": uri })).unwrap();
    assert!(
        evaluated["markdown"].is_null() && text_of(&evaluated, "/reason").contains("error"),
        "{evaluated}"
    );
    client.end();
}

/// Each quick fix that the issue names: the fault as typed, the fix's title, and what stands there afterwards; and then
/// nothing is wrong any more.
#[test]
fn quick_fixes_mend_what_they_are_for() {
    let head = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\n\n";
    let cases = [
        ("obiettivo A \"a\"\nkpi k \"t\"\n  target =< 5", "=<", "scrivi `<=`", "target <= 5"),
        (
            "obiettivo A \"a\"\nkpi k \"t\"\n  algoritmo rapporto % \"x\" / \"y\"  target >= 90",
            "90",
            "scrivi `90%`",
            "target >= 90%",
        ),
        (
            "obiettivo A \"a\"\nkpi k \"t\"\n  target >= 1\nkpi h \"u\"\n  target >= 1",
            "A",
            "tutti con lo stesso peso: `pesi uguali`",
            "obiettivo A \"a\"\n  pesi uguali\n",
        ),
        (
            "obiettivo A \"a\"\nkpi k \"t\"\n  peso 50%  target >= 1\nkpi h \"u\"\n  peso 50%  target >= 1",
            "A",
            "scrivi `pesi uguali` al posto dei pesi",
            "obiettivo A \"a\"\n  pesi uguali\nkpi k \"t\"\n    target",
        ),
        (
            "obiettivo A \"a\"\nkpi k \"t\"\n  peso 50%  target >= 1\nkpi h \"u\"\n  target >= 1\nkpi g \"v\"\n  target >= 1",
            "h",
            "ripartisci i punti che mancano: 25%, 25%",
            "kpi h \"u\"\n  peso  25%\n",
        ),
        (
            "obiettivo A \"a\"\nkpi k \"t\"\n  peso 90%  target >= 1\nkpi h \"u\"\n  target >= 1\nkpi g \"v\"\n  target >= 1\nkpi f \"w\"\n  target >= 1",
            "h",
            "ripartisci i punti che mancano: 3,33%, 3,33%, 3,34%",
            "kpi f \"w\"\n  peso  3,34%\n",
        ),
        (
            "obiettivo A \"a\"\nkpi k \"t\"\n  algoritmo rapporto domande / \"y\"  target >= 1",
            "domande",
            "dichiara `misura domande`",
            "misura domande \"domande\"\n\nobiettivo A",
        ),
        (
            "obiettivo A \"a\"\n  assegnato ragioneria\nkpi k \"t\"\n  target >= 1",
            "ragioneria",
            "dichiara `struttura ragioneria`",
            "struttura ragioneria \"ragioneria\"\n\nobiettivo A",
        ),
        (
            "misura istanze \"i\"\nobiettivo A \"a\"\nkpi k \"t\"\n  algoritmo rapporto istnze / \"y\"  target >= 1",
            "istnze",
            "forse volevi scrivere `istanze`",
            "rapporto istanze /",
        ),
        (
            "obiettivo A.1 \"a\"\nkpi k \"t\"\n  peso 60%  target >= 1\nkpi h \"u\"\n  peso 40%  target >= 1\nobiettivo A.1.1 \"b\"\nkpi k \"t\"\n  target >= 1",
            "A.1",
            "aggiungi un indicatore che prende dentro gli obiettivi sotto A.1",
            "peso       0%\n  algoritmo  media ponderata\nobiettivo A.1.1",
        ),
        ("obiettivo A \"a\"\nkpi k \"t\"\n  target >= 1.5", "1.5", "scrivi `1,5`", "target >= 1,5"),
    ];
    let workspace = Workspace::new();
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", head);
    for (body, at, title, expected) in cases {
        let text = format!("{head}{body}\n");
        client.replace("piano.piao", &text);
        let found = client.diagnostics("piano.piao");
        let start = head.len() + body.find(at).unwrap();
        let range = serde_json::to_value(Lines::new(&text, Encoding::Utf16).range(start, start + 1)).unwrap();
        let params = json!({
            "textDocument": { "uri": client.uri("piano.piao") },
            "range": range,
            "context": { "diagnostics": found },
        });
        let actions = client.request("textDocument/codeAction", params).unwrap();
        let action = actions.as_array().unwrap().iter().find(|action| action["title"] == title);
        let action = action.unwrap_or_else(|| panic!("{body}\nno `{title}` in {actions}"));
        let repairs = action["kind"] == "quickfix";
        assert_eq!(repairs, !found.is_empty(), "{body}");
        if repairs {
            assert!(found.contains(&action["diagnostics"][0]), "{action}");
        }
        let mended = edited(&client, "piano.piao", &text, &action["edit"]);
        assert!(mended.contains(expected), "{title}\n{mended}");
        client.replace("piano.piao", &mended);
        // A rollup for which no weight is left weighs 0 at first, of which a hint reminds.
        let mut left = client.diagnostics("piano.piao");
        left.retain(|found| found["code"] != "P0431");
        assert_eq!(left, [] as [Value; 0], "{title}\n{mended}");
    }
    client.end();
}

/// A key of the table that the plan does not know is renamed to the nearest, in a file that is not open.
#[test]
fn a_key_of_a_table_is_mended_by_its_quick_fix() {
    let workspace = folder();
    let table = TABLE.replace("A.1/tempo/1", "A.1/temp/1");
    workspace.write("dati.csv", &table);
    let mut client = Client::start(workspace.path());
    let found = client.diagnostics("dati.csv");
    assert_eq!(found[0]["code"], "P0503");
    let params = json!({
        "textDocument": { "uri": client.uri("dati.csv") },
        "range": found[0]["range"],
        "context": { "diagnostics": found },
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    assert_eq!(edited(&client, "dati.csv", &table, &actions[0]["edit"]), TABLE, "{actions}");
    client.end();
}

/// A fault elsewhere hides the results, and not the table: its keys are renamed too.
#[test]
fn a_rename_reaches_the_table_of_a_plan_with_errors() {
    let workspace = folder();
    let mut client = Client::start(workspace.path());
    let faulty = PLAN.replace("<= 5 giorni", "=< 5 giorni");
    client.open("piano.piao", &faulty);
    assert_eq!(client.diagnostics("piano.piao")[0]["code"], "P0110");
    let (line, character) = place(&faulty, "kpi te|mpo");
    let more = json!({ "newName": "durata" });
    let edit = client.with_position("textDocument/rename", "piano.piao", line, character, more).unwrap();
    assert_eq!(edited(&client, "dati.csv", TABLE, &edit), TABLE.replace("A.1/tempo", "A.1/durata"));
    client.end();
}

#[test]
fn what_is_asked_right_after_opening_waits_for_the_first_analysis() {
    let workspace = folder();
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    let hover = position(&mut client, "textDocument/hover", "piano.piao", PLAN, "\"giorni\" / ist|anze");
    assert!(text_of(&hover, "/contents/value").contains("Istanze pervenute"), "{hover}");
    client.end();
}

/// A client that watches no files has its tables looked at before a result is shown.
#[test]
fn a_table_saved_by_another_program_counts_without_a_watcher() {
    let workspace = folder();
    let mut client = Client::silent(workspace.path()).initialized(json!({ "capabilities": {} }));
    client.open("piano.piao", PLAN);
    let uri = client.uri("piano.piao");
    let mut performance = || {
        let evaluated = client.request("piaoc/evaluate", json!({ "uri": uri })).unwrap();
        text_of(&evaluated, "/performance").to_owned()
    };
    let before = performance();
    workspace.write("dati.csv", TABLE.replace("2025;60", "2025;50"));
    let after = performance();
    assert_eq!((before.as_str(), after.as_str()), ("88,00%", "100,00%"));
    // The command without a file means the only plan; a lens without an action does nothing.
    let run = |command: &str| json!({ "command": command, "arguments": [] });
    assert!(client.request("workspace/executeCommand", run("piaoc.evaluate")).unwrap().is_string());
    assert!(client.request("workspace/executeCommand", run("")).unwrap().is_null());
    client.end();
}
