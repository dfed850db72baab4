//! A target's date outside its year (004 l.671, l.1398: the date of last year's plan). A deadline up to June of the
//! next year is inside: reports on a year are due then.

use chrono::{Datelike as _, NaiveDate};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::Target;
use crate::source::Span;
use crate::types::Seen;
use crate::value::{Value, show_date};

/// The last month of the next year that is still inside.
const LAST_MONTH: u32 = 6;

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let mut said: Option<Span> = None;
    for target in &seen.kpi.targets {
        let Some((_, Value::Date(day))) = &target.bound else { continue };
        // One date written for several years is one fault.
        if said == Some(target.span) || inside(*day, target.period.year) {
            continue;
        }
        said = Some(target.span);
        let of_date = seen.kpi.targets.iter().filter(|other| other.span == target.span);
        let years = of_date.filter(|other| !inside(*day, other.period.year));
        let fault = outside(target.span, *day, years);
        found.push(match in_its_year(seen, target.span) {
            Some(dates) => fault.fix(say!("scrivi `{dates}`", "write `{dates}`"), target.span, dates.clone()),
            None => fault,
        });
    }
}

/// The date at a place, in the year of each target that it stands for.
fn in_its_year(seen: &Seen<'_, '_, '_>, span: Span) -> Option<String> {
    let targets = seen.kpi.targets.iter().filter(|target| target.span == span);
    let dates: Option<Vec<String>> = targets
        .map(|target| match &target.bound {
            Some((_, Value::Date(day))) if inside(*day, target.period.year) => Some(show_date(*day)),
            Some((_, Value::Date(day))) => day.with_year(target.period.year).map(show_date),
            _ => None,
        })
        .collect();
    Some(dates?.join(", "))
}

fn inside(day: NaiveDate, year: i32) -> bool {
    let next = year.saturating_add(1);
    day.year() == year || day.year() == next && day.month() <= LAST_MONTH
}

fn outside<'t>(span: Span, day: NaiveDate, targets: impl Iterator<Item = &'t Target>) -> Diagnostic {
    let date = show_date(day);
    let years: Vec<String> = targets.map(|target| target.period.to_string()).collect();
    let years = years.join(", ");
    Diagnostic::new(
        Code::DateOutsideYear,
        span,
        say!(
            "il target per il {years} è una data di un altro anno: {date}",
            "the target for {years} is a date of another year: {date}"
        ),
    )
    .note(say!(
        "forse è rimasta la data di un altro anno; fino a giugno dell'anno dopo va bene",
        "perhaps the date of another year was left; up to June of the next year is fine"
    ))
}
