//! `piaoc init`: a small commented plan with its actuals and settings, to start from.

use std::io;
use std::path::PathBuf;

use clap::ArgMatches;

use super::refusal::Refusal;
use super::write::{create_folder, must_be_empty};
use super::{Exit, Outside};
use crate::diagnostics::paste::Command;
use crate::diagnostics::say;

/// What the folder gets.
const FILES: [(&str, &str); 3] = [
    ("piano.piao", include_str!("init/piano.piao")),
    ("consuntivo.csv", include_str!("init/consuntivo.csv")),
    ("piaoc.toml", include_str!("init/piaoc.toml")),
];

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    let next = say!(
        "scegli una cartella nuova: `piaoc init nuovo-piano`",
        "choose a new folder: `piaoc init new-plan`"
    );
    must_be_empty(&folder, next)?;
    create_folder(&folder, &FILES.map(|(name, text)| (name, text.as_bytes())))?;
    let path = folder.join("piano.piao");
    let (plan, actuals) = (path.display(), folder.join("consuntivo.csv"));
    let actuals = actuals.display();
    let text = say!(
        "Ecco il piano `{plan}` e il suo consuntivo `{actuals}`: aprili, i commenti spiegano.",
        "Here are the plan `{plan}` and its actuals `{actuals}`: open them, the comments explain."
    );
    outside.print_line(text.get(outside.lang))?;
    let commands = ["piaoc check", "piaoc eval"].map(|name| Command::new(name).word(&path));
    propose(&commands, outside)?;
    Ok(Exit::Fine)
}

/// What to do next, to be pasted into a shell.
pub(super) fn propose(commands: &[Command], outside: &mut Outside<'_>) -> io::Result<()> {
    let then = say!("Poi:", "Then:");
    outside.print(&format!("\n{}\n", then.get(outside.lang)))?;
    commands.iter().try_for_each(|command| outside.print(&format!("  {}\n", command.line())))
}
