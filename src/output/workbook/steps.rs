//! What algorithms compute, as formulas on the cells of the actuals (`language.md` §4, §7). What needs several cells of its
//! own (a measure made of the parts of a year, a long expression) is a row of the sheet of steps.

use rustc_hash::FxHashMap;

use super::formula::{self, constant, guarded};
use super::ledger::{self, Ledger};
use crate::actuals::Subject;
use crate::eval::{blocks_up_to, halves_of};
use crate::plan::{Accumulation, Algorithm, Expr, Kpi, MeasureId, Operator, Plan};
use crate::value::{Exact, Period};

/// The sheet of the steps.
pub(super) const SHEET: &str = "Calcoli";
/// Its first row of data and the column of the results, from 0.
pub(super) const FIRST_ROW: u32 = 4;
pub(super) const RESULT: u16 = 2;

/// Longer or deeper expressions get a row of their own: Excel takes 8,192 characters and 64 levels.
const LONGEST: usize = 1_500;
const DEEPEST: usize = 25;

/// A row of the sheet.
pub(super) struct Step {
    /// What is computed.
    pub what: String,
    /// For which period.
    pub period: Option<Period>,
    /// Without the `=`.
    pub formula: String,
    /// The result now.
    pub value: Option<Exact>,
}

/// A part of a formula.
pub(super) struct Term {
    /// Its text.
    pub text: String,
    /// The cells that must hold numbers for it to have a value.
    cells: Vec<String>,
    /// How deep its brackets nest.
    depth: usize,
    /// Its value now.
    pub value: Option<Exact>,
}

impl Term {
    fn cell(cell: String, value: Option<Exact>) -> Term {
        Term { text: cell.clone(), cells: vec![cell], depth: 0, value }
    }

    /// As a formula that is empty where something is missing.
    pub fn formula(&self) -> String {
        guarded(&self.cells, &self.text)
    }
}

/// The steps made so far.
pub(super) struct Steps<'a> {
    plan: &'a Plan,
    /// Where the cells are.
    pub ledger: Ledger<'a>,
    /// In the order of the sheet.
    pub list: Vec<Step>,
    measures: FxHashMap<(MeasureId, Period), (String, Option<Exact>)>,
}

impl<'a> Steps<'a> {
    pub fn new(plan: &'a Plan, ledger: Ledger<'a>) -> Steps<'a> {
        Steps { plan, ledger, list: Vec::new(), measures: FxHashMap::default() }
    }

    /// Adds a row; its cell.
    pub fn add(&mut self, step: Step) -> String {
        let row = FIRST_ROW.saturating_add(self.list.len() as u32);
        self.list.push(step);
        formula::cell_of(SHEET, RESULT, row)
    }

    /// What a KPI's algorithm computes; `None` without operands and for rollups.
    pub fn computed(&mut self, kpi: &Kpi, period: Period) -> Option<Term> {
        Some(match &kpi.algorithm {
            Algorithm::Own | Algorithm::Rollup(_) => return None,
            Algorithm::Value(expr) | Algorithm::Formula { expr, .. } => self.expression(expr, period),
            Algorithm::Ratio { percent, left, right } => {
                let (left, right) = (self.expression(left, period), self.expression(right, period));
                let ratio = self.binary(Operator::Divide, left, right);
                match &kpi.per {
                    Some(per) if !percent => Term {
                        text: format!("{}*{}", ratio.text, constant(per)),
                        value: ratio.value.map(|value| &value * per),
                        ..ratio
                    },
                    _ => ratio,
                }
            }
            Algorithm::Change(expr) => self.change(expr, period),
        })
    }

    fn change(&mut self, expr: &Expr, period: Period) -> Term {
        let now = self.expression(expr, period);
        let before = self.expression(expr, period.in_year(period.year.saturating_sub(1)));
        let value =
            now.value.as_ref().zip(before.value.as_ref()).and_then(|(now, before)| {
                Exact::ratio(&(now - before), before).filter(|_| before.is_positive())
            });
        let text = format!("IF({b}>0,({n}-{b})/{b},\"\")", n = now.text, b = before.text);
        let cells = joined(now.cells, before.cells);
        Term { text, cells, depth: now.depth.max(before.depth).saturating_add(2), value }
    }

    fn expression(&mut self, expr: &Expr, period: Period) -> Term {
        let back = |years: u32| period.in_year(period.year.saturating_sub_unsigned(years));
        let term = match expr {
            Expr::Measure { id, back: years } => self.measure(*id, back(*years)),
            Expr::Constant { value, kind } => {
                let value = ledger::amount(value, *kind);
                Term { text: constant(&value), cells: Vec::new(), depth: 0, value: Some(value) }
            }
            Expr::Negate(inner) => {
                let inner = self.expression(inner, period);
                Term {
                    text: format!("(-{})", inner.text),
                    depth: inner.depth.saturating_add(1),
                    value: inner.value.map(|value| -value),
                    ..inner
                }
            }
            Expr::Binary(operator, left, right) => {
                let (left, right) = (self.expression(left, period), self.expression(right, period));
                self.binary(*operator, left, right)
            }
            Expr::Window { mean, id, first, last } => {
                let parts: Vec<Term> =
                    (*last..=*first).rev().map(|years| self.measure(*id, back(years))).collect();
                let weights = vec![Exact::one(); parts.len()];
                total(&parts, &weights, *mean)
            }
            Expr::Extreme(greatest, parts) => {
                let parts: Vec<Term> = parts.iter().map(|part| self.expression(part, period)).collect();
                extreme(parts, *greatest)
            }
        };
        self.settled(term, period)
    }

    fn binary(&mut self, operator: Operator, left: Term, right: Term) -> Term {
        let (sign, value) = match (&left.value, &right.value) {
            (Some(a), Some(b)) => match operator {
                Operator::Add => ('+', Some(a + b)),
                Operator::Subtract => ('-', Some(a - b)),
                Operator::Multiply => ('*', Some(a * b)),
                Operator::Divide => ('/', Exact::ratio(a, b)),
            },
            _ => (sign(operator), None),
        };
        Term {
            text: format!("({}{sign}{})", left.text, right.text),
            depth: left.depth.max(right.depth).saturating_add(1),
            cells: joined(left.cells, right.cells),
            value,
        }
    }

    /// A term that is too long or too deep gets a row of its own.
    fn settled(&mut self, term: Term, period: Period) -> Term {
        if term.text.len() < LONGEST && term.depth < DEEPEST {
            return term;
        }
        let formula = term.formula();
        let what = "Passaggio".to_owned();
        let cell = self.add(Step { what, period: Some(period), formula, value: term.value.clone() });
        Term::cell(cell, term.value)
    }

    /// A measure in a period: its cell, or what its cells of the parts of the year make.
    fn measure(&mut self, id: MeasureId, period: Period) -> Term {
        if let Some((cell, value)) = self.measures.get(&(id, period)) {
            return Term::cell(cell.clone(), value.clone());
        }
        let term = match self.plan.measure(id).accumulate {
            None => self.single(id, period),
            Some(how) => {
                let blocks = blocks_up_to(period);
                match blocks.as_slice() {
                    [one] => self.block(id, *one, how),
                    many => self.combined(id, many, how),
                }
            }
        };
        self.named(id, period, term)
    }

    /// Every measure that is more than a cell gets a row, so that formulas stay short.
    fn named(&mut self, id: MeasureId, period: Period, term: Term) -> Term {
        let plain = term.cells.len() == 1 && term.cells.first() == Some(&term.text);
        let cell = if plain {
            term.text
        } else {
            let what = format!("{} ({})", self.plan.measure(id).title, self.plan.measure(id).key);
            let formula = term.formula();
            self.add(Step { what, period: Some(period), formula, value: term.value.clone() })
        };
        self.measures.insert((id, period), (cell.clone(), term.value.clone()));
        Term::cell(cell, term.value)
    }

    /// The cell of the period, or of the one block that covers the year up to the same end.
    fn single(&mut self, id: MeasureId, period: Period) -> Term {
        let blocks = blocks_up_to(period);
        let other = match blocks.as_slice() {
            [one] if *one != period && self.ledger.has(id, *one) => Some(*one),
            _ => None,
        };
        match (self.ledger.has(id, period), other) {
            (true, Some(other)) => {
                let own = self.own(id, period);
                let other = self.own(id, other);
                self.either(id, period, own, other)
            }
            (false, Some(other)) => self.own(id, other),
            (_, None) => self.own(id, period),
        }
    }

    /// One cell of the actuals as a number.
    fn own(&mut self, id: MeasureId, period: Period) -> Term {
        let subject = Subject::Measure(id);
        let cell = self.ledger.cell(subject, period);
        let value = self.ledger.number(subject, period);
        if !self.ledger.is_boolean(id) {
            return Term::cell(cell, value);
        }
        Term { text: formula::number_in(&cell), cells: Vec::new(), depth: 2, value }
    }

    /// The first if its cell says anything at all, otherwise the second.
    fn either(&mut self, id: MeasureId, period: Period, own: Term, other: Term) -> Term {
        let cell = self.ledger.cell(Subject::Measure(id), period);
        let value = if self.ledger.has(id, period) { own.value.clone() } else { other.value.clone() };
        let text = format!("IF({cell}<>\"\",{},{})", number_or_nothing(&own), other.formula());
        Term { text, cells: Vec::new(), depth: other.depth.saturating_add(3), value }
    }

    /// A block of the year, from its own cell or its parts.
    fn block(&mut self, id: MeasureId, period: Period, how: Accumulation) -> Term {
        let (has, below) = (self.ledger.has(id, period), self.ledger.has_below(id, period));
        if !below {
            return self.own(id, period);
        }
        let parts = self.combined(id, &halves_of(period), how);
        if !has {
            return parts;
        }
        let own = self.own(id, period);
        self.either(id, period, own, parts)
    }

    fn combined(&mut self, id: MeasureId, parts: &[Period], how: Accumulation) -> Term {
        let needed = match how {
            Accumulation::Sum | Accumulation::Mean => parts,
            Accumulation::Last => parts.last().map(std::slice::from_ref).unwrap_or_default(),
            Accumulation::First => parts.first().map(std::slice::from_ref).unwrap_or_default(),
        };
        let mut terms = Vec::new();
        for part in needed {
            let term = self.block(id, *part, how);
            terms.push(self.named(id, *part, term));
        }
        let weight = |part: &Period| {
            let (first, last) = part.months();
            Exact::from(i64::from(last.saturating_sub(first).saturating_add(1)))
        };
        let mean = how == Accumulation::Mean;
        let weights: Vec<Exact> =
            needed.iter().map(|part| if mean { weight(part) } else { Exact::one() }).collect();
        total(&terms, &weights, mean)
    }
}

fn number_or_nothing(term: &Term) -> String {
    if term.cells.is_empty() { term.text.clone() } else { term.formula() }
}

/// The sum or mean of terms, each with its weight.
fn total(parts: &[Term], weights: &[Exact], mean: bool) -> Term {
    let one = Exact::one();
    let texts: Vec<String> =
        parts
            .iter()
            .zip(weights)
            .map(|(part, weight)| {
                if *weight == one { part.text.clone() } else { format!("{}*{}", part.text, constant(weight)) }
            })
            .collect();
    let whole: Exact = weights.iter().cloned().sum();
    let value = || {
        let mut sum = Exact::zero();
        for (part, weight) in parts.iter().zip(weights) {
            sum = &sum + &(part.value.as_ref()? * weight);
        }
        if mean { Exact::ratio(&sum, &whole) } else { Some(sum) }
    };
    let sum = formula::nested("SUM", &texts);
    Term {
        text: if mean { format!("({sum}/{})", constant(&whole)) } else { sum },
        cells: parts.iter().fold(Vec::new(), |cells, part| joined(cells, part.cells.clone())),
        depth: parts.iter().map(|part| part.depth).max().unwrap_or(0).saturating_add(2),
        value: value(),
    }
}

fn extreme(parts: Vec<Term>, greatest: bool) -> Term {
    let texts: Vec<String> = parts.iter().map(|part| part.text.clone()).collect();
    let values: Option<Vec<Exact>> = parts.iter().map(|part| part.value.clone()).collect();
    let value = values.and_then(|values| {
        let values = values.into_iter();
        if greatest { values.max() } else { values.min() }
    });
    Term {
        text: formula::nested(if greatest { "MAX" } else { "MIN" }, &texts),
        depth: parts.iter().map(|part| part.depth).max().unwrap_or(0).saturating_add(2),
        cells: parts.into_iter().fold(Vec::new(), |cells, part| joined(cells, part.cells)),
        value,
    }
}

fn sign(operator: Operator) -> char {
    match operator {
        Operator::Add => '+',
        Operator::Subtract => '-',
        Operator::Multiply => '*',
        Operator::Divide => '/',
    }
}

/// Both lists, each cell once.
fn joined(mut cells: Vec<String>, more: Vec<String>) -> Vec<String> {
    for cell in more {
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    cells
}
