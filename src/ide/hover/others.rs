//! The cards of what the catalogue, the structures and the bands of a plan declare.

use super::known::{Known, mentions};
use super::markdown::{Card, escape};
use super::measure;
use super::written::{self, described};
use crate::diagnostics::say;
use crate::ide::names::Symbol;
use crate::output::figures;
use crate::plan::{KpiId, Rule};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Basis, Head, Item};

/// No more KPIs, objectives or structures are named.
const MOST_NAMES: usize = 6;
/// No more KPIs of a code are shown.
const MOST_ROWS: usize = 25;

/// An entry of the catalogue, and every KPI that uses it.
pub(super) fn indicator_card(known: &Known<'_>, code: &str) -> Option<String> {
    let item = known.outline.indicators.get(code)?;
    let mut card = Card::new("indicatore", code, written::title(item));
    let mut facts = Vec::new();
    if let Some(AttributeValue::Algorithm(algorithm)) =
        item.attribute(Keyword::Algorithm).map(|attribute| &attribute.value)
    {
        let algorithm = written::algorithm(algorithm);
        facts.push(known.say(&say!("algoritmo: {algorithm}", "algorithm: {algorithm}")));
    }
    facts.extend(described(item, &[Keyword::Unit, Keyword::Kind, Keyword::Source, Keyword::Frequency]));
    card.list(&facts);
    let users = known.users(&Symbol::Indicator(code.to_owned()));
    if users.is_empty() {
        card.paragraph(&measure::used_by(known, &users));
    } else {
        kpis_of_entry(known, &users, &mut card);
    }
    Some(card.finish())
}

fn kpis_of_entry(known: &Known<'_>, users: &[usize], card: &mut Card) {
    let mut columns = vec![(known.say(&say!("indicatore", "indicator")), false), ("target".to_owned(), true)];
    if known.view.is_some() {
        columns.push(("performance".to_owned(), true));
    }
    let row = |index: &usize| {
        let kpi = known.outline.kpis.get(*index)?;
        let mut row = vec![escape(&known.key(kpi)), written::targets(kpi).join("; ")];
        if let Some((_, _, result)) = known.kpi_result(*index) {
            row.push(figures::performance_or_none(result.performance.as_ref()));
        }
        Some(row)
    };
    let rows: Vec<Vec<String>> = users.iter().take(MOST_ROWS).filter_map(row).collect();
    card.table(&columns, &rows);
    let more = users.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        card.paragraph(&known.say(&say!("e altri {more} indicatori", "and {more} more indicators")));
    }
}

/// A structure, what it is part of, and what is assigned to it.
pub(super) fn structure_card(known: &Known<'_>, ident: &str) -> Option<String> {
    let structures = &known.outline.structures;
    let item = structures.get(ident)?;
    let mut card = Card::new("struttura", ident, written::title(item));
    let parent = match item.attribute(Keyword::In).map(|attribute| &attribute.value) {
        Some(AttributeValue::Parent(parent)) => Some(parent),
        _ => None,
    };
    if let Some(parent) = parent {
        let title = structures.get(&parent.node).map_or("", written::title);
        let name = format!("**{}** {}", escape(&parent.node), escape(title));
        let name = name.trim_end();
        card.paragraph(&known.say(&say!("fa parte di {name}", "part of {name}")));
    }
    let symbol = Symbol::Structure(ident.to_owned());
    let below = structures.list.iter().filter(|(_, item)| mentions(item, &symbol));
    let below: Vec<String> = below.map(|(name, _)| escape(name)).collect();
    let objectives = known.outline.objectives.iter().filter(|objective| mentions(objective.item, &symbol));
    let objectives: Vec<String> = objectives.filter_map(|objective| objective.code).map(escape).collect();
    let kpis = known.outline.kpis.iter().filter(|kpi| mentions(kpi.item, &symbol));
    let kpis: Vec<String> = kpis.map(|kpi| escape(&known.key(kpi))).collect();
    let measures = known.outline.measures.list.iter().filter(|(_, item)| mentions(item, &symbol));
    let measures: Vec<String> = measures.map(|(name, _)| escape(name)).collect();
    let lines = [
        (say!("strutture al suo interno", "structures inside it"), below),
        (say!("obiettivi", "objectives"), objectives),
        (say!("indicatori", "indicators"), kpis),
        (say!("misure", "measures"), measures),
    ];
    let lines: Vec<String> = lines
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{}: {} ({})", known.say(what), names.len(), first(names)))
        .collect();
    if lines.is_empty() {
        card.paragraph(&known.say(&say!("non le è assegnato niente", "nothing is assigned to it")));
    }
    card.list(&lines);
    Some(card.finish())
}

/// `A.1, A.2 …`
pub(super) fn first(names: &[String]) -> String {
    let shown = names.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > MOST_NAMES { format!("{shown} …") } else { shown }
}

/// Bands as a table, and the KPIs that name them.
pub(super) fn bands_card(known: &Known<'_>, ident: &str) -> Option<String> {
    let item: &Item = known.outline.bands.get(ident)?;
    let Some(Head::Bands { basis, rows, .. }) = &item.head else { return None };
    let mut card = Card::new("fasce", ident, "");
    card.paragraph(&known.say(&match basis {
        Basis::Value => say!("sul valore", "on the value"),
        Basis::Reached => say!("sulla percentuale raggiunta", "on the percentage reached"),
        Basis::DaysLate => say!("sui giorni di ritardo", "on the days late"),
    }));
    let sources = known.state.sources();
    let row = |span| {
        let (range, score) =
            sources.text(span).split_once("->").or_else(|| sources.text(span).split_once('→'))?;
        Some(vec![escape(range.trim()), escape(score.trim())])
    };
    let rows: Vec<Vec<String>> = rows.iter().filter_map(|band| row(band.span)).collect();
    let columns =
        [(known.say(&say!("se è", "if it is")), false), (known.say(&say!("punteggio", "score")), true)];
    card.table(&columns, &rows);
    if let Some(plan) = known.plan() {
        let scored = |id: &KpiId| matches!(plan.kpi(*id).scoring.rule, Rule::Bands(id) if plan.bands_of(id).ident == ident);
        let users: Vec<usize> = plan.kpi_ids().filter(scored).map(KpiId::index).collect();
        card.paragraph(&measure::used_by(known, &users));
    }
    Some(card.finish())
}
