//! Binds names: imports are followed, items put under what they belong to, codes and identifiers made unique.
//! The result, an [`Outline`], still holds the syntax of every item; it exists for faulty plans too, so that an
//! editor can show what there is.

mod codes;
pub mod discover;
pub(crate) mod faults;
mod hierarchy;
mod imports;
mod names;
mod suggest;

use rustc_hash::FxHashMap;

use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Attribute, Head, Item, Tree};
use crate::value::{Answers, fold_name};

pub use codes::Codes;
pub use hierarchy::in_cycles;
pub use imports::load;
pub use names::key_below;
pub use suggest::suggest;

/// Every item under what it belongs to.
#[derive(Debug)]
pub struct Outline<'t> {
    /// The `piano` item.
    pub plan: Option<&'t Item>,
    /// Areas, objectives, actions.
    pub objectives: Vec<ObjectiveDecl<'t>>,
    /// KPIs.
    pub kpis: Vec<KpiDecl<'t>>,
    /// `misura` items by identifier.
    pub measures: Declared<'t>,
    /// `indicatore` items by code.
    pub indicators: Declared<'t>,
    /// `struttura` items by identifier.
    pub structures: Declared<'t>,
    /// `fasce` items by identifier.
    pub bands: Declared<'t>,
    /// `rettifica` items.
    pub overrides: Vec<&'t Item>,
    /// Objectives by their code.
    pub by_code: FxHashMap<&'t str, usize>,
    /// The same, as they stand above one another.
    pub codes: Codes<'t>,
    /// Some area, objective or action could not be read: a code that is not found may be its.
    pub codes_unsure: bool,
    /// By objective: when a walk down the hierarchy comes to it, and when it has been through all that hangs from it.
    tour: Vec<(u32, u32)>,
    /// By file: before its first area, objective or action.
    first_of_files: FxHashMap<FileId, Span>,
}

/// Items of one kind that other items name.
#[derive(Debug, Default)]
pub struct Declared<'t> {
    /// In the plan's order, each once.
    pub list: Vec<(&'t str, &'t Item)>,
    /// By name, as an index of the list.
    pub by_name: FxHashMap<&'t str, usize>,
    /// One of them could not be read: a name that is not found may be its.
    pub unsure: bool,
}

/// An area, objective or action.
#[derive(Debug)]
pub struct ObjectiveDecl<'t> {
    /// Its item.
    pub item: &'t Item,
    /// Its code; `None` if its head could not be read.
    pub code: Option<&'t str>,
    /// Its title, or nothing.
    pub title: &'t str,
    /// Where its code (or its keyword) stands.
    pub span: Span,
    /// The area above it in the file.
    pub area_above: Option<usize>,
    /// What it hangs from.
    pub parent: Option<usize>,
    /// In the plan's order.
    pub children: Vec<usize>,
    /// In the plan's order.
    pub kpis: Vec<usize>,
}

/// A KPI.
#[derive(Debug)]
pub struct KpiDecl<'t> {
    /// Its item.
    pub item: &'t Item,
    /// The objective above it.
    pub objective: Option<usize>,
    /// `kpi IDENT`
    pub ident: Option<&'t str>,
    /// The printed code.
    pub code: Option<&'t str>,
    /// Its own title, else its catalogue entry's, else nothing.
    pub title: &'t str,
    /// Its catalogue entry.
    pub indicator: Option<&'t Item>,
    /// Where its name (or keyword) stands.
    pub span: Span,
}

impl<'t> KpiDecl<'t> {
    /// What it is known by in its objective: its identifier, else its code, else its title.
    pub fn key(&self) -> &'t str {
        self.ident.or(self.code).unwrap_or(self.title)
    }

    /// All that it answers to; the first is what it is known by.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        [self.ident, self.code, Some(self.title)].into_iter().flatten().filter(|name| !name.is_empty())
    }

    /// An attribute of its own, else of its catalogue entry.
    pub fn attribute(&self, keyword: Keyword) -> Option<&'t Attribute> {
        if self.item.is_broken(keyword) {
            return None;
        }
        self.item.attribute(keyword).or_else(|| self.indicator.and_then(|entry| entry.attribute(keyword)))
    }

    /// Whether an attribute is written but could not be read, here or in the catalogue.
    pub fn is_broken(&self, keyword: Keyword) -> bool {
        self.item.is_broken(keyword)
            || (self.item.attribute(keyword).is_none()
                && self.indicator.is_some_and(|entry| entry.is_broken(keyword)))
    }
}

impl<'t> Declared<'t> {
    /// The item of a name.
    pub fn get(&self, name: &str) -> Option<&'t Item> {
        self.by_name.get(name).and_then(|index| self.list.get(*index)).map(|(_, item)| *item)
    }

    /// The place of a name in the list.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// All names, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + '_ {
        self.list.iter().map(|(name, _)| *name)
    }
}

impl Outline<'_> {
    /// The key of a KPI in the plan, as results print it: `A.1/tempo`; `None` if its objective has no code.
    pub fn key(&self, kpi: &KpiDecl<'_>) -> Option<String> {
        let code = self.objectives.get(kpi.objective?)?.code?;
        Some(key_below(code, kpi.key()))
    }

    /// The KPI of an objective that a name means, if one does: its identifier, its code or its title.
    pub fn kpi_named(&self, objective: &str, name: &str) -> Option<usize> {
        let objective = self.objectives.get(*self.by_code.get(objective)?)?;
        let wanted = fold_name(name);
        let mut answers = Answers::default();
        for index in &objective.kpis {
            let names = self.kpis.get(*index).into_iter().flat_map(KpiDecl::names).enumerate();
            for (at, _) in names.filter(|(_, name)| fold_name(name) == wanted) {
                answers.add(*index, at == 0);
            }
        }
        answers.one()
    }

    /// Where in a file a `misura` or a `struttura` can be added: before its first area, objective or action.
    pub fn declarations_at(&self, file: FileId) -> Option<Span> {
        self.first_of_files.get(&file).map(|first| first.before())
    }

    /// Whether an objective is another, or hangs from it over however many others.
    pub fn is_within(&self, objective: usize, above: usize) -> bool {
        let visited = |index: usize| self.tour.get(index).copied().unwrap_or_default();
        let ((start, end), (from, to)) = (visited(objective), visited(above));
        from <= start && end <= to
    }
}

/// Puts the items of all files together. `trees` are the files in reading order: libraries before what uses them,
/// the plan's own file last.
pub fn resolve<'t>(trees: &[&'t Tree], faults: &mut Vec<Diagnostic>) -> Outline<'t> {
    let mut outline = Outline {
        plan: None,
        objectives: Vec::new(),
        kpis: Vec::new(),
        measures: Declared::default(),
        indicators: Declared::default(),
        structures: Declared::default(),
        bands: Declared::default(),
        overrides: Vec::new(),
        by_code: FxHashMap::default(),
        codes: Codes::default(),
        codes_unsure: false,
        tour: Vec::new(),
        first_of_files: FxHashMap::default(),
    };
    names::find_plan(trees, &mut outline, faults);
    for tree in trees {
        names::collect(tree, &mut outline, faults);
    }
    outline.codes = Codes::of(outline.by_code.iter().map(|(code, index)| (*code, *index)));
    names::bind_catalogue(&mut outline);
    names::titles_known(&outline, faults);
    names::unique_kpis(&outline, faults);
    hierarchy::bind(&mut outline, faults);
    outline
}

/// The place of a head's name, or of its keyword where there is none.
fn name_span(item: &Item) -> Span {
    match &item.head {
        Some(
            Head::Objective { code: name, .. }
            | Head::Indicator { code: name, .. }
            | Head::Measure { ident: name, .. }
            | Head::Structure { ident: name, .. }
            | Head::Bands { ident: name, .. },
        ) => name.span,
        Some(Head::Kpi { ident, code, title }) => {
            let title = title.as_ref().map(|title| title.span);
            let name = ident.as_ref().or(code.as_ref()).map(|name| name.span);
            name.or(title).unwrap_or(item.keyword.span)
        }
        Some(Head::Plan { .. } | Head::Import { .. } | Head::Override { .. }) | None => item.keyword.span,
    }
}
