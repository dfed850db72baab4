//! The language server as a process, with clients that behave badly: it neither grows, nor hangs, nor stays behind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use support::Workspace;

/// Longer than this nothing takes, on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: Option<BufReader<ChildStdout>>,
}

impl Server {
    fn start(process: Option<u32>) -> Server {
        Server::with(json!({ "processId": process, "capabilities": {} }))
    }

    fn with(params: Value) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_piaoc"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), child.stdout.take().map(BufReader::new));
        let mut server = Server { child, input, output };
        server.say(&json!({ "id": 0, "method": "initialize", "params": params }));
        assert_eq!(server.read()["id"], 0);
        server.say(&json!({ "method": "initialized", "params": {} }));
        server
    }

    fn say(&mut self, message: &Value) {
        say(self.input.as_mut().unwrap(), message).unwrap();
    }

    fn read(&mut self) -> Value {
        read(self.output.as_mut().unwrap()).expect("the server says something")
    }

    /// Waits until all is known of what was said so far.
    #[cfg(target_os = "linux")]
    fn settle(&mut self) {
        self.say(&json!({ "id": "settle", "method": "workspace/symbol", "params": { "query": "\u{0}" } }));
        while self.read()["id"] != "settle" {}
    }

    /// The peak of its memory so far, in bytes.
    #[cfg(target_os = "linux")]
    fn peak(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        peak.split_whitespace().next().unwrap().parse::<usize>().unwrap() * 1024
    }

    /// How it ended, or that it did not.
    fn exit(&mut self) -> Option<i32> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn say(input: &mut ChildStdin, message: &Value) -> std::io::Result<()> {
    let body = message.to_string().replacen('{', "{\"jsonrpc\":\"2.0\",", 1);
    write!(input, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    input.flush()
}

fn read(output: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").unwrap().parse().unwrap(),
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).unwrap();
    Some(serde_json::from_slice(&body).unwrap())
}

/// Far more requests than pipes and queues hold: whoever does not read waits, and loses nothing by it.
#[test]
fn a_client_that_stops_reading_is_waited_for() {
    const REQUESTS: usize = 12_000;
    let mut server = Server::start(None);
    let mut input = server.input.take().unwrap();
    let said = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&said);
    let writer = std::thread::spawn(move || {
        for id in 1..=REQUESTS {
            let params = json!({ "textDocument": { "uri": "file:///nessuno.piao" } });
            say(&mut input, &json!({ "id": id, "method": "textDocument/foldingRange", "params": params }))
                .unwrap();
            count.store(id, Ordering::SeqCst);
        }
        input
    });
    // Until it takes no more.
    let started = Instant::now();
    let mut before = 0;
    loop {
        std::thread::sleep(Duration::from_millis(400));
        let now = said.load(Ordering::SeqCst);
        if now > 0 && now == before {
            break;
        }
        before = now;
        assert!(started.elapsed() < PATIENCE, "{now} requests, and it takes more");
    }
    assert!(before < REQUESTS, "all {REQUESTS} requests were taken from a client that reads nothing");
    for id in 1..=REQUESTS {
        assert_eq!(server.read()["id"], id);
    }
    server.input = Some(writer.join().unwrap());
    server.say(&json!({ "id": "fine", "method": "shutdown" }));
    assert_eq!(server.read()["id"], "fine");
    server.say(&json!({ "method": "exit" }));
    assert_eq!(server.exit(), Some(0));
}

#[test]
fn a_client_that_reads_nothing_and_goes_away_leaves_no_server() {
    let mut server = Server::start(None);
    let mut input = server.input.take().unwrap();
    let (done, finished) = mpsc::channel();
    std::thread::spawn(move || {
        for id in 1..3_000 {
            let request = json!({ "id": id, "method": "workspace/symbol", "params": { "query": "" } });
            if say(&mut input, &request).is_err() {
                break;
            }
        }
        drop(input);
        let _ = done.send(());
    });
    std::thread::sleep(Duration::from_millis(300));
    drop(server.output.take());
    finished.recv_timeout(PATIENCE).expect("the server reads on when nobody reads it");
    assert!(server.exit().is_some(), "it stays behind");
}

/// Canceled before, after and never asked; then `exit` without `shutdown`.
#[test]
fn a_client_may_cancel_everything_and_leave_in_the_wrong_order() {
    let workspace = Workspace::new();
    workspace.write("piano.piao", "piano \"Prova\"\n  anni 2025\n");
    let path = workspace.path().canonicalize().unwrap().join("piano.piao");
    let uri = url::Url::from_file_path(path).unwrap().to_string();
    let mut server = Server::start(None);
    let document =
        json!({ "uri": uri, "languageId": "piao", "version": 1, "text": "piano \"Prova\"\n  anni 2025\n" });
    server.say(&json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    for id in 1..200 {
        let cancel = |id: Value| json!({ "method": "$/cancelRequest", "params": { "id": id } });
        server.say(&cancel(json!(id)));
        server.say(&json!({ "id": id, "method": "textDocument/documentSymbol", "params": { "textDocument": { "uri": uri } } }));
        server.say(&cancel(json!(id)));
        server.say(&cancel(json!("mai chiesto")));
        server.say(&cancel(json!(null)));
    }
    let mut answered = 0;
    while answered < 199 {
        answered += usize::from(server.read().get("id").is_some());
    }
    server.say(&json!({ "id": "ancora", "method": "textDocument/documentSymbol", "params": { "textDocument": { "uri": uri } } }));
    let answer = std::iter::repeat_with(|| server.read()).find(|message| message["id"] == "ancora");
    assert!(answer.unwrap()["result"].is_array());
    server.say(&json!({ "method": "exit" }));
    assert_eq!(server.exit(), Some(1));
}

/// The pipes stay open, as when a client's child inherited them: the client's death is seen by its process.
#[cfg(unix)]
#[test]
fn a_client_that_dies_takes_the_server_with_it() {
    let mut client = Command::new("sleep").arg("600").spawn().unwrap();
    let mut quiet = Server::start(Some(client.id()));
    let mut full = Server::start(Some(client.id()));
    let mut input = full.input.take().unwrap();
    let writer = std::thread::spawn(move || {
        // More than it can answer to somebody who reads nothing.
        for id in 1..20_000 {
            let request = json!({ "id": id, "method": "workspace/symbol", "params": { "query": "" } });
            if say(&mut input, &request).is_err() {
                return;
            }
        }
    });
    std::thread::sleep(Duration::from_millis(500));
    assert!(quiet.child.try_wait().unwrap().is_none() && full.child.try_wait().unwrap().is_none());
    client.kill().unwrap();
    client.wait().unwrap();
    assert_eq!(quiet.exit(), Some(1));
    assert_eq!(full.exit(), Some(1));
    writer.join().unwrap();
}

/// A process that was never to be seen, as that of an editor outside the server's container, is no reason to end.
#[test]
fn a_client_whose_process_cannot_be_seen_is_served() {
    let mut server = Server::start(Some(i32::MAX as u32));
    std::thread::sleep(Duration::from_millis(1_500));
    server.say(&json!({ "id": 1, "method": "workspace/symbol", "params": { "query": "" } }));
    assert_eq!(server.read()["id"], 1);
    server.say(&json!({ "id": 2, "method": "shutdown" }));
    assert_eq!(server.read()["id"], 2);
    server.say(&json!({ "method": "exit" }));
    assert_eq!(server.exit(), Some(0));
}

/// A plan costs the memory of so many times its text, open or not, and edits cost none that stays.
#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded_by_the_text_of_the_plans() {
    const PLANS: [usize; 2] = [10, 60];
    const MOST_TIMES: usize = 40;
    const EDITS: usize = 60;
    let kpis: String = (0..100)
        .map(|at| {
            format!(
                "obiettivo A.{at} \"Obiettivo {at}\"\n\nkpi tempo \"Tempo medio di risposta {at}\"\n  algoritmo  rapporto % \"Istanze evase\" / \"Istanze pervenute\"\n  target     2025 >= 90%, 2026 >= 92%\n  fonte      \"protocollo informatico\"\n\n"
            )
        })
        .collect();
    let plan = format!("piano \"Prova\"\n  anni 2025-2026\n  punteggio proporzionale\n\n{kpis}");
    let peaks = PLANS.map(|plans| {
        let workspace = Workspace::new();
        (0..plans).for_each(|at| workspace.write(&format!("p{at}.piao"), &plan));
        let root = workspace.path().canonicalize().unwrap();
        let uri = |name: &str| url::Url::from_file_path(root.join(name)).unwrap().to_string();
        let folders = json!([{ "uri": uri(""), "name": "piani" }]);
        let mut server =
            Server::with(json!({ "processId": null, "capabilities": {}, "workspaceFolders": folders }));
        server.settle();
        let read = server.peak();
        let document = json!({ "uri": uri("p0.piao"), "languageId": "piao", "version": 1, "text": plan });
        server.say(&json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        for version in 2..EDITS + 2 {
            let document = json!({ "uri": uri("p0.piao"), "version": version });
            let changes = json!([{ "text": format!("{plan}# {version}\n") }]);
            let params = json!({ "textDocument": document, "contentChanges": changes });
            server.say(&json!({ "method": "textDocument/didChange", "params": params }));
            server.settle();
        }
        (read, server.peak())
    });
    let most = MOST_TIMES * plan.len();
    let a_plan = peaks[1].0.saturating_sub(peaks[0].0) / (PLANS[1] - PLANS[0]);
    assert!(a_plan < most, "{a_plan} bytes for a plan of {} ({peaks:?})", plan.len());
    for (read, edited) in peaks {
        // As much as a few plans take, and not as every edit would.
        assert!(edited - read < EDITS / 4 * most, "from {read} to {edited} after {EDITS} edits");
    }
}
