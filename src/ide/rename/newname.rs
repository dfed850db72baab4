//! Whether a new name is one: the language's own reader says so.

use super::super::names::Symbol;
use super::super::references::Names;
use super::refusals;
use super::subject::{Subject, Which};
use crate::diagnostics::Text;
use crate::source::Sources;
use crate::syntax;
use crate::syntax::tree::{Head, Item, Name};
use crate::value::{fold_name, plain_code};

/// The new name as it is written; a code without the blanks and final dots of the print.
pub fn read(subject: &Subject, new: &str) -> Result<String, Text> {
    let new = new.trim();
    if new.is_empty() {
        return Err(refusals::blank());
    }
    let probe = match (&subject.symbol, subject.which) {
        (Symbol::Objective(_), _) => format!("obiettivo {new} \"x\""),
        (Symbol::Measure(_), _) => format!("misura {new} \"x\""),
        (Symbol::Indicator(_), _) => format!("indicatore {new} \"x\""),
        (Symbol::Structure(_), _) => format!("struttura {new} \"x\""),
        (Symbol::Bands(_), _) => format!("fasce {new} su valore"),
        (Symbol::Kpi(..), Which::Code { known_by: false }) => format!("kpi x {new} \"x\""),
        (Symbol::Kpi(..), _) => format!("kpi {new} \"x\""),
    };
    let mut sources = Sources::new();
    let file = sources.add("", "", b"");
    let (tree, faults) = syntax::parse(file, &probe);
    if let Some(fault) = faults.first() {
        return Err(refusals::no_name(new, Some(&fault.message)));
    }
    let [item] = tree.items.as_slice() else { return Err(refusals::no_name(new, None)) };
    let name = name_of(item, subject.which).ok_or_else(|| match (&subject.symbol, subject.which) {
        (Symbol::Kpi(..), Which::Identifier) => refusals::no_identifier(new),
        (Symbol::Kpi(..), _) => refusals::no_code(new),
        _ => refusals::no_name(new, None),
    })?;
    if *name.node != *plain_code(new) {
        return Err(refusals::no_name(new, None));
    }
    Ok(name.node.to_string())
}

fn name_of(item: &Item, which: Which) -> Option<&Name> {
    match item.head.as_ref()? {
        Head::Objective { code: name, .. }
        | Head::Indicator { code: name, .. }
        | Head::Measure { ident: name, .. }
        | Head::Structure { ident: name, .. }
        | Head::Bands { ident: name, .. } => Some(name),
        Head::Kpi { ident, code, .. } => match which {
            Which::Identifier => ident.as_ref().filter(|_| code.is_none()),
            Which::Code { known_by: true } | Which::Only => code.as_ref().filter(|_| ident.is_none()),
            Which::Code { known_by: false } => code.as_ref(),
        },
        Head::Plan { .. } | Head::Import { .. } | Head::Override { .. } => None,
    }
}

/// Nothing of its kind may have the name already, nor may anything undeclared be called so: it would be taken for it.
pub fn refuse_if_taken(names: &Names<'_, '_>, subject: &Subject, new: &str) -> Result<(), Text> {
    if let Symbol::Kpi(objective, own) = &subject.symbol {
        let outline = names.outline;
        let objective = outline.by_code.get(&**objective).and_then(|index| outline.objectives.get(*index));
        let kpis = objective.into_iter().flat_map(|objective| &objective.kpis);
        let others = kpis.filter_map(|index| outline.kpis.get(*index)).filter(|kpi| kpi.key() != own);
        for kpi in others {
            let called = [kpi.ident, kpi.code, Some(kpi.title)];
            if called.into_iter().flatten().any(|name| fold_name(name) == fold_name(new)) {
                return Err(refusals::taken(names.state, new, kpi.span));
            }
        }
        return Ok(());
    }
    let renamed = subject.clone().renamed(names, new.to_owned());
    let codes = subject.codes(names);
    let mut taken = None;
    let after: Vec<Symbol> = match &subject.symbol {
        Symbol::Objective(_) => {
            codes.iter().map(|code| renamed.apply(&Symbol::Objective(code.clone()))).collect()
        }
        symbol => vec![renamed.apply(symbol)],
    };
    names.all(&mut |mention| {
        let moves = matches!(&mention.symbol, Symbol::Objective(code) if codes.contains(code));
        if !moves && after.contains(&mention.symbol) && taken.as_ref().is_none_or(|(_, declares)| !declares) {
            taken = Some((mention.span, mention.declares));
        }
    });
    match taken {
        Some((span, true)) => Err(refusals::taken(names.state, new, span)),
        Some((span, false)) => Err(refusals::used_undeclared(names.state, new, span)),
        None => Ok(()),
    }
}
