//! Which period each value of a draft is of, once the plan's years are known, and the actuals as CSV.

use std::collections::BTreeSet;

use super::draft::{Actual, Datum, Draft, Kpi, Target};
use super::fate::Fate;
use super::ledger::Ledger;
use super::value::{in_csv, is_value};
use super::write::{Writer, shown_in_lines};
use crate::actuals::{as_cell, guarded};
use crate::value::Period;

/// Gives each actual its period. Values of earlier years are baselines too, and baselines actuals of their year.
pub(super) fn settle(draft: &mut Draft<'_>, ledger: &mut Ledger) {
    draft.periods = Periods::of(draft);
    let Some(Periods { exercise, before, .. }) = draft.periods else { return };
    let year = Period::year(exercise);
    let only_baselines = draft.actual_periods.is_empty();
    for kpi in draft.nodes.iter_mut().flat_map(|node| &mut node.kpis) {
        one_a_period(kpi, year, ledger);
        for actual in &kpi.actuals {
            let period = actual.period.filter(|period| !period.is_part() && period.year < exercise);
            let known = kpi.baselines.iter().any(|own| Some(own.period.unwrap_or(before)) == period);
            if let (Some(_), Some((value, sort)), false) = (period, &actual.spelled, known) {
                kpi.baselines.push(Target { period, sign: None, value: value.clone(), sort: *sort });
            }
        }
        for baseline in &kpi.baselines {
            let period = baseline.period.or(Some(before).filter(|_| only_baselines));
            let known = kpi.actuals.iter().any(|actual| actual.period == period);
            if period.is_some() && !known {
                let value = baseline.value.with(in_csv(baseline.value.value.clone()));
                kpi.actuals.push(Actual { period, value, spelled: None });
            }
        }
    }
}

/// Of two actuals of one period the first is taken, and the other kept beside it.
fn one_a_period(kpi: &mut Kpi<'_>, year: Period, ledger: &mut Ledger) {
    let mut seen: BTreeSet<Period> = BTreeSet::new();
    let mut kept = Vec::with_capacity(kpi.actuals.len());
    for mut actual in std::mem::take(&mut kpi.actuals) {
        let period = actual.period.unwrap_or(year);
        actual.period = Some(period);
        if seen.insert(period) {
            kept.push(actual);
            continue;
        }
        if let Some(origin) = actual.value.cells.iter().next() {
            ledger.retell(origin.place, Fate::SecondOfRole);
        }
        kpi.data.push(Datum { name: format!("Consuntivo {period}"), text: actual.value });
    }
    kpi.actuals = kept;
}

/// What is known of the periods of a whole draft.
#[derive(Debug, Clone, Copy)]
pub(super) struct Periods {
    /// The year of a plain target.
    pub exercise: i32,
    /// The year of a baseline without one.
    before: Period,
    /// What the actuals are about: the latest of their columns, else the year of the baselines.
    main: Option<Period>,
}

impl Periods {
    fn of(draft: &Draft<'_>) -> Option<Periods> {
        let (_, _, exercise) = draft.years()?;
        let year = Period::year(exercise);
        let mut baselines = draft.nodes.iter().flat_map(|node| &node.kpis).flat_map(|kpi| &kpi.baselines);
        let any = baselines.clone().next().is_some();
        let named = baselines.find_map(|baseline| baseline.period);
        let before = named.unwrap_or_else(|| Period::year(exercise.saturating_sub(1)));
        let last = draft.actual_periods.iter().map(|period| period.unwrap_or(year)).max();
        Some(Periods { exercise, before, main: last.or(any.then_some(before)) })
    }
}

impl Draft<'_> {
    /// Whether the actuals have something about a KPI in the plan's year.
    pub fn has_result(&self, kpi: &Kpi<'_>) -> bool {
        let Some(Periods { exercise, main: Some(main), .. }) = self.periods else { return false };
        let actual = kpi.actuals.iter().any(|actual| actual.period == Some(main));
        let reported = main.year >= exercise && !self.actual_periods.is_empty();
        reported && (actual || kpi.outcome.is_some())
    }
}

/// The actuals: a line for each KPI in the period that they are about, and for each value of another one.
pub(super) fn actuals(draft: &Draft<'_>) -> Option<Writer> {
    let main = draft.periods?.main?;
    let mut out = Writer::default();
    out.put("obiettivo;indicatore;periodo;valore;esito;nota\n");
    for node in &draft.nodes {
        for kpi in &node.kpis {
            let mut periods: BTreeSet<Period> =
                kpi.actuals.iter().filter_map(|actual| actual.period).collect();
            periods.insert(main);
            for period in periods {
                line(draft, (&node.code, kpi), period, period == main, &mut out);
            }
        }
    }
    Some(out)
}

/// The column of the values.
const VALUE: usize = 3;

fn line(draft: &Draft<'_>, (code, kpi): (&str, &Kpi<'_>), period: Period, is_main: bool, out: &mut Writer) {
    let actual = kpi.actuals.iter().find(|actual| actual.period == Some(period)).map(|actual| &actual.value);
    let outcome = kpi.outcome.as_ref().filter(|_| is_main);
    let notes = kpi.notes.iter().filter(|_| is_main && draft.has_result(kpi));
    let note = notes.clone().map(|note| &*note.value).collect::<Vec<_>>().join("; ");
    let value = actual.map_or("", |actual| &*actual.value);
    let cells =
        [code, kpi.name(), &period.to_string(), value, outcome.map_or("", |outcome| &*outcome.value), &note];
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.put(";");
        }
        let cell = shown_in_lines(cell);
        // A value is one for a spreadsheet too: `-21,77 giorni`.
        let own = index == VALUE && is_value(&cell);
        out.put(&as_cell(&if own { cell } else { guarded(&cell) }, b';'));
    }
    out.put("\n");
    actual.into_iter().chain(outcome).chain(notes).for_each(|text| out.note(&text.cells));
}
