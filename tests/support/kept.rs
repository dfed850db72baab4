//! One table as the programs of offices keep it: XLSX, XLS and ODS with number formats, byte by byte.

#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Write;

use super::workbooks::{book_of_2003, zip_of};

/// A number format: its code, and the element of ODS with what is in it.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    pub code: &'static str,
    pub kind: &'static str,
    pub parts: &'static str,
}

pub const fn format(code: &'static str, kind: &'static str, parts: &'static str) -> Format {
    Format { code, kind, parts }
}

/// What a cell keeps.
#[derive(Debug, Clone)]
pub enum Kept {
    Nothing,
    Text(String),
    Number(f64, usize),
    Boolean(bool),
}

/// Where an ODS says how a cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The style of the cell, whose format is beside it.
    Cell,
    /// The style of the cell, whose format is in `styles.xml`.
    Styles,
    /// The style that the style of the cell comes from.
    Parent,
    /// The column or, in the next, the row.
    Column,
    Row,
}

pub const EVERYWHERE: [Said; 5] = [Said::Cell, Said::Styles, Said::Parent, Said::Column, Said::Row];

/// A table of one sheet.
#[derive(Debug, Clone)]
pub struct Table {
    pub formats: Vec<Format>,
    pub rows: Vec<Vec<Kept>>,
    /// Rows that are hidden.
    pub hidden: Vec<usize>,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

impl Table {
    pub fn xlsx(&self, first: usize) -> Vec<u8> {
        let (mut codes, mut kinds) = (String::new(), "<xf numFmtId=\"0\"/>".to_owned());
        for (at, format) in self.formats.iter().enumerate() {
            let number = first + at;
            write!(codes, "<numFmt numFmtId=\"{number}\" formatCode=\"{}\"/>", escaped(format.code)).unwrap();
            write!(kinds, "<xf numFmtId=\"{number}\"/>").unwrap();
        }
        let mut rows = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            let hidden = if self.hidden.contains(&at) { " hidden=\"1\"" } else { "" };
            write!(rows, "<row r=\"{}\"{hidden}>", at + 1).unwrap();
            for cell in row {
                match cell {
                    Kept::Nothing => rows.push_str("<c/>"),
                    Kept::Text(text) => {
                        write!(rows, "<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text)).unwrap();
                    }
                    Kept::Number(number, format) => {
                        write!(rows, "<c s=\"{}\"><v>{number}</v></c>", format + 1).unwrap();
                    }
                    Kept::Boolean(yes) => write!(rows, "<c t=\"b\"><v>{}</v></c>", u8::from(*yes)).unwrap(),
                }
            }
            rows.push_str("</row>");
        }
        let relations = r#"<Relationships><Relationship Id="rId1" Type="office/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="office/styles" Target="styles.xml"/></Relationships>"#;
        let book = r#"<workbook xmlns:r="relations"><sheets><sheet name="Staff" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
        let styles = format!("<styleSheet><numFmts>{codes}</numFmts><cellXfs>{kinds}</cellXfs></styleSheet>");
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        zip_of(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/styles.xml", styles.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }

    /// With the numbers of its own formats from `first` on: Excel begins at 164, Gnumeric at 50, and a program may state
    /// what 14 means.
    pub fn xls(&self, first: u16) -> Vec<u8> {
        let codes: Vec<&str> = self.formats.iter().map(|format| format.code).collect();
        let mut cells = Vec::new();
        for (row, kept) in self.rows.iter().enumerate() {
            for (column, cell) in kept.iter().enumerate() {
                let place = |kind: u16| {
                    [row as u16, column as u16, kind]
                        .into_iter()
                        .flat_map(u16::to_le_bytes)
                        .collect::<Vec<u8>>()
                };
                cells.push(match cell {
                    Kept::Nothing => continue,
                    Kept::Text(text) => {
                        let units: Vec<u16> = text.encode_utf16().collect();
                        let mut data = place(0);
                        data.extend((units.len() as u16).to_le_bytes());
                        data.push(1);
                        data.extend(units.into_iter().flat_map(u16::to_le_bytes));
                        (0x0204, data)
                    }
                    Kept::Number(number, format) => {
                        let mut data = place(*format as u16 + 1);
                        data.extend(number.to_le_bytes());
                        (0x0203, data)
                    }
                    Kept::Boolean(yes) => {
                        let mut data = place(0);
                        data.extend([u8::from(*yes), 0]);
                        (0x0205, data)
                    }
                });
            }
        }
        for row in &self.hidden {
            let mut data = vec![0; 16];
            data[..2].copy_from_slice(&(*row as u16).to_le_bytes());
            data[12] = 0x20;
            cells.push((0x0208, data));
        }
        book_of_2003(first, &codes, &cells)
    }

    /// As Gnumeric writes it, every number a `float` that only its style shows as something else; where the style is
    /// told by column or row, the whole table has the first format.
    pub fn ods(&self, said: Said) -> Vec<u8> {
        let (mut formats, mut cells) = (String::new(), String::new());
        for (at, Format { kind, parts, .. }) in self.formats.iter().enumerate() {
            write!(formats, "<number:{kind}-style style:name=\"N{at}\">{parts}</number:{kind}-style>")
                .unwrap();
            let own = format!("style:name=\"ce{at}\" style:family=\"table-cell\"");
            let of = format!("style:data-style-name=\"N{at}\"");
            match said {
                Said::Parent => write!(
                    cells,
                    "<style:style style:name=\"p{at}\" style:family=\"table-cell\" {of}/><style:style {own} style:parent-style-name=\"p{at}\"/>"
                ),
                _ => write!(cells, "<style:style {own} {of}/>"),
            }
            .unwrap();
        }
        let default = |place| if said == place { " table:default-cell-style-name=\"ce0\"" } else { "" };
        let mut rows = String::new();
        write!(rows, "<table:table-column{} table:number-columns-repeated=\"9\"/>", default(Said::Column))
            .unwrap();
        for (at, row) in self.rows.iter().enumerate() {
            let hidden = if self.hidden.contains(&at) { " table:visibility=\"filter\"" } else { "" };
            write!(rows, "<table:table-row{}{hidden}>", default(Said::Row)).unwrap();
            for cell in row {
                match cell {
                    Kept::Nothing => rows.push_str("<table:table-cell/>"),
                    Kept::Text(text) => write!(
                        rows,
                        "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
                        escaped(text)
                    )
                    .unwrap(),
                    Kept::Number(number, format) => {
                        let style = match said {
                            Said::Column | Said::Row => String::new(),
                            _ => format!(" table:style-name=\"ce{format}\""),
                        };
                        write!(rows, "<table:table-cell{style} office:value-type=\"float\" office:value=\"{number}\"><text:p>?</text:p></table:table-cell>").unwrap();
                    }
                    Kept::Boolean(yes) => write!(
                        rows,
                        "<table:table-cell table:formula=\"of:=A()\" office:value-type=\"float\" office:value=\"{}\"><text:p>{}</text:p></table:table-cell>",
                        u8::from(*yes),
                        if *yes { "VERO" } else { "FALSO" }
                    )
                    .unwrap(),
                }
            }
            rows.push_str("</table:table-row>");
        }
        let (here, there) =
            if said == Said::Styles { ("", formats.as_str()) } else { (formats.as_str(), "") };
        let styles = if said == Said::Styles { cells.as_str() } else { "" };
        let own = if said == Said::Styles { "" } else { cells.as_str() };
        let content = format!(
            "<office:document-content><office:automatic-styles>{here}{own}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"Staff\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        );
        let styles = format!(
            "<office:document-styles><office:styles>{there}{styles}</office:styles></office:document-styles>"
        );
        zip_of(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
            ("styles.xml", styles.as_bytes()),
        ])
    }
}
