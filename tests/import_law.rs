//! What `piaoc import` calls translated is in the plan or in the actuals: a cell of that list which is emptied or says
//! something else makes another plan or other actuals.

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

use std::collections::BTreeSet;

use piaoc::import::{ImportFault, Imported, List, Place, Table, Told, import};
use piaoc::workbook;

use random::Numbers;
use support::{files_below, repository};

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
    vec![String::new(), turned, format!("{text} zz"), format!("zz {text}"), sign.to_owned(), "sì".to_owned()]
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
