//! `piaoc init`: a small commented plan with its actuals and settings, to start from.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::refusal::Refusal;
use super::write::{create_folder, must_be_empty};
use super::{Exit, Outside};
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
    let (plan, actuals) =
        (shell_word(&folder.join("piano.piao")), shell_word(&folder.join("consuntivo.csv")));
    let text = say!(
        "Ecco il piano `{plan}` e il suo consuntivo `{actuals}`: aprili, i commenti spiegano.\n\nPoi:\n  piaoc check {plan}\n  piaoc eval {plan}\n",
        "Here are the plan `{plan}` and its actuals `{actuals}`: open them, the comments explain.\n\nThen:\n  piaoc check {plan}\n  piaoc eval {plan}\n"
    );
    outside.out.write_all(text.get(outside.lang).as_bytes())?;
    Ok(Exit::Fine)
}

/// A path as it can be pasted into a shell.
pub(super) fn shell_word(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/\\.:_-+,@%".contains(c);
    if path.chars().all(plain) { path } else { format!("\"{path}\"") }
}
