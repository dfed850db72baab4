//! The sheet of the plan: areas, objectives and KPIs as a tree, each number a formula on the cells of the actuals.

use rust_xlsxwriter::Worksheet;
use rustc_hash::FxHashMap;

use super::super::{View, notes};
use super::formula::{self, cached, double};
use super::ledger;
use super::means::Mean;
use super::rows::{self, HEADINGS, Rows, SHEET, WHOLE, at};
use super::rules::BandsAt;
use super::steps::Steps;
use super::style::{self, Styles, Tone};
use super::{Fault, Progress, live, words};
use crate::eval::result::{PartOf, Total};
use crate::plan::{Level, ObjectiveId, Weight};
use crate::value::{Exact, Type};

const WIDTHS: [f64; at::LAST as usize + 1] = [
    10.0, 48.0, 10.0, 13.0, 9.0, 10.0, 12.0, 12.0, 10.5, 9.5, 13.0, 10.5, 20.0, 36.0, 12.0, 12.0, 11.0, 12.0,
    12.0, 12.0, 13.0, 12.0,
];
pub(super) const POINTS: &str = "0.00";
const EVEN: &str = "\"in parti uguali\"";

/// Fills the sheet of the plan.
pub(super) struct PlanSheet<'a, 'b> {
    pub view: View<'a>,
    pub sheet: &'b mut Worksheet,
    pub styles: &'b mut Styles,
    pub steps: &'b mut Steps<'a>,
    pub rows: &'b Rows,
    pub bands: &'b [BandsAt],
    /// The means of rollups, by their list: all of one list share theirs.
    pub means: FxHashMap<*const ObjectiveId, (Mean, Option<Exact>)>,
}

impl PlanSheet<'_, '_> {
    /// Writes everything.
    pub fn fill(&mut self, progress: &mut Progress<'_>) -> Result<(), Fault> {
        self.sheet.set_name(SHEET)?;
        self.sheet.set_formula_result_default("");
        self.head()?;
        let roots = rows::objectives(&self.view.plan.roots);
        let total = self.view.evaluation.plan.clone();
        let whole = words::whole();
        self.band(WHOLE, Tone::Area)?;
        self.text(WHOLE, at::NAME, whole.get(self.view.lang), Tone::Area, 0)?;
        self.mean(WHOLE, &total, &roots, Tone::Area)?;
        let rows = self.rows;
        for (part, depth) in &rows.order {
            let depth = u8::try_from(*depth).unwrap_or(15).min(15);
            match part {
                PartOf::Objective(id) => self.objective(*id, depth)?,
                PartOf::Kpi(id) => self.kpi(*id, depth)?,
            }
            progress.row();
        }
        self.shares()?;
        self.frame()
    }

    fn head(&mut self) -> Result<(), Fault> {
        super::head(self.sheet, &self.view, self.styles, &self.view.plan.title, &words::plan())?;
        super::headings(self.sheet, self.view.lang, self.styles, HEADINGS, &words::plan_headings(), &WIDTHS)
    }

    fn frame(&mut self) -> Result<(), Fault> {
        let last = self.rows.last();
        self.sheet.group_columns(at::ANNUAL, at::LAST)?;
        for colour in style::colours() {
            self.sheet.add_conditional_format(WHOLE, at::PERFORMANCE, last, at::PERFORMANCE, &colour)?;
        }
        self.sheet.autofilter(HEADINGS, 0, last, at::LAST)?;
        self.sheet.set_freeze_panes(HEADINGS.saturating_add(1), at::LEVEL)?;
        super::print(self.sheet, (self.view.plan, self.view.lang), HEADINGS, (last, at::NOTES))
    }

    pub(super) fn text(
        &mut self,
        row: u32,
        column: u16,
        text: &str,
        tone: Tone,
        depth: u8,
    ) -> Result<(), Fault> {
        let format = self.styles.text(tone, depth);
        self.sheet.write_string_with_format(row, column, super::cell_text(text), format)?;
        Ok(())
    }

    /// Makes a row as high as its texts, the name moved in by some levels.
    pub(super) fn fit(&mut self, row: u32, depth: u8, texts: &[(u16, &str)]) -> Result<(), Fault> {
        /// What a level takes from the line, in characters.
        const LEVEL: f64 = 1.3;
        let room = |column: u16| {
            let width = WIDTHS.get(usize::from(column)).copied().unwrap_or(10.0);
            if column == at::NAME { width - f64::from(depth) * LEVEL } else { width }
        };
        let texts: Vec<(&str, f64)> = texts.iter().map(|(column, text)| (*text, room(*column))).collect();
        super::fit(self.sheet, row, &texts)
    }

    /// The printed cells of a row in which there is nothing else.
    fn band(&mut self, row: u32, tone: Tone) -> Result<(), Fault> {
        let format = self.styles.text(tone, 0);
        for column in at::CODE..=at::NOTES {
            self.sheet.write_blank(row, column, format)?;
        }
        Ok(())
    }

    pub(super) fn constant(
        &mut self,
        row: u32,
        column: u16,
        value: Option<Exact>,
        format: &'static str,
        tone: Tone,
    ) -> Result<(), Fault> {
        let format = self.styles.number(format, tone);
        match value {
            Some(value) => self.sheet.write_number_with_format(row, column, double(&value), format)?,
            None => self.sheet.write_blank(row, column, format)?,
        };
        Ok(())
    }

    pub(super) fn formula(
        &mut self,
        (row, column): (u32, u16),
        body: &str,
        value: Option<&Exact>,
        format: &'static str,
        tone: Tone,
    ) -> Result<(), Fault> {
        let format = self.styles.number(format, tone);
        self.sheet.write_formula_with_format(row, column, live(body, &cached(value)), format)?;
        Ok(())
    }

    fn objective(&mut self, id: ObjectiveId, depth: u8) -> Result<(), Fault> {
        let row = self.rows.of(PartOf::Objective(id));
        let objective = self.view.plan.objective(id);
        let Some(result) = self.view.objective(id) else { return Ok(()) };
        let (level, tone) = match objective.level {
            Level::Area => ("Area", Tone::Area),
            Level::Objective => ("Obiettivo", Tone::Group),
            Level::Action => ("Azione", Tone::Group),
        };
        self.band(row, tone)?;
        self.text(row, at::CODE, &objective.code, tone, 0)?;
        self.text(row, at::NAME, &objective.title, tone, depth)?;
        self.text(row, at::LEVEL, level, tone, 0)?;
        self.weight(row, objective.weight.as_ref(), tone)?;
        let parts = if objective.kpis.is_empty() {
            rows::objectives(&objective.children)
        } else {
            rows::kpis(&objective.kpis)
        };
        self.mean(row, &result.total, &parts, tone)?;
        let texts = notes::texts_of_objective(&self.view, id);
        let remarks: Vec<String> = notes::of_objective(&self.view, id)
            .iter()
            .chain(&texts)
            .map(|note| note.get(self.view.lang).to_owned())
            .collect();
        let remarks = remarks.join("; ");
        self.text(row, at::NOTES, &remarks, tone, 0)?;
        self.fit(row, depth, &[(at::NAME, &objective.title), (at::NOTES, &remarks)])?;
        self.carried(PartOf::Objective(id), Tone::Plain)
    }

    pub(super) fn weight(&mut self, row: u32, given: Option<&Weight>, tone: Tone) -> Result<(), Fault> {
        let (value, format) = weight(given);
        self.constant(row, at::WEIGHT, Some(value), format, tone)
    }

    /// Performance and coverage of a weighted mean, in its row.
    fn mean(&mut self, row: u32, total: &Total, parts: &[PartOf], tone: Tone) -> Result<(), Fault> {
        let Mean { performance, coverage } = self.mean_of(parts);
        self.formula(
            (row, at::PERFORMANCE),
            &performance,
            total.performance.as_ref(),
            style::PERFORMANCE,
            tone,
        )?;
        self.formula((row, at::COVERAGE), &coverage, Some(&total.coverage), POINTS, tone)
    }

    /// What a part carries into the mean above it now.
    pub(super) fn carried_now(&self, part: PartOf) -> Carried {
        let (weight, performance, coverage) = match part {
            PartOf::Kpi(id) => {
                let result = self.view.kpi(id);
                let performance = result.and_then(|result| result.performance.clone());
                (self.view.plan.kpi(id).weight.as_ref(), performance, result.map(|result| &result.coverage))
            }
            PartOf::Objective(id) => {
                let total = self.view.objective(id).map(|result| &result.total);
                let performance = total.and_then(|total| total.performance.clone());
                let coverage = total.map(|total| &total.coverage);
                (self.view.plan.objective(id).weight.as_ref(), performance, coverage)
            }
        };
        let weight = weight.map_or_else(Exact::one, in_cell);
        let Some(performance) = performance else {
            return Carried { weight, counts: Exact::zero(), points: Exact::zero(), covered: Exact::zero() };
        };
        let covered = coverage.map_or_else(Exact::zero, |coverage| &weight * coverage);
        Carried { counts: weight.clone(), points: &weight * &performance, covered, weight }
    }

    /// The columns from which the mean above a row is made.
    pub(super) fn carried(&mut self, part: PartOf, tone: Tone) -> Result<(), Fault> {
        let (row, now) = (self.rows.of(part), self.carried_now(part));
        let [weight_at, performance_at, coverage_at] =
            [at::WEIGHT, at::PERFORMANCE, at::COVERAGE].map(|column| formula::cell(column, row));
        let when = |body: &str| format!("IF(ISNUMBER({performance_at}),{body},0)");
        let columns = [
            (at::COUNTS, weight_at.clone()),
            (at::POINTS, format!("{weight_at}*{performance_at}")),
            (at::COVERED, format!("{weight_at}*{coverage_at}")),
        ];
        for (column, body) in columns {
            self.formula((row, column), &when(&body), Some(&now.of(column)), "General", tone)?;
        }
        Ok(())
    }

    /// Each KPI's share of its objective, over what is available.
    fn shares(&mut self) -> Result<(), Fault> {
        let plan = self.view.plan;
        for objective in &plan.objectives {
            let parts = rows::kpis(&objective.kpis);
            let runs = self.rows.runs(&parts);
            let counts: Vec<String> = runs.iter().map(|run| self.rows.range(run, at::COUNTS)).collect();
            let counts = counts.join(",");
            for id in &objective.kpis {
                let row = self.rows.of(PartOf::Kpi(*id));
                let [performance, weight] =
                    [at::PERFORMANCE, at::WEIGHT].map(|column| formula::cell(column, row));
                let body = format!("IF(ISNUMBER({performance}),IFERROR({weight}/SUM({counts}),\"\"),\"\")");
                let share = self.view.kpi(*id).and_then(|result| result.share.clone());
                let share = share.map(|share| ledger::amount(&share, Type::Percent));
                self.formula((row, at::SHARE), &body, share.as_ref(), "0.00%", Tone::Plain)?;
            }
        }
        Ok(())
    }
}

/// What a row carries into the mean above it.
pub(super) struct Carried {
    weight: Exact,
    counts: Exact,
    points: Exact,
    covered: Exact,
}

impl Carried {
    /// What stands in one of the columns.
    pub(super) fn of(&self, column: u16) -> Exact {
        match column {
            at::COUNTS => self.counts.clone(),
            at::POINTS => self.points.clone(),
            at::COVERED => self.covered.clone(),
            _ => self.weight.clone(),
        }
    }
}

/// A weight as its cell holds it, and how it is shown.
pub(super) fn weight(weight: Option<&Weight>) -> (Exact, &'static str) {
    match weight {
        None => (Exact::one(), EVEN),
        Some(weight) => (in_cell(weight), style::format_of_weight(&weight.value, weight.points)),
    }
}

fn in_cell(weight: &Weight) -> Exact {
    if weight.points { weight.value.clone() } else { ledger::amount(&weight.value, Type::Percent) }
}
