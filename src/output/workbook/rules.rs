//! The sheet of the rules: every table of bands, and how the workbook is to be read.

use rust_xlsxwriter::Worksheet;

use super::super::View;
use super::formula::{self, double};
use super::plan_sheet::POINTS;
use super::style::{Styles, Tone};
use super::{Fault, cell_text, ledger, words};
use crate::diagnostics::say;
use crate::plan::{Bands, Basis, MissingPolicy};
use crate::source::column_name;
use crate::value::{Exact, Type};

/// The sheet of the rules.
pub(super) const SHEET: &str = "Regole";
const COLUMNS: u16 = 9;
/// What stands for an open end: beyond any number of a plan.
const OPEN: f64 = 1e99;
const OPEN_FORMAT: &str = "[<-999999999999999]\"–\";[>999999999999999]\"–\";General";
const OPEN_PERCENT: &str = "[<-999999999999999]\"–\";[>999999999999999]\"–\";0.00%";
const YES_NO: &str = "\"sì\";\"sì\";\"no\"";

/// Where the table of some bands stands.
pub(super) struct BandsAt {
    first: u32,
    last: u32,
}

impl BandsAt {
    fn column(&self, index: u16) -> String {
        let from = formula::cell_of(SHEET, index, self.first);
        let letters = column_name(index.into());
        format!("{from}:${letters}${}", self.last.saturating_add(1))
    }

    /// The score of the number in a cell; `outside` where no band holds it.
    pub fn score(&self, number: &str, outside: &str) -> String {
        let column = |index| self.column(index);
        let (from, from_held, to, to_held) = (column(2), column(3), column(4), column(5));
        let holds = format!(
            "(({number}>{from})+({number}={from})*{from_held})*(({number}<{to})+({number}={to})*{to_held})"
        );
        let score = format!("{}+({number}-{from})*{}", column(6), column(8));
        format!("IF(ISNUMBER({number}),IF(SUMPRODUCT({holds})=0,{outside},SUMPRODUCT({holds}*({score}))),0)")
    }
}

/// Fills the sheet; where the bands of the plan stand, by their ids.
pub(super) fn fill(sheet: &mut Worksheet, view: &View, styles: &mut Styles) -> Result<Vec<BandsAt>, Fault> {
    sheet.set_name(SHEET)?;
    sheet.set_formula_result_default("");
    let [first, rest @ ..] = words::legend();
    super::head(sheet, view, styles, words::rules_title().get(view.lang), &first)?;
    let mut row = 3;
    for line in rest {
        sheet.write_string(row, 0, line.get(view.lang))?;
        row = row.saturating_add(1);
    }
    let missing = match view.plan.missing {
        MissingPolicy::Excluded => say!("esclusi", "left out"),
        MissingPolicy::Zero => say!("zero (valgono 0)", "zero (they score 0)"),
        MissingPolicy::Error => say!("errore", "an error"),
    };
    let (it, en) = (missing.it, missing.en);
    let missing = say!("Indicatori non disponibili: {it}.", "Indicators that are not available: {en}.");
    sheet.write_string(row, 0, missing.get(view.lang))?;
    row = row.saturating_add(2);
    scoring(sheet, view, &mut row, styles)?;
    let mut places = Vec::with_capacity(view.plan.bands.len());
    for bands in &view.plan.bands {
        places.push(table(sheet, view, &mut row, bands, styles)?);
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 24)?;
    for column in 2..COLUMNS {
        sheet.set_column_width(column, 14)?;
    }
    super::print(sheet, (view.plan, view.lang), 0, (row, COLUMNS.saturating_sub(1)))?;
    Ok(places)
}

/// The rules that need no table of their own, in words.
fn scoring(sheet: &mut Worksheet, view: &View, row: &mut u32, styles: &mut Styles) -> Result<(), Fault> {
    let last = COLUMNS.saturating_sub(1);
    for (at, (name, score)) in words::scoring().iter().enumerate() {
        let (name, score) = (name.get(view.lang), score.get(view.lang));
        if at == 0 {
            sheet.write_string_with_format(*row, 0, name, styles.heading())?;
            sheet.merge_range(*row, 1, *row, last, score, styles.heading())?;
        } else {
            let plain = styles.text(Tone::Plain, 0);
            sheet.write_string_with_format(*row, 0, name, plain)?;
            sheet.merge_range(*row, 1, *row, last, score, plain)?;
        }
        *row = row.saturating_add(1);
    }
    *row = row.saturating_add(1);
    Ok(())
}

fn table(
    sheet: &mut Worksheet,
    view: &View,
    row: &mut u32,
    bands: &Bands,
    styles: &mut Styles,
) -> Result<BandsAt, Fault> {
    for (heading, column) in words::bands_headings().iter().zip(0u16..) {
        sheet.write_string_with_format(*row, column, heading.get(view.lang), styles.heading())?;
    }
    let basis = match bands.basis {
        Basis::Value => "valore",
        Basis::Reached => "percentuale raggiunta",
        Basis::DaysLate => "giorni di ritardo",
    };
    let first = row.saturating_add(1);
    let mut held_before: Option<Exact> = None;
    let ends = if bands.kind == Type::Percent { OPEN_PERCENT } else { OPEN_FORMAT };
    for band in &bands.rows {
        *row = row.saturating_add(1);
        let plain = styles.text(Tone::Plain, 0);
        sheet.write_string_with_format(*row, 0, cell_text(&bands.ident), plain)?;
        sheet.write_string_with_format(*row, 1, basis, plain)?;
        let end = |end: &Option<(Exact, bool)>, open: f64| {
            end.as_ref().map_or(open, |(number, _)| double(&ledger::amount(number, bands.kind)))
        };
        // Where two bands touch, the first has their common end.
        let from_held =
            band.from.as_ref().is_some_and(|(number, held)| *held && held_before.as_ref() != Some(number));
        let to_held = band.to.as_ref().is_some_and(|(_, held)| *held);
        held_before = band.to.as_ref().filter(|(_, held)| *held).map(|(number, _)| number.clone());
        let yes_no = |held: bool| f64::from(u8::from(held));
        let numbers = [
            (2, end(&band.from, -OPEN), ends),
            (3, yes_no(from_held), YES_NO),
            (4, end(&band.to, OPEN), ends),
            (5, yes_no(to_held), YES_NO),
            (6, double(&band.score.0), POINTS),
            (7, double(&band.score.1), POINTS),
        ];
        for (column, number, format) in numbers {
            sheet.write_number_with_format(*row, column, number, styles.number(format, Tone::Plain))?;
        }
        let at = |column| formula::cell(column, *row);
        let growth = format!(
            "IF(AND({to}>{from},{from}>-1E+98,{to}<1E+98),({high}-{low})/({to}-{from}),0)",
            from = at(2),
            to = at(4),
            low = at(6),
            high = at(7)
        );
        let growth = super::live(&growth, &formula::cached(growth_of(bands, band).as_ref()));
        sheet.write_formula_with_format(*row, 8, growth, styles.number("General", Tone::Plain))?;
    }
    let last = *row;
    *row = row.saturating_add(2);
    Ok(BandsAt { first, last })
}

fn growth_of(bands: &Bands, band: &crate::plan::Band) -> Option<Exact> {
    let zero = Some(Exact::zero());
    let (Some((from, _)), Some((to, _))) = (&band.from, &band.to) else { return zero };
    let length = ledger::amount(&(to - from), bands.kind);
    if !length.is_positive() {
        return zero;
    }
    Exact::ratio(&(&band.score.1 - &band.score.0), &length)
}
