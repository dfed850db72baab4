//! A shape: one thing that an input may have many of, and the command that is to bear it.

/// Files by name, below a folder of their own.
pub type Files = Vec<(String, Vec<u8>)>;

pub struct Shape {
    pub name: &'static str,
    /// The command line after `piaoc`; a line that names no file is about `piano.piao`.
    pub command: &'static str,
    /// The least of the three sizes.
    pub n: usize,
    pub files: fn(usize) -> Files,
}

pub const fn of(name: &'static str, command: &'static str, n: usize, files: fn(usize) -> Files) -> Shape {
    Shape { name, command, n, files }
}

/// One line, or piece, of each number.
pub fn each(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

pub fn plan(text: String) -> Files {
    vec![("piano.piao".to_owned(), text.into_bytes())]
}

pub fn files(list: &[(&str, String)]) -> Files {
    list.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes())).collect()
}
