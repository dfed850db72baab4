//! What `check` writes for other systems is what they ask for: held against their schemas, on every example and every
//! case, on odd names of files, and from run to run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/case.rs"]
mod case;
mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jsonschema::Validator;
use piaoc::diagnostics::render::CHECK_SCHEMA;
use serde_json::{Value, json};

use support::{Workspace, files_below, repository, words};

/// A plan with an error, a warning that is allowed, a hint, a fix and a label.
const FAULTY: &str = "piano \"Prova\"
  anni 2025

obiettivo A \"Uno\"

kpi uno \"Prima attività\"
  peso 50%  target <= 5 giorni
  consenti P0411 \"non serve\"

kpi due \"Seconda attività\"
  peso 60  target => 3

kpi tre \"Terza attività\"
  peso 10%
  consenti P0411 \"il target arriva in autunno\"
";

fn schema(name: &str) -> Validator {
    let text = std::fs::read_to_string(repository().join("tests/schemas").join(name)).unwrap();
    // The schema of SARIF has a slip in this expression, which is none.
    let text = text.replace("^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$", "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$");
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// Standard output of `piaoc check` in a folder.
fn check(folder: &Path, line: &str) -> String {
    check_with(folder, line, "2")
}

fn check_with(folder: &Path, line: &str, threads: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_piaoc"))
        .args(words(line))
        .current_dir(folder)
        .env("PIAOC_LANG", "it")
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn holds(validator: &Validator, text: &str, of: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{of}: {error}\n{text}"));
    if let Some(error) = validator.iter_errors(&value).next() {
        panic!("{of}: {error} at {}", error.instance_path());
    }
    value
}

/// The cases that check plans, each in a folder of its own.
fn cases() -> Vec<(String, Workspace)> {
    let mut found = Vec::new();
    for path in files_below(&repository().join("tests/cases"), "case") {
        let text = std::fs::read_to_string(&path).unwrap();
        let (case, ..) = case::read(path, &text);
        if !case.files.iter().any(|(name, _)| name == "piano.piao") {
            continue;
        }
        let workspace = Workspace::new();
        for (name, text) in &case.files {
            workspace.write(name, text);
        }
        found.push((case.path.display().to_string(), workspace));
    }
    assert!(found.len() > 15, "only {} cases", found.len());
    found
}

#[test]
fn sarif_json_and_gitlab_hold_their_schemas() {
    let formats = [
        ("sarif", schema("sarif-2.1.0.json")),
        ("gitlab", schema("gitlab-code-quality.json")),
        ("json", jsonschema::validator_for(&serde_json::from_str(CHECK_SCHEMA).unwrap()).unwrap()),
    ];
    let cases = cases();
    let examples = ("the examples".to_owned(), repository());
    let folders = cases.iter().map(|(name, workspace)| (name.clone(), workspace.path().to_owned()));
    for (name, folder) in folders.chain([examples]) {
        for (format, schema) in &formats {
            let what = if folder == repository() { "examples" } else { "piano.piao" };
            let text = check(&folder, &format!("check {what} --format {format} --show-allowed"));
            holds(schema, &text, &format!("{name} as {format}"));
        }
    }
}

/// The first indicator of a plan of one, as `eval` gives it in JSON, which holds its schema.
fn indicator(actuals: &[(&str, &str)], exception: &str) -> Value {
    let desk = Workspace::new();
    desk.write(
        "piano.piao",
        format!("piano \"P\"\n  anni 2025\n  punteggio proporzionale\nobiettivo A \"X\"\nkpi q \"Q\"\n  algoritmo rapporto % \"Sopra\" / \"Sotto\"\n  target >= 90%\n{exception}"),
    );
    let mut line = "piaoc eval piano.piao --format json".to_owned();
    for (name, text) in actuals {
        desk.write(name, text);
        line.push_str(&format!(" --actuals {name}"));
    }
    let (text, code) = desk.piaoc(&line);
    assert_eq!(code, 0, "{text}");
    let schema: Value = serde_json::from_str(piaoc::output::json::SCHEMA).unwrap();
    let result = holds(&jsonschema::validator_for(&schema).unwrap(), &text, &line);
    result["objectives"][0]["kpis"][0].clone()
}

#[test]
fn json_says_whether_what_was_published_follows() {
    let published = |own: &str, above: u32, exception: &str| {
        let table = format!("chiave;periodo;valore\nA/q;2025;{own}\nA/q/1;2025;{above}\nA/q/2;2025;3\n");
        indicator(&[("dati.csv", &table)], exception)["published"].clone()
    };
    let told = |value: &str, verdict: &str, allowed: Value| json!({"value": value, "verdict": verdict, "allowed": allowed});
    assert_eq!(published("100%", 3, ""), told("100", "agrees", Value::Null));
    assert_eq!(published("66,7%", 2, ""), told("66.7", "rounding", Value::Null));
    assert_eq!(published("60%", 2, ""), told("60", "contradicts", Value::Null));
    let exception = "  consenti P0520 \"come pubblicato\"\n";
    assert_eq!(published("60%", 2, exception), told("60", "contradicts", json!("come pubblicato")));
    let alone = [("dati.csv", "chiave;periodo;valore\nA/q/1;2025;2\nA/q/2;2025;3\n")];
    assert_eq!(indicator(&alone, "")["published"], Value::Null);
}

#[test]
fn json_has_what_offices_write_with_its_place() {
    let one = "chiave;periodo;valore;nota;evidenza\nA/q/1;2025;2;a mano;prot. 1\nA/q/2;2025;3;;\n";
    let two = "chiave;periodo;valore;nota\nA/q/1;2025;2;da capo\n";
    let remarks =
        indicator(&[("uno.csv", one), ("due.csv", two)], "  nota \"del piano\"\n")["remarks"].clone();
    let at = |kind: &str, text: &str, file: &str, column: u32| json!({"kind": kind, "of": "A/q/1", "period": "2025", "text": text, "file": file, "line": 2, "column": column});
    let expected = json!([
        at("note", "a mano", "uno.csv", 14),
        at("evidence", "prot. 1", "uno.csv", 21),
        at("note", "da capo", "due.csv", 14),
    ]);
    assert_eq!(remarks, expected);
}

#[test]
fn sarif_says_what_json_says() {
    let workspace = Workspace::new();
    workspace.write("piano.piao", FAULTY);
    let json: Value =
        serde_json::from_str(&check(workspace.path(), "check piano.piao --format json --show-allowed"))
            .unwrap();
    let sarif: Value =
        serde_json::from_str(&check(workspace.path(), "check piano.piao --format sarif")).unwrap();
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    let plain = json["diagnostics"].as_array().unwrap().iter().chain(json["allowed"].as_array().unwrap());
    let plain: Vec<&Value> = plain.collect();
    assert_eq!(results.len(), plain.len());
    for (result, plain) in results.iter().zip(plain) {
        assert_eq!(result["ruleId"], plain["code"]);
        let rule = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], plain["code"]);
        assert!(result["message"]["text"].as_str().unwrap().starts_with(plain["message"].as_str().unwrap()));
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], plain["range"]["start"]["line"]);
        assert_eq!(region["startColumn"], plain["range"]["start"]["column"]);
        assert_eq!(region["endColumn"], plain["range"]["end"]["column"]);
        let suppressed = &result["suppressions"];
        match plain.get("reason") {
            Some(reason) => assert_eq!(suppressed[0]["justification"], *reason),
            None => assert_eq!(suppressed.as_array().map(Vec::len), Some(0)),
        }
        assert_eq!(result["fixes"].as_array().map_or(0, Vec::len), plain["fixes"].as_array().unwrap().len());
    }
}

#[test]
fn names_of_files_are_encoded() {
    let workspace = Workspace::new();
    let name = "città & paesi/piano 100%, bozza: 1.piao";
    workspace.write(name, FAULTY);
    let line = |format: &str| format!("check '{name}' --format {format}");
    let sarif = check(workspace.path(), &line("sarif"));
    holds(&schema("sarif-2.1.0.json"), &sarif, "odd names");
    let uri = "\"uri\": \"citt%C3%A0%20%26%20paesi/piano%20100%25%2C%20bozza%3A%201.piao\"";
    assert!(sarif.contains(uri), "{sarif}");
    let github = check(workspace.path(), &line("github"));
    assert!(
        github.contains("::error file=città & paesi/piano 100%25%2C bozza%3A 1.piao,line=11,"),
        "{github}"
    );
    let gitlab = holds(&schema("gitlab-code-quality.json"), &check(workspace.path(), &line("gitlab")), name);
    assert_eq!(gitlab[0]["location"]["path"], name);
    // By its absolute name a file of the folder is the same file, elsewhere it has its whole address.
    let absolute = workspace.path().canonicalize().unwrap().join(name);
    let from_here = check(workspace.path(), &format!("check '{}' --format sarif", absolute.display()));
    assert!(from_here.contains(uri), "{from_here}");
    let from_elsewhere = check(&repository(), &format!("check '{}' --format sarif", absolute.display()));
    assert!(from_elsewhere.contains("\"uri\": \"file:///"), "{from_elsewhere}");
    holds(&schema("sarif-2.1.0.json"), &from_elsewhere, "absolute names");
}

fn fingerprints(folder: &Path) -> Vec<String> {
    let report: Value = serde_json::from_str(&check(folder, "check piano.piao --format gitlab")).unwrap();
    let list = report.as_array().unwrap();
    list.iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn fingerprints_are_unique_and_outlast_moved_lines() {
    let workspace = Workspace::new();
    workspace.write("piano.piao", FAULTY);
    let before = fingerprints(workspace.path());
    assert!(before.len() > 2, "{before:?}");
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len(), "{before:?}");
    let moved =
        FAULTY.replace("kpi uno", "# un commento\n\nkpi uno").replace("  peso 60 ", "\n    peso  60 ");
    workspace.write("piano.piao", moved);
    assert_eq!(fingerprints(workspace.path()), before);
    for (name, workspace) in cases() {
        let all = fingerprints(workspace.path());
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{name}");
    }
}

#[test]
fn github_reads_the_commands() {
    for (name, workspace) in cases() {
        for line in check(workspace.path(), "check piano.piao --format github").lines() {
            let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (command, properties) = head.split_once(' ').unwrap();
            assert!(["error", "warning", "notice"].contains(&command), "{name}: {line}");
            let names: Vec<&str> =
                properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
            assert!(
                names == ["file", "line", "endLine", "col", "endColumn", "title"]
                    || names == ["file", "line", "endLine", "title"],
                "{name}: {line}"
            );
            assert!(!message.is_empty(), "{name}: {line}");
        }
    }
}

/// Forty plans, with faults and a library that they share.
fn many_plans() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("comuni.piao", "fasce f su valore\n  fino a 59,99 -> 0%\n  da 60 -> 100%\n");
    for plan in 0..40 {
        let text = FAULTY.replace("anni 2025\n", &format!("anni 2025\n\nusa \"comuni.piao\"\n# {plan}\n"));
        let text = if plan % 3 == 0 { text.replace("60 ", "40% ").replace("=>", ">=") } else { text };
        workspace.write(&format!("p{plan:02}.piao"), text);
    }
    workspace
}

#[test]
fn every_run_writes_the_same_on_any_number_of_threads() {
    let workspace = many_plans();
    for format in ["text", "short", "json", "sarif", "github", "gitlab"] {
        let line = format!("check . --format {format} --level hint --show-allowed");
        let one = check_with(workspace.path(), &line, "1");
        assert!(one.contains("P0117") && one.contains("p39.piao"), "{format}: {one}");
        for threads in ["1", "2", "7"] {
            assert!(check_with(workspace.path(), &line, threads) == one, "{format} on {threads} threads");
        }
    }
    let short = check(workspace.path(), "check . --format short");
    let places: Vec<&str> = short.lines().map(|line| line.split(':').next().unwrap()).collect();
    let plans: Vec<&&str> = places.iter().filter(|place| place.starts_with("p")).collect();
    assert!(plans.is_sorted(), "{short}");
    assert_eq!(short.matches("comuni.piao:").count(), 1, "a library speaks once: {short}");
}

#[test]
fn an_output_file_has_the_format_and_the_screen_the_text() {
    let workspace = Workspace::new();
    workspace.write("piano.piao", FAULTY);
    let screen = check(workspace.path(), "check piano.piao --format sarif --output esito.sarif");
    assert_eq!(screen, check(workspace.path(), "check piano.piao"));
    let file = std::fs::read_to_string(workspace.path().join("esito.sarif")).unwrap();
    assert_eq!(file, check(workspace.path(), "check piano.piao --format sarif"));
}

/// `piaoc check --watch` as a process, and what it has written so far.
struct Watching {
    child: Child,
    screen: std::path::PathBuf,
}

impl Watching {
    fn start(workspace: &Workspace, option: &str) -> Watching {
        let screen = workspace.path().join("screen.txt");
        let child = Command::new(env!("CARGO_BIN_EXE_piaoc"))
            .args(["check", ".", "--format", "short", "--lang", "it", option])
            .current_dir(workspace.path())
            .stdin(Stdio::null())
            .stdout(std::fs::File::create(&screen).unwrap())
            .spawn()
            .unwrap();
        Watching { child, screen }
    }

    /// Waits until it has checked so many times, and gives what it wrote the last time.
    fn after(&self, checks: usize) -> String {
        let started = Instant::now();
        loop {
            let text = std::fs::read_to_string(&self.screen).unwrap();
            let parts: Vec<&str> = text.split("— aspetto").collect();
            if parts.len() == checks + 1 && text.ends_with('\n') {
                return parts[checks - 1].to_owned();
            }
            assert!(started.elapsed() < Duration::from_secs(30), "after {checks} checks: {text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn watches(option: &str) {
    let good = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\n\nobiettivo A \"Uno\"\n\nkpi uno \"Uno\"\n  target >= 3\n";
    let workspace = Workspace::new();
    workspace.write("piano.piao", good);
    let watching = Watching::start(&workspace, option);
    assert_eq!(watching.after(1), "");
    workspace.write("piano.piao", good.replace(">= 3", "=> 3"));
    let second = watching.after(2);
    assert!(second.contains("— modificato: piano.piao\n"), "{second}");
    assert!(second.contains("piano.piao:8:10: errore[P0110]"), "{second}");
    // As editors do it: a new file takes the place of the old.
    workspace.write("piano.tmp", good);
    std::fs::rename(workspace.path().join("piano.tmp"), workspace.path().join("piano.piao")).unwrap();
    let third = watching.after(3);
    assert!(third.contains("— modificato: piano.piao\n") && !third.contains("errore"), "{third}");
    // A file that was not there before.
    workspace.write("piaoc.toml", "[lint]\nP0999 = \"warn\"\n");
    let fourth = watching.after(4);
    assert!(fourth.contains("piaoc.toml\n") && fourth.contains("errore[P0909]"), "{fourth}");
}

#[test]
fn watching_checks_again_at_every_change() {
    watches("--watch");
}

#[test]
fn watching_by_looking_checks_again_too() {
    watches("--watch=poll");
}
