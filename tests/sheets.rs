//! Workbooks as actuals: values as Excel shows them, faults by sheet and cell, in every format.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/client.rs"]
mod client;
#[path = "sheets/faulty.rs"]
mod faulty;
#[path = "support/office.rs"]
mod office;
mod support;
#[path = "support/workbooks.rs"]
mod workbooks;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use support::{Workspace, files_below, repository};

const PLAN: &str = "piano \"Prova\"
  anni       2025
  punteggio  proporzionale

obiettivo A.1 \"Risposte\"

kpi quota \"Pratiche chiuse nei termini\"
  peso    25%
  target  >= 50%

kpi tempi \"Approvazione del regolamento\"
  peso    25%
  target  <= 31/12/2025

kpi spesa \"Spesa impegnata\"
  peso    25%
  target  >= 1000 €

kpi indagine \"Indagine svolta\"
  peso    25%
  target  = sì
";

const FILES: &str = "[eval]\nactuals = [\"modulo.xlsx\"]\n";

/// A sheet with a title, and the header in row 3.
fn form(sheet: &mut Worksheet, name: &str) {
    sheet.set_name(name).unwrap();
    sheet.write(0, 0, "Raccolta dei consuntivi").unwrap();
    for (column, header) in ["chiave", "descrizione", "periodo", "valore", "nota"].into_iter().enumerate() {
        sheet.write(2, column as u16, header).unwrap();
    }
}

fn row(sheet: &mut Worksheet, row: u32, key: &str) {
    sheet.write(row, 0, key).unwrap();
    sheet.write(row, 1, "che cosa\n\"si\" chiede").unwrap();
    sheet.write(row, 2, 2025).unwrap();
}

fn filled(sheet: &mut Worksheet) {
    form(sheet, "Staff");
    for (at, key) in ["A.1/quota", "A.1/tempi", "A.1/spesa", "A.1/indagine"].into_iter().enumerate() {
        row(sheet, at as u32 + 3, key);
    }
    let percent = Format::new().set_num_format("0.0%");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(3, 3, 0.125, &percent).unwrap();
    sheet.write_with_format(4, 3, ExcelDateTime::from_ymd(2025, 10, 3).unwrap(), &day).unwrap();
    sheet.write(5, 3, "1.250,50").unwrap();
    sheet.write(6, 3, true).unwrap();
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn staff(change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    book(|book| {
        let sheet = book.add_worksheet();
        filled(sheet);
        change(sheet);
    })
}

fn desk(bytes: &[u8]) -> Workspace {
    let desk = Workspace::new();
    desk.write("piano.piao", PLAN);
    desk.write("piaoc.toml", FILES);
    desk.write("modulo.xlsx", bytes);
    desk
}

/// What `check` says of the workbook, one a line.
fn said(bytes: &[u8]) -> Vec<String> {
    let (printed, _) = desk(bytes).piaoc("piaoc check piano.piao --format short");
    printed.lines().filter(|line| line.starts_with("modulo.xlsx")).map(str::to_owned).collect()
}

/// `tests/sheets/*.txt`: every faulty workbook with what is said of it, in both languages. `PIAOC_UPDATE=1` writes them.
#[test]
fn what_is_said_of_faulty_workbooks_is_known() {
    let update = std::env::var_os("PIAOC_UPDATE").is_some();
    let folder = repository().join("tests/sheets");
    let (mut names, mut differing) = (Vec::new(), Vec::new());
    for case in faulty::all() {
        let workspace = Workspace::new();
        workspace.write("piano.piao", PLAN);
        let mut text = format!("# {}\n", case.about);
        let mut line = "piaoc eval piano.piao".to_owned();
        for (name, bytes) in &case.files {
            workspace.write(name, bytes);
            line.push_str(&format!(" --actuals {name}"));
        }
        for line in [line.clone(), format!("{line} --lang en")] {
            let (printed, exit) = workspace.piaoc(&line);
            text.push_str(&format!("$ {line}\n{}\nexit {exit}\n", printed.trim_end()));
        }
        let path = folder.join(format!("{}.txt", case.name));
        if update {
            std::fs::write(&path, &text).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != text {
            differing.push(format!("── {}\n{text}", path.display()));
        }
        names.push(path);
    }
    assert!(differing.is_empty(), "{} differ\n{}", differing.len(), differing.join("\n"));
    names.sort();
    assert_eq!(files_below(&folder, "txt"), names, "files without a case");
}

#[test]
fn a_workbook_gives_what_its_csv_gives() {
    let workspace = desk(&staff(|_| {}));
    workspace.write(
        "consuntivo.csv",
        "chiave;periodo;valore\nA.1/quota;2025;12,5%\nA.1/tempi;2025;03/10/2025\nA.1/spesa;2025;1.250,50\nA.1/indagine;2025;sì\n",
    );
    let (of_workbook, exit) = workspace.piaoc("piaoc eval piano.piao --actuals modulo.xlsx --format csv");
    let (of_csv, _) = workspace.piaoc("piaoc eval piano.piao --actuals consuntivo.csv --format csv");
    assert_eq!((of_workbook.as_str(), exit), (of_csv.as_str(), 0));
    assert!(of_csv.contains("12,5"), "{of_csv}");
}

#[test]
fn a_fault_has_its_sheet_and_cell_in_every_format() {
    let bytes = staff(|sheet| {
        sheet.write(3, 3, 0.125).unwrap();
    });
    assert_eq!(
        said(&bytes),
        [
            "modulo.xlsx Staff!D4: errore[P0515]: Staff!D4, colonna `valore`: `0,125` è un numero, e qui va una percentuale"
        ]
    );
    let desk = desk(&bytes);
    let printed = |format: &str| desk.piaoc(&format!("piaoc check piano.piao --format {format}")).0;
    let terminal = printed("text");
    assert!(terminal.contains("─[ modulo.xlsx Staff!D4 ]"), "{terminal}");
    let json: serde_json::Value = serde_json::from_str(&printed("json")).unwrap();
    let found = &json["diagnostics"][0];
    assert_eq!((&found["cell"], &found["file"]), (&"Staff!D4".into(), &"modulo.xlsx".into()));
    assert_eq!(found["range"]["start"], serde_json::json!({ "line": 4, "column": 4 }));
    assert_eq!(found["fixes"], serde_json::json!([]), "a workbook is not edited as text");
    for format in ["sarif", "github", "gitlab"] {
        let printed = printed(format);
        assert!(printed.contains("Staff!D4, colonna") && printed.contains("modulo.xlsx"), "{printed}");
    }
}

#[test]
fn a_failed_formula_is_no_value() {
    let found = said(&staff(|sheet| {
        sheet.write_formula(3, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_formula(4, 0, Formula::new("=VLOOKUP(1,A1:A2,1,0)").set_result("#N/A")).unwrap();
        // Remarks are not read.
        sheet.write_formula(5, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    }));
    assert_eq!(
        found,
        [
            "modulo.xlsx Staff!D4: errore[P0606]: Staff!D4, colonna `valore`: la formula non dà un valore ma l'errore `#DIV/0!`",
            "modulo.xlsx Staff!A5: errore[P0606]: Staff!A5, colonna `chiave`: la formula non dà un valore ma l'errore `#N/D`",
        ]
    );
}

#[test]
fn a_formula_that_nobody_computed_is_no_empty_cell() {
    let bytes = staff(|sheet| {
        sheet.write_formula(3, 3, Formula::new("=1+2").set_result("77")).unwrap();
    });
    let bytes =
        workbooks::rewritten(&bytes, "xl/worksheets/sheet1.xml", |text| text.replace("<v>77</v>", "<v></v>"));
    assert_eq!(
        said(&bytes),
        [
            "modulo.xlsx Staff!D4: errore[P0606]: Staff!D4, colonna `valore`: questa formula è stata salvata senza il suo valore"
        ]
    );
}

#[test]
fn two_workbooks_that_disagree_name_both_cells() {
    let workspace = desk(&staff(|_| {}));
    let other = book(|book| {
        let sheet = book.add_worksheet();
        form(sheet, "Area I");
        row(sheet, 3, "A.1/indagine");
        sheet.write(3, 3, false).unwrap();
    });
    workspace.write("altro.xlsx", other);
    let line = "piaoc eval piano.piao --actuals modulo.xlsx --actuals altro.xlsx";
    let (printed, exit) = workspace.piaoc(line);
    assert_eq!(exit, 1);
    for words in ["P0506", "'Area I'!D4", "`FALSO` in `altro.xlsx`", "`VERO` in `modulo.xlsx` (Staff!D7)"] {
        assert!(printed.contains(words), "no {words}:\n{printed}");
    }
}

#[test]
fn every_sheet_that_is_a_table_is_read_and_others_are_left() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.set_name("Istruzioni").unwrap();
        sheet.write(0, 0, "Obiettivo").unwrap();
        sheet.write(0, 1, "Che cosa fare").unwrap();
        filled(book.add_worksheet());
        let hidden = book.add_worksheet();
        form(hidden, "Vecchio");
        hidden.set_hidden(true);
    });
    assert_eq!(
        said(&bytes),
        [
            "modulo.xlsx:1:1: avviso[P0611]: `modulo.xlsx`: il foglio nascosto `Vecchio` ha l'aspetto di una tabella, e non l'ho letto"
        ]
    );
}

#[test]
fn an_objective_merged_over_its_rows_is_the_objective_of_each() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.set_name("Wide").unwrap();
        for (column, header) in ["Obiettivo", "Indicatore"].into_iter().enumerate() {
            sheet.write(0, column as u16, header).unwrap();
        }
        sheet.write(0, 2, 2025).unwrap();
        sheet.merge_range(1, 0, 2, 0, "A.1", &Format::new()).unwrap();
        sheet.write(1, 1, "quota").unwrap();
        sheet.write(1, 2, "37,5%").unwrap();
        sheet.write(2, 1, "spesa").unwrap();
        sheet.write(2, 2, 1000).unwrap();
    });
    let found = said(&bytes);
    assert!(found.iter().all(|line| !line.contains("errore")), "{found:#?}");
}

#[test]
fn what_can_not_be_read_is_said_and_nothing_is_computed() {
    let whole = staff(|_| {});
    let nothing = book(|book| {
        book.add_worksheet().write(0, 0, "Nulla").unwrap();
    });
    let full = staff(|sheet| {
        sheet.write(1_048_575, 0, 1).unwrap();
    });
    let zeros = vec![b' '; 9 << 20];
    let bomb = workbooks::with_part(&whole, "xl/styles.xml", &zeros);
    let cases: [(&str, &[u8]); 6] = [
        ("P0601", &workbooks::locked()),
        ("P0602", &whole[..whole.len() / 2]),
        ("P0603", &bomb),
        ("P0604", &workbooks::zip_of(&[("word/document.xml", b"<x/>")])),
        ("P0605", &full),
        ("P0607", &nothing),
    ];
    for (code, bytes) in cases {
        let (printed, exit) = desk(bytes).piaoc("piaoc eval piano.piao --actuals modulo.xlsx");
        assert!(printed.contains(code) && printed.contains("modulo.xlsx"), "no {code}:\n{printed}");
        assert_eq!(exit, 1, "{printed}");
        assert!(!printed.contains("A.1"), "something was computed:\n{printed}");
    }
    let found = said(&staff(|sheet| {
        sheet.write(3, 6, "appunto").unwrap();
    }));
    assert_eq!(
        found,
        [
            "modulo.xlsx Staff!G4: errore[P0502]: Staff!G4: qui c'è qualcosa fuori dalla tabella, che ha 5 colonne"
        ]
    );
}

#[test]
fn a_form_that_lacks_a_sheet_or_a_row_says_which() {
    let list = |book: &mut Workbook, asked: &[(&str, &str)]| {
        let list = book.add_worksheet();
        list.set_name(piaoc::actuals::FORM_LIST.0).unwrap();
        list.write(0, 0, piaoc::actuals::FORM_LIST.1).unwrap();
        for (at, (sheet, key)) in asked.iter().enumerate() {
            list.write(at as u32 + 1, 0, *sheet).unwrap();
            list.write(at as u32 + 1, 1, *key).unwrap();
        }
        list.set_hidden(true);
    };
    let form = |asked: &[(&str, &str)]| {
        said(&book(|book| {
            filled(book.add_worksheet());
            list(book, asked);
        }))
    };
    assert_eq!(form(&[("Staff", "A.1/quota"), ("Staff", "A.1/spesa")]), Vec::<String>::new());
    assert_eq!(
        form(&[("Staff", "A.1/altro"), ("Area I", "A.1/quota"), ("Area I", "A.1/spesa")]),
        [
            "modulo.xlsx:1:1: errore[P0608]: `modulo.xlsx`: al modulo manca il foglio `Area I`",
            "modulo.xlsx:1:1: errore[P0609]: `modulo.xlsx`: nel foglio `Staff` manca la riga di `A.1/altro`, che il modulo chiedeva",
        ]
    );
}

#[test]
fn macros_are_never_run_and_that_is_said() {
    let bytes = workbooks::with_part(&staff(|_| {}), "xl/vbaProject.bin", b"not looked into");
    assert_eq!(
        said(&bytes),
        [
            "modulo.xlsx:1:1: avviso[P0610]: `modulo.xlsx` contiene macro: non le eseguo, e leggo i valori come sono stati salvati"
        ]
    );
}

#[test]
fn the_editor_shows_it_where_piaoc_toml_names_the_workbook() {
    let workspace = desk(&staff(|sheet| {
        sheet.write(3, 3, 0.125).unwrap();
    }));
    workspace.write("altro.xlsx", &staff(|_| {})[..3000]);
    workspace.write("piaoc.toml", "[eval]\nactuals = [\"altro.xlsx\", \"modulo.xlsx\"]\n");
    let mut client = client::Client::start(workspace.path());
    client.settle();
    let folder = format!("{}/", workspace.path().canonicalize().unwrap().display());
    let mut shown = Vec::new();
    for (uri, found) in &client.published {
        for found in found.as_array().unwrap() {
            // The notes stand below.
            let message = found["message"].as_str().unwrap().lines().next().unwrap().replace(&folder, "");
            shown.push((
                uri.rsplit('/').next().unwrap().to_owned(),
                found["range"]["start"].clone(),
                format!("{} {message}", found["code"].as_str().unwrap()),
            ));
        }
    }
    client.end();
    let place = |character: u32| serde_json::json!({ "line": 1, "character": character });
    let said = |at, words: &str| ("piaoc.toml".to_owned(), place(at), words.to_owned());
    assert_eq!(
        shown,
        [
            said(11, "P0602 `altro.xlsx` è incompleto o danneggiato"),
            said(
                25,
                "P0515 `modulo.xlsx`: Staff!D4, colonna `valore`: `0,125` è un numero, e qui va una percentuale"
            ),
        ]
    );
}

/// A table that openpyxl wrote, as LibreOffice computes and saves it in each format, with days from 1900 and from 1904.
#[test]
fn libreoffice_and_openpyxl_say_the_same_in_every_format() {
    let Some(office) = office::office() else { return };
    let workspace = desk(&staff(|_| {}));
    let (expected, exit) = workspace.piaoc("piaoc eval piano.piao --actuals modulo.xlsx --format csv");
    assert_eq!(exit, 0, "{expected}");
    let written = [("scritto.xlsx", None), ("scritto-1904.xlsx", Some("1904"))];
    for (name, more) in written {
        let script = repository().join("tests/sheets/filled.py");
        let written =
            office.python().arg(script).arg(name).args(more).current_dir(workspace.path()).output().unwrap();
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        let (printed, exit) = workspace.piaoc(&format!("piaoc eval piano.piao --actuals {name}"));
        assert!(exit == 1 && printed.contains("P0606") && printed.contains("Staff!D4"), "{printed}");
    }
    for format in ["xlsx", "ods", "xls"] {
        for saved in office.saved_as(workspace.path(), format, format, &written.map(|(name, _)| name)) {
            let line = format!("piaoc eval piano.piao --format csv --actuals {}", saved.display());
            // Beside the values, what an array formula makes of them as notes: 2 × 1250,5 and 2 × sì.
            let (said, exit) = workspace.piaoc(&line);
            let notes = ["nota del consuntivo 2025: 2501", "nota del consuntivo 2025: 2"];
            assert!(notes.iter().all(|note| said.contains(&format!(";{note}\r\n"))), "{said}");
            let without = notes.iter().fold(said, |said, note| said.replace(&format!("{note}\r\n"), "\r\n"));
            assert_eq!((without, exit), (expected.clone(), 0), "{}", saved.display());
        }
    }
}
