//! Where text comes from: files, positions in them, and the one door ([`Loader`]) through which
//! the core sees a file system. Nothing here reads a disk or a clock by itself.

mod load;
mod map;
mod span;

pub use load::{Disk, Entry, LoadFault, Loader, Memory, Overlay, Undecodable, decode_plan, normalise_path};
pub use map::{FileId, LineColumn, SourceFile, Sources};
pub use span::{Span, Spanned};
