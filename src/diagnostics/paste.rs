//! Commands that a reader copies from what we print into a shell. File names and cells of tables are data: whatever
//! they hold, the shell must take each for one word and run nothing of it.

use std::ffi::{OsStr, OsString};

use super::visible::{is_hidden, visible};

/// A command in one line of text, its words quoted where they have to be.
#[derive(Debug, Clone)]
pub struct Command {
    name: &'static str,
    words: Vec<OsString>,
    options: Vec<(&'static str, OsString)>,
}

impl Command {
    /// `piaoc check` and the like: words of ours.
    pub fn new(name: &'static str) -> Command {
        Command { name, words: Vec::new(), options: Vec::new() }
    }

    /// With one more word: a file, a key.
    #[must_use]
    pub fn word(mut self, word: impl Into<OsString>) -> Command {
        self.words.push(word.into());
        self
    }

    /// With an option and its value.
    #[must_use]
    pub fn option(mut self, name: &'static str, value: impl Into<OsString>) -> Command {
        self.options.push((name, value.into()));
        self
    }

    /// The line, for the shell of this system: `sh` and its like, or PowerShell.
    pub fn line(&self) -> String {
        let shell = if cfg!(windows) { Shell::PowerShell } else { Shell::Posix };
        let looks_like_option = |word: &OsStr| word.as_encoded_bytes().starts_with(b"-");
        let options: String = self
            .options
            .iter()
            .map(|(name, value)| {
                let between = match (looks_like_option(value), name.starts_with("--")) {
                    (false, _) => " ",
                    (true, true) => "=",
                    (true, false) => "",
                };
                format!(" {name}{between}{}", shell.quoted(value))
            })
            .collect();
        let words: String = self.words.iter().map(|word| format!(" {}", shell.quoted(word))).collect();
        let name = self.name;
        let line = match self.words.iter().any(|word| looks_like_option(word)) {
            // Only after `--` a word that begins like an option is none.
            true => format!("{name}{options} --{words}"),
            false => format!("{name}{words}{options}"),
        };
        if line.contains(NEW_LINE) { format!("{NEW_LINE_SET}{line}") } else { line }
    }
}

/// A substitution loses the ends of line at its end, so that one of them needs a variable.
const NEW_LINE: &str = "\"${n%.}\"";
const NEW_LINE_SET: &str = "n=\"$(printf '\\n.')\"; ";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    Posix,
    PowerShell,
}

impl Shell {
    fn quoted(self, word: &OsStr) -> String {
        let shown = word.to_string_lossy();
        if !shown.is_empty() && !shown.starts_with('-') && shown.chars().all(|c| self.is_plain(c)) {
            return shown.into_owned();
        }
        match self {
            // Files have no such characters there; where a cell has, what is shown is not what is meant, but safe.
            Shell::PowerShell => format!("'{}'", visible(&shown).replace('\'', "''")),
            Shell::Posix => posix(word.as_encoded_bytes()),
        }
    }

    /// Whether no shell of this kind takes a character for more than itself.
    fn is_plain(self, c: char) -> bool {
        let of_path = c.is_alphanumeric() || "/.:_-+".contains(c);
        of_path || self == Shell::PowerShell && c == '\\'
    }
}

/// A word between single quotes, but what can't be shown as it is, or is no text, named by its bytes.
fn posix(word: &[u8]) -> String {
    let mut out = String::new();
    for chunk in word.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => out.push_str(NEW_LINE),
                c if is_hidden(c) => {
                    let mut bytes = [0; 4];
                    named(c.encode_utf8(&mut bytes).as_bytes(), &mut out);
                }
                c => in_quotes(c, &mut out),
            }
        }
        named(chunk.invalid(), &mut out);
    }
    if out.is_empty() { "''".to_owned() } else { out }
}

/// Goes on with the quotes that are open at the end of `out`, or opens them.
fn in_quotes(c: char, out: &mut String) {
    if c == '\'' {
        out.push_str("\\'");
        return;
    }
    // Only what is between single quotes ends with one that nothing escapes.
    match out.strip_suffix('\'').filter(|before| !before.ends_with('\\')).map(str::len) {
        Some(open) => out.truncate(open),
        None => out.push('\''),
    }
    out.push(c);
    out.push('\'');
}

/// Bytes by their numbers, which `printf` makes bytes again. No word of a command holds a zero.
fn named(bytes: &[u8], out: &mut String) {
    let numbers: String =
        bytes.iter().filter(|byte| **byte != 0).map(|byte| format!("\\{byte:03o}")).collect();
    if !numbers.is_empty() {
        out.push_str(&format!("\"$(printf '{numbers}')\""));
    }
}
