//! The last look at text on its way to people: whatever a renderer forgot, nothing reaches a terminal but text, our own
//! colours and our own ends of line; and no line reads like a command to the CI system that shows it.

use std::borrow::Cow;

use crate::diagnostics::visible_line;

/// Whether the text may hold colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colours {
    Ours,
    None,
}

/// The text as it may be shown, in its lines.
pub(super) fn harmless(text: &str, colours: Colours) -> Cow<'_, str> {
    let mut out = String::new();
    let mut whole = 0usize;
    for line in text.split_inclusive('\n') {
        match (harmless_line(line, colours), out.is_empty()) {
            (Cow::Borrowed(line), true) => whole = whole.saturating_add(line.len()),
            (Cow::Borrowed(line), false) => out.push_str(line),
            (Cow::Owned(line), first) => {
                if first {
                    out.push_str(text.get(..whole).unwrap_or(""));
                }
                out.push_str(&line);
            }
        }
    }
    if out.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

fn harmless_line(line: &str, colours: Colours) -> Cow<'_, str> {
    let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
    let shown = match colours {
        Colours::None => visible_line(words),
        Colours::Ours => around_colours(words),
    };
    match (no_command(&shown), shown) {
        (Some(broken), _) => Cow::Owned(broken + end),
        (None, Cow::Owned(shown)) => Cow::Owned(shown + end),
        (None, Cow::Borrowed(_)) => Cow::Borrowed(line),
    }
}

/// The parts between colours made visible.
fn around_colours(line: &str) -> Cow<'_, str> {
    let mut parts = line.split("\u{1b}[");
    let Some(first) = parts.next() else { return Cow::Borrowed(line) };
    let mut out = visible_line(first).into_owned();
    for part in parts {
        match part.split_once('m').filter(|(numbers, _)| numbers.chars().all(is_of_colour)) {
            Some((numbers, rest)) => {
                out.push_str(&format!("\u{1b}[{numbers}m"));
                out.push_str(&visible_line(rest));
            }
            None => {
                out.push_str("␛[");
                out.push_str(&visible_line(part));
            }
        }
    }
    if out == line { Cow::Borrowed(line) } else { Cow::Owned(out) }
}

fn is_of_colour(c: char) -> bool {
    c.is_ascii_digit() || c == ';'
}

/// A line that GitHub (`::name`, `##[name]`) or Azure (`##vso[name]`) would obey, with a blank in what makes it a command.
fn no_command(line: &str) -> Option<String> {
    let bare = line.trim_start();
    let begins =
        bare.starts_with("::") || bare.starts_with('\u{1b}') && without_colours(bare).starts_with("::");
    let inside = line.contains("##") && {
        let mut after = line.split("##").skip(1);
        after.any(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('['))
    };
    if !begins && !inside {
        return None;
    }
    let line = if inside { Cow::Owned(line.replace("##", "# #")) } else { Cow::Borrowed(line) };
    Some(if begins { line.replacen("::", ": :", 1) } else { line.into_owned() })
}

fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or("").to_owned();
    let rest = parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest));
    rest.fold(first, |bare, rest| bare + rest).trim_start().to_owned()
}
