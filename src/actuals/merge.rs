//! Puts what rows say together: a key and period once in a file, and files that do not contradict one another.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::keys::Key;
use super::{Declared, DeclaredFor, Fact, FactId, FactValue, Facts, Remark, Subject};
use crate::diagnostics::Code;
use crate::source::{FileId, Span};
use crate::value::Period;

/// What has been read so far.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The facts.
    pub facts: Facts,
    /// The tables that hold against those after them.
    pub prevailing: Vec<FileId>,
    /// Which of the declared states is of what.
    states: FxHashMap<(DeclaredFor, Period), usize>,
}

/// Two cells for one key and period that can't both stand.
#[derive(Debug, Clone, Copy)]
pub struct Clash {
    /// Of what.
    pub key: Key,
    /// For when.
    pub period: Period,
    /// The earlier cell.
    pub first: Span,
    /// The earlier row's first line, from 1.
    pub first_row: u32,
    /// The later cell.
    pub second: Span,
}

impl Clash {
    /// Whether a file repeats itself or contradicts another.
    pub fn code(&self) -> Code {
        if self.first.file == self.second.file { Code::RepeatedFact } else { Code::FilesDisagree }
    }
}

impl Gathered {
    /// Makes room for the facts of a text.
    pub fn make_room(&mut self, text: &str) {
        // Rather too few bytes than too many: room that is not used costs nothing, growing costs a copy of all.
        const BYTES_OF_A_ROW: usize = 32;
        let rows = text.len() / BYTES_OF_A_ROW;
        self.facts.list.reserve(rows);
        self.facts.by_key.reserve(rows);
    }

    /// Adds a fact, unless one of its subject and period says something else or stands in the same file.
    pub fn add_fact(&mut self, fact: Fact) -> Result<(), Clash> {
        let Facts { list, by_key, .. } = &mut self.facts;
        let first = match by_key.entry((fact.subject, fact.period)) {
            Entry::Vacant(entry) => {
                entry.insert(FactId(list.len() as u32));
                list.push(fact);
                return Ok(());
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        let Some(first) = list.get_mut(first.0 as usize) else { return Ok(()) };
        if first.cell.file != fact.cell.file && self.prevailing.contains(&first.cell.file) {
            return Ok(());
        }
        if first.cell.file == fact.cell.file || !agree(&first.value, &fact.value) {
            return Err(Clash {
                key: Key::Value(fact.subject),
                period: fact.period,
                first: first.cell,
                first_row: first.row,
                second: fact.cell,
            });
        }
        if first.outcome.is_none() {
            first.outcome = fact.outcome;
        }
        Ok(())
    }

    /// Adds a remark that is not there already.
    pub fn add_remark(&mut self, of: Key, remark: Remark) {
        let known = self.facts.remarks.entry(of).or_default();
        let says_the_same = |other: &Remark| {
            (other.period, other.kind, &other.text) == (remark.period, remark.kind, &remark.text)
        };
        if !known.iter().any(says_the_same) {
            known.push(remark);
        }
    }

    /// Adds a declared state, unless one of its scope and period says something else or stands in the same file.
    pub fn add_state(&mut self, of: DeclaredFor, declared: Declared) -> Result<(), Clash> {
        let list = &mut self.facts.declared;
        let first = match self.states.entry((of, declared.period)) {
            Entry::Vacant(entry) => {
                entry.insert(list.len());
                list.push((of, declared));
                return Ok(());
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        let Some((_, first)) = list.get(first) else { return Ok(()) };
        let agree = first.state == declared.state && first.progress == declared.progress;
        if first.cell.file != declared.cell.file && agree {
            return Ok(());
        }
        let key = match of {
            DeclaredFor::Objective(id) => Key::Objective(id),
            DeclaredFor::Kpi(id) => Key::Value(Subject::Kpi(id)),
        };
        let period = declared.period;
        Err(Clash { key, period, first: first.cell, first_row: first.row, second: declared.cell })
    }
}

/// Whether two cells say the same, be it in other words.
fn agree(a: &FactValue, b: &FactValue) -> bool {
    matches!((a, b), (FactValue::Unavailable(_), FactValue::Unavailable(_))) || a == b
}
