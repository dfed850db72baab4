//! What leaves piaoc holds the users' names, and these may hold anything: they run nothing in a shell that a command is
//! pasted into, do nothing to a terminal, and break no document that they stand in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/client.rs"]
mod client;
#[cfg(unix)]
#[path = "edges/commands.rs"]
mod commands;
#[path = "edges/editor.rs"]
mod editor;
#[path = "edges/screen.rs"]
mod screen;
mod support;
#[path = "edges/tables.rs"]
mod tables;
#[path = "support/workbooks.rs"]
mod workbooks;

/// The seeded generator.
#[path = "bench/generate.rs"]
#[allow(dead_code)]
mod generate;
