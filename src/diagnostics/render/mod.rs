//! How diagnostics look: for people at a terminal ([`terminal`], [`short`]), for other tools ([`json`], [`sarif`]) and
//! for the pages of a merge request ([`github`], [`gitlab`]). A renderer gives text back and prints nothing; only `cli`
//! prints.

mod equal;
mod excerpt;
mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod json;
mod places;
pub mod sarif;
pub mod short;
pub mod terminal;

use super::{Allowed, Diagnostic};
use crate::source::Sources;

pub use places::Base;

/// The JSON Schema of what `piaoc check --format json` prints.
pub const CHECK_SCHEMA: &str = include_str!("check.schema.json");

/// What checking one plan gave.
#[derive(Debug, Default)]
pub struct Found {
    /// The files that the spans are of.
    pub sources: Sources,
    /// What is to be shown.
    pub diagnostics: Vec<Diagnostic>,
    /// What the plan allows, if that is to be shown.
    pub allowed: Vec<Allowed>,
}

/// A format: what it makes of the diagnostics of one plan or of several.
pub trait Report {
    /// The next plan; gives back what can be written already.
    fn plan(&mut self, found: &Found) -> String;

    /// After the last plan; gives back what is still to be written.
    fn end(&mut self) -> String;
}
