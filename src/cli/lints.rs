//! `piaoc lints`: every warning and hint, how grave this folder's `piaoc.toml` takes it, and whether `piaoc` can mend it.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::check::exit_of;
use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::analysis::{self, EvalOptions};
use crate::config;
use crate::diagnostics::pages::{self, Kind};
use crate::diagnostics::render::json;
use crate::diagnostics::render::terminal::{Terminal, severity_word};
use crate::diagnostics::{Code, Lang, Severity, Text, say};
use crate::source::{Disk, Memory, Sources};

/// What there is to know of one.
#[derive(Serialize)]
struct Lint {
    code: Code,
    /// `null`: not looked for.
    level: Option<Severity>,
    default: Severity,
    title: &'static str,
    fix: Repair,
}

/// Whether it comes with a repair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Repair {
    None,
    /// To be chosen by a person.
    Offered,
    /// `piaoc fix` applies it.
    Safe,
}

#[derive(Serialize)]
struct Document {
    lints: Vec<Lint>,
}

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let mut sources = Sources::new();
    // Beside any plan of this folder.
    let (config, faults) = config::read(&Disk, Path::new("piano.piao"), &mut sources);
    let text = Terminal::new(outside.err_diagnostics()).render(&sources, &faults);
    outside.remark(&text)?;
    let lints: Vec<Lint> = Code::adjustable()
        .map(|code| Lint {
            code,
            level: config.levels.severity(code),
            default: code.severity(),
            title: pages::title(code, outside.lang),
            fix: repair(code),
        })
        .collect();
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => outside.document(json::pretty(&Document { lints }).as_bytes())?,
        _ => outside.print(&table(&lints, outside.lang))?,
    }
    Ok(exit_of(&faults))
}

fn table(lints: &[Lint], lang: Lang) -> String {
    let word = |level: Option<Severity>| match level {
        Some(severity) => severity_word(severity),
        None => say!("spento", "off"),
    };
    let mut out = String::new();
    for lint in lints {
        let level = word(lint.level);
        let changed = if lint.level == Some(lint.default) { ' ' } else { '*' };
        let repair = match lint.fix {
            Repair::Safe => say!("piaoc fix", "piaoc fix"),
            Repair::Offered => say!("a scelta", "to choose"),
            Repair::None => Text::default(),
        };
        let (code, level, repair) = (lint.code.name(), level.get(lang), repair.get(lang));
        out.push_str(&format!("{code}  {level:12}{changed} {repair:9}  {}\n", lint.title));
    }
    if lints.iter().any(|lint| lint.level != Some(lint.default)) {
        out.push_str(say!("* come vuole piaoc.toml\n", "* as piaoc.toml wants it\n").get(lang));
    }
    out
}

/// Whether the failing example of a code's page gets a repair.
fn repair(code: Code) -> Repair {
    let mut memory = Memory::default();
    let mut plan = None;
    let mut tables = Vec::new();
    for example in pages::examples(code) {
        if matches!(example.kind, Kind::Repaired | Kind::NotShown) {
            continue;
        }
        let path = PathBuf::from(&example.file);
        memory.insert(&path, example.text);
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("piao") if plan.is_none() => plan = Some(path),
            Some("csv") => tables.push(path),
            _ => {}
        }
    }
    let Some(plan) = plan else { return Repair::None };
    let found = analysis::evaluate(&memory, &plan, &tables, EvalOptions::default()).computed.diagnostics;
    let fixes =
        found.iter().filter(|diagnostic| diagnostic.code == code).flat_map(|diagnostic| &diagnostic.fixes);
    fixes.map(|fix| if fix.safe { Repair::Safe } else { Repair::Offered }).max().unwrap_or(Repair::None)
}
