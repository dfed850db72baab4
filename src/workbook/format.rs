//! Number formats: as what a number is shown. XLSX and XLS write them as codes (`#,##0.00 "€"`), whose number says
//! nothing; ODS in parts, which are put together here too.

use std::cmp::Ordering;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::value::{fold_name, foreign_currency};

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    /// Times a hundred, with `%`.
    Percent,
    /// As it is, with a `%` that is only text.
    PercentSign,
    /// In euro.
    Money,
    /// In another currency, or in thousands of euro: its sign or name.
    Currency(Arc<str>),
    /// A day, or a time of day.
    Date,
    /// A span of time, which may be longer than a day.
    Duration,
    /// Yes for 1, no for 0.
    Boolean,
}

/// A format: the first part whose condition a number fulfils.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NumberFormat {
    parts: Vec<(When, Shown)>,
}

/// For which numbers a part of a format is: those that compare so to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    less: bool,
    equal: bool,
    greater: bool,
    than: Decimal,
}

impl When {
    const ALWAYS: When = When { less: true, equal: true, greater: true, than: Decimal::ZERO };

    fn than_zero(sign: &str) -> When {
        When::new(sign, Decimal::ZERO).unwrap_or(When::ALWAYS)
    }

    fn new(sign: &str, than: Decimal) -> Option<When> {
        let (less, equal, greater) = match sign {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            "=" => (false, true, false),
            ">=" => (false, true, true),
            ">" => (false, false, true),
            "<>" | "!=" => (true, false, true),
            _ => return None,
        };
        Some(When { less, equal, greater, than })
    }

    /// `>=100`
    pub(super) fn read(text: &str) -> Option<When> {
        let text = text.trim();
        let end = text.find(|c| !matches!(c, '<' | '>' | '=' | '!'))?;
        let (sign, number) = text.split_at_checked(end)?;
        When::new(sign, number.trim().parse().ok()?)
    }

    fn applies(self, number: Decimal) -> bool {
        match number.cmp(&self.than) {
            Ordering::Less => self.less,
            Ordering::Equal => self.equal,
            Ordering::Greater => self.greater,
        }
    }
}

impl NumberFormat {
    /// A number and no more than that.
    pub(super) const fn plain() -> NumberFormat {
        NumberFormat { parts: Vec::new() }
    }

    /// The same for all numbers.
    pub(super) fn always(shown: Shown) -> NumberFormat {
        NumberFormat { parts: vec![(When::ALWAYS, shown)] }
    }

    /// Parts for some numbers each, and what is shown of all others.
    pub(super) fn of_parts(mut parts: Vec<(When, Shown)>, others: Shown) -> NumberFormat {
        parts.push((When::ALWAYS, others));
        NumberFormat { parts }
    }

    /// Of a format that every Excel knows by its number, if the workbook does not state its code; those of money are in
    /// the currency of the place, here euro.
    pub(super) fn built_in(number: u32) -> NumberFormat {
        NumberFormat::always(match number {
            9 | 10 => Shown::Percent,
            5..=8 | 42 | 44 => Shown::Money,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Date,
            46 => Shown::Duration,
            _ => return NumberFormat::default(),
        })
    }

    /// Of a format's code.
    pub(super) fn of(code: &str) -> NumberFormat {
        let parts: Vec<Part> = divided(code).into_iter().take(3).map(Part::read).collect();
        let stated = parts.iter().any(|part| part.when.is_some());
        let count = parts.len();
        let implied = |at: usize| match (stated, count, at) {
            (_, 1, _) => When::ALWAYS,
            (true, _, _) if at.saturating_add(1) == count => When::ALWAYS,
            (_, _, 1) => When::than_zero("<"),
            (_, 2, _) => When::than_zero(">="),
            (_, _, 0) => When::than_zero(">"),
            _ => When::ALWAYS,
        };
        let first = parts.first().map_or(Shown::Number, Part::shown);
        let shown = |part: &Part| if part.is_empty() { first.clone() } else { part.shown() };
        let parts = parts.iter().enumerate();
        NumberFormat {
            parts: parts.map(|(at, part)| (part.when.unwrap_or_else(|| implied(at)), shown(part))).collect(),
        }
    }

    /// As what a number is shown.
    pub(super) fn shown(&self, number: Decimal) -> &Shown {
        let part = self.parts.iter().find(|(when, _)| when.applies(number)).or(self.parts.first());
        part.map_or(&Shown::Number, |(_, shown)| shown)
    }

    /// Whether it shows every number as no more than that.
    pub(super) fn is_plain(&self) -> bool {
        self.parts.iter().all(|(_, shown)| *shown == Shown::Number)
    }
}

/// What one part of a format consists of.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) when: Option<When>,
    /// What is printed beside the digits.
    pub(super) literal: String,
    /// The sign or name of a currency.
    pub(super) currency: String,
    /// Whether digits are printed at all.
    pub(super) digits: bool,
    percent: bool,
    date: bool,
    duration: bool,
}

impl Part {
    /// Reads a part of a code.
    fn read(code: &str) -> Part {
        let mut part = Part::default();
        let mut rest = code;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or("");
            rest = match c {
                '"' => {
                    let (text, after) = after.split_once('"').unwrap_or((after, ""));
                    part.literal.push_str(text);
                    after
                }
                '\\' => {
                    part.literal.extend(after.chars().next());
                    without_first(after)
                }
                // A blank as wide as the next character; the next character again and again.
                '_' | '*' => {
                    part.literal.push(' ');
                    without_first(after)
                }
                '[' => {
                    let (inside, after) = after.split_once(']').unwrap_or((after, ""));
                    part.bracket(inside);
                    after
                }
                '%' => {
                    part.percent = true;
                    after
                }
                '0' | '#' | '?' | '@' => {
                    part.digits = true;
                    after
                }
                'e' | 'E' if part.digits && after.starts_with(['+', '-']) => without_first(after),
                _ if let Some(after) = general(rest) => {
                    part.digits = true;
                    after
                }
                'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => {
                    part.date = true;
                    after
                }
                '.' | ',' => after,
                _ => {
                    part.literal.push(c);
                    after
                }
            };
        }
        part
    }

    /// What stands in brackets: hours of a span of time (`[h]`), a currency (`[$CHF-807]`), a condition; otherwise a
    /// colour or a language.
    fn bracket(&mut self, inside: &str) {
        let first = inside.chars().next().map(|c| c.to_ascii_lowercase());
        if matches!(first, Some('h' | 'm' | 's'))
            && inside.chars().all(|c| Some(c.to_ascii_lowercase()) == first)
        {
            self.duration = true;
        } else if let Some(currency) = inside.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            self.literal.push_str(sign);
            self.currency.push_str(sign);
        } else {
            self.when = self.when.or_else(|| When::read(inside));
        }
    }

    fn is_empty(&self) -> bool {
        !self.digits && !self.percent && !self.date && !self.duration && self.literal.trim().is_empty()
    }

    /// As what it shows a number.
    pub(super) fn shown(&self) -> Shown {
        if self.duration {
            return Shown::Duration;
        }
        if self.date {
            return Shown::Date;
        }
        if self.percent {
            return Shown::Percent;
        }
        let literal = self.literal.trim();
        if !self.digits {
            let word = yes_or_no(literal);
            return if word.is_some() { Shown::Boolean } else { Shown::Number };
        }
        let beside = format!("{literal} {}", self.currency);
        if let Some(name) = foreign_currency(&beside) {
            return Shown::Currency(name.into());
        }
        if is_euro(&beside) {
            return Shown::Money;
        }
        if !self.currency.trim().is_empty() {
            return Shown::Currency(self.currency.trim().into());
        }
        if literal.contains('%') { Shown::PercentSign } else { Shown::Number }
    }
}

/// Whether what stands beside the digits says euro.
fn is_euro(beside: &str) -> bool {
    let mut words = beside.split(|c: char| !c.is_alphabetic());
    beside.contains('€') || words.any(|word| matches!(fold_name(word).as_str(), "eur" | "euro"))
}

/// What a word that is shown in place of a number says.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match fold_name(word).as_str() {
        "vero" | "true" | "si" | "yes" | "wahr" | "vrai" => Some(true),
        "falso" | "false" | "no" | "falsch" | "faux" => Some(false),
        _ => None,
    }
}

/// What follows the word for a number as it is typed.
fn general(rest: &str) -> Option<&str> {
    ["general", "standard"].iter().find_map(|word| {
        let (head, tail) = rest.split_at_checked(word.len())?;
        head.eq_ignore_ascii_case(word).then_some(tail)
    })
}

fn without_first(text: &str) -> &str {
    let mut rest = text.chars();
    rest.next();
    rest.as_str()
}

/// The parts of a code, between the `;` that divide.
fn divided(code: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    let mut rest = code.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => {
                rest.next();
            }
            ';' if !quoted => {
                parts.push(code.get(start..at).unwrap_or_default());
                start = at.saturating_add(1);
            }
            _ => {}
        }
    }
    parts.push(code.get(start..).unwrap_or_default());
    parts
}
