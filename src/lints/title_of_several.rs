//! `kpi uno "Primo" "Secondo"`: texts in a row are the paragraphs of one text (`language.md` §1), but a title has one. The
//! second is rather a description, or another indicator's.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::syntax::tree::{Head, Item, Quoted};

use super::Scene;

pub(super) fn look(scene: &Scene<'_, '_>, found: &mut Vec<Diagnostic>) {
    let outline = scene.outline;
    let kpis = outline.kpis.iter().map(|kpi| kpi.item);
    let objectives = outline.objectives.iter().map(|objective| objective.item);
    found.extend(objectives.chain(kpis).filter_map(several));
}

fn several(item: &Item) -> Option<Diagnostic> {
    let title = title_of(item)?;
    let (first, rest) = title.node.split_once('\n')?;
    let second = rest.split('\n').next().unwrap_or_default();
    Some(
        Diagnostic::new(
            Code::TitleOfSeveral,
            title.span,
            say!(
                "il titolo è fatto di più testi: «{first}» e «{second}»",
                "the title is made of several texts: «{first}» and «{second}»"
            ),
        )
        .note(say!(
            "più testi di seguito sono capoversi di uno solo: se il secondo spiega il primo va in `descrizione`, se è di un'altra voce gli manca la sua riga, altrimenti uniscili",
            "several texts in a row are paragraphs of one: if the second explains the first it goes in `descrizione`, if it is another item's it lacks its own line, otherwise join them"
        )),
    )
}

fn title_of(item: &Item) -> Option<&Quoted> {
    match item.head.as_ref()? {
        Head::Kpi { title, .. } | Head::Objective { title, .. } => title.as_ref(),
        _ => None,
    }
}
