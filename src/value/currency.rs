//! What stands beside an amount where it is not in euro.

use super::fold_name;

/// Currencies that are met in tables, by their international codes; only as capitals, since some are words.
const CODES: &[&str] = &[
    "AED", "ALL", "ARS", "AUD", "BAM", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "CZK", "DKK", "EGP", "GBP",
    "HKD", "HRK", "HUF", "ILS", "INR", "ISK", "ITL", "JPY", "KRW", "MAD", "MDL", "MKD", "MXN", "NOK", "NZD",
    "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "USD", "ZAR",
];

/// Words that make of euro thousands or millions of them.
const MANY: &[&str] = &[
    "k",
    "mila",
    "migliaia",
    "migl",
    "mgl",
    "mln",
    "milioni",
    "mld",
    "miliardi",
    "thousand",
    "thousands",
    "million",
    "millions",
    "bn",
    "billion",
    "billions",
];

/// Whether a character is the sign of a currency.
fn is_sign(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¥' | '฿' | '\u{20A0}'..='\u{20CF}' | '\u{FDFC}' | '\u{FF04}')
}

/// What the text beside a number says if that is no amount of euro: `$`, `CHF`; `k€` and `migliaia di €`, which are
/// thousands of them.
pub fn foreign_currency(beside: &str) -> Option<&str> {
    let words = || beside.split(|c: char| !(c.is_alphabetic() || is_sign(c))).filter(|word| !word.is_empty());
    let foreign = |word: &&str| CODES.contains(word) || word.contains(|c| is_sign(c) && c != '€');
    if let Some(word) = words().find(foreign) {
        return Some(word);
    }
    let euro = beside.contains('€') || words().any(|word| matches!(fold_name(word).as_str(), "eur" | "euro"));
    let many =
        || words().any(|word| word == "M€" || MANY.contains(&fold_name(word.trim_matches('€')).as_str()));
    (euro && many()).then(|| beside.trim())
}
