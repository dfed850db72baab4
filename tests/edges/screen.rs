//! A plan, tables, scenarios and settings whose every name is hostile, and file names alike, through every command and
//! format: nothing of them acts on a terminal, or on the CI system that shows the lines.

use std::path::Path;

use crate::support::{Workspace, run_in};

/// Colours, moves, the title of the window, a control of eight bits, an end of line of Unicode, and text turned round.
const HOSTILE: &str = "::error::x \u{1b}[31mROSSO\u{1b}[2J\u{1b}]0;titolo\u{7}\u{9b}1A\u{8}\u{7f}\u{2028}FALSO\u{85}FALSO \u{202e}ottort\u{202c} ##[error]y ##vso[task]z";

/// In a cell between quotes, and in the name of a file, a line can begin.
fn with_lines() -> String {
    format!("{HOSTILE}\r\n::error::falso\nFALSO\r::warning::falso")
}

fn plan(valid: bool) -> String {
    let x = HOSTILE;
    let fault =
        if valid { "" } else { "\nobiettivo B \"HOSTILE\"\n  pesso 3 HOSTILE\nkpi \"HOSTILE\" \"x\" y\n" };
    format!(
        "# {x}\npiano \"{x}\"\n  ente \"{x}\"\n  anni 2025\n  descrizione \"{x}\" \"{x}\"\n\n\
         struttura s \"{x}\"\n\nfasce f su valore\n  sotto 60 -> 0%\n  da 60 -> 100%\n\n\
         area A \"{x}\"\n\nobiettivo A.1 \"{x}\"\n  peso 100%\n\n\
         kpi uno \"{x} uno\"\n  peso 50%\n  target >= 90%\n  assegnato s\n  fonte \"{x}\"\n  nota \"{x}\"\n  responsabile \"{x}\"\n\
         \n  dato \"{x}\" \"{x}\"\n  consenti P0411 \"{x}\"\n\n\
         kpi due \"{x} due\"\n  peso 30%\n  algoritmo rapporto % \"{x} a\" / \"{x} b\"\n  target >= 5%\n\n\
         kpi tre \"{x} tre\"\n  peso 20%\n\n\
         rettifica A.1/uno 2025 80% motivo \"{x}\" autore \"{x}\"\n{fault}"
    )
    .replace("HOSTILE", x)
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn table() -> String {
    let hostile = cell(&with_lines());
    format!(
        "obiettivo;indicatore;periodo;valore;nota;{hostile}\nA.1;uno;2025;{hostile};{hostile};{hostile}\n\
         A.1;uno;2025;80%;{hostile};x\n{hostile};{hostile};{hostile};1;;\n;{} a;2025;10;{hostile};x\n;{} b;2025;100;{hostile};x\n",
        cell(HOSTILE),
        cell(HOSTILE)
    )
}

fn good_table() -> String {
    let hostile = cell(&with_lines());
    format!(
        "chiave;periodo;valore;nota\nA.1/uno;2025;80%;{hostile}\nA.1/due/1;2025;10;{hostile}\nA.1/due/2;2025;100;{hostile}\n"
    )
}

/// The names that the files get: one that every system takes, and one that only Unix does.
fn names() -> Vec<String> {
    let mut names = vec!["x".to_owned()];
    if cfg!(unix) {
        names.push("x\u{1b}[31mROSSO\n::error::falso\nFALSO\u{202e}\u{9b}1A ##[error]".to_owned());
    }
    names
}

fn workspace(name: &str) -> Workspace {
    let workspace = Workspace::new();
    workspace.write(&format!("{name}.piao"), plan(true));
    workspace.write(&format!("{name}-guasto.piao"), plan(false));
    workspace.write("guasto/piano.piao", plan(true));
    workspace.write(&format!("{name}.csv"), table());
    workspace.write(&format!("{name}-buono.csv"), good_table());
    workspace.write(&format!("{name}-piano.csv"), office_table());
    workspace.write(
        &format!("{name}.prove"),
        format!(
            "prova \"{HOSTILE}\"\n  consuntivi \"{name}-buono.csv\"\n  attesa performance piano = 1%\n  attesa valore \"A.1/{HOSTILE}\" = 3\n\
             prova \"{HOSTILE} 2\"\n  periodo 2025\n  attesa performance piano = 1%\n  {HOSTILE}\n"
        ),
    );
    workspace.write(
        "guasto/piaoc.toml",
        "[eval]\nactuals = [\"\\u001b[31mROSSO\\n::error::falso\\nFALSO.csv\"]\n\"\\u001b[31mROSSO\\nFALSO\" = 1\n[lint]\n\"P\\u001b[31mROSSO\\nFALSO\" = \"warn\"\n",
    );
    workspace
}

fn office_table() -> String {
    let hostile = cell(&with_lines());
    format!(
        "Obiettivo;Indicatore;Peso;Target 2025;{hostile}\n{hostile};{hostile};50%;>= 90%;{hostile}\nUno;Due;{hostile};{hostile};{hostile}\n"
    )
}

/// Whether the document of a format may hold a carriage return: a table for Excel.
fn check(told: &str, printed: &str, colours: bool, github: bool) {
    let shown = printed.replace("\r\n", "\n");
    for (at, c) in shown.char_indices() {
        let fine = match c {
            '\n' | '\t' | '\u{feff}' => true,
            '\u{1b}' => colours && is_colour(&shown[at..]),
            '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
            c => !c.is_control(),
        };
        let around: String =
            shown[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        assert!(fine, "{told}: {c:?} after {around:?}");
    }
    assert!(!shown.contains("\u{1b}[31mROSSO"), "{told}: a colour of the data");
    for line in shown.lines() {
        let bare = line.trim_start();
        assert!(!bare.starts_with("FALSO"), "{told}: a line of the data: {line}");
        assert!(github || !bare.starts_with("::"), "{told}: a command of the data: {line}");
        assert!(
            !bare.starts_with("::") || line.starts_with("::") && !line.starts_with("::error::"),
            "{told}: {line}"
        );
    }
}

fn is_colour(rest: &str) -> bool {
    let numbers = rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m'));
    numbers.is_some_and(|(numbers, _)| numbers.chars().all(|c| c.is_ascii_digit() || c == ';'))
}

/// Every text file below a folder that was written, but those that were there before.
fn written(folder: &Path, name: &str) -> Vec<(String, String)> {
    let folder = folder.join(name);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let texts =
        paths.filter_map(|path| Some((path.display().to_string(), std::fs::read_to_string(&path).ok()?)));
    texts.collect()
}

#[test]
fn nothing_of_a_name_acts_on_a_terminal() {
    let mut runs = 0;
    for name in names() {
        let workspace = workspace(&name);
        let x = |ending: &str| format!("{name}{ending}");
        let (plan, broken, good) = (x(".piao"), x("-guasto.piao"), x("-buono.csv"));
        let mut commands: Vec<Vec<String>> = Vec::new();
        let mut add = |words: &[&str]| commands.push(words.iter().map(|word| (*word).to_owned()).collect());
        for format in ["text", "short", "json", "sarif", "github", "gitlab"] {
            for file in [&plan, &broken] {
                add(&["check", file, "--format", format, "--level", "hint", "--show-allowed"]);
            }
            add(&["check", ".", "--format", format]);
        }
        for file in [&x(".csv"), &good] {
            for format in ["text", "json", "csv", "markdown"] {
                add(&["eval", &plan, "--actuals", file, "--format", format]);
            }
        }
        for key in ["piano", "A", "A.1", "A.1/uno", "A.1/due", HOSTILE] {
            add(&["why", &plan, key, "--actuals", &good]);
            add(&["why", &plan, key, "--actuals", &good, "--format", "json"]);
        }
        add(&["export", &plan, "--actuals", &good, "--format", "csv"]);
        add(&["export", &plan, "--actuals", &good, "-o", &x("-fuori.xlsx")]);
        add(&["export", &plan, "--actuals", &good, "-o", &x("-fuori.ods")]);
        add(&["form", &plan, "--period", "2025", "-o", &x("-modulo.xlsx")]);
        add(&["form", &plan, "--period", "2025", "--structure", HOSTILE, "-o", &x("-modulo2.xlsx")]);
        add(&["fmt", "--check", "."]);
        add(&["fmt", "--diff", "."]);
        add(&["fix", &broken, "--dry-run"]);
        add(&["fix", &plan, "--dry-run"]);
        for format in ["text", "junit", "json"] {
            add(&["test", &x(".prove"), "--coverage", "--format", format]);
        }
        add(&["eval", "guasto/piano.piao"]);
        add(&["explain", HOSTILE]);
        add(&["import", &x("-piano.csv"), "-o", &x("-nuovo")]);
        add(&["import", &x("-piano.csv"), "-o", &x("-nuovo"), "--map", HOSTILE]);
        add(&["import", &x("-piano.csv"), "-o", &x("-nuovo2"), "--map", &format!("{HOSTILE}=nota")]);
        add(&["import", &x("-piano.csv"), "-o", &x("-nuovo2"), "--years", "2025"]);
        add(&["init", &x("-inizio")]);
        add(&["init", &x("-inizio")]);
        add(&["check", &x("-manca.piao")]);
        add(&["eval", &plan, "--actuals", &x("-manca.csv")]);
        add(&["eval", &plan, "--period", HOSTILE]);
        add(&["check", &plan, "--deny", HOSTILE]);
        add(&[HOSTILE]);
        add(&["check", &format!("--{HOSTILE}")]);
        add(&["fmt", &broken]);
        add(&["fix", &broken]);
        // What is to be looked at must be there at all.
        let results = ["eval", &plan, "--actuals", &good].map(str::to_owned);
        assert_eq!(run_in(workspace.path(), &results).1, 0, "{}", run_in(workspace.path(), &results).0);
        let lints = run_in(&workspace.path().join("guasto"), &["lints".to_owned()]).0;
        assert!(lints.contains("P0909"), "{lints}");
        check("lints", &lints, false, false);
        for words in &commands {
            let github = words.iter().any(|word| word == "github");
            for (color, lang) in [("never", "it"), ("always", "en")] {
                let mut words = words.clone();
                words.extend(["--color", color, "--lang", lang].map(str::to_owned));
                let (printed, _) = run_in(workspace.path(), &words);
                check(&format!("{words:?}"), &printed, color == "always", github);
                runs += 1;
            }
        }
        for folder in ["-nuovo", "-nuovo2"] {
            for (path, text) in written(workspace.path(), &x(folder)) {
                // A plan holds what was written; what is reported of it does not.
                if path.ends_with(".txt") {
                    check(&path, &text, false, false);
                }
            }
        }
    }
    assert!(runs >= 120, "{runs}");
}
