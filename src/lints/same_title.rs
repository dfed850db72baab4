//! Two KPIs of one title in one objective (000 l.59, l.62: the same events counted twice). A `descrizione` that differs tells
//! them apart (004 has thirteen such pairs).

use std::hash::Hasher as _;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::resolve::{KpiDecl, ObjectiveDecl};
use crate::syntax::keyword::{Keyword, fold};
use crate::syntax::tree::AttributeValue;

use super::Scene;

/// So many KPIs of one title are compared with each other; who has more has other worries.
const MOST_LIKES: usize = 20;

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
    let kpis = objective.kpis.iter().filter_map(|index| scene.outline.kpis.get(*index));
    let titled: Vec<(u64, &KpiDecl<'_>)> =
        kpis.filter(|kpi| !kpi.title.is_empty()).map(|kpi| (rough(kpi.title), kpi)).collect();
    let mut hashes: Vec<u64> = titled.iter().map(|(hash, _)| *hash).collect();
    hashes.sort_unstable();
    let mut found = Vec::new();
    if hashes.windows(2).all(|pair| pair.first() != pair.last()) {
        return found;
    }
    let mut likes: FxHashMap<u64, Vec<&KpiDecl<'_>>> = FxHashMap::default();
    for (hash, kpi) in titled {
        let before = likes.entry(hash).or_default();
        match before.iter().find(|other| is_the_same(other, kpi)) {
            Some(other) => found.push(twice(kpi, other)),
            None if before.len() < MOST_LIKES => before.push(kpi),
            None => {}
        }
    }
    found
}

fn twice(kpi: &KpiDecl<'_>, before: &KpiDecl<'_>) -> Diagnostic {
    let title = kpi.title;
    let other = before.key();
    let fault = Diagnostic::new(
        Code::SameTitle,
        kpi.span,
        say!(
            "in questo obiettivo il titolo `{title}` c'è due volte",
            "in this objective the title `{title}` is there twice"
        ),
    )
    .also(before.span, say!("la prima", "the first"))
    .note(say!(
        "chi legge non li distingue: cambia un titolo, o aggiungi una `descrizione`",
        "who reads cannot tell them apart: change one title, or add a `descrizione`"
    ));
    if kpi.item.attribute(Keyword::Description).is_some() {
        return fault;
    }
    let other = other.replace('"', "'");
    fault.fix(
        say!("aggiungi una `descrizione` da completare", "add a `descrizione` to fill in"),
        kpi.item.after_head(),
        format!("\n  descrizione \"che cosa lo distingue da {other}\""),
    )
}

/// The same for titles that are the same but for case and accents (`Attività`, `Attivita'`): the consonants and digits.
/// To compare titles truly takes long.
fn rough(title: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for byte in title.bytes().filter(u8::is_ascii_alphanumeric) {
        let byte = byte.to_ascii_lowercase();
        if !b"aeiou".contains(&byte) {
            hasher.write_u8(byte);
        }
    }
    hasher.finish()
}

/// Two of one key are an error already.
fn is_the_same(a: &KpiDecl<'_>, b: &KpiDecl<'_>) -> bool {
    let key = |kpi: &KpiDecl<'_>| fold(kpi.key());
    folded(a.title) == folded(b.title) && described(a) == described(b) && key(a) != key(b)
}

/// Without the apostrophes that stand for accents.
fn folded(title: &str) -> String {
    fold(title).replace(['\'', '’'], "")
}

fn described(kpi: &KpiDecl<'_>) -> String {
    match kpi.attribute(Keyword::Description).map(|attribute| &attribute.value) {
        Some(AttributeValue::Text(text)) => fold(&text.node),
        _ => String::new(),
    }
}
