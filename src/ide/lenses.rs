//! What is shown above an objective: the sum of its KPIs' weights, its performance, and the way to where that comes
//! from. The performance is the one of `eval`; where there is none, only the weights are shown.

use rustc_hash::{FxHashMap, FxHashSet};

use super::State;
use super::hints::earlier;
use super::results::PLAN_KEY;
use crate::diagnostics::{Code, Diagnostic, Lang, Text, say};
use crate::eval::result::Total;
use crate::output::{View, figures, notes};
use crate::plan::{ObjectiveId, Plan};
use crate::resolve::{ObjectiveDecl, Outline};
use crate::source::{FileId, Span};
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{AttributeValue, Item, Weight};
use crate::types::weight_value;
use crate::value::{Exact, show_number};

/// A line above an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The item's code, or its keyword.
    pub span: Span,
    /// What it says.
    pub text: String,
    /// What a click does.
    pub command: LensCommand,
}

/// What a click on a lens does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LensCommand {
    /// Nothing.
    None,
    /// Asks why the number of this key is what it is.
    Why(String),
    /// Evaluates the plan.
    Evaluate,
}

/// Behind a sum of weights that is a fault.
const MARK: &str = " ⚠";

/// The lenses of a file of a plan. While it has faults the results are those of the last state that had some, if there
/// was one, and say so: a line that came and went as one types would move all that stands below it.
pub fn lenses(state: &State, before: Option<&State>, file: FileId, lang: Lang) -> Vec<Lens> {
    let Some(tree) = state.tree(file) else { return Vec::new() };
    let outline = state.outline();
    let view = before.unwrap_or(state).view(lang);
    let earlier = before.and(view.as_ref()).map(|view| ids_by_code(view.plan));
    let faulty = faulty_weights(state.diagnostics());
    let mut found = Lenses { lang, is_earlier: earlier.is_some(), list: Vec::new() };
    for item in tree.items.iter().filter(|item| item.keyword.node == ItemKeyword::Plan) {
        let span = item.keyword.span;
        let total = view.as_ref().map(|view| &view.evaluation.plan);
        found.performance(span, view.as_ref(), total);
        found.add(span, say!("valuta", "evaluate"), LensCommand::Evaluate);
        found.why(span, total, PLAN_KEY);
    }
    for objective in outline.objectives.iter().filter(|objective| objective.span.file == file) {
        if let Some(weights) = weights(&outline, objective, &faulty) {
            found.add(objective.span, weights, LensCommand::None);
        }
        let Some(code) = objective.code else { continue };
        // With a result there is no error in the plan, so that codes are unique and the plan has the outline's order.
        let id = match &earlier {
            Some(earlier) => earlier.get(code).copied(),
            None => outline.by_code.get(code).map(|index| ObjectiveId(*index as u32)),
        };
        let total =
            view.as_ref().zip(id).and_then(|(view, id)| view.objective(id)).map(|result| &result.total);
        found.performance(objective.span, view.as_ref(), total);
        found.why(objective.span, total, code);
    }
    found.list
}

/// The objectives of a plan by their codes.
fn ids_by_code(plan: &Plan) -> FxHashMap<&str, ObjectiveId> {
    let codes = plan.objectives.iter().map(|objective| objective.code.as_str());
    (0u32..).zip(codes).map(|(id, code)| (code, ObjectiveId(id))).collect()
}

struct Lenses {
    lang: Lang,
    /// Whether the results are of an earlier state.
    is_earlier: bool,
    list: Vec<Lens>,
}

impl Lenses {
    fn add(&mut self, span: Span, text: Text, command: LensCommand) {
        self.list.push(Lens { span, text: text.get(self.lang).to_owned(), command });
    }

    /// `performance 66,75% sul 60% del peso (provvisoria)`
    fn performance(&mut self, span: Span, view: Option<&View<'_>>, total: Option<&Total>) {
        let (Some(view), Some(total)) = (view, total) else { return };
        let score = figures::performance_or_none(total.performance.as_ref());
        let mut text = Text::same(format!("performance {score}"));
        for note in notes::of_total(total) {
            text = joined(&text, " ", &note);
        }
        if view.evaluation.provisional && total.performance.is_some() {
            text = joined(&text, " ", &say!("(provvisoria)", "(provisional)"));
        }
        if self.is_earlier {
            text = joined(&text, " ", &earlier());
        }
        self.add(span, text, LensCommand::None);
    }

    fn why(&mut self, span: Span, total: Option<&Total>, key: &str) {
        if total.is_some() {
            self.add(span, say!("perché?", "why?"), LensCommand::Why(key.to_owned()));
        }
    }
}

/// What the weights of an objective's KPIs sum to, as written; nothing if it has no KPIs.
fn weights(outline: &Outline<'_>, objective: &ObjectiveDecl<'_>, faulty: &FxHashSet<Span>) -> Option<Text> {
    let kpis: Vec<_> = objective.kpis.iter().filter_map(|index| outline.kpis.get(*index)).collect();
    if kpis.is_empty() {
        return None;
    }
    let marked = |item: &Item, span: Span| {
        faulty.contains(&span)
            || item.attribute(Keyword::Weight).is_some_and(|weight| faulty.contains(&weight.span))
    };
    let mark = if kpis.iter().any(|kpi| marked(kpi.item, kpi.span)) { MARK } else { "" };
    let written: Vec<&Weight> = kpis.iter().filter_map(|kpi| weight_of(kpi.item)).collect();
    let unread = kpis.iter().any(|kpi| kpi.item.is_broken(Keyword::Weight));
    let without = kpis.len().saturating_sub(written.len());
    if written.is_empty() && !unread {
        return Some(match (objective.item.attribute(Keyword::EqualWeights), without) {
            (Some(_), _) => say!("pesi uguali", "equal weights"),
            (None, 1) => say!("peso 100%", "weight 100%"),
            (None, _) => say!("pesi mancanti{mark}", "no weights{mark}"),
        });
    }
    let sum = sum_of(&written);
    let sum = if unread { Text::same(format!("{} + ?", sum.it)) } else { sum };
    let mut text = joined(&say!("pesi", "weights"), " ", &sum);
    if without > 0 && !unread {
        text = joined(&text, ", ", &say!("{without} senza peso", "{without} without weight"));
    }
    if objective.item.attribute(Keyword::IncompleteWeights).is_some() {
        text = joined(&text, " ", &say!("(incompleti)", "(incomplete)"));
    }
    Some(joined(&text, "", &Text::same(mark)))
}

/// `100%`, `5 punti`; both if both kinds are written.
fn sum_of(written: &[&Weight]) -> Text {
    let is_points = |weight: &&&Weight| matches!(weight, Weight::Points(_));
    let add = |weights: Vec<&&Weight>| -> Option<String> {
        let sum: Exact = weights.iter().map(|weight| weight_value(weight)).sum();
        (!weights.is_empty()).then(|| show_number(&sum, 2))
    };
    let percent = add(written.iter().filter(|weight| !is_points(weight)).collect());
    let points = add(written.iter().filter(is_points).collect());
    match (percent, points) {
        (Some(percent), Some(points)) => say!("{percent}% + {points} punti", "{percent}% + {points} points"),
        (None, Some(points)) => say!("{points} punti", "{points} points"),
        (Some(percent), None) => say!("{percent}%", "{percent}%"),
        (None, None) => Text::same("0%"),
    }
}

/// The weight that an item has written.
pub(super) fn weight_of(item: &Item) -> Option<&Weight> {
    match &item.attribute(Keyword::Weight)?.value {
        AttributeValue::Weight(weight) => Some(weight),
        _ => None,
    }
}

/// The places of weights that the check reports, and of KPIs that should have one.
fn faulty_weights(diagnostics: &[Diagnostic]) -> FxHashSet<Span> {
    let about_weights = |code| matches!(code, Code::WeightSum | Code::WeightMissing | Code::WeightKinds);
    let faults = diagnostics.iter().filter(|fault| about_weights(fault.code));
    faults.flat_map(|fault| fault.labels.iter().map(|label| label.span)).collect()
}

fn joined(first: &Text, between: &str, second: &Text) -> Text {
    Text {
        it: format!("{}{between}{}", first.it, second.it),
        en: format!("{}{between}{}", first.en, second.en),
    }
}
