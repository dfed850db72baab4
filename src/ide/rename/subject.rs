//! What is to be renamed.

use super::super::definition::declaration;
use super::super::names::{Mention, Symbol};
use super::super::references::{Names, code_span, item_at};
use super::super::tables::{symbol_of, tables, touches};
use super::refusals;
use crate::diagnostics::Text;
use crate::resolve::KpiDecl;
use crate::source::{FileId, Span};
use crate::syntax::tree::{Head, Item};
use crate::value::fold_name;

/// Which name of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The only name that it has.
    Only,
    /// The identifier of a KPI.
    Identifier,
    /// The code of a KPI that no catalogue has; whether it is what the KPI is known by.
    Code {
        /// The KPI has no identifier.
        known_by: bool,
    },
}

/// What is to be renamed.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The thing.
    pub symbol: Symbol,
    /// Which of its names.
    pub which: Which,
    /// Its present name.
    pub name: String,
    /// Where it was asked for.
    pub span: Span,
    /// Where a KPI's code stands that is no mention of its own.
    pub code: Option<Span>,
}

/// The name at a place of a file.
pub fn at(names: &Names<'_, '_>, file: FileId, offset: usize) -> Result<Subject, Text> {
    let mut mentions = names.at(file, offset);
    // The catalogue's code is also the KPI's, and is renamed everywhere.
    let rank = |mention: &Mention| match &mention.symbol {
        Symbol::Indicator(code) => names.outline.indicators.get(code).is_none(),
        _ => false,
    };
    mentions.sort_by_key(|mention| (rank(mention), mention.declares));
    let Some(mention) = mentions.into_iter().next() else { return Err(why_not(names, file, offset)) };
    let (symbol, span) = (mention.symbol, mention.span);
    match symbol {
        Symbol::Kpi(ref objective, ref key) => match names.kpi(objective, key) {
            Some(kpi) => of_kpi(names, kpi, span, mention.declares),
            None => Err(refusals::undeclared(names.state.sources().text(span))),
        },
        Symbol::Indicator(ref code) if names.outline.indicators.get(code).is_none() => {
            match names.kpi_of_code(span) {
                Some(kpi) => Ok(code_of(names, kpi, code.clone(), span)),
                None => Err(refusals::undeclared(code)),
            }
        }
        Symbol::Objective(ref name)
        | Symbol::Measure(ref name)
        | Symbol::Indicator(ref name)
        | Symbol::Structure(ref name)
        | Symbol::Bands(ref name) => {
            declaration(names, &symbol).ok_or_else(|| refusals::undeclared(name))?;
            Ok(Subject { name: name.clone(), which: Which::Only, span, code: None, symbol })
        }
    }
}

/// The name of a KPI that is spelt at a place; where it is declared that is the first that it has.
fn of_kpi(names: &Names<'_, '_>, kpi: &KpiDecl<'_>, span: Span, declares: bool) -> Result<Subject, Text> {
    let written = names.state.sources().text(span);
    let symbol = symbol_of(names.outline, kpi);
    if let Some(ident) = kpi.ident.filter(|ident| declares || spells(written, ident, kpi.code)) {
        return Ok(Subject { name: ident.to_owned(), which: Which::Identifier, span, code: None, symbol });
    }
    match kpi.code.filter(|code| declares || spells(written, code, kpi.ident)) {
        Some(code) if names.outline.indicators.get(code).is_some() => Ok(Subject {
            symbol: Symbol::Indicator(code.to_owned()),
            which: Which::Only,
            name: code.to_owned(),
            span,
            code: None,
        }),
        Some(code) => Ok(code_of(names, kpi, code.to_owned(), span)),
        None => Err(refusals::title_of_kpi(kpi.ident.or(kpi.code), kpi.title)),
    }
}

fn code_of(names: &Names<'_, '_>, kpi: &KpiDecl<'_>, name: String, span: Span) -> Subject {
    let symbol = symbol_of(names.outline, kpi);
    let which = Which::Code { known_by: kpi.ident.is_none() };
    Subject { symbol, which, name, span, code: code_span(kpi) }
}

/// Whether a text spells this name, and not rather the KPI's other one.
pub fn spells(written: &str, name: &str, other: Option<&str>) -> bool {
    fold_name(written) == fold_name(name) && (written == name || other != Some(written))
}

/// What a subject is called after it is renamed, and what else is with it.
#[derive(Debug, Clone)]
pub struct Renamed {
    symbol: Symbol,
    which: Which,
    name: String,
    new: String,
    /// Codes of objectives that carry the renamed one as their prefix, with it.
    codes: Vec<String>,
}

impl Subject {
    /// The codes that change with it: an objective's own, and those below it that begin with it.
    pub fn codes(&self, names: &Names<'_, '_>) -> Vec<String> {
        let Symbol::Objective(code) = &self.symbol else { return Vec::new() };
        let outline = names.outline;
        let mut codes = Vec::new();
        let mut open: Vec<usize> = outline.by_code.get(&**code).copied().into_iter().collect();
        while let Some(objective) = open.pop().and_then(|index| outline.objectives.get(index)) {
            let own = objective.code.filter(|own| own == code || is_below(own, code));
            codes.extend(own.map(str::to_owned));
            open.extend(&objective.children);
        }
        codes
    }

    /// What becomes of it.
    pub fn renamed(self, names: &Names<'_, '_>, new: String) -> Renamed {
        let codes = self.codes(names);
        Renamed { symbol: self.symbol, which: self.which, name: self.name, new, codes }
    }
}

/// `A.1.2` carries `A.1`.
fn is_below(code: &str, above: &str) -> bool {
    code.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

impl Renamed {
    /// Whether mentions of a symbol can be held against each other: a code that is only a KPI's is told apart from
    /// the same code elsewhere by nothing but its place.
    pub fn is_comparable(&self, symbol: &Symbol) -> bool {
        !(matches!(self.which, Which::Code { .. }) && matches!(symbol, Symbol::Indicator(_)))
    }

    /// What a symbol is after the renaming. `has_code` says whether a KPI is known by a code of the catalogue.
    pub fn apply(&self, symbol: &Symbol) -> Symbol {
        let code_after = |code: &String| match code.strip_prefix(&*self.name) {
            Some(rest) if self.codes.contains(code) => format!("{}{rest}", self.new),
            _ => code.clone(),
        };
        match (symbol, &self.symbol) {
            (Symbol::Objective(code), Symbol::Objective(_)) => Symbol::Objective(code_after(code)),
            (Symbol::Kpi(objective, key), Symbol::Objective(_)) => {
                Symbol::Kpi(code_after(objective), key.clone())
            }
            (Symbol::Kpi(objective, key), Symbol::Indicator(code)) if key == code => {
                Symbol::Kpi(objective.clone(), self.new.clone())
            }
            (Symbol::Kpi(objective, _), Symbol::Kpi(..))
                if *symbol == self.symbol && self.which != (Which::Code { known_by: false }) =>
            {
                Symbol::Kpi(objective.clone(), self.new.clone())
            }
            (Symbol::Measure(_), Symbol::Measure(_)) if *symbol == self.symbol => {
                Symbol::Measure(self.new.clone())
            }
            (Symbol::Indicator(_), Symbol::Indicator(_)) if *symbol == self.symbol => {
                Symbol::Indicator(self.new.clone())
            }
            (Symbol::Structure(_), Symbol::Structure(_)) if *symbol == self.symbol => {
                Symbol::Structure(self.new.clone())
            }
            (Symbol::Bands(_), Symbol::Bands(_)) if *symbol == self.symbol => Symbol::Bands(self.new.clone()),
            _ => symbol.clone(),
        }
    }
}

/// Why there is no name to change at a place.
fn why_not(names: &Names<'_, '_>, file: FileId, offset: usize) -> Text {
    let Some(tree) = names.state.tree(file) else {
        let table = tables(names.state).any(|table| table == file);
        return if table { refusals::no_key() } else { refusals::not_of_a_plan() };
    };
    let source = names.state.sources().get(file);
    let text = source.map_or("", |source| source.text.as_str());
    if let Some((item, _)) = item_at(tree, offset) {
        if let Some(keyword) = keyword_at(item, offset) {
            return refusals::keyword(&keyword);
        }
        if let Some(Head::Import { path }) = &item.head
            && touches(path.span, offset)
        {
            return refusals::file_name();
        }
    }
    if in_text(text, offset) { refusals::text() } else { refusals::nothing_here() }
}

fn keyword_at(item: &Item, offset: usize) -> Option<String> {
    if touches(item.keyword.span, offset) {
        return Some(item.keyword.node.to_string());
    }
    let mut attributes = item.attributes.iter();
    let at = attributes.find(|attribute| touches(attribute.keyword_span(), offset))?;
    Some(at.keyword.node.to_string())
}

/// Whether a byte is between quotes: texts end on their line.
fn in_text(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let mut closing: Option<char> = None;
    for c in line.chars() {
        closing = match (closing, c) {
            (None, '"') => Some('"'),
            (None, '«') => Some('»'),
            (None, '“') => Some('”'),
            (None, '#') => return false,
            (Some(close), c) if c == close => None,
            (state, _) => state,
        };
    }
    closing.is_some()
}
