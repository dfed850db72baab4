//! Workbooks read into cells: what Excel shows, exactly, and no part of what is not whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/random.rs"]
mod random;
mod support;
#[path = "support/workbooks.rs"]
mod workbooks;

use piaoc::workbook::{Cell, Workbook, WorkbookFault, cell_name, place_name, read};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use random::Numbers;
use support::Workspace;
use workbooks::{Ods, zip_of};

fn xlsx(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Staff").unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn cells(book: &Workbook) -> Vec<String> {
    let rows = book.sheets.iter().flat_map(|sheet| sheet.rows.iter().enumerate());
    let named = rows.flat_map(|(row, cells)| {
        cells.iter().enumerate().map(move |(column, cell)| (cell_name(row as u32, column as u32), cell))
    });
    named
        .filter(|(_, cell)| **cell != Cell::Empty)
        .map(|(name, cell)| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => format!("{name} text {text}"),
            Cell::Number(number) => format!("{name} number {number}"),
            Cell::Percent(points) => format!("{name} percent {points}"),
            Cell::Money(amount) => format!("{name} money {amount}"),
            Cell::Foreign(amount) => format!("{name} foreign {} {}", amount.0, amount.1),
            Cell::Date(day) => format!("{name} date {day}"),
            Cell::Boolean(yes) => format!("{name} boolean {yes}"),
            Cell::Error(error) => format!("{name} error {error}"),
        })
        .collect()
}

#[test]
fn cells_have_the_names_that_excel_gives_them() {
    let named = [(0, 0), (13, 4), (0, 25), (0, 26), (0, 701), (0, 702), (1_048_575, 16_383)];
    let named = named.map(|(row, column)| cell_name(row, column));
    assert_eq!(named, ["A1", "E14", "Z1", "AA1", "ZZ1", "AAA1", "XFD1048576"]);
    assert_eq!(place_name("Staff", 13, 4), "Staff!E14");
    assert_eq!(place_name("Area I", 0, 0), "'Area I'!A1");
    assert_eq!(place_name("Cos'è", 0, 0), "'Cos''è'!A1");
    assert_eq!(place_name("2025", 0, 0), "'2025'!A1");
}

#[test]
fn a_cell_is_what_excel_shows() {
    let bytes = xlsx(|sheet| {
        let percent = Format::new().set_num_format("0.0%");
        let euro = Format::new().set_num_format("#,##0.00 \"€\"");
        let literal = Format::new().set_num_format("0\\%");
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let hours = Format::new().set_num_format("[h]:mm");
        sheet.write(0, 0, "chiave").unwrap();
        sheet.write(0, 1, 0.1 + 0.2).unwrap();
        sheet.write_with_format(0, 2, 0.375, &percent).unwrap();
        sheet.write_with_format(0, 3, 1250.5, &euro).unwrap();
        sheet.write_with_format(0, 4, 75, &literal).unwrap();
        sheet.write_with_format(0, 5, ExcelDateTime::from_ymd(2025, 12, 31).unwrap(), &day).unwrap();
        sheet.write_with_format(0, 6, 1.5, &hours).unwrap();
        sheet.write(0, 7, true).unwrap();
        sheet.write_formula(0, 8, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_formula(0, 9, Formula::new("=6*7").set_result("42")).unwrap();
        sheet.write(0, 10, 1e-9).unwrap();
        sheet.write(0, 11, 123_456_789_012_345.0).unwrap();
        sheet.write(0, 12, 1e300).unwrap();
        sheet.write(0, 13, "  ").unwrap();
        sheet.merge_range(2, 0, 3, 1, "unite", &Format::new()).unwrap();
    });
    let book = read(&bytes).unwrap();
    assert_eq!(
        cells(&book),
        [
            "A1 text chiave",
            "B1 number 0.3",
            "C1 percent 37.5",
            "D1 money 1250.5",
            "E1 percent 75",
            "F1 date 2025-12-31",
            "G1 text 36:00",
            "H1 boolean true",
            "I1 error #DIV/0!",
            "J1 number 42",
            "K1 number 0.000000001",
            "L1 number 123456789012345",
            "M1 text 1e300",
            "A3 text unite",
        ]
    );
    let sheet = &book.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.visible, book.macros), ("Staff", true, false));
    assert_eq!((sheet.merged[0].first, sheet.merged[0].last), ((2, 0), (3, 1)));
}

#[test]
fn days_count_from_1900_or_from_1904() {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let bytes = xlsx(|sheet| {
        for (row, serial) in [1, 59, 60, 61, 46_022].into_iter().enumerate() {
            sheet.write_with_format(row as u32, 0, serial, &day).unwrap();
        }
    });
    let days = ["A1 date 1900-01-01", "A2 date 1900-02-28", "A3 text 29/02/1900", "A4 date 1900-03-01"];
    assert_eq!(cells(&read(&bytes).unwrap())[..4], days);
    assert_eq!(cells(&read(&bytes).unwrap())[4], "A5 date 2025-12-31");
    let of_1904 = workbooks::rewritten(&bytes, "xl/workbook.xml", |text| {
        text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    assert_eq!(cells(&read(&of_1904).unwrap())[4], "A5 date 2030-01-01");
}

#[test]
fn libreoffice_says_the_same_in_its_own_format() {
    let bytes = Ods::sheet(
        "Staff",
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        <table:table-row><table:table-cell office:value-type="string"><text:p>due<text:s text:c="2"/>&amp; tre</text:p><text:p>righe</text:p></table:table-cell>
        <table:table-cell office:value-type="percentage" office:value="0.375"><text:p>37,5%</text:p></table:table-cell>
        <table:table-cell office:value-type="currency" office:currency="EUR" office:value="1250.5"><text:p>1.250,50 €</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2025-12-31"><text:p>31/12/25</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="0.30000000000000004"><office:annotation><text:p>nota</text:p></office:annotation><text:p>0,3</text:p></table:table-cell>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VERO</text:p></table:table-cell>
        <table:table-cell office:value-type="time" office:time-value="PT08H30M00S"><text:p>08:30</text:p></table:table-cell>
        <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="1000"/></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/></table:table-row>
        <table:table-row table:number-rows-repeated="1048571"><table:table-cell/></table:table-row>"#,
    );
    let book = read(&bytes).unwrap();
    assert_eq!(
        cells(&book),
        [
            "A3 text due  & tre\nrighe",
            "B3 percent 37.5",
            "C3 money 1250.5",
            "D3 date 2025-12-31",
            "E3 number 0.3",
            "F3 boolean true",
            "G3 text 8:30",
            "H3 error #DIV/0!",
            "A4 number 7",
            "B4 number 7",
            "A5 number 7",
            "B5 number 7",
        ]
    );
}

#[test]
fn a_formula_is_the_value_that_was_saved_with_it() {
    let book = read(&workbooks::xlsx(
        r#"<row r="1"><c r="A1"><f t="shared" ref="A1:C1" si="0">B9*2</f><v>4</v></c><c r="B1"><f t="shared" si="0"/><v>6</v></c><c r="C1"><f t="shared" si="0"/></c></row>
        <row r="2"><c r="A2"><f t="array" ref="A2:A3">{1;2}</f><v>1</v></c><c r="C2" t="str"><f>""</f><v></v></c><c r="D2" t="e"><f>A(1)</f><v>#SPILL!</v></c></row>
        <row r="3"><c r="A3"><v>2</v></c></row>
        <row r="4"><c r="A4"><f t="array" ref="A4:B5">B9:C10</f><v/></c></row>
        <row r="5"><c r="B5" t="inlineStr"><is><r><t>a_x0041_</t></r><r><t> b</t></r><rPh><t>no</t></rPh></is></c></row>
        <row><c><v>0.28999999999999998</v></c><c t="b"><v>1</v></c><c t="d"><v>2025-12-31T00:00:00</v></c></row>"#,
    ));
    assert_eq!(
        cells(&book.unwrap()),
        [
            "A1 number 4",
            "B1 number 6",
            "C1 error #formula",
            "A2 number 1",
            "D2 error #SPILL!",
            "A3 number 2",
            "A4 error #formula",
            "B4 error #formula",
            "A5 error #formula",
            "B5 text aA b",
            "A6 number 0.29",
            "B6 boolean true",
            "C6 date 2025-12-31",
        ]
    );
    let ods = Ods::sheet(
        "Staff",
        r#"<table:table-row><table:table-cell table:formula="of:=1+2"/><table:table-cell table:formula="of:=1+2" office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>
        <table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""><text:p/></table:table-cell><table:table-cell table:formula="of:=1+2" office:value-type="float"/></table:table-row>"#,
    );
    assert_eq!(cells(&read(&ods).unwrap()), ["A1 error #formula", "B1 number 3", "D1 error #formula"]);
}

#[test]
fn two_cells_far_apart_take_no_room_between_them() {
    let book = read(&xlsx(|sheet| {
        sheet.write(0, 0, 1).unwrap();
        sheet.write(1_048_574, 16_383, 2).unwrap();
    }));
    assert_eq!(cells(&book.unwrap()), ["A1 number 1", "XFD1048575 number 2"]);
}

#[test]
fn a_sheet_filled_to_its_end_may_have_lost_something() {
    let bytes = xlsx(|sheet| {
        sheet.write(1_048_575, 0, 1).unwrap();
    });
    assert_eq!(read(&bytes), Err(WorkbookFault::Full { sheet: "Staff".into() }));
    let ods = Ods::sheet(
        "Staff",
        r#"<table:table-row table:number-rows-repeated="4294967295"><table:table-cell table:number-columns-repeated="4294967295" office:value-type="float" office:value="7"/></table:table-row>"#,
    );
    assert_eq!(read(&ods), Err(WorkbookFault::TooLarge { sheet: "Staff".into() }));
}

#[test]
fn what_is_cut_short_is_not_read_in_part() {
    let bytes = xlsx(|sheet| {
        for row in 0..200 {
            sheet.write(row, 0, format!("riga {row}")).unwrap();
        }
    });
    for length in (4..bytes.len()).step_by(97) {
        assert_eq!(read(&bytes[..length]), Err(WorkbookFault::Truncated), "{length} of {}", bytes.len());
    }
    for at in (0..bytes.len()).step_by(101) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        // It is read or refused; nothing else can happen.
        let _ = read(&damaged);
    }
    let ods = Ods::sheet("Staff", "<table:table-row><table:table-cell>");
    assert_eq!(read(&ods), Err(WorkbookFault::Truncated));
}

#[test]
fn a_bomb_is_refused_whatever_it_says_of_its_size() {
    let whole = xlsx(|sheet| {
        sheet.write(0, 0, 1).unwrap();
    });
    let blanks = vec![b' '; 9 << 20];
    let bytes = workbooks::with_part(&whole, "xl/styles.xml", &blanks);
    assert!(bytes.len() < 20_000, "{}", bytes.len());
    assert_eq!(read(&bytes), Err(WorkbookFault::Bomb));
    // What is never read is never unpacked.
    assert!(read(&workbooks::with_part(&whole, "xl/theme/theme1.xml", &blanks)).is_ok());
    // The declared size of the large part is made small, in its own head and in the table of contents.
    let mut lying = bytes.clone();
    let size = (9u32 << 20).to_le_bytes();
    let places: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..*at + 4] == size).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        lying[at..at + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    assert!(matches!(read(&lying), Err(WorkbookFault::Bomb | WorkbookFault::Truncated)));
}

#[test]
fn other_files_and_locked_ones_are_told_apart() {
    assert_eq!(read(b"chiave;periodo;valore"), Err(WorkbookFault::NotAWorkbook));
    let document: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")];
    assert_eq!(read(&zip_of(&document)), Err(WorkbookFault::NotAWorkbook));
    assert_eq!(read(&workbooks::locked()), Err(WorkbookFault::Password));
    let locked: [(&str, &[u8]); 2] =
        [("content.xml", b"noise"), ("META-INF/manifest.xml", b"<manifest:encryption-data/>")];
    assert_eq!(read(&zip_of(&locked)), Err(WorkbookFault::Password));
    let whole: [(&str, &[u8]); 2] = [("mimetype", b"x"), ("encrypted-package", b"noise")];
    assert_eq!(read(&zip_of(&whole)), Err(WorkbookFault::Password));
}

#[test]
fn macros_are_seen_and_left_alone() {
    let bytes = xlsx(|sheet| {
        sheet.write(0, 0, 1).unwrap();
    });
    let with_macros = workbooks::with_part(&bytes, "xl/vbaProject.bin", b"not looked into");
    assert!(read(&with_macros).unwrap().macros);
}

#[test]
fn a_workbook_of_2003_is_read_with_its_percentages() {
    let book = read(&workbooks::xls(65_535)).unwrap();
    assert_eq!(book.sheets[0].name, "Staff");
    assert_eq!(
        cells(&book),
        [
            "A1 text chiave",
            "B1 percent 37.5",
            "A2 number 12.5",
            "B2 money 1250.5",
            "C2 error #DIV/0!",
            "A3 text due",
            "B3 number 42",
        ]
    );
    let whole = workbooks::xls(65_535);
    for length in (8..whole.len()).step_by(61) {
        assert!(read(&whole[..length]).is_err(), "{length} of {}", whole.len());
    }
    // How many rows it says that it has does not matter.
    assert_eq!(read(&workbooks::xls(4_000_000_000)), read(&whole));
}

/// Bytes with some of them changed, cut off, moved or made extreme.
fn damaged(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut below = |most: usize| numbers.below(most.max(1) as u64) as usize;
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(4) {
        let at = below(bytes.len());
        match below(6) {
            0 => bytes.truncate(at),
            1 => bytes.splice(at..at, vec![0xFF; 4]).for_each(drop),
            2 if at + 4 < bytes.len() => bytes[at..at + 4].fill(0xFF),
            3 if at + 40 < bytes.len() => bytes.copy_within(at..at + 20, at + 20),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << below(8);
                }
            }
        }
    }
    bytes
}

/// A damaged workbook is read or refused: nothing panics or hangs, and memory stays bounded. Parts of a ZIP and the
/// records of an XLS are damaged within a whole container too, where no checksum gives them away.
#[test]
fn damage_of_every_kind_is_read_or_refused() {
    let mut numbers = Numbers::new(5);
    let book = xlsx(|sheet| {
        for row in 0..20 {
            sheet.write(row, 0, format!("riga {}", row % 5)).unwrap();
            sheet.write(row, 1, f64::from(row) / 3.0).unwrap();
            sheet.write_formula(row, 2, Formula::new("=1+1").set_result("2")).unwrap();
        }
        sheet.merge_range(30, 0, 33, 1, "unite", &Format::new().set_num_format("0%")).unwrap();
    });
    let ods = Ods::sheet(
        "Staff",
        r#"<table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="percentage" office:value="0.375" table:number-columns-repeated="2"><text:p>37,5%</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>a<text:s text:c="3"/>&amp;b</text:p></table:table-cell></table:table-row>"#,
    );
    let (records, xls) = (workbooks::xls_records(9), workbooks::xls(9));
    let workspace = Workspace::new();
    workspace.write(
        "piano.piao",
        "piano \"Prova\"\n  anni 2025\n\nobiettivo A.1 \"Uno\"\nkpi uno \"Uno\" target >= 1\n",
    );
    for round in 0..1_000 {
        let bytes = match round % 5 {
            0 => damaged(&book, &mut numbers),
            1 => damaged(&xls, &mut numbers),
            2 => workbooks::xls_of(&damaged(&records, &mut numbers)),
            kind => {
                let mut parts = workbooks::parts(if kind == 3 { &book } else { &ods });
                let at = numbers.below(parts.len() as u64) as usize;
                parts[at].1 = damaged(&parts[at].1, &mut numbers);
                workbooks::whole(&parts)
            }
        };
        let _ = read(&bytes);
        if round % 50 < 5 {
            workspace.write("modulo.xls", &bytes);
            let (printed, exit) = workspace.piaoc("piaoc eval piano.piao --actuals modulo.xls");
            assert!(matches!(exit, 0 | 1) && !printed.contains("interno"), "round {round}: {printed}");
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    if let Some(peak) = peak {
        assert!(peak.parse::<u64>().unwrap() < 1 << 20, "a peak of {peak} kB");
    }
}

#[test]
fn a_reader_that_panics_is_a_damaged_file_and_no_fault_of_ours() {
    let workspace = Workspace::new();
    workspace.write(
        "piano.piao",
        "piano \"Prova\"\n  anni 2025\n\nobiettivo A.1 \"Uno\"\nkpi uno \"Uno\" target >= 1\n",
    );
    workspace.write("modulo.xls", workbooks::panicking_xls());
    let (printed, exit) = workspace.piaoc("piaoc eval piano.piao --actuals modulo.xls");
    assert_eq!(exit, 1);
    assert!(printed.starts_with("errore[P0602]") && printed.ends_with("1 errore in 2 file\n"), "{printed}");
}
