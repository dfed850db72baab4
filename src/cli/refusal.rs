//! Why a command could not run: its own words, apart from the diagnostics on plans and actuals.

use std::io;

use crate::diagnostics::Text;

/// Ends a command with exit code 2.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Output could not be written.
    Write(io::Error),
    /// What is wrong and, if there is something to say, what to do next.
    Said(Text, Option<Text>),
}

impl Refusal {
    pub(super) fn said(message: Text) -> Refusal {
        Refusal::Said(message, None)
    }

    pub(super) fn with_next(message: Text, next: Text) -> Refusal {
        Refusal::Said(message, Some(next))
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Refusal {
        Refusal::Write(error)
    }
}
