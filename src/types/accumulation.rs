//! `cumula` where it can have no effect (`language.md` §7).

use super::{Context, faults, literal};
use crate::diagnostics::Diagnostic;
use crate::plan::{Accumulation, Algorithm, MeasureId};
use crate::resolve::{KpiDecl, Outline};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::Item;
use crate::value::Type;

/// The `cumula` of a KPI: without operands it puts its own values together, otherwise those of its quoted operands.
pub(super) fn check(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    algorithm: &Algorithm,
    operands: &[MeasureId],
    kind: Type,
) {
    let Some((how, span)) = written(kpi) else { return };
    let private: Vec<Option<Type>> = operands
        .iter()
        .filter_map(|id| context.measure(*id))
        .filter(|measure| measure.owner.is_some())
        .map(|measure| measure.kind)
        .collect();
    let fault = match algorithm {
        Algorithm::Rollup(_) => faults::rollup_accumulates(span),
        Algorithm::Own if is_sum_of(how, kind) => faults::sum_of(span, how, kind),
        Algorithm::Own => return,
        _ if private.is_empty() => {
            let shared: Vec<_> = operands.iter().filter_map(|id| context.measure(*id)).collect();
            faults::shared_accumulate(span, &shared)
        }
        _ => match private.into_iter().flatten().find(|kind| is_sum_of(how, *kind)) {
            Some(kind) => faults::sum_of(span, how, kind),
            None => return,
        },
    };
    context.fault(fault);
}

/// The `misura` items whose values can't be put together as they say.
pub(super) fn of_measures(outline: &Outline<'_>, found: &mut Vec<Diagnostic>) {
    for (_, item) in &outline.measures.list {
        if let (Some((how, span)), (Some(kind), _)) = (of_item(item), literal::unit_of(item))
            && is_sum_of(how, kind)
        {
            found.push(faults::sum_of(span, how, kind));
        }
    }
}

/// The KPI's own, else that of a catalogue entry which gives the algorithm too: without one, other KPIs may use it.
fn written(kpi: &KpiDecl<'_>) -> Option<(Accumulation, Span)> {
    let entry = || kpi.indicator.filter(|entry| entry.attribute(Keyword::Algorithm).is_some());
    of_item(kpi.item).or_else(|| of_item(entry()?))
}

fn of_item(item: &Item) -> Option<(Accumulation, Span)> {
    literal::accumulation(item).zip(item.attribute(Keyword::Accumulate).map(|attribute| attribute.span))
}

/// Dates, sì and no can't be added up.
fn is_sum_of(how: Accumulation, kind: Type) -> bool {
    matches!(how, Accumulation::Sum | Accumulation::Mean) && !kind.is_amount()
}
