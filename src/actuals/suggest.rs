//! "Did you mean" for keys: the nearest name among those that could stand there.

use super::Subject;
use super::keys::{Found, Key, KeyIndex, Unknown, names, operand_number};
use crate::diagnostics::nearest;
use crate::plan::{KpiId, ObjectiveId, Plan};
use crate::value::fold_name;

/// How many names are looked at for one table: beyond that a message does without a suggestion.
const MOST_LOOKS: usize = 100_000;
/// The longest text, in bytes, that is worth comparing.
const LONGEST: usize = 300;

/// Seeks what unknown keys may have meant.
#[derive(Debug)]
pub struct Suggestions<'p> {
    plan: &'p Plan,
    index: &'p KeyIndex<'p>,
    looks: usize,
}

/// The two halves of a key: the objective's code (or the whole of a key without `/`), and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Before the `/`.
    pub code: String,
    /// After it.
    pub rest: Option<String>,
}

impl<'p> Suggestions<'p> {
    /// For the keys of one plan.
    pub fn new(plan: &'p Plan, index: &'p KeyIndex<'p>) -> Suggestions<'p> {
        Suggestions { plan, index, looks: 0 }
    }

    /// What `code` and `rest` may have meant, given how far they are known.
    pub fn meant(&mut self, code: &str, rest: Option<&str>, how: Unknown) -> Option<Meant> {
        if code.len().max(rest.map_or(0, str::len)) > LONGEST || self.looks > MOST_LOOKS {
            return None;
        }
        match how {
            Unknown::Name => self.name(code),
            Unknown::Objective => self.objective(code, rest),
            Unknown::Kpi(objective) => self.kpi(objective, rest?),
            Unknown::Operand(_) => None,
        }
    }

    /// A measure, an objective, or a KPI whose objective was left out.
    fn name(&mut self, text: &str) -> Option<Meant> {
        let plan = self.plan;
        let measures = plan.measures.iter().filter(|measure| measure.owner.is_none());
        let names = measures.map(|measure| measure.key.as_str());
        let names = names.chain(plan.objectives.iter().map(|objective| objective.code.as_str()));
        if let Some(name) = nearest(text, self.counted(names)) {
            return Some(Meant { code: name.to_owned(), rest: None });
        }
        let id = self.anywhere(text)?;
        self.key_of(id, text)
    }

    /// The only KPI of the plan that answers to a name.
    fn anywhere(&mut self, name: &str) -> Option<KpiId> {
        let folded = fold_name(name);
        self.looks = self.looks.saturating_add(self.plan.kpis.len());
        let mut found =
            self.plan.kpi_ids().filter(|id| names(self.plan.kpi(*id)).any(|own| fold_name(own) == folded));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    fn key_of(&self, id: KpiId, name: &str) -> Option<Meant> {
        let kpi = self.plan.kpi(id);
        let found = self.index.find_in(kpi.objective, name);
        let code = self.plan.objective(kpi.objective).code.clone();
        let answers = matches!(found, Found::One(Key::Value(Subject::Kpi(found))) if found == id);
        answers.then(|| Meant { code, rest: Some(name.to_owned()) })
    }

    /// An objective near `code` of which `rest` is a KPI.
    fn objective(&mut self, code: &str, rest: Option<&str>) -> Option<Meant> {
        let plan = self.plan;
        let printed = code.split_once(" - ").map_or(code, |(code, _)| code).trim();
        let codes = plan.objectives.iter().map(|objective| objective.code.as_str());
        let near = nearest(printed, self.counted(codes))?;
        let id = self.index.objective(near)?;
        let known = rest.is_none_or(|rest| matches!(self.index.find_in(id, rest), Found::One(_)));
        known.then(|| Meant { code: near.to_owned(), rest: rest.map(str::to_owned) })
    }

    /// A KPI of the objective whose name is near `rest`, or the only one whose name begins so.
    fn kpi(&mut self, objective: ObjectiveId, rest: &str) -> Option<Meant> {
        let plan = self.plan;
        let own = || plan.objective(objective).kpis.iter().flat_map(|id| names(plan.kpi(*id)));
        let (head, tail) = match operand_number(rest) {
            Some((head, number)) => (head, format!("/{number}")),
            None => (rest, String::new()),
        };
        let folded = fold_name(head);
        let longer = || {
            let mut longer = own().filter(|name| folded.len() > 3 && fold_name(name).starts_with(&folded));
            longer.next().filter(|_| longer.next().is_none())
        };
        let name = nearest(head, self.counted(own())).or_else(longer)?;
        let code = plan.objective(objective).code.clone();
        Some(Meant { code, rest: Some(format!("{name}{tail}")) })
    }

    /// Candidates, each counted as a look when it is taken.
    fn counted<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
        names.inspect(|_| self.looks = self.looks.saturating_add(1))
    }
}
