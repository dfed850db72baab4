//! The table of contents of a plan: its areas, objectives and KPIs as a tree, and the search through all names.

use crate::ide::State;
use crate::resolve::{Outline, kpi_key};
use crate::source::{FileId, Span};
pub use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::{Head, Item};

/// An entry of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What starts the item.
    pub kind: ItemKeyword,
    /// Its code or identifier, else its title.
    pub name: String,
    /// Its title, if that is not the name.
    pub detail: String,
    /// All of it, with what stands below it in its file.
    pub span: Span,
    /// Its name.
    pub name_span: Span,
    /// The code of the objective that a KPI belongs to.
    pub container: Option<String>,
    /// What hangs from it in the same file.
    pub children: Vec<Entry>,
}

/// The table of contents of a file: what hangs from an objective of the same file stands under it.
pub fn of_file(state: &State, file: FileId) -> Vec<Entry> {
    let outline = state.outline();
    let Some(tree) = state.tree(file) else { return Vec::new() };
    let mut top: Vec<Entry> = Vec::new();
    for item in &tree.items {
        let nested = matches!(
            item.keyword.node,
            ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action | ItemKeyword::Kpi
        );
        if !nested && item.keyword.node != ItemKeyword::Use {
            top.extend(entry(item, None));
        }
    }
    let in_file = |index: usize| {
        outline.objectives.get(index).is_some_and(|objective| objective.item.span.file == file)
    };
    for (index, objective) in outline.objectives.iter().enumerate() {
        if in_file(index) && !objective.parent.is_some_and(in_file) {
            top.extend(objective_entry(&outline, index, file, 0));
        }
    }
    top.sort_by_key(|entry| entry.span);
    top
}

/// Everything named that contains `query`, in all files of a plan.
pub fn matching(state: &State, query: &str) -> Vec<Entry> {
    let query = query.to_lowercase();
    let outline = state.outline();
    let objectives = outline.objectives.iter().filter_map(|objective| entry(objective.item, None));
    let kpis = outline.kpis.iter().filter_map(|kpi| {
        let objective = kpi.objective.and_then(|index| outline.objectives.get(index)?.code);
        entry(kpi.item, objective)
    });
    let declared = [&outline.measures, &outline.indicators, &outline.structures, &outline.bands];
    let others = declared.into_iter().flat_map(|list| &list.list).filter_map(|(_, item)| entry(item, None));
    let all = objectives.chain(kpis).chain(others);
    all.filter(|entry| {
        entry.name.to_lowercase().contains(&query) || entry.detail.to_lowercase().contains(&query)
    })
    .collect()
}

/// Deeper than this nobody looks, and no stack need hold it.
const DEEPEST: usize = 60;

fn objective_entry(outline: &Outline<'_>, index: usize, file: FileId, depth: usize) -> Option<Entry> {
    let objective = outline.objectives.get(index)?;
    let mut own = entry(objective.item, None)?;
    let kpis = objective.kpis.iter().filter_map(|kpi| outline.kpis.get(*kpi));
    own.children.extend(kpis.filter_map(|kpi| entry(kpi.item, objective.code)));
    let children = objective.children.iter().filter(|_| depth < DEEPEST);
    let of_file = children
        .filter(|child| outline.objectives.get(**child).is_some_and(|child| child.item.span.file == file));
    own.children
        .extend(of_file.filter_map(|child| objective_entry(outline, *child, file, depth.saturating_add(1))));
    own.children.sort_by_key(|entry| entry.span);
    // An editor shows the path to a place by these spans: a child outside its parent's would be lost.
    if let Some(last) = own.children.last() {
        own.span = own.span.to(last.span);
    }
    Some(own)
}

/// An item without what hangs from it; `None` if it has no name.
fn entry(item: &Item, container: Option<&str>) -> Option<Entry> {
    let titled = |name: &crate::syntax::tree::Name, title: &Option<crate::syntax::tree::Quoted>| {
        let detail = title.as_ref().map_or(String::new(), |title| title.node.to_string());
        (name.node.to_string(), detail, name.span)
    };
    let (name, detail, name_span) = match item.head.as_ref()? {
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
            let key = format!("{}/{}", objective.node, kpi_key(Some(&kpi.node), None, ""));
            (key, String::new(), objective.span.to(kpi.span))
        }
        Head::Import { .. } => return None,
    };
    let name = if name.trim().is_empty() { item.keyword.node.spelling().to_owned() } else { name };
    Some(Entry {
        kind: item.keyword.node,
        name,
        detail,
        span: item.span,
        name_span,
        container: container.map(str::to_owned),
        children: Vec::new(),
    })
}
