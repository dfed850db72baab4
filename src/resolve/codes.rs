//! The codes of a plan by their segments, as they stand above one another: `A`, `A.1`, `A.1.2`.

use rustc_hash::FxHashMap;

/// A place among the codes; the first is above them all.
type Node = u32;

/// Every code, segment by segment: to find what stands above a code takes no longer than to read it.
#[derive(Debug, Default)]
pub struct Codes<'t> {
    below: FxHashMap<(Node, &'t str), Node>,
    /// By node: the objective of that very code.
    objectives: Vec<Option<usize>>,
}

impl<'t> Codes<'t> {
    /// Of the codes with their objectives.
    pub fn of(codes: impl Iterator<Item = (&'t str, usize)>) -> Codes<'t> {
        let mut all = Codes { below: FxHashMap::default(), objectives: vec![None] };
        for (code, objective) in codes {
            let mut node = 0;
            for segment in code.split('.') {
                let next = all.objectives.len() as Node;
                node = *all.below.entry((node, segment)).or_insert(next);
                if node == next {
                    all.objectives.push(None);
                }
            }
            if let Some(own) = all.objectives.get_mut(node as usize) {
                *own = Some(objective);
            }
        }
        all
    }

    /// The objective of the longest code that stands above this one.
    pub fn above(&self, code: &str) -> Option<usize> {
        let (front, _) = code.rsplit_once('.')?;
        let mut found = None;
        for node in self.way(front) {
            found = self.objectives.get(node as usize).copied().flatten().or(found);
        }
        found
    }

    /// Whether there is this code, or one below it.
    pub fn reach(&self, code: &str) -> bool {
        self.way(code).count() == code.split('.').count()
    }

    /// The places of a code's segments, as far as there are any.
    fn way<'a>(&'a self, code: &'a str) -> impl Iterator<Item = Node> + 'a {
        code.split('.').scan(0, |node, segment| {
            *node = *self.below.get(&(*node, segment))?;
            Some(*node)
        })
    }
}
