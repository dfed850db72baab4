//! `cargo bench --bench folder`: `piaoc check` of a folder of 1,000 plans of 100 KPIs, on one core and on all, in turns, so
//! that what else the machine does weighs on both alike.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, dead_code)]

mod generate;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PLANS: usize = 1_000;
const KPIS: usize = 100;
const RUNS: usize = 5;

/// One run: how long it took, and the peak of its memory in MB.
fn check(folder: &Path, threads: usize) -> (Duration, f64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_piaoc"))
        .args(["check", folder.to_str().unwrap()])
        .env("RAYON_NUM_THREADS", threads.to_string())
        .stdout(Stdio::null())
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
    assert!(status.success(), "{status}");
    (started.elapsed(), peak_kb as f64 / 1024.0)
}

fn main() {
    let folder = std::env::temp_dir().join(format!("piaoc-bench-folder-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let plan = generate::plan(KPIS);
    for at in 0..PLANS {
        std::fs::write(folder.join(format!("p{at:04}.piao")), &plan).unwrap();
    }
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut best = [(Duration::MAX, 0.0f64); 2];
    for _ in 0..RUNS {
        for (best, threads) in best.iter_mut().zip([1, cores]) {
            let (wall, peak) = check(&folder, threads);
            *best = (best.0.min(wall), best.1.max(peak));
        }
    }
    println!("piaoc check of {PLANS} plans of {KPIS} KPIs, best of {RUNS} runs");
    for ((wall, peak), threads) in best.iter().zip([1, cores]) {
        println!("{threads:>2} threads {:>8.3} s {peak:>6.0} MB", wall.as_secs_f64());
    }
    println!("{:.2} times as fast", best[0].0.as_secs_f64() / best[1].0.as_secs_f64());
    let _ = std::fs::remove_dir_all(&folder);
}
