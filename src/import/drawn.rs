//! Values of the plan with the cells that they come from. That a cell is translated only a writer can say: it notes the
//! cells of what it writes (`ledger`).

use std::borrow::Cow;

use super::fate::Fate;
use super::grid::Place;

/// A cell, and what it becomes where the value that it says is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub place: Place,
    pub fate: Fate,
}

/// The cells of a value: one, in nearly every case.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells {
    first: Option<Origin>,
    more: Vec<Origin>,
}

impl Cells {
    /// Adds a cell that says the same.
    pub fn add(&mut self, place: Place, fate: Fate) {
        let origin = Origin { place, fate };
        match &self.first {
            None => self.first = Some(origin),
            Some(_) => self.more.push(origin),
        }
    }

    /// Adds those of another value.
    pub fn extend(&mut self, others: &Cells) {
        others.iter().for_each(|origin| self.add(origin.place, origin.fate));
    }

    pub fn iter(&self) -> impl Iterator<Item = Origin> {
        self.first.iter().chain(&self.more).copied()
    }
}

/// A value with its cells; without one if it was made up.
#[derive(Debug, Clone)]
pub(super) struct Drawn<T> {
    pub value: T,
    pub cells: Cells,
}

/// A text in the spelling of a plan.
pub(super) type Text<'a> = Drawn<Cow<'a, str>>;

impl<T> Drawn<T> {
    /// What a cell says.
    pub fn of(value: T, place: Place, fate: Fate) -> Drawn<T> {
        let mut cells = Cells::default();
        cells.add(place, fate);
        Drawn { value, cells }
    }

    /// The same of another value.
    pub fn with<U>(&self, value: U) -> Drawn<U> {
        Drawn { value, cells: self.cells.clone() }
    }
}
