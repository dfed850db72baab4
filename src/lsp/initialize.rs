//! What client and server tell each other at the start.

use std::path::PathBuf;

use lsp_types::*;
use serde_json::{Value, json};

use super::documents::path_of;
use super::position::Encoding;
use crate::diagnostics::Lang;
use crate::ide::tokens;
use crate::source::TABLE_EXTENSIONS;

/// What is known of the client.
#[derive(Debug, Clone)]
pub(super) struct Client {
    pub encoding: Encoding,
    pub lang: Lang,
    /// The user, and not what is open, lets plans name files outside of their project.
    pub allow_outside: bool,
    /// Runs `piaoc.why` and the like itself.
    pub runs_commands: bool,
    pub snippets: bool,
    /// Says how a completion was asked for: one of the simplest kind does not, and may not know of edits either.
    pub completion_context: bool,
    /// Takes edits with the version of the document they are for.
    pub versioned_edits: bool,
    pub nested_symbols: bool,
    pub refreshes_hints: bool,
    pub refreshes_lenses: bool,
    pub watches_files: bool,
    /// Also in folders that are not open.
    pub watches_anywhere: bool,
}

impl Client {
    /// Before the client has said anything.
    pub fn unknown(lang: Lang) -> Client {
        Client {
            encoding: Encoding::Utf16,
            lang,
            allow_outside: false,
            runs_commands: false,
            snippets: false,
            completion_context: false,
            versioned_edits: false,
            nested_symbols: false,
            refreshes_hints: false,
            refreshes_lenses: false,
            watches_files: false,
            watches_anywhere: false,
        }
    }

    /// As it presents itself. Its own option `language` counts first, then its locale, then the system's language.
    pub fn new(params: &InitializeParams, lang: Lang) -> Client {
        let capabilities = &params.capabilities;
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let workspace = capabilities.workspace.as_ref();
        let document = capabilities.text_document.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref());
        let lenses = workspace.and_then(|workspace| workspace.code_lens.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let completion = document.and_then(|document| document.completion.as_ref());
        let item = completion.and_then(|completion| completion.completion_item.as_ref());
        let symbols = document.and_then(|document| document.document_symbol.as_ref());
        let option =
            |name: &str| params.initialization_options.as_ref().and_then(|options| options.get(name));
        let wanted = option("language").and_then(Value::as_str);
        let locale = wanted.filter(|wanted| *wanted != "auto").or(params.locale.as_deref());
        Client {
            encoding: Encoding::agreed(offered),
            lang: locale.map_or(lang, language),
            allow_outside: option("allowOutside").and_then(Value::as_bool).unwrap_or(false),
            runs_commands: option("clientCommands").and_then(Value::as_bool).unwrap_or(false),
            snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
            completion_context: completion.and_then(|one| one.context_support).unwrap_or(false),
            versioned_edits: edit.and_then(|edit| edit.document_changes).unwrap_or(false),
            nested_symbols: symbols
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or(false),
            refreshes_hints: hints.and_then(|hints| hints.refresh_support).unwrap_or(false),
            refreshes_lenses: lenses.and_then(|lenses| lenses.refresh_support).unwrap_or(false),
            watches_files: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
            watches_anywhere: watched.and_then(|watched| watched.relative_pattern_support).unwrap_or(false),
        }
    }

    /// Of two texts the one in the client's language.
    pub fn pick<'t>(&self, it: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::It => it,
            Lang::En => en,
        }
    }
}

fn language(locale: &str) -> Lang {
    if locale.to_lowercase().starts_with("it") { Lang::It } else { Lang::En }
}

/// The folders that the client has open.
pub(super) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten();
    let mut paths: Vec<PathBuf> = folders.map(|folder| path_of(&folder.uri)).collect();
    #[expect(deprecated, reason = "older clients say only this")]
    let root = params.root_uri.as_ref();
    if paths.is_empty() {
        paths.extend(root.map(path_of));
    }
    paths
}

/// The commands that the server runs for clients that do not run them themselves.
pub(super) const COMMANDS: &[&str] = &["piaoc.why", "piaoc.evaluate", "piaoc.explain"];

/// The action that makes all safe repairs of a file, which editors can run on saving.
pub(super) const FIX_ALL: &str = "source.fixAll.piaoc";

/// What the server can do.
pub(super) fn capabilities(client: &Client) -> Value {
    let filters = json!({ "filters": [
        { "scheme": "file", "pattern": { "glob": "**/*.{piao,csv}", "matches": "file" } },
        { "scheme": "file", "pattern": { "glob": "**", "matches": "folder" } },
    ] });
    let moved = json!({ "filters": [
        { "scheme": "file", "pattern": { "glob": format!("**/*.{{piao,{}}}", TABLE_EXTENSIONS.join(",")), "matches": "file" } },
    ] });
    let commands = if client.runs_commands { &[] } else { COMMANDS };
    // After a line's end only our own extension asks by itself, which does not take a second Enter for an answer.
    let line_end: &[&str] = if client.runs_commands { &["\n"] } else { &[] };
    let triggers = [&[" ", ".", "/", ";", ","], line_end].concat();
    json!({
        "positionEncoding": client.encoding.kind(),
        "textDocumentSync": { "openClose": true, "change": TextDocumentSyncKind::INCREMENTAL, "save": true },
        "completionProvider": { "triggerCharacters": triggers },
        "hoverProvider": true,
        "signatureHelpProvider": { "triggerCharacters": [" ", "/", "(", ";"], "retriggerCharacters": [","] },
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": { "prepareProvider": true },
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "documentLinkProvider": { "resolveProvider": false },
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "semanticTokensProvider": {
            "legend": { "tokenTypes": tokens::TYPES, "tokenModifiers": tokens::MODIFIERS },
            "full": true,
            "range": true,
        },
        "inlayHintProvider": true,
        "codeLensProvider": { "resolveProvider": false },
        "codeActionProvider": { "codeActionKinds": ["quickfix", "refactor.rewrite", FIX_ALL] },
        "executeCommandProvider": { "commands": commands },
        "workspace": {
            "workspaceFolders": { "supported": true, "changeNotifications": true },
            "fileOperations": { "didCreate": filters, "didRename": filters, "didDelete": filters, "willRename": moved },
        },
    })
}
