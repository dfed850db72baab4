//! The columns of the tree: how wide each is for this plan on this terminal, and the rows that are set in them.

use rayon::prelude::*;

use crate::diagnostics::{Lang, Text, say};
use crate::eval::result::KpiResult;
use crate::output::layout::{Align, clean, cut, fill, width};
use crate::output::paint::{BAR_CELLS, Brush, Tone};
use crate::output::{View, figures, words};
use crate::plan::{Kpi, KpiId};
use crate::value::Exact;

/// Between two columns.
const GAP: usize = 2;
/// `100,00%`
const PERFORMANCE: usize = 7;
/// A name with less room than this drops the bar, then the weights, then gets a line of its own.
const LEAST_NAME: usize = 30;

/// The widths of the columns; `None`: not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Of the terminal.
    pub width: usize,
    name: usize,
    weight: Option<usize>,
    target: usize,
    actual: usize,
    state: Option<usize>,
    bar: Option<usize>,
    naming: Naming,
}

/// Where the name of a KPI stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// Before its numbers.
    Beside,
    /// On a line of its own above them: the terminal is too narrow for both.
    Above,
}

/// What stands in the row of a KPI.
pub struct KpiRow<'a> {
    /// How it went, in one sign.
    pub mark: char,
    /// Its title.
    pub name: String,
    /// As printed in the plan.
    pub weight: String,
    /// With its comparator and unit.
    pub target: String,
    /// Without unit.
    pub actual: String,
    /// For number, colour and bar.
    pub performance: Option<&'a Exact>,
    /// What stands for a performance that there is not.
    pub missing: &'static str,
    /// In monitoring.
    pub state: String,
}

/// The headings of target, actual, weight and state.
pub(crate) fn column_headings() -> [Text; 4] {
    [say!("target", "target"), say!("consuntivo", "actual"), say!("peso", "weight"), say!("stato", "state")]
}

/// The heading of the names.
pub(crate) fn name_heading() -> Text {
    say!("indicatore", "indicator")
}

impl Columns {
    /// The widths for what this plan prints.
    pub fn fit(view: &View, terminal: usize) -> Columns {
        let kpis: Vec<KpiId> = view.plan.kpi_ids().collect();
        // Target, actual, weight, state: at least their headings.
        let least = column_headings().map(|heading| width(heading.get(view.lang)));
        let widest = kpis
            .par_iter()
            .with_min_len(256)
            .filter_map(|id| Some(Columns::cells(view, *id)?.map(|cell| width(&cell))))
            .reduce(|| least, |a, b| std::array::from_fn(|n| a.get(n).max(b.get(n)).copied().unwrap_or(0)));
        let [target, actual, weight, state] = widest;
        let columns = Columns {
            width: terminal,
            name: 0,
            weight: Some(weight.min(8)),
            // Wide enough for any amount in euro: a number that is cut is another number.
            target: target.min((terminal / 4).clamp(20, 26)),
            actual: actual.min((terminal / 4).clamp(20, 26)),
            state: view.evaluation.provisional.then_some(state),
            bar: Some(BAR_CELLS),
            naming: Naming::Beside,
        };
        columns.named()
    }

    /// The cells of a KPI that decide how wide their columns are.
    fn cells(view: &View, id: KpiId) -> Option<[String; 4]> {
        let (kpi, result) = (view.plan.kpi(id), view.kpi(id)?);
        Some([
            target_cell(kpi, result, view.lang),
            figures::actual(result),
            figures::weight(view.plan, kpi),
            state_cell(result, view.lang),
        ])
    }

    /// Gives the rest to the name, after dropping what leaves it too little.
    fn named(mut self) -> Columns {
        if self.room() < LEAST_NAME {
            self.bar = None;
        }
        if self.room() < LEAST_NAME {
            self.weight = None;
        }
        if self.room() < LEAST_NAME {
            self.naming = Naming::Above;
        }
        self.name = self.room();
        self
    }

    fn room(&self) -> usize {
        let columns =
            [self.weight, Some(self.target), Some(self.actual), self.state, Some(PERFORMANCE), self.bar];
        let taken: usize = columns.iter().flatten().map(|column| column + GAP).sum();
        self.width.saturating_sub(taken)
    }

    /// The line over the tree.
    pub fn headings(&self, lang: Lang, brush: Brush) -> String {
        let heading = |text: Text, columns, align| fill(text.get(lang), columns, align);
        let [target, actual, weight, state] = column_headings();
        let mut cells = vec![heading(name_heading(), self.name, Align::Left)];
        cells.extend(self.weight.map(|columns| heading(weight, columns, Align::Right)));
        cells.push(heading(target, self.target, Align::Right));
        cells.push(heading(actual, self.actual, Align::Right));
        cells.extend(self.state.map(|columns| heading(state, columns, Align::Left)));
        cells.push(match self.bar {
            Some(bar) => fill("performance", PERFORMANCE + GAP + bar, Align::Left),
            None => fill("perf.", PERFORMANCE, Align::Right),
        });
        brush.paint(Tone::Dim, cells.join("  ").trim_end())
    }

    /// An area, objective or action: its title runs on over the columns that it leaves empty.
    pub fn objective(
        &self,
        brush: Brush,
        indent: usize,
        title: &str,
        weight: Option<&str>,
        performance: Option<&Exact>,
    ) -> String {
        let tail = PERFORMANCE + GAP + self.bar.map_or(0, |bar| bar + GAP);
        let span = self.width.saturating_sub(tail + indent);
        let weight = weight.map_or_else(String::new, |weight| format!("  {weight}"));
        let title = fill(title, span.saturating_sub(width(&weight)), Align::Left);
        format!(
            "{}{}{}  {}",
            " ".repeat(indent),
            brush.paint(Tone::Strong, &title),
            brush.paint(Tone::Dim, &weight),
            self.result(brush, performance, figures::UNAVAILABLE)
        )
    }

    /// A KPI.
    pub fn kpi(&self, brush: Brush, indent: usize, row: &KpiRow) -> String {
        let tone = Tone::of(row.performance);
        let faded = if row.performance.is_none() { Tone::Dim } else { Tone::Plain };
        let (room, under) = match self.naming {
            Naming::Beside => (self.name, String::new()),
            Naming::Above => (self.width, format!("\n{}", " ".repeat(self.name))),
        };
        let mark = brush.paint(tone, &row.mark.to_string());
        let name = fill(&row.name, room.saturating_sub(indent + 2), Align::Left);
        let name = brush.paint(faded, if self.naming == Naming::Above { name.trim_end() } else { &name });
        let mut cells = vec![format!("{}{mark} {name}{under}", " ".repeat(indent))];
        cells.extend(
            self.weight.map(|columns| brush.paint(Tone::Dim, &fill(&row.weight, columns, Align::Right))),
        );
        cells.push(brush.paint(faded, &fill(&row.target, self.target, Align::Right)));
        cells.push(brush.paint(faded, &fill(&row.actual, self.actual, Align::Right)));
        cells.extend(self.state.map(|columns| brush.paint(faded, &fill(&row.state, columns, Align::Left))));
        cells.push(self.result(brush, row.performance, row.missing));
        cells.join("  ")
    }

    /// Number and bar, the same for every row, so that the eye runs down one edge.
    fn result(&self, brush: Brush, performance: Option<&Exact>, missing: &str) -> String {
        let shown = performance.map_or_else(|| missing.to_owned(), figures::performance);
        let mut cell = brush.paint(Tone::of(performance), &fill(&shown, PERFORMANCE, Align::Right));
        if self.bar.is_some() {
            cell.push_str("  ");
            cell.push_str(&brush.bar(performance));
        }
        cell
    }
}

/// `≥ 10 imprese`, `≥ 5 di 10 imprese` where the year has not ended; `–` without target.
pub fn target_cell(kpi: &Kpi, result: &KpiResult, lang: Lang) -> String {
    let Some(target) = &result.target else { return "–".to_owned() };
    let sign = figures::sign(target.comparator);
    let digits = figures::target(kpi, result, target);
    let annual = target.annual.as_ref().map_or_else(String::new, |annual| {
        let annual = figures::bare(annual, kpi.kind);
        say!(" di {annual}", " of {annual}").get(lang).to_owned()
    });
    let counted = target.annual.as_ref().unwrap_or(&target.value);
    let unit = figures::unit_of(counted, kpi.kind, kpi.unit.as_deref());
    let unit = unit.map_or_else(String::new, |unit| format!(" {}", clean(unit)));
    format!("{sign} {digits}{annual}{unit}")
}

/// The computed state; short, for a column.
pub fn state_cell(result: &KpiResult, lang: Lang) -> String {
    use crate::actuals::MonitoringState::Unavailable;
    match result.monitoring.as_ref().and_then(|monitoring| monitoring.state) {
        None => String::new(),
        Some(Unavailable) => figures::UNAVAILABLE.to_owned(),
        Some(state) => cut(words::state(state).get(lang), 14),
    }
}
