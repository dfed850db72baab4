#!/usr/bin/env bash
# All tests: formatting, lints and documentation with warnings as errors, then every test of the crate and the proofs in
# real editors, with LibreOffice and openpyxl, and with real CI programs, which are installed first (tests/install.sh,
# tests/ci/run.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
# In CI nothing is built twice and nobody opens a debugger: without both, fifty test programs take 3 GB of disk, not 9.
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
cargo fmt --check
cargo clippy --all-targets --quiet -- -D warnings
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --quiet
bash tests/supply.sh
PIAOC_FUZZ_SECONDS=20 PIAOC_EDITOR_PROOFS=1 PIAOC_CI_PROOFS=1 PIAOC_OFFICE_PROOFS=1 cargo test --quiet
