//! The table of contents of a plan: its areas, objectives and KPIs as a tree, and the search through all names.

use crate::ide::State;
use crate::resolve::key_below;
use crate::source::{FileId, Span};
pub use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::{Head, Item};
use crate::value::fold_name;

/// An entry of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What starts the item.
    pub kind: ItemKeyword,
    /// Its code or identifier and its title: an editor searches in this alone.
    pub name: String,
    /// All of it, with what stands below it in its file.
    pub span: Span,
    /// Its name.
    pub name_span: Span,
    /// The code of the objective that a KPI belongs to.
    pub container: Option<String>,
    /// What hangs from it in the same file.
    pub children: Vec<Entry>,
}

/// The table of contents of a file. An editor shows the path to a place by the spans, so each holds those of what hangs
/// from it and no other: an objective stands under the one it belongs to unless something else stands between them
/// (`in` may put it anywhere), then for itself.
pub fn of_file(state: &State, file: FileId) -> Vec<Entry> {
    let outline = state.outline();
    let Some(tree) = state.tree(file) else { return Vec::new() };
    let objectives = outline.objectives.iter().enumerate();
    let mut objectives = objectives.filter(|(_, objective)| objective.item.span.file == file).peekable();
    let mut contents = Contents::default();
    let mut last = None;
    for item in &tree.items {
        match item.keyword.node {
            ItemKeyword::Use => {}
            ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action => {
                let Some((index, objective)) = objectives.next_if(|(_, one)| one.item.span == item.span)
                else {
                    continue;
                };
                last = (item.keyword.node != ItemKeyword::Area).then_some(index);
                contents.put_objective(index, objective.parent, entry(item, None));
            }
            ItemKeyword::Kpi => {
                let code = last.and_then(|index| outline.objectives.get(index)?.code);
                contents.put_kpi(last, entry(item, code));
            }
            _ => contents.waiting.extend(entry(item, None)),
        }
    }
    contents.finish()
}

/// A table of contents as it grows, from the top of a file to its end.
#[derive(Default)]
struct Contents {
    top: Vec<Entry>,
    /// The objectives that the next item may stand under, each under the one before it.
    open: Vec<(usize, Entry)>,
    /// What belongs to no open objective: it stands under one that goes on behind it.
    waiting: Vec<Entry>,
}

impl Contents {
    fn put_objective(&mut self, index: usize, parent: Option<usize>, entry: Option<Entry>) {
        // One that is being written ends nothing.
        let Some(entry) = entry else { return };
        let under = parent.and_then(|parent| self.open.iter().position(|(open, _)| *open == parent));
        let depth = under.map_or(0, |at| at.saturating_add(1));
        self.close_to(depth);
        self.settle();
        if depth < DEEPEST {
            self.open.push((index, entry));
        } else {
            self.put(entry);
        }
    }

    fn put_kpi(&mut self, objective: Option<usize>, entry: Option<Entry>) {
        let is_open = self.open.last().is_some_and(|(open, _)| Some(*open) == objective);
        if is_open {
            self.settle();
            entry.into_iter().for_each(|entry| self.put(entry));
        } else {
            self.waiting.extend(entry);
        }
    }

    /// Ends the open objectives but for the first few.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some((_, done)) = self.open.pop() {
                self.put(done);
            }
        }
    }

    /// What was waiting stands under what is still open.
    fn settle(&mut self) {
        std::mem::take(&mut self.waiting).into_iter().for_each(|entry| self.put(entry));
    }

    fn put(&mut self, entry: Entry) {
        match self.open.last_mut() {
            Some((_, above)) => {
                above.span = above.span.to(entry.span);
                above.children.push(entry);
            }
            None => self.top.push(entry),
        }
    }

    fn finish(mut self) -> Vec<Entry> {
        self.close_to(0);
        self.settle();
        self.top
    }
}

/// Everything named in which the letters of `query` stand in their order, in all files of a plan; what holds all of it
/// first.
pub fn matching(state: &State, query: &str) -> Vec<Entry> {
    let query = fold_name(query);
    let outline = state.outline();
    let objectives = outline.objectives.iter().filter_map(|objective| entry(objective.item, None));
    let kpis = outline.kpis.iter().filter_map(|kpi| {
        let objective = kpi.objective.and_then(|index| outline.objectives.get(index)?.code);
        entry(kpi.item, objective)
    });
    let declared = [&outline.measures, &outline.indicators, &outline.structures, &outline.bands];
    let others = declared.into_iter().flat_map(|list| &list.list).filter_map(|(_, item)| entry(item, None));
    let (mut whole, mut scattered) = (Vec::new(), Vec::new());
    for entry in objectives.chain(kpis).chain(others) {
        let name = fold_name(&entry.name);
        if name.contains(&query) {
            whole.push(entry);
        } else if in_order(&query, &name) {
            scattered.push(entry);
        }
    }
    whole.extend(scattered);
    whole
}

/// Whether the letters of `query` stand in `name` one after another, whatever is between them.
fn in_order(query: &str, name: &str) -> bool {
    let mut letters = name.chars();
    query.chars().filter(|c| !c.is_whitespace()).all(|wanted| letters.any(|c| c == wanted))
}

/// Deeper than this nobody looks, and no stack need hold it.
const DEEPEST: usize = 60;

/// An item without what hangs from it; `None` if it has no name.
fn entry(item: &Item, container: Option<&str>) -> Option<Entry> {
    let titled = |name: &crate::syntax::tree::Name, title: &Option<crate::syntax::tree::Quoted>| {
        let title = title.as_ref().map_or(String::new(), |title| title.node.to_string());
        (name.node.to_string(), title, name.span)
    };
    let (name, title, name_span) = match item.head.as_ref()? {
        Head::Plan { title } => {
            let title = title.as_ref()?;
            (title.node.to_string(), String::new(), title.span)
        }
        Head::Objective { code: name, title }
        | Head::Measure { ident: name, title }
        | Head::Indicator { code: name, title }
        | Head::Structure { ident: name, title } => titled(name, title),
        Head::Kpi { ident, code, title } => match ident.as_ref().or(code.as_ref()) {
            Some(name) => titled(name, title),
            None => titled(title.as_ref()?, &None),
        },
        Head::Bands { ident, .. } => titled(ident, &None),
        Head::Override { objective, kpi, .. } => {
            let key = key_below(&objective.node, &kpi.node);
            (key, String::new(), objective.span.to(kpi.span))
        }
        Head::Import { .. } => return None,
    };
    let name = format!("{name} {title}").trim().to_owned();
    let name = if name.is_empty() { item.keyword.node.spelling().to_owned() } else { name };
    Some(Entry {
        kind: item.keyword.node,
        name,
        span: item.span,
        name_span,
        container: container.map(str::to_owned),
        children: Vec::new(),
    })
}
