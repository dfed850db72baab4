//! From text to a tree: tokens (logos) cut the file into items and the items into pieces, pest reads each piece.

mod again;
mod expected;
mod faults;
mod faults_words;
pub mod keyword;
mod parse;
mod parse_algorithm;
mod parse_attribute;
mod parse_head;
mod plain;
mod relocate;
mod reword;
mod reword_algorithm;
mod reword_head;
mod rules;
mod split;
mod token;
pub mod tree;
mod values;
mod vocabulary;

pub use again::{Earlier, parse_again};
pub use parse::{parse, parse_by_grammar, read_item};
pub use split::{
    ItemRange, MAX_DEPTH, Piece, PieceKind, items_back, split_items, split_items_in, split_pieces,
};
pub use token::{Token as Lexeme, lexemes};
