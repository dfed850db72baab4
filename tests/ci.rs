//! The pieces for CI are run as they are printed in README.md: in a repository made of them, each step of the GitHub
//! workflow and of the GitLab job, on the plan as it should be and on the pull request that the README shows.
//!
//! `PIAOC_CI_PROOFS=1` (`tests/run.sh`) does it also with pre-commit and gitlab-ci-local, which are installed first and
//! take minutes; `cargo test` alone leaves them out and says so.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod support;

use std::path::Path;
use std::process::{Command, ExitCode};

use support::{Workspace, repository};

const FILES: [&str; 4] =
    ["piano.prove", ".github/workflows/piano.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"];

/// What a shell line wrote, errors apart, and whether it ended well.
struct Ran {
    written: String,
    well: bool,
}

fn shell(folder: &Path, line: &str) -> Ran {
    let program = Path::new(env!("CARGO_BIN_EXE_piaoc")).parent().unwrap();
    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", line])
        .current_dir(folder)
        .env("PATH", format!("{}:{}", program.display(), std::env::var("PATH").unwrap()))
        .env("PIAOC_LANG", "en")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    Ran { written: String::from_utf8(output.stdout).unwrap(), well: output.status.success() }
}

/// The fenced block after a marker.
fn block<'r>(readme: &'r str, marker: &str) -> &'r str {
    let after = readme.split_once(&format!("<!-- {marker} -->\n```")).expect(marker).1;
    after.split_once('\n').unwrap().1.split_once("\n```").unwrap().0
}

/// The repository of the README, committed.
fn example(readme: &str) -> Workspace {
    let workspace = Workspace::new();
    let folder = workspace.path();
    assert!(shell(folder, "piaoc init plan && mv plan/* . && rmdir plan && piaoc fmt .").well);
    for name in FILES {
        workspace.write(name, format!("{}\n", block(readme, &format!("file: {name}"))));
    }
    let commit = "git init --quiet && git add . && git -c user.name=piaoc -c user.email=piaoc@example.org commit --quiet -m Piano";
    assert!(shell(folder, commit).well);
    workspace
}

/// The `run:` steps of the workflow; how `piaoc` is installed is not ours to run.
fn github_steps(readme: &str) -> Vec<&str> {
    let workflow = block(readme, "file: .github/workflows/piano.yml");
    let steps = workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: "));
    steps.filter(|step| !step.starts_with("cargo install")).collect()
}

/// The `script:` of the job.
fn gitlab_steps(readme: &str) -> Vec<&str> {
    let job = block(readme, "file: .gitlab-ci.yml");
    let script = job.split_once("\n  script:\n").unwrap().1;
    script.lines().map_while(|line| line.strip_prefix("    - ")).collect()
}

fn every_step_passes(readme: &str) {
    for steps in [github_steps(readme), gitlab_steps(readme)] {
        assert!(steps.len() >= 3, "{steps:?}");
        let workspace = example(readme);
        for step in steps {
            let ran = shell(workspace.path(), step);
            assert!(ran.well, "{step}\n{}", ran.written);
        }
    }
}

fn the_pull_request_fails_as_shown(readme: &str) {
    let session = block(readme, "pull request");
    let change = session.lines().next().unwrap().strip_prefix("$ ").unwrap();
    let shown = session.rsplit_once("$ piaoc ").unwrap().1.split_once('\n').unwrap().1;
    for (steps, output) in
        [(github_steps(readme), None), (gitlab_steps(readme), Some("gl-code-quality-report.json"))]
    {
        let workspace = example(readme);
        assert!(shell(workspace.path(), change).well);
        let ran = shell(workspace.path(), steps[0]);
        assert!(!ran.well, "{} passes", steps[0]);
        match output {
            None => assert_eq!(ran.written.trim_end(), shown.trim_end()),
            Some(file) => {
                let report = std::fs::read_to_string(workspace.path().join(file)).unwrap();
                assert!(report.contains("\"check_name\": \"P0407\""), "{report}");
            }
        }
        assert!(shell(workspace.path(), "piaoc fmt --check .").well, "the change is of the style");
    }
}

/// With the programs themselves: `tests/ci/run.sh`.
fn in_the_real_programs(readme: &str) -> bool {
    if std::env::var_os("PIAOC_CI_PROOFS").is_none() {
        println!(
            "left out: pre-commit and gitlab-ci-local, which are installed first; `bash tests/run.sh` runs them"
        );
        return true;
    }
    let workspace = example(readme);
    let script = repository().join("tests/ci/run.sh");
    let change = block(readme, "pull request").lines().next().unwrap().trim_start_matches("$ ");
    let status = Command::new("bash")
        .arg(script)
        .args([env!("CARGO_BIN_EXE_piaoc"), workspace.path().to_str().unwrap(), change])
        .status();
    status.unwrap().success()
}

fn main() -> ExitCode {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    every_step_passes(&readme);
    the_pull_request_fails_as_shown(&readme);
    let well = in_the_real_programs(&readme);
    println!("ci: {}", if well { "ok" } else { "FAILED" });
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
