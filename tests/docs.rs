//! What the documentation says is what the compiler does: every example of the language reference
//! (`grammar/README.md`) and of the pages of the codes runs, every command line and code in them exists, and the
//! reference's lists are those of the code. How the reference marks its examples is told at its beginning.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use piaoc::analysis::{self, Computed, EvalOptions};
use piaoc::cli;
use piaoc::diagnostics::pages::{self, Example, Kind};
use piaoc::diagnostics::render::terminal::{Style, Terminal};
use piaoc::diagnostics::{Code, Diagnostic, Lang, Levels, Severity};
use piaoc::eval::result::{Evaluation, KpiResult};
use piaoc::plan::Plan;
use piaoc::source::{Memory, Sources};
use piaoc::syntax::keyword::{ItemKeyword, Keyword, NO_UNIT, RESERVED};
use piaoc::value::{Exact, Period};

const PLAN: &str = "piano.piao";
const ACTUALS: &str = "actuals.csv";
const HEADER: &str = "piano \"Esempio\"\n  anni 2025-2027\n  punteggio proporzionale\n\n";
const OBJECTIVE: &str = "obiettivo A \"Esempio\"\n";

fn reference() -> String {
    std::fs::read_to_string(support::repository().join("grammar/README.md")).unwrap()
}

/// A fenced block of a Markdown text.
struct Block {
    /// The line of its fence, from 1.
    line: usize,
    /// The words after its fence.
    info: Vec<String>,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in markdown.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let info = info.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { line: index + 1, info, text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is left open");
    blocks
}

/// What is not as it is written, all of it, to be reported at once.
#[derive(Default)]
struct Failures(Vec<String>);

impl Failures {
    fn add(&mut self, place: &str, message: impl std::fmt::Display) {
        self.0.push(format!("── {place}: {message}"));
    }

    /// Holds the codes of some diagnostics against those that should be there.
    fn compare_codes(
        &mut self,
        place: &str,
        expected: &BTreeSet<&str>,
        found: &[Diagnostic],
        sources: &Sources,
    ) {
        let got: BTreeSet<&str> = found.iter().map(|diagnostic| diagnostic.code.name()).collect();
        if got != *expected {
            let mut terminal = Terminal::new(Style { lang: Lang::En, width: 110, color: false });
            let shown = terminal.render(sources, found);
            self.add(place, format!("expected the codes {expected:?}, got {got:?}\n{shown}"));
        }
    }

    fn report(self) {
        assert!(self.0.is_empty(), "{} differences\n{}", self.0.len(), self.0.join("\n"));
    }
}

#[test]
fn examples_of_the_reference_do_what_they_say() {
    let mut failures = Failures::default();
    let mut memory = Memory::default();
    let mut codes = BTreeSet::new();
    let text = reference();
    let before = format!("```text\n{}{OBJECTIVE}```", HEADER.replace("\n\n", "\n"));
    assert!(text.contains(&before), "the reference shows what its examples have before them");
    let blocks = blocks(&text);
    for block in &blocks {
        let place = format!("grammar/README.md:{}", block.line);
        let info: Vec<&str> = block.info.iter().map(String::as_str).collect();
        match info.as_slice() {
            ["text"] => {}
            ["piao", file] if file.starts_with("file=") => {
                memory.insert(file.trim_start_matches("file="), block.text.as_str());
            }
            ["piao", expected @ ..] => {
                memory.insert(PLAN, complete(&block.text));
                codes = expected.iter().copied().collect();
                let mut checked = analysis::check(&memory, Path::new(PLAN));
                // A block is not a whole plan.
                checked
                    .diagnostics
                    .retain(|found| !found.code.is_lint() || codes.contains(found.code.name()));
                failures.compare_codes(&place, &codes, &checked.diagnostics, &checked.sources);
            }
            ["csv"] => memory.insert(ACTUALS, block.text.as_str()),
            ["eval"] => check_results(&mut failures, &place, &memory, &codes, &block.text),
            other => failures.add(&place, format!("nothing is known to do with a block {other:?}")),
        }
    }
    let count =
        |language: &str| blocks.iter().filter(|block| block.info.first().unwrap() == language).count();
    assert_eq!(count("csv"), count("eval"), "every `csv` is followed by what comes out of it");
    failures.report();
}

/// The block as a plan: with a `piano` line, and an objective for a `kpi` that stands first.
fn complete(block: &str) -> String {
    if block.lines().any(|line| line.starts_with("piano ")) {
        return block.to_owned();
    }
    let first = block.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let orphan = first.is_some_and(|line| line.starts_with("kpi "));
    format!("{HEADER}{}{block}", if orphan { OBJECTIVE } else { "" })
}

/// Runs an `eval` block: `known` are the codes that the plan gives by itself.
fn check_results(failures: &mut Failures, place: &str, memory: &Memory, known: &BTreeSet<&str>, block: &str) {
    let mut options = EvalOptions::default();
    let mut codes = known.clone();
    let mut expected = Vec::new();
    for line in block.lines() {
        if let Some(period) = line.strip_prefix("periodo ") {
            options.period = Some(Period::parse(period).unwrap());
        } else if let Some(code) = line.strip_prefix("! ") {
            codes.insert(code);
        } else if let Some((key, performance)) = line.rsplit_once(" = ") {
            expected.push((key, Ask::Performance, performance));
        } else if let Some((key, state)) = line.rsplit_once(": ") {
            expected.push((key, Ask::State, state));
        } else {
            failures.add(place, format!("`{line}` asks for nothing that is known"));
        }
    }
    let mut evaluated = analysis::evaluate(memory, Path::new(PLAN), &[PathBuf::from(ACTUALS)], options);
    evaluated.computed.diagnostics.retain(|found| !found.code.is_lint() || codes.contains(found.code.name()));
    failures.compare_codes(place, &codes, &evaluated.computed.diagnostics, &evaluated.computed.sources);
    let (Some(plan), Some(evaluation)) = (&evaluated.plan, &evaluated.computed.evaluation) else {
        if !expected.is_empty() {
            failures.add(place, format!("expected results, got none: {expected:?}"));
        }
        return;
    };
    for (key, ask, expected) in expected {
        let got = match ask {
            Ask::Performance => performance(plan, evaluation, key),
            Ask::State => state(plan, evaluation, key),
        };
        let got = got.unwrap_or_else(|| "nothing of that key".to_owned());
        if got != expected {
            failures.add(place, format!("`{key}`: expected {expected}, got {got}"));
        }
    }
}

/// What a line of an `eval` block asks for.
#[derive(Debug, Clone, Copy)]
enum Ask {
    Performance,
    State,
}

fn kpi<'a>(plan: &Plan, evaluation: &'a Evaluation, key: &str) -> Option<&'a KpiResult> {
    let id = plan.kpi_ids().find(|id| plan.kpi(*id).key == key)?;
    evaluation.kpis.get(id.index())
}

/// Where a KPI stands during the year.
fn state(plan: &Plan, evaluation: &Evaluation, key: &str) -> Option<String> {
    let monitoring = kpi(plan, evaluation, key)?.monitoring.as_ref()?;
    monitoring.state.map(|state| state.italian().to_owned())
}

/// The performance of a KPI by its key, of an objective by its code, of the `piano`, as it is printed.
fn performance(plan: &Plan, evaluation: &Evaluation, key: &str) -> Option<String> {
    let of_kpi = || kpi(plan, evaluation, key).map(|result| &result.performance);
    let of_objective = || {
        let id = plan.objective_ids().find(|id| plan.objective(*id).code == key)?;
        evaluation.objectives.get(id.index()).map(|result| &result.total.performance)
    };
    let of_plan = || (key == "piano").then_some(&evaluation.plan.performance);
    let score = of_plan().or_else(of_kpi).or_else(of_objective)?;
    Some(score.as_ref().map_or_else(|| "n.d.".to_owned(), show))
}

fn show(score: &Exact) -> String {
    let (negative, whole, fraction) = score.rounded(2);
    assert!(!negative, "no performance is below 0");
    format!("{whole},{fraction}%")
}

#[test]
fn every_page_has_its_words_in_both_languages() {
    for code in Code::ALL {
        for lang in [Lang::It, Lang::En] {
            assert!(!pages::title(*code, lang).is_empty(), "{}: no title in {lang:?}", code.name());
            let page = pages::render(*code, lang);
            let text = page.lines().nth(2).unwrap_or("");
            assert!(!text.is_empty(), "{}: no text in {lang:?}", code.name());
        }
        assert_ne!(pages::render(*code, Lang::It), pages::render(*code, Lang::En), "{}", code.name());
    }
}

#[test]
fn examples_of_the_pages_do_what_they_say() {
    let mut failures = Failures::default();
    for code in Code::ALL {
        let examples = pages::examples(*code);
        if let [reason] = examples.as_slice()
            && reason.kind == Kind::NotShown
        {
            let said = reason.text.lines().count();
            assert_eq!(said, 2, "{}: why there is no example, in Italian and in English", code.name());
            continue;
        }
        run_page(&mut failures, *code, &examples, Kind::Fails);
        run_page(&mut failures, *code, &examples, Kind::Repaired);
    }
    failures.report();
}

/// Runs one case of a page's examples.
fn run_page(failures: &mut Failures, code: Code, examples: &[Example], case: Kind) {
    let files = || examples.iter().filter(|example| example.kind == case || example.kind == Kind::Shared);
    let mut memory = Memory::default();
    for file in files() {
        memory.insert(&file.file, file.text.as_str());
    }
    let tables: Vec<PathBuf> =
        files().filter(|file| file.file.ends_with(".csv")).map(|file| PathBuf::from(&file.file)).collect();
    let configured = files().any(|file| file.file == "piaoc.toml");
    let Computed { sources, mut diagnostics, .. } = if tables.is_empty() || configured {
        analysis::check_all(&memory, Path::new(PLAN), &Levels::default())
    } else {
        analysis::evaluate(&memory, Path::new(PLAN), &tables, EvalOptions::default()).computed
    };
    // An example is as short as can be: what could be better in it is not its subject.
    diagnostics.retain(|found| found.severity != Severity::Hint || found.code == code);
    let expected = match case {
        Kind::Fails => {
            let also = files().flat_map(|file| &file.also).map(String::as_str);
            also.chain([code.name()]).collect()
        }
        _ => BTreeSet::new(),
    };
    failures.compare_codes(&format!("codes/{}.md, {case:?}", code.name()), &expected, &diagnostics, &sources);
}

/// Every text that names commands and codes, with its name.
fn texts() -> Vec<(String, String)> {
    let pages =
        Code::ALL.iter().map(|code| (format!("codes/{}.md", code.name()), pages::page(*code).to_owned()));
    pages.chain([("grammar/README.md".to_owned(), reference())]).collect()
}

#[test]
fn commands_in_the_documentation_exist() {
    let mut failures = Failures::default();
    let mut seen = 0;
    for (name, text) in texts() {
        for line in command_lines(&text) {
            seen += 1;
            let words = support::words(&line);
            match cli::command(Lang::En).try_get_matches_from(&words) {
                Ok(_) => {}
                // A command that is only named.
                Err(error) if error.kind() == ErrorKind::MissingRequiredArgument => {}
                Err(error) => failures.add(&name, format!("`{line}`: {error}")),
            }
        }
        for option in options(&text).filter(|option| !option_exists(option)) {
            failures.add(&name, format!("no command has the option `{option}`"));
        }
    }
    assert!(seen > 5, "only {seen} command lines were found");
    failures.report();
}

/// What stands between backticks and begins with `piaoc `.
fn command_lines(text: &str) -> impl Iterator<Item = String> {
    text.split('`').filter(|span| span.starts_with("piaoc ")).map(|span| {
        let words: Vec<&str> = span.split_whitespace().collect();
        words.join(" ")
    })
}

/// The options that stand between backticks.
fn options(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').filter_map(|span| span.split_whitespace().next()).filter(|word| word.starts_with("--"))
}

fn option_exists(option: &str) -> bool {
    let root = cli::command(Lang::En);
    let commands = std::iter::once(&root).chain(root.get_subcommands());
    let mut arguments = commands.flat_map(|command| command.get_arguments());
    arguments.any(|argument| argument.get_long().is_some_and(|long| option == format!("--{long}")))
}

#[test]
fn codes_in_the_documentation_exist() {
    let mut failures = Failures::default();
    for (name, text) in texts() {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let digits = word.strip_prefix('P').unwrap_or("");
            let like_a_code = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if like_a_code && Code::named(word).is_none() {
                failures.add(&name, format!("there is no code {word}"));
            }
        }
    }
    failures.report();
}

#[test]
fn the_reference_mentions_every_code() {
    let text = reference();
    let missing: Vec<&str> =
        Code::ALL.iter().map(|code| code.name()).filter(|name| !text.contains(name)).collect();
    assert!(missing.is_empty(), "not in grammar/README.md: {missing:?}");
}

#[test]
fn the_reserved_words_of_the_reference_are_those_of_the_code() {
    let items = ItemKeyword::ALL.iter().map(|keyword| keyword.spelling());
    let (phrases, attributes): (Vec<&str>, Vec<&str>) =
        Keyword::ALL.iter().map(|keyword| keyword.spelling()).partition(|spelling| spelling.contains(' '));
    let rows: [(&str, BTreeSet<&str>); 5] = [
        ("items", items.collect()),
        ("attributes", attributes.into_iter().collect()),
        ("phrases, whole", phrases.into_iter().collect()),
        ("others", RESERVED.iter().copied().collect()),
        ("no unit without quotes", NO_UNIT.iter().copied().collect()),
    ];
    let text = reference();
    let table = text.split_once("| reserved | words |").expect("the table of reserved words").1;
    for (name, words) in rows {
        let row = table.lines().find_map(|line| line.strip_prefix(&format!("| {name} | "))).expect(name);
        // Single words share a pair of backticks; phrases have one each.
        let spans = row.split('`').skip(1).step_by(2);
        let listed: BTreeSet<&str> = match name {
            "phrases, whole" => spans.collect(),
            _ => spans.flat_map(str::split_whitespace).collect(),
        };
        assert_eq!(listed, words, "the row `{name}` of the table of reserved words");
    }
}

#[test]
fn the_reference_names_every_field_of_the_results() {
    let text = reference();
    let section =
        text.split("\n## ").find(|section| section.starts_with("18 ")).expect("the section on JSON");
    let schema = support::repository().join("src/output/result.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let missing: Vec<&String> =
        fields(&schema).into_iter().filter(|field| !section.contains(&format!("`{field}`"))).collect();
    assert!(missing.is_empty(), "not in section 18 of grammar/README.md: {missing:?}");
}

/// The names of all properties of a JSON Schema.
fn fields(schema: &serde_json::Value) -> BTreeSet<&String> {
    let own = schema.get("properties").and_then(|properties| properties.as_object());
    let below: Vec<&serde_json::Value> = match schema {
        serde_json::Value::Object(object) => object.values().collect(),
        serde_json::Value::Array(list) => list.iter().collect(),
        _ => Vec::new(),
    };
    own.into_iter().flat_map(|own| own.keys()).chain(below.into_iter().flat_map(fields)).collect()
}
