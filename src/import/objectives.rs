//! The areas and objectives of a table: by their columns, by the title's code, by what must have been there.

use std::borrow::Cow;

use super::code::{self, Printed};
use super::draft::{Datum, Kind, Node};
use super::drawn::{Cells, Drawn};
use super::fate::Fate;
use super::grid::Place;
use super::header::{Header, Role};
use super::kpi;
use super::rows::{Filled, Reader};
use crate::diagnostics::say;

/// The columns of one kind of objective, strategic ones left of operative ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    title: Option<usize>,
    code: Option<usize>,
    weight: Option<usize>,
    /// The objective that the rows are below.
    pub node: Option<usize>,
}

/// The levels of a header.
pub(super) fn levels(header: &Header) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    let mut weight = None;
    for (at, (column, role)) in header.columns.iter().enumerate() {
        let column = *column;
        let next = header.columns.get(at.saturating_add(1)).map(|(_, role)| *role);
        let level = match role {
            Role::Objective => levels.last_mut().filter(|level| level.title.is_none()),
            Role::ObjectiveCode if next == Some(Role::Objective) => None,
            Role::ObjectiveCode => levels.last_mut().filter(|level| level.code.is_none()),
            Role::ObjectiveWeight => {
                match levels.last_mut() {
                    Some(level) => level.weight = level.weight.or(Some(column)),
                    None => weight = Some(column),
                }
                continue;
            }
            _ => continue,
        };
        let level = match level {
            Some(level) => level,
            None => {
                levels.push(Level { weight: weight.take(), ..Level::default() });
                let Some(level) = levels.last_mut() else { continue };
                level
            }
        };
        match role {
            Role::Objective => level.title = Some(column),
            _ => level.code = Some(column),
        }
    }
    levels
}

/// The cells that name an area or objective.
struct Named<'r, 'a> {
    title: Option<&'r Filled<'a>>,
    code: Option<&'r Filled<'a>>,
}

impl Named<'_, '_> {
    fn cells(&self, fate: Fate) -> Cells {
        let mut cells = Cells::default();
        self.title.iter().for_each(|cell| cells.add(cell.place, fate));
        self.code.iter().for_each(|cell| cells.add(cell.place, Fate::ObjectiveCode));
        cells
    }

    fn place(&self) -> Option<Place> {
        self.title.or(self.code).map(|cell| cell.place)
    }
}

impl<'a> Reader<'a> {
    /// The areas and objectives that a row names, each in its column.
    pub(super) fn objectives(&mut self, cells: &[Filled<'a>], with_kpi: bool) {
        for cell in cells.iter().filter(|cell| cell.role == Some(Role::Area)) {
            self.area_in_column(cell);
        }
        for at in 0..self.levels.len() {
            let Some(level) = self.levels.get(at).cloned() else { return };
            let cell = |role: Role, column: Option<usize>| {
                cells.iter().find(|cell| cell.role == Some(role) && Some(cell.column) == column)
            };
            let named = Named {
                title: cell(Role::Objective, level.title),
                code: cell(Role::ObjectiveCode, level.code),
            };
            if named.place().is_some() {
                self.objective(at, &named, with_kpi);
            }
            let node = self.levels.get(at).and_then(|level| level.node);
            if let (Some(weight), Some(node)) = (cell(Role::ObjectiveWeight, level.weight), node) {
                self.weigh(weight, node);
            }
        }
    }

    /// An objective, or an area, by the cells of its level.
    fn objective(&mut self, level: usize, named: &Named<'_, 'a>, with_kpi: bool) {
        let Some(place) = named.place() else { return };
        let printed = match (named.code, named.title) {
            (Some(code), title) => {
                let printed = code::alone(&code.text).map(|code| Printed { code, original: None });
                let printed = printed.or_else(|| code::printed(&code.text, false));
                printed.map(|printed| (printed, title.map(|title| title.text.to_string())))
            }
            (None, Some(title)) => match code::of_objective(&title.text) {
                Some((printed, title)) => Some((printed, Some(title))),
                None => code::alone(&title.text)
                    .filter(|_| !with_kpi || self.levels.len() > 1)
                    .or_else(|| code::of_digits(&title.text))
                    .map(|code| (Printed { code, original: None }, None)),
            },
            (None, None) => None,
        };
        match (printed, named.title) {
            (Some((printed, title)), _) => self.open(level, named, printed, title, with_kpi),
            (None, Some(title)) if !with_kpi && self.levels.len() == 1 => {
                // The title of an area that lost its letter, or of an objective whose KPIs follow.
                self.ledger.tell(place, Fate::TitleWithoutCode);
                self.heading = Some((place, title.text.clone()));
            }
            (None, Some(title)) => {
                let mut cells = Cells::default();
                cells.add(place, Fate::Objective);
                let parent = self.parent(level);
                self.without_code(level, cells, title.text.to_string(), parent);
            }
            // Titles under a header of codes.
            (None, None) => match named.code.filter(|code| code.text.contains(char::is_whitespace)) {
                Some(title) => {
                    let (cells, parent) = (named.cells(Fate::Objective), self.parent(level));
                    self.without_code(level, cells, title.text.to_string(), parent);
                }
                None => self.ledger.tell(place, Fate::NoCode),
            },
        }
    }

    /// The node that one of this level is below: of a level before, else the area of the row.
    fn parent(&self, level: usize) -> Option<usize> {
        let above = self.levels.iter().take(level).rev();
        above.filter_map(|level| level.node).next().or(self.area)
    }

    /// The rows that follow are below this node.
    fn come_to(&mut self, level: usize, node: usize) {
        let is_objective = self.draft.nodes.get(node).is_some_and(|node| node.kind == Kind::Objective);
        self.draft.current = Some(node).filter(|_| is_objective);
        for (at, other) in self.levels.iter_mut().enumerate().skip(level) {
            other.node = Some(node).filter(|_| at == level);
        }
        self.heading = None;
    }

    /// An objective that the document gives no code.
    fn without_code(&mut self, level: usize, named: Cells, title: String, parent: Option<usize>) {
        if let Some(known) = self.draft.titled(Kind::Objective, &title, parent) {
            if let Some(node) = self.draft.node(known) {
                node.named.extend(&named);
            }
            return self.come_to(level, known);
        }
        let number = self.draft.of_kind(Kind::Objective).saturating_add(1);
        let code = self.draft.free_code("OB", number);
        if let Some(origin) = named.iter().next() {
            let detail = || say!("obiettivo {code}", "objective {code}");
            self.ledger.tell_of(origin.place, Fate::ObjectiveNumbered, detail);
        }
        let node = Node { parent, named, made: true, ..Node::new(Kind::Objective, code, Some(title)) };
        let node = self.draft.push(node);
        self.come_to(level, node);
    }

    /// An area in a column of its own, where each row names it.
    fn area_in_column(&mut self, cell: &Filled<'a>) {
        let place = cell.place;
        let alone = || code::alone(&cell.text).map(|code| (Some(code), None));
        let printed = code::split(&cell.text).map(|(code, title)| (Some(code), Some(title))).or_else(alone);
        let (code, title) = printed.unwrap_or_else(|| (None, Some(cell.text.to_string())));
        let known = match (&code, &title) {
            (Some(code), title) => self.draft.same(code, title.as_deref()),
            (None, Some(title)) => self.draft.titled(Kind::Area, title, None),
            (None, None) => None,
        };
        let area = known.unwrap_or_else(|| {
            let made = code.is_none();
            let number = self.draft.of_kind(Kind::Area).saturating_add(1);
            let code = code.unwrap_or_else(|| {
                let code = self.draft.free_code("AR", number);
                self.ledger.tell_of(place, Fate::AreaNumbered, || say!("area {code}", "area {code}"));
                code
            });
            if self.draft.knows(&code) {
                self.ledger.tell_of(place, Fate::CodeTwice, || say!("{code}", "{code}"));
            }
            self.draft.push(Node { made, ..Node::new(Kind::Area, code, title) })
        });
        if let Some(node) = self.draft.node(area) {
            node.named.add(place, Fate::Area);
        }
        // Another area closes the objective above; a row that names it again does not.
        if self.area != Some(area) {
            self.draft.current = None;
            self.levels.iter_mut().for_each(|level| level.node = None);
        }
        self.area = Some(area);
    }

    /// An area or objective by its printed code: the KPIs that follow are its own.
    fn open(
        &mut self,
        level: usize,
        named: &Named<'_, 'a>,
        printed: Printed,
        title: Option<String>,
        with_kpi: bool,
    ) {
        let Some(place) = named.place() else { return };
        let Printed { mut code, original } = printed;
        // A code that was made of the printed one gives way to those that are there.
        if original.is_some() && self.draft.knows(&code) && self.draft.same(&code, title.as_deref()).is_none()
        {
            let parent = self.parent(level);
            let known = title.as_deref().and_then(|title| self.draft.titled(Kind::Objective, title, parent));
            code = match known.and_then(|known| self.draft.nodes.get(known)) {
                Some(known) => known.code.clone(),
                None => self.draft.free_code("OB", self.draft.of_kind(Kind::Objective).saturating_add(1)),
            };
        }
        let letter = code::is_letter(&code) && self.levels.len() == 1 && !with_kpi;
        let kind = if letter { Kind::Area } else { Kind::Objective };
        let cells = named.cells(if kind == Kind::Area { Fate::Area } else { Fate::Objective });
        if let Some(original) = &original {
            self.ledger.tell_of(place, Fate::CodeMade, || say!("{original} → {code}", "{original} → {code}"));
        }
        // Tables that are sorted by other things name it on each of its rows.
        if let Some(known) = self.draft.same(&code, title.as_deref()) {
            if let Some(node) = self.draft.node(known) {
                node.named.extend(&cells);
            }
            return self.come_to(level, known);
        }
        if kind == Kind::Objective && self.parent(level).is_none() {
            self.lost_area(place, &code);
        }
        self.take_code(place, &code);
        let parent = self.parent(level).filter(|_| kind == Kind::Objective);
        let parent = parent.filter(|parent| !self.says(&code, *parent));
        let mut node = Node { parent, named: cells, ..Node::new(kind, code, title) };
        if let Some(original) = original {
            let place = named.code.or(named.title).map_or(place, |cell| cell.place);
            let text = Drawn::of(Cow::Owned(original), place, Fate::ObjectiveCode);
            node.data.push(Datum { name: "Codice".to_owned(), text });
        }
        let node = self.draft.push(node);
        if kind == Kind::Area {
            self.heading = None;
            self.levels.iter_mut().for_each(|level| level.node = None);
            return;
        }
        self.come_to(level, node);
    }

    /// A printed code: one that was made up gives way.
    fn take_code(&mut self, place: Place, code: &str) {
        // A code is made up only where there is none: the one of a made node is its own alone.
        let made = self.draft.of_code(code).next().filter(|(_, node)| node.made);
        if let Some((index, kind)) = made.map(|(index, node)| (index, node.kind)) {
            let letters = if kind == Kind::Area { "AR" } else { "OB" };
            let other = self.draft.free_code(letters, 1);
            self.draft.recode(index, other);
        }
        if self.draft.knows(code) {
            self.ledger.tell_of(place, Fate::CodeTwice, || say!("{code}", "{code}"));
        }
    }

    /// Whether a code goes on with that of a node. The area "A Servizi" of `A.1` has its code before its title.
    fn says(&mut self, code: &str, parent: usize) -> bool {
        let Some(node) = self.draft.nodes.get(parent) else { return false };
        let goes_on = |own: &str| code.strip_prefix(own).is_some_and(|rest| rest.starts_with(['.', '_']));
        if node.made && node.kind == Kind::Area {
            let title = node.title.as_deref().and_then(|title| title.split_once(' '));
            let title = title.filter(|(letter, _)| code::is_letter(letter) && goes_on(letter));
            if let Some((letter, title)) = title.map(|(letter, title)| (letter.to_owned(), title.to_owned()))
            {
                self.draft.print(parent, letter, title);
                return true;
            }
        }
        self.draft.nodes.get(parent).is_some_and(|node| code.starts_with(&format!("{}.", node.code)))
    }

    /// An objective whose area is not declared: the title before it is the area's, with its letter or without.
    fn lost_area(&mut self, place: Place, code: &str) {
        let Some((letter, _)) = code.split_once('.') else { return };
        if self.draft.holds_parent_of(code) {
            return;
        }
        let lettered = self.heading.as_ref().and_then(|(_, text)| {
            let (own, title) = text.split_once(' ')?;
            (own == letter).then(|| title.trim().to_owned())
        });
        if lettered.is_none() && !self.draft.has_areas() {
            return;
        }
        let detail = || say!("area {letter}", "area {letter}");
        let mut named = Cells::default();
        let said = match self.heading.take() {
            Some((heading, text)) => {
                named.add(heading, Fate::Area);
                if lettered.is_none() {
                    self.ledger.retell(heading, Fate::AreaFound);
                    self.ledger.tell_of(heading, Fate::AreaFound, detail);
                }
                Some(lettered.unwrap_or_else(|| text.into_owned()))
            }
            None => {
                self.ledger.tell_of(place, Fate::AreaAdded, detail);
                None
            }
        };
        self.draft.push(Node { named, ..Node::new(Kind::Area, letter.to_owned(), said) });
    }

    /// The weight of an objective, which tables repeat on each of its rows.
    fn weigh(&mut self, cell: &Filled<'a>, node: usize) {
        let Some(weight) = kpi::weight_of(self, cell, Fate::ObjectiveWeight) else { return };
        let name = self.name_of(cell.column);
        let Some(node) = self.draft.node(node) else { return };
        match &mut node.weight {
            None => node.weight = Some(weight),
            Some(own) if own.value == weight.value => own.cells.extend(&weight.cells),
            Some(_) => {
                node.data.push(Datum { name, text: cell.drawn(Fate::Datum) });
                self.ledger.tell(cell.place, Fate::SecondOfRole);
            }
        }
    }

    /// Sees to it that a KPI has an objective: the title above is one, and where nothing names any there is one.
    pub(super) fn under_an_objective(&mut self, first: Place) {
        if let Some((place, title)) = self.heading.take() {
            let mut named = Cells::default();
            named.add(place, Fate::Objective);
            self.ledger.retell(place, Fate::ObjectiveNumbered);
            let level = self.levels.len().saturating_sub(1);
            let known = self.draft.titled(Kind::Objective, &title, self.area).is_some();
            if known {
                self.ledger.forget(place);
            }
            return self.without_code(level, named, title.into_owned(), self.area);
        }
        if self.draft.current.is_some() {
            return;
        }
        let area = self.area.or_else(|| self.draft.last_area());
        let of_area = area.and_then(|area| self.draft.nodes.get(area)?.title.clone());
        let title = of_area.unwrap_or_else(|| self.name_of_table());
        if let Some(known) = self.draft.titled(Kind::Objective, &title, area) {
            self.draft.current = Some(known);
            return;
        }
        let number = self.draft.of_kind(Kind::Objective).saturating_add(1);
        let code = self.draft.free_code("OB", number);
        self.ledger.tell_of(first, Fate::ObjectiveAdded, || say!("obiettivo {code}", "objective {code}"));
        self.draft.push(Node { parent: area, made: true, ..Node::new(Kind::Objective, code, Some(title)) });
    }
}
