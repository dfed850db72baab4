//! The README tells the truth: its tutorial is run command by command, and its picture is what `piaoc` prints.
//!
//! Blocks of README.md fenced as `console` are one session, run with bash in an empty folder, with messages in English;
//! those of `grammar/tutorial.it.md` are another, in Italian. `PIAOC_UPDATE=1 cargo test --test readme` writes what is
//! printed into both and into the picture.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod support;
#[path = "support/svg.rs"]
mod svg;

use std::path::Path;
use std::process::Command;

use support::{Workspace, repository, words};

const WIDTH: usize = 96;

fn shell(command: &str, folder: &Path, lang: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_piaoc")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    // The folder is kept from one command to the next, as in a session.
    let script = format!("cd \"$(cat .cwd)\"\n{command}\necho \"$PWD\" > \"$HERE/.cwd\"");
    let output = Command::new("bash")
        .args(["-c", &format!("{{ {script}\n}} 2>&1")])
        .current_dir(folder)
        .env("HERE", folder)
        .env("PATH", path)
        .env("PIAOC_LANG", lang)
        .env("COLUMNS", WIDTH.to_string())
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    // The CSV for Excel has its line ends; a README has its own.
    String::from_utf8(output.stdout).unwrap().replace('\r', "")
}

/// The tutorials, each with the language of its messages: the Italian one says what the README's part of its name says.
const ENGLISH: &str = "README.md";
const ITALIAN: &str = "grammar/tutorial.it.md";

#[test]
fn the_tutorial_prints_what_it_says() {
    assert_prints(ENGLISH, "en");
}

#[test]
fn the_italian_tutorial_prints_what_it_says() {
    assert_prints(ITALIAN, "it");
}

/// Levels of headings, and commands in their order: the two are one tutorial.
#[test]
fn the_tutorials_have_one_structure() {
    let structure = |name: &str| {
        let text = std::fs::read_to_string(repository().join(name)).unwrap();
        let tutorial = text.split("\n## ").skip(1).filter(|section| section.contains("```console\n$ "));
        let tutorial = tutorial.filter(|section| !section.contains("<!-- pull request -->"));
        let lines = |section: &str| {
            let told = section
                .lines()
                .filter(|line| ["$ ", "#", "```", "!["].iter().any(|start| line.starts_with(start)));
            told.map(|line| match line.split_once(' ') {
                Some(("$", command)) => command.to_owned(),
                Some((heading, _)) if heading.starts_with('#') => heading.to_owned(),
                _ if line.starts_with("![") => line.rsplit('/').next().unwrap_or("").to_owned(),
                _ => line.to_owned(),
            })
            .collect::<Vec<_>>()
        };
        tutorial.map(lines).collect::<Vec<_>>()
    };
    let (english, italian) = (structure(ENGLISH), structure(ITALIAN));
    assert!(english.len() >= 2, "{english:?}");
    assert_eq!(italian, english);
}

fn assert_prints(name: &str, lang: &str) {
    let path = repository().join(name);
    let readme = std::fs::read_to_string(&path).unwrap();
    let workspace = Workspace::new();
    workspace.write(".cwd", workspace.path().display().to_string());
    #[cfg(unix)]
    std::os::unix::fs::symlink(repository().join("examples"), workspace.path().join("examples")).unwrap();
    let mut rewritten = String::new();
    let mut inside = false;
    let mut commands = 0;
    for line in readme.lines() {
        match line {
            // The pull request is made and run by tests/ci.rs.
            "```console" => inside = !rewritten.ends_with("<!-- pull request -->\n"),
            "```" if inside => inside = false,
            _ if inside && !line.starts_with("$ ") => continue,
            _ => {}
        }
        rewritten.push_str(line);
        rewritten.push('\n');
        if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            commands += 1;
            rewritten.push_str(&shell(command, workspace.path(), lang));
        }
    }
    assert!(commands >= 5, "the tutorial has {commands} commands");
    if std::env::var_os("PIAOC_UPDATE").is_some() {
        std::fs::write(&path, &rewritten).unwrap();
    } else {
        assert!(rewritten == readme, "{name} differs from what is printed:\n{rewritten}");
    }
}

#[test]
fn the_picture_is_what_is_printed() {
    let path = repository().join("examples/lecce-2025/eval.svg");
    let arguments = "eval examples/lecce-2025/piano.piao --actuals examples/lecce-2025/q2.csv";
    let output = Command::new(env!("CARGO_BIN_EXE_piaoc"))
        .current_dir(repository())
        .args(words(arguments))
        .args(["--lang", "it", "--color", "always"])
        .env("COLUMNS", WIDTH.to_string())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let first: Vec<&str> = text.lines().take(44).collect();
    let picture = svg::picture(&format!("piaoc {arguments}"), &first.join("\n"), WIDTH);
    if std::env::var_os("PIAOC_UPDATE").is_some() {
        std::fs::write(&path, picture).unwrap();
    } else {
        assert!(std::fs::read_to_string(&path).unwrap() == picture, "the picture is not what is printed");
    }
}

#[test]
fn the_first_commands_are_real() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let run =
        "cargo run --release -- eval examples/lecce-2025/piano.piao --actuals examples/lecce-2025/q2.csv";
    assert!(readme.contains(run), "the README names the main job's command");
    let (printed, exit) = support::run_in(&repository(), &words(run)[4..]);
    assert_eq!(exit, 0, "{printed}");
    let ci = std::fs::read_to_string(repository().join(".ci/run")).unwrap();
    assert!(
        readme.contains("<!-- test command -->") && ci.contains("test command"),
        "CI runs the README's command"
    );
}
