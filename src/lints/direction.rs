//! `>=` on a deadline: the later the better is hardly ever meant (004 l.1218).

use crate::diagnostics::{Code, Diagnostic, say};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Target};
use crate::types::Seen;
use crate::value::{Comparator, Type};

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    if seen.kpi.kind != Type::Date {
        return;
    }
    for attribute in seen.declared.item.all(Keyword::Target) {
        let AttributeValue::Target(target) = &attribute.value else { continue };
        if let Some(comparator) = target.comparator.filter(|found| found.node == Comparator::AtLeast) {
            found.extend(later_is_better(target, comparator.span));
        }
    }
}

fn later_is_better(target: &Target, comparator: Span) -> Option<Diagnostic> {
    let (first, last) = (target.values.first()?, target.values.last()?);
    Some(
        Diagnostic::new(
            Code::DirectionAgainstUnit,
            first.span.to(last.span),
            say!(
                "`>=` su una scadenza: così chi finisce tardi fa bene",
                "`>=` on a deadline: so the later, the better"
            ),
        )
        .note(say!("per una scadenza scrivi `<=` o `entro`", "for a deadline write `<=` or `entro`"))
        .fix(say!("scrivi `<=`", "write `<=`"), comparator, "<="),
    )
}
