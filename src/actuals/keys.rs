//! What a key names: a measure, a KPI, its operand, an objective (`language.md` §8). A key splits at its first `/`;
//! the rest is the identifier, the code or the title of a KPI of that objective, if exactly one answers to it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Subject;
use crate::plan::{Kpi, KpiId, MeasureId, ObjectiveId, Plan};
use crate::value::{self, fold_name, plain_code};

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
    /// More than one, so none: the first of them, and how many they are.
    Several(Vec<Key>, usize),
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

/// What keys name things of: a plan, or as much of a faulty one as could be read.
pub trait Keyed {
    /// Areas, objectives and actions by their codes.
    fn objectives(&self) -> impl Iterator<Item = (ObjectiveId, &str)>;

    /// Shared measures by their identifiers.
    fn measures(&self) -> impl Iterator<Item = (MeasureId, &str)>;

    /// The KPIs, each with its objective.
    fn kpis(&self) -> impl Iterator<Item = (KpiId, ObjectiveId)>;

    /// All that a KPI answers to; the first is what it is known by.
    fn names(&self, kpi: KpiId) -> impl Iterator<Item = &str>;

    /// An operand of a KPI, counted from 0.
    fn operand(&self, kpi: KpiId, index: usize) -> Option<MeasureId>;
}

impl Keyed for Plan {
    fn objectives(&self) -> impl Iterator<Item = (ObjectiveId, &str)> {
        self.objective_ids().map(|id| (id, self.objective(id).code.as_str()))
    }

    fn measures(&self) -> impl Iterator<Item = (MeasureId, &str)> {
        let shared = (0u32..).map(MeasureId).zip(&self.measures);
        shared.filter(|(_, measure)| measure.owner.is_none()).map(|(id, measure)| (id, measure.key.as_str()))
    }

    fn kpis(&self) -> impl Iterator<Item = (KpiId, ObjectiveId)> {
        self.kpi_ids().map(|id| (id, self.kpi(id).objective))
    }

    fn names(&self, kpi: KpiId) -> impl Iterator<Item = &str> {
        names(self.kpi(kpi))
    }

    fn operand(&self, kpi: KpiId, index: usize) -> Option<MeasureId> {
        self.kpi(kpi).operands.get(index).copied()
    }
}

/// So many of the things that answer to a name are told.
const MOST_TOLD: usize = 8;

/// The whole of `rest` first; failing that without a final `/n`, for titles may contain `/`. `named` gives the KPIs of a
/// folded name.
fn find_rest<'a, N: Keyed>(
    plan: &N,
    objective: ObjectiveId,
    rest: &str,
    named: impl Fn(&str) -> Option<&'a Answers>,
) -> Found {
    if let Some(answers) = named(&fold_name(rest)) {
        return answers.found();
    }
    let nothing = Found::Nothing(Unknown::Kpi(objective));
    let Some((head, number)) = operand_number(rest) else { return nothing };
    let Some(answers) = named(&fold_name(head)) else { return nothing };
    let [one] = answers.first.as_slice() else { return answers.several() };
    match number.checked_sub(1).and_then(|index| plan.operand(*one, index)) {
        Some(measure) => Found::one(Subject::Measure(measure)),
        None => Found::Nothing(Unknown::Operand(*one)),
    }
}

/// `trend/1` as `trend` and 1.
pub fn operand_number(rest: &str) -> Option<(&str, usize)> {
    let (head, number) = rest.rsplit_once('/')?;
    let number = number.trim();
    let digits = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((head, number.parse().ok().filter(|_| digits)?))
}

/// All that a KPI answers to.
pub fn names(kpi: &Kpi) -> impl Iterator<Item = &str> {
    let title = Some(kpi.title.as_str()).filter(|title| !title.is_empty());
    [kpi.ident.as_deref(), kpi.code.as_deref(), title].into_iter().flatten()
}

/// All keys of a plan, for many questions.
#[derive(Debug)]
pub struct KeyIndex<'p, N = Plan> {
    plan: &'p N,
    measures: Spelled<MeasureId>,
    objectives: Spelled<ObjectiveId>,
    /// By [`kpi_name`]: the KPIs that answer to it.
    kpis: FxHashMap<Box<str>, Answers>,
    /// By folded name, of whatever objective; made when it is first asked for.
    anywhere: OnceLock<FxHashMap<Box<str>, Answers>>,
}

/// The KPIs that answer to a name: one, in nearly every case.
#[derive(Debug)]
struct Answers {
    /// The first of them.
    first: Vec<KpiId>,
    /// How many they are.
    count: usize,
    /// Which of them is meant.
    meant: value::Answers<KpiId>,
    last: KpiId,
}

impl Answers {
    fn of(id: KpiId, is_key: bool) -> Answers {
        let mut meant = value::Answers::default();
        meant.add(id, is_key);
        Answers { first: vec![id], count: 1, meant, last: id }
    }

    /// One more answers; the names of one come one after the other.
    fn add(&mut self, id: KpiId, is_key: bool) {
        self.meant.add(id, is_key);
        if self.last == id {
            return;
        }
        self.last = id;
        self.count = self.count.saturating_add(1);
        if self.first.len() < MOST_TOLD {
            self.first.push(id);
        }
    }

    fn found(&self) -> Found {
        self.meant.one().map_or_else(|| self.several(), |one| Found::one(Subject::Kpi(one)))
    }

    fn several(&self) -> Found {
        Found::Several(self.first.iter().map(|id| Key::Value(Subject::Kpi(*id))).collect(), self.count)
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

    /// Whether a name is spelled exactly so.
    fn has(&self, name: &str) -> bool {
        self.exact.contains_key(name)
    }

    fn get(&self, name: &str) -> Option<T> {
        self.exact.get(name).copied().or_else(|| self.folded.get(fold_name(name).as_str()).copied().flatten())
    }
}

impl<'p, N: Keyed> KeyIndex<'p, N> {
    /// Of one plan.
    pub fn new(plan: &'p N) -> KeyIndex<'p, N> {
        KeyIndex::with(plan, plan.kpis())
    }

    /// Of one plan where keys of these KPIs alone are asked for.
    pub fn with(plan: &'p N, kpis: impl Iterator<Item = (KpiId, ObjectiveId)>) -> KeyIndex<'p, N> {
        let mut index = KeyIndex {
            plan,
            measures: Spelled::new(plan.measures().map(|(id, name)| (name.into(), id))),
            objectives: Spelled::new(plan.objectives().map(|(id, code)| (plain_code(code).into(), id))),
            kpis: FxHashMap::default(),
            anywhere: OnceLock::new(),
        };
        index.kpis.reserve(kpis.size_hint().0.saturating_mul(2));
        for (id, objective) in kpis {
            let mut kpis = std::mem::take(&mut index.kpis);
            index.add(&mut kpis, id, |name| kpi_name(objective, name));
            index.kpis = kpis;
        }
        index
    }

    /// Adds a KPI by all of its names.
    fn add(&self, all: &mut FxHashMap<Box<str>, Answers>, id: KpiId, entry: impl Fn(&str) -> Box<str>) {
        let mut key: Option<String> = None;
        for name in self.plan.names(id) {
            let name = fold_name(name);
            // What is spelled as the key is the key.
            let is_key = key.as_ref().is_none_or(|key| *key == name);
            let answers = all.entry(entry(&name)).and_modify(|answers| answers.add(id, is_key));
            answers.or_insert_with(|| Answers::of(id, is_key));
            key.get_or_insert(name);
        }
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
            // The one that is spelled exactly so, if only one of them is.
            (Some(measure), Some(objective)) => {
                let exact = (self.measures.has(key.trim()), self.objectives.has(&plain_code(key)));
                match exact {
                    (true, false) => Found::One(measure),
                    (false, true) => Found::One(objective),
                    _ => Found::Several(vec![measure, objective], 2),
                }
            }
            (Some(one), None) | (None, Some(one)) => Found::One(one),
            (None, None) => Found::Nothing(Unknown::Name),
        }
    }

    /// The KPI of any objective that answers to a name.
    pub fn find_anywhere(&self, name: &str) -> Found {
        let all = self.anywhere.get_or_init(|| {
            let mut all: FxHashMap<Box<str>, Answers> = FxHashMap::default();
            self.plan.kpis().for_each(|(id, _)| self.add(&mut all, id, |name| name.into()));
            all
        });
        all.get(fold_name(name).as_str()).map_or(Found::Nothing(Unknown::Name), Answers::found)
    }

    /// What two cells of a published table name: the objective as printed (`A.5 - Titolo`) and the indicator. Without
    /// an objective the second is a measure, without an indicator the first is meant itself.
    pub fn find_pair(&self, objective: &str, indicator: &str) -> Found {
        if objective.is_empty() {
            return self.find(indicator);
        }
        match self.printed_objective(objective) {
            Some((id, _)) if indicator.is_empty() => Found::One(Key::Objective(id)),
            Some((id, _)) => self.find_in(id, indicator),
            None => Found::Nothing(Unknown::Objective),
        }
    }

    /// The KPI or operand of an objective that answers to `rest`.
    pub fn find_in(&self, objective: ObjectiveId, rest: &str) -> Found {
        find_rest(self.plan, objective, rest, |name| self.kpis.get(&kpi_name(objective, name)))
    }

    /// The objective of a code; spaces and final dots do not count, nor does case if that is unambiguous.
    pub fn objective(&self, code: &str) -> Option<ObjectiveId> {
        self.objectives.get(&plain_code(code))
    }

    /// The objective whose code a text begins with, before a blank or the end, and where the code ends; the longest
    /// such code.
    pub fn printed_objective(&self, text: &str) -> Option<(ObjectiveId, usize)> {
        const LONGEST: usize = 60;
        let ends = text.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, ':' | '–' | '—'));
        let ends = ends.map(|(at, _)| at).take_while(|at| *at <= LONGEST).chain([text.len()]);
        let found =
            ends.filter(|at| *at <= LONGEST).filter_map(|at| Some((self.objective(text.get(..at)?)?, at)));
        found.last()
    }
}

fn kpi_name(objective: ObjectiveId, folded: &str) -> Box<str> {
    format!("{}/{folded}", objective.0).into()
}
