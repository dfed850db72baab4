//! What can be wrong with the outcomes and states of a table: each from its data to its words.

use super::faults::{Place, declared, short};
use super::keys::Key;
use super::words::{OUTCOMES, STATES, denies};
use crate::diagnostics::{Code, Diagnostic, nearest, say};
use crate::plan::Plan;

/// An `esito` that says unavailable beside a value.
pub fn value_beside_unavailable(
    place: &Place<'_>,
    text: &str,
    outcome: &Place<'_>,
    words: &str,
) -> Diagnostic {
    let (text, words) = (short(text), short(words));
    place
        .fault(
            Code::ValueBesideUnavailable,
            say!(
                "c'è il valore `{text}` ma l'esito è `{words}`",
                "there is the value `{text}` but the outcome is `{words}`"
            ),
        )
        .also(outcome.span, say!("l'esito è qui", "the outcome is here"))
        .note(say!(
            "togli il valore, oppure correggi l'esito in `kpi validato`",
            "take the value away, or correct the outcome to `validated`"
        ))
}

/// An `esito` that is none.
pub fn unknown_outcome(place: &Place<'_>, text: &str) -> Diagnostic {
    let written = short(text);
    let fault = place.fault(
        Code::UnknownOutcome,
        say!("non conosco l'esito `{written}`", "I do not know the outcome `{written}`"),
    );
    // Of two denials which was meant can't be told: `non validato` is neither of them.
    let fault = if super::words::denies(text) { fault } else { with_nearest(fault, place, text, &OUTCOMES) };
    fault.note(say!(
        "un esito è `kpi validato`, `kpi non disponibile` o `kpi non definito`, oppure la cella resta vuota",
        "an outcome is `validated`, `not available` or `not defined`, or the cell stays empty"
    ))
}

/// A state that is none.
pub fn unknown_state(place: &Place<'_>, text: &str) -> Diagnostic {
    let written = short(text);
    let fault = place.fault(
        Code::UnknownState,
        say!("non conosco lo stato `{written}`", "I do not know the state `{written}`"),
    );
    with_nearest(fault, place, text, &STATES).note(say!(
        "uno stato è `raggiunto`, `in linea`, `in ritardo`, `non dovuto` o `non disponibile`",
        "a state is `reached`, `on track`, `late`, `not due` or `unavailable`"
    ))
}

fn with_nearest(fault: Diagnostic, place: &Place<'_>, text: &str, words: &[&'static str]) -> Diagnostic {
    let alike = words.iter().copied().filter(|word| denies(word) == denies(text));
    match nearest(&short(text), alike) {
        Some(word) => {
            fault.fix(say!("forse volevi scrivere `{word}`", "perhaps you meant `{word}`"), place.span, word)
        }
        None => fault,
    }
}

/// `avanzamento` without `stato`.
pub fn progress_without_state(place: &Place<'_>, progress: &Place<'_>) -> Diagnostic {
    place
        .fault(
            Code::UnknownState,
            say!("c'è un avanzamento ma manca lo stato", "there is a progress but the state is missing"),
        )
        .also(progress.span, say!("l'avanzamento è qui", "the progress is here"))
        .note(say!(
            "uno stato è `raggiunto`, `in linea`, `in ritardo`, `non dovuto` o `non disponibile`",
            "a state is `reached`, `on track`, `late`, `not due` or `unavailable`"
        ))
}

/// `avanzamento` that is no percentage.
pub fn bad_progress(place: &Place<'_>, text: &str) -> Diagnostic {
    let text = short(text);
    place.fault(Code::CellType, say!("`{text}` non è un avanzamento", "`{text}` is not a progress")).note(
        say!(
            "l'avanzamento è una percentuale, per esempio `50%`",
            "the progress is a percentage, for instance `50%`"
        ),
    )
}

/// A value on the row of an objective.
pub fn value_of_objective(plan: &Plan, place: &Place<'_>, key: Key) -> Diagnostic {
    let (span, name) = declared(plan, key);
    place
        .fault(
            Code::CellType,
            say!(
                "`{name}` è un obiettivo, e un obiettivo non ha un valore suo",
                "`{name}` is an objective, and an objective has no value of its own"
            ),
        )
        .also(span, say!("`{name}` è dichiarato qui", "`{name}` is declared here"))
        .note(say!(
            "il suo valore si calcola dai suoi indicatori: scrivi quelli, per esempio `{name}/trend_turismo`; qui vanno solo stato, avanzamento e motivo",
            "its value is computed from its indicators: write those, for instance `{name}/trend_turismo`; here go only state, progress and reason"
        ))
}

/// A state on the row of a measure.
pub fn state_of_measure(plan: &Plan, place: &Place<'_>, key: Key) -> Diagnostic {
    let (span, name) = declared(plan, key);
    place
        .fault(
            Code::CellType,
            say!(
                "`{name}` è una misura, e una misura non ha uno stato",
                "`{name}` is a measure, and a measure has no state"
            ),
        )
        .also(span, say!("`{name}` è dichiarata qui", "`{name}` is declared here"))
        .note(say!(
            "uno stato si dichiara sulla riga di un indicatore o di un obiettivo",
            "a state is declared on the row of an indicator or of an objective"
        ))
}
