//! A level that is missing in the hierarchy: `B.3.1` hangs from `B` while its siblings hang from `B.1`, `B.2` (000, where the
//! row of B.3 was lost).

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::resolve::{ObjectiveDecl, Outline};
use crate::syntax::keyword::Keyword;

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    if outline.codes_unsure {
        return;
    }
    let with_own_level: FxHashSet<usize> = outline
        .objectives
        .iter()
        .filter_map(|objective| {
            let (parent, above) = parent_of(outline, objective)?;
            let code = objective.code?;
            (code.rsplit_once('.').map(|(above, _)| above) == above.code).then_some(parent)
        })
        .collect();
    let mut said = BTreeSet::new();
    for objective in &outline.objectives {
        let Some((parent, above)) = parent_of(outline, objective) else { continue };
        let (Some(code), Some(parent_code)) = (objective.code, above.code) else { continue };
        let Some((missing, _)) = code.rsplit_once('.') else { continue };
        let skips = missing.strip_prefix(parent_code).is_some_and(|rest| rest.starts_with('.'));
        if !skips || !with_own_level.contains(&parent) || !said.insert(missing) {
            continue;
        }
        found.push(
            Diagnostic::new(
                Code::SkippedLevel,
                objective.span,
                say!(
                    "fra `{parent_code}` e `{code}` manca `{missing}`",
                    "between `{parent_code}` and `{code}` there is no `{missing}`"
                ),
            )
            .also(
                above.span,
                say!("da qui dipende, saltando un livello", "it hangs from here, skipping a level"),
            )
            .note(say!(
                "dichiara `obiettivo {missing}`, o scrivi `in {parent_code}` se è voluto",
                "declare `obiettivo {missing}`, or write `in {parent_code}` if that is meant"
            )),
        );
    }
}

/// What an objective hangs from by its code; one that says `in` means what it says.
fn parent_of<'o, 't>(
    outline: &'o Outline<'t>,
    objective: &ObjectiveDecl<'t>,
) -> Option<(usize, &'o ObjectiveDecl<'t>)> {
    if objective.item.attribute(Keyword::In).is_some() || objective.item.may_have(Keyword::In) {
        return None;
    }
    let parent = objective.parent?;
    Some((parent, outline.objectives.get(parent)?))
}
