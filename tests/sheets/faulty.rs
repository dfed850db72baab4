//! Workbooks with which something is wrong, or looks as if it were. What `piaoc` says of each stands in the `.txt` of the
//! same name.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet};

use super::support::Workspace;
use super::workbooks::{self, Ods};
use super::{book, filled, form, row, staff};

/// A case: what it is about, and the files beside the plan.
pub struct Case {
    pub name: &'static str,
    pub about: &'static str,
    pub files: Vec<(&'static str, Vec<u8>)>,
}

fn case(name: &'static str, about: &'static str, bytes: Vec<u8>) -> Case {
    Case { name, about, files: vec![("modulo.xlsx", bytes)] }
}

fn case_of(name: &'static str, about: &'static str, file: &'static str, bytes: Vec<u8>) -> Case {
    Case { name, about, files: vec![(file, bytes)] }
}

pub fn all() -> Vec<Case> {
    [whole(), values(), tables(), forms()].into_iter().flatten().collect()
}

/// Workbooks that can't be read.
fn whole() -> Vec<Case> {
    let good = staff(|_| {});
    let full = staff(|sheet| {
        sheet.write(1_048_575, 0, 1).unwrap();
    });
    let dragged = {
        let rows: String =
            (1..1_048_577).map(|row| format!("<row r=\"{row}\"><c><v>0</v></c></row>")).collect();
        workbooks::xlsx(&rows)
    };
    let bomb = workbooks::with_part(&good, "xl/sharedStrings.xml", &vec![b' '; 65 << 20]);
    let many = "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>".to_owned()
        + &(2..600)
            .map(|row| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>"))
            .collect::<String>();
    let word: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")];
    let locked_ods: [(&str, &[u8]); 2] =
        [("content.xml", b"noise"), ("META-INF/manifest.xml", b"<manifest:encryption-data/>")];
    let old = workbooks::xls(65_535);
    vec![
        case("password-xlsx", "An XLSX that opens with a password.", workbooks::locked()),
        case_of("password-xls", "An XLS that opens with a password.", "modulo.xls", workbooks::locked_xls()),
        case_of(
            "password-ods",
            "An ODS that opens with a password.",
            "modulo.ods",
            workbooks::zip_of(&locked_ods),
        ),
        case("cut-xlsx", "An attachment that broke off.", good[..good.len() / 2].to_vec()),
        case_of("cut-xls", "The same of an XLS.", "modulo.xls", old[..old.len() / 2].to_vec()),
        case("bomb", "A few kilobytes that unpack to 65 MiB of blanks.", bomb),
        case("wide", "Six hundred cells in the last column.", workbooks::xlsx(&many)),
        case("full", "Something in the last row, 1.048.576.", full),
        case("dragged", "A value dragged down to the last row.", dragged),
        case("word", "A document of Word with the wrong name.", workbooks::zip_of(&word)),
        case_of(
            "page",
            "A page of the web that calls itself XLS, as portals give them.",
            "modulo.xls",
            b"<html><table><tr><td>chiave</td><td>periodo</td><td>valore</td></tr></table></html>".to_vec(),
        ),
    ]
}

fn dated(sheet: &mut Worksheet, at: (u32, u16), serial: u32) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(at.0, at.1, serial, &day).unwrap();
}

/// Cells: faulty ones, and ones that are right though they are texts.
fn values() -> Vec<Case> {
    let of_1904 = |bytes: &[u8]| {
        workbooks::rewritten(bytes, "xl/workbook.xml", |text| {
            text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
        })
    };
    let not_computed = staff(|sheet| {
        sheet.write_formula(3, 3, Formula::new("=1/8").set_result("77")).unwrap();
    });
    let not_computed = workbooks::rewritten(&not_computed, "xl/worksheets/sheet1.xml", |text| {
        text.replace("<v>77</v>", "<v></v>")
    });
    let cells = |change: fn(&mut Worksheet)| staff(change);
    vec![
        case(
            "formula-errors",
            "Formulas that failed, in values, a key and a remark.",
            cells(|sheet| {
                sheet.write_formula(3, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
                sheet.write_formula(4, 3, Formula::new("=VLOOKUP(1,A1:A2,1,0)").set_result("#N/A")).unwrap();
                sheet.write_formula(5, 0, Formula::new("=#REF!").set_result("#REF!")).unwrap();
                sheet.write_formula(6, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
            }),
        ),
        case("formula-not-computed", "A formula saved without its value, as programs do.", not_computed),
        case(
            "dates-as-text",
            "Days written as texts: as one writes them, in letters, with a short year, impossible.",
            book(|book| {
                let sheet = book.add_worksheet();
                form(sheet, "Staff");
                for (at, day) in ["3 ottobre 2025", "03/10/25", "31/11/2025"].into_iter().enumerate() {
                    row(sheet, at as u32 + 3, "A.1/tempi");
                    sheet.write(at as u32 + 3, 3, day).unwrap();
                }
            }),
        ),
        case(
            "date-as-text",
            "A day written as a text as one writes it.",
            cells(|sheet| {
                sheet.write(4, 3, "03/10/2025").unwrap();
            }),
        ),
        case(
            "date-as-number",
            "A day that lost its format: the number that Excel keeps.",
            cells(|sheet| {
                sheet.write(4, 3, 45_933).unwrap();
            }),
        ),
        case(
            "number-as-date",
            "A number that was given the format of a day.",
            cells(|sheet| dated(sheet, (5, 3), 1_250)),
        ),
        case(
            "numbers-as-text",
            "Numbers kept as texts, with the marks of here: right.",
            cells(|sheet| {
                sheet.write(3, 3, "12,5%").unwrap();
                sheet.write(5, 3, " 1.250,50 €").unwrap();
            }),
        ),
        case(
            "numbers-as-foreign-text",
            "Numbers kept as texts, with the marks of elsewhere.",
            cells(|sheet| {
                sheet.write(3, 3, "12.5%").unwrap();
                sheet.write(5, 3, "1,250.50").unwrap();
            }),
        ),
        case(
            "days-from-1904",
            "The same day in a workbook that counts from 1904.",
            of_1904(&cells(|sheet| dated(sheet, (4, 3), 44_471))),
        ),
        case(
            "days-from-1900",
            "The same day in one that counts from 1900.",
            cells(|sheet| dated(sheet, (4, 3), 45_933)),
        ),
        case(
            "period-as-date",
            "`giu-25`, which Excel made a day, in the column of periods.",
            cells(|sheet| {
                let month = Format::new().set_num_format("mmm-yy");
                let june = ExcelDateTime::from_ymd(2025, 6, 1).unwrap();
                sheet.write_with_format(3, 2, june, &month).unwrap();
                sheet.write(4, 2, "giu-25").unwrap();
            }),
        ),
        case(
            "several",
            "Several faults are said in one run.",
            cells(|sheet| {
                sheet.write(3, 3, 0.125).unwrap();
                sheet.write_formula(4, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
                sheet.write(5, 0, "A.1/spese").unwrap();
                sheet.write(6, 3, "forse").unwrap();
                row(sheet, 7, "A.1/spesa");
                sheet.write(7, 3, 1).unwrap();
                row(sheet, 8, "A.1/spesa");
                sheet.write(8, 3, 2).unwrap();
            }),
        ),
    ]
}

/// Sheets.
fn tables() -> Vec<Case> {
    let nothing = book(|book| {
        book.add_worksheet().set_name("Istruzioni").unwrap().write(0, 0, "Nulla").unwrap();
        book.add_worksheet().set_name("Grafici").unwrap();
    });
    let hidden = book(|book| {
        filled(book.add_worksheet());
        let old = book.add_worksheet();
        form(old, "Vecchio");
        old.set_hidden(true);
    });
    let two = book(|book| {
        filled(book.add_worksheet());
        let other = book.add_worksheet();
        form(other, "Area I");
        row(other, 3, "A.1/spesa");
        other.write(3, 3, 900).unwrap();
    });
    let other = book(|book| {
        let sheet = book.add_worksheet();
        form(sheet, "Area I");
        row(sheet, 3, "A.1/spesa");
        sheet.write(3, 3, 900).unwrap();
        row(sheet, 4, "A.1/indagine");
        sheet.write(4, 3, true).unwrap();
    });
    vec![
        case("no-table", "No sheet is a table.", nothing),
        case("hidden-sheet", "A hidden sheet is a table too.", hidden),
        case(
            "beside",
            "A remark beside the table.",
            staff(|sheet| {
                sheet.write(3, 6, "da verificare").unwrap();
            }),
        ),
        case(
            "misspelt-header",
            "A header with a slip of the pen.",
            staff(|sheet| {
                sheet.write(2, 3, "valroe").unwrap();
            }),
        ),
        case(
            "macros",
            "A workbook with macros, which are never run.",
            workbooks::with_part(&staff(|_| {}), "xl/vbaProject.bin", b"not looked into"),
        ),
        case("sheets-disagree", "Two sheets of a workbook give one value differently.", two),
        Case {
            name: "offices-disagree",
            about: "Two offices give different values for one indicator, and the same for another.",
            files: vec![("modulo.xlsx", staff(|_| {})), ("area.xlsx", other)],
        },
        case_of(
            "ods",
            "Faults of an ODS have their cells too.",
            "modulo.ods",
            Ods::sheet(
                "Staff",
                r#"<table:table-row><table:table-cell office:value-type="string"><text:p>chiave</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>periodo</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>valore</text:p></table:table-cell></table:table-row>
            <table:table-row><table:table-cell office:value-type="string"><text:p>A.1/quota</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="2025"/><table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
            <table:table-row><table:table-cell office:value-type="string"><text:p>A.1/tempi</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="2025"/><table:table-cell table:formula="of:=TODAY()"/></table:table-row>"#,
            ),
        ),
    ]
}

/// Forms of `piaoc form` that came back changed.
fn forms() -> Vec<Case> {
    let workspace = Workspace::new();
    workspace.write("piano.piao", super::PLAN);
    let (printed, exit) = workspace.piaoc("piaoc form piano.piao --period 2025 -o modulo.xlsx");
    assert_eq!(exit, 0, "{printed}");
    let made = std::fs::read(workspace.path().join("modulo.xlsx")).unwrap();
    let renamed = workbooks::rewritten(&made, "xl/workbook.xml", |text| {
        text.replace("<sheet name=\"Senza struttura\"", "<sheet name=\"Nostra area\"")
    });
    let cut = workbooks::rewritten(&made, "xl/worksheets/sheet2.xml", |text| {
        let row = text.find("<row r=\"7\"").unwrap();
        let end = row + text[row..].find("</row>").unwrap() + "</row>".len();
        format!("{}{}", &text[..row], &text[end..])
    });
    vec![
        case("renamed-sheet", "A form whose sheet was renamed.", renamed),
        case("deleted-row", "A form of which a row was deleted.", cut),
    ]
}
