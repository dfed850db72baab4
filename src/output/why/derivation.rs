//! A value and the cells it comes from: `(19.027 − 17.835) / 17.835 = 6,6835%`, then its operands.

use super::formula::Formula;
use super::mean::append;
use super::{Step, Teller};
use crate::actuals::Subject;
use crate::diagnostics::{Text, say};
use crate::eval::result::{Derived, How, Missing};
use crate::output::{figures, words};
use crate::plan::{Accumulation, Kpi, MeasureId, Operator};
use crate::value::{Exact, Period, Value};

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
                let formula = written(derived);
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
            return self.valued(Text::same(written(derived)), derived, None);
        };
        let unit = match of {
            Subject::Measure(id) => self.view.plan.measure(*id).unit.as_deref(),
            Subject::Kpi(id) => self.view.plan.kpi(*id).unit.as_deref(),
        };
        let name = self.named(*of, *period);
        match parts {
            None => self.valued(name, derived, unit).at(cell.and_then(|cell| self.view.cell(cell))),
            Some((how, parts)) => {
                let mut step = self.valued(append(&name, accumulated(*how, parts, derived)), derived, unit);
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
fn accumulated(how: Accumulation, parts: &[Derived], made: &Derived) -> Text {
    let Text { it, en } = words::accumulation(how);
    if parts.len() < 2 {
        return say!(", {it}", ", {en}");
    }
    let whole = match how {
        Accumulation::Sum => Formula::sum(parts.iter().map(formula)),
        Accumulation::Mean => mean(parts),
        Accumulation::Last | Accumulation::First => None,
    };
    let formula = match whole {
        Some(whole) => shown(&whole, made),
        None => parts.iter().map(|part| formula(part).plainly()).collect::<Vec<_>>().join("; "),
    };
    say!(", {it}: {formula}", ", {en}: {formula}")
}

/// `(100 × 6 + 40 × 3) / 9`: each part weighs by its months; parts of one length count alike.
fn mean(parts: &[Derived]) -> Option<Formula> {
    let lengths: Vec<i64> = parts.iter().map(|part| i64::from(part.months())).collect();
    let alike = lengths.windows(2).all(|pair| pair.first() == pair.last());
    let plain = |number: i64| Formula::plain(Exact::from(number));
    let term = |(part, months): (&Derived, &i64)| match alike {
        true => formula(part),
        false => Formula::binary(Operator::Multiply, formula(part), plain(*months)),
    };
    let divided_by = if alike { lengths.len() as i64 } else { lengths.iter().sum() };
    let sum = Formula::sum(parts.iter().zip(&lengths).map(term))?;
    Some(Formula::binary(Operator::Divide, sum, plain(divided_by)))
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
            how => open.extend(how.operands().into_iter().rev()),
        }
    }
    found
}

/// A value as arithmetic whose numbers give it as it is printed.
fn written(derived: &Derived) -> String {
    shown(&formula(derived), derived)
}

/// Arithmetic as text, whose numbers give the value as it is printed.
fn shown(formula: &Formula, derived: &Derived) -> String {
    let Ok((Value::Amount(made), kind)) = &derived.value else { return formula.plainly() };
    // Of two quantities a quotient is a part of a whole, and shown as a percentage of it.
    let percent = matches!(derived.how, How::Percent(_));
    let times = if percent { Exact::hundred() } else { Exact::one() };
    let made = Exact::ratio(made, &times).unwrap_or_else(|| made.clone());
    formula.text(&made, &|number| figures::bare(&Value::Amount(number * &times), *kind), false)
}

/// A value as arithmetic with the numbers in it.
fn formula(derived: &Derived) -> Formula {
    match &derived.how {
        How::Nothing | How::Constant | How::OwnCell(_) | How::Quantity { .. } | How::Rollup(_) => {
            match &derived.value {
                Ok((value, kind)) => Formula::value(value, *kind),
                Err(_) => Formula::none(),
            }
        }
        // A percentage shows itself by its sign.
        How::Percent(of) | How::Positive(of) => formula(of),
        How::Negate(of) => Formula::Negate(Box::new(formula(of))),
        How::Binary(operator, left, right) => Formula::binary(*operator, formula(left), formula(right)),
        How::Call(function, parts) => Formula::Call(*function, parts.iter().map(formula).collect()),
    }
}
