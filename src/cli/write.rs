//! Files that are replaced by a newer text of theirs.

use std::fs;
use std::io;
use std::path::Path;

use super::refusal::Refusal;
use crate::diagnostics::say;

/// Puts `bytes` in a file's place: whole or not at all, so that nothing is lost where the disk is full or the machine
/// stops. What a link points to is replaced, not the link; permissions stay.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    replace_whole(path, bytes).map_err(|error| {
        let path = path.display();
        Refusal::said(say!("non riesco a scrivere `{path}`: {error}", "I cannot write `{path}`: {error}"))
    })
}

fn replace_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let about = fs::metadata(&path)?;
    if about.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.piaoc", std::process::id()));
    let written = fs::write(&beside, bytes)
        .and_then(|()| fs::set_permissions(&beside, about.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What is left half written is nobody's; if even that fails, the first error says more.
        let _ = fs::remove_file(&beside);
    }
    written
}
