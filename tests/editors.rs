//! The proofs in real editors: VS Code, Neovim and Emacs work with the server as an officer does. They install what they
//! need, which takes root and minutes, so `cargo test` alone leaves them out and says so; `tests/run.sh` runs them.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::process::{Command, ExitCode};
use std::time::Instant;

const EDITORS: [&str; 3] = ["vscode", "neovim", "emacs"];

fn main() -> ExitCode {
    if std::env::var_os("PIAOC_EDITOR_PROOFS").is_none() {
        println!(
            "left out: the proofs in VS Code, Neovim and Emacs, which install these editors first; `bash tests/run.sh` runs them"
        );
        return ExitCode::SUCCESS;
    }
    let mut failed = Vec::new();
    for editor in EDITORS {
        let started = Instant::now();
        let script = format!("{}/tests/editors/{editor}/run.sh", env!("CARGO_MANIFEST_DIR"));
        let status = Command::new("bash").args([&script, env!("CARGO_BIN_EXE_piaoc")]).status().unwrap();
        let ended = if status.success() { "ok" } else { "FAILED" };
        println!("{editor}: {ended} in {} s", started.elapsed().as_secs());
        failed.extend((!status.success()).then_some(editor));
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
