//! What algorithms compute, as formulas on the cells of the actuals (`language.md` §4, §7). What needs several cells of its
//! own (a measure made of the parts of a year, a long expression) is a row of the sheet of steps.

use rustc_hash::FxHashMap;

use super::formula::{self, constant, guarded};
use super::ledger::{self, Ledger};
use crate::actuals::Subject;
use crate::calculation::{Function, ValueExpr, value};
use crate::eval::{Quantity, blocks_up_to, halves_of};
use crate::plan::{Accumulation, Kpi, MeasureId, Operator, Plan};
use crate::value::{Exact, Period, Type};

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

    /// As a formula that says `n.d.` where all is there and it can't be computed all the same.
    pub fn formula_or_impossible(&self) -> String {
        formula::guarded_or(&self.cells, &self.text, &format!("\"{}\"", ledger::UNAVAILABLE))
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
    known: FxHashMap<(Quantity, Period), (String, Option<Exact>)>,
}

impl<'a> Steps<'a> {
    pub fn new(plan: &'a Plan, ledger: Ledger<'a>) -> Steps<'a> {
        Steps { plan, ledger, list: Vec::new(), known: FxHashMap::default() }
    }

    /// Adds a row; its cell.
    pub fn add(&mut self, step: Step) -> String {
        let row = FIRST_ROW.saturating_add(self.list.len() as u32);
        self.list.push(step);
        formula::cell_of(SHEET, RESULT, row)
    }

    /// What a KPI's algorithm computes; `None` without operands and for rollups.
    pub fn computed(&mut self, kpi: &Kpi, period: Period) -> Option<Term> {
        Some(self.expression(&value::of_kpi(kpi)?, period))
    }

    fn expression(&mut self, expr: &ValueExpr, period: Period) -> Term {
        let term = match expr {
            ValueExpr::Measure { id, back } => {
                self.measure(*id, period.in_year(period.year.saturating_sub_unsigned(*back)))
            }
            ValueExpr::Number { value, kind } => {
                let value = ledger::amount(value, *kind);
                Term { text: constant(&value), cells: Vec::new(), depth: 0, value: Some(value) }
            }
            ValueExpr::Negate(of) => {
                let of = self.expression(of, period);
                Term {
                    text: format!("(-{})", of.text),
                    depth: of.depth.saturating_add(1),
                    value: of.value.map(|value| -value),
                    ..of
                }
            }
            // Percentages are fractions in cells.
            ValueExpr::Percent(of) => self.expression(of, period),
            ValueExpr::Positive { of, .. } => {
                let of = self.expression(of, period);
                Term {
                    text: format!("IF({of}>0,{of},1/0)", of = of.text),
                    depth: of.depth.saturating_add(1),
                    value: of.value.filter(Exact::is_positive),
                    ..of
                }
            }
            ValueExpr::Binary(operator, left, right) => {
                let (left, right) = (self.expression(left, period), self.expression(right, period));
                self.binary(*operator, left, right)
            }
            ValueExpr::Call(function, parts) => {
                let parts: Vec<Term> = parts.iter().map(|part| self.expression(part, period)).collect();
                call(*function, parts)
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

    fn measure(&mut self, id: MeasureId, period: Period) -> Term {
        self.quantity(Quantity::measure(self.plan, id), period)
    }

    /// A measure or a KPI's own value in a period: its cell, or what its cells of the parts of the year make.
    pub fn quantity(&mut self, quantity: Quantity, period: Period) -> Term {
        if let Some((cell, value)) = self.known.get(&(quantity, period)) {
            return Term::cell(cell.clone(), value.clone());
        }
        let term = match quantity.how {
            None => self.single(quantity, period),
            Some(how) => {
                let blocks = blocks_up_to(period);
                match blocks.as_slice() {
                    [one] => self.block(quantity, *one, how),
                    many => self.combined(quantity, many, how),
                }
            }
        };
        self.named(quantity, period, term)
    }

    /// Everything that is more than a cell gets a row, so that formulas stay short.
    fn named(&mut self, quantity: Quantity, period: Period, term: Term) -> Term {
        let plain = term.cells.len() == 1 && term.cells.first() == Some(&term.text);
        let cell = if plain {
            term.text
        } else {
            let what = match quantity.subject {
                Subject::Measure(id) => {
                    let measure = self.plan.measure(id);
                    format!("{} ({})", measure.title, measure.key)
                }
                Subject::Kpi(id) => {
                    let kpi = self.plan.kpi(id);
                    format!("{} ({})", kpi.name(), kpi.key)
                }
            };
            let formula = term.formula();
            self.add(Step { what, period: Some(period), formula, value: term.value.clone() })
        };
        self.known.insert((quantity, period), (cell.clone(), term.value.clone()));
        Term::cell(cell, term.value)
    }

    /// The cell of the period, or of the one block that covers the year up to the same end; else what has been reached
    /// for good before.
    fn single(&mut self, quantity: Quantity, period: Period) -> Term {
        let blocks = blocks_up_to(period);
        let other = match blocks.as_slice() {
            [one] if *one != period && self.ledger.has(quantity, *one) => Some(*one),
            _ => None,
        };
        let term = match (self.ledger.has(quantity, period), other) {
            (true, Some(other)) => {
                let own = self.own(quantity, period);
                let other = self.own(quantity, other);
                self.either(quantity, period, own, other)
            }
            (false, Some(other)) => self.own(quantity, other),
            (_, None) => self.own(quantity, period),
        };
        self.or_held(quantity, period, other.unwrap_or(period), term)
    }

    fn or_held(&mut self, quantity: Quantity, period: Period, at: Period, own: Term) -> Term {
        let Some(rest) = self.held(quantity, period, at) else { return own };
        let cell = self.cell(quantity, at);
        let held =
            quantity.held(self.ledger.facts(), period).and_then(|part| self.ledger.value(quantity, part));
        let value = if self.ledger.has(quantity, at) { own.value.clone() } else { held };
        let text = format!("IF({cell}<>\"\",{},{rest})", number_or_nothing(&own));
        Term { text, cells: Vec::new(), depth: DEEPEST, value }
    }

    /// What earlier parts of the year than `at` report of a date or a sì/no, as a formula; `None` if nothing.
    pub fn held(&mut self, quantity: Quantity, period: Period, at: Period) -> Option<String> {
        let kind = self.ledger.kind_of(quantity.subject);
        let mut parts = self.ledger.parts(quantity, period);
        parts.retain(|part| *part != at && *part != period);
        if parts.is_empty() || kind.is_none_or(Type::is_amount) {
            return None;
        }
        let mut rest = "\"\"".to_owned();
        for part in parts {
            let cell = self.cell(quantity, part);
            // A no of an earlier part holds no longer, and takes back the sì before it.
            let holds = match kind {
                Some(Type::Boolean) if part.last_month() < period.last_month() => {
                    format!("IF({cell}=\"sì\",1,\"\")")
                }
                _ => formula::number_in(&cell),
            };
            rest = format!("IF(OR(ISNUMBER({cell}),{cell}=\"sì\",{cell}=\"no\"),{holds},{rest})");
        }
        Some(rest)
    }

    fn cell(&mut self, quantity: Quantity, period: Period) -> String {
        let subject = self.ledger.subject(quantity, period);
        self.ledger.cell(subject, period)
    }

    /// One cell of the actuals as a number.
    fn own(&mut self, quantity: Quantity, period: Period) -> Term {
        let subject = self.ledger.subject(quantity, period);
        let cell = self.ledger.cell(subject, period);
        let value = self.ledger.value(quantity, period);
        if self.ledger.kind_of(subject) != Some(Type::Boolean) {
            return Term::cell(cell, value);
        }
        Term { text: formula::number_in(&cell), cells: Vec::new(), depth: 2, value }
    }

    /// The first if its cell says anything at all, otherwise the second.
    fn either(&mut self, quantity: Quantity, period: Period, own: Term, other: Term) -> Term {
        let cell = self.cell(quantity, period);
        let value = if self.ledger.has(quantity, period) { own.value.clone() } else { other.value.clone() };
        let text = format!("IF({cell}<>\"\",{},{})", number_or_nothing(&own), other.formula());
        Term { text, cells: Vec::new(), depth: other.depth.saturating_add(3), value }
    }

    /// A block of the year, from its own cell or its parts.
    fn block(&mut self, quantity: Quantity, period: Period, how: Accumulation) -> Term {
        let (has, below) = (self.ledger.has(quantity, period), self.ledger.has_below(quantity, period));
        if !below {
            return self.own(quantity, period);
        }
        let parts = self.combined(quantity, &halves_of(period), how);
        if !has {
            return parts;
        }
        let own = self.own(quantity, period);
        self.either(quantity, period, own, parts)
    }

    fn combined(&mut self, quantity: Quantity, parts: &[Period], how: Accumulation) -> Term {
        let (latest, earliest) = (how == Accumulation::Last, how == Accumulation::First);
        let mut needed = parts.to_vec();
        if latest {
            needed.reverse();
        }
        if latest || earliest {
            // The part that comes first in question, and those that stand in for it.
            let first = needed.first().copied();
            needed.retain(|part| {
                Some(*part) == first
                    || self.ledger.has(quantity, *part)
                    || self.ledger.has_below(quantity, *part)
            });
        }
        let mut terms = Vec::new();
        for part in &needed {
            let term = self.block(quantity, *part, how);
            terms.push(self.named(quantity, *part, term));
        }
        if latest || earliest {
            return first_with_value(terms);
        }
        let mean = how == Accumulation::Mean;
        let weight = |part: &Period| if mean { Exact::from(i64::from(part.length())) } else { Exact::one() };
        let weights: Vec<Exact> = needed.iter().map(weight).collect();
        total(&terms, &weights, mean)
    }
}

/// The first of some cells that holds a number.
fn first_with_value(mut terms: Vec<Term>) -> Term {
    if terms.len() == 1
        && let Some(only) = terms.pop()
    {
        return only;
    }
    let value = terms.iter().find_map(|term| term.value.clone());
    let depth = terms.len().saturating_add(1);
    let text = terms
        .into_iter()
        .rev()
        .fold("\"\"".to_owned(), |rest, term| format!("IF(ISNUMBER({t}),{t},{rest})", t = term.text));
    Term { text, cells: Vec::new(), depth, value }
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

fn call(function: Function, parts: Vec<Term>) -> Term {
    let (name, mean) = match function {
        Function::Sum => ("SUM", false),
        Function::Mean => ("SUM", true),
        Function::Least => ("MIN", false),
        Function::Greatest => ("MAX", false),
    };
    let texts: Vec<String> = parts.iter().map(|part| part.text.clone()).collect();
    let values: Option<Vec<Exact>> = parts.iter().map(|part| part.value.clone()).collect();
    let whole = formula::nested(name, &texts);
    Term {
        text: if mean { format!("({whole}/{})", parts.len()) } else { whole },
        depth: parts.iter().map(|part| part.depth).max().unwrap_or(0).saturating_add(2),
        value: values.and_then(|values| function.of(values)),
        cells: parts.into_iter().fold(Vec::new(), |cells, part| joined(cells, part.cells)),
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
