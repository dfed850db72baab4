//! The rows of a table in order: headers, areas and objectives, KPIs, notes; what stands between tables goes to `card`.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::Told;
use super::align::{Slot, align};
use super::beside::published;
use super::card::Card;
use super::draft::Draft;
use super::drawn::Drawn;
use super::fate::Fate;
use super::grid::{Place, Placed, Table, plain_of};
use super::header::{Header, Mapping, Role, recognise, unit_in, year_by_number, years_below, years_in};
use super::kpi;
use super::ledger::{HeaderCells, Ledger};
use super::merged::Merged;
use super::objectives::{Level, levels};
use super::prepare::{Prepared, prepare};
use super::several::{self, Groups};
use super::units::Unit;
use super::value::{is_dash, is_weight};
use crate::actuals::is_failed;
use crate::diagnostics::paste::Command;
use crate::diagnostics::say;
use crate::value::{Period, fold_name};

/// A text and where it stands.
type At<'a> = (Place, Cow<'a, str>);

/// Rows that are prepared together.
const STEP: usize = 2_000;

/// What is known while the rows are read.
pub(super) struct Reader<'a> {
    table: &'a Table<'a>,
    /// The sheet that is being read.
    sheet: usize,
    mappings: &'a [Mapping],
    merged: Merged<'a>,
    pub ledger: Ledger,
    pub draft: Draft<'a>,
    /// The columns of the table that the rows stand in.
    pub header: Option<Header>,
    /// How many there were before it.
    header_number: usize,
    /// Whether it is the one under which the row at hand was prepared.
    same_header: bool,
    /// What its header calls each column.
    names: FxHashMap<usize, String>,
    /// The units that its header names.
    units: FxHashMap<usize, Unit>,
    /// Its groups of columns, where a row holds several KPIs.
    groups: Groups,
    /// The objectives above the row, by the columns that name them.
    pub levels: Vec<Level>,
    /// What stands between tables, of the next objective.
    pub card: Card,
    /// The last title without code: of an area that lost its letter, or of an objective that has none.
    pub heading: Option<At<'a>>,
    /// The area of the next objectives, where areas have a column.
    pub area: Option<usize>,
    /// The headers that were found.
    pub headers: Vec<Place>,
    /// Formulas without a value where one is needed.
    pub failed: Vec<Place>,
}

/// One filled cell of a row, with what its column says.
#[derive(Debug, Clone)]
pub(super) struct Filled<'a> {
    pub place: Place,
    pub text: Cow<'a, str>,
    pub role: Option<Role>,
    /// The column of its header.
    pub column: usize,
    /// As it is printed, where it is a line of the cell.
    pub line: Option<Cow<'a, str>>,
}

impl<'a> Filled<'a> {
    /// A cell with the column that it belongs to.
    pub fn new(place: Place, text: Cow<'a, str>, slot: Option<Slot>) -> Filled<'a> {
        let column = slot.map_or(place.column, |slot| slot.column);
        Filled { place, text, role: slot.map(|slot| slot.role), column, line: None }
    }

    /// What it says, for the plan.
    pub fn drawn(&self, fate: Fate) -> Drawn<Cow<'a, str>> {
        Drawn::of(self.text.clone(), self.place, fate)
    }
}

/// Reads all rows of all sheets that can be seen; `progress` is told the rows done, of how many.
pub(super) fn read<'a>(
    table: &'a Table<'a>,
    told: &'a Told,
    progress: &mut dyn FnMut(usize, usize),
) -> Reader<'a> {
    let mappings = told.mappings.as_slice();
    let mut reader = Reader {
        table,
        sheet: 0,
        mappings,
        merged: Merged::default(),
        ledger: Ledger::default(),
        draft: Draft::default(),
        header: None,
        header_number: 0,
        same_header: false,
        names: FxHashMap::default(),
        units: FxHashMap::default(),
        groups: Groups::default(),
        levels: Vec::new(),
        card: Card::default(),
        heading: None,
        area: None,
        headers: Vec::new(),
        failed: Vec::new(),
    };
    reader.draft.told_years = told.years;
    let all = table.sheets.iter().map(|sheet| sheet.rows()).sum();
    let mut done = 0_usize;
    for (sheet, grid) in table.sheets.iter().enumerate() {
        reader.sheet = sheet;
        reader.header = None;
        reader.header_number = reader.header_number.saturating_add(1);
        reader.heading = None;
        reader.merged = Merged::of(&grid.merged);
        if grid.hidden {
            for (row, column) in grid.filled() {
                reader.ledger.tell(Place { sheet, row, column }, Fate::Hidden);
            }
            continue;
        }
        // While the rows at hand take their turn, the next are prepared.
        let ahead = |first: usize| first.saturating_add(STEP).min(grid.rows());
        let (mut first, mut end) = (0, ahead(0));
        let mut prepared = (reader.header_number, prepare(grid, 0..end, mappings, None));
        while first < end {
            let (number, header, next) = (reader.header_number, reader.header.clone(), ahead(end));
            let turn = || reader.rows(first, prepared);
            let ((), coming) = rayon::join(turn, || prepare(grid, end..next, mappings, header.as_ref()));
            prepared = (number, coming);
            done = done.saturating_add(end.saturating_sub(first));
            progress(done, all);
            (first, end) = (end, next);
        }
        reader.open_card();
    }
    reader
}

impl<'a> Reader<'a> {
    /// Rows that were prepared under the header of this number.
    fn rows(&mut self, first: usize, (number, prepared): (usize, Vec<Prepared<'a>>)) {
        for (row, prepared) in (first..).zip(prepared) {
            self.same_header = number == self.header_number;
            self.row(row, prepared);
        }
    }

    fn row(&mut self, row: usize, prepared: Prepared<'a>) {
        let Prepared { cells, texts, header, only_signs, slots } = prepared;
        self.merged.come_to(row);
        if cells.is_empty() {
            return;
        }
        let sheet = self.sheet;
        let here = |texts: &[Placed<'a>]| -> Vec<At<'a>> {
            let at = |(column, text): &Placed<'a>| (Place { sheet, row, column: *column }, text.clone());
            texts.iter().map(at).collect()
        };
        if let Some(header) = header {
            return self.new_table(here(&texts), header);
        }
        if self.years_of_header(row, &cells) {
            return;
        }
        if let Some((above, header)) = self.second_line_of_header(&cells) {
            let all = above.into_iter().chain(here(&texts)).collect();
            return self.new_table(all, header);
        }
        if only_signs {
            return self.all_are(row, &texts, Fate::LoneSign);
        }
        let Some(header) = &self.header else { return self.card_row(row, &texts) };
        if !header.has(Role::Objective) && texts.len() <= 2 {
            return self.card_row(row, &texts);
        }
        if let Some(rows) = several::lines(header, &cells) {
            let rows: Vec<_> = rows.into_iter().map(|texts| (align(header, &texts), texts)).collect();
            for (at, (slots, texts)) in rows.into_iter().enumerate() {
                let cells = self.filled(row, texts, slots);
                self.line_of_row(cells, at);
            }
            return;
        }
        let slots = if self.same_header { slots } else { align(header, &texts) };
        let cells = self.filled(row, texts, slots);
        self.table_row(cells);
    }

    /// The cells of a row in their columns.
    fn filled(&mut self, row: usize, texts: Vec<Placed<'a>>, slots: Vec<Option<Slot>>) -> Vec<Filled<'a>> {
        let sheet = self.sheet;
        let cell = |((column, text), slot)| Filled::new(Place { sheet, row, column }, text, slot);
        let cells: Vec<Filled<'a>> = texts.into_iter().zip(slots).map(cell).collect();
        cells.iter().for_each(|cell| self.ledger.slipped(cell.place, cell.column));
        cells
    }

    /// One of the KPIs that a row's cells hold line by line. What is there once and belongs to one is the first one's.
    fn line_of_row(&mut self, mut cells: Vec<Filled<'a>>, at: usize) {
        for cell in cells.iter().filter(|cell| cell.role == Some(Role::Title)) {
            self.ledger.tell(cell.place, Fate::SeveralInCell);
        }
        let raw = |cell: &Filled<'a>| self.table.text(cell.place).contains('\n');
        let once = |cell: &Filled<'a>| of_one_kpi(cell.role) && !raw(cell);
        for cell in cells.iter().filter(|cell| at > 0 && once(cell)) {
            self.ledger.tell(cell.place, Fate::FirstOfMerged);
        }
        cells.retain(|cell| at == 0 || !once(cell));
        for cell in cells.iter_mut().filter(|cell| *cell.text != *self.printed(cell.place)) {
            cell.line = Some(cell.text.clone());
        }
        self.table_row(cells);
    }

    /// All cells of a row share a fate.
    fn all_are(&mut self, row: usize, texts: &[Placed<'a>], fate: Fate) {
        for (column, _) in texts {
            self.ledger.tell(self.place(row, *column), fate);
        }
    }

    /// A header: the objective of the card before it is complete.
    fn new_table(&mut self, cells: Vec<At<'a>>, mut header: Header) {
        let carded = self.open_card();
        // Where objectives had their column and have none now, or on another sheet, the one above is not meant.
        let elsewhere = self.headers.last().is_some_and(|last| last.sheet != self.sheet);
        let had = self.header.as_ref().is_some_and(|before| before.has(Role::Objective));
        if (elsewhere || had) && !carded && !header.has(Role::Objective) {
            self.draft.current = None;
        }
        let Some(row) = cells.iter().map(|(place, _)| place.row).max() else { return };
        self.headers.push(self.place(row, 0));
        self.names.clear();
        self.units.clear();
        self.years_by_number(&cells, &mut header);
        let roles: FxHashMap<usize, Role> = header.columns.iter().rev().copied().collect();
        for (place, text) in &cells {
            let role = roles.get(&place.column).copied();
            if matches!(role, Some(Role::Unknown) | None) {
                let detail = || {
                    let map = Command::new("").option("--map", format!("{}=nota", plain_of(text))).line();
                    let map = map.trim().to_owned();
                    say!("per esempio {map}", "for example {map}")
                };
                self.ledger.tell_of(*place, Fate::ColumnUnknown, detail);
            }
            match role {
                Some(Role::Target(Some(period))) => self.draft.has_target_of(period.year),
                Some(Role::Actual(period)) => self.draft.actual_periods.push(period),
                Some(Role::Objective) => self.draft.header_years.extend(years_in(text)),
                Some(Role::KpiScore | Role::ObjectiveScore) => self.ledger.tell(*place, Fate::Result),
                _ => {}
            }
            self.name(place.column, text.to_string());
        }
        let cells = cells.iter().map(|(place, _)| (*place, vec![place.column])).collect();
        self.ledger.open_table(HeaderCells { sheet: self.sheet, below: row.saturating_add(1), cells });
        if !header.has(Role::Area) {
            self.area = None;
        }
        let before = std::mem::replace(&mut self.levels, levels(&header));
        if before.len() == self.levels.len() && !carded && !elsewhere {
            for (level, before) in self.levels.iter_mut().zip(before) {
                level.node = before.node;
            }
        }
        self.groups = Groups::of(&header, |column| self.name_of(column));
        self.header = Some(header);
        self.header_number = self.header_number.saturating_add(1);
    }

    /// The targets of the first, the second and the third year, where the plan's first is known.
    fn years_by_number(&self, cells: &[At<'a>], header: &mut Header) {
        let Some(first) = self.draft.first_year() else { return };
        for (place, text) in cells {
            let of_cell =
                |(column, role): &&mut (usize, Role)| *column == place.column && *role == Role::Target(None);
            if let Some(number) = year_by_number(text)
                && let Some((_, role)) = header.columns.iter_mut().find(of_cell)
            {
                *role = Role::Target(Some(Period::year(first.saturating_add(number.into()))));
            }
        }
    }

    /// What the header calls a column.
    pub fn name_of(&self, column: usize) -> String {
        self.names.get(&column).map_or_else(|| "dato".to_owned(), String::clone)
    }

    /// Takes note of what the header calls a column.
    fn name(&mut self, column: usize, name: String) {
        if let Some(unit) = unit_in(&name) {
            self.units.insert(column, unit);
        }
        self.names.insert(column, name);
    }

    /// The unit that the header names for a column.
    pub fn unit_of(&self, column: usize) -> Option<Unit> {
        self.units.get(&column).cloned()
    }

    /// A second header row with the years of the targets.
    fn years_of_header(&mut self, row: usize, cells: &[Placed<'_>]) -> bool {
        let (Some(header), Some(years)) = (&mut self.header, years_below(cells)) else { return false };
        let Some(at) = header.columns.iter().position(|(_, role)| *role == Role::Target(None)) else {
            return false;
        };
        // One year alone must stand under the target itself.
        let own = header.columns.get(at).map(|(column, _)| *column);
        if years.len() == 1 && years.first().map(|(column, _)| *column) != own {
            return false;
        }
        self.header_number = self.header_number.saturating_add(1);
        let (target, _) = header.columns.remove(at);
        let name = self.names.get(&target).cloned();
        let mut named = Vec::new();
        for (step, (column, year)) in years.iter().enumerate() {
            let role = Role::Target(Some(Period::year(*year)));
            header.columns.insert(at.saturating_add(step), (*column, role));
            self.draft.has_target_of(*year);
            named.push((*column, format!("{} {year}", name.as_deref().unwrap_or("Target"))));
        }
        named.into_iter().for_each(|(column, name)| self.name(column, name));
        let columns: Vec<usize> = years.iter().map(|(column, _)| *column).collect();
        self.ledger.second_line(self.sheet, row, target, &columns);
        true
    }

    /// A header of two lines whose cells are merged where the second says nothing new, with the cells above.
    fn second_line_of_header(&self, cells: &[Placed<'a>]) -> Option<(Vec<At<'a>>, Header)> {
        let above = self.merged.above(self.sheet);
        let new = above.iter().filter(|place| !cells.iter().any(|(column, _)| *column == place.column));
        let above: Vec<At<'a>> = new.map(|place| (*place, self.raw(*place))).collect();
        let mut whole: Vec<Placed<'a>> =
            above.iter().map(|(place, text)| (place.column, text.clone())).collect();
        if whole.is_empty() {
            return None;
        }
        whole.extend_from_slice(cells);
        whole.retain(|(_, text)| !text.trim().is_empty());
        whole.sort_by_key(|(column, _)| *column);
        Some((above, recognise(&whole, self.mappings)?))
    }

    /// A row under a header.
    fn table_row(&mut self, mut cells: Vec<Filled<'a>>) {
        if is_total(&cells) {
            return cells.iter().for_each(|cell| self.ledger.tell(cell.place, Fate::Total));
        }
        for cell in &cells {
            match cell.role {
                None => self.ledger.tell(cell.place, Fate::NoColumn),
                Some(Role::Unknown) => self.ledger.tell(cell.place, Fate::UnderUnknown),
                Some(_) => {}
            }
        }
        cells.retain(|cell| !matches!(cell.role, None | Some(Role::Unknown)));
        for cell in cells.iter().filter(|cell| says_nothing(cell)) {
            self.ledger.tell(cell.place, Fate::Dash);
        }
        cells.retain(|cell| !says_nothing(cell));
        let has = |cells: &[Filled<'a>], wanted: Role| cells.iter().any(|cell| cell.role == Some(wanted));
        let has_target = cells.iter().any(|cell| matches!(cell.role, Some(Role::Target(_))));
        let with_kpi =
            has(&cells, Role::Title) || has(&cells, Role::Code) || (has(&cells, Role::Weight) && has_target);
        // A further year of the indicator above.
        let has_value = has_target || cells.iter().any(|cell| matches!(cell.role, Some(Role::Actual(_))));
        let goes_on = has_value && has(&cells, Role::Period) && !has(&cells, Role::Objective);
        let with_kpi = with_kpi || goes_on && self.draft.current().is_some_and(|node| !node.kpis.is_empty());
        self.failed(&mut cells, with_kpi);
        self.objectives(&cells, with_kpi);
        if with_kpi && !cells.is_empty() {
            self.take_in_merged(&mut cells);
            for cells in self.groups.divide(cells) {
                kpi::read(self, cells);
            }
            return;
        }
        self.beside_an_objective(&cells);
    }

    /// Takes out formulas without a value: a fault where the plan needs one, and of no matter where it does not, or where
    /// nothing in the row has any, as in rows that a formula was filled down to.
    fn failed(&mut self, cells: &mut Vec<Filled<'a>>, is_kpi: bool) {
        if !cells.iter().any(|cell| is_failed(&cell.text)) {
            return;
        }
        let counts = is_kpi && cells.iter().any(|cell| !is_failed(&cell.text));
        cells.retain(|cell| {
            if !is_failed(&cell.text) {
                return true;
            }
            match cell.role {
                None | Some(Role::Unknown) => {}
                Some(
                    Role::Notes
                    | Role::Source
                    | Role::Kind
                    | Role::Assigned
                    | Role::Responsible
                    | Role::Update
                    | Role::KpiScore
                    | Role::ObjectiveScore,
                ) => self.ledger.tell(cell.place, Fate::Failed),
                Some(_) if counts => self.failed.push(cell.place),
                Some(_) => self.ledger.tell(cell.place, Fate::Failed),
            }
            false
        });
    }

    /// A row with an objective and no KPI, or with a note alone.
    fn beside_an_objective(&mut self, cells: &[Filled<'a>]) {
        let scored = self.header.as_ref().is_some_and(|header| header.has(Role::ObjectiveScore));
        let named = cells.iter().any(|cell| cell.role == Some(Role::Objective));
        for cell in cells {
            match cell.role {
                Some(
                    Role::Objective
                    | Role::ObjectiveCode
                    | Role::ObjectiveWeight
                    | Role::Area
                    | Role::Unknown,
                )
                | None => {}
                Some(Role::Actual(_) | Role::KpiScore | Role::ObjectiveScore) => self.score(cell),
                // One that has slipped against its header.
                _ if named && scored && cell.text.ends_with('%') && !self.is_in_column(cell) => {
                    self.score(cell);
                }
                Some(Role::Notes) => self.more_note(cell),
                _ => self.ledger.tell(cell.place, if named { Fate::OnObjective } else { Fate::NoKpiHere }),
            }
        }
    }

    /// The published performance of the objective above.
    pub fn score(&mut self, cell: &Filled<'a>) {
        let score = published(&cell.text);
        self.ledger.tell(cell.place, if score.is_some() { Fate::Published } else { Fate::Result });
        if let Some(node) = self.draft.current.or(self.area).and_then(|node| self.draft.node(node)) {
            node.score = node.score.take().or(score);
        }
    }

    /// Whether a cell stands where its column is headed.
    fn is_in_column(&self, cell: &Filled<'a>) -> bool {
        let mut columns = self.header.iter().flat_map(|header| &header.columns);
        columns.any(|(column, role)| {
            *column == cell.place.column && Some(*role) == cell.role && *role == Role::Weight
        })
    }

    /// What a merged cell says over several rows, each of them says.
    fn take_in_merged(&mut self, cells: &mut Vec<Filled<'a>>) {
        for place in self.merged.above(self.sheet) {
            let header = self.header.iter().flat_map(|header| &header.columns);
            let role = header.filter(|(column, _)| *column == place.column).map(|(_, role)| *role).next();
            let Some(role) = role.filter(|role| !cells.iter().any(|cell| cell.role == Some(*role))) else {
                continue;
            };
            match role {
                role if of_one_kpi(Some(role)) => self.ledger.tell(place, Fate::FirstOfMerged),
                Role::Assigned
                | Role::Responsible
                | Role::Kind
                | Role::Source
                | Role::Unit
                | Role::Algorithm
                | Role::Update
                | Role::Notes
                | Role::Title
                | Role::Measure
                | Role::Validation
                | Role::Comparator => {
                    let text = plain_of(&self.raw(place));
                    if !text.is_empty() {
                        let slot = Slot { column: place.column, role };
                        cells.push(Filled::new(place, text, Some(slot)));
                    }
                }
                _ => {}
            }
        }
    }

    /// A note on a row of its own: of the KPI above.
    fn more_note(&mut self, cell: &Filled<'a>) {
        match self.draft.current().and_then(|node| node.kpis.last_mut()) {
            Some(kpi) => {
                kpi.notes.push(cell.drawn(Fate::Note));
                self.ledger.tell(cell.place, Fate::NoteApart);
            }
            None => self.ledger.tell(cell.place, Fate::NoteOfNothing),
        }
    }

    /// What an objective is called that only the table's name can name.
    pub fn name_of_table(&self) -> String {
        let sheet = self.table.sheets.get(self.sheet).and_then(|sheet| sheet.name.as_deref());
        let title = self.draft.title.as_ref().map(|title| title.value.clone());
        let title = sheet.map(str::to_owned).or(title);
        title.unwrap_or_else(|| "Obiettivi".to_owned())
    }

    /// A place in the sheet that is being read.
    pub fn place(&self, row: usize, column: usize) -> Place {
        Place { sheet: self.sheet, row, column }
    }

    /// A cell as it is printed, on one line.
    pub fn printed(&self, place: Place) -> String {
        plain_of(&self.raw(place)).into_owned()
    }

    /// The raw text of a cell.
    pub fn raw(&self, place: Place) -> Cow<'a, str> {
        self.table.text(place)
    }
}

/// Whether a cell of this role is of one KPI alone.
fn of_one_kpi(role: Option<Role>) -> bool {
    matches!(role, Some(Role::Weight | Role::Target(_) | Role::Baseline(_) | Role::Actual(_)))
}

/// A dash where a KPI has words: there are none.
fn says_nothing(cell: &Filled<'_>) -> bool {
    let of_words = matches!(
        cell.role,
        Some(
            Role::Notes
                | Role::Source
                | Role::Update
                | Role::Kind
                | Role::Assigned
                | Role::Responsible
                | Role::Algorithm
                | Role::Measure
                | Role::Code
        )
    );
    of_words && is_dash(&cell.text)
}

/// `Totale | 100%`, `Totale obiettivo 1 | 100`: a row of sums under the KPIs.
fn is_total(cells: &[Filled<'_>]) -> bool {
    let says = |cell: &Filled<'_>| {
        // An indicator may be of a total.
        if matches!(cell.role, Some(Role::Objective | Role::ObjectiveCode))
            && cell.text.starts_with(['t', 'T'])
            && fold_name(&cell.text).starts_with("totale ")
        {
            return true;
        }
        let begins = cell.text.len() <= 20 && cell.text.starts_with(['t', 'T', 's', 'S']);
        let words = || fold_name(&cell.text);
        begins && matches!(words().as_str(), "totale" | "totale pesi" | "totale peso" | "tot." | "somma")
    };
    let is_sum = |cell: &Filled<'_>| is_weight(&cell.text) || is_failed(&cell.text);
    cells.len() > 1 && cells.iter().any(says) && cells.iter().filter(|cell| !is_sum(cell)).count() == 1
}
