//! The plans that the server knows, found by any of their files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::server::Known;
use crate::source::FileId;

/// What is known of every plan.
#[derive(Debug, Default)]
pub(super) struct Plans {
    known: BTreeMap<PathBuf, Known>,
    /// By file: the plans that it is part of.
    users: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Plans {
    pub fn get(&self, path: &Path) -> Option<&Known> {
        self.known.get(path)
    }

    pub fn keys(&self) -> impl Iterator<Item = &PathBuf> {
        self.known.keys()
    }

    pub fn values(&self) -> impl Iterator<Item = &Known> {
        self.known.values()
    }

    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// The plans that a file is part of, with what they call it.
    pub fn of_file(&self, path: &Path) -> impl Iterator<Item = (&Known, FileId)> {
        let users = self.users.get(path).into_iter().flatten().filter_map(|plan| self.known.get(plan));
        users.filter_map(move |known| Some((known, known.file(path)?)))
    }

    /// Takes in what is known of a plan now; what was before.
    pub fn insert(&mut self, known: Known) -> Option<Known> {
        let plan = known.state.path.clone();
        let before = self.remove(&plan);
        for (_, file) in &known.files {
            self.users.entry(file.clone()).or_default().insert(plan.clone());
        }
        self.known.insert(plan, known);
        before
    }

    pub fn remove(&mut self, plan: &Path) -> Option<Known> {
        let before = self.known.remove(plan)?;
        for (_, file) in &before.files {
            let Some(users) = self.users.get_mut(file) else { continue };
            users.remove(plan);
            if users.is_empty() {
                self.users.remove(file);
            }
        }
        Some(before)
    }
}
