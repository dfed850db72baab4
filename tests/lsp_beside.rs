//! What stands beside the text, lenses and hints: a client asks for them anew where it changed a text itself, and everywhere
//! when the server asks it to. That must do: what it then shows is what holds now, after a repair above all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/client.rs"]
mod client;
#[path = "support/random.rs"]
mod random;
mod support;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use client::Client;
use random::Numbers;
use support::Workspace;

const PLAN: &str = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\n\nusa \"comune.piao\"\n\nobiettivo A.1 \"Uno\"\nkpi tempo \"Tempo\"\n  peso 60%\n  algoritmo rapporto \"giorni\" / istanze\n  target <= 5 giorni\nkpi atti \"Atti\"\n  peso 40%\n  target >= 3\n";
const LIBRARY: &str = "misura istanze \"Istanze\"\n  unità istanze\n\nobiettivo B.1 \"Due\"\nkpi corsi \"Corsi\"\n  target >= 2\n";
const TABLE: &str =
    "chiave;periodo;valore\nA.1/tempo/1;2025;60\nistanze;2025;10\nA.1/atti;2025;4\nB.1/corsi;2025;1\n";
const SETTINGS: &str = "[eval]\nactuals = [\"dati.csv\"]\n";

/// Each file as it is right, and with a fault.
const FILES: [(&str, &str, &str, &str); 4] = [
    ("piano.piao", PLAN, "target >= 3", "target => 3"),
    ("comune.piao", LIBRARY, "target >= 2", "target => 2"),
    ("dati.csv", TABLE, "2025;60", "2025;sessanta"),
    ("piaoc.toml", SETTINGS, "[eval]", "[eval"),
];
/// Those beside whose text something is shown.
const PLANS: [&str; 2] = ["piano.piao", "comune.piao"];

fn faulty(file: usize) -> String {
    let (_, text, right, wrong) = FILES[file];
    assert!(text.contains(right));
    text.replace(right, wrong)
}

fn folder() -> Workspace {
    let workspace = Workspace::new();
    FILES.iter().for_each(|(name, text, ..)| workspace.write(name, text));
    workspace
}

/// What the server says beside a text now.
fn asked(client: &mut Client, name: &str) -> [Value; 2] {
    let document = json!({ "uri": client.uri(name) });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = json!({ "textDocument": document, "range": range });
    [
        client.request("textDocument/codeLens", json!({ "textDocument": document })).unwrap(),
        client.request("textDocument/inlayHint", hints).unwrap(),
    ]
}

fn is_of_before(shown: &[Value; 2]) -> bool {
    let text = format!("{}{}", shown[0], shown[1]);
    text.contains("(prima dell'errore)") || text.contains("\"era ")
}

/// Whether the server asked for both to be asked for anew since it was last looked.
fn refreshed(client: &mut Client) -> bool {
    // What the first of these is answered after may come behind its answer.
    client.settle();
    client.settle();
    let asked: Vec<String> = client.asked.drain(..).map(|asked| asked.method).collect();
    let of = |what: &str| asked.iter().any(|method| method == what);
    assert_eq!(of("workspace/codeLens/refresh"), of("workspace/inlayHint/refresh"), "{asked:?}");
    of("workspace/codeLens/refresh")
}

/// A fault in each of the files, typed or on the disk, and its repair.
#[test]
fn after_a_repair_everything_beside_the_text_is_of_now() {
    for (file, (name, text, ..)) in FILES.iter().enumerate() {
        for on_disk in [false, true] {
            let workspace = folder();
            let mut client = Client::start(workspace.path());
            let open: Vec<usize> = (0..FILES.len()).filter(|other| !(on_disk && *other == file)).collect();
            open.iter().for_each(|other| client.open(FILES[*other].0, FILES[*other].1));
            let seen: Vec<&str> =
                PLANS.into_iter().filter(|plan| open.iter().any(|other| FILES[*other].0 == *plan)).collect();
            refreshed(&mut client);
            let right: Vec<_> = seen.iter().map(|plan| asked(&mut client, plan)).collect();
            assert!(right.iter().all(|shown| !is_of_before(shown)));
            let put = |client: &mut Client, text: &str| {
                if on_disk {
                    workspace.write(name, text);
                    let changed = json!({ "changes": [{ "uri": client.uri(name), "type": 2 }] });
                    client.notify("workspace/didChangeWatchedFiles", changed);
                } else {
                    client.replace(name, text);
                }
            };
            put(&mut client, &faulty(file));
            let what = format!("{name}, {}", if on_disk { "on the disk" } else { "typed" });
            // Beside the other plan too; of the one that is typed in the client asks by itself.
            assert!(refreshed(&mut client), "{what}: the fault");
            let shown: Vec<_> = seen.iter().map(|plan| asked(&mut client, plan)).collect();
            assert!(shown.iter().any(is_of_before), "{what}: {shown:?}");
            put(&mut client, text);
            assert!(refreshed(&mut client), "{what}: the repair");
            let shown: Vec<_> = seen.iter().map(|plan| asked(&mut client, plan)).collect();
            assert_eq!(shown, right, "{what}");
            client.end();
        }
    }
}

/// Nobody is asked to ask again for what nobody else has changed.
#[test]
fn who_types_in_the_only_open_plan_is_left_alone() {
    let workspace = folder();
    let mut client = Client::start(workspace.path());
    client.open("piano.piao", PLAN);
    refreshed(&mut client);
    for _ in 0..5 {
        client.replace("piano.piao", &faulty(0));
        client.replace("piano.piao", PLAN);
        assert!(!refreshed(&mut client));
    }
    client.end();
}

/// Faults typed, mended, saved, thrown away: a client that asks only when it must shows what holds.
#[test]
fn who_asks_only_when_it_must_shows_what_holds() {
    let workspace = folder();
    let mut client = Client::start(workspace.path());
    let mut open: BTreeMap<&str, bool> = FILES.iter().map(|(name, ..)| (*name, false)).collect();
    let mut shown: BTreeMap<&str, [Value; 2]> = BTreeMap::new();
    let mut numbers = Numbers::new(23);
    let mut of_before = 0;
    for round in 0..300 {
        let mut changed = Vec::new();
        for _ in 0..1 + numbers.below(2) {
            let file = numbers.below(FILES.len() as u64) as usize;
            let (name, right, ..) = FILES[file];
            let text = if numbers.below(2) == 0 { faulty(file) } else { right.to_owned() };
            match (open[name], numbers.below(4)) {
                (false, 0 | 1) => {
                    client.open(name, &text);
                    open.insert(name, true);
                    changed.push(name);
                }
                (true, 0) => {
                    client.close(name);
                    open.insert(name, false);
                    shown.remove(name);
                }
                (true, _) => {
                    client.replace(name, &text);
                    changed.push(name);
                }
                (false, _) => {
                    workspace.write(name, &text);
                    let event = json!({ "changes": [{ "uri": client.uri(name), "type": 2 }] });
                    client.notify("workspace/didChangeWatchedFiles", event);
                }
            }
        }
        let all = refreshed(&mut client);
        for plan in PLANS.into_iter().filter(|plan| open[plan]) {
            let now = asked(&mut client, plan);
            of_before += usize::from(is_of_before(&now));
            let asks = all || changed.contains(&plan);
            let before = shown.insert(plan, now.clone());
            assert!(
                asks || before.as_ref() == Some(&now),
                "round {round}: {plan} still shows\n{before:?}\nand not\n{now:?}"
            );
        }
    }
    assert!(of_before > 20, "only {of_before} answers of before");
    client.end();
}
