//! The documents that the client holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{Position, TextDocumentContentChangeEvent, Uri};

use super::position::{Encoding, Lines, in_line, offset};
use super::uri;
use crate::source::{Disk, Loader};

/// A document as the client last said.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// As the client writes it.
    pub uri: Uri,
    pub version: i32,
    pub text: Arc<str>,
}

/// All of them, by the one name that the loader has for their files.
#[derive(Debug, Default)]
pub(super) struct Documents {
    open: BTreeMap<PathBuf, Document>,
}

/// The one path of a document's file.
pub(super) fn path_of(uri: &Uri) -> PathBuf {
    Disk.identity(&uri::to_path(uri))
}

impl Documents {
    pub fn open(&mut self, uri: Uri, version: i32, text: String) -> PathBuf {
        let path = path_of(&uri);
        self.open.insert(path.clone(), Document { uri, version, text: text.into() });
        path
    }

    /// Applies changes in their order; `None` if the document is not open.
    pub fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<(PathBuf, Arc<str>)> {
        let path = path_of(uri);
        let document = self.open.get_mut(&path)?;
        let text = edited(&document.text, changes, encoding);
        document.version = version;
        document.text = text.into();
        Some((path, document.text.clone()))
    }

    pub fn close(&mut self, uri: &Uri) -> Option<PathBuf> {
        let path = path_of(uri);
        self.open.remove(&path).map(|_| path)
    }

    pub fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Document)> {
        self.open.iter().map(|(path, document)| (path.as_path(), document))
    }

    /// What the client calls a file.
    pub fn uri(&self, path: &Path) -> Option<Uri> {
        self.open.get(path).map(|document| document.uri.clone()).or_else(|| uri::of_path(path))
    }
}

/// A text after changes, each of which counts on the ones before it.
pub fn edited(text: &str, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) -> String {
    if let Some(text) = edited_from_below(text, &changes, encoding) {
        return text;
    }
    let mut text = text.to_owned();
    let mut near: Option<Near> = None;
    for change in changes {
        let Some(range) = change.range else {
            (text, near) = (change.text, None);
            continue;
        };
        let found = near.and_then(|near| near.offset(&text, range.start, encoding));
        let start = found.unwrap_or_else(|| offset(&text, range.start, encoding));
        let end = match range.end == range.start {
            true => start,
            false => offset(&text, range.end, encoding),
        };
        // Past the end of the text there are no lines: the position may have named one nevertheless.
        let line = found.is_some()
            || start < text.len()
            || Lines::new(&text, encoding).position(start).line == range.start.line;
        near =
            Near::before(&text, range.start, start, &change.text, encoding).filter(|_| line && start <= end);
        text.replace_range(start.min(end)..start.max(end), &change.text);
    }
    text
}

/// A place of a text whose byte is known, so that what stands behind it on its line need not be looked for from the start
/// of the text: a line that is typed comes letter by letter.
#[derive(Debug, Clone, Copy)]
struct Near {
    position: Position,
    offset: usize,
}

impl Near {
    /// The place where a change begins, if it is the same place after the change: it is on its line, and no end of line
    /// comes or goes there.
    fn before(text: &str, position: Position, offset: usize, new: &str, encoding: Encoding) -> Option<Near> {
        let before = text.get(..offset)?;
        let line = before
            .get(memchr::memrchr2(b'\n', b'\r', before.as_bytes()).map_or(0, |at| at.saturating_add(1))..)?;
        let exact = encoding.units(line) == position.character as usize;
        let breaks = new.contains(['\n', '\r']) || before.ends_with('\r');
        (exact && !breaks).then_some(Near { position, offset })
    }

    /// The byte of a place on the same line, not before this one.
    fn offset(self, text: &str, position: Position, encoding: Encoding) -> Option<usize> {
        let further = position.character.checked_sub(self.position.character)?;
        (position.line == self.position.line).then(|| in_line(text, self.offset, further, encoding))
    }
}

/// Several changes of which each stands before the one sent before it, as an editor replaces a word everywhere: the text
/// is put together once. `None` where that is not certain to be what they mean one after the other.
///
/// It is where every range ends before the last character that the changes so far have left alone: then all that decides
/// about its places (the ends of line before them, the one or the character that follows) stands as it stood. A range
/// that ends with what is left alone is read one after the other: its place may be the end of a line that the change
/// before made longer.
fn edited_from_below(
    text: &str,
    changes: &[TextDocumentContentChangeEvent],
    encoding: Encoding,
) -> Option<String> {
    let lines = (changes.len() > 1).then(|| Lines::new(text, encoding))?;
    let mut pieces: Vec<&str> = Vec::with_capacity(changes.len().saturating_mul(2));
    let mut rest = text.len();
    for (index, change) in changes.iter().enumerate() {
        let range = change.range?;
        let (start, end) = (lines.offset(range.start), lines.offset(range.end));
        let alone = if index == 0 { end <= rest } else { end < rest };
        if start > end || !alone {
            return None;
        }
        pieces.push(text.get(end..rest)?);
        pieces.push(&change.text);
        rest = start;
    }
    pieces.push(text.get(..rest)?);
    Some(pieces.into_iter().rev().collect())
}
