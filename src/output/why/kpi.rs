//! The steps under a KPI: override, score, target, actual; or why there is no number.

use super::mean::append;
use super::{Link, Step, Teller};
use crate::diagnostics::{Text, say};
use crate::eval::result::{How, KpiResult, Missing, PartOf, Published, ScoredBy, TargetUsed, Verdict};
use crate::output::texts::Texts;
use crate::output::{figures, notes, remarks, words};
use crate::plan::{Kpi, KpiId, Override};

impl Teller<'_> {
    /// All steps under a KPI; a rollup opens `levels` further. What is said of it in words stands only in its own
    /// explanation: see [`Teller::words_on`].
    pub(super) fn kpi(&self, id: KpiId, levels: usize) -> Vec<Step> {
        let Some(result) = self.view.kpi(id) else { return Vec::new() };
        let kpi = self.view.plan.kpi(id);
        let computed = self.computed(kpi, result, levels);
        let mut steps = match &result.overridden {
            None => computed,
            Some(change) => {
                let score = result.scoring.as_ref().map(|scored| &scored.score);
                let without = say!("senza rettifica", "without the override");
                vec![self.overridden(change), Step::performance(without, score).with(computed)]
            }
        };
        let declared =
            result.monitoring.as_ref().and_then(|state| notes::declared(self.view, state.declared));
        steps.extend(declared.map(Step::says));
        steps
    }

    /// What the offices, each at its cell, and the plan say in words of what is explained.
    pub(super) fn words_on(&self, of: PartOf) -> Vec<Step> {
        let plan = self.view.plan;
        let (remarks, texts) = match of {
            PartOf::Kpi(id) => {
                (remarks::of_kpi(self.view, id), Texts::of_kpi(plan, plan.kpi(id)).sentences())
            }
            PartOf::Objective(id) => {
                (remarks::of_objective(self.view, id), Texts::of(&plan.objective(id).details).sentences())
            }
        };
        let at_cell =
            |on: &remarks::On<'_>| Step::says(on.sentence(self.view)).at(self.view.place(on.remark.cell));
        remarks.iter().map(at_cell).chain(texts.into_iter().map(Step::says)).collect()
    }

    /// `rettifica: premio assegnato a gennaio (OIV) → 100,00%`
    fn overridden(&self, change: &Override) -> Step {
        let reason = &change.reason;
        let author = change.author.as_ref().map_or_else(String::new, |author| format!(" ({author})"));
        let what = say!("rettifica: {reason}{author}", "override: {reason}{author}");
        Step::performance(what, Some(&change.score)).at(self.view.place(change.span))
    }

    /// What follows from plan and actuals, any override aside.
    fn computed(&self, kpi: &Kpi, result: &KpiResult, levels: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        if let Some(scored) = &result.scoring {
            steps.push(self.score(kpi, result, scored));
        }
        if let Some(why) = &result.missing {
            steps.push(self.missing(why));
        }
        steps.extend(result.target.as_ref().map(|target| self.target(kpi, target)));
        steps.extend(self.actual(kpi, result, levels));
        steps.extend(self.published(result));
        steps
    }

    /// `n.d.: il consuntivo dice «N.V.»`, with the cell that says so.
    fn missing(&self, why: &Missing) -> Step {
        let Text { it, en } = words::missing(self.view.plan, why);
        let place = match why {
            Missing::Said(fact, _) => self.view.cell(*fact),
            _ => None,
        };
        Step::says(say!("n.d.: {it}", "n.d.: {en}")).at(place)
    }

    /// `target 2023 ≥ 4 imprese`
    fn target(&self, kpi: &Kpi, used: &TargetUsed) -> Step {
        let unit = kpi.unit.as_deref();
        let period = used.period;
        let what = match &used.annual {
            None => say!("target {period}", "target {period}"),
            Some(annual) => {
                let annual = figures::value(annual, kpi.kind, unit);
                let now = self.view.evaluation.period;
                let months = now.last_month();
                let mut what = say!(
                    "target {now}, {months}/12 del target {period} di {annual}",
                    "target {now}, {months}/12 of the target {period} of {annual}"
                );
                if used.is_rounded(now) {
                    what = append(&what, say!(", per difetto", ", rounded down"));
                }
                append(&what, say!(":", ":"))
            }
        };
        let shown =
            format!("{} {}", figures::sign(used.comparator), figures::value(&used.value, kpi.kind, unit));
        let written = kpi.targets.iter().find(|target| target.period == used.period);
        let place = written.and_then(|target| self.view.place(target.span));
        Step { link: Link::Nothing, ..Step::gives(what, shown) }.at(place)
    }

    fn actual(&self, kpi: &Kpi, result: &KpiResult, levels: usize) -> Option<Step> {
        let asked = say!("consuntivo", "actual");
        match (&result.actual.how, &result.actual.value) {
            (How::Nothing, _) => None,
            // Its own cell says why there is nothing: told already.
            (How::OwnCell(_), Err(_)) if result.missing.is_some() => None,
            (How::Rollup(total), _) => {
                let algorithm = words::algorithm(&kpi.algorithm);
                let what = Text {
                    it: format!("{}: {}", asked.it, algorithm.it),
                    en: format!("{}: {}", asked.en, algorithm.en),
                };
                Some(Step::gives(what, figures::actual(result)).with(self.mean(total, levels)))
            }
            (how, _) if self.is_empty_cell(result) => match how {
                How::OwnCell(fact) => {
                    let what = say!("consuntivo vuoto ma validato", "actual empty but validated");
                    Some(Step::says(what).at(self.view.cell(*fact)))
                }
                _ => None,
            },
            _ => Some(self.derivation(kpi, &asked, &result.actual)),
        }
    }

    fn is_empty_cell(&self, result: &KpiResult) -> bool {
        matches!(&result.scoring, Some(scored) if scored.by == ScoredBy::Empty)
    }

    /// `pubblicato 8,05%: non segue dai dati, conta il ricalcolato 6,6835%`
    fn published(&self, result: &KpiResult) -> Option<Step> {
        let Published { fact, verdict } = result.published?;
        let cell = self.view.cell(fact);
        let printed = cell.as_ref().and_then(|cell| cell.cell.clone()).unwrap_or_default();
        let computed = figures::actual(result);
        let what = match verdict {
            Verdict::Contradicts => {
                let what = say!(
                    "pubblicato {printed}: non segue dai dati, conta il ricalcolato {computed}",
                    "published {printed}: does not follow from the data, the recomputed {computed} counts"
                );
                let fact = self.view.facts.fact(fact);
                let allowed = fact.and_then(|fact| notes::allowed(self.view, fact.cell));
                allowed.map_or(what.clone(), |allowed| append(&what, allowed))
            }
            Verdict::Agrees => say!("pubblicato {printed}: concorda", "published {printed}: agrees"),
            Verdict::Rounding => say!(
                "pubblicato {printed}: la differenza si spiega con gli arrotondamenti",
                "published {printed}: the difference is explained by rounding"
            ),
        };
        Some(Step::says(what).at(cell))
    }
}
