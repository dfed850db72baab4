//! Which request is answered by what. Those about the text alone, and those that must be quick while typing, are
//! answered at once; the others when the newest text is analysed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_server::{ErrorCode, Request};
use lsp_types::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::convert::Converter;
use super::documents::path_of;
use super::initialize::FIX_ALL;
use super::position::{LineAt, Lines, offset};
use super::server::{Known, Server};
use super::show::without_nulls;
use crate::diagnostics::{Text, one_line};
use crate::ide;
use crate::resolve::discover::is_plan_file;
use crate::source::FileId;

/// Why a request has no answer.
#[derive(Debug)]
pub(super) struct Refused {
    pub code: ErrorCode,
    pub message: String,
}

pub(super) type Answer = Result<Value, Refused>;

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Refused {
        Refused { code: ErrorCode::InvalidParams, message: error.to_string() }
    }
}

/// A place in a file of a plan.
pub(super) struct Place<'s> {
    pub known: &'s Known,
    pub file: FileId,
    pub offset: usize,
}

fn params<P: DeserializeOwned>(request: &Request) -> Result<P, Refused> {
    Ok(serde_json::from_value(request.params.clone())?)
}

impl Server {
    /// Whether a request waits until the newest text is analysed. What is typed needs an answer at once, from what was
    /// known before; if nothing was, it waits too.
    pub fn must_wait(&self, method: &str, params: &Value) -> bool {
        match method {
            "textDocument/foldingRange"
            | "textDocument/selectionRange"
            | "textDocument/semanticTokens/full"
            | "textDocument/semanticTokens/range"
            | "textDocument/documentLink"
            | "textDocument/formatting"
            | "textDocument/rangeFormatting"
            | "textDocument/signatureHelp" => false,
            "textDocument/completion" | "textDocument/hover" => {
                let uri = params.pointer("/textDocument/uri").cloned().unwrap_or_default();
                let path = serde_json::from_value(uri).map(|uri: Uri| path_of(&uri));
                path.is_ok_and(|path| self.plan_of(&path).is_none())
            }
            _ => true,
        }
    }

    /// Whether the answer rests on what stands in the tables.
    pub fn reads_tables(method: &str) -> bool {
        matches!(method, "piaoc/evaluate" | "piaoc/why" | "workspace/executeCommand")
    }

    pub fn answer(&self, request: &Request) -> Answer {
        let value = match request.method.as_str() {
            "textDocument/completion" => self.completion(&params(request)?),
            "textDocument/hover" => self.hover(&params(request)?),
            "textDocument/signatureHelp" => self.signature(&params(request)?),
            "textDocument/definition" => self.definition(&params(request)?),
            "textDocument/references" => self.references(&params(request)?),
            "textDocument/documentHighlight" => self.highlights(&params(request)?),
            "textDocument/prepareRename" => self.prepare_rename(&params(request)?)?,
            "textDocument/rename" => self.rename(&params(request)?)?,
            "workspace/willRenameFiles" => self.will_rename(&params(request)?),
            "textDocument/inlayHint" => self.hints(&params(request)?),
            "textDocument/codeLens" => self.lenses(&params(request)?),
            "workspace/executeCommand" => self.execute(params(request)?)?,
            "piaoc/evaluate" => self.evaluate(&params(request)?),
            "piaoc/why" => self.why(&params(request)?)?,
            "piaoc/explain" => self.explain(&params(request)?)?,
            "textDocument/foldingRange" => self.folding(&params(request)?),
            "textDocument/selectionRange" => self.selection(&params(request)?),
            "textDocument/semanticTokens/full" => self.tokens(&params(request)?),
            "textDocument/semanticTokens/range" => self.tokens_in(&params(request)?),
            "textDocument/documentLink" => self.links(&params(request)?),
            "textDocument/formatting" => {
                let params: DocumentFormattingParams = params(request)?;
                self.format(&params.text_document.uri, None)?
            }
            "textDocument/rangeFormatting" => {
                let params: DocumentRangeFormattingParams = params(request)?;
                self.format(&params.text_document.uri, Some(params.range))?
            }
            "textDocument/documentSymbol" => self.symbols(&params(request)?),
            "workspace/symbol" => self.workspace_symbols(&params(request)?),
            "textDocument/codeAction" => self.actions(&params(request)?),
            other => {
                let message = format!("piaoc does not know `{other}`");
                return Err(Refused { code: ErrorCode::MethodNotFound, message });
            }
        };
        Ok(value)
    }

    // ── where a request is about ──

    /// The text of a document, open or known from a plan.
    pub fn text(&self, path: &Path) -> Option<&str> {
        let open = self.documents.get(path).map(|document| &*document.text);
        open.or_else(|| {
            let (known, file) = self.known(path)?;
            known.state.sources().get(file).map(|file| file.text.as_str())
        })
    }

    /// The plan that a file belongs to: its own, else the first that uses it.
    pub fn known(&self, path: &Path) -> Option<(&Known, FileId)> {
        let own = self.plans.get(path).and_then(|known| Some((known, known.file(path)?)));
        own.or_else(|| self.plans.of_file(path).next())
    }

    /// All plans that a file belongs to.
    pub fn all_known(&self, path: &Path) -> Vec<(&Known, FileId)> {
        self.plans.of_file(path).collect()
    }

    /// A place in an analysed file.
    pub fn place(&self, at: &TextDocumentPositionParams) -> Option<Place<'_>> {
        let (known, file) = self.known(&path_of(&at.text_document.uri))?;
        let offset = Converter::new(known, &self.client).lines(file).offset(at.position);
        Some(Place { known, file, offset })
    }

    /// A text as it is now, the place in it and its line.
    pub fn here(&self, at: &TextDocumentPositionParams) -> Option<(PathBuf, &str, LineAt<'_>, usize)> {
        let path = path_of(&at.text_document.uri);
        let text = self.text(&path)?;
        let encoding = self.client.encoding;
        let offset = offset(text, at.position, encoding);
        Some((path, text, LineAt::new(text, at.position, offset, encoding), offset))
    }

    /// A refusal in the client's language.
    pub fn refused(&self, why: &Text) -> Refused {
        Refused { code: ErrorCode::RequestFailed, message: why.get(self.client.lang).to_owned() }
    }

    // ── about the text ──

    pub(super) fn plan_text(&self, uri: &Uri) -> Option<&str> {
        let path = path_of(uri);
        self.text(&path).filter(|_| is_plan_file(&path))
    }

    fn folding(&self, params: &FoldingRangeParams) -> Value {
        let Some(text) = self.plan_text(&params.text_document.uri) else { return Value::Null };
        let lines = Lines::new(text, self.client.encoding);
        let folds = ide::layout::folds(text).into_iter().map(|fold| {
            let range = lines.range(fold.range.start, fold.range.end);
            FoldingRange {
                start_line: range.start.line,
                end_line: range.end.line,
                kind: fold.is_comment.then_some(FoldingRangeKind::Comment),
                ..FoldingRange::default()
            }
        });
        json!(folds.collect::<Vec<_>>())
    }

    fn selection(&self, params: &SelectionRangeParams) -> Value {
        let Some(text) = self.plan_text(&params.text_document.uri) else { return Value::Null };
        let lines = Lines::new(text, self.client.encoding);
        let chain = |position: &Position| {
            let ranges = ide::layout::around(text, lines.offset(*position));
            ranges.iter().rev().fold(Value::Null, |parent, range| {
                let mut own = json!({ "range": lines.range(range.start, range.end) });
                if let (false, Some(own)) = (parent.is_null(), own.as_object_mut()) {
                    own.insert("parent".to_owned(), parent);
                }
                own
            })
        };
        Value::Array(params.positions.iter().map(chain).collect())
    }

    fn tokens(&self, params: &SemanticTokensParams) -> Value {
        let Some(text) = self.plan_text(&params.text_document.uri) else { return Value::Null };
        let lines = Lines::new(text, self.client.encoding);
        encoded(&ide::tokens::tokens(text, &(0..text.len())), &lines)
    }

    fn tokens_in(&self, params: &SemanticTokensRangeParams) -> Value {
        let Some(text) = self.plan_text(&params.text_document.uri) else { return Value::Null };
        let lines = Lines::new(text, self.client.encoding);
        let range = lines.offset(params.range.start)..lines.offset(params.range.end);
        encoded(&ide::tokens::tokens(text, &range), &lines)
    }

    fn links(&self, params: &DocumentLinkParams) -> Value {
        let uri = &params.text_document.uri;
        let Some(text) = self.plan_text(uri) else { return Value::Null };
        let lines = Lines::new(text, self.client.encoding);
        let folder = path_of(uri).parent().map(Path::to_owned).unwrap_or_default();
        let link = |(range, used): (std::ops::Range<usize>, String)| {
            let target = self.documents.uri(&folder.join(used))?;
            Some(json!({ "range": lines.range(range.start, range.end), "target": target }))
        };
        Value::Array(ide::layout::links(text).into_iter().filter_map(link).collect())
    }

    // ── about a plan ──

    fn symbols(&self, params: &DocumentSymbolParams) -> Value {
        let path = path_of(&params.text_document.uri);
        let Some((known, file)) = self.known(&path) else { return Value::Null };
        let mut converter = Converter::new(known, &self.client);
        let entries = ide::outline::of_file(&known.state, file);
        if self.client.nested_symbols {
            return Value::Array(entries.iter().map(|entry| nested(entry, &mut converter)).collect());
        }
        let mut flat = Vec::new();
        for entry in &entries {
            self.flat(entry, &mut converter, &mut flat);
        }
        Value::Array(flat)
    }

    fn workspace_symbols(&self, params: &WorkspaceSymbolParams) -> Value {
        let mut found = Vec::new();
        for known in self.plans.values() {
            let mut converter = Converter::new(known, &self.client);
            for entry in ide::outline::matching(&known.state, &params.query).iter().take(MOST_SYMBOLS) {
                self.flat(entry, &mut converter, &mut found);
            }
        }
        found.sort_by_key(Value::to_string);
        // A library that several plans use has its names once.
        found.dedup();
        Value::Array(found)
    }

    fn flat(&self, entry: &ide::outline::Entry, converter: &mut Converter<'_>, found: &mut Vec<Value>) {
        found.extend(converter.location(entry.name_span, self).map(|location| {
            without_nulls(json!({
                "name": one_line(&entry.name),
                "kind": symbol_kind(entry),
                "location": location,
                "containerName": entry.container.as_deref().map(one_line),
            }))
        }));
        for child in &entry.children {
            self.flat(child, converter, found);
        }
    }

    fn actions(&self, params: &CodeActionParams) -> Value {
        let path = path_of(&params.text_document.uri);
        let Some((known, file)) = self.known(&path) else { return Value::Null };
        let mut converter = Converter::new(known, &self.client);
        // It checks the plan anew: only for who asks for it, and not at every move of the cursor.
        let asked = |kind: &CodeActionKind| !kind.as_str().is_empty() && FIX_ALL.starts_with(kind.as_str());
        if params.context.only.iter().flatten().any(asked) {
            return Value::Array(self.fix_all(known, &path, converter.lines(file)));
        }
        let lines = converter.lines(file);
        let range = lines.offset(params.range.start)..lines.offset(params.range.end);
        let mut shown = Vec::new();
        for action in ide::fixes::actions(&known.state, file, &range) {
            let kind = if action.repairs.is_some() { "quickfix" } else { "refactor.rewrite" };
            let wanted = params.context.only.as_ref();
            if wanted.is_some_and(|kinds| !kinds.iter().any(|wanted| kind.starts_with(wanted.as_str()))) {
                continue;
            }
            let edits = converter.edits(&action.edits);
            let repaired: Vec<_> = action
                .repairs
                .map(|found| self.shown(&known.state, found, &mut converter))
                .into_iter()
                .collect();
            shown.push(json!({
                "title": one_line(action.title.get(self.client.lang)),
                "kind": kind,
                "diagnostics": repaired,
                "isPreferred": action.is_first,
                "edit": self.workspace_edit(edits),
            }));
        }
        Value::Array(shown)
    }

    /// The safe repairs of the open file, as `piaoc fix` makes them.
    fn fix_all(&self, known: &Known, path: &Path, lines: &Lines<'_>) -> Vec<Value> {
        let found = ide::fix_all::fix_all(&self.files(), &known.state, path);
        let action = |(range, new_text): (std::ops::Range<usize>, String)| {
            let edit = TextEdit { range: lines.range(range.start, range.end), new_text };
            json!({
                "title": self.client.pick("correggi ciò che ha un rimedio sicuro", "mend what has a safe remedy"),
                "kind": FIX_ALL,
                "edit": self.workspace_edit(BTreeMap::from([(path.to_owned(), vec![edit])])),
            })
        };
        found.map(action).into_iter().collect()
    }
}

/// As many names as a person looks through.
const MOST_SYMBOLS: usize = 500;

fn symbol_kind(entry: &ide::outline::Entry) -> SymbolKind {
    use crate::ide::outline::ItemKeyword as I;
    match entry.kind {
        I::Plan => SymbolKind::FILE,
        I::Use => SymbolKind::MODULE,
        I::Area => SymbolKind::NAMESPACE,
        I::Objective | I::Action => SymbolKind::CLASS,
        I::Kpi => SymbolKind::FUNCTION,
        I::Measure => SymbolKind::VARIABLE,
        I::Indicator => SymbolKind::INTERFACE,
        I::Structure => SymbolKind::STRUCT,
        I::Bands => SymbolKind::ENUM,
        I::Override => SymbolKind::EVENT,
    }
}

fn nested(entry: &ide::outline::Entry, converter: &mut Converter<'_>) -> Value {
    let children: Vec<Value> = entry.children.iter().map(|child| nested(child, converter)).collect();
    json!({
        "name": one_line(&entry.name),
        "kind": symbol_kind(entry),
        "range": converter.range(entry.span),
        "selectionRange": converter.range(entry.name_span),
        "children": children,
    })
}

/// Colours as the protocol packs them: each relative to the one before.
fn encoded(tokens: &[ide::tokens::Token], lines: &Lines<'_>) -> Value {
    let mut data: Vec<u32> = Vec::with_capacity(tokens.len().saturating_mul(5));
    let mut before = Position::new(0, 0);
    for token in tokens {
        let Range { start, end } = lines.range(token.start, token.end);
        let new_line = start.line.saturating_sub(before.line);
        let character = start.character.saturating_sub(if new_line == 0 { before.character } else { 0 });
        let length = end.character.saturating_sub(start.character);
        data.extend([new_line, character, length, token.kind as u32, u32::from(token.declares)]);
        before = start;
    }
    json!({ "data": data })
}
