//! The names of files as other systems want them: relative to the folder of the run, with forward slashes.

use std::path::{Component, Path, PathBuf};

use url::Url;

use crate::source::normalise_path;

/// The folder that the run's relative paths start from.
#[derive(Debug, Clone, Default)]
pub struct Base(PathBuf);

impl Base {
    /// A folder by its absolute path.
    pub fn new(folder: PathBuf) -> Base {
        Base(folder)
    }

    /// A displayed path relative to the folder, where it is below it.
    pub(super) fn path(&self, shown: &str) -> String {
        let path = self.relative(shown);
        let mut out = String::new();
        for part in path.components() {
            if !matches!(part, Component::RootDir) && !out.is_empty() && !out.ends_with('/') {
                out.push('/');
            }
            match part {
                Component::RootDir => out.push('/'),
                other => out.push_str(&other.as_os_str().to_string_lossy()),
            }
        }
        out
    }

    /// The same as a URI reference, percent-encoded.
    pub(super) fn uri(&self, shown: &str) -> String {
        let path = self.relative(shown);
        match Url::from_file_path(&path) {
            Ok(absolute) => absolute.into(),
            Err(()) => percent_encoded(&self.path(shown)),
        }
    }

    fn relative(&self, shown: &str) -> PathBuf {
        let path = normalise_path(Path::new(shown));
        match path.strip_prefix(&self.0) {
            Ok(below) if path.is_absolute() && !below.as_os_str().is_empty() => below.to_owned(),
            _ => path,
        }
    }
}

/// A relative path of a URI: all but unreserved characters and slashes as their bytes.
fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte.into())
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
