//! A KPI without title: at 000 r. 72 the cell is empty, and every table of results would show the identifier alone.

use rayon::prelude::*;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::resolve::{KpiDecl, Outline};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    let untitled: Vec<Diagnostic> = outline
        .kpis
        .par_iter()
        .with_min_len(512)
        .filter(|kpi| kpi.title.is_empty())
        .filter_map(|kpi| without_title(outline, kpi))
        .collect();
    found.extend(untitled);
}

fn without_title(outline: &Outline<'_>, kpi: &KpiDecl<'_>) -> Option<Diagnostic> {
    // A code that no catalogue knows is an error by itself; one whose entry could not be read has its title there.
    let entry_has_none = match (kpi.code, kpi.indicator) {
        (Some(_), None) => false,
        (_, Some(entry)) => entry.head.is_some() && entry.broken.is_empty(),
        (None, None) => true,
    };
    if kpi.item.head.is_none() || !kpi.item.broken.is_empty() || !entry_has_none || outline.indicators.unsure
    {
        return None;
    }
    let name = kpi.ident.or(kpi.code)?;
    Some(
        Diagnostic::new(
            Code::Untitled,
            kpi.span,
            say!(
                "`{name}` non ha titolo: nei risultati si leggerà solo `{name}`",
                "`{name}` has no title: the results will show just `{name}`"
            ),
        )
        .note(say!(
            "scrivilo dopo il nome, fra virgolette: `kpi {name} \"…\"`",
            "write it after the name, in quotes: `kpi {name} \"…\"`"
        )),
    )
}
