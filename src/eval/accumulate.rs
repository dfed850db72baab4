//! A measure or a KPI's own value in a period: its cell, or what its cells of the parts of the year make
//! (`language.md` §7).

use super::Run;
use super::result::{Derived, How, Missing, OnlyParts, Remedy};
use crate::actuals::{Fact, FactId, FactValue, Facts, Subject};
use crate::plan::{Accumulation, Algorithm, Expr, KpiId, MeasureId, Plan};
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

/// What is reported period by period: a measure, or a KPI's own value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// Whose cells.
    pub subject: Subject,
    /// Whose cell counts where the subject has none: of `valore assoluto m` the KPI's key and `m` name one quantity.
    pub also: Option<KpiId>,
    /// Its `cumula`.
    pub how: Option<Accumulation>,
}

impl Quantity {
    /// A measure.
    pub fn measure(plan: &Plan, id: MeasureId) -> Quantity {
        Quantity { subject: Subject::Measure(id), also: None, how: plan.measure(id).accumulate }
    }

    /// What a KPI's own cells give: its own value, or that of the measure which it names as well.
    pub fn own(plan: &Plan, id: KpiId) -> Quantity {
        let kpi = plan.kpi(id);
        match &kpi.algorithm {
            Algorithm::Value(Expr::Measure { id: measure, back: 0 }) => {
                Quantity { also: Some(id), ..Quantity::measure(plan, *measure) }
            }
            _ => Quantity { subject: Subject::Kpi(id), also: None, how: kpi.accumulate },
        }
    }

    /// Its cell of exactly this period.
    pub fn cell(self, facts: &Facts, period: Period) -> Option<(FactId, &Fact)> {
        let also = || facts.get(Subject::Kpi(self.also?), period);
        facts.get(self.subject, period).or_else(also)
    }

    /// The parts of the year up to the end of `period` for which there is a value, from the earliest.
    pub fn parts_with_value(self, facts: &Facts, period: Period) -> Vec<Period> {
        let given = |part: &Period| self.cell(facts, *part).is_some_and(|(_, fact)| fact.is_given());
        let mut parts = blocks_below(period);
        parts.retain(given);
        parts.sort();
        parts
    }

    /// The latest report of a date or a sì/no by the end of `period`, if that holds there: a date or a sì does for the
    /// rest of the year, a no for its own part.
    pub fn held(self, facts: &Facts, period: Period) -> Option<Period> {
        let latest = self.parts_with_value(facts, period).pop()?;
        let (_, fact) = self.cell(facts, latest)?;
        let FactValue::Given(literal) = &fact.value else { return None };
        match literal.value()? {
            Value::Date(_) | Value::Boolean(true) => Some(latest),
            Value::Boolean(false) => (latest.last_month() == period.last_month()).then_some(latest),
            Value::Amount(_) => None,
        }
    }
}

/// A quantity in a period, accumulated from the start of the year where that is a part of one.
pub(super) fn value(run: Run<'_>, quantity: Quantity, period: Period) -> Derived {
    let found = match quantity.how {
        Some(how) => accumulated(run, quantity, period, how),
        None => single(run, quantity, period),
    };
    found.unwrap_or_else(|| {
        let of = quantity.subject;
        let parts = quantity.parts_with_value(run.facts, period);
        let missing = match (parts.is_empty(), of) {
            (false, _) => {
                Missing::OnlyParts(OnlyParts { of, period, write: remedy(run, quantity, &parts), parts })
            }
            (true, Subject::Measure(id)) => Missing::NoCell(Some(id), period),
            (true, Subject::Kpi(_)) => Missing::NoCell(None, period),
        };
        Derived { value: Err(missing), how: How::Quantity { of, period, cell: None, parts: None } }
    })
}

/// What helps where only parts have a value: a `no` of an earlier part can't be put together with others.
fn remedy(run: Run<'_>, quantity: Quantity, parts: &[Period]) -> Remedy {
    let latest = parts.last().and_then(|part| quantity.cell(run.facts, *part));
    match latest.map(|(_, fact)| &fact.value) {
        Some(FactValue::Given(literal)) if literal.kind().is_some_and(|kind| !kind.is_amount()) => {
            Remedy::Value
        }
        _ => Remedy::Accumulate,
    }
}

/// The quantity's own cell for the period, or for one that covers the year up to the same end; else what an earlier part
/// of the year has reached for good.
fn single(run: Run<'_>, quantity: Quantity, period: Period) -> Option<Derived> {
    let same_end = || match up_to(period).as_slice() {
        [one] => cell(run, quantity, *one),
        _ => None,
    };
    let held = || cell(run, quantity, quantity.held(run.facts, period)?);
    cell(run, quantity, period).or_else(same_end).or_else(held)
}

fn cell(run: Run<'_>, quantity: Quantity, period: Period) -> Option<Derived> {
    let (fact_id, fact) = quantity.cell(run.facts, period)?;
    Some(Derived {
        value: value_of(fact_id, fact),
        how: How::Quantity { of: fact.subject, period, cell: Some(fact_id), parts: None },
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

/// All parts of the year up to the end of a period, but that period.
fn blocks_below(period: Period) -> Vec<Period> {
    let mut all: Vec<Period> =
        up_to(period).into_iter().flat_map(|block| [vec![block], inside(block)].concat()).collect();
    all.retain(|block| *block != period);
    all
}

/// All smaller blocks within a block.
pub(super) fn inside(block: Period) -> Vec<Period> {
    let mut all = split(block);
    let mut at = 0;
    while let Some(part) = all.get(at).copied() {
        all.extend(split(part));
        at = at.saturating_add(1);
    }
    all
}

fn any_fact(run: Run<'_>, quantity: Quantity, period: Period) -> bool {
    quantity.cell(run.facts, period).is_some()
}

/// A block's value, from its own cell or its parts; the periods that lack a cell otherwise.
fn block(
    run: Run<'_>,
    quantity: Quantity,
    period: Period,
    how: Accumulation,
) -> Result<Derived, Vec<Period>> {
    if let Some(own) = cell(run, quantity, period) {
        return Ok(own);
    }
    if !inside(period).into_iter().any(|part| any_fact(run, quantity, part)) {
        return Err(vec![period]);
    }
    combine(run, quantity, period, how, &split(period))
}

fn combine(
    run: Run<'_>,
    quantity: Quantity,
    period: Period,
    how: Accumulation,
    parts: &[Period],
) -> Result<Derived, Vec<Period>> {
    let read = |part: &Period| block(run, quantity, *part, how);
    let derived = match how {
        Accumulation::Sum | Accumulation::Mean => all(parts.iter().map(read)),
        Accumulation::Last => first_with_value(parts.iter().rev().map(read)),
        Accumulation::First => first_with_value(parts.iter().map(read)),
    }?;
    let value = join(&derived, how);
    let of = quantity.subject;
    Ok(Derived { value, how: How::Quantity { of, period, cell: None, parts: Some((how, derived)) } })
}

/// All blocks, or all that some of them lack.
fn all(blocks: impl Iterator<Item = Result<Derived, Vec<Period>>>) -> Result<Vec<Derived>, Vec<Period>> {
    let mut derived = Vec::new();
    let mut lacking = Vec::new();
    for block in blocks {
        match block {
            Ok(part) => derived.push(part),
            Err(periods) => lacking.extend(periods),
        }
    }
    if lacking.is_empty() { Ok(derived) } else { Err(lacking) }
}

/// The first block that has a value; where none has, the first whose cell says so.
fn first_with_value(
    blocks: impl Iterator<Item = Result<Derived, Vec<Period>>>,
) -> Result<Vec<Derived>, Vec<Period>> {
    let mut said = None;
    let mut lacking = Vec::new();
    for block in blocks {
        match block {
            Ok(part) if part.value.is_ok() => return Ok(vec![part]),
            Ok(part) => said = said.or(Some(part)),
            Err(periods) => lacking.extend(periods),
        }
    }
    said.map(|part| vec![part]).ok_or(lacking)
}

/// The accumulated value; `None` if no cell of the year is there at all.
fn accumulated(run: Run<'_>, quantity: Quantity, period: Period, how: Accumulation) -> Option<Derived> {
    let blocks = up_to(period);
    let read = match blocks.as_slice() {
        [one] => block(run, quantity, *one, how),
        many => combine(run, quantity, period, how, many),
    };
    match read {
        Ok(derived) => Some(derived),
        Err(lacking) => {
            let of = quantity.subject;
            let any =
                blocks_below(period).into_iter().chain([period]).any(|part| any_fact(run, quantity, part));
            any.then_some(Derived {
                value: Err(Missing::NoPart(of, lacking)),
                how: How::Quantity { of, period, cell: None, parts: None },
            })
        }
    }
}

/// Sum, mean weighted by months, last or first of some parts; the first reason where one has no value.
fn join(parts: &[Derived], how: Accumulation) -> Result<(Value, Type), Missing> {
    let mut values = Vec::new();
    for part in parts {
        values.push((part.value.clone()?, part.months()));
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
                let weight =
                    if how == Accumulation::Mean { Exact::from(i64::from(*length)) } else { Exact::one() };
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
    let quantity = match total.subject {
        Subject::Measure(measure) => Quantity::measure(run.plan, measure),
        Subject::Kpi(kpi) => Quantity::own(run.plan, kpi),
    };
    let how = quantity.how?;
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
        complete.iter().map(|part| block(run, quantity, *part, how)).collect();
    let read = read.ok()?;
    // The latest part with a value may be older than the total, and the first later than its start.
    let picked = read.first().and_then(|part| part.how.taken())?.months();
    match how {
        Accumulation::Last if picked.1 != total.period.last_month() => return None,
        Accumulation::First if picked.0 != total.period.months().0 => return None,
        _ => {}
    }
    let (made, kind) = join(&read, how).ok()?;
    let (given, _) = value_of(id, total).ok()?;
    (!super::published::explains(&total.value, &given, &made)).then_some((made, kind))
}
