//! Excel's number for a date, where the date should stand: 004 r. 1009 prints 45900 for 31/08/2025.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::{Algorithm, Target};
use crate::types::Seen;
use crate::value::{Comparator, Exact, Period, Type, Value, show_date};

use super::words::begins;

/// As the number is printed: five digits, and neither dot nor comma.
const DIGITS: u32 = 5;
/// The last month of the next year in which what is due for a year may be due.
const LAST_MONTH: u32 = 6;
/// What is counted or paid may well be so many.
const COUNTED: [&str; 7] = ["numero", "n", "costo", "costi", "spesa", "spese", "importo"];

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let kpi = seen.kpi;
    if kpi.kind != Type::Number || kpi.unit.is_some() || kpi.algorithm != Algorithm::Own {
        return;
    }
    let Some((target, number, day)) = kpi.targets.iter().find_map(serial) else { return };
    let counted = COUNTED.iter().any(|word| begins(seen.declared.title, word));
    // A baseline that is no date shows that numbers of this kind are meant.
    let is_date =
        |value: &Value, period: Period| value.amount().and_then(|value| day_in(value, period)).is_some();
    let mut baselines =
        kpi.baselines.iter().filter_map(|baseline| Some((baseline.value.as_ref()?, baseline.period)));
    if counted || !baselines.all(|(value, period)| is_date(value, period)) {
        return;
    }
    let date = show_date(day);
    let number = number.plain(0);
    found.push(
        Diagnostic::new(
            Code::ExcelNumber,
            target.span,
            say!(
                "`{number}` è il numero con cui Excel scrive {date}",
                "`{number}` is the number by which Excel writes {date}"
            ),
        )
        .note(say!(
            "per una scadenza scrivi la data: `entro {date}`",
            "for a deadline write the date: `entro {date}`"
        ))
        .fix(say!("scrivi {date}", "write {date}"), target.span, date.clone()),
    );
}

fn serial(target: &Target) -> Option<(&Target, &Exact, NaiveDate)> {
    let (Comparator::AtMost | Comparator::Equal, Value::Amount(number)) = target.bound.as_ref()? else {
        return None;
    };
    let printed = target.span.end.saturating_sub(target.span.start);
    let day = (printed == DIGITS).then(|| day_in(number, target.period)).flatten()?;
    Some((target, number, day))
}

/// The day of a number, if it lies in the year of the period or soon after.
fn day_in(number: &Exact, period: Period) -> Option<NaiveDate> {
    let days: u64 = number.plain(2).parse().ok()?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    let next = period.year.saturating_add(1);
    (day.year() == period.year || day.year() == next && day.month() <= LAST_MONTH).then_some(day)
}
