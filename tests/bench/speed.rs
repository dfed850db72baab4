//! `cargo bench`: `piaoc` as whole processes, beside `hledger check` on a journal of as many entries in the same run.
//! Every figure is the best of several runs; memory is the peak of the process.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

mod generate;
mod process;

use std::path::{Path, PathBuf};
use std::process::Command;

use process::Measured;

const RUNS: usize = 5;

/// The best of some runs; nothing where the program is not there.
fn measure(program: &str, arguments: &[&str]) -> Option<Measured> {
    let mut best = Measured::NOTHING;
    for _ in 0..RUNS {
        let (measured, status) = process::run(Command::new(program).args(arguments))?;
        // `fmt --check` of a plan that is not in order ends with 1.
        let ends_well = status.success() || (arguments.contains(&"fmt") && status.code() == Some(1));
        assert!(ends_well, "{program} {arguments:?} ended with {status}");
        best.add(measured);
    }
    Some(best)
}

fn write(folder: &Path, name: &str, text: &str) -> (PathBuf, f64) {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    (path, text.len() as f64 / 1e6)
}

fn row(what: &str, measured: &Measured, megabytes: f64) {
    let seconds = measured.seconds();
    println!(
        "{what:<58} {seconds:>8.3} s {:>7.0} MB {:>6.1}x",
        measured.peak_mb,
        measured.peak_mb / megabytes
    );
}

fn main() {
    let piaoc = env!("CARGO_BIN_EXE_piaoc");
    let folder = std::env::temp_dir().join(format!("piaoc-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    println!("best of {RUNS} runs; memory is the peak, and how many times the input it is\n");
    println!("{:<58} {:>10} {:>10} {:>7}", "", "time", "memory", "input");

    let (page, size) = write(&folder, "page.piao", &generate::plan(12));
    row(
        "piaoc check, one page (12 KPIs)",
        &measure(piaoc, &["check", page.to_str().unwrap()]).unwrap(),
        size,
    );
    let mut checked = None;
    for kpis in [1_000, 10_000, 100_000] {
        let (plan, size) = write(&folder, "plan.piao", &generate::plan(kpis));
        let measured = measure(piaoc, &["check", plan.to_str().unwrap()]).unwrap();
        row(&format!("piaoc check, {kpis} KPIs ({size:.1} MB)"), &measured, size);
        if kpis == 100_000 {
            let plan = plan.to_str().unwrap();
            let without =
                measure(piaoc, &["check", "--allow", "warnings", "--allow", "hints", plan]).unwrap();
            row(&format!("the same without any warning or hint, {kpis} KPIs"), &without, size);
            let formatted = measure(piaoc, &["fmt", "--check", plan]).unwrap();
            row(&format!("piaoc fmt --check, {kpis} KPIs, each to be put in order"), &formatted, size);
            let times = |of: &Measured, with: &Measured| of.seconds() / with.seconds();
            println!(
                "all lints: {:.2} times; fmt --check: {:.2} times the check",
                times(&measured, &without),
                times(&formatted, &measured)
            );
        }
        checked = Some(measured);
    }
    for (kpis, rows) in [(1_000, 10_000), (10_000, 100_000), (100_000, 1_000_000)] {
        let (plan, plan_size) = write(&folder, "plan.piao", &generate::plan(kpis));
        let (table, table_size) = write(&folder, "actuals.csv", &generate::actuals(kpis, rows));
        let arguments =
            ["eval", plan.to_str().unwrap(), "--actuals", table.to_str().unwrap(), "--format", "json"];
        let measured = measure(piaoc, &arguments).unwrap();
        let size = plan_size + table_size;
        row(&format!("piaoc eval to JSON, {kpis} KPIs, {rows} rows ({size:.1} MB)"), &measured, size);
    }
    let (journal, size) = write(&folder, "book.journal", &generate::journal(100_000));
    match measure("hledger", &["check", "-f", journal.to_str().unwrap()]) {
        Some(hledger) => {
            row(&format!("hledger check, 100000 transactions ({size:.1} MB)"), &hledger, size);
            let piaoc = checked.unwrap().wall.as_secs_f64();
            println!(
                "\npiaoc check is {:.1} times as fast as hledger check",
                hledger.wall.as_secs_f64() / piaoc
            );
        }
        None => {
            println!("\nhledger is not installed (Debian: apt-get install hledger): nothing to compare with")
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
}
