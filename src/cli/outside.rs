//! What a command has around it: two streams, their colours and width, and the language. Tests put buffers here.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use ariadne::{Color, Fmt as _};
use clap::ArgMatches;

use super::refusal::Refusal;
use super::screen::{Colours, harmless};
use crate::diagnostics::render::terminal;
use crate::diagnostics::{Lang, Text, say, visible};
use crate::output::text;

/// Width of output that goes to no terminal.
const WIDTH_WITHOUT_TERMINAL: usize = 100;
/// What is done sooner need not show how far it is.
const PATIENCE: Duration = Duration::from_millis(400);

/// The streams and what is known of them.
pub struct Outside<'a> {
    /// Results.
    out: &'a mut dyn Write,
    /// Diagnostics and complaints.
    err: &'a mut dyn Write,
    /// Of everything said.
    pub lang: Lang,
    /// Columns of the output.
    pub width: usize,
    /// Whether results are coloured.
    pub out_color: bool,
    /// Whether diagnostics and complaints are coloured.
    pub err_color: bool,
    /// Whether a person waits at the other end of `err`, to whom progress may be shown.
    pub err_is_terminal: bool,
    /// How long that person waits before work shows how far it is.
    pub patience: Duration,
}

impl<'a> Outside<'a> {
    /// Plain streams, as in a pipe.
    pub fn plain(out: &'a mut dyn Write, err: &'a mut dyn Write, lang: Lang) -> Outside<'a> {
        let width = WIDTH_WITHOUT_TERMINAL;
        Outside {
            out,
            err,
            lang,
            width,
            out_color: false,
            err_color: false,
            err_is_terminal: false,
            patience: PATIENCE,
        }
    }

    /// The streams of this process: coloured on a terminal, unless `NO_COLOR` is set.
    pub(super) fn of_this_process(out: &'a mut dyn Write, err: &'a mut dyn Write, lang: Lang) -> Outside<'a> {
        let color = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let err_is_terminal = io::stderr().is_terminal();
        let width = match terminal_size::terminal_size() {
            Some((width, _)) => usize::from(width.0),
            // In a pipe the shell's own variable, where it is handed on, is what the reader has.
            None => {
                let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
                columns.unwrap_or(WIDTH_WITHOUT_TERMINAL)
            }
        };
        Outside {
            width,
            out_color: color && io::stdout().is_terminal(),
            err_color: color && err_is_terminal,
            err_is_terminal,
            ..Outside::plain(out, err, lang)
        }
    }

    /// Follows `--color`.
    pub(super) fn choose_color(&mut self, matches: &ArgMatches) {
        let wanted = match matches.get_one::<String>("color").map(String::as_str) {
            Some("always") => true,
            Some("never") => false,
            _ => return,
        };
        (self.out_color, self.err_color) = (wanted, wanted);
    }

    /// Shows text among the results: names of users in it can do nothing to a terminal.
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        let colours = if self.out_color { Colours::Ours } else { Colours::None };
        self.out.write_all(harmless(text, colours).as_bytes())
    }

    /// [`Outside::print`] with an end of line.
    pub(super) fn print_line(&mut self, text: &str) -> io::Result<()> {
        self.print(text)?;
        self.print("\n")
    }

    /// Gives out a document as it is, for a file or a program: what is in it is kept by the rules of its format.
    pub(super) fn document(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Lets all results go.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Shows text beside the results, as [`Outside::print`] does.
    pub(super) fn remark(&mut self, text: &str) -> io::Result<()> {
        let colours = if self.err_color { Colours::Ours } else { Colours::None };
        self.err.write_all(harmless(text, colours).as_bytes())
    }

    /// Shows how far work is, in the place of what was shown before; an empty line takes it away.
    pub(super) fn progress(&mut self, line: &str) -> io::Result<()> {
        let line = visible(line);
        let line: String = line.chars().take(self.width.saturating_sub(1)).collect();
        write!(self.err, "\r\u{1b}[2K{line}")?;
        self.err.flush()
    }

    /// How results look.
    pub(super) fn style(&self) -> text::Style {
        text::Style { width: self.width, color: self.out_color }
    }

    /// How diagnostics look among the results.
    pub(super) fn out_diagnostics(&self) -> terminal::Style {
        terminal::Style { lang: self.lang, width: self.width, color: self.out_color }
    }

    /// How diagnostics look beside the results.
    pub(super) fn err_diagnostics(&self) -> terminal::Style {
        terminal::Style { color: self.err_color, ..self.out_diagnostics() }
    }

    /// `errore: …` and what to do next.
    pub(super) fn refuse(&mut self, refusal: &Refusal) -> io::Result<()> {
        match refusal {
            Refusal::Said(message, next) => self.complain(message, next.as_ref()),
            Refusal::Write(error) => {
                self.complain(&say!("non riesco a scrivere: {error}", "I cannot write: {error}"), None)
            }
        }
    }

    fn complain(&mut self, message: &Text, next: Option<&Text>) -> io::Result<()> {
        let head = say!("errore", "error");
        let head = head.get(self.lang);
        let head = if self.err_color { head.fg(Color::Red).to_string() } else { head.to_owned() };
        self.remark(&format!("{head}: {}\n", message.get(self.lang)))?;
        match next {
            Some(next) => {
                let help = say!("aiuto", "help");
                self.remark(&format!("   {}: {}\n", help.get(self.lang), next.get(self.lang)))
            }
            None => Ok(()),
        }
    }
}
