//! How often values are reported: `frequenza` (`language.md` §2).

use crate::value::{Period, fold_name};

/// How many months lie between two values of a `frequenza`; `None` for words that do not say.
pub(super) fn months(frequency: &str) -> Option<u8> {
    match fold_name(frequency).as_str() {
        "mensile" | "monthly" => Some(1),
        "trimestrale" | "quarterly" => Some(3),
        "semestrale" | "half-yearly" => Some(6),
        "annuale" | "annua" | "yearly" | "annual" => Some(12),
        _ => None,
    }
}

/// Whether something of a frequency has a value at the end of a period.
pub(super) fn is_reported(period: Period, frequency: Option<u8>) -> bool {
    frequency.is_none_or(|every| period.last_month().is_multiple_of(every.max(1)))
}
