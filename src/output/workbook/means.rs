//! Weighted means as formulas: sums of the columns that rows carry into the mean above them. The objectives of a rollup
//! that hang from several places count place by place, as [`weights::of_rollup`] says.

use super::plan_sheet::PlanSheet;
use super::rows::{self, SHEET, at};
use super::steps::Step;
use super::words;
use crate::calculation::weights;
use crate::eval::result::PartOf;
use crate::plan::ObjectiveId;
use crate::value::Exact;

/// A mean over rows of the sheet of the plan.
#[derive(Clone)]
pub(super) struct Mean {
    /// The performance in points, or nothing.
    pub performance: String,
    /// The share of the weight that it rests on, in points.
    pub coverage: String,
}

impl PlanSheet<'_, '_> {
    /// Of siblings.
    pub(super) fn mean_of(&mut self, parts: &[PartOf]) -> Mean {
        let [points, counts, covered, whole] =
            [at::POINTS, at::COUNTS, at::COVERED, at::WEIGHT].map(|column| self.sum(parts, column));
        Mean {
            performance: format!("IF({counts}=0,\"\",{points}/{counts})"),
            coverage: format!("IF({whole}=0,0,{covered}/{whole})"),
        }
    }

    /// Of a rollup's objectives, and what it is now as a fraction.
    pub(super) fn mean_of_rollup(&mut self, of: &[ObjectiveId]) -> (Mean, Option<Exact>) {
        if let Some(known) = self.means.get(&of.as_ptr()) {
            return known.clone();
        }
        let new = (self.mean_of_places(of), self.mean_now(of));
        self.means.insert(of.as_ptr(), new.clone());
        new
    }

    /// The weights are normalised within each place that the objectives hang from.
    fn mean_of_places(&mut self, of: &[ObjectiveId]) -> Mean {
        let places = weights::places(self.view.plan, of);
        if places.len() < 2 {
            return self.mean_of(&rows::objectives(of));
        }
        let count = places.len();
        let mut sums = Vec::new();
        for column in [at::POINTS, at::COUNTS, at::COVERED] {
            let mut terms = Vec::with_capacity(count);
            for place in &places {
                let parts = rows::objectives(place);
                terms.push(self.within_place(&parts, column));
            }
            sums.push(self.total(terms, &self.title(column)));
        }
        let [points, counts, covered] = sums.as_slice() else { return self.mean_of(&rows::objectives(of)) };
        Mean {
            performance: format!("IF({counts}=0,\"\",{points}/{counts})"),
            coverage: format!("{covered}/{count}"),
        }
    }

    /// The sum of a column over the rows of one place by the sum of their weights, on the sheet of steps.
    fn within_place(&mut self, parts: &[PartOf], column: u16) -> (String, Exact) {
        let [sum, whole] = [column, at::WEIGHT].map(|column| self.sum_elsewhere(parts, column));
        let now = |column| parts.iter().map(|part| self.carried_now(*part).of(column)).sum::<Exact>();
        let value = Exact::ratio(&now(column), &now(at::WEIGHT)).unwrap_or_else(Exact::zero);
        let what = format!("Σ {} / Σ {}", self.title(column), self.title(at::WEIGHT));
        let formula = format!("IF({whole}=0,0,{sum}/{whole})");
        let cell = self.steps.add(Step { what, period: None, formula, value: Some(value.clone()) });
        (cell, value)
    }

    fn title(&self, column: u16) -> String {
        let titles = words::plan_headings();
        titles.get(usize::from(column)).map_or_else(String::new, |title| title.get(self.view.lang).to_owned())
    }

    /// The sum of a column over some rows; of very many, through rows of the sheet of steps.
    fn sum(&mut self, parts: &[PartOf], column: u16) -> String {
        let runs = self.rows.runs(parts);
        if runs.is_empty() {
            return "0".to_owned();
        }
        if runs.len() <= MOST {
            let ranges: Vec<String> = runs.iter().map(|run| self.rows.range(run, column)).collect();
            return format!("SUM({})", ranges.join(","));
        }
        self.sum_elsewhere(parts, column)
    }

    /// The same sum for a formula on another sheet.
    fn sum_elsewhere(&mut self, parts: &[PartOf], column: u16) -> String {
        let runs = self.rows.runs(parts);
        let value = |run: &[PartOf]| run.iter().map(|part| self.carried_now(*part).of(column)).sum();
        let range = |run: &[PartOf]| format!("{SHEET}!{}", self.rows.range(run, column));
        let terms = runs.iter().map(|run| (range(run), value(run))).collect();
        self.total(terms, &self.title(column))
    }

    /// The sum of some cells; of very many, through rows of the sheet of steps.
    fn total(&mut self, mut terms: Vec<(String, Exact)>, title: &str) -> String {
        while terms.len() > MOST {
            let mut shorter = Vec::new();
            for chunk in terms.chunks(MOST) {
                let cells: Vec<&str> = chunk.iter().map(|(cell, _)| cell.as_str()).collect();
                let sum: Exact = chunk.iter().map(|(_, value)| value.clone()).sum();
                let cell = self.steps.add(Step {
                    what: format!("Σ {title}"),
                    period: None,
                    formula: format!("SUM({})", cells.join(",")),
                    value: Some(sum.clone()),
                });
                shorter.push((cell, sum));
            }
            terms = shorter;
        }
        let cells: Vec<String> = terms.into_iter().map(|(cell, _)| cell).collect();
        format!("SUM({})", cells.join(","))
    }

    /// The mean of a rollup's objectives now, as a fraction.
    fn mean_now(&self, of: &[ObjectiveId]) -> Option<Exact> {
        let (mut sum, mut whole) = (Exact::zero(), Exact::zero());
        for (id, weight) in of.iter().zip(weights::of_rollup(self.view.plan, of)) {
            let performance = self.view.objective(*id).and_then(|result| result.total.performance.as_ref());
            if let Some(performance) = performance {
                sum = &sum + &(&weight * performance);
                whole = &whole + &weight;
            }
        }
        Exact::ratio(&sum, &(&whole * &Exact::hundred()))
    }
}

/// So many terms of a sum, so that the means, which hold several sums, stay within Excel's length.
const MOST: usize = 80;
