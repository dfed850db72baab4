//! The ZIP that a workbook is. Its parts are read as they unpack and counted while they do, since what a ZIP says of its
//! own sizes need not be true; a part that nobody reads is not unpacked at all.

use std::io::{self, BufReader, Cursor, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use rustc_hash::FxHashMap;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::WorkbookFault;
use super::xml::Xml;

/// How large all that is read of a workbook may be together, unpacked.
const MOST_BYTES: u64 = 512 << 20;
/// How large the texts of all sheets may be, which are held in memory.
pub(super) const MOST_OF_STRINGS: u64 = 64 << 20;
/// How large any other part may be that is not a sheet: each is held in memory.
pub(super) const MOST_OF_OTHERS: u64 = 8 << 20;
/// How large one tag, text or remark of a part may be: each is held in memory while it is looked at.
const MOST_OF_AN_EVENT: u64 = 8 << 20;
/// How much is unpacked at once.
const PIECE: usize = 64 << 10;
/// From how large a sheet on a thread that unpacks it is worth its start.
const WORTH_A_THREAD: u64 = 1 << 20;
/// How many pieces that thread may be ahead.
const PIECES_AHEAD: usize = 8;

/// A format in a ZIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// An open ZIP.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The parts, by name without regard to case and kind of slash, as Excel looks for them.
    names: FxHashMap<String, usize>,
    pub(super) kind: Kind,
    /// Whether a part holds macros.
    pub(super) macros: bool,
    /// How much more may be unpacked.
    room: u64,
}

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

impl<'b> Package<'b> {
    /// Opens a ZIP that is a workbook.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Package<'b>, WorkbookFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| WorkbookFault::Truncated)?;
        let mut names = FxHashMap::default();
        for (index, name) in archive.file_names().enumerate() {
            names.insert(plain(&name.map_err(|_| WorkbookFault::Truncated)?), index);
        }
        // LibreOffice since 24.8 encrypts an ODS as a whole, into this part.
        if names.contains_key("encrypted-package") {
            return Err(WorkbookFault::Password);
        }
        let kind = if names.contains_key("content.xml") {
            Kind::Ods
        } else if names.contains_key("[content_types].xml")
            && names.keys().any(|name| name.ends_with("workbook.xml"))
        {
            Kind::Xlsx
        } else {
            return Err(WorkbookFault::NotAWorkbook);
        };
        let macros = names.keys().any(|name| {
            name.ends_with("vbaproject.bin")
                || (kind == Kind::Ods && name.starts_with("basic/") && name.ends_with(".xml"))
        });
        Ok(Package { archive, names, kind, macros, room: MOST_BYTES })
    }

    /// A part as XML, which may unpack to so many bytes; `None` if there is no such part.
    pub(super) fn part(&mut self, name: &str, most: u64) -> Result<Option<Xml<'_>>, WorkbookFault> {
        let Some(index) = self.names.get(&plain(name)) else { return Ok(None) };
        let most = most.min(self.room);
        let part = open(&mut self.archive, *index, most)?;
        Ok(Some(Counted::xml(Box::new(part), most, &mut self.room)))
    }

    /// Reads a sheet. A large one is unpacked by another thread while it is read.
    pub(super) fn sheet(
        &mut self,
        name: &str,
        read: impl FnOnce(Xml<'_>) -> Result<(), WorkbookFault>,
    ) -> Result<(), WorkbookFault> {
        let index = *self.names.get(&plain(name)).ok_or(WorkbookFault::Truncated)?;
        let (most, room) = (self.room, &mut self.room);
        let mut part = open(&mut self.archive, index, most)?;
        if part.size() < WORTH_A_THREAD {
            return read(Counted::xml(Box::new(part), most, room));
        }
        let (pieces, unpacked) = sync_channel(PIECES_AHEAD);
        thread::scope(|scope| {
            scope.spawn(move || unpack(&mut part, &pieces));
            read(Counted::xml(Box::new(Pieces { unpacked, piece: Vec::new(), at: 0 }), most, room))
        })
    }
}

/// A part that may unpack to so many bytes.
fn open<'a, 'b>(
    archive: &'a mut ZipArchive<Cursor<&'b [u8]>>,
    index: usize,
    most: u64,
) -> Result<ZipFile<'a, Cursor<&'b [u8]>>, WorkbookFault> {
    let part = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(_) => WorkbookFault::Password,
        _ => WorkbookFault::Truncated,
    })?;
    if part.encrypted() {
        return Err(WorkbookFault::Password);
    }
    if part.size() > most {
        return Err(WorkbookFault::Bomb);
    }
    Ok(part)
}

/// Unpacks piece by piece, until the end, a fault, or until nobody reads on.
fn unpack(part: &mut impl Read, pieces: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        let read = part.by_ref().take(PIECE as u64).read_to_end(&mut piece);
        let ended = matches!(read, Ok(0) | Err(_));
        if pieces.send(read.map(|_| piece)).is_err() || ended {
            return;
        }
    }
}

/// What another thread unpacks; an empty piece is the end.
struct Pieces {
    unpacked: Receiver<io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    at: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.piece.len() {
            // Without its sender the part has not come to its end.
            self.piece = self.unpacked.recv().unwrap_or_else(|_| Err(io::ErrorKind::UnexpectedEof.into()))?;
            self.at = 0;
        }
        let count = self.piece.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at = self.at.saturating_add(count);
        Ok(count)
    }
}

/// A part while it unpacks. More than it may be is an error of the kind [`io::ErrorKind::FileTooLarge`]; a wrong
/// checksum, which is seen at its end, is another.
pub(super) struct Counted<'p> {
    part: Box<dyn Read + 'p>,
    left: u64,
    /// How much more the event in hand may take.
    of_event: u64,
    room: &'p mut u64,
}

impl<'p> Counted<'p> {
    fn xml(part: Box<dyn Read + 'p>, left: u64, room: &'p mut u64) -> Xml<'p> {
        Xml::new(BufReader::with_capacity(PIECE, Counted { part, left, of_event: MOST_OF_AN_EVENT, room }))
    }
}

impl Counted<'_> {
    /// The event in hand is done with: the next may be as large again.
    pub(super) fn next_event(&mut self) {
        self.of_event = MOST_OF_AN_EVENT;
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.part.read(buffer)?;
        let left = [self.left, self.of_event].map(|left| left.checked_sub(count as u64));
        let [Some(left), Some(of_event)] = left else {
            return Err(io::ErrorKind::FileTooLarge.into());
        };
        (self.left, self.of_event) = (left, of_event);
        *self.room = self.room.saturating_sub(count as u64);
        Ok(count)
    }
}
