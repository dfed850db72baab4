//! An objective or action with nothing in it: no KPI, nothing below.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::syntax::keyword::ItemKeyword;

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    if outline.codes_unsure {
        return;
    }
    for objective in &outline.objectives {
        if objective.item.keyword.node == ItemKeyword::Area
            || !objective.kpis.is_empty()
            || !objective.children.is_empty()
        {
            continue;
        }
        let code = objective.code.unwrap_or("");
        found.push(
            Diagnostic::new(
                Code::EmptyObjective,
                objective.span,
                say!(
                    "`{code}` non ha indicatori e niente sotto di sé: non avrà mai una performance",
                    "`{code}` has no indicators and nothing below: it will never have a performance"
                ),
            )
            .note(say!(
                "aggiungi un `kpi` con il suo `target`, o ciò che sta sotto",
                "add a `kpi` with its `target`, or what stands below"
            )),
        );
    }
}
