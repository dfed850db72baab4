//! One state, two targets: 004 starts from 9,85% both at r. 45, with the target 9,9%, and at r. 549, with 9,85%. A baseline
//! that is the same to the second decimal is one quantity, if the titles have a word in common too.

use std::collections::hash_map::Entry;

use rust_decimal::Decimal;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::ObjectiveId;
use crate::resolve::KpiDecl;
use crate::source::Span;
use crate::syntax::keyword::{Keyword, fold};
use crate::syntax::tree::AttributeValue;
use crate::types::Seen;
use crate::value::{Comparator, Exact, Period, Type, Value};

use super::Scene;

/// Letters of a word that says something, and words that say nothing of what is counted.
const LONG: usize = 6;
const GENERAL: [&str; 12] = [
    "numero",
    "totale",
    "indica",
    "percentuale",
    "indicatore",
    "valore",
    "giorni",
    "servizi",
    "servizio",
    "attivita",
    "rapporto",
    "performance",
];

/// A KPI with a baseline that is hardly there twice by chance.
pub(super) struct State {
    index: usize,
    objective: ObjectiveId,
    baseline: (Period, Decimal),
    at: Span,
    kind: Type,
    target: (Period, Comparator, Exact),
    target_at: Span,
}

pub(super) fn state(seen: &Seen<'_, '_, '_>) -> Option<State> {
    let kpi = seen.kpi;
    if kpi.baselines.is_empty() || !kpi.kind.is_amount() {
        return None;
    }
    let before = seen.years()?.exercise.saturating_sub(1);
    let (baseline, at) = seen.declared.item.all(Keyword::Baseline).find_map(|attribute| {
        let AttributeValue::Baseline(period, literal) = &attribute.value else { return None };
        let number = literal.value.number().filter(|number| number.scale() >= 2)?.normalize();
        // Marks of customers, 7,85, are soon the same by chance.
        let digits = if kpi.kind == Type::Percent { 100 } else { 1000 };
        let telling = number.scale() >= 2 && number.mantissa().unsigned_abs() >= digits;
        let period = period.map_or(Period::year(before), |period| period.node);
        telling.then_some(((period, number), literal.span))
    })?;
    let target = kpi.targets.iter().find(|target| !target.period.is_part() && target.bound.is_some())?;
    let (comparator, Value::Amount(wanted)) = target.bound.as_ref()? else { return None };
    Some(State {
        index: seen.index,
        objective: kpi.objective,
        baseline,
        at,
        kind: kpi.kind,
        target: (target.period, *comparator, wanted.clone()),
        target_at: target.span,
    })
}

pub(super) fn look(scene: &Scene<'_, '_>, states: &[State], found: &mut Vec<Diagnostic>) {
    let mut first: FxHashMap<(Period, Decimal), &State> = FxHashMap::default();
    let mut said: FxHashSet<usize> = FxHashSet::default();
    for state in states {
        let before = match first.entry(state.baseline) {
            Entry::Vacant(new) => {
                new.insert(state);
                continue;
            }
            Entry::Occupied(before) => *before.get(),
        };
        if !differs(before, state) || !is_one_quantity(scene, before, state) {
            continue;
        }
        // Of three KPIs of one state one hint is enough.
        if said.insert(before.index) {
            found.extend(two_targets(scene, before, state));
        }
    }
}

fn differs(a: &State, b: &State) -> bool {
    let ((period, direction, wanted), (other_period, other_direction, other)) = (&a.target, &b.target);
    a.objective != b.objective
        && is_percent(a) == is_percent(b)
        && (period, direction) == (other_period, other_direction)
        && wanted != other
}

fn is_percent(state: &State) -> bool {
    state.kind == Type::Percent
}

fn is_one_quantity(scene: &Scene<'_, '_>, a: &State, b: &State) -> bool {
    let kpi = |state: &State| scene.outline.kpis.get(state.index).map(telling_words).unwrap_or_default();
    let (words, others) = (kpi(a), kpi(b));
    !(is_percent(a) && is_simple_share(a.baseline.1)) && words.iter().any(|word| others.contains(word))
}

/// The long words of title and description that say what is counted.
fn telling_words(kpi: &KpiDecl<'_>) -> Vec<String> {
    let described = match kpi.attribute(Keyword::Description).map(|found| &found.value) {
        Some(AttributeValue::Text(text)) => &text.node,
        _ => "",
    };
    let words = [kpi.title, described].into_iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    let long = words.filter(|word| word.len() >= LONG).map(fold);
    long.filter(|word| !GENERAL.contains(&word.as_str())).collect()
}

/// Whether a percentage is a rounded third, seventh and so on: of a few things many get the same.
fn is_simple_share(percent: Decimal) -> bool {
    (1..=12).map(Decimal::from).any(|parts| {
        let rest = percent.abs().checked_mul(parts).and_then(|times| times.checked_rem(Decimal::ONE_HUNDRED));
        let near = parts.checked_mul(Decimal::new(5, 3)).unwrap_or_default();
        rest.is_some_and(|rest| {
            rest <= near || Decimal::ONE_HUNDRED.checked_sub(rest).is_some_and(|up| up <= near)
        })
    })
}

fn two_targets(scene: &Scene<'_, '_>, before: &State, state: &State) -> Option<Diagnostic> {
    let other = scene.outline.kpis.get(before.index)?;
    let title = other.title;
    let code = other.objective.and_then(|index| scene.outline.objectives.get(index)?.code).unwrap_or("");
    let show = |state: &State| {
        let (_, comparator, wanted) = &state.target;
        format!("{comparator} {}", Value::Amount(wanted.clone()).show(state.kind, None, 4))
    };
    let (own, elsewhere) = (show(state), show(before));
    Some(
        Diagnostic::new(
            Code::SameBaseline,
            state.target_at,
            say!(
                "lo storico è quello di \"{title}\" in `{code}`, ma il target è {own} e non {elsewhere}",
                "the baseline is that of \"{title}\" in `{code}`, but the target is {own} and not {elsewhere}"
            ),
        )
        .also(state.at, say!("lo storico", "the baseline"))
        .also(before.at, say!("lo stesso in `{code}`", "the same in `{code}`"))
        .note(say!(
            "se è la stessa grandezza, dei due target il più facile non chiede niente: accordali",
            "if it is one quantity, the easier of the two targets asks for nothing: make them agree"
        )),
    )
}
