//! Where what is found goes: the screen and, if asked for, a file; each in its format and with what it shows.

use std::path::Path;

use super::options::{Format, Options};
use crate::cli::refusal::Refusal;
use crate::cli::{Outside, plans};
use crate::diagnostics::render::github::Github;
use crate::diagnostics::render::gitlab::Gitlab;
use crate::diagnostics::render::json::Json;
use crate::diagnostics::render::sarif::Sarif;
use crate::diagnostics::render::short::Short;
use crate::diagnostics::render::terminal::{self, Terminal, counted};
use crate::diagnostics::render::{Base, Found, Report};
use crate::diagnostics::{Lang, Severity, Text, say};

/// One of them.
pub(super) struct Channel<'o> {
    report: Box<dyn Report>,
    /// What is graver than this, or this, is shown.
    least: Severity,
    /// Whether what the plan allows is shown.
    allowed: bool,
    for_people: bool,
    warnings_hidden: usize,
    hints_hidden: usize,
    /// The file and what is to stand in it; the screen if there is none.
    file: Option<(&'o Path, String)>,
}

impl<'o> Channel<'o> {
    /// The screen, in the format that was asked for; with a file, that one has the format and the screen the text.
    pub(super) fn all(options: &'o Options, outside: &Outside<'_>) -> Vec<Channel<'o>> {
        let style = outside.out_diagnostics();
        match &options.output {
            None => vec![Channel::new(options, options.format, style, None)],
            Some(path) => {
                let plain = terminal::Style { color: false, ..style };
                vec![
                    Channel::new(options, Format::Text, style, None),
                    Channel::new(options, options.format, plain, Some(path)),
                ]
            }
        }
    }

    fn new(
        options: &'o Options,
        format: Format,
        style: terminal::Style,
        file: Option<&'o Path>,
    ) -> Channel<'o> {
        let lang = style.lang;
        let base = || Base::new(std::env::current_dir().unwrap_or_default());
        let report: Box<dyn Report> = match format {
            Format::Text => Box::new(Terminal::new(style)),
            Format::Short => Box::new(Short::new(lang)),
            Format::Json => Box::new(Json::new(lang, options.show_allowed)),
            Format::Sarif => Box::new(Sarif::new(lang, base())),
            Format::Github => Box::new(Github::new(lang, base())),
            Format::Gitlab => Box::new(Gitlab::new(lang, base())),
        };
        let for_people = matches!(format, Format::Text | Format::Short);
        let usual = if for_people { Severity::Warning } else { Severity::Hint };
        Channel {
            report,
            least: options.least.unwrap_or(usual),
            allowed: options.show_allowed || format == Format::Sarif,
            for_people,
            warnings_hidden: 0,
            hints_hidden: 0,
            file: file.map(|path| (path, String::new())),
        }
    }

    /// What there is to say of the next plan.
    pub(super) fn plan(&mut self, found: &Found) -> String {
        let count = |severity| found.diagnostics.iter().filter(|d| d.severity == severity).count();
        if self.least < Severity::Hint {
            self.hints_hidden = self.hints_hidden.saturating_add(count(Severity::Hint));
        }
        if self.least < Severity::Warning {
            self.warnings_hidden = self.warnings_hidden.saturating_add(count(Severity::Warning));
        }
        let shown = found.diagnostics.iter().filter(|diagnostic| diagnostic.severity <= self.least);
        self.report.plan(&Found {
            sources: found.sources.clone(),
            diagnostics: shown.cloned().collect(),
            allowed: if self.allowed { found.allowed.clone() } else { Vec::new() },
        })
    }

    /// What there is to say at the end.
    pub(super) fn end(&mut self, lang: Lang) -> String {
        let mut text = self.report.end();
        if self.for_people {
            text.push_str(self.hidden().get(lang));
        }
        text
    }

    /// A line that says how much was not shown, if anything.
    fn hidden(&self) -> Text {
        let of = [(Severity::Warning, self.warnings_hidden), (Severity::Hint, self.hints_hidden)];
        let parts =
            of.iter().filter(|(_, count)| *count > 0).map(|(severity, count)| counted(*severity, *count));
        let (it, en): (Vec<String>, Vec<String>) = parts.map(|Text { it, en }| (it, en)).unzip();
        if it.is_empty() {
            return Text::default();
        }
        let (it, en) = (it.join(", "), en.join(", "));
        let which = if self.hints_hidden > 0 { "hint" } else { "warning" };
        say!(
            "non mostrati: {it}; con `--level {which}` si vedono\n",
            "not shown: {en}; `--level {which}` shows them\n"
        )
    }

    /// Puts text where it goes; `of` plans are shown as they go on a screen.
    pub(super) fn write(&mut self, text: &str, of: usize, outside: &mut Outside<'_>) -> Result<(), Refusal> {
        match &mut self.file {
            Some((_, all)) => all.push_str(text),
            None if text.is_empty() => {}
            None => {
                plans::clear_progress(outside, of)?;
                match self.for_people {
                    true => outside.print(text)?,
                    false => outside.document(text.as_bytes())?,
                }
            }
        }
        Ok(())
    }

    /// The file that is to be written, if the channel has one.
    pub(super) fn file(&self) -> Option<(&'o Path, &str)> {
        self.file.as_ref().map(|(path, text)| (*path, text.as_str()))
    }
}
