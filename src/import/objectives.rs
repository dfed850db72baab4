//! The areas and objectives of a table: by a column, by the title's code, by what must have been there.

use super::code;
use super::draft::{Kind, Node};
use super::fate::Fate;
use super::grid::Place;
use super::header::Role;
use super::rows::{Filled, Reader};
use crate::diagnostics::say;

impl<'a> Reader<'a> {
    /// The areas and objectives that a row names, each in its column.
    pub(super) fn objectives(&mut self, cells: &[Filled<'a>]) {
        for cell in cells.iter().filter(|cell| cell.role == Some(Role::Area)) {
            self.area_in_column(cell);
        }
        let mut codes = cells.iter().filter(|cell| cell.role == Some(Role::ObjectiveCode));
        let code_cell = codes.next();
        let mut titles = cells.iter().filter(|cell| cell.role == Some(Role::Objective)).peekable();
        if let Some(cell) = code_cell {
            let title = titles.next();
            let code = code::whole(&cell.text).or_else(|| code::made_of(&cell.text));
            match code {
                Some(code) => {
                    self.ledger.tell(cell.place, Fate::ObjectiveCode);
                    let place = title.map_or(cell.place, |title| title.place);
                    self.open(place, code, title.map(|title| title.text.to_string()));
                }
                None => {
                    self.ledger.tell(cell.place, Fate::NoCode);
                    title.into_iter().for_each(|title| self.objective(title));
                }
            }
        }
        for cell in titles {
            self.objective(cell);
        }
    }

    /// An area in a column of its own, where each row names it.
    fn area_in_column(&mut self, cell: &Filled<'a>) {
        let place = cell.place;
        let printed = code::split(&cell.text).map(|(code, title)| (Some(code), title));
        let (code, title) = printed.unwrap_or_else(|| (None, cell.text.to_string()));
        self.ledger.tell(place, Fate::Area);
        let known = self.draft.titled(Kind::Area, &title).and_then(|index| self.draft.nodes.get(index));
        if let Some(known) = known {
            self.area = Some(known.code.clone());
            return;
        }
        let number = self.draft.of_kind(Kind::Area).saturating_add(1);
        let code = code.unwrap_or_else(|| {
            let code = format!("AR{number}");
            self.ledger.tell_of(place, Fate::AreaNumbered, || say!("area {code}", "area {code}"));
            code
        });
        self.area = Some(code.clone());
        self.draft.push(Node::new(Kind::Area, code, Some(title)));
    }

    /// An area's or objective's title in its column.
    fn objective(&mut self, cell: &Filled<'a>) {
        let place = cell.place;
        match code::split(&cell.text) {
            Some((code, title)) => self.open(place, code, Some(title)),
            None => {
                self.ledger.tell(place, Fate::TitleWithoutCode);
                self.heading = Some((place, cell.text.clone()));
            }
        }
    }

    /// An area or objective by its printed code: the KPIs that follow are its own.
    fn open(&mut self, place: Place, code: String, title: Option<String>) {
        let kind = if code.len() > 1 { Kind::Objective } else { Kind::Area };
        let fate = if kind == Kind::Area { Fate::Area } else { Fate::Objective };
        self.coded = true;
        self.ledger.tell(place, fate);
        // Tables that are sorted by other things name it on each of its rows.
        if let Some(known) = self.draft.same(&code, title.as_deref()) {
            self.draft.current = Some(known);
            self.heading = None;
            return;
        }
        if kind == Kind::Objective && self.area.is_none() {
            self.lost_area(place, &code);
        }
        if self.draft.knows(&code) {
            self.ledger.tell_of(place, Fate::CodeTwice, || say!("{code}", "{code}"));
        }
        let says = |area: &&String| {
            code.strip_prefix(area.as_str()).is_some_and(|rest| rest.starts_with(['.', '_']))
        };
        let parent = self.area.as_ref().filter(|area| kind == Kind::Objective && !says(area)).cloned();
        self.draft.push(Node { parent, ..Node::new(kind, code, title) });
        self.heading = None;
    }

    /// An objective whose area is not declared, while others are: the title before it lost its letter, perhaps.
    fn lost_area(&mut self, place: Place, code: &str) {
        let Some((letter, _)) = code.split_once('.') else { return };
        if !self.draft.has_areas() || self.draft.holds_parent_of(code) {
            return;
        }
        let detail = || say!("area {letter}", "area {letter}");
        let said = match self.heading.take() {
            Some((heading, text)) => {
                self.ledger.retell(heading, Fate::AreaFound);
                self.ledger.tell_of(heading, Fate::AreaFound, detail);
                Some(text.into_owned())
            }
            None => {
                self.ledger.tell_of(place, Fate::AreaAdded, detail);
                None
            }
        };
        self.draft.push(Node::new(Kind::Area, letter.to_owned(), said));
    }
}
