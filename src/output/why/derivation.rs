//! A value and the cells it comes from: `(19.027 − 17.835) / 17.835 = 6,6835%`, then its operands.

use super::mean::append;
use super::{Step, Teller};
use crate::actuals::Subject;
use crate::diagnostics::{Text, say};
use crate::eval::result::{Derived, How, Missing};
use crate::output::{figures, words};
use crate::plan::{Accumulation, Kpi, MeasureId, Operator};
use crate::value::{Exact, Period, show_number};

/// How strongly an expression holds its parts together: what binds less than needed stands in parentheses.
const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const ATOM: u8 = 3;

impl Teller<'_> {
    /// The step of a KPI's value, called `name`.
    pub(super) fn derivation(&self, kpi: &Kpi, name: &Text, derived: &Derived) -> Step {
        let called =
            |more: Text| append(name, Text { it: format!(": {}", more.it), en: format!(": {}", more.en) });
        match &derived.how {
            How::OwnCell(fact) => {
                self.valued(name.clone(), derived, kpi.unit.as_deref()).at(self.view.cell(*fact))
            }
            How::Quantity { .. } => {
                let step = self.leaf(derived);
                let what = if self.is_held(derived) {
                    let holds =
                        say!(", che vale per il resto dell'anno", ", which holds for the rest of the year");
                    append(&step.what, holds)
                } else {
                    step.what
                };
                Step { what: called(what), ..step }
            }
            _ => {
                let algorithm = words::algorithm(&kpi.algorithm);
                let (formula, _) = written(derived);
                let what = called(append(&algorithm, say!(", {formula}", ", {formula}")));
                // Why there is none has been said above, and the operands below say which of them lack.
                let result = match &derived.value {
                    Ok((value, kind)) => figures::value(value, *kind, kpi.unit.as_deref()),
                    Err(_) => figures::UNAVAILABLE.to_owned(),
                };
                let operands = leaves(derived).into_iter().map(|leaf| self.leaf(leaf)).collect();
                Step::equals(what, result).with(operands)
            }
        }
    }

    /// An operand: its cell, or the parts it was accumulated from.
    fn leaf(&self, derived: &Derived) -> Step {
        let How::Quantity { of, period, cell, parts } = &derived.how else {
            let (formula, _) = written(derived);
            return self.valued(Text::same(formula), derived, None);
        };
        let unit = match of {
            Subject::Measure(id) => self.view.plan.measure(*id).unit.as_deref(),
            Subject::Kpi(id) => self.view.plan.kpi(*id).unit.as_deref(),
        };
        let name = self.named(*of, *period);
        match parts {
            None => self.valued(name, derived, unit).at(cell.and_then(|cell| self.view.cell(cell))),
            Some((how, parts)) => {
                let mut step = self.valued(append(&name, accumulated(*how, parts)), derived, unit);
                if parts.len() > 1 {
                    step.link = super::Link::Equals;
                }
                step.with(parts.iter().map(|part| self.leaf(part)).collect())
            }
        }
    }

    /// Whether a value is the report of an earlier part of the year that still holds: a date, a sì.
    fn is_held(&self, derived: &Derived) -> bool {
        let (How::Quantity { period, cell: Some(_), .. }, Ok((_, kind))) = (&derived.how, &derived.value)
        else {
            return false;
        };
        !kind.is_amount() && period.last_month() < self.view.evaluation.period.last_month()
    }

    /// `soggetti_turismo «Soggetti coinvolti» 2023`; a KPI's own operand by its text alone; `valore 2023` of its own.
    fn named(&self, of: Subject, period: Period) -> Text {
        let Subject::Measure(id) = of else { return say!("valore {period}", "value {period}") };
        let measure = self.view.plan.measure(id);
        let key = &measure.key;
        let name = match (measure.owner, measure.title.as_str()) {
            (_, "") => key.clone(),
            (None, title) => format!("{key} «{title}»"),
            (Some(_), title) => format!("«{title}»"),
        };
        Text::same(format!("{name} {period}"))
    }

    /// With the value, or why there is none.
    fn valued(&self, what: Text, derived: &Derived, unit: Option<&str>) -> Step {
        match &derived.value {
            Ok((value, kind)) => Step::gives(what, figures::value(value, *kind, unit)),
            Err(Missing::NoCell(missed, _)) if is_itself(*missed, &derived.how) => {
                Step::says(append(&what, say!(": manca", ": missing")))
            }
            Err(why) => {
                let Text { it, en } = words::missing(self.view.plan, why);
                let place = match why {
                    Missing::Said(fact, _) => self.view.cell(*fact),
                    _ => None,
                };
                Step::says(append(&what, say!(": n.d., {it}", ": n.d., {en}"))).at(place)
            }
        }
    }
}

/// Whether what lacks is the measure itself, which the step has just named.
fn is_itself(missed: Option<MeasureId>, how: &How) -> bool {
    matches!(how, How::Quantity { of: Subject::Measure(id), .. } if missed == Some(*id))
}

/// `, somma: 10 + 12`; of a single part there is nothing to reckon: `, ultimo`.
fn accumulated(how: Accumulation, parts: &[Derived]) -> Text {
    let Text { it, en } = words::accumulation(how);
    if parts.len() < 2 {
        return say!(", {it}", ", {en}");
    }
    let numbers: Vec<String> = parts.iter().map(|part| within(part, PRODUCT)).collect();
    let formula = match how {
        Accumulation::Sum => numbers.join(" + "),
        Accumulation::Mean => mean(&numbers, parts),
        Accumulation::Last | Accumulation::First => numbers.join("; "),
    };
    say!(", {it}: {formula}", ", {en}: {formula}")
}

/// `(100 × 6 + 40 × 3) / 9`: each part weighs by its months; parts of one length count alike.
fn mean(numbers: &[String], parts: &[Derived]) -> String {
    let lengths: Vec<u8> = parts.iter().map(Derived::months).collect();
    if lengths.windows(2).all(|pair| pair.first() == pair.last()) {
        return format!("({}) / {}", numbers.join(" + "), numbers.len());
    }
    let weighted: Vec<String> =
        numbers.iter().zip(&lengths).map(|(number, months)| format!("{number} × {months}")).collect();
    let months: u32 = lengths.iter().map(|months| u32::from(*months)).sum();
    format!("({}) / {months}", weighted.join(" + "))
}

/// The operands of a value, each once, in the order of the formula.
fn leaves(derived: &Derived) -> Vec<&Derived> {
    let mut found: Vec<&Derived> = Vec::new();
    let mut open = vec![derived];
    while let Some(next) = open.pop() {
        match &next.how {
            How::Quantity { .. } | How::OwnCell(_) => {
                if !found.contains(&next) {
                    found.push(next);
                }
            }
            How::Nothing | How::Constant | How::Rollup(_) => {}
            How::Negate(inner) | How::InPercent(inner) => open.push(inner),
            How::Binary(_, left, right) | How::Ratio { left, right, .. } => open.extend([&**right, &**left]),
            How::Change { now, before } => open.extend([&**before, &**now]),
            How::Window(_, parts) | How::Extreme(_, parts) => open.extend(parts.iter().rev()),
        }
    }
    found
}

/// A value as arithmetic with the numbers in it, and how strongly it binds.
fn written(derived: &Derived) -> (String, u8) {
    match &derived.how {
        How::Nothing | How::Constant | How::OwnCell(_) | How::Quantity { .. } | How::Rollup(_) => {
            number(derived)
        }
        How::InPercent(inner) => written(inner),
        How::Negate(inner) => (format!("−{}", within(inner, ATOM)), SUM),
        How::Binary(operator, left, right) => binary(*operator, left, right),
        How::Ratio { left, right, times } => {
            let ratio = format!("{} / {}", within(left, PRODUCT), within(right, ATOM));
            // A percentage shows itself by its sign.
            let rate = *times != Exact::one() && *times != Exact::hundred();
            (if rate { format!("{ratio} × {}", show_number(times, 4)) } else { ratio }, PRODUCT)
        }
        How::Change { now, before } => {
            let (now, before) = (within(now, SUM), within(before, ATOM));
            (format!("({now} − {before}) / {before}"), PRODUCT)
        }
        How::Window(mean, parts) => (call(if *mean { "media" } else { "somma" }, parts), ATOM),
        How::Extreme(greatest, parts) => (call(if *greatest { "max" } else { "min" }, parts), ATOM),
    }
}

fn number(derived: &Derived) -> (String, u8) {
    match &derived.value {
        Ok((value, kind)) => {
            let negative = value.amount().is_some_and(Exact::is_negative);
            (figures::bare(value, *kind), if negative { SUM } else { ATOM })
        }
        Err(_) => ("n.d.".to_owned(), ATOM),
    }
}

fn binary(operator: Operator, left: &Derived, right: &Derived) -> (String, u8) {
    let (sign, binds, right_needs) = match operator {
        Operator::Add => ("+", SUM, PRODUCT),
        Operator::Subtract => ("−", SUM, PRODUCT),
        Operator::Multiply => ("×", PRODUCT, PRODUCT),
        Operator::Divide => ("/", PRODUCT, ATOM),
    };
    (format!("{} {sign} {}", within(left, binds), within(right, right_needs)), binds)
}

fn within(derived: &Derived, needed: u8) -> String {
    let (text, binds) = written(derived);
    if binds < needed { format!("({text})") } else { text }
}

fn call(name: &str, parts: &[Derived]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| written(part).0).collect();
    format!("{name}({})", parts.join("; "))
}
