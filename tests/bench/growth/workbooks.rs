//! Shapes of workbooks: what a sheet, its texts and its notes may have many of.

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::shape::{Files, Shape, each, of};

const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
const RELS: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of some sheets, shared texts, and further parts of the first sheet.
fn workbook(sheets: &[String], strings: &str, comments: Option<String>) -> Files {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    part("[Content_Types].xml", TYPES);
    part("_rels/.rels", RELS);
    let list = each(sheets.len(), |at| {
        format!("<sheet name=\"Foglio {at}\" sheetId=\"{}\" r:id=\"rId{at}\"/>", at + 1)
    });
    part(
        "xl/workbook.xml",
        &format!("<?xml version=\"1.0\"?><workbook {MAIN}><sheets>{list}</sheets></workbook>"),
    );
    let rels = each(sheets.len(), |at| {
        format!(
            "<Relationship Id=\"rId{at}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
        )
    });
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{rels}<Relationship Id=\"strings\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
        ),
    );
    part("xl/sharedStrings.xml", &format!("<?xml version=\"1.0\"?><sst {MAIN}>{strings}</sst>"));
    for (at, rows) in sheets.iter().enumerate() {
        part(
            &format!("xl/worksheets/sheet{at}.xml"),
            &format!("<?xml version=\"1.0\"?><worksheet {MAIN}>{rows}</worksheet>"),
        );
    }
    if let Some(comments) = comments {
        part(
            "xl/worksheets/_rels/sheet0.xml.rels",
            &format!(
                "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/comments\" Target=\"../comments1.xml\"/></Relationships>"
            ),
        );
        part(
            "xl/comments1.xml",
            &format!(
                "<?xml version=\"1.0\"?><comments {MAIN}><authors><author>x</author></authors><commentList>{comments}</commentList></comments>"
            ),
        );
    }
    vec![("t.xlsx".to_owned(), zip.finish().unwrap().into_inner())]
}

fn text(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// The header of a table and rows after it.
fn sheet(rows: &str) -> String {
    let header = ["Obiettivo", "Indicatore", "Peso", "Target 2025", "Note"];
    let cells: String =
        header.iter().zip(["A1", "B1", "C1", "D1", "E1"]).map(|(word, at)| text(at, word)).collect();
    format!("<sheetData><row r=\"1\">{cells}</row>{rows}</sheetData>")
}

fn row(at: usize, note: &str) -> String {
    let n = at + 2;
    let cells = [
        text(&format!("A{n}"), &format!("A.{} - Obiettivo", at / 5)),
        text(&format!("B{n}"), &format!("Indicatore {at}")),
        text(&format!("C{n}"), "20%"),
        text(&format!("D{n}"), ">= 3"),
        text(&format!("E{n}"), note),
    ];
    format!("<row r=\"{n}\">{}</row>", cells.concat())
}

const IT: &str = "import t.xlsx -o out";

pub const IMPORT: &[Shape] = &[
    of("rows of a workbook", IT, 4_000, |n| workbook(&[sheet(&each(n, |at| row(at, "nota")))], "", None)),
    of("sheets of a workbook", IT, 50, |n| {
        workbook(&(0..n).map(|_| sheet(&each(10, |at| row(at, "nota")))).collect::<Vec<_>>(), "", None)
    }),
    of("one giant cell of a workbook", IT, 4_000_000, |n| {
        workbook(&[sheet(&row(0, &"testo ".repeat(n / 6)))], "", None)
    }),
    of("giant cells of a workbook", IT, 50, |n| {
        workbook(&[sheet(&each(n, |at| row(at, &"testo ".repeat(5_000))))], "", None)
    }),
    of("shared texts that are not used", IT, 50_000, |n| {
        workbook(&[sheet(&row(0, "nota"))], &each(n, |at| format!("<si><t>testo {at}</t></si>")), None)
    }),
    of("one giant shared text", IT, 4_000_000, |n| {
        let used = "<row r=\"3\"><c r=\"E3\" t=\"s\"><v>0</v></c></row>";
        workbook(
            &[sheet(&(row(0, "nota") + used))],
            &format!("<si><t>{}</t></si>", "testo ".repeat(n / 6)),
            None,
        )
    }),
    of("one long shared text in many cells", IT, 2_000, |n| {
        let cells = each(n, |at| format!("<row r=\"{0}\"><c r=\"E{0}\" t=\"s\"><v>0</v></c></row>", at + 3));
        workbook(
            &[sheet(&(row(0, "nota") + &cells))],
            &format!("<si><t>{}</t></si>", "testo ".repeat(5_000)),
            None,
        )
    }),
    of("one giant comment", IT, 4_000_000, |n| {
        let comment = format!(
            "<comment ref=\"A2\" authorId=\"0\"><text><t>{}</t></text></comment>",
            "testo ".repeat(n / 6)
        );
        workbook(&[sheet(&row(0, "nota"))], "", Some(comment))
    }),
    of("comments", IT, 5_000, |n| {
        let comments = each(n, |at| {
            format!("<comment ref=\"A{}\" authorId=\"0\"><text><t>testo {at}</t></text></comment>", at + 2)
        });
        workbook(&[sheet(&each(n, |at| row(at, "nota")))], "", Some(comments))
    }),
    of("columns of a workbook", IT, 2_000, |n| {
        let name = |mut at: usize| {
            let mut name = String::new();
            loop {
                name.insert(0, char::from(b'A' + (at % 26) as u8));
                if at < 26 {
                    return name;
                }
                at = at / 26 - 1;
            }
        };
        let cells = each(n, |at| text(&format!("{}2", name(at + 5)), "x"));
        let first = row(0, "nota").replace("</row>", &format!("{cells}</row>"));
        workbook(&[sheet(&first)], "", None)
    }),
    of("merged cells", IT, 2_000, |n| {
        let merged = each(n, |at| format!("<mergeCell ref=\"A{0}:A{1}\"/>", at * 2 + 2, at * 2 + 3));
        workbook(
            &[sheet(&each(n * 2, |at| row(at, "nota"))) + &format!("<mergeCells>{merged}</mergeCells>")],
            "",
            None,
        )
    }),
    of("merged cells one over another", IT, 2_000, |n| {
        let merged = each(n, |at| format!("<mergeCell ref=\"A2:E{}\"/>", at + 3));
        workbook(
            &[sheet(&each(n, |at| row(at, "nota"))) + &format!("<mergeCells>{merged}</mergeCells>")],
            "",
            None,
        )
    }),
    of("blank rows of a workbook", IT, 50_000, |n| {
        let blank = each(n, |at| format!("<row r=\"{0}\"><c r=\"A{0}\"/></row>", at + 3));
        workbook(&[sheet(&(row(0, "nota") + &blank))], "", None)
    }),
];
