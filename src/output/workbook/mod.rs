//! The result as a workbook that computes itself: one sheet for the plan, one a structure, one with the actuals, one
//! with the rules and one with the steps between. Every mean, ratio, variation and score is a formula on the cells of the
//! actuals, written from the plan's typed algorithms; beside each formula stands the exact result, rounded to a double.
//!
//! Numbers stand as Excel's users write them: percentages are fractions, days serial numbers, sì and no words in the
//! cells of the actuals and 1 and 0 in formulas. A text that is no number never counts as 0.

mod actuals_sheet;
mod approved_sheet;
mod formula;
mod kpi_row;
mod ledger;
mod means;
mod names;
mod plan_sheet;
mod rows;
mod rules;
mod scores;
mod steps;
mod structures;
mod style;
mod words;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Formula, Workbook, Worksheet, XlsxError};
use rustc_hash::FxHashMap;

use super::View;
pub use approved_sheet::render as render_approved;
use ledger::Ledger;
use plan_sheet::PlanSheet;
use rows::Rows;
use steps::Steps;
use style::Styles;

use crate::diagnostics::{Lang, Text, say};
use crate::plan::Plan;
use crate::workbook::height::{self, Wrapped};
use crate::workbook::{MADE_BY, cell_text};

/// Rows of a sheet.
const MOST_ROWS: usize = 1_048_000;

/// Why there is no workbook.
#[derive(Debug)]
pub enum Fault {
    /// More rows than a sheet has.
    TooLarge {
        /// How many there would be.
        rows: usize,
    },
    /// The writer refused, in its words.
    Refused(String),
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Fault {
        Fault::Refused(error.to_string())
    }
}

/// The headings of its sheets.
pub(super) fn printed() -> Vec<Text> {
    let mut found = words::plan_headings().to_vec();
    found.extend(words::structure_headings());
    found.extend(words::actuals_headings());
    found.extend(words::steps_headings());
    found
}

/// The bytes of the XLSX file. `progress` hears how many rows of how many are done.
pub fn render(view: &View, progress: &mut dyn FnMut(usize, usize)) -> Result<Vec<u8>, Fault> {
    let plan = view.plan;
    let rows = plan.objectives.len().saturating_add(plan.kpis.len());
    if rows > MOST_ROWS {
        return Err(Fault::TooLarge { rows });
    }
    // Packing the sheets takes about as long as filling them, and says nothing while it does.
    let of = rows.saturating_mul(3);
    let mut progress = Progress { say: progress, done: 0, of };
    let mut styles = Styles::new();
    let (mut plan_sheet, mut actuals, mut rules) = (Worksheet::new(), Worksheet::new(), Worksheet::new());
    let mut calculations = Worksheet::new();
    let bands = rules::fill(&mut rules, view, &mut styles)?;
    let rows = Rows::new(plan);
    let mut steps = Steps::new(plan, Ledger::new(*view));
    let mut page = PlanSheet {
        view: *view,
        sheet: &mut plan_sheet,
        styles: &mut styles,
        steps: &mut steps,
        rows: &rows,
        bands: &bands,
        means: FxHashMap::default(),
    };
    page.fill(&mut progress)?;
    let rows_of_actuals = steps.ledger.entries.len().max(steps.list.len());
    if rows_of_actuals > MOST_ROWS {
        return Err(Fault::TooLarge { rows: rows_of_actuals });
    }
    let others = steps.ledger.add_idle();
    actuals_sheet::fill(&mut actuals, view, &steps.ledger, others, &mut styles, &mut progress)?;
    let mut book = Workbook::new();
    names::define(&mut book, view, &rows, &steps.ledger)?;
    book.set_properties(&properties(plan, view.evaluation.period.year)?);
    book.push_worksheet(plan_sheet);
    for sheet in structures::sheets(view, &rows, &mut styles)? {
        book.push_worksheet(sheet);
    }
    book.push_worksheet(actuals);
    book.push_worksheet(rules);
    if !steps.list.is_empty() {
        actuals_sheet::fill_steps(&mut calculations, view, &steps, &mut styles)?;
        book.push_worksheet(calculations);
    }
    Ok(book.save_to_buffer()?)
}

/// How far the workbook is.
struct Progress<'p> {
    say: &'p mut dyn FnMut(usize, usize),
    done: usize,
    of: usize,
}

impl Progress<'_> {
    /// One row more.
    fn row(&mut self) {
        /// So many rows are written at once, for whoever watches.
        const AT_ONCE: usize = 256;
        self.done = self.done.saturating_add(1);
        if self.done.is_multiple_of(AT_ONCE) {
            (self.say)(self.done, self.of);
        }
    }
}

/// The same input gives the same file: the creation date is not today's.
fn properties(plan: &Plan, year: i32) -> Result<DocProperties, Fault> {
    let year = u16::try_from(year).unwrap_or(2000);
    let properties = DocProperties::new()
        .set_title(cell_text(&plan.title))
        .set_company(cell_text(plan.entity.as_deref().unwrap_or("")))
        .set_comment(format!("{MADE_BY}{}", env!("CARGO_PKG_VERSION")))
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?);
    Ok(properties)
}

/// A sheet's first lines: what it is, of which plan and period, and where to change values.
fn head(
    sheet: &mut Worksheet,
    view: &View,
    styles: &Styles,
    title: &str,
    remark: &Text,
) -> Result<(), Fault> {
    let of = if title == view.plan.title { view.plan.entity.as_deref() } else { Some(&*view.plan.title) };
    lines(sheet, styles, title, words::origin(view, of).get(view.lang), remark.get(view.lang))
}

fn lines(sheet: &mut Worksheet, styles: &Styles, title: &str, of: &str, remark: &str) -> Result<(), Fault> {
    sheet.write_string_with_format(0, 0, cell_text(title), styles.title())?;
    sheet.write_string_with_format(1, 0, cell_text(of), styles.origin())?;
    sheet.write_string_with_format(2, 0, remark, styles.remark())?;
    Ok(())
}

/// A table's first line, and how wide its columns are.
fn headings(
    sheet: &mut Worksheet,
    lang: Lang,
    styles: &Styles,
    row: u32,
    titles: &[Text],
    widths: &[f64],
) -> Result<(), Fault> {
    for ((column, title), width) in (0u16..).zip(titles).zip(widths) {
        sheet.write_string_with_format(row, column, title.get(lang), styles.heading())?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_row_height(row, 32)?;
    Ok(())
}

/// Makes a row as high as its texts, each with the width of its column.
fn fit(sheet: &mut Worksheet, row: u32, texts: &[(&str, f64)]) -> Result<(), Fault> {
    const POINTS: f64 = 11.0;
    const ONE_LINE: f64 = 20.0;
    /// What the indent takes from a line, in characters.
    const INDENT: f64 = 1.5;
    /// Calibri is narrower than most.
    const NARROW: f64 = 1.06;
    let height_of = |(text, width): &(&str, f64)| {
        height::of_row(&[&[Wrapped { text, points: POINTS, width: (width - INDENT) * NARROW }]])
    };
    let height = texts.iter().map(height_of).fold(0.0, f64::max);
    if height > ONE_LINE {
        sheet.set_row_height(row, height)?;
    }
    Ok(())
}

/// On paper: across, one page wide, with the headings and a number on every page.
fn print(
    sheet: &mut Worksheet,
    (plan, lang): (&Plan, Lang),
    headings: u32,
    (row, column): (u32, u16),
) -> Result<(), Fault> {
    const A4: u8 = 9;
    // In a footer `&` begins a code, and a digit after the size of letters would belong to it: hence the blank.
    let title: String = cell_text(&plan.title).chars().take(90).collect::<String>().replace('&', "&&");
    let page = say!("pagina &P di &N", "page &P of &N");
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(headings, headings)?;
    sheet.set_print_area(0, 0, row, column)?;
    sheet.set_footer(format!("&L&8 {title}&C&8 &A&R&8 {}", page.get(lang)));
    Ok(())
}

/// A formula with its result.
fn live(body: &str, result: &str) -> Formula {
    Formula::new(format!("={body}")).set_result(result)
}
