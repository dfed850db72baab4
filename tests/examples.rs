//! The five real plans of `examples/`: their size, what they reproduce of the published results, all that is printed
//! about them, and the commands of their READMEs.
//!
//! What is printed stands in `tests/examples/*.txt`, compared to the letter. `PIAOC_UPDATE=1 cargo test --test examples`
//! writes it anew: to be read as prose before it is committed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use support::{files_below, repository, run_in, words};

/// An example with its actuals: what is in it, and the keys that `why` is asked for.
struct Example {
    name: &'static str,
    actuals: &'static [&'static str],
    objectives: usize,
    actions: usize,
    kpis: usize,
    why: &'static [&'static str],
}

const EXAMPLES: [Example; 5] = [
    Example {
        name: "lecce-2023",
        actuals: &["consuntivo.csv"],
        objectives: 44,
        actions: 0,
        kpis: 84,
        // A rollup that contradicts what was published, an override, an unavailable one, a `tutto o niente`.
        why: &["A.5", "A.7.1/premio_pcto", "A.6", "A.7.2/certificazione_studenti"],
    },
    Example {
        name: "lecce-2021",
        actuals: &["consuntivo.csv", "misure.csv"],
        objectives: 17,
        actions: 29,
        kpis: 88,
        // Variations, one of them contradicting; a sum; overrides under incomplete weights; a rollup.
        why: &["B.1", "A.1.5/KP1404", "C.1.2.9", "A.1.3"],
    },
    Example {
        name: "lecce-2025",
        actuals: &["q2.csv"],
        objectives: 33,
        actions: 0,
        kpis: 69,
        // A variation below zero, an accumulated ratio, a count of half the year, a date not due, a weighted rollup.
        why: &["A.2/trend_imprese", "A.4.2/tempo_medio", "A.1.2/interventi", "B.2.1/tavolo_cer", "B.4"],
    },
    Example {
        name: "brindisi-2022",
        actuals: &["s1.csv"],
        objectives: 36,
        actions: 15,
        kpis: 79,
        // The one measured value, a contradicted state, a ratio without data.
        why: &["OP1.6.1", "OP1.2.2", "OC.4/equilibrio_strutturale"],
    },
    Example {
        name: "prato-2025",
        actuals: &["stato-2024.csv"],
        objectives: 49,
        actions: 0,
        kpis: 415,
        // Equal shares with most of them unavailable, dates of another year, a missed `<=`.
        why: &["01_01_OS04", "03_01_OS04", "02_01_OP05/Risorse umane dedicate"],
    },
];

/// The published performances that `piaoc` doesn't reproduce, each with its reason; and nothing else.
const LECCE_2023: [(&str, &str, &str, &str); 1] =
    [("A.5", "0,00%", "16,67%", "001 r. 35-36: contradicts its children, 0,00% and 33,33%")];
const LECCE_2021: [(&str, &str, &str, &str); 8] = [
    ("A.1.3", "55,67%", "55,50%", "follows from A.1.3.2"),
    ("A.1.3.2", "11,34%", "11,00%", "002 r. 28: the actual is printed rounded, 0,11"),
    ("B.2", "54,18%", "54,19%", "002 r. 80: the actual is printed rounded, 18,60%"),
    ("C.1", "92,08%", "90,99%", "002 r. 92: its rollup, published as 84,42%"),
    ("C.1.1", "65,63%", "65,62%", "follows from C.1.1.6"),
    ("C.1.1.6", "98,36%", "98,25%", "002 r. 113: the actual is printed rounded, 0,93"),
    ("C.1.2", "98,78%", "98,88%", "002 r. 117: its rollup; follows from C.1.2.9 too"),
    ("C.1.2.9", "85,00%", "88,75%", "002 r. 137-138: a row is lost, the weights are 60 + 20"),
];
/// What `misure.csv` adds to them.
const LECCE_2021_MEASURES: (&str, &str, &str, &str) =
    ("B.1", "90,25%", "83,42%", "002 r. 48: KPI144 is published as 8,05%, its note gives 6,68%");

/// What is computed where the documents print no performance.
const LECCE_2023_UNPUBLISHED: [(&str, &str); 1] = [("A.6", "n.d.")];
const LECCE_2021_UNPUBLISHED: [(&str, &str); 6] = [
    ("A.1.3.1", "100,00%"),
    ("A.1.4.1", "100,00%"),
    ("B.1.1.1", "100,00%"),
    ("C.1.1.1", "100,00%"),
    ("C.1.1.2", "0,00%"),
    ("C.1.1.4", "100,00%"),
];

impl Example {
    fn arguments(&self, before: &[&str], actuals: &[&str]) -> Vec<String> {
        let folder = format!("examples/{}", self.name);
        let mut arguments = vec![before.first().unwrap().to_string(), format!("{folder}/piano.piao")];
        arguments.extend(before.iter().skip(1).map(|argument| (*argument).to_owned()));
        for file in actuals {
            arguments.extend(["--actuals".to_owned(), format!("{folder}/{file}")]);
        }
        arguments
    }

    fn json(&self, actuals: &[&str]) -> Value {
        let (printed, code) = standard_output(&self.arguments(&["eval", "--format", "json"], actuals));
        assert_eq!(code, 0, "{}", self.name);
        serde_json::from_str(&printed).unwrap()
    }
}

fn named(name: &str) -> &'static Example {
    EXAMPLES.iter().find(|example| example.name == name).unwrap()
}

/// What goes to a pipe: results, without the diagnostics that the terminal shows beside them.
fn standard_output(arguments: &[String]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
    command.current_dir(repository()).args(arguments).args(["--lang", "it"]).env("COLUMNS", "100");
    let output = command.output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap_or(-1))
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn every_objective_and_indicator_of_the_documents_is_there() {
    for example in &EXAMPLES {
        let result = example.json(example.actuals);
        let objectives = list(&result, "objectives");
        let of_kind =
            |kind: &str| objectives.iter().filter(|objective| text(objective, "kind") == kind).count();
        let kpis: usize = objectives.iter().map(|objective| list(objective, "kpis").len()).sum();
        let found = (of_kind("obiettivo"), of_kind("azione"), kpis);
        assert_eq!(found, (example.objectives, example.actions, example.kpis), "{}", example.name);
    }
}

#[test]
fn the_plan_as_published_is_whole_too() {
    let plan =
        std::fs::read_to_string(repository().join("examples/lecce-2025/come-pubblicato.piao")).unwrap();
    let items = |keyword: &str| plan.lines().filter(|line| line.starts_with(keyword)).count();
    assert_eq!((items("obiettivo "), items("kpi ")), (32, 70));
}

#[test]
fn published_performances_of_2023_are_reproduced() {
    let example = named("lecce-2023");
    assert_published(example, example.actuals, &LECCE_2023, &LECCE_2023_UNPUBLISHED);
}

#[test]
fn published_performances_of_2021_are_reproduced() {
    let example = named("lecce-2021");
    assert_published(example, &["consuntivo.csv"], &LECCE_2021, &LECCE_2021_UNPUBLISHED);
    let with_measures = [LECCE_2021.as_slice(), &[LECCE_2021_MEASURES]].concat();
    assert_published(example, example.actuals, &with_measures, &LECCE_2021_UNPUBLISHED);
}

/// Compares `tests/examples/NAME.published.csv` with the result at two decimals: the differences are exactly these.
fn assert_published(
    example: &Example,
    actuals: &[&str],
    differences: &[(&str, &str, &str, &str)],
    unpublished: &[(&str, &str)],
) {
    let result = example.json(actuals);
    let computed: BTreeMap<&str, String> = list(&result, "objectives")
        .iter()
        .map(|objective| (text(objective, "code"), two_decimals(objective.get("performance").unwrap())))
        .collect();
    let path = repository().join(format!("tests/examples/{}.published.csv", example.name));
    let table = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split(';').collect()).collect();
    assert_eq!(rows.len(), computed.len(), "{}: a row for each objective", example.name);
    let (mut differ, mut without) = (Vec::new(), Vec::new());
    for row in &rows {
        let [code, published, _line] = row.as_slice() else { panic!("{}: {row:?}", example.name) };
        let computed = computed.get(code).unwrap_or_else(|| panic!("{}: no objective {code}", example.name));
        match *published {
            "" => without.push((*code, computed.as_str())),
            published if published != computed => differ.push((*code, published, computed.as_str())),
            _ => {}
        }
    }
    let mut allowed: Vec<_> = differences.iter().map(|(code, was, is, _why)| (*code, *was, *is)).collect();
    allowed.sort_unstable();
    differ.sort_unstable();
    assert_eq!(differ, allowed, "{} with {actuals:?}", example.name);
    assert_eq!(without, unpublished, "{} with {actuals:?}", example.name);
}

fn two_decimals(performance: &Value) -> String {
    let Some(amount) = performance.as_str() else { return "n.d.".to_owned() };
    let exact = Decimal::from_str(amount).unwrap();
    let rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    format!("{rounded:.2}%").replace('.', ",")
}

#[test]
fn the_only_remarks_are_the_documents_own_contradictions() {
    let expected: [(&str, &[&str], &[Remark]); 6] = [
        ("lecce-2023", &["consuntivo.csv"], &[("P0520", "consuntivo.csv", 21)]),
        (
            "lecce-2021",
            &["consuntivo.csv"],
            &[("P0402", "piano.piao", 428), ("P0520", "consuntivo.csv", 48), ("P0520", "consuntivo.csv", 67)],
        ),
        (
            "lecce-2021",
            &["consuntivo.csv", "misure.csv"],
            &[
                ("P0402", "piano.piao", 428),
                ("P0520", "consuntivo.csv", 26),
                ("P0520", "consuntivo.csv", 28),
                ("P0520", "consuntivo.csv", 31),
                ("P0520", "consuntivo.csv", 48),
                ("P0520", "consuntivo.csv", 67),
                ("P0520", "consuntivo.csv", 68),
            ],
        ),
        ("lecce-2025", &["q2.csv"], &[]),
        ("brindisi-2022", &["s1.csv"], &[("P0521", "s1.csv", 16)]),
        ("prato-2025", &["stato-2024.csv"], &[]),
    ];
    for (name, actuals, expected) in expected {
        let result = named(name).json(actuals);
        let found: Vec<Remark> = list(&result, "diagnostics")
            .iter()
            .filter(|remark| !is_of_the_plan(text(remark, "code")))
            .map(|remark| {
                let file = text(remark, "file").rsplit('/').next().unwrap_or_default();
                (text(remark, "code"), file, line(remark))
            })
            .collect();
        assert_eq!(found, expected, "{name} with {actuals:?}");
    }
}

/// What is remarked of the plan alone is counted in `tests/motivating.rs`.
fn is_of_the_plan(code: &str) -> bool {
    code.starts_with("P04") && code > "P0403" || code == "P0530"
}

/// Code, file and line of a diagnostic.
type Remark<'a> = (&'a str, &'a str, u64);

fn line(diagnostic: &Value) -> u64 {
    diagnostic.pointer("/range/start/line").and_then(Value::as_u64).unwrap()
}

#[test]
fn the_plan_as_published_has_the_documents_faults() {
    let lines: [(&str, &[u64]); 4] = [
        // Percentages printed as bare numbers.
        (
            "P0302",
            &[
                22, 27, 62, 67, 104, 129, 141, 146, 151, 163, 175, 181, 186, 210, 255, 282, 287, 300, 325,
                362, 368, 374, 386, 391, 397, 404, 435,
            ],
        ),
        // The weights of B.1.1, B.2, B.2.1, B.2.2, B.4.1 to B.4.4.
        ("P0309", &[290, 322, 334, 347, 407, 415, 423, 431]),
        // The rollup of B.4.4 on itself.
        ("P0312", &[436]),
        // The missing B.3.
        ("P0314", &[363]),
    ];
    let mut expected: Vec<(&str, u64)> =
        lines.iter().flat_map(|(code, lines)| lines.iter().map(|line| (*code, *line))).collect();
    // All of `examples`: nothing else is an error.
    let (printed, code) = standard_output(&words("check examples --format json"));
    assert_eq!(code, 1);
    let check: Value = serde_json::from_str(&printed).unwrap();
    let (errors, others): (Vec<&Value>, Vec<&Value>) =
        list(&check, "diagnostics").iter().partition(|fault| text(fault, "severity") == "error");
    let mut found: Vec<(&str, u64)> = Vec::new();
    for fault in errors {
        assert_eq!(text(fault, "file"), "examples/lecce-2025/come-pubblicato.piao", "{fault}");
        found.push((text(fault, "code"), line(fault)));
    }
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    let mut others: Vec<(&str, &str)> =
        others.iter().map(|fault| (text(fault, "code"), text(fault, "file"))).collect();
    others.retain(|(code, _)| !is_of_the_plan(code));
    // What the actuals that each `piaoc.toml` names contradict; the READMEs of the examples tell what.
    let mut expected = vec![
        ("P0521", "examples/brindisi-2022/s1.csv"),
        ("P0402", "examples/lecce-2021/piano.piao"),
        ("P0520", "examples/lecce-2023/consuntivo.csv"),
    ];
    expected.extend([("P0520", "examples/lecce-2021/consuntivo.csv"); 6]);
    expected.sort_unstable();
    others.sort_unstable();
    assert_eq!(others, expected);
}

#[test]
fn json_keeps_its_contract() {
    for example in &EXAMPLES {
        assert_valid("src/output/result.schema.json", &example.json(example.actuals), example.name);
        let calculation = example.arguments(&["eval", "--calculation", "piano", "--format", "json"], &[]);
        let (printed, _) = standard_output(&calculation);
        let calculation = serde_json::from_str(&printed).unwrap();
        assert_valid("src/output/calculation.schema.json", &calculation, example.name);
    }
    let (printed, _) = standard_output(&words("check examples --format json"));
    let check: Value = serde_json::from_str(&printed).unwrap();
    assert_valid("src/diagnostics/render/check.schema.json", &check, "check examples");
}

fn assert_valid(schema: &str, instance: &Value, name: &str) {
    let text = std::fs::read_to_string(repository().join(schema)).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(instance).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{name} against {schema}:\n{}", faults.join("\n"));
}

#[test]
fn what_is_printed_is_as_reviewed() {
    let mut shown: BTreeMap<String, String> = BTreeMap::new();
    for example in &EXAMPLES {
        let name = example.name;
        shown.insert(format!("{name}.eval"), on_terminal(&example.arguments(&["eval"], example.actuals)));
        for key in example.why {
            let arguments = example.arguments(&["why", key], example.actuals);
            let key = key.replace(['/', ' '], "_");
            shown.insert(format!("{name}.why.{key}"), standard_output(&arguments).0);
        }
    }
    let (example, measured) = (named("lecce-2023"), named("lecce-2021"));
    for format in ["json", "csv", "markdown"] {
        let arguments = example.arguments(&["eval", "--format", format], example.actuals);
        shown.insert(format!("lecce-2023.{format}"), standard_output(&arguments).0);
    }
    let published_only = measured.arguments(&["eval"], &["consuntivo.csv"]);
    shown.insert("lecce-2021.eval.consuntivo".to_owned(), on_terminal(&published_only));
    let english = named("lecce-2025").arguments(&["eval", "--lang", "en"], &["q2.csv"]);
    shown.insert("lecce-2025.eval.en".to_owned(), on_terminal(&english));
    for lang in ["it", "en"] {
        let line = format!("check examples/lecce-2025/come-pubblicato.piao --lang {lang}");
        shown.insert(format!("lecce-2025.come-pubblicato.{lang}"), on_terminal(&words(&line)));
    }
    let stale: Vec<String> = shown.iter().filter_map(|(name, printed)| compare(name, printed)).collect();
    assert!(
        stale.is_empty(),
        "{}\nto write what is printed now: PIAOC_UPDATE=1 cargo test --test examples, then read it",
        stale.join("\n")
    );
    for path in files_below(&repository().join("tests/examples"), "txt") {
        assert!(shown.keys().any(|name| snapshot(name) == path), "nothing prints {}", path.display());
    }
}

/// What a reader sees: the diagnostics, then the results.
fn on_terminal(arguments: &[String]) -> String {
    run_in(&repository(), arguments).0
}

/// What differs from the snapshot, or nothing.
fn compare(name: &str, printed: &str) -> Option<String> {
    let version = format!("\"piaoc\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let printed = printed.replace(&version, "\"piaoc\": \"VERSION\"");
    let path = snapshot(name);
    if std::env::var_os("PIAOC_UPDATE").is_some() {
        std::fs::write(path, printed).unwrap();
        return None;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected == printed {
        return None;
    }
    let at = expected.lines().zip(printed.lines()).take_while(|(was, is)| was == is).count();
    let nth = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
    Some(format!("{name}, line {}:\n  was {}\n  is  {}", at + 1, nth(&expected), nth(&printed)))
}

fn snapshot(name: &str) -> PathBuf {
    repository().join(format!("tests/examples/{name}.txt"))
}

#[test]
fn the_commands_of_the_readmes_run() {
    // Those of `examples/excel` are in the project's README, where tests/readme.rs runs them.
    for example in &EXAMPLES {
        let readme = repository().join("examples").join(example.name).join("README.md");
        let content = std::fs::read_to_string(&readme).unwrap();
        let commands = commands(&content);
        assert!(!commands.is_empty(), "{}: no command in a `sh` block", readme.display());
        for (command, expected) in commands {
            let arguments: Vec<String> = words(command).into_iter().skip(1).collect();
            let (printed, code) = run_in(&repository(), &arguments);
            assert_eq!(code, expected, "{}: {command}\n{printed}", readme.display());
        }
    }
}

/// The lines of the `sh` blocks that start with `piaoc`, with the exit code that they announce (`# exit 1`).
fn commands(readme: &str) -> Vec<(&str, i32)> {
    let mut found = Vec::new();
    let mut open = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            open = !open && line == "```sh";
        } else if open && line.starts_with("piaoc ") {
            let (command, comment) = line.split_once('#').unwrap_or((line, ""));
            let code = comment.trim().strip_prefix("exit ").map_or(0, |code| code.parse().unwrap());
            found.push((command, code));
        }
    }
    found
}
