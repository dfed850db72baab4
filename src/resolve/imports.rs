//! Reads the plan's file and, through `usa`, the files it uses: each once, in the order of use.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::faults;
use crate::diagnostics::{Code, Diagnostic, say};
use crate::source::{FileId, Loader, Sources, Span, decode_plan};
use crate::source_faults;
use crate::syntax;
use crate::syntax::tree::{Head, Tree};

/// The trees of the plan's file and of all it uses, libraries before the files that use them.
pub fn load(
    loader: &dyn Loader,
    path: &Path,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(FileId, Tree)> {
    let mut run = Run { loader, sources, faults, state: FxHashMap::default(), trees: Vec::new() };
    run.file(path, None);
    run.trees
}

struct Run<'a> {
    loader: &'a dyn Loader,
    sources: &'a mut Sources,
    faults: &'a mut Vec<Diagnostic>,
    /// `true` while the file's own imports are being read.
    state: FxHashMap<PathBuf, bool>,
    trees: Vec<(FileId, Tree)>,
}

impl Run<'_> {
    fn file(&mut self, path: &Path, used_at: Option<Span>) {
        let shown = path.display().to_string();
        let identity = self.loader.identity(path);
        match (self.state.get(&identity), used_at) {
            (Some(true), Some(span)) => {
                self.faults.push(faults::import_cycle(span, &shown));
                return;
            }
            (Some(_), _) => return,
            (None, _) => {}
        }
        let bytes = match self.loader.read(path) {
            Ok(bytes) => bytes,
            Err(fault) => {
                let found = match used_at {
                    Some(span) => source_faults::unreadable(Code::ImportUnreadable, span, &shown, &fault),
                    None => {
                        let file = self.sources.add(shown.clone(), "", b"");
                        source_faults::missing_file(Span::new(file, 0, 0), &shown, &fault)
                    }
                };
                self.faults.push(found);
                return;
            }
        };
        self.state.insert(identity.clone(), true);
        let file = match decode_plan(&bytes) {
            Ok(text) if text.len() == bytes.len() => {
                // Already known to be UTF-8: the bytes become the text without a copy.
                self.sources.add_text(shown.clone(), String::from_utf8(bytes).unwrap_or_default())
            }
            Ok(text) => self.sources.add(shown.clone(), text, &bytes),
            Err(fault) => {
                let file = self.sources.add(shown.clone(), "", &bytes);
                self.faults.push(source_faults::undecodable(file, &shown, fault));
                self.state.insert(identity, false);
                return;
            }
        };
        let Some(text) = self.sources.get(file).map(|source| source.text.clone()) else { return };
        if text.trim().is_empty() {
            self.faults.push(
                Diagnostic::new(
                    Code::FileEmpty,
                    Span::new(file, 0, 0),
                    say!("`{shown}` è vuoto", "`{shown}` is empty"),
                )
                .note(say!(
                    "`piaoc init CARTELLA` crea un piano da cui partire",
                    "`piaoc init FOLDER` makes a plan to start from"
                )),
            );
            self.state.insert(identity, false);
            return;
        }
        let (tree, found) = syntax::parse(file, &text);
        self.faults.extend(found);
        for item in &tree.items {
            if let Some(Head::Import { path: used }) = &item.head {
                let folder = path.parent().unwrap_or(Path::new(""));
                self.file(&folder.join(&*used.node), Some(used.span));
            }
        }
        self.state.insert(identity, false);
        self.trees.push((file, tree));
    }
}
