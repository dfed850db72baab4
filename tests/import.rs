//! `piaoc import` on the tables of real documents, held against the plans that people wrote from them by hand.
//!
//! `PIAOC_UPDATE=1 cargo test --test import` writes the differences to `tests/import/*.differences.txt`, to be read
//! before they are committed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/workbooks.rs"]
mod made;
#[path = "support/office.rs"]
mod office;
mod support;
#[path = "import/workbooks.rs"]
mod workbooks;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use piaoc::diagnostics::Lang;
use piaoc::format::format;
use piaoc::import::{Grid, ImportFault, Imported, List, Mapping, Place, Report, Table, Told, import};
use piaoc::source::Sources;
use piaoc::syntax::parse;
use piaoc::syntax::tree::{AttributeValue, Head, Literal, Tree, Weight, When};
use piaoc::value::{Mark, parse_date, parse_number, show_date};

use support::{Workspace, repository};

const DOCUMENTS: [(&str, &str, &[&str]); 4] = [
    ("000", "lecce-2025/come-pubblicato.piao", &[]),
    ("001", "lecce-2023/piano.piao", &["lecce-2023/consuntivo.csv"]),
    ("002", "lecce-2021/piano.piao", &["lecce-2021/consuntivo.csv"]),
    ("004", "prato-2025/piano.piao", &["prato-2025/stato-2024.csv"]),
];

fn seed(name: &str) -> String {
    std::fs::read_to_string(repository().join(format!("tests/import/{name}.txt"))).unwrap()
}

fn imported(text: &str) -> Imported {
    read(text.as_bytes(), &[]).unwrap()
}

fn read(bytes: &[u8], mappings: &[Mapping]) -> Result<Imported, ImportFault> {
    let told = Told { mappings: mappings.to_vec(), years: None };
    import(bytes, &told, &mut |_, _| {})
}

/// What is compared of a KPI, in words.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Row {
    name: String,
    weight: String,
    targets: String,
    actual: String,
}

/// The KPIs by objective, in order; a code that stands twice gets its number.
fn rows(text: &str, actuals: &BTreeMap<String, Vec<String>>) -> Vec<(String, Vec<Row>)> {
    let mut sources = Sources::new();
    let file = sources.add_text("", String::new());
    let (tree, _): (Tree, _) = parse(file, text);
    let exercise = text.lines().find_map(|line| line.trim().strip_prefix("esercizio")).unwrap_or("").trim();
    let exercise: i32 = exercise.split_whitespace().next().and_then(|year| year.parse().ok()).unwrap_or(0);
    let mut found: Vec<(String, Vec<Row>)> = Vec::new();
    for item in &tree.items {
        match &item.head {
            Some(Head::Objective { code, .. }) => {
                let same =
                    found.iter().filter(|(other, _)| other.split('#').next() == Some(&*code.node)).count();
                let name = if same == 0 { code.node.to_string() } else { format!("{}#{same}", code.node) };
                found.push((name, Vec::new()));
            }
            Some(Head::Kpi { ident, code, title }) => {
                let name = code.as_ref().map(|code| code.node.to_string());
                let name = name.or_else(|| title.as_ref().map(|title| title.node.to_string()));
                let mut row = Row {
                    name: name
                        .or_else(|| ident.as_ref().map(|name| name.node.to_string()))
                        .unwrap_or_default(),
                    ..Row::default()
                };
                let mut targets = BTreeMap::new();
                for attribute in &item.attributes {
                    match &attribute.value {
                        AttributeValue::Weight(Weight::Percent(weight)) => {
                            row.weight = weight.normalize().to_string()
                        }
                        AttributeValue::Weight(other) => row.weight = format!("{other:?}"),
                        AttributeValue::Target(target) => {
                            let (first, last) = match target.when.as_ref().map(|when| when.node) {
                                Some(When::Years(first, last)) => (first, last),
                                Some(When::Period(period)) => (period.year, period.year),
                                None => (exercise, exercise),
                            };
                            let sign = target
                                .comparator
                                .as_ref()
                                .map(|sign| format!("{:?} ", sign.node))
                                .unwrap_or_default();
                            for (step, year) in (first..=last).enumerate() {
                                let value = target.values.get(step).or(target.values.last());
                                // A target that is not available is none.
                                let shown =
                                    value.map(|value| show(text, value)).filter(|shown| shown != "n.d.");
                                if let Some(shown) = shown {
                                    targets.insert(year, format!("{sign}{shown}"));
                                }
                            }
                        }
                        _ => {}
                    }
                }
                row.targets = targets
                    .iter()
                    .map(|(year, target)| format!("{year} {target}"))
                    .collect::<Vec<_>>()
                    .join(", ");
                found.last_mut().unwrap().1.push(row);
            }
            _ => {}
        }
    }
    for (code, rows) in &mut found {
        let cells = actuals.get(code.split('#').next().unwrap());
        for (row, cell) in rows.iter_mut().zip(cells.into_iter().flatten()) {
            row.actual = cell.clone();
        }
    }
    found
}

/// A value without what does not change it: `30,0%` and `30%` are one.
fn show(text: &str, literal: &Literal) -> String {
    plain(&text[literal.span.start as usize..literal.span.end as usize])
}

fn plain(value: &str) -> String {
    if let Some(day) = parse_date(value) {
        return show_date(day);
    }
    let end =
        value.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '-'))).unwrap_or(value.len());
    match parse_number(&value[..end], Mark::Comma) {
        Ok(number) => format!("{}{}", number.normalize(), &value[end..]),
        Err(_) => value.to_lowercase().replace("si", "sì"),
    }
}

/// An actual without the unit that it takes from its KPI anyway; what is missing is missing, printed `n.d.` or not.
fn bare(value: &str) -> String {
    let value = plain(value);
    let number = [" giorni", " ore", " €"].iter().find_map(|unit| value.strip_suffix(unit));
    number.unwrap_or(&value).replace("n.d.", "")
}

/// `value | validation` by objective, in the order of the CSV files.
fn actuals(tables: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in tables {
        let grid = Grid::of_text(table);
        let header = grid.row(0);
        let at = |name: &str| header.iter().find(|(_, column)| column == name).map(|(column, _)| *column);
        for row in (1..grid.rows()).filter(|row| grid.row(*row).len() > 1) {
            let cell = |name: &str| at(name).map(|at| grid.text(row, at)).unwrap_or_default().into_owned();
            let key = if at("chiave").is_some() {
                cell("chiave").split('/').next().unwrap().to_owned()
            } else {
                cell("obiettivo").split(' ').next().unwrap().to_owned()
            };
            found.entry(key).or_default().push(format!("{} | {}", bare(&cell("valore")), cell("esito")));
        }
    }
    found
}

/// Where two plans differ, KPI for KPI.
fn differences(expected: &[(String, Vec<Row>)], found: &[(String, Vec<Row>)]) -> String {
    let mut out = String::new();
    let count = |plan: &[(String, Vec<Row>)]| plan.iter().map(|(_, rows)| rows.len()).sum::<usize>();
    out.push_str(&format!("KPIs: {} by hand, {} imported\n", count(expected), count(found)));
    let by_code: BTreeMap<&String, &Vec<Row>> = found.iter().map(|(code, rows)| (code, rows)).collect();
    let mut same = 0;
    for (code, rows) in expected {
        let Some(others) = by_code.get(code) else {
            if !rows.is_empty() {
                out.push_str(&format!("{code}: not there\n"));
            }
            continue;
        };
        if rows.len() != others.len() {
            out.push_str(&format!("{code}: {} KPIs by hand, {} imported\n", rows.len(), others.len()));
        }
        for (row, other) in rows.iter().zip(others.iter()) {
            let fields = [
                ("weight", &row.weight, &other.weight),
                ("target", &row.targets, &other.targets),
                ("actual", &row.actual, &other.actual),
            ];
            let before = out.len();
            for (field, by_hand, read) in fields.iter().filter(|(_, by_hand, read)| by_hand != read) {
                let name: String = row.name.chars().take(50).collect();
                out.push_str(&format!("{code}/{name}: {field}: {by_hand} by hand, {read} imported\n"));
            }
            same += usize::from(out.len() == before);
        }
    }
    for (code, rows) in found {
        if !rows.is_empty() && !expected.iter().any(|(other, _)| other == code) {
            out.push_str(&format!("{code}: only imported\n"));
        }
    }
    out.push_str(&format!("without difference: {same}\n"));
    out
}

fn snapshot(name: &str, text: &str) {
    let path: PathBuf = repository().join("tests/import").join(name);
    if std::env::var_os("PIAOC_UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{name} differs; look at it with PIAOC_UPDATE=1:\n{text}");
}

#[test]
fn real_documents_are_the_plans_written_by_hand() {
    for (name, plan, tables) in DOCUMENTS {
        let examples = repository().join("examples");
        let read = |name: &str| std::fs::read_to_string(examples.join(name)).unwrap();
        let by_hand =
            rows(&read(plan), &actuals(&tables.iter().map(|table| read(table)).collect::<Vec<_>>()));
        let result = imported(&seed(name));
        let found = rows(&result.plan, &actuals(&result.actuals.into_iter().collect::<Vec<_>>()));
        snapshot(&format!("{name}.differences.txt"), &differences(&by_hand, &found));
    }
}

#[test]
fn what_check_finds_in_them_is_known() {
    for (name, ..) in DOCUMENTS {
        let folder = Workspace::new();
        folder.write("table.txt", seed(name));
        let (_, exit) = folder.piaoc("piaoc import table.txt -o piano");
        assert_eq!(exit, 0);
        let (order, exit) = folder.piaoc("piaoc fmt --check piano");
        assert_eq!(exit, 0, "{name} is not in order: {order}");
        let (found, _) = folder.piaoc("piaoc check piano/piano.piao --format github");
        snapshot(&format!("{name}.check.txt"), &found);
    }
}

/// The filled cells that a list of the report names.
fn listed(table: &Table<'_>, report: &Report, list: List) -> BTreeSet<Place> {
    let filled: BTreeSet<Place> = table.filled().collect();
    let runs = report.of(list).flat_map(|group| &group.runs);
    let cells = runs.flat_map(|run| (run.first.row..=run.last).map(|row| Place { row, ..run.first }));
    cells.filter(|place| filled.contains(place)).collect()
}

/// Each filled cell is in exactly one list, as often as the list counts.
fn is_whole(table: &Table<'_>, report: &Report) {
    let lists = [List::Translated, List::Check, List::Left].map(|list| {
        let cells = listed(table, report, list);
        assert_eq!(cells.len(), report.count(list), "{list:?}");
        cells
    });
    let all: Vec<Place> = lists.iter().flatten().copied().collect();
    let once: BTreeSet<Place> = all.iter().copied().collect();
    assert_eq!(all.len(), once.len());
    assert_eq!(once, table.filled().collect());
}

#[test]
fn every_cell_is_in_exactly_one_list() {
    for (name, ..) in DOCUMENTS {
        let text = seed(name);
        let result = imported(&text);
        is_whole(&Table::of_text(&text), &result.report);
        let mut groups = result.report.groups.iter();
        assert!(groups.all(|group| group.words.en != "not recognised"), "{name}");
        snapshot(&format!("{name}.report.txt"), &result.render(name, Lang::It));
    }
}

#[test]
fn what_was_imported_comes_to_the_results_of_the_plans_written_by_hand() {
    let folder = Workspace::new();
    for name in ["001", "004"] {
        folder.write(&format!("{name}.txt"), seed(name));
        folder.piaoc(&format!("piaoc import {name}.txt -o {name}"));
    }
    let eval =
        |name: &str| folder.piaoc(&format!("piaoc eval {name}/piano.piao --actuals {name}/consuntivo.csv")).0;
    // A published rollup that contradicts its children.
    let found = eval("001");
    assert!(found.contains("avviso[P0520]: `A.5/Media ponderata"), "{found}");
    // As `eval` says of examples/prato-2025.
    let found = eval("004");
    assert!(found.contains("performance  87,06%") && found.contains("sul 78,05% del peso"), "{found}");
    assert!(found.contains("415 indicatori   284 ✓   52 ◐   5 ✗   74 –"), "{found}");
}

#[test]
fn a_column_of_another_name_is_mapped() {
    let table = "Obiettivo;Cosa si misura;Peso;Soglia\nA Area;;;\nA.1 - Prova;Incontri;100%;>= 3\n";
    let Err(ImportFault::NoHeader(Some(likely))) = read(table.as_bytes(), &[]) else { panic!() };
    let proposals: Vec<_> =
        likely.columns.iter().map(|column| column.known.unwrap_or(column.proposal)).collect();
    assert_eq!(proposals, ["obiettivo", "indicatore", "peso", "target"]);
    let mappings =
        ["Cosa si misura=indicatore", "Soglia=target 2025"].map(|text| Mapping::read(text).unwrap());
    let result = read(table.as_bytes(), &mappings).unwrap();
    assert_eq!(result.kpis, 1);
    assert!(result.plan.contains("  target  >= 3\n"), "{}", result.plan);
    assert_eq!(Mapping::read("x=boh").unwrap_err(), "boh");
}

#[test]
fn any_input_gives_a_report() {
    let header = "Obiettivo\tIndicatore\tPeso\tTarget 2025";
    let odd = [
        "",
        "\t",
        "\"",
        "a;b\n\"x",
        ">=\t>=",
        "€",
        "<b>",
        "A.1\t>= \t%\t/",
        "\u{301}\t\u{301}",
        "1/0\t1/0\t1/0\t99999999999999999999999999999999",
        "A.1 x\t \u{a0}\u{2028}y\t1 / 3\t€ 5",
        "A.1 «x» \"y\"\t«z» \"w\"\t5 %\t30/06/2025",
    ];
    for text in odd {
        for input in
            [text.to_owned(), format!("{header}\n{text}\n"), format!("{header}\nA.1 - x\t{text}\n{text}")]
        {
            let Ok(result) = read(input.as_bytes(), &[]) else { continue };
            is_whole(&Table::of_text(&input), &result.report);
            is_in_order(&result.plan);
        }
    }
    assert!(read(b"\0\0\0", &[]).is_err());
    // Every beginning of a real document.
    let text = seed("000");
    for end in (0..text.len()).step_by(997).filter(|end| text.is_char_boundary(*end)) {
        if let Ok(result) = read(&text.as_bytes()[..end], &[]) {
            is_in_order(&result.plan);
        }
    }
}

/// `piaoc fmt` has nothing to do.
fn is_in_order(plan: &str) {
    let file = Sources::new().add_text("", String::new());
    let edits = format(file, plan).unwrap().edits;
    assert!(edits.is_empty(), "{plan}\n{edits:?}");
}
