//! A target for some years of the plan and none for the others: in eight rows of 004 (r. 693-700) two of three values are
//! printed. A target of the first year alone is the rule in yearly plans, and silent.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::types::Seen;

use super::words::listed;

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let Some(years) = seen.years() else { return };
    let targets = &seen.kpi.targets;
    let all = years.first..=years.last;
    let whole = targets.iter().filter(|target| !target.period.is_part() && all.contains(&target.period.year));
    let count = i32::try_from(whole.clone().count()).unwrap_or(i32::MAX);
    if count < 2 || count > years.last.saturating_sub(years.first) {
        return;
    }
    // What has a target for a part of the year is not forgotten.
    let without = |year: &i32| targets.iter().all(|target| target.period.year != *year);
    let missing: Vec<String> = all.clone().filter(without).map(|year| year.to_string()).collect();
    let Some(last) = whole.clone().next_back().filter(|_| !missing.is_empty()) else { return };
    let mut there: Vec<i32> = whole.map(|target| target.period.year).collect();
    there.sort_unstable();
    let there: Vec<String> = there.iter().map(i32::to_string).collect();
    let (here_it, here_en) = (listed(&there, "e"), listed(&there, "and"));
    let (not_it, not_en) = (listed(&missing, "e"), listed(&missing, "and"));
    found.push(
        Diagnostic::new(
            Code::YearsWithoutTarget,
            last.span,
            say!(
                "il target c'è per {here_it}, manca per {not_it}",
                "there is a target for {here_en}, none for {not_en}"
            ),
        )
        .note(say!(
            "aggiungi il valore che manca; se ancora non c'è, scrivi `n.d.`",
            "add the value that is missing; if there is none yet, write `n.d.`"
        )),
    );
}
