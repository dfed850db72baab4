//! The language server as an editor meets it: a process of its own, over standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// An editor: a running server and the document it edits.
pub struct Editor {
    child: Child,
    input: ChildStdin,
    /// What the server says: read at once, whatever the editor does meanwhile.
    output: Receiver<Value>,
    /// The highest peak of memory, told at the end.
    peak: Arc<Mutex<f64>>,
    id: i64,
    pub version: i64,
}

impl Editor {
    pub fn start(folder: &Path) -> Editor {
        let mut command = Command::new(env!("CARGO_BIN_EXE_piaoc"));
        command.args(["lsp", "--stdio"]);
        Editor::of(command, folder, Arc::default())
    }

    pub fn of(mut command: Command, folder: &Path, peak: Arc<Mutex<f64>>) -> Editor {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut reader) {
                let _ = sender.send(message);
            }
        });
        let mut editor = Editor { child, input, output, peak, id: 0, version: 0 };
        let root = json!([{ "uri": uri(folder), "name": "bench" }]);
        editor.request(
            "initialize",
            json!({ "processId": null, "capabilities": {}, "workspaceFolders": root }),
        );
        editor.notify("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let body = serde_json::to_vec(message).unwrap();
        write!(self.input, "Content-Length: {}\r\n\r\n", body.len()).unwrap();
        self.input.write_all(&body).unwrap();
        self.input.flush().unwrap();
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.until(|message| message["id"] == id && message.get("method").is_none())
    }

    pub fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.output.recv().unwrap();
            if wanted(&message) {
                return message;
            }
        }
    }

    pub fn close(&mut self, path: &Path) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(path) } }));
    }

    pub fn open(&mut self, path: &Path, text: &str) {
        self.version = 1;
        let document = json!({ "uri": uri(path), "languageId": "piao", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Types a text at a place.
    pub fn type_at(&mut self, path: &Path, line: usize, from: usize, to: usize, text: &str) {
        let range = json!({
            "start": { "line": line, "character": from },
            "end": { "line": line, "character": to },
        });
        self.change(path, json!([{ "range": range, "text": text }]));
    }

    /// Several changes in one notification.
    pub fn change(&mut self, path: &Path, changes: Value) {
        self.version += 1;
        let document = json!({ "uri": uri(path), "version": self.version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Waits for the diagnostics of the document as it is now.
    pub fn diagnostics(&mut self, path: &Path) -> usize {
        let (uri, version) = (uri(path), self.version);
        let found = self.until(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && message["params"]["version"] == version
        });
        found["params"]["diagnostics"].as_array().unwrap().len()
    }

    /// Waits until all is known of everything said so far.
    pub fn settle(&mut self) {
        self.request("workspace/symbol", json!({ "query": "\u{0}" }));
    }

    pub fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kb = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kb.unwrap_or(0.0) / 1024.0
    }

    /// Says goodbye; the server ends well.
    pub fn end(mut self) {
        self.request("shutdown", Value::Null);
        let so_far = super::process::peak_of(&self.child.id().to_string());
        let mut peak = self.peak.lock().unwrap();
        *peak = peak.max(so_far);
        drop(peak);
        self.notify("exit", Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The next message; nothing where the server is gone.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(": ") {
            Some((_, value)) => length = value.parse().ok()?,
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
