//! `cargo bench --bench import`: `piaoc import` of a workbook of 100,000 rows, beside calamine's bare read of the same
//! file. Both are whole processes with the same allocator, and take turns, so that what else the machine does weighs on
//! both alike.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, dead_code)]

mod generate;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx, open_workbook};
use generate::Numbers;
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
    let (mut bare, mut import) = ((Duration::MAX, 0.0f64), (Duration::MAX, 0.0f64));
    for _ in 0..RUNS {
        let _ = std::fs::remove_dir_all(&plan);
        keep_best(&mut bare, run(&itself, &["calamine", file]));
        let arguments = ["import", file, "-o", plan.to_str().unwrap()];
        keep_best(&mut import, run(Path::new(env!("CARGO_BIN_EXE_piaoc")), &arguments));
    }
    println!("{ROWS} rows in {megabytes:.1} MB, best of {RUNS} runs");
    for (what, (wall, peak)) in [("calamine's bare read", bare), ("piaoc import", import)] {
        println!("{what:<22} {:>7.3} s {peak:>6.0} MB", wall.as_secs_f64());
    }
    println!("{:.2} times calamine's bare read", import.0.as_secs_f64() / bare.0.as_secs_f64());
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

fn keep_best(best: &mut (Duration, f64), (wall, peak): (Duration, f64)) {
    *best = (best.0.min(wall), best.1.max(peak));
}

/// One run: how long it took, and the peak of its memory in MB.
fn run(program: &Path, arguments: &[&str]) -> (Duration, f64) {
    let started = Instant::now();
    let mut child = Command::new(program).args(arguments).stdout(Stdio::null()).spawn().unwrap();
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let text = std::fs::read_to_string(&status_file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("VmHWM:"));
        let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0u64);
        peak_kb = peak_kb.max(kb);
        std::thread::sleep(Duration::from_millis(1));
    };
    assert!(status.success(), "{status}");
    (started.elapsed(), peak_kb as f64 / 1024.0)
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
