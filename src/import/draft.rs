//! The plan that is being read, before it is written down: everything in the spelling of a plan.

use rustc_hash::{FxHashMap, FxHashSet};

use super::drawn::{Cells, Drawn, Text};
use super::periods::Periods;
use super::value::Sort;
use crate::value::{Period, fold_name};

/// The whole plan.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    /// The document's first line.
    pub title: Option<Drawn<String>>,
    /// The other lines before the first table.
    pub preface: Vec<Drawn<String>>,
    /// First and last year, as a person says.
    pub told_years: Option<(i32, i32)>,
    /// The years named in the title.
    pub title_years: Vec<i32>,
    /// The years of the headers' targets.
    pub target_years: Vec<i32>,
    /// The years of the headers' objectives: `Obiettivo 2025`.
    pub header_years: Vec<i32>,
    /// The years of the dates in targets.
    pub date_years: Vec<i32>,
    /// The periods of the columns of actuals; those of the plan's year need none.
    pub actual_periods: Vec<Option<Period>>,
    /// Once all is read.
    pub periods: Option<Periods>,
    /// Areas and objectives in the document's order.
    pub nodes: Vec<Node<'a>>,
    /// The objective that the next KPI belongs to.
    pub current: Option<usize>,
    /// Where each code is declared.
    by_code: FxHashMap<String, Vec<usize>>,
    /// Areas and objectives by their titles, and how many there are.
    by_title: FxHashMap<(Kind, String, Option<usize>), usize>,
    /// By printed code and title, as titles are compared.
    by_name: FxHashMap<(String, Option<String>), usize>,
    /// The lengths that codes have: a code of many parts has few that can be declared.
    lengths: FxHashSet<usize>,
    counts: FxHashMap<Kind, usize>,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Area,
    Objective,
}

/// A KPI in a place of its own: a list of things so large would reserve far more than it holds.
pub(super) type Placed<'a> = Box<Kpi<'a>>;

/// An area or an objective.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub kind: Kind,
    pub code: String,
    /// Whether the document prints no such code.
    pub made: bool,
    pub title: Option<String>,
    /// The cells with its code and title.
    pub named: Cells,
    /// Where the code does not say it.
    pub parent: Option<usize>,
    pub weight: Option<Text<'a>>,
    /// Its performance as it was published.
    pub score: Option<String>,
    /// Keyword and what follows it, written out; its lines under one another.
    pub attributes: Vec<(&'static str, Drawn<String>)>,
    pub data: Vec<Datum<'a>>,
    pub kpis: Vec<Placed<'a>>,
}

impl Node<'_> {
    pub fn new(kind: Kind, code: String, title: Option<String>) -> Self {
        Node {
            kind,
            code,
            made: false,
            title,
            named: Cells::default(),
            parent: None,
            weight: None,
            score: None,
            attributes: Vec::new(),
            data: Vec::new(),
            kpis: Vec::new(),
        }
    }
}

/// What is kept under the name that the document gives it.
#[derive(Debug)]
pub(super) struct Datum<'a> {
    pub name: String,
    pub text: Text<'a>,
}

/// A target, or a baseline: its year, where the header names one, and its value in the spelling of a plan, or `n.d.`.
#[derive(Debug)]
pub(super) struct Target<'a> {
    pub period: Option<Period>,
    /// The comparator, with the cell that prints it where that is another.
    pub sign: Option<Drawn<&'static str>>,
    pub value: Text<'a>,
    pub sort: Sort,
}

/// A value that was reached; without a period in that of the plan.
#[derive(Debug)]
pub(super) struct Actual<'a> {
    pub period: Option<Period>,
    /// As the CSV of actuals has it.
    pub value: Text<'a>,
    /// As a plan has it, if it is a value.
    pub spelled: Option<(Text<'a>, Sort)>,
}

/// A KPI and its actuals.
#[derive(Debug, Default)]
pub(super) struct Kpi<'a> {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Where neither code nor title tell it from another.
    pub ident: Option<String>,
    pub code: Option<Text<'a>>,
    pub title: Option<Text<'a>>,
    pub weight: Option<Text<'a>>,
    pub targets: Vec<Target<'a>>,
    pub baselines: Vec<Target<'a>>,
    pub algorithm: Option<Drawn<String>>,
    /// Its paragraphs.
    pub description: Vec<Text<'a>>,
    pub kind: Option<Text<'a>>,
    pub sources: Vec<Text<'a>>,
    /// Its offices, between commas.
    pub assigned: Vec<Text<'a>>,
    pub responsible: Vec<Text<'a>>,
    pub updates: Vec<Text<'a>>,
    pub notes: Vec<Text<'a>>,
    pub data: Vec<Datum<'a>>,
    pub actuals: Vec<Actual<'a>>,
    pub outcome: Option<Text<'a>>,
    /// Its performance as it was published.
    pub score: Option<String>,
    /// The periods of its rows, where these have a column for them.
    pub rows: Vec<Period>,
}

impl Kpi<'_> {
    /// The offices that it is assigned to.
    pub fn offices(&self) -> impl Iterator<Item = &str> {
        let names = self.assigned.iter().flat_map(|names| names.value.split(','));
        names.map(str::trim).filter(|name| !name.is_empty())
    }

    /// What it is known by.
    pub fn name(&self) -> &str {
        let code = self.code.as_ref().map(|code| &*code.value);
        let title = self.title.as_ref().map(|title| &*title.value);
        self.ident.as_deref().or(code).or(title).unwrap_or_default()
    }
}

impl<'a> Draft<'a> {
    /// Adds an area or an objective; which. The next KPIs belong to an objective, and to nothing below an area.
    pub fn push(&mut self, node: Node<'a>) -> usize {
        let index = self.nodes.len();
        self.by_code.entry(node.code.clone()).or_default().push(index);
        self.current = Some(index).filter(|_| node.kind == Kind::Objective);
        let count = self.counts.entry(node.kind).or_default();
        *count = count.saturating_add(1);
        if let Some(title) = &node.title {
            self.by_title.entry((node.kind, title.clone(), None)).or_insert(index);
            if node.parent.is_some() {
                self.by_title.entry((node.kind, title.clone(), node.parent)).or_insert(index);
            }
        }
        self.nodes.push(node);
        self.take_name(index);
        index
    }

    /// Takes note of the code of a node, and of its name where the document prints it.
    fn take_name(&mut self, index: usize) {
        let Some(node) = self.nodes.get(index) else { return };
        self.lengths.insert(node.code.len());
        if !node.made {
            let name = (node.code.clone(), node.title.as_deref().map(fold_name));
            self.by_name.entry(name).or_insert(index);
        }
    }

    /// A code that was made up is printed after all, before this title.
    pub fn print(&mut self, index: usize, code: String, title: String) {
        self.recode(index, code);
        if let Some(node) = self.nodes.get_mut(index) {
            (node.title, node.made) = (Some(title), false);
        }
        self.take_name(index);
    }

    /// Another code for a node.
    pub fn recode(&mut self, index: usize, code: String) {
        let Some(node) = self.nodes.get_mut(index) else { return };
        let before = std::mem::replace(&mut node.code, code.clone());
        if let Some(known) = self.by_code.get_mut(&before) {
            known.retain(|own| *own != index);
        }
        self.by_code.entry(code).or_default().push(index);
        self.take_name(index);
    }

    /// The first code of such letters that no node has yet.
    pub fn free_code(&self, letters: &str, from: usize) -> String {
        let code = (from..).map(|number| format!("{letters}{number}")).find(|code| !self.knows(code));
        code.unwrap_or_default()
    }

    /// The objective that the next KPI belongs to.
    pub fn current(&mut self) -> Option<&mut Node<'a>> {
        self.nodes.get_mut(self.current?)
    }

    pub fn node(&mut self, index: usize) -> Option<&mut Node<'a>> {
        self.nodes.get_mut(index)
    }

    /// The area that ended what came before it, if one did.
    pub fn last_area(&self) -> Option<usize> {
        let last = self.nodes.len().checked_sub(1)?;
        self.nodes.get(last).filter(|node| node.kind == Kind::Area).map(|_| last)
    }

    /// How many areas or objectives there are.
    pub fn of_kind(&self, kind: Kind) -> usize {
        self.counts.get(&kind).copied().unwrap_or(0)
    }

    /// The area, or the objective, of this title and parent.
    pub fn titled(&self, kind: Kind, title: &str, parent: Option<usize>) -> Option<usize> {
        self.by_title.get(&(kind, title.to_owned(), parent)).copied()
    }

    /// Whether an area is declared.
    pub fn has_areas(&self) -> bool {
        self.of_kind(Kind::Area) > 0
    }

    /// Whether this code is declared.
    pub fn knows(&self, code: &str) -> bool {
        self.by_code.get(code).is_some_and(|nodes| !nodes.is_empty())
    }

    /// The nodes of this code.
    pub fn of_code(&self, code: &str) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let indices = self.by_code.get(code).into_iter().flatten();
        indices.filter_map(|index| Some((*index, self.nodes.get(*index)?)))
    }

    /// The node of this printed code and title.
    pub fn same(&self, code: &str, title: Option<&str>) -> Option<usize> {
        self.by_name.get(&(code.to_owned(), title.map(fold_name))).copied()
    }

    /// Whether the code or one of the codes that it continues is declared.
    pub fn holds_parent_of(&self, code: &str) -> bool {
        let mut rest = code;
        while let Some((parent, _)) = rest.rsplit_once('.') {
            if self.lengths.contains(&parent.len()) && self.knows(parent) {
                return true;
            }
            rest = parent;
        }
        false
    }

    /// Takes note of the year of a header's target.
    pub fn has_target_of(&mut self, year: i32) {
        if !self.target_years.contains(&year) {
            self.target_years.push(year);
        }
    }

    /// The plan's first year, by what was read so far.
    pub fn first_year(&self) -> Option<i32> {
        self.told_years.map(|(first, _)| first).or_else(|| self.title_years.iter().min().copied())
    }

    /// The year of a plain target, by what was read so far.
    pub fn year_so_far(&self) -> Option<i32> {
        let told = self.told_years.map(|(first, _)| first);
        let of_targets = || self.target_years.iter().min().copied();
        match told {
            Some(_) => of_targets()
                .filter(|year| self.told_years.is_some_and(|(first, last)| (first..=last).contains(year)))
                .or(told),
            None => {
                let titles = || self.title_years.iter().min().copied();
                of_targets().or_else(titles).or_else(|| self.header_years.iter().min().copied())
            }
        }
    }

    /// The years of the plan and the one of a plain target.
    pub fn years(&self) -> Option<(i32, i32, i32)> {
        let span = |years: &[i32]| Some((*years.iter().min()?, *years.iter().max()?));
        let exercise = self.target_years.iter().min().copied();
        if let Some((first, last)) = self.told_years {
            return Some((
                first,
                last,
                exercise.filter(|year| (first..=last).contains(year)).unwrap_or(first),
            ));
        }
        if let Some((first, last)) = span(&self.title_years) {
            let last = last.max(self.target_years.iter().max().copied().unwrap_or(last));
            return Some((first, last, exercise.unwrap_or(first)));
        }
        if let Some((first, last)) = span(&self.target_years) {
            return Some((first, last, first));
        }
        // A report on a year has its targets beside what was reached.
        if let Some(year) = self.actual_periods.iter().flatten().map(|period| period.year).max() {
            return Some((year, year, year));
        }
        if let Some((first, last)) = span(&self.header_years) {
            return Some((first, last, first));
        }
        // Deadlines are of the plan's year, but for a few.
        let mut counts: FxHashMap<i32, usize> = FxHashMap::default();
        for year in &self.date_years {
            let count = counts.entry(*year).or_default();
            *count = count.saturating_add(1);
        }
        let (year, _) = counts.into_iter().max_by_key(|(year, count)| (*count, *year))?;
        Some((year, year, year))
    }
}
