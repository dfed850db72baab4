//! Which cells a quantity rests on in a period, as far as the evaluation would miss them: what a form asks for.

use super::accumulate::{Quantity, inside, split, up_to};
use crate::actuals::Facts;
use crate::plan::Accumulation;
use crate::value::Period;

/// The periods that must have a cell so that a quantity is known at the end of `period`: those that lack one, and those
/// around `period` itself whose value is known already. Nothing where an earlier report still holds.
pub fn cells(facts: &Facts, quantity: Quantity, period: Period, reports: Reports) -> Vec<Period> {
    let search = Search { facts, quantity, period, reports };
    match quantity.how {
        None => search.single().into_iter().collect(),
        Some(Accumulation::Sum | Accumulation::Mean) => {
            let mut all: Vec<Period> =
                up_to(period).into_iter().flat_map(|block| search.every_part(block)).collect();
            all.retain(|part| !search.is_given(*part) || search.is_around(*part));
            all
        }
        Some(Accumulation::Last) => {
            up_to(period).last().map(|block| search.last(*block)).into_iter().collect()
        }
        Some(Accumulation::First) => search.first().into_iter().collect(),
    }
}

/// Which periods are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reports {
    /// The period itself, or every so many months of it.
    Of(Option<u8>),
    /// A time that has passed: the longest parts of the year that lack.
    Before,
}

struct Search<'f> {
    facts: &'f Facts,
    quantity: Quantity,
    period: Period,
    reports: Reports,
}

impl Search<'_> {
    fn has(&self, part: Period) -> bool {
        self.quantity.cell(self.facts, part).is_some()
    }

    fn is_given(&self, part: Period) -> bool {
        self.quantity.cell(self.facts, part).is_some_and(|(_, fact)| fact.is_given())
    }

    fn has_inside(&self, block: Period) -> bool {
        inside(block).into_iter().any(|part| self.has(part))
    }

    /// Whether a block reaches into the period that is asked about.
    fn is_around(&self, block: Period) -> bool {
        let ((first, last), (from, to)) = (self.period.months(), block.months());
        from <= last && to >= first
    }

    /// Whether a block is more than the period that is asked about, which must stand for itself.
    fn is_beyond(&self, block: Period) -> bool {
        self.reports != Reports::Before && self.is_around(block) && block.length() > self.period.length()
    }

    /// Whether a block is known only by its parts.
    fn is_open(&self, block: Period) -> bool {
        !self.has(block) && (self.is_beyond(block) || self.has_inside(block))
    }

    fn single(&self) -> Option<Period> {
        let same_end = || match up_to(self.period).as_slice() {
            [one] if self.has(*one) => Some(*one),
            _ => None,
        };
        if self.has(self.period) {
            return Some(self.period);
        }
        same_end().or_else(|| self.quantity.held(self.facts, self.period).is_none().then_some(self.period))
    }

    /// All parts that a sum or a mean wants of a block.
    fn every_part(&self, block: Period) -> Vec<Period> {
        if self.is_open(block) {
            return split(block).into_iter().flat_map(|part| self.every_part(part)).collect();
        }
        if self.has(block) { vec![block] } else { self.reported(block) }
    }

    fn last(&self, block: Period) -> Period {
        match split(block).last() {
            Some(part) if self.is_open(block) => self.last(*part),
            _ if self.has(block) => block,
            _ => self.reported(block).last().copied().unwrap_or(block),
        }
    }

    /// The first part with a value, unless it was reported before; where there is none, the first that may have one.
    fn first(&self) -> Option<Period> {
        let blocks = up_to(self.period);
        let given = blocks.iter().find_map(|block| self.first_given(*block));
        if let Some(given) = given {
            return Some(given).filter(|part| self.is_around(*part));
        }
        let mut block = *blocks.first()?;
        while self.is_open(block) {
            block = *split(block).first()?;
        }
        if self.has(block) { Some(block) } else { self.reported(block).first().copied() }
    }

    fn first_given(&self, block: Period) -> Option<Period> {
        if self.has(block) {
            return self.is_given(block).then_some(block);
        }
        split(block).into_iter().find_map(|part| self.first_given(part))
    }

    /// A block by the periods of its reports.
    fn reported(&self, block: Period) -> Vec<Period> {
        match self.reports {
            Reports::Of(Some(every)) if every < block.length() => {
                split(block).into_iter().flat_map(|part| self.reported(part)).collect()
            }
            _ => vec![block],
        }
    }
}
