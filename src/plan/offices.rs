//! Who reports a value: by `assegnato` and `responsabile`, its own or those that reach it (`language.md` §2).

use rustc_hash::FxHashMap;

use super::{Details, Kpi, Measure, Named, Plan, Structure};
use crate::syntax::keyword::Keyword;
use crate::value::fold_name;

/// One who reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who<'p> {
    /// A declared structure, by its place in the plan.
    Structure(usize),
    /// A quoted text.
    Text(&'p str),
}

/// All who can report on a plan.
pub struct Offices<'p> {
    plan: &'p Plan,
    by_ident: FxHashMap<String, usize>,
    /// Nothing where several structures have the title.
    by_title: FxHashMap<String, Option<usize>>,
}

impl<'p> Offices<'p> {
    /// Of one plan.
    pub fn of(plan: &'p Plan) -> Offices<'p> {
        let mut by_ident = FxHashMap::default();
        let mut by_title = FxHashMap::default();
        for (at, structure) in plan.structures.iter().enumerate() {
            by_ident.insert(fold_name(&structure.ident), at);
            let only = |found: &mut Option<usize>| *found = None;
            by_title.entry(fold_name(&structure.title)).and_modify(only).or_insert(Some(at));
        }
        Offices { plan, by_ident, by_title }
    }

    /// The title of a declared structure, with the identifier where others have the same title; else the identifier
    /// or the text.
    pub fn shown(&self, who: Who<'p>) -> String {
        let at = match who {
            Who::Text(text) => return text.to_owned(),
            Who::Structure(at) => at,
        };
        let Some(structure) = self.plan.structures.get(at) else { return String::new() };
        let (title, ident) = (&structure.title, &structure.ident);
        match self.by_title.get(&fold_name(title)) {
            _ if title.is_empty() => ident.clone(),
            Some(None) => format!("{title} ({ident})"),
            _ => title.clone(),
        }
    }

    /// The declared structure whose identifier or title a name is; types have told a title that two have.
    fn who(&self, named: &'p Named) -> Who<'p> {
        let (Named::Structure(name) | Named::Text(name)) = named;
        let folded = fold_name(name);
        let by_title = || self.by_title.get(&folded).copied().flatten();
        self.by_ident.get(&folded).copied().or_else(by_title).map_or(Who::Text(name), Who::Structure)
    }

    /// The declared structures of an indicator, the one to ask first.
    pub fn structures_of(&self, kpi: &'p Kpi) -> impl Iterator<Item = (usize, &'p Structure)> + use<'p> {
        let plan = self.plan;
        self.of_kpi(kpi).into_iter().filter_map(move |who| match who {
            Who::Structure(at) => Some((at, plan.structures.get(at)?)),
            Who::Text(_) => None,
        })
    }

    /// Whom an attribute names, declared structures first.
    fn named(&self, details: &'p Details, keyword: Keyword) -> (Vec<Who<'p>>, Vec<Who<'p>>) {
        let who = details.named(keyword).map(|named| self.who(named));
        who.partition(|who| matches!(who, Who::Structure(_)))
    }

    /// The offices of an indicator, the one to ask first. The nearest attribute decides; on one item a structure that
    /// is `responsabile` goes before those it is `assegnato` to, and of several the one that is `responsabile` further
    /// up. A person's name is taken only where no office is named at all.
    pub fn of_kpi(&self, kpi: &'p Kpi) -> Vec<Who<'p>> {
        let mut levels = vec![&kpi.details];
        let mut above = Some(kpi.objective);
        while let Some(id) = above {
            let objective = self.plan.objective(id);
            levels.push(&objective.details);
            above = objective.parent;
        }
        levels.push(&self.plan.details);
        let of = |keyword| levels.iter().map(move |details| self.named(details, keyword));
        for (details, (in_charge, _)) in levels.iter().zip(of(Keyword::Responsible)) {
            let (mut offices, texts) = self.named(details, Keyword::Assigned);
            offices.extend(texts);
            let chosen = match (in_charge.first(), offices.len()) {
                (Some(office), _) => Some(*office),
                (None, 0 | 1) => None,
                (None, _) => of(Keyword::Responsible)
                    .find_map(|(found, _)| found.into_iter().find(|who| offices.contains(who))),
            };
            if let Some(chosen) = chosen {
                offices.retain(|office| *office != chosen);
                offices.insert(0, chosen);
            }
            if !offices.is_empty() {
                return offices;
            }
        }
        let mut persons = of(Keyword::Responsible).map(|(_, persons)| persons);
        persons.find(|persons| !persons.is_empty()).unwrap_or_default()
    }

    /// The office that a shared measure names itself.
    pub fn of_measure(&self, measure: &'p Measure) -> Option<Who<'p>> {
        [Keyword::Responsible, Keyword::Assigned].into_iter().find_map(|keyword| {
            let (structures, others) = self.named(&measure.details, keyword);
            structures.into_iter().chain(others).next()
        })
    }
}
