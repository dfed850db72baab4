//! Diagnostics for people: the lines concerned with every place marked (ariadne), then notes and repairs, and at the
//! end a count of it all.

use std::collections::{BTreeMap, BTreeSet};

use ariadne::{Color, Config, Fmt as _, IndexType, Label, Report, ReportKind};

use super::equal::Equal;
use super::excerpt::{Excerpts, place};
use super::{Found, Report as OfPlans};
use crate::diagnostics::{Allowed, Code, Diagnostic, Lang, Severity, Text, say, visible};
use crate::source::{LineColumn, Sources, Span};

/// How many messages of one code are shown; of the others only their number.
const MOST_OF_A_CODE: usize = 100;
/// How many places of one diagnostic are shown.
const MOST_PLACES: usize = 40;
/// Of the places besides a diagnostic's own, and of the words before notes.
const OTHER_COLOR: Color = Color::Fixed(115);

/// How to show things.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// In which language.
    pub lang: Lang,
    /// Where notes are wrapped, in columns.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
}

/// Renders the diagnostics of one run or of several (a folder of plans), and counts them.
#[derive(Debug)]
pub struct Terminal {
    style: Style,
    /// Messages shown.
    of_code: BTreeMap<Code, usize>,
    /// Messages left out.
    left_out: BTreeMap<Code, usize>,
    of_severity: BTreeMap<Severity, usize>,
    files: BTreeSet<String>,
    allowed: usize,
}

impl Terminal {
    /// Nothing rendered yet.
    pub fn new(style: Style) -> Terminal {
        Terminal {
            style,
            of_code: BTreeMap::new(),
            left_out: BTreeMap::new(),
            of_severity: BTreeMap::new(),
            files: BTreeSet::new(),
            allowed: 0,
        }
    }

    /// The diagnostics of one run, each followed by an empty line: many equal ones of a table are one message, and past a
    /// hundred messages of a code they are only counted.
    pub fn render(&mut self, sources: &Sources, diagnostics: &[Diagnostic]) -> String {
        self.files.extend(sources.iter().map(|(_, file)| file.path.clone()));
        let mut excerpts = Excerpts::new(sources, self.style.width);
        let mut out = String::new();
        let equal = Equal::of(sources, diagnostics);
        for (at, diagnostic) in diagnostics.iter().enumerate() {
            let of_severity = self.of_severity.entry(diagnostic.severity).or_default();
            *of_severity = of_severity.saturating_add(1);
            if equal.is_told(at) {
                continue;
            }
            let shown = self.of_code.entry(diagnostic.code).or_default();
            if *shown >= MOST_OF_A_CODE {
                let left_out = self.left_out.entry(diagnostic.code).or_default();
                *left_out = left_out.saturating_add(1);
                continue;
            }
            *shown = shown.saturating_add(1);
            out.push_str(&one(self.style, sources, &mut excerpts, diagnostic, equal.note(at)));
            out.push('\n');
        }
        out
    }

    /// What was left out, and how many errors, warnings and hints there were in how many files.
    pub fn summary(&self) -> String {
        let lang = self.style.lang;
        let mut out = String::new();
        for (code, more) in &self.left_out {
            let code = code.name();
            let line = say!(
                "altri {more} {code} non mostrati: `--format json` li dà tutti\n",
                "{more} more {code} not shown: `--format json` gives them all\n"
            );
            out.push_str(line.get(lang));
        }
        let files = match self.files.len() {
            1 => say!("1 file", "1 file"),
            files => say!("{files} file", "{files} files"),
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Hint]
            .map(|severity| (severity, self.of_severity.get(&severity).copied().unwrap_or(0)));
        let mut parts: Vec<String> = counts
            .into_iter()
            .filter(|(severity, count)| *count > 0 || *severity == Severity::Error)
            .map(|(severity, count)| self.style.paint(severity, counted(severity, count).get(lang)))
            .collect();
        match self.allowed {
            0 => {}
            1 => parts.push(say!("1 consentito", "1 allowed").get(lang).to_owned()),
            many => parts.push(say!("{many} consentiti", "{many} allowed").get(lang).to_owned()),
        }
        out.push_str(&format!("{} in {}\n", parts.join(", "), files.get(lang)));
        out
    }
}

impl OfPlans for Terminal {
    fn plan(&mut self, found: &Found) -> String {
        let mut out = self.render(&found.sources, &found.diagnostics);
        let mut excerpts = Excerpts::new(&found.sources, self.style.width);
        for allowed in &found.allowed {
            out.push_str(&one_allowed(self.style, &found.sources, &mut excerpts, allowed));
            out.push('\n');
        }
        self.allowed = self.allowed.saturating_add(found.allowed.len());
        out
    }

    fn end(&mut self) -> String {
        self.summary()
    }
}

impl Style {
    fn paint(self, severity: Severity, words: &str) -> String {
        if self.color { words.fg(color(severity)).to_string() } else { words.to_owned() }
    }

    fn paint_head(self, words: &str) -> String {
        if self.color { words.fg(OTHER_COLOR).to_string() } else { words.to_owned() }
    }
}

fn color(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Hint => Color::Fixed(147),
    }
}

/// The word for a level.
pub fn severity_word(severity: Severity) -> Text {
    match severity {
        Severity::Error => say!("errore", "error"),
        Severity::Warning => say!("avviso", "warning"),
        Severity::Hint => say!("suggerimento", "hint"),
    }
}

/// So many of a level.
pub fn counted(severity: Severity, count: usize) -> Text {
    match (severity, count) {
        (Severity::Error, 0) => say!("nessun errore", "no errors"),
        (_, 1) => {
            let Text { it, en } = severity_word(severity);
            say!("1 {it}", "1 {en}")
        }
        (Severity::Error, _) => say!("{count} errori", "{count} errors"),
        (Severity::Warning, _) => say!("{count} avvisi", "{count} warnings"),
        (Severity::Hint, _) => say!("{count} suggerimenti", "{count} hints"),
    }
}

/// What the plan allows, with its reason in place of repairs.
fn one_allowed(style: Style, sources: &Sources, excerpts: &mut Excerpts<'_>, allowed: &Allowed) -> String {
    let mut shown = allowed.diagnostic.clone();
    shown.notes.clear();
    shown.fixes.clear();
    let (reason, code) = (&allowed.reason, shown.code.name());
    let shown = shown.also(allowed.span, say!("consentito qui", "allowed here"));
    let places = places(style, &shown);
    let head = format!("{}[{code}]", say!("consentito", "allowed").get(style.lang));
    let head = headline(style, &shown, &head);
    let mut out = marked_lines(style, sources, excerpts, &head, &shown, &places);
    push_wrapped(&mut out, style, &say!("motivo", "reason"), &Text::same(reason.clone()));
    out
}

/// `others`: what it says of its equals.
fn one(
    style: Style,
    sources: &Sources,
    excerpts: &mut Excerpts<'_>,
    diagnostic: &Diagnostic,
    others: Option<Text>,
) -> String {
    let places = places(style, diagnostic);
    let severity = severity_word(diagnostic.severity);
    let head = format!("{}[{}]", severity.get(style.lang), diagnostic.code.name());
    let head = headline(style, diagnostic, &head);
    let mut out = marked_lines(style, sources, excerpts, &head, diagnostic, &places);
    let left_out = diagnostic.labels.len().saturating_add(1).saturating_sub(places.len());
    if left_out > 0 {
        let more = say!("e altri {left_out} punti", "and {left_out} more places");
        push_wrapped(&mut out, style, &say!("nota", "note"), &more);
    }
    for note in others.iter().chain(&diagnostic.notes) {
        push_wrapped(&mut out, style, &say!("nota", "note"), note);
    }
    for fix in &diagnostic.fixes {
        push_wrapped(&mut out, style, &say!("aiuto", "help"), &fix.message);
    }
    out
}

/// The message and, in a frame, the lines with the places marked.
fn marked_lines(
    style: Style,
    sources: &Sources,
    excerpts: &mut Excerpts<'_>,
    headline: &str,
    diagnostic: &Diagnostic,
    places: &[(Span, &str)],
) -> String {
    let spans: Vec<Span> = places.iter().map(|(span, _)| *span).collect();
    let drawn = excerpts.place(&spans);
    let Some(Some(own)) = drawn.first() else {
        let path = visible(sources.path(diagnostic.span.file));
        return format!("{headline}\n   ──[ {path} ]\n");
    };
    let mut report = Report::build(ReportKind::Error, own.clone())
        .with_config(Config::default().with_color(style.color).with_index_type(IndexType::Char));
    let mut labels = Vec::new();
    for (index, ((_, message), drawn)) in places.iter().zip(&drawn).enumerate() {
        let Some(drawn) = drawn else { continue };
        let color = if index == 0 { color(diagnostic.severity) } else { OTHER_COLOR };
        let label = Label::new(drawn.clone()).with_message(visible(message)).with_color(color);
        labels.push((drawn, label));
    }
    // ariadne draws a frame for every run of labels of one section from top to bottom.
    labels.sort_by_key(|((section, range), _)| (*section != own.0, *section, range.start));
    report.add_labels(labels.into_iter().map(|(_, label)| label));
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = report.finish().write(&mut *excerpts, &mut bytes);
    // Its first line says "Error:" whatever the language and the level; ours stands in its place.
    let lines = String::from_utf8_lossy(&bytes);
    let lines = lines.split_once('\n').map_or("", |(_, lines)| lines);
    let mut out = format!("{headline}\n");
    for line in lines.lines() {
        // It pads some lines with blanks.
        out.push_str(line.trim_end());
        out.push('\n');
    }
    for (span, drawn) in spans.iter().zip(&drawn) {
        let Some(drawn) = drawn else { continue };
        let in_sheet = || sources.get(span.file).filter(|file| file.sheet.is_some());
        // What ariadne says where it is not the truth: in a line that was cut, and in a sheet.
        let printed = excerpts.shown_position(drawn).or_else(|| Some(in_sheet()?.line_column(span.start)));
        if let Some(printed) = printed {
            let path = visible(sources.path(span.file));
            out = out.replacen(&header(&path, printed), &format!(" {} ", place(sources, *span)), 1);
        }
    }
    out
}

/// `errore[P0117]: …`
fn headline(style: Style, diagnostic: &Diagnostic, head: &str) -> String {
    let message = visible(diagnostic.message.get(style.lang));
    format!("{}: {message}", style.paint(diagnostic.severity, head))
}

/// The diagnostic's own place, and the others with their words.
fn places(style: Style, diagnostic: &Diagnostic) -> Vec<(Span, &str)> {
    let here = match style.lang {
        Lang::It => "qui",
        Lang::En => "here",
    };
    let own = diagnostic.label.as_ref().map_or(here, |label| label.get(style.lang));
    let others = diagnostic.labels.iter().map(|label| (label.span, label.message.get(style.lang)));
    std::iter::once((diagnostic.span, own)).chain(others).take(MOST_PLACES).collect()
}

fn header(path: &str, at: LineColumn) -> String {
    format!(" {path}:{}:{} ", at.line, at.column)
}

/// `   nota: …`, wrapped under itself.
fn push_wrapped(out: &mut String, style: Style, head: &Text, text: &Text) {
    let head = head.get(style.lang);
    let indent = head.chars().count().saturating_add(5);
    let room = style.width.max(40).saturating_sub(indent);
    out.push_str(&format!("   {}: ", style.paint_head(head)));
    let mut column = 0usize;
    for (index, line) in text.get(style.lang).lines().map(visible).enumerate() {
        if index > 0 {
            out.push_str(&format!("\n{:indent$}", ""));
            column = 0;
        }
        for word in line.split(' ') {
            let length = unicode_width::UnicodeWidthStr::width(word);
            if column > 0 && column.saturating_add(length) >= room {
                out.push_str(&format!("\n{:indent$}", ""));
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column = column.saturating_add(1);
            }
            out.push_str(word);
            column = column.saturating_add(length);
        }
    }
    out.push('\n');
}
