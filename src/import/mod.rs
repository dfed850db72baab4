//! From a table of a real plan to a `.piao` text, its actuals as CSV, and a report on every cell.
//!
//! ```text
//! text, CSV, workbook ──grid──▶ cells with places ──header──▶ columns with roles ──align──▶ rows with roles
//!     ──rows, objectives, card, kpi──▶ draft ──write──▶ plan, actuals
//!                                  ledger ──report, render──▶ each cell in one of three lists
//! ```
//!
//! Nothing is dropped in silence: a cell is translated, worth checking (a guess was made), or not translated, and the
//! report says which and why. What the document has wrong stays wrong: `piaoc check` says it. Where there is no table to
//! be found, or a formula failed where a value is needed, there is no plan at all (`faults`).

mod align;
mod attributes;
mod beside;
mod card;
mod code;
mod draft;
mod drawn;
mod fate;
mod faults;
mod formula;
mod grid;
mod header;
mod headings;
mod kpi;
mod ledger;
mod measure;
mod merged;
mod objectives;
mod periods;
mod prepare;
mod render;
mod report;
mod rows;
mod several;
mod units;
mod value;
mod when;
mod write;
mod years;

use crate::actuals::decode;
use crate::diagnostics::{Lang, Text};
use crate::source::Undecodable;
use crate::workbook::{self, WorkbookFault};

use draft::Kind;

pub use beside::{ACTUALS, PLAN};
pub use fate::List;
pub use faults::{diagnostic, remedy};
pub use grid::{Grid, Place, Placed, Table};
pub use header::{Mapping, ROLE_NAMES, Role};
pub use headings::{Heading, Headings};
pub use report::{Group, Report, Run, Shown};

/// What a table became.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The plan, formatted.
    pub plan: String,
    /// Its actuals as CSV, where the table has any.
    pub actuals: Option<String>,
    /// `piaoc.toml`, where there are actuals.
    pub settings: Option<String>,
    /// `piano.prove` with the performances that the table publishes, where there are actuals too.
    pub scenario: Option<String>,
    /// How many KPIs were found.
    pub kpis: usize,
    /// How many objectives.
    pub objectives: usize,
    /// How many areas.
    pub areas: usize,
    /// What became of every cell.
    pub report: Report,
}

impl Imported {
    /// The report as a text, on a table of this name: how much is translated, then what needs a person.
    pub fn render(&self, table: &str, lang: Lang) -> String {
        render::render(self, table, lang)
    }
}

/// Why a table becomes no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportFault {
    /// Bytes that are no text.
    Text(Undecodable),
    /// A workbook that can't be read whole.
    Workbook(WorkbookFault),
    /// No cell holds anything.
    Empty,
    /// No row is the header of a table of KPIs: the one that is most like it, if any.
    NoHeader(Option<Headings>),
    /// A header, and no KPI below it.
    NoKpi {
        /// The header's first cell.
        header: Text,
    },
    /// Nothing says of which years the plan is.
    NoYear,
    /// A `--map` that no header answers to.
    NoColumn {
        /// The header that was given.
        wanted: String,
        /// The headers that there are.
        headers: Vec<String>,
    },
    /// Formulas without a value, where one is needed: place and error.
    Formulas(Vec<(Text, String)>),
}

/// What a person says of a table beforehand.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What columns of other names are.
    pub mappings: Vec<Mapping>,
    /// First and last year of the plan, before what the table says.
    pub years: Option<(i32, i32)>,
}

/// Imports a table: a workbook, a text with tabs, a CSV, or the text of a printed document with tables in it. `progress`
/// is told now and then how many rows are done, of how many.
///
/// # Errors
/// Where it becomes no plan.
pub fn import(
    bytes: &[u8],
    told: &Told,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Imported, ImportFault> {
    if workbook::looks_like_one(bytes) {
        let workbook = workbook::read(bytes).map_err(ImportFault::Workbook)?;
        let imported = import_table(&Table::of_workbook(&workbook), told, progress);
        // A million cells take a while to be given back, for which nobody need wait.
        rayon::spawn(move || drop(workbook));
        return imported;
    }
    let text = decode(bytes).map_err(ImportFault::Text)?;
    import_table(&Table::of_text(&text), told, progress)
}

/// Imports a table that was read already.
///
/// # Errors
/// Where it becomes no plan.
pub fn import_table(
    table: &Table<'_>,
    told: &Told,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Imported, ImportFault> {
    let rows::Reader { mut draft, mut ledger, headers, failed, .. } = rows::read(table, told, progress);
    let Some(header) = headers.first() else {
        let empty = table.filled().next().is_none();
        return Err(if empty {
            ImportFault::Empty
        } else {
            ImportFault::NoHeader(Headings::likely(table, &told.mappings))
        });
    };
    all_are_there(table, &told.mappings, &headers)?;
    if !failed.is_empty() {
        let said = |place| (table.place_shown(place), table.text(place).trim().to_owned());
        return Err(ImportFault::Formulas(failed.into_iter().map(said).collect()));
    }
    let kpis = draft.nodes.iter().map(|node| node.kpis.len()).sum();
    if kpis == 0 {
        return Err(ImportFault::NoKpi { header: table.place_shown(*header) });
    }
    if draft.years().is_none() {
        return Err(ImportFault::NoYear);
    }
    write::prepare(&mut draft, &mut ledger);
    let (plan, actuals) = rayon::join(|| write::plan(&draft), || periods::actuals(&draft));
    ledger.written(&plan.written);
    actuals.iter().for_each(|actuals| ledger.written(&actuals.written));
    ledger.close();
    let report = report::report(table, ledger);
    let areas = draft.of_kind(Kind::Area);
    let (plan, actuals) = (plan.text, actuals.map(|actuals| actuals.text));
    let settings = actuals.as_ref().map(|_| beside::settings());
    let scenario = actuals.as_ref().and_then(|_| beside::scenario(&draft));
    let objectives = draft.nodes.len().saturating_sub(areas);
    Ok(Imported { plan, actuals, settings, scenario, kpis, objectives, areas, report })
}

/// Whether every `--map` has its header: a slip of the pen there must not pass for an answer.
fn all_are_there(table: &Table<'_>, mappings: &[Mapping], headers: &[Place]) -> Result<(), ImportFault> {
    if mappings.is_empty() {
        return Ok(());
    }
    let rows = headers.iter().filter_map(|header| Some(table.sheets.get(header.sheet)?.row(header.row)));
    let mut names: Vec<String> = Vec::new();
    for name in rows.flatten().map(|(_, cell)| grid::plain_of(&cell)) {
        if !names.iter().any(|known| **known == *name) {
            names.push(name.into_owned());
        }
    }
    match mappings.iter().find(|mapping| !names.iter().any(|name| mapping.is_of(name))) {
        Some(lost) => Err(ImportFault::NoColumn { wanted: lost.header.clone(), headers: names }),
        None => Ok(()),
    }
}
