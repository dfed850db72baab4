//! What hangs from what: `in CODE` wins, else the longest declared prefix of the code in whole dotted segments, else
//! the area above (`language.md` §2).

use super::{Outline, faults};
use crate::diagnostics::Diagnostic;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::AttributeValue;

pub(super) fn bind(outline: &mut Outline<'_>, faults: &mut Vec<Diagnostic>) {
    let parents: Vec<Option<usize>> =
        (0..outline.objectives.len()).map(|index| parent_of(outline, index, faults)).collect();
    let looping = in_cycles(&parents);
    for (index, parent) in parents.into_iter().enumerate() {
        let in_cycle = looping.get(index).copied().unwrap_or(false);
        let parent = parent.filter(|_| !in_cycle);
        if in_cycle && let Some(objective) = outline.objectives.get(index) {
            let at = objective.item.attribute(Keyword::In).map_or(objective.span, |attribute| attribute.span);
            faults.push(faults::parent_cycle(at, objective.code.unwrap_or("")));
        }
        if let Some(objective) = outline.objectives.get_mut(index) {
            objective.parent = parent;
        }
        if let Some(above) = parent.and_then(|parent| outline.objectives.get_mut(parent)) {
            above.children.push(index);
        }
    }
    outline.tour = tour(outline);
}

/// A walk down the hierarchy: of every objective its first and last moment. Parents are free of cycles by now.
fn tour(outline: &Outline<'_>) -> Vec<(u32, u32)> {
    let mut moments = vec![(0, 0); outline.objectives.len()];
    let mut now = 0u32;
    for (root, _) in outline.objectives.iter().enumerate().filter(|(_, found)| found.parent.is_none()) {
        let mut open = vec![(root, 0usize)];
        while let Some((node, next)) = open.last_mut() {
            let (index, child) = (*node, *next);
            *next = next.saturating_add(1);
            let moment = moments.get_mut(index);
            if child == 0 {
                now = now.saturating_add(1);
            }
            if let Some((start, end)) = moment {
                if child == 0 {
                    *start = now;
                }
                *end = now;
            }
            match outline.objectives.get(index).and_then(|found| found.children.get(child)) {
                Some(child) => open.push((*child, 0)),
                None => {
                    open.pop();
                }
            }
        }
    }
    moments
}

fn parent_of(outline: &Outline<'_>, index: usize, faults: &mut Vec<Diagnostic>) -> Option<usize> {
    let objective = outline.objectives.get(index)?;
    if let Some(attribute) = objective.item.attribute(Keyword::In)
        && let AttributeValue::Parent(code) = &attribute.value
    {
        let found = outline.by_code.get(&*code.node).copied();
        if found.is_none() && !outline.codes_unsure {
            faults.push(faults::unknown_objective(code.span, &code.node));
        }
        return found;
    }
    if objective.item.is_broken(Keyword::In) {
        return None;
    }
    if let Some(found) = outline.codes.above(objective.code?) {
        return Some(found);
    }
    if objective.item.keyword.node == ItemKeyword::Area { None } else { objective.area_above }
}

/// Which nodes lie on a cycle of parents.
pub fn in_cycles(parents: &[Option<usize>]) -> Vec<bool> {
    let mut looping = vec![false; parents.len()];
    // 0: not seen; n: seen on the walk that started at n - 1.
    let mut walk = vec![0usize; parents.len()];
    for start in 0..parents.len() {
        let mark = start.saturating_add(1);
        let mut next = Some(start);
        while let Some(node) = next {
            match walk.get_mut(node) {
                Some(seen) if *seen == 0 => *seen = mark,
                Some(seen) if *seen == mark => {
                    let mut at = node;
                    while looping.get(at) == Some(&false) {
                        if let Some(flag) = looping.get_mut(at) {
                            *flag = true;
                        }
                        let Some(Some(parent)) = parents.get(at) else { break };
                        at = *parent;
                    }
                    break;
                }
                _ => break,
            }
            next = parents.get(node).copied().flatten();
        }
    }
    looping
}
