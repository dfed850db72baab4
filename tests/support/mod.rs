//! What the tests share: the repository's folder, a folder of their own, and the real binary in it.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The repository's root.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with this extension, sorted.
pub fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// An empty folder, removed at the end.
pub struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    pub fn new() -> Workspace {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("piaoc-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Workspace { folder }
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Runs a command line that starts with `piaoc` in the folder: what it printed (errors first), and its exit code.
    pub fn piaoc(&self, line: &str) -> (String, i32) {
        let words = words(line);
        assert_eq!(words.first().map(String::as_str), Some("piaoc"), "a case runs piaoc: {line}");
        run_in(&self.folder, &words[1..])
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs `piaoc` in a folder, in Italian unless told otherwise.
pub fn run_in(folder: &Path, arguments: &[String]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
    command.current_dir(folder).args(arguments).env("COLUMNS", "100").env_remove("NO_COLOR");
    if !arguments.iter().any(|argument| argument == "--lang") {
        command.args(["--lang", "it"]);
    }
    let output = command.output().unwrap();
    let mut printed = String::from_utf8(output.stderr).unwrap();
    printed.push_str(&String::from_utf8(output.stdout).unwrap());
    (printed, output.status.code().unwrap_or(-1))
}

/// A command line's words; quotes keep blanks together.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' | '"' => quoted = !quoted,
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}
