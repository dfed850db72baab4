//! Which files hold scenarios, and which plan they are about.

use std::path::{Path, PathBuf};

use super::{faults, read};
use crate::diagnostics::{Code, Diagnostic};
use crate::resolve::discover::{Unlisted, files_below, has_plan, is_plan_file};
use crate::source::{Loader, Sources, Span, Spanned, decode_plan, named_from, normalise_path};
use crate::source_faults;

/// How the files of scenarios end; those that an `--update` wrote wait for their review.
const ENDING: &str = "prove";
/// How a plan of the same name ends.
const PLAN_ENDING: &str = "piao";
/// What stands before the ending of a file to be reviewed.
const NEW: &str = ".nuovo";

/// Whether a file holds scenarios, by its name.
pub fn is_scenario_file(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case(ENDING))
}

/// The scenario files below a folder, by name, and the folders that could not be listed. Those that are still to be
/// reviewed are left out.
pub fn scenarios_below(loader: &dyn Loader, folder: &Path) -> (Vec<PathBuf>, Vec<Unlisted>) {
    let to_run = |path: &Path| {
        let new = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(NEW));
        is_scenario_file(path) && !new
    };
    let (files, unlisted) = files_below(loader, folder, usize::MAX, &to_run);
    let shown = files.into_iter().map(|path| normalise_path(&path)).collect();
    (shown, unlisted)
}

/// So many folders are searched for the scenarios of one plan: somebody may keep it at home.
const MOST_FOLDERS: usize = 200;

/// The scenario files below a plan's folder that are about it.
pub fn of_plan(loader: &dyn Loader, plan: &Path) -> Vec<PathBuf> {
    let folder = plan.parent().unwrap_or(Path::new(""));
    let (files, _) = files_below(loader, folder, MOST_FOLDERS, &is_scenario_file);
    let wanted = loader.identity(plan);
    let is_about_it = |path: &PathBuf| {
        let Ok(bytes) = loader.read_within(loader.project(path).as_deref(), path) else { return false };
        let Ok(text) = decode_plan(&bytes) else { return false };
        let file = Sources::new().add("", "", b"");
        let (written, _) = read::read(file, text);
        let found = plan_of(loader, path, written.plan.as_ref(), Span::new(file, 0, 0));
        found.is_ok_and(|found| loader.identity(&found) == wanted)
    };
    files.into_iter().filter(is_about_it).collect()
}

/// Where the updated text of a scenario file goes.
pub(super) fn new_file(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}{NEW}.{ENDING}"))
}

/// The plan that a scenario file is about: the one that it names, else the one of its own name, else the only one of
/// its folder. `start` is where a fault of the file as a whole is reported.
pub(super) fn plan_of(
    loader: &dyn Loader,
    path: &Path,
    named: Option<&Spanned<String>>,
    start: Span,
) -> Result<PathBuf, Box<Diagnostic>> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Some(named) = named {
        let plan = normalise_path(&named_from(folder, &named.node));
        return match loader.read_within(loader.project(path).as_deref(), &plan) {
            Ok(_) => Ok(plan),
            Err(fault) => {
                let shown = plan.display().to_string();
                Err(Box::new(source_faults::unreadable(Code::FileMissing, named.span, &shown, &fault)))
            }
        };
    }
    let namesake = path.with_extension(PLAN_ENDING);
    let project = loader.project(path);
    if loader.read_within(project.as_deref(), &namesake).is_ok() && has_plan(loader, &namesake) {
        return Ok(namesake);
    }
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = loader.list(listed).unwrap_or_default();
    let files = entries.into_iter().filter(|entry| !entry.is_folder).map(|entry| normalise_path(&entry.path));
    let plans: Vec<PathBuf> = files.filter(|file| is_plan_file(file) && has_plan(loader, file)).collect();
    match plans.as_slice() {
        [plan] => Ok(plan.clone()),
        [] => Err(Box::new(faults::no_plan(start))),
        several => {
            let names = several.iter().filter_map(|plan| plan.file_name());
            let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
            Err(Box::new(faults::many_plans(start, &names)))
        }
    }
}
