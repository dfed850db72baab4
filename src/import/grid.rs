//! A table as grids of texts with positions, whatever it was written in: text with tabs, CSV, a workbook.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::diagnostics::{Text, say};
use crate::source::column_name;
use crate::value::{is_invisible, show_date, trimmed};
use crate::workbook::{Area, Cell, Workbook, place_name};

/// A file: one sheet of a text, or those of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    /// In the order of the file.
    pub sheets: Vec<Grid<'a>>,
}

/// One sheet: rows of cells, as they were written but for the signs of the file format.
#[derive(Debug, Clone, Default)]
pub struct Grid<'a> {
    /// Its name in a workbook.
    pub name: Option<Cow<'a, str>>,
    /// Whether its tab is hidden.
    pub hidden: bool,
    cells: Cells<'a>,
    /// Rows and columns that cannot be seen, first and last of each run.
    unseen: [&'a [(u32, u32)]; 2],
    /// Cells shown as one over several rows, in the order of their first rows.
    pub merged: Vec<Area>,
}

/// The rows, from row 1 of the file on, ragged. Those of a workbook stay as they were read: each cell becomes a text when
/// its row is come to.
#[derive(Debug, Clone)]
enum Cells<'a> {
    Text(Vec<Vec<Cow<'a, str>>>),
    Sheet(&'a [Vec<Cell>]),
}

impl Default for Cells<'_> {
    fn default() -> Self {
        Cells::Text(Vec::new())
    }
}

/// A filled cell: its column and its text.
pub type Placed<'a> = (usize, Cow<'a, str>);

/// A cell's place, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The sheet.
    pub sheet: usize,
    /// The row, in a text the line.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// How many hidden rows or columns are named.
const MOST_NAMED: usize = 12;
/// Merged cells further right belong to no table of a plan.
const MOST_COLUMNS: u32 = 64;

impl<'a> Table<'a> {
    /// The sheets of a workbook, their cells as a plan writes values.
    pub fn of_workbook(workbook: &'a Workbook) -> Table<'a> {
        let sheets = workbook.sheets.iter().map(|sheet| Grid {
            name: Some(Cow::Borrowed(&sheet.name)),
            hidden: !sheet.visible,
            cells: Cells::Sheet(&sheet.rows),
            unseen: [&sheet.hidden_rows, &sheet.hidden_columns],
            merged: over_rows(&sheet.merged),
        });
        Table { sheets: sheets.collect() }
    }

    /// A text as its one sheet.
    pub fn of_text(text: &'a str) -> Table<'a> {
        Table { sheets: vec![Grid::of_text(text)] }
    }

    /// The places that hold something, in reading order.
    pub fn filled(&self) -> impl Iterator<Item = Place> {
        let sheets = self.sheets.iter().enumerate();
        sheets.flat_map(|(sheet, grid)| grid.filled().map(move |(row, column)| Place { sheet, row, column }))
    }

    /// What a cell says.
    pub fn text(&self, place: Place) -> Cow<'a, str> {
        let sheet = self.sheets.get(place.sheet);
        sheet.map_or(Cow::Borrowed(""), |sheet| sheet.text(place.row, place.column))
    }

    /// A place as the document's reader finds it: `Obiettivi!E14` in a workbook, row and column in a text.
    pub fn place_shown(&self, place: Place) -> Text {
        let name = self.sheets.get(place.sheet).and_then(|sheet| sheet.name.as_deref());
        match (name, u32::try_from(place.row), u32::try_from(place.column)) {
            (Some(name), Ok(row), Ok(column)) => Text::same(place_name(name, row, column)),
            _ => {
                let (row, column) = (place.row.saturating_add(1), place.column.saturating_add(1));
                say!("riga {row}, colonna {column}", "row {row}, column {column}")
            }
        }
    }
}

/// The merged areas that reach over several rows.
fn over_rows(merged: &[Area]) -> Vec<Area> {
    let tall = |area: &&Area| area.last.0 > area.first.0 && area.first.1 < MOST_COLUMNS;
    let mut areas: Vec<Area> = merged.iter().filter(tall).copied().collect();
    areas.sort_by_key(|area| area.first);
    areas
}

/// A workbook's cell as a plan writes its value.
fn shown(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Error(error) if error.starts_with('#') => Cow::Borrowed(error),
        Cell::Error(error) => Cow::Owned(format!("#{error}")),
        Cell::Number(value) => Cow::Owned(number(value, "")),
        Cell::Percent(value) => Cow::Owned(number(value, "%")),
        Cell::Money(value) => Cow::Owned(number(value, " €")),
        Cell::Foreign(amount) => Cow::Owned(number(&amount.0, &format!(" {}", amount.1))),
        Cell::Date(day) => Cow::Owned(show_date(*day)),
        Cell::Boolean(true) => Cow::Borrowed("sì"),
        Cell::Boolean(false) => Cow::Borrowed("no"),
    }
}

/// A number with a decimal comma and without useless zeros, and what follows it.
fn number(value: &Decimal, end: &str) -> String {
    let mut text = value.to_string();
    if let Some(point) = text.find('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
        if point < text.len() {
            text.replace_range(point..=point, ",");
        }
    }
    text.push_str(end);
    text
}

impl<'a> Grid<'a> {
    /// Reads a text: divided by tabs where a line has one, else a CSV of `;` or `,`, else one cell a line.
    pub fn of_text(text: &'a str) -> Grid<'a> {
        let text = text.trim_start_matches('\u{feff}');
        let [semicolons, commas, tabs] = separators(text);
        // Prose is full of commas: a CSV has a separator on nearly every line.
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        let by_semicolons = semicolons > lines && semicolons > tabs;
        if tabs > 0 && !by_semicolons {
            return Grid { cells: Cells::Text(tab_rows(text)), ..Grid::default() };
        }
        match [(';', semicolons), (',', commas)].into_iter().find(|(_, count)| *count > lines) {
            Some((separator, _)) => {
                let owned = |row: Vec<String>| row.into_iter().map(Cow::Owned).collect();
                let rows = csv_rows(text, separator).into_iter().map(owned).collect();
                Grid { cells: Cells::Text(rows), ..Grid::default() }
            }
            None => {
                let rows = text.lines().map(|line| vec![Cow::Borrowed(line)]).collect();
                Grid { cells: Cells::Text(rows), ..Grid::default() }
            }
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        match &self.cells {
            Cells::Text(rows) => rows.len(),
            Cells::Sheet(rows) => rows.len(),
        }
    }

    /// The cells of a row that hold something.
    pub fn row(&self, row: usize) -> Vec<Placed<'a>> {
        let filled = |(_, text): &Placed<'_>| !trimmed(text).is_empty();
        match &self.cells {
            Cells::Text(rows) => {
                let cells = rows.get(row).map_or(&[][..], Vec::as_slice);
                let mut row = Vec::with_capacity(cells.len());
                row.extend(cells.iter().cloned().enumerate().filter(filled));
                row
            }
            Cells::Sheet(rows) => {
                let cells = rows.get(row).into_iter().flatten().enumerate();
                cells
                    .filter(|(_, cell)| is_filled(cell))
                    .map(|(column, cell)| (column, shown(cell)))
                    .collect()
            }
        }
    }

    /// What a cell says.
    pub fn text(&self, row: usize, column: usize) -> Cow<'a, str> {
        let text = match &self.cells {
            Cells::Text(rows) => rows.get(row).and_then(|cells| cells.get(column)).cloned(),
            Cells::Sheet(rows) => rows.get(row).and_then(|cells| cells.get(column)).map(shown),
        };
        text.unwrap_or_default()
    }

    /// The cells that hold something, in reading order.
    pub fn filled(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..self.rows()).flat_map(move |row| {
            let width = match &self.cells {
                Cells::Text(rows) => rows.get(row).map_or(0, Vec::len),
                Cells::Sheet(rows) => rows.get(row).map_or(0, Vec::len),
            };
            (0..width).filter(move |column| self.holds(row, *column)).map(move |column| (row, column))
        })
    }

    /// The hidden rows and columns that hold something, which are read like the rest.
    pub fn hidden_cells(&self) -> Option<Text> {
        let [rows, columns] = self.unseen;
        if rows.is_empty() && columns.is_empty() {
            return None;
        }
        let within = |runs: &[(u32, u32)], at: usize| {
            runs.iter().any(|(first, last)| (*first as usize..=*last as usize).contains(&at))
        };
        let (mut unseen_rows, mut unseen_columns) = (BTreeSet::new(), BTreeSet::new());
        for (row, column) in self.filled() {
            if within(rows, row) {
                unseen_rows.insert(row.saturating_add(1).to_string());
            }
            if within(columns, column) {
                unseen_columns.insert(column_name(u32::try_from(column).unwrap_or(u32::MAX)));
            }
        }
        let named = |all: BTreeSet<String>| -> String {
            let mut all: Vec<String> = all.into_iter().collect();
            all.sort_by_key(|name| (name.len(), name.clone()));
            let more = if all.len() > MOST_NAMED { ", …" } else { "" };
            format!("{}{more}", all.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", "))
        };
        let sheet = self.name.as_deref().unwrap_or_default();
        Some(match (unseen_rows.is_empty(), unseen_columns.is_empty()) {
            (true, true) => return None,
            (false, true) => {
                let rows = named(unseen_rows);
                say!(
                    "foglio {sheet}: ho letto anche le righe nascoste ({rows}): controlla che debbano contare",
                    "sheet {sheet}: the hidden rows ({rows}) are read too: check whether they are to count"
                )
            }
            (true, false) => {
                let columns = named(unseen_columns);
                say!(
                    "foglio {sheet}: ho letto anche le colonne nascoste ({columns}): controlla che debbano contare",
                    "sheet {sheet}: the hidden columns ({columns}) are read too: check whether they are to count"
                )
            }
            (false, false) => {
                let (rows, columns) = (named(unseen_rows), named(unseen_columns));
                say!(
                    "foglio {sheet}: ho letto anche le righe nascoste ({rows}) e le colonne nascoste ({columns}): controlla che debbano contare",
                    "sheet {sheet}: the hidden rows ({rows}) and columns ({columns}) are read too: check whether they are to count"
                )
            }
        })
    }

    fn holds(&self, row: usize, column: usize) -> bool {
        match &self.cells {
            Cells::Text(rows) => {
                let cell = rows.get(row).and_then(|cells| cells.get(column));
                cell.is_some_and(|text| !trimmed(text).is_empty())
            }
            Cells::Sheet(rows) => rows.get(row).and_then(|cells| cells.get(column)).is_some_and(is_filled),
        }
    }
}

fn is_filled(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Text(text) | Cell::Error(text) => !trimmed(text).is_empty(),
        _ => true,
    }
}

/// How many `;`, `,` and tabs may divide cells: those within a cell in quotes do not, unless its quotes never close.
fn separators(text: &str) -> [usize; 3] {
    let mut counts = [0usize; 3];
    let mut rest = text;
    while let Some(at) = rest.find([';', ',', '\t', '\n', '"']) {
        let begins = rest.get(..at).is_some_and(|before| before.trim().is_empty());
        let (sign, after) = rest.get(at..).and_then(|found| found.split_at_checked(1)).unwrap_or(("", ""));
        rest = match sign {
            "\"" if begins => end_of_quotes(after).unwrap_or(after),
            "\"" => after.find([';', ',', '\t', '\n']).and_then(|next| after.get(next..)).unwrap_or(""),
            sign => {
                let known = [";", ",", "\t"].iter().position(|separator| *separator == sign);
                if let Some(count) = known.and_then(|known| counts.get_mut(known)) {
                    *count = count.saturating_add(1);
                }
                after
            }
        };
    }
    counts
}

/// What follows a cell in quotes, after its opening one.
fn end_of_quotes(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.split_once('"')?.1;
        match rest.strip_prefix('"') {
            Some(doubled) => rest = doubled,
            None => return Some(rest),
        }
    }
}

/// Rows of a text with tabs, each at the line where it starts. What is copied from Excel has a cell of several lines in
/// quotes; other quotes are the document's own.
fn tab_rows(text: &str) -> Vec<Vec<Cow<'_, str>>> {
    let mut rows = vec![Vec::new()];
    let (mut rest, mut inside) = (text, 0_usize);
    loop {
        let (cell, lines, after) = match cell_of_lines(rest) {
            Some((inner, after)) => {
                (Cow::Owned(inner.replace("\"\"", "\"")), inner.matches('\n').count(), after)
            }
            None => {
                let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
                let (cell, after) = rest.split_at(end);
                (Cow::Borrowed(cell.trim_end_matches('\r')), 0, after)
            }
        };
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
        inside = inside.saturating_add(lines);
        rest = match after.strip_prefix('\t') {
            Some(rest) => rest,
            None => match after.trim_start_matches('\r').strip_prefix('\n') {
                Some(rest) => {
                    // The lines inside cells are rows of nothing.
                    rows.extend(std::iter::repeat_n(Vec::new(), inside.saturating_add(1)));
                    inside = 0;
                    rest
                }
                None => return rows,
            },
        };
    }
}

/// The inside of a cell in quotes that Excel put there, and what follows it.
fn cell_of_lines(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let end = inner.get(from..)?.find(['"', '\t'])?.checked_add(from)?;
        let after = inner.get(end..)?.strip_prefix('"')?;
        if after.starts_with('"') {
            from = end.checked_add(2)?;
            continue;
        }
        let inner = inner.get(..end)?;
        let ends = after.is_empty() || after.starts_with(['\t', '\n', '\r']);
        // Excel puts a text in quotes that has several lines, quotes or, in a file, a comma.
        let quoted = inner.contains(['\n', ',']) || inner.contains("\"\"");
        return (ends && quoted).then_some((inner, after));
    }
}

/// Rows of a CSV at the lines where they start, so that a row's number is the line an editor shows.
fn csv_rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut lines) = (false, 0_usize);
    let mut letters = text.chars().filter(|c| *c != '\r').peekable();
    while let Some(c) = letters.next() {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { break };
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\n' if quoted => {
                lines = lines.saturating_add(1);
                cell.push('\n');
            }
            '\n' => {
                // The lines inside a cell are rows of nothing.
                rows.extend(std::iter::repeat_n(Vec::new(), lines));
                lines = 0;
                rows.push(vec![String::new()]);
            }
            c if c == separator && !quoted => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            c => cell.push(c),
        }
    }
    rows
}

/// A cell's words without what a conversion left in it: tags, escapes, double blanks.
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = trimmed(text);
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let text = &*text.replace(is_left_over, "");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let near = tag.as_bytes().get(..tag.len().min(LONGEST_TAG)).unwrap_or_default();
        match memchr::memchr(b'>', near) {
            Some(close) if is_tag(tag.get(1..close).unwrap_or("")) => {
                rest = tag.get(close.saturating_add(1)..).unwrap_or("");
            }
            _ => {
                out.push('<');
                rest = tag.get(1..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    let out = without_emphasis(&out.replace("\\_", "_").replace("\\*", "*"));
    Cow::Owned(single_blanks(&out).into_owned())
}

/// [`plain`] of a text that may be the table's own.
pub fn plain_of<'a>(text: &Cow<'a, str>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => plain(text),
        Cow::Owned(text) => Cow::Owned(plain(text).into_owned()),
    }
}

/// A text on one line, with single blanks.
pub fn single_blanks(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_even(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Whether all blanks in a text are single and plain.
fn is_even(text: &str) -> bool {
    let mut before = 0_u8;
    let plain = |byte: u8| {
        let double = byte == b' ' && before == b' ';
        before = byte;
        byte >= b' ' && !double
    };
    text.bytes().all(plain) && (text.is_ascii() || !text.contains(|c: char| c != ' ' && c.is_whitespace()))
}

/// Whether a text, trimmed, holds no sign of a conversion, and single blanks only.
fn is_plain(text: &str) -> bool {
    memchr::memchr3(b'<', b'\\', b'*', text.as_bytes()).is_none()
        && is_even(text)
        && (text.is_ascii() || !text.contains(is_left_over))
}

/// An invisible character, but for those that join letters or keep them apart.
fn is_left_over(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\u{200C}' | '\u{200D}')
}

/// The longest tag, in bytes, that a conversion leaves in a text.
const LONGEST_TAG: usize = 2_000;

/// `b`, `/b`, `a href=…`: so that `< 5` stays.
fn is_tag(inside: &str) -> bool {
    let name = inside.trim_start_matches('/');
    let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
    matches!(
        name.to_ascii_lowercase().as_str(),
        "b" | "i" | "u" | "a" | "br" | "sup" | "sub" | "em" | "strong" | "p" | "span"
    )
}

/// `**text**` and `*text*` as `text`; a lone star is a reference to a note, and stays.
fn without_emphasis(text: &str) -> String {
    let mut out = text.trim().to_owned();
    for mark in ["**", "*"] {
        if let Some(inner) = out.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark))
            && !inner.contains(mark)
        {
            out = inner.to_owned();
        }
    }
    let pairs = out.matches("**").count();
    if pairs > 0 && pairs.is_multiple_of(2) { out.replace("**", "") } else { out }
}
