//! The contract for tools (`language.md` §10): field names and strings here never change their meaning; fields may be
//! added. [`SCHEMA`] describes it as a JSON Schema.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::texts::Texts;
use super::{View, remarks, words};
use crate::actuals::{FactValue, Key, RemarkKind, Subject};
use crate::diagnostics::render::json::{DiagnosticJson, diagnostics, pretty_of_size};
use crate::eval::result::{KpiResult, Published, State, Verdict};
use crate::plan::offices::Offices;
use crate::plan::{Kpi, KpiId, Level, Objective, ObjectiveId, Weight};
use crate::value::{Comparator, Exact, Value};

/// The JSON Schema (draft 2020-12) of what [`render`] gives.
pub const SCHEMA: &str = include_str!("result.schema.json");

/// The version of the contract.
const CONTRACT: u32 = 1;
/// Decimals of an amount.
const PLACES: u32 = 10;

/// The whole document, with a newline at its end.
pub fn render(view: &View) -> String {
    let offices = Offices::of(view.plan);
    let document = Document {
        schema: CONTRACT,
        piaoc: env!("CARGO_PKG_VERSION"),
        period: view.evaluation.period.to_string(),
        provisional: view.evaluation.provisional,
        starting_state: view.evaluation.starting_state,
        inputs: inputs(view),
        plan: PlanOut {
            title: &view.plan.title,
            entity: view.plan.entity.as_deref(),
            performance: view.evaluation.plan.performance.as_ref().map(amount),
            coverage: amount(&view.evaluation.plan.coverage),
        },
        areas: at_levels(view, &[Level::Area]).par_iter().filter_map(|id| area(view, *id)).collect(),
        objectives: at_levels(view, &[Level::Objective, Level::Action])
            .par_iter()
            .with_min_len(64)
            .filter_map(|id| objective(view, &offices, *id))
            .collect(),
        diagnostics: diagnostics(view.sources, view.diagnostics, view.lang),
    };
    // About what an indicator takes; growing the text step by step would touch twice the memory.
    pretty_of_size(&document, view.plan.kpis.len().saturating_mul(1_200))
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    piaoc: &'static str,
    period: String,
    provisional: bool,
    starting_state: bool,
    inputs: Vec<InputOut<'a>>,
    plan: PlanOut<'a>,
    areas: Vec<AreaOut<'a>>,
    objectives: Vec<ObjectiveOut<'a>>,
    diagnostics: Vec<DiagnosticJson>,
}

#[derive(Serialize)]
struct InputOut<'a> {
    path: &'a str,
    sha256: String,
}

#[derive(Serialize)]
struct PlanOut<'a> {
    title: &'a str,
    entity: Option<&'a str>,
    performance: Option<String>,
    coverage: String,
}

#[derive(Serialize)]
struct AreaOut<'a> {
    code: &'a str,
    title: &'a str,
    parent: Option<&'a str>,
    weight: Option<String>,
    performance: Option<String>,
    coverage: String,
}

#[derive(Serialize)]
struct ObjectiveOut<'a> {
    code: &'a str,
    kind: &'static str,
    title: &'a str,
    parent: Option<&'a str>,
    weight: Option<String>,
    performance: Option<String>,
    coverage: String,
    monitoring: Option<MonitoringOut<'a>>,
    remarks: Vec<RemarkOut<'a>>,
    texts: TextsOut<'a>,
    kpis: Vec<KpiOut<'a>>,
}

#[derive(Serialize)]
struct KpiOut<'a> {
    key: &'a str,
    code: Option<&'a str>,
    title: &'a str,
    weight: Option<String>,
    share: Option<String>,
    plan_share: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    unit: Option<&'a str>,
    per: Option<String>,
    comparator: Option<Comparator>,
    target: Option<String>,
    targets: Vec<TargetOut>,
    baseline: Option<BaselineOut>,
    actual: Option<String>,
    published: Option<PublishedOut<'a>>,
    performance: Option<String>,
    state: &'static str,
    rule: Option<String>,
    reason: Option<String>,
    esito: Option<&'a str>,
    #[serde(rename = "override")]
    overridden: Option<OverrideOut<'a>>,
    monitoring: Option<MonitoringOut<'a>>,
    structures: Vec<StructureOut<'a>>,
    remarks: Vec<RemarkOut<'a>>,
    texts: TextsOut<'a>,
}

#[derive(Serialize)]
struct RemarkOut<'a> {
    kind: &'static str,
    of: &'a str,
    period: String,
    text: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

#[derive(Serialize)]
struct PublishedOut<'a> {
    value: Option<String>,
    verdict: &'static str,
    allowed: Option<&'a str>,
}

#[derive(Serialize)]
struct TextsOut<'a> {
    description: Option<&'a str>,
    tipologia: Option<&'a str>,
    source: Option<&'a str>,
    updates: Vec<&'a str>,
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct StructureOut<'a> {
    ident: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct TargetOut {
    period: String,
    comparator: Option<Comparator>,
    value: Option<String>,
}

#[derive(Serialize)]
struct BaselineOut {
    period: String,
    value: Option<String>,
}

#[derive(Serialize)]
struct OverrideOut<'a> {
    score: String,
    computed: Option<String>,
    reason: &'a str,
    author: Option<&'a str>,
}

#[derive(Serialize)]
struct MonitoringOut<'a> {
    state: Option<&'static str>,
    declared: Option<&'static str>,
    progress: Option<String>,
    reason: Option<&'a str>,
}

fn inputs<'a>(view: &View<'a>) -> Vec<InputOut<'a>> {
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    // The sheets of a workbook are one file.
    let mut known = FxHashSet::default();
    view.sources
        .iter()
        .filter(|(_, file)| file.sheet.is_none() || known.insert(&file.path))
        .map(|(_, file)| InputOut { path: &file.path, sha256: hexadecimal(&Sha256::digest(file.bytes())) })
        .collect()
}

fn at_levels(view: &View, levels: &[Level]) -> Vec<ObjectiveId> {
    view.plan.objective_ids().filter(|id| levels.contains(&view.plan.objective(*id).level)).collect()
}

fn area<'a>(view: &View<'a>, id: ObjectiveId) -> Option<AreaOut<'a>> {
    let area = view.plan.objective(id);
    let total = &view.objective(id)?.total;
    Some(AreaOut {
        code: &area.code,
        title: &area.title,
        parent: parent(view, area),
        weight: area.weight.as_ref().map(weight),
        performance: total.performance.as_ref().map(amount),
        coverage: amount(&total.coverage),
    })
}

fn objective<'a>(view: &View<'a>, offices: &Offices<'a>, id: ObjectiveId) -> Option<ObjectiveOut<'a>> {
    let objective = view.plan.objective(id);
    let result = view.objective(id)?;
    let total = &result.total;
    Some(ObjectiveOut {
        code: &objective.code,
        kind: if objective.level == Level::Action { "azione" } else { "obiettivo" },
        title: &objective.title,
        parent: parent(view, objective),
        weight: objective.weight.as_ref().map(weight),
        performance: total.performance.as_ref().map(amount),
        coverage: amount(&total.coverage),
        monitoring: monitoring(view, None, result.declared),
        remarks: remarks_out(view, &remarks::of_objective(view, id)),
        texts: texts(Texts::of(&objective.details)),
        kpis: objective.kpis.iter().filter_map(|kpi| kpi_out(view, offices, *kpi)).collect(),
    })
}

fn kpi_out<'a>(view: &View<'a>, offices: &Offices<'a>, id: KpiId) -> Option<KpiOut<'a>> {
    let kpi = view.plan.kpi(id);
    let result = view.kpi(id)?;
    let rule = result.scoring.as_ref().map_or(kpi.scoring.rule, |scored| scored.rule);
    Some(KpiOut {
        key: &kpi.key,
        code: kpi.code.as_deref(),
        title: &kpi.title,
        weight: kpi.weight.as_ref().map(weight),
        share: result.share.as_ref().map(amount),
        plan_share: result.plan_share.as_ref().map(amount),
        kind: kpi.kind.contract_name(),
        unit: kpi.kind.unit().or(kpi.unit.as_deref()),
        per: kpi.per.as_ref().map(amount),
        comparator: result.target.as_ref().map(|target| target.comparator),
        target: result.target.as_ref().map(|target| target.value.contract()),
        targets: targets(kpi),
        baseline: baseline(kpi),
        actual: result.actual.value.as_ref().ok().map(|(value, _)| value.contract()),
        published: result.published.and_then(|published| self::published(view, published)),
        performance: result.performance.as_ref().map(amount),
        state: match result.state {
            State::Scored => "scored",
            State::Unavailable => "unavailable",
            State::Override => "override",
        },
        rule: Some(words::rule(view.plan, rule)),
        reason: result
            .missing
            .as_ref()
            .map(|missing| words::missing(view.plan, missing).get(view.lang).to_owned()),
        esito: result.outcome.as_deref(),
        overridden: overridden(result),
        monitoring: result
            .monitoring
            .as_ref()
            .and_then(|state| monitoring(view, state.state.map(|state| state.italian()), state.declared)),
        structures: offices
            .structures_of(kpi)
            .map(|(_, structure)| StructureOut { ident: &structure.ident, title: &structure.title })
            .collect(),
        remarks: remarks_out(view, &remarks::of_kpi(view, id)),
        texts: texts(Texts::of_kpi(view.plan, kpi)),
    })
}

fn remarks_out<'a>(view: &View<'a>, remarks: &[remarks::On<'a>]) -> Vec<RemarkOut<'a>> {
    let one = |on: &remarks::On<'a>| {
        let remark = on.remark;
        let at = view.sources.range(remark.cell).0;
        RemarkOut {
            kind: match remark.kind {
                RemarkKind::Note => "note",
                RemarkKind::Evidence => "evidence",
            },
            of: match on.of {
                Key::Value(Subject::Kpi(id)) => &view.plan.kpi(id).key,
                Key::Value(Subject::Measure(id)) => &view.plan.measure(id).key,
                Key::Objective(id) => &view.plan.objective(id).code,
            },
            period: remark.period.to_string(),
            text: &remark.text,
            file: view.sources.path(remark.cell.file),
            line: at.line,
            column: at.column,
            cell: view.sources.cell(remark.cell),
        }
    };
    remarks.iter().map(one).collect()
}

fn texts(texts: Texts<'_>) -> TextsOut<'_> {
    let Texts { description, kind, source, updates, notes } = texts;
    TextsOut { description, tipologia: kind, source, updates, notes }
}

fn published<'a>(view: &View<'a>, published: Published) -> Option<PublishedOut<'a>> {
    let fact = view.facts.fact(published.fact)?;
    Some(PublishedOut {
        value: match &fact.value {
            FactValue::Given(literal) => literal.value().map(|value| value.contract()),
            FactValue::Unavailable(_) | FactValue::Empty => None,
        },
        verdict: match published.verdict {
            Verdict::Agrees => "agrees",
            Verdict::Rounding => "rounding",
            Verdict::Contradicts => "contradicts",
        },
        allowed: view.allows_published(fact.cell),
    })
}

fn targets(kpi: &Kpi) -> Vec<TargetOut> {
    kpi.targets
        .iter()
        .map(|target| TargetOut {
            period: target.period.to_string(),
            comparator: target.bound.as_ref().map(|(comparator, _)| *comparator),
            value: target.bound.as_ref().map(|(_, value)| value.contract()),
        })
        .collect()
}

fn baseline(kpi: &Kpi) -> Option<BaselineOut> {
    let latest = kpi.baselines.iter().max_by_key(|baseline| baseline.period)?;
    Some(BaselineOut { period: latest.period.to_string(), value: latest.value.as_ref().map(Value::contract) })
}

fn overridden(result: &KpiResult) -> Option<OverrideOut<'_>> {
    let change = result.overridden.as_ref()?;
    Some(OverrideOut {
        score: amount(&change.score),
        computed: result.scoring.as_ref().map(|scored| amount(&scored.score)),
        reason: &change.reason,
        author: change.author.as_deref(),
    })
}

/// `null` when there is neither a computed nor a declared state.
fn monitoring<'a>(
    view: &View<'a>,
    state: Option<&'static str>,
    declared: Option<usize>,
) -> Option<MonitoringOut<'a>> {
    let declared = view.declared(declared);
    (state.is_some() || declared.is_some()).then(|| MonitoringOut {
        state,
        declared: declared.map(|declared| declared.state.italian()),
        progress: declared.and_then(|declared| declared.progress).map(|progress| amount(&progress.into())),
        reason: declared.and_then(|declared| declared.reason.as_deref()),
    })
}

fn parent<'a>(view: &View<'a>, objective: &Objective) -> Option<&'a str> {
    objective.parent.map(|parent| view.plan.objective(parent).code.as_str())
}

fn weight(weight: &Weight) -> String {
    amount(&weight.value)
}

fn amount(number: &Exact) -> String {
    number.plain(PLACES)
}
