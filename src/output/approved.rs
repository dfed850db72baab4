//! The plan as approved, before anything is known of its actuals: one row for the plan, each area, objective and action and
//! each indicator, with weights, targets of all years, who is responsible, and all texts. A column that no row has
//! anything for is not there, and no column waits for a result.

use super::{algorithm, figures, outline, words};
use crate::diagnostics::{Text, say};
use crate::plan::{Details, Kpi, KpiId, Level, Objective, ObjectiveId, Plan, Weight};
use crate::syntax::keyword::Keyword;
use crate::value::{Comparator, Exact, Period, Type, Value, show_date};

/// What reaches an indicator from what is above it.
const INHERITED: [Keyword; 5] =
    [Keyword::Assigned, Keyword::Responsible, Keyword::Source, Keyword::Frequency, Keyword::Kind];
/// The texts in the order of the columns: who, from what, then whatever else.
const TEXTS: [Keyword; 20] = [
    Keyword::Assigned,
    Keyword::Responsible,
    Keyword::Office,
    Keyword::Involved,
    Keyword::CostCentre,
    Keyword::Source,
    Keyword::Frequency,
    Keyword::Kind,
    Keyword::Level,
    Keyword::Mission,
    Keyword::Programme,
    Keyword::Resources,
    Keyword::Description,
    Keyword::Expected,
    Keyword::Benefits,
    Keyword::Impact,
    Keyword::Datum,
    Keyword::Update,
    Keyword::Note,
    Keyword::IncompleteWeights,
];
/// Between several texts of one keyword.
const BETWEEN: &str = "; ";

/// The table.
#[derive(Debug)]
pub struct Approved<'p> {
    /// The plan it is of.
    pub plan: &'p Plan,
    /// The columns that hold something.
    pub columns: Vec<Column>,
    /// The plan itself, then everything in the order in which a plan is told.
    pub rows: Vec<Row<'p>>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// `Piano`, `Area`, `Obiettivo`, `Azione`, `Indicatore`.
    Level,
    /// `A.1 - Titolo`: of an indicator its objective's, so that the table can be filtered.
    Objective,
    /// The code of an indicator.
    Code,
    /// The name of an indicator.
    Indicator,
    /// The weight as it is printed.
    Weight,
    /// How the value comes about.
    Algorithm,
    /// The unit of value and targets.
    Unit,
    /// A value of before the plan.
    Baseline(Period),
    /// How an actual of this period is to be compared.
    Comparator(Period),
    /// With what.
    Target(Period),
    /// How far off is near enough.
    Tolerance,
    /// The scoring rule that is its own or reaches it.
    Rule,
    /// An attribute that describes.
    Detail(Keyword),
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'p> {
    /// Nothing.
    Empty,
    /// A word or sign of ours.
    Ours(String),
    /// Words of the plan: whatever they like.
    Theirs(String),
    /// A weight that is written; one that is not is in `Ours`.
    Weight(&'p Weight),
    /// A value of a type.
    Value(Value, Type),
}

/// Whose row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The plan's.
    Plan,
    /// An area's, objective's or action's.
    Objective(ObjectiveId),
    /// An indicator's.
    Kpi(KpiId),
}

/// A row, with a cell for each column.
#[derive(Debug)]
pub struct Row<'p> {
    /// Whose.
    pub of: Of,
    /// The cells.
    pub cells: Vec<Cell<'p>>,
}

impl<'p> Approved<'p> {
    /// Of a plan; with a year, only what it says of targets of that year, its parts included.
    pub fn of(plan: &'p Plan, year: Option<i32>) -> Approved<'p> {
        let mut all = vec![Of::Plan];
        for (id, _) in outline::walk(plan) {
            all.push(Of::Objective(id));
            all.extend(plan.objective(id).kpis.iter().copied().map(Of::Kpi));
        }
        let columns = columns(plan, year);
        let mut rows: Vec<Row<'p>> = all
            .into_iter()
            .map(|of| Row { of, cells: columns.iter().map(|column| cell(plan, of, *column)).collect() })
            .collect();
        let filled: Vec<bool> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                column.always() || rows.iter().any(|row| row.cells.get(at) != Some(&Cell::Empty))
            })
            .collect();
        let keep = |at: usize| filled.get(at).copied().unwrap_or_default();
        for row in &mut rows {
            let mut at = 0usize..;
            row.cells.retain(|_| at.next().is_some_and(keep));
        }
        let columns =
            columns.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, own)| own).collect();
        Approved { plan, columns, rows }
    }
}

/// All that there may be, in the order of the table.
fn columns(plan: &Plan, year: Option<i32>) -> Vec<Column> {
    let mut columns = Column::ALWAYS.to_vec();
    columns.extend([Column::Algorithm, Column::Unit]);
    let in_order = |mut periods: Vec<Period>| {
        periods.sort();
        periods.dedup();
        periods
    };
    let baselines = plan.kpis.iter().flat_map(|kpi| &kpi.baselines).map(|baseline| baseline.period);
    columns.extend(in_order(baselines.collect()).into_iter().map(Column::Baseline));
    let targets = plan.kpis.iter().flat_map(|kpi| &kpi.targets).map(|target| target.period);
    let targets = targets.filter(|period| year.is_none_or(|year| period.year == year));
    let of_target = |period| [Column::Comparator(period), Column::Target(period)];
    columns.extend(in_order(targets.collect()).into_iter().flat_map(of_target));
    columns.extend([Column::Tolerance, Column::Rule]);
    columns.extend(TEXTS.map(Column::Detail));
    columns
}

impl Column {
    /// Those that every such table begins with.
    pub(super) const ALWAYS: [Column; 5] =
        [Column::Level, Column::Objective, Column::Code, Column::Indicator, Column::Weight];

    fn always(self) -> bool {
        Column::ALWAYS.contains(&self)
    }

    /// What stands over it.
    pub fn heading(self) -> Text {
        match self {
            Column::Level => say!("Livello", "Level"),
            Column::Objective => say!("Obiettivo", "Objective"),
            Column::Code => say!("Codice", "Code"),
            Column::Indicator => say!("Indicatore", "Indicator"),
            Column::Weight => say!("Peso", "Weight"),
            Column::Algorithm => say!("Algoritmo", "Algorithm"),
            Column::Unit => say!("Unità", "Unit"),
            Column::Baseline(period) => say!("Storico {period}", "Baseline {period}"),
            Column::Comparator(period) => say!("Confronto {period}", "Comparator {period}"),
            Column::Target(period) => say!("Target {period}", "Target {period}"),
            Column::Tolerance => say!("Tolleranza", "Tolerance"),
            Column::Rule => say!("Punteggio", "Scoring"),
            // As the plan writes it.
            Column::Detail(Keyword::IncompleteWeights) => say!("Pesi incompleti", "Incomplete weights"),
            Column::Detail(Keyword::Level) => say!("Livello dell'obiettivo", "Level of the objective"),
            Column::Detail(keyword) => {
                let (name, mut letters) = (keyword.spelling(), keyword.spelling().chars());
                let first = letters.next().map(|first| first.to_uppercase().to_string());
                Text::same(first.map_or_else(|| name.to_owned(), |first| first + letters.as_str()))
            }
        }
    }
}

fn cell(plan: &Plan, of: Of, column: Column) -> Cell<'_> {
    match of {
        Of::Plan => of_plan(plan, column),
        Of::Objective(id) => of_objective(plan, id, column),
        Of::Kpi(id) => of_kpi(plan, plan.kpi(id), column),
    }
}

fn of_plan(plan: &Plan, column: Column) -> Cell<'_> {
    match column {
        Column::Level => Cell::Ours("Piano".to_owned()),
        Column::Objective => Cell::Theirs(plan.title.clone()),
        Column::Detail(Keyword::Note) => {
            let (first, last) = plan.years;
            let years = if first == last { first.to_string() } else { format!("{first}-{last}") };
            let mut notes: Vec<String> = plan.entity.iter().map(|entity| format!("ente: {entity}")).collect();
            notes.push(format!("anni: {years}"));
            notes.push(format!("esercizio: {}", plan.exercise));
            notes.extend(plan.approved.map(|day| format!("approvato: {}", show_date(day))));
            notes.extend(plan.details.all(Keyword::Note).map(str::to_owned));
            Cell::Theirs(notes.join(BETWEEN))
        }
        Column::Detail(keyword) => texts(&plan.details, keyword),
        _ => Cell::Empty,
    }
}

fn of_objective(plan: &Plan, id: ObjectiveId, column: Column) -> Cell<'_> {
    let objective = plan.objective(id);
    match column {
        Column::Level => Cell::Ours(level(objective.level).to_owned()),
        Column::Objective => Cell::Theirs(objective.printed()),
        Column::Weight => objective.weight.as_ref().map_or(Cell::Empty, Cell::Weight),
        Column::Detail(Keyword::IncompleteWeights) => {
            objective.incomplete.clone().map_or(Cell::Empty, Cell::Theirs)
        }
        Column::Detail(keyword) => texts(&objective.details, keyword),
        _ => Cell::Empty,
    }
}

fn of_kpi<'p>(plan: &'p Plan, kpi: &'p Kpi, column: Column) -> Cell<'p> {
    let target = |period| kpi.targets.iter().find(|target| target.period == period);
    let ours = |text: String| Cell::Ours(text);
    match column {
        Column::Level => ours("Indicatore".to_owned()),
        Column::Objective => Cell::Theirs(plan.objective(kpi.objective).printed()),
        Column::Code => kpi.code.clone().map_or(Cell::Empty, Cell::Theirs),
        Column::Indicator => Cell::Theirs(kpi.name().to_owned()),
        Column::Weight => match &kpi.weight {
            Some(weight) => Cell::Weight(weight),
            None => ours(figures::weight(plan, kpi)),
        },
        Column::Algorithm => algorithm::written(plan, kpi).map_or(Cell::Empty, Cell::Theirs),
        Column::Unit => match kpi.kind.unit().or(kpi.unit.as_deref()) {
            Some(unit) => Cell::Theirs(unit.to_owned()),
            None => Cell::Empty,
        },
        Column::Baseline(period) => match kpi.baselines.iter().find(|baseline| baseline.period == period) {
            Some(baseline) => value(baseline.value.as_ref(), kpi.kind),
            None => Cell::Empty,
        },
        Column::Comparator(period) => match target(period).and_then(|target| target.bound.as_ref()) {
            Some((comparator, _)) => ours(Comparator::to_string(comparator)),
            None => Cell::Empty,
        },
        Column::Target(period) => match target(period) {
            Some(target) => value(target.bound.as_ref().map(|(_, value)| value), kpi.kind),
            None => Cell::Empty,
        },
        Column::Tolerance => {
            kpi.tolerance.as_ref().map_or(Cell::Empty, |tolerance| tolerated(tolerance, kpi.kind))
        }
        Column::Rule => Cell::Theirs(words::rule(plan, kpi.scoring.rule)),
        Column::Detail(keyword) if INHERITED.contains(&keyword) => {
            plan.inherited(kpi, keyword).map_or(Cell::Empty, |text| Cell::Theirs(text.to_owned()))
        }
        Column::Detail(keyword) => texts(&kpi.details, keyword),
    }
}

fn texts(details: &Details, keyword: Keyword) -> Cell<'_> {
    let all: Vec<&str> = details.all(keyword).collect();
    if all.is_empty() { Cell::Empty } else { Cell::Theirs(all.join(BETWEEN)) }
}

/// A value, or `n.d.` where the plan says that there is none.
fn value<'p>(value: Option<&Value>, kind: Type) -> Cell<'p> {
    match value {
        Some(value) => Cell::Value(value.clone(), kind),
        None => Cell::Ours(figures::UNAVAILABLE.to_owned()),
    }
}

/// Days on a date, points on a percentage, otherwise in the indicator's unit.
fn tolerated<'p>(tolerance: &Exact, kind: Type) -> Cell<'p> {
    let amount = Value::Amount(tolerance.clone());
    match kind {
        Type::Date => Cell::Value(amount, Type::Days),
        _ => Cell::Value(amount, kind),
    }
}

/// The name of a level, the same in both languages, as in the workbook of results.
fn level(level: Level) -> &'static str {
    match level {
        Level::Area => "Area",
        Level::Objective => "Obiettivo",
        Level::Action => "Azione",
    }
}

impl Objective {
    /// `A.1 - Titolo`, as the tables of the bodies print it and as the actuals are read back.
    pub(super) fn printed(&self) -> String {
        if self.title.is_empty() { self.code.clone() } else { format!("{} - {}", self.code, self.title) }
    }
}
