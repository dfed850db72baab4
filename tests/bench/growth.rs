//! `cargo bench --bench growth`: how the work of each command grows with what an input has many of. Every shape is made
//! at n, 2n and 4n; what counts is the processor's time of the whole process (user and system, least of some runs), since
//! that is the same on a machine that does other things too. `cargo bench --bench growth -- check star` runs only the
//! shapes in whose line both words stand. Ends with 1 where something grows faster than n^1.15, or a `check` of 1 MB
//! takes more than a second.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing, clippy::type_complexity)]

#[allow(dead_code)]
mod client;
#[path = "growth/plans.rs"]
mod plans;
mod process;
#[path = "growth/server.rs"]
mod server;
#[path = "growth/shape.rs"]
mod shape;
#[path = "growth/tables.rs"]
mod tables;
#[path = "growth/texts.rs"]
mod texts;
#[path = "growth/workbooks.rs"]
mod workbooks;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use client::Editor;
use process::Measured;
use server::Talk;
use shape::{Files, Shape};

/// Nothing may grow faster than n to this.
const MOST: f64 = 1.15;
/// Seconds that a `check` of 1 MB may take.
const MOST_A_MEGABYTE: f64 = 1.0;
/// What takes less than this at 4n tells nothing.
const FLOOR: f64 = 0.030;
/// Runs of each size, of which the least counts.
const RUNS: usize = 3;
/// So often a shape is measured that seems to grow too fast.
const AGAIN: usize = 3;
/// A run ends after so many seconds, and at so many KB of memory (of addresses, of which an allocator takes some more).
const LIMIT_SECONDS: u32 = 10;
const LIMIT_KB: u32 = 8_000_000;

struct Bench {
    folder: PathBuf,
    words: Vec<String>,
    /// What a process takes that has nothing to do.
    idle: f64,
    shapes: usize,
    above: Vec<String>,
}

fn main() {
    let words = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let folder = std::env::temp_dir().join(format!("piaoc-bench-growth-{}", std::process::id()));
    let mut bench = Bench { folder, words, idle: 0.0, shapes: 0, above: Vec::new() };
    let small = shape::plan("piano \"P\" anni 2025\nobiettivo A \"A\"\nkpi k \"K\" target >= 1\n".to_owned());
    bench.idle = bench.least("check piano.piao", &small).unwrap().cpu.as_secs_f64();
    println!("CPU time, least of {RUNS} runs; an idle process takes {:.3} s\n", bench.idle);
    println!("{:<62} {:>8} {:>8} {:>8} {:>8} {:>6} {:>8}", "", "n", "s at n", "2n", "4n", "n^", "MB at 4n");
    let groups = [
        plans::CHECK,
        texts::CHECK,
        texts::FMT,
        tables::FIX,
        tables::EVAL,
        tables::WHY,
        tables::EXPORT,
        tables::FORM,
        tables::TEST,
        tables::IMPORT,
        workbooks::IMPORT,
    ];
    for shape in groups.into_iter().flatten() {
        bench.shape(shape);
    }
    for talk in server::LSP {
        bench.talk(talk);
    }
    let _ = std::fs::remove_dir_all(&bench.folder);
    println!("\n{} shapes, {} of them above n^{MOST} or too long", bench.shapes, bench.above.len());
    for line in &bench.above {
        println!("  {line}");
    }
    if !bench.above.is_empty() {
        std::process::exit(1);
    }
}

impl Bench {
    fn wanted(&self, line: &str) -> bool {
        self.words.iter().all(|word| line.contains(word.as_str()))
    }

    fn shape(&mut self, shape: &Shape) {
        let command = match shape.command.contains('.')
            || shape.command == "test"
            || shape.command.ends_with("piani")
        {
            true => shape.command.to_owned(),
            false => format!("{} piano.piao", shape.command),
        };
        let line = format!("{}: {}", shape.command.split_whitespace().next().unwrap(), shape.name);
        if !self.wanted(&line) {
            return;
        }
        let mut bytes = [0; 3];
        let (measured, exponent) = self.measured(|bench, at| {
            let files = (shape.files)(shape.n << at);
            bytes[at] = files.iter().map(|(_, text)| text.len()).sum();
            (bench.least(&command, &files), bytes[at])
        });
        let checked = shape.command.starts_with("check").then_some(bytes[2]);
        self.row(&line, shape.n, (&measured, exponent), checked);
    }

    fn talk(&mut self, talk: &Talk) {
        let line = format!("lsp: {}", talk.name);
        if !self.wanted(&line) {
            return;
        }
        let (measured, exponent) = self.measured(|bench, at| {
            let mut best = Measured::NOTHING;
            for _ in 0..RUNS {
                bench.clean();
                let folder = bench.folder.canonicalize().unwrap();
                let run = || {
                    process::of_children(|peak| {
                        let mut start =
                            |folder: &Path| Editor::of(limited(&["lsp", "--stdio"]), folder, peak.clone());
                        (talk.run)(&mut start, &folder, talk.n << at);
                    })
                };
                match catch_unwind(AssertUnwindSafe(run)) {
                    Ok(run) => best.add(run),
                    Err(_) => return (None, 0),
                }
            }
            (Some(best), 0)
        });
        self.row(&line, talk.n, (&measured, exponent), None);
    }

    /// A shape at n, 2n and 4n, and how it grows: by n, or by the bytes of its files where these grow faster. One that
    /// grows too fast is measured anew some times, since another process may have been in its way: the least counts.
    fn measured(
        &self,
        mut run: impl FnMut(&Bench, usize) -> (Option<Measured>, usize),
    ) -> ([Option<Measured>; 3], Option<f64>) {
        let mut best: [Option<Measured>; 3] = [None; 3];
        let mut exponent = None;
        for _ in 0..AGAIN {
            let mut bytes = [0; 3];
            for at in 0..3 {
                let (found, size) = run(self, at);
                bytes[at] = size;
                let Some(found) = found else { return (best, None) };
                best[at].get_or_insert(Measured::NOTHING).add(found);
            }
            let own = |run: Option<Measured>| (run.unwrap().cpu.as_secs_f64() - self.idle).max(0.002);
            let (first, last) = (own(best[0]), own(best[2]));
            let larger = (bytes[2] as f64 / bytes[0].max(1) as f64).max(4.0);
            let grown = if last < FLOOR { 0.0 } else { (last / first).ln() / larger.ln() };
            exponent = Some(grown);
            if grown <= MOST {
                break;
            }
        }
        (best, exponent)
    }

    fn row(
        &mut self,
        line: &str,
        n: usize,
        (measured, exponent): (&[Option<Measured>; 3], Option<f64>),
        checked: Option<usize>,
    ) {
        self.shapes += 1;
        let seconds = |run: &Option<Measured>| run.map(|run| run.cpu.as_secs_f64());
        let shown =
            |run: &Option<Measured>| seconds(run).map_or("—".to_owned(), |seconds| format!("{seconds:.3}"));
        let too_long = checked.is_some_and(|bytes| {
            let megabytes = (bytes as f64 / 1e6).max(1.0);
            seconds(&measured[2]).is_none_or(|seconds| seconds / megabytes > MOST_A_MEGABYTE)
        });
        let above = exponent.is_none_or(|exponent| exponent > MOST) || too_long;
        let text = format!(
            "{line:<62} {n:>8} {:>8} {:>8} {:>8} {:>6} {:>8}{}",
            shown(&measured[0]),
            shown(&measured[1]),
            shown(&measured[2]),
            match exponent {
                None => "—".to_owned(),
                Some(0.0) => "·".to_owned(),
                Some(exponent) => format!("{exponent:.2}"),
            },
            measured[2].map_or("—".to_owned(), |run| format!("{:.0}", run.peak_mb)),
            if above { "  !" } else { "" }
        );
        println!("{text}");
        if above {
            self.above.push(text);
        }
    }

    /// An empty folder.
    fn clean(&self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        std::fs::create_dir_all(&self.folder).unwrap();
    }

    /// The least of some runs of a command on files; nothing where one passes its limits.
    fn least(&self, command: &str, files: &Files) -> Option<Measured> {
        let mut best = Measured::NOTHING;
        for run in 0..RUNS {
            self.clean();
            for (name, bytes) in files {
                let path = self.folder.join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
            let tables = files.iter().filter(|(name, _)| name.ends_with(".csv"));
            let words = command.split_whitespace().flat_map(|word| match word {
                "ACTUALS" => tables.clone().flat_map(|(name, _)| ["--actuals", name]).collect(),
                word => vec![word],
            });
            let (measured, status) =
                process::run(limited(&words.collect::<Vec<_>>()).current_dir(&self.folder))?;
            if !matches!(status.code(), Some(0..=2)) {
                return None;
            }
            if run == 0 && std::env::var_os("PIAOC_EXITS").is_some() {
                println!("{command}: {status}");
            }
            best.add(measured);
            if measured.cpu.as_secs_f64() > 1.0 {
                break;
            }
        }
        Some(best)
    }
}

/// `piaoc` with limits of its own, so that what grows too fast harms nobody.
fn limited(arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    let limits = format!("ulimit -t {LIMIT_SECONDS}; ulimit -v {LIMIT_KB}; exec \"$0\" \"$@\"");
    let other = std::env::var("PIAOC").ok();
    command.args(["-c", &limits, other.as_deref().unwrap_or(env!("CARGO_BIN_EXE_piaoc"))]).args(arguments);
    command
}
