//! The command line: one file a command. The only place that prints, and that knows of exit codes, terminals and
//! the environment; all it has to say comes from `analysis` through the renderers.

mod actuals;
mod arguments;
mod check;
mod completions;
mod diff;
mod eval;
mod explain;
mod export;
mod fix;
mod fmt;
mod form;
mod import;
mod init;
mod inputs;
mod lints;
mod lsp;
mod outside;
mod plans;
mod progress;
mod refusal;
mod screen;
mod test;
mod usage;
mod why;
mod write;

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

use crate::diagnostics::{Lang, say};
use crate::workbook;

pub use arguments::command;
pub use outside::Outside;
use refusal::Refusal;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, and nothing wrong.
    Fine,
    /// There are errors in what was read.
    Errors,
    /// It could not run: wrong arguments, or a file that can't be had.
    CouldNotRun,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Errors => 1,
            Exit::CouldNotRun => 2,
        }
    }
}

/// The stack of the threads that read and compute: calculations nest up to 400 deep, whatever the system's default is.
const STACK: usize = 16 << 20;

/// Runs the command of this process's arguments.
pub fn main() -> ExitCode {
    // A pool that is already there has its own stacks; pest refuses what does not fit.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(run_process);
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(exit)) => ExitCode::from(exit.code()),
        // The panic hook has said it.
        Ok(Err(_)) => ExitCode::from(PANICKED),
        Err(_) => ExitCode::from(run_process().code()),
    }
}

/// What a process ends with after a fault of piaoc's own.
const PANICKED: u8 = 101;

fn run_process() -> Exit {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = language(&arguments);
    std::panic::set_hook(Box::new(move |info| {
        if !workbook::in_care() {
            report_panic(lang, &info.to_string());
        }
    }));
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let mut outside = Outside::of_this_process(&mut out, &mut err, lang);
    run(arguments, &mut outside)
}

/// Runs one command line (the program's name first) against what is outside.
pub fn run(arguments: Vec<OsString>, outside: &mut Outside<'_>) -> Exit {
    let matches = match arguments::command(outside.lang).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::report(&error, &arguments, outside).unwrap_or(Exit::CouldNotRun),
    };
    outside.choose_color(&matches);
    let ended = match matches.subcommand() {
        Some(("check", matches)) => check::run(matches, outside),
        Some(("eval", matches)) => eval::run(matches, outside),
        Some(("export", matches)) => export::run(matches, outside),
        Some(("why", matches)) => why::run(matches, outside),
        Some(("form", matches)) => form::run(matches, outside),
        Some(("fmt", matches)) => fmt::run(matches, outside),
        Some(("fix", matches)) => fix::run(matches, outside),
        Some(("test", matches)) => test::run(matches, outside),
        Some(("lints", matches)) => lints::run(matches, outside),
        Some(("explain", matches)) => explain::run(matches, outside),
        Some(("init", matches)) => init::run(matches, outside),
        Some(("import", matches)) => import::run(matches, outside),
        // It has its own way to standard output, which a client that died may have left blocked.
        Some(("lsp", _)) => return lsp::run(outside),
        Some(("completions", matches)) => completions::run(matches, outside),
        _ => Ok(Exit::CouldNotRun),
    };
    match ended.and_then(|exit| outside.flush().map(|()| exit).map_err(Refusal::from)) {
        Ok(exit) => exit,
        Err(Refusal::Write(error)) if error.kind() == ErrorKind::BrokenPipe => Exit::Fine,
        Err(refusal) => {
            // Where even this can't be written, nothing is left to say it with.
            let _ = outside.refuse(&refusal);
            Exit::CouldNotRun
        }
    }
}

/// `--lang`, else `PIAOC_LANG`, else the system's language: Italian if that is Italian, English otherwise. It is looked
/// up before anything is parsed, since help and complaints about arguments need it.
fn language(arguments: &[OsString]) -> Lang {
    let mut rest = arguments.iter().skip(1).map(|argument| argument.to_string_lossy());
    let mut given = None;
    while let Some(argument) = rest.next() {
        match argument.split_once('=') {
            _ if argument == "--" => break,
            _ if argument == "--lang" => given = rest.next().map(|lang| lang.into_owned()),
            Some(("--lang", lang)) => given = Some(lang.to_owned()),
            _ => continue,
        }
        break;
    }
    let known = |lang: String| match lang.as_str() {
        "it" => Some(Lang::It),
        "en" => Some(Lang::En),
        _ => None,
    };
    let system = || {
        let italian = sys_locale::get_locale().is_some_and(|locale| locale.to_lowercase().starts_with("it"));
        if italian { Lang::It } else { Lang::En }
    };
    given.and_then(known).or_else(|| std::env::var("PIAOC_LANG").ok().and_then(known)).unwrap_or_else(system)
}

/// A fault of ours, in one line: an officer can't use a backtrace, but can send this.
fn report_panic(lang: Lang, what: &str) {
    let what = what.lines().collect::<Vec<_>>().join(" ");
    let version = env!("CARGO_PKG_VERSION");
    let text = say!(
        "errore interno di piaoc {version}: non è colpa del piano; segnala questa riga a chi cura piaoc: {what}\n",
        "internal error of piaoc {version}: it is not the plan's fault; please report this line to who maintains piaoc: {what}\n"
    );
    let _ = io::Write::write_all(&mut io::stderr(), text.get(lang).as_bytes());
}
