//! Names of sheets that Excel takes, each once.

use rustc_hash::{FxHashMap, FxHashSet};

/// Names that Excel keeps for itself, in English and Italian.
const KEPT: [&str; 2] = ["history", "cronologia"];
/// Longest name of a sheet, in the units of Excel.
const LONGEST: usize = 31;

/// The names of a workbook's sheets so far.
#[derive(Debug, Clone, Default)]
pub struct SheetNames {
    /// In small letters: case does not tell two apart.
    taken: FxHashSet<String>,
    /// By a name that is taken, the number that the next one gets.
    next: FxHashMap<String, u32>,
}

impl SheetNames {
    /// Of a workbook that has these sheets already.
    pub fn with<'n>(names: impl IntoIterator<Item = &'n str>) -> SheetNames {
        let kept = KEPT.into_iter().map(str::to_owned);
        let taken = names.into_iter().map(str::to_lowercase).chain(kept).collect();
        SheetNames { taken, next: FxHashMap::default() }
    }

    /// A name like the wanted one that no sheet has yet: shortened, without what Excel refuses, numbered if need be.
    pub fn name(&mut self, wanted: &str) -> String {
        let first = fitted(wanted, "");
        let next = self.next.entry(first.to_lowercase()).or_insert(1);
        loop {
            let number = *next;
            *next = number.saturating_add(1);
            let name = if number == 1 { first.clone() } else { fitted(wanted, &format!(" ({number})")) };
            if self.taken.insert(name.to_lowercase()) {
                return name;
            }
        }
    }
}

/// As much of a name as fits before its ending.
fn fitted(wanted: &str, ending: &str) -> String {
    let accepted = |c: char| match c {
        '/' | '\\' | ':' => '-',
        '[' => '(',
        ']' => ')',
        '*' | '?' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    let plain: String = super::cell_text(wanted).chars().map(accepted).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let room = LONGEST.saturating_sub(ending.len());
    let mut name = String::new();
    let mut length = 0usize;
    for c in plain.trim_matches('\'').chars() {
        length = length.saturating_add(c.len_utf16());
        if length > room {
            break;
        }
        name.push(c);
    }
    // Excel takes no apostrophe at either end.
    let name = name.trim_matches(['\'', ' ']);
    if name.is_empty() { format!("-{ending}") } else { format!("{name}{ending}") }
}
