//! The one model of a message to the user, and its renderings. A stage builds [`Diagnostic`]s out of its
//! own data (each stage keeps them in a file `faults.rs`); a renderer decides how they look.

mod code;
mod levels;
pub mod pages;
pub mod paste;
pub mod render;
mod text;
mod visible;

use crate::source::{Sources, Span};

pub use code::{Code, Severity};
pub use levels::{Level, Levels, Lint, NoLint};
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

    /// Says of the repair added last that it is surely what was meant.
    #[must_use]
    pub fn safely(mut self) -> Diagnostic {
        if let Some(fix) = self.fixes.last_mut() {
            fix.safe = true;
        }
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

/// The name among `candidates` that `wanted` most likely meant, if any is near enough to say so; of equally near ones
/// the first. Among very many names none is sought: it would cost more than it helps.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let length = wanted.chars().count();
    let allowed = match length {
        0..=2 => 1,
        3..=5 => 2,
        length => length / 3,
    };
    let candidates: Vec<&str> = candidates.into_iter().take(MOST_CANDIDATES.saturating_add(1)).collect();
    if candidates.len() > MOST_CANDIDATES || length > LONGEST_MISSPELT {
        return None;
    }
    let near = |candidate: &&str| {
        let distance = strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase());
        (distance <= allowed && distance < candidate.chars().count()).then_some(distance)
    };
    let of_like_length =
        candidates.into_iter().filter(|name| name.chars().count().abs_diff(length) <= allowed);
    let found = of_like_length.filter_map(|candidate| Some((near(&candidate)?, candidate)));
    found.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// [`nearest`] among codes: of a code with segments (`B.3`) only one of the same first segment is likely meant.
pub fn nearest_code<'a>(wanted: &str, codes: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let family = wanted.split_once('.').map(|(first, _)| first);
    let same = |code: &&str| family.is_none() || code.split_once('.').map(|(first, _)| first) == family;
    let mut codes: Vec<&str> =
        codes.into_iter().filter(same).take(MOST_CANDIDATES.saturating_add(1)).collect();
    // They come out of a table without order; every run must say the same.
    codes.sort_unstable();
    nearest(wanted, codes)
}

/// Among more names than this a suggestion is not sought.
const MOST_CANDIDATES: usize = 2_000;
/// Nor for a word of more characters than this.
const LONGEST_MISSPELT: usize = 100;
