//! What people write before they know the language: the message leads to the right line (`tests/words/lines.txt`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use piaoc::analysis;
use piaoc::diagnostics::{Diagnostic, Levels, Text};
use piaoc::reference::Topic;
use piaoc::source::Memory;
use piaoc::{form, output};
use support::repository;

const HEAD: &str = "piano \"Prova\"\n  anni 2026-2028\n  punteggio proporzionale\n";

/// The plan in which a line stands.
fn plan(place: &str, line: &str) -> String {
    match place {
        "kpi" => {
            let structure =
                if line.starts_with("struttura") { "" } else { "\nstruttura tributi \"Ufficio tributi\"\n" };
            format!("{HEAD}{structure}\nobiettivo A \"Uno\"\n\nkpi uno \"Uno\"\n  {line}\n")
        }
        "objective" => format!("{HEAD}\nobiettivo A \"Uno\"\n  {line}\n"),
        "plan" => format!("{HEAD}  {line}\n"),
        "years" => format!("piano \"Prova\"\n  punteggio proporzionale\n  {line}\n"),
        other => panic!("{other}"),
    }
}

/// What the plan's text has of faults of writing.
fn faults(text: &str) -> Vec<Diagnostic> {
    let mut memory = Memory::default();
    memory.insert("piano.piao", text.as_bytes());
    let computed = analysis::check_all(&memory, Path::new("piano.piao"), &Levels::default());
    computed.diagnostics.into_iter().filter(|found| found.code.name().starts_with("P01")).collect()
}

/// The text with the first help of its first fault.
fn helped(text: &str, fault: &Diagnostic) -> Option<String> {
    let mut edits = fault.fixes.first()?.edits.clone();
    edits.sort_by_key(|edit| edit.span.start);
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    Some(out)
}

fn lines() -> Vec<(String, String, bool, String)> {
    let text = std::fs::read_to_string(repository().join("tests/words/lines.txt")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let read = |row: &str| {
        let (place, rest) = row.split_once(' ').unwrap();
        let certain = rest.contains(" => ");
        let (line, wanted) = rest.split_once(if certain { " => " } else { " ?? " }).unwrap();
        (place.to_owned(), line.trim().to_owned(), certain, wanted.trim().to_owned())
    };
    rows.map(read).collect()
}

#[test]
fn every_printed_word_is_explained() {
    let printed: Vec<Text> = output::printed().into_iter().chain(form::printed()).collect();
    assert!(printed.len() >= 60, "{}", printed.len());
    let words = printed.iter().flat_map(|word| [word.it.as_str(), word.en.as_str()]);
    // Said in the sentences of the results, and asked by those who read them.
    let said = [
        "esito",
        "copertura",
        "provvisorio",
        "dati provvisori",
        "n.d.",
        "giorni",
        "euro",
        "conta",
        "punteggio",
    ];
    let said = said
        .into_iter()
        .chain(["✓", "◐", "✗", "–", "in parte", "in linea", "on track", "points", "coverage"]);
    let unknown: BTreeSet<&str> = words.chain(said).filter(|word| Topic::named(word).is_empty()).collect();
    assert!(unknown.is_empty(), "no topic of `piaoc explain`: {unknown:?}");
}

#[test]
fn every_message_leads_to_the_right_line() {
    let mut wrong = Vec::new();
    let lines = lines();
    assert!(lines.len() >= 100);
    for (place, line, certain, wanted) in lines {
        let text = plan(&place, &line);
        let found = faults(&text);
        let Some(fault) = found.first() else {
            wrong.push(format!("{place}: {line}: nothing is said"));
            continue;
        };
        if !certain {
            let said = fault.notes.iter().any(|note| note.it.contains(&wanted));
            if !said || found.len() > 1 {
                wrong.push(format!("{place}: {line}: {found:?}"));
            }
            continue;
        }
        let mended = helped(&text, fault);
        let right = plan(&place, &wanted);
        // The structure that a mended line declares is not in `plan`.
        let same = mended
            .as_deref()
            .is_some_and(|mended| mended == right || mended.lines().last() == right.lines().last());
        if !same || found.len() > 1 || !faults(&right).is_empty() {
            wrong.push(format!("{place}: {line}: {mended:?} and not {wanted}; {:?}", faults(&right)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
