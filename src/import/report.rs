//! What became of every cell, for the officer: three lists, in which cells of one fate are one entry with its places.
//! Each cell that holds something is in exactly one list.

use std::collections::BTreeMap;

use super::fate::{Fate, List};
use super::grid::{Place, Table};
use super::ledger::Ledger;
use crate::diagnostics::{Text, visible};

/// The three lists.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// By fate, those to be looked at first in front.
    pub groups: Vec<Group>,
    /// What was decided for the plan as a whole.
    pub notes: Vec<Text>,
    /// The names of a workbook's sheets.
    pub sheets: Vec<Option<String>>,
    /// The cells of each list.
    counts: BTreeMap<List, usize>,
}

/// The cells of one fate.
#[derive(Debug, Clone)]
pub struct Group {
    /// In which list they are.
    pub list: List,
    /// What became of them.
    pub words: Text,
    /// How many they are.
    pub count: usize,
    /// Where they are: every cell of a run that holds something.
    pub runs: Vec<Run>,
    /// The first of them.
    pub shown: Vec<Shown>,
}

/// Cells of one column. Between its first and last row no cell of another fate holds anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The first cell.
    pub first: Place,
    /// The last row, from 0.
    pub last: usize,
}

/// A cell as the report shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Where it stands, in words.
    pub place: Text,
    /// What it says, shortened.
    pub cell: String,
    /// What was guessed of it.
    pub detail: Option<Text>,
}

impl Report {
    /// How many cells are in a list.
    pub fn count(&self, list: List) -> usize {
        self.counts.get(&list).copied().unwrap_or(0)
    }

    /// The entries of a list.
    pub fn of(&self, list: List) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |group| group.list == list)
    }
}

/// The report on a table: what nothing was said of was not recognised.
pub(super) fn report(table: &Table<'_>, ledger: Ledger) -> Report {
    let mut gathering =
        Gathering { table, ledger: &ledger, groups: BTreeMap::new(), sheet: 0, columns: Vec::new() };
    let mut counts = BTreeMap::new();
    let mut notes = Vec::new();
    for sheet in table.sheets.iter().filter(|sheet| !sheet.hidden) {
        notes.extend(sheet.hidden_cells());
    }
    for place in table.filled() {
        let list = gathering.take(place);
        let count: &mut usize = counts.entry(list).or_default();
        *count = count.saturating_add(1);
    }
    let groups = gathering.groups.into_values().collect();
    let sheets = table.sheets.iter().map(|sheet| sheet.name.as_deref().map(str::to_owned)).collect();
    notes.splice(0..0, ledger.notes);
    Report { groups, notes, sheets, counts }
}

struct Gathering<'t> {
    table: &'t Table<'t>,
    ledger: &'t Ledger,
    groups: BTreeMap<Fate, Group>,
    /// The sheet that is read.
    sheet: usize,
    /// By its columns: the fates of the last cell, with their runs.
    columns: Vec<Vec<(Fate, usize)>>,
}

impl Gathering<'_> {
    /// A cell, in reading order; its list.
    fn take(&mut self, place: Place) -> List {
        if place.sheet != self.sheet {
            self.sheet = place.sheet;
            self.columns.clear();
        }
        if self.columns.len() <= place.column {
            self.columns.resize_with(place.column.saturating_add(1), Vec::new);
        }
        let (fate, more) = self.ledger.of(place);
        let mut open = self.columns.get_mut(place.column).map(std::mem::take).unwrap_or_default();
        if more.is_empty() && matches!(open.as_slice(), [(own, _)] if *own == fate) {
            // Nearly all cells go on with what the one above them began.
            self.goes_on(fate, open.first().map(|(_, run)| *run), place);
        } else {
            let fates = std::iter::once(fate).chain(more.iter().copied());
            open = fates
                .map(|fate| {
                    let run = open.iter().find(|(own, _)| *own == fate).map(|(_, run)| *run);
                    (fate, self.goes_on(fate, run, place))
                })
                .collect();
        }
        if let Some(column) = self.columns.get_mut(place.column) {
            *column = open;
        }
        fate.list()
    }

    /// Adds a cell to a run of its fate, or begins one; which.
    fn goes_on(&mut self, fate: Fate, run: Option<usize>, place: Place) -> usize {
        let group = self.groups.entry(fate).or_insert_with(|| Group::of(fate));
        group.count = group.count.saturating_add(1);
        let run = run.unwrap_or(group.runs.len());
        match group.runs.get_mut(run) {
            Some(run) => run.last = place.row,
            None => group.runs.push(Run { first: place, last: place.row }),
        }
        if group.shown.len() < fate.most_shown() {
            let detail = self.ledger.detail(place, fate).cloned();
            let cell = shortened(&self.table.text(place));
            group.shown.push(Shown { place: self.table.place_shown(place), cell, detail });
        }
        run
    }
}

impl Group {
    fn of(fate: Fate) -> Group {
        Group { list: fate.list(), words: fate.words(), count: 0, runs: Vec::new(), shown: Vec::new() }
    }
}

/// A cell's beginning: enough to find it again.
pub(super) fn shortened(cell: &str) -> String {
    const MOST: usize = 60;
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if cell.chars().count() <= MOST {
        return visible(&cell).into_owned();
    }
    let start: String = cell.chars().take(MOST).collect();
    format!("{}…", visible(start.trim_end()))
}
