//! The names that can be meant: those of the text as it is now, and those of the plan's other files as the analysis
//! last saw them. Of the text only first lines are looked at, and nothing is copied: there may be ten thousand items.

use std::borrow::Cow;
use std::collections::HashSet;

use super::known::is_objective;
use super::scene::Scene;
use super::texts::closing_quote;
use crate::ide::names::objective_below;
use crate::syntax::ItemRange;
use crate::syntax::keyword::{ItemKeyword, is_reserved};
use crate::syntax::tree::Head;

/// A declared name and the title beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named<'a> {
    /// An identifier or a code; of a KPI perhaps its title.
    pub name: Cow<'a, str>,
    /// May be empty.
    pub title: Cow<'a, str>,
    /// Of a KPI: the code of the objective above it.
    pub objective: Option<Cow<'a, str>>,
}

impl<'a> Scene<'a> {
    /// What is declared with one of these keywords, each name once, in the order of the text.
    pub fn declared(&self, keywords: &[ItemKeyword]) -> Vec<Named<'a>> {
        let mut found = self.in_text(keywords);
        let Some(state) = self.state else { return found };
        let key = |named: &Named<'a>| (named.objective.clone(), named.name.clone());
        let mut seen: HashSet<_, rustc_hash::FxBuildHasher> = found.iter().map(key).collect();
        for (_, tree) in &state.checked.trees {
            let mut objective = None;
            for item in &tree.items {
                objective = objective_below(item, objective);
                if !keywords.contains(&item.keyword.node) {
                    continue;
                }
                let Some((name, title)) = item.head.as_ref().and_then(head_names) else { continue };
                let of = objective.filter(|_| item.keyword.node == ItemKeyword::Kpi).map(Cow::Borrowed);
                let named = Named { name: Cow::Borrowed(name), title: Cow::Borrowed(title), objective: of };
                if seen.insert(key(&named)) {
                    found.push(named);
                }
            }
        }
        found
    }

    fn in_text(&self, keywords: &[ItemKeyword]) -> Vec<Named<'a>> {
        // A first line that is being typed is no declaration yet.
        let typed = self.above.filter(|_| self.pieces.len() == 1 && !self.at_line_start());
        let wants_kpis = keywords.contains(&ItemKeyword::Kpi);
        let mut found = Vec::new();
        let mut objective = None;
        for (at, range) in self.ranges.iter().enumerate() {
            let wanted = keywords.contains(&range.keyword);
            let holds_kpis = wants_kpis && is_objective(range.keyword);
            let Some((name, title)) =
                Some(range).filter(|_| wanted || holds_kpis).and_then(|range| self.first_line_of(range))
            else {
                continue;
            };
            if holds_kpis {
                objective = (range.keyword != ItemKeyword::Area).then(|| name.clone());
            }
            let of = objective.clone().filter(|_| range.keyword == ItemKeyword::Kpi);
            if wanted && typed != Some(at) {
                found.push(Named { name, title, objective: of });
            }
        }
        found
    }

    /// The name and the title that the first line of an item shows.
    pub fn first_line_of(&self, range: &ItemRange) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        let line = self.text.get(range.start..range.end)?.lines().next()?;
        first_line(range.keyword, line)
    }
}

/// The name and the title of a head.
pub(super) fn head_names(head: &Head) -> Option<(&str, &str)> {
    let (name, title) = match head {
        Head::Objective { code: name, title }
        | Head::Indicator { code: name, title }
        | Head::Measure { ident: name, title }
        | Head::Structure { ident: name, title } => (name, title.as_ref()),
        Head::Bands { ident, .. } => (ident, None),
        Head::Kpi { ident, code, title } => {
            (ident.as_ref().or(code.as_ref()).or(title.as_ref())?, title.as_ref())
        }
        Head::Plan { .. } | Head::Import { .. } | Head::Override { .. } => return None,
    };
    Some((&name.node, title.map_or("", |title| &title.node)))
}

/// The name and the title that an item's first line shows, whether the rest can be read or not.
fn first_line(keyword: ItemKeyword, line: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let rest = line.get(keyword.spelling().len()..)?;
    let quote = rest.find(['"', '«', '“', '#']).unwrap_or(rest.len());
    let (words, quoted) = rest.split_at_checked(quote)?;
    let title = quoted_text(quoted);
    let mut name: Cow<'_, str> = Cow::Borrowed("");
    for word in words.split_whitespace() {
        // `OP 1.1` is one code.
        let continues = name.is_empty() || word.starts_with(|c: char| c.is_ascii_digit());
        if !continues || is_reserved(word) {
            break;
        }
        if name.is_empty() {
            name = Cow::Borrowed(word);
        } else {
            name.to_mut().push_str(word);
        }
    }
    while name.ends_with('.') {
        name = Cow::Owned(name.trim_end_matches('.').to_owned());
    }
    let name = if name.is_empty() && keyword == ItemKeyword::Kpi { title.clone() } else { name };
    (!name.is_empty()).then_some((name, title))
}

/// What stands in the quotes with which a text begins.
fn quoted_text(text: &str) -> Cow<'_, str> {
    let mut chars = text.chars();
    let Some(close) = chars.next().and_then(closing_quote) else { return Cow::Borrowed("") };
    let inside = chars.as_str();
    if close != '"' || !inside.contains("\"\"") {
        return Cow::Borrowed(inside.split(close).next().unwrap_or(""));
    }
    let mut out = String::new();
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        // A quote ends the text unless another follows: two are one of the text.
        if c == '"' && chars.next_if_eq(&'"').is_none() {
            break;
        }
        out.push(c);
    }
    Cow::Owned(out)
}
