//! Many equal faults of one table are one message for people, with their number and the first cells; for programs and
//! editors each keeps its place and its repair.

use rustc_hash::FxHashMap;

use crate::diagnostics::{Code, Diagnostic, Text, one_line, say};
use crate::source::{FileId, Sources, TABLE_EXTENSIONS};

/// So many equal ones are still shown each by itself.
const MOST_ALONE: usize = 3;
/// So many further cells are named.
const MOST_NAMED: usize = 12;
/// So much of the text of each.
const MOST_LETTERS: usize = 30;

/// What to show of some diagnostics.
pub(super) struct Equal<'d> {
    sources: &'d Sources,
    diagnostics: &'d [Diagnostic],
    /// By the first of a group, the others.
    others: FxHashMap<usize, Vec<usize>>,
    /// Those that another one stands for.
    told: Vec<bool>,
}

/// What makes two faults equal.
#[derive(PartialEq, Eq, Hash)]
struct Kind {
    file: FileId,
    code: Code,
    words: String,
}

impl<'d> Equal<'d> {
    pub(super) fn of(sources: &'d Sources, diagnostics: &'d [Diagnostic]) -> Equal<'d> {
        let mut groups: FxHashMap<Kind, Vec<usize>> = FxHashMap::default();
        for (at, diagnostic) in diagnostics.iter().enumerate() {
            let file = diagnostic.span.file;
            // What an evaluation remarks has numbers of its own each time.
            if diagnostic.is_fault() && is_table(sources, file) {
                let kind = Kind { file, code: diagnostic.code, words: words(diagnostic) };
                groups.entry(kind).or_default().push(at);
            }
        }
        let mut found = Equal {
            sources,
            diagnostics,
            others: FxHashMap::default(),
            told: vec![false; diagnostics.len()],
        };
        for group in groups.into_values().filter(|group| group.len() > MOST_ALONE) {
            let Some((first, others)) = group.split_first() else { continue };
            for other in others {
                if let Some(told) = found.told.get_mut(*other) {
                    *told = true;
                }
            }
            found.others.insert(*first, others.to_vec());
        }
        found
    }

    /// Whether the first of its kind tells of this one.
    pub(super) fn is_told(&self, at: usize) -> bool {
        self.told.get(at).copied().unwrap_or_default()
    }

    /// What the first of a kind says of the others.
    pub(super) fn note(&self, at: usize) -> Option<Text> {
        let others = self.others.get(&at)?;
        let cells: Vec<Text> = others
            .iter()
            .take(MOST_NAMED)
            .filter_map(|other| self.diagnostics.get(*other))
            .map(|other| self.cell(other))
            .collect();
        let joined = |text: fn(&Text) -> &str| cells.iter().map(text).collect::<Vec<_>>().join(", ");
        let (count, it, en) = (others.len(), joined(|cell| &cell.it), joined(|cell| &cell.en));
        Some(match count.saturating_sub(MOST_NAMED) {
            0 => say!("lo stesso in altre {count} celle: {it}", "the same in {count} more cells: {en}"),
            _ => say!(
                "lo stesso in altre {count} celle: {it} …; `--format json` le dà tutte",
                "the same in {count} more cells: {en} …; `--format json` gives them all"
            ),
        })
    }

    /// `riga 14 «x»`, `Staff!E14 «x»`
    fn cell(&self, of: &Diagnostic) -> Text {
        let written = one_line(self.sources.text(of.span).trim());
        let mut short: String = written.chars().take(MOST_LETTERS).collect();
        if written.chars().nth(MOST_LETTERS).is_some() {
            short.push('…');
        }
        let line = self.sources.range(of.span).0.line;
        let spot = self.sources.cell(of.span);
        let spot = spot.map_or_else(|| say!("riga {line}", "row {line}"), |cell| Text::same(one_line(&cell)));
        let (it, en) = (&spot.it, &spot.en);
        if short.is_empty() { spot } else { say!("{it} `{short}`", "{en} `{short}`") }
    }
}

fn is_table(sources: &Sources, file: FileId) -> bool {
    let Some(source) = sources.get(file) else { return false };
    let extension = source.path.rsplit_once('.').map_or("", |(_, extension)| extension);
    source.sheet.is_some() || TABLE_EXTENSIONS.iter().any(|table| extension.eq_ignore_ascii_case(table))
}

/// Message, notes and repairs without place and numbers. Words of the user count where they are the fault: a key that
/// nothing has, a word that stands for nothing.
fn words(of: &Diagnostic) -> String {
    let named = matches!(
        of.code,
        Code::UnknownKey | Code::AmbiguousKey | Code::UnknownOutcome | Code::UnknownState | Code::NoHeader
    );
    let message = of.message.en.split_once(": ").map_or(of.message.en.as_str(), |(_, rest)| rest);
    if named {
        return message.to_owned();
    }
    let more = of.notes.iter().chain(of.fixes.iter().map(|fix| &fix.message)).map(|text| text.en.as_str());
    let all = std::iter::once(message).chain(more);
    let ours = all.flat_map(|text| text.split('`').step_by(2).chain(["\n"]));
    ours.flat_map(str::chars).filter(|c| !c.is_ascii_digit()).collect()
}
