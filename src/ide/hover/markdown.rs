//! Markdown that shows the user's words as they are written.

use crate::diagnostics::one_line;

/// The user's words, so that nothing in them is read as Markdown or HTML; on one line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let text = one_line(text);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' => true,
            // Inside a word, as in `soggetti_turismo`, it says nothing.
            '_' => !(before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric())),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// [`escape`] for words that a line starts with: `- x`, `1. x` and `===` there would be a list or a heading.
fn escape_line(text: &str) -> String {
    let text = escape(text.trim());
    let number = text.len().saturating_sub(text.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    match (text.get(..number), text.get(number..)) {
        (Some(""), Some(rest)) if rest.starts_with(['-', '+', '=']) => format!("\\{rest}"),
        (Some(digits), Some(rest)) if number > 0 && rest.starts_with(['.', ')']) => {
            format!("{digits}\\{rest}")
        }
        _ => text,
    }
}

/// A card: a heading, then paragraphs.
pub(super) struct Card {
    out: String,
}

impl Card {
    /// `obiettivo **A.1**`, and the title on a line of its own.
    pub fn new(kind: &str, name: &str, title: &str) -> Card {
        let mut out = if kind.is_empty() { String::new() } else { format!("{kind} ") };
        out.push_str(&format!("**{}**", escape(name.trim())));
        let title = escape_line(title);
        if !title.is_empty() {
            out.push_str(&format!("  \n{title}"));
        }
        Card { out }
    }

    pub fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str("\n\n");
            self.out.push_str(text);
        }
    }

    pub fn list(&mut self, entries: &[String]) {
        let lines: Vec<String> = entries.iter().map(|entry| format!("- {entry}")).collect();
        self.paragraph(&lines.join("\n"));
    }

    /// A table; of each column its heading and whether it holds numbers.
    pub fn table(&mut self, columns: &[(String, bool)], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        let line = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
        let mut lines = vec![line(columns.iter().map(|(heading, _)| heading.as_str()).collect())];
        lines.push(line(columns.iter().map(|(_, number)| if *number { "---:" } else { "---" }).collect()));
        lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
        self.paragraph(&lines.join("\n"));
    }

    pub fn finish(self) -> String {
        self.out
    }
}
