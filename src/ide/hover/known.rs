//! What the analysis last knew of a plan, looked up by name: what is written in it, and what came out of it.

use crate::diagnostics::{Lang, Text};
use crate::eval::result::{KpiResult, Total};
use crate::ide::State;
use crate::ide::names::{self, Symbol};
use crate::output::View;
use crate::plan::{KpiId, MeasureId, ObjectiveId, Plan};
use crate::resolve::{KpiDecl, ObjectiveDecl, Outline, key_below};
use crate::syntax::tree::Item;

/// A plan as it is written and as it was evaluated. Objectives and KPIs go by their place in the outline, which is
/// that in the plan too, if there is one.
pub(super) struct Known<'s> {
    pub state: &'s State,
    pub outline: Outline<'s>,
    pub view: Option<View<'s>>,
    pub lang: Lang,
}

impl<'s> Known<'s> {
    pub fn new(state: &'s State, lang: Lang) -> Known<'s> {
        Known { state, outline: state.outline(), view: state.view(lang), lang }
    }

    /// The plan, if it has no errors.
    pub fn plan(&self) -> Option<&'s Plan> {
        self.state.checked.plan.as_ref()
    }

    pub fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    pub fn objective(&self, code: &str) -> Option<(usize, &ObjectiveDecl<'s>)> {
        let index = *self.outline.by_code.get(code)?;
        Some((index, self.outline.objectives.get(index)?))
    }

    /// The KPI of an objective that a name means.
    pub fn kpi(&self, objective: &str, name: &str) -> Option<usize> {
        self.outline.kpi_named(objective, name)
    }

    /// `A.1/trend_turismo`; of an objective that can't be read only what comes after it.
    pub fn key(&self, kpi: &KpiDecl<'_>) -> String {
        self.outline.key(kpi).unwrap_or_else(|| key_below("", kpi.key()))
    }

    /// The result of the KPI at this place of the outline.
    pub fn kpi_result(&self, index: usize) -> Option<(View<'s>, KpiId, &'s KpiResult)> {
        let (view, id) = (self.view?, KpiId(index as u32));
        Some((view, id, view.kpi(id)?))
    }

    /// The result of the objective at this place of the outline.
    pub fn total(&self, index: usize) -> Option<&'s Total> {
        self.view?.objective(ObjectiveId(index as u32)).map(|result| &result.total)
    }

    /// The shared measure of an identifier, in the plan.
    pub fn measure(&self, ident: &str) -> Option<MeasureId> {
        self.plan()?;
        self.outline.measures.position(ident).map(|position| MeasureId(position as u32))
    }

    /// The KPIs that mention something, themselves or by their entry of the catalogue.
    pub fn users(&self, symbol: &Symbol) -> Vec<usize> {
        let uses = |kpi: &KpiDecl<'_>| {
            mentions(kpi.item, symbol) || kpi.indicator.is_some_and(|entry| mentions(entry, symbol))
        };
        let kpis = self.outline.kpis.iter().enumerate();
        kpis.filter(|(_, kpi)| uses(kpi)).map(|(index, _)| index).collect()
    }
}

/// Whether an item mentions something that it does not declare.
pub(super) fn mentions(item: &Item, symbol: &Symbol) -> bool {
    let mut found = false;
    names::of_item(item, None, &mut |mention| found |= !mention.declares && mention.symbol == *symbol);
    found
}
