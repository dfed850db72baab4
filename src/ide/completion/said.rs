//! Texts that the plan already says elsewhere: the same source, note or office is written the same way again.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::scene::Scene;
use super::texts::{closing_quote, open_quote};
use super::{Completion, CompletionKind, MOST_OFFERED, Offer, fitting};
use crate::ide::State;
use crate::ide::cursor::Cursor;
use crate::syntax::PieceKind;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Who};
use crate::value::fold_name;

/// The texts that an attribute has in the plan, as the analysis last saw it: the commonest first.
pub(super) fn texts(state: Option<&State>, keyword: Keyword) -> Vec<&str> {
    let items = state.into_iter().flat_map(|state| &state.checked.trees).flat_map(|(_, tree)| &tree.items);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for attribute in items.flat_map(|item| &item.attributes) {
        let said: &[&str] = match &attribute.value {
            AttributeValue::Text(text) if attribute.keyword.node == keyword => &[&*text.node],
            AttributeValue::Who(who) if is_who(keyword) => {
                let texts = who.iter().filter_map(|one| match one {
                    Who::Text(text) => Some(&*text.node),
                    Who::Structure(_) => None,
                });
                &texts.collect::<Vec<_>>()
            }
            _ => &[],
        };
        for text in said.iter().filter(|text| !text.trim().is_empty()) {
            let count = times.entry(text).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut texts: Vec<(&str, usize)> = times.into_iter().collect();
    texts.sort_by_key(|(_, count)| Reverse(*count));
    texts.into_iter().map(|(text, _)| text).collect()
}

/// An office is one whatever it does.
fn is_who(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::Assigned | Keyword::Responsible | Keyword::Office)
}

/// After the keyword of an attribute.
pub(super) fn offers(scene: &Scene<'_>, keyword: Keyword) -> Vec<Offer> {
    let label = |text: &&str| format!("\"{}\"", text.replace('"', "\"\""));
    let offer = |_: &str, label| Offer::word(CompletionKind::Value, label);
    fitting(scene.typed(), texts(scene.state, keyword).into_iter(), label, offer)
}

/// Between the quotes of an attribute's text.
pub(super) fn complete_inside(state: Option<&State>, text: &str, offset: usize) -> Vec<Completion> {
    inside(state, text, offset).unwrap_or_default()
}

fn inside(state: Option<&State>, text: &str, offset: usize) -> Option<Vec<Completion>> {
    let cursor = Cursor::at(text, offset);
    let PieceKind::Attribute(keyword) = cursor.piece()?.kind else { return None };
    let (line, before) = cursor.line_before(text);
    let (open, quote) = open_quote(before)?;
    let close = closing_quote(quote)?;
    let start = line.saturating_add(open).saturating_add(quote.len_utf8());
    let typed = fold_name(text.get(start..offset)?);
    let rest = text.get(offset..)?.lines().next().unwrap_or("");
    let is_closed = rest.contains(close);
    let length = if is_closed { rest.find(close).unwrap_or(0) } else { 0 };
    let known = texts(state, keyword).into_iter();
    let known = known.filter(|text| close == '"' || !text.contains(close));
    let known = known.filter(|text| fold_name(text).contains(&typed)).take(MOST_OFFERED);
    let completion = |(rank, text): (u32, &str)| Completion {
        label: text.to_owned(),
        kind: CompletionKind::Value,
        replace: start..offset.saturating_add(length),
        insert: {
            let text = if close == '"' { text.replace('"', "\"\"") } else { text.to_owned() };
            if is_closed { text } else { format!("{text}{close}") }
        },
        is_snippet: false,
        detail: None,
        documentation: None,
        rank,
    };
    Some((0u32..).zip(known).map(completion).collect())
}
