//! What inputs are made of: the plans and tables of the other tests, cut to the length that makes many runs, and the
//! files of `tests/fuzz/seeds`, which are inputs that failed once.

use crate::support::{Workspace, files_below, repository};
use crate::workbooks;

/// More of a file says no more.
const LONGEST: usize = 4_000;

fn cut(text: String) -> Vec<u8> {
    let mut text = text;
    text.truncate(crate::random::boundary(&text, LONGEST));
    text.into_bytes()
}

/// The files of a kind that stand in the cases of the other tests, those of `tests/fuzz/seeds` with them.
fn of_cases(extension: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for path in files_below(&repository().join("tests/cases"), "case") {
        let text = std::fs::read_to_string(path).unwrap();
        for section in text.split("\n=== ").skip(1) {
            let (name, content) = section.split_once('\n').unwrap_or((section, ""));
            if name.ends_with(extension) && !content.trim().is_empty() {
                found.push(cut(content.to_owned()));
            }
        }
    }
    let own = repository().join("tests/fuzz/seeds");
    let extension = extension.trim_start_matches('.');
    found.extend(files_below(&own, extension).iter().map(|path| std::fs::read(path).unwrap()));
    found
}

fn of_files(folder: &str, extension: &str) -> impl Iterator<Item = Vec<u8>> {
    files_below(&repository().join(folder), extension)
        .into_iter()
        .map(|path| cut(std::fs::read_to_string(path).unwrap()))
}

pub fn plans() -> Vec<Vec<u8>> {
    let mut seeds = of_cases(".piao");
    seeds.extend(of_files("tests/correct", "piao"));
    seeds.extend(of_files("examples", "piao"));
    seeds
}

pub fn tables() -> Vec<Vec<u8>> {
    let mut seeds = of_cases(".csv");
    seeds.push(crate::entries::TABLE.as_bytes().to_vec());
    seeds
}

pub fn configurations() -> Vec<Vec<u8>> {
    of_cases(".toml")
}

pub fn scenarios() -> Vec<Vec<u8>> {
    let mut seeds = of_cases(".prove");
    seeds.extend(of_files("examples", "prove"));
    seeds.push(crate::entries::SCENARIOS.as_bytes().to_vec());
    seeds
}

pub fn imports() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = of_cases(".csv");
    seeds.extend(of_files("tests/import/tables", "csv"));
    seeds.extend(of_files("tests/import/tables", "txt"));
    seeds
}

/// A form and an exported workbook of the plan of the entries, and sheets by hand.
pub fn xlsx() -> Vec<Vec<u8>> {
    let workspace = Workspace::new();
    workspace.write("piano.piao", crate::entries::PLAN);
    workspace.write("c.csv", crate::entries::TABLE);
    workspace.piaoc("piaoc form piano.piao --period 2025 -o modulo.xlsx");
    workspace.piaoc("piaoc export piano.piao --actuals c.csv -o risultati.xlsx");
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>chiave</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>valore</t></is></c></row>\
                <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>A.1/uno</t></is></c><c r=\"B2\"><v>0.5</v></c></row>";
    let mut seeds = vec![workbooks::xlsx(rows)];
    for name in ["modulo.xlsx", "risultati.xlsx"] {
        seeds.push(std::fs::read(workspace.path().join(name)).unwrap());
    }
    seeds
}

pub fn ods() -> Vec<Vec<u8>> {
    let rows = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>chiave</text:p></table:table-cell>\
                <table:table-cell office:value-type=\"string\"><text:p>valore</text:p></table:table-cell></table:table-row>\
                <table:table-row><table:table-cell office:value-type=\"string\"><text:p>A.1/uno</text:p></table:table-cell>\
                <table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50%</text:p></table:table-cell></table:table-row>\
                <table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"2\"/></table:table-row>";
    vec![workbooks::Ods::sheet("Foglio", rows)]
}

pub fn xls() -> Vec<Vec<u8>> {
    vec![workbooks::xls_records(3), workbooks::xls_records(0), workbooks::xls(3)]
}
