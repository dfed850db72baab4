//! The table of contents of a plan and what can be folded in it: an editor's path to a place, its sticky lines and its
//! folds follow their ranges, which therefore must nest whatever the plan looks like.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/named.rs"]
mod named;
#[path = "support/random.rs"]
mod random;

use std::fmt::Write;
use std::ops::Range;

use piaoc::ide::layout::folds;
use piaoc::ide::outline::{Entry, matching, of_file};
use piaoc::source::Span;

use named::Case;
use random::{Numbers, spoil};

/// Cases of each law.
const CASES: u64 = 10_000;

fn contents(text: &str) -> Vec<Entry> {
    let case = Case::new(&[("piano.piao", text)]);
    // A file whose `piano` was spoilt is no plan.
    case.states.first().map_or(Vec::new(), |state| of_file(state, case.file("piano.piao")))
}

/// `A Area(A.1 Uno(x) m)`
fn shown(entries: &[Entry]) -> String {
    let line = |entry: &Entry| match shown(&entry.children) {
        below if below.is_empty() => entry.name.clone(),
        below => format!("{}({below})", entry.name),
    };
    entries.iter().map(line).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_hangs_from_an_objective_stands_under_it_where_their_ranges_nest() {
    for (text, expected) in [
        // What belongs to nothing does not end the area, and is no part of one that does not go on behind it.
        (
            "area A \"Uno\"\nobiettivo A.1\nkpi a\nmisura m\nkpi b\nobiettivo A.2\nmisura n\narea B\n",
            "A Uno(A.1(a, m, b), A.2), n, B",
        ),
        // `in` against the order of the file: nothing under what it does not belong to.
        (
            "area A\narea B\nobiettivo X in A\nkpi x\nobiettivo Y in B\nkpi y\nobiettivo Z in A\n",
            "A, B, X(x), Y(y), Z",
        ),
        ("area A\nobiettivo A.1\nobiettivo X in B\nobiettivo A.2\narea B\n", "A(A.1), X, A.2, B"),
        ("area A\nobiettivo X in A\nobiettivo A.1 in X\nobiettivo Y in A\n", "A(X(A.1), Y)"),
        // One that is being written, or a KPI under none.
        ("area A\nobiettivo A.1\nkpi a\nobiettivo\nkpi b\nobiettivo A.2\n", "A(A.1(a), b, A.2)"),
        ("kpi a\narea A\nkpi b\nobiettivo A.1\nkpi \"Un titolo\"\n", "a, A(b, A.1(Un titolo))"),
        // Two of one code, and objectives in each other.
        ("obiettivo A\nobiettivo A\nobiettivo A.1\n", "A, A, A.1"),
        ("obiettivo A in B\nobiettivo B in A\nkpi a\n", "A, B(a)"),
    ] {
        assert_eq!(shown(&contents(&format!("piano \"P\"\n{text}"))), format!("P, {expected}"), "{text}");
    }
}

#[test]
fn a_name_is_found_by_its_code_and_by_its_title() {
    let text = "piano \"P\"\n  anni 2025\narea A \"Servizi\"\nobiettivo A.1 \"Città più vicina\"\nkpi tempo \"Tempo medio\"\n  target <= 5\n";
    let case = Case::new(&[("piano.piao", text)]);
    for (query, first) in [
        ("A.1", "A.1 Città più vicina"),
        ("citta PIU", "A.1 Città più vicina"),
        ("vicina", "A.1 Città più vicina"),
        ("a1vicina", "A.1 Città più vicina"),
        ("tempomedio", "tempo Tempo medio"),
    ] {
        let found = matching(case.state(), query);
        assert_eq!(found.first().map(|entry| entry.name.as_str()), Some(first), "{query}");
    }
    assert_eq!(matching(case.state(), "anvic"), []);
}

/// A plan whose items stand and belong anywhere.
fn scattered(numbers: &mut Numbers, spoilt: bool) -> String {
    let codes = ["A", "B", "A.1", "A.2", "A.1.1", "A.1.2", "B.1", "X", "Y", "Z.9", "A.1.1.1"];
    let mut text = "piano \"P\"\n  anni 2025\n".to_owned();
    for _ in 0..numbers.below(14) {
        let code = codes[numbers.below(codes.len() as u64) as usize];
        match numbers.below(10) {
            0 | 1 => writeln!(text, "\narea {code} \"Area\"").unwrap(),
            2..=4 => {
                let word = ["obiettivo", "azione"][numbers.below(2) as usize];
                let end = [" \"Titolo\"", "", "."][numbers.below(3) as usize];
                writeln!(text, "\n{word} {code}{end}").unwrap();
                if numbers.below(3) == 0 {
                    writeln!(text, "  in {}", codes[numbers.below(codes.len() as u64) as usize]).unwrap();
                }
            }
            5 | 6 => writeln!(text, "kpi k{} \"Titolo\"\n  target >= 3", numbers.below(9)).unwrap(),
            7 => writeln!(text, "misura m{}\n  unità istanze", numbers.below(9)).unwrap(),
            8 => writeln!(text, "# una nota\n# e un'altra\nstruttura s{}", numbers.below(9)).unwrap(),
            _ => writeln!(text, "rettifica A.1/k1 2025 100%\n  motivo \"x\"").unwrap(),
        }
    }
    if spoilt { spoil(&text, numbers) } else { text }
}

/// Each range within the one above it, after the one before it, and around its name.
fn nests(entries: &[Entry], within: Range<u32>, text: &str) {
    let mut after = within.start;
    for entry in entries {
        let Span { start, end, .. } = entry.span;
        assert!(after <= start && start <= end && end <= within.end, "{}:\n{text}", entry.name);
        assert!(start <= entry.name_span.start && entry.name_span.end <= end, "{}:\n{text}", entry.name);
        nests(&entry.children, start..end, text);
        after = end;
    }
}

#[test]
fn the_ranges_of_contents_nest() {
    let mut numbers = Numbers::new(11);
    for case in 0..CASES {
        let text = scattered(&mut numbers, case % 4 == 0);
        nests(&contents(&text), 0..text.len() as u32, &text);
    }
}

/// Lines from 1 that a text folds, the first and the last.
fn folded(text: &str) -> Vec<(usize, usize)> {
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    folds(text).into_iter().map(|fold| (line(fold.range.start), line(fold.range.end))).collect()
}

#[test]
fn a_fold_ends_before_the_next_item_of_its_level() {
    // A measure between objectives, and after the last.
    let text = "area A\nobiettivo A.1\nkpi a\n  target 1\nmisura m\n  unità x\nobiettivo A.2\nkpi b\n  target 1\nmisura n\n  unità x\n";
    assert_eq!(folded(text), [(1, 9), (2, 4), (3, 4), (5, 6), (7, 9), (8, 9), (10, 11)]);
    // One between the KPIs of an objective.
    let text = "obiettivo A.1\nkpi a\n  target 1\nmisura m\n  unità x\nkpi b\n  target 1\n";
    assert_eq!(folded(text), [(1, 7), (2, 3), (4, 5), (6, 7)]);
    // Whatever the codes say.
    let text = "obiettivo A.1\nkpi a\nazione A.1.1\nkpi b\narea B\nkpi c\narea B.1\nobiettivo X\n";
    assert_eq!(folded(text), [(1, 2), (3, 4), (5, 6), (7, 8)]);
}

#[test]
fn folds_nest_and_hold_no_item_of_their_level() {
    let mut numbers = Numbers::new(23);
    for case in 0..CASES {
        let spoilt = case % 4 == 0;
        let text = scattered(&mut numbers, spoilt);
        let folds: Vec<_> = folds(&text).into_iter().map(|fold| (fold.range, fold.is_comment)).collect();
        for (at, (outer, _)) in folds.iter().enumerate() {
            let outer_level = level(&text[outer.clone()]);
            for (inner, is_comment) in &folds[at + 1..] {
                let nested =
                    outer.end <= inner.start || (outer.start <= inner.start && inner.end <= outer.end);
                assert!(nested, "{outer:?} {inner:?}\n{text}");
                if outer.end <= inner.start || *is_comment || spoilt {
                    continue;
                }
                // What belongs to nothing holds nothing.
                let fine = outer_level < 3 && outer_level < level(&text[inner.clone()]);
                assert!(fine, "{outer:?} {inner:?}\n{text}");
            }
        }
    }
}

/// The level of an item, areas above all.
fn level(item: &str) -> u8 {
    match item.split_whitespace().next().unwrap_or("") {
        "area" => 0,
        "obiettivo" | "azione" => 1,
        "kpi" => 2,
        _ => 3,
    }
}
