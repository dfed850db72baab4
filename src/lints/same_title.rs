//! Two KPIs of one title in one objective (000 l.59, l.62: the same event counted twice).

use std::collections::hash_map::Entry;
use std::hash::Hasher as _;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::resolve::{KpiDecl, ObjectiveDecl};
use crate::syntax::keyword::{Keyword, fold};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let twice: Vec<Diagnostic> = scene
        .outline
        .objectives
        .par_iter()
        .with_min_len(64)
        .flat_map_iter(|objective| repeated(scene, objective))
        .collect();
    found.extend(twice);
}

fn repeated(scene: &Scene<'_, '_>, objective: &ObjectiveDecl<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first: FxHashMap<u64, &KpiDecl<'_>> = FxHashMap::default();
    let kpis: Vec<&KpiDecl<'_>> =
        objective.kpis.iter().filter_map(|index| scene.outline.kpis.get(*index)).collect();
    if kpis.len() < 2 {
        return found;
    }
    for kpi in kpis.into_iter().filter(|kpi| !kpi.title.is_empty()) {
        // One known by its title alone is already an error if it comes twice.
        match first.entry(rough(kpi.title)) {
            Entry::Vacant(new) => {
                new.insert(kpi);
            }
            Entry::Occupied(before) if is_the_same(before.get(), kpi) => {
                let title = kpi.title;
                let named = before.get().ident.is_some() || before.get().code.is_some();
                let also_named = kpi.ident.is_some() || kpi.code.is_some();
                if !named && !also_named {
                    continue;
                }
                found.push(
                    Diagnostic::new(
                        Code::SameTitle,
                        kpi.span,
                        say!(
                            "in questo obiettivo il titolo `{title}` c'è due volte",
                            "in this objective the title `{title}` is there twice"
                        ),
                    )
                    .also(before.get().span, say!("la prima", "the first"))
                    .note(say!(
                        "se sono due indicatori, il titolo dica la differenza",
                        "if they are two indicators, let the titles tell the difference"
                    )),
                );
            }
            Entry::Occupied(_) => {}
        }
    }
    found
}

/// The same for titles that are the same but for case and accents; to compare them truly takes long.
fn rough(title: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in title.bytes().filter(u8::is_ascii_alphanumeric) {
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    hasher.finish()
}

/// A `descrizione` that differs tells two KPIs of one title apart.
fn is_the_same(a: &KpiDecl<'_>, b: &KpiDecl<'_>) -> bool {
    use crate::syntax::tree::AttributeValue::Text;
    let described =
        |kpi: &KpiDecl<'_>| match kpi.attribute(Keyword::Description).map(|found| found.value.clone()) {
            Some(Text(text)) => fold(&text.node),
            _ => String::new(),
        };
    fold(a.title) == fold(b.title) && described(a) == described(b)
}
