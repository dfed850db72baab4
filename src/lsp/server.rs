//! The thread that talks to the client: takes messages and what the analysis has to say, and answers.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, never, select};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::{Documents, path_of};
use super::initialize::{self, Client};
use super::parent;
use super::plans::Plans;
use super::publish::Published;
use super::requests::Refused;
use super::worker::{self, Change, Follows, Update};
use super::{Ended, Options, uri};
use crate::diagnostics::Code;
use crate::ide::State;
use crate::resolve::discover::is_plan_file;
use crate::source::{Disk, FileId, Loader, TABLE_EXTENSIONS};

/// What is known of a plan.
#[derive(Debug)]
pub(super) struct Known {
    /// The last state whose actuals were computed; until there is one, the first that was checked.
    pub state: State,
    /// Its files, by the one path that each has.
    pub files: Vec<(FileId, PathBuf)>,
    /// While there are faults: the last state that had a result.
    pub before: Option<State>,
}

impl Known {
    pub fn new(state: State) -> Known {
        let files = state.sources().iter();
        let files = files.map(|(id, file)| (id, Disk.identity(Path::new(&file.path)))).collect();
        Known { state, files, before: None }
    }

    /// What is known now, with what is still to be shown of what was known before.
    pub fn after(mut self, before: Option<&Known>) -> Known {
        let earlier = before.filter(|_| self.state.has_faults() && !self.state.has_result());
        self.before = earlier.and_then(|earlier| match earlier.state.has_result() {
            true => Some(earlier.state.clone()),
            false => earlier.before.clone(),
        });
        self
    }

    pub fn file(&self, path: &Path) -> Option<FileId> {
        self.files.iter().find(|(_, known)| known == path).map(|(id, _)| *id)
    }
}

/// What clients call the notification of changed files.
const WATCHED: &str = "workspace/didChangeWatchedFiles";
/// What the server calls the folders outside of the open ones.
const OUTSIDE: &str = "outside";

/// The files that plans are made of.
fn patterns() -> [String; 2] {
    [format!("*.{{piao,{}}}", TABLE_EXTENSIONS.join(",")), "piaoc.toml".to_owned()]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// `initialize` has not come yet.
    Starting,
    Running,
    /// `shutdown` has come.
    ShutDown,
}

pub(super) struct Server {
    sender: Sender<Message>,
    /// Closed when the client's process is gone.
    parent: Receiver<()>,
    pub options: Options,
    phase: Phase,
    pub client: Client,
    pub documents: Documents,
    pub plans: Plans,
    pub published: BTreeMap<PathBuf, Published>,
    /// Checked plans of which the client has not heard yet.
    unpublished: BTreeMap<PathBuf, State>,
    /// The files that hold the pages of codes.
    pub pages: RefCell<BTreeMap<Code, Option<Uri>>>,
    folders: BTreeSet<PathBuf>,
    /// The folders outside of these in which the client watches files.
    watched: BTreeSet<PathBuf>,
    changes: Sender<(u64, Change)>,
    updates: Receiver<Update>,
    /// The last change sent to the analysis.
    revision: u64,
    /// The last change of which all is known.
    settled: u64,
    /// Requests that wait until all is known of the change before them.
    waiting: VecDeque<(u64, Request)>,
    /// The documents that the client changed since all was last known, each with its last change: what it shows beside
    /// their text it asks for anew by itself.
    touched: BTreeMap<PathBuf, u64>,
    /// Whether what is beside the text of another document may be old, which the client does not know.
    refresh: bool,
    next_id: i32,
}

impl Server {
    pub fn new(sender: Sender<Message>, options: Options) -> Server {
        let (changes, updates) = worker::start();
        Server {
            sender,
            parent: never(),
            options,
            phase: Phase::Starting,
            client: Client::unknown(options.lang),
            documents: Documents::default(),
            plans: Plans::default(),
            published: BTreeMap::new(),
            unpublished: BTreeMap::new(),
            pages: RefCell::default(),
            folders: BTreeSet::new(),
            watched: BTreeSet::new(),
            changes,
            updates,
            revision: 0,
            settled: 0,
            waiting: VecDeque::new(),
            touched: BTreeMap::new(),
            refresh: false,
            next_id: 0,
        }
    }

    pub fn run(mut self, messages: &Receiver<Message>) -> Ended {
        let updates = self.updates.clone();
        loop {
            let parent = self.parent.clone();
            select! {
                recv(parent) -> _ => return Ended::Alone,
                recv(messages) -> message => match message {
                    Ok(message) => {
                        if let Some(ended) = self.message(message) {
                            return ended;
                        }
                    }
                    Err(_) => return Ended::Abruptly,
                },
                recv(updates) -> update => match update {
                    Ok(update) => self.guarded(|server| server.update(update)),
                    Err(_) => return Ended::Abruptly,
                },
            }
        }
    }

    /// Does something of which a failure must not end the server.
    fn guarded(&mut self, act: impl FnOnce(&mut Server)) {
        // The panic hook has said it on standard error, which clients show as the server's log.
        let _ = catch_unwind(AssertUnwindSafe(|| act(self)));
    }

    fn message(&mut self, message: Message) -> Option<Ended> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) if notification.method == "exit" => {
                let properly = self.phase == Phase::ShutDown;
                return Some(if properly { Ended::Properly } else { Ended::Abruptly });
            }
            Message::Notification(notification) if self.phase == Phase::Running => {
                self.guarded(|server| server.notification(notification));
            }
            // Answers to what the server asked say nothing new; before `initialize` nothing counts.
            Message::Response(_) | Message::Notification(_) => {}
        }
        None
    }

    // ── requests ──

    fn request(&mut self, request: Request) {
        let refused =
            |code: ErrorCode, why: &str| Response::new_err(request.id.clone(), code as i32, why.to_owned());
        match (self.phase, request.method.as_str()) {
            (Phase::Starting, "initialize") => self.initialize(request),
            (Phase::Starting, _) => {
                let answer = refused(ErrorCode::ServerNotInitialized, "`initialize` must come first");
                self.send(answer.into());
            }
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.answer_waiting(u64::MAX);
                self.send(Response::new_ok(request.id, Value::Null).into());
            }
            (Phase::ShutDown, _) | (Phase::Running, "initialize") => {
                let answer = refused(ErrorCode::InvalidRequest, "not now");
                self.send(answer.into());
            }
            (Phase::Running, method) => {
                if Self::reads_tables(method) {
                    self.look_at_disk();
                }
                if self.settled < self.revision && self.must_wait(method, &request.params) {
                    self.waiting.push_back((self.revision, request));
                } else {
                    self.respond(&request);
                }
            }
        }
    }

    fn initialize(&mut self, request: Request) {
        let params: InitializeParams = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => {
                let code = ErrorCode::InvalidParams as i32;
                self.send(Response::new_err(request.id, code, error.to_string()).into());
                return;
            }
        };
        self.parent = parent::watch(params.process_id);
        self.client = Client::new(&params, self.options.lang);
        self.phase = Phase::Running;
        let result = json!({
            "capabilities": initialize::capabilities(&self.client),
            "serverInfo": { "name": "piaoc", "version": env!("CARGO_PKG_VERSION") },
        });
        self.send(Response::new_ok(request.id, result).into());
        self.changed(Change::AllowOutside(self.client.allow_outside));
        self.folders = initialize::folders(&params).into_iter().collect();
        self.folders_changed();
    }

    /// Answers a request; a fault of piaoc's own is an answer too.
    fn respond(&mut self, request: &Request) {
        let before = self.options.before_request;
        let answer = catch_unwind(AssertUnwindSafe(|| {
            before(&request.method);
            self.answer(request)
        }));
        let response = match answer {
            Ok(Ok(value)) => Response::new_ok(request.id.clone(), value),
            Ok(Err(Refused { code, message })) => Response::new_err(request.id.clone(), code as i32, message),
            Err(_) => {
                let message = self.client.pick(
                    "errore interno di piaoc: non è colpa del piano",
                    "internal error of piaoc: it is not the plan's fault",
                );
                Response::new_err(request.id.clone(), ErrorCode::InternalError as i32, message.to_owned())
            }
        };
        self.send(response.into());
    }

    /// Answers the requests of which all is known that they need.
    fn answer_waiting(&mut self, settled: u64) {
        while self.waiting.front().is_some_and(|(revision, _)| *revision <= settled) {
            if let Some((_, request)) = self.waiting.pop_front() {
                self.respond(&request);
            }
        }
    }

    // ── notifications ──

    fn notification(&mut self, Notification { method, params }: Notification) {
        match method.as_str() {
            "initialized" => self.watch_files(),
            "textDocument/didOpen" => self.take(params, |server, params: DidOpenTextDocumentParams| {
                let TextDocumentItem { uri, version, text, .. } = params.text_document;
                let path = server.documents.open(uri, version, text);
                if let Some(document) = server.documents.get(&path) {
                    server.text_changed(path, document.text.clone());
                }
            }),
            "textDocument/didChange" => self.take(params, |server, params: DidChangeTextDocumentParams| {
                let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
                let encoding = server.client.encoding;
                let changed = server.documents.change(&uri, version, params.content_changes, encoding);
                if let Some((path, text)) = changed {
                    server.text_changed(path, text);
                }
            }),
            "textDocument/didClose" => self.take(params, |server, params: DidCloseTextDocumentParams| {
                if let Some(path) = server.documents.close(&params.text_document.uri) {
                    server.changed(Change::Closed(path));
                }
            }),
            "textDocument/didSave" => self.take(params, |server, params: DidSaveTextDocumentParams| {
                server.disk_changed([&params.text_document.uri]);
                server.look_at_disk();
            }),
            "workspace/didChangeWatchedFiles" => {
                self.take(params, |server, params: DidChangeWatchedFilesParams| {
                    server.disk_changed(params.changes.iter().map(|change| &change.uri));
                });
            }
            "workspace/didCreateFiles" | "workspace/didDeleteFiles" | "workspace/didRenameFiles" => {
                // The files of all three are `{ uri }` or `{ oldUri, newUri }`.
                let files = params.get("files").and_then(Value::as_array).into_iter().flatten();
                let names = files.flat_map(|file| ["uri", "oldUri", "newUri"].map(|name| file.get(name)));
                let uris: Vec<Uri> =
                    names.flatten().filter_map(|uri| serde_json::from_value(uri.clone()).ok()).collect();
                self.disk_changed(uris.iter());
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.take(params, |server, params: DidChangeWorkspaceFoldersParams| {
                    for folder in params.event.removed {
                        server.folders.remove(&path_of(&folder.uri));
                    }
                    server.folders.extend(params.event.added.iter().map(|folder| path_of(&folder.uri)));
                    server.folders_changed();
                });
            }
            "$/cancelRequest" => self.take(params, |server, params: CancelParams| {
                let id = match params.id {
                    NumberOrString::Number(number) => RequestId::from(number),
                    NumberOrString::String(text) => RequestId::from(text),
                };
                server.cancel(&id);
            }),
            // Whatever else: the protocol lets a server ignore it.
            _ => {}
        }
    }

    /// Takes a notification in whose parameters can be read; one that can't be changes nothing.
    fn take<P: DeserializeOwned>(&mut self, params: Value, act: impl FnOnce(&mut Server, P)) {
        if let Ok(params) = serde_json::from_value(params) {
            act(self, params);
        }
    }

    fn cancel(&mut self, id: &RequestId) {
        let before = self.waiting.len();
        self.waiting.retain(|(_, request)| request.id != *id);
        if self.waiting.len() < before {
            let code = ErrorCode::RequestCanceled as i32;
            self.send(Response::new_err(id.clone(), code, "canceled".to_owned()).into());
        }
    }

    fn disk_changed<'u>(&mut self, uris: impl IntoIterator<Item = &'u Uri>) {
        let paths = uris.into_iter().map(path_of).collect();
        self.changed(Change::Disk(paths));
    }

    /// A client can't tell of changes where it does not watch: all that were read there may have changed.
    fn look_at_disk(&mut self) {
        let files = self.plans.values().flat_map(|known| &known.files).map(|(_, path)| path);
        let unseen = |path: &&PathBuf| {
            let outside = !self.folders.iter().any(|folder| path.starts_with(folder));
            !self.client.watches_files || (outside && !self.client.watches_anywhere)
        };
        let files: Vec<PathBuf> = files.filter(unseen).cloned().collect();
        if !files.is_empty() {
            self.changed(Change::Disk(files));
        }
    }

    fn folders_changed(&mut self) {
        let folders = self.folders.iter().cloned().collect();
        self.changed(Change::Folders(folders));
    }

    fn text_changed(&mut self, path: PathBuf, text: Arc<str>) {
        self.changed(Change::Text(path.clone(), text));
        self.touched.insert(path, self.revision);
    }

    fn changed(&mut self, change: Change) {
        self.revision = self.revision.saturating_add(1);
        // If the analysis is gone, so is its other channel, which ends the server.
        let _ = self.changes.send((self.revision, change));
    }

    /// Asks the client to tell of files that change on disk.
    fn watch_files(&mut self) {
        if !self.client.watches_files {
            return;
        }
        let patterns = patterns().map(|pattern| json!({ "globPattern": format!("**/{pattern}") }));
        self.register("files", json!(patterns));
    }

    /// Asks the client to watch also the folders outside of the open ones in which there are files of open plans.
    fn watch_outside(&mut self) {
        if !self.client.watches_files || !self.client.watches_anywhere {
            return;
        }
        let tables =
            |known: &Known| known.state.computed.as_ref().map_or(Vec::new(), |one| one.tables.clone());
        let tables = self.plans.values().flat_map(tables).map(|table| Disk.identity(&table.path));
        let read = self.plans.values().flat_map(|known| &known.files).map(|(_, path)| path.clone());
        let folders = tables.chain(read).filter_map(|path| Some(path.parent()?.to_owned()));
        let outside = |path: &PathBuf| {
            path.is_absolute() && !self.folders.iter().any(|folder| path.starts_with(folder))
        };
        let folders: BTreeSet<PathBuf> = folders.filter(outside).collect();
        if folders == self.watched {
            return;
        }
        if !self.watched.is_empty() {
            let known = json!([{ "id": OUTSIDE, "method": WATCHED }]);
            // The protocol's own spelling.
            self.ask("client/unregisterCapability", json!({ "unregisterations": known }));
        }
        self.watched = folders;
        let bases: Vec<Uri> = self.watched.iter().filter_map(|folder| uri::of_path(folder)).collect();
        let pattern = |base: &Uri| patterns().map(|pattern| json!({ "baseUri": base, "pattern": pattern }));
        let watchers: Vec<Value> =
            bases.iter().flat_map(pattern).map(|pattern| json!({ "globPattern": pattern })).collect();
        if !watchers.is_empty() {
            self.register(OUTSIDE, json!(watchers));
        }
    }

    fn register(&mut self, id: &str, watchers: Value) {
        let registration =
            json!({ "id": id, "method": WATCHED, "registerOptions": { "watchers": watchers } });
        self.ask("client/registerCapability", json!({ "registrations": [registration] }));
    }

    // ── what the analysis says ──

    fn update(&mut self, update: Update) {
        match update {
            Update::Checked(state, follows) => {
                if follows == Follows::Later {
                    self.publish_checked(&state);
                } else {
                    self.unpublished.insert(state.path.clone(), state.clone());
                }
                if self.plans.get(&state.path).is_none() {
                    self.plans.insert(Known::new(state));
                }
            }
            Update::Computed(state) => {
                self.unpublished.remove(&state.path);
                let files = self.publish_computed(state);
                self.refresh |= self.shows_beside(&files);
            }
            Update::Gone(path) => {
                self.unpublished.remove(&path);
                let files = self.publish_gone(&path);
                self.refresh |= self.shows_beside(&files);
            }
            Update::Idle(revision) => {
                for state in std::mem::take(&mut self.unpublished).into_values() {
                    self.publish_checked(&state);
                }
                self.settled = revision;
                self.touched.retain(|_, change| *change > revision);
                self.watch_outside();
                self.answer_waiting(revision);
                if std::mem::take(&mut self.refresh) {
                    self.refresh_client();
                }
            }
        }
    }

    /// Whether one of these files is a document of which the client shows results that it does not ask for anew.
    fn shows_beside(&self, files: &BTreeSet<PathBuf>) -> bool {
        let stands = |path: &PathBuf| self.documents.get(path).is_some() && !self.touched.contains_key(path);
        files.iter().any(|path| is_plan_file(path) && stands(path))
    }

    fn refresh_client(&mut self) {
        if self.client.refreshes_hints {
            self.ask("workspace/inlayHint/refresh", Value::Null);
        }
        if self.client.refreshes_lenses {
            self.ask("workspace/codeLens/refresh", Value::Null);
        }
    }

    // ── messages to the client ──

    pub fn send(&self, message: Message) {
        // A client that does not read is waited for; one that is gone is noticed where its messages are read.
        select! {
            send(self.sender, message) -> _ => {}
            recv(self.parent) -> _ => {}
        }
    }

    pub fn tell(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params }.into());
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.next_id = self.next_id.saturating_add(1);
        self.send(Request { id: RequestId::from(self.next_id), method: method.to_owned(), params }.into());
    }
}
