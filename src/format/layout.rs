//! Lines of cells, put into columns.

use unicode_width::UnicodeWidthStr;

use super::blocks::{Block, Region};
use super::columns::{Columns, row};
use super::draft::{Cell, CellKind, Line, draft};
use super::{Edit, LineEnd, law};

/// Before attributes and what belongs to them.
const INDENT: usize = 2;
/// Between a keyword and the values' column, between attributes that share a line, before a comment.
pub(super) const GAP: usize = 2;

/// What makes a block formatted.
pub(super) fn block(text: &str, block: Block<'_, '_>, line_end: LineEnd) -> Vec<Edit> {
    let drafts: Vec<Option<Vec<Line<'_>>>> = block.iter().map(|region| draft(text, region)).collect();
    let columns = Columns::of(&drafts);
    let laid_out = block.iter().zip(&drafts).filter_map(|(region, lines)| {
        let lines = lines.as_ref()?;
        let columns = columns.as_ref().filter(|_| row(lines).is_some());
        let after = region_text(lines, columns, line_end, region.range.end == text.len());
        changed(text, region, after)
    });
    laid_out.collect()
}

/// The change from a region's text to another; `None` if it is none, or must not be.
fn changed(text: &str, region: &Region<'_>, after: String) -> Option<Edit> {
    let before = text.get(region.range.clone())?;
    (before != after && law::holds(before, &after)).then(|| Edit { range: region.range.clone(), text: after })
}

/// A line as it is laid out, without the comment after it.
struct LaidOut<'t> {
    text: String,
    comment: Option<&'t str>,
    /// Whether it is an item's first line, whose comment is a matter of its own.
    is_head: bool,
    /// How often it stands there: blank lines more than once.
    times: usize,
}

/// The lines of a region, laid out. Blank lines are the writer's own paragraphs and stay; at the end of the file none are left.
fn region_text(lines: &[Line<'_>], columns: Option<&Columns>, line_end: LineEnd, is_last: bool) -> String {
    let mut layout = Layout::of(lines);
    let mut laid_out: Vec<LaidOut<'_>> = lines.iter().map(|line| layout.line(line, columns)).collect();
    if is_last {
        while laid_out.pop_if(|line| line.text.is_empty() && line.comment.is_none()).is_some() {}
    }
    let mut out = String::new();
    // Comments after neighbouring lines stand in one column.
    let neighbours =
        |a: &LaidOut<'_>, b: &LaidOut<'_>| a.comment.is_some() && b.comment.is_some() && !a.is_head;
    for group in laid_out.chunk_by(neighbours) {
        let widest = group.iter().filter(|line| line.comment.is_some()).map(|line| width(&line.text)).max();
        for line in group {
            out.push_str(&line.text);
            if let (Some(comment), Some(widest)) = (line.comment, widest) {
                pad(&mut out, widest.saturating_add(GAP).saturating_sub(width(&line.text)));
                out.push_str(comment);
            }
            out.extend(std::iter::repeat_n(line_end.text(), line.times));
        }
    }
    out
}

/// The columns of an item.
struct Layout {
    /// Of the values of attributes that start a line.
    values: usize,
    /// Of the arrows of `fasce`.
    arrows: usize,
    /// Where what runs on in the next line stands.
    continued: Continued,
}

#[derive(Default)]
struct Continued {
    value: usize,
    quoted: Option<usize>,
}

impl Layout {
    fn of(lines: &[Line<'_>]) -> Layout {
        let firsts = || {
            lines.iter().filter_map(|line| match line {
                Line::Written { cells, .. } => cells.first().map(|first| (first, cells.len())),
                _ => None,
            })
        };
        let widest = |wanted: &dyn Fn(&Cell<'_>) -> bool| {
            let labels = firsts().filter(|(cell, _)| wanted(cell)).map(|(cell, _)| width(&cell.label));
            labels.max().unwrap_or(0).saturating_add(INDENT)
        };
        let has_value =
            |cell: &Cell<'_>| matches!(cell.kind, CellKind::Attribute(_)) && !cell.value.is_empty();
        Layout {
            values: widest(&has_value).saturating_add(GAP),
            arrows: widest(&|cell| cell.kind == CellKind::Band).saturating_add(1),
            continued: Continued::default(),
        }
    }

    fn line<'t>(&mut self, line: &Line<'t>, columns: Option<&Columns>) -> LaidOut<'t> {
        let mut text = String::new();
        let mut is_head = false;
        let mut times = 1;
        let comment = match line {
            Line::Blank(count) => {
                times = *count;
                None
            }
            Line::Comment { text: comment, inside } => {
                pad(&mut text, if *inside { INDENT } else { 0 });
                text.push_str(comment);
                None
            }
            Line::Written { cells, comment } => {
                is_head = cells.first().is_some_and(|cell| cell.kind == CellKind::Head);
                match columns.filter(|_| is_head) {
                    Some(columns) => columns.write(cells, &mut text),
                    None => self.cells(cells, &mut text),
                }
                *comment
            }
        };
        LaidOut { text, comment, is_head, times }
    }

    fn cells(&mut self, cells: &[Cell<'_>], out: &mut String) {
        let mut column = 0usize;
        for (index, cell) in cells.iter().enumerate() {
            let start = match cell.kind {
                CellKind::Head => 0,
                CellKind::Continued => self.continued.column(cell),
                _ if index == 0 => INDENT,
                _ => column.saturating_add(GAP),
            };
            pad(out, start.saturating_sub(column));
            out.push_str(&cell.label);
            let after_label = start.saturating_add(width(&cell.label));
            let value = match cell.kind {
                _ if cell.label.is_empty() => after_label,
                CellKind::Band => self.arrows,
                CellKind::Attribute(_) if index == 0 => self.values,
                _ => after_label.saturating_add(1),
            };
            if !cell.value.is_empty() {
                pad(out, value.saturating_sub(after_label));
                out.push_str(&cell.value);
            }
            column =
                if cell.value.is_empty() { after_label } else { value.saturating_add(width(&cell.value)) };
            self.continued.remember(cell, value);
        }
    }
}

impl Continued {
    /// Where a cell that runs on stands: texts under texts, all else under the value.
    fn column(&self, cell: &Cell<'_>) -> usize {
        self.quoted.filter(|_| cell.quoted_at == Some(0)).unwrap_or(self.value)
    }

    fn remember(&mut self, cell: &Cell<'_>, value: usize) {
        let before = cell.quoted_at.and_then(|at| cell.value.get(..at));
        let quoted = before.map(|before| value.saturating_add(width(before)));
        if cell.kind == CellKind::Continued {
            self.quoted = self.quoted.or(quoted);
        } else {
            *self = Continued { value, quoted };
        }
    }
}

/// How wide a text is on a screen.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// Writes so many blanks.
pub(super) fn pad(out: &mut String, blanks: usize) {
    out.extend(std::iter::repeat_n(' ', blanks));
}
