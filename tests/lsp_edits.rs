//! The text that the server holds is the text that the user sees: several changes in one notification, many
//! notifications and a plain reading of the protocol give one text.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/book.rs"]
mod book;
#[path = "support/client.rs"]
mod client;
#[path = "support/random.rs"]
mod random;
mod support;

use book::by_the_book;
use client::Client;
use lsp_types::{Position, Range, TextDocumentContentChangeEvent};
use piaoc::lsp::{Encoding, edited};
use random::Numbers;
use serde_json::{Value, json};
use support::Workspace;

/// Pieces of texts: letters of one, two and three bytes, surrogate pairs, and every end of line.
const PIECES: [&str; 14] =
    ["a", "k", "2", " ", "è", "€", "😀", "\n", "\r\n", "\r", "kpi a \"A\"", "  target >= 1", "\n\n", ""];

fn pieces(numbers: &mut Numbers, most: u64) -> String {
    (0..numbers.below(most)).map(|_| PIECES[numbers.below(PIECES.len() as u64) as usize]).collect()
}

/// A change of a text such as editors send: places that are there, ends of lines and of the text above all, and now and
/// then one that is not.
fn change(text: &str, numbers: &mut Numbers, last: &mut Position) -> TextDocumentContentChangeEvent {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = lines.split('\n').collect();
    let place = |numbers: &mut Numbers| {
        let line = numbers.below(lines.len() as u64 + 1) as u32;
        let length = lines.get(line as usize).map_or(0, |line| line.encode_utf16().count());
        let character = match numbers.below(4) {
            0 => length as u32,
            1 => length as u32 + numbers.below(3) as u32,
            _ => numbers.below(length as u64 + 1) as u32,
        };
        Position::new(line, character)
    };
    let inserted = pieces(numbers, 3);
    let range = match numbers.below(8) {
        0 => Range::new(place(numbers), place(numbers)),
        // Typing goes on where it was, whatever the text has there now.
        1 | 2 => {
            last.character += inserted.encode_utf16().count() as u32;
            Range::new(*last, *last)
        }
        // From below: before what was changed last.
        3 | 4 => {
            let line = last.line.saturating_sub(numbers.below(2) as u32);
            let character = last.character.saturating_sub(numbers.below(4) as u32);
            let start = Position::new(line, character.saturating_sub(numbers.below(3) as u32));
            Range::new(start, Position::new(line, character))
        }
        _ => {
            let at = place(numbers);
            Range::new(at, at)
        }
    };
    *last = range.start;
    let range = (numbers.below(40) > 0).then_some(range);
    TextDocumentContentChangeEvent { range, range_length: None, text: inserted }
}

#[test]
fn one_notification_many_and_the_plain_reading_give_one_text() {
    let mut numbers = Numbers::new(20_261_130);
    for case in 0..40_000 {
        let encoding = if case % 2 == 0 { Encoding::Utf16 } else { Encoding::Utf8 };
        let text = pieces(&mut numbers, 12);
        let mut last = Position::new(numbers.below(4) as u32, numbers.below(6) as u32);
        let mut changes = Vec::new();
        let mut expected = text.clone();
        for _ in 0..1 + numbers.below(6) {
            let next = change(&expected, &mut numbers, &mut last);
            expected = by_the_book(&expected, &next, encoding);
            changes.push(next);
        }
        let one_by_one =
            changes.iter().fold(text.clone(), |text, change| edited(&text, vec![change.clone()], encoding));
        assert_eq!(one_by_one, expected, "case {case}: {text:?} after {changes:?}, one by one");
        let at_once = edited(&text, changes.clone(), encoding);
        assert_eq!(at_once, expected, "case {case}: {text:?} after {changes:?}, at once");
    }
}

fn insert(line: u32, character: u32, text: &str) -> Value {
    let at = json!({ "line": line, "character": character });
    json!({ "range": { "start": at, "end": at }, "text": text })
}

/// `text` inserted letter by letter from a place on, as eglot sends it.
fn typed(mut line: u32, mut character: u32, text: &str) -> Value {
    let changes = text.chars().map(|letter| {
        let change = insert(line, character, &letter.to_string());
        match letter {
            '\n' => (line, character) = (line + 1, 0),
            letter => character += letter.len_utf16() as u32,
        }
        change
    });
    Value::Array(changes.collect())
}

/// What a server says of a text that it was given in changes is what another says that was given it whole.
#[test]
fn a_server_given_changes_sees_what_one_given_the_text_sees() {
    let plan = "piano \"P\"\n  anni 2025\nobiettivo A.1 \"Città 😀\"\nkpi uno \"Primo\"\n  peso 100%\n  target >= 1\n";
    let cases: [(&str, Value, &str); 5] = [
        ("  target >= 1", json!([insert(0, 13, "2"), insert(0, 14, "3")]), "  target >= 123"),
        ("", json!([insert(0, 0, "k"), insert(0, 1, "p"), insert(0, 2, "i")]), "kpi"),
        ("kpi a \"A\"", typed(0, 9, "\n  peso 50%"), "kpi a \"A\"\n  peso 50%"),
        ("", typed(0, 0, plan), plan),
        (
            "kpi a \"A\"\nkpi a \"B\"\nkpi a \"C\"",
            json!([
                { "range": { "start": { "line": 2, "character": 4 }, "end": { "line": 2, "character": 5 } }, "text": "b2" },
                { "range": { "start": { "line": 1, "character": 4 }, "end": { "line": 1, "character": 5 } }, "text": "b1" },
                { "range": { "start": { "line": 0, "character": 4 }, "end": { "line": 0, "character": 5 } }, "text": "b0" },
            ]),
            "kpi b0 \"A\"\nkpi b1 \"B\"\nkpi b2 \"C\"",
        ),
    ];
    for (before, changes, after) in cases {
        let seen = |before: &str, changes: Option<&Value>| {
            let workspace = Workspace::new();
            let mut client = Client::start(workspace.path());
            client.open("piano.piao", before);
            if let Some(changes) = changes {
                client.change("piano.piao", changes.clone());
            }
            let mut seen: Vec<Value> = client.diagnostics("piano.piao");
            for diagnostic in &mut seen {
                diagnostic["data"].take();
                diagnostic["relatedInformation"].take();
            }
            let document = json!({ "textDocument": { "uri": client.uri("piano.piao") } });
            for what in ["semanticTokens/full", "documentSymbol", "foldingRange"] {
                let mut answer = client.request(&format!("textDocument/{what}"), document.clone()).unwrap();
                if let Some(answer) = answer.as_object_mut() {
                    answer.remove("resultId");
                }
                seen.push(answer);
            }
            client.end();
            seen
        };
        assert_eq!(seen(before, Some(&changes)), seen(after, None), "{before:?} to {after:?}");
    }
}
