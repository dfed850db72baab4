//! The first sheet: what the form is, how it is filled in, and who has how much to do.

use rust_xlsxwriter::{Url, Worksheet};

use super::{Book, Unwritten, look, sheet as table, words};
use crate::diagnostics::say;
use crate::plan::KpiId;
use crate::value::{Period, Type, Value};
use crate::workbook::height::{self, Wrapped};

/// Widths of columns.
const MIDDLE: f64 = 40.0;
const NARROW: f64 = 16.0;
const WIDE: f64 = 60.0;
/// Height of the rows that have one line, in points.
const LINE: f64 = 18.0;

pub(super) fn write(book: &Book<'_>, names: &[String], sheet: &mut Worksheet) -> Result<(), Unwritten> {
    let (look, lang) = (&book.look, book.lang);
    sheet.set_name(words::instructions().get(lang))?;
    for (column, width) in [(0, 5.0), (1, MIDDLE), (2, NARROW), (3, WIDE)] {
        sheet.set_column_width(column, width)?;
    }
    let title = words::form_title(book.form.period);
    let entity = words::short(book.plan.entity.as_deref().unwrap_or(""));
    sheet.write_with_format(0, 0, title.get(lang), &look.title)?;
    sheet.write_with_format(1, 0, &*entity, &look.subtitle)?;
    sheet.write_with_format(2, 0, &*words::short(&book.plan.title), &look.subtitle)?;
    sheet.write_with_format(4, 0, words::introduction().get(lang), &look.introduction)?;
    let mut row = 6;
    for (number, (heading, text)) in (1u32..).zip(words::steps()) {
        let (heading, text) = (heading.get(lang), text.get(lang));
        let below = format!("\n{text}");
        sheet.write_with_format(row, 0, number, &look.number)?;
        sheet.merge_range(row, 1, row, 3, "", &look.text)?;
        let parts = [(&look.strong, heading), (&look.text, below.as_str())];
        sheet.write_rich_string_with_format(row, 1, &parts, &look.text)?;
        let wrapped = |text| Wrapped { text, points: 10.0, width: MIDDLE + NARROW + WIDE };
        sheet.set_row_height(row, height::of_row(&[&[wrapped(heading), wrapped(text)]]))?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    for ((name, meaning), format) in words::legend().iter().zip(&look.samples) {
        sheet.write_with_format(row, 1, name.get(lang), format)?;
        sheet.write_with_format(row, 2, meaning.get(lang), &look.sample_text)?;
        sheet.set_row_height(row, LINE)?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    let headers = [say!("Struttura", "Office"), say!("Compilati", "Filled in")];
    for ((column, header), format) in (1u16..).zip(headers).zip([&look.header, &look.header_centered]) {
        sheet.write_with_format(row, column, header.get(lang), format)?;
    }
    sheet.set_row_height(row, LINE)?;
    for (office, name) in book.form.offices.iter().zip(names) {
        row = row.saturating_add(1);
        let quoted = format!("'{}'!", name.replace('\'', "''"));
        let link = Url::new(format!("internal:{quoted}A1")).set_text(words::office(office, lang));
        sheet.write_url_with_format(row, 1, link, &look.link)?;
        sheet.set_row_height(row, LINE)?;
        sheet.write_formula_with_format(row, 2, table::filled(office, &quoted), &look.centered)?;
    }
    let row = known(book, sheet, row)?;
    sheet.set_print_area(0, 0, row, 3)?;
    look::for_paper(sheet, &format!("{entity} · {}", title.get(lang)));
    look::lock(sheet);
    Ok(())
}

/// What is not asked again, since an earlier part of the year has it for good; gives back the last row.
fn known(book: &Book<'_>, sheet: &mut Worksheet, last: u32) -> Result<u32, Unwritten> {
    let (look, lang) = (&book.look, book.lang);
    let known: Vec<(KpiId, &(Period, Value, Type))> = book
        .form
        .left_out
        .iter()
        .filter_map(|unasked| Some((unasked.kpi, unasked.known.as_ref()?)))
        .collect();
    if known.is_empty() {
        return Ok(last);
    }
    let mut row = last.saturating_add(2);
    let [what, when, value] = words::known();
    for ((column, header), format) in
        (1u16..).zip([what, when, value]).zip([&look.header, &look.header_centered, &look.header])
    {
        sheet.write_with_format(row, column, header.get(lang), format)?;
    }
    sheet.set_row_height(row, LINE)?;
    for (id, (period, value, kind)) in known {
        row = row.saturating_add(1);
        let kpi = book.plan.kpi(id);
        let code = &book.plan.objective(kpi.objective).code;
        let name = words::short(&format!("{code} {}", kpi.name())).into_owned();
        let shown = value.show(*kind, kpi.unit.as_deref(), 4);
        sheet.write_with_format(row, 1, &name, &look.text)?;
        sheet.write_with_format(row, 2, period.to_string(), &look.centered)?;
        sheet.write_with_format(row, 3, &shown, &look.text)?;
        let wrapped = Wrapped { text: &name, points: 10.0, width: MIDDLE };
        sheet.set_row_height(row, height::of_row(&[&[wrapped]]).max(LINE))?;
    }
    Ok(row)
}
