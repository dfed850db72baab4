//! All the texts of one run, and the way from bytes to lines and columns.

use std::sync::Arc;

use super::{Span, place_name};

/// Names one file of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// One text with its display path.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path as the user gave it (or as `usa` reached it).
    pub path: String,
    /// The decoded text.
    pub text: Arc<String>,
    /// The bytes as read, where they are not those of `text` (a BOM, Windows-1252).
    original: Option<Arc<[u8]>>,
    line_starts: Vec<u32>,
    /// Of a part of another file, the lines that stand before it there: places are those of that file.
    pub lines_before: u32,
    /// Of a sheet of a workbook, its name: the text then has a line for each row, its cells divided by tabs, and no
    /// tab or end of line within a cell. Empty, as the text is, where no sheet of the workbook could be read.
    pub sheet: Option<Box<str>>,
}

impl SourceFile {
    fn new(path: String, text: Arc<String>, original: Option<Arc<[u8]>>) -> SourceFile {
        let mut line_starts = vec![0];
        line_starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        SourceFile { path, text, original, line_starts, lines_before: 0, sheet: None }
    }

    /// Line and column of a place for a reader; in a sheet its row and column. Both from 1.
    pub fn position(&self, offset: u32) -> LineColumn {
        match self.cell(offset) {
            Some((row, column)) => LineColumn { line: row + 1, column: column + 1 },
            None => self.line_column(offset),
        }
    }

    /// Row and column of the cell at `offset`, from 0, in a sheet.
    fn cell(&self, offset: u32) -> Option<(u32, u32)> {
        self.sheet.as_ref()?;
        let line = self.line_of(offset);
        let (start, end) = self.line_range(line);
        let before = self.text.as_bytes().get(start as usize..offset.min(end) as usize)?;
        Some((line as u32, memchr::memchr_iter(b'\t', before).count() as u32))
    }

    /// The file's bytes as they were read, for its checksum.
    pub fn bytes(&self) -> &[u8] {
        self.original.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// Line (from 0) that holds `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Byte range of line `line` (from 0) without its end of line.
    pub fn line_range(&self, line: usize) -> (u32, u32) {
        let start = self.line_starts.get(line).copied().unwrap_or(self.text.len() as u32);
        let end = match self.line_starts.get(line + 1) {
            Some(next) => next.saturating_sub(1),
            None => self.text.len() as u32,
        };
        let text = self.text.get(start as usize..end as usize).unwrap_or("");
        (start, start + text.trim_end_matches('\r').len() as u32)
    }

    /// Line and column (from 1, characters) of a byte offset; an offset inside a character counts as its start.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.line_of(offset);
        let (start, _) = self.line_range(line);
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let column = self.text.get(start as usize..end).map_or(0, |text| text.chars().count());
        LineColumn { line: (line as u32).saturating_add(self.lines_before) + 1, column: column as u32 + 1 }
    }
}

/// Every file that a run has read, in the order of reading. A clone shares the texts.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
}

impl Sources {
    /// No files yet.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// Takes a decoded text in; `bytes` are the file as it was read.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>, bytes: &[u8]) -> FileId {
        let text = text.into();
        let original = (text.as_bytes() != bytes).then(|| Arc::from(bytes));
        self.push(path.into(), text, original)
    }

    /// Takes a text in whose bytes are those that were read.
    pub fn add_text(&mut self, path: impl Into<String>, text: String) -> FileId {
        self.push(path.into(), text, None)
    }

    /// Takes a sheet of a workbook in, as a text with a line for each row; `bytes` are the whole workbook.
    pub fn add_sheet(&mut self, path: &str, sheet: &str, text: String, bytes: Arc<[u8]>) -> FileId {
        let id = FileId(self.files.len() as u32);
        let file = SourceFile::new(path.to_owned(), Arc::new(text), Some(bytes));
        self.files.push(Arc::new(SourceFile { sheet: Some(sheet.into()), ..file }));
        id
    }

    /// Takes a file of another map in, whose text is shared.
    pub fn share(&mut self, other: &Sources, file: FileId) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.extend(other.files.get(file.0 as usize).cloned());
        id
    }

    /// Says of a file that it is a part of another, where so many lines stand before it.
    pub fn begin_after(&mut self, file: FileId, lines: u32) {
        if let Some(file) = self.files.get_mut(file.0 as usize).filter(|_| lines > 0) {
            Arc::make_mut(file).lines_before = lines;
        }
    }

    fn push(&mut self, path: String, text: String, original: Option<Arc<[u8]>>) -> FileId {
        let id = FileId(self.files.len() as u32);
        self.files.push(Arc::new(SourceFile::new(path, Arc::new(text), original)));
        id
    }

    /// Takes the text of a file back out that nobody is to be shown: it is none of ours.
    pub fn withhold(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            let bytes = Arc::from(file.bytes());
            *file = Arc::new(SourceFile::new(file.path.clone(), Arc::default(), Some(bytes)));
        }
    }

    /// The file of an id that this map gave out.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).map(Arc::as_ref)
    }

    /// The path of a file, for display.
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.path)
    }

    /// The text under a span; empty if the span is not of this map.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|file| file.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// `Staff!E14`: the cell where a span begins, if it is of a sheet; not for the empty span at the very beginning,
    /// which stands for the whole workbook.
    pub fn cell(&self, span: Span) -> Option<String> {
        let file = self.get(span.file).filter(|_| span.end > 0)?;
        let (row, column) = file.cell(span.start)?;
        Some(place_name(file.sheet.as_deref()?, row, column))
    }

    /// Start and end of a span as lines and columns.
    pub fn range(&self, span: Span) -> (LineColumn, LineColumn) {
        match self.get(span.file) {
            Some(file) => (file.position(span.start), file.position(span.end)),
            None => (LineColumn { line: 1, column: 1 }, LineColumn { line: 1, column: 1 }),
        }
    }

    /// The file of a path, as it was given; the first if several were.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// All files, with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file.as_ref()))
    }
}
