//! What the plan says of an indicator or an objective in words: it changes no number, and its readers want it beside them.

use crate::diagnostics::{Text, say};
use crate::plan::{Details, Kpi, Plan};
use crate::syntax::keyword::Keyword;

/// The texts of an item.
#[derive(Debug, Default)]
pub(super) struct Texts<'p> {
    /// `descrizione`
    pub description: Option<&'p str>,
    /// `tipologia`, its own or what reaches it.
    pub kind: Option<&'p str>,
    /// `fonte`, its own or what reaches it.
    pub source: Option<&'p str>,
    /// `aggiornamento`, each with its date.
    pub updates: Vec<&'p str>,
    /// `nota`
    pub notes: Vec<&'p str>,
}

impl<'p> Texts<'p> {
    /// Of an indicator.
    pub(super) fn of_kpi(plan: &'p Plan, kpi: &'p Kpi) -> Texts<'p> {
        Texts {
            kind: plan.inherited(kpi, Keyword::Kind),
            source: plan.inherited(kpi, Keyword::Source),
            ..Texts::of(&kpi.details)
        }
    }

    /// Of an area, objective or action: what it says itself.
    pub(super) fn of(details: &'p Details) -> Texts<'p> {
        Texts {
            description: details.get(Keyword::Description),
            kind: details.get(Keyword::Kind),
            source: details.get(Keyword::Source),
            updates: details.all(Keyword::Update).collect(),
            notes: details.all(Keyword::Note).collect(),
        }
    }

    /// One sentence each: `aggiornamento 15/07/2025: era 8`.
    pub(super) fn sentences(&self) -> Vec<Text> {
        let mut all: Vec<Text> = Vec::new();
        all.extend(self.updates.iter().map(|update| {
            // One with a date begins with it.
            let colon = if update.starts_with(|c: char| c.is_ascii_digit()) { "" } else { ":" };
            say!("aggiornamento{colon} {update}", "updated{colon} {update}")
        }));
        all.extend(self.notes.iter().map(|note| say!("nota: {note}", "note: {note}")));
        all.extend(self.description.map(|text| say!("descrizione: {text}", "description: {text}")));
        all.extend(self.kind.map(|kind| say!("tipologia: {kind}", "kind: {kind}")));
        all.extend(self.source.map(|source| say!("fonte: {source}", "source: {source}")));
        all
    }
}
