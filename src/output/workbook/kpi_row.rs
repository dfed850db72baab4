//! A KPI's row on the sheet of the plan: its value from the cells of the actuals, its score, and what it carries into the
//! mean above it.

use rust_xlsxwriter::Note;

use super::super::{notes, words};
use super::Fault;
use super::formula;
use super::ledger::{self, EMPTY, UNAVAILABLE};
use super::plan_sheet::{POINTS, PlanSheet};
use super::rows::at;
use super::scores::Scoring;
use super::style::{self, Tone};
use crate::actuals::Subject;
use crate::calculation::{Applied, ScoreCalculation};
use crate::eval::result::{KpiResult, PartOf};
use crate::eval::{self, Quantity};
use crate::plan::{Algorithm, Kpi, KpiId, MissingPolicy, Plan};
use crate::value::{Exact, Type};

impl PlanSheet<'_, '_> {
    /// Writes the row.
    pub(super) fn kpi(&mut self, id: KpiId, depth: u8) -> Result<(), Fault> {
        let (row, plan) = (self.rows.of(PartOf::Kpi(id)), self.view.plan);
        let kpi = plan.kpi(id);
        let Some(result) = self.view.kpi(id) else { return Ok(()) };
        self.text(row, at::CODE, kpi.code.as_deref().unwrap_or(""), Tone::Plain, 0)?;
        self.text(row, at::NAME, kpi.name(), Tone::Plain, depth)?;
        self.text(row, at::LEVEL, "Indicatore", Tone::Plain, 0)?;
        self.weight(row, kpi.weight.as_ref(), Tone::Plain)?;
        let how = eval::score_calculation(plan, self.view.evaluation, id);
        self.target(row, kpi, &how)?;
        let own = self.actual(row, id, kpi, result)?;
        let scoring = Scoring {
            kpi,
            how: &how,
            bands: self.bands,
            row,
            empty: own.empty,
            unavailable: if plan.missing == MissingPolicy::Zero { "0" } else { "\"\"" },
        };
        let (score, measured) = (scoring.formula(), scoring.measured());
        let scored = result.scoring.as_ref().map(|scored| &scored.score);
        self.formula((row, at::SCORE), &score, scored, POINTS, Tone::Plain)?;
        if let Some(measured) = measured {
            let known = result.actual.value.as_ref().ok();
            let number = known.and_then(|(actual, _)| scoring.measured_now(actual));
            self.formula((row, at::MEASURED), &measured, number.as_ref(), "General", Tone::Plain)?;
        }
        let found = plan.override_of(id, self.view.evaluation.period);
        self.constant(row, at::OVERRIDE, found.map(|found| found.score.clone()), POINTS, Tone::Plain)?;
        if let Some(found) = found {
            self.sheet.insert_note(row, at::OVERRIDE, &Note::new(super::cell_text(&found.reason)))?;
        }
        let [override_at, score_at, performance_at] =
            [at::OVERRIDE, at::SCORE, at::PERFORMANCE].map(|column| formula::cell(column, row));
        let performance = format!("IF(ISNUMBER({override_at}),{override_at},{score_at})");
        let known = result.performance.as_ref();
        self.formula((row, at::PERFORMANCE), &performance, known, style::PERFORMANCE, Tone::Plain)?;
        let coverage = match own.coverage {
            // A score that does not come from what is below rests on nothing of it.
            Some(below) => {
                let actual_at = formula::cell(at::ACTUAL, row);
                let from_below = format!("AND(NOT(ISNUMBER({override_at})),ISNUMBER({actual_at}))");
                format!("IF(ISNUMBER({performance_at}),IF({from_below},{below},100),0)")
            }
            None => format!("IF(ISNUMBER({performance_at}),100,0)"),
        };
        let covers = known.map_or_else(Exact::zero, |_| result.coverage.clone());
        self.formula((row, at::COVERAGE), &coverage, Some(&covers), POINTS, Tone::Plain)?;
        self.rule_and_notes((row, depth), id, kpi, &how)?;
        self.carried(PartOf::Kpi(id), Tone::Plain)
    }

    fn rule_and_notes(
        &mut self,
        (row, depth): (u32, u8),
        id: KpiId,
        kpi: &Kpi,
        how: &ScoreCalculation,
    ) -> Result<(), Fault> {
        let rule = rule(self.view.plan, kpi, how);
        self.text(row, at::RULE, &rule, Tone::Plain, 0)?;
        let remarks: Vec<String> = notes::with_texts(&self.view, id)
            .iter()
            .map(|note| note.get(self.view.lang).to_owned())
            .collect();
        let remarks = remarks.join("; ");
        self.text(row, at::NOTES, &remarks, Tone::Plain, 0)?;
        self.fit(row, depth, &[(at::NAME, kpi.name()), (at::RULE, &rule), (at::NOTES, &remarks)])
    }

    fn sign(&mut self, row: u32, sign: &str) -> Result<(), Fault> {
        let format = self.styles.centred(Tone::Plain);
        self.sheet.write_string_with_format(row, at::COMPARATOR, sign, format)?;
        Ok(())
    }

    fn target(&mut self, row: u32, kpi: &Kpi, how: &ScoreCalculation) -> Result<(), Fault> {
        let format = style::format_of(kpi.kind);
        let Some(target) = &how.target else {
            self.sign(row, "")?;
            return self.constant(row, at::TARGET, None, format, Tone::Plain);
        };
        self.sign(row, &target.comparator.to_string())?;
        let value = ledger::in_cell(&target.value, kpi.kind);
        match &target.annual {
            None => self.constant(row, at::TARGET, Some(value), format, Tone::Plain)?,
            Some(annual) => {
                let annual = ledger::in_cell(annual, kpi.kind);
                self.constant(row, at::ANNUAL, Some(annual), format, Tone::Plain)?;
                let months = self.view.evaluation.period.last_month();
                let annual = formula::cell(at::ANNUAL, row);
                let share = format!("{annual}*{months}/12");
                let body = if target.is_counted(kpi) { format!("INT(ROUND({share},9))") } else { share };
                self.formula((row, at::TARGET), &body, Some(&value), format, Tone::Plain)?;
            }
        }
        if let Some(baseline) = how.rule.as_ref().and_then(|applied| applied.baseline.as_ref()) {
            let value = ledger::in_cell(baseline, kpi.kind);
            self.constant(row, at::BASELINE, Some(value), format, Tone::Plain)?;
        }
        if let Some(tolerance) = &kpi.tolerance {
            let value = ledger::amount(tolerance, kpi.kind);
            let format = if kpi.kind == Type::Date { "General" } else { format };
            self.constant(row, at::TOLERANCE, Some(value), format, Tone::Plain)?;
        }
        Ok(())
    }

    /// The KPI's value: its own cell, or what its operands make; the same choice as the evaluation's.
    fn actual(&mut self, row: u32, id: KpiId, kpi: &Kpi, result: &KpiResult) -> Result<Own, Fault> {
        let (plan, period) = (self.view.plan, self.view.evaluation.period);
        let known = actual_of(result);
        let format = style::format_of_value(kpi.kind, known.as_ref());
        let mut impossible = None;
        let (computed, coverage, value) = match &kpi.algorithm {
            Algorithm::Rollup(of) => {
                let (mean, now) = self.mean_of_rollup(of);
                (Some(format!("IFERROR({}/100,\"\")", mean.performance)), Some(mean.coverage), now)
            }
            _ if self.is_of_own_parts(id, result) => {
                let term = self.steps.quantity(Quantity::own(plan, id), period);
                (Some(term.formula()), None, term.value)
            }
            _ => match self.steps.computed(kpi, period) {
                Some(term) => {
                    impossible = Some(term.formula_or_impossible());
                    (Some(term.formula()), None, term.value)
                }
                None => (None, None, None),
            },
        };
        let own = eval::own_fact(plan, self.view.facts, id, period).map(|(_, fact)| fact.period);
        let place = (row, at::ACTUAL);
        if kpi.accumulate.is_some() {
            let body = self.steps.quantity(Quantity::own(plan, id), period).formula();
            self.formula(place, &body, known.as_ref(), format, Tone::Plain)?;
            let cell = own.map(|own| self.steps.ledger.cell(Subject::Kpi(id), own));
            return Ok(Own { empty: cell.map(|cell| format!("{cell}=\"{EMPTY}\"")), coverage: None });
        }
        let Some(computed) = computed else {
            let at = own.unwrap_or(period);
            let held = self.steps.held(Quantity::own(plan, id), period, at);
            let cell = self.steps.ledger.cell(Subject::Kpi(id), at);
            let given = formula::number_in(&cell);
            let body = held.map(|held| format!("IF({cell}<>\"\",{given},{held})")).unwrap_or(given);
            self.formula(place, &body, known.as_ref(), format, Tone::Plain)?;
            return Ok(Own { empty: Some(format!("{cell}=\"{EMPTY}\"")), coverage: None });
        };
        let Some(own) = own else {
            self.formula(place, &computed, known.as_ref(), format, Tone::Plain)?;
            return Ok(Own { empty: None, coverage });
        };
        let cell = self.steps.ledger.cell(Subject::Kpi(id), own);
        let computed = impossible.unwrap_or(computed);
        self.formula((row, at::COMPUTED), &computed, value.as_ref(), format, Tone::Plain)?;
        let computed = formula::cell(at::COMPUTED, row);
        // What the cell denies, and what its operands make impossible.
        let denied = format!(
            "OR({computed}=\"{UNAVAILABLE}\",AND(ISTEXT({cell}),{cell}<>\"{EMPTY}\",{cell}<>\"\",{cell}<>\"sì\",{cell}<>\"no\"))"
        );
        let given = formula::number_in(&cell);
        let body = format!("IF({denied},\"\",IF(ISNUMBER({computed}),{computed},{given}))");
        self.formula(place, &body, known.as_ref(), format, Tone::Plain)?;
        let by_parts = format!("AND(NOT({denied}),OR(ISNUMBER({computed}),NOT(ISNUMBER({cell}))))");
        Ok(Own {
            empty: Some(format!("AND({cell}=\"{EMPTY}\",NOT(ISNUMBER({computed})))")),
            coverage: coverage.map(|coverage| format!("IF({by_parts},{coverage},100)")),
        })
    }
}

impl PlanSheet<'_, '_> {
    /// Whether the KPI's own cells of parts of the year stand in for those of its measure.
    fn is_of_own_parts(&self, id: KpiId, result: &KpiResult) -> bool {
        let (plan, facts, period) = (self.view.plan, self.view.facts, self.view.evaluation.period);
        let subject = Subject::Kpi(id);
        let parts = Quantity { also: None, subject, how: None }.parts_with_value(facts, period);
        Quantity::own(plan, id).also.is_some()
            && eval::own_fact(plan, facts, id, period).is_none()
            && !parts.is_empty()
            && (result.actual.value.is_err() || result.actual.how.has_part_of(subject))
    }
}

/// The rule as the sheets name it, and which one it stands for.
pub(super) fn rule(plan: &Plan, kpi: &Kpi, how: &ScoreCalculation) -> String {
    match &how.rule {
        Some(Applied { rule, instead_of: None, .. }) => words::rule(plan, *rule),
        Some(Applied { rule, instead_of: Some(written), .. }) => {
            format!("{} (non {})", words::rule(plan, *rule), words::rule(plan, *written))
        }
        None => format!("{} (senza target)", words::rule(plan, kpi.scoring.rule)),
    }
}

/// What a KPI's own cell adds to its row.
struct Own {
    /// What says that the value was validated empty.
    empty: Option<String>,
    /// What the value of a rollup rests on.
    coverage: Option<String>,
}

/// The KPI's value as its cell holds it.
fn actual_of(result: &KpiResult) -> Option<Exact> {
    result.actual.value.as_ref().ok().map(|(value, kind)| ledger::in_cell(value, *kind))
}
