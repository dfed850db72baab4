//! The container of an XLS whose table of sectors is longer than the file. Some programs write it so, with the sectors
//! beyond the end marked as free or as ends of nothing; `cfb` reads it once they are there.

use std::borrow::Cow;

/// A sector that is not used.
const FREE: u32 = 0xFFFF_FFFF;
/// The last sector of a chain.
const END: u32 = 0xFFFF_FFFE;
/// From here on a number is no sector.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// How much a file may be lengthened: a sector of the table stands for 64 KiB, or 4 MiB of large sectors.
const MOST: usize = 16 << 20;
/// Where the list of the table's own sectors begins in the head, and how many it holds.
const LIST: (usize, usize) = (76, 109);

/// The container with all the sectors that its table lists, if nothing leads to those that it lacks. What is cut short
/// is left as it is.
pub(super) fn padded(bytes: &[u8]) -> Cow<'_, [u8]> {
    missing(bytes).map_or(Cow::Borrowed(bytes), |length| {
        let mut whole = bytes.to_vec();
        whole.resize(length, 0);
        Cow::Owned(whole)
    })
}

/// How long the file must be, if it is shorter and nothing of it is missing.
fn missing(bytes: &[u8]) -> Option<usize> {
    let sector = match bytes.get(30)? {
        9 => 512usize,
        12 => 4096,
        _ => return None,
    };
    // A sector that breaks off was cut.
    if !bytes.len().is_multiple_of(sector) {
        return None;
    }
    let there = (bytes.len() / sector).checked_sub(1)?;
    let per_sector = sector / 4;
    let listed = (double_word(bytes, 44)? as usize).checked_mul(per_sector)?;
    if listed <= there || listed.checked_sub(there)?.checked_mul(sector)? > MOST {
        return None;
    }
    let tables = table_sectors(bytes, sector)?;
    let mut sectors = 0..;
    for table in tables {
        let start = (table as usize).checked_add(1)?.checked_mul(sector)?;
        for at in 0..per_sector {
            let entry = double_word(bytes, start.checked_add(at.checked_mul(4)?)?)?;
            let leads_out = entry < NO_SECTOR && entry as usize >= there;
            let lacks = sectors.next()? >= there && !matches!(entry, FREE | END);
            if leads_out || lacks {
                return None;
            }
        }
    }
    listed.checked_add(1)?.checked_mul(sector)
}

/// The sectors that the table is in.
fn table_sectors(bytes: &[u8], sector: usize) -> Option<Vec<u32>> {
    let count = double_word(bytes, 44)? as usize;
    let used = |entry: &u32| *entry != FREE;
    let read = |start: usize, count: usize| -> Option<Vec<u32>> {
        (0..count).map(|at| double_word(bytes, start.checked_add(at.checked_mul(4)?)?)).collect()
    };
    let mut tables = read(LIST.0, LIST.1)?;
    let (mut next, per_sector) = (double_word(bytes, 68)?, (sector / 4).checked_sub(1)?);
    while tables.len() < count && next < NO_SECTOR {
        let start = (next as usize).checked_add(1)?.checked_mul(sector)?;
        tables.extend(read(start, per_sector)?);
        next = double_word(bytes, start.checked_add(per_sector.checked_mul(4)?)?)?;
    }
    let tables: Vec<u32> = tables.into_iter().take(count).filter(used).collect();
    (tables.len() == count).then_some(tables)
}

fn double_word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..)?.first_chunk().copied()?))
}
