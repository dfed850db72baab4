//! From the outline to a [`Plan`]: every value gets its type, every rule its place, weights and rollups are summed up
//! and followed. All faults are found in one run; the plan is built only if none of them is an error.

mod accumulation;
mod algorithm;
mod bands;
mod details;
mod exceptions;
mod faults;
mod header;
mod kpi;
mod literal;
mod overrides;
mod rollups;
mod scoring;
mod targets;
mod watch;
mod weights;

pub use algorithm::{Clash, operation};
pub use exceptions::{Exception, Exceptions};
pub use watch::{Seen, Typed, Watch, Years};
pub use weights::{equal_shares, value as weight_value};

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostics::{Diagnostic, any_error};
use crate::plan::{
    Bands, BandsId, Details, Kpi, KpiId, Level, Measure, MeasureId, Objective, ObjectiveId, Plan,
};
use crate::resolve::Outline;
use crate::source::Span;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{AttributeValue, Head};

/// Everything that KPIs need, checked before the KPIs themselves.
struct Common<'o, 't> {
    outline: &'o Outline<'t>,
    header: header::Header,
    /// The shared measures; their ids are their places.
    measures: Vec<Measure>,
    /// By the outline's index; `None` where a fault spoils them.
    bands: Vec<Option<Bands>>,
    /// Rule written on an objective or area, with those above already looked through.
    scoring: Vec<Option<scoring::Written<'t>>>,
    /// What each rollup KPI is of.
    rollups: rollups::Rollups,
    /// The describing attributes of the catalogue's entries.
    catalogue: FxHashMap<Span, Arc<Details>>,
}

/// What reading some KPIs brings, beside the KPIs: their operands and faults. KPIs are independent of each other, so
/// they are read in batches on all cores.
struct Context<'c, 'o, 't> {
    keep: Keep,
    common: &'c Common<'o, 't>,
    /// Private operands; their ids follow the shared measures'.
    operands: Vec<Measure>,
    faults: Vec<Diagnostic>,
}

/// What a check leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The plan, if there is no error.
    Plan,
    /// Only the diagnostics: each KPI is forgotten when it is checked, which spares a third of the memory.
    Diagnostics,
}

/// Checks an outline whole. There is no plan if there is any error, here or already in `faults`, or if none is wanted.
pub fn check<W: Watch>(
    outline: &Outline<'_>,
    start: Span,
    keep: Keep,
    watch: &W,
    faults: &mut Vec<Diagnostic>,
) -> Typed<W::Kept> {
    let common = Common {
        outline,
        header: header::read(outline, start, faults),
        measures: read_measures(outline),
        bands: bands::read_all(outline, faults),
        scoring: scoring::of_objectives(outline),
        rollups: rollups::read_all(outline, faults),
        catalogue: match keep {
            Keep::Plan => details::of_catalogue(outline),
            Keep::Diagnostics => FxHashMap::default(),
        },
    };
    accumulation::of_measures(outline, faults);
    let overrides = overrides::read_all(outline, faults);
    let required = details::required_fields(outline, faults);
    let read_kpis = || -> Vec<Batch<W::Kept>> {
        (0..outline.kpis.len().div_ceil(BATCH))
            .into_par_iter()
            .map(|batch| read_batch(&common, batch, &required, keep, watch))
            .collect()
    };
    // Nothing of this needs a KPI's types: it is done while the KPIs are read.
    let (batches, (found, objectives)) = rayon::join(read_kpis, || {
        let mut found = Vec::new();
        exceptions::check(outline, &mut found);
        weights::check(outline, &mut found);
        details::check_structures(outline, &mut found);
        (found, if keep == Keep::Plan { read_objectives(outline) } else { Vec::new() })
    });
    faults.extend(found);
    let mut typed = Typed { plan: None, kept: Vec::with_capacity(batches.len()) };
    let mut kpis = Vec::with_capacity(if keep == Keep::Plan { outline.kpis.len() } else { 0 });
    let mut measures = common.measures;
    let shared = measures.len() as u32;
    measures.reserve_exact(batches.iter().map(|batch| batch.operands.len()).sum());
    for batch in batches {
        let offset = (measures.len() as u32).saturating_sub(shared);
        kpis.extend(batch.kpis.into_iter().map(|kpi| kpi.map(|kpi| kpi::renumbered(kpi, shared, offset))));
        measures.extend(batch.operands);
        faults.extend(batch.faults);
        typed.kept.push(batch.kept);
    }
    if any_error(faults) || keep == Keep::Diagnostics {
        return typed;
    }
    let kpis: Option<Vec<Kpi>> = kpis.into_iter().collect();
    let bands: Option<Vec<Bands>> = common.bands.into_iter().collect();
    typed.plan = kpis
        .zip(bands)
        .map(|(kpis, bands)| assemble(outline, common.header, objectives, kpis, measures, bands, overrides));
    typed
}

/// KPIs read together.
const BATCH: usize = 512;

struct Batch<K> {
    kpis: Vec<Option<Kpi>>,
    operands: Vec<Measure>,
    faults: Vec<Diagnostic>,
    kept: K,
}

fn read_batch<W: Watch>(
    common: &Common<'_, '_>,
    batch: usize,
    required: &details::Required,
    keep: Keep,
    watch: &W,
) -> Batch<W::Kept> {
    let first = batch.saturating_mul(BATCH);
    // Most KPIs have two operands; what is forgotten at once needs no room.
    let room =
        if keep == Keep::Plan { BATCH.min(common.outline.kpis.len().saturating_sub(first)) } else { 0 };
    let operands = Vec::with_capacity(room.saturating_mul(2));
    let mut context = Context { keep, common, operands, faults: Vec::new() };
    let mut kpis = Vec::with_capacity(room);
    let mut kept = W::Kept::default();
    for index in first..first.saturating_add(BATCH).min(common.outline.kpis.len()) {
        let kpi = kpi::read(&mut context, index);
        if let Some(kpi) = &kpi {
            details::check_required(&mut context, index, kpi, required);
            if let Some(declared) = common.outline.kpis.get(index) {
                let seen = Seen { index, declared, kpi, context: &context };
                watch.kpi(&seen, &mut kept);
            }
        }
        match keep {
            Keep::Plan => kpis.push(kpi),
            Keep::Diagnostics => context.operands.clear(),
        }
    }
    Batch { kpis, operands: context.operands, faults: context.faults, kept }
}

fn assemble(
    outline: &Outline<'_>,
    header: header::Header,
    objectives: Vec<Objective>,
    kpis: Vec<Kpi>,
    measures: Vec<Measure>,
    bands: Vec<Bands>,
    overrides: FxHashMap<(KpiId, crate::plan::End), crate::plan::Override>,
) -> Plan {
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
        details: outline.plan.map(|plan| details::read(outline, plan)).unwrap_or_default(),
        span: header.span,
    }
}

/// Areas, objectives and actions; their ids are their places in the outline.
fn read_objectives(outline: &Outline<'_>) -> Vec<Objective> {
    outline
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
            details: details::read(outline, declared.item),
            span: declared.span,
        })
        .collect()
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
                details: details::read(outline, item),
                span: item.head.as_ref().map_or(item.span, |head| match head {
                    Head::Measure { ident, .. } => ident.span,
                    _ => item.span,
                }),
            }
        })
        .collect()
}

impl<'o, 't> std::ops::Deref for Context<'_, 'o, 't> {
    type Target = Common<'o, 't>;
    fn deref(&self) -> &Common<'o, 't> {
        self.common
    }
}

impl Context<'_, '_, '_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// The id that the next private operand gets.
    fn next_operand(&self) -> MeasureId {
        MeasureId(self.common.measures.len().saturating_add(self.operands.len()) as u32)
    }

    fn measure(&self, id: MeasureId) -> Option<&Measure> {
        let shared = &self.common.measures;
        shared.get(id.index()).or_else(|| self.operands.get(id.index().checked_sub(shared.len())?))
    }

    fn bands(&self, id: BandsId) -> Option<&Bands> {
        self.bands.get(id.index()).and_then(Option::as_ref)
    }
}
