//! `piaoc.toml`, the file beside a plan that says with what it is evaluated:
//!
//! ```toml
//! [eval]
//! actuals = ["q2.csv"]      # relative to this file; also a folder, "moduli/*.xlsx", { path = "b.csv", decimal = "point" }
//! period  = "2025-T2"       # optional
//! plan    = "piano.piao"    # optional: where several plans stand in the folder, the one whose actuals these are
//!
//! [lint]                    # of every plan in the folder: how grave a warning or hint is
//! P0407   = "deny"
//! hints   = "allow"
//! ```

mod faults;
mod tables;

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, Level, Levels, Lint};
use crate::source::{FileId, LoadFault, Loader, Sources, Span, named_from};
use crate::source_faults::{self, ReadAs};
use crate::value::{Mark, Period};

pub use faults::no_tables;
pub use tables::{NoTables, folder_of, folders, resolve};

/// The name of the file.
pub const FILE: &str = "piaoc.toml";

/// What it says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The tables to evaluate the plan with.
    pub actuals: Vec<Table>,
    /// The period to evaluate; the latest of the actuals when `None`.
    pub period: Option<Period>,
    /// `[lint]`
    pub levels: Levels,
}

/// A table of actuals to read, or several: a folder, or a name with `*`, until [`resolve`] has found them.
#[derive(Debug, Clone)]
pub struct Table {
    /// Where it is.
    pub path: PathBuf,
    /// Where a file names it; `None` for one of the command line.
    pub named: Option<Span>,
    /// The decimal mark of the file, where that is said beside its name.
    pub decimal: Option<Mark>,
}

impl From<PathBuf> for Table {
    fn from(path: PathBuf) -> Table {
        Table { path, named: None, decimal: None }
    }
}

/// Where the file of a plan is, whether it is there or not.
pub fn beside(plan: &Path) -> PathBuf {
    plan.parent().unwrap_or(Path::new("")).join(FILE)
}

/// Reads the file beside a plan, if there is one. What is wrong in it is reported, and the rest of it holds.
pub fn read(loader: &dyn Loader, plan: &Path, sources: &mut Sources) -> (Config, Vec<Diagnostic>) {
    let path = beside(plan);
    let shown = path.display().to_string();
    let bytes = match loader.read_within(loader.project(plan).as_deref(), &path) {
        Ok(bytes) => bytes,
        Err(LoadFault::Missing) => return (Config::default(), Vec::new()),
        Err(fault) => {
            let file = sources.add(shown.clone(), "", b"");
            let found = source_faults::missing_file(Span::new(file, 0, 0), &shown, &fault);
            return (Config::default(), vec![found]);
        }
    };
    match crate::source::decode_plan(&bytes) {
        Ok(text) => {
            let file = sources.add(shown.clone(), text, &bytes);
            let folder = path.parent().unwrap_or(Path::new(""));
            let mut reader = Reader { file, folder, plan: None, faults: Vec::new() };
            let config = reader.document(text);
            let is_ours = loader.identity(&path).file_name().is_some_and(|name| name == FILE);
            if !is_ours && !reader.faults.is_empty() {
                sources.withhold(file);
                let found = source_faults::not_ours(Span::new(file, 0, 0), &shown, ReadAs::Config);
                return (Config::default(), vec![found]);
            }
            let of_another = reader.plan.is_some_and(|of| loader.identity(&of) != loader.identity(plan));
            let config =
                if of_another { Config { levels: config.levels, ..Config::default() } } else { config };
            (config, reader.faults)
        }
        Err(fault) => {
            let file = sources.add(shown.clone(), "", &bytes);
            (Config::default(), vec![source_faults::undecodable(file, &shown, fault)])
        }
    }
}

struct Reader<'a> {
    file: FileId,
    /// What paths are relative to.
    folder: &'a Path,
    /// The plan that the file is about, if it says so.
    plan: Option<PathBuf>,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start as u32, range.end as u32)
    }

    fn document(&mut self, text: &str) -> Config {
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let span = self.span(error.span().unwrap_or(0..0));
            self.faults.push(faults::unreadable(span, error.message()));
        }
        let mut config = Config::default();
        if !errors.is_empty() {
            // What stands where is not known then.
            return config;
        }
        for (key, value) in document.get_ref() {
            match (&**key.get_ref(), value.get_ref()) {
                ("eval", DeValue::Table(table)) => self.eval(table, &mut config),
                ("lint", DeValue::Table(table)) => self.lint(table, &mut config.levels),
                (section @ ("eval" | "lint"), _) => {
                    let span = self.span(value.span());
                    self.faults.push(faults::wrong_value(span, section, &faults::a_section(section)));
                }
                (other, _) => {
                    let span = self.span(key.span());
                    self.faults.push(faults::unknown_key(span, other, &["eval", "lint"]));
                }
            }
        }
        config
    }

    fn eval(&mut self, table: &DeTable<'_>, config: &mut Config) {
        for (key, value) in table {
            match &**key.get_ref() {
                "actuals" => config.actuals = self.actuals(value),
                "period" => config.period = self.period(value),
                "plan" => self.plan = self.plan(value),
                other => {
                    let span = self.span(key.span());
                    self.faults.push(faults::unknown_key(span, other, &["actuals", "period", "plan"]));
                }
            }
        }
    }

    /// Codes and groups with their levels.
    fn lint(&mut self, table: &DeTable<'_>, levels: &mut Levels) {
        for (key, value) in table {
            let name = key.get_ref();
            let level = match value.get_ref() {
                DeValue::String(level) => Level::named(level),
                _ => None,
            };
            match (Lint::named(name), level) {
                (Ok(lint), Some(level)) => levels.set(lint, level),
                (Ok(_), None) => {
                    let span = self.span(value.span());
                    self.faults.push(faults::no_level(span, name));
                }
                (Err(why), _) => {
                    let span = self.span(key.span());
                    self.faults.push(faults::no_lint(span, name, why));
                }
            }
        }
    }

    /// One path or a list of them.
    fn actuals(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Table> {
        let list: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        let mut tables = Vec::new();
        for entry in list {
            let span = self.span(entry.span());
            match entry.get_ref() {
                DeValue::String(path) => {
                    let path = named_from(self.folder, path);
                    tables.push(Table { path, named: Some(span), decimal: None });
                }
                DeValue::Table(table) => tables.extend(self.table(table, span)),
                _ => self.faults.push(faults::wrong_value(span, "actuals", &faults::a_list_of_files())),
            }
        }
        tables
    }

    /// A path with the decimal mark of its file.
    fn table(&mut self, table: &DeTable<'_>, whole: Span) -> Option<Table> {
        let (mut path, mut decimal, mut named) = (None, None, false);
        for (key, value) in table {
            let span = self.span(value.span());
            named |= &**key.get_ref() == "path";
            match (&**key.get_ref(), value.get_ref()) {
                ("path", DeValue::String(written)) => path = Some((named_from(self.folder, written), span)),
                ("decimal", DeValue::String(mark)) if Mark::named(mark).is_some() => {
                    decimal = Mark::named(mark)
                }
                ("decimal", _) => self.faults.push(faults::wrong_value(span, "decimal", &faults::a_mark())),
                ("path", _) => self.faults.push(faults::wrong_value(span, "path", &faults::a_file())),
                (other, _) => {
                    let span = self.span(key.span());
                    self.faults.push(faults::unknown_key(span, other, &["path", "decimal"]));
                }
            }
        }
        if !named {
            self.faults.push(faults::wrong_value(whole, "actuals", &faults::a_list_of_files()));
        }
        path.map(|(path, named)| Table { path, named: Some(named), decimal })
    }

    fn plan(&mut self, value: &Spanned<DeValue<'_>>) -> Option<PathBuf> {
        if let DeValue::String(path) = value.get_ref() {
            return Some(named_from(self.folder, path));
        }
        let span = self.span(value.span());
        self.faults.push(faults::wrong_value(span, "plan", &faults::a_plan()));
        None
    }

    fn period(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Period> {
        let written = match value.get_ref() {
            DeValue::String(text) => Period::parse(text),
            // `period = 2025` needs no quotes to be understood.
            DeValue::Integer(number) => Period::parse(number.as_str()),
            _ => None,
        };
        if written.is_none() {
            let span = self.span(value.span());
            self.faults.push(faults::wrong_value(span, "period", &faults::a_period()));
        }
        written
    }
}
