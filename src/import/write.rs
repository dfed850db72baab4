//! The draft as the text of a plan, laid out as `piaoc fmt` leaves it, and its actuals as CSV.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::attributes::Attributes;
use super::draft::{Draft, Kind, Kpi, Node};
use super::ledger::Ledger;
use super::measure::quoted;
use super::value::{Sort, in_csv};
use crate::actuals::{as_cell, guarded};
use crate::diagnostics::{say, visible};
use crate::syntax::keyword::is_reserved;
use crate::value::fold_name;

/// About how long a KPI is in a plan, in bytes.
const KPI_LENGTH: usize = 320;

/// What has to be decided before a draft is written: names of KPIs, and the years.
pub(super) fn prepare(draft: &mut Draft<'_>, ledger: &mut Ledger) {
    draft.nodes.iter_mut().for_each(tell_apart);
    if let Some((first, last, exercise)) = draft.years() {
        let years = spelled(first, last);
        ledger.notes.push(say!(
            "anni del piano: {years}, esercizio {exercise}",
            "years of the plan: {years}, year of reference {exercise}"
        ));
    }
    ledger.notes.push(say!(
        "il documento non dice l'ente né la regola di punteggio: aggiungi `ente` e `punteggio`",
        "the document tells neither the body nor the scoring rule: add `ente` and `punteggio`"
    ));
}

/// A draft as the text of a plan.
pub(super) fn plan(draft: &Draft<'_>) -> String {
    let structures = structures(draft);
    let kpis: usize = draft.nodes.iter().map(|node| node.kpis.len()).sum();
    let mut out = String::with_capacity(kpis.saturating_mul(KPI_LENGTH));
    head(draft, &mut out);
    write_structures(&structures, &mut out);
    let exercise = draft.years().map(|(.., exercise)| exercise);
    let actions = parents_of_actions(draft);
    for node in &draft.nodes {
        write_node(node, draft, &actions, &mut out);
        for kpi in &node.kpis {
            write_kpi(kpi, &structures, exercise, &mut out);
        }
    }
    out
}

/// The plan's own lines.
fn head(draft: &Draft<'_>, out: &mut String) {
    let title = draft.title.as_deref().unwrap_or("Piano della performance");
    let mut attributes = Attributes::default();
    if let Some((first, last, exercise)) = draft.years() {
        attributes.push("anni", spelled(first, last));
        attributes.push("esercizio", exercise.to_string());
    }
    if !draft.preface.is_empty() {
        let paragraphs: Vec<String> = draft.preface.iter().map(|line| quoted(line)).collect();
        attributes.push("descrizione", paragraphs.join("\n"));
    }
    out.push_str(&format!("piano {}\n", quoted(title)));
    attributes.write(out);
}

/// `2025-2027`.
fn spelled(first: i32, last: i32) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// The offices that KPIs are assigned to, in the order of their names, with identifiers.
fn structures(draft: &Draft<'_>) -> BTreeMap<String, String> {
    let mut structures: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    for name in draft.nodes.iter().flat_map(|node| &node.kpis).flat_map(|kpi| kpi.offices()) {
        if structures.contains_key(name) {
            continue;
        }
        let ident = identifier(name);
        let times = taken.entry(ident.clone()).or_default();
        *times = times.saturating_add(1);
        let ident = if *times == 1 { ident } else { format!("{ident}_{times}") };
        structures.insert(name.to_string(), ident);
    }
    structures
}

/// Items of one line each are a table: their titles stand in one column.
fn write_structures(structures: &BTreeMap<String, String>, out: &mut String) {
    let widest = structures.values().map(String::len).max().unwrap_or(0);
    let gap = if structures.len() > 1 { 2 } else { 1 };
    if !structures.is_empty() {
        out.push('\n');
    }
    for (name, ident) in structures {
        let blanks = widest.saturating_sub(ident.len()).saturating_add(gap);
        out.push_str(&format!("struttura {ident}{}{}\n", " ".repeat(blanks), quoted(name)));
    }
}

/// Words that say nothing in an identifier.
const LINKS: [&str; 20] = [
    "di", "del", "dello", "della", "dei", "degli", "delle", "il", "lo", "la", "gli", "le", "con", "per",
    "al", "alla", "ai", "alle", "ed", "e",
];

/// Words as one identifier.
fn identifier(words: &str) -> String {
    let folded = fold_name(words);
    let parts = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty() && !LINKS.contains(part));
    let joined = parts.take(4).collect::<Vec<_>>().join("_");
    if joined.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_reserved(&joined) {
        joined
    } else {
        format!("x_{joined}")
    }
}

/// The objectives whose rollup says that it is of actions.
fn parents_of_actions<'d>(draft: &'d Draft<'_>) -> FxHashSet<&'d str> {
    let says = |kpi: &Kpi<'_>| {
        let title = kpi.title.as_deref().filter(|title| title.contains("associat"));
        title.is_some_and(|title| fold_name(title).contains("delle azioni associat"))
    };
    draft
        .nodes
        .iter()
        .filter(|node| node.kpis.iter().any(|kpi| says(kpi)))
        .map(|node| node.code.as_str())
        .collect()
}

fn write_node(node: &Node<'_>, draft: &Draft<'_>, actions: &FxHashSet<&str>, out: &mut String) {
    let parent = node.code.rsplit_once('.').map_or("", |(parent, _)| parent);
    let keyword = match node.kind {
        Kind::Area => "area",
        Kind::Objective if actions.contains(parent) => "azione",
        Kind::Objective => "obiettivo",
    };
    let under = node.parent.as_deref().filter(|parent| *parent != node.code && draft.knows(parent));
    let under = under.map_or_else(String::new, |parent| format!(" in {parent}"));
    out.push_str(&format!("\n{keyword} {}{under}\n", heading(&node.code, node.title.as_deref())));
    let mut attributes = Attributes::default();
    for (keyword, value) in &node.attributes {
        attributes.push(*keyword, value.as_str());
    }
    attributes.write(out);
}

fn write_kpi(kpi: &Kpi<'_>, structures: &BTreeMap<String, String>, exercise: Option<i32>, out: &mut String) {
    out.push_str("\nkpi");
    let title = kpi.title.as_deref().map(quoted);
    for name in [kpi.ident.as_deref(), kpi.code.as_deref(), title.as_deref()].into_iter().flatten() {
        out.push(' ');
        out.push_str(name);
    }
    out.push('\n');
    let text = |text: &Option<Cow<'_, str>>| text.as_deref().map(quoted);
    let mut attributes = Attributes::default();
    attributes.push_some("peso", kpi.weight.as_deref());
    attributes.push_some("algoritmo", kpi.algorithm.as_deref());
    attributes.push_some("descrizione", text(&kpi.description));
    attributes.push_some("tipologia", kpi.kind.as_deref().map(label));
    attributes.push_some("fonte", text(&kpi.source));
    if let Some((year, value)) = &kpi.baseline {
        attributes.push(with_year("storico", *year), &**value);
    }
    targets(kpi, exercise, &mut attributes);
    let assigned: Vec<&str> =
        kpi.offices().filter_map(|name| structures.get(name)).map(String::as_str).collect();
    attributes.push_some("assegnato", Some(assigned.join(", ")).filter(|names| !names.is_empty()));
    attributes.push_some("responsabile", text(&kpi.responsible));
    attributes.push_some("aggiornamento", text(&kpi.update));
    // Beside an actual the note is on the result, and stands in the CSV.
    attributes.push_some("nota", text(&kpi.note).filter(|_| !kpi.has_result()));
    for (label, printed) in &kpi.data {
        attributes.push("dato", format!("{} {}", quoted(label), quoted(printed)));
    }
    attributes.write(out);
}

/// One word as it is, several between quotes.
fn label(kind: &str) -> String {
    let kind = kind.to_lowercase();
    let word = kind.chars().all(char::is_alphabetic) && !is_reserved(&kind);
    if word { kind } else { quoted(&kind) }
}

/// A target a line: each with its year, where the table has years.
fn targets<'k>(kpi: &'k Kpi<'_>, exercise: Option<i32>, attributes: &mut Attributes<'k>) {
    // A target without year is of the plan's year of reference.
    let several = kpi.targets.len() > 1;
    let elsewhere = |year: &i32| exercise.is_some_and(|exercise| exercise != *year);
    for target in &kpi.targets {
        let value = match target.sort {
            Sort::Missing => Cow::Borrowed(&*target.value),
            _ => Cow::Owned(format!("{} {}", target.sign.unwrap_or(">="), target.value)),
        };
        attributes.push(with_year("target", target.year.filter(|year| several || elsewhere(year))), value);
    }
}

/// `target`, `target 2025`.
fn with_year(keyword: &'static str, year: Option<i32>) -> Cow<'static, str> {
    year.map_or(Cow::Borrowed(keyword), |year| Cow::Owned(format!("{keyword} {year}")))
}

/// Identifiers for the KPIs of an objective that neither code nor title tell from the others.
fn tell_apart(node: &mut Node<'_>) {
    if node.kpis.iter().all(|kpi| kpi.code.is_some()) {
        return;
    }
    let titles: Vec<Option<String>> =
        node.kpis.iter().map(|kpi| kpi.title.as_deref().map(fold_name)).collect();
    let mut times: FxHashMap<&str, usize> = FxHashMap::default();
    for title in titles.iter().flatten() {
        let times = times.entry(title).or_default();
        *times = times.saturating_add(1);
    }
    for (kpi, title) in node.kpis.iter_mut().zip(&titles).filter(|(kpi, _)| kpi.code.is_none()) {
        let line = kpi.line;
        kpi.ident = match title {
            None => Some(format!("riga_{line}")),
            Some(title) => {
                let twins = times.get(title.as_str()).is_some_and(|times| *times > 1);
                twins.then(|| format!("{}_r{line}", identifier(title)))
            }
        };
    }
}

/// The actuals: of the plan's year, or of the year before where the table has only a baseline.
pub(super) fn actuals(draft: &Draft<'_>) -> Option<String> {
    let (_, _, exercise) = draft.years()?;
    let kpis = || draft.nodes.iter().flat_map(|node| node.kpis.iter().map(move |kpi| (node, kpi)));
    let mut baselines = kpis().filter_map(|(_, kpi)| kpi.baseline.as_ref());
    if !draft.has_actuals && baselines.next().is_none() {
        return None;
    }
    let named = kpis().filter_map(|(_, kpi)| kpi.baseline.as_ref()).find_map(|(year, _)| *year);
    let before = named.unwrap_or(exercise.saturating_sub(1));
    let mut out = String::from("obiettivo;indicatore;periodo;valore;esito;nota\n");
    for (node, kpi) in kpis() {
        let (year, value) = match &kpi.baseline {
            _ if draft.has_actuals => (exercise, kpi.actual.as_deref().map(Cow::Borrowed)),
            Some((year, value)) => (year.unwrap_or(before), Some(in_csv(Cow::Borrowed(&**value)))),
            None => (before, None),
        };
        let period = year.to_string();
        let name = kpi.ident.as_deref().or(kpi.code.as_deref()).or(kpi.title.as_deref());
        let note = kpi.note.as_deref().filter(|_| kpi.has_result());
        let cells = [
            &node.code,
            name.unwrap_or_default(),
            &*period,
            value.as_deref().unwrap_or_default(),
            kpi.outcome.as_deref().unwrap_or_default(),
            note.unwrap_or_default(),
        ];
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                out.push(';');
            }
            out.push_str(&as_cell(&guarded(&shown_in_lines(cell)), b';'));
        }
        out.push('\n');
    }
    Some(out)
}

/// A cell without hidden characters, as they are in the plan's texts too; its lines stay.
fn shown_in_lines(cell: &str) -> Cow<'_, str> {
    match cell.contains('\n') {
        true => Cow::Owned(cell.lines().map(visible).collect::<Vec<_>>().join("\n")),
        false => visible(cell),
    }
}

/// A heading's text as it follows its keyword.
fn heading(code: &str, title: Option<&str>) -> String {
    match title {
        Some(title) => format!("{code} {}", quoted(title)),
        None => code.to_owned(),
    }
}
