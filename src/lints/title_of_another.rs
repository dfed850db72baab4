//! A rollup whose title names another objective: 000 r. 70 stands under B.2.2 and speaks of B.3, whose row was lost.

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::resolve::{KpiDecl, Outline};
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{Algorithm, AttributeValue};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    let others: Vec<Diagnostic> = outline
        .kpis
        .par_iter()
        .with_min_len(512)
        .filter(|kpi| memchr::memchr(b'.', kpi.title.as_bytes()).is_some())
        .filter_map(|kpi| names_another(outline, kpi))
        .collect();
    found.extend(others);
}

fn names_another(outline: &Outline<'_>, kpi: &KpiDecl<'_>) -> Option<Diagnostic> {
    let mut codes =
        kpi.title.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    let named = codes.find(|word| is_code(word))?;
    if !is_rollup(kpi) {
        return None;
    }
    let index = kpi.objective?;
    let objective = outline.objectives.get(index)?;
    let own = objective.code?;
    if is_related(outline, index, own, named) || !is_of_the_plan(outline, named) {
        return None;
    }
    Some(
        Diagnostic::new(
            Code::TitleOfAnother,
            kpi.span,
            say!(
                "il titolo parla di `{named}`, ma l'indicatore sta sotto `{own}`",
                "the title speaks of `{named}`, but the indicator stands under `{own}`"
            ),
        )
        .also(objective.span, say!("l'obiettivo che lo contiene", "the objective that holds it"))
        .note(say!(
            "forse è finito sotto l'obiettivo sbagliato; se il posto è giusto, correggi il titolo",
            "perhaps it ended up under the wrong objective; if the place is right, correct the title"
        )),
    )
}

/// A letter, then numbers between dots: `B.3`, `A.1.2`.
fn is_code(word: &str) -> bool {
    let mut parts = word.split('.');
    let letter = parts
        .next()
        .is_some_and(|part| part.len() == 1 && part.starts_with(|c: char| c.is_ascii_uppercase()));
    let mut numbers = parts.peekable();
    letter
        && numbers.peek().is_some()
        && numbers.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_rollup(kpi: &KpiDecl<'_>) -> bool {
    let Some(AttributeValue::Algorithm(algorithm)) =
        kpi.attribute(Keyword::Algorithm).map(|found| &found.value)
    else {
        return false;
    };
    matches!(**algorithm, Algorithm::WeightedMean(_))
}

/// Whether one of two codes is the other or stands above it, by their segments or by the hierarchy.
fn is_related(outline: &Outline<'_>, objective: usize, own: &str, named: &str) -> bool {
    let declared = outline.by_code.get(named).copied();
    is_above(own, named)
        || is_above(named, own)
        || declared
            .is_some_and(|named| outline.is_within(named, objective) || outline.is_within(objective, named))
}

fn is_above(above: &str, code: &str) -> bool {
    code.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A code of the plan, or one whose row was lost while those below it are there; `art. 5 lett. B.3` is neither.
fn is_of_the_plan(outline: &Outline<'_>, named: &str) -> bool {
    outline.codes.reach(named)
}
