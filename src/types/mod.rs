//! From the outline to a [`Plan`]: every value gets its type, every rule its place, weights and rollups are summed up
//! and followed. All faults are found in one run; the plan is built only if none of them is an error.

mod algorithm;
mod bands;
mod details;
mod faults;
mod header;
mod kpi;
mod literal;
mod overrides;
mod rollups;
mod scoring;
mod targets;
mod weights;

pub use algorithm::operation;
pub use scoring::latest_before;

use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, any_error};
use crate::plan::{Bands, BandsId, KpiId, Level, Measure, MeasureId, Objective, ObjectiveId, Plan};
use crate::resolve::Outline;
use crate::source::Span;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{AttributeValue, Head};

/// Everything checked that KPIs need, before the KPIs themselves.
struct Context<'o, 't> {
    outline: &'o Outline<'t>,
    header: header::Header,
    /// Shared measures first, then operands as KPIs bring them.
    measures: Vec<Measure>,
    /// By the outline's index; `None` where a fault spoils them.
    bands: Vec<Option<Bands>>,
    /// Rule written on an objective or area, with those above already looked through.
    scoring: Vec<Option<scoring::Written<'t>>>,
    faults: &'o mut Vec<Diagnostic>,
}

/// Checks an outline whole. `None` if there is any error, here or already in `faults`.
pub fn check(outline: &Outline<'_>, start: Span, faults: &mut Vec<Diagnostic>) -> Option<Plan> {
    let header = header::read(outline, start, faults);
    let bands = bands::read_all(outline, faults);
    let measures = read_measures(outline);
    let mut context = Context { outline, header, measures, bands, scoring: Vec::new(), faults };
    context.scoring = scoring::of_objectives(&mut context);
    details::check_exceptions(outline, context.faults);
    weights::check(outline, context.faults);
    let rollups = rollups::read_all(&mut context);
    let kpis: Vec<Option<crate::plan::Kpi>> =
        (0..outline.kpis.len()).map(|index| kpi::read(&mut context, index, &rollups)).collect();
    let overrides = overrides::read_all(&mut context);
    details::check_structures(outline, context.faults);
    details::check_required(&context, &kpis).into_iter().for_each(|fault| context.faults.push(fault));
    if any_error(context.faults) {
        return None;
    }
    let kpis: Option<Vec<crate::plan::Kpi>> = kpis.into_iter().collect();
    let bands: Option<Vec<Bands>> = context.bands.into_iter().collect();
    Some(assemble(outline, context.header, kpis?, context.measures, bands?, overrides))
}

fn assemble(
    outline: &Outline<'_>,
    header: header::Header,
    kpis: Vec<crate::plan::Kpi>,
    measures: Vec<Measure>,
    bands: Vec<Bands>,
    overrides: FxHashMap<(KpiId, crate::value::Period), crate::plan::Override>,
) -> Plan {
    let objectives: Vec<Objective> = outline
        .objectives
        .iter()
        .map(|declared| Objective {
            level: match declared.item.keyword.node {
                ItemKeyword::Area => Level::Area,
                ItemKeyword::Action => Level::Action,
                _ => Level::Objective,
            },
            code: declared.code.unwrap_or("").to_owned(),
            title: declared.title.to_owned(),
            parent: declared.parent.map(|parent| ObjectiveId(parent as u32)),
            children: declared.children.iter().map(|child| ObjectiveId(*child as u32)).collect(),
            kpis: declared.kpis.iter().map(|kpi| KpiId(*kpi as u32)).collect(),
            weight: weights::written(declared.item),
            incomplete: declared.item.attribute(Keyword::IncompleteWeights).and_then(|attribute| {
                match &attribute.value {
                    AttributeValue::IncompleteWeights(reason) => Some(reason.node.to_string()),
                    _ => None,
                }
            }),
            details: details::read(outline, &[declared.item]),
            span: declared.span,
        })
        .collect();
    let roots = (0..objectives.len() as u32)
        .map(ObjectiveId)
        .filter(|id| objectives.get(id.index()).is_some_and(|objective| objective.parent.is_none()))
        .collect();
    Plan {
        title: header.title,
        entity: header.entity,
        years: header.years,
        exercise: header.exercise,
        approved: header.approved,
        missing: header.missing,
        objectives,
        roots,
        kpis,
        measures,
        bands,
        overrides,
        structures: details::structures(outline),
        details: outline.plan.map(|plan| details::read(outline, &[plan])).unwrap_or_default(),
        span: header.span,
    }
}

/// The shared measures; their ids are their places in the outline.
fn read_measures(outline: &Outline<'_>) -> Vec<Measure> {
    outline
        .measures
        .list
        .iter()
        .map(|(ident, item)| {
            let (kind, unit) = literal::unit_of(item);
            Measure {
                key: (*ident).to_owned(),
                title: match &item.head {
                    Some(Head::Measure { title: Some(title), .. }) => title.node.to_string(),
                    _ => String::new(),
                },
                kind,
                unit,
                accumulate: literal::accumulation(item),
                owner: None,
                details: details::read(outline, &[item]),
                span: item.head.as_ref().map_or(item.span, |head| match head {
                    Head::Measure { ident, .. } => ident.span,
                    _ => item.span,
                }),
            }
        })
        .collect()
}

impl Context<'_, '_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    fn measure(&self, id: MeasureId) -> Option<&Measure> {
        self.measures.get(id.index())
    }

    fn bands(&self, id: BandsId) -> Option<&Bands> {
        self.bands.get(id.index()).and_then(Option::as_ref)
    }
}
