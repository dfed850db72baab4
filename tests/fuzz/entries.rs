//! The entries: what each does with an input, and the laws that hold of whatever it is.

use std::path::{Path, PathBuf};

use lsp_types::{Position, Range, TextDocumentContentChangeEvent};
use piaoc::analysis::{self, EvalOptions};
use piaoc::diagnostics::render::terminal::{Style, Terminal};
use piaoc::diagnostics::render::{Base, Found, Report, github, gitlab, json, sarif, short};
use piaoc::diagnostics::{Allowed, Diagnostic, Lang, Levels, any_error, is_hidden};
use piaoc::format;
use piaoc::import::{Told, import};
use piaoc::lsp::{Encoding, edited};
use piaoc::output::{View, csv, markdown, text};
use piaoc::repair::{Wanted, repair};
use piaoc::scenarios::{self, report};
use piaoc::source::{Loader, Memory, Sources, decode_plan};
use piaoc::syntax::{Earlier, Lexeme, lexemes, parse, parse_again};

use crate::book::by_the_book;
use crate::random::{Numbers, spoil};
use crate::workbooks;

/// What tables, settings and scenarios are held against.
pub const PLAN: &str = "piano \"Prova\"\n  anni 2025\n  punteggio proporzionale\n\nmisura m \"Pratiche\"\n  cumula somma\n\n\
    misura g \"Giorni\"\n  unità giorni\n\nfasce f su percentuale raggiunta\n  sotto 60% -> 0%\n  da 60% -> 100%\n\n\
    obiettivo A.1 \"Uno\"\n  pesi uguali\n\nkpi uno \"Primo\"\n  target >= 90%\n\nkpi due \"Secondo\"\n  algoritmo rapporto g / m\n  target <= 5 giorni\n\n\
    kpi tre \"Terzo\"\n  target entro 31/12/2025\n\nkpi quattro \"Quarto\"\n  target sì\n\nkpi cinque \"Quinto\"\n  algoritmo variazione % m\n  target >= 5%\n\n\
    kpi sei \"Sesto\"\n  target >= 100.000,50 €\n  punteggio fasce f\n\nkpi sette \"Settimo\"\n  target >= 12 imprese\n";

pub const TABLE: &str = "chiave;periodo;valore;esito;nota\nA.1/uno;2025;85,5%;;\"una; nota\"\nm;2025-S1;10;;\nm;2025-S2;20;;\nm;2024;25;;\n\
    g;2025;100;;\nA.1/tre;2025;15/11/2025;;\nA.1/quattro;2025;sì;;\nA.1/sei;2025;€ 99.000;;\nA.1/sette;2024;;N.V.;\nA.1/sette;2025;n.d.;;\"due\nrighe\"\n";

pub const SCENARIOS: &str = "prova \"tutto\"\n  consuntivi \"c.csv\"\n  attesa performance piano = 87,06%\n  attesa valore A.1/uno = 85,5%\n\
    \nprova \"a mano\"\n  periodo 2025\n  dato A.1/uno = 95%\n  attesa performance A.1/uno = 100%\n";

const PATH: &str = "piano.piao";

/// That places are places of their files, and that every rendering shows them.
fn shown(sources: &Sources, diagnostics: &[Diagnostic], allowed: &[Allowed]) {
    for found in diagnostics {
        let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in
            std::iter::once(found.span).chain(found.labels.iter().map(|label| label.span)).chain(edits)
        {
            let text = &sources.get(span.file).expect("a file of the run").text;
            let range = span.start as usize..span.end as usize;
            assert!(range.start <= range.end && text.get(range).is_some(), "{found:?}");
        }
    }
    let found =
        Found { sources: sources.clone(), diagnostics: diagnostics.to_vec(), allowed: allowed.to_vec() };
    let base = || Base::new(PathBuf::from("/"));
    let style = Style { lang: Lang::It, width: 80, color: false };
    let mut reports: Vec<Box<dyn Report>> = vec![
        Box::new(Terminal::new(style)),
        Box::new(short::Short::new(Lang::It)),
        Box::new(json::Json::new(Lang::It, true)),
        Box::new(sarif::Sarif::new(Lang::It, base())),
        Box::new(github::Github::new(Lang::It, base())),
        Box::new(gitlab::Gitlab::new(Lang::It, base())),
    ];
    for report in &mut reports {
        let mut text = report.plan(&found);
        text.push_str(&report.end());
        let bad = text.chars().find(|c| is_hidden(*c) && !matches!(c, '\n' | '\t'));
        assert!(bad.is_none(), "{bad:?} in {text}");
    }
}

fn with_plan(files: &[(&str, &[u8])]) -> Memory {
    let mut memory = Memory::default();
    memory.insert(PATH, PLAN);
    for (name, bytes) in files {
        memory.insert(name, *bytes);
    }
    memory
}

/// Evaluates with one table, and shows what comes of it in every format.
fn evaluated(memory: &Memory, plan: &Path, tables: &[PathBuf]) {
    let evaluated = analysis::evaluate(memory, plan, tables, EvalOptions::default());
    let computed = &evaluated.computed;
    shown(&computed.sources, &computed.diagnostics, &computed.allowed);
    let (Some(plan), Some(evaluation)) = (&evaluated.plan, &computed.evaluation) else { return };
    if any_error(&computed.diagnostics) {
        return;
    }
    let (facts, sources) = (&computed.facts, &computed.sources);
    let view = View {
        plan,
        facts,
        evaluation,
        sources,
        diagnostics: &computed.diagnostics,
        allowed: &computed.allowed,
        lang: Lang::It,
    };
    let style = text::Style { width: 80, color: false };
    for shown in [
        text::render(&view, &style),
        csv::render(&view),
        markdown::render(&view),
        piaoc::output::json::render(&view),
    ] {
        let bad = shown.chars().find(|c| is_hidden(*c) && !matches!(c, '\n' | '\r'));
        assert!(bad.is_none(), "{bad:?} in {shown}");
    }
}

pub fn plans(input: &[u8], _: &mut Numbers) {
    let mut memory = Memory::default();
    memory.insert(PATH, input);
    let found = analysis::check_all(&memory, Path::new(PATH), &Levels::default());
    shown(&found.sources, &found.diagnostics, &found.allowed);
    let again = analysis::check_all(&memory, Path::new(PATH), &Levels::default());
    assert_eq!(found.diagnostics, again.diagnostics, "two runs differ");
    memory.insert("c.csv", TABLE);
    evaluated(&memory, Path::new(PATH), &[PathBuf::from("c.csv")]);
}

pub fn actuals(input: &[u8], _: &mut Numbers) {
    evaluated(&with_plan(&[("c.csv", input)]), Path::new(PATH), &[PathBuf::from("c.csv")]);
}

pub fn configurations(input: &[u8], _: &mut Numbers) {
    let memory = with_plan(&[("piaoc.toml", input), ("c.csv", TABLE.as_bytes())]);
    let found = analysis::check_all(&memory, Path::new(PATH), &Levels::default());
    shown(&found.sources, &found.diagnostics, &found.allowed);
    evaluated(&memory, Path::new(PATH), &[]);
}

pub fn scenarios(input: &[u8], _: &mut Numbers) {
    let memory = with_plan(&[("piano.prove", input), ("c.csv", TABLE.as_bytes())]);
    let run = scenarios::run(&memory, &[PathBuf::from("piano.prove")], Lang::It);
    for file in &run.files {
        shown(&file.sources, &file.faults, &[]);
    }
    let style = text::Style { width: 80, color: false };
    let junit = report::junit::render(&run, Lang::It);
    roxmltree::Document::parse(&junit).unwrap_or_else(|error| panic!("{error}\n{junit}"));
    for shown in
        [report::text::render(&run, Lang::It, style), junit, report::json::render(&run, None, Lang::It)]
    {
        let bad = shown.chars().find(|c| is_hidden(*c) && !matches!(c, '\n' | '\t'));
        assert!(bad.is_none(), "{bad:?} in {shown}");
    }
    for file in &run.files {
        let _ = scenarios::update::of_file(file);
    }
}

/// A workbook as actuals and as a table to import.
fn workbook(name: &str, bytes: &[u8]) {
    evaluated(&with_plan(&[(name, bytes)]), Path::new(PATH), &[PathBuf::from(name)]);
    imports(bytes, &mut Numbers::new(0));
}

pub fn xlsx(input: &[u8], _: &mut Numbers) {
    workbook("c.xlsx", input);
}

pub fn ods(input: &[u8], _: &mut Numbers) {
    workbook("c.ods", input);
}

/// Records, within a container or a container of their own.
pub fn xls(input: &[u8], _: &mut Numbers) {
    match input.starts_with(&[0xD0, 0xCF]) {
        true => workbook("c.xls", input),
        false => workbook("c.xls", &workbooks::xls_of(input)),
    }
}

/// What comes out can be read: no text of a table breaks the syntax of the plan.
pub fn imports(input: &[u8], _: &mut Numbers) {
    let told = Told { years: Some((2025, 2025)), ..Told::default() };
    let Ok(imported) = import(input, &told, &mut |_, _| {}) else { return };
    let mut memory = Memory::default();
    memory.insert(PATH, imported.plan.as_str());
    if let Some(actuals) = &imported.actuals {
        memory.insert("c.csv", actuals.as_str());
    }
    let found = analysis::check_all(&memory, Path::new(PATH), &Levels::default());
    shown(&found.sources, &found.diagnostics, &found.allowed);
    let report = imported.render("tabella", Lang::It);
    let bad = report.chars().find(|c| is_hidden(*c) && *c != '\n');
    assert!(bad.is_none(), "{bad:?} in {report}");
}

/// The tokens, and what stands between them but for blanks and ends of line.
fn essence(text: &str) -> (Vec<(Lexeme, &str)>, String) {
    let tokens = lexemes(text).filter(|(lexeme, _)| *lexeme != Lexeme::Newline).map(|(lexeme, place)| {
        let written = &text[place];
        (lexeme, if lexeme == Lexeme::Comment { written.trim_end() } else { written })
    });
    (tokens.collect(), text.chars().filter(|c| !c.is_whitespace()).collect())
}

/// Blanks alone change; formatting the formatted changes nothing; and it means the same.
pub fn formatting(input: &[u8], _: &mut Numbers) {
    // What is no text of a plan is refused before.
    let Ok(before) = decode_plan(input) else { return };
    let mut sources = Sources::new();
    let file = sources.add_text(PATH, before.to_owned());
    let Ok(formatted) = format::format(file, before) else { return };
    let after = format::apply(before, &formatted.edits);
    assert_eq!(essence(before), essence(&after), "formatted:\n{after}");
    let again = format::format(file, &after).expect("still no merge");
    assert!(again.edits.is_empty(), "formatted:\n{after}\nagain:\n{}", format::apply(&after, &again.edits));
    assert_eq!(again.unread, formatted.unread);
    let said = |text: &str| {
        let mut memory = Memory::default();
        memory.insert(PATH, text);
        let found = analysis::check_all(&memory, Path::new(PATH), &Levels::default());
        let said = |found: &Diagnostic| (found.code, found.message.clone());
        let mut said: Vec<_> = found.diagnostics.iter().map(said).collect();
        said.sort_by(|a, b| (a.0, &a.1.en).cmp(&(b.0, &b.1.en)));
        said
    };
    assert_eq!(said(before), said(&after), "formatted:\n{after}");
}

/// What was mended stays so: a second run mends nothing more.
pub fn repairs(input: &[u8], _: &mut Numbers) {
    let plans = [PathBuf::from(PATH)];
    let mut memory = Memory::default();
    memory.insert(PATH, input);
    let repaired = repair(&memory, &plans, &Wanted::default());
    for plan in &repaired.plans {
        shown(&plan.sources, &plan.diagnostics, &[]);
    }
    for change in &repaired.files {
        let Some(bytes) = change.bytes() else { continue };
        memory.insert(PATH, bytes);
    }
    let after = memory.read(Path::new(PATH)).unwrap();
    let again = repair(&memory, &plans, &Wanted::default());
    assert!(
        again.files.is_empty(),
        "mended:\n{}\nand again:\n{}",
        String::from_utf8_lossy(&after),
        again.files[0].after
    );
}

/// A text after edits is read as if for the first time, and the server's is the client's.
pub fn edits(input: &[u8], numbers: &mut Numbers) {
    let Ok(first) = std::str::from_utf8(input) else { return };
    let mut text = first.to_owned();
    let mut sources = Sources::new();
    let (mut tree, _) = parse(sources.add_text(PATH, text.clone()), &text);
    for _ in 0..4 {
        let after = spoil(&text, numbers);
        let file = sources.add_text(PATH, after.clone());
        let (again, again_faults) = parse_again(file, &after, Earlier { text: &text, tree: &tree });
        let (fresh, fresh_faults) = parse(file, &after);
        assert_eq!(again_faults, fresh_faults, "after an edit to\n{after}");
        assert_eq!(format!("{again:?}"), format!("{fresh:?}"), "after an edit to\n{after}");
        (text, tree) = (after, again);
    }
    let encoding = if numbers.below(2) == 0 { Encoding::Utf16 } else { Encoding::Utf8 };
    let lines = text.lines().count() as u64 + 2;
    let mut expected = text.clone();
    let changes: Vec<TextDocumentContentChangeEvent> = (0..1 + numbers.below(4))
        .map(|_| {
            let mut place = || Position::new(numbers.below(lines) as u32, numbers.below(40) as u32);
            let (start, end) = (place(), place());
            let inserted = spoil("kpi\n", numbers);
            let range = Range::new(start, if numbers.below(3) > 0 { start } else { end });
            let change =
                TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: inserted };
            expected = by_the_book(&expected, &change, encoding);
            change
        })
        .collect();
    assert_eq!(edited(&text, changes.clone(), encoding), expected, "{changes:?} of\n{text}");
}
