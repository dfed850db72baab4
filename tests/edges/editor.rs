//! Hovers, lenses, hints, offers and pages of a plan whose every name is hostile: no link, no HTML, no broken table, nothing hidden.

use piaoc::diagnostics::is_hidden;
use serde_json::{Value, json};

use crate::client::Client;
use crate::support::Workspace;

const HOSTILE: &str = "a | b \\| <b>c</b> <img src=x> [d](command:e) ![f](http://g) <http://h> *i* `j` \u{1b}[31m\u{202e}k &lt; l\\";

/// What Markdown makes of a text outside of our own signs: no bracket or angle of a name is left without its backslash.
fn assert_harmless(shown: &str) {
    assert!(!shown.chars().any(|c| is_hidden(c) && !matches!(c, '\n')), "{shown:?}");
    let mut escaped = false;
    let mut before = ' ';
    for c in shown.chars() {
        // Ours are `code`, **strong**, tables and lists: nothing that opens with these.
        let opens = matches!(c, '<' | '[') && !escaped;
        assert!(!opens, "{c} after {before:?} in {shown}");
        escaped = c == '\\' && !escaped;
        before = c;
    }
    let mut columns = None;
    for line in shown.lines() {
        if !line.starts_with('|') {
            columns = None;
            continue;
        }
        let (mut bars, mut escaped) = (0, false);
        for c in line.chars() {
            bars += usize::from(c == '|' && !escaped);
            escaped = c == '\\' && !escaped;
        }
        assert_eq!(*columns.get_or_insert(bars), bars, "{shown}");
    }
}

#[test]
fn what_an_editor_shows_holds_no_link_and_no_html() {
    let x = HOSTILE;
    let workspace = Workspace::new();
    let plan = format!(
        "piano \"{x}\"\n  anni 2025\n  ente \"{x}\"\n  punteggio fasce f\n\nstruttura s \"{x}\"\n\nmisura m \"{x}\"\n  unità \"{x}\"\n  fonte \"{x}\"\n\n\
         fasce f su percentuale raggiunta\n  sotto 60% -> 0%\n  da 60% -> 100%\n\nindicatore KP1 \"{x} catalogo\"\n  descrizione \"{x}\"\n\n\
         area A \"{x}\"\n\nobiettivo A.1 \"{x}\"\n  pesi uguali\n  assegnato s\n\nkpi uno \"{x} uno\"\n  target >= 5 \"{x}\"\n  assegnato s\n  fonte \"{x}\"\n  nota \"{x}\"\n\
         \nkpi KP1\n  target >= 5%\n  algoritmo rapporto % m / \"{x} b\"\n  responsabile \"{x}\"\n\nrettifica A.1/uno 2025 80% motivo \"{x}\" autore \"{x}\"\n"
    );
    workspace.write("piano.piao", &plan);
    workspace.write("c.csv", "chiave;periodo;valore\nA.1/uno;2025;4\nm;2025;1\n");
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"c.csv\"]\n");
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", &plan);
    client.settle();
    let mut hovers = 0;
    for (line, text) in plan.lines().enumerate() {
        let words = text.match_indices(char::is_alphanumeric).map(|(at, _)| at).filter(|at| *at < 30);
        for at in words.step_by(3) {
            let found = client.at("textDocument/hover", "piano.piao", line as u32, at as u32).unwrap();
            // What the reference says of a word is ours; of the plan, there is a name in it.
            if let Some(shown) = found["contents"]["value"].as_str().filter(|shown| shown.contains("img src"))
            {
                assert_harmless(shown);
                hovers += 1;
            }
        }
    }
    assert!(hovers > 20, "{hovers}");
    let params = json!({ "textDocument": { "uri": client.uri("piano.piao") } });
    let lenses = client.request("textDocument/codeLens", params).unwrap();
    let lenses: Vec<Value> = lenses.as_array().cloned().unwrap_or_default();
    assert!(!lenses.is_empty());
    for lens in lenses {
        let title = lens["command"]["title"].as_str().unwrap_or("");
        assert!(!title.chars().any(is_hidden), "{title:?}");
        let command = lens["command"]["command"].as_str().unwrap();
        assert!(["", "piaoc.why", "piaoc.evaluate"].contains(&command), "{command}");
    }
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
    let params = json!({ "textDocument": { "uri": client.uri("piano.piao") }, "range": range });
    let hints = client.request("textDocument/inlayHint", params).unwrap();
    assert!(hints.as_array().is_some_and(|hints| !hints.is_empty()));
    for hint in hints.as_array().unwrap() {
        // Plain text both, which clients show as it is.
        for shown in [&hint["label"], &hint["tooltip"]].into_iter().filter(|shown| !shown.is_null()) {
            assert!(!shown.as_str().unwrap().chars().any(is_hidden), "{shown}");
        }
    }
    // The pages: the whole result, and what is told beside what can be written.
    let params = json!({ "uri": client.uri("piano.piao") });
    let evaluated = client.request("piaoc/evaluate", params).unwrap();
    let page = evaluated["markdown"].as_str().unwrap();
    assert!(page.contains("img src"), "{page}");
    assert_harmless(page);
    let mut offers = 0;
    for (line, text) in plan.lines().enumerate() {
        let end = text.encode_utf16().count() as u32;
        let found = client.at("textDocument/completion", "piano.piao", line as u32, end).unwrap();
        for item in found["items"].as_array().into_iter().flatten() {
            let told = item["documentation"]["value"].as_str().unwrap_or("");
            assert!(!told.contains("img src") && !told.contains("command:"), "{told}");
            let detail = item["detail"].as_str().unwrap_or("");
            assert!(!detail.chars().any(is_hidden), "{detail:?}");
            offers += 1;
        }
    }
    assert!(offers > 20, "{offers}");
    client.end();
}
