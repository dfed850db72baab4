//! `consenti CODE "reason"`: the warnings and hints that a plan allows, and where.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{details::all_items, faults};
use crate::diagnostics::{Allowed, Code, Diagnostic, Severity};
use crate::resolve::Outline;
use crate::source::Span;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::AttributeValue;

/// A `consenti`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// What it allows.
    pub code: Code,
    /// Why.
    pub reason: Arc<str>,
    /// All of the attribute.
    pub span: Span,
    /// Whether it stands on the `piano`, and holds everywhere.
    pub of_plan: bool,
    /// Whether there was something to allow.
    pub used: bool,
}

/// The exceptions of a plan. One on the `piano` holds everywhere, any other in its item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exceptions {
    list: Vec<Exception>,
    of_plan: FxHashMap<Code, usize>,
    /// The items that allow a code, in their order, with the exception.
    of_items: FxHashMap<Code, Vec<(Span, usize)>>,
}

impl Exceptions {
    /// Those that are written in a plan.
    pub fn of(outline: &Outline<'_>) -> Exceptions {
        let mut found = Exceptions::default();
        for item in all_items(outline) {
            for attribute in item.all(Keyword::Exception) {
                let AttributeValue::Exception(exception) = &attribute.value else { continue };
                let Some(code) = Code::named(&exception.0.node) else { continue };
                let at = found.list.len();
                let reason = Arc::clone(&exception.1.node);
                let of_plan = item.keyword.node == ItemKeyword::Plan;
                found.list.push(Exception { code, reason, span: attribute.span, of_plan, used: false });
                if of_plan {
                    found.of_plan.insert(code, at);
                } else {
                    found.of_items.entry(code).or_default().push((item.span, at));
                }
            }
        }
        for items in found.of_items.values_mut() {
            items.sort_unstable();
        }
        found
    }

    /// Whether the item at a place allows a code there.
    pub fn allow_at(&self, code: Code, span: Span) -> bool {
        self.at(code, span).is_some()
    }

    /// Takes out the diagnostics that are allowed: they lie in an item that says so, or point into it. Errors never are.
    pub fn sift(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Allowed> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let mut allowed = Vec::new();
        diagnostics.retain(|diagnostic| {
            let found = self.allowing(diagnostic);
            let Some(exception) = found.first().and_then(|at| self.list.get(*at)) else {
                return true;
            };
            let (reason, span) = (exception.reason.to_string(), exception.span);
            allowed.push(Allowed { diagnostic: diagnostic.clone(), reason, span });
            // Who writes it on both of two KPIs has written neither in vain.
            for at in found {
                if let Some(exception) = self.list.get_mut(at) {
                    exception.used = true;
                }
            }
            false
        });
        allowed
    }

    /// Those with nothing to allow.
    pub fn unused(&self) -> impl Iterator<Item = &Exception> {
        self.list.iter().filter(|exception| !exception.used)
    }

    fn allowing(&self, diagnostic: &Diagnostic) -> Vec<usize> {
        if diagnostic.is_fault() {
            return Vec::new();
        }
        let labels = diagnostic.labels.iter().map(|label| label.span);
        let places = std::iter::once(diagnostic.span).chain(labels);
        let of_items = places.filter_map(|span| self.at(diagnostic.code, span));
        of_items.chain(self.of_plan.get(&diagnostic.code).copied()).collect()
    }

    /// The exception of the item that holds a place. Items do not overlap.
    fn at(&self, code: Code, span: Span) -> Option<usize> {
        let items = self.of_items.get(&code)?;
        let after = items.partition_point(|(item, _)| (item.file, item.start) <= (span.file, span.start));
        let (item, exception) = items.get(after.checked_sub(1)?)?;
        (item.file == span.file && span.end <= item.end).then_some(*exception)
    }
}

/// `consenti` takes the code of a warning or hint, and a reason.
pub(super) fn check(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) {
    for item in all_items(outline) {
        for attribute in &item.attributes {
            let AttributeValue::Exception(exception) = &attribute.value else { continue };
            let (name, reason) = &**exception;
            match Code::named(&name.node) {
                Some(code) if code.severity() == Severity::Error => {
                    faults.push(faults::error_not_allowed(name.span, code));
                }
                Some(_) if reason.node.trim().is_empty() => {
                    faults.push(faults::no_reason(reason.span, &name.node));
                }
                Some(_) => {}
                None => faults.push(faults::unknown_code(name.span, &name.node)),
            }
        }
    }
}
