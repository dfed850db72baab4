//! "Did you mean": which of the names that there are a misspelt one is nearest to.

/// A name that nothing has, and what kind of thing should have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misspelt {
    /// As it is written.
    pub name: String,
    /// Among which names it is sought.
    pub among: Among,
}

/// The names of a plan, by what has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Among {
    /// Codes of areas, objectives and actions.
    Objectives,
    /// Indicators of the objective at this place of the plan.
    KpisOf(usize),
    /// `misura`
    Measures,
    /// `indicatore`
    Indicators,
    /// `struttura`
    Structures,
    /// `fasce`
    Bands,
}

/// Among more names than this a suggestion is not sought.
pub const MOST_CANDIDATES: usize = 2_000;
/// Nor for a word of more characters than this.
const LONGEST_MISSPELT: usize = 100;

/// The name among `candidates` that `wanted` most likely meant, if any is near enough to say so; of equally near ones
/// the first. Among very many names none is sought: it would cost more than it helps.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    let length = wanted.chars().count();
    let allowed = match length {
        0..=2 => 1,
        3..=5 => 2,
        length => length / 3,
    };
    let candidates: Vec<&str> = candidates.into_iter().take(MOST_CANDIDATES.saturating_add(1)).collect();
    if candidates.len() > MOST_CANDIDATES || length > LONGEST_MISSPELT {
        return None;
    }
    let word = Word::new(&wanted);
    let near = |candidate: &&str, length: usize| {
        let distance = word.distance(candidate.chars().flat_map(char::to_lowercase));
        (distance <= allowed && distance < length).then_some(distance)
    };
    let with_lengths = candidates.into_iter().map(|name| (name.chars().count(), name));
    let of_like_length = with_lengths.filter(|(other, _)| other.abs_diff(length) <= allowed);
    let found = of_like_length.filter_map(|(length, name)| Some((near(&name, length)?, name)));
    found.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// A word to be compared with many, of at most 128 characters: where each of its letters stands, one bit a place.
struct Word {
    length: usize,
    ascii: [u128; 128],
    others: Vec<(char, u128)>,
}

impl Word {
    fn new(word: &str) -> Word {
        let mut found = Word { length: 0, ascii: [0; 128], others: Vec::new() };
        for letter in word.chars() {
            let bit = 1u128.checked_shl(found.length as u32).unwrap_or(0);
            match found.ascii.get_mut(letter as usize) {
                Some(places) => *places |= bit,
                None => match found.others.iter_mut().find(|(other, _)| *other == letter) {
                    Some((_, places)) => *places |= bit,
                    None => found.others.push((letter, bit)),
                },
            }
            found.length = found.length.saturating_add(1);
        }
        found
    }

    fn places(&self, letter: char) -> u128 {
        let other =
            || self.others.iter().find(|(other, _)| *other == letter).map_or(0, |(_, places)| *places);
        self.ascii.get(letter as usize).copied().unwrap_or_else(other)
    }

    /// How many letters to put in, take out, change or swap with their neighbour make the one word of the other: a column
    /// of the usual table at a time, its differences as bits (Hyyrö, "A bit-vector algorithm for computing Levenshtein
    /// and Damerau edit distances", 2003).
    fn distance(&self, other: impl Iterator<Item = char>) -> usize {
        let Some(last) = self.length.checked_sub(1) else { return other.count() };
        let last = 1u128.checked_shl(last as u32).unwrap_or(0);
        // Down the column: where it grows, where it shrinks. Across: the same for this column and the one before.
        let (mut up, mut down, mut same, mut before) = (u128::MAX, 0u128, 0u128, 0u128);
        let mut distance = self.length;
        for letter in other {
            let here = self.places(letter);
            let swapped = ((!same & here) << 1) & before;
            same = ((here & up).wrapping_add(up) ^ up) | here | down | swapped;
            let (grows, shrinks) = (down | !(same | up), same & up);
            if grows & last != 0 {
                distance = distance.saturating_add(1);
            } else if shrinks & last != 0 {
                distance = distance.saturating_sub(1);
            }
            let (grows, shrinks) = ((grows << 1) | 1, shrinks << 1);
            (up, down) = (shrinks | !(same | grows), grows & same);
            before = here;
        }
        distance
    }
}
