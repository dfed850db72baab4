//! The `piaoc` command.
fn main() {}
