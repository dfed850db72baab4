//! Keeps a faulty table from being answered with a million messages: of each code a thousand are told, each at its cell,
//! and one says how many more there are. To make one message of equal ones is the business of who shows them.

use rustc_hash::FxHashMap;

use crate::diagnostics::{Code, Diagnostic, say};
use crate::source::Span;

/// The diagnostics of one table.
#[derive(Debug, Default)]
pub struct Reports {
    list: Vec<Diagnostic>,
    counts: FxHashMap<Code, Count>,
}

#[derive(Debug, Default)]
struct Count {
    shown: usize,
    more: usize,
    /// The first that was not shown.
    next: Option<Span>,
}

/// How many of a code are told.
const MOST: usize = 1_000;

impl Reports {
    /// Takes in a fault at `span`; `make` is only called if it is to be shown.
    pub fn add(&mut self, code: Code, span: Span, make: impl FnOnce() -> Diagnostic) {
        let count = self.counts.entry(code).or_default();
        if count.shown < MOST {
            count.shown = count.shown.saturating_add(1);
            self.list.push(make());
        } else {
            count.more = count.more.saturating_add(1);
            count.next = count.next.or(Some(span));
        }
    }

    /// What was shown, and the counts of the rest.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (code, Count { shown, more, next }) in self.counts {
            let Some(span) = next else { continue };
            let message = match (more, shown) {
                (1, _) => say!("un altro caso come quello sopra", "one more case like the one above"),
                (_, 1) => say!("altri {more} casi come quello sopra", "{more} more cases like the one above"),
                _ => {
                    say!("altri {more} casi come i {shown} sopra", "{more} more cases like the {shown} above")
                }
            };
            self.list.push(Diagnostic::new(code, span, message));
        }
        self.list
    }
}
