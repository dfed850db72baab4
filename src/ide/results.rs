//! What an editor shows of a result: a line for its status bar, the whole as a document, and why a number is what it
//! is. The texts are those of the command line.

use super::State;
use super::cursor::Cursor;
use super::names::Symbol;
use crate::actuals::{self, Key, Subject};
use crate::diagnostics::{Lang, Severity, Text, say};
use crate::eval::result::Total;
use crate::output::why::{explain, render_text};
use crate::output::{figures, markdown, text};
use crate::plan::{KpiId, MeasureId, Plan};
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::Head;
use crate::value::Exact;

/// What the command `why` calls the whole plan.
pub const PLAN_KEY: &str = "piano";
/// The width of a derivation.
const COLUMNS: usize = 100;

/// A plan in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The plan's title, or nothing.
    pub title: String,
    /// The evaluated period.
    pub period: Option<String>,
    /// `66,75%`; `None` where there is no result, or none is available.
    pub performance: Option<String>,
    /// The share of the weight that it rests on; `None` if that is all of it.
    pub coverage: Option<String>,
    /// The year has not ended.
    pub provisional: bool,
    /// Errors in the plan and its actuals.
    pub errors: usize,
    /// Warnings; hints are not counted.
    pub warnings: usize,
}

/// A plan's result as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The plan's title, or nothing.
    pub title: String,
    /// The evaluated period.
    pub period: Option<String>,
    /// `66,75%`
    pub performance: Option<String>,
    /// The share of the weight that it rests on.
    pub coverage: Option<String>,
    /// The whole result.
    pub markdown: Option<String>,
    /// Why there is no result, and what to do.
    pub reason: Option<String>,
}

/// A plan in one line.
pub fn status(state: &State, lang: Lang) -> Status {
    let of = |severity| state.diagnostics().iter().filter(|fault| fault.severity == severity).count();
    let view = state.view(lang);
    let evaluation = view.map(|view| view.evaluation);
    Status {
        title: title(state),
        period: evaluation.map(|evaluation| evaluation.period.to_string()),
        performance: evaluation.and_then(|evaluation| performance(&evaluation.plan)),
        coverage: evaluation
            .filter(|evaluation| evaluation.plan.coverage < Exact::hundred())
            .and_then(|evaluation| coverage(&evaluation.plan)),
        provisional: evaluation.is_some_and(|evaluation| evaluation.provisional),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
    }
}

/// The whole result, or why there is none.
pub fn evaluation(state: &State, lang: Lang) -> Evaluation {
    let view = state.view(lang);
    let evaluation = view.map(|view| view.evaluation);
    Evaluation {
        title: title(state),
        period: evaluation.map(|evaluation| evaluation.period.to_string()),
        performance: evaluation.and_then(|evaluation| performance(&evaluation.plan)),
        coverage: evaluation.and_then(|evaluation| coverage(&evaluation.plan)),
        markdown: view.map(|view| markdown::render(&view)),
        reason: view.is_none().then(|| no_result(state).get(lang).to_owned()),
    }
}

/// Why the number of `key` is what it is: its full key, and the derivation as text.
///
/// # Errors
/// When there is no result, or nothing answers to `key`: what to do instead.
pub fn why(state: &State, key: &str, lang: Lang) -> Result<(String, String), Text> {
    let view = state.view(lang).ok_or_else(|| no_result(state))?;
    let explanation = explain(&view, key).map_err(|unknown| {
        let (what, advice) = (unknown.message(), unknown.advice());
        Text { it: format!("{}: {}", what.it, advice.it), en: format!("{}: {}", what.en, advice.en) }
    })?;
    let style = text::Style { width: COLUMNS, color: false };
    let derivation = render_text(&explanation, lang, &style);
    Ok((explanation.key, derivation))
}

/// The key to ask `why` of at byte `offset` of a plan's text: the objective or KPI named there, else the one whose item
/// it is in. A measure's is that of the one KPI that uses it.
pub fn key_at(state: &State, text: &str, offset: usize) -> Option<String> {
    let cursor = Cursor::at(text, offset);
    match cursor.mention().map(|mention| mention.symbol) {
        Some(Symbol::Objective(code)) => return Some(code),
        Some(Symbol::Kpi(objective, name)) => return Some(format!("{objective}/{name}")),
        _ => {}
    }
    let item = &cursor.item.as_ref()?.item;
    match (&item.head, item.keyword.node) {
        (_, ItemKeyword::Plan) => Some(PLAN_KEY.to_owned()),
        (Some(Head::Objective { code, .. }), _) => Some(code.node.to_string()),
        (Some(Head::Kpi { ident, code, title }), _) => {
            let name = ident.as_ref().or(code.as_ref()).or(title.as_ref())?;
            Some(format!("{}/{}", cursor.objective.as_ref()?, name.node))
        }
        (Some(Head::Override { objective, kpi, .. }), _) => Some(format!("{}/{}", objective.node, kpi.node)),
        (Some(Head::Measure { ident, .. }), _) => {
            let plan = state.checked.plan.as_ref()?;
            let measures = (0u32..).map(MeasureId).zip(&plan.measures);
            let (id, _) = measures.into_iter().find(|(_, measure)| measure.key == *ident.node)?;
            only_user(plan, id).map(|kpi| plan.kpi(kpi).key.clone())
        }
        _ => None,
    }
}

/// The key to ask `why` of at byte `offset` of a table: a measure's is that of the one KPI that uses it.
pub fn key_in_table(state: &State, text: &str, offset: usize) -> Option<String> {
    let plan = state.checked.plan.as_ref()?;
    let kpi = |id: KpiId| Some(plan.kpi(id).key.clone());
    match actuals::place(plan, text, offset)?.key {
        Key::Objective(id) => Some(plan.objective(id).code.clone()),
        Key::Value(Subject::Kpi(id)) => kpi(id),
        Key::Value(Subject::Measure(id)) => kpi(only_user(plan, id)?),
    }
}

fn only_user(plan: &Plan, id: MeasureId) -> Option<KpiId> {
    let mut users = plan.kpi_ids().filter(|kpi| plan.kpi(*kpi).operands.contains(&id));
    users.next().filter(|_| users.next().is_none())
}

fn performance(total: &Total) -> Option<String> {
    total.performance.as_ref().map(figures::performance)
}

fn coverage(total: &Total) -> Option<String> {
    total.performance.as_ref().map(|_| figures::share(&total.coverage))
}

fn title(state: &State) -> String {
    if let Some(plan) = &state.checked.plan {
        return plan.title.clone();
    }
    let items = state.checked.trees.iter().rev().flat_map(|(_, tree)| &tree.items);
    let mut titles = items.filter_map(|item| match &item.head {
        Some(Head::Plan { title: Some(title) }) => Some(title.node.to_string()),
        _ => None,
    });
    titles.next().unwrap_or_default()
}

/// Why there is no result, and what to do.
fn no_result(state: &State) -> Text {
    let errors = state.diagnostics().iter().filter(|fault| fault.is_fault()).count();
    match (errors, &state.computed) {
        (1, _) => say!(
            "c'è ancora 1 errore nel piano o nei consuntivi: corretto quello, il risultato arriva da sé",
            "there is still 1 error in the plan or its actuals: once it is mended, the result comes by itself"
        ),
        (2.., _) => say!(
            "ci sono ancora {errors} errori nel piano o nei consuntivi: corretti quelli, il risultato arriva da sé",
            "there are still {errors} errors in the plan or its actuals: once they are mended, the result comes by itself"
        ),
        (_, None) => say!(
            "sto ancora leggendo i consuntivi: riprova tra un momento",
            "the actuals are still being read: try again in a moment"
        ),
        (_, Some(_)) => say!(
            "non so con quali dati valutare il piano: scrivi accanto al piano un file `piaoc.toml` con `[eval]` e, nella riga sotto, `actuals = [\"consuntivo.csv\"]`",
            "I do not know with what data to evaluate the plan: write a file `piaoc.toml` beside the plan with `[eval]` and, on the line below, `actuals = [\"consuntivo.csv\"]`"
        ),
    }
}
