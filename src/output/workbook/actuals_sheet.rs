//! The sheet of the actuals, whose values people may change, and the sheet of the steps between them and the plan.

use rust_xlsxwriter::{DataValidation, Worksheet};

use super::super::View;
use super::ledger::{self, EMPTY, Entry, FIRST_ROW, Ledger, UNAVAILABLE};
use super::steps::{self, Steps};
use super::style::{self, Styles, Tone};
use super::{Fault, Progress, cell_text, formula, live, words};
use crate::actuals::{FactValue, Key, RemarkKind, Subject};
use crate::syntax::keyword::Keyword;
use crate::value::Type;

const WIDTHS: [f64; 10] = [36.0, 52.0, 10.0, 15.0, 14.0, 18.0, 30.0, 30.0, 26.0, 26.0];

/// One row a fact, and one for each that is awaited.
pub(super) fn fill(
    sheet: &mut Worksheet,
    view: &View,
    ledger: &Ledger<'_>,
    left_out: usize,
    styles: &mut Styles,
    progress: &mut Progress<'_>,
) -> Result<(), Fault> {
    sheet.set_name(ledger::SHEET)?;
    super::head(sheet, view, styles, words::actuals_title().get(view.lang), &words::actuals(left_out))?;
    let heading = FIRST_ROW.saturating_sub(1);
    super::headings(sheet, view.lang, styles, heading, &words::actuals_headings(), &WIDTHS)?;
    for (entry, row) in ledger.entries.iter().zip(FIRST_ROW..) {
        self::entry(sheet, view, ledger, entry, row, styles)?;
        progress.row();
    }
    let last = FIRST_ROW.saturating_add(ledger.entries.len() as u32).saturating_sub(1);
    frame(sheet, view, FIRST_ROW, last.max(FIRST_ROW), WIDTHS.len())
}

fn entry(
    sheet: &mut Worksheet,
    view: &View,
    ledger: &Ledger<'_>,
    entry: &Entry,
    row: u32,
    styles: &mut Styles,
) -> Result<(), Fault> {
    let plan = view.plan;
    let (key, title, unit, details) = match entry.subject {
        Subject::Measure(id) => {
            let measure = plan.measure(id);
            (&measure.key, measure.title.as_str(), measure.unit.as_deref(), &measure.details)
        }
        Subject::Kpi(id) => {
            let kpi = plan.kpi(id);
            (&kpi.key, kpi.name(), kpi.unit.as_deref(), &kpi.details)
        }
    };
    let kind = ledger.kind(entry);
    let fact = entry.fact.and_then(|id| view.facts.fact(id));
    let texts = [
        (0, cell_text(key)),
        (1, cell_text(title)),
        (2, entry.period.to_string()),
        (4, cell_text(kind.and_then(Type::unit).or(unit).unwrap_or(""))),
        (5, cell_text(fact.and_then(|fact| fact.outcome.as_deref()).unwrap_or(""))),
        (6, cell_text(&remarks(view, entry, RemarkKind::Note))),
        (7, cell_text(&remarks(view, entry, RemarkKind::Evidence))),
        (8, cell_text(details.get(Keyword::Source).unwrap_or(""))),
        (9, fact.map_or_else(String::new, |fact| cell_text(words::read_from(view, fact).get(view.lang)))),
    ];
    super::fit(sheet, row, &texts.each_ref().map(|(column, text)| (text.as_str(), width(*column))))?;
    let plain = styles.text(Tone::Plain, 0);
    for (column, text) in texts {
        sheet.write_string_with_format(row, column, text, plain)?;
    }
    let tone = if entry.used { Tone::Input } else { Tone::Plain };
    let format = styles.number(kind.map_or("General", style::format_of), tone);
    let column = ledger::VALUE;
    match fact.map(|fact| &fact.value) {
        None => sheet.write_blank(row, column, format)?,
        Some(FactValue::Empty) => sheet.write_string_with_format(row, column, EMPTY, format)?,
        Some(FactValue::Unavailable(_)) => {
            sheet.write_string_with_format(row, column, UNAVAILABLE, format)?
        }
        Some(FactValue::Given(literal)) => match (literal.kind(), fact.and_then(ledger::number)) {
            (Some(Type::Boolean), _) => {
                sheet.write_string_with_format(row, column, literal.show(), format)?
            }
            (_, Some(number)) => {
                sheet.write_number_with_format(row, column, formula::double(&number), format)?
            }
            (_, None) => sheet.write_string_with_format(row, column, UNAVAILABLE, format)?,
        },
    };
    if kind == Some(Type::Boolean) && entry.used {
        let list = DataValidation::new().allow_list_strings(&["sì", "no", UNAVAILABLE])?;
        sheet.add_data_validation(row, column, row, column, &list)?;
    }
    Ok(())
}

/// What stands beside a value in a column of words, so that the workbook gives it back.
fn remarks(view: &View, entry: &Entry, kind: RemarkKind) -> String {
    let all = view.facts.remarks_on(Key::Value(entry.subject)).iter();
    let own = all.filter(|remark| (remark.period, remark.kind) == (entry.period, kind));
    own.map(|remark| &*remark.text).collect::<Vec<_>>().join("; ")
}

fn width(column: u16) -> f64 {
    WIDTHS.get(usize::from(column)).copied().unwrap_or(15.0)
}

/// What stands between the actuals and the plan.
pub(super) fn fill_steps(
    sheet: &mut Worksheet,
    view: &View,
    steps: &Steps<'_>,
    styles: &mut Styles,
) -> Result<(), Fault> {
    const WIDTHS: [f64; 3] = [70.0, 11.0, 18.0];
    sheet.set_name(steps::SHEET)?;
    sheet.set_formula_result_default("");
    super::head(sheet, view, styles, words::steps_title().get(view.lang), &words::steps())?;
    let heading = steps::FIRST_ROW.saturating_sub(1);
    super::headings(sheet, view.lang, styles, heading, &words::steps_headings(), &WIDTHS)?;
    for (step, row) in steps.list.iter().zip(steps::FIRST_ROW..) {
        let plain = styles.text(Tone::Plain, 0);
        super::fit(sheet, row, &[(&step.what, 70.0)])?;
        sheet.write_string_with_format(row, 0, cell_text(&step.what), plain)?;
        let period = step.period.map_or_else(String::new, |period| period.to_string());
        sheet.write_string_with_format(row, 1, period, plain)?;
        let number = styles.number("General", Tone::Plain);
        let result = formula::cached(step.value.as_ref());
        sheet.write_formula_with_format(row, steps::RESULT, live(&step.formula, &result), number)?;
    }
    let last = steps::FIRST_ROW.saturating_add(steps.list.len() as u32).saturating_sub(1);
    frame(sheet, view, steps::FIRST_ROW, last, WIDTHS.len())
}

fn frame(sheet: &mut Worksheet, view: &View, first: u32, last: u32, columns: usize) -> Result<(), Fault> {
    let heading = first.saturating_sub(1);
    let last_column = u16::try_from(columns).unwrap_or(1).saturating_sub(1);
    sheet.set_freeze_panes(first, 0)?;
    sheet.autofilter(heading, 0, last, last_column)?;
    super::print(sheet, (view.plan, view.lang), heading, (last, last_column))
}
