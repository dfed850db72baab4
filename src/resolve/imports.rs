//! Reads the plan's file and, through `usa`, the files it uses: each once, in the order of use.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::discover::is_plan_file;
use super::faults;
use crate::diagnostics::{Code, Diagnostic, say};
use crate::source::{FileId, Loader, Sources, Span, decode_plan, named_from, normalise_path};
use crate::source_faults::{self, ReadAs};
use crate::syntax::tree::{Head, Tree};
use crate::syntax::{self, Earlier};

/// The trees of the plan's file and of all it uses, libraries before the files that use them. What `earlier` knows of
/// a file by its path spares reading all of it anew.
pub fn load<'e>(
    loader: &dyn Loader,
    path: &Path,
    earlier: &dyn Fn(&str) -> Option<Earlier<'e>>,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(FileId, Tree)> {
    let project = loader.project(path);
    let mut run = Run { loader, project, earlier, sources, faults, state: FxHashMap::default() };
    let mut trees = Vec::new();
    // Files whose own imports are being read, each used by the one below it: a row of libraries may be long.
    let mut open: Vec<Open> = run.file(path, None).into_iter().collect();
    while let Some(top) = open.last_mut() {
        match top.imports.next() {
            Some((used, span)) => {
                let next = run.file(&used, Some(span));
                open.extend(next);
            }
            None => {
                let Some(done) = open.pop() else { break };
                run.state.insert(done.identity, State::Read);
                trees.push((done.file, done.tree));
            }
        }
    }
    trees
}

/// A file read, with the imports that are still to be followed.
struct Open {
    identity: PathBuf,
    file: FileId,
    tree: Tree,
    imports: std::vec::IntoIter<(PathBuf, Span)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Its own imports are being read.
    Open,
    /// Read, or found unreadable.
    Read,
}

struct Run<'a, 'e> {
    loader: &'a dyn Loader,
    /// What all files must lie in.
    project: Option<PathBuf>,
    earlier: &'a dyn Fn(&str) -> Option<Earlier<'e>>,
    sources: &'a mut Sources,
    faults: &'a mut Vec<Diagnostic>,
    state: FxHashMap<PathBuf, State>,
}

impl Run<'_, '_> {
    /// Reads one file, unless it was read before; `used_at` is the place of the `usa` that names it.
    fn file(&mut self, path: &Path, used_at: Option<Span>) -> Option<Open> {
        let shown = path.display().to_string();
        let identity = self.loader.identity(path);
        match (self.state.get(&identity), used_at) {
            (Some(State::Open), Some(span)) => {
                self.faults.push(faults::import_cycle(span, &shown));
                return None;
            }
            (Some(_), _) => return None,
            (None, _) => {}
        }
        let bytes = match self.loader.read_within(self.project.as_deref(), path) {
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
                return None;
            }
        };
        self.state.insert(identity.clone(), State::Read);
        let file = self.text(&shown, bytes)?;
        let text = self.sources.get(file).map(|source| source.text.clone())?;
        let (tree, found) = match (self.earlier)(&shown) {
            Some(earlier) => syntax::parse_again(file, &text, earlier),
            None => syntax::parse(file, &text),
        };
        let is_ours = is_plan_file(&identity) || tree.items.iter().any(|item| item.head.is_some());
        if !is_ours {
            self.sources.withhold(file);
            let place = used_at.unwrap_or(Span::new(file, 0, 0));
            self.faults.push(source_faults::not_ours(place, &shown, ReadAs::Plan));
            return None;
        }
        self.faults.extend(found);
        let folder = path.parent().unwrap_or(Path::new(""));
        let imports = tree.items.iter().filter_map(|item| match &item.head {
            Some(Head::Import { path: used }) => Some((self.beside(folder, &used.node), used.span)),
            _ => None,
        });
        let imports: Vec<(PathBuf, Span)> = imports.collect();
        self.state.insert(identity.clone(), State::Open);
        Some(Open { identity, file, tree, imports: imports.into_iter() })
    }

    /// Where a file used by another one is: `../comune.piao` of `piani/a.piao` is `comune.piao`, unless `piani` is a link.
    fn beside(&self, folder: &Path, used: &str) -> PathBuf {
        let path = named_from(folder, used);
        let short = normalise_path(&path);
        if self.loader.identity(&short) == self.loader.identity(&path) { short } else { path }
    }

    /// Takes the text of a file in; `None` if it has none, which is reported.
    fn text(&mut self, shown: &str, bytes: Vec<u8>) -> Option<FileId> {
        let file = match decode_plan(&bytes) {
            Ok(text) if text.len() == bytes.len() => {
                // Already known to be UTF-8: the bytes become the text without a copy.
                self.sources.add_text(shown, String::from_utf8(bytes).unwrap_or_default())
            }
            Ok(text) => self.sources.add(shown, text, &bytes),
            Err(fault) => {
                let file = self.sources.add(shown, "", &bytes);
                self.faults.push(source_faults::undecodable(file, shown, fault));
                return None;
            }
        };
        let empty = self.sources.get(file).is_none_or(|source| source.text.trim().is_empty());
        if empty {
            let span = Span::new(file, 0, 0);
            let fault =
                Diagnostic::new(Code::FileEmpty, span, say!("`{shown}` è vuoto", "`{shown}` is empty"));
            self.faults.push(fault.note(say!(
                "`piaoc init CARTELLA` crea un piano da cui partire",
                "`piaoc init FOLDER` makes a plan to start from"
            )));
        }
        (!empty).then_some(file)
    }
}
