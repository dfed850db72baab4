//! Which period is evaluated, and against the targets of which year (`language.md` §7).

use super::faults;
use crate::actuals::Facts;
use crate::diagnostics::Diagnostic;
use crate::plan::Plan;
use crate::source::Span;
use crate::value::Period;

/// The period and the year of its targets. The latest period within the plan's years; where the actuals have only
/// earlier years, the latest of those, held against the `esercizio`.
pub(super) fn choose(
    plan: &Plan,
    facts: &Facts,
    wanted: Option<Period>,
    actuals: Span,
) -> Result<(Period, i32), Box<Diagnostic>> {
    let periods = || {
        let values = facts.list.iter().map(|fact| fact.period);
        values.chain(facts.declared.iter().map(|(_, declared)| declared.period))
    };
    let (first, last) = plan.years;
    if let Some(wanted) = wanted {
        let has_values =
            periods().any(|period| period.year == wanted.year && period.last_month() <= wanted.last_month());
        if wanted.year > last || !has_values {
            let mut known: Vec<Period> = periods().collect();
            known.sort();
            known.dedup();
            return Err(Box::new(faults::no_such_period(actuals, wanted, plan.years, &known)));
        }
        let year = if wanted.year < first { plan.exercise } else { wanted.year };
        return Ok((wanted, year));
    }
    if let Some(latest) = periods().filter(|period| (first..=last).contains(&period.year)).max() {
        return Ok((latest, latest.year));
    }
    match periods().filter(|period| period.year < first).max() {
        Some(latest) => Ok((latest, plan.exercise)),
        None => Err(Box::new(faults::no_values(actuals, plan.years))),
    }
}
