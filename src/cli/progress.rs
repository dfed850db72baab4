//! A bar for work that takes long, where a person waits at a terminal.

use std::io;
use std::time::Instant;

use super::Outside;
use crate::diagnostics::Text;

/// Blocks of the bar.
const BLOCKS: usize = 20;

/// How far something is.
pub(super) struct Bar<'o, 'a> {
    outside: &'o mut Outside<'a>,
    what: Text,
    started: Instant,
    /// The percentage on the screen.
    shown: Option<usize>,
}

impl<'o, 'a> Bar<'o, 'a> {
    /// `what` is being done.
    pub(super) fn new(outside: &'o mut Outside<'a>, what: Text) -> Bar<'o, 'a> {
        Bar { outside, what, started: Instant::now(), shown: None }
    }

    /// So many of so many are done. A terminal that can't be written to is no reason to stop.
    pub(super) fn at(&mut self, done: usize, of: usize) {
        if !self.outside.err_is_terminal || self.started.elapsed() < self.outside.patience {
            return;
        }
        let percent = done.saturating_mul(100).checked_div(of).unwrap_or(100).min(100);
        if self.shown != Some(percent) {
            self.shown = Some(percent);
            let _ = self.draw(percent);
        }
    }

    fn draw(&mut self, percent: usize) -> io::Result<()> {
        let full = percent.saturating_mul(BLOCKS) / 100;
        let bar = format!("{}{}", "█".repeat(full), "·".repeat(BLOCKS.saturating_sub(full)));
        let what = self.what.get(self.outside.lang);
        let line = format!("{bar} {percent:>3}% {what}");
        self.outside.progress(&line)
    }

    /// Takes the bar away.
    pub(super) fn end(self) -> io::Result<()> {
        if self.shown.is_none() {
            return Ok(());
        }
        self.outside.progress("")
    }
}
