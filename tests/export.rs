//! `piaoc export`: LibreOffice recalculates the workbooks from their formulas alone and comes to what `piaoc eval` says,
//! also after actuals were changed, in the workbook and in the table; what stands beside the formulas for programs that
//! do not compute is the same. Without the proofs in other programs only that is compared.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/office.rs"]
mod office;
#[path = "support/random.rs"]
mod random;
mod support;
#[path = "support/varied.rs"]
mod varied;
#[path = "support/workbooks.rs"]
mod workbooks;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use piaoc::cli::{self, Exit, Outside};
use piaoc::diagnostics::Lang;
use serde_json::Value;
use support::{Workspace, files_below, repository};
use varied::{Cell, Varied, changed, varied};

/// The sheet of the plan, as `output::workbook` lays it out: its first row of data and its columns.
const FIRST_ROW: usize = 5;
const CODE: usize = 0;
const LEVEL: usize = 2;
const NUMBERS: [(&str, usize); 6] = [
    ("quota", 4),
    ("target", 6),
    ("consuntivo", 7),
    ("punteggio", 8),
    ("performance", 10),
    ("copertura", 11),
];
/// The sheet of the actuals: its first row of data.
const FIRST_FACT: u32 = 4;

/// With the examples and the changed ones as many as one LibreOffice takes.
const RANDOM_PLANS: u64 = 200;
/// Of those, every so many is changed after it was written.
const CHANGED_EVERY: u64 = 5;

/// Numbers of a row by the columns' names; `None` is an empty cell.
type Numbers = BTreeMap<&'static str, Option<f64>>;

/// A row of the plan's sheet, or what it should be.
#[derive(Debug)]
struct Row {
    level: String,
    code: String,
    numbers: Numbers,
}

fn number(cell: Option<&Data>) -> Option<f64> {
    match cell? {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        Data::DateTime(day) => Some(day.as_f64()),
        Data::Empty => None,
        Data::String(text) if text.is_empty() => None,
        other => panic!("a cell of a number holds {other:?}"),
    }
}

fn sheets(path: &Path) -> BTreeMap<String, Range<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    book.worksheets().into_iter().collect()
}

fn rows(sheets: &BTreeMap<String, Range<Data>>) -> Vec<Row> {
    let plan = &sheets["Piano"];
    let text = |cell: Option<&Data>| cell.map(ToString::to_string).unwrap_or_default();
    let last = plan.end().unwrap().0;
    (FIRST_ROW as u32..=last)
        .map(|row| {
            let cell = |column: usize| plan.get_value((row, column as u32));
            Row {
                level: text(cell(LEVEL)),
                code: text(cell(CODE)),
                numbers: NUMBERS.into_iter().map(|(name, column)| (name, number(cell(column)))).collect(),
            }
        })
        .collect()
}

/// What `piaoc eval` says, in the order of the sheet (which has areas among the objectives), as its cells hold it.
fn expected(result: &Value) -> BTreeMap<String, Vec<Row>> {
    let points = |value: &Value| value.as_str().map(|text| text.parse::<f64>().unwrap());
    let mean = |level: &str, value: &Value| Row {
        level: level.to_owned(),
        code: value["code"].as_str().unwrap_or("").to_owned(),
        numbers: Numbers::from([
            ("performance", points(&value["performance"])),
            ("copertura", points(&value["coverage"])),
        ]),
    };
    let kpi = |kpi: &Value| {
        let computed =
            if kpi["override"].is_null() { &kpi["performance"] } else { &kpi["override"]["computed"] };
        Row {
            level: "Indicatore".to_owned(),
            code: kpi["code"].as_str().unwrap_or("").to_owned(),
            numbers: Numbers::from([
                ("quota", points(&kpi["share"]).map(|share| share / 100.0)),
                ("target", in_cell(kpi, "target")),
                ("consuntivo", in_cell(kpi, "actual")),
                ("punteggio", points(computed)),
                ("performance", points(&kpi["performance"])),
            ]),
        }
    };
    let mut all = BTreeMap::from([(String::new(), vec![mean("", &result["plan"])])]);
    for area in result["areas"].as_array().unwrap() {
        all.insert(area["code"].as_str().unwrap().to_owned(), vec![mean("Area", area)]);
    }
    for objective in result["objectives"].as_array().unwrap() {
        let level = if objective["kind"] == "azione" { "Azione" } else { "Obiettivo" };
        let kpis = objective["kpis"].as_array().unwrap().iter().map(kpi);
        let rows = [mean(level, objective)].into_iter().chain(kpis).collect();
        all.insert(objective["code"].as_str().unwrap().to_owned(), rows);
    }
    all
}

fn in_cell(kpi: &Value, name: &str) -> Option<f64> {
    let text = kpi[name].as_str()?;
    Some(match kpi["type"].as_str().unwrap() {
        "percent" => text.parse::<f64>().unwrap() / 100.0,
        "boolean" => f64::from(u8::from(text == "yes")),
        "date" => varied::serial(text.parse().unwrap()),
        _ => text.parse().unwrap(),
    })
}

/// The contract has ten decimals.
fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// Every difference between a workbook and a result, in words.
fn from_result(written: &BTreeMap<String, Range<Data>>, result: &Value) -> Vec<String> {
    let mut expected = expected(result);
    let mut found = Vec::new();
    let rows = rows(written);
    let mut rows = rows.iter();
    while let Some(row) = rows.next() {
        let should = expected.remove(&row.code).unwrap_or_else(|| panic!("unknown row {row:?}"));
        for (at, should) in should.iter().enumerate() {
            let row = if at == 0 { row } else { rows.next().unwrap() };
            assert_eq!(row.level, should.level, "{row:?}");
            let differ = |name: &&&str| !close(row.numbers[**name], should.numbers[**name]);
            let differing: Vec<&&str> = should.numbers.keys().filter(differ).collect();
            if !differing.is_empty() {
                found.push(format!("KPI {at}, {differing:?}: {row:?} should be {should:?}"));
            }
        }
    }
    assert!(expected.is_empty(), "without a row: {:?}", expected.keys());
    found
}

/// Every cell that differs between a workbook as it was written and as it was computed again.
fn from_written(
    written: &BTreeMap<String, Range<Data>>,
    again: &BTreeMap<String, Range<Data>>,
) -> Vec<String> {
    let mut found = Vec::new();
    for (name, sheet) in written {
        for (row, column, cell) in sheet.cells().map(|(row, column, cell)| (row as u32, column as u32, cell))
        {
            let start = sheet.start().unwrap();
            let place = (row + start.0, column + start.1);
            let other = again[name].get_value(place);
            let alike = match (cell, other) {
                (Data::String(text), _) if !text.is_empty() => other == Some(cell),
                (_, Some(Data::String(text))) if !text.is_empty() => false,
                _ => close(number(other), number(Some(cell))),
            };
            if !alike {
                found.push(format!("{name} {place:?}: {other:?} should be {cell:?}"));
            }
        }
    }
    found
}

/// A workbook in which every result beside a formula is replaced, so that nothing but the formula can give it again.
fn with_wrong_results(bytes: &[u8]) -> Vec<u8> {
    workbooks::rewritten_below(bytes, "xl/worksheets/sheet", |sheet| {
        let mut parts = sheet.split("</f><v>");
        let mut text = parts.next().unwrap().to_owned();
        for part in parts {
            let (_, rest) = part.split_once("</v>").unwrap();
            text.push_str("</f><v>12345</v>");
            text.push_str(rest);
        }
        text.replace(" t=\"str\"><f>", "><f>")
    })
}

/// Blank cells of the actuals that want a plain number: of the measure that is not accumulated, and of denominators.
fn awaited(path: &Path) -> Vec<(String, String)> {
    let actuals = &sheets(path)["Consuntivi"];
    let text = |row: u32, column: u32| actuals.get_value((row, column)).unwrap().to_string();
    (FIRST_FACT..=actuals.end().unwrap().0)
        .map(|row| (text(row, 0), text(row, 2), text(row, 3)))
        .filter(|(key, _, value)| value.is_empty() && (key == "m4" || key.ends_with("/2")))
        .map(|(key, period, _)| (key, period))
        .collect()
}

/// A workbook with other values in the cells of the actuals, and nothing else: what was computed stays as it was.
fn with_values(path: &Path, edits: &BTreeMap<(String, String), Cell>) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    let actuals = &sheets(path)["Consuntivi"];
    let text = |row: u32, column: u32| actuals.get_value((row, column)).unwrap().to_string();
    let rows = FIRST_FACT..=actuals.end().unwrap().0;
    let cells: Vec<(u32, &Cell)> =
        rows.filter_map(|row| Some((row + 1, edits.get(&(text(row, 0), text(row, 2)))?))).collect();
    let at = workbooks::sheet_names(&bytes).iter().position(|name| name == "Consuntivi").unwrap();
    workbooks::rewritten(&bytes, &format!("xl/worksheets/sheet{}.xml", at + 1), |sheet| {
        let mut sheet = sheet.to_owned();
        for (row, cell) in &cells {
            let start = sheet.find(&format!("<c r=\"D{row}\"")).unwrap();
            let tag = start + sheet[start..].find('>').unwrap() + 1;
            let blank = sheet[..tag].ends_with("/>");
            let end = if blank { tag } else { start + sheet[start..].find("</c>").unwrap() + "</c>".len() };
            let style = sheet[start..end].split([' ', '>']).find(|word| word.starts_with("s=")).unwrap();
            let style = style.trim_end_matches('/');
            let other = match cell {
                Cell::Number(number) => format!("<c r=\"D{row}\" {style}><v>{number}</v></c>"),
                Cell::Text(text) => {
                    format!("<c r=\"D{row}\" {style} t=\"inlineStr\"><is><t>{text}</t></is></c>")
                }
            };
            sheet.replace_range(start..end, &other);
        }
        sheet
    })
}

struct Case {
    name: String,
    result: Value,
    /// Whether the actuals of the workbook were changed after it was written.
    changed: bool,
}

fn eval(desk: &Workspace, arguments: &str) -> Option<Value> {
    let (text, code) = desk.piaoc(&format!("piaoc eval {arguments} --format json"));
    if code == 0 { Some(serde_json::from_str(&text).unwrap()) } else { None }
}

fn export(desk: &Workspace, arguments: &str, name: &str) {
    let (said, code) = desk.piaoc(&format!("piaoc export {arguments} -o {name}.xlsx"));
    assert_eq!(code, 0, "{said}");
}

fn examples(desk: &Workspace) -> Vec<Case> {
    let folder = repository().join("examples");
    let cases = files_below(&folder, "piao").into_iter().filter_map(|plan| {
        let name = plan.strip_prefix(&folder).unwrap().display().to_string().replace(['/', '.'], "-");
        let plan = plan.display().to_string();
        let result = eval(desk, &plan)?;
        export(desk, &plan, &name);
        Some(Case { name, result, changed: false })
    });
    let cases: Vec<Case> = cases.collect();
    assert!(cases.len() >= 5, "{} examples, one with errors", cases.len());
    cases
}

/// Plans made by chance that `eval` accepts; some of them also with other actuals than they were exported with.
fn by_chance(desk: &Workspace) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut seen: BTreeMap<&str, usize> = varied::KINDS.into_iter().map(|kind| (kind, 0)).collect();
    let mut filled = 0;
    for seed in 0..RANDOM_PLANS {
        let Varied { plan, table, period } = varied(seed);
        let name = format!("v{seed}");
        desk.write(&format!("{name}.piao"), &plan);
        desk.write(&format!("{name}.csv"), &table);
        let period = period.map_or_else(String::new, |period| format!(" --period {period}"));
        let arguments = format!("{name}.piao --actuals {name}.csv{period}");
        let Some(result) = eval(desk, &arguments) else { continue };
        varied::count(&plan, &result, &mut seen);
        export(desk, &arguments, &name);
        cases.push(Case { name: name.clone(), result, changed: false });
        if seed % CHANGED_EVERY != 0 {
            continue;
        }
        let (mut other, mut edits) = changed(&table);
        for (key, period) in awaited(&desk.path().join(format!("{name}.xlsx"))) {
            other.push_str(&format!("{key};{period};9;\n"));
            edits.insert((key, period), Cell::Number(9.0));
            filled += 1;
        }
        desk.write(&format!("{name}-altro.csv"), other);
        let Some(result) = eval(desk, &format!("{name}.piao --actuals {name}-altro.csv{period}")) else {
            continue;
        };
        let other = with_values(&desk.path().join(format!("{name}.xlsx")), &edits);
        desk.write(&format!("{name}-altro.xlsx"), other);
        cases.push(Case { name: format!("{name}-altro"), result, changed: true });
    }
    let rare: Vec<_> = seen.iter().filter(|(_, count)| **count < 20).collect();
    assert!(rare.is_empty(), "too seldom: {rare:?} among {seen:?}");
    assert!(filled >= 20, "{filled} blank cells filled in");
    let of = |changed| cases.iter().filter(|case| case.changed == changed).count();
    assert!(of(false) >= 200 && of(true) >= 35, "{} plans, {} changed", of(false), of(true));
    cases
}

/// Leaves the plans, tables and workbooks in the folder `PIAOC_KEEP`, to look at.
fn keep(desk: &Workspace) {
    let Ok(folder) = std::env::var("PIAOC_KEEP") else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for file in ["xlsx", "piao", "csv"].iter().flat_map(|kind| files_below(desk.path(), kind)) {
        std::fs::copy(&file, Path::new(&folder).join(file.file_name().unwrap())).unwrap();
    }
}

#[test]
fn every_workbook_comes_to_the_results_of_eval() {
    let desk = Workspace::new();
    let mut cases = examples(&desk);
    cases.extend(by_chance(&desk));
    let mut wrong = Vec::new();
    let mut written = BTreeMap::new();
    for case in cases.iter().filter(|case| !case.changed) {
        let sheets = sheets(&desk.path().join(format!("{}.xlsx", case.name)));
        let found = from_result(&sheets, &case.result);
        wrong.extend(found.into_iter().map(|text| format!("as written, {}, {text}", case.name)));
        written.insert(case.name.as_str(), sheets);
    }
    keep(&desk);
    if let Some(office) = office::office() {
        let names: Vec<String> = cases.iter().map(|case| format!("{}.xlsx", case.name)).collect();
        for name in &names {
            let bytes = std::fs::read(desk.path().join(name)).unwrap();
            desk.write(name, with_wrong_results(&bytes));
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let again = office.saved_as(desk.path(), "xlsx", "ricalcolati", &names);
        for (case, file) in cases.iter().zip(again) {
            let sheets = sheets(&file);
            let mut found = from_result(&sheets, &case.result);
            if let Some(written) = written.get(case.name.as_str()) {
                found.extend(from_written(written, &sheets));
            }
            wrong.extend(found.into_iter().map(|text| format!("recalculated, {}, {text}", case.name)));
        }
    }
    assert!(wrong.is_empty(), "{} in {} workbooks:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// A plan whose words begin as formulas do, and its actuals.
const WORDS: &str = "piano \"=1+1 & prova\"
  ente \"@Comune\"  anni 2025-2027  punteggio proporzionale
struttura staff \"=Staff/1\"
obiettivo A \"+Servizi\"  assegnato staff
kpi tempi   \"-Tempi\"      peso 50%  target <= 20 giorni  fonte \"=CMD()\"
kpi istanze \"@Istanze\"    peso 50%  target >= 90%
";
const VALUES: &str = "chiave;periodo;valore;esito\nA/tempi;2025;22;kpi validato\nA/istanze;2025;87,5%;kpi validato\nA/tempi;2024;19;\n";

fn words_exported(desk: &Workspace, lang: &str) -> BTreeMap<String, Range<Data>> {
    desk.write("piano.piao", WORDS);
    desk.write("dati.csv", VALUES);
    export(desk, &format!("piano.piao --actuals dati.csv --lang {lang}"), lang);
    sheets(&desk.path().join(format!("{lang}.xlsx")))
}

/// On top of every sheet: what it is, of which plan and period, made by what, where to change values.
#[test]
fn every_sheet_explains_itself_in_both_languages() {
    let desk = Workspace::new();
    let version = env!("CARGO_PKG_VERSION");
    for (lang, origin, where_to) in [
        ("it", format!("periodo 2025 · calcolato da piaoc {version}"), "celle gialle"),
        ("en", format!("period 2025 · computed by piaoc {version}"), "yellow cells"),
    ] {
        let sheets = words_exported(&desk, lang);
        let names: Vec<&str> = sheets.keys().map(String::as_str).collect();
        assert_eq!(names, ["=Staff-1", "Consuntivi", "Piano", "Regole"]);
        for (name, sheet) in &sheets {
            let line = |row| sheet.get_value((row, 0)).map(ToString::to_string).unwrap_or_default();
            assert!(!line(0).is_empty(), "{name}");
            let of = if name == "Piano" { "@Comune" } else { "=1+1 & prova" };
            assert_eq!(line(1), format!("{of} · {origin}"), "{name}");
            assert!(line(2).contains(where_to), "{name}: {}", line(2));
        }
        let titles = [("it", "Consuntivo", "Letto da"), ("en", "Actual", "Read from")];
        let (_, actual, read_from) = titles.into_iter().find(|(of, ..)| *of == lang).unwrap();
        assert_eq!(sheets["Piano"].get_value((4, 7)).unwrap(), actual);
        assert_eq!(sheets["Consuntivi"].get_value((3, 9)).unwrap(), read_from);
    }
}

/// Words of the plan stay words: a spreadsheet computes nothing that it was not given as a formula by `piaoc`.
#[test]
fn words_that_begin_like_formulas_stay_words() {
    let desk = Workspace::new();
    let sheets = words_exported(&desk, "it");
    let texts: Vec<String> = sheets
        .values()
        .flat_map(|sheet| sheet.cells())
        .filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    for word in ["=1+1 & prova", "=Staff/1", "+Servizi", "-Tempi", "@Istanze", "=CMD()"] {
        assert!(texts.iter().any(|text| text == word), "{word} is not among {texts:?}");
    }
    let mut book: Xlsx<_> = open_workbook(desk.path().join("it.xlsx")).unwrap();
    for name in sheets.keys() {
        let formulas = book.worksheet_formula(name).unwrap();
        let theirs =
            |formula: &str| ["1+1", "CMD", "Servizi", "Tempi"].iter().any(|word| formula.contains(word));
        let found: Vec<_> = formulas.cells().filter(|(_, _, formula)| theirs(formula)).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

/// Every value says where it was read; what no formula reads stands below, and cannot be mistaken for it.
#[test]
fn actuals_say_where_they_were_read() {
    let desk = Workspace::new();
    let sheets = words_exported(&desk, "it");
    let actuals = &sheets["Consuntivi"];
    let rows: Vec<[String; 3]> = (FIRST_FACT..=actuals.end().unwrap().0)
        .map(|row| [0, 2, 9].map(|column| actuals.get_value((row, column)).unwrap().to_string()))
        .collect();
    let expected = [
        ["A/tempi", "2025", "dati.csv, riga 2"],
        ["A/istanze", "2025", "dati.csv, riga 3"],
        ["A/tempi", "2024", "dati.csv, riga 4"],
    ];
    assert_eq!(rows, expected.map(|row| row.map(str::to_owned)));
}

/// The tables of results that two bodies published (one has no codes and no notes), without the unnamed column of the
/// comparison: ours have the same columns in the same order, and no other but that one.
#[test]
fn without_actuals_the_workbook_is_the_plan_as_approved() {
    let desk = Workspace::new();
    desk.write(
        "piano.piao",
        "piano \"P\"\n  anni 2025-2026\n  punteggio proporzionale\nobiettivo A \"X\"\n  responsabile \"Rossi\"\nkpi uno \"=Uno\"\n  peso 40%\n  target 2025-2026 <= 30%, 20%\nkpi due \"Due\"\n  peso 60%\n  target sì\n",
    );
    let (said, code) = desk.piaoc("piaoc export piano.piao -o piano.xlsx");
    assert_eq!(code, 0, "{said}");
    let sheets = sheets(&desk.path().join("piano.xlsx"));
    assert_eq!(sheets.keys().collect::<Vec<_>>(), ["Piano"]);
    let rows: Vec<Vec<String>> =
        sheets["Piano"].rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let at = rows.iter().position(|row| row[0] == "Livello").unwrap();
    let headings = "Livello,Obiettivo,Indicatore,Peso,Unità,Confronto 2025,Target 2025,Confronto 2026,Target 2026,Punteggio,Responsabile,Nota";
    let indicators = [
        "Indicatore,A - X,=Uno,0.4,%,<=,0.3,<=,0.2,proporzionale,Rossi,",
        "Indicatore,A - X,Due,0.6,,=,sì,,,proporzionale,Rossi,",
    ];
    assert_eq!(without_code(&rows[at]), headings);
    assert_eq!([&rows[at + 3], &rows[at + 4]].map(|row| without_code(row)), indicators);
    assert_eq!(desk.piaoc("piaoc export piano.piao -o piano.xlsx").1, 0, "its own is replaced");
}

/// A row without the column of codes, which is always there.
fn without_code(row: &[String]) -> String {
    let cells = row.iter().enumerate().filter(|(at, _)| *at != 2).map(|(_, cell)| cell.as_str());
    cells.collect::<Vec<_>>().join(",")
}

#[test]
fn the_table_has_the_columns_of_the_published_ones() {
    const PUBLISHED: [&[&str]; 2] = [
        &[
            "Obiettivo",
            "Indicatore",
            "Esito validazione",
            "Peso",
            "Target",
            "Consuntivo",
            "Performance KPI",
            "Performance Obiettivo",
        ],
        &[
            "Obiettivo",
            "Cod.",
            "Indicatore",
            "Esito validazione",
            "Peso",
            "Target",
            "Consuntivo",
            "Performance KPI",
            "Performance Obiettivo",
            "Note",
        ],
    ];
    let desk = Workspace::new();
    desk.write("piano.piao", WORDS);
    desk.write("dati.csv", VALUES);
    let (said, code) = desk.piaoc("piaoc export piano.piao --actuals dati.csv -o tabella.csv");
    assert_eq!(code, 0, "{said}");
    let table = std::fs::read_to_string(desk.path().join("tabella.csv")).unwrap();
    let (printed, _) = desk.piaoc("piaoc export piano.piao --actuals dati.csv --format csv");
    assert_eq!(printed, table);
    let headings: Vec<&str> =
        table.trim_start_matches('\u{feff}').lines().next().unwrap().split(';').collect();
    let same = |ours: &&&str, theirs: &str| **ours == theirs || (**ours == "Codice" && theirs == "Cod.");
    for published in PUBLISHED {
        let mut left = headings.iter();
        for theirs in published {
            assert!(left.any(|ours| same(&ours, theirs)), "{theirs} in {headings:?}");
        }
    }
    let new: Vec<_> =
        headings.iter().filter(|ours| !PUBLISHED[1].iter().any(|theirs| same(ours, theirs))).collect();
    assert_eq!(new, [&"Confronto"]);
    // As Italian Excel reads it; texts that it would compute have an apostrophe in front.
    let lines = [
        "\u{feff}Obiettivo;Codice;Indicatore;Esito validazione;Peso;Confronto;Target;Consuntivo;Performance KPI;Performance Obiettivo;Note",
        "A - +Servizi;;;;;;;;;93,61%;",
        "A - +Servizi;;'-Tempi;kpi validato;50%;<=;20;22;90,00%;;fonte: =CMD()",
        "A - +Servizi;;'@Istanze;kpi validato;50%;>=;90%;87,5%;97,22%;;",
        "Totale del piano;;;;;;;;;93,61%;periodo 2025",
    ];
    assert_eq!(table, lines.map(|line| format!("{line}\r\n")).concat());
}

/// On a terminal a long export shows how far it is, and leaves nothing of it behind; elsewhere it says nothing.
#[test]
fn a_bar_shows_how_far_it_is() {
    let desk = Workspace::new();
    desk.write("piano.piao", random::generate::plan(1_000));
    desk.write("dati.csv", random::generate::actuals(1_000, 1_600));
    let run = |terminal: bool| {
        let path = |name: &str| desk.path().join(name).display().to_string();
        let (plan, table, file) = (path("piano.piao"), path("dati.csv"), path("risultati.xlsx"));
        let line = ["piaoc", "export", &plan, "--actuals", &table, "-o", &file];
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut outside = Outside::plain(&mut out, &mut err, Lang::It);
        outside.err_is_terminal = terminal;
        outside.patience = Duration::ZERO;
        assert_eq!(cli::run(line.map(OsString::from).to_vec(), &mut outside), Exit::Fine);
        String::from_utf8(err).unwrap()
    };
    let shown = run(true);
    assert!(shown.contains("% scrivo la cartella"), "{shown:?}");
    assert!(shown.ends_with("\r\u{1b}[2K"), "{shown:?}");
    assert!(!run(false).contains('\r'));
}

/// Whatever words stand in a plan: a workbook is written, and LibreOffice reads it.
#[test]
fn odd_words_make_no_odd_workbook() {
    let desk = Workspace::new();
    let long = "Ufficio per la tutela e la regolazione del mercato ".repeat(700);
    let titles = [
        "History",
        "Piano",
        "consuntivi",
        "A: [b]/c*?'",
        "'",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        &long,
        &long,
    ];
    let mut plan =
        "piano \"Tutto <&> \u{1}\u{fffe} \u{202e}\"\n  ente \"&P &N\"  anni 2025-2027\n".to_owned();
    for (at, title) in titles.iter().enumerate() {
        plan.push_str(&format!("struttura s{at} \"{title}\"\n"));
    }
    plan.push_str("area V \"Vuota\"\nobiettivo V.1 \"Senza niente\"\nobiettivo A \"Esempio\"  pesi uguali\n");
    for at in 0..titles.len() {
        plan.push_str(&format!("kpi k{at} \"{long}\"  target >= 1  assegnato s{at}\n"));
    }
    desk.write("piano.piao", plan);
    desk.write("dati.csv", "chiave;periodo;valore\nA/k0;2025;0,5\n");
    export(&desk, "piano.piao --actuals dati.csv", "strano");
    let written = sheets(&desk.path().join("strano.xlsx"));
    assert_eq!(written.len(), titles.len() + 3, "{:?}", written.keys());
    assert!(written.keys().all(|name| name.encode_utf16().count() <= 31), "{:?}", written.keys());
    if let Some(office) = office::office() {
        let again = office.saved_as(desk.path(), "xlsx", "riletto", &["strano.xlsx"]);
        assert_eq!(sheets(&again[0]).keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
    }
}
