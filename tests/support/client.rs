//! A language client in memory: the other end of a real server's connection.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use piaoc::diagnostics::Lang;
use piaoc::lsp::{self, Ended, Options};
use serde_json::{Value, json};

/// Longer than this no answer takes, on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client and the server it talks to.
pub struct Client {
    connection: Connection,
    server: JoinHandle<Ended>,
    folder: PathBuf,
    next_id: i32,
    /// The last diagnostics published of each document.
    pub published: BTreeMap<String, Value>,
    /// Every notification, in order.
    pub heard: Vec<Notification>,
    /// What the server asked.
    pub asked: Vec<Request>,
    versions: BTreeMap<String, i32>,
}

impl Client {
    /// A server that has nothing said to it yet.
    pub fn silent(folder: &Path) -> Client {
        Client::with(folder, Options::plain(Lang::It))
    }

    pub fn with(folder: &Path, options: Options) -> Client {
        let (theirs, ours) = Connection::memory();
        let server = std::thread::Builder::new().stack_size(16 << 20);
        let server = server.spawn(move || lsp::serve(theirs, options)).unwrap();
        Client {
            connection: ours,
            server,
            folder: folder.canonicalize().unwrap(),
            next_id: 0,
            published: BTreeMap::new(),
            heard: Vec::new(),
            asked: Vec::new(),
            versions: BTreeMap::new(),
        }
    }

    /// A client of a folder, with what today's editors can do.
    pub fn start(folder: &Path) -> Client {
        Client::silent(folder).initialized(json!({}))
    }

    /// Says `initialize` with some fields of its own, and `initialized`.
    pub fn initialized(mut self, more: Value) -> Client {
        let uri = self.uri("");
        let mut params = json!({
            "processId": null,
            "locale": "it",
            "workspaceFolders": [{ "uri": uri, "name": "prova" }],
            "capabilities": {
                "workspace": {
                    "workspaceEdit": { "documentChanges": true },
                    "inlayHint": { "refreshSupport": true },
                    "codeLens": { "refreshSupport": true },
                    "didChangeWatchedFiles": { "dynamicRegistration": true },
                },
                "textDocument": {
                    "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                    "completion": { "completionItem": { "snippetSupport": true } },
                },
            },
        });
        for (name, value) in more.as_object().unwrap() {
            params[name] = value.clone();
        }
        self.request("initialize", params).unwrap();
        self.notify("initialized", json!({}));
        self
    }

    pub fn uri(&self, name: &str) -> String {
        let path = if name.is_empty() { self.folder.clone() } else { self.folder.join(name) };
        url::Url::from_file_path(path).unwrap().to_string()
    }

    pub fn send(&self, message: Message) {
        self.connection.sender.send(message).unwrap();
    }

    pub fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params }.into());
    }

    /// Sends a request without waiting for its answer.
    pub fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.next_id += 1;
        let id = RequestId::from(self.next_id);
        self.send(Request { id: id.clone(), method: method.to_owned(), params }.into());
        id
    }

    /// The answer to a request, or the code and words of its refusal.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        let id = self.ask(method, params);
        self.answer(&id)
    }

    pub fn answer(&mut self, id: &RequestId) -> Result<Value, (i32, String)> {
        loop {
            match self.next() {
                Some(Message::Response(Response { id: of, response_result })) if of == *id => {
                    return response_result.map_err(|error| (error.code, error.message));
                }
                Some(_) => {}
                None => panic!("the server ended without answering"),
            }
        }
    }

    /// The next message, noted if it is a notification or a request.
    pub fn next(&mut self) -> Option<Message> {
        let message = match self.connection.receiver.recv_timeout(PATIENCE) {
            Ok(message) => message,
            Err(error) if error.is_timeout() => panic!("no message for {PATIENCE:?}"),
            Err(_) => return None,
        };
        match &message {
            Message::Notification(said) => {
                if said.method == "textDocument/publishDiagnostics" {
                    let uri = said.params["uri"].as_str().unwrap().to_owned();
                    self.published.insert(uri, said.params["diagnostics"].clone());
                }
                self.heard.push(said.clone());
            }
            Message::Request(asked) => self.asked.push(asked.clone()),
            Message::Response(_) => {}
        }
        Some(message)
    }

    pub fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.versions.insert(uri.clone(), 1);
        let language = if name.ends_with(".piao") { "piao" } else { "csv" };
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces the whole text.
    pub fn replace(&mut self, name: &str, text: &str) {
        self.change(name, json!([{ "text": text }]));
    }

    pub fn change(&mut self, name: &str, changes: Value) {
        let uri = self.uri(name);
        let version = self.versions.get_mut(&uri).unwrap();
        *version += 1;
        let document = json!({ "uri": uri, "version": *version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, name: &str) {
        let document = json!({ "uri": self.uri(name) });
        self.notify("textDocument/didClose", json!({ "textDocument": document }));
    }

    /// Waits until all is known of what was said so far.
    pub fn settle(&mut self) {
        self.request("workspace/symbol", json!({ "query": "\u{0}" })).unwrap();
    }

    /// What is published of a document once all is known.
    pub fn diagnostics(&mut self, name: &str) -> Vec<Value> {
        self.settle();
        let uri = self.uri(name);
        self.published.get(&uri).map(|list| list.as_array().unwrap().clone()).unwrap_or_default()
    }

    /// A request about a place, given as a line and a character from 0.
    pub fn at(
        &mut self,
        method: &str,
        name: &str,
        line: u32,
        character: u32,
    ) -> Result<Value, (i32, String)> {
        self.with_position(method, name, line, character, json!({}))
    }

    pub fn with_position(
        &mut self,
        method: &str,
        name: &str,
        line: u32,
        character: u32,
        more: Value,
    ) -> Result<Value, (i32, String)> {
        let mut params = json!({
            "textDocument": { "uri": self.uri(name) },
            "position": { "line": line, "character": character },
        });
        for (field, value) in more.as_object().unwrap() {
            params[field] = value.clone();
        }
        self.request(method, params)
    }

    /// Says goodbye as the protocol wants it.
    pub fn end(mut self) -> Ended {
        self.request("shutdown", Value::Null).unwrap();
        self.notify("exit", Value::Null);
        self.server.join().unwrap()
    }

    /// Goes away without a word, or after `exit` was said.
    pub fn leave(self) -> Ended {
        drop(self.connection);
        self.server.join().unwrap()
    }
}
