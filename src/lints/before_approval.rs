//! A deadline that was over when the plan was approved (004 r. 773: 10/01/2025, in a plan due on 31/01/2025): whether it was met
//! was known by then. Laws have deadlines in January, so it is a hint.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::Target;
use crate::types::Seen;
use crate::value::{Comparator, Type, Value, show_date};

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    if seen.kpi.kind != Type::Date {
        return;
    }
    let (Some(approved), Some(years)) = (seen.approved(), seen.years()) else { return };
    let over = |target: &&Target| {
        target.period.year == years.exercise
            && matches!(&target.bound, Some((Comparator::AtMost | Comparator::Equal, Value::Date(day))) if *day < approved)
    };
    let Some(target) = seen.kpi.targets.iter().find(over) else { return };
    let Some((_, Value::Date(day))) = &target.bound else { return };
    let (day, approved) = (show_date(*day), show_date(approved));
    found.push(
        Diagnostic::new(
            Code::BeforeApproval,
            target.span,
            say!(
                "la scadenza del {day} era passata quando il piano fu approvato, il {approved}",
                "the deadline of {day} was over when the plan was approved, on {approved}"
            ),
        )
        .note(say!(
            "se è la data di un adempimento di legge va bene: `consenti P0430 \"perché\"`",
            "if it is the date of a legal duty that is fine: `consenti P0430 \"why\"`"
        )),
    );
}
