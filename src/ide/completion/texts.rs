//! Which part of a line is between quotes. A text ends on its line, so that the line alone tells.

/// A line without its texts and its comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ide) struct Outside {
    /// What is outside, each text standing as its opening quote.
    pub words: String,
    /// Whether the end of the line is inside a text or a comment.
    pub is_inside: bool,
}

/// Leaves out the texts (and a comment) of a line, or of the beginning of one.
pub(in crate::ide) fn outside(line: &str) -> Outside {
    let mut words = String::with_capacity(line.len());
    let mut closing = None;
    for c in line.chars() {
        match closing {
            Some(close) if c == close => closing = None,
            Some(_) => {}
            None if c == '#' => return Outside { words, is_inside: true },
            None => {
                words.push(c);
                closing = closing_quote(c);
            }
        }
    }
    Outside { words, is_inside: closing.is_some() }
}

/// The quote of the text in which the beginning of a line ends, and its byte; `None` outside of texts.
pub(super) fn open_quote(line: &str) -> Option<(usize, char)> {
    let mut open: Option<(usize, char)> = None;
    for (at, c) in line.char_indices() {
        match open {
            Some((_, quote)) if closing_quote(quote) == Some(c) => open = None,
            Some(_) => {}
            None if c == '#' => return None,
            None => open = closing_quote(c).map(|_| (at, c)),
        }
    }
    open
}

/// The quote that closes the text which one opens.
pub(super) fn closing_quote(open: char) -> Option<char> {
    match open {
        '"' => Some('"'),
        '«' => Some('»'),
        '“' => Some('”'),
        _ => None,
    }
}
