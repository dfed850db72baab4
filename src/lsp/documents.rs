//! The documents that the client holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::position::{Encoding, offset};
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
        let mut text = String::from(&*document.text);
        for change in changes {
            match change.range {
                None => text = change.text,
                Some(range) => {
                    let start = offset(&text, range.start, encoding);
                    let end = offset(&text, range.end, encoding);
                    text.replace_range(start.min(end)..start.max(end), &change.text);
                }
            }
        }
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
