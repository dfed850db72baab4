//! The only arithmetic of the crate: exact numbers, the values a measure can have, periods,
//! and the Italian notation of all of them.

mod currency;
mod exact;
mod literal;
mod names;
mod notation;
mod period;
mod types;
mod units;
pub mod words;

pub use currency::foreign_currency;
pub use exact::{Exact, Interval};
pub use literal::LiteralValue;
pub use names::{Answers, fold_name, is_invisible, normal, plain_code, plain_hyphen, trimmed};
pub use notation::{
    Mark, NumberFault, begins_with_vowel, parse_date, parse_number, show_date, show_money, show_number,
};
pub use period::{Period, PeriodKind};
pub use types::{Comparator, Type, Value};
pub use units::is_measure;
