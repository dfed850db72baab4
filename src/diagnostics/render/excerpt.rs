//! The lines of source that a report shows, as ariadne wants them. It gets character offsets of our own reckoning:
//! with byte offsets, ariadne 0.6 takes the characters of a second file for bytes and can panic inside one.
//!
//! A file becomes an ariadne source once, when a report first needs it. Only a line too long for a terminal gets a
//! text of its own for that one report, cut to a window around the place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use ariadne::Source;

use crate::diagnostics::{in_its_place, visible};
use crate::source::{FileId, LineColumn, SourceFile, Sources, Span};

/// What the frame takes of the terminal's width beside the line, in columns.
const FRAME: usize = 8;
/// However narrow the terminal, so many characters of a line are shown.
const LEAST: usize = 60;

/// Most lines between two places that are drawn in one frame.
const NEAR: usize = 40;

/// The sources of a run, in ariadne's form.
pub(super) struct Excerpts<'a> {
    sources: &'a Sources,
    /// Longest line, in characters, that is shown whole.
    longest: usize,
    whole: BTreeMap<FileId, Source<Cow<'a, str>>>,
    /// For the report in hand, the files of which it touches too long a line.
    cut: BTreeMap<FileId, (Lines<'a>, Source<Cow<'a, str>>)>,
}

/// Lines of a file that are near each other and drawn in one frame; ariadne walks over every line of a frame, so
/// places far from each other get frames of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Section {
    pub(super) file: FileId,
    /// The first of its lines, from 0.
    line: usize,
}

/// Where a place is drawn: characters of what [`Excerpts`] gives ariadne for the section.
pub(super) type Drawn = (Section, Range<usize>);

impl<'a> Excerpts<'a> {
    /// For a terminal so many columns wide.
    pub(super) fn new(sources: &'a Sources, width: usize) -> Excerpts<'a> {
        let longest = width.saturating_sub(FRAME).max(LEAST);
        Excerpts { sources, longest, whole: BTreeMap::new(), cut: BTreeMap::new() }
    }

    /// Makes the sources ready for a report on these places and says where each is to be drawn: on the first line of
    /// its span, at least one character wide. Places of a file without text get `None`.
    pub(super) fn place(&mut self, spans: &[Span]) -> Vec<Option<Drawn>> {
        self.cut.clear();
        let with_text: Vec<Span> =
            spans.iter().filter(|span| self.with_text(**span).is_some()).copied().collect();
        let mut files: Vec<FileId> = with_text.iter().map(|span| span.file).collect();
        files.sort_unstable();
        files.dedup();
        let mut sections = BTreeMap::new();
        for file in files {
            let Some(source) = self.sources.get(file) else { continue };
            let own = with_text.iter().filter(|span| span.file == file);
            let lines = Lines::of(source, own, self.longest);
            lines.sections(file, &mut sections);
            if lines.any_long() {
                let text = Source::from(Cow::Owned(lines.text()));
                self.cut.insert(file, (lines, text));
            } else {
                self.whole.entry(file).or_insert_with(|| Source::from(closed(source)));
            }
        }
        spans.iter().map(|span| self.drawn(*span, &sections)).collect()
    }

    /// The line and column that ariadne prints for a drawn place, where a cut line makes them others than the real ones.
    pub(super) fn shown_position(&self, drawn: &Drawn) -> Option<LineColumn> {
        let (_, source) = self.cut.get(&drawn.0.file)?;
        let (_, line, column) = source.get_offset_line(drawn.1.start)?;
        Some(LineColumn { line: line as u32 + 1, column: column as u32 + 1 })
    }

    /// The file of a span that has lines to show: not of one that stands for a whole workbook.
    fn with_text(&self, span: Span) -> Option<&'a SourceFile> {
        let source = self.sources.get(span.file)?;
        let whole_workbook = source.sheet.is_some() && span.end == 0;
        (!whole_workbook && !source.text.is_empty()).then_some(source)
    }

    fn drawn(&self, span: Span, sections: &BTreeMap<(FileId, usize), Section>) -> Option<Drawn> {
        let source = self.with_text(span)?;
        let line = line_of(source, span);
        let columns = columns(source, line, span);
        let (text, columns) = match self.cut.get(&span.file) {
            Some((lines, text)) => (text, lines.columns(line, columns)),
            None => (self.whole.get(&span.file)?, columns),
        };
        let offset = text.line(line)?.offset();
        let section = *sections.get(&(span.file, line))?;
        Some((section, offset.saturating_add(columns.start)..offset.saturating_add(columns.end)))
    }
}

impl<'a> ariadne::Cache<Section> for &mut Excerpts<'a> {
    type Storage = Cow<'a, str>;

    fn fetch(&mut self, id: &Section) -> Result<&Source<Cow<'a, str>>, impl fmt::Debug> {
        let found = self.cut.get(&id.file).map(|(_, source)| source).or_else(|| self.whole.get(&id.file));
        found.ok_or("places of a file without text are never drawn")
    }

    fn display<'b>(&self, id: &'b Section) -> Option<impl fmt::Display + 'b> {
        Some(visible(self.sources.path(id.file)).into_owned())
    }
}

/// The lines of one file that a report touches, from each the first place.
struct Lines<'a> {
    source: &'a SourceFile,
    windows: BTreeMap<usize, Range<usize>>,
}

impl<'a> Lines<'a> {
    fn of<'s>(source: &'a SourceFile, spans: impl Iterator<Item = &'s Span>, longest: usize) -> Lines<'a> {
        let mut windows = BTreeMap::new();
        for span in spans {
            let line = line_of(source, *span);
            windows.entry(line).or_insert_with(|| {
                let text = line_text(source, line);
                if text.len() <= longest || text.chars().nth(longest).is_none() {
                    return 0..usize::MAX;
                }
                let place = columns(source, line, *span);
                let (half, third) = (longest / 2, longest / 3);
                // The beginning of the line, which has the keyword, unless the place is not in it.
                let in_beginning = place.end <= longest || place.start <= half;
                let start = if in_beginning { 0 } else { place.start.saturating_sub(third) };
                start..start.saturating_add(longest)
            });
        }
        Lines { source, windows }
    }

    /// Puts lines that are near each other into one section.
    fn sections(&self, file: FileId, sections: &mut BTreeMap<(FileId, usize), Section>) {
        let mut current: Option<(Section, usize)> = None;
        for line in self.windows.keys() {
            let section = match current {
                Some((section, last)) if line.saturating_sub(last) <= NEAR => section,
                _ => Section { file, line: *line },
            };
            sections.insert((file, *line), section);
            current = Some((section, *line));
        }
    }

    fn any_long(&self) -> bool {
        self.windows.values().any(|window| window.end != usize::MAX)
    }

    /// The touched lines on their own line numbers, the others empty.
    fn text(&self) -> String {
        let mut text = String::new();
        let mut at = 0;
        for (line, window) in &self.windows {
            text.extend(std::iter::repeat_n('\n', line.saturating_sub(at)));
            at = *line;
            let whole = line_text(self.source, *line);
            if window.start > 0 {
                text.push('…');
            }
            let mut rest = whole.chars().skip(window.start);
            let part: String = rest.by_ref().take(window.end.saturating_sub(window.start)).collect();
            text.push_str(&shown(self.source, &part));
            if rest.next().is_some() {
                text.push('…');
            }
        }
        text.push('\n');
        text
    }

    /// Columns (from 0) of a line as columns of its window.
    fn columns(&self, line: usize, columns: Range<usize>) -> Range<usize> {
        let Some(window) = self.windows.get(&line) else { return columns };
        let mark = usize::from(window.start > 0);
        let into = |column: usize| {
            column.clamp(window.start, window.end).saturating_sub(window.start).saturating_add(mark)
        };
        let (start, end) = (into(columns.start), into(columns.end));
        start..end.max(start.saturating_add(1))
    }
}

/// The part of a span on `line`, as columns from 0; an empty one is one character wide.
fn columns(source: &SourceFile, line: usize, span: Span) -> Range<usize> {
    let (line_start, line_end) = source.line_range(line);
    let column = |offset: u32| {
        source.line_column(offset.clamp(line_start, line_end)).column.saturating_sub(1) as usize
    };
    let start = column(span.start);
    let end = if span.end > span.start { column(span.end) } else { start };
    start..end.max(start.saturating_add(1))
}

fn line_text(source: &SourceFile, line: usize) -> &str {
    let (start, end) = source.line_range(line);
    source.text.get(start as usize..end as usize).unwrap_or("")
}

/// The line (from 0) on which a span is drawn. ariadne knows no line after a final end of line.
fn line_of(source: &SourceFile, span: Span) -> usize {
    let last = source.line_of((source.text.len() as u32).saturating_sub(1));
    last.min(source.line_of(span.start))
}

/// The text as [`shown`], its last line closed so that something missing at its end can be pointed at.
fn closed(source: &SourceFile) -> Cow<'_, str> {
    let text = shown(source, &source.text);
    if text.ends_with('\n') { text } else { Cow::Owned(text.into_owned() + "\n") }
}

/// A part of a file, character for character, without what would move the cursor, start a line for ariadne alone or turn
/// the direction of writing: a file can't forge what the terminal shows. The cells of a sheet between lines.
fn shown<'t>(source: &SourceFile, text: &'t str) -> Cow<'t, str> {
    let in_sheet = source.sheet.is_some();
    let shown = |(c, next): (char, Option<char>)| match c {
        '\t' if in_sheet => '│',
        '\n' | '\t' => c,
        '\r' if next == Some('\n') => c,
        c => in_its_place(c),
    };
    let with_next = || text.chars().zip(text.chars().skip(1).map(Some).chain([None]));
    match with_next().all(|pair| shown(pair) == pair.0) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(with_next().map(shown).collect()),
    }
}

/// `piano.piao:17:11`, `modulo.xlsx Staff!E14`: where a span begins.
pub(super) fn place(sources: &Sources, span: Span) -> String {
    let path = visible(sources.path(span.file));
    match sources.cell(span) {
        Some(cell) => format!("{path} {}", visible(&cell)),
        None => {
            let at = sources.range(span).0;
            format!("{path}:{}:{}", at.line, at.column)
        }
    }
}
