//! A safe fix, ready to be applied to the texts that it is for.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::verdict::Stage;
use super::{Repair, Why, whole_lines};
use crate::analysis::Computed;
use crate::diagnostics::{Code, Diagnostic, Fix, Text};
use crate::source::{FileId, Loader, SourceFile, Sources, Span};

/// The files of a round as they are at its start, by identity.
pub type Texts = BTreeMap<PathBuf, SourceFile>;

/// New text for a range of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    pub file: PathBuf,
    pub range: Range<u32>,
    pub text: String,
}

impl Replacement {
    /// By file and place.
    fn order(&self, other: &Replacement) -> Ordering {
        let key = |edit: &Replacement| (edit.range.start, edit.range.end);
        self.file.cmp(&other.file).then_with(|| key(self).cmp(&key(other)))
    }
}

/// Where something stands: a file by its identity, and the bytes there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct At {
    pub file: PathBuf,
    pub range: Range<u32>,
}

/// The safe fix of a diagnostic.
#[derive(Debug, Clone)]
pub struct Patch {
    pub code: Code,
    pub stage: Stage,
    /// The place of the diagnostic.
    pub at: At,
    pub edits: Vec<Replacement>,
    /// Why it is not applied, once that is known.
    pub refused: Option<Why>,
    /// The line (from 0) of the diagnostic: first of the text it was found in, then of the file as it was read.
    pub line: u32,
    pub path: String,
    pub message: Text,
    pub what: Text,
}

/// What tells a patch from others when it comes again in a later round: its file, line and words.
pub type Told = (PathBuf, u32, Code, String);

impl Patch {
    /// The patch of a diagnostic; `None` if it is of files that are not there.
    pub fn new(names: &Names, sources: &Sources, diagnostic: &Diagnostic, fix: &Fix) -> Option<Patch> {
        let file = sources.get(diagnostic.span.file)?;
        let mut edits = Vec::new();
        for edit in whole_lines(sources, &fix.edits) {
            // What is put in ends its lines as the file does.
            let crlf = names.ends_lines_twice(edit.span.file);
            edits.push(Replacement {
                file: names.of_file(edit.span.file)?.to_owned(),
                range: edit.span.start..edit.span.end,
                text: if crlf { edit.text.replace('\n', "\r\n") } else { edit.text },
            });
        }
        edits.sort_by(Replacement::order);
        let at = At {
            file: names.of_file(diagnostic.span.file)?.to_owned(),
            range: diagnostic.span.start..diagnostic.span.end,
        };
        Some(Patch {
            code: diagnostic.code,
            stage: Stage::of(diagnostic.code),
            at,
            edits,
            refused: None,
            line: u32::try_from(file.line_of(diagnostic.span.start)).unwrap_or(u32::MAX),
            path: file.path.clone(),
            message: diagnostic.message.clone(),
            what: fix.message.clone(),
        })
    }

    /// By what it is known again.
    pub fn told(&self) -> Told {
        (self.at.file.clone(), self.line, self.code, self.message.en.clone())
    }

    /// The patch as it is told.
    pub fn repair(&self) -> Repair {
        Repair {
            path: self.path.clone(),
            line: self.line.saturating_add(1),
            code: self.code,
            message: self.message.clone(),
            what: self.what.clone(),
        }
    }
}

/// Of patches in each other's way the first; the others wait for the next round. In the way is also what stands right
/// beside, since the order of two edits would count there. The same patch found in several plans is one.
pub fn apart(mut patches: Vec<Patch>) -> Vec<Patch> {
    patches.sort_by(|a, b| match (a.edits.first(), b.edits.first()) {
        (Some(first), Some(second)) => first.order(second).then(a.code.cmp(&b.code)),
        (first, second) => first.is_some().cmp(&second.is_some()),
    });
    let mut taken: BTreeMap<PathBuf, BTreeMap<u32, u32>> = BTreeMap::new();
    patches.retain(|patch| {
        let free = |edit: &Replacement| {
            let before = taken.get(&edit.file).and_then(|taken| taken.range(..=edit.range.end).next_back());
            before.is_none_or(|(_, end)| *end < edit.range.start)
        };
        let all_free = patch.edits.iter().all(free);
        if all_free {
            for edit in &patch.edits {
                taken.entry(edit.file.clone()).or_default().insert(edit.range.start, edit.range.end);
            }
        }
        all_free
    });
    patches
}

/// The edits of some patches by file, in its order, each with the place of its patch among them.
pub type Edits<'p> = BTreeMap<&'p Path, Vec<(&'p Replacement, usize)>>;

/// All edits of some patches.
pub fn edits_of<'p>(patches: impl IntoIterator<Item = &'p Patch>) -> Edits<'p> {
    let mut found = Edits::new();
    for (at, patch) in patches.into_iter().enumerate() {
        for edit in &patch.edits {
            found.entry(&edit.file).or_default().push((edit, at));
        }
    }
    for edits in found.values_mut() {
        edits.sort_by(|(a, _), (b, _)| a.order(b));
    }
    found
}

/// The files of a run by their identity, which is asked for once.
pub struct Names(BTreeMap<FileId, (PathBuf, bool)>);

impl Names {
    pub fn of(files: &dyn Loader, run: &Computed) -> Names {
        let one = |file: &SourceFile| (files.identity(Path::new(&file.path)), file.text.contains("\r\n"));
        Names(run.sources.iter().map(|(id, file)| (id, one(file))).collect())
    }

    pub fn of_file(&self, file: FileId) -> Option<&Path> {
        self.0.get(&file).map(|(path, _)| path.as_path())
    }

    fn ends_lines_twice(&self, file: FileId) -> bool {
        self.0.get(&file).is_some_and(|(_, crlf)| *crlf)
    }

    pub fn at(&self, span: Span) -> At {
        At { file: self.of_file(span.file).unwrap_or(Path::new("")).to_owned(), range: span.start..span.end }
    }
}

/// A text with edits made, which stand apart and in its order.
pub fn applied(text: &str, edits: &[(&Replacement, usize)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (edit, _) in edits {
        out.push_str(text.get(from..edit.range.start as usize).unwrap_or(""));
        out.push_str(&edit.text);
        from = edit.range.end as usize;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}
