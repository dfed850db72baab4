//! `cargo bench --bench folder`: `piaoc check` of a folder of 1,000 plans of 100 KPIs, on one core and on all, in turns, so
//! that what else the machine does weighs on both alike.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, dead_code)]

mod generate;
mod process;

use std::path::Path;
use std::process::Command;

use process::Measured;

const PLANS: usize = 1_000;
const KPIS: usize = 100;
const RUNS: usize = 5;

fn check(folder: &Path, threads: usize) -> Measured {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
    process::good_run(command.arg("check").arg(folder).env("RAYON_NUM_THREADS", threads.to_string()))
}

fn main() {
    let folder = std::env::temp_dir().join(format!("piaoc-bench-folder-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let plan = generate::plan(KPIS);
    for at in 0..PLANS {
        std::fs::write(folder.join(format!("p{at:04}.piao")), &plan).unwrap();
    }
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut best = [Measured::NOTHING; 2];
    for _ in 0..RUNS {
        for (best, threads) in best.iter_mut().zip([1, cores]) {
            best.add(check(&folder, threads));
        }
    }
    println!("piaoc check of {PLANS} plans of {KPIS} KPIs, best of {RUNS} runs");
    for (best, threads) in best.iter().zip([1, cores]) {
        println!("{threads:>2} threads {:>8.3} s {:>6.0} MB", best.seconds(), best.peak_mb);
    }
    println!("{:.2} times as fast", best[0].seconds() / best[1].seconds());
    let _ = std::fs::remove_dir_all(&folder);
}
