//! Diagnostics for other tools: the contract of `language.md` §10, whose JSON Schema is `check.schema.json`.
//! Lines and columns from 1, columns in characters.

use serde::Serialize;

use crate::diagnostics::{Code, Diagnostic, Lang, Severity};
use crate::source::{FileId, Sources, Span};

/// A diagnostic as other tools read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DiagnosticJson {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    range: Range,
    /// The words at the diagnostic's own place come first, then the other places.
    labels: Vec<LabelJson>,
    notes: Vec<String>,
    fixes: Vec<FixJson>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct LabelJson {
    file: String,
    range: Range,
    message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct FixJson {
    message: String,
    edits: Vec<EditJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct EditJson {
    file: String,
    range: Range,
    text: String,
}

/// What `check --format json` prints, and `eval` and `why` where there is no result.
#[derive(Debug, Default, Serialize)]
pub struct Document {
    /// In the order of the files.
    pub diagnostics: Vec<DiagnosticJson>,
}

impl Document {
    /// The document's text, with a final end of line.
    pub fn text(&self) -> String {
        // Strings and numbers always have a JSON form.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Diagnostics as other tools read them, in their order.
pub fn diagnostics(sources: &Sources, diagnostics: &[Diagnostic], lang: Lang) -> Vec<DiagnosticJson> {
    let mut columns = Columns { sources, last: None };
    diagnostics.iter().map(|diagnostic| columns.diagnostic(diagnostic, lang)).collect()
}

impl Columns<'_> {
    fn diagnostic(&mut self, diagnostic: &Diagnostic, lang: Lang) -> DiagnosticJson {
        let range = self.range(diagnostic.span);
        let own = diagnostic.label.iter().map(|message| (diagnostic.span, message));
        let others = diagnostic.labels.iter().map(|label| (label.span, &label.message));
        DiagnosticJson {
            code: Code::name(diagnostic.code),
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Hint => "hint",
            },
            message: diagnostic.message.get(lang).to_owned(),
            file: self.file(diagnostic.span),
            range,
            labels: own
                .chain(others)
                .map(|(span, message)| LabelJson {
                    file: self.file(span),
                    range: self.range(span),
                    message: message.get(lang).to_owned(),
                })
                .collect(),
            notes: diagnostic.notes.iter().map(|note| note.get(lang).to_owned()).collect(),
            fixes: diagnostic
                .fixes
                .iter()
                .map(|fix| FixJson {
                    message: fix.message.get(lang).to_owned(),
                    edits: fix
                        .edits
                        .iter()
                        .map(|edit| EditJson {
                            file: self.file(edit.span),
                            range: self.range(edit.span),
                            text: edit.text.clone(),
                        })
                        .collect(),
                })
                .collect(),
        }
    }

    fn file(&self, span: Span) -> String {
        self.sources.path(span.file).to_owned()
    }

    fn range(&mut self, span: Span) -> Range {
        Range { start: self.position(span.file, span.start), end: self.position(span.file, span.end) }
    }

    /// Line and column, counted on from the last place of the same line: diagnostics come in order, and a line of
    /// fifty megabytes with ten thousand faults is read once, not ten thousand times.
    fn position(&mut self, file: FileId, offset: u32) -> Position {
        let Some(source) = self.sources.get(file) else { return Position { line: 1, column: 1 } };
        if let Some(last) = self.last
            && last.file == file
            && last.offset <= offset
            && let Some(between) = source.text.get(last.offset as usize..offset as usize)
            && offset <= source.line_range(last.line).1
        {
            let column = last.column.saturating_add(between.chars().count() as u32);
            self.last = Some(Seen { offset, column, ..last });
            return Position { line: last.line as u32 + 1, column };
        }
        let at = source.line_column(offset);
        let line = source.line_of(offset);
        let earlier = self.last.is_some_and(|last| (last.file, last.line) == (file, line));
        if !earlier && source.text.is_char_boundary(offset as usize) {
            self.last = Some(Seen { file, line, offset, column: at.column });
        }
        Position { line: at.line, column: at.column }
    }
}

/// Turns offsets into lines and columns.
struct Columns<'a> {
    sources: &'a Sources,
    last: Option<Seen>,
}

#[derive(Clone, Copy)]
struct Seen {
    file: FileId,
    line: usize,
    offset: u32,
    column: u32,
}
