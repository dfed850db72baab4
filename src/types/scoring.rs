//! Which scoring rule reaches a KPI, and whether it can apply there (`language.md` §5).

use rustc_hash::FxHashMap;

use super::{Context, faults};
use crate::plan::rules::{applies, latest_before};
use crate::plan::{BandsId, Baseline, Rule, Scoring, Target};
use crate::resolve::{KpiDecl, Outline, faults as names};
use crate::source::Span;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{self, AttributeValue, Item};
use crate::value::{Comparator, Type, Value};

/// A rule as written, with its place; `broken` if it could not be read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Written<'t> {
    /// A rule.
    Rule(&'t tree::Scoring, Span),
    /// Unreadable: checks that need it stay silent.
    Broken,
}

/// A KPI's rule with the place where it is written, for messages.
pub(super) struct Chosen {
    pub scoring: Scoring,
    pub span: Option<Span>,
}

fn own<'t>(item: &'t Item) -> Option<Written<'t>> {
    if item.is_broken(Keyword::Scoring) {
        return Some(Written::Broken);
    }
    let attribute = item.attribute(Keyword::Scoring)?;
    match &attribute.value {
        AttributeValue::Scoring(rule) => Some(Written::Rule(rule, attribute.span)),
        _ => None,
    }
}

/// For every objective the rule that its KPIs inherit: its own, its parents', the plan's.
pub(super) fn of_objectives<'t>(outline: &Outline<'t>) -> Vec<Option<Written<'t>>> {
    let plan = outline.plan.and_then(own);
    let mut known: Vec<Option<Option<Written<'t>>>> = vec![None; outline.objectives.len()];
    for start in 0..outline.objectives.len() {
        // Up to the first that has a rule or is already known; parents are free of cycles: `resolve` cut them.
        let mut path = Vec::new();
        let mut next = Some(start);
        let found = loop {
            let Some((index, objective)) =
                next.and_then(|index| Some((index, outline.objectives.get(index)?)))
            else {
                break plan;
            };
            if let Some(Some(rule)) = known.get(index) {
                break *rule;
            }
            path.push(index);
            if let Some(rule) = own(objective.item) {
                break Some(rule);
            }
            next = objective.parent;
        };
        for index in path {
            if let Some(slot) = known.get_mut(index) {
                *slot = Some(found);
            }
        }
    }
    known.into_iter().map(Option::flatten).collect()
}

/// The rule of a KPI; `None` if it is unreadable or names unknown bands (reported).
pub(super) fn of_kpi(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    objective: usize,
) -> Option<Chosen> {
    let (written, inherited) = match own(kpi.item) {
        Some(written) => (Some(written), false),
        None => {
            let above = || context.common.scoring.get(objective).copied().flatten();
            (kpi.indicator.and_then(own).or_else(above), true)
        }
    };
    match written {
        None => Some(Chosen {
            scoring: Scoring { rule: Rule::Proportional { inverse: false }, inherited: true },
            span: None,
        }),
        Some(Written::Broken) => None,
        Some(Written::Rule(rule, span)) => {
            let rule = bind(context, rule)?;
            Some(Chosen { scoring: Scoring { rule, inherited }, span: Some(span) })
        }
    }
}

fn bind(context: &mut Context<'_, '_, '_>, rule: &tree::Scoring) -> Option<Rule> {
    Some(match rule {
        tree::Scoring::AllOrNothing => Rule::AllOrNothing,
        tree::Scoring::Proportional { inverse } => Rule::Proportional { inverse: *inverse },
        tree::Scoring::Direct => Rule::Direct,
        tree::Scoring::FromBaseline => Rule::FromBaseline,
        tree::Scoring::Bands(name) => match context.outline.bands.position(&name.node) {
            Some(position) => Rule::Bands(BandsId(position as u32)),
            None => {
                if !context.outline.bands.unsure {
                    let fault = names::unknown_name(name.span, &name.node, ItemKeyword::Bands, None);
                    // An inherited rule is looked up once a KPI; equal reports are dropped at the end.
                    context.fault(fault);
                }
                return None;
            }
        },
    })
}

/// A rule written on the KPI itself must be able to score every one of its targets; `da storico` needs its baseline.
pub(super) fn check(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    chosen: &Chosen,
    kind: Type,
    targets: &[Target],
    baselines: &[Baseline],
) {
    let scoring = &chosen.scoring;
    let common = context.common;
    let bands = match scoring.rule {
        Rule::Bands(id) => match common.bands.get(id.index()).and_then(Option::as_ref) {
            Some(bands) => Some(bands),
            None => return,
        },
        _ => None,
    };
    let bounds: Vec<Option<(Comparator, &Value)>> = targets
        .iter()
        .filter_map(|target| target.bound.as_ref())
        .map(|(how, value)| Some((*how, value)))
        .collect();
    let bounds = if bounds.is_empty() { vec![None] } else { bounds };
    let why_not = bounds.iter().find_map(|bound| applies(scoring, bands, kind, *bound).err());
    if let (Some(why), false, Some(span)) = (why_not, scoring.inherited, chosen.span) {
        context.fault(faults::rule_cannot_apply(span, scoring.rule, why, kind, kpi.span));
        return;
    }
    if scoring.rule != Rule::FromBaseline || why_not.is_some() {
        return;
    }
    let mut latest: FxHashMap<i32, Option<&Baseline>> = FxHashMap::default();
    for target in targets {
        let Some((comparator, value)) = &target.bound else { continue };
        let year = target.period.year;
        let baseline = *latest.entry(year).or_insert_with(|| latest_before(baselines, year));
        match baseline.and_then(|baseline| baseline.value.as_ref().map(|value| (value, baseline.span))) {
            None => context.fault(faults::no_baseline(target.span, target.period.year)),
            Some((start, at)) if comparator.met(start, value) => {
                context.fault(faults::baseline_not_worse(at, target.span));
            }
            Some(_) => {}
        }
    }
}
