//! Work that grows with the size of its input and no faster: the worst shapes of `cargo bench --bench growth`, so large
//! that each would take minutes if its work grew with the square again; and the distance that suggestions are sought by.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code)]

#[path = "bench/growth/plans.rs"]
mod plans;
#[path = "support/random.rs"]
mod random;
#[path = "bench/growth/shape.rs"]
mod shape;
#[path = "bench/growth/tables.rs"]
mod tables;
#[path = "bench/growth/workbooks.rs"]
mod workbooks;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use piaoc::analysis;
use piaoc::diagnostics::{Code, Lang, nearest};
use piaoc::import::{ImportFault, Told, import};
use piaoc::repair::{Wanted, repair};
use piaoc::scenarios;
use piaoc::source::Memory;
use piaoc::workbook::WorkbookFault;

use random::Numbers;
use shape::{Files, Shape};

/// More than enough on any machine for what grows as it should.
const PATIENCE: Duration = Duration::from_secs(30);

fn made(shapes: &[Shape], name: &str, n: usize) -> Files {
    let shape = shapes.iter().find(|shape| shape.name == name);
    (shape.unwrap_or_else(|| panic!("no shape `{name}`")).files)(n)
}

fn memory(files: Files) -> Memory {
    let mut memory = Memory::default();
    files.into_iter().for_each(|(name, bytes)| memory.insert(name, bytes));
    memory
}

fn within_patience(name: &str, act: impl FnOnce()) {
    let started = Instant::now();
    act();
    assert!(started.elapsed() < PATIENCE, "{name}: {:?}", started.elapsed());
}

#[test]
fn large_plans_are_checked_in_a_time_that_their_size_wants() {
    for (name, n) in [
        ("overrides of one objective", 8_000),
        ("overrides of titles that several have", 8_000),
        ("overrides of unknown KPIs", 8_000),
        ("unknown measures", 8_000),
        ("rollups of unknown objectives", 8_000),
        ("one code of many dots", 100_000),
        ("one star by many indicators", 8_000),
        ("own children by many indicators", 8_000),
        ("structures in a ring", 8_000),
        ("bands of one table by many KPIs", 4_000),
    ] {
        let files = memory(made(plans::CHECK, name, n));
        within_patience(name, || {
            analysis::diagnose(&files, Path::new("piano.piao"));
        });
    }
}

#[test]
fn many_repairs_scenarios_and_titles_too() {
    let plan = [PathBuf::from("piano.piao")];
    let files = memory(made(tables::FIX, "repairs", 6_000));
    within_patience("repairs", || {
        assert_eq!(repair(&files, &plan, &Wanted::default()).made.len(), 6_000);
    });
    let files = memory(made(tables::FIX, "refusals", 1_000));
    within_patience("refusals", || {
        assert_eq!(repair(&files, &plan, &Wanted::default()).refused.len(), 2_000);
    });
    let files = memory(made(tables::TEST, "scenarios", 6_000));
    within_patience("scenarios", || {
        assert!(scenarios::run(&files, &[PathBuf::from("piano.prove")], Lang::It).is_fine());
    });
    let (_, table) = made(tables::IMPORT, "titles of one code", 16_000).pop().unwrap();
    within_patience("titles of one code", || {
        import(&table, &Told::default(), &mut |_, _| {}).unwrap();
    });
}

#[test]
fn a_scenario_is_told_at_its_own_line_wherever_it_stands() {
    let blank = "\n".repeat(500);
    let plan = "piano \"P\" anni 2025\nobiettivo A \"A\"\nkpi k \"K\" target >= 5\n";
    let scenario = "prova \"una\"\n  dato A/k 2025 = 5\n  dato A/x 2025 = 5\n  attesa performance A = 1%\n";
    let files = memory(shape::files(&[
        ("piano.piao", plan.to_owned()),
        ("piano.prove", format!("{blank}{scenario}")),
    ]));
    let run = scenarios::run(&files, &[PathBuf::from("piano.prove")], Lang::It);
    let data = &run.files[0].scenarios[0].data;
    let found = data.list.iter().find(|found| found.code == Code::UnknownKey).unwrap();
    assert_eq!(data.sources.range(found.span).0.line, 503, "{found:?}");
}

#[test]
fn texts_of_workbooks_are_bounded() {
    let refused = |name: &str, n: usize| {
        let (_, bytes) = made(workbooks::IMPORT, name, n).pop().unwrap();
        match import(&bytes, &Told::default(), &mut |_, _| {}) {
            Err(ImportFault::Workbook(fault)) => Some(fault),
            _ => None,
        }
    };
    assert_eq!(refused("one giant cell of a workbook", 30_000), None);
    for name in ["one giant cell of a workbook", "one giant shared text"] {
        let fault = refused(name, 2_000_000);
        assert!(matches!(fault, Some(WorkbookFault::LongText { .. })), "{name}: {fault:?}");
    }
    let fault = refused("one long shared text in many cells", 6_000);
    assert!(matches!(fault, Some(WorkbookFault::MuchText { .. })), "{fault:?}");
}

/// The usual table of Damerau and Levenshtein, for words that swap neighbours only.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                table[i][j] = i + j;
                continue;
            }
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(table[i - 2][j - 2] + 1);
            }
            table[i][j] = least;
        }
    }
    table[a.len()][b.len()]
}

#[test]
fn the_nearest_name_is_the_one_that_the_table_of_distances_tells() {
    let mut numbers = Numbers::new(11);
    let mut below = |most: usize| numbers.below(most as u64) as usize;
    let mut near = 0;
    for _ in 0..10_000 {
        let length = 1 + below(100);
        let wanted: Vec<char> = (0..length).map(|_| ['a', 'b', 'c', 'è'][below(4)]).collect();
        let mut other = wanted.clone();
        for _ in 0..below(length / 2 + 2) {
            let at = below(other.len().max(1)).min(other.len().saturating_sub(1));
            match below(4) {
                0 => other.insert(at, 'd'),
                1 if !other.is_empty() => {
                    other.remove(at);
                }
                2 if at + 1 < other.len() => other.swap(at, at + 1),
                _ if !other.is_empty() => other[at] = 'b',
                _ => {}
            }
        }
        let allowed = match wanted.len() {
            0..=2 => 1,
            3..=5 => 2,
            length => length / 3,
        };
        let far = distance(&wanted, &other);
        let expected = far <= allowed && far < other.len();
        let (wanted, other): (String, String) = (wanted.iter().collect(), other.iter().collect());
        assert_eq!(nearest(&wanted, [other.as_str()]).is_some(), expected, "{wanted} {other} {far}");
        near += usize::from(expected);
    }
    assert!((2_000..9_900).contains(&near), "{near} of 10000 are near");
}
