#!/usr/bin/env bash
# All tests: formatting, lints and documentation with warnings as errors, then every test of the crate.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo fmt --check
cargo clippy --all-targets --quiet -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --quiet
cargo test --quiet
