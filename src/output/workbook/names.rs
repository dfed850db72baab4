//! Defined names: the performances, and the cells of the actuals.

use rust_xlsxwriter::Workbook;
use rustc_hash::FxHashSet;

use super::super::View;
use super::ledger::{self, Ledger};
use super::rows::{Rows, WHOLE, at};
use super::{Fault, formula, rows};
use crate::actuals::Subject;
use crate::eval::result::PartOf;

/// More names than this nobody looks through, and every one costs time when the file is opened.
const MOST: usize = 20_000;

/// Defines them.
pub(super) fn define(
    book: &mut Workbook,
    view: &View,
    rows: &Rows,
    ledger: &Ledger<'_>,
) -> Result<(), Fault> {
    let mut names = Names { book, taken: FxHashSet::default() };
    let performance = |row| formula::cell_of(rows::SHEET, at::PERFORMANCE, row);
    names.add("performance", "piano", &performance(WHOLE))?;
    for id in view.plan.objective_ids() {
        let row = rows.of(PartOf::Objective(id));
        names.add("performance", &view.plan.objective(id).code, &performance(row))?;
    }
    if ledger.entries.len() > MOST {
        return Ok(());
    }
    for (entry, row) in ledger.entries.iter().zip(ledger::FIRST_ROW..).filter(|(entry, _)| entry.used) {
        let key = match entry.subject {
            Subject::Measure(id) => &view.plan.measure(id).key,
            Subject::Kpi(id) => &view.plan.kpi(id).key,
        };
        let cell = formula::cell_of(ledger::SHEET, ledger::VALUE, row);
        names.add("dato", &format!("{key}_{}", entry.period), &cell)?;
    }
    Ok(())
}

struct Names<'b> {
    book: &'b mut Workbook,
    taken: FxHashSet<String>,
}

impl Names<'_> {
    /// `dato_A.1_tempo_2025`: letters, digits, `_` and `.`, once each whatever the case.
    fn add(&mut self, prefix: &str, key: &str, cell: &str) -> Result<(), Fault> {
        const LONGEST: usize = 200;
        let plain: String = key
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' })
            .take(LONGEST)
            .collect();
        let base = format!("{prefix}_{plain}");
        let mut name = base.clone();
        let mut number = 2u32;
        while !self.taken.insert(name.to_lowercase()) {
            name = format!("{base}_{number}");
            number = number.saturating_add(1);
        }
        self.book.define_name(name, &format!("={cell}"))?;
        Ok(())
    }
}
