//! `piaoc init`: a small commented plan with its actuals and settings, to start from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::refusal::Refusal;
use super::{Exit, Outside};
use crate::diagnostics::{Text, say};

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
    fs::create_dir_all(&folder).map_err(|error| cannot_write(&folder, &error))?;
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| cannot_write(&path, &error))?;
    }
    let (plan, actuals) =
        (shell_word(&folder.join("piano.piao")), shell_word(&folder.join("consuntivo.csv")));
    let text = say!(
        "Ecco il piano `{plan}` e il suo consuntivo `{actuals}`: aprili, i commenti spiegano.\n\nPoi:\n  piaoc check {plan}\n  piaoc eval {plan}\n",
        "Here are the plan `{plan}` and its actuals `{actuals}`: open them, the comments explain.\n\nThen:\n  piaoc check {plan}\n  piaoc eval {plan}\n"
    );
    outside.out.write_all(text.get(outside.lang).as_bytes())?;
    Ok(Exit::Fine)
}

/// Nothing of anybody's is ever overwritten; `next` says what to do instead.
pub(super) fn must_be_empty(folder: &Path, next: Text) -> Result<(), Refusal> {
    let shown = folder.display();
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(Refusal::with_next(
                say!("la cartella `{shown}` non è vuota", "the folder `{shown}` is not empty"),
                next,
            )),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Refusal::with_next(say!("`{shown}` è un file", "`{shown}` is a file"), next))
        }
        Err(error) => Err(cannot_write(folder, &error)),
    }
}

pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Refusal {
    let shown = path.display();
    Refusal::said(say!("non riesco a scrivere `{shown}`: {error}", "I cannot write `{shown}`: {error}"))
}

/// A path as it can be pasted into a shell.
pub(super) fn shell_word(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/\\.:_-+,@%".contains(c);
    if path.chars().all(plain) { path } else { format!("\"{path}\"") }
}
