//! A form as a workbook: instructions, then one sheet an office. The same form gives the same bytes.

mod instructions;
mod look;
mod sheet;
mod value;
mod words;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{Form, Office};
use crate::actuals::FORM_LIST;
use crate::diagnostics::{Lang, Text, visible};
use crate::plan::Plan;
use crate::workbook::SheetNames;
use look::Look;

/// The words that a form prints over its columns and beside its cells.
pub fn printed() -> Vec<Text> {
    let mut found = words::headers().to_vec();
    found.push(words::filled());
    found.extend(words::legend().map(|(name, _)| name));
    found
}

/// Why a workbook could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritten {
    /// The beginning of a key that is longer than a cell can be: an indicator known by an endless title.
    LongKey(String),
    /// In the words of what makes it: too many rows, mostly.
    Refused(String),
}

impl From<XlsxError> for Unwritten {
    fn from(error: XlsxError) -> Unwritten {
        Unwritten::Refused(error.to_string())
    }
}

/// What all sheets of one form share.
struct Book<'a> {
    plan: &'a Plan,
    form: &'a Form,
    lang: Lang,
    look: Look,
}

/// The bytes of an XLSX file. `progress` hears how many of how many questions are written.
pub fn write(
    plan: &Plan,
    form: &Form,
    lang: Lang,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<u8>, Unwritten> {
    let book = Book { plan, form, lang, look: Look::new() };
    // As Excel counts: in the units of UTF-16.
    const MOST_IN_CELL: usize = 32_767;
    let mut keys = form.offices.iter().flat_map(|office| &office.questions).map(|question| &question.key);
    if let Some(long) = keys.find(|key| key.encode_utf16().count() > MOST_IN_CELL) {
        return Err(Unwritten::LongKey(long.chars().take(40).collect()));
    }
    let names = sheet_names(&form.offices, lang);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&book)?);
    instructions::write(&book, &names, workbook.add_worksheet())?;
    let all: usize = form.offices.iter().map(|office| office.questions.len()).sum();
    let mut done = 0usize;
    for (office, name) in form.offices.iter().zip(&names) {
        sheet::write(&book, office, name, workbook.add_worksheet(), &mut || {
            done = done.saturating_add(1);
            progress(done, all);
        })?;
    }
    list(&form.offices, &names, workbook.add_worksheet())?;
    Ok(workbook.save_to_buffer()?)
}

/// The hidden sheet by which a form that comes back without a sheet or a row is told from a whole one: below its name,
/// the sheet, the key and the period of each value that is asked for.
fn list(offices: &[Office], names: &[String], sheet: &mut Worksheet) -> Result<(), Unwritten> {
    sheet.set_name(FORM_LIST.0)?.set_hidden(true).protect();
    sheet.write(0, 0, FORM_LIST.1)?;
    let asked = offices
        .iter()
        .zip(names)
        .flat_map(|(office, name)| office.questions.iter().map(move |question| (name.as_str(), question)));
    for (row, (name, question)) in (1u32..).zip(asked) {
        sheet.write(row, 0, name)?;
        sheet.write(row, 1, question.key.as_str())?;
        sheet.write(row, 2, question.period.to_string())?;
    }
    Ok(())
}

/// What Excel takes of a property of a file.
const MOST_PROPERTY: usize = 255;

/// No clock is read: a form is as old as the year it asks about.
fn properties(book: &Book<'_>) -> Result<DocProperties, Unwritten> {
    let year = u16::try_from(book.form.period.year).unwrap_or(1900);
    let title = words::form_title(book.form.period);
    let of_file = |text: &str| visible(text).chars().take(MOST_PROPERTY).collect::<String>();
    Ok(DocProperties::new()
        .set_title(title.get(book.lang))
        .set_subject(of_file(&book.plan.title))
        .set_company(of_file(book.plan.entity.as_deref().unwrap_or("")))
        .set_author("")
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?))
}

/// The names of the sheets.
fn sheet_names(offices: &[Office], lang: Lang) -> Vec<String> {
    let mut names = SheetNames::with([words::instructions().get(lang), FORM_LIST.0]);
    offices.iter().map(|office| names.name(&words::office(office, lang))).collect()
}
