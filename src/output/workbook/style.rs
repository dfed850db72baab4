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
            title: Format::new().set_bold().set_font_size(14),
            remark: Format::new().set_italic().set_font_color(Color::RGB(0x59_5959)),
            heading,
            made: FxHashMap::default(),
        }
    }

    /// Of a sheet's first line.
    pub fn title(&self) -> &Format {
        &self.title
    }

    /// Of the lines under it.
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
    let base =
        Format::new().set_align(FormatAlign::Top).set_border(FormatBorder::Thin).set_border_color(LINES);
    let base = match shape {
        Shape::Number(format) => base.set_num_format(format),
        Shape::Text(depth) => base.set_text_wrap().set_align(FormatAlign::Left).set_indent(depth),
        Shape::Centred => base.set_align(FormatAlign::Center),
    };
    match tone {
        Tone::Plain => base,
        Tone::Area => base.set_bold().set_background_color(BLUE),
        Tone::Group => base.set_bold().set_background_color(GREY),
        Tone::Input => base.set_background_color(YELLOW),
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
        return "General\\ \"p.\"";
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
