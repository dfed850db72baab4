//! From a name to where it stands: definition, references, renaming.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lsp_types::*;
use serde_json::{Value, json};

use super::convert::Converter;
use super::documents::path_of;
use super::position::Lines;
use super::requests::{Answer, Place};
use super::server::{Known, Server};
use crate::ide::definition::definition;
use crate::ide::moved::new_paths;
use crate::ide::references::{Declarations, highlights, references};
use crate::ide::rename;
use crate::ide::tables::with_tables;
use crate::source::{Disk, Loader, Overlay};

impl Server {
    pub fn definition(&self, params: &GotoDefinitionParams) -> Value {
        let Some(Place { known, file, offset }) = self.place(&params.text_document_position_params) else {
            return Value::Null;
        };
        let mut converter = Converter::new(known, &self.client);
        let found = definition(&known.state, file, offset);
        json!(found.into_iter().filter_map(|span| converter.location(span, self)).collect::<Vec<_>>())
    }

    /// In every plan that uses the file: a library's names stand in several. In its tables and scenarios too, whether the
    /// analysis has read them or not.
    pub fn references(&self, params: &ReferenceParams) -> Value {
        let at = &params.text_document_position;
        let declarations =
            if params.context.include_declaration { Declarations::With } else { Declarations::Without };
        let mut found: Vec<Location> = Vec::new();
        let mut seen = BTreeSet::new();
        let path = path_of(&at.text_document.uri);
        let of_file: Vec<&Known> = self.all_known(&path).into_iter().map(|(known, _)| known).collect();
        let plans = if of_file.is_empty() { self.plan_of(&path).into_iter().collect() } else { of_file };
        let files = self.files();
        for known in plans {
            let known = Known::new(with_tables(&files, &known.state));
            let Some(file) = known.file(&path) else { continue };
            let mut converter = Converter::new(&known, &self.client);
            let offset = converter.lines(file).offset(at.position);
            let spans = references(&known.state, file, offset, declarations);
            for span in spans {
                let place = (converter.path(span.file).map(Path::to_owned), span.start, span.end);
                if seen.insert(place) {
                    found.extend(converter.location(span, self));
                }
            }
        }
        json!(found)
    }

    pub fn highlights(&self, params: &DocumentHighlightParams) -> Value {
        let Some(Place { known, file, offset }) = self.place(&params.text_document_position_params) else {
            return Value::Null;
        };
        let mut converter = Converter::new(known, &self.client);
        let shown = highlights(&known.state, file, offset).into_iter().map(|(span, declares)| {
            let kind = if declares { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ };
            DocumentHighlight { range: converter.range(span), kind: Some(kind) }
        });
        json!(shown.collect::<Vec<_>>())
    }

    pub fn prepare_rename(&self, params: &TextDocumentPositionParams) -> Answer {
        let Some(Place { known, file, offset }) = self.place(params) else { return Ok(Value::Null) };
        let (span, name) = rename::prepare(&known.state, file, offset).map_err(|why| self.refused(&why))?;
        let range = Converter::new(known, &self.client).range(span);
        Ok(json!({ "range": range, "placeholder": name }))
    }

    pub fn rename(&self, params: &RenameParams) -> Answer {
        let at = &params.text_document_position;
        let path = path_of(&at.text_document.uri);
        let Some(Place { offset, .. }) = self.place(at) else { return Ok(Value::Null) };
        // The file's own plan first; the others, in case they share what is renamed.
        let own = self.known(&path).map(|(known, _)| &known.state);
        let others = self.plans.values().map(|known| &known.state);
        let others = others.filter(|state| own.is_none_or(|own| own.path != state.path));
        let states: Vec<_> = own.into_iter().chain(others).collect();
        let files = self.files();
        let found = rename::rename(&files, &states, &path, offset, &params.new_name);
        let found = found.map_err(|why| self.refused(&why))?;
        let mut edits: BTreeMap<_, Vec<TextEdit>> = BTreeMap::new();
        let left = found.left_to_do();
        for (path, changes) in found.edits {
            let path = Disk.identity(&path);
            let Some(text) = rename::text_of(&files, &path) else { continue };
            let lines = Lines::new(&text, self.client.encoding);
            let edit = |(range, new_text): (std::ops::Range<usize>, String)| TextEdit {
                range: lines.range(range.start, range.end),
                new_text,
            };
            edits.entry(path).or_default().extend(changes.into_iter().map(edit));
        }
        if let Some(left) = left {
            let message = left.get(self.client.lang);
            self.tell("window/showMessage", json!({ "type": MessageType::WARNING, "message": message }));
        }
        Ok(self.workspace_edit(edits))
    }

    /// Files are about to get new names: those who name them follow.
    pub fn will_rename(&self, params: &RenameFilesParams) -> Value {
        let path = |uri: &str| uri.parse::<Uri>().ok().map(|uri| path_of(&uri));
        let moves = params.files.iter().filter_map(|file| Some((path(&file.old_uri)?, path(&file.new_uri)?)));
        let moves: Vec<_> = moves.collect();
        let files = self.files();
        let mut edits: BTreeMap<_, Vec<TextEdit>> = BTreeMap::new();
        let states = self.plans.values().map(|known| &known.state);
        for (path, range, new_text) in states.flat_map(|state| new_paths(&files, state, &moves)) {
            let Some(text) = rename::text_of(&files, &path) else { continue };
            let range = Lines::new(&text, self.client.encoding).range(range.start, range.end);
            let edit = TextEdit { range, new_text };
            let known = edits.entry(path).or_default();
            // Plans that share a file ask for the same.
            if !known.contains(&edit) {
                known.push(edit);
            }
        }
        if edits.is_empty() { Value::Null } else { self.workspace_edit(edits) }
    }

    /// The files as the client sees them.
    pub fn files(&self) -> Overlay<Disk> {
        let mut files = Overlay::new(Disk);
        files.allow_outside(self.client.allow_outside);
        for (path, document) in self.documents.iter() {
            files.open(path, document.text.clone());
        }
        files
    }
}
