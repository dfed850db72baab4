//! `piaoc import` of workbooks: the real documents as an office keeps them, what a sheet can hold, and what no plan
//! comes of.

use std::fs;
use std::process::Stdio;

use piaoc::diagnostics::Lang;
use piaoc::import::{Imported, Table};
use piaoc::workbook;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::made::{locked, with_part, zip_of};
use crate::office::office;
use crate::support::{Workspace, repository};
use crate::{DOCUMENTS, actuals, differences, imported, is_in_order, is_whole, read, rows, seed, snapshot};

/// Makes a workbook of each text, with openpyxl.
const AS_WORKBOOKS: &str = include_str!("as_workbooks.py");

fn same_plan(name: &str, found: Imported) {
    let kpis = |imported: Imported| {
        rows(&imported.plan, &actuals(&imported.actuals.into_iter().collect::<Vec<_>>()))
    };
    let by_text = imported(&seed(name));
    let count = by_text.kpis;
    assert_eq!(
        differences(&kpis(by_text), &kpis(found)),
        format!("KPIs: {count} by hand, {count} imported\nwithout difference: {count}\n"),
        "{name}"
    );
}

#[test]
fn the_documents_as_workbooks_are_the_same_plans() {
    let Some(office) = office() else { return };
    let folder = Workspace::new();
    let names = DOCUMENTS.map(|(name, ..)| name);
    for name in names {
        folder.write(&format!("{name}.txt"), seed(name));
    }
    folder.write("as_workbooks.py", AS_WORKBOOKS);
    let made = office
        .python()
        .arg("as_workbooks.py")
        .args(names)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output();
    let made = made.unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let files = names.map(|name| format!("{name}.xlsx"));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for format in ["ods", "xls"] {
        office.saved_as(folder.path(), format, ".", &files);
    }
    for name in names {
        for format in ["xlsx", "ods", "xls"] {
            let bytes = fs::read(folder.path().join(format!("{name}.{format}"))).unwrap();
            let found = read(&bytes, &[]).unwrap();
            let book = workbook::read(&bytes).unwrap();
            is_whole(&Table::of_workbook(&book), &found.report);
            is_in_order(&found.plan);
            same_plan(name, found);
        }
    }
}

fn book(write: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

/// Cells of one row, from the left; numbers that look like it are numbers.
fn line(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        match cell.parse::<f64>() {
            Ok(number) => sheet.write(row, column as u16, number).unwrap(),
            Err(_) => sheet.write(row, column as u16, *cell).unwrap(),
        };
    }
}

/// An objective merged over its KPIs, a header of two rows, an office merged over rows, a total, two tables of different
/// headers on one sheet, several sheets, one of them hidden.
fn office_table() -> Vec<u8> {
    book(|workbook| {
        let plain = Format::new();
        let sheet = workbook.add_worksheet().set_name("Area A").unwrap();
        line(sheet, 0, &["PIANO DELLA PERFORMANCE 2025-2027"]);
        for (column, name) in [(0, "Obiettivo"), (1, "Indicatore"), (2, "Peso"), (6, "Struttura")] {
            sheet.merge_range(2, column, 3, column, name, &plain).unwrap();
        }
        sheet.merge_range(2, 3, 2, 5, "Target", &plain).unwrap();
        line(sheet, 3, &["", "", "", "2025", "2026", "2027"]);
        sheet.merge_range(4, 0, 6, 0, "A.1 - Risposte più rapide", &plain).unwrap();
        line(sheet, 4, &["", "Istanze chiuse nei termini", "0.4", "90", "92", "95"]);
        line(
            sheet,
            5,
            &["", "Tempo medio di risposta", "0.4", "<= 20 giorni", "<= 19 giorni", "<= 18 giorni"],
        );
        line(sheet, 6, &["", "Reclami", "0.2", "<= 12", "<= 11", "<= 10"]);
        sheet.merge_range(4, 6, 6, 6, "Ufficio Relazioni con il Pubblico", &plain).unwrap();
        line(sheet, 7, &["Totale", "", "1"]);
        line(sheet, 9, &["Obiettivo", "KPI", "Peso", "Stato 2024", "Target 2025"]);
        line(sheet, 10, &["A.2 - Servizi in rete", "Servizi attivati", "1", "2", ">= 4"]);
        let sheet = workbook.add_worksheet().set_name("Area B").unwrap();
        line(sheet, 0, &["Indicatore", "Peso", "Target 2025", "Colore"]);
        line(sheet, 1, &["Sportelli aperti", "1", ">= 3", "verde"]);
        let sheet = workbook.add_worksheet().set_name("Appunti").unwrap();
        sheet.set_hidden(true);
        line(sheet, 0, &["da rivedere"]);
    })
}

#[test]
fn merged_cells_and_several_tables_and_sheets() {
    let bytes = office_table();
    let found = read(&bytes, &[]).unwrap();
    let workbook = workbook::read(&bytes).unwrap();
    is_whole(&Table::of_workbook(&workbook), &found.report);
    is_in_order(&found.plan);
    let actuals = found.actuals.clone().unwrap_or_default();
    let report = found.render("tabella.xlsx", Lang::It);
    snapshot("office_table.txt", &format!("{}\n{actuals}\n{report}", found.plan));
}

/// The table of the README's tutorial, as pasted text and as a workbook.
#[test]
fn the_table_of_the_tutorial_is_imported_from_both_its_files() {
    let files = ["tests/office/tutorial.tsv", "examples/excel/tabella.xlsx"];
    let [text, workbook] = files.map(|name| read(&fs::read(repository().join(name)).unwrap(), &[]).unwrap());
    assert_eq!((text.kpis, text.actuals), (21, None));
    assert_eq!(text.plan.replace(",0%", "%"), workbook.plan);
}

#[test]
fn of_a_faulty_file_nothing_is_written() {
    let table = office_table();
    let header = ["Obiettivo", "Indicatore", "Peso", "Target 2025", "Consuntivo"];
    let with = |cells: &[(u32, u16, &str)]| {
        book(|workbook| {
            let sheet = workbook.add_worksheet().set_name("Piano").unwrap();
            line(sheet, 0, &header);
            line(sheet, 1, &["A.1 - Risposte", "Istanze chiuse", "1", ">= 90%"]);
            for (row, column, formula) in cells {
                sheet
                    .write_formula(*row, *column, rust_xlsxwriter::Formula::new("=1/0").set_result(*formula))
                    .unwrap();
            }
        })
    };
    let spaces = vec![b' '; 9 << 20];
    let cases: [(&str, Vec<u8>); 11] = [
        ("protetta.xlsx", locked()),
        ("interrotta.xlsx", table[..table.len() / 2].to_vec()),
        ("bomba.xlsx", with_part(&table, "xl/styles.xml", &spaces)),
        ("lettera.docx", zip_of(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")])),
        ("foto.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("relazione.pdf", "%PDF-1.7\n1 0 obj\nendobj\n".into()),
        (
            "vuota.xlsx",
            book(|workbook| {
                workbook.add_worksheet();
            }),
        ),
        ("una_formula.xlsx", with(&[(1, 4, "#N/A")])),
        ("formule.xlsx", with(&[(1, 4, "#DIV/0!"), (1, 2, "#REF!")])),
        (
            "piena.xlsx",
            book(|workbook| {
                let sheet = workbook.add_worksheet();
                line(sheet, 0, &header);
                line(sheet, 1_048_575, &["A.1 - Risposte", "Istanze chiuse", "1", ">= 90%"]);
            }),
        ),
        (
            "altri_nomi.xlsx",
            book(|workbook| {
                let sheet = workbook.add_worksheet().set_name("Foglio 1").unwrap();
                line(sheet, 2, &["Linea", "Che cosa si misura", "Quota", "Soglia"]);
                line(sheet, 3, &["A.1 - Risposte", "Istanze chiuse nei termini", "1", ">= 90%"]);
            }),
        ),
    ];
    let folder = Workspace::new();
    let mut printed = String::new();
    for (name, bytes) in cases {
        folder.write(name, bytes);
        let (text, exit) = folder.piaoc(&format!("piaoc import {name} -o piano"));
        assert!(!folder.path().join("piano").exists(), "{name}");
        printed.push_str(&format!("$ piaoc import {name} -o piano\n{text}=> {exit}\n"));
    }
    snapshot("faults.txt", &printed);
}

#[test]
fn a_formula_that_failed_among_the_results_is_no_matter() {
    let bytes = book(|workbook| {
        let sheet = workbook.add_worksheet().set_name("Piano").unwrap();
        line(sheet, 0, &["Obiettivo", "Indicatore", "Peso", "Target 2025", "Performance KPI"]);
        line(sheet, 1, &["A.1 - Risposte", "Istanze chiuse", "1", ">= 90%"]);
        let failed = rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!");
        sheet.write_formula(1, 4, failed).unwrap();
    });
    let found = read(&bytes, &[]).unwrap();
    assert_eq!(found.kpis, 1);
    let report = found.render("piano.xlsx", Lang::It);
    assert!(report.contains("Piano!E2: «#DIV/0!»"), "{report}");
}

#[test]
fn hidden_rows_and_columns_are_read_and_told() {
    let mut sheet = Worksheet::new();
    sheet.set_name("Obiettivi").unwrap();
    let rows = [
        ["Obiettivo", "Indicatore", "Target 2025", "Note interne"],
        ["1. Servizi", "Corsi", ">= 10", "da rivedere"],
        ["", "Utenti", ">= 20", ""],
        ["", "Vecchio indicatore", ">= 30", ""],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    sheet.set_row_hidden(3).unwrap();
    sheet.set_column_hidden(3).unwrap();
    let mut book = Workbook::new();
    book.push_worksheet(sheet);
    let found = read(&book.save_to_buffer().unwrap(), &[]).unwrap();
    assert!(found.plan.contains("Vecchio indicatore"), "{}", found.plan);
    let told = |lang| found.render("piano.xlsx", lang);
    let (it, en) = (told(Lang::It), told(Lang::En));
    assert!(
        it.contains("foglio Obiettivi: ho letto anche le righe nascoste (4) e le colonne nascoste (D)"),
        "{it}"
    );
    assert!(en.contains("sheet Obiettivi: the hidden rows (4) and columns (D) are read too"), "{en}");
    let mut plain = Worksheet::new();
    plain.write_row(0, 0, ["Obiettivo", "Indicatore", "Target 2025"]).unwrap();
    plain.write_row(1, 0, ["1. Servizi", "Corsi", ">= 10"]).unwrap();
    plain.set_row_hidden(9).unwrap();
    let mut book = Workbook::new();
    book.push_worksheet(plain);
    let found = read(&book.save_to_buffer().unwrap(), &[]).unwrap();
    assert!(!found.render("piano.xlsx", Lang::It).contains("nascost"), "an empty hidden row is no matter");
}
