//! Expectations held against a result: first bound to the plan, then compared at the digits written.

use std::path::Path;

use rust_decimal::Decimal;

use super::faults;
use super::{Expectation, Expected, Scenario};
use crate::actuals::{Found, Key, KeyIndex, MonitoringState, Subject, fit_value};
use crate::diagnostics::paste::Command;
use crate::diagnostics::{Code, Diagnostic, Severity, Text, nearest, say};
use crate::eval::result::PartOf;
use crate::output::why::{Explanation, explain};
use crate::output::{View, figures, words};
use crate::plan::{KpiId, Plan};
use crate::source::{Span, Spanned};
use crate::value::{Exact, LiteralValue, Mark, Value, fold_name};

/// Decimals of a performance that was expected with fewer.
const PLACES: u32 = 2;
/// Decimals of a value that fewer would not tell from what was expected.
const MORE_PLACES: u32 = 10;

/// An expectation held against a result.
#[derive(Debug, Clone)]
pub struct Check {
    /// All that stands after `attesa`.
    pub span: Span,
    /// Whether it came out so.
    pub held: bool,
    /// What was asked for: `performance A.1`.
    pub asked: String,
    /// What was expected of it; nothing of a diagnostic.
    pub expected: Option<String>,
    /// What came out, as it would be expected; `None` where it can't be.
    pub came: Option<String>,
    /// What came out, for people, with the reason where nothing did.
    pub got: Text,
    /// Where the expected value stands; the whole where there is none.
    pub value: Span,
    /// How to see why it came out so.
    pub why: Option<Why>,
}

/// How to see why.
#[derive(Debug, Clone)]
pub enum Why {
    /// The command that tells.
    Command(String),
    /// The derivation itself, where the data stand in the scenario and no command has them.
    Derivation(Box<Explanation>),
}

/// An expectation whose names are bound to a plan.
#[derive(Debug)]
pub(super) struct Bound<'e> {
    expectation: &'e Expectation,
    asked: Asked<'e>,
}

#[derive(Debug)]
enum Asked<'e> {
    Performance(Named, &'e Spanned<Option<Decimal>>),
    Value(KpiId, Spanned<Option<LiteralValue>>),
    State(PartOf, &'e Spanned<MonitoringState>),
    Diagnostic(Code),
    NoDiagnostics,
}

/// What has a performance.
#[derive(Debug, Clone, Copy)]
enum Named {
    Plan,
    Part(PartOf),
}

impl Expectation {
    /// Whether diagnostics are all that it asks for: then it can hold without any result.
    pub(super) fn is_of_diagnostics(&self) -> bool {
        matches!(self.what, Expected::Diagnostic(_) | Expected::NoDiagnostics)
    }
}

/// Binds the expectations of a scenario to a plan.
///
/// # Errors
/// What in them is not of this plan.
pub(super) fn bind<'e>(
    scenario: &'e Scenario,
    plan: &Plan,
    index: &KeyIndex<'_>,
) -> Result<Vec<Bound<'e>>, Vec<Diagnostic>> {
    let mut bound = Vec::new();
    let mut found = Vec::new();
    for expectation in &scenario.expected {
        match bind_one(expectation, plan, index) {
            Ok(asked) => bound.push(Bound { expectation, asked }),
            Err(fault) => found.push(*fault),
        }
    }
    if found.is_empty() { Ok(bound) } else { Err(found) }
}

/// Expectations that ask for diagnostics alone, of which nothing is to be bound.
pub(super) fn of_diagnostics(scenario: &Scenario) -> Vec<Bound<'_>> {
    let asked = |expectation: &Expectation| match &expectation.what {
        Expected::Diagnostic(code) => Asked::Diagnostic(*code),
        _ => Asked::NoDiagnostics,
    };
    scenario.expected.iter().map(|expectation| Bound { expectation, asked: asked(expectation) }).collect()
}

fn bind_one<'e>(
    expectation: &'e Expectation,
    plan: &Plan,
    index: &KeyIndex<'_>,
) -> Result<Asked<'e>, Box<Diagnostic>> {
    Ok(match &expectation.what {
        Expected::Performance(key, points) => Asked::Performance(named(key, plan, index)?, points),
        Expected::Value(key, value) => {
            let Named::Part(PartOf::Kpi(id)) = named(key, plan, index)? else {
                return Err(Box::new(faults::only_of_kpis(key.span, &key.node)));
            };
            let kpi = plan.kpi(id);
            let fitted = match value.node.clone() {
                Some(literal) => {
                    let written = literal.printed();
                    let fitted = fit_value(literal, Some(kpi.kind), Mark::Comma);
                    let fault =
                        |misfit| Box::new(faults::misfit(value.span, &written, &kpi.key, kpi.kind, &misfit));
                    Some(fitted.map_err(fault)?)
                }
                None => None,
            };
            Asked::Value(id, Spanned::new(fitted, value.span))
        }
        Expected::State(key, state) => match named(key, plan, index)? {
            Named::Part(part) => Asked::State(part, state),
            Named::Plan => return Err(Box::new(faults::only_of_kpis(key.span, &key.node))),
        },
        Expected::Diagnostic(code) => Asked::Diagnostic(*code),
        Expected::NoDiagnostics => Asked::NoDiagnostics,
    })
}

fn named(key: &Spanned<String>, plan: &Plan, index: &KeyIndex<'_>) -> Result<Named, Box<Diagnostic>> {
    if fold_name(&key.node) == "piano" {
        return Ok(Named::Plan);
    }
    let fault = match index.find(&key.node) {
        Found::One(Key::Objective(id)) => return Ok(Named::Part(PartOf::Objective(id))),
        Found::One(Key::Value(Subject::Kpi(id))) => return Ok(Named::Part(PartOf::Kpi(id))),
        Found::One(Key::Value(Subject::Measure(_))) => faults::only_data(key.span, &key.node),
        Found::Several(..) => faults::ambiguous_key(key.span, &key.node),
        Found::Nothing(_) => {
            // The name of a KPI without its objective is meant as that KPI's.
            let named = match index.find_anywhere(&key.node) {
                Found::One(Key::Value(Subject::Kpi(id))) => Some(id),
                Found::Several(several, _) => several.into_iter().find_map(|key| match key {
                    Key::Value(Subject::Kpi(id)) => Some(id),
                    _ => None,
                }),
                _ => None,
            };
            let keys = plan.kpis.iter().map(|kpi| kpi.key.as_str());
            let codes = plan.objectives.iter().map(|objective| objective.code.as_str());
            let near =
                named.map(|id| plan.kpi(id).key.as_str()).or_else(|| nearest(&key.node, codes.chain(keys)));
            faults::unknown_key(key.span, &key.node, near)
        }
    };
    Err(Box::new(fault))
}

/// What a scenario's result is, and how to ask for it again.
#[derive(Clone, Copy)]
pub(super) struct Evaluated<'v> {
    /// The result itself.
    pub view: View<'v>,
    /// The plan's file and the scenario's, its folder being that of `consuntivi`.
    pub plan: &'v Path,
    /// The scenario's file.
    pub file: &'v Path,
    /// The scenario.
    pub scenario: &'v Scenario,
}

/// Holds expectations of diagnostics against what was said of plan and actuals. `text` is the scenario's file.
pub(super) fn check_diagnostics(bound: &Bound<'_>, diagnostics: &[Diagnostic], text: &str) -> Option<Check> {
    let said = |wanted: &dyn Fn(&Diagnostic) -> bool| {
        let mut codes: Vec<&str> =
            diagnostics.iter().filter(|d| wanted(d)).map(|diagnostic| diagnostic.code.name()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.join(", ")
    };
    let (held, got) = match bound.asked {
        Asked::Diagnostic(code) => {
            let held = diagnostics.iter().any(|diagnostic| diagnostic.code == code);
            let codes = said(&|_| true);
            let got = match codes.as_str() {
                _ if held => say!("c'è", "it is there"),
                "" => say!("non c'è, e nessun'altra", "it is not there, nor any other"),
                _ => say!("non c'è; ci sono {codes}", "it is not there; there are {codes}"),
            };
            (held, got)
        }
        Asked::NoDiagnostics => {
            let codes = said(&|diagnostic| diagnostic.severity != Severity::Hint);
            let got = match codes.as_str() {
                "" => say!("non ce ne sono", "there are none"),
                _ => say!("ci sono {codes}", "there are {codes}"),
            };
            (codes.is_empty(), got)
        }
        Asked::Performance(..) | Asked::Value(..) | Asked::State(..) => return None,
    };
    let span = bound.expectation.span;
    let asked = written(text, span).to_owned();
    Some(Check { span, held, asked, expected: None, came: None, got, value: span, why: None })
}

/// Holds an expectation against a result.
pub(super) fn check(bound: &Bound<'_>, result: Evaluated<'_>, text: &str) -> Check {
    let view = &result.view;
    if let Some(check) = check_diagnostics(bound, view.diagnostics, text) {
        return check;
    }
    let (value, Outcome { held, got, came }) = match &bound.asked {
        Asked::Performance(named, points) => (points.span, performance(view, *named, points.node)),
        Asked::Value(id, value) => (value.span, actual(view, *id, value.node.as_ref())),
        Asked::State(part, state) => (state.span, monitoring(view, *part, state.node)),
        Asked::Diagnostic(_) | Asked::NoDiagnostics => (bound.expectation.span, Outcome::default()),
    };
    let span = bound.expectation.span;
    let before = Span { end: value.start, ..span };
    let asked = written(text, before).trim_end().trim_end_matches('=').trim_end().to_owned();
    Check {
        span,
        held,
        asked,
        expected: Some(written(text, value).to_owned()),
        why: if held || came.is_none() { None } else { why(bound, result) },
        came,
        got,
        value,
    }
}

fn written(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or("")
}

/// What came out of one comparison.
#[derive(Default)]
struct Outcome {
    held: bool,
    got: Text,
    came: Option<String>,
}

impl Outcome {
    fn new(held: bool, came: String) -> Outcome {
        Outcome { held, got: Text::same(came.clone()), came: Some(came) }
    }
}

const UNAVAILABLE: &str = "non disponibile";

/// Nothing came out, for a reason if one is known.
fn unavailable(held: bool, reason: Option<Text>) -> Outcome {
    let outcome = Outcome::new(held, UNAVAILABLE.to_owned());
    match reason {
        Some(Text { it, en }) => {
            Outcome { got: say!("{UNAVAILABLE} ({it})", "{UNAVAILABLE} ({en})"), ..outcome }
        }
        None => outcome,
    }
}

fn performance(view: &View<'_>, of: Named, expected: Option<Decimal>) -> Outcome {
    let got = match of {
        Named::Plan => view.evaluation.plan.performance.as_ref(),
        Named::Part(PartOf::Objective(id)) => {
            view.objective(id).and_then(|result| result.total.performance.as_ref())
        }
        Named::Part(PartOf::Kpi(id)) => view.kpi(id).and_then(|result| result.performance.as_ref()),
    };
    let Some(score) = got else { return unavailable(expected.is_none(), reason(view, of)) };
    let places = expected.map_or(PLACES, |points| shown_places(score, points.scale()));
    Outcome::new(expected.is_some_and(|points| agree(score, points)), percent(score, places))
}

fn reason(view: &View<'_>, of: Named) -> Option<Text> {
    let Named::Part(PartOf::Kpi(id)) = of else { return None };
    view.kpi(id)?.missing.as_ref().map(|why| words::missing(view.plan, why))
}

/// Whether a number prints as another at that one's digits: 100/3 is 33,33.
fn agree(number: &Exact, written: Decimal) -> bool {
    let places = written.scale();
    number.rounded(places) == Exact::from(written).rounded(places)
}

/// The digits written, but at least two decimals where the number has them.
fn shown_places(number: &Exact, written: u32) -> u32 {
    let (_, _, decimals) = number.rounded(written.max(PLACES));
    let beyond = decimals.get(written as usize..).unwrap_or("");
    if beyond.chars().all(|digit| digit == '0') { written } else { written.max(PLACES) }
}

/// `66,75%`, with exactly so many decimals.
pub(super) fn percent(number: &Exact, places: u32) -> String {
    let (negative, whole, decimals) = number.rounded(places);
    let sign = if negative { "-" } else { "" };
    let mark = if decimals.is_empty() { "" } else { "," };
    format!("{sign}{whole}{mark}{decimals}%")
}

fn actual(view: &View<'_>, id: KpiId, expected: Option<&LiteralValue>) -> Outcome {
    let kpi = view.plan.kpi(id);
    let Some(Ok((value, kind))) = view.kpi(id).map(|result| &result.actual.value) else {
        return unavailable(expected.is_none(), reason(view, Named::Part(PartOf::Kpi(id))));
    };
    let held = match (expected, value) {
        (None, _) => false,
        (Some(literal), Value::Amount(amount)) => {
            literal.number().is_some_and(|number| agree(amount, number))
        }
        (Some(literal), value) => literal.value().as_ref() == Some(value),
    };
    let mut shown = figures::value(value, *kind, kpi.unit.as_deref());
    if !held && expected.is_some_and(|literal| literal.show() == shown) {
        // They differ beyond the digits that are usually shown.
        shown = value.show(*kind, kpi.unit.as_deref(), MORE_PLACES);
    }
    Outcome::new(held, shown)
}

fn monitoring(view: &View<'_>, of: PartOf, expected: MonitoringState) -> Outcome {
    let declared = |index: Option<usize>| {
        index.and_then(|index| view.facts.declared.get(index)).map(|(_, declared)| declared.state)
    };
    let state = match of {
        PartOf::Kpi(id) => view
            .kpi(id)
            .and_then(|result| result.monitoring.as_ref())
            .and_then(|monitoring| monitoring.state.or_else(|| declared(monitoring.declared))),
        PartOf::Objective(id) => view.objective(id).and_then(|result| declared(result.declared)),
    };
    match state {
        Some(state) => Outcome::new(state == expected, state.italian().to_owned()),
        None => Outcome {
            held: false,
            got: match of {
                PartOf::Kpi(_) => say!(
                    "nessuno stato: c'è solo durante l'anno, per esempio con `periodo 2025-T2`",
                    "no state: there is one only during the year, for example with `periodo 2025-T2`"
                ),
                PartOf::Objective(_) => say!("nessuno stato dichiarato", "no declared state"),
            },
            came: None,
        },
    }
}

/// How to see why something came out as it did.
fn why(bound: &Bound<'_>, result: Evaluated<'_>) -> Option<Why> {
    let plan = result.view.plan;
    let of_part = |part: &PartOf| match part {
        PartOf::Kpi(id) => plan.kpi(*id).key.clone(),
        PartOf::Objective(id) => plan.objective(*id).code.clone(),
    };
    let key = match &bound.asked {
        Asked::Performance(Named::Plan, _) => "piano".to_owned(),
        Asked::Performance(Named::Part(part), _) | Asked::State(part, _) => of_part(part),
        Asked::Value(id, _) => plan.kpi(*id).key.clone(),
        Asked::Diagnostic(_) | Asked::NoDiagnostics => return None,
    };
    if !result.scenario.data.is_empty() {
        return explain(&result.view, &key).ok().map(|why| Why::Derivation(Box::new(why)));
    }
    let folder = result.file.parent().unwrap_or(Path::new(""));
    let mut command = Command::new("piaoc why").word(result.plan).word(key);
    for table in &result.scenario.tables {
        command = command.option("--actuals", folder.join(&table.node));
    }
    if let Some(period) = &result.scenario.period {
        command = command.option("--period", period.node.to_string());
    }
    Some(Why::Command(command.line()))
}
