//! The language server: what `ide` offers, over the Language Server Protocol. The only place that sees its types.
//!
//! One thread talks to the client (`server`), two analyse (`worker`). A message is never waited for: what needs the
//! analysis of the newest text is answered when that is there, the rest at once. A request that fails is answered with
//! an error, and the next one is read.

mod convert;
mod documents;
mod format;
mod initialize;
mod parent;
mod places;
mod plans;
mod position;
mod publish;
mod requests;
mod server;
mod show;
mod transport;
mod uri;
mod worker;

use std::path::PathBuf;

use lsp_server::Connection;

use crate::diagnostics::{Code, Lang};

pub use documents::edited;
pub use position::{Encoding, Lines, offset};
pub use transport::read_messages;

/// How a server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// As the protocol wants it: `shutdown`, then `exit`.
    Properly,
    /// `exit` without `shutdown`, or the client went away.
    Abruptly,
    /// The client's process is gone, though its input may still be open.
    Alone,
}

/// What a server may be told.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The language of a client that does not say its own.
    pub lang: Lang,
    /// The file that holds the page of a code, for clients that can't ask for it: diagnostics link to it.
    pub page: fn(Code, Lang) -> Option<PathBuf>,
    /// Called with the method of every request before it is answered: tests make it fail.
    pub before_request: fn(&str),
}

impl Options {
    /// Nothing but the language.
    pub fn plain(lang: Lang) -> Options {
        Options { lang, page: |_, _| None, before_request: |_| {} }
    }
}

/// Serves the client of this process's standard input and output.
pub fn serve_stdio(options: Options) -> Ended {
    let (connection, writer) = transport::stdio();
    let ended = serve(connection, options);
    // What is still to be written goes out before the process ends, if there may be somebody who reads it.
    if ended != Ended::Alone {
        let _ = writer.join();
    }
    ended
}

/// Serves the client at the other end of a connection until it says `exit` or goes away.
pub fn serve(connection: Connection, options: Options) -> Ended {
    server::Server::new(connection.sender, options).run(&connection.receiver)
}
