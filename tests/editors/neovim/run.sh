#!/usr/bin/env bash
# The proof in Neovim: with the settings that editor/README.md prints, works on a copy of an example as an officer does.
#
#     bash tests/editors/neovim/run.sh target/debug/piaoc
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: bash tests/editors/neovim/run.sh PATH_TO_PIAOC" >&2; exit 2; }
piaoc=$(realpath "$1")
cd "$(dirname "$0")/../../.."
bash tests/install.sh neovim
tools=$(realpath "${PIAOC_EDITORS:-target/editors/tools}")
here=$PWD/tests/editors/neovim
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
mkdir "$desk/bin"
ln -s "$piaoc" "$desk/bin/piaoc"

# The block of settings with this number among those in Lua.
settings() {
  awk -v wanted="$1" '/^```lua$/ { inside = ++number == wanted; next } /^```$/ { inside = 0 } inside' editor/README.md
}

# Neovim with the settings of a block, apart from the user's own, on a fresh copy of the example.
try() {
  local home=$desk/$1
  mkdir -p "$home/config/nvim"
  cp -r examples/lecce-2025 "$home/plan"
  settings "$1" >"$home/config/nvim/init.lua"
  [ -s "$home/config/nvim/init.lua" ] || { echo "editor/README.md has no block $1 in Lua" >&2; return 1; }
  echo "Neovim, $2"
  # What Neovim says of itself is of interest only if it fails.
  (cd "$home/plan" && env PATH="$desk/bin:$PATH" XDG_CONFIG_HOME="$home/config" XDG_DATA_HOME="$home" \
    XDG_STATE_HOME="$home" XDG_CACHE_HOME="$home" \
    timeout 20 "$tools/bin/nvim" --headless -n -i NONE piano.piao -c "luafile $here/checks.lua" </dev/null 2>"$home/said") ||
    { cat "$home/said" >&2; return 1; }
}

try 1 "the settings for 0.11"
try 2 "the settings for older versions"
