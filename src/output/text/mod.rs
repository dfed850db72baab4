//! The result as a tree for the terminal: what was asked, where the points of the plan are lost, then every area,
//! objective and KPI. No line is wider than the terminal; what is narrow drops the bar first, then the weights.

pub(crate) mod columns;
mod header;

use rayon::prelude::*;

use super::layout::{clean, cut};
use super::paint::{Brush, FAIR_FROM, GOOD_FROM, Tone};
use super::{View, figures, notes, outline};
use crate::actuals::MonitoringState;
use crate::diagnostics::{Text, say};
use crate::eval::result::{KpiResult, State};
use crate::plan::{KpiId, ObjectiveId};
use crate::value::Exact;

use columns::{Columns, KpiRow};
pub(crate) use columns::{state_cell, target_cell};

/// How the terminal wants its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns; taken as at least 60 and at most 200.
    pub width: usize,
    /// With ANSI colours: green from 90, yellow from 60, red below, dim what is unavailable.
    pub color: bool,
}

impl Style {
    /// The width that is used.
    pub(super) fn columns(&self) -> usize {
        self.width.clamp(60, 200)
    }

    pub(super) fn brush(&self) -> Brush {
        if self.color { Brush::Colours } else { Brush::Bare }
    }
}

/// Past this depth the indentation stays as it is.
const MOST_INDENTS: usize = 6;

/// The whole text, with a newline at its end.
pub fn render(view: &View, style: &Style) -> String {
    let columns = Columns::fit(view, style.columns());
    let mut page = Page { view, columns: &columns, brush: style.brush(), out: String::new() };
    header::write(&mut page);
    page.line(&columns.headings(view.lang, page.brush));
    let outline = outline::walk(view.plan);
    let blocks: Vec<String> = outline
        .par_iter()
        .enumerate()
        .with_min_len(64)
        .map(|(position, (id, depth))| {
            let mut block = Page { out: String::new(), ..page };
            let before = position.checked_sub(1).and_then(|before| outline.get(before));
            // A heading stands close to what it heads, away from what is before.
            if before.is_some_and(|(id, _)| *depth == 0 || !view.plan.objective(*id).kpis.is_empty()) {
                block.line("");
            }
            block.objective(*id, *depth);
            block.out
        })
        .collect();
    page.out.extend(blocks);
    page.legend();
    page.out
}

/// The text so far, and what every line of it needs.
struct Page<'a> {
    view: &'a View<'a>,
    columns: &'a Columns,
    brush: Brush,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn say(&self, text: &Text) -> String {
        clean(text.get(self.view.lang))
    }

    fn objective(&mut self, id: ObjectiveId, depth: usize) {
        let objective = self.view.plan.objective(id);
        let Some(result) = self.view.objective(id) else { return };
        let indent = depth.min(MOST_INDENTS).saturating_mul(2);
        let title = clean(&format!("{}  {}", objective.code, objective.title));
        let weight = objective.weight.as_ref().map(|weight| {
            let weight = weight.show();
            self.say(&say!("peso {weight}", "weight {weight}"))
        });
        let row = self.columns.objective(
            self.brush,
            indent,
            &title,
            weight.as_deref(),
            result.total.performance.as_ref(),
        );
        self.line(&row);
        let notes = notes::of_objective(self.view, id);
        self.notes(&notes, indent.saturating_add(2));
        for kpi in &objective.kpis {
            self.kpi(*kpi, indent.saturating_add(2), &notes);
        }
    }

    /// A KPI; what its objective has just `said` is not said again.
    fn kpi(&mut self, id: KpiId, indent: usize, said: &[Text]) {
        let Some(result) = self.view.kpi(id) else { return };
        let kpi = self.view.plan.kpi(id);
        let row = KpiRow {
            mark: mark(result),
            name: clean(kpi.name()),
            weight: figures::weight(self.view.plan, kpi),
            target: columns::target_cell(kpi, result, self.view.lang),
            actual: figures::actual(result),
            performance: result.performance.as_ref(),
            missing: if is_not_due(result) { "–" } else { figures::UNAVAILABLE },
            state: columns::state_cell(result, self.view.lang),
        };
        let row = self.columns.kpi(self.brush, indent, &row);
        self.line(&row);
        let mut notes = notes::of_kpi(self.view, id);
        notes.retain(|note| !said.contains(note));
        self.notes(&notes, indent.saturating_add(2));
    }

    /// One dim line a remark, cut where the terminal ends.
    fn notes(&mut self, notes: &[Text], indent: usize) {
        for note in notes {
            let room = self.columns.width.saturating_sub(indent);
            let note = self.brush.paint(Tone::Dim, &cut(&self.say(note), room));
            self.line(&format!("{}{note}", " ".repeat(indent)));
        }
    }

    fn legend(&mut self) {
        let marks = say!(
            "✓ pieno   ◐ in parte   ✗ zero   – n.d. (non disponibile)",
            "✓ full   ◐ in part   ✗ zero   – n.d. (not available)"
        );
        self.line("");
        self.line(&self.brush.paint(Tone::Dim, &self.say(&marks)));
        if self.brush == Brush::Colours {
            let (good, fair) = (GOOD_FROM, FAIR_FROM);
            let scale = say!(
                "verde da {good}, giallo da {fair}, rosso sotto",
                "green from {good}, yellow from {fair}, red below"
            );
            self.line(&self.brush.paint(Tone::Dim, &self.say(&scale)));
        }
    }
}

/// `✓` everything, `◐` something, `✗` nothing, `–` unavailable.
fn mark(result: &KpiResult) -> char {
    match &result.performance {
        None => '–',
        Some(score) if *score >= Exact::hundred() => '✓',
        Some(score) if score.is_positive() => '◐',
        Some(_) => '✗',
    }
}

fn is_not_due(result: &KpiResult) -> bool {
    result.state == State::Unavailable
        && matches!(&result.monitoring, Some(state) if state.state == Some(MonitoringState::NotDue))
}
