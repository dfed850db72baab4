//! Reads a file again after an edit: what stands unchanged before and after the edited place is not read anew. The
//! result is that of [`parse`](super::parse), which `tests/properties.rs` holds it against.

use rayon::prelude::*;

use super::parse::{By, parse_item};
use super::relocate::{Move, Relocate as _};
use super::split::{self, ItemRange};
use super::tree::{Item, Tree};
use crate::diagnostics::Diagnostic;
use crate::source::FileId;

/// A file as it was read before.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// Its text.
    pub text: &'a str,
    /// What was read from it.
    pub tree: &'a Tree,
}

/// [`parse`](super::parse) of a text that differs little from an earlier one.
pub fn parse_again(file: FileId, text: &str, earlier: Earlier<'_>) -> (Tree, Vec<Diagnostic>) {
    if split::holds_merge(text) || split::holds_merge(earlier.text) {
        return super::parse(file, text);
    }
    let (ranges, mut faults) = split::items(file, text);
    let unchanged = Unchanged::between(text, earlier);
    let read = |range: &ItemRange| match unchanged.item(*range) {
        Some((item, from)) => {
            let mut item = item.clone();
            item.relocate(Move { file, from, to: range.start as u32 });
            (vec![item], Vec::new())
        }
        None => parse_item(file, text, *range, By::PlainFirst),
    };
    let parsed: Vec<(Vec<Item>, Vec<Diagnostic>)> = ranges.par_iter().with_min_len(64).map(read).collect();
    let tree = Tree::of_items(&ranges, parsed, &mut faults);
    (tree, faults)
}

/// How much of a text is as it was.
struct Unchanged<'a> {
    earlier: Earlier<'a>,
    /// Length of the text as it is now.
    length: usize,
    /// Bytes at the start that both texts share.
    prefix: usize,
    /// Bytes at the end that both texts share; none is counted in both.
    suffix: usize,
}

impl<'a> Unchanged<'a> {
    fn between(text: &str, earlier: Earlier<'a>) -> Unchanged<'a> {
        let (now, before) = (text.as_bytes(), earlier.text.as_bytes());
        let prefix = common(now.chunks(BLOCK), before.chunks(BLOCK));
        let most = now.len().min(before.len()).saturating_sub(prefix);
        let suffix = common(now.rchunks(BLOCK), before.rchunks(BLOCK)).min(most);
        Unchanged { earlier, length: now.len(), prefix, suffix }
    }

    /// The item that was read from just this text, if it is here unchanged and had no fault; and where it stood.
    fn item(&self, range: ItemRange) -> Option<(&'a Item, u32)> {
        let before = self.earlier.text.len();
        let (start, end) = if range.end <= self.prefix {
            (range.start, range.end)
        } else if range.start >= self.length.saturating_sub(self.suffix) {
            let back = self.length.saturating_sub(range.start);
            let start = before.checked_sub(back)?;
            (start, start.checked_add(range.end.checked_sub(range.start)?)?)
        } else {
            return None;
        };
        let items = &self.earlier.tree.items;
        let at = items.binary_search_by_key(&(start as u32), |item| item.span.start).ok()?;
        let ended = items.get(at.saturating_add(1)).map_or(before, |next| next.span.start as usize);
        let item = items.get(at).filter(|item| item.keyword.node == range.keyword)?;
        let faulty = self.earlier.tree.faulty.binary_search(&(start as u32)).is_ok();
        (ended == end && !faulty).then_some((item, start as u32))
    }
}

/// Texts are compared in blocks of so many bytes, then byte by byte.
const BLOCK: usize = 4096;

/// How many bytes two sequences of blocks have in common, from where the iterators start. Blocks taken from the end
/// are compared from their ends.
fn common<'a, I>(now: I, before: I) -> usize
where
    I: Iterator<Item = &'a [u8]> + Directed,
{
    let mut length = 0usize;
    for (a, b) in now.zip(before) {
        if a == b {
            length = length.saturating_add(a.len());
            continue;
        }
        return length.saturating_add(I::shared(a, b));
    }
    length
}

/// From which end blocks are compared.
trait Directed {
    /// The bytes that two blocks share from that end.
    fn shared(a: &[u8], b: &[u8]) -> usize;
}

impl Directed for std::slice::Chunks<'_, u8> {
    fn shared(a: &[u8], b: &[u8]) -> usize {
        a.iter().zip(b).take_while(|(a, b)| a == b).count()
    }
}

impl Directed for std::slice::RChunks<'_, u8> {
    fn shared(a: &[u8], b: &[u8]) -> usize {
        a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
    }
}
