//! What an editor offers, as plain data: texts, byte ranges, edits. The language server (`lsp`) is one that shows it.
//!
//! Two things feed a feature: the [`State`] of a plan, which is what the analysis last said of it, and the text as it
//! is now. [`cursor`] says what stands at a place of the text, [`names`] which names an item mentions; the features
//! are one file each.

pub mod completion;
pub mod cursor;
pub mod definition;
pub mod fix_all;
pub mod fixes;
pub mod format;
pub mod hints;
pub mod hover;
pub mod layout;
pub mod lenses;
pub mod moved;
pub mod names;
pub mod outline;
mod queue;
pub mod references;
pub mod rename;
pub mod results;
pub mod signature;
mod state;
pub mod tables;
pub mod tokens;

pub use state::{State, Step, Workspace};
