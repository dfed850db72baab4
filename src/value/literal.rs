//! Values as they are written, in plans and in cells: with the digits that were printed.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Exact, Type, Value, show_date};

/// The forms of written values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiteralValue {
    /// `12`, `12 imprese`: a number with an optional counting unit.
    Number(Decimal, Option<Box<str>>),
    /// `30%`, in points.
    Percent(Decimal),
    /// `17.000,00 €`
    Money(Decimal),
    /// `5 giorni`
    Days(Decimal),
    /// `8 ore`; `08:30` is 8,5.
    Hours(Decimal),
    /// `31/12/2025`
    Date(NaiveDate),
    /// `sì`, `no`
    Boolean(bool),
    /// `n.d.`
    NotAvailable,
}

impl LiteralValue {
    /// The type that it shows; `None` for `n.d.`.
    pub fn kind(&self) -> Option<Type> {
        Some(match self {
            LiteralValue::Number(..) => Type::Number,
            LiteralValue::Percent(_) => Type::Percent,
            LiteralValue::Money(_) => Type::Money,
            LiteralValue::Days(_) => Type::Days,
            LiteralValue::Hours(_) => Type::Hours,
            LiteralValue::Date(_) => Type::Date,
            LiteralValue::Boolean(_) => Type::Boolean,
            LiteralValue::NotAvailable => return None,
        })
    }

    /// The printed number of an amount.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            LiteralValue::Number(number, _)
            | LiteralValue::Percent(number)
            | LiteralValue::Money(number)
            | LiteralValue::Days(number)
            | LiteralValue::Hours(number) => Some(*number),
            LiteralValue::Date(_) | LiteralValue::Boolean(_) | LiteralValue::NotAvailable => None,
        }
    }

    /// Its value, whatever its type; `None` for `n.d.`.
    pub fn value(&self) -> Option<Value> {
        match self {
            LiteralValue::Date(day) => Some(Value::Date(*day)),
            LiteralValue::Boolean(yes) => Some(Value::Boolean(*yes)),
            other => other.number().map(|number| Value::Amount(Exact::from(number))),
        }
    }

    /// As it was printed, with all its digits: `0,00%`.
    pub fn printed(&self) -> String {
        let unit = match self {
            LiteralValue::Percent(_) => "%".to_owned(),
            LiteralValue::Number(_, unit) => {
                unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"))
            }
            other => other.kind().and_then(Type::unit).map_or_else(String::new, |unit| format!(" {unit}")),
        };
        match self.number() {
            Some(number) => format!("{}{unit}", number.to_string().replace('.', ",")),
            None => self.show(),
        }
    }

    /// As it would be written in a plan.
    pub fn show(&self) -> String {
        match self {
            LiteralValue::Date(day) => show_date(*day),
            LiteralValue::NotAvailable => "n.d.".to_owned(),
            other => {
                let unit = if let LiteralValue::Number(_, unit) = other { unit.as_deref() } else { None };
                let value = other.value().unwrap_or(Value::Boolean(false));
                value.show(other.kind().unwrap_or(Type::Number), unit, 28)
            }
        }
    }
}
