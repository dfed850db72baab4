//! What becomes of every cell, written down while the table is read.

use std::collections::BTreeMap;

use super::fate::{Fate, List};
use super::grid::Place;
use crate::diagnostics::Text;

/// How many cells of a fate are shown one by one.
pub(super) const MOST_SHOWN: usize = 6;

/// The fates of the cells that were seen, and what is special to some.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By sheet, row and column.
    sheets: Vec<Vec<Vec<Option<Fate>>>>,
    /// Guesses of cells that hold several.
    more: BTreeMap<Place, Vec<Fate>>,
    /// What was guessed of the first cells of a fate.
    details: BTreeMap<Fate, Vec<(Place, Text)>>,
    /// What was decided for the plan as a whole.
    pub notes: Vec<Text>,
}

impl Ledger {
    /// Tells a cell's fate. What is known already gives way only to what a person should look at more; of guesses all stay.
    pub fn tell(&mut self, place: Place, fate: Fate) {
        let Some(own) = self.own(place) else { return };
        match *own {
            None => *own = Some(fate),
            Some(known) if known == fate => {}
            Some(known) if known.list() == List::Check && fate.list() == List::Check => {
                let more = self.more.entry(place).or_default();
                if !more.contains(&fate) {
                    more.push(fate);
                }
            }
            Some(known) if known.list() >= fate.list() => {}
            Some(_) => *own = Some(fate),
        }
    }

    /// [`Ledger::tell`] with what is special to this cell, which is asked for where it will be shown.
    pub fn tell_of(&mut self, place: Place, fate: Fate, detail: impl FnOnce() -> Text) {
        self.tell(place, fate);
        let details = self.details.entry(fate).or_default();
        if details.len() < MOST_SHOWN {
            details.push((place, detail()));
        }
    }

    /// A fate instead of what was told: a cell that was left is in the plan after all, or the reverse.
    pub fn retell(&mut self, place: Place, fate: Fate) {
        if let Some(own) = self.own(place) {
            *own = Some(fate);
        }
        self.more.remove(&place);
    }

    /// The fate of a cell, and the guesses that it holds besides.
    pub fn of(&self, place: Place) -> (Fate, &[Fate]) {
        let sheet = self.sheets.get(place.sheet);
        let own = sheet.and_then(|rows| rows.get(place.row)?.get(place.column).copied().flatten());
        let more = self.more.get(&place).map_or(&[][..], Vec::as_slice);
        (own.unwrap_or(Fate::Unrecognised), more)
    }

    /// What is special to a cell of this fate.
    pub fn detail(&self, place: Place, fate: Fate) -> Option<&Text> {
        let (_, detail) = self.details.get(&fate)?.iter().find(|(own, _)| *own == place)?;
        Some(detail)
    }

    /// A cell's fate, to be told.
    fn own(&mut self, place: Place) -> Option<&mut Option<Fate>> {
        let rows = reach(&mut self.sheets, place.sheet)?;
        reach(reach(rows, place.row)?, place.column)
    }
}

/// The element at an index, which is made where it is not there yet.
fn reach<T: Default>(list: &mut Vec<T>, at: usize) -> Option<&mut T> {
    if list.len() <= at {
        list.resize_with(at.saturating_add(1), T::default);
    }
    list.get_mut(at)
}
