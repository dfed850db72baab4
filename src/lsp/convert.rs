//! From spans and edits to the protocol's ranges, in the encoding of the client.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_types::{Location, Range, TextEdit, Uri};
use serde_json::{Value, json};

use super::initialize::Client;
use super::position::Lines;
use super::server::{Known, Server};
use crate::diagnostics::Edit;
use crate::source::{FileId, Span};

/// Turns the spans of one plan into ranges; the lines of each file are looked up once.
pub(super) struct Converter<'k> {
    known: &'k Known,
    client: &'k Client,
    lines: BTreeMap<FileId, Lines<'k>>,
}

impl<'k> Converter<'k> {
    pub fn new(known: &'k Known, client: &'k Client) -> Converter<'k> {
        Converter { known, client, lines: BTreeMap::new() }
    }

    pub fn range(&mut self, span: Span) -> Range {
        self.lines(span.file).range(span.start as usize, span.end as usize)
    }

    pub fn lines(&mut self, file: FileId) -> &Lines<'k> {
        let text = self.known.state.sources().get(file).map_or("", |file| file.text.as_str());
        self.lines.entry(file).or_insert_with(|| Lines::new(text, self.client.encoding))
    }

    pub fn path(&self, file: FileId) -> Option<&'k Path> {
        self.known.files.iter().find(|(id, _)| *id == file).map(|(_, path)| path.as_path())
    }

    /// Where a client can go for a span.
    pub fn location(&mut self, span: Span, server: &Server) -> Option<Location> {
        let span = self.known.state.shown_at(span);
        let uri = server.documents.uri(self.path(span.file)?)?;
        Some(Location { uri, range: self.range(span) })
    }

    /// Edits by the path of their file.
    pub fn edits(&mut self, edits: &[Edit]) -> BTreeMap<PathBuf, Vec<TextEdit>> {
        let mut by_file: BTreeMap<PathBuf, Vec<TextEdit>> = BTreeMap::new();
        for edit in edits {
            let Some(path) = self.path(edit.span.file).map(Path::to_owned) else { continue };
            let range = self.range(edit.span);
            by_file.entry(path).or_default().push(TextEdit { range, new_text: edit.text.clone() });
        }
        by_file
    }
}

impl Server {
    /// A `WorkspaceEdit` of some edits; with the versions of the documents, if the client takes them.
    pub fn workspace_edit(&self, edits: BTreeMap<PathBuf, Vec<TextEdit>>) -> Value {
        let named = edits.into_iter().filter_map(|(path, edits)| {
            let version = self.documents.get(&path).map(|document| document.version);
            Some((self.documents.uri(&path)?, version, edits))
        });
        if self.client.versioned_edits {
            let documents: Vec<Value> = named
                .map(|(uri, version, edits)| {
                    json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits })
                })
                .collect();
            return json!({ "documentChanges": documents });
        }
        let changes: serde_json::Map<String, Value> =
            named.map(|(uri, _, edits): (Uri, _, _)| (uri.as_str().to_owned(), json!(edits))).collect();
        json!({ "changes": changes })
    }
}
