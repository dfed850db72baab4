//! What is shown beside a KPI's target: its share of the whole plan and, where there is a result, its actual and
//! score. What is not available is said to be so, never shown as 0.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::State;
use crate::actuals::MonitoringState;
use crate::diagnostics::{Lang, Text, say};
use crate::eval::plan_shares;
use crate::eval::result::{KpiResult, State as Counts};
use crate::output::{View, figures, notes, words};
use crate::plan::{Kpi, KpiId};
use crate::resolve::Outline;
use crate::source::{FileId, SourceFile};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::Item;
use crate::syntax::{ItemRange, PieceKind, split_pieces};
use crate::value::Exact;

/// A remark that is shown in the text without being part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte behind which it stands.
    pub offset: usize,
    /// `pesa 2,5% del piano · valore 4 → 66,75%`
    pub text: String,
    /// What else is to be known, such as why there is no number.
    pub tooltip: Option<String>,
}

/// The hints of the KPIs that a range of a file's bytes touches. While a plan has faults they are those of the last state
/// with a result, if there was one, and say so: what one reads beside the text does not come and go as one types.
pub fn hints(
    state: &State,
    before: Option<&State>,
    file: FileId,
    range: Range<usize>,
    lang: Lang,
) -> Vec<Hint> {
    let of = before.unwrap_or(state);
    let (Some(plan), Some(tree)) = (&of.checked.plan, state.tree(file)) else { return Vec::new() };
    let view = of.view(lang);
    let shares = if view.is_none() { plan_shares(plan) } else { Vec::new() };
    let outline = before.map(|_| state.outline());
    let now = outline.as_ref().map(items_by_key);
    let item_of = |kpi: &Kpi| match &now {
        Some(now) => now.get(kpi.key.as_str()).copied().filter(|item| item.span.file == file),
        None => {
            let after = tree.items.partition_point(|item| item.span.start <= kpi.span.start);
            tree.items.get(after.checked_sub(1)?).filter(|_| kpi.span.file == file)
        }
    };
    let touched =
        |item: &Item| item.span.start as usize <= range.end && range.start <= item.span.end as usize;
    let here = |kpi: &Kpi| item_of(kpi).is_some_and(touched);
    let source = state.sources().get(file);
    let hint = |id: KpiId| {
        let kpi = plan.kpi(id);
        let item = item_of(kpi)?;
        let result = view.as_ref().and_then(|view| view.kpi(id));
        let share = match result {
            Some(result) => result.plan_share.as_ref(),
            None => shares.get(id.index()).and_then(Option::as_ref),
        };
        let mut parts: Vec<String> =
            share.map(|share| weighs(share, before.is_some()).get(lang).to_owned()).into_iter().collect();
        parts.extend(result.map(|result| outcome(result).get(lang).to_owned()));
        parts.extend(result.and_then(state_of).map(|state| state.get(lang).to_owned()));
        let tooltip = view.as_ref().and_then(|view| remarks(view, id));
        let text = parts.join(" · ");
        let tooltip = match before {
            Some(_) => Some(tooltip.map_or(String::new(), |said| format!("{said} ")) + earlier().get(lang)),
            None => tooltip,
        };
        let offset = beside_target(item, source?);
        (!text.is_empty()).then_some(Hint { offset, text, tooltip })
    };
    let ids: Vec<KpiId> = plan.kpi_ids().filter(|id| here(plan.kpi(*id))).collect();
    ids.into_par_iter().with_min_len(256).filter_map(hint).collect()
}

/// The KPIs of a plan as it is written now, by their keys.
fn items_by_key<'t>(outline: &Outline<'t>) -> FxHashMap<String, &'t Item> {
    outline.kpis.iter().filter_map(|kpi| Some((outline.key(kpi)?, kpi.item))).collect()
}

/// Behind what holds for the plan before the fault that is in it now.
pub(super) fn earlier() -> Text {
    say!("(prima dell'errore)", "(before the error)")
}

/// The end of what is written on the line of the target; a KPI without target has its hint behind its title.
fn beside_target(item: &Item, source: &SourceFile) -> usize {
    let (start, end) = (item.span.start as usize, item.span.end as usize);
    // Also of a target that is being typed and can't be read.
    let range = ItemRange { keyword: item.keyword.node, start, end };
    let pieces = split_pieces(item.span.file, &source.text, range);
    let target = pieces.iter().find(|piece| piece.kind == PieceKind::Attribute(Keyword::Target));
    let line = |at: usize| source.line_of(at as u32);
    let beside = target.or(pieces.first()).map_or(start, |piece| piece.start);
    let ends = pieces.iter().map(|piece| piece.end).filter(|end| line(*end) == line(beside));
    ends.max().unwrap_or(end)
}

/// `pesa 2,5% del piano`: a number right behind the target would be taken for part of it. `era` of an earlier state: no
/// longer than what stood there, so that no line grows.
fn weighs(share: &Exact, is_earlier: bool) -> Text {
    let Text { it, en } = of_plan(share);
    if is_earlier { say!("era {it}", "was {en}") } else { say!("pesa {it}", "weighs {en}") }
}

/// `2,5% del piano`
pub(super) fn of_plan(share: &Exact) -> Text {
    let share = share_of(share);
    say!("{share} del piano", "{share} of the plan")
}

/// A share that is not shown as nothing while it is something.
pub(super) fn share_of(share: &Exact) -> String {
    let shown = figures::share(share);
    if shown == "0%" && share.is_positive() { "< 0,01%".to_owned() } else { shown }
}

/// `valore 4 → 66,75%`
fn outcome(result: &KpiResult) -> Text {
    if is_not_due(result) {
        return words::state(MonitoringState::NotDue);
    }
    let actual = figures::actual(result);
    let score = figures::performance_or_none(result.performance.as_ref());
    match result.state {
        // Of a rollup, and where there is neither.
        _ if actual == score => Text::same(format!("→ {score}")),
        Counts::Override => {
            say!("valore {actual} → {score} con rettifica", "actual {actual} → {score} by override")
        }
        Counts::Scored | Counts::Unavailable => {
            say!("valore {actual} → {score}", "actual {actual} → {score}")
        }
    }
}

/// Where it stands during the year, if that has not been said yet.
fn state_of(result: &KpiResult) -> Option<Text> {
    let state = result.monitoring.as_ref()?.state?;
    let said = matches!(state, MonitoringState::NotDue | MonitoringState::Unavailable);
    (!said).then(|| words::state(state))
}

/// Whether there is no number because none is due yet.
pub(super) fn is_not_due(result: &KpiResult) -> bool {
    let state = result.monitoring.as_ref().and_then(|monitoring| monitoring.state);
    result.performance.is_none() && state == Some(MonitoringState::NotDue)
}

fn remarks(view: &View<'_>, id: KpiId) -> Option<String> {
    let notes = notes::of_kpi(view, id);
    let notes: Vec<&str> = notes.iter().map(|note| note.get(view.lang)).collect();
    let period = words::period(view);
    (!notes.is_empty()).then(|| format!("{}: {}", period.get(view.lang), notes.join("; ")))
}
