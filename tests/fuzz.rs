//! Inputs that nobody writes, by chance, through everything that reads: no panic, no hang, and the laws that hold of any
//! text whatever. The same inputs in every run: run `n` of an entry is made from the number `n` alone.
//!
//! ```text
//! cargo test --test fuzz                             about a second an entry
//! PIAOC_FUZZ_SECONDS=20 cargo test --test fuzz       so many, as the test command does
//! PIAOC_FUZZ_FROM=1000000 ...                        other runs than those from 0
//! ```
//!
//! What fails is written to `target/fuzz/ENTRY-n`; mended, it becomes a case of its kind or a seed of `tests/fuzz/seeds`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

#[path = "support/book.rs"]
mod book;
#[path = "fuzz/entries.rs"]
mod entries;
#[path = "fuzz/harness.rs"]
mod harness;
#[path = "support/random.rs"]
mod random;
#[path = "fuzz/seeds.rs"]
mod seeds;
mod support;
#[path = "support/workbooks.rs"]
mod workbooks;

macro_rules! entries {
    ($($name:ident: $seeds:expr, $spoil:expr;)*) => {
        $(#[test]
        fn $name() {
            harness::run(stringify!($name), &$seeds, $spoil, entries::$name);
        })*
    };
}

entries! {
    plans: seeds::plans(), harness::text;
    actuals: seeds::tables(), harness::text;
    configurations: seeds::configurations(), harness::text;
    scenarios: seeds::scenarios(), harness::text;
    xlsx: seeds::xlsx(), harness::archive;
    ods: seeds::ods(), harness::archive;
    xls: seeds::xls(), harness::bytes;
    imports: seeds::imports(), harness::text;
    formatting: seeds::plans(), harness::text;
    repairs: seeds::plans(), harness::text;
    edits: seeds::plans(), harness::text;
}
