//! The offices of a form: who reports, and who lies within whom.

use super::Office;
use crate::plan::Plan;
use crate::plan::offices::{Offices, Who};
use crate::value::fold_name;

/// An office without questions yet.
pub(super) fn office(plan: &Plan, offices: &Offices<'_>, who: Option<Who<'_>>) -> Office {
    let ident = match who {
        Some(Who::Structure(at)) => plan.structures.get(at).map(|structure| structure.ident.clone()),
        _ => None,
    };
    Office { name: who.map(|who| offices.shown(who)), ident, questions: Vec::new() }
}

/// Whether an office is the one that `wanted` names (by identifier or title, case aside), or lies within it.
pub(super) fn is_office(plan: &Plan, office: &Office, wanted: &str) -> bool {
    let same = |a: &str, b: &str| fold_name(a) == fold_name(b);
    if office.name.as_deref().is_some_and(|name| same(name, wanted)) {
        return true;
    }
    let mut next = office.ident.as_deref();
    // No further up than there are structures.
    for _ in 0..=plan.structures.len() {
        let Some(ident) = next else { return false };
        let Some(structure) = plan.structures.iter().find(|structure| structure.ident == ident) else {
            return false;
        };
        if same(&structure.ident, wanted) || same(&structure.title, wanted) {
            return true;
        }
        next = structure.parent.as_deref();
    }
    false
}
