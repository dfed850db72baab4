//! A measure in a period: its cell, or what its cells of the parts of the year make (`language.md` §7).

use super::Run;
use super::result::{Derived, How, Missing};
use crate::actuals::{Fact, FactId, FactValue, Subject};
use crate::plan::{Accumulation, MeasureId};
use crate::value::{Exact, Period, PeriodKind, Type, Value};

/// The typed value of a fact, or why it has none.
pub(super) fn value_of(id: FactId, fact: &Fact) -> Result<(Value, Type), Missing> {
    let literal = match &fact.value {
        FactValue::Given(literal) => literal,
        FactValue::Unavailable(words) => return Err(Missing::Said(id, words.clone())),
        FactValue::Empty => return Err(Missing::Said(id, "".into())),
    };
    let typed = literal.value().zip(literal.kind());
    typed.ok_or_else(|| Missing::Said(id, "n.d.".into()))
}

/// A measure in a period, accumulated from the start of the year where that is a part of one.
pub(super) fn measure(run: Run<'_>, id: MeasureId, period: Period) -> Derived {
    let accumulate = run.plan.measure(id).accumulate;
    let whole = || Derived {
        value: Err(Missing::NoCell(Some(id), period)),
        how: How::Measure { id, period, cell: None, parts: None },
    };
    match accumulate {
        None => single(run, id, period).unwrap_or_else(|| {
            let parts_exist = blocks_below(period).iter().any(|part| any_fact(run, id, *part));
            if parts_exist || (period.is_part() && any_fact(run, id, Period::year(period.year))) {
                let missing = if parts_exist {
                    Missing::NotAccumulated(id, period)
                } else {
                    Missing::NoCell(Some(id), period)
                };
                return Derived { value: Err(missing), ..whole() };
            }
            whole()
        }),
        Some(how) => accumulated(run, id, period, how).unwrap_or_else(whole),
    }
}

/// The measure's own cell for the period, or for one that covers the year up to the same end.
fn single(run: Run<'_>, id: MeasureId, period: Period) -> Option<Derived> {
    cell(run, id, period).or_else(|| match up_to(period).as_slice() {
        [one] => cell(run, id, *one),
        _ => None,
    })
}

fn cell(run: Run<'_>, id: MeasureId, period: Period) -> Option<Derived> {
    let (fact_id, fact) = run.facts.get(Subject::Measure(id), period)?;
    Some(Derived {
        value: value_of(fact_id, fact),
        how: How::Measure { id, period, cell: Some(fact_id), parts: None },
    })
}

/// The largest blocks that tile the year up to the end of `period`: September is the first half and the third quarter.
pub fn up_to(period: Period) -> Vec<Period> {
    let of = |kind| Period { year: period.year, kind };
    if !period.is_part() {
        return vec![period];
    }
    let last = period.last_month();
    let mut blocks = Vec::new();
    let mut done = 0u8;
    while done < last {
        let left = last.saturating_sub(done);
        let (kind, months) = match (done % 6, done % 3, left) {
            (0, _, 12) => (PeriodKind::Year, 12),
            (0, _, 6..) => (PeriodKind::Half(done / 6 + 1), 6),
            (_, 0, 3..) => (PeriodKind::Quarter(done / 3 + 1), 3),
            _ => (PeriodKind::Month(done.saturating_add(1)), 1),
        };
        blocks.push(of(kind));
        done = done.saturating_add(months);
    }
    blocks
}

/// The next smaller blocks of a block.
pub fn split(block: Period) -> Vec<Period> {
    let of = |kind| Period { year: block.year, kind };
    match block.kind {
        PeriodKind::Year => vec![of(PeriodKind::Half(1)), of(PeriodKind::Half(2))],
        PeriodKind::Half(n) => {
            let second = n.saturating_mul(2);
            vec![of(PeriodKind::Quarter(second.saturating_sub(1))), of(PeriodKind::Quarter(second))]
        }
        PeriodKind::Quarter(n) => {
            let last = n.saturating_mul(3);
            (last.saturating_sub(2)..=last).map(|month| of(PeriodKind::Month(month))).collect()
        }
        PeriodKind::Month(_) => Vec::new(),
    }
}

fn blocks_below(period: Period) -> Vec<Period> {
    let mut all = up_to(period);
    let mut at = 0;
    while let Some(block) = all.get(at).copied() {
        all.extend(split(block));
        at = at.saturating_add(1);
    }
    all.retain(|block| *block != period);
    all
}

fn any_fact(run: Run<'_>, id: MeasureId, period: Period) -> bool {
    run.facts.get(Subject::Measure(id), period).is_some()
}

/// A block's value, from its own cell or its parts; the periods that lack a cell otherwise.
fn block(run: Run<'_>, id: MeasureId, period: Period, how: Accumulation) -> Result<Derived, Vec<Period>> {
    if let Some(own) = cell(run, id, period) {
        return Ok(own);
    }
    let below = split(period);
    let known = |part: &Period| {
        any_fact(run, id, *part) || blocks_below(*part).iter().any(|below| any_fact(run, id, *below))
    };
    if !below.iter().any(known) {
        return Err(vec![period]);
    }
    combine(run, id, period, how, &below)
}

fn combine(
    run: Run<'_>,
    id: MeasureId,
    period: Period,
    how: Accumulation,
    parts: &[Period],
) -> Result<Derived, Vec<Period>> {
    let needed: Vec<Period> = match how {
        Accumulation::Sum | Accumulation::Mean => parts.to_vec(),
        Accumulation::Last => parts.last().copied().into_iter().collect(),
        Accumulation::First => parts.first().copied().into_iter().collect(),
    };
    let mut derived = Vec::new();
    let mut lacking = Vec::new();
    for part in needed {
        match block(run, id, part, how) {
            Ok(part) => derived.push(part),
            Err(periods) => lacking.extend(periods),
        }
    }
    if !lacking.is_empty() {
        return Err(lacking);
    }
    let value = join(&derived, how);
    Ok(Derived { value, how: How::Measure { id, period, cell: None, parts: Some((how, derived)) } })
}

/// The accumulated value; `None` if no cell of the year is there at all.
fn accumulated(run: Run<'_>, id: MeasureId, period: Period, how: Accumulation) -> Option<Derived> {
    let blocks = up_to(period);
    let read = match blocks.as_slice() {
        [one] => block(run, id, *one, how),
        many => combine(run, id, period, how, many),
    };
    match read {
        Ok(derived) => Some(derived),
        Err(lacking) => {
            let any = blocks_below(period).into_iter().chain([period]).any(|part| any_fact(run, id, part));
            any.then_some(Derived {
                value: Err(Missing::NoPart(id, lacking)),
                how: How::Measure { id, period, cell: None, parts: None },
            })
        }
    }
}

fn months_of(derived: &Derived) -> i64 {
    match &derived.how {
        How::Measure { period, .. } => {
            let (first, last) = period.months();
            i64::from(last.saturating_sub(first).saturating_add(1))
        }
        _ => 1,
    }
}

/// Sum, mean weighted by months, last or first of some parts; the first reason where one has no value.
fn join(parts: &[Derived], how: Accumulation) -> Result<(Value, Type), Missing> {
    let mut values = Vec::new();
    for part in parts {
        values.push((part.value.clone()?, months_of(part)));
    }
    let (first, last) = (values.first(), values.last());
    let nothing = Missing::NothingBelow;
    match how {
        Accumulation::Last => last.map(|(value, _)| value.clone()).ok_or(nothing),
        Accumulation::First => first.map(|(value, _)| value.clone()).ok_or(nothing),
        Accumulation::Sum | Accumulation::Mean => {
            let kind = first.map(|((_, kind), _)| *kind).ok_or(nothing)?;
            let mut sum = Exact::zero();
            let mut months = Exact::zero();
            for ((value, other), length) in &values {
                let Some(number) = value.amount().filter(|_| *other == kind) else {
                    return Err(Missing::Types(super::faults::cannot_accumulate(kind, *other)));
                };
                let weight = if how == Accumulation::Mean { Exact::from(*length) } else { Exact::one() };
                sum = &sum + &(number * &weight);
                months = &months + &weight;
            }
            let total = if how == Accumulation::Mean {
                Exact::ratio(&sum, &months).ok_or(Missing::DivisionByZero)?
            } else {
                sum
            };
            Ok((Value::Amount(total), kind))
        }
    }
}

/// What the parts of a total make, if it is a total beside complete parts that make another number.
pub(super) fn other_than_parts(run: Run<'_>, id: FactId, total: &Fact) -> Option<(Value, Type)> {
    let Subject::Measure(measure) = total.subject else { return None };
    let how = run.plan.measure(measure).accumulate?;
    let parts = split(total.period);
    let complete = match how {
        Accumulation::Sum | Accumulation::Mean => parts.as_slice(),
        Accumulation::Last => parts.last().map(std::slice::from_ref).unwrap_or_default(),
        Accumulation::First => parts.first().map(std::slice::from_ref).unwrap_or_default(),
    };
    if complete.is_empty() {
        return None;
    }
    let read: Result<Vec<Derived>, Vec<Period>> =
        complete.iter().map(|part| block(run, measure, *part, how)).collect();
    let (made, kind) = join(&read.ok()?, how).ok()?;
    let (given, _) = value_of(id, total).ok()?;
    (!super::published::explains(&total.value, &given, &made)).then_some((made, kind))
}
