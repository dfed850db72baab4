//! What a key names: a measure, a KPI, its operand, an objective (`language.md` §8). A key splits at its first `/`;
//! the rest is the identifier, the code or the title of a KPI of that objective, if exactly one answers to it.

use rustc_hash::FxHashMap;

use super::Subject;
use crate::plan::{Kpi, KpiId, MeasureId, ObjectiveId, Plan};
use crate::value::fold_name;

/// What a key can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// Something that has values.
    Value(Subject),
    /// An area, objective or action, which can only have a declared state.
    Objective(ObjectiveId),
}

/// What answers to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Exactly one thing.
    One(Key),
    /// More than one, so none.
    Several(Vec<Key>),
    /// Nothing.
    Nothing(Unknown),
}

/// How far a key is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// There is no such measure and no such objective.
    Name,
    /// What stands before the `/` is no objective.
    Objective,
    /// The objective has no such KPI.
    Kpi(ObjectiveId),
    /// The KPI has fewer operands than that.
    Operand(KpiId),
}

impl Found {
    fn one(subject: Subject) -> Found {
        Found::One(Key::Value(subject))
    }
}

/// The whole of `rest` first; failing that without a final `/n`, for titles may contain `/`. `named` gives all KPIs of
/// a folded name.
fn find_rest<L: AsRef<[KpiId]>>(
    plan: &Plan,
    objective: ObjectiveId,
    rest: &str,
    named: impl Fn(&str) -> L,
) -> Found {
    let several =
        |ids: &[KpiId]| Found::Several(ids.iter().map(|id| Key::Value(Subject::Kpi(*id))).collect());
    let folded = fold_name(rest);
    match named(&folded).as_ref() {
        [] => {}
        [one] => return Found::one(Subject::Kpi(*one)),
        ids => {
            // The key that results print wins over another KPI's title.
            let mut own =
                ids.iter().filter(|id| own_name(plan.kpi(**id)).is_some_and(|own| fold_name(own) == folded));
            return match (own.next(), own.next()) {
                (Some(one), None) => Found::one(Subject::Kpi(*one)),
                _ => several(ids),
            };
        }
    }
    let Some((head, number)) = operand_number(rest) else { return Found::Nothing(Unknown::Kpi(objective)) };
    match named(&fold_name(head)).as_ref() {
        [] => Found::Nothing(Unknown::Kpi(objective)),
        [one] => match number.checked_sub(1).and_then(|index| plan.kpi(*one).operands.get(index)) {
            Some(measure) => Found::one(Subject::Measure(*measure)),
            None => Found::Nothing(Unknown::Operand(*one)),
        },
        ids => several(ids),
    }
}

/// `trend/1` as `trend` and 1.
pub fn operand_number(rest: &str) -> Option<(&str, usize)> {
    let (head, number) = rest.rsplit_once('/')?;
    let number = number.trim();
    let digits = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((head, number.parse().ok().filter(|_| digits)?))
}

/// What a KPI is known by: the first of its names.
fn own_name(kpi: &Kpi) -> Option<&str> {
    names(kpi).next()
}

/// All that a KPI answers to.
pub fn names(kpi: &Kpi) -> impl Iterator<Item = &str> {
    let title = Some(kpi.title.as_str()).filter(|title| !title.is_empty());
    [kpi.ident.as_deref(), kpi.code.as_deref(), title].into_iter().flatten()
}

/// All keys of a plan, for many questions.
#[derive(Debug)]
pub struct KeyIndex<'p> {
    plan: &'p Plan,
    measures: Spelled<MeasureId>,
    objectives: Spelled<ObjectiveId>,
    /// By [`KeyIndex::kpi_name`]: the KPIs that answer to it.
    kpis: FxHashMap<Box<str>, Answers>,
}

/// The KPIs that answer to a name: one, in nearly every case, and that without a list of its own.
#[derive(Debug)]
enum Answers {
    One([KpiId; 1]),
    Several(Vec<KpiId>),
}

impl Answers {
    fn list(&self) -> &[KpiId] {
        match self {
            Answers::One(one) => one,
            Answers::Several(several) => several,
        }
    }

    fn add(&mut self, id: KpiId) {
        if !self.list().contains(&id) {
            *self = Answers::Several([self.list(), &[id]].concat());
        }
    }
}

/// Names by their exact and by their folded spelling; a folded one only where it is unambiguous.
#[derive(Debug)]
struct Spelled<T> {
    exact: FxHashMap<Box<str>, T>,
    folded: FxHashMap<Box<str>, Option<T>>,
}

impl<T: Copy> Spelled<T> {
    fn new(names: impl Iterator<Item = (Box<str>, T)>) -> Spelled<T> {
        let mut spelled = Spelled { exact: FxHashMap::default(), folded: FxHashMap::default() };
        for (name, id) in names {
            let one = spelled.folded.entry(fold_name(&name).into()).and_modify(|id| *id = None);
            one.or_insert(Some(id));
            spelled.exact.insert(name, id);
        }
        spelled
    }

    fn get(&self, name: &str) -> Option<T> {
        self.exact.get(name).copied().or_else(|| self.folded.get(fold_name(name).as_str()).copied().flatten())
    }
}

impl<'p> KeyIndex<'p> {
    /// Of one plan.
    pub fn new(plan: &'p Plan) -> KeyIndex<'p> {
        let shared =
            (0u32..).map(MeasureId).zip(&plan.measures).filter(|(_, measure)| measure.owner.is_none());
        let mut index = KeyIndex {
            plan,
            measures: Spelled::new(shared.map(|(id, measure)| (measure.key.as_str().into(), id))),
            objectives: Spelled::new(
                plan.objective_ids().map(|id| (plain_code(&plan.objective(id).code).into(), id)),
            ),
            kpis: FxHashMap::default(),
        };
        index.kpis.reserve(plan.kpis.len().saturating_mul(2));
        for (id, kpi) in (0u32..).map(KpiId).zip(&plan.kpis) {
            for name in names(kpi) {
                let name = KeyIndex::kpi_name(kpi.objective, &fold_name(name));
                index.kpis.entry(name).and_modify(|answers| answers.add(id)).or_insert(Answers::One([id]));
            }
        }
        index
    }

    fn kpi_name(objective: ObjectiveId, folded: &str) -> Box<str> {
        format!("{}/{folded}", objective.0).into()
    }

    /// What a whole key names: `soggetti_turismo`, `A.1/trend_turismo`, `A.1/trend_turismo/1`, `A.1`.
    pub fn find(&self, key: &str) -> Found {
        if let Some((code, rest)) = key.split_once('/') {
            return match self.objective(code) {
                Some(objective) => self.find_in(objective, rest),
                None => Found::Nothing(Unknown::Objective),
            };
        }
        let measure = self.measures.get(key.trim()).map(|id| Key::Value(Subject::Measure(id)));
        match (measure, self.objective(key).map(Key::Objective)) {
            (Some(measure), Some(objective)) => Found::Several(vec![measure, objective]),
            (Some(one), None) | (None, Some(one)) => Found::One(one),
            (None, None) => Found::Nothing(Unknown::Name),
        }
    }

    /// What two cells of a published table name: the objective as printed (`A.5 - Titolo`) and the indicator. Without
    /// an objective the second is a measure, without an indicator the first is meant itself.
    pub fn find_pair(&self, objective: &str, indicator: &str) -> Found {
        if objective.is_empty() {
            return self.find(indicator);
        }
        match self.printed_objective(objective) {
            Some(id) if indicator.is_empty() => Found::One(Key::Objective(id)),
            Some(id) => self.find_in(id, indicator),
            None => Found::Nothing(Unknown::Objective),
        }
    }

    /// The KPI or operand of an objective that answers to `rest`.
    pub fn find_in(&self, objective: ObjectiveId, rest: &str) -> Found {
        find_rest(self.plan, objective, rest, |name| {
            self.kpis.get(&KeyIndex::kpi_name(objective, name)).map(Answers::list).unwrap_or_default()
        })
    }

    /// The objective of a code; spaces and final dots do not count, nor does case if that is unambiguous.
    pub fn objective(&self, code: &str) -> Option<ObjectiveId> {
        self.objectives.get(&plain_code(code))
    }

    /// The objective whose code a text begins with, before a blank or the end; the longest such code.
    fn printed_objective(&self, text: &str) -> Option<ObjectiveId> {
        const LONGEST: usize = 60;
        let ends = text.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, ':' | '–' | '—'));
        let ends = ends.map(|(at, _)| at).take_while(|at| *at <= LONGEST).chain([text.len()]);
        let found = ends.filter(|at| *at <= LONGEST).filter_map(|at| self.objective(text.get(..at)?));
        found.last()
    }
}

/// A code without the spaces and final dots of the print: `OP 1.1.1.` is `OP1.1.1`.
fn plain_code(printed: &str) -> String {
    let joined: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    joined.trim_end_matches('.').to_owned()
}
