//! How high a row must be to show all of its wrapped texts. Excel would find out by itself, but not every program that
//! opens a workbook does, and none for a merged cell.

/// A text in a column: its characters, its size in points, and the column's width in characters of 11 points.
pub struct Wrapped<'a> {
    /// What is read.
    pub text: &'a str,
    /// The size of its letters.
    pub points: f64,
    /// Of the column.
    pub width: f64,
}

/// The height in points of a row with these cells, each a stack of texts; generous, since fonts differ.
pub fn of_row(cells: &[&[Wrapped<'_>]]) -> f64 {
    const PADDING: f64 = 5.0;
    // Excel's own limit.
    const MOST: f64 = 409.0;
    let of_cell = |texts: &[Wrapped<'_>]| texts.iter().map(height).sum::<f64>();
    let tallest = cells.iter().map(|texts| of_cell(texts)).fold(0.0, f64::max);
    (tallest + PADDING).min(MOST)
}

fn height(wrapped: &Wrapped<'_>) -> f64 {
    const LEADING: f64 = 1.22;
    // Texts are mostly small letters, narrower than the digits that widths are counted in.
    const ROOM: f64 = 1.15;
    let room = (wrapped.width * 11.0 / wrapped.points * ROOM).max(1.0) as usize;
    let lines: usize = wrapped.text.lines().map(|line| lines(line, room)).sum();
    lines as f64 * wrapped.points * LEADING
}

/// How many lines words take; one longer than a line is broken.
fn lines(text: &str, room: usize) -> usize {
    let mut lines = 1usize;
    let mut used = 0usize;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let with_blank = if used == 0 { length } else { used.saturating_add(1).saturating_add(length) };
        if with_blank <= room {
            used = with_blank;
            continue;
        }
        if used > 0 {
            lines = lines.saturating_add(1);
        }
        lines = lines.saturating_add(length.saturating_sub(1) / room);
        used = length.saturating_sub(1) % room + 1;
    }
    lines
}
