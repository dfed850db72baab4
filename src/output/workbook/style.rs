//! How cells look: made once, looked up by what they show.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, FormatBorder,
};
use rustc_hash::FxHashMap;

use crate::value::{Exact, Type};

const DARK: Color = Color::RGB(0x1F_3864);
const GREY: Color = Color::RGB(0xF2_F2F2);
const BLUE: Color = Color::RGB(0xDD_EBF7);
const YELLOW: Color = Color::RGB(0xFF_F2CC);
const FADED: Color = Color::RGB(0x6B_7280);
const LINES: Color = Color::RGB(0xBF_BFBF);
const RED: Color = Color::RGB(0xF8_CBAD);
const AMBER: Color = Color::RGB(0xFF_E699);
const GREEN: Color = Color::RGB(0xC6_E0B4);

/// Whose row a cell is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tone {
    /// A KPI's, or any other.
    Plain,
    /// An area's, or that of the whole plan.
    Area,
    /// An objective's or action's.
    Group,
    /// To be filled in.
    Input,
}

/// What a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shape {
    /// A number, in a format of Excel's.
    Number(&'static str),
    /// Words that may need several lines, moved in by some levels.
    Text(u8),
    /// A word or sign in the middle.
    Centred,
}

/// The formats of a workbook.
pub(super) struct Styles {
    title: Format,
    origin: Format,
    remark: Format,
    heading: Format,
    made: FxHashMap<(Shape, Tone), Format>,
}

impl Styles {
    pub fn new() -> Styles {
        let heading = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(DARK)
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(LINES);
        Styles {
            title: Format::new().set_bold().set_font_size(16).set_font_color(DARK),
            origin: Format::new().set_font_size(12).set_font_color(FADED),
            remark: Format::new().set_italic(),
            heading,
            made: FxHashMap::default(),
        }
    }

    /// Of a sheet's first line.
    pub fn title(&self) -> &Format {
        &self.title
    }

    /// Of the line under it: which plan, which period.
    pub fn origin(&self) -> &Format {
        &self.origin
    }

    /// Of the line that says how the sheet is to be read.
    pub fn remark(&self) -> &Format {
        &self.remark
    }

    /// Of a table's first line.
    pub fn heading(&self) -> &Format {
        &self.heading
    }

    /// A number's.
    pub fn number(&mut self, format: &'static str, tone: Tone) -> &Format {
        self.of(Shape::Number(format), tone)
    }

    /// A text's, moved in by `depth` levels.
    pub fn text(&mut self, tone: Tone, depth: u8) -> &Format {
        self.of(Shape::Text(depth), tone)
    }

    /// A sign's.
    pub fn centred(&mut self, tone: Tone) -> &Format {
        self.of(Shape::Centred, tone)
    }

    fn of(&mut self, shape: Shape, tone: Tone) -> &Format {
        self.made.entry((shape, tone)).or_insert_with(|| make(shape, tone))
    }
}

fn make(shape: Shape, tone: Tone) -> Format {
    let base = Format::new()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(LINES);
    let base = match shape {
        // A number stands right by itself, the "n.d." in its place does not.
        Shape::Number(format) => base.set_num_format(format).set_align(FormatAlign::Right),
        Shape::Text(depth) => {
            base.set_text_wrap().set_align(FormatAlign::Left).set_indent(depth.saturating_add(1))
        }
        Shape::Centred => base.set_align(FormatAlign::Center),
    };
    match tone {
        Tone::Plain => base,
        Tone::Area => base.set_bold().set_background_color(BLUE),
        Tone::Group => base.set_bold().set_background_color(GREY),
        Tone::Input => base.set_background_color(YELLOW),
    }
}

/// A performance; where there is none the cell holds a text, and that is shown so.
pub(super) const PERFORMANCE: &str = "0.00;-0.00;0.00;\"n.d.\"";

/// How a value that may be missing is shown: a number that is not whole now with two to four decimals, a whole one with as
/// many as it will have.
pub(super) fn format_of_value(kind: Type, value: Option<&Exact>) -> &'static str {
    match kind {
        Type::Number if value.is_some_and(|value| *value != value.floor()) => {
            "#,##0.00##;-#,##0.00##;0;\"n.d.\""
        }
        Type::Number => "General;-General;0;\"n.d.\"",
        Type::Percent => "0.00%;-0.00%;0.00%;\"n.d.\"",
        Type::Money => "#,##0.00\\ \"€\";-#,##0.00\\ \"€\";0.00\\ \"€\";\"n.d.\"",
        Type::Days => "General\\ \"giorni\";-General\\ \"giorni\";0\\ \"giorni\";\"n.d.\"",
        Type::Hours => "General\\ \"ore\";-General\\ \"ore\";0\\ \"ore\";\"n.d.\"",
        Type::Date => "dd/mm/yyyy;dd/mm/yyyy;dd/mm/yyyy;\"n.d.\"",
        Type::Boolean => "\"sì\";\"sì\";\"no\";\"n.d.\"",
    }
}

/// How numbers of a type are shown.
pub(super) fn format_of(kind: Type) -> &'static str {
    match kind {
        Type::Number => "General",
        Type::Percent => "0.00%",
        Type::Money => "#,##0.00\\ \"€\"",
        Type::Days => "General\\ \"giorni\"",
        Type::Hours => "General\\ \"ore\"",
        Type::Date => "dd/mm/yyyy",
        Type::Boolean => "\"sì\";\"sì\";\"no\"",
    }
}

/// How a weight is shown: with the decimals that it has.
pub(super) fn format_of_weight(value: &Exact, points: bool) -> &'static str {
    if points {
        return "General\\ \"punti\"";
    }
    match value.plain(4).split_once('.').map_or(0, |(_, decimals)| decimals.len()) {
        0 => "0%",
        1 => "0.0%",
        _ => "0.00%",
    }
}

/// The colours of a performance. Rules between two numbers, since for Excel a text is greater than any number; 100 has the
/// width of a double's last digits.
pub(super) fn colours() -> [ConditionalFormatCell; 3] {
    const FULL: f64 = 99.999_999_95;
    let fill = |colour| Format::new().set_background_color(colour);
    [
        (ConditionalFormatCellRule::Between(FULL, 101.0), GREEN),
        (ConditionalFormatCellRule::Between(50.0, FULL), AMBER),
        (ConditionalFormatCellRule::Between(0.0, 50.0), RED),
    ]
    .map(|(rule, colour)| {
        ConditionalFormatCell::new().set_rule(rule).set_format(fill(colour)).set_stop_if_true(true)
    })
}
