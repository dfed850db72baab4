//! What an editor can do at a place: the repairs of diagnostics, "allow this", rewritings. Each is made, and the plan read
//! again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/named.rs"]
mod named;
mod support;

use piaoc::diagnostics::{Code, Diagnostic, Edit, Severity};
use piaoc::ide::State;
use piaoc::ide::fixes::{Action, actions};

use named::Case;

const PLAN: &str = "piano.piao";

/// What can be done about a diagnostic.
fn offered<'s>(state: &'s State, found: &Diagnostic) -> Vec<Action<'s>> {
    let range = found.span.start as usize..found.span.end as usize;
    let all = actions(state, found.span.file, &range).into_iter();
    all.filter(|action| action.repairs == Some(found)).collect()
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

fn of_code(text: &str, code: Code) -> usize {
    let case = Case::new(&[(PLAN, text)]);
    case.state().diagnostics().iter().filter(|found| found.code == code).count()
}

fn errors(text: &str) -> Vec<String> {
    let case = Case::new(&[(PLAN, text)]);
    let found = case.state().diagnostics().iter().filter(|found| found.is_fault());
    found.map(|found| format!("{} {}", found.code.name(), found.message.it)).collect()
}

/// The faulty examples of the pages of codes, each a plan by itself.
fn examples() -> Vec<(String, String)> {
    let folder = support::repository().join("src/diagnostics/codes");
    let mut found = Vec::new();
    for path in support::files_below(&folder, "md") {
        let page = std::fs::read_to_string(&path).unwrap();
        let blocks = page.split("```piao fails\n").skip(1);
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        found.extend(blocks.map(|block| (name.clone(), block.split("```").next().unwrap().to_owned())));
    }
    found
}

#[test]
fn every_warning_can_be_allowed_with_a_reason() {
    let mut allowed = std::collections::BTreeSet::new();
    for (name, text) in examples() {
        // With comments and Windows' line ends: what is added goes behind them.
        let lines = text
            .lines()
            .map(|line| if line.trim().is_empty() { String::new() } else { format!("{line}  # nota") });
        for text in [text.clone(), lines.collect::<Vec<_>>().join("\r\n") + "\r\n"] {
            let case = Case::new(&[(PLAN, text.as_str())]);
            let Some(state) = case.states.first() else { continue };
            for found in state.diagnostics() {
                let consents: Vec<_> = offered(state, found)
                    .into_iter()
                    .filter(|one| one.title.it.starts_with("consenti"))
                    .collect();
                if found.severity == Severity::Error {
                    assert!(consents.is_empty(), "{name}: {found:?}");
                    continue;
                }
                let [consent] = &consents[..] else { panic!("{name}: {} of {found:?}", consents.len()) };
                assert!(consent.title.it.contains(found.code.name()) && !consent.is_first, "{name}");
                let after = edited(&text, &consent.edits);
                let (before, now) = (of_code(&text, found.code), of_code(&after, found.code));
                assert!(now < before, "{name}: {} is still there\n{after}", found.code.name());
                assert_eq!(errors(&after), errors(&text), "{name}\n{after}");
                assert!(
                    after.lines().filter(|line| line.contains("# nota")).count()
                        == text.matches("# nota").count()
                );
                allowed.insert(found.code);
            }
        }
    }
    assert!(allowed.len() > 20, "only {allowed:?}");
}

const HEAD: &str = "piano \"P\"\n  anni 2025-2027\n  punteggio proporzionale\nobiettivo A.1 \"Uno\"\n";

/// The plan after the first repair of a code, as far as it follows the head.
fn repaired(body: &str, code: &str) -> Option<String> {
    let text = format!("{HEAD}{body}");
    let case = Case::new(&[(PLAN, text.as_str())]);
    let state = case.state();
    let found = state.diagnostics().iter().find(|found| found.code.name() == code);
    let found = found.unwrap_or_else(|| panic!("no {code} in\n{text}: {:?}", errors(&text)));
    let repairs = offered(state, found);
    let first = repairs.first().filter(|first| first.is_first)?;
    let after = edited(&text, &first.edits);
    assert_eq!(of_code(&after, found.code), of_code(&text, found.code) - 1, "{after}");
    assert_eq!(errors(&after).iter().filter(|error| !error.starts_with(code)).count(), 0, "{after}");
    Some(after[HEAD.len()..].to_owned())
}

#[test]
fn a_date_is_put_into_the_year_of_its_target() {
    for (target, expected) in [
        ("2025 entro 30/06/2024", Some("2025 entro 30/06/2025")),
        ("2025-2027 entro 30/11/2025", Some("2025-2027 entro 30/11/2025, 30/11/2026, 30/11/2027")),
        // Up to June of the next year a date is fine.
        ("2025-2027 entro 31/01/2026", Some("2025-2027 entro 31/01/2026, 31/01/2026, 31/01/2027")),
        ("2025-2026 entro 30/11/2025, 30/11/2025", Some("2025-2026 entro 30/11/2025, 30/11/2026")),
        ("2025 entro 29/02/2028", None),
    ] {
        let after = repaired(&format!("kpi a \"A\"\n  target {target}\n"), "P0406");
        let expected = expected.map(|expected| format!("kpi a \"A\"\n  target {expected}\n"));
        assert_eq!(after, expected, "{target}");
    }
}

#[test]
fn bands_are_made_to_meet() {
    for (rows, expected) in [
        ("sotto 20 -> 100%\n  da 30 -> 0%", Some("sotto 20 -> 100%\n  da 20 -> 0%")),
        (
            "fino a 20 -> 100%\n  da 30 a 40 -> 50%\n  oltre -> 0%",
            Some("fino a 20 -> 100%\n  oltre 20 a 40 -> 50%\n  oltre -> 0%"),
        ),
        ("sotto 20 -> 100%\n  oltre 20 -> 0%", Some("sotto 20 -> 100%\n  da 20 -> 0%")),
        ("fino a 20 -> 100%\n  da 10 -> 0%", Some("fino a 20 -> 100%\n  oltre 20 -> 0%")),
        ("fino a 20 -> 100%\n  da 20 -> 0%", Some("fino a 20 -> 100%\n  oltre 20 -> 0%")),
        (
            "da 10 a meno di 20 -> 100%\n  da 20 -> 0%",
            Some("sotto 10 -> 100%\n  da 10 a meno di 20 -> 100%\n  da 20 -> 0%"),
        ),
        (
            "sotto 10 -> 12,5%\n  da 10 a 20 -> 75%",
            Some("sotto 10 -> 12,5%\n  da 10 a 20 -> 75%\n  oltre -> 75%"),
        ),
        // What the language cannot say is not proposed.
        ("fino a 20 -> 100%\n  da 30 a meno di 40 -> 50%\n  da 40 -> 0%", None),
    ] {
        let body = |rows: &str| {
            format!("kpi a \"A\"\n  punteggio fasce f\n  target <= 20\nfasce f su valore\n  {rows}\n")
        };
        assert_eq!(repaired(&body(rows), "P0307"), expected.map(body), "{rows}");
    }
}

#[test]
fn two_of_one_title_get_a_description_to_fill_in() {
    let body = "  pesi uguali\nkpi a \"Eventi\"\n  target >= 2\nkpi b \"Eventi\"\n  target >= 10\n";
    let after = repaired(body, "P0409").unwrap();
    assert!(
        after.contains("kpi b \"Eventi\"\n  descrizione \"che cosa lo distingue da a\"\n  target"),
        "{after}"
    );
}

#[test]
fn equal_weights_are_proposed_only_where_weights_are_equal() {
    for (weights, proposed) in [
        (&["50%", "50%"][..], true),
        (&["1/3", "1/3", "1/3"], true),
        (&["33,3%", "33,3%", "33,3%"], true),
        (&["30%", "30%"], false),
        (&["60%", "40%"], false),
        (&["25%", "25%", "25%"], false),
        (&["2 punti", "2 punti"], false),
    ] {
        let kpis: Vec<String> = (0..)
            .zip(weights)
            .map(|(at, weight)| format!("kpi k{at} \"K{at}\"\n  peso {weight}\n  target >= 1\n"))
            .collect();
        let case = Case::new(&[(PLAN, format!("{HEAD}{}", kpis.concat()))]);
        let state = case.state();
        let all = actions(state, case.file(PLAN), &(HEAD.len() - 5..HEAD.len() - 5));
        let found = all.iter().any(|action| action.title.it.contains("`pesi uguali` al posto dei pesi"));
        assert_eq!(found, proposed, "{weights:?}");
    }
}
