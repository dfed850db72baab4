//! A text as regions, each the lines of an item (the first: those before any item), and regions as blocks that are laid
//! out by themselves.

use std::ops::Range;

use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::{Item, Tree};
use crate::syntax::{ItemRange, split_items};

/// The lines of an item, with the blank lines and comments up to the next item.
#[derive(Debug, Clone)]
pub(super) struct Region<'t> {
    /// From the start of its first line to the start of the next region.
    pub range: Range<usize>,
    /// The item and what is written in it; `None` before the first item.
    pub item: Option<(ItemRange, &'t Item)>,
}

/// Regions that are laid out together: one, or the rows of a table.
pub(super) type Block<'r, 't> = &'r [Region<'t>];

/// The regions of a text that can be read, in their order.
pub(super) fn regions<'t>(text: &str, tree: &'t Tree) -> Vec<Region<'t>> {
    let items = split_items(text);
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let starts: Vec<usize> = items.iter().map(|item| line_start(text, item.start).max(mark)).collect();
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    let first = starts.first().copied().unwrap_or(text.len());
    let mut regions = Vec::with_capacity(items.len().saturating_add(1));
    if mark < first {
        regions.push(Region { range: mark..first, item: None });
    }
    let mut written = tree.items.iter().peekable();
    for ((item, start), end) in items.iter().zip(&starts).zip(ends) {
        while written.next_if(|next| (next.span.start as usize) < item.start).is_some() {}
        let node = written.next_if(|next| next.span.start as usize == item.start);
        let faulty = u32::try_from(item.start).is_ok_and(|start| tree.faulty.binary_search(&start).is_ok());
        if let Some(node) = node.filter(|_| !faulty) {
            regions.push(Region { range: *start..end, item: Some((*item, node)) });
        }
    }
    regions
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |newline| newline.saturating_add(1))
}

/// The regions cut into blocks: a region of one line and the next belong together if they are of one kind and nothing
/// stands between them.
pub(super) fn blocks<'r, 't>(text: &str, regions: &'r [Region<'t>]) -> Vec<Block<'r, 't>> {
    let keyword = |region: &Region<'_>| -> Option<ItemKeyword> { Some(region.item?.0.keyword) };
    regions
        .chunk_by(|a, b| {
            a.item.is_some()
                && a.range.end == b.range.start
                && keyword(a) == keyword(b)
                && is_one_line(text, &a.range)
        })
        .collect()
}

fn is_one_line(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes().get(range.clone()).unwrap_or_default();
    memchr::memchr(b'\n', bytes).is_some_and(|newline| newline.saturating_add(1) == bytes.len())
}
