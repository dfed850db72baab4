//! The plan as approved, as a workbook of one sheet.

use rust_xlsxwriter::{Workbook, Worksheet};

use super::formula::double;
use super::style::{self, Styles, Tone};
use super::{Fault, MOST_ROWS, cell_text, ledger, plan_sheet, rows, words};
use crate::diagnostics::{Lang, Text};
use crate::output::approved::{Approved, Cell, Column, Of, Row};
use crate::plan::Level;
use crate::value::Type;

const HEADINGS: u32 = 4;
/// The widest text is given so many characters, then its row grows.
const TEXTS: f64 = 36.0;

/// The bytes of the XLSX file.
pub fn render(table: &Approved<'_>, lang: Lang) -> Result<Vec<u8>, Fault> {
    let rows = table.rows.len();
    if rows > MOST_ROWS {
        return Err(Fault::TooLarge { rows });
    }
    let plan = table.plan;
    let (mut sheet, mut styles) = (Worksheet::new(), Styles::new());
    sheet.set_name(rows::SHEET)?;
    let origin = words::approved_origin(plan.entity.as_deref());
    super::lines(&mut sheet, &styles, &plan.title, origin.get(lang), words::approved().get(lang))?;
    let headings: Vec<Text> = table.columns.iter().map(|column| column.heading()).collect();
    let widths: Vec<f64> = table.columns.iter().map(|column| width(*column)).collect();
    super::headings(&mut sheet, lang, &styles, HEADINGS, &headings, &widths)?;
    let first = HEADINGS.saturating_add(1);
    for (row, at) in table.rows.iter().zip(first..) {
        line(&mut sheet, table, row, at, &mut styles)?;
    }
    let last = HEADINGS.saturating_add(rows as u32);
    let last_column = (table.columns.len() as u16).saturating_sub(1);
    sheet.autofilter(HEADINGS, 0, last, last_column)?;
    sheet.set_freeze_panes(first, 4)?;
    super::print(&mut sheet, (plan, lang), HEADINGS, (last, last_column))?;
    let mut book = Workbook::new();
    book.set_properties(&super::properties(plan, plan.exercise)?);
    book.push_worksheet(sheet);
    Ok(book.save_to_buffer()?)
}

fn width(column: Column) -> f64 {
    match column {
        Column::Level | Column::Comparator(_) => 12.0,
        Column::Code | Column::Weight | Column::Unit | Column::Tolerance => 11.0,
        Column::Baseline(_) | Column::Target(_) => 14.0,
        Column::Rule => 20.0,
        Column::Objective | Column::Indicator | Column::Algorithm | Column::Detail(_) => TEXTS,
    }
}

fn line(
    sheet: &mut Worksheet,
    table: &Approved<'_>,
    row: &Row<'_>,
    at: u32,
    styles: &mut Styles,
) -> Result<(), Fault> {
    let tone = match row.of {
        Of::Plan => Tone::Area,
        Of::Objective(id) if table.plan.objective(id).level == Level::Area => Tone::Area,
        Of::Objective(_) => Tone::Group,
        Of::Kpi(_) => Tone::Plain,
    };
    let mut texts = Vec::new();
    for ((cell, column), name) in row.cells.iter().zip(0u16..).zip(&table.columns) {
        match cell {
            Cell::Empty => sheet.write_blank(at, column, styles.text(tone, 0))?,
            Cell::Ours(text) => sheet.write_string_with_format(at, column, text, styles.text(tone, 0))?,
            Cell::Theirs(text) => {
                texts.push((text.as_str(), width(*name)));
                sheet.write_string_with_format(at, column, cell_text(text), styles.text(tone, 0))?
            }
            Cell::Weight(weight) => {
                let (value, format) = plan_sheet::weight(Some(weight));
                sheet.write_number_with_format(at, column, double(&value), styles.number(format, tone))?
            }
            // Spreadsheets have no yes and no that people could read.
            Cell::Value(value, kind @ Type::Boolean) => {
                let shown = value.show(*kind, None, 0);
                sheet.write_string_with_format(at, column, shown, styles.number("General", tone))?
            }
            Cell::Value(value, kind) => {
                let format = styles.number(style::format_of(*kind), tone);
                sheet.write_number_with_format(at, column, double(&ledger::in_cell(value, *kind)), format)?
            }
        };
    }
    super::fit(sheet, at, &texts)
}
