//! Where what stands at a place is declared.

use std::path::Path;

use super::State;
use super::names::{self, Symbol};
use super::references::{Names, code_alone, item_at};
use super::tables::{KeyName, cells_at, tables, touches};
use crate::source::{FileId, Span, normalise_path};
use crate::syntax::tree::{Head, Item};

/// The declarations of what is named at byte `offset`; for the file of a `usa`, its start; for a key of a table, what
/// it names in the plan.
pub fn definition(state: &State, file: FileId, offset: usize) -> Vec<Span> {
    if let Some(start) = used_file(state, file, offset) {
        return vec![start];
    }
    let outline = state.outline();
    let names = Names::new(state, &outline);
    if let Some(operand) = operand_at(&names, file, offset) {
        return vec![operand];
    }
    let mut mentions = names.at(file, offset);
    // A KPI's code declares the KPI and names an entry of the catalogue: that says more.
    mentions.sort_by_key(|mention| mention.declares);
    let mut declared = mentions.iter().filter_map(|mention| declaration(&names, &mention.symbol));
    declared.next().into_iter().collect()
}

/// The start of the file that the `usa` at a place names, if it was read.
fn used_file(state: &State, file: FileId, offset: usize) -> Option<Span> {
    let (item, _) = item_at(state.tree(file)?, offset)?;
    let Some(Head::Import { path }) = &item.head else { return None };
    let folder = Path::new(state.sources().path(file)).parent().unwrap_or(Path::new(""));
    let wanted = normalise_path(&folder.join(&*path.node));
    let mut files = state.sources().iter();
    let (used, _) = files.find(|(_, source)| normalise_path(Path::new(&source.path)) == wanted)?;
    touches(path.span, offset).then(|| Span::new(used, 0, 0))
}

/// The operand that the number in a key of a table stands for.
fn operand_at(names: &Names<'_, '_>, file: FileId, offset: usize) -> Option<Span> {
    tables(names.state).find(|table| *table == file)?;
    let cells = cells_at(names.state, names.outline, file, offset);
    let mut parts = cells.iter().flat_map(|cell| &cell.parts).filter(|part| touches(part.span, offset));
    parts.find_map(|part| match part.names {
        KeyName::Operand(span) => Some(span),
        KeyName::Symbol(_) => None,
    })
}

/// Where a symbol is declared.
pub(super) fn declaration(names: &Names<'_, '_>, symbol: &Symbol) -> Option<Span> {
    let outline = names.outline;
    let item: &Item = match symbol {
        Symbol::Objective(code) => outline.objectives.get(*outline.by_code.get(&**code)?)?.item,
        Symbol::Kpi(objective, key) => return names.kpi(objective, key).map(|kpi| kpi.span),
        Symbol::Measure(name) => outline.measures.get(name)?,
        Symbol::Indicator(code) => outline.indicators.get(code)?,
        Symbol::Structure(name) => outline.structures.get(name)?,
        Symbol::Bands(name) => outline.bands.get(name)?,
    };
    let mut found = None;
    names::of_item(item, None, &mut |mention| {
        if mention.declares {
            let written = names.state.sources().text(mention.span);
            found = Some(match symbol {
                Symbol::Objective(code) | Symbol::Indicator(code) => code_alone(mention.span, written, code),
                _ => mention.span,
            });
        }
    });
    found
}
