//! Messages over standard input and output. `lsp-server` has this too, but ends at the first message it can't read;
//! here that is answered, and the next one is read.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};
use lsp_server::{Connection, ErrorCode, Message, Response};
use serde_json::{Value, json};

/// So many messages wait in each direction; then whoever sends more waits. A client that does not read what it is told
/// makes neither queue grow.
const MOST_WAITING: usize = 256;

/// A longer message is skipped unread: no client sends one.
const MOST_BYTES: usize = 1 << 30;

/// The connection to the client of this process, and the thread that writes to it.
pub(super) fn stdio() -> (Connection, JoinHandle<()>) {
    let (to_client, outgoing) = bounded::<Message>(MOST_WAITING);
    let (incoming, from_client) = bounded::<Message>(MOST_WAITING);
    let answers = to_client.clone();
    std::thread::spawn(move || {
        let mut input = BufReader::new(io::stdin());
        // The end of the input drops `incoming`, which ends the server.
        let _ = read_messages(&mut input, &incoming, &answers);
    });
    let writer = std::thread::spawn(move || {
        let mut output = io::BufWriter::new(io::stdout());
        write_messages(&mut output, &outgoing);
    });
    (Connection { sender: to_client, receiver: from_client }, writer)
}

/// Reads until the input ends. What is no message is answered as the protocol says, and left behind.
pub fn read_messages(
    input: &mut impl BufRead,
    messages: &Sender<Message>,
    answers: &Sender<Message>,
) -> io::Result<()> {
    while let Some(body) = read_body(input)? {
        match serde_json::from_slice::<Message>(&body) {
            Ok(message) => {
                let last = matches!(&message, Message::Notification(said) if said.method == "exit");
                if messages.send(message).is_err() || last {
                    return Ok(());
                }
            }
            Err(error) => {
                let _ = answers.send(refused(&body, &error).into());
            }
        }
    }
    Ok(())
}

/// The answer to what is no message: to the request's own id, if it has one.
fn refused(body: &[u8], error: &serde_json::Error) -> Response {
    let value: Option<Value> = serde_json::from_slice(body).ok();
    let code = if value.is_some() { ErrorCode::InvalidRequest } else { ErrorCode::ParseError };
    let id = value.as_ref().and_then(|value| serde_json::from_value(value.get("id")?.clone()).ok());
    let id = id.unwrap_or_else(|| lsp_server::RequestId::from(String::new()));
    Response::new_err(id, code as i32, error.to_string())
}

/// The next message's bytes; `None` at the end. Lines that are no header are skipped, so that garbage between two
/// messages costs nothing but itself.
fn read_body(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length: Option<usize> = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if let Some((name, value)) = text.split_once(':') {
            if name.trim().eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok();
            }
            continue;
        }
        match length {
            Some(length) if text.is_empty() && length <= MOST_BYTES => {
                let mut body = Vec::new();
                input.by_ref().take(length as u64).read_to_end(&mut body)?;
                return Ok((body.len() == length).then_some(body));
            }
            Some(length) if text.is_empty() => {
                io::copy(&mut input.by_ref().take(length as u64), &mut io::sink())?;
                return Ok(Some(Vec::new()));
            }
            _ => {}
        }
    }
}

/// No header is longer.
const LONGEST_LINE: u64 = 1 << 16;

/// Writes until nobody sends any more, or nobody reads.
fn write_messages(output: &mut impl Write, messages: &Receiver<Message>) {
    for message in messages {
        if write_message(output, &message, messages.is_empty()).is_err() {
            return;
        }
    }
}

/// Writes one message; it goes out at once when none waits behind it.
fn write_message(output: &mut impl Write, message: &Message, last: bool) -> io::Result<()> {
    let Value::Object(mut body) = serde_json::to_value(message)? else { return Ok(()) };
    body.insert("jsonrpc".to_owned(), json!("2.0"));
    // The protocol has `null` for the answer to a message whose id could not be read.
    if body.get("id").is_some_and(|id| id == "") {
        body.insert("id".to_owned(), Value::Null);
    }
    let body = serde_json::to_vec(&body)?;
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(&body)?;
    if last { output.flush() } else { Ok(()) }
}
