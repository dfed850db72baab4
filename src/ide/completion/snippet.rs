//! Text to insert, with places to fill in: the snippet syntax of the language server protocol. What a plan says is
//! escaped, so that a `$` or `}` in a title stays what it is.

use std::fmt::Write;

/// A text to insert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Insert {
    /// In snippet syntax if `is_snippet`.
    pub text: String,
    /// Whether there are places to fill in.
    pub is_snippet: bool,
}

impl Insert {
    /// The text itself.
    pub fn plain(text: impl Into<String>) -> Insert {
        Insert { text: text.into(), is_snippet: false }
    }

    /// A template: `‹x›` is a place to fill in whose text is `x`, `‹›` one whose text is the next of `values`, and `{}`
    /// is the next of `values` as it is. With nothing to fill in it is plain.
    pub fn of(template: &str, values: &[&str]) -> Insert {
        let mut values = values.iter().copied();
        let mut text = String::with_capacity(template.len().saturating_mul(2));
        let mut places = 0u32;
        let mut rest = template;
        while let Some(at) = rest.find(['‹', '{']) {
            let (before, found) = rest.split_at_checked(at).unwrap_or((rest, ""));
            escape(before, &mut text);
            let close = if found.starts_with('‹') { '›' } else { '}' };
            let Some((inside, after)) = found.split_once(close) else { break };
            let inside = inside.trim_start_matches(['‹', '{']);
            let value = if inside.is_empty() { values.next().unwrap_or_default() } else { inside };
            if close == '›' {
                places = places.saturating_add(1);
                // Writing to a String can't fail.
                let _ = write!(text, "${{{places}:");
                escape(value, &mut text);
                text.push('}');
            } else {
                escape(value, &mut text);
            }
            rest = after;
        }
        escape(rest, &mut text);
        if places > 0 {
            text.push_str("$0");
            return Insert { text, is_snippet: true };
        }
        Insert::plain(without_places(&text))
    }
}

/// A snippet with every place filled in as it stands: for clients that know no snippets.
pub(super) fn without_places(snippet: &str) -> String {
    let mut out = String::with_capacity(snippet.len());
    let mut chars = snippet.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            // `${1:` opens a place, `$0` is the last one.
            '$' if chars.next() == Some('{') => drop(chars.find(|c| *c == ':')),
            '$' | '}' => {}
            c => out.push(c),
        }
    }
    out
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}
