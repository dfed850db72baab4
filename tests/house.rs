//! The house rules that a machine can check: what stands where, who may use whom, what never stands in the source.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use piaoc::diagnostics::Code;
use piaoc::syntax::keyword::{ItemKeyword, Keyword, NO_UNIT, RESERVED};

use support::{files_below, repository};

/// Longest file of `src`, in lines, and from where on one is worth a look.
const MOST_LINES: usize = 600;
const MANY_LINES: usize = 400;

/// The folders' order, from below: each module of `src` with those it may use. A module uses only what stands above it
/// in this list, so that there can be no circle.
const LAYERS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostics", &["source"]),
    ("source_faults", &["source", "diagnostics"]),
    ("value", &["diagnostics"]),
    ("workbook", &["source", "diagnostics"]),
    ("syntax", &["source", "diagnostics", "value"]),
    ("format", &["source", "diagnostics", "syntax"]),
    ("resolve", &["source", "diagnostics", "source_faults", "value", "syntax"]),
    ("plan", &["source", "value", "syntax"]),
    ("types", &["source", "diagnostics", "value", "syntax", "resolve", "plan"]),
    ("lints", &["source", "diagnostics", "value", "syntax", "resolve", "plan", "types"]),
    ("actuals", &["source", "diagnostics", "source_faults", "value", "workbook", "syntax", "plan"]),
    ("config", &["source", "diagnostics", "source_faults", "value"]),
    ("calculation", &["value", "plan"]),
    ("eval", &["source", "diagnostics", "value", "syntax", "plan", "types", "calculation", "actuals"]),
    (
        "analysis",
        &[
            "source",
            "diagnostics",
            "source_faults",
            "value",
            "syntax",
            "resolve",
            "plan",
            "types",
            "lints",
            "actuals",
            "config",
            "eval",
        ],
    ),
    ("reference", &["diagnostics", "syntax"]),
    ("repair", &["source", "diagnostics", "analysis"]),
    (
        "output",
        &["source", "diagnostics", "value", "workbook", "syntax", "plan", "calculation", "actuals", "eval"],
    ),
    ("form", &["diagnostics", "value", "workbook", "syntax", "plan", "calculation", "actuals", "eval"]),
    (
        "scenarios",
        &[
            "source",
            "diagnostics",
            "source_faults",
            "value",
            "resolve",
            "plan",
            "actuals",
            "eval",
            "analysis",
            "output",
        ],
    ),
    ("workbook", &["source", "diagnostics", "value"]),
    ("import", &["source", "diagnostics", "source_faults", "value", "workbook", "syntax", "actuals"]),
    (
        "ide",
        &[
            "source",
            "diagnostics",
            "value",
            "syntax",
            "reference",
            "format",
            "resolve",
            "plan",
            "types",
            "lints",
            "actuals",
            "config",
            "eval",
            "analysis",
            "repair",
            "output",
            "scenarios",
        ],
    ),
    ("lsp", &["source", "diagnostics", "resolve", "ide"]),
    (
        "cli",
        &[
            "source",
            "diagnostics",
            "source_faults",
            "value",
            "syntax",
            "reference",
            "format",
            "resolve",
            "plan",
            "actuals",
            "config",
            "eval",
            "analysis",
            "repair",
            "output",
            "form",
            "scenarios",
            "workbook",
            "import",
            "lsp",
        ],
    ),
];

/// What only some places may see of the outside: the core does no input or output and knows no clock.
const DOORS: &[(&str, &[&str])] = &[
    ("pest::", &["syntax/"]),
    ("logos::", &["syntax/"]),
    ("ariadne::", &["diagnostics/render/", "cli/"]),
    ("clap::", &["cli/"]),
    ("calamine::", &["workbook/"]),
    ("quick_xml::", &["workbook/"]),
    ("zip::", &["workbook/"]),
    ("cfb::", &["workbook/"]),
    ("lsp_types::", &["lsp/"]),
    ("lsp_server::", &["lsp/"]),
    ("rustix::", &["source/disk.rs", "cli/write/", "lsp/parent.rs"]),
    ("rust_xlsxwriter::", &["form/write", "output/workbook/"]),
    ("std::fs", &["source/disk.rs", "cli/"]),
    ("tempfile::", &["cli/write/"]),
    ("xattr::", &["cli/write/"]),
    ("std::env", &["cli/"]),
    ("std::process", &["cli/", "main.rs"]),
    ("stdout()", &["cli/", "lsp/transport.rs"]),
    ("stdin()", &["cli/", "lsp/transport.rs"]),
    ("stderr()", &["cli/"]),
    ("terminal_size", &["cli/"]),
    // JSON goes out by one function, which escapes what would act on a terminal.
    ("serde_json::to_", &["diagnostics/render/json.rs", "lsp/transport.rs"]),
    // What is no text for people keeps itself what it holds; all the rest is shown by `print` and `remark`.
    (
        "outside.document(",
        &[
            "cli/actuals.rs",
            "cli/check/channel.rs",
            "cli/completions.rs",
            "cli/fmt.rs",
            "cli/lints.rs",
            "cli/outside.rs",
            "cli/test.rs",
        ],
    ),
    ("SystemTime", &[]),
    ("Utc::now", &[]),
    ("Local::now", &[]),
];

/// Every file of the repository's tree, without what is built, fetched or git's own.
fn all_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![repository()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // In a work tree beside the repository `.git` is a file.
            if ["target", ".git", "node_modules", "dist"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(repository()).unwrap().display().to_string()
}

/// `src/…` and the text of every Rust file in it.
fn sources() -> Vec<(String, String)> {
    let root = repository().join("src");
    let files: Vec<_> = files_below(&root, "rs")
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(files.len() > 50, "only {} files in src", files.len());
    files
}

/// A file's lines that are code, with their numbers: comments left out.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn nothing_is_left_to_do() {
    let mut found = Vec::new();
    for path in all_files() {
        let name = shown(&path);
        if !["src/", "grammar/", "editor/"].iter().any(|folder| name.starts_with(folder)) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (at, line) in text.lines().enumerate() {
            if ["TODO", "FIXME", "XXX", "todo!", "unimplemented!"].iter().any(|mark| line.contains(mark)) {
                found.push(format!("{name}:{} {line}", at + 1));
            }
        }
    }
    assert_none("left to do", &found);
}

#[test]
fn nothing_in_the_source_can_panic_on_purpose() {
    const MARKS: &[&str] = &[
        ".unwrap()",
        ".expect(",
        "panic!",
        "unreachable!",
        "assert!(",
        "assert_eq!(",
        "dbg!(",
        "process::exit",
    ];
    let mut found = Vec::new();
    for (name, text) in sources() {
        for (at, line) in code_lines(&text) {
            if MARKS.iter().any(|mark| line.contains(mark)) {
                found.push(format!("src/{name}:{at} {}", line.trim()));
            }
            if line.contains("allow(clippy::") && !line.contains("cfg_attr(test,") {
                found.push(format!("src/{name}:{at} switches a lint off: {}", line.trim()));
            }
        }
    }
    assert_none("these can panic, or hide that something can", &found);
}

#[test]
fn no_file_is_too_long_and_each_says_what_it_is_for() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            found.push(format!("src/{name} has {lines} lines, {MOST_LINES} at most"));
        } else if lines > MANY_LINES {
            println!("src/{name} has {lines} lines");
        }
        let first = text.lines().next().unwrap_or("");
        if !first.starts_with("//! ") || first.len() < 20 {
            found.push(format!("src/{name} does not open with what it is for: {first}"));
        }
    }
    assert_none("files of src", &found);
}

/// The modules after each `crate::` of a text; all of a group's.
fn used_modules(text: &str) -> BTreeSet<String> {
    let code: String = code_lines(text).map(|(_, line)| format!("{line}\n")).collect();
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            // Only the first words of the group's members: `{eval::{self, x}, plan}`.
            let mut depth = 0;
            let mut member = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        used.insert(first_word(member.trim()));
                        member.clear();
                    }
                    c => member.push(c),
                }
            }
            used.insert(first_word(member.trim()));
        } else {
            used.insert(first_word(rest));
        }
    }
    used.remove("");
    used
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The top module that a file of `src` belongs to.
fn top_module(name: &str) -> &str {
    name.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn modules_use_only_what_is_below_them() {
    let table: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut found = Vec::new();
    for (at, (module, allowed)) in LAYERS.iter().enumerate() {
        let below: Vec<&str> = LAYERS[..at].iter().map(|(name, _)| *name).collect();
        for used in *allowed {
            assert!(below.contains(used), "the table itself lets {module} use {used}, which is not below it");
        }
    }
    let mut seen = BTreeSet::new();
    for (name, text) in sources() {
        let module = top_module(&name);
        if ["lib", "main"].contains(&module) {
            continue;
        }
        seen.insert(module.to_owned());
        let Some(allowed) = table.get(module) else {
            found
                .push(format!("src/{name} is of `{module}`, which has no place in LAYERS of tests/house.rs"));
            continue;
        };
        for used in used_modules(&text) {
            if used != module && !allowed.contains(&used.as_str()) {
                found.push(format!("src/{name} uses `{used}`, which `{module}` may not"));
            }
        }
    }
    assert!(seen.len() >= 10, "modules found: {seen:?}");
    assert_none("the layers", &found);
}

#[test]
fn only_the_edges_touch_the_outside() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        for (at, line) in code_lines(&text) {
            for (what, places) in DOORS {
                if line.contains(what) && !places.iter().any(|place| name.starts_with(place)) {
                    found.push(format!("src/{name}:{at} sees {what}: {}", line.trim()));
                }
            }
        }
    }
    assert_none("the core does no input or output", &found);
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages: BTreeSet<String> = files_below(&repository().join("src/diagnostics/codes"), "md")
        .iter()
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    assert_eq!(codes.len(), Code::ALL.len(), "a code twice");
    assert_eq!(pages, codes);
}

/// `kw_…` rules of the grammar as the words they match.
fn grammar_keywords(grammar: &str) -> BTreeMap<String, String> {
    let mut keywords = BTreeMap::new();
    for line in grammar.lines().filter(|line| line.starts_with("kw_")) {
        let (name, rule) = line.split_once('=').unwrap();
        let rule = rule.trim().strip_prefix("@{").unwrap().trim_end_matches('}');
        let mut words = String::new();
        for part in rule.split('~').map(str::trim) {
            match part {
                "eow" => {}
                "blank+" => words.push(' '),
                "a_grave" => words.push('à'),
                quoted => words.push_str(quoted.trim_start_matches('^').trim_matches('"')),
            }
        }
        keywords.insert(name.trim().to_owned(), words);
    }
    keywords
}

#[test]
fn the_keywords_of_the_grammar_are_those_of_the_splitter() {
    let grammar = std::fs::read_to_string(repository().join("grammar/piao.pest")).unwrap();
    let keywords = grammar_keywords(&grammar);
    let words: BTreeSet<&str> = keywords.values().map(String::as_str).collect();
    assert_eq!(words.len(), keywords.len(), "two rules for one keyword");
    let items: BTreeSet<&str> = ItemKeyword::ALL.iter().map(|keyword| keyword.spelling()).collect();
    let attributes: BTreeSet<&str> = Keyword::ALL.iter().map(|keyword| keyword.spelling()).collect();
    // `di` is a word of `da 60 a meno di 70`, and no more reserved than `valore`.
    let rows = NO_UNIT.iter().copied().filter(|word| *word != "punti").chain(["di"]);
    let expected: BTreeSet<&str> =
        items.iter().chain(&attributes).chain(RESERVED).copied().chain(rows).collect();
    assert_eq!(words, expected);

    // The heads: one rule for every item keyword, and no other.
    let heads: BTreeSet<&str> = grammar
        .lines()
        .filter(|line| line.split_whitespace().next().is_some_and(|name| name.ends_with("_head")))
        .map(|line| {
            let keyword = line.split_whitespace().find(|word| word.starts_with("kw_")).unwrap();
            keywords[keyword].as_str()
        })
        .collect();
    assert_eq!(heads, items);

    // Every attribute keyword opens a rule.
    let opened: String = grammar.lines().filter(|line| !line.starts_with("kw_")).collect();
    for (rule, word) in &keywords {
        assert!(opened.contains(rule.as_str()), "nothing uses {rule} (`{word}`)");
    }
}

#[test]
fn words_that_are_no_units_are_the_same_in_grammar_and_table() {
    let grammar = std::fs::read_to_string(repository().join("grammar/piao.pest")).unwrap();
    let rule = grammar.lines().find(|line| line.starts_with("stop_word")).unwrap();
    let words: BTreeSet<&str> = rule.split('"').skip(1).step_by(2).collect();
    let expected: BTreeSet<&str> = NO_UNIT.iter().chain(RESERVED).copied().chain(["punto"]).collect();
    assert_eq!(words, expected);
}

/// The colours that an editor shows before the server has spoken know the same keywords.
#[test]
fn the_keywords_of_the_editor_are_those_of_the_splitter() {
    let path = repository().join("editor/vscode/syntaxes/piao.tmLanguage.json");
    let grammar: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let words = |name: &str| {
        let pattern = grammar["repository"][name]["match"].as_str().unwrap();
        let start = pattern.find("(piano|").or_else(|| pattern.find("(ente|")).unwrap() + 1;
        let list = &pattern[start..start + pattern[start..].find(')').unwrap()];
        list.split('|').map(|word| word.replace("\\s+", " ")).collect::<BTreeSet<String>>()
    };
    let items: BTreeSet<String> = ItemKeyword::ALL.iter().map(|k| k.spelling().to_owned()).collect();
    let attributes: BTreeSet<String> = Keyword::ALL.iter().map(|k| k.spelling().to_owned()).collect();
    assert_eq!(words("item-keyword"), items);
    assert_eq!(words("attribute-keyword"), attributes);
}

#[test]
fn nothing_of_this_machine_is_in_the_repository() {
    // Written apart, so that this file does not find itself.
    let places = [["/wo", "rk/"], ["/ro", "ot/"], ["/tm", "p/"], ["127.0", ".0.1"], ["localhost", ":"]]
        .map(|p| p.concat());
    let mut found = Vec::new();
    let mut read = 0;
    for path in all_files() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        read += 1;
        for (at, line) in text.lines().enumerate() {
            // The proofs in real editors serve and browse on the machine itself, as they must.
            let in_proof = shown(&path).starts_with("tests/editors/");
            let places = if in_proof { &places[..3] } else { &places[..] };
            if places.iter().any(|place| line.contains(place.as_str())) {
                found.push(format!("{}:{} {}", shown(&path), at + 1, line.trim()));
            }
        }
    }
    assert!(read > 100, "only {read} files read");
    assert_none("paths or hosts of one machine", &found);
}

#[test]
fn packages_come_from_their_public_registries() {
    let mut found = Vec::new();
    let mut packages = 0;
    for path in all_files() {
        let name = shown(&path);
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for line in text.lines().map(str::trim) {
            if name.ends_with("Cargo.lock") && line.starts_with("source = ") {
                packages += 1;
                if line != "source = \"registry+https://github.com/rust-lang/crates.io-index\"" {
                    found.push(format!("{name}: {line}"));
                }
            }
            let elsewhere = !line.starts_with("\"resolved\": \"https://registry.npmjs.org/");
            if name.ends_with("package-lock.json") && line.starts_with("\"resolved\"") && elsewhere {
                found.push(format!("{name}: {line}"));
            }
        }
        let settings = [".npmrc", ".yarnrc", "pip.conf", ".cargo/config", ".cargo/config.toml"];
        let redirects = |line: &str| line.contains("registry=") || line.contains("index-url");
        let of_npm = name.ends_with(".npmrc") && !text.lines().any(redirects);
        if settings.iter().any(|setting| name.ends_with(setting)) && !of_npm {
            found.push(format!("{name} would send a reader's tools to somebody's registry"));
        }
    }
    assert!(packages > 50, "only {packages} packages in Cargo.lock");
    assert_none("packages from elsewhere", &found);
}

#[test]
fn no_person_is_named_in_the_examples() {
    const TITLES: &[&str] = &[
        "Dott.", "Dott ", "Dott.ssa", "Dr.", "Dr.ssa", "Rag.", "Avv.", "Ing.", "Geom.", "Sig.", "Sig.ra",
        "Prof.",
    ];
    let mut found = Vec::new();
    for path in all_files() {
        let name = shown(&path);
        if !name.starts_with("examples/") && !name.starts_with("tests/") || name == "tests/house.rs" {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (at, line) in text.lines().enumerate() {
            let titled = TITLES.iter().any(|title| {
                line.match_indices(title).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric()))
            });
            if titled {
                found.push(format!("{name}:{} {}", at + 1, line.trim()));
            }
        }
    }
    assert_none("offices and roles, no names of persons", &found);
}

#[test]
fn the_top_level_is_as_agreed() {
    const ALLOWED: &[&str] = &[
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "grammar",
        "examples",
        "editor",
        "tests",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "publiccode.yml",
        "target",
    ];
    let entries: BTreeSet<String> = std::fs::read_dir(repository())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let others: Vec<String> = entries
        .iter()
        .filter(|name| !name.starts_with('.') && !ALLOWED.contains(&name.as_str()))
        .cloned()
        .collect();
    assert_none("not of the top level", &others);
    for needed in ["Cargo.toml", "Cargo.lock", "src", "grammar", "examples", "tests", "README.md", "LICENSE"]
    {
        assert!(entries.contains(needed), "{needed} is missing");
    }
}

#[test]
fn no_test_is_switched_off() {
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        for path in files_below(&repository().join(folder), "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, line) in code_lines(&text) {
                if line.trim_start().starts_with(&["#[ign", "ore"].concat()) {
                    found.push(format!("{}:{at}", shown(&path)));
                }
            }
        }
    }
    assert_none("ignored tests", &found);
}

/// What a rule or an algorithm means is written once, in `calculation`. Besides that these may name them: who reads them in
/// a plan, who says where they can apply and what their values are, and who calls them by name.
const MEANINGS: &[(&str, &[&str])] = &[
    (
        "Rule::Proportional",
        &[
            "calculation/mod.rs",
            "calculation/scoring.rs",
            "lints/target_below_zero.rs",
            "lints/without_target.rs",
            "output/words.rs",
            "plan/rules.rs",
            "types/faults/mod.rs",
            "types/scoring.rs",
        ],
    ),
    (
        "Rule::FromBaseline",
        &[
            "calculation/mod.rs",
            "calculation/scoring.rs",
            "lints/without_target.rs",
            "output/why/score.rs",
            "output/words.rs",
            "plan/rules.rs",
            "types/faults/mod.rs",
            "types/scoring.rs",
        ],
    ),
    ("Algorithm::Ratio", ALGORITHMS),
    ("Algorithm::Change", ALGORITHMS),
];

/// No evaluation, no derivation, no formula and no interval among them.
const ALGORITHMS: &[&str] = &[
    "actuals/cell_faults.rs",
    "calculation/value.rs",
    "form/questions.rs",
    "ide/",
    "lints/",
    "output/algorithm.rs",
    "output/words.rs",
    "plan/invariants.rs",
    "reference.rs",
    "syntax/",
    "types/",
];

#[test]
fn what_a_rule_means_is_written_once() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        for (at, line) in code_lines(&text) {
            for (what, places) in MEANINGS {
                let allowed = places
                    .iter()
                    .any(|place| name == *place || name.starts_with(place) && place.ends_with('/'));
                if line.contains(what) && !allowed {
                    found.push(format!("src/{name}:{at} has {what}: {}", line.trim()));
                }
            }
        }
    }
    assert_none("rules and algorithms outside of `calculation`", &found);
}
