//! What an unknown name may have meant. It is sought when all is read, in the order of the faults and up to a bound, so
//! that a text of nothing but unknown names takes no longer than another and every run says the same.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Outline;
use crate::diagnostics::{Among, Diagnostic, MOST_CANDIDATES, nearest};

/// How many names are looked at in one run: beyond that a message does without a suggestion.
const MOST_LOOKS: usize = 400_000;

/// Offers with every fault of an unknown name the one that is near it.
pub fn suggest(outline: &Outline<'_>, faults: &mut [Diagnostic]) {
    let mut search = Search { outline, looks: 0, names: FxHashMap::default(), found: FxHashMap::default() };
    for fault in faults {
        let Some(misspelt) = fault.misspelt.take() else { continue };
        if let Some(meant) = search.meant(misspelt.among, misspelt.name) {
            fault.perhaps(meant);
        }
    }
}

struct Search<'o, 't> {
    outline: &'o Outline<'t>,
    looks: usize,
    names: FxHashMap<Among, Names<'o>>,
    /// What was sought already.
    found: FxHashMap<(Among, String), Option<&'o str>>,
}

/// All names of a kind; of a name with segments (`B.3`) only one of the same first segment is likely meant.
#[derive(Default)]
struct Names<'o> {
    all: Vec<&'o str>,
    families: FxHashMap<&'o str, Vec<&'o str>>,
}

impl<'o> Search<'o, '_> {
    fn meant(&mut self, among: Among, name: String) -> Option<&'o str> {
        let outline = self.outline;
        let names = self.names.entry(among).or_insert_with(|| Names::of(outline, among));
        let new = match self.found.entry((among, name)) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(new) => new,
        };
        let name = new.key().1.as_str();
        let candidates = match (name.split_once('.'), among) {
            (None, _) | (_, Among::KpisOf(_)) => names.all.as_slice(),
            (Some((first, _)), _) => names.families.get(first).map(Vec::as_slice).unwrap_or_default(),
        };
        if candidates.len() > MOST_CANDIDATES || self.looks > MOST_LOOKS {
            return None;
        }
        self.looks = self.looks.saturating_add(candidates.len());
        let found = nearest(name, candidates.iter().copied());
        *new.insert(found)
    }
}

impl<'o> Names<'o> {
    fn of(outline: &'o Outline<'_>, among: Among) -> Names<'o> {
        let mut names = Names::default();
        let declared = match among {
            Among::KpisOf(at) => {
                // In the plan's order: of equally near ones the first.
                let kpis = outline.objectives.get(at).map(|found| found.kpis.as_slice()).unwrap_or_default();
                let kpis = kpis.iter().filter_map(|index| outline.kpis.get(*index));
                names.all = kpis.map(|kpi| kpi.key()).collect();
                return names;
            }
            Among::Objectives => &outline.by_code,
            Among::Measures => &outline.measures.by_name,
            Among::Indicators => &outline.indicators.by_name,
            Among::Structures => &outline.structures.by_name,
            Among::Bands => &outline.bands.by_name,
        };
        names.all = declared.keys().copied().collect();
        // They come out of a table without order; every run must say the same.
        names.all.sort_unstable();
        for name in &names.all {
            if let Some((first, _)) = name.split_once('.') {
                names.families.entry(first).or_default().push(name);
            }
        }
        names
    }
}
