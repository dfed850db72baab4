//! From text to a tree: tokens (logos) cut the file into items and the items into pieces, pest reads each piece.

mod expected;
mod faults;
pub mod keyword;
mod parse;
mod parse_algorithm;
mod parse_attribute;
mod parse_head;
mod plain;
mod split;
mod token;
pub mod tree;
mod values;

pub use parse::{parse, parse_by_grammar};
pub use split::MAX_DEPTH;
