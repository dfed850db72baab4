//! `cargo bench --bench export`: `piaoc export` of the benchmark plan of 10,000 KPIs as whole processes, beside `piaoc eval`
//! of the same, in turns, so that what else the machine does weighs on both alike. Every figure is the best of several
//! runs; memory is the highest peak of the process.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, dead_code)]

mod generate;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const KPIS: usize = 10_000;
/// Every operand of every KPI once, as a year's actuals are; and what the benchmark of `eval` reads.
const ROWS: [usize; 2] = [16_000, 100_000];
const RUNS: usize = 5;

/// One run: how long it took, and the peak of its memory in MB.
fn measure(folder: &Path, arguments: &[&str]) -> (Duration, f64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_piaoc"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
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
    assert!(status.success(), "{arguments:?}: {status}");
    (started.elapsed(), peak_kb as f64 / 1024.0)
}

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
        let mut best = [(Duration::MAX, 0.0f64); 2];
        for _ in 0..RUNS {
            for (best, (_, command, how)) in best.iter_mut().zip(&programs) {
                let arguments: Vec<&str> = [command].into_iter().copied().chain(given).chain(*how).collect();
                let (wall, peak) = measure(&folder, &arguments);
                *best = (best.0.min(wall), best.1.max(peak));
            }
        }
        for ((name, _, _), (wall, peak)) in programs.iter().zip(best) {
            println!("{rows:>7} rows  {name:<28} {:>7.3} s {peak:>6.0} MB", wall.as_secs_f64());
        }
        let size = std::fs::metadata(folder.join("plan.xlsx")).unwrap().len();
        println!("              the workbook has {:.1} MB\n", size as f64 / 1e6);
    }
    let _ = std::fs::remove_dir_all(&folder);
}
