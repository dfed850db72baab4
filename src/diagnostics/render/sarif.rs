//! Diagnostics as a log of the Static Analysis Results Interchange Format 2.1.0 (OASIS), which GitHub, GitLab, Azure
//! DevOps and many editors read: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. What a `consenti`
//! allows is in it too, as suppressed.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::json::{self as plain, DiagnosticJson, FixJson, Range};
use super::{Base, Found, Report};
use crate::diagnostics::pages::{self, Kind};
use crate::diagnostics::{Allowed, Code, Diagnostic, Lang, Severity, say};
use crate::source::Sources;

/// Where GitHub looks for the fingerprint by which it tells old from new.
const FINGERPRINT: &str = "primaryLocationLineHash";

/// One log with one run.
#[derive(Debug)]
pub struct Sarif {
    lang: Lang,
    base: Base,
    fingerprints: Fingerprints,
    rules: Vec<Code>,
    /// Where a code is among the rules.
    places: FxHashMap<Code, usize>,
    results: Vec<Value>,
}

impl Sarif {
    /// In a language, with files relative to a folder: that of the repository.
    pub fn new(lang: Lang, base: Base) -> Sarif {
        Sarif {
            lang,
            base,
            fingerprints: Fingerprints::default(),
            rules: Vec::new(),
            places: FxHashMap::default(),
            results: Vec::new(),
        }
    }

    fn result(&mut self, sources: &Sources, diagnostic: &Diagnostic, suppressions: Value) {
        let Some(found) = plain::diagnostics(sources, std::slice::from_ref(diagnostic), self.lang).pop()
        else {
            return;
        };
        let path = self.base.path(&found.file);
        let fingerprint = self.fingerprints.next(found.code, &path, sources, diagnostic.span);
        let mut result = json!({
            "ruleId": found.code,
            "ruleIndex": self.rule(diagnostic.code),
            "level": level(diagnostic.severity),
            "message": { "text": message(&found) },
            "locations": [{ "physicalLocation": self.location(&found.file, found.range) }],
            "partialFingerprints": { FINGERPRINT: fingerprint },
            "suppressions": suppressions,
        });
        let related: Vec<Value> = found
            .labels
            .iter()
            .enumerate()
            .map(|(id, label)| {
                json!({
                    "id": id,
                    "physicalLocation": self.location(&label.file, label.range),
                    "message": { "text": label.message },
                })
            })
            .collect();
        let fixes: Vec<Value> = found.fixes.iter().map(|fix| self.fix(fix)).collect();
        if let Some(result) = result.as_object_mut() {
            for (name, list) in [("relatedLocations", related), ("fixes", fixes)] {
                if !list.is_empty() {
                    result.insert(name.to_owned(), Value::Array(list));
                }
            }
        }
        self.results.push(result);
    }

    /// The place of a code among the rules, where it is put when it first occurs.
    fn rule(&mut self, code: Code) -> usize {
        let next = self.rules.len();
        let place = *self.places.entry(code).or_insert(next);
        if place == next {
            self.rules.push(code);
        }
        place
    }

    fn location(&self, file: &str, range: Range) -> Value {
        json!({ "artifactLocation": { "uri": self.base.uri(file) }, "region": region(range) })
    }

    /// The edits of a fix, gathered by file.
    fn fix(&self, fix: &FixJson) -> Value {
        let mut files: Vec<(&str, Vec<Value>)> = Vec::new();
        for edit in &fix.edits {
            let replacement =
                json!({ "deletedRegion": region(edit.range), "insertedContent": { "text": edit.text } });
            match files.iter_mut().find(|(file, _)| *file == edit.file) {
                Some((_, replacements)) => replacements.push(replacement),
                None => files.push((&edit.file, vec![replacement])),
            }
        }
        let changes: Vec<Value> = files
            .into_iter()
            .map(|(file, replacements)| {
                json!({ "artifactLocation": { "uri": self.base.uri(file) }, "replacements": replacements })
            })
            .collect();
        json!({ "description": { "text": fix.message }, "artifactChanges": changes })
    }

    fn suppression(&self, sources: &Sources, allowed: &Allowed) -> Value {
        let (start, end) = sources.range(allowed.span);
        let range = Range { start: start.into(), end: end.into() };
        json!([{
            "kind": "inSource",
            "justification": allowed.reason,
            "location": { "physicalLocation": self.location(sources.path(allowed.span.file), range) },
        }])
    }

    fn description(&self, code: Code) -> Value {
        let (title, text) = pages::words(code, self.lang);
        json!({
            "id": code.name(),
            "shortDescription": { "text": title },
            "fullDescription": { "text": text.trim() },
            "help": { "text": pages::render(code, self.lang), "markdown": markdown(code, self.lang) },
            "defaultConfiguration": { "level": level(code.severity()) },
        })
    }
}

impl Report for Sarif {
    fn plan(&mut self, found: &Found) -> String {
        for diagnostic in &found.diagnostics {
            self.result(&found.sources, diagnostic, json!([]));
        }
        for allowed in &found.allowed {
            let suppression = self.suppression(&found.sources, allowed);
            self.result(&found.sources, &allowed.diagnostic, suppression);
        }
        String::new()
    }

    fn end(&mut self) -> String {
        let rules: Vec<Value> = self.rules.iter().map(|code| self.description(*code)).collect();
        let language = match self.lang {
            Lang::It => "it",
            Lang::En => "en",
        };
        plain::pretty(&json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "piaoc",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "language": language,
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        }))
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// The sentence, and the notes under it.
fn message(found: &DiagnosticJson) -> String {
    let mut text = found.message.clone();
    for note in &found.notes {
        text.push('\n');
        text.push_str(note);
    }
    text
}

/// A code's page, its examples in fences.
fn markdown(code: Code, lang: Lang) -> String {
    let (title, text) = pages::words(code, lang);
    let mut out = format!("## {}: {title}\n\n{}\n", code.name(), text.trim());
    for example in pages::examples(code) {
        let head = match example.kind {
            Kind::Fails => say!("con l'errore", "with the fault"),
            Kind::Repaired => say!("corretto", "repaired"),
            Kind::Shared | Kind::NotShown => say!("accanto", "beside it"),
        };
        if example.kind != Kind::NotShown {
            let language = example.file.rsplit('.').next().unwrap_or_default();
            let (head, file, text) = (head.get(lang), &example.file, &example.text);
            out.push_str(&format!("\n`{file}`, {head}:\n\n```{language}\n{text}```\n"));
        }
    }
    out
}

fn region(range: Range) -> Value {
    let (start, end) = (range.start, range.end);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}
