//! Reads the files of `tests/cases`, whose form `tests/cases.rs` describes.

#![allow(dead_code, clippy::unwrap_used, clippy::string_slice)]

use std::path::PathBuf;

/// A file of `tests/cases`.
pub struct Case {
    pub path: PathBuf,
    pub comment: String,
    pub commands: Vec<String>,
    pub files: Vec<(String, String)>,
}

/// A case, what it expects to be printed, and the exit code it expects.
pub fn read(path: PathBuf, text: &str) -> (Case, String, String) {
    let mut case = Case { path, comment: String::new(), commands: Vec::new(), files: Vec::new() };
    let mut expected = String::new();
    let mut exit = String::new();
    let mut section: Option<String> = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            if let Some(code) = name.strip_prefix("exit ") {
                exit = code.trim().to_owned();
                section = Some(String::new());
            } else {
                section = Some(name.to_owned());
                if name != "output" {
                    case.files.push((name.to_owned(), String::new()));
                }
            }
            continue;
        }
        match section.as_deref() {
            None if line.starts_with("$ ") => case.commands.push(line[2..].to_owned()),
            None => {
                case.comment.push_str(line);
                case.comment.push('\n');
            }
            Some("output") => {
                expected.push_str(line);
                expected.push('\n');
            }
            Some("") => {}
            Some(_) => {
                let file = case.files.last_mut().unwrap();
                file.1.push_str(line);
                file.1.push('\n');
            }
        }
    }
    (case, expected, exit)
}
