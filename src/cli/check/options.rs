//! What a check was told on the command line.

use std::path::PathBuf;

use clap::ArgMatches;

use crate::cli::refusal::Refusal;
use crate::diagnostics::{Level, Levels, Lint, NoLint, Severity, say};

/// How to write what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Short,
    Json,
    Sarif,
    Github,
    Gitlab,
}

/// How to learn that a file has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watching {
    /// The system says it; where it can't, as below.
    Told,
    /// By looking again and again.
    Looking,
}

/// All of it.
pub(super) struct Options {
    pub(super) given: Vec<PathBuf>,
    pub(super) format: Format,
    pub(super) output: Option<PathBuf>,
    pub(super) levels: Levels,
    /// What is less grave than this is not shown; `None`: as usual for the format.
    pub(super) least: Option<Severity>,
    pub(super) show_allowed: bool,
    pub(super) watch: Option<Watching>,
}

impl Options {
    pub(super) fn of(matches: &ArgMatches) -> Result<Options, Refusal> {
        let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
        let options = Options {
            given: matches.get_many::<PathBuf>("plan").into_iter().flatten().cloned().collect(),
            format: match text("format") {
                Some("short") => Format::Short,
                Some("json") => Format::Json,
                Some("sarif") => Format::Sarif,
                Some("github") => Format::Github,
                Some("gitlab") => Format::Gitlab,
                _ => Format::Text,
            },
            output: matches.get_one::<PathBuf>("output").cloned(),
            levels: levels(matches)?,
            least: text("level").map(|level| match level {
                "error" => Severity::Error,
                "warning" => Severity::Warning,
                _ => Severity::Hint,
            }),
            show_allowed: matches.get_flag("show-allowed"),
            watch: text("watch").map(|how| if how == "poll" { Watching::Looking } else { Watching::Told }),
        };
        if options.watch.is_some() && !matches!(options.format, Format::Text | Format::Short) {
            return Err(Refusal::with_next(
                say!("`--watch` scrive per chi legge", "`--watch` writes for people"),
                say!(
                    "usa `--format text` o `--format short`; per un file `--output FILE` senza `--watch`",
                    "use `--format text` or `--format short`; for a file `--output FILE` without `--watch`"
                ),
            ));
        }
        Ok(options)
    }
}

/// `--allow`, `--warn` and `--deny`, the last of the command line going before.
fn levels(matches: &ArgMatches) -> Result<Levels, Refusal> {
    let mut given: Vec<(usize, Level, &String)> = Vec::new();
    for (option, level) in [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)] {
        let names = matches.get_many::<String>(option).into_iter().flatten();
        let places = matches.indices_of(option).into_iter().flatten();
        given.extend(places.zip(names).map(|(at, name)| (at, level, name)));
    }
    given.sort_unstable_by_key(|(at, ..)| *at);
    let mut levels = Levels::default();
    for (_, level, name) in given {
        levels.set(lint(name)?, level);
    }
    Ok(levels)
}

fn lint(name: &str) -> Result<Lint, Refusal> {
    Lint::named(name.trim()).map_err(|why| match why {
        NoLint::Error(code) => {
            let code = code.name();
            Refusal::with_next(
                say!("`{code}` è un errore, e un errore resta tale", "`{code}` is an error, and stays one"),
                say!(
                    "il livello si sceglie per avvisi e suggerimenti: `piaoc lints` li elenca",
                    "levels are for warnings and hints: `piaoc lints` lists them"
                ),
            )
        }
        NoLint::Unknown(meant) => unknown(name, meant),
    })
}

fn unknown(name: &str, meant: Option<&str>) -> Refusal {
    let next = match meant {
        Some(near) => say!(
            "forse volevi dire `{near}`; `piaoc lints` elenca avvisi e suggerimenti",
            "perhaps you meant `{near}`; `piaoc lints` lists warnings and hints"
        ),
        None => say!(
            "`warnings`, `hints` o un codice: `piaoc lints` li elenca",
            "`warnings`, `hints` or a code: `piaoc lints` lists them"
        ),
    };
    Refusal::with_next(say!("non c'è nessun codice `{name}`", "there is no code `{name}`"), next)
}
