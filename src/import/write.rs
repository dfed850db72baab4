//! The draft as the text of a plan, laid out as `piaoc fmt` leaves it. What is written notes the cells that it comes from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::attributes::Attributes;
use super::draft::{Datum, Draft, Kind, Kpi, Node, Target};
use super::drawn::{Cells, Origin, Text};
use super::ledger::Ledger;
use super::measure::quoted;
use super::periods::settle;
use super::value::Sort;
use super::years;
use crate::diagnostics::{say, visible};
use crate::syntax::keyword::is_reserved;
use crate::value::{Period, fold_name};

/// About how long a KPI is in a plan, in bytes.
const KPI_LENGTH: usize = 320;

/// What has to be decided before a draft is written: names of KPIs, and the years.
pub(super) fn prepare(draft: &mut Draft<'_>, ledger: &mut Ledger) {
    years::settle(draft, ledger);
    draft.nodes.iter_mut().for_each(tell_apart);
    settle(draft, ledger);
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
    if draft.nodes.iter().flat_map(|node| &node.kpis).any(|kpi| has_parts(kpi)) {
        ledger.notes.push(say!(
            "i consuntivi sono per parti dell'anno, e come facciano l'anno la tabella non lo dice: scrivi `cumula` negli indicatori (`piaoc explain cumula`)",
            "the actuals are of parts of the year, and how these make the year the table does not say: write `cumula` in the indicators (`piaoc explain cumula`)"
        ));
    }
}

/// Whether two values of a KPI are of two parts of one year.
fn has_parts(kpi: &Kpi<'_>) -> bool {
    let parts = kpi.actuals.iter().filter_map(|actual| actual.period).filter(|period| period.is_part());
    let years: Vec<i32> = parts.map(|period| period.year).collect();
    years
        .iter()
        .enumerate()
        .any(|(at, year)| years.iter().skip(at.saturating_add(1)).any(|other| other == year))
}

/// A text, and the cells of what was written into it.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub text: String,
    pub written: Vec<Origin>,
}

impl Writer {
    /// Writes something down.
    pub fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The cells of what is written.
    pub fn note(&mut self, cells: &Cells) {
        self.written.extend(cells.iter());
    }

    /// The cells of the texts of a list.
    fn note_all<'t, 'a: 't>(&mut self, texts: impl IntoIterator<Item = &'t Text<'a>>) {
        texts.into_iter().for_each(|text| self.note(&text.cells));
    }
}

/// A draft as the text of a plan.
pub(super) fn plan(draft: &Draft<'_>) -> Writer {
    let structures = structures(draft);
    let kpis: usize = draft.nodes.iter().map(|node| node.kpis.len()).sum();
    let text = String::with_capacity(kpis.saturating_mul(KPI_LENGTH));
    let mut out = Writer { text, written: Vec::new() };
    head(draft, &mut out);
    write_structures(&structures, &mut out.text);
    let actions = parents_of_actions(draft);
    for node in &draft.nodes {
        write_node(node, draft, &actions, &mut out);
        for kpi in &node.kpis {
            write_kpi(kpi, draft, &structures, &mut out);
        }
    }
    out
}

/// The plan's own lines.
fn head(draft: &Draft<'_>, out: &mut Writer) {
    let title = draft.title.as_ref().map_or("Piano della performance", |title| title.value.as_str());
    let mut attributes = Attributes::default();
    if let Some((first, last, exercise)) = draft.years() {
        attributes.push("anni", spelled(first, last));
        attributes.push("esercizio", exercise.to_string());
    }
    if !draft.preface.is_empty() {
        let paragraphs: Vec<String> = draft.preface.iter().map(|line| quoted(&line.value)).collect();
        attributes.push("descrizione", paragraphs.join("\n"));
    }
    draft.title.iter().chain(&draft.preface).for_each(|line| out.note(&line.cells));
    out.put(&format!("piano {}\n", quoted(title)));
    attributes.write(&mut out.text);
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
        let ident = apart(identifier(name), &mut taken);
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
        let title = kpi.title.as_ref().map(|title| &*title.value);
        title
            .filter(|title| title.contains("associat"))
            .is_some_and(|title| fold_name(title).contains("delle azioni associat"))
    };
    draft
        .nodes
        .iter()
        .filter(|node| node.kpis.iter().any(|kpi| says(kpi)))
        .map(|node| node.code.as_str())
        .collect()
}

fn write_node(node: &Node<'_>, draft: &Draft<'_>, actions: &FxHashSet<&str>, out: &mut Writer) {
    let parent = node.code.rsplit_once('.').map_or("", |(parent, _)| parent);
    let keyword = match node.kind {
        Kind::Area => "area",
        Kind::Objective if actions.contains(parent) => "azione",
        Kind::Objective => "obiettivo",
    };
    let under = node.parent.and_then(|parent| draft.nodes.get(parent));
    let under = under.filter(|parent| parent.code != node.code);
    let under = under.map_or_else(String::new, |parent| format!(" in {}", parent.code));
    out.put(&format!("\n{keyword} {}{under}\n", heading(&node.code, node.title.as_deref())));
    out.note(&node.named);
    let mut attributes = Attributes::default();
    attributes.push_some("peso", node.weight.as_ref().map(|weight| &*weight.value));
    out.note_all(&node.weight);
    for (keyword, value) in &node.attributes {
        attributes.push(*keyword, value.value.as_str());
        out.note(&value.cells);
    }
    data(&node.data, &mut attributes, out);
    attributes.write(&mut out.text);
}

fn write_kpi(kpi: &Kpi<'_>, draft: &Draft<'_>, structures: &BTreeMap<String, String>, out: &mut Writer) {
    out.put("\nkpi");
    let code = kpi.code.as_ref().map(|code| &*code.value);
    let title = kpi.title.as_ref().map(|title| quoted(&title.value));
    for name in [kpi.ident.as_deref(), code, title.as_deref()].into_iter().flatten() {
        out.put(" ");
        out.put(name);
    }
    out.put("\n");
    out.note_all(kpi.code.iter().chain(&kpi.title));
    let mut attributes = Attributes::default();
    attributes.push_some("peso", kpi.weight.as_ref().map(|weight| &*weight.value));
    attributes.push_some("algoritmo", kpi.algorithm.as_ref().map(|algorithm| algorithm.value.as_str()));
    kpi.algorithm.iter().for_each(|algorithm| out.note(&algorithm.cells));
    attributes.push_some("descrizione", paragraphs(&kpi.description));
    attributes.push_some("tipologia", kpi.kind.as_ref().map(|kind| label(&kind.value)));
    attributes.push_some("fonte", paragraphs(&kpi.sources));
    for Target { period, value, .. } in &kpi.baselines {
        attributes.push(with_period("storico", *period), &*value.value);
        out.note(&value.cells);
    }
    targets(kpi, draft, &mut attributes, out);
    let assigned: Vec<&str> =
        kpi.offices().filter_map(|name| structures.get(name)).map(String::as_str).collect();
    attributes.push_some("assegnato", Some(assigned.join(", ")).filter(|names| !names.is_empty()));
    let responsible: Vec<String> = kpi.responsible.iter().map(|who| quoted(&who.value)).collect();
    attributes.push_some("responsabile", Some(responsible.join(", ")).filter(|names| !names.is_empty()));
    for update in &kpi.updates {
        attributes.push("aggiornamento", quoted(&update.value));
    }
    let texts = kpi.weight.iter().chain(&kpi.description).chain(&kpi.kind).chain(&kpi.sources);
    out.note_all(texts.chain(&kpi.assigned).chain(&kpi.responsible).chain(&kpi.updates));
    // Beside an actual the note is on the result, and stands in the CSV.
    if !draft.has_result(kpi) {
        for note in &kpi.notes {
            attributes.push("nota", quoted(&note.value));
            out.note(&note.cells);
        }
    }
    data(&kpi.data, &mut attributes, out);
    attributes.write(&mut out.text);
}

/// Texts in a row, as the paragraphs of one.
fn paragraphs(texts: &[Text<'_>]) -> Option<String> {
    let texts: Vec<String> = texts.iter().map(|text| quoted(&text.value)).collect();
    Some(texts.join("\n")).filter(|text| !text.is_empty())
}

/// What is kept under the document's own names.
fn data(data: &[Datum<'_>], attributes: &mut Attributes<'_>, out: &mut Writer) {
    for Datum { name, text } in data {
        let name = if name.trim().is_empty() { "dato" } else { name };
        attributes.push("dato", format!("{} {}", quoted(name), quoted(&text.value)));
        out.note(&text.cells);
    }
}

/// One word as it is, several between quotes.
fn label(kind: &str) -> String {
    let kind = kind.to_lowercase();
    let word = kind.chars().all(char::is_alphabetic) && !is_reserved(&kind);
    if word { kind } else { quoted(&kind) }
}

/// A target a line: each with its period, unless it is that of the plan's year alone.
fn targets<'k>(kpi: &'k Kpi<'_>, draft: &Draft<'_>, attributes: &mut Attributes<'k>, out: &mut Writer) {
    let exercise = draft.periods.map(|periods| Period::year(periods.exercise));
    let several = kpi.targets.len() > 1;
    for Target { period, sign, value, sort } in &kpi.targets {
        let shown = period.filter(|period| several || Some(*period) != exercise);
        let written = match (sort, sign) {
            (Sort::Missing, _) | (_, None) => Cow::Borrowed(&*value.value),
            (_, Some(sign)) => Cow::Owned(format!("{} {}", sign.value, value.value)),
        };
        attributes.push(with_period("target", shown), written);
        out.note(&value.cells);
        if let Some(sign) = sign.as_ref().filter(|_| *sort != Sort::Missing) {
            out.note(&sign.cells);
        }
    }
}

/// `target`, `target 2025`.
fn with_period(keyword: &'static str, period: Option<Period>) -> Cow<'static, str> {
    period.map_or(Cow::Borrowed(keyword), |period| Cow::Owned(format!("{keyword} {period}")))
}

/// Identifiers for the KPIs of an objective that neither code nor title tell from the others.
fn tell_apart(node: &mut Node<'_>) {
    if node.kpis.iter().all(|kpi| kpi.code.is_some()) {
        return;
    }
    let titles: Vec<Option<String>> =
        node.kpis.iter().map(|kpi| kpi.title.as_ref().map(|title| fold_name(&title.value))).collect();
    let mut times: FxHashMap<&str, usize> = FxHashMap::default();
    for title in titles.iter().flatten() {
        let times = times.entry(title).or_default();
        *times = times.saturating_add(1);
    }
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    for (kpi, title) in node.kpis.iter_mut().zip(&titles).filter(|(kpi, _)| kpi.code.is_none()) {
        let line = kpi.line;
        let ident = match title {
            None => Some(format!("riga_{line}")),
            Some(title) => {
                let twins = times.get(title.as_str()).is_some_and(|times| *times > 1);
                twins.then(|| format!("{}_r{line}", identifier(title)))
            }
        };
        kpi.ident = ident.map(|ident| apart(ident, &mut taken));
    }
}

/// A name, with a number after it where it is taken already.
fn apart(name: String, taken: &mut FxHashMap<String, usize>) -> String {
    let times = taken.entry(name.clone()).or_default();
    *times = times.saturating_add(1);
    if *times == 1 { name } else { format!("{name}_{times}") }
}

/// A cell without hidden characters, as they are in the plan's texts too; its lines stay.
pub(super) fn shown_in_lines(cell: &str) -> Cow<'_, str> {
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
