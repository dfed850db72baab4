//! The one model of a message to the user, and its renderings. A stage builds [`Diagnostic`]s out of its
//! own data (each stage keeps them in a file `faults.rs`); a renderer decides how they look.

mod code;
mod levels;
mod nearest;
pub mod pages;
pub mod paste;
pub mod render;
mod text;
mod visible;

use crate::source::{Sources, Span};

pub use code::{Code, Severity};
pub use levels::{Level, Levels, Lint, NoLint};
pub use nearest::{Among, MOST_CANDIDATES, Misspelt, nearest};
pub(crate) use text::say;
pub use text::{Lang, Text, indicators};
pub use visible::{in_its_place, is_hidden, is_override, one_line, visible, visible_line};

/// A further place involved, with what to see there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there.
    pub message: Text,
}

/// Replace the text under a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes away (empty: an insertion).
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// A repair that an editor can apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does.
    pub message: Text,
    /// Its edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// Surely what was meant: `piaoc fix` applies it unasked.
    pub safe: bool,
}

/// A fault or a remark: what, where, with which other places, what is expected, how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code; its page explains it.
    pub code: Code,
    /// How grave it is: its code's severity, or what the house made of that.
    pub severity: Severity,
    /// The place to underline.
    pub span: Span,
    /// One sentence without a full stop, lower case, with the user's words in backticks.
    pub message: Text,
    /// What to read under the primary place, if more than the message says.
    pub label: Option<Text>,
    /// Other places involved.
    pub labels: Vec<Label>,
    /// What is expected, and why.
    pub notes: Vec<Text>,
    /// Repairs, the most likely first.
    pub fixes: Vec<Fix>,
    /// The name at the place that nothing has: what it may have meant is sought when all is read.
    pub misspelt: Option<Box<Misspelt>>,
}

impl Diagnostic {
    /// A diagnostic with nothing but its sentence.
    pub fn new(code: Code, span: Span, message: Text) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            span,
            message,
            label: None,
            labels: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
            misspelt: None,
        }
    }

    /// Adds the words under the primary place.
    #[must_use]
    pub fn here(mut self, message: Text) -> Diagnostic {
        self.label = Some(message);
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn also(mut self, span: Span, message: Text) -> Diagnostic {
        self.labels.push(Label { span, message });
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, message: Text) -> Diagnostic {
        self.notes.push(message);
        self
    }

    /// Adds a repair of one edit.
    #[must_use]
    pub fn fix(self, message: Text, span: Span, text: impl Into<String>) -> Diagnostic {
        self.fix_all(message, vec![Edit { span, text: text.into() }])
    }

    /// Adds a repair of several edits.
    #[must_use]
    pub fn fix_all(mut self, message: Text, edits: Vec<Edit>) -> Diagnostic {
        self.fixes.push(Fix { message, edits, safe: false });
        self
    }

    /// Says that nothing has the name that stands here.
    #[must_use]
    pub fn unknown(mut self, name: &str, among: Among) -> Diagnostic {
        self.misspelt = Some(Box::new(Misspelt { name: name.to_owned(), among }));
        self
    }

    /// Offers, before other repairs, the name that was probably meant.
    pub fn perhaps(&mut self, meant: &str) {
        let message = say!("forse volevi scrivere `{meant}`", "perhaps you meant `{meant}`");
        let edits = vec![Edit { span: self.span, text: meant.to_owned() }];
        self.fixes.insert(0, Fix { message, edits, safe: false });
    }

    /// Says of the repair added last that it is surely what was meant.
    #[must_use]
    pub fn safely(mut self) -> Diagnostic {
        if let Some(fix) = self.fixes.last_mut() {
            fix.safe = true;
        }
        self
    }

    /// Says that none of the repairs is surely what was meant.
    #[must_use]
    pub fn unsurely(mut self) -> Diagnostic {
        self.fixes.iter_mut().for_each(|fix| fix.safe = false);
        self
    }

    /// Whether the plan or the actuals can't be used: a warning that the house denies fails a check, but not this.
    pub fn is_fault(&self) -> bool {
        self.code.severity() == Severity::Error
    }
}

/// A warning or hint that a `consenti` of the plan allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What would have been said.
    pub diagnostic: Diagnostic,
    /// Why it is allowed, in the plan's own words.
    pub reason: String,
    /// Where the `consenti` stands.
    pub span: Span,
}

/// Sorts by file and place, so that every run says the same in the same order, and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message.en).cmp(&(b.span, b.code, &b.message.en)));
    diagnostics.dedup();
}

/// Turns repairs that would edit a sheet of a workbook into notes: what they say is to be done in the spreadsheet.
pub fn only_texts_are_mended(sources: &Sources, diagnostics: &mut [Diagnostic]) {
    let in_sheet = |edit: &Edit| sources.get(edit.span.file).is_some_and(|file| file.sheet.is_some());
    for diagnostic in diagnostics {
        let (kept, others) = std::mem::take(&mut diagnostic.fixes)
            .into_iter()
            .partition(|fix: &Fix| !fix.edits.iter().any(in_sheet));
        diagnostic.fixes = kept;
        diagnostic.notes.extend(others.into_iter().map(|fix: Fix| fix.message));
    }
}

/// Whether with any of them the plan or the actuals can't be used.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_fault)
}
