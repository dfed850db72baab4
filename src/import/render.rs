//! The report as a text to read from the top: how much is translated, what to check, what is missing and why.

use super::Imported;
use super::fate::List;
use super::report::{Group, Report, Run, Shown};
use crate::diagnostics::{Lang, Text, indicators, say, visible};
use crate::source::cell_name;

/// Of larger groups the first few cells are examples.
const EXAMPLES: usize = 2;
/// Where a list of places is broken.
const WIDTH: usize = 110;

/// The report on the table of this name.
pub(super) fn render(imported: &Imported, table: &str, lang: Lang) -> String {
    let report = &imported.report;
    let mut out = head(imported, &visible(table)).get(lang).to_owned();
    for note in &report.notes {
        push(&mut out, &format!("- {}", note.get(lang)));
    }
    for list in [List::Check, List::Left, List::Translated] {
        let count = report.count(list);
        if count == 0 {
            continue;
        }
        let (it, en) = (cells(count).it, cells(count).en);
        let title = match list {
            List::Check => Text {
                it: format!("DA CONTROLLARE, le cose più importanti per prime: {it}"),
                en: format!("WORTH CHECKING, the most important first: {en}"),
            },
            List::Left => Text { it: format!("NON TRADOTTE: {it}"), en: format!("NOT TRANSLATED: {en}") },
            List::Translated => Text { it: format!("TRADOTTE: {it}"), en: format!("TRANSLATED: {en}") },
        };
        push(&mut out, &format!("\n{}", title.get(lang)));
        for group in report.of(list) {
            entry(group, report, lang, &mut out);
        }
    }
    out
}

/// How much of the table is in the plan.
fn head(imported: &Imported, table: &str) -> Text {
    let report = &imported.report;
    let count = |list| report.count(list);
    let (done, check, left) = (count(List::Translated), count(List::Check), count(List::Left));
    let all = done.saturating_add(check).saturating_add(left);
    let (kpis, objectives, areas) = (imported.kpis, imported.objectives, imported.areas);
    let objectives = match objectives {
        1 => say!("1 obiettivo", "1 objective"),
        _ => say!("{objectives} obiettivi", "{objectives} objectives"),
    };
    let areas = match areas {
        0 => Text::default(),
        1 => say!(", 1 area", ", 1 area"),
        _ => say!(", {areas} aree", ", {areas} areas"),
    };
    let (it, en) = (format!("{}{}", objectives.it, areas.it), format!("{}{}", objectives.en, areas.en));
    let Text { it: kpis_it, en: kpis_en } = indicators(kpis);
    Text {
        it: format!(
            "Importazione di {table}\n\n{kpis_it}, {it}.\nDi {all} celle piene ne ho tradotte {done} come stanno e {check} con una scelta da controllare; non tradotte {left}.\n"
        ),
        en: format!(
            "Import of {table}\n\n{kpis_en}, {en}.\nOf {all} filled cells I translated {done} as they are and {check} with a guess worth checking; not translated {left}.\n"
        ),
    }
}

/// The cells of one fate: the sentence, where they are, and what they say.
fn entry(group: &Group, report: &Report, lang: Lang, out: &mut String) {
    let (words, cells) = (group.words.get(lang), cells(group.count));
    let cells = cells.get(lang);
    if group.list == List::Translated {
        return lines(&format!("  {words} ({cells})"), &places(group, report, lang), out);
    }
    push(out, "");
    if group.count <= group.shown.len() {
        push(out, &format!("  {words} ({cells})"));
        for shown in &group.shown {
            push(out, &format!("    {}", line(shown, lang)));
        }
        return;
    }
    lines(&format!("  {words} ({cells})"), &places(group, report, lang), out);
    for shown in group.shown.iter().take(EXAMPLES) {
        let line = line(shown, lang);
        push(out, &format!("    {}", say!("per esempio {line}", "for example {line}").get(lang)));
    }
}

fn cells(count: usize) -> Text {
    match count {
        1 => say!("1 cella", "1 cell"),
        _ => say!("{count} celle", "{count} cells"),
    }
}

/// One cell: where it is, what it says, what was guessed of it.
fn line(shown: &Shown, lang: Lang) -> String {
    let (place, cell) = (shown.place.get(lang), &shown.cell);
    let detail = shown.detail.as_ref().map(|detail| detail.get(lang)).filter(|detail| !detail.is_empty());
    match detail {
        // What the detail quotes needs no second quotation.
        Some(detail) if detail.starts_with('«') => format!("{place}: {detail}"),
        Some(detail) => format!("{place}: «{cell}»: {detail}"),
        None => format!("{place}: «{cell}»"),
    }
}

/// Where the cells of a group are: `foglio Piano: D5:D83` in a workbook, `colonna 4: righe 5-83` in a text.
fn places(group: &Group, report: &Report, lang: Lang) -> Vec<String> {
    let mut runs = group.runs.clone();
    runs.sort_by_key(|run| (run.first.sheet, run.first.column, run.first.row));
    let mut places: Vec<String> = Vec::new();
    for sheet in runs.chunk_by(|a, b| a.first.sheet == b.first.sheet) {
        let name = sheet.first().and_then(|run| report.sheets.get(run.first.sheet)?.as_deref());
        match name {
            Some(name) => {
                let names = sheet.iter().map(cells_named).collect::<Vec<_>>().join(", ");
                places.push(say!("foglio {name}: {names}", "sheet {name}: {names}").get(lang).to_owned());
            }
            None => places.extend(rows_named(sheet, lang)),
        }
    }
    places
}

/// `D5:D83`.
fn cells_named(run: &Run) -> String {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (row, column, last) = (number(run.first.row), number(run.first.column), number(run.last));
    let first = cell_name(row, column);
    if row == last { first } else { format!("{first}:{}", cell_name(last, column)) }
}

/// `colonna 4: righe 5-83, 90`; columns of the same rows together.
fn rows_named(runs: &[Run], lang: Lang) -> Vec<String> {
    let mut columns: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for column in runs.chunk_by(|a, b| a.first.column == b.first.column) {
        let number = column.first().map_or(0, |run| run.first.column.saturating_add(1)).to_string();
        let rows = column.iter().map(|run| {
            let (first, last) = (run.first.row.saturating_add(1), run.last.saturating_add(1));
            if first == last { first.to_string() } else { format!("{first}-{last}") }
        });
        let rows: Vec<String> = rows.collect();
        match columns.iter_mut().find(|(_, own)| *own == rows) {
            Some((numbers, _)) => numbers.push(number),
            None => columns.push((vec![number], rows)),
        }
    }
    let shown = columns.into_iter().map(|(numbers, rows)| {
        let one = matches!(rows.as_slice(), [row] if !row.contains('-'));
        let (column, rows) = (numbers.join(", "), rows.join(", "));
        let text = match (numbers.len(), one) {
            (1, true) => say!("colonna {column}: riga {rows}", "column {column}: row {rows}"),
            (1, false) => say!("colonna {column}: righe {rows}", "column {column}: rows {rows}"),
            (_, true) => say!("colonne {column}: riga {rows}", "columns {column}: row {rows}"),
            (_, false) => say!("colonne {column}: righe {rows}", "columns {column}: rows {rows}"),
        };
        text.get(lang).to_owned()
    });
    shown.collect()
}

/// A sentence and the places of its cells, broken where lines grow long.
fn lines(sentence: &str, places: &[String], out: &mut String) {
    let mut line = format!("{sentence}:");
    for word in places.join("; ").split(' ') {
        if line.chars().count().saturating_add(word.chars().count()) > WIDTH {
            push(out, &line);
            line = String::from("   ");
        }
        line.push(' ');
        line.push_str(word);
    }
    push(out, &line);
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}
