//! `piaoc test`: what one case file of `tests/cases/test` can't show: files written, formats held against their schema,
//! comparison at the digits written against a second, simple arithmetic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use piaoc::diagnostics::Lang;
use piaoc::scenarios::{Outcome, run};
use piaoc::source::Memory;

use support::{Workspace, repository, run_in};

const PLAN: &str = "\
piano \"Piano\"
  anni 2025

obiettivo A \"Primo\"
kpi uno \"Uno\"  peso 50%  target >= 3
kpi due \"Due\"  peso 50%  target >= 50%

obiettivo B \"Secondo\"
kpi tre \"Tre\"  target >= 7 giorni
";

fn workspace(scenarios: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("piano.piao", PLAN);
    workspace.write("piano.prove", scenarios);
    workspace
}

fn read(workspace: &Workspace, name: &str) -> String {
    std::fs::read_to_string(workspace.path().join(name)).unwrap()
}

#[test]
fn the_scenarios_of_the_examples_hold_and_the_output_never_changes() {
    let arguments = |more: &[&str]| -> Vec<String> {
        ["test", "examples"].iter().chain(more).map(ToString::to_string).collect()
    };
    let (printed, exit) = run_in(&repository(), &arguments(&[]));
    assert_eq!(exit, 0, "{printed}");
    for more in [&["--coverage"][..], &["--format", "junit"], &["--format", "json", "--coverage"]] {
        let (first, _) = run_in(&repository(), &arguments(more));
        for _ in 0..3 {
            assert_eq!(run_in(&repository(), &arguments(more)).0, first);
        }
    }
}

const TO_UPDATE: &str = "\
# Prima riga, con un commento
prova \"una\"   # il titolo
  dato    A/uno 2025 = 1        # un terzo
  dato    A/due 2025 = 50%
  attesa  performance A = 70,0%   # sbagliata
  attesa  performance A/uno = 33%
  attesa  performance B = 0%
  attesa  valore A/uno = 2
  attesa  diagnostica P0520

prova \"due\"
  dato    B/tre 2025 = 7   # l'ultima riga della prova

prova \"tre\"
  dato    A/uno 2025 = 3
  attesa  performance A/uno = 100%
";

const UPDATED: &str = "\
# Prima riga, con un commento
prova \"una\"   # il titolo
  dato    A/uno 2025 = 1        # un terzo
  dato    A/due 2025 = 50%
  attesa  performance A = 66,67%   # sbagliata
  attesa  performance A/uno = 33%
  attesa  performance B = non disponibile
  attesa  valore A/uno = 1
  attesa  diagnostica P0520

prova \"due\"
  dato    B/tre 2025 = 7   # l'ultima riga della prova
  attesa      performance piano = 100,00%
  attesa      performance A = non disponibile
  attesa      performance B = 100,00%

prova \"tre\"
  dato    A/uno 2025 = 3
  attesa  performance A/uno = 100%
";

#[test]
fn an_update_changes_the_expected_values_and_nothing_else_in_a_file_of_its_own() {
    let workspace = workspace(TO_UPDATE);
    let (printed, exit) = workspace.piaoc("piaoc test --update");
    assert_eq!(exit, 1, "{printed}");
    assert!(
        printed.contains("scritto piano.nuovo.prove: valori attesi cambiati 3, prove completate 1"),
        "{printed}"
    );
    assert_eq!(read(&workspace, "piano.prove"), TO_UPDATE);
    assert_eq!(read(&workspace, "piano.nuovo.prove"), UPDATED);

    // The same again is the same file; the new one is not run with the others, but can be named.
    let (again, _) = workspace.piaoc("piaoc test --update");
    assert_eq!(again, printed);
    let (named, exit) = workspace.piaoc("piaoc test piano.nuovo.prove");
    assert_eq!(exit, 1);
    assert!(named.ends_with("3 prove: 2 riuscite, 1 fallita\n"), "{named}");

    // A file under review is never written over.
    workspace.write("piano.nuovo.prove", "# sto rileggendo\n");
    let (refused, exit) = workspace.piaoc("piaoc test --update");
    assert_eq!(exit, 2);
    assert!(refused.contains("`piano.nuovo.prove` c'è già, e non lo sovrascrivo"), "{refused}");
    assert_eq!(read(&workspace, "piano.nuovo.prove"), "# sto rileggendo\n");
}

#[test]
fn an_update_keeps_the_ends_of_lines_and_the_byte_order_mark() {
    let windows = |text: &str| format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    let workspace = workspace(&windows(TO_UPDATE));
    workspace.piaoc("piaoc test --update");
    assert_eq!(read(&workspace, "piano.nuovo.prove"), windows(UPDATED));
}

#[test]
fn an_update_without_final_newline_and_with_nothing_to_do() {
    let open = workspace("prova \"una\"\n  dato B/tre 2025 = 7");
    open.piaoc("piaoc test --update");
    let expected = "prova \"una\"\n  dato B/tre 2025 = 7\n  attesa      performance piano = 100,00%\n  attesa      performance A = non disponibile\n  attesa      performance B = 100,00%";
    assert_eq!(read(&open, "piano.nuovo.prove"), expected);

    let fine = workspace("prova \"una\"\n  dato B/tre 2025 = 7\n  attesa performance B = 100%\n");
    let (printed, exit) = fine.piaoc("piaoc test --update");
    assert_eq!(exit, 0);
    assert!(printed.contains("non c'è niente da aggiornare"), "{printed}");
    assert!(!fine.path().join("piano.nuovo.prove").exists());
}

const MIXED: &str = "\
prova \"a < b & \\\"c\\\"\"
  dato    A/uno 2025 = 3
  attesa  performance A/uno = 99%
";

/// Every name and attribute is of the schema that CI systems share, and the counts are those of the cases.
#[test]
fn junit_has_the_shape_that_ci_systems_read() {
    let workspace = workspace(&format!(
        "{}\nprova \"senza attese\"\n  dato B/tre 2025 = 7\n\nprova \"errore\"\n  dato B/ter 2025 = 7\n  attesa performance B = 0%\n",
        MIXED.replace("\\\"", "\"\"")
    ));
    workspace.write(
        "guasto/piano.piao",
        "piano \"Guasto\"  anni 2025\nobiettivo A \"A\"\nkpi k \"K\"  peso 60%\n",
    );
    workspace.write("guasto/piano.prove", "prova \"una\"\n  attesa performance A = 1%\n");
    workspace.write("senza/piano.prove", "prova \"una\"\n  attesa performance A = 1%\n");
    let (printed, exit) = workspace.piaoc("piaoc test --format junit");
    assert_eq!(exit, 1);
    let document = roxmltree::Document::parse(&printed).unwrap();
    let allowed = |element: &str| -> &[&str] {
        match element {
            "testsuites" => &["name", "tests", "failures", "errors"],
            "testsuite" => &["name", "tests", "failures", "errors", "skipped"],
            "testcase" => &["name", "classname", "file"],
            "failure" | "error" => &["message", "type"],
            "skipped" => &["message"],
            other => panic!("<{other}> is not of JUnit"),
        }
    };
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let elements = root.descendants().filter(roxmltree::Node::is_element);
    for element in elements {
        let found: BTreeSet<&str> = element.attributes().map(|attribute| attribute.name()).collect();
        let wanted: BTreeSet<&str> = allowed(element.tag_name().name()).iter().copied().collect();
        assert_eq!(found, wanted);
        let parent = element.parent().map_or("", |parent| parent.tag_name().name());
        let expected = match element.tag_name().name() {
            "testsuites" => "",
            "testsuite" => "testsuites",
            "testcase" => "testsuite",
            _ => "testcase",
        };
        assert_eq!(parent, expected);
    }
    let count = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.descendants().filter(|inner| inner.has_tag_name(name)).count().to_string()
    };
    let counted =
        [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")];
    for node in
        root.descendants().filter(|node| node.has_tag_name("testsuites") || node.has_tag_name("testsuite"))
    {
        for (attribute, element) in counted {
            if let Some(number) = node.attribute(attribute) {
                assert_eq!(number, count(node, element), "{attribute} in\n{printed}");
            }
        }
    }
    assert_eq!(root.attribute("tests"), Some("6"));
    let names: Vec<_> = root
        .descendants()
        .filter_map(|node| node.attribute("classname").and(node.attribute("name")))
        .collect();
    assert_eq!(names, ["una", "a < b & \"c\"", "senza attese", "errore", "il file", "una"]);
}

#[test]
fn json_is_what_its_schema_says() {
    let path = repository().join("src/scenarios/report/test.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let workspace = workspace(&format!("{TO_UPDATE}\nprova \"errore\"\n  dato B/ter 2025 = 7\n  atesa x\n"));
    workspace.write(
        "guasto/piano.piao",
        "piano \"Guasto\"  anni 2025\nobiettivo A \"A\"\nkpi k \"K\"  peso 60%\n",
    );
    workspace.write("guasto/piano.prove", "prova \"una\"\n  attesa performance A = 1%\n");
    workspace.write("senza/piano.prove", "prova \"una\"\n  attesa performance A = 1%\n");
    for line in ["piaoc test --format json", "piaoc test --format json --coverage --lang en"] {
        let (printed, _) = workspace.piaoc(line);
        let document: serde_json::Value = serde_json::from_str(&printed).unwrap();
        let faults: Vec<String> = validator.iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}\n{printed}");
    }
}

/// `above / below` in percent at so many decimals, rounded half away from zero, in units of the last of them.
fn rounded(above: i64, below: i64, places: u32) -> i64 {
    let scaled = above * 100 * 10i64.pow(places);
    let half = (2 * scaled.abs() + below) / (2 * below);
    if scaled < 0 { -half } else { half }
}

fn written(units: i64, places: u32) -> String {
    let scale = 10i64.pow(places);
    let sign = if units < 0 { "-" } else { "" };
    let (whole, decimals) = (units.abs() / scale, units.abs() % scale);
    if places == 0 {
        format!("{sign}{whole}%")
    } else {
        format!("{sign}{whole},{decimals:0width$}%", width = places as usize)
    }
}

#[test]
fn values_are_compared_at_the_digits_written_as_a_second_arithmetic_says() {
    let pairs: Vec<(i64, i64)> =
        (-9..40).flat_map(|above| (1..14).map(move |below| (above, below * 3))).collect();
    let mut plan = String::from("piano \"Numeri\"\n  anni 2025\n\nobiettivo A \"A\"  pesi uguali\n");
    let mut data = String::from("chiave;periodo;valore\n");
    let mut right = String::from("prova \"giuste\"\n  consuntivi \"dati.csv\"\n");
    let mut wrong = String::from("prova \"sbagliate\"\n  consuntivi \"dati.csv\"\n");
    for (index, (above, below)) in pairs.iter().enumerate() {
        plan.push_str(&format!(
            "kpi k{index} \"K {index}\"  algoritmo rapporto % \"Sopra\" / \"Sotto\"  target >= 1000%\n"
        ));
        data.push_str(&format!("A/k{index}/1;2025;{above}\nA/k{index}/2;2025;{below}\n"));
        for places in 0..5 {
            let units = rounded(*above, *below, places);
            right.push_str(&format!("  attesa valore A/k{index} = {}\n", written(units, places)));
            for off in [-1, 1] {
                wrong.push_str(&format!("  attesa valore A/k{index} = {}\n", written(units + off, places)));
            }
        }
    }
    let mut memory = Memory::default();
    memory.insert("numeri.piao", plan);
    memory.insert("dati.csv", data);
    memory.insert("numeri.prove", format!("{right}\n{wrong}"));
    let run = run(&memory, &[PathBuf::from("numeri.prove")], Lang::It);
    let [right, wrong] = run.files[0].scenarios.as_slice() else { panic!("{:?}", run.files[0].faults) };
    assert_eq!((right.checks.len(), wrong.checks.len()), (pairs.len() * 5, pairs.len() * 10));
    let missed: Vec<_> = right.checks.iter().filter(|check| !check.held).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(right.outcome, Outcome::Passed);
    let slipped: Vec<_> = wrong.checks.iter().filter(|check| check.held).collect();
    assert!(slipped.is_empty(), "{slipped:#?}");
    // What is offered in place of a wrong value is never the wrong value again.
    for check in &wrong.checks {
        assert_ne!(check.came, check.expected);
    }
}

/// No text of a scenario file, however broken, ends the program.
#[test]
fn broken_lines_are_only_faults() {
    let pieces = [
        "prova",
        "\"",
        "«a»",
        "»",
        "“",
        "dato",
        "attesa",
        "=",
        "performance",
        "valore",
        "stato",
        "A/uno",
        "A/",
        "2025",
        "2025-T9",
        "66,7%",
        "n.d.",
        "#",
        ",",
        "\u{a0}",
        "é",
        "piano",
        "consuntivi",
        "periodo",
        ">=",
        ";",
        "\t",
        "diagnostica",
        "nessuna",
        "999999999999999999999999999999999",
        "--",
        "\r",
    ];
    let mut seed = 7u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for round in 0..300 {
        let mut text = String::from(if round % 2 == 0 { "prova \"x\"\n" } else { "" });
        for _ in 0..next(30) {
            text.push_str(pieces[next(pieces.len())]);
            text.push_str([" ", "", "\n", "\r\n"][next(4)]);
        }
        let mut memory = Memory::default();
        memory.insert("piano.piao", PLAN);
        memory.insert("piano.prove", text.clone());
        let run = run(&memory, &[PathBuf::from("piano.prove")], Lang::En);
        let style = piaoc::output::text::Style { width: 80, color: true };
        let shown = piaoc::scenarios::report::text::render(&run, Lang::En, style);
        let junit = piaoc::scenarios::report::junit::render(&run, Lang::En);
        assert!(roxmltree::Document::parse(&junit).is_ok(), "{text:?}\n{junit}");
        assert!(shown.contains("scenario"), "{text:?}\n{shown}");
        let _ = piaoc::scenarios::update::of_file(&run.files[0]);
    }
}

/// The blocks of `grammar/scenarios.md`, all of its one plan.
#[test]
fn the_examples_of_the_reference_run() {
    let page = std::fs::read_to_string(repository().join("grammar/scenarios.md")).unwrap();
    let blocks: Vec<(&str, &str)> =
        page.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap()).collect();
    let plan = blocks.iter().find(|(info, _)| *info == "piao").unwrap().1;
    let mut ran = 0;
    for (index, (info, text)) in blocks.iter().enumerate() {
        let Some(codes) = info.strip_prefix("prove") else { continue };
        ran += 1;
        let workspace = workspace(text);
        workspace.write("piano.piao", plan);
        if let Some(("console", shown)) = blocks.get(index + 1) {
            let (command, printed) = shown.split_once('\n').unwrap();
            assert_eq!(workspace.piaoc(&command[2..]), (printed.to_owned(), 0));
        }
        let (printed, _) = workspace.piaoc("piaoc test");
        let told: BTreeSet<&str> =
            printed.lines().filter_map(|line| line.strip_prefix("errore[")).map(|rest| &rest[..5]).collect();
        assert_eq!(told, codes.split_whitespace().collect(), "{printed}");
    }
    assert_eq!(ran, 2);
}
