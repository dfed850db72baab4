//! The attributes of one item, laid out as `piaoc fmt` leaves them: values in one column, two blanks after the longest
//! keyword. Formatting the whole text instead would take as long as reading the table.

use std::borrow::Cow;

const INDENT: usize = 2;
const GAP: usize = 2;

/// Attributes in their order, one a line.
#[derive(Debug, Default)]
pub(super) struct Attributes<'v> {
    /// Keyword (with its year) and value; what runs on in the next line stands under it.
    lines: Vec<(Cow<'v, str>, Cow<'v, str>)>,
}

impl<'v> Attributes<'v> {
    /// Adds one. The keyword is ASCII.
    pub fn push(&mut self, keyword: impl Into<Cow<'v, str>>, value: impl Into<Cow<'v, str>>) {
        self.lines.push((keyword.into(), value.into()));
    }

    /// Adds one where there is a value.
    pub fn push_some(&mut self, keyword: &'static str, value: Option<impl Into<Cow<'v, str>>>) {
        if let Some(value) = value {
            self.push(keyword, value);
        }
    }

    /// Writes them.
    pub fn write(&self, out: &mut String) {
        let widest = self.lines.iter().map(|(keyword, _)| keyword.len()).max().unwrap_or(0);
        let column = widest.saturating_add(GAP);
        for (keyword, value) in &self.lines {
            blanks(out, INDENT);
            out.push_str(keyword);
            let mut gap = column.saturating_sub(keyword.len());
            for line in value.split('\n') {
                blanks(out, gap);
                out.push_str(line);
                out.push('\n');
                gap = column.saturating_add(INDENT);
            }
        }
    }
}

fn blanks(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
