//! Where text comes from: files, positions in them, and the one door ([`Loader`]) through which
//! the core sees a file system. Only [`Disk`] reads a disk; nothing here reads a clock.

mod cell;
mod disk;
mod load;
mod map;
mod span;

pub use cell::{cell_name, column_name, place_name};
pub use disk::{Disk, FileKey, project_of, read_counted};
pub use load::{
    Entry, LoadFault, Loader, Memory, Overlay, Special, Undecodable, Unread, decode_plan, lies_in,
    named_from, normalise_path, server_of,
};
pub use map::{FileId, LineColumn, SourceFile, Sources};
pub use span::{Span, Spanned};

/// The extensions of the files in which actuals come. What a file is, its content tells; its name only tells whether a
/// change of it may matter.
pub const TABLE_EXTENSIONS: [&str; 5] = ["csv", "xlsx", "xlsm", "xls", "ods"];

/// Whether a file is a workbook, by its name.
pub fn is_workbook(path: &std::path::Path) -> bool {
    let extension = path.extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|end| end != "csv" && TABLE_EXTENSIONS.contains(&end.as_str()))
}
