//! A `struttura`, `fasce` or `indicatore` of the plan's own file that nothing names. A library may hold more than one plan
//! needs. What measures are for is told by `unused_measure`.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::resolve::{Declared, KpiDecl, Outline};
use crate::source::Span;
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::{AttributeValue, Head, Item, Scoring, Who};
use crate::value::fold_name;

use super::Scene;

/// What it is, and its name as it is declared.
type Name<'t> = (ItemKeyword, &'t str);

/// So many KPIs nearly always name all there is to name.
const FIRST: usize = 256;

/// What an attribute names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Mention<'t> {
    /// Something by its declared name.
    Declared(Name<'t>),
    /// Structures by a text: that of an identifier or a title.
    Text(&'t str),
}

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    let mut left = Left { names: declared(scene), texts: FxHashSet::default() };
    let (first, rest) = outline.kpis.split_at(FIRST.min(outline.kpis.len()));
    let before = all_but_kpis(outline).flat_map(|item| named(outline, item));
    before.chain(first.iter().flat_map(|kpi| named_by_kpi(outline, kpi))).for_each(|name| left.strike(name));
    left.strike_called(outline);
    if left.names.is_empty() {
        return;
    }
    let kpis = rest.par_iter().with_min_len(512).flat_map_iter(|kpi| named_by_kpi(outline, kpi));
    let used: Vec<Mention<'_>> = kpis.filter(|mention| left.concerns(mention)).collect();
    used.into_iter().for_each(|mention| left.strike(mention));
    left.strike_called(outline);
    // What could not be read may name anything.
    let readable = |item: &Item| item.head.is_some() && item.broken.is_empty();
    let all_readable = !outline.codes_unsure
        && all_but_kpis(outline).chain(outline.kpis.iter().map(|kpi| kpi.item)).all(readable);
    if all_readable {
        found.extend(left.names.into_iter().map(|((kind, name), span)| unused(kind, name, span)));
    }
}

/// What nothing names so far.
struct Left<'t> {
    names: FxHashMap<Name<'t>, Span>,
    /// The texts that may name structures.
    texts: FxHashSet<&'t str>,
}

impl<'t> Left<'t> {
    fn concerns(&self, mention: &Mention<'t>) -> bool {
        match mention {
            Mention::Declared(name) => self.names.contains_key(name),
            Mention::Text(text) => !self.texts.contains(text),
        }
    }

    fn strike(&mut self, mention: Mention<'t>) {
        match mention {
            Mention::Declared(name) => {
                self.names.remove(&name);
            }
            Mention::Text(text) => {
                self.texts.insert(text);
            }
        }
    }

    /// Strikes the structures that the texts mean, by identifier or title, as whoever reports is found
    /// ([`crate::plan::offices`]).
    fn strike_called(&mut self, outline: &Outline<'t>) {
        if self.texts.is_empty() {
            return;
        }
        let texts: FxHashSet<String> = self.texts.iter().map(|text| fold_name(text)).collect();
        for (name, item) in &outline.structures.list {
            let titled = || match &item.head {
                Some(Head::Structure { title: Some(title), .. }) => texts.contains(&fold_name(&title.node)),
                _ => false,
            };
            let key = (ItemKeyword::Structure, *name);
            if self.names.contains_key(&key) && (texts.contains(&fold_name(name)) || titled()) {
                self.names.remove(&key);
            }
        }
    }
}

/// Whatever else may name something, of which there is less than of KPIs.
fn all_but_kpis<'o, 't>(outline: &'o Outline<'t>) -> impl Iterator<Item = &'t Item> + 'o {
    let lists = [&outline.structures, &outline.measures, &outline.indicators];
    let declared = lists.into_iter().flat_map(|declared| declared.list.iter().map(|(_, item)| *item));
    let objectives = outline.objectives.iter().map(|objective| objective.item);
    outline.plan.into_iter().chain(declared).chain(objectives)
}

/// All that the plan's own file declares to be named, with its place.
fn declared<'t>(scene: &Scene<'_, 't>) -> FxHashMap<Name<'t>, Span> {
    let outline = scene.outline;
    let lists: [(ItemKeyword, &Declared<'t>); 3] = [
        (ItemKeyword::Structure, &outline.structures),
        (ItemKeyword::Bands, &outline.bands),
        (ItemKeyword::Indicator, &outline.indicators),
    ];
    let own = lists.into_iter().flat_map(|(kind, declared)| {
        let items = declared.list.iter().filter(|(_, item)| item.span.file == scene.plan_file);
        items.filter_map(move |(name, item)| match &item.head {
            Some(
                Head::Structure { ident: place, .. }
                | Head::Bands { ident: place, .. }
                | Head::Indicator { code: place, .. },
            ) => Some(((kind, *name), place.span)),
            _ => None,
        })
    });
    own.collect()
}

fn named_by_kpi<'o, 't>(
    outline: &'o Outline<'t>,
    kpi: &'o KpiDecl<'t>,
) -> impl Iterator<Item = Mention<'t>> + 'o {
    let entry = kpi.code.and_then(|code| as_declared(&outline.indicators, code));
    named(outline, kpi.item).chain(entry.map(|name| Mention::Declared((ItemKeyword::Indicator, name))))
}

/// What an item's attributes name.
fn named<'o, 't>(outline: &'o Outline<'t>, item: &'t Item) -> impl Iterator<Item = Mention<'t>> + 'o {
    let known = |kind: ItemKeyword, declared: &Declared<'t>, name: &str| {
        as_declared(declared, name).map(|name| Mention::Declared((kind, name)))
    };
    item.attributes.iter().flat_map(move |attribute| {
        let (who, other): (&[Who], _) = match &attribute.value {
            AttributeValue::Who(who) => (who, None),
            AttributeValue::Scoring(scoring) => match &**scoring {
                Scoring::Bands(name) => (&[], known(ItemKeyword::Bands, &outline.bands, &name.node)),
                _ => (&[], None),
            },
            AttributeValue::Parent(name) => {
                (&[], known(ItemKeyword::Structure, &outline.structures, &name.node))
            }
            _ => (&[], None),
        };
        let structures = who.iter().filter_map(move |who| match who {
            Who::Structure(name) => known(ItemKeyword::Structure, &outline.structures, &name.node),
            Who::Text(text) => Some(Mention::Text(&text.node)),
        });
        structures.chain(other)
    })
}

/// A name as its declaration has it.
fn as_declared<'t>(declared: &Declared<'t>, name: &str) -> Option<&'t str> {
    declared.list.get(declared.position(name)?).map(|(name, _)| *name)
}

fn unused(kind: ItemKeyword, name: &str, span: Span) -> Diagnostic {
    let message = match kind {
        ItemKeyword::Structure => {
            say!("niente è della struttura `{name}`", "nothing belongs to the structure `{name}`")
        }
        ItemKeyword::Bands => {
            say!("nessun punteggio usa le fasce `{name}`", "no score uses the bands `{name}`")
        }
        _ => say!(
            "nessun `kpi` usa l'indicatore di catalogo `{name}`",
            "no `kpi` uses the catalogue's entry `{name}`"
        ),
    };
    Diagnostic::new(Code::UnusedDeclaration, span, message).note(say!(
        "toglila, o usala dove serve; ciò che serve a più piani sta meglio in un file a parte, con `usa`",
        "remove it, or use it where it is wanted; what serves several plans is better in a file of its own, with `usa`"
    ))
}
