//! The cells that people fill in: every value that a formula reads, blank where nobody has given it yet; then the facts of
//! the actuals that the result does not rest on.

use rustc_hash::FxHashMap;

use super::super::View;
use super::formula;
use crate::actuals::{Fact, FactId, FactValue, Facts, Subject};
use crate::eval::Quantity;
use crate::value::{Exact, Period, Type, Value};

/// The sheet of the actuals.
pub(super) const SHEET: &str = "Consuntivi";
/// Its first row of data and the column of the values, from 0.
pub(super) const FIRST_ROW: u32 = 4;
pub(super) const VALUE: u16 = 3;

/// So many facts that no formula reads are shown all the same; the workbook of a long history would be slow for nothing.
const MOST_IDLE: usize = 5_000;

/// What stands in a value's cell for a fact that says that there is no value.
pub(super) const UNAVAILABLE: &str = "n.d.";
/// What stands there for one that was validated with an empty value.
pub(super) const EMPTY: &str = "vuoto";

/// One row.
pub(super) struct Entry {
    /// Whose value.
    pub subject: Subject,
    /// For which period.
    pub period: Period,
    /// The fact, if there is one.
    pub fact: Option<FactId>,
    /// Whether a formula reads it.
    pub used: bool,
}

/// All rows.
pub(super) struct Ledger<'a> {
    view: View<'a>,
    /// In the order of the sheet.
    pub entries: Vec<Entry>,
    rows: FxHashMap<(Subject, Period), u32>,
    periods: FxHashMap<Subject, Vec<Period>>,
}

impl<'a> Ledger<'a> {
    /// Without rows yet: they come as formulas ask for them, in the order of the plan.
    pub fn new(view: View<'a>) -> Ledger<'a> {
        let mut periods: FxHashMap<Subject, Vec<Period>> = FxHashMap::default();
        for fact in &view.facts.list {
            periods.entry(fact.subject).or_default().push(fact.period);
        }
        Ledger { view, entries: Vec::new(), rows: FxHashMap::default(), periods }
    }

    fn add(&mut self, subject: Subject, period: Period, used: bool) -> u32 {
        let row = FIRST_ROW.saturating_add(self.entries.len() as u32);
        let fact = self.view.facts.get(subject, period).map(|(id, _)| id);
        self.entries.push(Entry { subject, period, fact, used });
        self.rows.insert((subject, period), row);
        row
    }

    /// Adds the facts that no formula reads, unless they are very many: how many were left out.
    pub fn add_idle(&mut self) -> usize {
        let idle = |fact: &&Fact| !self.rows.contains_key(&(fact.subject, fact.period));
        let idle: Vec<(Subject, Period)> =
            self.view.facts.list.iter().filter(idle).map(|fact| (fact.subject, fact.period)).collect();
        if idle.len() > MOST_IDLE {
            return idle.len();
        }
        for (subject, period) in idle {
            self.add(subject, period, false);
        }
        0
    }

    /// The cell of a value, blank if there is none yet.
    pub fn cell(&mut self, subject: Subject, period: Period) -> String {
        let known = self.rows.get(&(subject, period)).copied();
        let row = known.unwrap_or_else(|| self.add(subject, period, true));
        formula::cell_of(SHEET, VALUE, row)
    }

    /// Whether there is a fact of a period.
    pub fn has(&self, quantity: Quantity, period: Period) -> bool {
        quantity.cell(self.view.facts, period).is_some()
    }

    /// Whose cell of a period counts.
    pub fn subject(&self, quantity: Quantity, period: Period) -> Subject {
        quantity.cell(self.view.facts, period).map_or(quantity.subject, |(_, fact)| fact.subject)
    }

    /// The parts of a year up to the end of a period that have a value, from the earliest.
    pub fn parts(&self, quantity: Quantity, period: Period) -> Vec<Period> {
        quantity.parts_with_value(self.view.facts, period)
    }

    /// Whether there is a fact for a part of a block, not for the block itself.
    pub fn has_below(&self, quantity: Quantity, block: Period) -> bool {
        let (first, last) = block.months();
        let inside = |period: &Period| {
            let (from, to) = period.months();
            period.year == block.year && from >= first && to <= last && (from, to) != (first, last)
        };
        let also = quantity.also.map(Subject::Kpi);
        let mut periods =
            [Some(quantity.subject), also].into_iter().flatten().filter_map(|of| self.periods.get(&of));
        periods.any(|periods| periods.iter().any(inside))
    }

    /// The number in the cell of a period now.
    pub fn value(&self, quantity: Quantity, period: Period) -> Option<Exact> {
        number(quantity.cell(self.view.facts, period)?.1)
    }

    /// What the cells hold now.
    pub fn facts(&self) -> &'a Facts {
        self.view.facts
    }

    /// The type of a row's value; `None` for a measure that says nothing of it and has no value.
    pub fn kind(&self, entry: &Entry) -> Option<Type> {
        let given = || match &self.view.facts.fact(entry.fact?)?.value {
            FactValue::Given(literal) => literal.kind(),
            FactValue::Unavailable(_) | FactValue::Empty => None,
        };
        match entry.subject {
            Subject::Measure(id) => given().or(self.view.plan.measure(id).kind),
            Subject::Kpi(id) => Some(self.view.plan.kpi(id).kind),
        }
    }

    /// The type of what the cells hold: sì and no stand as words in them.
    pub fn kind_of(&self, of: Subject) -> Option<Type> {
        let known = match of {
            Subject::Measure(id) => self.view.plan.measure(id).kind,
            Subject::Kpi(id) => Some(self.view.plan.kpi(id).kind),
        };
        let given = || {
            let facts = |period: &Period| self.view.facts.get(of, *period);
            self.periods.get(&of)?.iter().filter_map(facts).find_map(|(_, fact)| match &fact.value {
                FactValue::Given(literal) => literal.kind(),
                FactValue::Unavailable(_) | FactValue::Empty => None,
            })
        };
        known.or_else(given)
    }
}

/// The number of a fact as its cell holds it.
pub(super) fn number(fact: &Fact) -> Option<Exact> {
    match &fact.value {
        FactValue::Given(literal) => Some(in_cell(&literal.value()?, literal.kind()?)),
        FactValue::Unavailable(_) | FactValue::Empty => None,
    }
}

/// A value as spreadsheets hold it: percentages as fractions, days as their serial numbers, sì and no as 1 and 0.
pub(super) fn in_cell(value: &Value, kind: Type) -> Exact {
    match value {
        Value::Amount(number) => amount(number, kind),
        Value::Date(day) => {
            let start = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
            Exact::from(day.signed_duration_since(start).num_days())
        }
        Value::Boolean(yes) => Exact::from(i64::from(*yes)),
    }
}

/// A number of a type as spreadsheets hold it.
pub(super) fn amount(number: &Exact, kind: Type) -> Exact {
    match kind {
        Type::Percent => Exact::ratio(number, &Exact::hundred()).unwrap_or_else(Exact::zero),
        _ => number.clone(),
    }
}
