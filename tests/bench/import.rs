//! `cargo bench --bench import`: `piaoc import` of a workbook of 100,000 rows, beside calamine's bare read of the same
//! file. Both are whole processes with the same allocator, and take turns, so that what else the machine does weighs on
//! both alike.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, dead_code)]

mod generate;
mod process;

use std::path::PathBuf;
use std::process::Command;

use calamine::{Reader, Xlsx, open_workbook};
use generate::Numbers;
use process::Measured;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROWS: u32 = 100_000;
const RUNS: usize = 7;
/// KPIs of an objective; its own row comes before them.
const PER_OBJECTIVE: u32 = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, file] = arguments.as_slice()
        && command == "calamine"
    {
        return read_bare(file);
    }
    let folder = std::env::temp_dir().join(format!("piaoc-bench-import-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let table = folder.join("piano.xlsx");
    table_of(ROWS).save(&table).unwrap();
    let megabytes = std::fs::metadata(&table).unwrap().len() as f64 / 1e6;
    let plan = folder.join("piano");
    let itself = std::env::current_exe().unwrap();
    let file = table.to_str().unwrap();
    let (mut bare, mut import) = (Measured::NOTHING, Measured::NOTHING);
    for _ in 0..RUNS {
        let _ = std::fs::remove_dir_all(&plan);
        bare.add(process::good_run(Command::new(&itself).args(["calamine", file])));
        let mut piaoc = Command::new(env!("CARGO_BIN_EXE_piaoc"));
        import.add(process::good_run(piaoc.args(["import", file, "-o"]).arg(&plan)));
    }
    println!("{ROWS} rows in {megabytes:.1} MB, best of {RUNS} runs");
    for (what, best) in [("calamine's bare read", bare), ("piaoc import", import)] {
        println!("{what:<22} {:>7.3} s {:>6.0} MB", best.seconds(), best.peak_mb);
    }
    println!("{:.2} times calamine's bare read", import.seconds() / bare.seconds());
    let written: Vec<PathBuf> =
        std::fs::read_dir(&plan).unwrap().map(|entry| entry.unwrap().path()).collect();
    for path in written {
        let megabytes = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
        println!("  {} {megabytes:.1} MB", path.file_name().unwrap().to_str().unwrap());
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// Every cell of every sheet, as calamine gives them.
fn read_bare(file: &str) {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    let cells: usize = workbook.worksheets().iter().map(|(_, range)| range.used_cells().count()).sum();
    println!("{cells} cells");
}

/// A table as offices keep them: an area, its objectives, five KPIs each.
fn table_of(rows: u32) -> Workbook {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Piano").unwrap();
    let header = [
        "Obiettivo",
        "Cod.",
        "Indicatore",
        "Tipologia",
        "Algoritmo",
        "Descrizione misura",
        "Peso",
        "",
        "Target 2025",
        "Consuntivo",
        "Area di assegnazione",
        "Note",
    ];
    for (column, name) in header.iter().enumerate() {
        sheet.write(0, column as u16, *name).unwrap();
    }
    let mut numbers = Numbers::new(5);
    let styles = Styles {
        percent: Format::new().set_num_format("0.00%"),
        date: Format::new().set_num_format("dd/mm/yyyy"),
    };
    for row in 1..rows {
        let objective = row / (PER_OBJECTIVE + 1);
        match row % (PER_OBJECTIVE + 1) {
            1 => {
                let title = format!("A.{objective} - Efficacia e qualità del servizio numero {objective}");
                sheet.write(row, 0, title).unwrap();
            }
            _ => one_kpi(sheet, row, &mut numbers, &styles),
        }
    }
    workbook
}

struct Styles {
    percent: Format,
    date: Format,
}

fn one_kpi(sheet: &mut Worksheet, row: u32, numbers: &mut Numbers, styles: &Styles) {
    let Styles { percent, date } = styles;
    sheet.write(row, 1, format!("KP{row}")).unwrap();
    sheet.write(row, 2, format!("Indicatore numero {row}: tempi e volumi del servizio")).unwrap();
    sheet.write(row, 3, ["Efficacia", "Efficienza", "Qualità"][numbers.below(3) as usize]).unwrap();
    sheet.write_with_format(row, 6, 0.2, percent).unwrap();
    sheet.write(row, 10, ["Staff", "Area I", "Area II, Area III"][numbers.below(3) as usize]).unwrap();
    let value = numbers.below(1000) as f64;
    let (algorithm, measure, sign) = match row % 4 {
        0 => ("Rapporto %", "Numero pratiche evase nei termini / Numero pratiche pervenute", ">="),
        1 => ("Valore assoluto", "Numero di iniziative realizzate", ">="),
        2 => ("Rapporto", "Totale giorni trascorsi / Totale istanze chiuse", "<="),
        _ => ("Data", "Avvio dello sportello telematico", "<="),
    };
    sheet.write(row, 4, algorithm).unwrap();
    sheet.write(row, 5, measure).unwrap();
    sheet.write(row, 7, sign).unwrap();
    match row % 4 {
        0 => {
            sheet.write_with_format(row, 8, 0.8, percent).unwrap();
            sheet.write_with_format(row, 9, value / 1000.0, percent).unwrap();
        }
        3 => {
            let day = |month| ExcelDateTime::from_ymd(2025, month, 28).unwrap();
            sheet.write_datetime_with_format(row, 8, day(9), date).unwrap();
            sheet.write_datetime_with_format(row, 9, day(numbers.below(12) as u8 + 1), date).unwrap();
        }
        _ => {
            sheet.write(row, 8, 500.0).unwrap();
            sheet.write(row, 9, value).unwrap();
        }
    }
    if row.is_multiple_of(7) {
        sheet.write(row, 11, format!("Serie confrontabile dal 2019, rilevazione {row}")).unwrap();
    }
}
