//! The texts that the cells of an XLS share: how long each is. They lie in pieces, and a text may begin in one and go on
//! in the next.

/// How long each text is in UTF-8, at most; `None` if the pieces contradict themselves.
pub(super) fn lengths(pieces: &[&[u8]]) -> Option<Vec<usize>> {
    let mut bytes = Pieces { rest: pieces.first().copied().unwrap_or_default(), next: pieces.iter() };
    bytes.next.next();
    let mut found = Vec::new();
    if pieces.is_empty() {
        return Some(found);
    }
    // How many texts there are; more or fewer may follow.
    bytes.skip(8)?;
    while !bytes.is_empty() {
        let characters = usize::from(bytes.word()?);
        let flags = bytes.byte()?;
        let runs = if flags & 8 != 0 { usize::from(bytes.word()?) } else { 0 };
        let extension = if flags & 4 != 0 { bytes.double_word()? } else { 0 };
        bytes.skip_characters(characters, flags & 1 != 0)?;
        bytes.skip(runs.saturating_mul(4))?;
        bytes.skip(extension)?;
        found.push(characters.saturating_mul(3));
    }
    Some(found)
}

/// Bytes in pieces.
struct Pieces<'s> {
    rest: &'s [u8],
    next: std::slice::Iter<'s, &'s [u8]>,
}

impl Pieces<'_> {
    /// Whether all was read; goes on to the next piece that has something.
    fn is_empty(&mut self) -> bool {
        while self.rest.is_empty() {
            let Some(next) = self.next.next() else { return true };
            self.rest = next;
        }
        false
    }

    fn byte(&mut self) -> Option<u8> {
        self.is_empty();
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn double_word(&mut self) -> Option<usize> {
        let bytes = [self.byte()?, self.byte()?, self.byte()?, self.byte()?];
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.is_empty() {
                return None;
            }
            let taken = count.min(self.rest.len());
            self.rest = self.rest.get(taken..)?;
            count = count.saturating_sub(taken);
        }
        Some(())
    }

    /// Characters of one byte or two: each piece that they go on in begins with which.
    fn skip_characters(&mut self, mut count: usize, mut wide: bool) -> Option<()> {
        while count > 0 {
            if self.rest.is_empty() {
                wide = self.byte()? & 1 != 0;
            }
            let size = if wide { 2 } else { 1 };
            let taken = count.min(self.rest.len() / size);
            if taken == 0 && !self.rest.is_empty() {
                return None;
            }
            self.rest = self.rest.get(taken.saturating_mul(size)..)?;
            count = count.saturating_sub(taken);
        }
        Some(())
    }
}
