//! One line of a scenario file, read from left to right.

use crate::source::{FileId, Span, Spanned};

/// What is left of a line, its comment cut off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    text: &'t str,
    file: FileId,
    start: u32,
}

impl<'t> Line<'t> {
    /// The line that starts at `start` of its file, without its comment and the blanks at its ends.
    ///
    /// # Errors
    /// The place from a quote on that is not closed.
    pub(super) fn new(file: FileId, text: &'t str, start: u32) -> Result<Line<'t>, Span> {
        let mut open: Option<(char, usize)> = None;
        let mut end = text.len();
        for (at, c) in text.char_indices() {
            match open {
                Some((close, _)) => open = open.filter(|_| c != close),
                None if c == '#' => {
                    end = at;
                    break;
                }
                None => open = closing(c).map(|close| (close, at)),
            }
        }
        let whole = Line { text, file, start };
        match open {
            Some((_, at)) => Err(whole.part(at, text.len()).trimmed().span()),
            None => Ok(whole.part(0, end).trimmed()),
        }
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text that is left.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Its place.
    pub(super) fn span(&self) -> Span {
        Span::new(self.file, self.start, self.start.saturating_add(self.text.len() as u32))
    }

    /// Takes the next word: up to a blank, a comma, a quote or `=`.
    pub(super) fn word(&mut self) -> Option<Spanned<&'t str>> {
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '=') || closing(c).is_some();
        let end = self.text.find(ends).unwrap_or(self.text.len());
        let word = self.part(0, end);
        if word.is_empty() {
            return None;
        }
        *self = self.part(end, self.text.len()).trimmed();
        Some(Spanned::new(word.text, word.span()))
    }

    /// Takes the next text in quotes, its place with the quotes.
    pub(super) fn string(&mut self) -> Option<Spanned<String>> {
        let first = self.text.chars().next()?;
        let close = closing(first)?;
        let from = first.len_utf8();
        let mut at = from;
        loop {
            let found = at.checked_add(self.text.get(at..)?.find(close)?)?;
            at = found.checked_add(close.len_utf8())?;
            // A quote inside is written twice.
            if close == '"' && self.text.get(at..)?.starts_with('"') {
                at = at.checked_add(1)?;
                continue;
            }
            let inner = self.text.get(from..found)?;
            let text = if close == '"' { inner.replace("\"\"", "\"") } else { inner.to_owned() };
            let span = self.part(0, at).span();
            *self = self.part(at, self.text.len()).trimmed();
            return Some(Spanned::new(text, span));
        }
    }

    /// Takes a comma, if there is one.
    pub(super) fn comma(&mut self) {
        if self.text.starts_with(',') {
            *self = self.part(1, self.text.len()).trimmed();
        }
    }

    /// What stands before and after the first `=` outside quotes.
    pub(super) fn sides(&self) -> Option<(Line<'t>, Line<'t>)> {
        let mut open = None;
        for (at, c) in self.text.char_indices() {
            match open {
                Some(close) if c == close => open = None,
                Some(_) => {}
                None if c == '=' => {
                    let after = at.saturating_add(1);
                    return Some((self.part(0, at).trimmed(), self.part(after, self.text.len()).trimmed()));
                }
                None => open = closing(c),
            }
        }
        None
    }

    /// What stands before and in the last word.
    pub(super) fn last_word(&self) -> (Line<'t>, Line<'t>) {
        let at = self.text.rfind(char::is_whitespace).map_or(0, |at| {
            let blank = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            at.saturating_add(blank)
        });
        (self.part(0, at).trimmed(), self.part(at, self.text.len()))
    }

    fn part(&self, from: usize, to: usize) -> Line<'t> {
        let text = self.text.get(from..to).unwrap_or("");
        Line { text, start: self.start.saturating_add(from as u32), ..*self }
    }

    fn trimmed(&self) -> Line<'t> {
        let from = self.text.len().saturating_sub(self.text.trim_start().len());
        self.part(from, from.saturating_add(self.text.trim().len()))
    }
}

/// The sign that closes what this one opens, if it is a quote.
fn closing(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '«' => Some('»'),
        '“' => Some('”'),
        _ => None,
    }
}
