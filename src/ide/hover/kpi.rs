//! The card of a KPI, and what its weight is worth.

use super::known::Known;
use super::markdown::{Card, escape};
use super::objective;
use super::written::{self, described};
use crate::actuals::MonitoringState;
use crate::diagnostics::{Text, say};
use crate::eval::plan_shares;
use crate::eval::result::{How, KpiResult};
use crate::ide::cursor::Cursor;
use crate::ide::hints::{is_not_due, of_plan, share_of};
use crate::ide::lenses::weight_of;
use crate::output::text::{state_cell, target_cell};
use crate::output::{figures, notes, words};
use crate::plan::Kpi;
use crate::resolve::KpiDecl;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Head, Item};
use crate::types::weight_value;
use crate::value::Exact;

/// All of the KPI at this place of the outline.
pub(super) fn card(known: &Known<'_>, index: usize) -> Option<String> {
    let kpi = known.outline.kpis.get(index)?;
    let title = if kpi.key() == kpi.title { "" } else { kpi.title };
    let mut card = Card::new("kpi", &known.key(kpi), title);
    let mut facts = Vec::new();
    if let Some(AttributeValue::Algorithm(algorithm)) =
        kpi.attribute(Keyword::Algorithm).map(|attribute| &attribute.value)
    {
        let algorithm = written::algorithm(algorithm);
        facts.push(known.say(&say!("algoritmo: {algorithm}", "algorithm: {algorithm}")));
    }
    if let Some(weight) = weight(known, index) {
        facts.push(known.say(&weight));
    }
    facts.extend(written::targets(kpi).iter().map(|target| format!("target {target}")));
    for baseline in written::baselines(kpi) {
        facts.push(known.say(&say!("storico {baseline}", "baseline {baseline}")));
    }
    facts.extend(described(kpi.item, &[Keyword::Tolerance]));
    if let Some(rule) = written::scoring(known, kpi) {
        let Text { it, en } = rule;
        facts.push(known.say(&say!("punteggio: {it}", "scoring: {en}")));
    }
    facts.extend(described(kpi.item, &[Keyword::Source, Keyword::Assigned, Keyword::Responsible]));
    card.list(&facts);
    for line in result(known, index) {
        card.paragraph(&line);
    }
    Some(card.finish())
}

/// What came out: `**2025-T2** · target ≥ 5% · consuntivo 4% → **80,00%** · in ritardo`, and the remarks on it.
fn result(known: &Known<'_>, index: usize) -> Vec<String> {
    let Some((view, id, result)) = known.kpi_result(index) else { return Vec::new() };
    let kpi = view.plan.kpi(id);
    let mut parts = vec![format!("**{}**", view.evaluation.period)];
    if result.target.is_some() {
        parts.push(format!("target {}", escape(&target_cell(kpi, result, known.lang))));
    }
    parts.push(known.say(&outcome(kpi, result)));
    let state = state_cell(result, known.lang);
    if !state.is_empty() && state != figures::UNAVAILABLE && !is_not_due(result) {
        parts.push(state);
    }
    let instead = result.scoring.as_ref().and_then(|scored| scored.instead_of).map(|rule| {
        let rule = words::rule(view.plan, rule);
        say!(
            "`{rule}` qui non si può applicare: vale `tutto o niente`",
            "`{rule}` can't apply here: `tutto o niente` counts"
        )
    });
    let remarks = instead.into_iter().map(|text| known.say(&text));
    let notes = notes::of_kpi(&view, id);
    let remarks: Vec<String> = remarks.chain(notes.iter().map(|note| escape(note.get(known.lang)))).collect();
    std::iter::once(parts.join(" · ")).chain((!remarks.is_empty()).then(|| remarks.join("; "))).collect()
}

/// `consuntivo 4% → **80,00%**`
fn outcome(kpi: &Kpi, result: &KpiResult) -> Text {
    if is_not_due(result) {
        let Text { it, en } = words::state(MonitoringState::NotDue);
        return say!("**{it}**", "**{en}**");
    }
    let unit = match &result.actual.value {
        Ok((value, kind)) if !matches!(result.actual.how, How::Rollup(_)) => {
            figures::unit_of(value, *kind, kpi.unit.as_deref())
        }
        _ => None,
    };
    let actual = figures::actual(result);
    let score = figures::performance_or_none(result.performance.as_ref());
    if actual == score {
        return Text::same(format!("**{score}**"));
    }
    let unit = unit.map_or_else(String::new, |unit| format!(" {}", escape(unit)));
    say!("consuntivo {actual}{unit} → **{score}**", "actual {actual}{unit} → **{score}**")
}

/// `peso: 30%, cioè 2,5% del piano`; the share of the objective too where that is not the weight itself.
fn weight(known: &Known<'_>, index: usize) -> Option<Text> {
    let kpi = known.outline.kpis.get(index)?;
    let written = weight_of(kpi.item).map(written::weight);
    let share = share_of_objective(known, kpi).map(|share| share_of(&share));
    let mut text = match (&written, &share) {
        (Some(written), Some(share)) if written.it == *share => say!("peso: {share}", "weight: {share}"),
        (Some(Text { it, en }), Some(share)) => {
            say!("peso: {it}, cioè {share} dell'obiettivo", "weight: {en}, which is {share} of the objective")
        }
        (None, Some(share)) => say!("peso: {share} dell'obiettivo", "weight: {share} of the objective"),
        (Some(Text { it, en }), None) => say!("peso: {it}", "weight: {en}"),
        (None, None) => return None,
    };
    if let Some(Text { it, en }) = share_of_plan(known, index).as_ref().map(of_plan) {
        text.it.push_str(&format!(", {it}"));
        text.en.push_str(&format!(", {en}"));
    }
    Some(text)
}

/// In points; `None` while the plan has errors, for they may be in the weights.
fn share_of_objective(known: &Known<'_>, kpi: &KpiDecl<'_>) -> Option<Exact> {
    known.plan()?;
    let kpis: Vec<&Item> = siblings(known, kpi).iter().map(|(_, kpi)| kpi.item).collect();
    share_among(kpi.item, &kpis)
}

/// The KPIs of the same objective, with their places in the outline.
fn siblings<'k>(known: &'k Known<'_>, kpi: &KpiDecl<'_>) -> Vec<(usize, &'k KpiDecl<'k>)> {
    let objective = kpi.objective.and_then(|index| known.outline.objectives.get(index));
    let kpis = objective.map(|objective| objective.kpis.as_slice()).unwrap_or_default();
    kpis.iter().filter_map(|index| Some((*index, known.outline.kpis.get(*index)?))).collect()
}

fn share_among(item: &Item, all: &[&Item]) -> Option<Exact> {
    if all.iter().all(|other| weight_of(other).is_none()) {
        return Exact::ratio(&Exact::hundred(), &Exact::from(all.len() as i64));
    }
    let weights: Option<Vec<Exact>> = all.iter().map(|other| weight_of(other).map(weight_value)).collect();
    let own = weight_value(weight_of(item)?);
    Exact::ratio(&(&own * &Exact::hundred()), &weights?.into_iter().sum())
}

fn share_of_plan(known: &Known<'_>, index: usize) -> Option<Exact> {
    if let Some((_, _, result)) = known.kpi_result(index) {
        return result.plan_share.clone();
    }
    plan_shares(known.plan()?).into_iter().nth(index).flatten()
}

/// What the weight of the item at the place is worth.
pub(super) fn weight_card(known: &Known<'_>, cursor: &Cursor) -> Option<String> {
    match &cursor.item.as_ref()?.item.head {
        Some(Head::Kpi { ident, code, title }) => {
            let name = ident.as_ref().or(code.as_ref()).or(title.as_ref())?;
            let index = known.kpi(cursor.objective.as_deref()?, &name.node)?;
            let kpi = known.outline.kpis.get(index)?;
            let mut card = Card::new("kpi", &known.key(kpi), "");
            card.paragraph(&known.say(&weight(known, index)?));
            if let Some(Text { it, en }) = objective::sum_of_weights(&siblings(known, kpi)) {
                card.paragraph(&known.say(&say!(
                    "i pesi dell'obiettivo sommano a {it}",
                    "the weights of the objective sum to {en}"
                )));
            }
            Some(card.finish())
        }
        Some(Head::Objective { code, .. }) => {
            let mut card = Card::new("", &code.node, "");
            card.paragraph(&known.say(&weight_among_objectives(known, &code.node)?));
            Some(card.finish())
        }
        _ => None,
    }
}

/// `peso: 3 punti, cioè 75% di A`
fn weight_among_objectives(known: &Known<'_>, code: &str) -> Option<Text> {
    let (_, objective) = known.objective(code)?;
    let Text { it, en } = written::weight(weight_of(objective.item)?);
    let all = &known.outline.objectives;
    let siblings: Vec<&Item> =
        all.iter().filter(|other| other.parent == objective.parent).map(|other| other.item).collect();
    known.plan()?;
    let share = share_of(&share_among(objective.item, &siblings)?);
    let above = objective.parent.and_then(|parent| all.get(parent)).and_then(|parent| parent.code);
    Some(match above.map(escape) {
        Some(code) => say!("peso: {it}, cioè {share} di {code}", "weight: {en}, which is {share} of {code}"),
        None => say!("peso: {it}, cioè {share} del piano", "weight: {en}, which is {share} of the plan"),
    })
}
