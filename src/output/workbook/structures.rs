//! One sheet a structure: the KPIs assigned to it, looking at the sheet of the plan.

use rust_xlsxwriter::Worksheet;

use super::super::View;
use super::formula::{self, cached};
use super::ledger;
use super::rows::{self, Rows, at};
use super::style::{self, Styles, Tone};
use super::{Fault, cell_text, kpi_row, live, plan_sheet, words};
use crate::eval;
use crate::eval::result::PartOf;
use crate::plan::offices::Offices;
use crate::plan::{KpiId, Plan, Structure};
use crate::workbook::SheetNames;

const WIDTHS: [f64; 8] = [12.0, 60.0, 13.0, 10.0, 14.0, 14.0, 14.0, 24.0];
const HEADINGS: u32 = 4;
const FIRST_ROW: u32 = 5;

/// The sheets, in the order of the plan's structures; none for a structure without KPIs.
pub(super) fn sheets(view: &View, rows: &Rows, styles: &mut Styles) -> Result<Vec<Worksheet>, Fault> {
    let ours = [rows::SHEET, ledger::SHEET, super::rules::SHEET, super::steps::SHEET];
    let mut names = SheetNames::with(ours);
    let mut sheets = Vec::new();
    for (structure, kpis) in view.plan.structures.iter().zip(kpis_by_structure(view.plan)) {
        if kpis.is_empty() {
            continue;
        }
        let mut sheet = Worksheet::new();
        sheet.set_name(names.name(name_of(structure)))?;
        fill(&mut sheet, view, rows, styles, structure, &kpis)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn fill(
    sheet: &mut Worksheet,
    view: &View,
    rows: &Rows,
    styles: &mut Styles,
    structure: &Structure,
    kpis: &[KpiId],
) -> Result<(), Fault> {
    sheet.set_formula_result_default("");
    super::head(sheet, view, styles, name_of(structure), &words::structure())?;
    super::headings(sheet, view.lang, styles, HEADINGS, &words::structure_headings(), &WIDTHS)?;
    for (id, row) in kpis.iter().zip(FIRST_ROW..) {
        indicator(sheet, view, rows, styles, *id, row)?;
    }
    let last = FIRST_ROW.saturating_add(kpis.len() as u32).saturating_sub(1);
    for colour in style::colours() {
        sheet.add_conditional_format(FIRST_ROW, 6, last, 6, &colour)?;
    }
    sheet.set_freeze_panes(FIRST_ROW, 2)?;
    super::print(sheet, (view.plan, view.lang), HEADINGS, (last, 7))
}

fn indicator(
    sheet: &mut Worksheet,
    view: &View,
    rows: &Rows,
    styles: &mut Styles,
    id: KpiId,
    row: u32,
) -> Result<(), Fault> {
    let kpi = view.plan.kpi(id);
    let Some(result) = view.kpi(id) else { return Ok(()) };
    let source = rows.of(PartOf::Kpi(id));
    let how = eval::score_calculation(view.plan, view.evaluation, id);
    let texts = [
        (0, cell_text(&view.plan.objective(kpi.objective).code)),
        (1, cell_text(kpi.name())),
        (7, kpi_row::rule(view.plan, kpi, &how)),
    ];
    super::fit(sheet, row, &texts.each_ref().map(|(column, text)| (text.as_str(), width(*column))))?;
    for (column, text) in texts {
        sheet.write_string_with_format(row, column, text, styles.text(Tone::Plain, 0))?;
    }
    let sign = how.target.as_ref().map_or_else(String::new, |target| target.comparator.to_string());
    sheet.write_string_with_format(row, 3, sign, styles.centred(Tone::Plain))?;
    let kind = style::format_of(kpi.kind);
    let target = result.target.as_ref().map(|target| ledger::in_cell(&target.value, kpi.kind));
    let actual = result.actual.value.as_ref().ok();
    let actual = actual.map(|(value, kind)| ledger::in_cell(value, *kind));
    let shown = style::format_of_value(kpi.kind, actual.as_ref());
    let (weight, weight_format) = plan_sheet::weight(kpi.weight.as_ref());
    let numbers = [
        (2, at::WEIGHT, Some(weight), weight_format),
        (4, at::TARGET, target, kind),
        (5, at::ACTUAL, actual, shown),
        (6, at::PERFORMANCE, result.performance.clone(), style::PERFORMANCE),
    ];
    for (column, from, value, format) in numbers {
        let cell = formula::cell_of(rows::SHEET, from, source);
        let body = format!("IF(ISNUMBER({cell}),{cell},\"\")");
        let format = styles.number(format, Tone::Plain);
        sheet.write_formula_with_format(row, column, live(&body, &cached(value.as_ref())), format)?;
    }
    Ok(())
}

fn width(column: u16) -> f64 {
    WIDTHS.get(usize::from(column)).copied().unwrap_or(14.0)
}

fn name_of(structure: &Structure) -> &str {
    if structure.title.is_empty() { &structure.ident } else { &structure.title }
}

/// The KPIs of every structure, in their order: whose they are in the form too.
fn kpis_by_structure(plan: &Plan) -> Vec<Vec<KpiId>> {
    let offices = Offices::of(plan);
    let mut kpis = vec![Vec::new(); plan.structures.len()];
    for id in plan.kpi_ids() {
        for (at, _) in offices.structures_of(plan.kpi(id)) {
            if let Some(list) = kpis.get_mut(at) {
                list.push(id);
            }
        }
    }
    kpis
}
