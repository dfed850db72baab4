//! What is said of a cell of a table: what its key names, and of a value its period and target.

use super::known::Known;
use super::{Hover, measure, objective};
use crate::actuals::{self, Holds, Key, Subject};
use crate::diagnostics::{Lang, say};
use crate::ide::State;
use crate::output::figures;
use crate::plan::{Kpi, same_end};
use crate::value::Period;

use super::markdown::escape;

/// What is to be said of byte `offset` of the text of a table of actuals; nothing while the plan has errors.
pub fn hover_table(state: &State, text: &str, offset: usize, lang: Lang) -> Option<Hover> {
    let plan = state.checked.plan.as_ref()?;
    let place = actuals::place(plan, text, offset)?;
    let known = Known::new(state, lang);
    let card = match place.key {
        Key::Objective(id) => objective::card(&known, &plan.objective(id).code),
        Key::Value(subject) => measure::subject_card(&known, subject),
    }?;
    let markdown = match (place.holds, place.key) {
        (Holds::Key, _) => card,
        (Holds::Value(Some(period)), Key::Value(subject)) => {
            let what =
                known.say(&say!("valore per il periodo **{period}**", "value for the period **{period}**"));
            let target = match subject {
                Subject::Kpi(id) => target(plan.kpi(id), period).map(|target| format!(" · target {target}")),
                Subject::Measure(_) => None,
            };
            format!("{what}{}\n\n{card}", target.unwrap_or_default())
        }
        (Holds::Value(_) | Holds::More, _) => return None,
    };
    Some(Hover { range: place.cell, markdown })
}

/// The target of just this period, else of its year.
fn target(kpi: &Kpi, period: Period) -> Option<String> {
    let exact = kpi.targets.iter().find(|target| same_end(target.period, period));
    let of_year = || kpi.targets.iter().find(|target| target.period == Period::year(period.year));
    let target = exact.or_else(of_year)?;
    let (comparator, value) = target.bound.as_ref()?;
    let value = escape(&figures::value(value, kpi.kind, kpi.unit.as_deref()));
    let sign = figures::sign(*comparator);
    Some(format!("{}: {sign} {value}", target.period))
}
