//! `cargo bench --bench export`: `piaoc export` of the benchmark plan of 10,000 KPIs as whole processes, beside `piaoc eval`
//! of the same, in turns, so that what else the machine does weighs on both alike. Every figure is the best of several
//! runs; memory is the highest peak of the process.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, dead_code)]

mod generate;
mod process;

use std::process::Command;

use process::Measured;

const KPIS: usize = 10_000;
/// Every operand of every KPI once, as a year's actuals are; and what the benchmark of `eval` reads.
const ROWS: [usize; 2] = [16_000, 100_000];
const RUNS: usize = 5;

fn main() {
    let folder = std::env::temp_dir().join(format!("piaoc-bench-export-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("plan.piao"), generate::plan(KPIS)).unwrap();
    println!("{KPIS} KPIs, best of {RUNS} runs; memory is the peak\n");
    for rows in ROWS {
        std::fs::write(folder.join("actuals.csv"), generate::actuals(KPIS, rows)).unwrap();
        let given = ["plan.piao", "--actuals", "actuals.csv", "--period", "2025"];
        let programs = [
            ("piaoc eval --format json", "eval", ["--format", "json"]),
            ("piaoc export -o plan.xlsx", "export", ["-o", "plan.xlsx"]),
        ];
        let mut best = [Measured::NOTHING; 2];
        for _ in 0..RUNS {
            for (best, (_, command, how)) in best.iter_mut().zip(&programs) {
                let arguments: Vec<&str> = [command].into_iter().copied().chain(given).chain(*how).collect();
                let mut piaoc = Command::new(env!("CARGO_BIN_EXE_piaoc"));
                best.add(process::good_run(piaoc.args(arguments).current_dir(&folder)));
            }
        }
        for ((name, _, _), best) in programs.iter().zip(best) {
            println!("{rows:>7} rows  {name:<28} {:>7.3} s {:>6.0} MB", best.seconds(), best.peak_mb);
        }
        let size = std::fs::metadata(folder.join("plan.xlsx")).unwrap().len();
        println!("              the workbook has {:.1} MB\n", size as f64 / 1e6);
    }
    let _ = std::fs::remove_dir_all(&folder);
}
