//! Text in columns: widths as a terminal counts them, cutting, padding and wrapping.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diagnostics::visible;

/// On which side a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// The user's text for a line of a terminal.
pub fn clean(text: &str) -> String {
    visible(text).into_owned()
}

/// How many columns of a terminal a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// `text`, or as much of it as fits with `…` at the end.
pub fn cut(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut kept = head(text, limit.saturating_sub(1));
    kept.truncate(kept.trim_end().len());
    if limit > 0 {
        kept.push('…');
    }
    kept
}

/// `text` cut to `columns` and filled up to them with blanks.
pub fn fill(text: &str, columns: usize, align: Align) -> String {
    let shown = cut(text, columns);
    let blanks = " ".repeat(columns.saturating_sub(width(&shown)));
    match align {
        Align::Left => shown + &blanks,
        Align::Right => blanks + &shown,
    }
}

/// Lines of at most `limit` columns, broken between words where there are any.
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    let limit = limit.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let needed = if line.is_empty() { width(word) } else { width(&line) + 1 + width(word) };
        if needed > limit && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut rest = word;
        while width(rest) > limit {
            let piece = head(rest, limit);
            if piece.is_empty() {
                break;
            }
            rest = rest.get(piece.len()..).unwrap_or("");
            lines.push(piece);
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(rest);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The longest beginning of `text` that fits.
fn head(text: &str, limit: usize) -> String {
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > limit {
            break;
        }
        kept.push(c);
    }
    // A sign for emoji presentation widens the character before it, which only the whole text tells.
    while width(&kept) > limit {
        kept.pop();
    }
    kept
}
