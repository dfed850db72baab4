//! Workbooks and tables that piaoc writes: every character in them is one that their format knows, and a spreadsheet
//! computes nothing of what is data.

use std::path::Path;

use piaoc::actuals::{guarded, unguarded};

use crate::generate::Numbers;
use crate::support::{Workspace, run_in};
use crate::workbooks::parts;

/// What XML forbids, and what it only allows as something else.
const FORBIDDEN: &str = "a\u{b}b\u{1}c\u{1f}d\u{7f}e\u{fffe}f\u{ffff}g\u{85}h\u{202e}i&<>\"'j\u{1b}[31mk";

fn plan() -> String {
    let x = FORBIDDEN.replace('"', "\"\"");
    format!(
        "piano \"{x}\"\n  anni 2025\n  ente \"{x}\"\n\nstruttura s \"{x}\"\n\nmisura m \"{x}\"\n  unità \"{x}\"\n  fonte \"{x}\"\n\n\
         area A \"{x}\"\n\nobiettivo A.1 \"{x}\"\n  pesi uguali\n\nkpi uno \"{x}\"\n  target >= 5 \"{x}\"\n  assegnato s\n  fonte \"{x}\"\n  nota \"{x}\"\n\n\
         kpi due \"{x}\"\n  target sì\n  responsabile \"{x}2\"\n\nkpi tre \"{x}\"\n  algoritmo rapporto % m / \"{x}\"\n  target >= 5%\n\n\
         rettifica A.1/uno 2025 80% motivo \"{x}\" autore \"{x}\"\n"
    )
}

#[test]
fn workbooks_hold_nothing_that_xml_forbids() {
    let workspace = Workspace::new();
    workspace.write("piano.piao", plan());
    let note = FORBIDDEN.replace('"', "\"\"");
    workspace.write(
        "c.csv",
        format!("chiave;periodo;valore;esito;nota\nA.1/uno;2025;4;;\"{note}\nriga\"\nm;2025;1;;\"{note}\"\n"),
    );
    for command in [
        "piaoc form piano.piao --period 2025 -o modulo.xlsx",
        "piaoc export piano.piao --actuals c.csv -o risultati.xlsx",
    ] {
        let (printed, code) = workspace.piaoc(command);
        let file = command.rsplit(' ').next().unwrap();
        let bytes =
            std::fs::read(workspace.path().join(file)).unwrap_or_else(|_| panic!("{printed}\n{code}"));
        for (name, part) in parts(&bytes) {
            let text = String::from_utf8(part).unwrap();
            let bad = text.chars().find(|c| {
                matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' | '\u{7f}'..='\u{9f}' | '\u{202e}')
            });
            assert!(bad.is_none(), "{file}, {name}: {bad:?}");
            roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{file}, {name}: {error}"));
        }
    }
    // What was written is read again: the form's keys are those of the plan.
    let (printed, code) = workspace.piaoc("piaoc eval piano.piao --actuals modulo.xlsx --format short");
    assert!(code != 101 && !printed.contains("P0503"), "{printed}");
}

/// What spreadsheets were seen to compute, and what they leave alone.
#[test]
fn a_guard_stands_before_what_a_spreadsheet_computes() {
    let computed = [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+A1",
        "-A1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "-1+2",
        "+1-2",
        "--1",
        "＝1+1",
        "1/3",
        "01/03",
        "1-3",
        "12/2025",
        "3-2025",
        "1/2/25",
        "1-2-3",
        "3 mar",
        "3-mar-25",
        "mar-25",
        "gen 2025",
        "set. 25",
        "1E5",
        "1,5e-3",
        "2e10",
        "'=1",
        "''1/3",
    ];
    for text in computed {
        assert_eq!(guarded(text), format!("'{text}"), "{text}");
    }
    let left = [
        "",
        "-",
        "-5",
        "+3,5%",
        "-1.234,50",
        "31/12/2025",
        "2025-12-31",
        "A.1",
        "1.2",
        "1.2.3",
        "n.d.",
        "'80",
        "2025",
        "90%",
        "1/3 dei casi",
        "3 marzapani",
        "12 km",
        "M1C1-17",
        "2025-S1",
        "e5",
        "5e",
        "1e",
        "Tutto = bene",
        "3 setole",
        "2025-2027",
        "08:30",
        "'",
    ];
    for text in left {
        assert_eq!(guarded(text), text);
    }
}

#[test]
fn a_guard_is_taken_off_and_nothing_else_is() {
    let mut numbers = Numbers::new(7);
    let pieces = ["'", "=", "+", "-", "@", "\t", "1", "/", "3", "E", "mar", " ", "a", "%", ",", ".", "2025"];
    for _ in 0..20_000 {
        let text: String =
            (0..numbers.below(7)).map(|_| pieces[numbers.below(pieces.len() as u64) as usize]).collect();
        assert_eq!(unguarded(&guarded(&text)), text);
        let twice = guarded(&text).into_owned();
        assert_eq!(unguarded(&guarded(&twice)), twice);
    }
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The cells of a table of ours, without the apostrophes' meaning lost: none would be computed.
fn assert_not_computed(csv: &str) {
    for line in csv.trim_start_matches('\u{feff}').lines() {
        for cell in line.split(';') {
            let cell = cell.trim_matches('"');
            let first = cell.chars().next().unwrap_or(' ');
            let number = cell.len() > 1 && cell[1..].chars().all(|c| c.is_ascii_digit() || ",.%".contains(c));
            assert!(!"=+@\t\r".contains(first) && (first != '-' || number || cell == "-"), "{line}");
        }
    }
}

#[test]
fn tables_written_by_import_and_eval_compute_nothing() {
    let workspace = Workspace::new();
    let table = format!(
        "Codice;Obiettivo;Indicatore;Peso;Target 2025;Consuntivo 2025;Note\nA.1;{0};{1};50%;>= 90%;80%;{2}\nA.1;{0};{2};50%;>= 90%;70%;{3}\n",
        cell("=1+1"),
        cell("+A1"),
        cell("-A1+cmd"),
        cell("1/3")
    );
    workspace.write("tabella.csv", table);
    let (printed, code) = workspace.piaoc("piaoc import tabella.csv -o piano");
    assert_eq!(code, 0, "{printed}");
    let csv = std::fs::read_to_string(workspace.path().join("piano/consuntivo.csv")).unwrap();
    assert_not_computed(&csv);
    assert!(csv.contains("'-A1+cmd") && csv.contains("'1/3"), "{csv}");
    // It is read as it was meant, keys included.
    let (printed, code) =
        workspace.piaoc("piaoc eval piano/piano.piao --actuals piano/consuntivo.csv --format csv");
    assert!(!printed.contains("errore"), "{printed}");
    assert_ne!(code, 2, "{printed}");
    assert_not_computed(&printed[printed.find('\u{feff}').unwrap_or_else(|| panic!("{printed}"))..]);
}

/// One tabulator in a cell does not make a table of tabulators of it; text copied from Excel stays one.
#[test]
fn a_tab_in_a_cell_divides_nothing() {
    let workspace = Workspace::new();
    let header = "Codice;Obiettivo;Indicatore;Peso;Target 2025;Note\n";
    for (name, note) in
        [("citata", "\"una\tnota\""), ("nuda", "una\tnota"), ("due", "\"a \"\"b\"\"\tc\nd\te\"")]
    {
        workspace.write(
            &format!("{name}.csv"),
            format!("{header}A.1;Uno;Primo;60%;>= 90%;{note}\nA.1;Uno;Secondo;40%;>= 90%;x\n"),
        );
        let (printed, code) = workspace.piaoc(&format!("piaoc import {name}.csv -o {name}"));
        assert_eq!(code, 0, "{printed}");
        assert!(printed.contains("2 indicatori"), "{printed}");
    }
    workspace.write("incollata.txt", "Codice\tObiettivo\tIndicatore\tPeso\tTarget 2025\nA.1\tUno; due; tre; e; altri\tPrimo\t60%\t>= 90%\nA.1\tUno\tSecondo\t40%\t>= 90%\n");
    let (printed, code) = workspace.piaoc("piaoc import incollata.txt -o incollata");
    assert!(code == 0 && printed.contains("2 indicatori"), "{printed}");
}

/// Markdown tables keep their columns whatever titles hold, and no title becomes a link or HTML.
#[test]
fn titles_break_no_markdown_table() {
    let workspace = Workspace::new();
    let hostile = "a | b \\| c `d | e` <b>f</b> [g](command:h) ![i](j) *k* | \u{b}| l\\";
    workspace.write(
        "piano.piao",
        format!(
            "piano \"{hostile}\"\n  anni 2025\n  ente \"{hostile}\"\nobiettivo A \"{hostile}\"\n  pesi uguali\nkpi uno \"{hostile}\"\n  target >= 5 \"{hostile}\"\nkpi due \"{hostile}2\"\n  target >= 5\n\
             rettifica A/uno 2025 80% motivo \"{hostile}\"\n"
        ),
    );
    workspace.write("c.csv", "chiave;periodo;valore\nA/uno;2025;4\nA/due;2025;4\n");
    let words = ["eval", "piano.piao", "--actuals", "c.csv", "--format", "markdown"].map(str::to_owned);
    let (printed, code) = run_in(Path::new(workspace.path()), &words);
    assert_eq!(code, 0, "{printed}");
    let rows: Vec<&str> = printed.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 4, "{printed}");
    for row in rows {
        // A bar counts unless it is escaped, also within backticks.
        let mut bars = 0;
        let mut escaped = false;
        for c in row.chars() {
            bars += usize::from(c == '|' && !escaped);
            escaped = c == '\\' && !escaped;
        }
        assert_eq!(bars, 7, "{row}");
    }
    for link in ["](", "<b>"] {
        assert!(
            !printed.replace("\\<", "").replace("\\]", "").replace("\\[", "").contains(link),
            "{printed}"
        );
    }
}
