//! Texts back into bytes, the way their file was written.

use encoding_rs::WINDOWS_1252;

use crate::source::SourceFile;

/// A way to write a text; `None` for a text that it has not all letters for.
pub type Encoder = fn(&str) -> Option<Vec<u8>>;

const ENCODERS: &[Encoder] = &[plain, marked, windows];

/// The way a file was written, if that can be told. That it is the right one is seen by the file itself: its own text must
/// give its own bytes.
pub fn of(file: &SourceFile) -> Option<Encoder> {
    ENCODERS.iter().find(|encode| encode(&file.text).as_deref() == Some(file.bytes())).copied()
}

fn plain(text: &str) -> Option<Vec<u8>> {
    Some(text.as_bytes().to_vec())
}

fn marked(text: &str) -> Option<Vec<u8>> {
    Some(["\u{FEFF}".as_bytes(), text.as_bytes()].concat())
}

fn windows(text: &str) -> Option<Vec<u8>> {
    let (bytes, _, lossy) = WINDOWS_1252.encode(text);
    (!lossy).then(|| bytes.into_owned())
}
