#!/usr/bin/env bash
# The proof of the extension in a real VS Code: packages it, installs it, and works with it as an officer does.
#
#     bash tests/editors/vscode/run.sh target/debug/piaoc
#
# Pictures of what failed are in target/editors/. With PIAOC_UPDATE=1 the pictures of the extension's pages are made anew.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: bash tests/editors/vscode/run.sh PATH_TO_PIAOC" >&2; exit 2; }
PIAOC=$(realpath "$1")
export PIAOC
cd "$(dirname "$0")/../../.."
bash tests/install.sh vscode
export TOOLS=${PIAOC_EDITORS:-$PWD/target/editors/tools}
export PATH=$TOOLS/bin:$PATH
export EXTENSION=$PWD/target/editors/vscode/extension

# Built beside the repository's files, so that nothing built stands among them.
mkdir -p "$EXTENSION"
find "$EXTENSION" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
tar -C editor/vscode --exclude=./node_modules --exclude=./dist --exclude='./*.vsix' -cf - . | tar -C "$EXTENSION" -xf -
cp LICENSE "$EXTENSION/LICENSE"
cd "$EXTENSION"
if ! cmp -s package-lock.json node_modules/.installed-lock; then
  npm ci --loglevel error --no-audit --no-fund
  cp package-lock.json node_modules/.installed-lock
fi
node --test --test-reporter=dot test/*.test.js
npm run --silent package
cd - >/dev/null
exec node tests/editors/vscode/run.js
