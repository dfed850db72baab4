//! Colours and bars of the terminal, calm ones: a scale of three for performances, dim for what is beside the point.

use crate::value::Exact;

/// From here on a performance is green.
pub const GOOD_FROM: i64 = 90;
/// From here on it is yellow, below it red.
pub const FAIR_FROM: i64 = 60;
/// Cells of a bar.
pub const BAR_CELLS: usize = 10;

const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// What a piece of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// Titles.
    Strong,
    /// Beside the point, or unavailable.
    Dim,
    /// 90 and above.
    Good,
    /// 60 and above.
    Fair,
    /// Below 60.
    Poor,
}

impl Tone {
    /// The tone of a performance.
    pub fn of(performance: Option<&Exact>) -> Tone {
        match performance {
            None => Tone::Dim,
            Some(score) if *score >= Exact::from(GOOD_FROM) => Tone::Good,
            Some(score) if *score >= Exact::from(FAIR_FROM) => Tone::Fair,
            Some(_) => Tone::Poor,
        }
    }
}

/// Paints, or not: a terminal without colours gets the bare text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brush {
    /// With ANSI escapes.
    Colours,
    /// Without.
    Bare,
}

impl Brush {
    /// `text` in a tone.
    pub fn paint(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => "1",
            Tone::Dim => "2",
            Tone::Good => "32",
            Tone::Fair => "33",
            Tone::Poor => "31",
        };
        if self == Brush::Bare || text.trim().is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// A bar of ten cells in eighths: what is missing to 100 stands as dots, so lost points are seen as lost.
    /// Blank when unavailable; never full below 100, never empty above 0.
    pub fn bar(self, performance: Option<&Exact>) -> String {
        let Some(score) = performance else { return " ".repeat(BAR_CELLS) };
        let most = BAR_CELLS.saturating_mul(8);
        let eighths = Exact::ratio(&(score * &Exact::from(most as i64)), &Exact::hundred())
            .and_then(|eighths| eighths.floor().plain(0).parse::<usize>().ok())
            .unwrap_or(0)
            .clamp(usize::from(score.is_positive()), most);
        let mut full = "█".repeat(eighths / 8);
        full.push_str(EIGHTHS.get(eighths % 8).copied().unwrap_or(""));
        let empty = "·".repeat(BAR_CELLS.saturating_sub(eighths.div_ceil(8)));
        self.paint(Tone::of(performance), &full) + &self.paint(Tone::Dim, &empty)
    }
}
