//! One direction here, the other in all its likes: "Volume medio di attività gestito dal personale …" is `<=` at 004 r. 1220 and
//! r. 1253, and `>=` in the five others of that name.

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};

use crate::diagnostics::{Code, Diagnostic, say};
use crate::source::Span;
use crate::syntax::keyword::fold;
use crate::types::Seen;
use crate::value::{Comparator, Type};

use super::Scene;

/// So many words at the beginning make a name: with five, "numero complessivo di pratiche edilizie …" would be one, whether
/// they are concluded or in arrears.
const WORDS: usize = 7;
/// So many are a custom.
const ENOUGH: usize = 4;

/// A KPI that has a direction.
pub(super) struct Like {
    /// Of the first words of its title.
    name: u64,
    index: usize,
    more_is_better: bool,
    target: Span,
}

/// KPIs of one name, by their direction.
#[derive(Default)]
struct Group {
    more: Side,
    less: Side,
}

#[derive(Default)]
struct Side {
    count: usize,
    /// The first of them.
    first: Option<usize>,
}

impl Group {
    /// Whether there are enough, of which at most a third goes the other way: which way most go then.
    fn custom(&self) -> Option<bool> {
        let (few, many) = (self.more.count.min(self.less.count), self.more.count.max(self.less.count));
        let all = few.saturating_add(many);
        (few > 0 && all >= ENOUGH && few.saturating_mul(3) <= all)
            .then_some(self.more.count > self.less.count)
    }
}

pub(super) fn like(seen: &Seen<'_, '_, '_>) -> Option<Like> {
    let kpi = seen.kpi;
    if kpi.kind != Type::Number || kpi.unit.is_some() {
        return None;
    }
    let target = kpi.targets.iter().find(|target| target.bound.is_some())?;
    let more_is_better = match target.bound.as_ref()?.0 {
        Comparator::AtLeast => true,
        Comparator::AtMost => false,
        Comparator::Equal => return None,
    };
    let name = name(seen.declared.title)?;
    Some(Like { name, index: seen.index, more_is_better, target: target.span })
}

/// The first words of a title, if it has so many.
fn name(title: &str) -> Option<u64> {
    let mut hasher = FxHasher::default();
    let mut words = title.split_ascii_whitespace();
    for _ in 0..WORDS {
        let word = words.next()?;
        word.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
        hasher.write_u8(b' ');
    }
    Some(hasher.finish())
}

pub(super) fn look(scene: &Scene<'_, '_>, likes: &[Like], found: &mut Vec<Diagnostic>) {
    let mut groups: FxHashMap<u64, Group> = FxHashMap::default();
    for like in likes {
        let group = groups.entry(like.name).or_default();
        let side = if like.more_is_better { &mut group.more } else { &mut group.less };
        side.count = side.count.saturating_add(1);
        side.first.get_or_insert(like.index);
    }
    groups.retain(|_, group| group.custom().is_some());
    if groups.is_empty() {
        return;
    }
    for like in likes {
        let Some(group) = groups.get(&like.name) else { continue };
        if group.custom() != Some(like.more_is_better) {
            found.extend(against(scene, like, group));
        }
    }
}

fn against(scene: &Scene<'_, '_>, like: &Like, group: &Group) -> Option<Diagnostic> {
    let (own, usual, others) = match like.more_is_better {
        true => (">=", "<=", &group.less),
        false => ("<=", ">=", &group.more),
    };
    let count = others.count;
    let (kpi, other) = (scene.outline.kpis.get(like.index)?, scene.outline.kpis.get(others.first?)?);
    let beginning = |title: &str| title.split_ascii_whitespace().take(WORDS).collect::<Vec<_>>().join(" ");
    let name = beginning(kpi.title);
    if fold(&name) != fold(&beginning(other.title)) {
        return None;
    }
    Some(
        Diagnostic::new(
            Code::AgainstItsLikes,
            like.target,
            say!(
                "qui `{own}`, negli altri {count} indicatori \"{name} …\" `{usual}`",
                "here `{own}`, in the other {count} indicators \"{name} …\" `{usual}`"
            ),
        )
        .also(other.span, say!("uno degli altri", "one of the others"))
        .note(say!(
            "forse il segno è girato; se qui è diverso davvero, il titolo può dirlo",
            "perhaps the sign is turned round; if it truly differs here, the title can tell"
        )),
    )
}
