//! The table as the bodies publish it, for Italian Excel: `;`, decimal comma, CRLF, and a byte order mark, without which
//! Excel reads `à` as two characters. An objective's row carries its performance, its KPIs follow, each with the
//! objective's name, so that the table can be sorted and filtered.
//!
//! Numbers stand without counting unit, so that Excel takes them as numbers. Texts that a spreadsheet would run as a
//! formula get an apostrophe in front.

use super::approved::{self, Approved};
use super::{View, figures, notes, outline, words};
use crate::actuals::guarded;
use crate::diagnostics::{Text, one_line, say};
use crate::plan::{KpiId, ObjectiveId};

pub(super) const HEADINGS: [&str; 11] = [
    "Obiettivo",
    "Codice",
    "Indicatore",
    "Esito validazione",
    "Peso",
    "Confronto",
    "Target",
    "Consuntivo",
    "Performance KPI",
    "Performance Obiettivo",
    "Note",
];

/// The whole file.
pub fn render(view: &View) -> String {
    let mut out = String::from("\u{feff}");
    row(&mut out, HEADINGS.map(|heading| Cell::Ours(heading.to_owned())));
    for (id, _) in outline::walk(view.plan) {
        objective(&mut out, view, id);
        for kpi in &view.plan.objective(id).kpis {
            indicator(&mut out, view, *kpi);
        }
    }
    total(&mut out, view);
    out
}

/// The plan as approved.
pub fn render_approved(table: &Approved<'_>) -> String {
    let mut out = String::from("\u{feff}");
    row(&mut out, table.columns.iter().map(|column| Cell::Ours(column.heading().it)));
    for line in &table.rows {
        row(&mut out, line.cells.iter().map(Cell::from));
    }
    out
}

impl From<&approved::Cell<'_>> for Cell {
    fn from(cell: &approved::Cell<'_>) -> Cell {
        match cell {
            approved::Cell::Empty => Cell::Empty,
            approved::Cell::Ours(text) => Cell::Ours(text.clone()),
            approved::Cell::Theirs(text) => Cell::Theirs(text.clone()),
            approved::Cell::Weight(weight) => Cell::Ours(weight.show()),
            approved::Cell::Value(value, kind) => Cell::Ours(figures::bare(value, *kind)),
        }
    }
}

/// Whether a file begins as one of these tables does.
pub fn is_ours(bytes: &[u8]) -> bool {
    let begins = |headings: Vec<String>| {
        let mut head = String::from("\u{feff}");
        row(&mut head, headings.into_iter().map(Cell::Ours));
        // Further columns may follow.
        bytes.starts_with(head.trim_end().as_bytes())
    };
    let approved = approved::Column::ALWAYS.map(|column| column.heading().it);
    begins(HEADINGS.map(str::to_owned).to_vec()) || begins(approved.to_vec())
}

/// What stands in a cell decides how it is protected.
enum Cell {
    Empty,
    /// A number, a date, a sign or a word of ours.
    Ours(String),
    /// Words of the plan or the actuals: whatever they like.
    Theirs(String),
}

fn objective(out: &mut String, view: &View, id: ObjectiveId) {
    let objective = view.plan.objective(id);
    let Some(result) = view.objective(id) else { return };
    let performance = result.total.performance.as_ref();
    row(
        out,
        [
            Cell::Theirs(objective.printed()),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            objective.weight.as_ref().map_or(Cell::Empty, |weight| Cell::Ours(weight.show())),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Ours(figures::performance_or_none(performance)),
            joined(view, &[notes::of_objective(view, id), notes::texts_of_objective(view, id)].concat()),
        ],
    );
}

/// The plan's own performance, and of which period all of it is.
fn total(out: &mut String, view: &View) {
    let plan = &view.evaluation.plan;
    let performance = figures::performance_or_none(plan.performance.as_ref());
    let mut remarks = vec![words::period(view)];
    remarks.extend(notes::of_total(plan));
    let mut cells = [const { Cell::Empty }; HEADINGS.len()];
    let [name, .., of_objective, note] = &mut cells;
    *name = Cell::Ours(say!("Totale del piano", "Total of the plan").get(view.lang).to_owned());
    *of_objective = Cell::Ours(performance);
    *note = joined(view, &remarks);
    row(out, cells);
}

fn indicator(out: &mut String, view: &View, id: KpiId) {
    let kpi = view.plan.kpi(id);
    let Some(result) = view.kpi(id) else { return };
    let target = result.target.as_ref();
    let mut remarks = notes::of_kpi(view, id);
    remarks.extend(result.monitoring.as_ref().and_then(|monitoring| monitoring.state).map(words::state));
    remarks.extend(target.and_then(|target| target.annual.as_ref()).map(|annual| {
        let annual = figures::bare(annual, kpi.kind);
        say!("target annuo {annual}", "annual target {annual}")
    }));
    remarks.extend(kpi.unit.as_deref().map(|unit| say!("unità: {unit}", "unit: {unit}")));
    remarks.extend(notes::texts_of_kpi(view, id));
    row(
        out,
        [
            Cell::Theirs(view.plan.objective(kpi.objective).printed()),
            kpi.code.as_ref().map_or(Cell::Empty, |code| Cell::Theirs(code.clone())),
            Cell::Theirs(kpi.name().to_owned()),
            result.outcome.as_ref().map_or(Cell::Empty, |outcome| Cell::Theirs(outcome.clone())),
            Cell::Ours(figures::weight(view.plan, kpi)),
            target.map_or(Cell::Empty, |target| Cell::Ours(target.comparator.to_string())),
            target.map_or(Cell::Empty, |target| Cell::Ours(figures::target(kpi, result, target))),
            Cell::Ours(figures::actual(result)),
            Cell::Ours(figures::performance_or_none(result.performance.as_ref())),
            Cell::Empty,
            joined(view, &remarks),
        ],
    );
}

fn joined(view: &View, notes: &[Text]) -> Cell {
    let sentences: Vec<&str> = notes.iter().map(|note| note.get(view.lang)).collect();
    if sentences.is_empty() { Cell::Empty } else { Cell::Theirs(sentences.join("; ")) }
}

fn row(out: &mut String, cells: impl IntoIterator<Item = Cell>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(';');
        }
        match cell {
            Cell::Empty => {}
            Cell::Ours(text) => push_quoted(out, &text),
            Cell::Theirs(text) => push_quoted(out, &one_line(&guarded(&text))),
        }
    }
    out.push_str("\r\n");
}

fn push_quoted(out: &mut String, text: &str) {
    if !text.contains([';', '"', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}
