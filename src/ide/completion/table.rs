//! Completion in a table of actuals: column names in the header, keys, periods and the closed lists of words below it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::snippet::Insert;
use super::{Completion, CompletionKind, Offer, fitting};
use crate::actuals::{ColumnName, OUTCOMES, STATES, Separator, as_cell};
use crate::diagnostics::{Lang, Text, say};
use crate::ide::State;
use crate::ide::names::objective_below;
use crate::plan::{MeasureId, Plan};
use crate::syntax::tree::Head;
use crate::value::{Period, fold_name};

/// Whether a byte stands on an empty line of a table: there Enter only makes another.
pub fn is_empty_line(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or("").rsplit('\n').next().unwrap_or("");
    let after = text.get(offset..).unwrap_or("").lines().next().unwrap_or("");
    before.trim().is_empty() && after.trim().is_empty()
}

/// What can be written at byte `offset` of a table that is read with the plan of `state`.
pub fn complete_table(state: &State, text: &str, offset: usize, lang: Lang) -> Vec<Completion> {
    let Some(table) = Table::at(text, offset) else { return Vec::new() };
    let offers = match (&table.header, table.column()) {
        (None, _) => table.columns(state, lang),
        (_, Some(ColumnName::Key)) => fitting(&table.typed, keys(state), Named::label, Named::offer),
        (_, Some(ColumnName::Objective)) => {
            fitting(&table.typed, objectives(state), Named::label, Named::offer)
        }
        (_, Some(ColumnName::Indicator)) => {
            fitting(&table.typed, table.indicators(state), Named::label, Named::offer)
        }
        (_, Some(ColumnName::Period)) => periods(state),
        (_, Some(ColumnName::Outcome)) => words(&OUTCOMES),
        (_, Some(ColumnName::State)) => words(&STATES),
        _ => Vec::new(),
    };
    let completion = |(rank, offer): (u32, Offer)| Completion {
        insert: table.cell_text(&offer),
        label: offer.label,
        kind: offer.kind,
        replace: table.replace.clone(),
        is_snippet: false,
        detail: offer.detail,
        documentation: None,
        rank,
    };
    (0u32..).zip(offers).map(completion).collect()
}

/// A place in a table.
struct Table<'t> {
    separator: char,
    /// The names of the columns; `None` in the header itself.
    header: Option<Vec<&'t str>>,
    /// The cells of the row.
    row: Vec<&'t str>,
    /// Which of them the place is in.
    at: usize,
    /// The bytes of that cell.
    replace: Range<usize>,
    /// What stands in it up to the place.
    typed: String,
}

impl<'t> Table<'t> {
    fn at(text: &'t str, offset: usize) -> Option<Table<'t>> {
        let before = text.get(..offset)?;
        let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line = text.get(start..)?.lines().next().unwrap_or("");
        let separator = char::from(Separator::of(text).byte());
        let is_header = |line: &&str| !line.trim().is_empty() && !line.trim_matches('"').starts_with("sep=");
        let above = text.get(..start)?.lines().find(is_header);
        let ranges = cells(line, separator);
        let within = offset.saturating_sub(start).min(line.len());
        let at = ranges.iter().rposition(|range| range.start <= within)?;
        let cell = ranges.get(at)?.clone();
        let typed = line.get(cell.start..within)?.trim_start_matches('"').to_owned();
        let replace = start.saturating_add(cell.start)..start.saturating_add(cell.end);
        Some(Table {
            separator,
            header: above.map(|line| texts(line, separator)),
            row: texts(line, separator),
            at,
            replace,
            typed,
        })
    }

    fn column(&self) -> Option<ColumnName> {
        self.header.as_ref()?.get(self.at).and_then(|header| ColumnName::of(header))
    }

    /// An offer as the text of a cell; a whole header is several cells.
    fn cell_text(&self, offer: &Offer) -> String {
        if offer.kind == CompletionKind::Snippet {
            return offer.insert.text.clone();
        }
        as_cell(&offer.insert.text, u8::try_from(self.separator).unwrap_or(b';'))
    }

    /// In the header: the columns that it does not have yet; first, where it has none, the usual ones together.
    fn columns(&self, state: &State, lang: Lang) -> Vec<Offer> {
        let names = [
            (
                ColumnName::Key,
                say!(
                    "la misura, l'indicatore o il suo operando",
                    "the measure, the indicator or its operand"
                ),
            ),
            (ColumnName::Period, say!("2025, 2025-S1, 2025-T2, 2025-06", "2025, 2025-S1, 2025-T2, 2025-06")),
            (ColumnName::Value, say!("il valore rilevato", "the actual value")),
            (ColumnName::Outcome, say!("l'esito della validazione", "the outcome of the validation")),
            (ColumnName::State, say!("lo stato dichiarato", "the declared state")),
            (ColumnName::Progress, say!("l'avanzamento dichiarato", "the declared progress")),
            (ColumnName::Reason, say!("il motivo dello stato", "the reason of the state")),
            (ColumnName::Note, say!("una nota per chi legge", "a note for the reader")),
            (ColumnName::Evidence, say!("ciò che prova il valore", "what proves the value")),
            (
                ColumnName::Objective,
                say!("l'obiettivo, al posto della chiave", "the objective, instead of the key"),
            ),
            (
                ColumnName::Indicator,
                say!("l'indicatore, al posto della chiave", "the indicator, instead of the key"),
            ),
        ];
        let others = self.row.iter().enumerate().filter(|(at, _)| *at != self.at);
        let present: Vec<ColumnName> = others.filter_map(|(_, header)| ColumnName::of(header)).collect();
        let mut found = Vec::new();
        if self.row.iter().enumerate().all(|(at, cell)| at == self.at || cell.is_empty()) {
            let separator = self.separator;
            let whole = format!("chiave{separator}periodo{separator}valore");
            found.push(Offer::new(CompletionKind::Snippet, whole.as_str(), Insert::plain(whole.as_str())));
        }
        let missing = names.into_iter().filter(|(name, _)| !present.contains(name));
        found.extend(missing.map(|(name, detail): (ColumnName, Text)| {
            Offer::word(CompletionKind::Column, name.spelling()).detail(detail.get(lang))
        }));
        found.extend(periods(state).into_iter().map(|offer| Offer { kind: CompletionKind::Column, ..offer }));
        found
    }

    /// The KPIs of the objective that the row names; of all where it names none.
    fn indicators(&self, state: &State) -> Box<dyn Iterator<Item = Named>> {
        let header = self.header.as_deref().unwrap_or_default();
        let objective =
            header.iter().position(|header| ColumnName::of(header) == Some(ColumnName::Objective));
        let printed = objective.and_then(|at| self.row.get(at)).copied().unwrap_or("").to_owned();
        let is_it = move |code: &str| {
            let rest = fold_name(&printed).strip_prefix(&fold_name(code)).map(str::to_owned);
            printed.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-']))
        };
        Box::new(of_plan(state).into_iter().filter_map(move |named| match named {
            Named::Kpi { objective, name, title } if is_it(&objective) => {
                Some(Named::Kpi { objective: String::new(), name, title })
            }
            _ => None,
        }))
    }
}

/// The cells of a line; quotes keep separators together.
fn cells(line: &str, separator: char) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == separator && !quoted {
            found.push(start..at);
            start = at.saturating_add(c.len_utf8());
        }
    }
    found.push(start..line.len());
    found
}

/// What the cells of a line hold.
fn texts(line: &str, separator: char) -> Vec<&str> {
    let ranges = cells(line, separator).into_iter();
    ranges.map(|range| line.get(range).unwrap_or("").trim().trim_matches('"')).collect()
}

/// What a row can be about.
enum Named {
    /// A measure, or an operand of a KPI, by its key.
    Measure { key: String, title: String },
    /// A KPI.
    Kpi { objective: String, name: String, title: String },
    /// An area, an objective or an action.
    Objective { code: String, title: String },
}

impl Named {
    /// As a cell holds it; of a KPI without its objective, the name alone.
    fn label(&self) -> String {
        match self {
            Named::Measure { key: name, .. } | Named::Objective { code: name, .. } => name.clone(),
            Named::Kpi { objective, name, .. } if objective.is_empty() => name.clone(),
            Named::Kpi { objective, name, .. } => format!("{objective}/{name}"),
        }
    }

    fn offer(self, label: String) -> Offer {
        let (kind, title) = match self {
            Named::Measure { title, .. } => (CompletionKind::Measure, title),
            Named::Kpi { title, .. } => (CompletionKind::Kpi, title),
            Named::Objective { title, .. } => (CompletionKind::Objective, title),
        };
        Offer::word(kind, label).detail(title)
    }
}

/// Measures, KPIs and their operands, as keys.
fn keys(state: &State) -> impl Iterator<Item = Named> {
    of_plan(state).into_iter().filter(|named| !matches!(named, Named::Objective { .. }))
}

fn objectives(state: &State) -> impl Iterator<Item = Named> {
    of_plan(state).into_iter().filter(|named| matches!(named, Named::Objective { .. }))
}

/// Everything that a key can name; of a faulty plan what its heads say.
fn of_plan(state: &State) -> Vec<Named> {
    state.checked.plan.as_ref().map_or_else(|| of_heads(state), of_valid)
}

fn of_valid(plan: &Plan) -> Vec<Named> {
    let measure = |id: MeasureId| plan.measure(id);
    let shared = plan.measures.iter().filter(|measure| measure.owner.is_none());
    let named = |measure: &crate::plan::Measure| Named::Measure {
        key: measure.key.clone(),
        title: measure.title.clone(),
    };
    let mut found: Vec<Named> = shared.map(named).collect();
    for kpi in &plan.kpis {
        let objective = plan.objective(kpi.objective).code.clone();
        let name = kpi.key.split_once('/').map_or("", |(_, name)| name).to_owned();
        let operands = kpi.operands.iter().map(|id| measure(*id)).filter(|measure| measure.owner.is_some());
        found.extend(operands.map(named));
        found.push(Named::Kpi { objective, name, title: kpi.title.clone() });
    }
    let objectives = plan.objectives.iter();
    found.extend(
        objectives.map(|objective| Named::Objective {
            code: objective.code.clone(),
            title: objective.title.clone(),
        }),
    );
    found
}

fn of_heads(state: &State) -> Vec<Named> {
    let mut found = Vec::new();
    for (_, tree) in &state.checked.trees {
        let mut objective: Option<&str> = None;
        for item in &tree.items {
            objective = objective_below(item, objective);
            let text = |title: &Option<crate::syntax::tree::Quoted>| {
                title.as_ref().map(|title| title.node.to_string()).unwrap_or_default()
            };
            match (&item.head, objective) {
                (Some(Head::Measure { ident, title }), _) => {
                    found.push(Named::Measure { key: ident.node.to_string(), title: text(title) });
                }
                (Some(Head::Objective { code, title }), _) => {
                    found.push(Named::Objective { code: code.node.to_string(), title: text(title) });
                }
                (Some(Head::Kpi { ident, code, title }), Some(objective)) => {
                    let name = ident.as_ref().or(code.as_ref()).or(title.as_ref());
                    let name = name.map(|name| name.node.to_string()).unwrap_or_default();
                    found.push(Named::Kpi { objective: objective.to_owned(), name, title: text(title) });
                }
                _ => {}
            }
        }
    }
    found
}

/// The period that `piaoc.toml` names, the plan's years, the one before them, and the parts of the year that is evaluated.
fn periods(state: &State) -> Vec<Offer> {
    let Some(plan) = state.checked.plan.as_ref() else { return Vec::new() };
    let (first, last) = plan.years;
    let exercise = plan.exercise;
    let parts = ["S1", "S2", "T1", "T2", "T3", "T4"].into_iter().map(str::to_owned);
    let parts = parts.chain((1..=12).map(|month| format!("{month:02}")));
    let wanted = state.checked.config.period.map(|period| period.to_string());
    let mut all: Vec<String> = wanted.iter().cloned().chain([exercise.to_string()]).collect();
    all.extend(parts.map(|part| format!("{exercise}-{part}")));
    all.extend((first..=last).take(20).filter(|year| *year != exercise).map(|year| year.to_string()));
    all.push(first.saturating_sub(1).to_string());
    all.retain(|period| Period::parse(period).is_some());
    let mut met = BTreeSet::new();
    all.retain(|period| met.insert(period.clone()));
    all.into_iter().map(|period| Offer::word(CompletionKind::Value, period)).collect()
}

fn words(words: &[&str]) -> Vec<Offer> {
    words.iter().map(|word| Offer::word(CompletionKind::Value, *word)).collect()
}
