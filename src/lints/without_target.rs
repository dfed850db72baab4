//! A KPI without target is never scored.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::Rule;
use crate::syntax::keyword::Keyword;
use crate::types::Seen;

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let (kpi, declared) = (seen.kpi, seen.declared);
    let broken = declared.item.is_broken(Keyword::Target) || declared.item.may_have(Keyword::Target);
    if !kpi.targets.is_empty() || broken || scores_alone(seen) {
        return;
    }
    let key = &kpi.key;
    found.push(
        Diagnostic::new(
            Code::WithoutTarget,
            kpi.span,
            say!(
                "`{key}` non ha target: non avrà mai una performance",
                "`{key}` has no target: it will never have a performance"
            ),
        )
        .note(say!(
            "scrivi `target >= …`; se il documento non lo dice, `target n.d.`",
            "write `target >= …`; if the document does not say it, `target n.d.`"
        )),
    );
}

/// Rules that score the value itself.
fn scores_alone(seen: &Seen<'_, '_, '_>) -> bool {
    match seen.kpi.scoring.rule {
        Rule::Direct => true,
        Rule::Bands(id) => seen.bands_are_on_values(id),
        Rule::AllOrNothing | Rule::Proportional { .. } | Rule::FromBaseline => false,
    }
}
