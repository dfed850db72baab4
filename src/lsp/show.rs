//! What the officer asks to see: hovers, completions, results.

use serde_json::{Value, json};

use super::server::{Known, Server};

impl Server {
    /// What the status bar shows of a plan.
    pub fn status(&self, known: &Known) -> Value {
        let _ = known;
        json!({})
    }
}
