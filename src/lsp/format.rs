//! `textDocument/formatting` and `rangeFormatting`. The style is one: what the client says of tabs does not count.

use lsp_types::*;
use serde_json::{Value, json};

use super::position::Lines;
use super::requests::Answer;
use super::server::Server;
use crate::ide;

impl Server {
    pub(super) fn format(&self, uri: &Uri, range: Option<Range>) -> Answer {
        let Some(text) = self.plan_text(uri) else { return Ok(Value::Null) };
        let lines = Lines::new(text, self.client.encoding);
        let range = range.map(|range| lines.offset(range.start)..lines.offset(range.end));
        match ide::format::edits(text, range.as_ref()) {
            Ok(edits) => {
                let edits = edits.into_iter().map(|edit| TextEdit {
                    range: lines.range(edit.range.start, edit.range.end),
                    new_text: edit.text,
                });
                Ok(json!(edits.collect::<Vec<_>>()))
            }
            Err(merges) => match merges.first() {
                Some(merge) => Err(self.refused(&merge.message)),
                None => Ok(Value::Null),
            },
        }
    }
}
