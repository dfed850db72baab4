//! The editor and the command line say the same: `piaoc check --format json` and what the server publishes are compared
//! (code, range, message) for every example, every case, every code's page, and prefix after prefix of a real plan.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/case.rs"]
mod case;
#[path = "support/client.rs"]
mod client;
#[path = "support/random.rs"]
mod random;
mod support;

use std::path::Path;

use piaoc::diagnostics::Code;
use piaoc::diagnostics::pages::{self, Kind};
use serde_json::{Value, json};

use client::Client;
use random::{Numbers, spoil};
use support::{Workspace, files_below, repository};

/// A diagnostic as both say it: file, bytes from and to, code, all of its words.
type Said = (String, usize, usize, String, String);

/// What `piaoc check` says of a plan, or of all plans of a folder.
fn command_line(workspace: &Workspace, what: &str) -> Vec<Said> {
    let (printed, exit) = workspace.piaoc(&format!("piaoc check {what} --format json"));
    if !printed.starts_with('{') {
        assert!(exit == 2 && printed.contains("nessun piano"), "{printed}");
        return Vec::new();
    }
    let check: Value = serde_json::from_str(&printed).unwrap();
    let mut said: Vec<Said> = Vec::new();
    for found in check["diagnostics"].as_array().unwrap() {
        let file = found["file"].as_str().unwrap().trim_start_matches("./").to_owned();
        let text = decoded(&workspace.path().join(&file));
        let place = |end: &str| {
            let at = |name: &str| found["range"][end][name].as_u64().unwrap() as usize - 1;
            let start: usize = text.split_inclusive('\n').take(at("line")).map(str::len).sum();
            let line = &text[start..];
            start + line.char_indices().nth(at("column")).map_or(line.len(), |(byte, _)| byte)
        };
        let word = |name: &str| found[name].as_str().unwrap().to_owned();
        said.push((
            file.clone(),
            place("start"),
            place("end"),
            word("code"),
            all_said(&word("message"), [&found["labels"], &found["notes"]]).replace("`./", "`"),
        ));
    }
    said.sort();
    said
}

/// The sentence, then in the order of their letters the words at other places and the notes: the command line tells them
/// apart, an editor has what has no place in the message.
fn all_said<const N: usize>(message: &str, more: [&Value; N]) -> String {
    let mut lines = message.lines();
    let sentence = lines.next().unwrap_or("");
    let more = more.into_iter().filter_map(Value::as_array).flatten();
    let more = more.map(|one| one.get("message").unwrap_or(one).as_str().unwrap().to_owned());
    let mut rest: Vec<String> = lines.map(str::to_owned).chain(more).collect();
    rest.sort();
    rest.insert(0, sentence.to_owned());
    rest.join("\n")
}

/// What the server has published.
fn editor(client: &mut Client, workspace: &Workspace) -> Vec<Said> {
    client.settle();
    let folder = format!("{}/", client.uri(""));
    let shown_folder = format!("{}/", workspace.path().canonicalize().unwrap().display());
    let mut said: Vec<Said> = Vec::new();
    for (uri, list) in &client.published {
        let file = uri.strip_prefix(&folder).unwrap().to_owned();
        let path = url::Url::parse(uri).unwrap().to_file_path().unwrap();
        let text = decoded(&path);
        for found in list.as_array().unwrap() {
            let place = |end: &str| {
                let at = |name: &str| found["range"][end][name].as_u64().unwrap() as usize;
                let mut byte = line_start(&text, at("line"));
                let mut units = 0;
                for c in text[byte..].to_owned().chars() {
                    if units >= at("character") {
                        break;
                    }
                    units += c.len_utf16();
                    byte += c.len_utf8();
                }
                byte
            };
            let message = all_said(found["message"].as_str().unwrap(), [&found["relatedInformation"]]);
            let message = message.replace(&shown_folder, "");
            let code = found["code"].as_str().unwrap().to_owned();
            said.push((file.clone(), place("start"), place("end"), code, message));
        }
    }
    said.sort();
    said
}

/// Where a line starts as the protocol counts lines: a lone carriage return ends one too.
fn line_start(text: &str, line: usize) -> usize {
    let mut start = 0;
    for _ in 0..line {
        let end = text[start..].find(['\n', '\r']).unwrap();
        start += end + if text[start + end..].starts_with("\r\n") { 2 } else { 1 };
    }
    start
}

/// A file as its diagnostics count: without BOM; what is no UTF-8 has no places but its start.
fn decoded(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().iter().map(|byte| char::from(*byte)).collect());
    text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)
}

fn assert_agree(name: &str, workspace: &Workspace) -> usize {
    let mut client = Client::start(workspace.path());
    let told = editor(&mut client, workspace);
    let said = command_line(workspace, ".");
    assert_eq!(told, said, "{name}: the editor (left) and the command line (right)");
    client.end();
    said.len()
}

#[test]
fn on_every_example() {
    let mut all = 0;
    for example in std::fs::read_dir(repository().join("examples")).unwrap() {
        let folder = example.unwrap().path();
        let workspace = Workspace::new();
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            workspace.write(&name, std::fs::read(&path).unwrap());
        }
        all += assert_agree(&folder.display().to_string(), &workspace);
    }
    assert!(all > 40, "{all} diagnostics are too few to prove anything");
}

#[test]
fn on_every_case() {
    let mut all = 0;
    for path in files_below(&repository().join("tests/cases"), "case") {
        let text = std::fs::read_to_string(&path).unwrap();
        let (case, _, _) = case::read(path, &text);
        let workspace = Workspace::new();
        for (name, text) in &case.files {
            workspace.write(name, text);
        }
        let words: Vec<String> = case.commands.iter().flat_map(|command| support::words(command)).collect();
        let tables =
            words.windows(2).filter(|pair| pair[0] == "--actuals").map(|pair| format!("{:?}", pair[1]));
        let tables: std::collections::BTreeSet<String> = tables.collect();
        let tables: Vec<String> = tables.into_iter().collect();
        workspace.write("piaoc.toml", format!("[eval]\nactuals = [{}]\n", tables.join(", ")));
        all += assert_agree(&case.path.display().to_string(), &workspace);
    }
    assert!(all > 70, "{all} diagnostics are too few to prove anything");
}

#[test]
fn on_the_page_of_every_code() {
    let mut all = 0;
    for code in Code::ALL {
        for kind in [Kind::Fails, Kind::Repaired] {
            let examples = pages::examples(*code);
            let of_kind =
                || examples.iter().filter(|example| example.kind == kind || example.kind == Kind::Shared);
            let workspace = Workspace::new();
            for example in of_kind() {
                workspace.write(&example.file, &example.text);
            }
            if !of_kind().any(|example| example.file == "piaoc.toml") {
                let tables: Vec<String> = of_kind()
                    .filter(|example| example.file.ends_with(".csv"))
                    .map(|example| format!("{:?}", example.file))
                    .collect();
                workspace.write("piaoc.toml", format!("[eval]\nactuals = [{}]\n", tables.join(", ")));
            }
            all += assert_agree(&format!("{} {kind:?}", code.name()), &workspace);
        }
    }
    assert!(all > 70, "{all} diagnostics are too few to prove anything");
}

/// The largest example, typed: every 1,000th prefix, in one session, each read again after the one before it.
#[test]
fn on_every_thousandth_prefix_of_the_largest_example() {
    let folder = repository().join("examples/prato-2025");
    let text = std::fs::read_to_string(folder.join("piano.piao")).unwrap();
    let largest = files_below(&repository().join("examples"), "piao");
    assert!(largest.iter().all(|path| std::fs::metadata(path).unwrap().len() <= text.len() as u64));
    let workspace = Workspace::new();
    for name in ["piaoc.toml", "stato-2024.csv"] {
        workspace.write(name, std::fs::read(folder.join(name)).unwrap());
    }
    workspace.write("piano.piao", &text);
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", &text);
    let mut compared = 0;
    let mut faulty = 0;
    for length in (0..=text.len()).step_by(1000).chain([text.len()]) {
        let end = (0..=length).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let prefix = &text[..end];
        workspace.write("piano.piao", prefix);
        client.replace("piano.piao", prefix);
        let (told, said) = (editor(&mut client, &workspace), command_line(&workspace, "piano.piao"));
        assert_eq!(told, said, "the first {end} bytes");
        compared += 1;
        faulty += usize::from(!said.is_empty());
    }
    assert!(compared > 150 && faulty > 100, "{compared} prefixes, {faulty} with diagnostics");
    client.end();
}

/// Thousands of edits at random places of an open plan, with now and then a change of its table on disk or in the editor:
/// in the end, text and diagnostics are those of a fresh start.
#[test]
fn after_thousands_of_random_edits() {
    let folder = repository().join("examples/lecce-2025");
    let original = std::fs::read_to_string(folder.join("piano.piao")).unwrap();
    let workspace = Workspace::new();
    for name in ["piaoc.toml", "q2.csv", "piano.piao"] {
        workspace.write(name, std::fs::read(folder.join(name)).unwrap());
    }
    let mut numbers = Numbers::new(11);
    let mut text = original.clone();
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", &text);
    let mut edits = 0;
    for round in 0..40 {
        for _ in 0..75 {
            let edited = spoil(&text, &mut numbers);
            client.change("piano.piao", json!([difference(&text, &edited)]));
            text = edited;
            edits += 1;
        }
        if round % 4 == 3 {
            client.change("piano.piao", json!([difference(&text, &original)]));
            text = original.clone();
        }
        workspace.write("piano.piao", &text);
        let told = editor(&mut client, &workspace);
        assert_eq!(told, command_line(&workspace, "piano.piao"), "after {edits} edits, to\n{text}");
        // The text is the same too: a server that is given it now sees the same words in the same places.
        let mut fresh = Client::start(workspace.path());
        fresh.open("piano.piao", &text);
        for what in ["semanticTokens/full", "documentSymbol", "foldingRange", "codeLens"] {
            let seen = |client: &mut Client| {
                let document = json!({ "textDocument": { "uri": client.uri("piano.piao") } });
                let answer = client.request(&format!("textDocument/{what}"), document).unwrap();
                if what == "codeLens" { without_earlier(&answer) } else { answer }
            };
            assert!(seen(&mut client) == seen(&mut fresh), "{what} after {edits} edits, to\n{text}");
        }
        assert_eq!(editor(&mut fresh, &workspace), told, "a fresh start after {edits} edits");
        fresh.end();
    }
    assert_eq!(edits, 3_000);
    client.end();
}

/// What lenses say of the text as it is: a server that knew the plan before its fault still shows the results of then.
fn without_earlier(lenses: &Value) -> Value {
    let shown = lenses.as_array().unwrap().iter();
    let shown = shown.map(|lens| (&lens["range"]["start"], lens["command"]["title"].as_str().unwrap()));
    let earlier = |title: &str| title.ends_with("(prima dell'errore)") || title == "perché?";
    json!(shown.filter(|(_, title)| !earlier(title)).collect::<Vec<_>>())
}

/// The edit from one text to another, as an editor sends it: the part between what both share, in UTF-16 positions.
fn difference(from: &str, to: &str) -> Value {
    let (a, b): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut prefix = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    // No editor has a place between the two characters of one line end.
    prefix -= usize::from(prefix > 0 && a[prefix - 1] == '\r');
    let (rest_a, rest_b) = (&a[prefix..], &b[prefix..]);
    let mut suffix = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a == b).count();
    suffix -= usize::from(suffix > 0 && a[a.len() - suffix] == '\n');
    let position = |characters: usize| {
        let before: String = a[..characters].iter().collect();
        let lines = before.replace("\r\n", "\n").replace('\r', "\n");
        let last = lines.rsplit('\n').next().unwrap().encode_utf16().count();
        json!({ "line": lines.matches('\n').count(), "character": last })
    };
    json!({
        "range": { "start": position(prefix), "end": position(a.len() - suffix) },
        "text": b[prefix..b.len() - suffix].iter().collect::<String>(),
    })
}
