//! What editors differ in: how they hold what is typed against what is offered, and what of it they insert.

use super::scene::in_word;
use super::{Completion, snippet};
use crate::value::fold_name;

/// A folded name without what stands between its words.
pub(super) fn letters(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Completion {
    /// What to insert where the client knows no snippets: every place filled in as it stands.
    pub fn plain_text(&self) -> String {
        if self.is_snippet { snippet::without_places(&self.insert) } else { self.insert.clone() }
    }

    /// What an editor holds against what is typed: the label, and it as it is written without accents, apostrophes and
    /// blanks, so that `unita` finds `unità` and `kpisi` `kpi sì/no`. The form that what is typed so far begins stands
    /// first, for editors that look at beginnings only.
    pub fn filter_text(&self, typed: &str) -> String {
        let folded = fold_name(&self.label);
        let mut forms = vec![self.label.clone()];
        if folded != self.label.to_lowercase() {
            // Who types without accents so far goes on so.
            forms.insert(usize::from(!typed.is_ascii()), folded.clone());
        }
        if folded.contains([' ', '/']) {
            forms.push(letters(&folded));
        }
        let typed = typed.trim_start().to_lowercase();
        forms.sort_by_key(|form| !form.to_lowercase().starts_with(&typed));
        forms.join(" ")
    }

    /// What an editor inserts that replaces the word at the place `offset` of a text and nothing before it: what is to be
    /// inserted without the words that stand there already. `inserted` is the whole.
    pub fn from_word<'i>(&self, text: &str, offset: usize, inserted: &'i str) -> &'i str {
        let typed = text.get(self.replace.start..offset).unwrap_or("");
        let before = typed.trim_end_matches(in_word);
        inserted.strip_prefix(before).unwrap_or(inserted)
    }
}
