//! `piaoc fmt`: the one style of a plan's text.

use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use rayon::prelude::*;

use super::inputs::Inputs;
use super::refusal::Refusal;
use super::write::Written;
use super::{Exit, Outside, check, diff, plans, write};
use crate::diagnostics::render::terminal::Terminal;
use crate::diagnostics::{Diagnostic, say};
use crate::format::{self, apply};
use crate::resolve::discover::is_plan_file;
use crate::source::{Disk, LoadFault, Loader, Sources, Span, decode_plan, read_counted};
use crate::source_faults::{self, ReadAs};
use crate::syntax;

/// The path that means standard input.
const STDIN: &str = "-";
/// What that is called.
const SHOWN_STDIN: &str = "<stdin>";

/// What to do with what would change.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    /// Only tell which files.
    check: bool,
    /// Only show the lines.
    diff: bool,
}

/// What became of one file.
enum Outcome {
    /// Its bytes before and after, and how many of its items can't be read.
    Read { before: Vec<u8>, after: Option<String>, unread: usize },
    /// It stays as it is.
    Refused(Sources, Vec<Diagnostic>),
}

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let given: Vec<PathBuf> = matches.get_many::<PathBuf>("path").into_iter().flatten().cloned().collect();
    let wanted = Wanted { check: matches.get_flag("check"), diff: matches.get_flag("diff") };
    if given.iter().any(|path| path.as_os_str() == STDIN) {
        return from_stdin(&given, wanted, outside);
    }
    let files = plans::find_files(&given)?;
    let inputs = Inputs::of(matches, None);
    let writes = !wanted.check && !wanted.diff;
    if writes {
        write::sweep(files.iter().map(PathBuf::as_path));
    }
    let outcomes: Vec<Outcome> = files.par_iter().map(|path| formatted(path, read(path, &inputs))).collect();
    let (mut exit, mut changed) = (Exit::Fine, 0usize);
    for (path, outcome) in files.iter().zip(outcomes) {
        let settled = if writes { write_out(path, outcome, &given, &inputs, outside) } else { Ok(outcome) };
        match settled {
            Ok(Outcome::Refused(sources, diagnostics)) => {
                exit = check::worse(exit, refuse(&sources, &diagnostics, outside)?);
            }
            Ok(Outcome::Read { before, after, unread }) => {
                tell_unread(path, unread, outside)?;
                let Some(after) = after else { continue };
                changed = changed.saturating_add(1);
                show(path, &before, &after, wanted, outside)?;
            }
            Err(Refusal::Write(error)) => return Err(error.into()),
            Err(refusal) => {
                outside.refuse(&refusal)?;
                exit = check::worse(exit, Exit::CouldNotRun);
            }
        }
    }
    let found = if wanted.check && changed > 0 { Exit::Errors } else { Exit::Fine };
    if exit == Exit::Fine {
        summary(files.len(), changed, wanted, outside)?;
    }
    Ok(check::worse(exit, found))
}

/// Writes what changes; a file that was saved meanwhile is read and formatted again.
fn write_out(
    path: &Path,
    mut outcome: Outcome,
    given: &[PathBuf],
    inputs: &Inputs,
    outside: &mut Outside<'_>,
) -> Result<Outcome, Refusal> {
    for _ in 0..write::MOST_TRIES {
        let Outcome::Read { before, after: Some(after), .. } = &outcome else { return Ok(outcome) };
        let place = write::place(path, given)?;
        if write::replace(&place, before, after.as_bytes(), outside)? == Written::Done {
            return Ok(outcome);
        }
        write::tell_changed(path, outside)?;
        outcome = formatted(path, read(path, inputs));
    }
    Err(write::keeps_changing(path))
}

/// The result goes to standard output, and the text itself where nothing can be done with it: whoever pipes a file
/// through gets it back whole.
fn from_stdin(given: &[PathBuf], wanted: Wanted, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    if given.len() > 1 {
        return Err(Refusal::said(say!(
            "`-` è standard input, e va da solo",
            "`-` is standard input, and stands alone"
        )));
    }
    let path = Path::new(SHOWN_STDIN);
    let read = read_counted(io::stdin().lock());
    match formatted(path, read.clone()) {
        Outcome::Refused(sources, diagnostics) => {
            if !wanted.check && !wanted.diff {
                outside.document(&read.unwrap_or_default())?;
            }
            refuse(&sources, &diagnostics, outside)
        }
        Outcome::Read { before, after, unread } => {
            tell_unread(path, unread, outside)?;
            if wanted.check || wanted.diff {
                if let Some(after) = &after {
                    show(path, &before, after, wanted, outside)?;
                }
            } else {
                outside.document(after.as_ref().map_or(before.as_slice(), |after| after.as_bytes()))?;
            }
            Ok(if wanted.check && after.is_some() { Exit::Errors } else { Exit::Fine })
        }
    }
}

/// A file that was named, or found in the project.
fn read(path: &Path, inputs: &Inputs) -> Result<Vec<u8>, LoadFault> {
    inputs.read_within(inputs.project(path).as_deref(), path)
}

/// A file's bytes, formatted.
fn formatted(path: &Path, read: Result<Vec<u8>, LoadFault>) -> Outcome {
    let shown = path.display().to_string();
    let mut sources = Sources::new();
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(fault) => {
            let place = Span::new(sources.add(shown.clone(), "", b""), 0, 0);
            let fault = source_faults::missing_file(place, &shown, &fault);
            return Outcome::Refused(sources, vec![fault]);
        }
    };
    let file = match decode_plan(&bytes) {
        Ok(_) => Sources::new().add_text("", String::new()),
        Err(fault) => {
            let file = sources.add(shown.clone(), "", &bytes);
            return Outcome::Refused(sources, vec![source_faults::undecodable(file, &shown, fault)]);
        }
    };
    // With its byte order mark, which is kept.
    let text = std::str::from_utf8(&bytes).unwrap_or("");
    let is_called_plan = is_plan_file(&Disk.identity(path)) || path == Path::new(SHOWN_STDIN);
    if !is_called_plan && !syntax::parse(file, text).0.items.iter().any(|item| item.head.is_some()) {
        let place = Span::new(sources.add(shown.clone(), "", b""), 0, 0);
        let fault = source_faults::not_ours(place, &shown, ReadAs::Plan);
        return Outcome::Refused(sources, vec![fault]);
    }
    match format::format(file, text) {
        Ok(found) => {
            let after = (!found.edits.is_empty()).then(|| apply(text, &found.edits));
            Outcome::Read { after, unread: found.unread, before: bytes }
        }
        Err(faults) => {
            sources.add_text(shown, text.to_owned());
            Outcome::Refused(sources, faults)
        }
    }
}

pub(super) fn refuse(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    outside: &mut Outside<'_>,
) -> Result<Exit, Refusal> {
    let text = Terminal::new(outside.err_diagnostics()).render(sources, diagnostics);
    outside.remark(&text)?;
    Ok(check::exit_of(diagnostics))
}

/// Whoever sees a file unchanged where it is not tidy should know why.
fn tell_unread(path: &Path, unread: usize, outside: &mut Outside<'_>) -> io::Result<()> {
    let path = path.display();
    let note = match unread {
        0 => return Ok(()),
        1 => say!(
            "{path}: una voce ha errori e resta com'è; `piaoc check` dice quali",
            "{path}: one item has faults and stays as it is; `piaoc check` tells which"
        ),
        _ => say!(
            "{path}: {unread} voci hanno errori e restano come sono; `piaoc check` dice quali",
            "{path}: {unread} items have faults and stay as they are; `piaoc check` tells which"
        ),
    };
    outside.remark(&format!("{}\n", note.get(outside.lang)))
}

fn show(
    path: &Path,
    before: &[u8],
    after: &str,
    wanted: Wanted,
    outside: &mut Outside<'_>,
) -> io::Result<()> {
    let path = path.display().to_string();
    if wanted.diff {
        let before = String::from_utf8_lossy(before);
        let shown = diff::unified(&path, &before, after, outside.out_color);
        return outside.print(&shown);
    }
    let line = if wanted.check {
        say!("da riordinare: {path}", "would change: {path}")
    } else {
        say!("riordinato: {path}", "formatted: {path}")
    };
    outside.print_line(line.get(outside.lang))
}

fn summary(files: usize, changed: usize, wanted: Wanted, outside: &mut Outside<'_>) -> io::Result<()> {
    if wanted.diff || changed > 0 && !wanted.check {
        return Ok(());
    }
    let line = match (changed, files) {
        (0, 1) => say!("già in ordine", "already in order"),
        (0, _) => say!("{files} file, tutti già in ordine", "{files} files, all of them already in order"),
        (_, _) => say!(
            "{changed} file su {files} da riordinare: `piaoc fmt` lo fa",
            "{changed} of {files} files would change: `piaoc fmt` does it"
        ),
    };
    outside.print_line(line.get(outside.lang))
}
