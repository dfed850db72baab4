//! `piaoc check`: everything that is wrong in one or several plans.

mod channel;
mod in_order;
mod options;
mod watch;

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use rustc_hash::FxHashSet;

use super::inputs::Inputs;
use super::refusal::Refusal;
use super::write::Target;
use super::{Exit, Outside, plans};
use crate::analysis::{self, Computed};
use crate::diagnostics::render::Found;
use crate::diagnostics::{Code, Diagnostic, Levels, Severity};
use crate::source::Sources;

use channel::Channel;
use options::Options;

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let options = Options::of(matches)?;
    let target = options.output.as_deref().map(Target::new).transpose()?;
    if let Some(target) = &target {
        target.must_be_no_table()?;
        target.must_be_no_input(&Inputs::of(matches, Some(target)))?;
    }
    let inputs = || Inputs::of(matches, target.as_ref());
    match options.watch {
        None => once(&options, &inputs(), outside, &mut Vec::new()),
        Some(how) => watch::run(&options, &inputs, how, outside),
    }
}

/// Checks every plan and writes what was found, in the order of the plans. `files` gets what was read.
fn once(
    options: &Options,
    inputs: &Inputs,
    outside: &mut Outside<'_>,
    files: &mut Vec<PathBuf>,
) -> Result<Exit, Refusal> {
    let plans = plans::find(&options.given)?;
    let mut channels = Channel::all(options, outside);
    let mut seen = FxHashSet::default();
    let mut exit = Exit::Fine;
    let check = |path: &PathBuf| check(inputs, path, &options.levels);
    in_order::each(&plans, check, |index, path, mut found| -> Result<(), Refusal> {
        plans::show_progress(outside, index, plans.len(), path)?;
        exit = worse(exit, exit_of(&found.diagnostics));
        files.extend(found.sources.iter().map(|(_, file)| PathBuf::from(&file.path)));
        // A library that several plans use says the same in each.
        if plans.len() > 1 {
            let Found { sources, diagnostics, allowed } = &mut found;
            diagnostics.retain(|diagnostic| seen.insert((false, fingerprint(sources, diagnostic))));
            allowed.retain(|allowed| seen.insert((true, fingerprint(sources, &allowed.diagnostic))));
        }
        channels.iter_mut().try_for_each(|channel| {
            let text = channel.plan(&found);
            channel.write(&text, plans.len(), outside)
        })
    })?;
    plans::clear_progress(outside, plans.len())?;
    for channel in &mut channels {
        let text = channel.end(outside.lang);
        channel.write(&text, plans.len(), outside)?;
        if let Some((path, text)) = channel.file() {
            Target::new(path)?.put(inputs, text.as_bytes(), outside)?;
        }
    }
    Ok(exit)
}

fn check(inputs: &Inputs, path: &Path, levels: &Levels) -> Found {
    let found = analysis::check_all(inputs, path, levels);
    let Computed { sources, tables, diagnostics, allowed, .. } = found;
    // Of a plan with errors they are not read, and are inputs all the same.
    tables.iter().for_each(|table| inputs.meet(&table.path));
    Found { sources, diagnostics, allowed }
}

/// How a command ends that got these diagnostics: errors in what was read, unless a file of the command line could not
/// be had at all.
pub(super) fn exit_of(diagnostics: &[Diagnostic]) -> Exit {
    // That a file is not to be read says something of the one that names it, which was read.
    let not_had = |code: Code| code.is_of_unread_file() && code != Code::FileOutside;
    if diagnostics.iter().any(|diagnostic| not_had(diagnostic.code)) {
        Exit::CouldNotRun
    } else if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        Exit::Errors
    } else {
        Exit::Fine
    }
}

pub(super) fn worse(a: Exit, b: Exit) -> Exit {
    if a.code() >= b.code() { a } else { b }
}

fn fingerprint(sources: &Sources, diagnostic: &Diagnostic) -> (String, u32, u32, Code, String) {
    let span = diagnostic.span;
    let path = sources.path(span.file).to_owned();
    (path, span.start, span.end, diagnostic.code, diagnostic.message.en.clone())
}
