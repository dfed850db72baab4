//! The sentences and names that results are told with, in both languages.

use crate::actuals::MonitoringState;
use crate::diagnostics::{Text, say};
use crate::eval::result::Missing;
use crate::eval::words::listed;
pub use crate::eval::words::{measure, only_parts, subject};
use crate::plan::{Accumulation, Algorithm, Plan, Rule};

/// A rule as the language writes it.
pub fn rule(plan: &Plan, rule: Rule) -> String {
    match rule {
        Rule::AllOrNothing => "tutto o niente".to_owned(),
        Rule::Proportional { inverse: false } => "proporzionale".to_owned(),
        Rule::Proportional { inverse: true } => "proporzionale inverso".to_owned(),
        Rule::Direct => "diretto".to_owned(),
        Rule::FromBaseline => "da storico".to_owned(),
        Rule::Bands(id) => format!("fasce {}", plan.bands_of(id).ident),
    }
}

/// A monitoring state, for people (the contract has the Italian one in both languages).
pub fn state(state: MonitoringState) -> Text {
    let en = match state {
        MonitoringState::Reached => "reached",
        MonitoringState::OnTrack => "on track",
        MonitoringState::Late => "late",
        MonitoringState::NotDue => "not due",
        MonitoringState::Unavailable => "not available",
    };
    Text { it: state.italian().to_owned(), en: en.to_owned() }
}

/// What an algorithm is called.
pub fn algorithm(algorithm: &Algorithm) -> Text {
    match algorithm {
        Algorithm::Own | Algorithm::Value(_) => say!("valore", "value"),
        Algorithm::Ratio { percent: true, .. } => say!("rapporto %", "ratio %"),
        Algorithm::Ratio { percent: false, .. } => say!("rapporto", "ratio"),
        Algorithm::Change(_) => say!("variazione %", "change %"),
        Algorithm::Rollup(_) => say!("media ponderata", "weighted mean"),
        Algorithm::Formula { .. } => say!("formula", "formula"),
    }
}

/// How sub-periods are put together.
pub fn accumulation(how: Accumulation) -> Text {
    match how {
        Accumulation::Sum => say!("somma", "sum"),
        Accumulation::Last => say!("ultimo", "latest"),
        Accumulation::Mean => say!("media", "mean"),
        Accumulation::First => say!("primo", "first"),
    }
}

/// Why something is unavailable, as a sentence.
pub fn missing(plan: &Plan, why: &Missing) -> Text {
    match why {
        Missing::NoCell(None, period) => say!("nessun consuntivo per {period}", "no actual for {period}"),
        Missing::NoCell(Some(id), period) => {
            let name = measure(plan, *id);
            say!("manca `{name}` per {period}", "`{name}` is missing for {period}")
        }
        Missing::Said(_, words) => say!("il consuntivo dice `{words}`", "the actuals say `{words}`"),
        Missing::NoPart(of, periods) => {
            let name = subject(plan, *of);
            let Text { it, en } = listed(periods);
            let (lacks, needed) =
                if periods.len() == 1 { ("manca", "serve") } else { ("mancano", "servono") };
            Text {
                it: format!("di `{name}` {lacks} {it}, che {needed} per accumulare dall'inizio dell'anno"),
                en: format!("`{name}` lacks {en}, needed to accumulate from the start of the year"),
            }
        }
        Missing::OnlyParts(only) => only_parts(plan, only),
        Missing::DivisionByZero => say!("divisione per zero", "division by zero"),
        Missing::NotPositive(period) => say!(
            "il valore di {period} non è maggiore di zero, quindi non c'è una variazione da calcolare",
            "the value of {period} is not above zero, so there is no change to compute"
        ),
        Missing::NothingBelow => {
            say!("niente di ciò che lo compone è disponibile", "nothing that it is made of is available")
        }
        Missing::NoTarget(year) => {
            say!("il piano non ha un target per il {year}", "the plan has no target for {year}")
        }
        Missing::NotDue => say!("non ancora dovuto", "not due yet"),
        Missing::OtherYear => say!(
            "la data è di un altro anno e non si confronta con il target",
            "the date is of another year and can't be held against the target"
        ),
        Missing::Types(found) => found.clone(),
        Missing::BetweenBands => {
            say!("il valore cade nel vuoto tra due fasce", "the value falls between two bands")
        }
    }
}

/// The period, and what to know of it: provisional data, or the state of an earlier year.
pub fn period(view: &super::View) -> Text {
    let (period, exercise) = (view.evaluation.period, view.plan.exercise);
    if view.evaluation.provisional {
        return say!("periodo {period} · dati provvisori", "period {period} · provisional");
    }
    if view.evaluation.starting_state {
        return say!(
            "periodo {period} · stato di partenza, contro i target del {exercise}",
            "period {period} · starting state, against the targets of {exercise}"
        );
    }
    say!("periodo {period}", "period {period}")
}
