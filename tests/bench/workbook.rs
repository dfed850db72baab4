//! `cargo bench --bench workbook`: how fast a workbook is read into cells beside `calamine`'s bare read of the same
//! bytes in the same process, and how much memory the largest sheet takes.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod process;

use std::io::{Cursor, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RUNS: usize = 5;
const ROWS: u32 = 100_000;

/// A table as offices keep them: texts that recur and texts that do not, numbers, percentages, days, and a formula.
fn table(formulas: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let percent = Format::new().set_num_format("0.00%");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    for row in 0..ROWS {
        let number = f64::from(row) / 7.0;
        sheet.write(row, 0, format!("A.{}/indicatore_{row}", row % 300)).unwrap();
        sheet.write(row, 1, format!("Tempo medio di evasione delle istanze, ufficio {}", row % 40)).unwrap();
        sheet.write(row, 2, 2025).unwrap();
        sheet.write(row, 3, number).unwrap();
        sheet.write_with_format(row, 4, number / 1e5, &percent).unwrap();
        sheet.write_with_format(row, 5, 45_000 + row % 700, &day).unwrap();
        if formulas {
            let formula = Formula::new(format!("D{}*2", row + 1)).set_result(format!("{}", number * 2.0));
            sheet.write_formula(row, 6, formula).unwrap();
        } else {
            sheet.write(row, 6, number * 2.0).unwrap();
        }
        sheet.write(row, 7, "rilevazione interna").unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// The best of some runs.
fn best(mut run: impl FnMut() -> usize) -> Duration {
    let timed = (0..RUNS).map(|_| {
        let started = Instant::now();
        assert!(run() >= ROWS as usize);
        started.elapsed()
    });
    timed.min().unwrap()
}

fn bare(bytes: &[u8]) -> usize {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    book.worksheet_range_at(0).unwrap().unwrap().height()
}

fn whole(bytes: &[u8]) -> usize {
    piaoc::workbook::read(bytes).unwrap().sheets.iter().map(|sheet| sheet.rows.len()).sum()
}

/// A sheet one row short of the end, of six cells a row.
fn largest() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let packed =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let book =
        r#"<workbook xmlns:r="r"><sheets><sheet name="Staff" sheetId="1" r:id="a"/></sheets></workbook>"#;
    let relations =
        r#"<Relationships><Relationship Id="a" Type="r/worksheet" Target="sheet.xml"/></Relationships>"#;
    let small = [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
    ];
    for (name, text) in small {
        zip.start_file(name, packed).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/sheet.xml", packed).unwrap();
    zip.write_all(b"<worksheet><sheetData>").unwrap();
    for row in 1..1_048_576u32 {
        let text = format!("<c t=\"inlineStr\"><is><t>A.{}/indicatore_{row}</t></is></c>", row % 300);
        let numbers = format!("<c><v>2025</v></c><c><v>{}.{}</v></c>", row, row % 97).repeat(2);
        write!(zip, "<row r=\"{row}\">{text}{numbers}<c><v>1</v></c></row>").unwrap();
    }
    zip.write_all(b"</sheetData></worksheet>").unwrap();
    zip.finish().unwrap().into_inner()
}

/// Reads a file in a process of its own, for its peak of memory.
fn read_alone(path: &str) {
    let bytes = std::fs::read(path).unwrap();
    let started = Instant::now();
    let rows = whole(&bytes);
    println!(
        "{rows} rows in {:.2} s, peak {:.0} MB",
        started.elapsed().as_secs_f64(),
        process::peak_of("self")
    );
}

fn main() {
    let mut arguments = std::env::args().skip(1).skip_while(|argument| argument != "read");
    if let (Some(_), Some(path)) = (arguments.next(), arguments.next()) {
        return read_alone(&path);
    }
    for (what, formulas) in [("values", false), ("a formula a row", true)] {
        let bytes = table(formulas);
        let (bare, own) = (best(|| bare(&bytes)), best(|| whole(&bytes)));
        println!(
            "{ROWS} rows of 8 cells, {what}: calamine {:.3} s, workbook::read {:.3} s: {:.2} times",
            bare.as_secs_f64(),
            own.as_secs_f64(),
            own.as_secs_f64() / bare.as_secs_f64()
        );
    }
    let path = std::env::temp_dir().join(format!("piaoc-bench-{}.xlsx", std::process::id()));
    std::fs::write(&path, largest()).unwrap();
    let alone = Command::new(std::env::current_exe().unwrap()).arg("read").arg(&path).output().unwrap();
    print!("{}", String::from_utf8_lossy(&alone.stdout));
    std::fs::remove_file(&path).unwrap();
}
