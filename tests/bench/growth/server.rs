//! Shapes of what an editor asks of the language server.

use std::path::Path;

use serde_json::{Value, json};

use super::client::{Editor, uri};
use super::shape::each;

pub struct Talk {
    pub name: &'static str,
    pub n: usize,
    /// What lies in the folder before, and what is said.
    pub run: fn(&mut dyn FnMut(&Path) -> Editor, &Path, usize),
}

const fn of(name: &'static str, n: usize, run: fn(&mut dyn FnMut(&Path) -> Editor, &Path, usize)) -> Talk {
    Talk { name, n, run }
}

fn one(at: usize) -> String {
    format!(
        "piano \"Piano {at}\"\n  anni 2025-2027\nobiettivo A \"Esempio\"\nkpi k \"Indicatore {at}\" target >= 1\n"
    )
}

fn large(n: usize) -> String {
    let kpis =
        each(n, |at| format!("kpi k{at} \"Indicatore numero {at}\"\n  target >= 1\n  nota \"nota {at}\"\n"));
    format!("piano \"Piano\"\n  anni 2025-2027\nobiettivo A \"Esempio\"\n  pesi uguali\n{kpis}")
}

/// Opens one plan of `n` KPIs and asks something about it.
fn asked(start: &mut dyn FnMut(&Path) -> Editor, folder: &Path, n: usize, method: &str, more: Value) {
    let path = folder.join("piano.piao");
    let text = large(n);
    std::fs::write(&path, &text).unwrap();
    let mut editor = start(folder);
    editor.open(&path, &text);
    editor.settle();
    let mut params = json!({ "textDocument": { "uri": uri(&path) } });
    for (name, value) in more.as_object().unwrap() {
        params[name] = value.clone();
    }
    let answer = editor.request(method, params);
    assert!(answer.get("error").is_none(), "{answer}");
    editor.end();
}

pub const LSP: &[Talk] = &[
    of("files open", 500, |start, folder, n| {
        for at in 0..n {
            std::fs::write(folder.join(format!("p{at}.piao")), one(at)).unwrap();
        }
        let mut editor = start(folder);
        for at in 0..n {
            editor.open(&folder.join(format!("p{at}.piao")), &one(at));
        }
        editor.settle();
        editor.end();
    }),
    of("files open, in no workspace", 500, |start, folder, n| {
        let empty = folder.join("altrove");
        std::fs::create_dir_all(&empty).unwrap();
        for at in 0..n {
            std::fs::write(folder.join(format!("p{at}.piao")), one(at)).unwrap();
        }
        let mut editor = start(&empty);
        for at in 0..n {
            editor.open(&folder.join(format!("p{at}.piao")), &one(at));
        }
        editor.settle();
        editor.end();
    }),
    of("files opened and closed", 250, |start, folder, n| {
        for at in 0..n {
            std::fs::write(folder.join(format!("p{at}.piao")), one(at)).unwrap();
        }
        let mut editor = start(folder);
        for at in 0..n {
            let path = folder.join(format!("p{at}.piao"));
            editor.open(&path, &one(at));
            // What is asked of the file itself waits for it: a search of the whole workspace would be of all of them.
            editor.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri(&path) } }));
            editor.close(&path);
        }
        editor.settle();
        editor.end();
    }),
    of("files open, each edited", 250, |start, folder, n| {
        for at in 0..n {
            std::fs::write(folder.join(format!("p{at}.piao")), one(at)).unwrap();
        }
        let mut editor = start(folder);
        for at in 0..n {
            editor.open(&folder.join(format!("p{at}.piao")), &one(at));
        }
        for at in 0..n {
            editor.type_at(&folder.join(format!("p{at}.piao")), 3, 3, 3, " ");
        }
        editor.settle();
        editor.end();
    }),
    of("plans of the workspace", 500, |start, folder, n| {
        for at in 0..n {
            std::fs::write(folder.join(format!("p{at}.piao")), one(at)).unwrap();
        }
        let mut editor = start(folder);
        editor.settle();
        editor.end();
    }),
    of("plans of the workspace that change on disk", 250, |start, folder, n| {
        for at in 0..n {
            std::fs::write(folder.join(format!("p{at}.piao")), one(at)).unwrap();
        }
        let mut editor = start(folder);
        editor.settle();
        for at in 0..n {
            let change = json!({ "uri": uri(&folder.join(format!("p{at}.piao"))), "type": 2 });
            editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
        }
        editor.settle();
        editor.end();
    }),
    of("tables of the workspace", 250, |start, folder, n| {
        for at in 0..n {
            let own = folder.join(format!("p{at}"));
            std::fs::create_dir_all(&own).unwrap();
            std::fs::write(own.join("piano.piao"), one(at)).unwrap();
            std::fs::write(own.join("a.csv"), "chiave;periodo;valore\nA/k;2025;3\n").unwrap();
            std::fs::write(own.join("piaoc.toml"), "[eval]\nactuals = [\"a.csv\"]\n").unwrap();
        }
        let mut editor = start(folder);
        editor.settle();
        editor.end();
    }),
    of("edits at one place", 1_000, |start, folder, n| {
        let path = folder.join("piano.piao");
        std::fs::write(&path, one(0)).unwrap();
        let mut editor = start(folder);
        editor.open(&path, &one(0));
        for _ in 0..n {
            editor.type_at(&path, 2, 13, 13, "x");
        }
        editor.settle();
        editor.end();
    }),
    of("edits of one notification", 5_000, |start, folder, n| {
        let path = folder.join("piano.piao");
        std::fs::write(&path, one(0)).unwrap();
        let mut editor = start(folder);
        editor.open(&path, &one(0));
        let change = |at: usize| {
            let place = json!({ "line": 2, "character": 13 + at });
            json!({ "range": { "start": place, "end": place }, "text": "x" })
        };
        let changes: Vec<Value> = (0..n).map(change).collect();
        editor.change(&path, Value::Array(changes));
        editor.settle();
        editor.end();
    }),
    of("edits of one notification, all over a plan", 2_000, |start, folder, n| {
        let path = folder.join("piano.piao");
        std::fs::write(&path, large(n)).unwrap();
        let mut editor = start(folder);
        editor.open(&path, &large(n));
        let change = |at: usize| {
            let place = json!({ "line": 4 + at * 3, "character": 3 });
            json!({ "range": { "start": place, "end": place }, "text": " " })
        };
        let changes: Vec<Value> = (0..n).rev().map(change).collect();
        editor.change(&path, Value::Array(changes));
        editor.settle();
        editor.end();
    }),
    of("a document of one line", 200_000, |start, folder, n| {
        let path = folder.join("piano.piao");
        let text = format!("{}  nota \"{}\"\n", one(0), "è ".repeat(n));
        std::fs::write(&path, &text).unwrap();
        let mut editor = start(folder);
        editor.open(&path, &text);
        for _ in 0..10 {
            editor.type_at(&path, 4, n, n, "x");
        }
        editor.settle();
        editor.end();
    }),
    of("outline", 10_000, |start, folder, n| {
        asked(start, folder, n, "textDocument/documentSymbol", json!({}));
    }),
    of("folding", 10_000, |start, folder, n| {
        asked(start, folder, n, "textDocument/foldingRange", json!({}));
    }),
    of("colours", 10_000, |start, folder, n| {
        asked(start, folder, n, "textDocument/semanticTokens/full", json!({}));
    }),
    of("lenses", 10_000, |start, folder, n| {
        asked(start, folder, n, "textDocument/codeLens", json!({}));
    }),
    of("hints", 10_000, |start, folder, n| {
        let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": n * 4, "character": 0 } });
        asked(start, folder, n, "textDocument/inlayHint", json!({ "range": all }));
    }),
    of("completion", 10_000, |start, folder, n| {
        asked(
            start,
            folder,
            n,
            "textDocument/completion",
            json!({ "position": { "line": 5, "character": 2 } }),
        );
    }),
    of("references", 10_000, |start, folder, n| {
        let more =
            json!({ "position": { "line": 4, "character": 5 }, "context": { "includeDeclaration": true } });
        asked(start, folder, n, "textDocument/references", more);
    }),
    of("rename", 10_000, |start, folder, n| {
        let more = json!({ "position": { "line": 4, "character": 5 }, "newName": "nuovo" });
        asked(start, folder, n, "textDocument/rename", more);
    }),
    of("format", 10_000, |start, folder, n| {
        let more = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
        asked(start, folder, n, "textDocument/formatting", more);
    }),
    of("code actions", 5_000, |start, folder, n| {
        let path = folder.join("piano.piao");
        let text = large(n).replace(">=", "=>");
        std::fs::write(&path, &text).unwrap();
        let mut editor = start(folder);
        editor.open(&path, &text);
        editor.settle();
        let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": n * 4, "character": 0 } });
        let params = json!({
            "textDocument": { "uri": uri(&path) },
            "range": all,
            "context": { "diagnostics": [] },
        });
        editor.request("textDocument/codeAction", params);
        editor.end();
    }),
    of("symbols of the workspace", 10_000, |start, folder, n| {
        let path = folder.join("piano.piao");
        std::fs::write(&path, large(n)).unwrap();
        let mut editor = start(folder);
        editor.settle();
        editor.request("workspace/symbol", json!({ "query": "indicatore" }));
        editor.end();
    }),
];
