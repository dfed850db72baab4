//! Diagnostics for other tools: the contract of `language.md` §10, whose JSON Schema is `check.schema.json`.
//! Lines and columns from 1, columns in characters.

use serde::Serialize;

use super::{Found, Report};
use crate::diagnostics::{Allowed, Code, Diagnostic, Lang, Severity, is_hidden};
use crate::source::{FileId, LineColumn, Sources, Span};

/// A diagnostic as other tools read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DiagnosticJson {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    pub(super) message: String,
    pub(super) file: String,
    pub(super) range: Range,
    /// `Staff!E14`, in a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cell: Option<String>,
    /// The words at the diagnostic's own place come first, then the other places.
    pub(super) labels: Vec<LabelJson>,
    pub(super) notes: Vec<String>,
    pub(super) fixes: Vec<FixJson>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Position {
    pub(super) line: u32,
    pub(super) column: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct LabelJson {
    pub(super) file: String,
    pub(super) range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cell: Option<String>,
    pub(super) message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct FixJson {
    pub(super) message: String,
    pub(super) edits: Vec<EditJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct EditJson {
    pub(super) file: String,
    pub(super) range: Range,
    pub(super) text: String,
}

/// A diagnostic that a `consenti` allows.
#[derive(Debug, Serialize)]
pub struct AllowedJson {
    #[serde(flatten)]
    diagnostic: DiagnosticJson,
    reason: String,
    exception: PlaceJson,
}

#[derive(Debug, Serialize)]
struct PlaceJson {
    file: String,
    range: Range,
}

/// What `check --format json` prints, and `eval` and `why` where there is no result.
#[derive(Debug, Default, Serialize)]
pub struct Document {
    /// In the order of the files.
    pub diagnostics: Vec<DiagnosticJson>,
    /// Where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<AllowedJson>>,
}

impl Document {
    /// The document's text, with a final end of line.
    pub fn text(&self) -> String {
        pretty(self)
    }
}

/// JSON for people to look into too, with a final end of line.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    pretty_of_size(value, 128)
}

/// [`pretty`] with room for so many bytes.
pub(crate) fn pretty_of_size(value: &impl Serialize, expected: usize) -> String {
    let mut text = Vec::with_capacity(expected);
    // Maps with other than text keys are the only thing that could fail here, and there are none.
    let _ = serde_json::to_writer_pretty(&mut text, value);
    text.push(b'\n');
    let text = String::from_utf8(text).unwrap_or_default();
    if text.chars().any(is_escaped) { escaped(&text) } else { text }
}

/// What may stand in JSON as it is, but does something to a terminal that shows it.
fn is_escaped(c: char) -> bool {
    is_hidden(c) && c != '\n'
}

/// Such characters stand within strings only, where they can be written as escapes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_escaped(c) {
            out.push(c);
            continue;
        }
        let mut units = [0; 2];
        out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
    }
    out
}

/// One document of all plans.
#[derive(Debug)]
pub struct Json {
    lang: Lang,
    document: Document,
}

impl Json {
    /// In a language, with or without the list of what is allowed.
    pub fn new(lang: Lang, show_allowed: bool) -> Json {
        let allowed = show_allowed.then(Vec::new);
        Json { lang, document: Document { allowed, ..Document::default() } }
    }
}

impl Report for Json {
    fn plan(&mut self, found: &Found) -> String {
        self.document.diagnostics.extend(diagnostics(&found.sources, &found.diagnostics, self.lang));
        if let Some(list) = &mut self.document.allowed {
            list.extend(allowed(&found.sources, &found.allowed, self.lang));
        }
        String::new()
    }

    fn end(&mut self) -> String {
        self.document.text()
    }
}

/// Diagnostics as other tools read them, in their order.
pub fn diagnostics(sources: &Sources, diagnostics: &[Diagnostic], lang: Lang) -> Vec<DiagnosticJson> {
    let mut columns = Columns { sources, last: None };
    diagnostics.iter().map(|diagnostic| columns.diagnostic(diagnostic, lang)).collect()
}

fn allowed(sources: &Sources, allowed: &[Allowed], lang: Lang) -> Vec<AllowedJson> {
    let mut columns = Columns { sources, last: None };
    let one = |allowed: &Allowed| AllowedJson {
        diagnostic: columns.diagnostic(&allowed.diagnostic, lang),
        reason: allowed.reason.clone(),
        exception: PlaceJson { file: columns.file(allowed.span), range: columns.range(allowed.span) },
    };
    allowed.iter().map(one).collect()
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
            cell: self.sources.cell(diagnostic.span),
            labels: own
                .chain(others)
                .map(|(span, message)| LabelJson {
                    file: self.file(span),
                    range: self.range(span),
                    cell: self.sources.cell(span),
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
        if source.sheet.is_some() {
            return source.position(offset).into();
        }
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
        at.into()
    }
}

impl From<LineColumn> for Position {
    fn from(at: LineColumn) -> Position {
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
