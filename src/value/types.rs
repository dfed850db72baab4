//! The types of values and the values themselves (`language.md` §3).

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use super::Exact;
use crate::diagnostics::Text;

/// The type of an indicator or a measure. A counting unit ("imprese") is a label, not a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// A plain number, with or without a counting unit.
    Number,
    /// A percentage, held in points: 30% is 30.
    Percent,
    /// Euros.
    Money,
    /// A duration in days.
    Days,
    /// A duration in hours; never mixed with days.
    Hours,
    /// A day of the calendar.
    Date,
    /// Sì or no.
    Boolean,
}

impl Type {
    /// The name in the JSON contract (`language.md` §10).
    pub fn contract_name(self) -> &'static str {
        match self {
            Type::Number => "number",
            Type::Percent => "percent",
            Type::Money => "money",
            Type::Days | Type::Hours => "duration",
            Type::Date => "date",
            Type::Boolean => "boolean",
        }
    }

    /// What a user calls it.
    pub fn name(self) -> Text {
        let (it, en) = match self {
            Type::Number => ("un numero", "a number"),
            Type::Percent => ("una percentuale", "a percentage"),
            Type::Money => ("un importo in euro", "an amount in euro"),
            Type::Days => ("una durata in giorni", "a duration in days"),
            Type::Hours => ("una durata in ore", "a duration in hours"),
            Type::Date => ("una data", "a date"),
            Type::Boolean => ("un sì/no", "a yes/no"),
        };
        Text { it: it.to_owned(), en: en.to_owned() }
    }

    /// An example of how a value of this type is written.
    pub fn example(self) -> &'static str {
        match self {
            Type::Number => "12,5",
            Type::Percent => "12,5%",
            Type::Money => "1.250,00 €",
            Type::Days => "5 giorni",
            Type::Hours => "8 ore",
            Type::Date => "31/12/2025",
            Type::Boolean => "sì",
        }
    }

    /// The unit that goes with the type itself.
    pub fn unit(self) -> Option<&'static str> {
        match self {
            Type::Percent => Some("%"),
            Type::Money => Some("€"),
            Type::Days => Some("giorni"),
            Type::Hours => Some("ore"),
            Type::Number | Type::Date | Type::Boolean => None,
        }
    }

    /// Whether its values are numbers that can be added, divided and compared in size.
    pub fn is_amount(self) -> bool {
        !matches!(self, Type::Date | Type::Boolean)
    }
}

/// A value. Its [`Type`] is known from where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd)]
pub enum Value {
    /// Of any amount type; percentages in points.
    Amount(Exact),
    /// A day.
    Date(NaiveDate),
    /// Sì (`true`) or no.
    Boolean(bool),
}

impl Value {
    /// The number, if it is one.
    pub fn amount(&self) -> Option<&Exact> {
        match self {
            Value::Amount(number) => Some(number),
            Value::Date(_) | Value::Boolean(_) => None,
        }
    }

    /// The form of the JSON contract: plain decimals of at most 10 places, ISO dates, "yes" and "no".
    pub fn contract(&self) -> String {
        match self {
            Value::Amount(number) => number.plain(10),
            Value::Date(day) => day.format("%Y-%m-%d").to_string(),
            Value::Boolean(true) => "yes".to_owned(),
            Value::Boolean(false) => "no".to_owned(),
        }
    }

    /// As an officer writes it: `1.094,09`, `30%`, `5 giorni`, `31/12/2025`, `sì`. `places` limits the decimals,
    /// `unit` is the counting unit of a number.
    pub fn show(&self, kind: Type, unit: Option<&str>, places: u32) -> String {
        match self {
            Value::Date(day) => super::show_date(*day),
            Value::Boolean(true) => "sì".to_owned(),
            Value::Boolean(false) => "no".to_owned(),
            Value::Amount(number) => {
                let digits = match kind {
                    Type::Money => super::show_money(number, places),
                    _ => super::show_number(number, places),
                };
                match kind {
                    Type::Percent => format!("{digits}%"),
                    _ => match kind.unit().or(unit) {
                        Some(unit) => format!("{digits} {unit}"),
                        None => digits,
                    },
                }
            }
        }
    }
}

/// How an actual is held against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Comparator {
    /// `>=`: more is better.
    #[serde(rename = ">=")]
    AtLeast,
    /// `<=`: less is better.
    #[serde(rename = "<=")]
    AtMost,
    /// `=`: exactly that.
    #[serde(rename = "=")]
    Equal,
}

impl Comparator {
    /// Whether `actual` meets `target`.
    pub fn met(self, actual: &Value, target: &Value) -> bool {
        match self {
            Comparator::AtLeast => actual >= target,
            Comparator::AtMost => actual <= target,
            Comparator::Equal => actual == target,
        }
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Comparator::AtLeast => ">=",
            Comparator::AtMost => "<=",
            Comparator::Equal => "=",
        })
    }
}
