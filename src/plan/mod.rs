//! The typed plan: every name bound, every value of its type, every check passed. It is built by `types` only when
//! there is no error, so whoever holds a [`Plan`] can compute with it. [`violations`] states what that means.

mod invariants;
pub mod offices;
pub mod rules;

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

pub use crate::syntax::tree::{Accumulation, Basis, MissingPolicy, Operator};

use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::value::{Comparator, Exact, Period, Type, Value};

pub use invariants::violations;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index of the plan's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
ids! {
    /// One of [`Plan::objectives`].
    ObjectiveId,
    /// One of [`Plan::kpis`].
    KpiId,
    /// One of [`Plan::measures`].
    MeasureId,
    /// One of [`Plan::bands`].
    BandsId
}

/// A plan that can be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Of the `piano` line.
    pub title: String,
    /// `ente`
    pub entity: Option<String>,
    /// First and last of `anni`.
    pub years: (i32, i32),
    /// The year of a target without year.
    pub exercise: i32,
    /// `approvato`
    pub approved: Option<NaiveDate>,
    /// `non disponibili`
    pub missing: MissingPolicy,
    /// Areas, objectives and actions in the plan's order; parents may stand after their children.
    pub objectives: Vec<Objective>,
    /// Objectives (mostly areas) without parent, in the plan's order.
    pub roots: Vec<ObjectiveId>,
    /// In the plan's order.
    pub kpis: Vec<Kpi>,
    /// Shared measures, then the private operands of KPIs.
    pub measures: Vec<Measure>,
    /// Scoring bands.
    pub bands: Vec<Bands>,
    /// By KPI and the end of the period, one each.
    pub overrides: FxHashMap<(KpiId, End), Override>,
    /// `struttura` items.
    pub structures: Vec<Structure>,
    /// Attributes of the `piano` item that only describe.
    pub details: Details,
    /// The `piano` line.
    pub span: Span,
}

/// Which item it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// `area`
    Area,
    /// `obiettivo`
    Objective,
    /// `azione`
    Action,
}

/// An area, an objective or an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Objective {
    /// Which of the three.
    pub level: Level,
    /// Unique in the plan.
    pub code: String,
    /// May be empty.
    pub title: String,
    /// What it hangs from.
    pub parent: Option<ObjectiveId>,
    /// In the plan's order.
    pub children: Vec<ObjectiveId>,
    /// In the plan's order.
    pub kpis: Vec<KpiId>,
    /// Its weight among its siblings, if written.
    pub weight: Option<Weight>,
    /// `pesi incompleti motivo "…"`: why its KPIs do not sum to 100%.
    pub incomplete: Option<String>,
    /// Attributes that only describe.
    pub details: Details,
    /// The code where it is declared.
    pub span: Span,
}

/// A weight as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// Percentages and fractions in points of 100, points as they are; never negative.
    pub value: Exact,
    /// `2 punti`: normalised, never held against 100.
    pub points: bool,
    /// `3/13`, where it is written so.
    pub fraction: Option<Box<(Decimal, Decimal)>>,
    /// Where.
    pub span: Span,
}

/// An indicator of an objective.
#[derive(Debug, Clone, PartialEq)]
pub struct Kpi {
    /// Whose it is.
    pub objective: ObjectiveId,
    /// `kpi IDENT`
    pub ident: Option<String>,
    /// The printed code.
    pub code: Option<String>,
    /// Its own title or its catalogue entry's; may be empty.
    pub title: String,
    /// `A.1/trend_turismo`: objective's code, `/`, identifier, else code, else title.
    pub key: String,
    /// `None` under `pesi uguali`; a single KPI without weight has 100.
    pub weight: Option<Weight>,
    /// Of its value, targets and baselines.
    pub kind: Type,
    /// The counting unit of a number.
    pub unit: Option<String>,
    /// `ogni 10.000`
    pub per: Option<Exact>,
    /// How its value comes about.
    pub algorithm: Algorithm,
    /// Its operands by first appearance: `KEY/1` is the first.
    pub operands: Vec<MeasureId>,
    /// `cumula` for its own value, where it has no operands.
    pub accumulate: Option<Accumulation>,
    /// A count: `valore assoluto` with `cumula somma` (`language.md` §7).
    pub count: bool,
    /// One a period, in the order of the plan.
    pub targets: Vec<Target>,
    /// In the order of the plan.
    pub baselines: Vec<Baseline>,
    /// Days on a date, points on a percentage, otherwise in the KPI's unit.
    pub tolerance: Option<Exact>,
    /// The rule that is its own or reaches it.
    pub scoring: Scoring,
    /// Attributes that only describe, the catalogue entry's included.
    pub details: Details,
    /// Its first line's name (or title).
    pub span: Span,
}

/// A target for one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// A year, or a part of one.
    pub period: Period,
    /// With its value; `None` for `n.d.`.
    pub bound: Option<(Comparator, Value)>,
    /// Where the value is written.
    pub span: Span,
}

/// A value of an earlier period.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// The year before the `esercizio` where none is written.
    pub period: Period,
    /// `None` for `n.d.`.
    pub value: Option<Value>,
    /// Where.
    pub span: Span,
}

/// A scoring rule and whether the KPI wrote it itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoring {
    /// The rule.
    pub rule: Rule,
    /// Whether it comes from the catalogue, an objective, the plan or the default: then it gives way where it can't apply.
    pub inherited: bool,
}

/// From value to score (`language.md` §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// `tutto o niente`
    AllOrNothing,
    /// `proporzionale` (`inverse`: for a missed `<=`, 100·target/actual)
    Proportional {
        /// `inverso`
        inverse: bool,
    },
    /// `diretto`
    Direct,
    /// `da storico`
    FromBaseline,
    /// `fasce NOME`
    Bands(BandsId),
}

/// How a KPI's value comes about (`language.md` §4).
#[derive(Debug, Clone, PartialEq)]
pub enum Algorithm {
    /// No operands: the KPI's own value in the actuals.
    Own,
    /// `valore assoluto m`, `data m`, `sì/no m`.
    Value(Expr),
    /// `rapporto`: left, right.
    Ratio {
        /// As a percentage.
        percent: bool,
        /// Above the line.
        left: Expr,
        /// Below the line.
        right: Expr,
    },
    /// `variazione %`
    Change(Expr),
    /// `media ponderata` of these, with their own weights; rollups of the same share their list.
    Rollup(Arc<[ObjectiveId]>),
    /// `formula … [in %]`
    Formula {
        /// What to compute.
        expr: Expr,
        /// As a percentage.
        percent: bool,
    },
}

/// An expression over measures.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A measure, so many years before the evaluated period.
    Measure {
        /// Which.
        id: MeasureId,
        /// Years back.
        back: u32,
    },
    /// A number of the formula.
    Constant {
        /// Percentages in points.
        value: Exact,
        /// Its type.
        kind: Type,
    },
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b`
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `somma(m[anno-3..anno-1])` or `media(…)`.
    Window {
        /// `media`
        mean: bool,
        /// Which measure.
        id: MeasureId,
        /// The earliest year, in years back.
        first: u32,
        /// The latest year, in years back.
        last: u32,
    },
    /// `min(…)` or (`true`) `max(…)`.
    Extreme(bool, Vec<Expr>),
}

/// A raw quantity: shared, or the private operand of one KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its identifier; of an operand, its KPI's key and `/n`.
    pub key: String,
    /// What it counts.
    pub title: String,
    /// `None`: that of its cells.
    pub kind: Option<Type>,
    /// The counting unit of a number.
    pub unit: Option<String>,
    /// `cumula`
    pub accumulate: Option<Accumulation>,
    /// The KPI whose operand it is; `None` for a shared one.
    pub owner: Option<KpiId>,
    /// Attributes that only describe.
    pub details: Details,
    /// Where it is declared, or first stands as an operand.
    pub span: Span,
}

/// Scoring bands, in order, without gap or overlap.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Unique in the plan.
    pub ident: String,
    /// What they are about.
    pub basis: Basis,
    /// The type of the bounds; percentages for `su percentuale raggiunta`, days for `su giorni di ritardo`.
    pub kind: Type,
    /// From the lowest up.
    pub rows: Vec<Band>,
}

/// One band.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// `None`: open downwards; with whether the band holds its end.
    pub from: Option<(Exact, bool)>,
    /// `None`: open upwards; with whether the band holds its end.
    pub to: Option<(Exact, bool)>,
    /// The score at the lower and the upper end, 0 to 100.
    pub score: (Exact, Exact),
    /// Where.
    pub span: Span,
}

/// A `rettifica`.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// 0 to 100.
    pub score: Exact,
    /// `motivo`
    pub reason: String,
    /// `autore`
    pub author: Option<String>,
    /// Where.
    pub span: Span,
}

/// A `struttura`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// Unique in the plan.
    pub ident: String,
    /// May be empty.
    pub title: String,
    /// The identifier of the one it belongs to.
    pub parent: Option<String>,
}

/// Attributes that describe and do not compute, in the order of the plan: `fonte`, `tipologia`, `descrizione` …
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// Keyword and text; `dato` is "name: text", structures by their titles, dates as printed.
    pub entries: Vec<(Keyword, Arc<str>)>,
    /// Who is named by `assegnato`, `responsabile` and `ufficio`, one by one: of their names in `entries`, joined by
    /// commas, nobody could tell where one ends.
    pub named: Vec<(Keyword, Named)>,
    /// Those of the catalogue's entry, where it has none of its own of a keyword; shared by all that name the entry.
    pub common: Option<Arc<Details>>,
}

/// One of those that an attribute names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A declared structure, by its identifier.
    Structure(Arc<str>),
    /// Anything else.
    Text(Arc<str>),
}

impl Details {
    /// The first text of a keyword.
    pub fn get(&self, keyword: Keyword) -> Option<&str> {
        self.with(keyword).entries.iter().find(|(key, _)| *key == keyword).map(|(_, text)| &**text)
    }

    /// Itself, or the entry of the catalogue that answers for a keyword.
    fn with(&self, keyword: Keyword) -> &Details {
        let own = || self.entries.iter().any(|(key, _)| *key == keyword);
        self.common.as_deref().filter(|_| !own()).unwrap_or(self)
    }

    /// All texts of a keyword, in the order of the plan.
    pub fn all(&self, keyword: Keyword) -> impl Iterator<Item = &str> {
        self.with(keyword).entries.iter().filter(move |(key, _)| *key == keyword).map(|(_, text)| &**text)
    }

    /// Those that a keyword names, in the order of the plan.
    pub fn named(&self, keyword: Keyword) -> impl Iterator<Item = &Named> {
        self.with(keyword).named.iter().filter(move |(key, _)| *key == keyword).map(|(_, named)| named)
    }
}

/// Ids are given out by the plan's own construction and are never user data.
#[expect(clippy::indexing_slicing, reason = "an id of this plan is a place in its list")]
impl Plan {
    /// The objective of an id of this plan.
    pub fn objective(&self, id: ObjectiveId) -> &Objective {
        &self.objectives[id.index()]
    }

    /// The KPI of an id of this plan.
    pub fn kpi(&self, id: KpiId) -> &Kpi {
        &self.kpis[id.index()]
    }

    /// The measure of an id of this plan.
    pub fn measure(&self, id: MeasureId) -> &Measure {
        &self.measures[id.index()]
    }

    /// The bands of an id of this plan.
    pub fn bands_of(&self, id: BandsId) -> &Bands {
        &self.bands[id.index()]
    }

    /// The `rettifica` of a KPI that holds in a period.
    pub fn override_of(&self, id: KpiId, period: Period) -> Option<&Override> {
        self.overrides.get(&(id, End::of(period)))
    }

    /// A text of a KPI (its catalogue entry's included), else of what it belongs to, else of the plan.
    pub fn inherited<'p>(&'p self, kpi: &'p Kpi, keyword: Keyword) -> Option<&'p str> {
        let objectives = std::iter::successors(Some(kpi.objective), |id| self.objective(*id).parent);
        let above = objectives.map(|id| &self.objective(id).details).chain([&self.details]);
        [&kpi.details].into_iter().chain(above).find_map(|details| details.get(keyword))
    }

    /// The ids of all objectives, in the plan's order.
    pub fn objective_ids(&self) -> impl Iterator<Item = ObjectiveId> + use<> {
        (0..self.objectives.len() as u32).map(ObjectiveId)
    }

    /// The ids of all KPIs, in the plan's order.
    pub fn kpi_ids(&self) -> impl Iterator<Item = KpiId> + use<> {
        (0..self.kpis.len() as u32).map(KpiId)
    }

    /// The target of exactly this period; sub-periods of one end (T2, S1, June) are the same.
    pub fn target_of<'a>(&self, kpi: &'a Kpi, period: Period) -> Option<&'a Target> {
        kpi.targets.iter().find(|target| same_end(target.period, period))
    }
}

/// The end of a period: the second quarter, the first half-year and June have one, the year and its last part do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct End {
    year: i32,
    month: u8,
    part: bool,
}

impl End {
    /// Of a period.
    pub fn of(period: Period) -> End {
        End { year: period.year, month: period.last_month(), part: period.is_part() }
    }
}

/// Whether two periods end on the same day of the same year and are both whole years or both parts.
pub fn same_end(a: Period, b: Period) -> bool {
    End::of(a) == End::of(b)
}

impl Kpi {
    /// The text an officer knows it by: title, else identifier, else code.
    pub fn name(&self) -> &str {
        if !self.title.is_empty() {
            return &self.title;
        }
        self.ident.as_deref().or(self.code.as_deref()).unwrap_or("")
    }
}

impl Weight {
    /// As an officer wrote it: `30%`, `2 punti`, `3/13`.
    pub fn show(&self) -> String {
        if let Some((above, below)) = self.fraction.as_deref() {
            return [above, below].map(|part| crate::value::show_number(&Exact::from(*part), 4)).join("/");
        }
        let digits = crate::value::show_number(&self.value, 4);
        match (self.points, digits.as_str()) {
            (false, _) => format!("{digits}%"),
            (true, "1") => "1 punto".to_owned(),
            (true, _) => format!("{digits} punti"),
        }
    }
}
