//! How diagnostics look: for people at a terminal ([`terminal`]) and for other tools ([`json`]). A renderer gives
//! text back and prints nothing; only `cli` prints.

mod excerpt;
pub mod json;
pub mod terminal;

/// The JSON Schema of what `piaoc check --format json` prints.
pub const CHECK_SCHEMA: &str = include_str!("check.schema.json");
