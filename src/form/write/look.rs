//! How the form looks, and what its cells accept. The colours keep their difference on a grey printer.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationRule, ExcelDateTime, Format, FormatAlign,
    FormatBorder, ProtectionOptions, Worksheet,
};

use super::{Unwritten, words};
use crate::diagnostics::Lang;
use crate::value::Type;

const INK: Color = Color::RGB(0x1F3864);
const LINE: Color = Color::RGB(0xBFC7D5);
const GREY: Color = Color::RGB(0x6B7280);
const TO_FILL: Color = Color::RGB(0xFFF2B3);
const FREE: Color = Color::RGB(0xFFFBE6);
const FILLED: Color = Color::RGB(0xDCEFD8);
const TO_CHECK: Color = Color::RGB(0xF4B6B0);

/// The formats of a form.
pub(super) struct Look {
    pub(super) title: Format,
    pub(super) subtitle: Format,
    pub(super) guidance: Format,
    pub(super) introduction: Format,
    pub(super) header: Format,
    pub(super) header_centered: Format,
    pub(super) header_of_number: Format,
    pub(super) header_of_value: Format,
    pub(super) header_to_fill: Format,
    pub(super) cell: Format,
    pub(super) centered: Format,
    pub(super) repeated: Format,
    pub(super) key: Format,
    pub(super) free: Format,
    pub(super) strong: Format,
    pub(super) faint: Format,
    pub(super) count: Format,
    pub(super) count_label: Format,
    pub(super) link: Format,
    pub(super) text: Format,
    pub(super) number: Format,
    pub(super) samples: [Format; 3],
    pub(super) sample_text: Format,
}

impl Look {
    pub(super) fn new() -> Look {
        let text = Format::new().set_font_size(10).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let cell = text.clone().set_border(FormatBorder::Thin).set_border_color(LINE);
        let written = cell.clone().set_align(FormatAlign::Left).set_indent(1);
        let header = written.clone().set_bold().set_font_color(Color::White).set_background_color(INK);
        let header_to_fill = header.clone().set_font_color(INK).set_background_color(TO_FILL);
        Look {
            title: Format::new().set_bold().set_font_size(16).set_font_color(INK),
            subtitle: Format::new().set_font_size(11).set_font_color(GREY),
            guidance: Format::new().set_font_size(10).set_italic().set_align(FormatAlign::VerticalCenter),
            introduction: Format::new().set_font_size(11),
            header_of_number: header.clone().set_align(FormatAlign::Right),
            header_of_value: header_to_fill.clone().set_align(FormatAlign::Right),
            header_to_fill,
            header: header.clone(),
            header_centered: header.clone().set_indent(0).set_align(FormatAlign::Center),
            centered: cell.clone().set_align(FormatAlign::Center),
            repeated: written.clone().set_font_color(GREY).set_font_size(8),
            key: Format::new()
                .set_font_color(GREY)
                .set_font_size(7)
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE),
            free: written.clone().set_background_color(FREE).set_unlocked().set_num_format("@"),
            strong: Format::new().set_font_size(10).set_bold(),
            faint: Format::new().set_font_size(8).set_font_color(GREY),
            count: Format::new()
                .set_bold()
                .set_font_size(11)
                .set_font_color(INK)
                .set_align(FormatAlign::Center),
            count_label: Format::new()
                .set_font_size(9)
                .set_font_color(GREY)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::Bottom),
            link: written.clone().set_font_color(INK).set_underline(rust_xlsxwriter::FormatUnderline::Single),
            number: Format::new()
                .set_bold()
                .set_font_size(12)
                .set_font_color(INK)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            samples: [TO_FILL, FILLED, TO_CHECK]
                .map(|color| cell.clone().set_background_color(color).set_align(FormatAlign::Center)),
            sample_text: Format::new().set_font_size(10).set_indent(1).set_align(FormatAlign::VerticalCenter),
            text,
            cell: written,
        }
    }

    /// A value that is shown.
    pub(super) fn shown(&self, kind: Option<Type>) -> Format {
        self.cell.clone().set_align(FormatAlign::Right).set_indent(1).set_num_format(number_format(kind))
    }

    /// A value that is asked for.
    pub(super) fn to_fill(&self, kind: Option<Type>) -> Format {
        self.shown(kind).set_font_size(11).set_bold().set_background_color(TO_FILL).set_unlocked()
    }
}

/// Numbers keep the digits that are typed; the others say what they are.
fn number_format(kind: Option<Type>) -> &'static str {
    match kind {
        Some(Type::Percent) => "0.00%",
        Some(Type::Money) => "#,##0.00\\ \"€\"",
        Some(Type::Date) => "dd/mm/yyyy",
        Some(Type::Boolean) => "@",
        Some(Type::Number | Type::Days | Type::Hours) | None => "General",
    }
}

/// What a cell accepts.
pub(super) fn accepts(kind: Option<Type>, year: i32, lang: Lang) -> Result<DataValidation, Unwritten> {
    // As much as any number of a plan, within what Excel keeps exactly.
    const MOST: f64 = 1e15;
    // A thousand percent: more is a percentage without its sign.
    const MOST_PERCENT: f64 = 10.0;
    let (hint, refusal) = words::entry(kind);
    let rule = DataValidation::new().set_input_message(hint.get(lang))?;
    let rule = match kind {
        Some(Type::Date) => {
            let year = u16::try_from(year).unwrap_or(1900);
            let first = ExcelDateTime::from_ymd(year.saturating_sub(1).max(1900), 1, 1)?;
            let last = ExcelDateTime::from_ymd(year.saturating_add(1), 12, 31)?;
            rule.allow_date(DataValidationRule::Between(first, last))
        }
        Some(Type::Boolean) => {
            rule.allow_list_strings(&[words::boolean(true).get(lang), words::boolean(false).get(lang)])?
        }
        Some(Type::Percent) => {
            rule.allow_decimal_number(DataValidationRule::Between(-MOST_PERCENT, MOST_PERCENT))
        }
        Some(Type::Number | Type::Money | Type::Days | Type::Hours) => {
            rule.allow_decimal_number(DataValidationRule::Between(-MOST, MOST))
        }
        None => return Ok(rule.allow_any_value()),
    };
    Ok(rule.set_error_title(words::refused().get(lang))?.set_error_message(refusal.get(lang))?)
}

/// Only that there is no value, or nothing.
pub(super) fn accepts_outcome(lang: Lang) -> Result<DataValidation, Unwritten> {
    let hint = words::outcome_hint();
    Ok(DataValidation::new()
        .allow_list_strings(&[words::not_available().get(lang)])?
        .set_input_message(hint.get(lang))?
        .set_error_title(words::refused().get(lang))?
        .set_error_message(hint.get(lang))?)
}

/// A value and its outcome, in columns `value` and `outcome` (letters) from a row (of Excel) on: green once either is
/// there, red where both are.
pub(super) fn progress(value: &str, outcome: &str, row: u32) -> [ConditionalFormatFormula; 2] {
    let (value, outcome) = (format!("${value}{row}"), format!("${outcome}{row}"));
    [
        colour(format!("=AND(LEN({value})>0,LEN({outcome})>0)"), TO_CHECK),
        colour(format!("=LEN({value})+LEN({outcome})>0"), FILLED),
    ]
}

/// Red where somebody pasted words over what is to be a number or a date: no validation sees what is pasted.
pub(super) fn text(value: &str, row: u32) -> ConditionalFormatFormula {
    colour(format!("=ISTEXT(${value}{row})"), TO_CHECK)
}

fn colour(formula: String, color: Color) -> ConditionalFormatFormula {
    ConditionalFormatFormula::new()
        .set_rule(formula.as_str())
        .set_format(Format::new().set_background_color(color))
        .set_stop_if_true(true)
}

/// Locks what is not to be filled, without a password: it guards against slips, not against people.
pub(super) fn lock(sheet: &mut Worksheet) {
    let allowed = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() };
    sheet.protect_with_options(&allowed);
}

/// A4, with the page's number and what it is a page of.
pub(super) fn for_paper(sheet: &mut Worksheet, footer: &str) {
    const A4: u8 = 9;
    // Excel takes 255 in all.
    const MOST_FOOTER: usize = 200;
    // An ampersand is a code in footers, and a digit after one belongs to it.
    let mut shown = String::new();
    for c in footer.chars() {
        if shown.encode_utf16().count() >= MOST_FOOTER {
            shown.push('…');
            break;
        }
        shown.push(c);
        if c == '&' {
            shown.push(c);
        }
    }
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_print_fit_to_pages(1, 0)
        .set_footer(format!("&L&8 {shown}&R&8&A  ·  &P / &N"))
        .set_screen_gridlines(false);
}
