//! The names that can be meant: those of the text as it is now, and those of the plan's other files as the analysis
//! last saw them. Of the text only first lines are looked at, and nothing is copied: there may be ten thousand items.

use std::borrow::Cow;
use std::collections::HashSet;

use rustc_hash::FxBuildHasher;

use super::known::is_objective;
use super::scene::Scene;
use super::texts::closing_quote;
use crate::ide::names::objective_below;
use crate::syntax::ItemRange;
use crate::syntax::keyword::{ItemKeyword, is_reserved};
use crate::syntax::tree::Head;

/// Names that were met.
type Seen<T> = HashSet<T, FxBuildHasher>;

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

/// A declaration that is no KPI's.
#[derive(Debug)]
pub(super) struct Declaration<'a> {
    pub keyword: ItemKeyword,
    /// Its place in the ranges; `None` of another file.
    pub at: Option<usize>,
    pub named: Named<'a>,
}

impl<'a> Scene<'a> {
    /// What is declared with one of these keywords, each name once, in the order of the text. KPIs are told by
    /// [`Scene::declared_kpis`].
    pub fn declared(&self, keywords: &[ItemKeyword]) -> Vec<Named<'a>> {
        let all = self.declarations().iter();
        all.filter(|one| keywords.contains(&one.keyword)).map(|one| one.named.clone()).collect()
    }

    /// Everything that is declared but for KPIs: looked for once a request.
    pub fn declarations(&self) -> &[Declaration<'a>] {
        self.declarations.get_or_init(|| {
            // A first line that is being typed is no declaration yet.
            let typed = self.above.filter(|_| self.pieces.len() == 1 && !self.at_line_start());
            let ranges = self.ranges.iter().enumerate();
            let ranges = ranges.filter(|(at, range)| range.keyword != ItemKeyword::Kpi && typed != Some(*at));
            let of_text = ranges.filter_map(|(at, range)| {
                let (name, title) = self.first_line_of(range)?;
                let named = Named { name, title, objective: None };
                Some(Declaration { keyword: range.keyword, at: Some(at), named })
            });
            let mut found: Vec<Declaration<'a>> = of_text.collect();
            let seen: Seen<(ItemKeyword, &str)> =
                found.iter().map(|one| (one.keyword, &*one.named.name)).collect();
            let items = self.state.iter().flat_map(|state| &state.checked.trees).flat_map(|(_, t)| &t.items);
            let items = items.filter(|item| item.keyword.node != ItemKeyword::Kpi);
            let of_state = items.filter_map(|item| {
                let (name, title) = item.head.as_ref().and_then(head_names)?;
                let (keyword, at) = (item.keyword.node, None);
                let named = Named { name: Cow::Borrowed(name), title: Cow::Borrowed(title), objective: None };
                (!seen.contains(&(keyword, name))).then_some(Declaration { keyword, at, named })
            });
            let more: Vec<Declaration<'a>> = of_state.collect();
            found.extend(more);
            found
        })
    }

    /// The KPIs, each with its objective, each once.
    pub fn declared_kpis(&self) -> Vec<Named<'a>> {
        let mut found = self.kpis_of_text();
        let key = |named: &Named<'a>| (named.objective.clone(), named.name.clone());
        let seen: Seen<_> = found.iter().map(key).collect();
        let mut more = Vec::new();
        for (_, tree) in self.state.iter().flat_map(|state| &state.checked.trees) {
            let mut objective = None;
            for item in &tree.items {
                objective = objective_below(item, objective);
                let Some(Head::Kpi { .. }) = &item.head else { continue };
                let Some((name, title)) = item.head.as_ref().and_then(head_names) else { continue };
                let objective = objective.map(Cow::Borrowed);
                let named = Named { name: Cow::Borrowed(name), title: Cow::Borrowed(title), objective };
                if !seen.contains(&key(&named)) {
                    more.push(named);
                }
            }
        }
        found.append(&mut more);
        found
    }

    fn kpis_of_text(&self) -> Vec<Named<'a>> {
        let mut found = Vec::new();
        let mut objective = None;
        for range in &self.ranges {
            let holds_kpis = is_objective(range.keyword);
            if !holds_kpis && range.keyword != ItemKeyword::Kpi {
                continue;
            }
            let names = self.first_line_of(range);
            if holds_kpis {
                let code = names.map(|(code, _)| code);
                objective = code.filter(|_| range.keyword != ItemKeyword::Area);
            } else if let Some((name, title)) = names {
                found.push(Named { name, title, objective: objective.clone() });
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
