//! The keys in the tables of a plan: where each part of a key stands and what it names. They are bound as the
//! actuals are, also while the plan has errors.

use std::cell::OnceCell;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::State;
use super::names::Symbol;
use crate::actuals::{self, Found, Key, KeyIndex, KeyText, Keyed, Subject, key_texts, operand_number};
use crate::analysis::{self, Computed, EvalOptions};
use crate::config::Table;
use crate::plan::{KpiId, MeasureId, ObjectiveId};
use crate::resolve::{KpiDecl, Outline};
use crate::scenarios::{self, is_scenario_file};
use crate::source::{FileId, Loader, Span};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Algorithm, AttributeValue, Expression, ExpressionKind};
use crate::value::normal;

/// A cell with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCell {
    /// All of it, its quotes included.
    pub span: Span,
    /// What is named in it, from left to right; a part that names nothing is not there.
    pub parts: Vec<KeyPart>,
}

/// A part of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPart {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub names: KeyName,
}

/// What a part of a key names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyName {
    /// An objective, a KPI (by what it is known by, however it is spelt here), a measure.
    Symbol(Symbol),
    /// An operand of a KPI: where it first stands in its algorithm.
    Operand(Span),
}

/// Every cell with a key in the tables that were read.
pub fn key_cells(state: &State) -> Vec<KeyCell> {
    let outline = state.outline();
    let keys = Keys::new(&outline, Scope::All);
    let mut cells = Vec::new();
    for file in tables(state) {
        keys.cells(state, file, None, &mut |cell| cells.push(cell));
    }
    cells
}

/// The cells of the key that stands at a byte of a table.
pub(super) fn cells_at(state: &State, outline: &Outline<'_>, table: FileId, offset: usize) -> Vec<KeyCell> {
    let mut cells = Vec::new();
    Keys::new(outline, Scope::Nothing).cells(state, table, Some(offset), &mut |cell| cells.push(cell));
    let mut parts = cells.iter().flat_map(|cell| &cell.parts);
    let objective = parts.find_map(|part| match &part.names {
        KeyName::Symbol(Symbol::Objective(code)) => Some(code.clone()),
        _ => None,
    });
    if let Some(code) = objective {
        cells.clear();
        let keys = Keys::new(outline, Scope::Objective(code));
        keys.cells(state, table, Some(offset), &mut |cell| cells.push(cell));
    }
    cells
}

/// The tables of a plan that were read.
pub fn tables(state: &State) -> impl Iterator<Item = FileId> + '_ {
    let asked_for = state.computed.iter().flat_map(|computed| &computed.tables);
    asked_for.filter_map(|table| state.file(&table.path))
}

/// The state with its tables and scenarios, which are read as tables: while a plan has errors the analysis does not read
/// them, but what their keys name is the same.
pub fn with_tables(loader: &dyn Loader, state: &State) -> State {
    let computed = match &state.computed {
        Some(computed) => Arc::clone(computed),
        None => {
            let options = EvalOptions::default();
            Arc::new(analysis::compute(loader, &state.checked, &[], options))
        }
    };
    let state = State { computed: Some(Arc::clone(&computed)), ..state.clone() };
    let paths = computed.tables.iter().map(|table| &table.path);
    let unread: Vec<&PathBuf> = paths.filter(|path| state.file(path).is_none()).collect();
    let scenarios = scenarios::of_plan(loader, &state.path);
    if unread.is_empty() && scenarios.is_empty() {
        return state;
    }
    let mut whole = match unread.is_empty() {
        true => Computed::clone(&computed),
        // Without all its tables there is no result.
        false => Computed {
            sources: computed.sources.clone(),
            tables: computed.tables.clone(),
            diagnostics: computed.diagnostics.clone(),
            ..Computed::default()
        },
    };
    for path in unread.into_iter().chain(&scenarios) {
        if let Ok(bytes) = loader.read_within(state.checked.project.as_deref(), path) {
            actuals::add_table(&mut whole.sources, &path.display().to_string(), bytes);
        }
    }
    whole.tables.extend(scenarios.into_iter().map(Table::from));
    State { computed: Some(Arc::new(whole)), ..state }
}

/// Whose KPIs are asked for: to know the names of all takes a while in a large plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// Of every objective.
    All,
    /// Of the objective of this code.
    Objective(String),
    /// Of none: objectives and measures alone.
    Nothing,
}

/// What keys name, for the outline of a plan.
pub(super) struct Keys<'o, 't> {
    outline: &'o Outline<'t>,
    scope: Scope,
    /// Made for the first key that is asked for.
    index: OnceCell<KeyIndex<'o, Outline<'t>>>,
}

impl Keyed for Outline<'_> {
    fn objectives(&self) -> impl Iterator<Item = (ObjectiveId, &str)> {
        let coded = (0u32..).map(ObjectiveId).zip(&self.objectives);
        coded.filter_map(|(id, objective)| Some((id, objective.code?)))
    }

    fn measures(&self) -> impl Iterator<Item = (MeasureId, &str)> {
        (0u32..).map(MeasureId).zip(self.measures.names())
    }

    fn kpis(&self) -> impl Iterator<Item = (KpiId, ObjectiveId)> {
        let all = (0u32..).map(KpiId).zip(&self.kpis);
        all.filter_map(|(id, kpi)| Some((id, ObjectiveId(kpi.objective? as u32))))
    }

    fn names(&self, kpi: KpiId) -> impl Iterator<Item = &str> {
        self.kpis.get(kpi.index()).into_iter().flat_map(KpiDecl::names)
    }

    /// The ids say only that there is such an operand.
    fn operand(&self, kpi: KpiId, index: usize) -> Option<MeasureId> {
        operands(self.kpis.get(kpi.index())?).get(index).map(|_| MeasureId(index as u32))
    }
}

impl<'o, 't> Keys<'o, 't> {
    pub(super) fn new(outline: &'o Outline<'t>, scope: Scope) -> Keys<'o, 't> {
        Keys { outline, scope, index: OnceCell::new() }
    }

    fn index(&self) -> &KeyIndex<'o, Outline<'t>> {
        let outline = self.outline;
        self.index.get_or_init(|| match &self.scope {
            Scope::All => KeyIndex::new(outline),
            Scope::Nothing => KeyIndex::with(outline, std::iter::empty()),
            Scope::Objective(code) => {
                let found = outline.by_code.get(&**code).copied();
                let objective = found.and_then(|index| Some((index, outline.objectives.get(index)?)));
                let kpis = objective.iter().flat_map(|(index, objective)| {
                    let id = ObjectiveId(*index as u32);
                    objective.kpis.iter().map(move |kpi| (KpiId(*kpi as u32), id))
                });
                KeyIndex::with(outline, kpis)
            }
        })
    }

    /// The cells of a table, or only those of the key that stands at byte `at`.
    pub(super) fn cells(
        &self,
        state: &State,
        file: FileId,
        at: Option<usize>,
        found: &mut dyn FnMut(KeyCell),
    ) {
        // What stands in a workbook can't be edited as text.
        let Some(source) = state.sources().get(file).filter(|file| file.sheet.is_none()) else { return };
        if is_scenario_file(Path::new(&source.path)) {
            for key in scenarios::keys(file, &source.text) {
                if at.is_none_or(|at| touches(key.span, at)) {
                    let key = KeyText { span: key.span, text: key.node.into() };
                    self.row(&source.text, key, None, found);
                }
            }
            return;
        }
        key_texts(file, &source.text, None, &mut |first, second| {
            let here = |key: &KeyText<'_>| at.is_none_or(|at| touches(key.span, at));
            if here(&first) || second.as_ref().is_some_and(here) {
                self.row(&source.text, first, second, found);
            }
        });
    }

    /// The cells of the sheets of workbooks: what is in them can be told, but not edited as text.
    pub(super) fn sheet_cells(&self, state: &State, found: &mut dyn FnMut(KeyCell)) {
        for (file, source) in state.sources().iter() {
            let Some(sheet) = source.sheet.as_deref().filter(|sheet| !sheet.is_empty()) else { continue };
            key_texts(file, &source.text, Some(sheet), &mut |first, second| {
                self.row(&source.text, first, second, found);
            });
        }
    }

    fn row(
        &self,
        text: &str,
        first: KeyText<'_>,
        second: Option<KeyText<'_>>,
        found: &mut dyn FnMut(KeyCell),
    ) {
        let Some(second) = second else {
            let parts = self.whole(&first.text);
            return found(cell(text, &first, parts));
        };
        if first.text.is_empty() {
            let parts = self.whole(&second.text);
            return found(cell(text, &second, parts));
        }
        let Some((objective, end)) = self.index().printed_objective(&first.text) else { return };
        let code = within(&first.text, 0..end, &['.']);
        found(cell(text, &first, vec![(code, self.objective(objective))]));
        if !second.text.is_empty() {
            let parts = self.below(objective, &second.text, 0);
            found(cell(text, &second, parts));
        }
    }

    /// The parts of a key in one cell.
    fn whole(&self, key: &str) -> Vec<(Range<usize>, KeyName)> {
        if let Some((code, rest)) = key.split_once('/') {
            let Some(objective) = self.index().objective(code) else { return Vec::new() };
            let mut parts = vec![(within(key, 0..code.len(), &['.']), self.objective(objective))];
            parts.extend(self.below(objective, rest, code.len().saturating_add(1)));
            return parts;
        }
        let name = match self.index().find(key) {
            Found::One(Key::Value(Subject::Measure(id))) => self.measure(id),
            Found::One(Key::Objective(id)) => Some(self.objective(id)),
            _ => None,
        };
        name.map(|name| (within(key, 0..key.len(), &['.']), name)).into_iter().collect()
    }

    /// The parts of a key after its objective; it begins at byte `at` of its cell.
    fn below(&self, objective: ObjectiveId, rest: &str, at: usize) -> Vec<(Range<usize>, KeyName)> {
        let place = |part: &str, start: usize| {
            let inner = within(part, 0..part.len(), &[]);
            let from = at.saturating_add(start);
            from.saturating_add(inner.start)..from.saturating_add(inner.end)
        };
        let kpi = |name: &str| match self.index().find_in(objective, name) {
            Found::One(Key::Value(Subject::Kpi(id))) => Some(id),
            _ => None,
        };
        if let Some(id) = kpi(rest) {
            return vec![(place(rest, 0), KeyName::Symbol(self.kpi(id)))];
        }
        let Some((head, number)) = operand_number(rest) else { return Vec::new() };
        let Some(id) = kpi(head) else { return Vec::new() };
        let mut parts = vec![(place(head, 0), KeyName::Symbol(self.kpi(id)))];
        let list = self.outline.kpis.get(id.index()).map(operands).unwrap_or_default();
        let operand = number.checked_sub(1).and_then(|index| list.into_iter().nth(index));
        let digits = head.len().saturating_add(1);
        parts.extend(operand.map(|operand| {
            let (Operand::Measure(span, _) | Operand::Quoted(span, _)) = operand;
            (place(rest.get(digits..).unwrap_or(""), digits), KeyName::Operand(span))
        }));
        parts
    }

    /// The KPI that a `rettifica` or a key names: identifier, code or title after the objective's code.
    pub(super) fn kpi_named(&self, objective: &str, name: &str) -> Option<Symbol> {
        let objective = ObjectiveId(*self.outline.by_code.get(objective)? as u32);
        match self.index().find_in(objective, name) {
            Found::One(Key::Value(Subject::Kpi(id))) => Some(self.kpi(id)),
            _ => None,
        }
    }

    fn kpi(&self, id: KpiId) -> Symbol {
        let Some(kpi) = self.outline.kpis.get(id.index()) else {
            return Symbol::Kpi(String::new(), String::new());
        };
        symbol_of(self.outline, kpi)
    }

    fn objective(&self, id: ObjectiveId) -> KeyName {
        let code = self.outline.objectives.get(id.index()).and_then(|objective| objective.code);
        KeyName::Symbol(Symbol::Objective(code.unwrap_or("").to_owned()))
    }

    fn measure(&self, id: MeasureId) -> Option<KeyName> {
        let (name, _) = self.outline.measures.list.get(id.index())?;
        Some(KeyName::Symbol(Symbol::Measure((*name).to_owned())))
    }
}

/// A KPI by what it is known by.
pub(super) fn symbol_of(outline: &Outline<'_>, kpi: &KpiDecl<'_>) -> Symbol {
    let objective = kpi.objective.and_then(|above| outline.objectives.get(above)?.code).unwrap_or("");
    Symbol::Kpi(objective.to_owned(), kpi.key().to_owned())
}

/// An operand of a KPI, where it first stands.
enum Operand<'t> {
    /// A shared measure, and its identifier.
    Measure(Span, &'t str),
    /// A quoted text and, to compare, how it reads but for case and spacing.
    Quoted(Span, String),
}

/// The operands of a KPI by first appearance (`language.md` §8).
fn operands<'t>(kpi: &KpiDecl<'t>) -> Vec<Operand<'t>> {
    let mut list = Vec::new();
    if let Some(AttributeValue::Algorithm(algorithm)) =
        kpi.attribute(Keyword::Algorithm).map(|attribute| &attribute.value)
    {
        match algorithm.as_ref() {
            Algorithm::Absolute(of) | Algorithm::Change(of) | Algorithm::Date(of) | Algorithm::YesNo(of) => {
                of.iter().for_each(|expression| take_operands(expression, &mut list));
            }
            Algorithm::Ratio { parts, .. } => {
                if let Some(parts) = parts {
                    take_operands(&parts.0, &mut list);
                    take_operands(&parts.1, &mut list);
                }
            }
            Algorithm::Formula { expression, .. } => take_operands(expression, &mut list),
            Algorithm::WeightedMean(_) => {}
        }
    }
    list
}

fn take_operands<'t>(expression: &'t Expression, list: &mut Vec<Operand<'t>>) {
    match &expression.kind {
        ExpressionKind::Measure(name, _) => {
            if !list.iter().any(|one| matches!(one, Operand::Measure(_, known) if *known == &*name.node)) {
                list.push(Operand::Measure(name.span, &name.node));
            }
        }
        ExpressionKind::Operand(text, _) => {
            let name = normal(&text.node);
            if !list.iter().any(|one| matches!(one, Operand::Quoted(_, known) if *known == name)) {
                list.push(Operand::Quoted(text.span, name));
            }
        }
        ExpressionKind::Constant(_) => {}
        ExpressionKind::Negate(inner) | ExpressionKind::Window { of: inner, .. } => {
            take_operands(inner, list);
        }
        ExpressionKind::Binary(_, left, right) => {
            take_operands(left, list);
            take_operands(right, list);
        }
        ExpressionKind::Extreme(_, parts) => parts.iter().for_each(|part| take_operands(part, list)),
    }
}

/// A cell whose parts are known by their places in what it holds.
fn cell(text: &str, key: &KeyText<'_>, parts: Vec<(Range<usize>, KeyName)>) -> KeyCell {
    let raw = text.get(key.span.start as usize..key.span.end as usize).unwrap_or("");
    let place = |range: Range<usize>| {
        let start = key.span.start.saturating_add(raw_offset(raw, &key.text, range.start) as u32);
        let end = key.span.start.saturating_add(raw_offset(raw, &key.text, range.end) as u32);
        Span::new(key.span.file, start, end)
    };
    let parts = parts.into_iter().map(|(range, names)| KeyPart { span: place(range), names });
    KeyCell { span: key.span, parts: parts.collect() }
}

/// Where byte `at` of what a cell holds stands in the cell: quotes around it and doubled quotes are counted in.
fn raw_offset(raw: &str, held: &str, at: usize) -> usize {
    if raw.len() == held.len() {
        return at;
    }
    let inner = raw.strip_prefix('"').unwrap_or(raw);
    let mut rest = inner.trim_start();
    let before = held.get(..at).unwrap_or(held);
    for c in before.chars() {
        let width = if c == '"' { 2 } else { c.len_utf8() };
        rest = rest.get(width..).unwrap_or("");
    }
    raw.len().saturating_sub(rest.len())
}

/// A range without blanks at its ends, nor such characters at its end.
fn within(text: &str, range: Range<usize>, dropped: &[char]) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or("");
    let kept = part.trim_end_matches(|c: char| c.is_whitespace() || dropped.contains(&c));
    let start = range.start.saturating_add(part.len().saturating_sub(part.trim_start().len()));
    let end = range.start.saturating_add(kept.len());
    start..end.max(start)
}

/// Whether a byte is in a name or right after it, where the cursor stands when it was just typed.
pub(super) fn touches(span: Span, offset: usize) -> bool {
    span.start as usize <= offset && offset <= span.end as usize
}
