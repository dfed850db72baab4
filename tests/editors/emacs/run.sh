#!/usr/bin/env bash
# The proof in Emacs: with the settings that editor/README.md prints, works on a copy of an example as an officer does.
#
#     bash tests/editors/emacs/run.sh target/debug/piaoc
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: bash tests/editors/emacs/run.sh PATH_TO_PIAOC" >&2; exit 2; }
piaoc=$(realpath "$1")
cd "$(dirname "$0")/../../.."
bash tests/install.sh emacs
checks=$PWD/tests/editors/emacs/checks.el
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
mkdir -p "$desk/bin" "$desk/home/.emacs.d"
ln -s "$piaoc" "$desk/bin/piaoc"
cp -r examples/lecce-2025 "$desk/plan"
awk '/^```elisp$/ { inside = 1; next } /^```$/ { inside = 0 } inside' editor/README.md >"$desk/home/.emacs.d/init.el"
[ -s "$desk/home/.emacs.d/init.el" ] || { echo "editor/README.md has no settings for Emacs" >&2; exit 1; }

# What a first start would compile in the background is of no use here.
echo '(setq native-comp-deferred-compilation nil native-comp-jit-compilation nil)' >"$desk/home/.emacs.d/early-init.el"

# A terminal of its own, since Emacs asks for diagnostics when it has nothing to do, which a batch run never has. The pipe
# is its keyboard, on which one command is typed.
mkfifo "$desk/keyboard"
exec 3<>"$desk/keyboard"
printf '\033xpiao-checks\r' >&3
echo "Emacs, its settings"
code=0
(cd "$desk/plan" && env HOME="$desk/home" PATH="$desk/bin:$PATH" TERM=xterm CHECKED="$desk/checked" timeout 60 script --quiet \
  --return --command "emacs --no-window-system --no-splash piano.piao --load '$checks'" /dev/null) \
  <&3 >"$desk/screen" || code=$?
cat "$desk/checked" || tail -n 20 "$desk/screen" >&2
exit "$code"
