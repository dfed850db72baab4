//! The `piaoc` command: everything is in [`piaoc::cli`].

use std::process::ExitCode;

/// A plan of 100,000 indicators makes millions of small allocations: this allocator halves their cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    piaoc::cli::main()
}
