//! Rows become facts: every key bound to the plan, every value made one of its subject's type.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cell::{self, Content};
use super::cell_faults::{self as faults, Manner, Owner};
use super::columns::{Columns, KeyAt, ValuesAt};
use super::faults::{self as table_faults, Place};
use super::keys::{Found, Key, Unknown};
use super::merge::{Clash, Gathered};
use super::read::{Origin, RowAt, Table};
use super::reports::Reports;
use super::sheet_faults;
use super::sheets;
use super::state_faults;
use super::suggest::Suggestions;
use super::table::{Cell, Row, as_cell};
use super::unread::{self, Suspect};
use super::words::{self, Outcome};
use super::{Declared, DeclaredFor, Fact, FactValue, Remark, RemarkKind, Subject};
use crate::diagnostics::{Code, Diagnostic};
use crate::plan::Plan;
use crate::syntax::tree::LiteralValue;
use crate::value::{Period, fold_name};

/// Reads the rows of a table.
pub struct Reader<'a, 'f> {
    table: &'a Table<'a>,
    gathered: &'f mut Gathered,
    /// How many facts and states there were before this table.
    from: (usize, usize),
    /// What the texts of keys name; two texts where the key is in two columns.
    known: FxHashMap<(&'a str, &'a str), Key>,
    suggestions: Suggestions<'a>,
    reports: Reports,
    /// Columns that are not read and may be data.
    unread: Vec<Suspect>,
    /// The `esito` of the row before: most rows have the same, and share it.
    said: Option<Arc<str>>,
}

impl<'a, 'f> Reader<'a, 'f> {
    /// Of one table.
    pub fn new(table: &'a Table<'a>, gathered: &'f mut Gathered) -> Reader<'a, 'f> {
        let suggestions = Suggestions::new(table.origin.plan, table.origin.index);
        let from = (gathered.facts.list.len(), gathered.facts.declared.len());
        Reader {
            table,
            gathered,
            from,
            known: FxHashMap::default(),
            suggestions,
            reports: Reports::default(),
            unread: unread::suspects(&table.columns),
            said: None,
        }
    }

    /// What was wrong with the rows, and what of them counts though it is hidden.
    pub fn finish(self) -> Vec<Diagnostic> {
        let hidden = sheets::hidden_cells(self.table, self.gathered, self.from);
        let unread = self.unread.iter().filter_map(|suspect| suspect.told(self.table));
        self.reports.finish().into_iter().chain(hidden).chain(unread).collect()
    }

    /// Takes in the next row.
    pub fn row(&mut self, Row { line, width, open }: Row, cells: &[Cell]) {
        let (table, row) = (self.table, RowAt { line, cells });
        let text = table.origin.text;
        if cells.iter().all(|cell| cell.is_blank(text)) {
            return;
        }
        if let Some(open) = open {
            let place = table.place(row, open);
            self.reports.add(Code::OpenCell, place.span, || table_faults::open_cell(&place));
            return;
        }
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| table.raw(row, 0).starts_with(mark)) {
            let span = table.whole(row);
            self.reports.add(Code::MergeConflict, span, || table_faults::merge_conflict(span, line));
            return;
        }
        let expected = table.columns.width();
        if table.origin.sheet.is_some() {
            if !self.sound_in_sheet(row) {
                return;
            }
        } else if width < table.columns.least()
            || cells.iter().skip(expected).any(|cell| !cell.is_blank(text))
        {
            let (span, separator) = (table.whole(row), table.manner.separator);
            let fault = || table_faults::ragged(span, line, width, expected, separator);
            self.reports.add(Code::RaggedRow, span, fault);
            return;
        }
        for suspect in &mut self.unread {
            suspect.row(table, row);
        }
        if let Some(key) = self.key(row) {
            self.entries(row, key);
        }
    }

    /// Whether a row of a sheet has nothing beside the table, and no failed formula in what is read.
    fn sound_in_sheet(&mut self, row: RowAt<'_>) -> bool {
        let (table, text) = (self.table, self.table.origin.text);
        let width = table.columns.width();
        if let Some((at, cell)) =
            row.cells.iter().enumerate().skip(width).find(|(_, cell)| !cell.is_blank(text))
        {
            let (span, name) = (cell.span(table.origin.file, text), table.place(row, at).spot());
            self.reports.add(Code::RaggedRow, span, || sheet_faults::beside(span, &name.en, width));
            return false;
        }
        let mut sound = true;
        for at in table.columns.used() {
            let written = table.text(row, Some(at));
            if sheets::is_failed(&written) {
                let place = table.place(row, at);
                let fault = || sheet_faults::failed_formula(&place, &written);
                self.reports.add(Code::FailedFormula, place.span, fault);
                sound = false;
            }
        }
        sound
    }

    /// What the row is about.
    fn key(&mut self, row: RowAt<'_>) -> Option<Key> {
        let table = self.table;
        let cached = match table.columns.key {
            KeyAt::One(at) => (table.raw(row, at), ""),
            KeyAt::Pair(first, second) => (table.raw(row, first), table.raw(row, second)),
        };
        if let Some(key) = self.known.get(&cached) {
            return Some(*key);
        }
        let (first, second) = match table.columns.key {
            KeyAt::One(at) => (at, None),
            KeyAt::Pair(first, second) => (first, Some(second)),
        };
        let (one, two) = (table.text(row, Some(first)), table.text(row, second));
        if one.is_empty() && two.is_empty() {
            let place = table.place(row, first);
            self.reports.add(Code::UnknownKey, place.span, || table_faults::no_key(&place));
            return None;
        }
        let index = table.origin.index;
        match if second.is_some() { index.find_pair(&one, &two) } else { index.find(&one) } {
            Found::One(key) => {
                self.known.insert(cached, key);
                Some(key)
            }
            Found::Several(several, count) => {
                if let [measure @ Key::Value(_), objective @ Key::Objective(_)] = several.as_slice()
                    && let Some(has_value) = self.has_value_or_state(row)
                {
                    return Some(if has_value { *measure } else { *objective });
                }
                let at = second.filter(|_| !two.is_empty()).unwrap_or(first);
                let (place, written) = (table.place(row, at), table.text(row, Some(at)));
                let plan = table.origin.plan;
                let fault = || table_faults::ambiguous_key(plan, &place, &written, (&several, count));
                self.reports.add(Code::AmbiguousKey, place.span, fault);
                None
            }
            Found::Nothing(how) => {
                self.unknown_key(row, how, &one, second.map(|_| &*two));
                None
            }
        }
    }

    /// Whether a row has values, which an objective has not, or a state, which a measure has not; `None` if it has both
    /// or neither.
    fn has_value_or_state(&self, row: RowAt<'_>) -> Option<bool> {
        let Columns { values, outcome, state, progress, .. } = &self.table.columns;
        let filled = |at: &Option<usize>| !self.table.text(row, *at).is_empty();
        let value = match values {
            ValuesAt::Long { value, .. } => filled(value),
            ValuesAt::Wide(periods) => periods.iter().any(|(at, _)| filled(&Some(*at))),
        };
        match (value || filled(outcome), filled(state) || filled(progress)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }

    /// Reports a key that names nothing. `indicator` is the second cell of a key in two columns.
    fn unknown_key(&mut self, row: RowAt<'_>, how: Unknown, key: &str, indicator: Option<&str>) {
        let table = self.table;
        let at = match (table.columns.key, how) {
            (KeyAt::Pair(_, second), Unknown::Kpi(_) | Unknown::Operand(_) | Unknown::Name) => second,
            (KeyAt::One(at) | KeyAt::Pair(at, _), _) => at,
        };
        let place = table.place(row, at);
        let (plan, separator) = (table.origin.plan, table.manner.separator);
        let suggestions = &mut self.suggestions;
        self.reports.add(Code::UnknownKey, place.span, || {
            let (code, rest) = match (indicator, how) {
                (Some(indicator), Unknown::Name) => (indicator, None),
                (Some(indicator), _) => (key, Some(indicator).filter(|text| !text.is_empty())),
                (None, _) => key.split_once('/').map_or((key, None), |(code, rest)| (code, Some(rest))),
            };
            let meant = suggestions.meant(code, rest, how).map(|meant| match (indicator, how, meant.rest) {
                (Some(_), Unknown::Objective, _) => meant.code,
                (Some(_), _, Some(rest)) => rest,
                (_, _, Some(rest)) => format!("{}/{rest}", meant.code),
                (_, _, None) => meant.code,
            });
            let written = match (indicator, how) {
                (_, Unknown::Kpi(_)) => rest.unwrap_or(code),
                (Some(_), _) | (None, Unknown::Name) => code,
                (None, _) => key,
            };
            let meant = meant.map(|name| (name.clone(), as_cell(&name, separator)));
            table_faults::unknown_key(plan, &place, written, how, meant)
        });
    }

    /// The values and the state of a row.
    fn entries(&mut self, row: RowAt<'_>, key: Key) {
        let table = self.table;
        let outcome = table.columns.outcome.filter(|at| !table.text(row, Some(*at)).is_empty());
        match &table.columns.values {
            ValuesAt::Long { period, value } => {
                let written = table.text(row, Some(*period));
                let Some(period) = Period::parse(&written) else {
                    let used = [*value, outcome, table.columns.state, table.columns.progress];
                    if !written.is_empty() || used.iter().any(|at| !table.text(row, *at).is_empty()) {
                        let place = table.place(row, *period);
                        let fault =
                            || table_faults::bad_period(&place, &written, table.meant_period(&written));
                        self.reports.add(Code::CellPeriod, place.span, fault);
                    }
                    return;
                };
                if let Some(value) = value.or(outcome) {
                    self.value(row, key, period, value, outcome);
                }
                self.state(row, key, period);
                self.remarks(row, key, period);
            }
            ValuesAt::Wide(periods) => {
                let latest = periods.iter().map(|(_, period)| *period).max();
                for (at, period) in periods {
                    self.value(row, key, *period, *at, outcome.filter(|_| Some(*period) == latest));
                }
                if let Some(latest) = latest {
                    self.state(row, key, latest);
                }
                // What is written beside values is of the latest that is there.
                let filled = periods.iter().filter(|(at, _)| !table.text(row, Some(*at)).is_empty());
                if let Some(period) = filled.map(|(_, period)| *period).max().or(latest) {
                    self.remarks(row, key, period);
                }
            }
        }
    }

    /// What the row says beside its value and state: notes, evidence, and a `motivo` of no state.
    fn remarks(&mut self, row: RowAt<'_>, key: Key, period: Period) {
        let table = self.table;
        let Columns { state, progress, reason, remarks, .. } = &table.columns;
        let has_state = [state, progress].iter().any(|at| !table.text(row, **at).is_empty());
        let reason = reason.filter(|_| !has_state).map(|at| (at, RemarkKind::Note));
        for (at, kind) in reason.iter().chain(remarks) {
            let text = table.text(row, Some(*at));
            let text = text.trim();
            if !text.is_empty() && !sheets::is_failed(text) {
                let cell = table.place(row, *at).span;
                self.gathered.add_remark(key, Remark { period, kind: *kind, text: text.into(), cell });
            }
        }
    }

    /// A value, with the column of its `esito` if that is filled.
    fn value(&mut self, row: RowAt<'_>, key: Key, period: Period, at: usize, outcome: Option<usize>) {
        let table = self.table;
        let (text, words) = (table.text(row, Some(at)), table.text(row, outcome));
        if text.is_empty() && words.is_empty() {
            return;
        }
        let place = table.place(row, at);
        let subject = match key {
            Key::Value(subject) => subject,
            Key::Objective(_) => {
                let plan = table.origin.plan;
                self.reports
                    .add(Code::CellType, place.span, || state_faults::value_of_objective(plan, &place, key));
                return;
            }
        };
        let Ok(said) = self.outcome(row, outcome) else { return };
        let owner = || Owner::of(table.origin.plan, subject);
        let Manner { mark, .. } = table.manner;
        let content = match if Some(at) == outcome { Ok(Content::Blank) } else { cell::read(&text, mark) } {
            Ok(content) => content,
            Err(fault) => {
                let code = faults::code_of(&fault);
                let make = || faults::unreadable(&place, &text, &fault, &owner(), table.manner);
                return self.reports.add(code, place.span, make);
            }
        };
        let value = match (content, said) {
            (Content::Value(_), Some(Outcome::Unavailable)) => {
                let outcome = table.place(row, outcome.unwrap_or(at));
                let make = || state_faults::value_beside_unavailable(&place, &text, &outcome, &words);
                return self.reports.add(Code::ValueBesideUnavailable, place.span, make);
            }
            (Content::Value(literal), _) => {
                let literal = in_own_unit(literal, table.origin.plan, subject);
                match cell::fit(literal, faults::wanted(table.origin.plan, subject), mark) {
                    Ok(value) => FactValue::Given(value),
                    Err(misfit) => {
                        let code = faults::code_of_misfit(&misfit);
                        let make = || faults::misfit(&place, &text, &misfit, &owner(), table.manner);
                        return self.reports.add(code, place.span, make);
                    }
                }
            }
            (Content::Blank, Some(Outcome::Validated)) if matches!(subject, Subject::Kpi(_)) => {
                FactValue::Empty
            }
            (Content::Blank, None) => return,
            (_, Some(Outcome::Unavailable)) | (Content::Blank, _) => FactValue::Unavailable((*words).into()),
            (Content::Unavailable, _) => FactValue::Unavailable((*text).into()),
        };
        let outcome = (!words.is_empty()).then(|| self.shared(&words));
        let fact = Fact { subject, period, value, outcome, cell: place.span, row: row.line };
        if let Err(clash) = self.gathered.add_fact(fact) {
            self.clash(&place, &clash);
        }
    }

    /// What the `esito` says; `Err` if it says nothing known.
    fn shared(&mut self, words: &str) -> Arc<str> {
        match &self.said {
            Some(said) if **said == *words => Arc::clone(said),
            _ => Arc::clone(self.said.insert(words.into())),
        }
    }

    fn outcome(&mut self, row: RowAt<'_>, at: Option<usize>) -> Result<Option<Outcome>, ()> {
        let Some(at) = at else { return Ok(None) };
        let text = self.table.text(row, Some(at));
        if let Some(outcome) = words::outcome(&text) {
            return Ok(Some(outcome));
        }
        let place = self.table.place(row, at);
        self.reports.add(Code::UnknownOutcome, place.span, || state_faults::unknown_outcome(&place, &text));
        Err(())
    }

    /// The declared state of a row, if it has one.
    fn state(&mut self, row: RowAt<'_>, key: Key, period: Period) {
        let table = self.table;
        let Columns { state, progress, reason, .. } = &table.columns;
        let (text, progress_text) = (table.text(row, *state), table.text(row, *progress));
        let Some(at) = state.or(*progress).filter(|_| !(text.is_empty() && progress_text.is_empty())) else {
            return;
        };
        let (place, plan) = (table.place(row, at), table.origin.plan);
        let of = match key {
            Key::Objective(id) => DeclaredFor::Objective(id),
            Key::Value(Subject::Kpi(id)) => DeclaredFor::Kpi(id),
            Key::Value(Subject::Measure(_)) => {
                let make = || state_faults::state_of_measure(plan, &place, key);
                return self.reports.add(Code::CellType, place.span, make);
            }
        };
        let Some(state) = words::state(&text) else {
            let other = table.place(row, progress.unwrap_or(at));
            return self.reports.add(Code::UnknownState, place.span, || {
                if text.is_empty() {
                    state_faults::progress_without_state(&place, &other)
                } else {
                    state_faults::unknown_state(&place, &text)
                }
            });
        };
        let progress = match progress.filter(|_| !progress_text.is_empty()) {
            Some(at) => match cell::read(&progress_text, table.manner.mark) {
                Ok(Content::Value(LiteralValue::Percent(points))) => Some(points),
                other => return self.bad_progress(&table.place(row, at), &progress_text, &other.ok()),
            },
            None => None,
        };
        let reason =
            Some(table.text(row, *reason)).filter(|text| !text.is_empty()).map(|text| (*text).into());
        let declared = Declared { period, state, progress, reason, cell: place.span, row: row.line };
        if let Err(clash) = self.gathered.add_state(of, declared) {
            self.clash(&place, &clash);
        }
    }

    /// A key and period that another cell has already.
    fn clash(&mut self, place: &Place<'_>, clash: &Clash) {
        let Origin { plan, sources, .. } = self.table.origin;
        let code = clash.code();
        self.reports.add(code, place.span, || faults::clash(plan, sources, place, clash));
    }

    fn bad_progress(&mut self, place: &Place<'_>, text: &str, content: &Option<Content>) {
        match content {
            Some(Content::Value(LiteralValue::Number(number, None))) => {
                let meant = cell::percentages(*number, self.table.manner.mark);
                self.reports.add(Code::CellPercent, place.span, || faults::bare_percent(place, text, &meant));
            }
            _ => self.reports.add(Code::CellType, place.span, || state_faults::bad_progress(place, text)),
        }
    }
}

/// A number of what its subject counts as a bare number, be that a currency.
fn in_own_unit(value: LiteralValue, plan: &Plan, subject: Subject) -> LiteralValue {
    let own = match subject {
        Subject::Measure(id) => plan.measure(id).unit.as_deref(),
        Subject::Kpi(id) => plan.kpi(id).unit.as_deref(),
    };
    match value {
        LiteralValue::Number(number, Some(unit))
            if own.is_some_and(|own| fold_name(own) == fold_name(&unit)) =>
        {
            LiteralValue::Number(number, None)
        }
        value => value,
    }
}
