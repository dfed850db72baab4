//! The `dato` lines of a scenario as a table of actuals: they are read as any other table is, so that a scenario knows
//! exactly the keys, values and faults that a CSV file knows.
//!
//! The table stands in the place of the scenario's own file, every row on the line of its `dato`: what is said of the
//! table is true of the file but for columns, and [`Data::at_home`] brings places back to where they are written.

use std::path::{Path, PathBuf};

use super::Scenario;
use crate::actuals::as_cell;
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{Entry, FileId, LoadFault, Loader, SourceFile, Sources, Span, named_from};

const HEADER: &str = "chiave;periodo;valore";

/// The tables of one scenario, as a loader of files.
pub(super) struct Data<'s> {
    below: &'s (dyn Loader + Sync),
    scenario: &'s Scenario,
    /// The scenario's file.
    path: &'s Path,
    table: String,
    /// The line of the file before the first row, where the table's header is thought to stand.
    lines_before: usize,
    /// The cells of `table`, in their order, with what they were made of.
    cells: Vec<(u32, u32, Span)>,
}

impl<'s> Data<'s> {
    /// Of a scenario of the file at `path`.
    pub(super) fn new(
        below: &'s (dyn Loader + Sync),
        scenario: &'s Scenario,
        path: &'s Path,
        home: &'s SourceFile,
    ) -> Data<'s> {
        // A `dato` stands below its `prova`, so that the line before it is there.
        let first = scenario.data.first().map_or(0, |datum| home.line_of(datum.key.span.start));
        let lines_before = first.saturating_sub(1);
        let (table, cells) = (HEADER.to_owned(), Vec::new());
        let mut data = Data { below, scenario, path, table, lines_before, cells };
        let mut line = lines_before;
        for datum in &scenario.data {
            let own = home.line_of(datum.key.span.start);
            data.table.push_str(&"\n".repeat(own.saturating_sub(line)));
            line = own;
            data.cell(&datum.key.node, datum.key.span);
            data.table.push(';');
            data.cell(&datum.period.node.to_string(), datum.period.span);
            data.table.push(';');
            data.cell(&datum.value.node, datum.value.span);
        }
        data
    }

    fn cell(&mut self, text: &str, written: Span) {
        let start = self.table.len() as u32;
        self.table.push_str(&as_cell(text, b';'));
        self.cells.push((start, self.table.len() as u32, written));
    }

    /// The tables to evaluate with, first that of the `dato` lines; none where those of the plan's `piaoc.toml` hold.
    pub(super) fn tables(&self) -> Vec<PathBuf> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let files = self.scenario.tables.iter().map(|table| named_from(folder, &table.node));
        (!self.cells.is_empty()).then(|| self.path.to_owned()).into_iter().chain(files).collect()
    }

    /// Brings what was said of the tables to where it is written; the scenario's file joins the sources.
    pub(super) fn at_home(
        &self,
        sources: &mut Sources,
        (own, file): (&Sources, FileId),
        diagnostics: &mut [Diagnostic],
    ) {
        let table = sources.find(&self.path.display().to_string()).filter(|_| !self.cells.is_empty());
        let home = sources.share(own, file);
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let named = |span: Span, sources: &Sources| {
            let path = sources.path(span.file);
            let table = self
                .scenario
                .tables
                .iter()
                .find(|t| named_from(folder, &t.node).display().to_string() == path);
            table.map(|table| table.span)
        };
        for diagnostic in diagnostics {
            let place = match diagnostic.code {
                Code::NoPeriod => {
                    Some(self.scenario.period.as_ref().map_or(self.scenario.title.span, |p| p.span))
                }
                code if code.is_of_unread_file() => named(diagnostic.span, sources),
                _ => None,
            };
            let moved = |span: Span| match table {
                Some(table) if span.file == table => self.written(span, home),
                _ => span,
            };
            if table == Some(diagnostic.span.file) {
                in_a_line(diagnostic);
            }
            diagnostic.span = place.map_or(moved(diagnostic.span), |place| Span { file: home, ..place });
            for label in &mut diagnostic.labels {
                label.span = moved(label.span);
            }
            for edit in diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
                edit.span = moved(edit.span);
            }
        }
    }

    /// What a place of the table was made of.
    fn written(&self, span: Span, home: FileId) -> Span {
        let holding = |at: u32| {
            let after = self.cells.partition_point(|(_, end, _)| *end < at);
            self.cells.get(after).filter(|(start, ..)| *start <= at)
        };
        let (first, last) = (holding(span.start), holding(span.end));
        let written = match (first, last) {
            (Some((.., first)), Some((.., last))) => first.to(*last),
            (Some((.., one)), None) | (None, Some((.., one))) => *one,
            (None, None) => self.scenario.title.span,
        };
        Span { file: home, ..written }
    }
}

/// Says of a line what was said of a cell: a scenario has no columns, and no option for its decimals.
fn in_a_line(diagnostic: &mut Diagnostic) {
    let message = &mut diagnostic.message;
    for (text, start) in [(&mut message.it, "riga "), (&mut message.en, "row ")] {
        if let Some((_, rest)) = text.split_once("`: ").filter(|_| text.starts_with(start)) {
            *text = rest.to_owned();
        }
    }
    match diagnostic.code {
        Code::CellNumber => diagnostic.notes.clear(),
        Code::CellType => {
            for note in &mut diagnostic.notes {
                for (text, remark) in [(&mut note.it, "; un commento"), (&mut note.en, "; a remark")] {
                    *text = text.split(remark).next().unwrap_or("").to_owned();
                }
            }
        }
        _ => {}
    }
}

impl Loader for Data<'_> {
    fn lines_before(&self, path: &Path) -> u32 {
        if path == self.path { self.lines_before as u32 } else { self.below.lines_before(path) }
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadFault> {
        if path == self.path { Ok(self.table.clone().into_bytes()) } else { self.below.read(path) }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        self.below.identity(path)
    }

    fn project(&self, file: &Path) -> Option<PathBuf> {
        self.below.project(file)
    }

    fn may_read(&self, project: Option<&Path>, path: &Path) -> bool {
        // Its tables are those of its own project, which may be larger than its plan's.
        let own = || self.below.project(self.path);
        path == self.path
            || self.below.may_read(project, path)
            || self.tables().iter().any(|table| table == path) && self.below.may_read(own().as_deref(), path)
    }

    fn list(&self, folder: &Path) -> Result<Vec<Entry>, LoadFault> {
        self.below.list(folder)
    }
}
