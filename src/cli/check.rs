//! `piaoc check`: everything that is wrong in one or several plans.

use std::path::PathBuf;

use clap::ArgMatches;
use rustc_hash::FxHashSet;

use super::refusal::Refusal;
use super::{Exit, Outside, plans};
use crate::analysis::{self, Computed};
use crate::diagnostics::render::json::{self, DiagnosticJson, Document};
use crate::diagnostics::render::terminal::Terminal;
use crate::diagnostics::{Code, Diagnostic, Levels, Severity};
use crate::source::{Disk, Sources};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let given: Vec<PathBuf> = matches.get_many::<PathBuf>("plan").into_iter().flatten().cloned().collect();
    let plans = plans::find(&given)?;
    let as_json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let mut terminal = Terminal::new(outside.out_diagnostics());
    let mut document = Document::default();
    let mut seen = FxHashSet::default();
    let mut exit = Exit::Fine;
    for (index, path) in plans.iter().enumerate() {
        plans::show_progress(outside, index, plans.len(), path)?;
        let Computed { sources, mut diagnostics, .. } = analysis::check_all(&Disk, path, &Levels::default());
        exit = worse(exit, exit_of(&diagnostics));
        // A library that several plans use says the same in each.
        if plans.len() > 1 {
            diagnostics.retain(|diagnostic| seen.insert(fingerprint(&sources, diagnostic)));
        }
        if as_json {
            let more: Vec<DiagnosticJson> = json::diagnostics(&sources, &diagnostics, outside.lang);
            document.diagnostics.extend(more);
        } else {
            let text = terminal.render(&sources, &diagnostics);
            plans::clear_progress(outside, plans.len())?;
            outside.out.write_all(text.as_bytes())?;
        }
    }
    plans::clear_progress(outside, plans.len())?;
    let end = if as_json { document.text() } else { terminal.summary() };
    outside.out.write_all(end.as_bytes())?;
    Ok(exit)
}

/// How a command ends that got these diagnostics: errors in what was read, unless a file of the command line could not
/// be had at all.
pub(super) fn exit_of(diagnostics: &[Diagnostic]) -> Exit {
    let not_had = [Code::FileMissing, Code::FileIsFolder, Code::FileTooLarge];
    if diagnostics.iter().any(|diagnostic| not_had.contains(&diagnostic.code)) {
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
