//! What always holds of `piaoc import`: every cell is in exactly one of three lists; what it calls translated is in the
//! plan or in the actuals, so that a cell of that list which is emptied or says something else makes another plan or
//! other actuals; whatever words a table has, the plan can be read and has them; and a table without a fault becomes a
//! plan and actuals without an error.
//!
//! ```text
//! cargo test --test import_law                            200 random tables a law, in each manner
//! PIAOC_LAW_CASES=10000 cargo test --test import_law      so many
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/random.rs"]
mod random;
mod support;
#[path = "import_law/tables.rs"]
mod tables;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use piaoc::analysis::{self, EvalOptions};
use piaoc::diagnostics::{Diagnostic, Severity};
use piaoc::import::{ImportFault, Imported, List, Place, Table, Told, import};
use piaoc::source::{Memory, Sources};
use piaoc::syntax::{Lexeme, lexemes, parse};
use piaoc::workbook;

use random::{Numbers, cases};
use support::{files_below, repository};
use tables::{Made, Manner, made};

/// The texts of a sheet by row and column.
type Cells = Vec<Vec<String>>;

fn cells_of(table: &Table<'_>) -> Cells {
    let mut cells = Cells::new();
    for place in table.filled() {
        // One sheet after the other, as one.
        let row = place.sheet * 10_000 + place.row;
        if cells.len() <= row {
            cells.resize_with(row + 1, Vec::new);
        }
        if cells[row].len() <= place.column {
            cells[row].resize(place.column + 1, String::new());
        }
        cells[row][place.column] = table.text(place).trim().to_owned();
    }
    cells.retain(|row| !row.is_empty());
    cells
}

/// A CSV in which every cell is quoted.
fn csv(cells: &Cells) -> String {
    let mut text = String::new();
    for row in cells {
        for cell in row {
            text.push_str(&format!("\"{}\";", cell.replace('"', "\"\"").replace('\t', " ")));
        }
        text.push_str(";;\n");
    }
    text
}

fn read(cells: &Cells, told: &Told) -> Result<Imported, ImportFault> {
    import(csv(cells).as_bytes(), told, &mut |_, _| {})
}

/// The cells of a list, by row and column of what was read. A cell of several lines takes as many lines of the file.
fn listed(cells: &Cells, imported: &Imported, list: List) -> Vec<(usize, usize)> {
    let text = csv(cells);
    let table = Table::of_text(&text);
    let filled: BTreeSet<Place> = table.filled().collect();
    let mut lines = Vec::new();
    for (row, cells) in cells.iter().enumerate() {
        lines.push(row);
        let more: usize = cells.iter().map(|cell| cell.matches('\n').count()).sum();
        lines.extend(std::iter::repeat_n(row, more));
    }
    let runs = imported.report.of(list).flat_map(|group| &group.runs);
    let places = runs.flat_map(|run| (run.first.row..=run.last).map(|row| Place { row, ..run.first }));
    let places = places.filter(|place| filled.contains(place));
    let found: BTreeSet<_> = places.map(|place| (lines[place.row], place.column)).collect();
    found.into_iter().collect()
}

/// What a cell may say instead.
fn others(text: &str) -> Vec<String> {
    let turned: String = text
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => char::from_digit((digit + 1) % 10, 10).unwrap(),
            None => c,
        })
        .collect();
    let sign = match text.trim() {
        "<=" | "≤" | "<" | "=<" => ">=",
        _ => "<=",
    };
    vec![
        String::new(),
        turned,
        format!("{text} zz"),
        format!("zz {text}"),
        sign.to_owned(),
        "sì".to_owned(),
        "no".to_owned(),
        // Signs are known by themselves or guessed: over them only what says something else counts.
        if matches!(text, "Segno" | "Confronto" | "Decrescente") {
            "Target 2031".to_owned()
        } else {
            String::new()
        },
    ]
}

/// The translated cells that could say anything, and how many were looked at: all, or `most` of them.
fn idle(cells: &Cells, told: &Told, most: usize, numbers: &mut Numbers) -> (Vec<String>, usize) {
    let Ok(before) = read(cells, told) else { return (Vec::new(), 0) };
    let mut translated = listed(cells, &before, List::Translated);
    while translated.len() > most {
        translated.swap_remove(numbers.below(translated.len() as u64) as usize);
    }
    let mut idle = Vec::new();
    let tried = translated.len();
    for (row, column) in translated {
        let text = &cells[row][column];
        let counts = others(text).into_iter().filter(|other| other != text).any(|other| {
            let mut changed = cells.clone();
            changed[row][column] = other;
            match read(&changed, told) {
                Ok(after) => (&after.plan, &after.actuals) != (&before.plan, &before.actuals),
                Err(_) => true,
            }
        });
        if !counts {
            idle.push(format!("row {}, column {}: {text}", row + 1, column + 1));
        }
    }
    (idle, tried)
}

#[test]
fn every_translated_cell_of_the_tables_counts() {
    let mut numbers = Numbers::new(20_261_130);
    let mut found = Vec::new();
    let mut files = files_below(&repository().join("tests/import/tables"), "csv");
    files.extend(files_below(&repository().join("tests/import"), "txt"));
    files.push(repository().join("tests/office/tutorial.tsv"));
    let mut tables: Vec<(String, Cells)> = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(repository()).unwrap().display().to_string();
        tables.push((name, cells_of(&Table::of_text(&text))));
    }
    for case in files_below(&repository().join("tests/cases/import"), "case") {
        let text = std::fs::read_to_string(&case).unwrap();
        for part in text.split("\n=== ").skip(1).filter(|part| !part.starts_with("output")) {
            let (name, body) = part.split_once('\n').unwrap_or((part, ""));
            tables.push((format!("{} {name}", case.display()), cells_of(&Table::of_text(body))));
        }
    }
    let bytes = std::fs::read(repository().join("examples/excel/tabella.xlsx")).unwrap();
    let book = workbook::read(&bytes).unwrap();
    tables.push(("tabella.xlsx".to_owned(), cells_of(&Table::of_workbook(&book))));
    let told = Told { mappings: Vec::new(), years: Some((2025, 2027)) };
    let mut all = 0;
    for (name, cells) in tables {
        let size: usize = cells.iter().map(Vec::len).sum();
        let most = if size > 300 { 10 } else { 80 };
        let (idle, tried) = idle(&cells, &told, most, &mut numbers);
        found.extend(idle.into_iter().map(|cell| format!("{name}: {cell}")));
        all += tried;
    }
    assert!(all > 250, "{all}");
    assert!(found.is_empty(), "{} idle cells\n{}", found.len(), found.join("\n"));
}

/// How many random tables each law is tried on in every run.
const TABLES: u64 = 200;

const MANNERS: [Manner; 3] = [Manner::WellFormed, Manner::Careless, Manner::Hostile];

/// The table of this number, and its numbers for more.
fn table(number: u64, manner: Manner) -> (Made, Numbers) {
    let mut numbers = Numbers::new(number * 97 + manner as u64);
    (made(&mut numbers, manner), numbers)
}

/// What a failing law shows: the table, and the plan that came of it.
fn told(number: u64, manner: Manner, cells: &Cells, plan: &str) -> String {
    format!("table {number} {manner:?}\n{}\n{plan}", csv(cells))
}

fn imported(cells: &Cells, told: &Told, (number, manner): (u64, Manner)) -> Imported {
    read(cells, told).unwrap_or_else(|fault| panic!("{fault:?} {}", self::told(number, manner, cells, "")))
}

#[test]
fn every_cell_of_random_tables_is_in_one_list_and_counts_where_it_is_translated() {
    let told_years = Told::default();
    let mut tried = 0;
    for (number, manner) in (0..cases(TABLES)).flat_map(|number| MANNERS.map(|manner| (number, manner))) {
        let (Made { cells, .. }, mut numbers) = table(number, manner);
        let imported = imported(&cells, &told_years, (number, manner));
        let filled = |(row, line): (usize, &Vec<String>)| -> Vec<(usize, usize)> {
            let columns = line.iter().enumerate().filter(|(_, cell)| !piaoc::value::trimmed(cell).is_empty());
            columns.map(|(column, _)| (row, column)).collect()
        };
        let mut all: Vec<(usize, usize)> = cells.iter().enumerate().flat_map(filled).collect();
        let lists = [List::Translated, List::Check, List::Left];
        let mut found: Vec<_> = lists.iter().flat_map(|list| listed(&cells, &imported, *list)).collect();
        all.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, all, "{}", told(number, manner, &cells, &imported.plan));
        let counted: usize = lists.iter().map(|list| imported.report.count(*list)).sum();
        assert_eq!(counted, all.len(), "{}", told(number, manner, &cells, &imported.plan));
        let (idle, looked_at) = idle(&cells, &told_years, 2, &mut numbers);
        assert!(idle.is_empty(), "{idle:?} {}", told(number, manner, &cells, &imported.plan));
        tried += looked_at;
    }
    assert!(tried as u64 >= cases(TABLES) * 5, "{tried}");
}

/// What a text says without what import may change in it, and says so: blanks, hidden and invisible characters and the
/// pictures for them, marks of emphasis, the dash after a code.
fn skeleton(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let shown =
            rest.strip_prefix("<U+").and_then(|rest| rest.split_once('>')).filter(|(code, _)| code.len() < 7);
        if let Some((_, after)) = shown {
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let dropped = c.is_whitespace()
            || piaoc::diagnostics::is_hidden(c)
            || piaoc::value::is_invisible(c)
            || matches!(c, '\u{2400}'..='\u{2421}' | '\\' | '*');
        if !dropped {
            kept.push(c);
        }
    }
    kept.trim_start_matches(['-', ':', '.', '–']).to_owned()
}

/// The texts of a cell: without the code of an objective, the indicators of one cell apart.
fn items(cell: &str) -> Vec<&str> {
    let coded = ["A.1 - ", "A.2 - ", "A.3 - "].iter().find_map(|code| cell.strip_prefix(code));
    let several = cell.strip_prefix("1) ").and_then(|items| items.split_once("\n2) "));
    several.map_or_else(|| vec![coded.unwrap_or(cell)], |(one, other)| vec![one, other])
}

/// The texts between quotes in a plan.
fn texts_of(plan: &str) -> Vec<String> {
    let strings = lexemes(plan).filter(|(token, _)| *token == Lexeme::String);
    let inner = |text: &str| {
        let mut letters = text.chars();
        let open = letters.next();
        letters.next_back();
        let inner = letters.as_str();
        if open == Some('"') { inner.replace("\"\"", "\"") } else { inner.to_owned() }
    };
    strings.map(|(_, range)| inner(&plan[range])).collect()
}

fn faults(diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|found| found.code.severity() == Severity::Error);
    errors.map(|found| format!("{} {}", found.code.name(), found.message.it)).collect()
}

#[test]
fn whatever_words_a_table_has_the_plan_can_be_read_and_has_them() {
    let mut looked_at = 0;
    for (number, manner) in (0..cases(TABLES)).flat_map(|number| MANNERS.map(|manner| (number, manner))) {
        let (Made { cells, words }, _) = table(number, manner);
        let imported = imported(&cells, &Told::default(), (number, manner));
        let told = || told(number, manner, &cells, &imported.plan);
        let file = Sources::default().add_text("piano.piao", imported.plan.clone());
        let (_, faults) = parse(file, &imported.plan);
        assert!(faults.is_empty(), "{:?} {}", self::faults(&faults), told());
        for written in [Some(&imported.plan), imported.actuals.as_ref()].into_iter().flatten() {
            let hidden = written.chars().find(|c| piaoc::diagnostics::is_hidden(*c) && *c != '\n');
            assert_eq!(hidden, None, "{}", told());
        }
        let texts: Vec<String> = texts_of(&imported.plan).iter().map(|text| skeleton(text)).collect();
        let table = Table::of_text(imported.actuals.as_deref().unwrap_or_default());
        let actuals: Vec<String> = table.filled().map(|place| skeleton(&table.text(place))).collect();
        let left: BTreeSet<_> = listed(&cells, &imported, List::Left).into_iter().collect();
        for (row, column) in words.into_iter().filter(|place| !left.contains(place)) {
            for item in items(&cells[row][column]) {
                let item = skeleton(item);
                let is_there = texts.iter().chain(&actuals).any(|text| text.contains(&item));
                assert!(is_there, "{item:?} is lost: {}", told());
                looked_at += 1;
            }
        }
    }
    assert!(looked_at >= cases(TABLES) * 3, "{looked_at}");
}

#[test]
fn a_table_without_a_fault_becomes_a_plan_and_actuals_without_an_error() {
    for number in 0..cases(TABLES) {
        let (Made { cells, .. }, _) = table(number, Manner::WellFormed);
        let imported = imported(&cells, &Told::default(), (number, Manner::WellFormed));
        let mut memory = Memory::default();
        memory.insert("piano.piao", imported.plan.as_str());
        let tables: Vec<PathBuf> = imported.actuals.iter().map(|_| PathBuf::from("consuntivo.csv")).collect();
        memory.insert("consuntivo.csv", imported.actuals.as_deref().unwrap_or_default());
        let checked = analysis::evaluate(&memory, Path::new("piano.piao"), &tables, EvalOptions::default());
        let faults = faults(&checked.computed.diagnostics);
        let actuals = imported.actuals.as_deref().unwrap_or_default();
        assert!(
            faults.is_empty(),
            "{faults:?} {}{actuals}",
            told(number, Manner::WellFormed, &cells, &imported.plan)
        );
    }
}

/// Some indicators with a target and a value for some years, as a table of a column a year and as one of a row a year.
fn by_years(numbers: &mut Numbers) -> (Cells, Cells) {
    let years: Vec<i32> = (0..2 + numbers.below(2) as i32).map(|step| 2024 + step).collect();
    let mut wide = vec![vec!["Obiettivo".to_owned(), "Indicatore".to_owned(), "Peso".to_owned()]];
    wide[0].extend(years.iter().map(|year| format!("Target {year}")));
    wide[0].extend(years.iter().map(|year| format!("Consuntivo {year}")));
    let heading = ["Anno", "Periodo", "Anno di riferimento"][numbers.below(3) as usize];
    let mut long = vec![
        ["Obiettivo", "Indicatore", "Peso", heading, "Target", "Consuntivo"].map(str::to_owned).to_vec(),
    ];
    let named_once = numbers.below(2) == 0;
    for objective in 0..1 + numbers.below(3) {
        for indicator in 0..1 + numbers.below(3) {
            let unit = ["", "%", " giorni", " corsi"][numbers.below(4) as usize];
            let sign = [">= ", "<= ", "= "][numbers.below(3) as usize];
            let weight = format!("{}%", 10 * (1 + numbers.below(9)));
            let title = format!("Misura {} di cose", objective * 10 + indicator);
            let names = [format!("{}. Servizio {objective}", objective + 1), title, weight];
            let target = |numbers: &mut Numbers| format!("{sign}{}{unit}", 1 + numbers.below(90));
            // The first year has both, so that the plan is of the same years either way.
            let targets: Vec<String> = years
                .iter()
                .enumerate()
                .map(|(at, _)| if at == 0 || numbers.below(3) > 0 { target(numbers) } else { String::new() })
                .collect();
            let actuals: Vec<String> = years
                .iter()
                .enumerate()
                .map(|(at, _)| match at == 0 || numbers.below(3) > 0 {
                    true => format!("{}{unit}", 1 + numbers.below(90)),
                    false => String::new(),
                })
                .collect();
            let mut row = names.to_vec();
            row.extend(targets.iter().cloned().chain(actuals.iter().cloned()));
            wide.push(row);
            for (at, year) in years.iter().enumerate() {
                if targets[at].is_empty() && actuals[at].is_empty() {
                    continue;
                }
                let mut row = names.to_vec();
                if at > 0 && named_once {
                    row = vec![String::new(); 3];
                }
                row.extend([year.to_string(), targets[at].clone(), actuals[at].clone()]);
                long.push(row);
            }
        }
    }
    // Every year has an actual somewhere in the wide table's columns: so it has to have in the rows.
    (wide, long)
}

#[test]
fn a_row_a_year_says_what_a_column_a_year_says() {
    let mut compared = 0;
    for number in 0..cases(200) {
        let mut numbers = Numbers::new(number * 31 + 5);
        let (wide, long) = by_years(&mut numbers);
        let filled = |column: usize| wide.iter().skip(1).any(|row| !row[column].is_empty());
        if !(3..wide[0].len()).all(filled) {
            continue;
        }
        let told = Told::default();
        let (columns, rows) = (read(&wide, &told).unwrap(), read(&long, &told).unwrap());
        assert_eq!(columns.plan, rows.plan, "plan of case {number}\n{}\n{}", csv(&wide), csv(&long));
        assert_eq!(columns.actuals, rows.actuals, "actuals of case {number}\n{}", csv(&long));
        compared += 1;
    }
    assert!(compared * 3 >= cases(200), "only {compared} cases were compared");
}
