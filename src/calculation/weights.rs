//! What the parts of a mean weigh (`language.md` §6, §8).

use rustc_hash::FxHashMap;

use crate::plan::{ObjectiveId, Plan, Weight};
use crate::value::Exact;

/// A weight as it enters a mean; without one each part counts 1.
pub fn entered(weight: Option<&Weight>) -> Exact {
    weight.map_or_else(Exact::one, |weight| weight.value.clone())
}

/// The objectives of a rollup by the place that they hang from, in the order of the list. Weights are shares among
/// siblings: they can be added up within a place, never across places.
pub fn places(plan: &Plan, of: &[ObjectiveId]) -> Vec<Vec<ObjectiveId>> {
    let mut places: Vec<Vec<ObjectiveId>> = Vec::new();
    let mut known: FxHashMap<Option<ObjectiveId>, usize> = FxHashMap::default();
    for id in of {
        let at = *known.entry(plan.objective(*id).parent).or_insert_with(|| {
            places.push(Vec::new());
            places.len().saturating_sub(1)
        });
        if let Some(place) = places.get_mut(at) {
            place.push(*id);
        }
    }
    places
}

/// The weights of a rollup's objectives, in the order of the list: as they are where all are siblings; of several places
/// each has 100 points, shared out by the weights within it, so that the places count alike.
pub fn of_rollup(plan: &Plan, of: &[ObjectiveId]) -> Vec<Exact> {
    let own = |id: &ObjectiveId| entered(plan.objective(*id).weight.as_ref());
    let parent = |id: &ObjectiveId| plan.objective(*id).parent;
    let Some(first) = of.first() else { return Vec::new() };
    if of.iter().all(|id| parent(id) == parent(first)) {
        return of.iter().map(own).collect();
    }
    let mut sums: FxHashMap<Option<ObjectiveId>, Exact> = FxHashMap::default();
    for id in of {
        let sum = sums.entry(parent(id)).or_insert_with(Exact::zero);
        *sum = &*sum + &own(id);
    }
    let share = |id: &ObjectiveId| Exact::ratio(&(own(id) * Exact::hundred()), sums.get(&parent(id))?);
    of.iter().map(|id| share(id).unwrap_or_else(Exact::zero)).collect()
}
