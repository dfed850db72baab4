//! The lexer: strings, comments, line ends and words; all the rest is left to the grammar.

use std::ops::Range;

use logos::Logos;

/// A token. White space within a line is skipped.
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq)]
#[logos(skip r"[ \t\r\u{A0}\u{202F}\u{2007}\u{2009}\u{FEFF}]+")]
pub enum Token {
    /// The end of a line.
    #[token("\n")]
    Newline,
    /// `# …` up to the end of the line.
    #[regex(r"#[^\n]*", allow_greedy = true)]
    Comment,
    /// `"…"`, `«…»`, `“…”`.
    #[regex(r#""([^"\n]|"")*""#)]
    #[regex(r"«[^»\n]*»")]
    #[regex(r"“[^”\n]*”")]
    String,
    /// A string whose closing quote is missing: it ends with its line.
    #[regex(r#""([^"\n]|"")*"#)]
    #[regex(r"«[^»\n]*")]
    #[regex(r"“[^”\n]*")]
    OpenString,
    /// Letters, digits and `_`, with the apostrophe that may stand for an accent (`unita'`).
    #[regex(r"[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*['’]?")]
    Word,
    /// An opening parenthesis.
    #[token("(")]
    Open,
    /// A closing parenthesis.
    #[token(")")]
    Close,
    /// A comma.
    #[token(",")]
    Comma,
    /// Any other character.
    #[regex(r".", priority = 0)]
    Other,
}

/// The tokens of a text with their places, for an editor; what no token can start with is left out.
pub fn lexemes(text: &str) -> impl Iterator<Item = (Token, Range<usize>)> {
    Token::lexer(text).spanned().filter_map(|(token, range)| Some((token.ok()?, range)))
}
