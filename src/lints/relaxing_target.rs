//! A target that asks less from one year to the next.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::Target;
use crate::types::Seen;
use crate::value::{Comparator, Value};

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let mut years: Vec<&Target> =
        seen.kpi.targets.iter().filter(|target| !target.period.is_part() && target.bound.is_some()).collect();
    years.sort_by_key(|target| target.period);
    for (earlier, later) in years.iter().zip(years.iter().skip(1)) {
        if relaxes(earlier, later) {
            let show = |target: &Target| {
                target.bound.as_ref().map_or(String::new(), |(comparator, value)| {
                    format!("{comparator} {}", value.show(seen.kpi.kind, seen.kpi.unit.as_deref(), 4))
                })
            };
            let (before, after) = (show(earlier), show(later));
            let (first, second) = (earlier.period, later.period);
            found.push(
                Diagnostic::new(
                    Code::TargetRelaxes,
                    later.span,
                    say!(
                        "il target si allenta: {before} nel {first}, {after} nel {second}",
                        "the target relaxes: {before} in {first}, {after} in {second}"
                    ),
                )
                .also(earlier.span, say!("il {first}", "{first}"))
                .note(say!(
                    "se è voluto, dillo: `consenti P0407 \"perché\"`",
                    "if that is meant, say so: `consenti P0407 \"why\"`"
                )),
            );
            return;
        }
    }
}

/// Dates move on with the years, and say nothing here.
fn relaxes(earlier: &Target, later: &Target) -> bool {
    let (Some((was, Value::Amount(before))), Some((is, Value::Amount(after)))) =
        (&earlier.bound, &later.bound)
    else {
        return false;
    };
    was == is
        && match is {
            Comparator::AtLeast => after < before,
            Comparator::AtMost => after > before,
            Comparator::Equal => false,
        }
}
