//! Diagnostics to the client: for every file of a plan, open or not, what all plans that use it say of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::{
    CodeDescription, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, NumberOrString,
    Uri,
};
use serde_json::json;

use super::convert::Converter;
use super::server::{Known, Server};
use super::uri;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::ide::State;
use crate::source::FileId;

/// What the client was last told of a file.
#[derive(Debug, Default)]
pub(super) struct Published {
    version: Option<i32>,
    diagnostics: Vec<Shown>,
}

impl Server {
    /// The plan was checked, and its actuals will take a while: what is known of its own files is told, what was said
    /// of the tables holds until more is known. Where `piaoc.toml` names workbooks, that is said there.
    pub fn publish_checked(&mut self, state: &State) {
        let known = Known::new(State { computed: None, ..state.clone() });
        let named: Vec<FileId> =
            state.checked.config.actuals.iter().filter_map(|table| Some(table.named?.file)).collect();
        for (_, path) in known.files.iter().filter(|(file, _)| !named.contains(file)) {
            self.publish(path, Some(&known));
        }
    }

    /// Takes in all that is known of a plan; the files that it is or was made of.
    pub fn publish_computed(&mut self, state: State) -> BTreeSet<PathBuf> {
        let known = Known::new(state);
        let before = self.plans.get(&known.state.path);
        let known = known.after(before);
        let status = self.client.runs_commands.then(|| self.status(&known));
        let mut files: BTreeSet<PathBuf> = known.files.iter().map(|(_, path)| path.clone()).collect();
        let before = self.plans.insert(known);
        files.extend(before.iter().flat_map(|before| &before.files).map(|(_, path)| path.clone()));
        for path in &files {
            self.publish(path, None);
        }
        if let Some(status) = status {
            self.tell("piaoc/status", status);
        }
        // Not while somebody waits.
        rayon::spawn(move || drop(before));
        files
    }

    /// Forgets a plan that is no longer there; the files that it was made of.
    pub fn publish_gone(&mut self, path: &Path) -> BTreeSet<PathBuf> {
        let gone = self.plans.remove(path).map(|gone| gone.files).unwrap_or_default();
        let files: BTreeSet<PathBuf> = gone.into_iter().map(|(_, path)| path).collect();
        for path in &files {
            self.publish(path, None);
        }
        files
    }

    /// Tells the client what there is to say of a file, if that is news. `newer` stands in for the known state of its
    /// plan.
    fn publish(&mut self, path: &Path, newer: Option<&Known>) {
        let Some(uri) = self.documents.uri(path) else { return };
        let document = self.documents.get(path);
        let mut shown: Vec<Shown> = Vec::new();
        let others = self
            .plans
            .of_file(path)
            .filter(|(known, _)| newer.is_none_or(|newer| newer.state.path != known.state.path));
        let newer = newer.and_then(|newer| Some((newer, newer.file(path)?)));
        for (known, file) in others.chain(newer) {
            let first = shown.is_empty();
            let read = known.state.sources().get(file).map_or(&[][..], |file| file.bytes());
            if document.is_some_and(|document| document.text.as_bytes() != read) {
                // The text has changed since: what is known of the newer one will come.
                return;
            }
            let mut converter = Converter::new(known, &self.client);
            let state = &known.state;
            let of_file = state.diagnostics().iter().filter(|found| state.shown_at(found.span).file == file);
            for found in of_file {
                let found = self.shown(state, found, &mut converter);
                // Plans that share a library say the same of it.
                if first || !shown.contains(&found) {
                    shown.push(found);
                }
            }
        }
        let version = document.map(|document| document.version);
        let news = match self.published.get(path) {
            Some(before) => before.version != version || before.diagnostics != shown,
            None => version.is_some() || !shown.is_empty(),
        };
        if !news {
            return;
        }
        let mut params = json!({ "uri": uri, "diagnostics": shown });
        if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
            params.insert("version".to_owned(), json!(version));
        }
        self.tell("textDocument/publishDiagnostics", params);
        self.published.insert(path.to_owned(), Published { version, diagnostics: shown });
    }

    pub fn shown(&self, state: &State, found: &Diagnostic, converter: &mut Converter<'_>) -> Shown {
        let lang = self.client.lang;
        let place = state.shown_at(found.span);
        let range = converter.range(place);
        let mut related = Vec::new();
        for label in &found.labels {
            let message = state.said_there(label.span, label.message.get(lang)).into_owned();
            let location = converter.location(label.span, self);
            related.extend(location.map(|location| DiagnosticRelatedInformation { location, message }));
        }
        // What has no place of its own is part of the message.
        let mut message = state.said_there(found.span, found.message.get(lang)).into_owned();
        for note in found.label.iter().chain(&found.notes) {
            message.push('\n');
            message.push_str(note.get(lang));
        }
        let name = found.code.name();
        Shown {
            range,
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Hint => DiagnosticSeverity::HINT,
            }),
            code: Some(NumberOrString::String(name.to_owned())),
            code_description: self.page(found.code).map(|href| CodeDescription { href }),
            source: Some("piaoc".to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            tags: None,
            data: None,
        }
    }

    /// The address of a code's page: for our own extension one that it opens with the request `piaoc/explain`, for
    /// other clients that of a file.
    fn page(&self, code: Code) -> Option<Uri> {
        if self.client.runs_commands {
            return Uri::from_str(&format!("piaoc:/{}.md", code.name())).ok();
        }
        let mut pages = self.pages.borrow_mut();
        let found = || uri::of_path(&(self.options.page)(code, self.client.lang)?);
        pages.entry(code).or_insert_with(found).clone()
    }
}
