//! Who reports a value: by `assegnato` and `responsabile`, its own or those that reach it (`language.md` §2).

use rustc_hash::FxHashMap;

use super::Office;
use crate::plan::{Details, Kpi, Measure, Named, Plan};
use crate::syntax::keyword::Keyword;
use crate::value::fold_name;

/// One who reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Who<'p> {
    /// A declared structure, by its place in the plan.
    Structure(usize),
    /// A quoted text.
    Text(&'p str),
}

/// All who can report on a plan.
pub(super) struct Offices<'p> {
    plan: &'p Plan,
    by_ident: FxHashMap<&'p str, usize>,
    /// Nothing where several structures have the title.
    by_title: FxHashMap<&'p str, Option<usize>>,
}

impl<'p> Offices<'p> {
    pub(super) fn of(plan: &'p Plan) -> Offices<'p> {
        let mut by_ident = FxHashMap::default();
        let mut by_title = FxHashMap::default();
        for (at, structure) in plan.structures.iter().enumerate() {
            by_ident.insert(structure.ident.as_str(), at);
            let only = |found: &mut Option<usize>| *found = None;
            by_title.entry(structure.title.as_str()).and_modify(only).or_insert(Some(at));
        }
        Offices { plan, by_ident, by_title }
    }

    /// The title of a declared structure, with the identifier where others have the same title; else the identifier
    /// or the text.
    pub(super) fn shown(&self, who: Who<'p>) -> String {
        let at = match who {
            Who::Text(text) => return text.to_owned(),
            Who::Structure(at) => at,
        };
        let Some(structure) = self.plan.structures.get(at) else { return String::new() };
        let (title, ident) = (&structure.title, &structure.ident);
        match self.by_title.get(title.as_str()) {
            _ if title.is_empty() => ident.clone(),
            Some(None) => format!("{title} ({ident})"),
            _ => title.clone(),
        }
    }

    /// A structure that is quoted by its title is that structure.
    fn who(&self, named: &'p Named) -> Who<'p> {
        let (name, known) = match named {
            Named::Structure(ident) => (ident, self.by_ident.get(&**ident).copied()),
            Named::Text(text) => (text, self.by_title.get(&**text).copied().flatten()),
        };
        known.map_or(Who::Text(name), Who::Structure)
    }

    /// Whom an attribute names, declared structures first.
    fn named(&self, details: &'p Details, keyword: Keyword) -> (Vec<Who<'p>>, Vec<Who<'p>>) {
        let who = details.named(keyword).map(|named| self.who(named));
        who.partition(|who| matches!(who, Who::Structure(_)))
    }

    /// The offices of an indicator, the one to ask first. The nearest attribute decides; on one item a structure that
    /// is `responsabile` goes before those it is `assegnato` to, and of several the one that is `responsabile` further
    /// up. A person's name is taken only where no office is named at all.
    pub(super) fn of_kpi(&self, kpi: &'p Kpi) -> Vec<Who<'p>> {
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
    pub(super) fn of_measure(&self, measure: &'p Measure) -> Option<Who<'p>> {
        [Keyword::Responsible, Keyword::Assigned].into_iter().find_map(|keyword| {
            let (structures, others) = self.named(&measure.details, keyword);
            structures.into_iter().chain(others).next()
        })
    }

    /// An office without questions yet.
    pub(super) fn office(&self, who: Option<Who<'p>>) -> Office {
        let ident = match who {
            Some(Who::Structure(at)) => self.plan.structures.get(at).map(|structure| structure.ident.clone()),
            _ => None,
        };
        Office { name: who.map(|who| self.shown(who)), ident, questions: Vec::new() }
    }

    /// One office after the other: structures as they are declared.
    pub(super) fn declared(&self) -> impl Iterator<Item = (Who<'p>, Office)> {
        let structures = (0..self.plan.structures.len()).map(Who::Structure);
        structures.map(|who| (who, self.office(Some(who))))
    }
}

/// Whether an office is the one that `wanted` names (by identifier or title, case aside), or lies within it.
pub(super) fn is_office(plan: &Plan, office: &Office, wanted: &str) -> bool {
    let same = |a: &str, b: &str| fold_name(a) == fold_name(b);
    if office.name.as_deref().is_some_and(|name| same(name, wanted)) {
        return true;
    }
    let mut next = office.ident.as_deref();
    // No further up than there are structures.
    for _ in 0..=plan.structures.len() {
        let Some(ident) = next else { return false };
        let Some(structure) = plan.structures.iter().find(|structure| structure.ident == ident) else {
            return false;
        };
        if same(&structure.ident, wanted) || same(&structure.title, wanted) {
            return true;
        }
        next = structure.parent.as_deref();
    }
    false
}
