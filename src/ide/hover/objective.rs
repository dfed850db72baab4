//! The cards of an area, objective or action, and of the whole plan.

use super::known::Known;
use super::markdown::{Card, escape};
use super::others::first;
use super::written;
use crate::diagnostics::{Text, say};
use crate::eval::result::Total;
use crate::ide::lenses::weight_of;
use crate::output::text::target_cell;
use crate::output::{figures, notes, words};
use crate::resolve::{KpiDecl, ObjectiveDecl};
use crate::syntax::keyword::Keyword;
use crate::types::weight_value;
use crate::value::{Exact, show_number};

/// No more rows are shown.
const MOST_ROWS: usize = 25;

/// The area, objective or action of a code.
pub(super) fn card(known: &Known<'_>, code: &str) -> Option<String> {
    let (index, objective) = known.objective(code)?;
    let mut card = Card::new(objective.item.keyword.node.spelling(), code, objective.title);
    if let Some(parent) = objective.parent.and_then(|parent| known.outline.objectives.get(parent)) {
        let name = named(parent);
        card.paragraph(&known.say(&say!("fa parte di {name}", "part of {name}")));
    }
    if objective.kpis.is_empty() {
        children(known, objective, &mut card);
    } else {
        kpis(known, objective, &mut card);
        let below: Vec<String> =
            objective.children.iter().filter_map(|child| code_of(known, *child)).collect();
        if !below.is_empty() {
            let codes = first(&below);
            card.paragraph(&known.say(&say!("ne fanno parte: {codes}", "its parts: {codes}")));
        }
    }
    if let Some(total) = known.total(index) {
        card.paragraph(&performance(known, total));
    }
    Some(card.finish())
}

/// The whole plan.
pub(super) fn plan_card(known: &Known<'_>) -> Option<String> {
    let item = known.outline.plan?;
    let mut card = Card::new("piano", written::title(item), "");
    card.list(&written::described(item, &[Keyword::Entity]));
    let (objectives, kpis) = (known.outline.objectives.len(), known.outline.kpis.len());
    card.paragraph(&known.say(&say!(
        "aree, obiettivi e azioni: {objectives}; indicatori: {kpis}",
        "areas, objectives and actions: {objectives}; indicators: {kpis}"
    )));
    if let Some(view) = known.view {
        card.paragraph(&performance(known, &view.evaluation.plan));
    }
    Some(card.finish())
}

/// `periodo 2025-T2 · dati provvisori · performance **66,75%** · sul 60% del peso`
fn performance(known: &Known<'_>, total: &Total) -> String {
    let Some(view) = known.view else { return String::new() };
    let score = figures::performance_or_none(total.performance.as_ref());
    let mut parts = vec![known.say(&words::period(&view)), format!("performance **{score}**")];
    parts.extend(notes::of_total(total).iter().map(|note| known.say(note)));
    parts.join(" · ")
}

/// `**A** Competitività delle imprese`
fn named(objective: &ObjectiveDecl<'_>) -> String {
    let (code, title) = (escape(objective.code.unwrap_or("")), escape(objective.title));
    format!("**{code}** {title}").trim_end().to_owned()
}

fn code_of(known: &Known<'_>, index: usize) -> Option<String> {
    known.outline.objectives.get(index)?.code.map(escape)
}

/// The KPIs with their weights and what these sum to.
fn kpis(known: &Known<'_>, objective: &ObjectiveDecl<'_>, card: &mut Card) {
    let all: Vec<(usize, &KpiDecl<'_>)> =
        objective.kpis.iter().filter_map(|index| Some((*index, known.outline.kpis.get(*index)?))).collect();
    let mut columns = vec![
        (known.say(&say!("indicatore", "indicator")), false),
        (known.say(&say!("peso", "weight")), true),
        ("target".to_owned(), true),
    ];
    if known.view.is_some() {
        columns.push((known.say(&say!("consuntivo", "actual")), true));
        columns.push(("performance".to_owned(), true));
    }
    let mut rows: Vec<Vec<String>> =
        all.iter().take(MOST_ROWS).map(|(index, kpi)| row(known, objective, *index, kpi)).collect();
    let more = all.len().saturating_sub(rows.len());
    if more > 0 {
        rows.push(filled(
            known.say(&say!("e altri {more}", "and {more} more")),
            String::new(),
            columns.len(),
        ));
    }
    if let Some(sum) = sum_of_weights(&all) {
        let name = known.say(&say!("somma dei pesi", "sum of the weights"));
        rows.push(filled(name, format!("**{}**", known.say(&sum)), columns.len()));
    }
    card.table(&columns, &rows);
}

fn filled(first: String, second: String, columns: usize) -> Vec<String> {
    let mut row = vec![first, second];
    row.resize(columns, String::new());
    row
}

fn row(known: &Known<'_>, objective: &ObjectiveDecl<'_>, index: usize, kpi: &KpiDecl<'_>) -> Vec<String> {
    let name = if kpi.title.is_empty() { kpi.key() } else { kpi.title };
    let weight = match weight_of(kpi.item) {
        Some(weight) => known.say(&written::weight(weight)),
        None if objective.item.attribute(Keyword::EqualWeights).is_some() => {
            format!("1/{}", objective.kpis.len())
        }
        None if objective.kpis.len() == 1 => "100%".to_owned(),
        None => "–".to_owned(),
    };
    let mut row = vec![escape(name), weight];
    match known.kpi_result(index) {
        None => row.push(written::targets(kpi).join("; ")),
        Some((view, id, result)) => {
            row.push(escape(&target_cell(view.plan.kpi(id), result, known.lang)));
            row.push(figures::actual(result));
            row.push(figures::performance_or_none(result.performance.as_ref()));
        }
    }
    row
}

/// What percentages and fractions sum to, if all have one.
pub(super) fn sum_of_weights(kpis: &[(usize, &KpiDecl<'_>)]) -> Option<Text> {
    use crate::syntax::tree::Weight;
    let weights: Option<Vec<&Weight>> = kpis.iter().map(|(_, kpi)| weight_of(kpi.item)).collect();
    let weights = weights.filter(|weights| weights.len() > 1)?;
    let points = weights.iter().filter(|weight| matches!(weight, Weight::Points(_))).count();
    let sum: Exact = weights.iter().map(|weight| weight_value(weight)).sum();
    let shown = show_number(&sum, 4);
    match points {
        0 => Some(Text::same(format!("{shown}%"))),
        _ if points == weights.len() => Some(say!("{shown} punti", "{shown} points")),
        _ => None,
    }
}

/// What hangs from an objective or area without KPIs of its own.
fn children(known: &Known<'_>, objective: &ObjectiveDecl<'_>, card: &mut Card) {
    let mut columns =
        vec![(known.say(&say!("obiettivo", "objective")), false), (known.say(&say!("peso", "weight")), true)];
    if known.view.is_some() {
        columns.push(("performance".to_owned(), true));
    }
    let row = |index: &usize| {
        let child = known.outline.objectives.get(*index)?;
        let weight = weight_of(child.item).map(|weight| known.say(&written::weight(weight)));
        let mut row = vec![named(child), weight.unwrap_or_else(|| "–".to_owned())];
        if known.view.is_some() {
            let performance = known.total(*index).and_then(|total| total.performance.as_ref());
            row.push(figures::performance_or_none(performance));
        }
        Some(row)
    };
    let mut rows: Vec<Vec<String>> = objective.children.iter().take(MOST_ROWS).filter_map(row).collect();
    let more = objective.children.len().saturating_sub(rows.len());
    if more > 0 {
        rows.push(filled(
            known.say(&say!("e altri {more}", "and {more} more")),
            String::new(),
            columns.len(),
        ));
    }
    card.table(&columns, &rows);
}
