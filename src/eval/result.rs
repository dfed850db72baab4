//! What an evaluation says: exact numbers, and for each the derivation down to the cells. No text is made here;
//! `output` and `why` put it in words.

use std::sync::Arc;

pub use crate::calculation::TargetUsed;

use crate::actuals::{FactId, MonitoringState, Subject};
use crate::calculation::{Expr, Function};
use crate::diagnostics::Text;
use crate::plan::{Accumulation, KpiId, MeasureId, ObjectiveId, Operator, Override, Rule};
use crate::value::{Exact, Period, Type, Value};

/// The result of a plan for one period.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The evaluated period.
    pub period: Period,
    /// The period is less than a year: targets are those due by then and totals are provisional.
    pub provisional: bool,
    /// The actuals are all of earlier years and are held against the targets of the `esercizio` ("stato di partenza").
    pub starting_state: bool,
    /// The whole plan.
    pub plan: Total,
    /// One for each of the plan's objectives, by id.
    pub objectives: Vec<ObjectiveResult>,
    /// One for each of the plan's KPIs, by id.
    pub kpis: Vec<KpiResult>,
}

/// A performance and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// 0 to 100; `None`: unavailable.
    pub performance: Option<Exact>,
    /// The share of the whole weight, in points, that the performance rests on, recursively.
    pub coverage: Exact,
    /// What it is the weighted mean of, in the plan's order.
    pub parts: Vec<Part>,
}

/// A part of a weighted mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What.
    pub of: PartOf,
    /// Its weight as it entered: points of 100, points, or 1 each.
    pub weight: Exact,
    /// Its share in points of 100 after renormalising over what is available; `None`: left out.
    pub share: Option<Exact>,
}

/// A KPI or an objective as a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartOf {
    /// A KPI.
    Kpi(KpiId),
    /// An area, objective or action.
    Objective(ObjectiveId),
}

/// The result of an area, objective or action.
#[derive(Debug, Clone)]
pub struct ObjectiveResult {
    /// Its performance and parts.
    pub total: Total,
    /// A state declared for it in this period, as an index of [`crate::actuals::Facts::declared`].
    pub declared: Option<usize>,
}

/// Whether and why a KPI counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has a score of its own.
    Scored,
    /// Left out (or 0, under `non disponibili zero`: then there is a performance).
    Unavailable,
    /// A `rettifica` gives the score.
    Override,
}

/// The result of a KPI.
#[derive(Debug, Clone)]
pub struct KpiResult {
    /// Whether it counts.
    pub state: State,
    /// Its value and where that comes from.
    pub actual: Derived,
    /// The published value that a computed one replaced, if both exist.
    pub published: Option<Published>,
    /// The target it was held against.
    pub target: Option<TargetUsed>,
    /// The rule that scored it and the numbers in it; `None` when nothing was scored.
    pub scoring: Option<Scored>,
    /// 0 to 100, with the override if there is one; `None`: unavailable.
    pub performance: Option<Exact>,
    /// The override, beside what was computed.
    pub overridden: Option<Override>,
    /// Its share of the objective in points, after renormalising; `None`: left out.
    pub share: Option<Exact>,
    /// The points of the plan that it is worth, before any renormalising.
    pub plan_share: Option<Exact>,
    /// For a rollup: what its value rests on, in points; otherwise 100.
    pub coverage: Exact,
    /// Why it is unavailable (also kept beside an override).
    pub missing: Option<Missing>,
    /// `esito` as written.
    pub outcome: Option<String>,
    /// Where it stands during the year; `None` for a whole year without declared state.
    pub monitoring: Option<Monitoring>,
}

/// A published value beside the computed one that replaced it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Its cell.
    pub fact: FactId,
    /// Whether it follows from what was computed.
    pub verdict: Verdict,
}

/// Whether a published value follows from the computed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is that value.
    Agrees,
    /// The printed digits of both explain the difference.
    Rounding,
    /// They don't.
    Contradicts,
}

/// A score and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The rule that was applied.
    pub rule: Rule,
    /// The inherited rule that could not be applied and gave way to `tutto o niente`.
    pub instead_of: Option<Rule>,
    /// How the rule came to the score.
    pub by: ScoredBy,
    /// The value of an earlier period that the rule starts from, where its arithmetic has one.
    pub baseline: Option<Exact>,
    /// 0 to 100.
    pub score: Exact,
}

/// The case of a rule that gave the score.
#[derive(Debug, Clone, PartialEq)]
pub enum ScoredBy {
    /// The target is met: 100.
    Met,
    /// The value is already what is asked for by the end of the year: 100.
    MetForYear,
    /// Met within the tolerance: 100.
    MetWithin(Exact),
    /// Missed, and the rule gives 0 for that.
    Missed,
    /// The arithmetic of the rule, held within 0 and 100.
    Reckoned(Expr),
    /// The band of that index holds this number (the value, the percentage reached, the days late).
    Band(usize, Exact),
    /// Validated with an empty value: 0.
    Empty,
    /// Unavailable under `non disponibili zero`: 0.
    AsZero,
}

/// During the year.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitoring {
    /// Computed; `None` where only a declared state exists for a whole year.
    pub state: Option<MonitoringState>,
    /// Declared, as an index of [`crate::actuals::Facts::declared`].
    pub declared: Option<usize>,
}

/// A value with its derivation.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// The value and its type, or why there is none.
    pub value: Result<(Value, Type), Missing>,
    /// Where it comes from.
    pub how: How,
}

impl Derived {
    /// The months of the period it is of: what it weighs by in a mean over parts of the year.
    pub fn months(&self) -> u8 {
        match &self.how {
            How::Quantity { period, .. } => period.length(),
            _ => 1,
        }
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    /// There is nothing.
    Nothing,
    /// The KPI's own cell.
    OwnCell(FactId),
    /// A measure, or a KPI's own value put together by `cumula`, in a period: from its cell or its parts.
    Quantity {
        /// Whose.
        of: Subject,
        /// For which period (accumulated from the start of the year if a part of one).
        period: Period,
        /// Its one cell, or none.
        cell: Option<FactId>,
        /// What it was accumulated by and from.
        parts: Option<(Accumulation, Vec<Derived>)>,
    },
    /// A number of the formula.
    Constant,
    /// `-x`
    Negate(Box<Derived>),
    /// `a ∘ b`
    Binary(Operator, Box<Derived>, Box<Derived>),
    /// A part of a whole read as a percentage.
    Percent(Box<Derived>),
    /// What must be above 0.
    Positive(Box<Derived>),
    /// A function of several values.
    Call(Function, Vec<Derived>),
    /// The weighted mean of objectives.
    Rollup(Arc<Total>),
}

/// Values for parts of a period that has none itself.
#[derive(Debug, Clone, PartialEq)]
pub struct OnlyParts {
    /// Whose.
    pub of: Subject,
    /// The period without a value.
    pub period: Period,
    /// Those with one, from the earliest.
    pub parts: Vec<Period>,
    /// What helps.
    pub write: Remedy,
}

/// What gives a period its value where only parts of it have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// `cumula`, which says how they make it up.
    Accumulate,
    /// The value of the period itself: a `no` of an earlier part says nothing of it.
    Value,
    /// The cells of the KPI's operands: values such as a quotient's can't be put together.
    Operands,
}

/// A value that `cumula ultimo` or `primo` took from a part that is not the last or the first of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Older {
    /// Whose.
    pub of: Subject,
    /// By which of the two.
    pub how: Accumulation,
    /// The period of the cell.
    pub taken: Period,
}

impl How {
    /// What it is made of, in the order of the formula.
    pub fn operands(&self) -> Vec<&Derived> {
        match self {
            How::Quantity { parts: Some((_, parts)), .. } | How::Call(_, parts) => parts.iter().collect(),
            How::Negate(of) | How::Percent(of) | How::Positive(of) => vec![of],
            How::Binary(_, left, right) => vec![left, right],
            How::Nothing | How::OwnCell(_) | How::Quantity { .. } | How::Constant | How::Rollup(_) => {
                Vec::new()
            }
        }
    }

    /// What `cumula ultimo` and `primo` took from elsewhere than the end or the start of their period.
    pub fn older(&self) -> Vec<Older> {
        match self {
            How::Quantity { of, period, parts: Some((how, parts)), .. }
                if matches!(how, Accumulation::Last | Accumulation::First) =>
            {
                let taken = parts.first().and_then(|part| part.how.taken());
                let at_end = |taken: &Period| match how {
                    Accumulation::Last => taken.last_month() == period.last_month(),
                    _ => taken.months().0 == period.months().0,
                };
                let older = taken.filter(|taken| !at_end(taken));
                older.map(|taken| Older { of: *of, how: *how, taken }).into_iter().collect()
            }
            _ => {
                let mut all: Vec<Older> = Vec::new();
                for one in self.operands().into_iter().flat_map(|part| part.how.older()) {
                    if !all.contains(&one) {
                        all.push(one);
                    }
                }
                all
            }
        }
    }

    /// The period of the cell at the end of a choice of parts.
    pub fn taken(&self) -> Option<Period> {
        match self {
            How::Quantity { parts: Some((_, parts)), .. } => parts.first()?.how.taken(),
            How::Quantity { period, .. } => Some(*period),
            _ => None,
        }
    }

    /// Whether a value that is put together of parts of the year has one of these cells.
    pub fn has_part_of(&self, subject: Subject) -> bool {
        match self {
            How::Quantity { parts: Some((_, parts)), .. } => {
                parts.iter().any(|part| part.how.has_part_of(subject))
            }
            How::Quantity { of, cell: Some(_), .. } => *of == subject,
            _ => false,
        }
    }
}

/// Why something is unavailable.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// No cell for this measure (or, `None`, for the KPI) in this period.
    NoCell(Option<MeasureId>, Period),
    /// The cell says so, in these words.
    Said(FactId, Box<str>),
    /// Some part of the year has no cell: which.
    NoPart(Subject, Vec<Period>),
    /// There are values for parts of the year, which nothing puts together.
    OnlyParts(OnlyParts),
    /// Division by 0.
    DivisionByZero,
    /// The year before is not above 0.
    NotPositive(Period),
    /// Nothing below is available.
    NothingBelow,
    /// The plan has no target for the year (or `n.d.`).
    NoTarget(i32),
    /// By this period a date or a sì/no is not due yet.
    NotDue,
    /// A date outside the target's year, in a comparison with the state of an earlier year.
    OtherYear,
    /// Types that only the cells could tell do not go together: what was found.
    Types(Text),
    /// Between two bands that leave a gap as printed.
    BetweenBands,
}
