//! What the cells of a spreadsheet are called.

/// `E`, `AA`: a column's name from its number, from 0.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column).saturating_add(1);
    while rest > 0 {
        rest = rest.saturating_sub(1);
        letters.push(char::from(b'A'.saturating_add((rest % 26) as u8)));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

/// `E14`: a cell's name from its row and column, both from 0.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row).saturating_add(1))
}

/// `Staff!E14`, `'Area 1'!E14`: a cell's name with its sheet's, as Excel writes it.
pub fn place_name(sheet: &str, row: u32, column: u32) -> String {
    let cell = cell_name(row, column);
    let plain = sheet.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
        && !sheet.starts_with(|c: char| c.is_ascii_digit());
    if plain { format!("{sheet}!{cell}") } else { format!("'{}'!{cell}", sheet.replace('\'', "''")) }
}
