//! `piaoc completions`: the completion script of a shell.

use clap::ArgMatches;
use clap_complete::{Shell, generate};

use super::refusal::Refusal;
use super::{Exit, Outside, arguments};

pub(super) fn run(matches: &ArgMatches, outside: &mut Outside<'_>) -> Result<Exit, Refusal> {
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        let mut command = arguments::command(outside.lang);
        // Written to memory first: `generate` panics where it can't write.
        let mut script = Vec::new();
        generate(*shell, &mut command, "piaoc", &mut script);
        outside.document(&script)?;
    }
    Ok(Exit::Fine)
}
