//! THE entry: runs the stages in their order. The command line, the language server and the tests call this and
//! nothing else, so that they can never disagree.

use std::path::{Path, PathBuf};

use crate::actuals::{self, Facts, Input};
use crate::config::{self, Config, NoTables, Table};
use crate::diagnostics::{self, Allowed, Code, Diagnostic, Levels};
use crate::eval::{self, result::Evaluation};
use crate::lints;
use crate::plan::Plan;
use crate::resolve;
use crate::source::{FileId, Loader, Sources, Span, TABLE_EXTENSIONS, named_from};
use crate::source_faults::{self, ReadAs};
use crate::syntax::Earlier;
use crate::syntax::tree::{Head, Tree};
use crate::types::{self, Exceptions, Keep};
use crate::value::{Mark, Period};

/// What checking a plan gives.
#[derive(Debug, Default)]
pub struct Checked {
    /// The plan's file and those it uses, then its `piaoc.toml` if there is one.
    pub sources: Sources,
    /// What is written in them, libraries before the files that use them; a file that can't be read has none.
    pub trees: Vec<(FileId, Tree)>,
    /// The plan, if there was no error.
    pub plan: Option<Plan>,
    /// All faults and remarks, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// Warnings and hints that the plan's `consenti` allow.
    pub allowed: Vec<Allowed>,
    /// The `consenti` of the plan.
    pub exceptions: Exceptions,
    /// The folder that the files lie in which the plan and its `piaoc.toml` may name.
    pub project: Option<PathBuf>,
    /// What the `piaoc.toml` beside the plan says, with what the command line says over it.
    pub config: Config,
}

/// What an evaluation may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct EvalOptions {
    /// The period to evaluate; the latest of the actuals when `None`.
    pub period: Option<Period>,
    /// The decimal mark of the CSV files, where the separator does not tell the truth.
    pub decimal: Option<Mark>,
    /// Whether the first table holds, whatever the others say of the same.
    pub first_prevails: bool,
}

/// What the actuals of a checked plan give.
#[derive(Debug, Clone, Default)]
pub struct Computed {
    /// The plan's files and then the tables: spans of the check hold in it too.
    pub sources: Sources,
    /// The tables that were asked for, whether they were there or not; those of a folder, and those that a name with `*`
    /// stands for, one by one.
    pub tables: Vec<Table>,
    /// The folders in which further tables can come to be.
    pub folders: Vec<PathBuf>,
    /// The actuals; empty when the plan has errors.
    pub facts: Facts,
    /// The result, if there was no error in plan and actuals.
    pub evaluation: Option<Evaluation>,
    /// All faults and remarks, those of the check included, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// Warnings and hints that the plan's `consenti` allow, those of the check included.
    pub allowed: Vec<Allowed>,
}

/// What evaluating a plan gives.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// The plan, if there was no error in it.
    pub plan: Option<Plan>,
    /// All that its actuals gave.
    pub computed: Computed,
}

/// Checks the plan at `path`.
pub fn check(loader: &dyn Loader, path: &Path) -> Checked {
    run_checks(loader, path, &Levels::default(), Some(Keep::Plan), None)
}

/// [`check`] where only the diagnostics are wanted: the same stages, without keeping the plan in memory.
pub fn diagnose(loader: &dyn Loader, path: &Path) -> Checked {
    run_checks(loader, path, &Levels::default(), Some(Keep::Diagnostics), None)
}

/// [`check`] after an edit: the same result, sooner.
pub fn check_again(loader: &dyn Loader, path: &Path, earlier: &Checked) -> Checked {
    run_checks(loader, path, &Levels::default(), Some(Keep::Plan), Some(earlier))
}

/// `keep`: `None` keeps the plan if the configuration names actuals to hold against it.
fn run_checks(
    loader: &dyn Loader,
    path: &Path,
    levels: &Levels,
    keep: Option<Keep>,
    earlier: Option<&Checked>,
) -> Checked {
    let mut checked = Checked { project: loader.project(path), ..Checked::default() };
    let (sources, diagnostics) = (&mut checked.sources, &mut checked.diagnostics);
    let known = |path: &str| earlier.and_then(|earlier| earlier.file(path));
    let trees = resolve::load(loader, path, &known, sources, diagnostics);
    let readable = trees.last().map(|(file, _)| *file).filter(|_| !files_unreadable(diagnostics));
    let (mut config, faults) = config::read(loader, path, sources);
    config.levels = config.levels.with(levels);
    diagnostics.extend(faults);
    let to_evaluate = if config.actuals.is_empty() { Keep::Diagnostics } else { Keep::Plan };
    let mut judged = None;
    if let Some(file) = readable {
        let list: Vec<&Tree> = trees.iter().map(|(_, tree)| tree).collect();
        let outline = resolve::resolve(&list, diagnostics);
        let watcher = lints::Watcher::new(&config.levels);
        let scene = lints::Scene { outline: &outline, plan_file: file };
        let (start, keep) = (Span::new(file, 0, 0), keep.unwrap_or(to_evaluate));
        let (typed, (of_outline, exceptions)) = rayon::join(
            || types::check(&outline, start, keep, &watcher, diagnostics),
            || (watcher.of_outline(&scene), Exceptions::of(&outline)),
        );
        checked.exceptions = exceptions;
        let of_kpis = watcher.of_kpis(&scene, typed.kept, diagnostics, &checked.exceptions);
        diagnostics.extend(of_outline.into_iter().chain(of_kpis));
        resolve::suggest(&outline, diagnostics);
        checked.plan = typed.plan;
        judged = Some(file).filter(|_| !diagnostics::any_error(diagnostics));
    }
    if config.levels.wants(Code::TurnedText) {
        let texts = trees.iter().filter_map(|(file, _)| Some((*file, &checked.sources.get(*file)?.text)));
        checked.diagnostics.extend(texts.flat_map(|(file, text)| lints::turned_text(file, text)));
    }
    checked.allowed = checked.exceptions.sift(&mut checked.diagnostics);
    if let Some(file) = judged {
        // With an error somewhere, what an exception is for may just not have been looked at.
        let unused = lints::unused_exceptions(&checked.exceptions, file, &config.levels);
        checked.diagnostics.extend(unused);
        checked.allowed.extend(checked.exceptions.sift(&mut checked.diagnostics));
    }
    finish(&mut checked.diagnostics, &config.levels);
    Checked { trees, config, ..checked }
}

impl Checked {
    /// A file as it was read.
    fn file(&self, path: &str) -> Option<Earlier<'_>> {
        let (file, tree) = self.trees.iter().find(|(file, _)| self.sources.path(*file) == path)?;
        let text = self.sources.get(*file).map(|source| source.text.as_str())?;
        Some(Earlier { text, tree })
    }
}

/// Gives every diagnostic the level that the house wants, and sorts them.
fn finish(diagnostics: &mut Vec<Diagnostic>, levels: &Levels) {
    diagnostics.retain_mut(|diagnostic| match levels.severity(diagnostic.code) {
        Some(severity) => {
            diagnostic.severity = severity;
            true
        }
        None => false,
    });
    diagnostics::sort(diagnostics);
}

/// Whether a file of the plan could not be read: then what it declares is not known, and only that is reported.
fn files_unreadable(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.code.name().starts_with("P09"))
}

/// Checks the plan at `path` and, if a `piaoc.toml` beside it names actuals, these too: what `piaoc check` says.
/// `levels` go before those of the file.
pub fn check_all(loader: &dyn Loader, path: &Path, levels: &Levels) -> Computed {
    let checked = run_checks(loader, path, levels, None, None);
    compute(loader, &checked, &[], EvalOptions::default())
}

/// Evaluates the plan at `path` with the actuals of some tables; with none given, those that the `piaoc.toml` beside
/// it names. A plan with errors is refused, not half computed.
pub fn evaluate(loader: &dyn Loader, path: &Path, actuals: &[PathBuf], options: EvalOptions) -> Evaluated {
    // What is written is not needed once the plan is made, and takes much memory.
    let checked = Checked { trees: Vec::new(), ..check(loader, path) };
    let computed = compute(loader, &checked, actuals, options);
    Evaluated { plan: checked.plan, computed }
}

/// Holds actuals against a checked plan: the given tables, or those that the `piaoc.toml` beside it names. Where there
/// are none, and in a plan with errors, what the check said is all there is.
pub fn compute(loader: &dyn Loader, checked: &Checked, given: &[PathBuf], options: EvalOptions) -> Computed {
    compute_with(loader, checked, &tables_of(given), options)
}

/// [`compute`] with tables in a manner of their own.
pub fn compute_with(
    loader: &dyn Loader,
    checked: &Checked,
    given: &[Table],
    options: EvalOptions,
) -> Computed {
    hold(loader, checked, given, options, Upto::Evaluation)
}

fn tables_of(given: &[PathBuf]) -> Vec<Table> {
    given.iter().cloned().map(Table::from).collect()
}

/// Reads actuals for a checked plan as [`compute`] does, without evaluating them: they need not be enough for that.
pub fn read_actuals(
    loader: &dyn Loader,
    checked: &Checked,
    given: &[PathBuf],
    decimal: Option<Mark>,
) -> Computed {
    let options = EvalOptions { decimal, ..EvalOptions::default() };
    hold(loader, checked, &tables_of(given), options, Upto::Facts)
}

/// How far to go with actuals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Upto {
    Facts,
    Evaluation,
}

fn hold(
    loader: &dyn Loader,
    checked: &Checked,
    given: &[Table],
    options: EvalOptions,
    upto: Upto,
) -> Computed {
    let mut run = Computed {
        sources: checked.sources.clone(),
        diagnostics: checked.diagnostics.clone(),
        allowed: checked.allowed.clone(),
        ..Computed::default()
    };
    let (tables, configured) = match given.is_empty() {
        true => (checked.config.actuals.as_slice(), checked.config.period),
        false => (given, None),
    };
    let period = options.period.or(configured);
    let resolved = config::resolve(loader, checked.project.as_deref(), tables);
    let asked_for = resolved.iter().map(|table| table.as_ref().unwrap_or_else(|(entry, _)| entry));
    run.tables = asked_for.cloned().collect();
    run.folders = config::folders(loader, checked.project.as_deref(), tables);
    let ready = !tables.is_empty() && !diagnostics::any_error(&run.diagnostics);
    if let Some(plan) = checked.plan.as_ref().filter(|_| ready) {
        let said = run.diagnostics.len();
        let source = Files { loader, project: checked.project.as_deref() };
        run.read_and_evaluate(source, plan, &resolved, EvalOptions { period, ..options }, upto);
        let mut found = run.diagnostics.split_off(said);
        run.allowed.extend(checked.exceptions.clone().sift(&mut found));
        run.diagnostics.extend(found);
        diagnostics::only_texts_are_mended(&run.sources, &mut run.diagnostics);
        finish(&mut run.diagnostics, &checked.config.levels);
    }
    run
}

impl Computed {
    fn read_and_evaluate(
        &mut self,
        files: Files<'_>,
        plan: &Plan,
        tables: &[Result<Table, (Table, NoTables)>],
        options: EvalOptions,
        upto: Upto,
    ) {
        let mut inputs = files.tables(tables, &mut self.sources, &mut self.diagnostics);
        if let Some(first) = inputs.first_mut() {
            first.prevails = options.first_prevails;
        }
        let tables_from = self.sources.iter().count();
        let (facts, found) = actuals::read(plan, &mut self.sources, inputs, options.decimal);
        self.facts = facts;
        self.diagnostics.extend(files.without_strangers(tables, &mut self.sources, found));
        if upto == Upto::Facts || diagnostics::any_error(&self.diagnostics) {
            return;
        }
        let first_table = self.sources.iter().nth(tables_from).map(|(file, _)| Span::new(file, 0, 0));
        let start = first_table.unwrap_or(plan.span);
        let (result, found) = eval::evaluate(plan, &self.facts, options.period, start);
        self.evaluation = result;
        self.diagnostics.extend(found);
    }
}

/// The files of a project.
#[derive(Clone, Copy)]
struct Files<'l> {
    loader: &'l dyn Loader,
    project: Option<&'l Path>,
}

impl Files<'_> {
    fn tables(
        self,
        tables: &[Result<Table, (Table, NoTables)>],
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Input> {
        let mut inputs = Vec::new();
        for entry in tables {
            let (Ok(Table { path, named, decimal }) | Err((Table { path, named, decimal }, _))) = entry;
            let shown = path.display().to_string();
            let mut place = || named.unwrap_or_else(|| Span::new(sources.add(shown.clone(), "", b""), 0, 0));
            match entry.as_ref().map(|_| self.loader.read_within(self.project, path)) {
                Ok(Ok(bytes)) => {
                    let lines_before = self.loader.lines_before(path);
                    let decimal = *decimal;
                    inputs.push(Input { path: shown, bytes, prevails: false, decimal, lines_before });
                }
                Ok(Err(fault)) => diagnostics.push(source_faults::missing_file(place(), &shown, &fault)),
                Err((_, why)) => diagnostics.push(config::no_tables(place(), &shown, *why)),
            }
        }
        inputs
    }

    /// What was found in tables, but nothing of a file that neither is called a table nor begins as one.
    fn without_strangers(
        self,
        tables: &[Result<Table, (Table, NoTables)>],
        sources: &mut Sources,
        mut found: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        for Table { path, named, .. } in tables.iter().flatten() {
            let shown = path.display().to_string();
            let Some(file) = sources.find(&shown).filter(|_| !is_called_table(&self.loader.identity(path)))
            else {
                continue;
            };
            if found.iter().any(|fault| fault.code == Code::NoHeader && fault.span.file == file) {
                found.retain(|fault| fault.span.file != file);
                sources.withhold(file);
                let place = named.unwrap_or(Span::new(file, 0, 0));
                found.push(source_faults::not_ours(place, &shown, ReadAs::Table));
            }
        }
        found
    }
}

/// Whether a file has the name of a table.
fn is_called_table(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    TABLE_EXTENSIONS.iter().any(|table| extension.eq_ignore_ascii_case(table))
}

/// The files that a checked plan wants to use, whether they are there or not.
pub fn wanted<'c>(checked: &'c Checked) -> impl Iterator<Item = PathBuf> + 'c {
    checked.trees.iter().flat_map(|(file, tree)| {
        let folder = Path::new(checked.sources.path(*file)).parent().unwrap_or(Path::new(""));
        tree.items.iter().filter_map(move |item| match &item.head {
            Some(Head::Import { path }) => Some(named_from(folder, &path.node)),
            _ => None,
        })
    })
}
