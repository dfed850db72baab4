//! What the officer sees while writing: completions, hovers, signatures; and the results beside the text.

use std::path::Path;

use lsp_types::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::convert::Converter;
use super::documents::path_of;
use super::position::{LineAt, Lines};
use super::requests::{Answer, Refused};
use super::server::{Known, Server};
use crate::diagnostics::{Code, one_line, pages, say};
use crate::ide::completion::{
    Completion, CompletionKind, MOST_OFFERED, complete, complete_table, is_empty_line,
};
use crate::ide::hints::hints;
use crate::ide::hover::{hover, hover_table};
use crate::ide::lenses::{LensCommand, lenses};
use crate::ide::results;
use crate::ide::signature::signature;
use crate::resolve::discover::is_plan_file;

/// Of what `piaoc/why` is asked.
#[derive(Debug, Deserialize)]
pub(super) struct WhyParams {
    uri: Uri,
    key: Option<String>,
    position: Option<Position>,
}

/// The plan, or a file of it, that `piaoc/evaluate` is asked of.
#[derive(Debug, Deserialize)]
pub(super) struct EvaluateParams {
    uri: Uri,
}

/// The code that `piaoc/explain` is asked of.
#[derive(Debug, Deserialize)]
pub(super) struct ExplainParams {
    code: String,
}

impl Server {
    // ── while writing ──

    pub fn completion(&self, params: &CompletionParams) -> Value {
        let Some((path, text, line, offset)) = self.here(&params.text_document_position) else {
            return Value::Null;
        };
        let lang = self.client.lang;
        let known = self.plan_of(&path);
        // By itself no list opens on an empty line of a table: a second Enter is no answer to it.
        let asked = params.context.as_ref();
        let by_itself = asked.is_some_and(|asked| asked.trigger_kind != CompletionTriggerKind::INVOKED);
        let offered = if is_plan_file(&path) {
            complete(known.map(|known| &known.state), text, offset, lang)
        } else if by_itself && is_empty_line(text, offset) {
            Vec::new()
        } else {
            known.map_or(Vec::new(), |known| complete_table(&known.state, text, offset, lang))
        };
        let items: Vec<Value> = offered.iter().map(|offer| self.item(offer, (text, offset), &line)).collect();
        // A list that was cut off is asked for again after each key.
        json!({ "isIncomplete": offered.len() >= MOST_OFFERED, "items": items })
    }

    fn item(&self, offer: &Completion, (text, offset): (&str, usize), line: &LineAt<'_>) -> Value {
        let kind = match offer.kind {
            CompletionKind::Item => CompletionItemKind::KEYWORD,
            CompletionKind::Attribute => CompletionItemKind::PROPERTY,
            CompletionKind::Objective => CompletionItemKind::CLASS,
            CompletionKind::Kpi => CompletionItemKind::FUNCTION,
            CompletionKind::Measure => CompletionItemKind::VARIABLE,
            CompletionKind::Indicator => CompletionItemKind::INTERFACE,
            CompletionKind::Structure => CompletionItemKind::STRUCT,
            CompletionKind::Bands => CompletionItemKind::ENUM,
            CompletionKind::Unit => CompletionItemKind::UNIT,
            CompletionKind::Value => CompletionItemKind::VALUE,
            CompletionKind::Column => CompletionItemKind::FIELD,
            CompletionKind::Snippet => CompletionItemKind::SNIPPET,
        };
        let snippet = offer.is_snippet && self.client.snippets;
        let insert = if offer.is_snippet && !snippet { offer.plain_text() } else { offer.insert.clone() };
        let typed = text.get(offer.replace.start..offset).unwrap_or("");
        // A client of the simplest kind may look at this alone; others show it in the list, where it does not belong.
        let simple = (!self.client.completion_context).then(|| offer.from_word(text, offset, &insert));
        let range = line.range(offer.replace.start, offer.replace.end);
        let documentation = offer.documentation.as_ref();
        without_nulls(json!({
            "label": offer.label,
            "kind": kind,
            "detail": offer.detail.as_deref().map(one_line),
            "documentation": documentation.map(|text| json!({ "kind": "markdown", "value": text })),
            "sortText": format!("{:05}", offer.rank),
            "filterText": offer.filter_text(typed),
            "insertText": simple,
            "insertTextFormat": if snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT },
            // A snippet of several lines brings its own indentation.
            "insertTextMode": InsertTextMode::AS_IS,
            "textEdit": { "range": range, "newText": insert },
        }))
    }

    pub fn hover(&self, params: &HoverParams) -> Value {
        let Some((path, text, line, offset)) = self.here(&params.text_document_position_params) else {
            return Value::Null;
        };
        let lang = self.client.lang;
        let state = self.plan_of(&path).map(|known| &known.state);
        let found = if is_plan_file(&path) {
            hover(state, text, offset, lang)
        } else {
            state.and_then(|state| hover_table(state, text, offset, lang))
        };
        found.map_or(Value::Null, |found| {
            json!({
                "contents": { "kind": "markdown", "value": found.markdown },
                "range": line.range(found.range.start, found.range.end),
            })
        })
    }

    pub fn signature(&self, params: &SignatureHelpParams) -> Value {
        let here = self.here(&params.text_document_position_params);
        let Some((path, text, _, offset)) = here else { return Value::Null };
        let found = is_plan_file(&path).then(|| signature(text, offset, self.client.lang)).flatten();
        found.map_or(Value::Null, |found| {
            let units = |byte: usize| found.label.get(..byte).unwrap_or("").encode_utf16().count();
            let parameters: Vec<Value> = found
                .parameters
                .iter()
                .map(|range| json!({ "label": [units(range.start), units(range.end)] }))
                .collect();
            without_nulls(json!({
                "signatures": [{
                    "label": found.label,
                    "documentation": { "kind": "markdown", "value": found.documentation },
                    "parameters": parameters,
                }],
                "activeSignature": 0,
                "activeParameter": found.active,
            }))
        })
    }

    // ── beside the text ──

    pub fn hints(&self, params: &InlayHintParams) -> Value {
        let path = path_of(&params.text_document.uri);
        let Some((known, file)) = self.known(&path) else { return Value::Null };
        let mut converter = Converter::new(known, &self.client);
        let lines = converter.lines(file);
        let range = lines.offset(params.range.start)..lines.offset(params.range.end);
        let shown = hints(&known.state, known.before.as_ref(), file, range, self.client.lang)
            .into_iter()
            .map(|hint| {
                without_nulls(json!({
                    "position": lines.position(hint.offset),
                    "label": one_line(&hint.text),
                    "tooltip": hint.tooltip.as_deref().map(one_line),
                    "paddingLeft": true,
                }))
            });
        Value::Array(shown.collect())
    }

    pub fn lenses(&self, params: &CodeLensParams) -> Value {
        let uri = &params.text_document.uri;
        let Some((known, file)) = self.known(&path_of(uri)) else { return Value::Null };
        let mut converter = Converter::new(known, &self.client);
        // Those of one item differ in their ends: by these alone some clients can keep them in order.
        let (mut item, mut nth) = (None, 0u32);
        let shown =
            lenses(&known.state, known.before.as_ref(), file, self.client.lang).into_iter().map(|lens| {
                nth = if item == Some(lens.span) { nth.saturating_add(1) } else { 0 };
                item = Some(lens.span);
                let start = converter.range(lens.span).start;
                let end = Position::new(start.line, start.character.saturating_add(nth));
                let (command, arguments) = match lens.command {
                    LensCommand::None => ("", json!([])),
                    LensCommand::Why(key) => ("piaoc.why", json!([uri, key])),
                    LensCommand::Evaluate => ("piaoc.evaluate", json!([uri])),
                };
                json!({
                    "range": Range::new(start, end),
                    "command": { "title": one_line(&lens.text), "command": command, "arguments": arguments },
                })
            });
        Value::Array(shown.collect())
    }

    /// What the status bar shows of a plan.
    pub fn status(&self, known: &Known) -> Value {
        let status = results::status(&known.state, self.client.lang);
        let files: Vec<Uri> = known.files.iter().filter_map(|(_, path)| self.documents.uri(path)).collect();
        json!({
            "uri": self.documents.uri(&known.state.path),
            "files": files,
            "title": one_line(&status.title),
            "period": status.period,
            "performance": status.performance,
            "coverage": status.coverage,
            "provisional": status.provisional,
            "errors": status.errors,
            "warnings": status.warnings,
        })
    }

    // ── results ──

    pub fn evaluate(&self, params: &EvaluateParams) -> Value {
        let Some(known) = self.plan_of(&path_of(&params.uri)) else { return Value::Null };
        let evaluation = results::evaluation(&known.state, self.client.lang);
        json!({
            "title": one_line(&evaluation.title),
            "period": evaluation.period,
            "performance": evaluation.performance,
            "coverage": evaluation.coverage,
            "markdown": evaluation.markdown,
            "reason": evaluation.reason,
        })
    }

    pub fn why(&self, params: &WhyParams) -> Answer {
        let path = path_of(&params.uri);
        let Some(known) = self.plan_of(&path) else { return Ok(Value::Null) };
        let at = |position: Position| {
            let text = self.text(&path)?;
            let offset = Lines::new(text, self.client.encoding).offset(position);
            if is_plan_file(&path) {
                results::key_at(&known.state, text, offset)
            } else {
                results::key_in_table(&known.state, text, offset)
            }
        };
        let Some(key) = params.key.clone().or_else(|| params.position.and_then(at)) else {
            return Ok(Value::Null);
        };
        let lang = self.client.lang;
        let (key, text) = results::why(&known.state, &key, lang).map_err(|why| self.refused(&why))?;
        Ok(json!({ "key": key, "text": text }))
    }

    /// The page of a code.
    pub fn explain(&self, params: &ExplainParams) -> Answer {
        let Some(code) = Code::named(&params.code) else {
            let code = &params.code;
            return Err(
                self.refused(&say!("non conosco il codice `{code}`", "I do not know the code `{code}`"))
            );
        };
        let lang = self.client.lang;
        Ok(json!({ "title": pages::title(code, lang), "text": pages::render(code, lang) }))
    }

    /// Runs a command for a client that does not run it itself: the text is the answer, and is shown.
    pub fn execute(&self, params: ExecuteCommandParams) -> Answer {
        let mut arguments = params.arguments.into_iter();
        let (first, second) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
        // A client that was given no file means the only plan there is.
        let only = || self.plans.keys().next().filter(|_| self.plans.len() == 1);
        let first = match first {
            Value::Null if params.command != "piaoc.explain" => {
                let uri = only().and_then(|path| self.documents.uri(path));
                let uri = uri.ok_or_else(|| {
                    self.refused(&say!("di quale piano? dì il suo file", "of which plan? name its file"))
                });
                json!(uri?)
            }
            first => first,
        };
        let (answer, field) = match params.command.as_str() {
            // A lens that only says something.
            "" => return Ok(Value::Null),
            "piaoc.why" => {
                let params = serde_json::from_value(json!({ "uri": first, "key": second }))?;
                (self.why(&params)?, "text")
            }
            "piaoc.evaluate" => {
                (self.evaluate(&serde_json::from_value(json!({ "uri": first }))?), "markdown")
            }
            "piaoc.explain" => (self.explain(&serde_json::from_value(json!({ "code": first }))?)?, "text"),
            other => {
                let message = format!("piaoc does not know `{other}`");
                return Err(Refused { code: lsp_server::ErrorCode::InvalidParams, message });
            }
        };
        let text = [field, "reason"].into_iter().find_map(|field| answer.get(field)?.as_str());
        let Some(text) = text else { return Ok(Value::Null) };
        self.tell("window/showMessage", json!({ "type": MessageType::INFO, "message": text }));
        Ok(json!(text))
    }

    /// The plan that a file belongs to, a table that could not be read yet included.
    pub fn plan_of(&self, path: &Path) -> Option<&Known> {
        let named = || {
            self.plans.values().find(|known| {
                let computed = known.state.computed.as_ref();
                computed
                    .is_some_and(|computed| computed.tables.iter().any(|table| path_is(&table.path, path)))
            })
        };
        self.known(path).map(|(known, _)| known).or_else(named)
    }
}

fn path_is(written: &Path, path: &Path) -> bool {
    use crate::source::{Disk, Loader};
    Disk.identity(written) == path
}

/// An object without the fields that have nothing in them: some clients take a `null` there for a fault.
pub(super) fn without_nulls(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, field| !field.is_null());
    }
    value
}
