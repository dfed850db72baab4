//! `piaoc`: the language of performance plans and its compiler.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod actuals;
pub mod analysis;
pub mod cli;
pub mod diagnostics;
pub mod eval;
pub mod output;
pub mod plan;
pub mod resolve;
pub mod source;
pub mod source_faults;
pub mod syntax;
pub mod types;
pub mod value;
