//! The sheet of one office: what it is, and a table that is read back as actuals.

use rust_xlsxwriter::{Formula, Worksheet, utility::row_col_to_cell};

use super::{Book, Unwritten, look, value, words};
use crate::form::{Office, Question};
use crate::value::Type;
use crate::workbook::height::{self, Wrapped};

/// The columns of the table, with their widths in characters.
const OBJECTIVE: u16 = 0;
const TITLE: u16 = 1;
const UNIT: u16 = 2;
const SOURCE: u16 = 3;
const YEAR_BEFORE: u16 = 4;
const PERIOD: u16 = 5;
pub(super) const VALUE: u16 = 6;
pub(super) const OUTCOME: u16 = 7;
const NOTE: u16 = 8;
const EVIDENCE: u16 = 9;
const KEY: u16 = 10;
const WIDTHS: [f64; 11] = [27.0, 48.0, 10.0, 16.0, 13.0, 9.0, 14.0, 14.0, 21.0, 21.0, 12.0];

/// The rows of what to do, of the headers and of the first question.
const GUIDANCE: u32 = 2;
const HEADER: u32 = 3;
pub(super) const FIRST: u32 = 4;
/// In points.
const HEADER_HEIGHT: f64 = 22.0;

/// `written` hears of each question.
pub(super) fn write(
    book: &Book<'_>,
    office: &Office,
    name: &str,
    sheet: &mut Worksheet,
    written: &mut dyn FnMut(),
) -> Result<(), Unwritten> {
    let (look, lang) = (&book.look, book.lang);
    sheet.set_name(name)?;
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    // What is empty on the whole sheet only takes room, on the screen as on the paper.
    let empty = [
        (SOURCE, office.questions.iter().all(|question| question.source.is_none())),
        (YEAR_BEFORE, office.questions.iter().all(|question| question.year_before.is_none())),
    ];
    for (column, _) in empty.into_iter().filter(|(_, empty)| *empty) {
        sheet.set_column_hidden(column)?;
    }
    let entity = words::short(book.plan.entity.as_deref().unwrap_or(&book.plan.title));
    let title = words::form_title(book.form.period);
    let subtitle = format!("{entity} · {}", title.get(lang));
    sheet.write_with_format(0, 0, words::office(office, lang), &look.title)?;
    sheet.write_with_format(1, 0, subtitle.as_str(), &look.subtitle)?;
    sheet.write_with_format(GUIDANCE, 0, words::guidance().get(lang), &look.guidance)?;
    sheet.set_row_height(GUIDANCE, HEADER_HEIGHT)?.set_row_height(HEADER, HEADER_HEIGHT)?;
    for (column, header) in (0u16..).zip(words::headers()) {
        let format = match column {
            UNIT | PERIOD => &look.header_centered,
            YEAR_BEFORE => &look.header_of_number,
            VALUE => &look.header_of_value,
            OUTCOME..=EVIDENCE => &look.header_to_fill,
            _ => &look.header,
        };
        sheet.write_with_format(HEADER, column, header.get(lang), format)?;
    }
    let mut row = FIRST;
    let mut above = None;
    for question in &office.questions {
        write_question(book, question, row, above == Some(&question.code), sheet)?;
        written();
        above = Some(&question.code);
        row = row.saturating_add(1);
    }
    let last = row.saturating_sub(1).max(FIRST);
    let [clash, filled_in] = look::progress("G", "H", FIRST.saturating_add(1));
    sheet.add_conditional_format(FIRST, VALUE, last, OUTCOME, &clash)?;
    for (first, last) in numbers(office) {
        sheet.add_conditional_format(first, VALUE, last, VALUE, &look::text("G", first.saturating_add(1)))?;
    }
    sheet.add_conditional_format(FIRST, VALUE, last, VALUE, &filled_in)?;
    sheet.add_data_validation(FIRST, OUTCOME, last, OUTCOME, &look::accepts_outcome(lang)?)?;
    sheet.write_with_format(0, VALUE, words::filled().get(lang), &look.count_label)?;
    sheet.write_formula_with_format(1, VALUE, filled(office, ""), &look.count)?;
    sheet.set_freeze_panes(FIRST, UNIT)?;
    sheet.set_freeze_panes_top_cell(FIRST, UNIT)?;
    sheet.set_selection(FIRST, VALUE, FIRST, VALUE)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    // The key is for who reads the form back, not for who fills it in.
    sheet.set_print_area(0, 0, last, EVIDENCE)?;
    look::for_paper(sheet, &subtitle);
    look::lock(sheet);
    Ok(())
}

/// The rows whose values are no words: from one to another, as far as they follow one another.
fn numbers(office: &Office) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for (row, question) in (FIRST..).zip(&office.questions) {
        if matches!(question.kind, None | Some(Type::Boolean)) {
            continue;
        }
        match ranges.last_mut() {
            Some((_, last)) if last.saturating_add(1) == row => *last = row,
            _ => ranges.push((row, row)),
        }
    }
    ranges
}

/// How many of an office's values are there (or said not to be), seen from the sheet itself or, with `sheet` before
/// the cells (`'Staff'!`), from another one.
pub(super) fn filled(office: &Office, sheet: &str) -> Formula {
    let count = u32::try_from(office.questions.len()).unwrap_or(u32::MAX);
    let last = FIRST.saturating_add(count).saturating_sub(1).max(FIRST);
    let range = |column: u16| {
        let (from, to) = (row_col_to_cell(FIRST, column), row_col_to_cell(last, column));
        format!("{sheet}{from}:{to}")
    };
    let there = format!("SUMPRODUCT(--(LEN({})+LEN({})>0))", range(VALUE), range(OUTCOME));
    let known = office.questions.iter().filter(|question| question.known.is_some()).count();
    Formula::new(format!("={there}&\" / {count}\"")).set_result(format!("{known} / {count}"))
}

fn write_question(
    book: &Book<'_>,
    question: &Question,
    row: u32,
    repeated: bool,
    sheet: &mut Worksheet,
) -> Result<(), Unwritten> {
    let (look, lang) = (&book.look, book.lang);
    let code_and_title = format!("{} {}", question.code, words::short(&question.objective));
    let (objective, format) = match repeated {
        true => (question.code.as_str(), &look.repeated),
        false => (code_and_title.trim(), &look.cell),
    };
    sheet.write_with_format(row, OBJECTIVE, objective, format)?;
    let purpose = words::purpose(question, book.form.period, lang);
    let title = words::short(&question.title);
    let source = words::short(question.source.as_deref().unwrap_or(""));
    let unit = words::unit(question);
    let unit = unit.get(lang);
    // Keys are not wrapped: they are read by programs, and may be long.
    let texts = [(objective, OBJECTIVE), (unit, UNIT), (&source, SOURCE)];
    sheet.set_row_height(row, height_of(&texts, &title, &purpose))?;
    let below = format!("\n{purpose}");
    if purpose.is_empty() || title.is_empty() {
        let text = if title.is_empty() { &purpose } else { &*title };
        sheet.write_with_format(row, TITLE, text, &look.cell)?;
    } else {
        let parts = [(&look.strong, &*title), (&look.faint, below.as_str())];
        sheet.write_rich_string_with_format(row, TITLE, &parts, &look.cell)?;
    }
    sheet.write_with_format(row, UNIT, unit, &look.centered)?;
    sheet.write_with_format(row, SOURCE, &*source, &look.cell)?;
    match &question.year_before {
        Some((value, kind)) => {
            value::write(sheet, row, YEAR_BEFORE, value, *kind, &look.shown(Some(*kind)), lang)?
        }
        None => {
            sheet.write_blank(row, YEAR_BEFORE, &look.cell)?;
        }
    }
    sheet.write_with_format(row, PERIOD, question.period.to_string(), &look.centered)?;
    let format = look.to_fill(question.kind);
    match &question.known {
        Some((value, kind)) => value::write(sheet, row, VALUE, value, *kind, &format, lang)?,
        None => {
            sheet.write_blank(row, VALUE, &format)?;
        }
    }
    sheet.add_data_validation(
        row,
        VALUE,
        row,
        VALUE,
        &look::accepts(question.kind, question.period.year, lang)?,
    )?;
    for column in [OUTCOME, NOTE, EVIDENCE] {
        sheet.write_blank(row, column, &look.free)?;
    }
    sheet.write_with_format(row, KEY, question.key.as_str(), &look.key)?;
    Ok(())
}

fn height_of(texts: &[(&str, u16)], title: &str, purpose: &str) -> f64 {
    // A cell has a little room at both sides.
    let width = |column: u16| WIDTHS.get(usize::from(column)).copied().unwrap_or(2.0) - 2.0;
    let wrapped = |text, points, column| Wrapped { text, points, width: width(column) };
    let asked = [wrapped(title, 10.5, TITLE), wrapped(purpose, 8.0, TITLE)];
    let others: Vec<[Wrapped<'_>; 1]> =
        texts.iter().map(|(text, column)| [wrapped(text, 10.0, *column)]).collect();
    let cells: Vec<&[Wrapped<'_>]> =
        others.iter().map(<[_; 1]>::as_slice).chain([asked.as_slice()]).collect();
    height::of_row(&cells)
}
