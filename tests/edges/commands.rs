//! Commands to paste: what is printed, given back to `sh`, is the words that were meant.

use std::io::Write;
use std::process::{Command as Process, Stdio};

use piaoc::diagnostics::paste::Command;

use crate::generate::Numbers;
use crate::support::Workspace;

/// The words of each command as `sh` takes the lines; the command itself only prints them, their number first.
fn taken_by_sh(lines: &[String]) -> Vec<Vec<Vec<u8>>> {
    let mut script = String::from("piaoc() { printf '%s\\0' \"$#\" \"$@\"; }\n");
    for line in lines {
        assert!(!line.contains(|c: char| c.is_control()), "{line:?} is not one visible line");
        script.push_str(line);
        script.push('\n');
    }
    let mut sh = Process::new("sh").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = sh.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()));
    let output = sh.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let mut printed = output.stdout.split(|byte| *byte == 0).map(<[u8]>::to_vec);
    let mut commands = Vec::new();
    while let Some(count) = printed.next().filter(|count| !count.is_empty()) {
        let count: usize = String::from_utf8(count).unwrap().parse().unwrap();
        commands.push(printed.by_ref().take(count).collect());
    }
    commands
}

/// Characters that shells, terminals or options make something of, and some that nobody does.
const NASTY: &[char] = &[
    '\'', '"', '\\', '$', '`', '!', ' ', '\t', '\n', '\r', '\u{1b}', '\u{7}', '\u{8}', '\u{7f}', '\u{85}',
    '\u{9b}', '\u{202e}', '\u{2028}', '\u{feff}', '*', '?', '[', '~', '#', ';', '&', '|', '<', '>', '(', ')',
    '{', '}', '=', '-', '%', '^', 'à', '€', '𝔸', '.', '/', 'n', '0', '7',
];

#[test]
fn a_printed_command_is_its_words() {
    use std::ffi::OsString;
    use std::os::unix::ffi::{OsStrExt, OsStringExt};

    let mut numbers = Numbers::new(18);
    let mut word = || -> OsString {
        let length = numbers.below(8);
        let mut bytes = Vec::new();
        for _ in 0..length {
            match numbers.below(10) {
                0 => bytes.push(1 + numbers.below(255) as u8),
                1 => {
                    let c = char::from_u32(1 + numbers.below(0x10_FFFF) as u32).unwrap_or('x');
                    bytes.extend(c.to_string().bytes());
                }
                _ => bytes.extend(NASTY[numbers.below(NASTY.len() as u64) as usize].to_string().bytes()),
            }
        }
        OsString::from_vec(bytes)
    };
    let commands: Vec<Vec<OsString>> = (0..10_000).map(|_| (0..3).map(|_| word()).collect()).collect();
    // Every single character once too, also at the end, where a substitution would lose it.
    let singles = (1..0x3000).filter_map(char::from_u32).map(|c| {
        let c = c.to_string();
        vec![OsString::from(&c), OsString::from(format!("a{c}")), OsString::from(format!("{c}a"))]
    });
    let commands: Vec<Vec<OsString>> = commands.into_iter().chain(singles).collect();
    let lines: Vec<String> = commands
        .iter()
        .map(|words| {
            Command::new("piaoc").word(&words[0]).option("--map", &words[1]).option("-o", &words[2]).line()
        })
        .collect();
    let taken = taken_by_sh(&lines);
    assert_eq!(taken.len(), commands.len());
    for ((words, taken), line) in commands.iter().zip(taken).zip(&lines) {
        let [first, map, output] = [0, 1, 2].map(|at| words[at].as_bytes().to_vec());
        let option = |name: &str, value: Vec<u8>, glue: &str| match value.starts_with(b"-") {
            true => vec![[name.as_bytes(), glue.as_bytes(), &value].concat()],
            false => vec![name.as_bytes().to_vec(), value],
        };
        let options = [option("--map", map, "="), option("-o", output, "")].concat();
        let meant = match first.starts_with(b"-") {
            true => [options, vec![b"--".to_vec(), first]].concat(),
            false => [vec![first], options].concat(),
        };
        assert_eq!(taken, meant, "{line}");
    }
}

/// A table whose name and columns would run something where they were pasted unquoted.
#[test]
fn a_table_cannot_put_words_into_the_proposed_command() {
    let workspace = Workspace::new();
    let name = "tab'ella $(touch fatto) `touch fatto`.csv";
    let header = "Codice;Titolo;$(touch fatto);\"`touch fatto`\";\"'; touch fatto #\";Peso ''\n";
    let row = "A.1;Uno;1;2;3;40%\nA.1;Due;1;2;3;60%\n";
    workspace.write(name, format!("{header}{row}"));
    let (printed, _) = crate::support::run_in(
        workspace.path(),
        &["import".to_owned(), name.to_owned(), "-o".to_owned(), "nuovo piano".to_owned()],
    );
    let line = printed.lines().find(|line| line.trim_start().starts_with("piaoc import")).expect(&printed);
    let words = taken_by_sh(&[line.trim().to_owned()]).remove(0);
    let words: Vec<String> = words.into_iter().map(|word| String::from_utf8(word).unwrap()).collect();
    assert_eq!(words[..4], ["import", name, "-o", "nuovo piano"], "{line}");
    assert!(words.iter().any(|word| word.starts_with("'; touch fatto #=")), "{words:?}");
    assert!(!workspace.path().join("fatto").exists());
}
