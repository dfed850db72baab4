//! Tells Zed how the language server of performance plans is started: `piaoc lsp`, from the `PATH`.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, serde_json, Command, LanguageServerId, Result, Worktree};

struct Piao;

impl zed::Extension for Piao {
    fn new() -> Self {
        Piao
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let command = worktree
            .which("piaoc")
            .ok_or("`piaoc` non è nel PATH: installalo e riavvia Zed. (`piaoc` is not on the PATH.)")?;
        Ok(Command { command, args: vec!["lsp".to_owned()], env: worktree.shell_env() })
    }

    /// What the user's settings say under `lsp.piaoc.initialization_options`.
    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }
}

zed::register_extension!(Piao);
