//! The closed lists of words in a table: what an `esito` says, and the declared states.

use super::MonitoringState;
use crate::value::fold_name;

/// What an `esito` says about the value beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// `kpi validato`
    Validated,
    /// `kpi non disponibile`, `kpi non definito`
    Unavailable,
}

/// The `esito` of a text, `kpi` before it or not; `None` if it is not one.
pub fn outcome(text: &str) -> Option<Outcome> {
    // As nearly every row has it.
    if text == "kpi validato" {
        return Some(Outcome::Validated);
    }
    let folded = fold_name(text);
    let words = folded.strip_prefix("kpi ").unwrap_or(&folded);
    let letters: String = words.chars().filter(|c| !matches!(c, '.' | '/')).collect();
    match letters.as_str() {
        "validato" | "validated" => Some(Outcome::Validated),
        "non disponibile" | "non definito" | "not available" | "unavailable" | "not defined"
        | "undefined" | "nv" | "nd" => Some(Outcome::Unavailable),
        _ => None,
    }
}

/// How an `esito` is written.
pub const OUTCOMES: [&str; 3] = ["kpi validato", "kpi non disponibile", "kpi non definito"];

/// The declared state of a text; `None` if it is not one.
pub fn state(text: &str) -> Option<MonitoringState> {
    Some(match fold_name(text).as_str() {
        "raggiunto" | "reached" => MonitoringState::Reached,
        "in linea" | "in linea con target" | "in linea con il target" | "on track" => {
            MonitoringState::OnTrack
        }
        "in ritardo" | "late" => MonitoringState::Late,
        "non dovuto" | "not due" => MonitoringState::NotDue,
        "non disponibile" | "unavailable" | "not available" => MonitoringState::Unavailable,
        _ => return None,
    })
}

/// How a state is written.
pub const STATES: [&str; 5] = ["raggiunto", "in linea", "in ritardo", "non dovuto", "non disponibile"];

/// Whether a text denies something: nobody who wrote `non validato` meant `validato`.
pub fn denies(text: &str) -> bool {
    fold_name(text).split([' ', '.']).any(|word| matches!(word, "non" | "not" | "no"))
}
