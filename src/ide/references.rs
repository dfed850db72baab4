//! Where a name stands: in all files of a plan and in its tables.

use super::State;
use super::names::{self, Mention, Symbol};
use super::tables::{KeyCell, KeyName, Keys, Scope, cells_at, symbol_of, tables, touches};
use crate::resolve::{KpiDecl, Outline};
use crate::source::{FileId, Span};
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::{Head, Item, Tree};
use crate::value::plain_hyphen;

/// Whether declarations count as references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declarations {
    /// They do.
    With,
    /// They don't.
    Without,
}

/// Every place where what is named at byte `offset` is named.
pub fn references(state: &State, file: FileId, offset: usize, declarations: Declarations) -> Vec<Span> {
    let outline = state.outline();
    let names = Names::new(state, &outline);
    let wanted = names.symbols_at(file, offset);
    let mut found = Vec::new();
    names.of_symbols(&wanted, &names.files(), &mut |mention| {
        if declarations == Declarations::With || !mention.declares {
            found.push(mention.span);
        }
    });
    found.sort();
    found.dedup();
    found
}

/// [`references`] in the same file, and whether each is a declaration.
pub fn highlights(state: &State, file: FileId, offset: usize) -> Vec<(Span, bool)> {
    let outline = state.outline();
    let names = Names::new(state, &outline);
    let wanted = names.symbols_at(file, offset);
    let mut found: Vec<(Span, bool)> = Vec::new();
    names.of_symbols(&wanted, &[file], &mut |mention| found.push((mention.span, mention.declares)));
    // A KPI's code is a declaration of the KPI and a use of the catalogue.
    found.sort_by_key(|(span, declares)| (*span, !declares));
    found.dedup_by_key(|(span, _)| *span);
    found
}

/// The names of a plan, each as what it is bound to: a KPI however it is spelt.
pub(super) struct Names<'s, 'o> {
    pub state: &'s State,
    pub outline: &'o Outline<'s>,
}

impl<'s, 'o> Names<'s, 'o> {
    pub fn new(state: &'s State, outline: &'o Outline<'s>) -> Names<'s, 'o> {
        Names { state, outline }
    }

    /// The files of the plan, then the tables.
    fn files(&self) -> Vec<FileId> {
        let trees = self.state.checked.trees.iter().map(|(file, _)| *file);
        trees.chain(tables(self.state)).collect()
    }

    /// All mentions in plan files, then in tables.
    pub fn all(&self, found: &mut dyn FnMut(Mention)) {
        let keys = Keys::new(self.outline, Scope::All);
        for file in self.files() {
            self.of_file(file, &keys, &|_| true, found);
        }
    }

    /// All mentions in the sheets of workbooks.
    pub fn in_sheets(&self, found: &mut dyn FnMut(Mention)) {
        let keys = Keys::new(self.outline, Scope::All);
        keys.sheet_cells(self.state, &mut |cell| mentions_of(cell, found));
    }

    /// The mentions of some symbols in some files.
    fn of_symbols(&self, wanted: &[Symbol], files: &[FileId], found: &mut dyn FnMut(Mention)) {
        if wanted.is_empty() {
            return;
        }
        let objective = wanted.iter().find_map(|symbol| match symbol {
            Symbol::Kpi(objective, _) => Some(objective.clone()),
            _ => None,
        });
        let keys = Keys::new(self.outline, objective.map_or(Scope::Nothing, Scope::Objective));
        for file in files {
            self.of_file(*file, &keys, &|symbol| wanted.contains(symbol), found);
        }
    }

    /// The mentions of one file whose symbol is wanted.
    fn of_file(
        &self,
        file: FileId,
        keys: &Keys<'_, '_>,
        wanted: &dyn Fn(&Symbol) -> bool,
        found: &mut dyn FnMut(Mention),
    ) {
        let mut take = |mention: Mention| {
            if wanted(&mention.symbol) {
                found(mention);
            }
        };
        let Some(tree) = self.state.tree(file) else {
            if tables(self.state).any(|table| table == file) {
                keys.cells(self.state, file, None, &mut |cell| mentions_of(cell, &mut take));
            }
            return;
        };
        let mut objective = None;
        for item in &tree.items {
            names::of_item(item, objective, &mut |mention| {
                // How a KPI is spelt says little: it is bound first.
                if wanted(&mention.symbol) || matches!(mention.symbol, Symbol::Kpi(..)) {
                    take(self.bound(mention, keys));
                }
            });
            objective = names::objective_below(item, objective);
        }
    }

    /// The mentions at a byte of a file.
    pub fn at(&self, file: FileId, offset: usize) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut take = |mention: Mention| {
            if touches(mention.span, offset) {
                found.push(mention);
            }
        };
        if let Some(tree) = self.state.tree(file) {
            if let Some((item, objective)) = item_at(tree, offset) {
                let scope = match &item.head {
                    Some(Head::Override { objective, .. }) => Scope::Objective(objective.node.to_string()),
                    _ => Scope::Nothing,
                };
                let keys = Keys::new(self.outline, scope);
                names::of_item(item, objective, &mut |mention| take(self.bound(mention, &keys)));
            }
        } else if tables(self.state).any(|table| table == file) {
            let cells = cells_at(self.state, self.outline, file, offset);
            cells.into_iter().for_each(|cell| mentions_of(cell, &mut take));
        }
        found
    }

    /// What is named at a byte of a file. A code that no catalogue has is the KPI's own.
    pub fn symbols_at(&self, file: FileId, offset: usize) -> Vec<Symbol> {
        let mut symbols: Vec<Symbol> = Vec::new();
        for mention in self.at(file, offset) {
            match mention.symbol {
                Symbol::Indicator(ref code) if self.outline.indicators.get(code).is_none() => {
                    symbols.extend(self.kpi_of_code(mention.span).map(|kpi| symbol_of(self.outline, kpi)));
                }
                symbol => symbols.push(symbol),
            }
        }
        symbols.dedup();
        symbols
    }

    /// The KPI whose code stands at a place.
    pub fn kpi_of_code(&self, span: Span) -> Option<&'o KpiDecl<'s>> {
        let here = |code: Span| code.file == span.file && touches(code, span.start as usize);
        self.outline.kpis.iter().find(|kpi| code_span(kpi).is_some_and(here))
    }

    /// The KPI of a symbol.
    pub fn kpi(&self, objective: &str, key: &str) -> Option<&'o KpiDecl<'s>> {
        let objective = self.outline.objectives.get(*self.outline.by_code.get(objective)?)?;
        let mut kpis = objective.kpis.iter().filter_map(|index| self.outline.kpis.get(*index));
        kpis.find(|kpi| kpi.key() == key)
    }

    /// A mention as what it means, and no more of the text than the name.
    fn bound(&self, mut mention: Mention, keys: &Keys<'_, '_>) -> Mention {
        let written = self.state.sources().text(mention.span);
        match &mention.symbol {
            Symbol::Kpi(objective, name) if !mention.declares => {
                if let Some(symbol) = keys.kpi_named(objective, name) {
                    mention.symbol = symbol;
                }
                mention.span = without_quotes(mention.span, written);
            }
            Symbol::Objective(code) | Symbol::Indicator(code) => {
                mention.span = code_alone(mention.span, written, code);
            }
            _ => {}
        }
        mention
    }
}

/// The bytes that a code takes at the start of a text, blanks of the print included; `None` if it isn't there.
pub(super) fn length_of_code(written: &str, code: &str) -> Option<usize> {
    let mut rest = written;
    for wanted in code.chars() {
        rest = rest.trim_start();
        let next = rest.chars().next()?;
        if !plain_hyphen(next).to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        rest = rest.get(next.len_utf8()..)?;
    }
    Some(written.len().saturating_sub(rest.len()))
}

/// The place of a code without the final dot or the `.*` after it.
pub(super) fn code_alone(span: Span, written: &str, code: &str) -> Span {
    let length = length_of_code(written, code).unwrap_or(written.len()) as u32;
    Span::new(span.file, span.start, span.start.saturating_add(length))
}

fn without_quotes(span: Span, written: &str) -> Span {
    let mut chars = written.chars();
    match (chars.next(), chars.next_back()) {
        (Some(open @ ('"' | '«' | '“')), Some(close)) => Span::new(
            span.file,
            span.start.saturating_add(open.len_utf8() as u32),
            span.end.saturating_sub(close.len_utf8() as u32),
        ),
        _ => span,
    }
}

/// Where the code of a KPI stands.
pub(super) fn code_span(kpi: &KpiDecl<'_>) -> Option<Span> {
    match &kpi.item.head {
        Some(Head::Kpi { code: Some(code), .. }) => Some(code.span),
        _ => None,
    }
}

/// The item that a byte is in, and the code of the objective above it.
pub(super) fn item_at(tree: &Tree, offset: usize) -> Option<(&Item, Option<&str>)> {
    let after = tree.items.partition_point(|item| item.span.start as usize <= offset);
    let (item, before) = tree.items.get(..after)?.split_last()?;
    let closes = |item: &&Item| {
        matches!(item.keyword.node, ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action)
    };
    let objective = before.iter().rev().find(closes).and_then(|above| names::objective_below(above, None));
    Some((item, objective))
}

/// The names in a key; operands have none.
fn mentions_of(cell: KeyCell, found: &mut dyn FnMut(Mention)) {
    for part in cell.parts {
        if let KeyName::Symbol(symbol) = part.names {
            found(Mention { symbol, span: part.span, declares: false });
        }
    }
}
