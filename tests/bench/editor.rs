//! `cargo bench --bench editor`: the language server as an editor meets it, over standard input and output. Each time
//! runs from the message that is sent to the answer that is read.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, clippy::panic)]

#[allow(dead_code)]
mod client;
#[allow(dead_code)]
mod generate;
mod process;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use client::{Editor, uri};
use generate::Numbers;
use serde_json::json;

/// Keystrokes of each measurement.
const KEYSTROKES: usize = 400;
/// Requests of each measurement.
const REQUESTS: usize = 200;
/// Edits over which memory must not grow.
const MANY_EDITS: usize = 10_000;

/// The time below which so many percent of the runs are.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3
}

fn row(what: &str, times: &mut [Duration], limit: f64) {
    let (median, p95) = (percentile(times, 50), percentile(times, 95));
    let verdict = if p95 <= limit { "" } else { "  over the limit" };
    println!("{what:<62} median {median:>7.2} ms   95% {p95:>7.2} ms   limit {limit:>5} ms{verdict}");
}

/// Lines of the plan where a target's number stands, with the number's place.
fn targets(text: &str) -> Vec<(usize, usize)> {
    let lines = text.lines().enumerate().filter(|(_, line)| line.contains("target"));
    let found: Vec<_> = lines
        .filter_map(|(at, line)| Some((at, line.find(">= ").or_else(|| line.find("<= "))? + 3)))
        .collect();
    assert!(found.len() > 50, "only {} targets", found.len());
    found
}

fn typing(folder: &Path, kpis: usize, limit: f64, with_actuals: bool) {
    let what = if with_actuals { " with actuals" } else { "" };
    let folder = folder.join(format!("{kpis}{}", what.replace(' ', "-")));
    std::fs::create_dir_all(&folder).unwrap();
    let (path, text) = (folder.join("piano.piao"), generate::plan(kpis));
    std::fs::write(&path, &text).unwrap();
    if with_actuals {
        std::fs::write(folder.join("a.csv"), generate::actuals(kpis, kpis * 10)).unwrap();
        std::fs::write(folder.join("piaoc.toml"), "[eval]\nactuals = [\"a.csv\"]\n").unwrap();
    }
    let mut editor = Editor::start(&folder);
    editor.open(&path, &text);
    assert_eq!(editor.diagnostics(&path), 0);
    editor.settle();
    let targets = targets(&text);
    let mut numbers = Numbers::new(3);
    let (mut keys, mut hovers, mut completions) = (Vec::new(), Vec::new(), Vec::new());
    for key in 0..KEYSTROKES {
        // A digit goes in and comes out again, then a letter that makes a fault.
        let (line, column) = targets[numbers.below(targets.len() as u64) as usize];
        let typed = if key % 4 == 3 { "x" } else { "1" };
        for (from, to, typed) in [(column, column, typed), (column, column + 1, "")] {
            let started = Instant::now();
            editor.type_at(&path, line, from, to, typed);
            let found = editor.diagnostics(&path);
            keys.push(started.elapsed());
            assert!(typed != "x" || found > 0, "a fault was typed and not reported");
        }
        if key < REQUESTS {
            let at = |character: usize| {
                json!({
                    "textDocument": { "uri": uri(&path) },
                    "position": { "line": line, "character": character },
                })
            };
            let started = Instant::now();
            let hover = editor.request("textDocument/hover", at(4));
            hovers.push(started.elapsed());
            assert!(!hover["result"].is_null(), "nothing to see: {hover}");
            let started = Instant::now();
            let offered = editor.request("textDocument/completion", at(2));
            completions.push(started.elapsed());
            assert!(!offered["result"].is_null(), "nothing offered: {offered}");
        }
    }
    row(&format!("keystroke to diagnostics, {kpis} KPIs{what}"), &mut keys, limit);
    row(&format!("hover, {kpis} KPIs{what}"), &mut hovers, 10.0);
    row(&format!("completion, {kpis} KPIs{what}"), &mut completions, 10.0);
    editor.end();
}

fn start() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/prato-2025");
    let path = folder.join("piano.piao");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut times = Vec::new();
    for _ in 0..60 {
        let started = Instant::now();
        let mut editor = Editor::start(&folder);
        editor.open(&path, &text);
        editor.diagnostics(&path);
        times.push(started.elapsed());
        editor.end();
    }
    row("start to first diagnostics, examples/prato-2025", &mut times, 100.0);
}

fn memory() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut editor = Editor::start(&folder);
    let mut edited = None;
    for example in std::fs::read_dir(&folder).unwrap() {
        for file in std::fs::read_dir(example.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if matches!(extension, Some("piao" | "csv")) {
                let text = std::fs::read_to_string(&path).unwrap();
                editor.open(&path, &text);
                edited = edited.or_else(|| path.ends_with("prato-2025/piano.piao").then_some((path, text)));
            }
        }
    }
    editor.settle();
    let opened = editor.memory_mb();
    let (path, text) = edited.unwrap();
    let targets = targets(&text);
    let mut numbers = Numbers::new(5);
    let mut after_first = 0.0;
    let mut highest = opened;
    editor.version = 1;
    for edit in 0..MANY_EDITS / 2 {
        let (line, column) = targets[numbers.below(targets.len() as u64) as usize];
        editor.type_at(&path, line, column, column, "1");
        editor.type_at(&path, line, column, column + 1, "");
        editor.diagnostics(&path);
        if edit == MANY_EDITS / 20 {
            editor.settle();
            after_first = editor.memory_mb();
        }
        highest = f64::max(highest, editor.memory_mb());
    }
    editor.settle();
    let after = editor.memory_mb();
    println!(
        "memory with all examples open {opened:.0} MB; after {} edits {after_first:.0} MB, after {MANY_EDITS} {after:.0} MB, at most {highest:.0} MB; limit 100 MB",
        MANY_EDITS / 10
    );
    editor.end();
}

fn main() {
    let folder = std::env::temp_dir().join(format!("piaoc-bench-editor-{}", std::process::id()));
    start();
    typing(&folder, 1_000, 16.0, false);
    typing(&folder, 1_000, 16.0, true);
    typing(&folder, 10_000, 50.0, false);
    typing(&folder, 10_000, 50.0, true);
    memory();
    std::fs::remove_dir_all(&folder).unwrap();
}
