//! The formatter: what it makes of plans, and what it never does to them. Every plan of the repository and random layouts
//! of them, formatted once and twice, must say what they said.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/case.rs"]
mod case;
#[path = "format/layouts.rs"]
mod layouts;
#[path = "support/random.rs"]
mod random;
#[path = "format/rules.rs"]
mod rules;
mod support;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use piaoc::analysis;
use piaoc::format::{apply, format};
use piaoc::source::{Disk, Loader, Memory, Overlay, Sources};
use piaoc::syntax::{Lexeme, lexemes, split_items};

use random::{Numbers, cases, generate, spoil};
use support::{files_below, repository};

/// The text formatted; `None` if it is refused.
fn formatted(text: &str) -> Option<String> {
    let file = Sources::new().add("", "", b"");
    let found = format(file, text).ok()?;
    Some(apply(text, &found.edits))
}

/// What no formatter may change: tokens and the line ends between them.
fn essence(text: &str) -> Vec<String> {
    let mut essence: Vec<String> = Vec::new();
    for (lexeme, place) in lexemes(text) {
        let written = &text[place];
        match lexeme {
            Lexeme::Newline if essence.last().is_none_or(|last| last == "\n") => {}
            Lexeme::Comment => essence.push(written.trim_end().to_owned()),
            _ => essence.push(written.to_owned()),
        }
    }
    while essence.last().is_some_and(|last| last == "\n") {
        essence.pop();
    }
    essence
}

/// What a plan says, without places: what of it was read, the plan, the codes of its diagnostics.
fn meaning(loader: &dyn Loader, path: &Path) -> String {
    let checked = analysis::check(loader, path);
    let codes: Vec<_> = checked.diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect();
    let trees: Vec<_> = checked.trees.iter().map(|(_, tree)| &tree.items).collect();
    without_places(&format!("{codes:?}\n{trees:?}\n{:?}", checked.plan))
}

/// Debug output with every `start: 12, end: 15` blanked.
fn without_places(debug: &str) -> String {
    let mut out = String::with_capacity(debug.len());
    let mut rest = debug;
    while let Some(at) = rest.find("start: ") {
        let (before, after) = rest.split_at(at + "start: ".len());
        out.push_str(before);
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = after.strip_prefix(", end: ").unwrap_or(after);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out.push_str(rest);
    out
}

/// Formatting keeps what is written and what it means, and twice is as good as once.
fn holds(what: &str, text: &str, others: &[(&str, &str)]) {
    let Some(once) = formatted(text) else { return };
    assert_eq!(essence(text), essence(&once), "{what}: something was lost\n{text}\n—\n{once}");
    let twice = formatted(&once).unwrap();
    assert_eq!(once, twice, "{what}: not the same the second time\n{text}");
    let said = |text: &str| {
        let mut memory = Memory::default();
        for (name, content) in others {
            memory.insert(name, *content);
        }
        memory.insert("piano.piao", text);
        meaning(&memory, Path::new("piano.piao"))
    };
    assert_eq!(said(text), said(&once), "{what}: another meaning\n{text}\n—\n{once}");
}

/// Where a plan stands, its text, the files it uses.
type Written = (String, String, Vec<(String, String)>);

/// Every plan of the tests' own files.
fn written_plans() -> Vec<Written> {
    let mut plans = Vec::new();
    for path in files_below(&repository().join("tests/cases"), "case") {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let (case, _, _) = case::read(path.clone(), &text);
        for (name, content) in case.files.iter().filter(|(name, _)| name.ends_with(".piao")) {
            let what = format!("{} {name}", path.display());
            plans.push((what, content.clone(), case.files.clone()));
        }
    }
    let pages = files_below(&repository().join("src/diagnostics/codes"), "md");
    for path in
        pages.into_iter().chain([repository().join("grammar/README.md"), repository().join("README.md")])
    {
        let text = std::fs::read_to_string(&path).unwrap();
        for (index, block) in text.split("```piao").skip(1).enumerate() {
            let (_, block) = block.split_once('\n').unwrap();
            let block = block.split("```").next().unwrap();
            plans.push((format!("{} {index}", path.display()), block.to_owned(), Vec::new()));
            // Shown inside a list, and so that the KPI of a block belongs to something.
            let whole = format!("piano \"Esempio\"\n  anni 2025-2027\n\nobiettivo A \"Esempio\"\n\n{block}");
            plans.push((format!("{} {index} in a plan", path.display()), whole, Vec::new()));
        }
    }
    assert!(plans.len() > 400, "only {} plans", plans.len());
    plans
}

fn example_plans() -> Vec<PathBuf> {
    files_below(&repository().join("examples"), "piao")
}

#[test]
fn each_rule_of_the_style() {
    for rule in rules::RULES {
        let found = formatted(rule.before).unwrap();
        assert_eq!(found, rule.after, "{}", rule.says);
        assert_eq!(formatted(rule.after).unwrap(), rule.after, "{}", rule.says);
    }
}

#[test]
fn lines_end_as_most_of_them_did_and_the_byte_order_mark_stays() {
    let plan = "piano \"Prova\"\r\n anni 2025\r\n\r\narea A \"Uno\"\n# fine   \r\n";
    let tidy = "piano \"Prova\"\r\n  anni  2025\r\n\r\narea A \"Uno\"\r\n# fine\r\n";
    assert_eq!(formatted(plan).unwrap(), tidy);
    assert_eq!(formatted(&format!("\u{feff}{plan}")).unwrap(), format!("\u{feff}{tidy}"));
    let mixed = "piano \"Prova\"\r\n  anni  2025\narea A \"Uno\"\n";
    assert_eq!(formatted(mixed).unwrap(), mixed.replace('\r', ""));
    assert_eq!(formatted("").unwrap(), "");
    assert_eq!(formatted("\n \n\n").unwrap(), "");
    assert_eq!(formatted("\u{feff}").unwrap(), "\u{feff}");
}

#[test]
fn a_text_with_an_unresolved_merge_is_refused() {
    assert!(formatted("piano \"Prova\"\n<<<<<<< HEAD\n anni 2025\n=======\n>>>>>>> altro\n").is_none());
    // In a text or a comment it is none.
    assert!(formatted("piano \"<<<<<<< HEAD\"\n# =======\n").is_some());
}

/// What `piaoc fmt` with some arguments makes of standard input: its output and exit code.
fn piped(input: &[u8], arguments: &[&str]) -> (Vec<u8>, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_piaoc"))
        .args(["fmt", "-", "--lang", "en"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.stdout, output.status.code().unwrap())
}

#[test]
fn standard_input_goes_through() {
    let (untidy, tidy) = ("\u{feff}piano \"P\"\r\n anni 2025\r\n", "\u{feff}piano \"P\"\r\n  anni  2025\r\n");
    assert_eq!(piped(untidy.as_bytes(), &[]), (tidy.as_bytes().to_vec(), 0));
    assert_eq!(piped(tidy.as_bytes(), &[]), (tidy.as_bytes().to_vec(), 0));
    assert_eq!(piped(untidy.as_bytes(), &["--check"]).1, 1);
    assert_eq!(piped(tidy.as_bytes(), &["--check"]), (Vec::new(), 0));
    // What can't be formatted comes back whole, with exit code 1.
    for refused in
        [&b"piano \"P\"\n  anni \xe0\n"[..], b"\0\0", b"piano \"P\"\n<<<<<<< a\n=======\n>>>>>>> b\n"]
    {
        assert_eq!(piped(refused, &[]), (refused.to_vec(), 1));
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = support::Workspace::new();
    workspace.write("vero.piao", "piano \"P\"\n anni 2025\n");
    let (real, link) = (workspace.path().join("vero.piao"), workspace.path().join("piano.piao"));
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let (_, exit) = workspace.piaoc("piaoc fmt piano.piao");
    assert_eq!(exit, 0);
    assert!(link.is_symlink());
    assert_eq!(std::fs::read_to_string(&real).unwrap(), "piano \"P\"\n  anni  2025\n");
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_dir(workspace.path()).unwrap().count(), 2, "something was left behind");
}

#[test]
fn every_plan_written_in_the_repository_keeps_its_meaning() {
    for (what, text, others) in written_plans() {
        let others: Vec<(&str, &str)> =
            others.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
        holds(&what, &text, &others);
        holds(&what, &text.replace('\n', "\r\n"), &others);
    }
}

#[test]
fn every_example_keeps_its_meaning() {
    for path in example_plans() {
        let text = std::fs::read_to_string(&path).unwrap();
        let once = formatted(&text).unwrap();
        assert_eq!(once, formatted(&once).unwrap(), "{}", path.display());
        assert_eq!(essence(&text), essence(&once), "{}", path.display());
        let mut desk = Overlay::new(Disk);
        let before = meaning(&desk, &path);
        desk.open(&path, once.as_str().into());
        assert_eq!(before, meaning(&desk, &path), "{}", path.display());
    }
}

#[test]
fn the_examples_are_formatted() {
    let templates = files_below(&repository().join("src/cli/init"), "piao");
    for path in example_plans().into_iter().chain(templates) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(formatted(&text).unwrap() == text, "piaoc fmt {}", path.display());
    }
}

#[test]
fn random_layouts_of_plans_keep_their_meaning() {
    let mut numbers = Numbers::new(4);
    let mut plans: Vec<String> = written_plans().into_iter().map(|(_, text, _)| text).collect();
    plans.extend((0..30).map(|_| generate::plan(20)));
    for path in example_plans() {
        plans.extend(layouts::chunks(&std::fs::read_to_string(path).unwrap(), 12));
    }
    for plan in plans {
        let layout = layouts::random(&plan, &mut numbers);
        holds("a random layout", &layout, &[]);
    }
}

#[test]
fn random_layouts_of_one_plan_are_formatted_alike() {
    let mut numbers = Numbers::new(7);
    for (what, text, _) in written_plans() {
        // What can't be read keeps its blanks, and comments alone on their line the side on which they stand.
        let file = Sources::new().add("", "", b"");
        let Ok(found) = format(file, &text) else { continue };
        let first = split_items(&text).first().map_or(0, |item| item.start);
        if found.unread > 0 || text.contains('#') || !text[..first].trim().is_empty() {
            continue;
        }
        let tidy = apply(&text, &found.edits);
        let blanks = layouts::blanks_alone(&tidy, &mut numbers);
        assert_eq!(tidy, formatted(&blanks).unwrap(), "{what}\n{blanks}");
    }
}

#[test]
fn nothing_is_lost_of_spoilt_texts() {
    let mut numbers = Numbers::new(5);
    let plans = written_plans();
    let each = cases(3 * plans.len() as u64).div_ceil(plans.len() as u64);
    for (what, text, _) in plans {
        for _ in 0..each {
            let spoilt = spoil(&text, &mut numbers);
            holds(&what, &spoilt, &[]);
        }
    }
}
