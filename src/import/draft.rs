//! The plan that is being read, before it is written down: everything in the spelling of a plan.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::grid::Place;
use super::value::Sort;
use crate::value::fold_name;

/// The whole plan.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    /// The document's first line.
    pub title: Option<String>,
    /// The other lines before the first table.
    pub preface: Vec<String>,
    /// First and last year, as a person says.
    pub told_years: Option<(i32, i32)>,
    /// The years named in the title.
    pub title_years: Vec<i32>,
    /// The years of the headers' targets.
    pub target_years: Vec<i32>,
    /// The years of the dates in targets.
    pub date_years: Vec<i32>,
    /// Whether the table has a column of actuals.
    pub has_actuals: bool,
    /// Areas and objectives in the document's order.
    pub nodes: Vec<Node<'a>>,
    /// The node that the next KPI belongs to.
    pub current: Option<usize>,
    /// Where each code is declared.
    by_code: FxHashMap<String, Vec<usize>>,
    /// By code and title, as titles are compared.
    by_name: FxHashMap<(String, Option<String>), usize>,
    /// The lengths that codes have: a code of many parts has few that can be declared.
    lengths: FxHashSet<usize>,
    /// Areas and objectives by their titles, and how many there are.
    by_title: FxHashMap<(Kind, String), usize>,
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
    pub title: Option<String>,
    /// Where the code does not say it.
    pub parent: Option<String>,
    /// Keyword and what follows it, written out; its lines under one another.
    pub attributes: Vec<(&'static str, String)>,
    pub kpis: Vec<Placed<'a>>,
}

impl Node<'_> {
    pub fn new(kind: Kind, code: String, title: Option<String>) -> Self {
        Node { kind, code, title, parent: None, attributes: Vec::new(), kpis: Vec::new() }
    }
}

/// A KPI and its actual.
#[derive(Debug, Default)]
pub(super) struct Kpi<'a> {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Where neither code nor title tell it from another.
    pub ident: Option<String>,
    pub code: Option<Cow<'a, str>>,
    pub title: Option<Cow<'a, str>>,
    pub weight: Option<Cow<'a, str>>,
    pub comparator: Option<&'static str>,
    pub targets: Vec<Target<'a>>,
    pub baseline: Option<(Option<i32>, Cow<'a, str>)>,
    pub algorithm: Option<String>,
    pub description: Option<Cow<'a, str>>,
    pub kind: Option<Cow<'a, str>>,
    pub source: Option<Cow<'a, str>>,
    /// Its offices, between commas.
    pub assigned: Option<Cow<'a, str>>,
    pub responsible: Option<Cow<'a, str>>,
    pub update: Option<Cow<'a, str>>,
    pub note: Option<Cow<'a, str>>,
    /// What is kept as it is printed: the words of its column, and the cell.
    pub data: Vec<(String, String)>,
    /// The cell of the actuals.
    pub actual: Option<Cow<'a, str>>,
    pub outcome: Option<Cow<'a, str>>,
}

/// A target of one year.
#[derive(Debug)]
pub(super) struct Target<'a> {
    /// Where the table names one.
    pub year: Option<i32>,
    pub sign: Option<&'static str>,
    /// In the spelling of a plan, or `n.d.`.
    pub value: Cow<'a, str>,
    pub sort: Sort,
    pub place: Place,
}

impl Kpi<'_> {
    /// The offices that it is assigned to.
    pub fn offices(&self) -> impl Iterator<Item = &str> {
        let names = self.assigned.iter().flat_map(|names| names.split(','));
        names.map(str::trim).filter(|name| !name.is_empty())
    }

    /// Whether the actuals have a line with something about it.
    pub fn has_result(&self) -> bool {
        self.actual.is_some() || self.outcome.is_some()
    }
}

impl<'a> Draft<'a> {
    /// Adds an area or an objective, to which the next KPIs belong.
    pub fn push(&mut self, node: Node<'a>) {
        let index = self.nodes.len();
        self.by_code.entry(node.code.clone()).or_default().push(index);
        self.by_name.entry((node.code.clone(), node.title.as_deref().map(fold_name))).or_insert(index);
        self.lengths.insert(node.code.len());
        self.current = Some(index);
        let count = self.counts.entry(node.kind).or_default();
        *count = count.saturating_add(1);
        if let Some(title) = &node.title {
            self.by_title.entry((node.kind, title.clone())).or_insert(index);
        }
        self.nodes.push(node);
    }

    /// The node that the next KPI belongs to.
    pub fn current(&mut self) -> Option<&mut Node<'a>> {
        self.nodes.get_mut(self.current?)
    }

    /// How many areas or objectives there are.
    pub fn of_kind(&self, kind: Kind) -> usize {
        self.counts.get(&kind).copied().unwrap_or(0)
    }

    /// The area, or the objective, of this title.
    pub fn titled(&self, kind: Kind, title: &str) -> Option<usize> {
        self.by_title.get(&(kind, title.to_owned())).copied()
    }

    /// Whether an area is declared.
    pub fn has_areas(&self) -> bool {
        self.of_kind(Kind::Area) > 0
    }

    /// Whether this code is declared.
    pub fn knows(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }

    /// The nodes of this code.
    pub fn of_code(&self, code: &str) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let indices = self.by_code.get(code).into_iter().flatten();
        indices.filter_map(|index| Some((*index, self.nodes.get(*index)?)))
    }

    /// The node of this code and title.
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

    /// The year of a plain target, by what was read so far.
    pub fn year_so_far(&self) -> Option<i32> {
        let told = self.told_years.map(|(first, _)| first);
        let of_targets = || self.target_years.iter().min().copied();
        match told {
            Some(_) => of_targets()
                .filter(|year| self.told_years.is_some_and(|(first, last)| (first..=last).contains(year)))
                .or(told),
            None => of_targets().or_else(|| self.title_years.iter().min().copied()),
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
