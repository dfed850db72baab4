//! Runs scenarios: every plan is checked once, every scenario evaluated once, side by side and told in order.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::coverage::{self, Reached};
use super::data::Data;
use super::expect::{self, Check};
use super::find::{is_scenario_file, plan_of};
use super::read::{self, Written};
use super::{Scenario, faults};
use crate::actuals::KeyIndex;
use crate::analysis::{self, Checked, Computed, EvalOptions};
use crate::diagnostics::{self, Diagnostic, Lang, any_error};
use crate::output::View;
use crate::plan::Plan;
use crate::source::{FileId, Loader, SourceFile, Sources, Span, decode_plan};
use crate::source_faults::{self, ReadAs};

/// What a run of scenarios gave.
#[derive(Debug, Default)]
pub struct Run {
    /// The plans that the files are about, in the order of first use.
    pub plans: Vec<PlanRun>,
    /// In the order they were given.
    pub files: Vec<FileRun>,
}

/// A plan that scenarios are about.
#[derive(Debug)]
pub struct PlanRun {
    /// Its file.
    pub path: PathBuf,
    /// What checking it gave.
    pub checked: Checked,
}

/// A scenario file and its results.
#[derive(Debug)]
pub struct FileRun {
    /// Its path as it was given.
    pub path: PathBuf,
    /// The file alone, if it could be read.
    pub sources: Sources,
    /// What is wrong outside its scenarios.
    pub faults: Vec<Diagnostic>,
    /// An index of [`Run::plans`]; `None` where it can't be told.
    pub plan: Option<usize>,
    /// In the order of the file.
    pub scenarios: Vec<ScenarioRun>,
}

/// A scenario and its result.
#[derive(Debug)]
pub struct ScenarioRun {
    /// What it is called; may be empty where that could not be read.
    pub title: String,
    /// Its first line to the end of its last, in its file's sources.
    pub span: Span,
    /// The line of its `prova`, from 1.
    pub line: u32,
    /// How it ended.
    pub outcome: Outcome,
    /// Its expectations, in the order of the file; none where it could not be evaluated.
    pub checks: Vec<Check>,
    /// What is wrong in its lines, in its file's sources.
    pub faults: Vec<Diagnostic>,
    /// What is wrong in its data.
    pub data: DataFaults,
    /// What it reached of the plan, if it was evaluated.
    pub reached: Option<Reached>,
    /// Of a scenario without expectations, those that would hold: `performance A.1 = 66,75%`.
    pub offered: Vec<String>,
}

/// Errors in the data of a scenario, with the files that they are in.
#[derive(Debug, Default)]
pub struct DataFaults {
    /// The plan's files, the tables and the scenario's file.
    pub sources: Sources,
    /// The errors.
    pub list: Vec<Diagnostic>,
}

/// How a scenario ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All came out as expected.
    Passed,
    /// Something did not.
    Failed,
    /// Its own lines or data have errors.
    Faulty,
    /// Its plan has errors, or is not known.
    Blocked,
    /// Nothing is expected.
    Skipped,
}

/// Runs the scenarios of some files. `lang` is that of derivations.
pub fn run(loader: &(dyn Loader + Sync), paths: &[PathBuf], lang: Lang) -> Run {
    let read: Vec<FileRead> = paths.par_iter().map(|path| FileRead::new(loader, path)).collect();
    let mut found: Vec<&Path> = Vec::new();
    let mut places: FxHashMap<PathBuf, usize> = FxHashMap::default();
    for plan in read.iter().filter_map(|file| file.plan.as_deref()) {
        places.entry(loader.identity(plan)).or_insert_with(|| {
            found.push(plan);
            found.len().saturating_sub(1)
        });
    }
    let check = |path: &&Path| {
        // What is written is not needed once the plan is made.
        let checked = Checked { trees: Vec::new(), ..analysis::check(loader, path) };
        PlanRun { path: path.to_path_buf(), checked }
    };
    let plans: Vec<PlanRun> = found.par_iter().map(check).collect();
    let subjects: Vec<Subject<'_>> = plans.par_iter().map(Subject::new).collect();
    let plan_index = |file: &FileRead| places.get(&loader.identity(file.plan.as_deref()?)).copied();
    let jobs: Vec<(&FileRead, Option<usize>, &Scenario)> = read
        .iter()
        .flat_map(|file| {
            let plan = plan_index(file);
            file.written.scenarios.iter().map(move |scenario| (file, plan, scenario))
        })
        .collect();
    let runner = Runner { loader, lang };
    let mut results = jobs
        .par_iter()
        .map(|(file, plan, scenario)| runner.scenario(file, plan.and_then(|at| subjects.get(at)), scenario))
        .collect::<Vec<_>>()
        .into_iter();
    let files = read.iter().map(|file| FileRun {
        path: file.path.clone(),
        sources: file.sources.clone(),
        faults: file.faults_outside(),
        plan: plan_index(file),
        scenarios: results.by_ref().take(file.written.scenarios.len()).collect(),
    });
    let files = files.collect();
    drop(subjects);
    Run { plans, files }
}

/// A scenario file as it is written.
struct FileRead {
    path: PathBuf,
    sources: Sources,
    file: FileId,
    written: Written,
    /// In its lines.
    faults: Vec<Diagnostic>,
    /// Of the file as a whole.
    of_file: Vec<Diagnostic>,
    plan: Option<PathBuf>,
}

impl FileRead {
    fn new(loader: &dyn Loader, path: &Path) -> FileRead {
        let shown = path.display().to_string();
        let mut sources = Sources::new();
        let mut of_file = Vec::new();
        let mut text = String::new();
        let file = match loader.read_within(loader.project(path).as_deref(), path) {
            Ok(bytes) => match decode_plan(&bytes) {
                Ok(decoded) => {
                    text = decoded.to_owned();
                    sources.add(shown, decoded, &bytes)
                }
                Err(fault) => {
                    let file = sources.add(shown.clone(), "", &bytes);
                    of_file.push(source_faults::undecodable(file, &shown, fault));
                    file
                }
            },
            Err(fault) => {
                let file = sources.add(shown.clone(), "", b"");
                of_file.push(source_faults::missing_file(Span::new(file, 0, 0), &shown, &fault));
                file
            }
        };
        let (written, mut faults) = read::read(file, &text);
        if !is_scenario_file(&loader.identity(path)) && written.scenarios.is_empty() && !faults.is_empty() {
            sources.withhold(file);
            faults.clear();
            of_file.push(source_faults::not_ours(
                Span::new(file, 0, 0),
                &path.display().to_string(),
                ReadAs::Scenarios,
            ));
        }
        faults.sort_by_key(|fault| fault.span.start);
        let start = Span::new(file, 0, 0);
        let mut plan = None;
        if of_file.is_empty() && written.scenarios.is_empty() && faults.is_empty() {
            of_file.push(faults::no_scenarios(start));
        } else if of_file.is_empty() {
            match plan_of(loader, path, written.plan.as_ref(), start) {
                Ok(found) => plan = Some(found),
                Err(fault) => of_file.push(*fault),
            }
        }
        FileRead { path: path.to_owned(), sources, file, written, faults, of_file, plan }
    }

    /// The faults that lie in no scenario.
    fn faults_outside(&self) -> Vec<Diagnostic> {
        // Scenarios stand one after the other.
        let scenarios = &self.written.scenarios;
        let within = |fault: &&Diagnostic| {
            let after = scenarios.partition_point(|scenario| scenario.span.start <= fault.span.start);
            let before = after.checked_sub(1).and_then(|at| scenarios.get(at));
            before.is_some_and(|scenario| lies_in(fault, scenario))
        };
        let outside = self.faults.iter().filter(|fault| !within(fault));
        self.of_file.iter().chain(outside).cloned().collect()
    }

    fn faults_of(&self, scenario: &Scenario) -> Vec<Diagnostic> {
        let from = self.faults.partition_point(|fault| fault.span.start < scenario.span.start);
        let near = self.faults.get(from..).unwrap_or_default().iter();
        let near = near.take_while(|fault| fault.span.start <= scenario.span.end);
        near.filter(|fault| lies_in(fault, scenario)).cloned().collect()
    }
}

fn lies_in(fault: &Diagnostic, scenario: &Scenario) -> bool {
    scenario.span.start <= fault.span.start && fault.span.end <= scenario.span.end
}

/// A plan with the index of its keys, if it has no errors.
struct Subject<'p> {
    run: &'p PlanRun,
    known: Option<(&'p Plan, KeyIndex<'p>)>,
}

impl<'p> Subject<'p> {
    fn new(run: &'p PlanRun) -> Subject<'p> {
        // A plan without errors may still have a `piaoc.toml` with some.
        let plan = run.checked.plan.as_ref().filter(|_| !any_error(&run.checked.diagnostics));
        Subject { run, known: plan.map(|plan| (plan, KeyIndex::new(plan))) }
    }
}

struct Runner<'l> {
    loader: &'l (dyn Loader + Sync),
    lang: Lang,
}

impl Runner<'_> {
    fn scenario(&self, file: &FileRead, subject: Option<&Subject<'_>>, scenario: &Scenario) -> ScenarioRun {
        let line = file.sources.range(scenario.span).0.line;
        let mut run = ScenarioRun {
            title: scenario.title.node.clone(),
            span: scenario.span,
            line,
            outcome: Outcome::Faulty,
            checks: Vec::new(),
            faults: file.faults_of(scenario),
            data: DataFaults::default(),
            reached: None,
            offered: Vec::new(),
        };
        let home = file.sources.get(file.file);
        match (subject, home) {
            // What its data would say may be the fault of a line that could not be read.
            (Some(subject), _) if !run.faults.is_empty() => {
                let found = subject.known.as_ref().map(|(plan, index)| expect::bind(scenario, plan, index));
                run.faults.extend(found.and_then(Result::err).into_iter().flatten());
            }
            _ if !run.faults.is_empty() => {}
            (Some(subject), Some(home)) => self.evaluate(file, home, subject, scenario, &mut run),
            _ => run.outcome = Outcome::Blocked,
        }
        diagnostics::sort(&mut run.faults);
        run
    }

    fn evaluate(
        &self,
        file: &FileRead,
        home: &SourceFile,
        subject: &Subject<'_>,
        scenario: &Scenario,
        run: &mut ScenarioRun,
    ) {
        let only_diagnostics =
            !scenario.expected.is_empty() && scenario.expected.iter().all(|e| e.is_of_diagnostics());
        let checked = &subject.run.checked;
        let bound = match &subject.known {
            Some((plan, index)) => match expect::bind(scenario, plan, index) {
                Ok(bound) => bound,
                Err(found) => {
                    run.faults = found;
                    Vec::new()
                }
            },
            // The errors themselves may be what is expected.
            None if only_diagnostics => expect::of_diagnostics(scenario),
            None => return run.outcome = Outcome::Blocked,
        };
        let data = Data::new(self.loader, scenario, &file.path, home);
        let options = EvalOptions {
            period: scenario.period.as_ref().map(|period| period.node),
            decimal: None,
            // A `dato` says what is, whatever the tables say: so one can ask "what if".
            first_prevails: !scenario.data.is_empty(),
        };
        let computed = analysis::compute(&data, checked, &data.tables(), options);
        let Computed { mut sources, facts, evaluation, mut diagnostics, allowed, .. } = computed;
        let is_faulty = !run.faults.is_empty();
        match (&evaluation, &checked.plan) {
            (Some(_), Some(_)) if is_faulty => {}
            (Some(evaluation), Some(plan)) => {
                let view = View {
                    plan,
                    facts: &facts,
                    evaluation,
                    sources: &sources,
                    diagnostics: &diagnostics,
                    allowed: &allowed,
                    lang: self.lang,
                };
                let result = expect::Evaluated { view, plan: &subject.run.path, file: &file.path, scenario };
                run.checks = bound.iter().map(|bound| expect::check(bound, result, &home.text)).collect();
                run.reached = Some(coverage::reached(plan, evaluation));
                if scenario.expected.is_empty() {
                    run.offered = offered(&view);
                }
                run.outcome = outcome(&run.checks);
            }
            _ if only_diagnostics && !is_faulty => {
                let checks = bound.iter();
                let checks =
                    checks.filter_map(|bound| expect::check_diagnostics(bound, &diagnostics, &home.text));
                run.checks = checks.collect();
                run.outcome = outcome(&run.checks);
            }
            _ => {
                diagnostics.retain(Diagnostic::is_fault);
                data.at_home(&mut sources, (&file.sources, file.file), &mut diagnostics);
                if !any_error(&diagnostics) && !is_faulty {
                    run.faults.push(faults::no_data(scenario.title.span));
                }
                run.data = DataFaults { sources, list: diagnostics };
            }
        }
    }
}

fn outcome(checks: &[Check]) -> Outcome {
    match checks {
        [] => Outcome::Skipped,
        checks if checks.iter().all(|check| check.held) => Outcome::Passed,
        _ => Outcome::Failed,
    }
}

/// The performances of the plan and of all its areas, objectives and actions, as expectations.
fn offered(view: &View<'_>) -> Vec<String> {
    let shown = |score: Option<&crate::value::Exact>| {
        score.map_or_else(|| "non disponibile".to_owned(), |score| expect::percent(score, 2))
    };
    let whole = shown(view.evaluation.plan.performance.as_ref());
    let objectives = view.plan.objectives.iter().zip(&view.evaluation.objectives);
    let parts = objectives.map(|(objective, result)| {
        format!("performance {} = {}", objective.code, shown(result.total.performance.as_ref()))
    });
    std::iter::once(format!("performance piano = {whole}")).chain(parts).collect()
}

impl Run {
    /// How many scenarios ended so.
    pub fn count(&self, outcome: Outcome) -> usize {
        let scenarios = self.files.iter().flat_map(|file| &file.scenarios);
        scenarios.filter(|scenario| scenario.outcome == outcome).count()
    }

    /// Whether nothing failed and nothing is wrong.
    pub fn is_fine(&self) -> bool {
        let bad = [Outcome::Failed, Outcome::Faulty, Outcome::Blocked];
        bad.into_iter().all(|outcome| self.count(outcome) == 0)
            && self.files.iter().all(|file| file.faults.is_empty())
    }
}
