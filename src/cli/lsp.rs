//! `piaoc lsp`: the language server of this process's client.

use super::{Exit, Outside};
use crate::lsp::{self, Ended};

pub(super) fn run(outside: &Outside<'_>) -> Exit {
    match lsp::serve_stdio(outside.lang) {
        Ended::Properly => Exit::Fine,
        Ended::Abruptly => Exit::Errors,
    }
}
