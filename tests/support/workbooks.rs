//! Workbooks that no well-meaning program writes, byte by byte.

#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A ZIP of some parts.
pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, packed).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A ZIP of such parts.
pub fn whole(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip_of(&parts)
}

/// A workbook with one part changed.
pub fn rewritten(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    let (_, part) = parts.iter_mut().find(|(own, _)| own == name).unwrap();
    let changed = change(std::str::from_utf8(part).unwrap());
    assert_ne!(changed.as_bytes(), part, "nothing changed in {name}");
    *part = changed.into_bytes();
    whole(&parts)
}

/// A workbook with the parts changed whose names begin so.
pub fn rewritten_below(bytes: &[u8], start: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(bytes);
    for (_, part) in parts.iter_mut().filter(|(name, _)| name.starts_with(start)) {
        *part = change(std::str::from_utf8(part).unwrap()).into_bytes();
    }
    whole(&parts)
}

/// The names of the sheets; the first is in `xl/worksheets/sheet1.xml`.
pub fn sheet_names(bytes: &[u8]) -> Vec<String> {
    let parts = parts(bytes);
    let (_, book) = parts.iter().find(|(name, _)| name == "xl/workbook.xml").unwrap();
    let book = std::str::from_utf8(book).unwrap();
    book.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// A workbook with one part more, or another in its place.
pub fn with_part(bytes: &[u8], name: &str, part: &[u8]) -> Vec<u8> {
    let mut parts = parts(bytes);
    parts.retain(|(own, _)| own != name);
    parts.push((name.to_owned(), part.to_vec()));
    whole(&parts)
}

/// A workbook of one sheet with these rows, without a style or a shared text.
pub fn xlsx(rows: &str) -> Vec<u8> {
    let book = r#"<workbook xmlns:r="relations"><sheets><sheet name="Staff" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = r#"<Relationships><Relationship Id="rId1" Type="office/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    zip_of(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// Spreadsheets of LibreOffice.
pub struct Ods;

impl Ods {
    /// With one sheet, of these rows.
    pub fn sheet(name: &str, rows: &str) -> Vec<u8> {
        let content = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
        );
        zip_of(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
        ])
    }
}

/// A compound file with some streams.
fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// An XLSX with a password: its package is encrypted.
pub fn locked() -> Vec<u8> {
    compound(&[("/EncryptionInfo", &[4, 0, 4, 0]), ("/EncryptedPackage", &[0; 5000])])
}

/// An XLS of a few cells, that says it has so many rows.
pub fn xls(rows: u32) -> Vec<u8> {
    xls_of(&xls_records(rows))
}

/// An XLS of these records.
pub fn xls_of(records: &[u8]) -> Vec<u8> {
    compound(&[("/Workbook", records)])
}

/// The records of an XLS of a few cells, shared texts and a formula among them.
pub fn xls_records(rows: u32) -> Vec<u8> {
    let begin = |kind: u16| {
        let mut data = vec![0, 6];
        data.extend(kind.to_le_bytes());
        data.extend([0; 12]);
        record(0x0809, &data)
    };
    let format = |number: u16, code: &str| {
        let mut data = number.to_le_bytes().to_vec();
        data.extend((code.chars().count() as u16).to_le_bytes());
        data.push(1);
        data.extend(code.encode_utf16().flat_map(u16::to_le_bytes));
        record(0x041E, &data)
    };
    let kind = |format: u16| {
        let mut data = vec![0; 20];
        data[2..4].copy_from_slice(&format.to_le_bytes());
        record(0x00E0, &data)
    };
    // Two texts, the second of which goes on in the next record, there with two bytes a character.
    let mut texts = [2u32.to_le_bytes(), 2u32.to_le_bytes()].concat();
    texts.extend([3, 0, 0]);
    texts.extend(b"uno");
    texts.extend([3, 0, 0, b'd']);
    let rest = record(0x003C, &[1, b'u', 0, b'e', 0]);
    let globals = |sheet_at: u32| {
        let mut bound = sheet_at.to_le_bytes().to_vec();
        bound.extend([0, 0, 5, 0]);
        bound.extend(b"Staff");
        [
            begin(5),
            format(164, "#,##0.00 \"€\""),
            kind(0),
            kind(10),
            kind(164),
            record(0x0085, &bound),
            record(0x00FC, &texts),
            rest.clone(),
            record(0x000A, &[]),
        ]
        .concat()
    };
    let mut reach = 0u32.to_le_bytes().to_vec();
    reach.extend(rows.to_le_bytes());
    reach.extend([0, 0, 3, 0, 0, 0]);
    let mut label = place(0, 0, 0);
    label.extend([6, 0, 0]);
    label.extend(b"chiave");
    let number = |row, column, kind, value: f64| {
        let mut data = place(row, column, kind);
        data.extend(value.to_le_bytes());
        record(0x0203, &data)
    };
    let mut shared = place(2, 0, 0);
    shared.extend(1u32.to_le_bytes());
    let mut formula = place(2, 1, 0);
    formula.extend(42f64.to_le_bytes());
    formula.extend([0, 0, 0, 0, 0, 0, 3, 0, 0x1E, 42, 0]);
    let mut error = place(1, 2, 0);
    error.extend([7, 1]);
    let sheet = [
        begin(0x10),
        record(0x0200, &reach),
        record(0x0204, &label),
        number(0, 1, 1, 0.375),
        number(1, 0, 0, 12.5),
        number(1, 1, 2, 1250.5),
        record(0x0205, &error),
        record(0x00FD, &shared),
        record(0x0006, &formula),
        record(0x000A, &[]),
    ]
    .concat();
    let at = globals(0).len() as u32;
    let mut stream = [globals(at), sheet].concat();
    // Streams shorter than this are kept in another way.
    stream.resize(stream.len().max(4096), 0);
    stream
}

/// An XLS of one sheet with these records of its cells, whose kinds are plain and then one for each code, numbered from
/// `first` on.
pub fn book_of_2003(first: u16, codes: &[&str], cells: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let begin = |kind: u16| {
        let mut data = vec![0, 6];
        data.extend(kind.to_le_bytes());
        data.extend([0; 12]);
        record(0x0809, &data)
    };
    let mut formats = Vec::new();
    let mut kinds = record(0x00E0, &[0; 20]);
    for (code, number) in codes.iter().zip(first..) {
        let mut data = number.to_le_bytes().to_vec();
        data.extend((code.encode_utf16().count() as u16).to_le_bytes());
        data.push(1);
        data.extend(code.encode_utf16().flat_map(u16::to_le_bytes));
        formats.extend(record(0x041E, &data));
        let mut kind = vec![0; 20];
        kind[2..4].copy_from_slice(&number.to_le_bytes());
        kinds.extend(record(0x00E0, &kind));
    }
    let end = record(0x000A, &[]);
    let globals = |sheet_at: u32| {
        let mut bound = sheet_at.to_le_bytes().to_vec();
        bound.extend([0, 0, 5, 0]);
        bound.extend(b"Staff");
        [begin(5), formats.clone(), kinds.clone(), record(0x0085, &bound), end.clone()].concat()
    };
    let cells: Vec<u8> = cells.iter().flat_map(|(kind, data)| record(*kind, data)).collect();
    let mut stream = [globals(globals(0).len() as u32), begin(0x10), cells, end.clone()].concat();
    stream.resize(stream.len().max(4096), 0);
    xls_of(&stream)
}

/// An XLS as SheetJS writes it: its table of sectors is longer than the file, filled up with ends of nothing.
pub fn short_of_its_table(bytes: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let table = u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize;
    let there = bytes.len() / SECTOR - 1;
    let mut bytes = bytes.to_vec();
    for entry in there..SECTOR / 4 {
        let at = (table + 1) * SECTOR + entry * 4;
        bytes[at..at + 4].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    }
    bytes
}

/// An XLS whose record of merged cells says that there are more than it holds: `calamine` panics.
pub fn panicking_xls() -> Vec<u8> {
    let records = xls_records(9);
    let end = record(0x000A, &[]);
    let last = (0..records.len())
        .rev()
        .find(|at| records[*at..].starts_with(&end) && records[*at + 4..].iter().all(|b| *b == 0));
    let (before, after) = records.split_at(last.unwrap());
    xls_of(&[before, &record(0x00E5, &[9, 0]), after].concat())
}

/// An XLS with a password: a record says so, and those after it are encrypted.
pub fn locked_xls() -> Vec<u8> {
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let locked = record(0x002F, &[1, 0, 1, 0, 1, 0]);
    let mut stream = [begin, locked, record(0x000A, &[])].concat();
    stream.resize(4096, 0);
    compound(&[("/Workbook", &stream)])
}

fn place(row: u16, column: u16, kind: u16) -> Vec<u8> {
    [row, column, kind].into_iter().flat_map(u16::to_le_bytes).collect()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend((data.len() as u16).to_le_bytes());
    record.extend(data);
    record
}
