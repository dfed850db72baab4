//! The protocol's names of files, and paths. What is no `file:` (an unsaved document) is kept as a path of its own,
//! that no disk has, and counts as a plan.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;
use url::Url;

/// The path of a document.
pub(super) fn to_path(uri: &Uri) -> PathBuf {
    let file = Url::parse(uri.as_str()).ok().filter(|url| url.scheme() == "file");
    file.and_then(|url| url.to_file_path().ok()).unwrap_or_else(|| {
        let name = uri.as_str();
        PathBuf::from(if name.ends_with(".piao") { name.to_owned() } else { format!("{name}.piao") })
    })
}

/// The document of a path; `None` for what has no name in the protocol (a relative path).
pub(super) fn of_path(path: &Path) -> Option<Uri> {
    match Url::from_file_path(path) {
        Ok(url) => Uri::from_str(url.as_str()).ok(),
        Err(()) => Uri::from_str(path.to_str()?).ok().filter(|uri| uri.scheme().is_some()),
    }
}
