//! Why a number is what it is: the derivation of a KPI, an objective or the plan, down to the cells it rests on.
//! [`explain`] makes a tree of steps, [`render_text`] and [`render_json`] show it.

mod derivation;
mod find;
mod formula;
mod kpi;
mod mean;
mod render;
mod score;

pub use find::{Subject, subject};
pub use render::{render_json, render_text};

use super::View;
use crate::actuals::FactId;
use crate::diagnostics::{Text, say};
use crate::eval::result::PartOf;
use crate::source::{Sources, Span};
use crate::value::Period;

/// Past so many objectives and KPIs below the one asked for, only two levels are opened.
const MOST_OPENED: usize = 200;
/// The levels opened then.
const FEW_LEVELS: usize = 2;

/// The derivation of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The full key of what is explained: `A.1/trend_turismo`, `A.1`, `piano`.
    pub key: String,
    /// The evaluated period.
    pub period: Period,
    /// The period with what to know of it, as a heading.
    pub heading: Text,
    /// The number itself; its children are where it comes from.
    pub root: Step,
}

/// One step of a derivation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is, with the numbers in it.
    pub what: Text,
    /// What comes out; `None` for a remark.
    pub result: Option<Text>,
    /// What stands between the two in a text.
    pub link: Link,
    /// Where it is written.
    pub place: Option<Place>,
    /// What it is made of.
    pub children: Vec<Step>,
}

/// What stands between a step and its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Arithmetic: `100 × 2,68 / 4 = 67,00%`.
    Equals,
    /// Anything else: `A.1/trend → 67,00%`.
    Gives,
    /// The result has its own sign: `target 2023 ≥ 4`.
    Nothing,
}

/// A place in a plan or in a table of actuals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The path as the user gave it.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// In a workbook: sheet and cell, `Staff!E14`.
    pub name: Option<String>,
    /// In a table: the text of the cell.
    pub cell: Option<String>,
}

/// No plan, objective or KPI has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// What was asked for.
    pub key: String,
    /// The name that was probably meant.
    pub nearest: Option<String>,
}

impl NotFound {
    /// What is wrong.
    pub fn message(&self) -> Text {
        let key = &self.key;
        say!("nel piano non c'è `{key}`", "there is no `{key}` in the plan")
    }

    /// What to ask instead.
    pub fn advice(&self) -> Text {
        match &self.nearest {
            Some(nearest) => say!("forse volevi dire `{nearest}`", "perhaps you meant `{nearest}`"),
            None => say!(
                "si può chiedere di un obiettivo (A.1), di un indicatore (A.1/tempo_medio) o del piano intero (piano)",
                "you can ask about an objective (A.1), an indicator (A.1/tempo_medio) or the whole plan (piano)"
            ),
        }
    }
}

/// Explains the number of a KPI (`A.1/trend_turismo`; found by identifier, code or title), of an area, objective or
/// action (its code), or of the whole plan (`piano`).
///
/// # Errors
/// When nothing, or more than one thing, answers to `key`.
pub fn explain(view: &View, key: &str) -> Result<Explanation, NotFound> {
    let subject = find::subject(view.plan, key)?;
    let whole = &view.evaluation.plan;
    let large = match subject {
        find::Subject::Plan => is_large(view, whole.parts.iter().map(|part| part.of).collect()),
        find::Subject::Part(part) => is_large(view, vec![part]),
    };
    let teller = Teller { view, levels: if large { FEW_LEVELS } else { usize::MAX } };
    let (key, mut root) = match subject {
        find::Subject::Plan => {
            let what = Text::same(view.plan.title.clone());
            let mut step = Step::performance(what, whole.performance.as_ref()).at(view.place(view.plan.span));
            step.children = teller.mean(whole, teller.levels);
            ("piano".to_owned(), step)
        }
        find::Subject::Part(part) => {
            let mut step = teller.part(part, None, teller.levels);
            step.children.extend(teller.words_on(part));
            (teller.key(part), step)
        }
    };
    if large {
        root.children.push(Step::says(say!(
            "è troppo da aprire tutto: per scendere, chiedi `piaoc why` con una delle chiavi qui sopra",
            "this is too much to open whole: to go on, ask `piaoc why` with one of the keys above"
        )));
    }
    let heading = super::words::period(view);
    Ok(Explanation { key, period: view.evaluation.period, heading, root })
}

/// Tells derivations of one evaluation.
struct Teller<'a> {
    view: &'a View<'a>,
    levels: usize,
}

impl Teller<'_> {
    /// The name by which `why` finds it again.
    fn key(&self, part: PartOf) -> String {
        match part {
            PartOf::Kpi(id) => self.view.plan.kpi(id).key.clone(),
            PartOf::Objective(id) => self.view.plan.objective(id).code.clone(),
        }
    }
}

/// Whether the steps below these are more than one wants to read. Counts as many times what is reached on many ways,
/// for so it would be told.
fn is_large(view: &View, mut open: Vec<PartOf>) -> bool {
    let mut seen = 0usize;
    while let Some(part) = open.pop() {
        seen = seen.saturating_add(1);
        if seen.saturating_add(open.len()) > MOST_OPENED {
            return true;
        }
        open.extend(view.total(part).into_iter().flat_map(|total| &total.parts).map(|part| part.of));
    }
    false
}

impl Step {
    /// A remark.
    fn says(what: Text) -> Step {
        Step { what, result: None, link: Link::Gives, place: None, children: Vec::new() }
    }

    /// Something and its value.
    fn gives(what: Text, result: impl Into<String>) -> Step {
        Step { result: Some(Text::same(result)), ..Step::says(what) }
    }

    /// Arithmetic and its result.
    fn equals(what: Text, result: impl Into<String>) -> Step {
        Step { link: Link::Equals, ..Step::gives(what, result) }
    }

    /// Something and its performance, or `n.d.`.
    fn performance(what: Text, performance: Option<&crate::value::Exact>) -> Step {
        Step::gives(what, super::figures::performance_or_none(performance))
    }

    fn at(mut self, place: Option<Place>) -> Step {
        self.place = place;
        self
    }

    fn with(mut self, children: Vec<Step>) -> Step {
        self.children = children;
        self
    }
}

/// A place in a plan or a table, for whoever reads what is told of it.
pub fn place_of(sources: &Sources, span: Span) -> Option<Place> {
    let file = sources.get(span.file)?;
    let start = file.position(span.start);
    let file = file.path.clone();
    let name = sources.cell(span);
    Some(Place { file, line: start.line, column: start.column, name, cell: None })
}

impl View<'_> {
    /// A place in a plan.
    fn place(&self, span: Span) -> Option<Place> {
        place_of(self.sources, span)
    }

    /// The cell of a fact.
    fn cell(&self, id: FactId) -> Option<Place> {
        let fact = self.facts.fact(id)?;
        let text = super::layout::clean(self.sources.text(fact.cell).trim());
        self.place(fact.cell).map(|place| Place { cell: Some(text), ..place })
    }
}
