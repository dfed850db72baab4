//! The plans that wait for something to be done, those that an open file is part of first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Plans that wait, each once.
#[derive(Debug, Default)]
pub(super) struct Queue {
    of_open_files: BTreeSet<PathBuf>,
    others: BTreeSet<PathBuf>,
}

impl Queue {
    pub fn insert(&mut self, plan: PathBuf, is_open: bool) {
        if is_open {
            self.others.remove(&plan);
            self.of_open_files.insert(plan);
        } else if !self.of_open_files.contains(&plan) {
            self.others.insert(plan);
        }
    }

    pub fn remove(&mut self, plan: &Path) {
        self.of_open_files.remove(plan);
        self.others.remove(plan);
    }

    pub fn contains(&self, plan: &Path) -> bool {
        self.of_open_files.contains(plan) || self.others.contains(plan)
    }

    /// Files of a plan were opened, or the last of them was closed.
    pub fn sort_in(&mut self, plan: &Path, is_open: bool) {
        if let (false, Some(plan)) = (is_open, self.of_open_files.take(plan)) {
            self.others.insert(plan);
        } else if let (true, Some(plan)) = (is_open, self.others.take(plan)) {
            self.of_open_files.insert(plan);
        }
    }

    /// The next of them.
    pub fn first(&self) -> Option<&PathBuf> {
        self.of_open_files.first().or_else(|| self.others.first())
    }
}
