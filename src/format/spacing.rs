//! How far apart two tokens of a line stand: one blank where there is any, with the few exceptions that surely mean the
//! same.

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::Lexeme;
use crate::syntax::tree::{Algorithm, AttributeValue};

/// A token and its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub lexeme: Lexeme,
    pub place: Range<usize>,
}

/// What the blanks of a piece may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Nothing but where a word ends.
    Plain,
    /// Words whose blanks are part of what they say.
    Words,
    /// A comparison may stand here.
    Comparison,
    /// A row of `fasce`.
    Band,
    /// Arithmetic; after `sì/no`, whose stroke is no division, if told so.
    Calculation { yes_no: bool },
}

impl Context {
    /// What the blanks of an attribute may mean.
    pub fn of(value: &AttributeValue) -> Context {
        match value {
            AttributeValue::Label(_) | AttributeValue::Unit(_) | AttributeValue::Required(_) => {
                Context::Words
            }
            AttributeValue::Target(_) => Context::Comparison,
            AttributeValue::Algorithm(algorithm) => match **algorithm {
                // `A.1.*` is no product.
                Algorithm::WeightedMean(_) => Context::Plain,
                Algorithm::YesNo(_) => Context::Calculation { yes_no: true },
                _ => Context::Calculation { yes_no: false },
            },
            _ => Context::Plain,
        }
    }
}

/// The tokens of a line, blanks put right: borrowed if they are right already.
pub(super) fn spaced<'t>(text: &'t str, tokens: &[Token], context: Context) -> Cow<'t, str> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Cow::Borrowed("") };
    let mut out: Option<String> = None;
    let mut spacer = Spacer { text, tokens, context, in_index: false };
    for (index, token) in tokens.iter().enumerate() {
        let gap = if index == 0 { Cow::Borrowed("") } else { spacer.gap(index) };
        let written = spacer.written(token);
        if let Some(out) = &mut out {
            out.push_str(&gap);
            out.push_str(written);
        } else if index > 0 && gap != spacer.gap_as_is(index) {
            let before = spacer.before(index).map_or(first.place.start, |token| token.place.end);
            let mut line = text.get(first.place.start..before).unwrap_or("").to_owned();
            line.push_str(&gap);
            line.push_str(written);
            out = Some(line);
        }
    }
    match out {
        Some(out) => Cow::Owned(out),
        None => Cow::Borrowed(text.get(first.place.start..last.place.end).unwrap_or("")),
    }
}

/// The signs of multiplication and division, which only stand between two operands.
const DIVISIONS: [&str; 4] = ["*", "×", "/", "÷"];
/// Those that may be a number's own: after a word it may be the first of its expression (`valore assoluto -3`).
const SIGNS: [&str; 4] = ["+", "-", "\u{2212}", "\u{2013}"];

struct Spacer<'t, 'l> {
    text: &'t str,
    tokens: &'l [Token],
    context: Context,
    /// Between `[` and `]`.
    in_index: bool,
}

impl<'t> Spacer<'t, '_> {
    fn written(&self, token: &Token) -> &'t str {
        self.text.get(token.place.clone()).unwrap_or("")
    }

    fn before(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index.checked_sub(1)?)
    }

    /// What is written of the token so many places after (before, if negative) another; nothing beyond the line.
    fn near(&self, index: usize, by: isize) -> &'t str {
        let token = index.checked_add_signed(by).and_then(|index| self.tokens.get(index));
        token.map_or("", |token| self.written(token))
    }

    /// What stands before a token now.
    fn gap_as_is(&self, index: usize) -> &'t str {
        let (Some(before), Some(token)) = (self.before(index), self.tokens.get(index)) else { return "" };
        self.text.get(before.place.end..token.place.start).unwrap_or("")
    }

    /// What belongs before a token.
    fn gap(&mut self, index: usize) -> Cow<'t, str> {
        let gap = self.gap_as_is(index);
        // Other blanks end a value where these do not.
        if !gap.chars().all(|c| matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}')) {
            return Cow::Borrowed(gap);
        }
        let wanted = match self.context {
            Context::Words if self.near(index, 0) != "," && self.near(index, -1) != "," => {
                return Cow::Borrowed(gap);
            }
            Context::Comparison => self.around_comparison(index),
            Context::Band => self.after_arrow(index),
            Context::Calculation { yes_no } => self.in_calculation(index, yes_no),
            Context::Plain | Context::Words => None,
        };
        let wanted = wanted.or_else(|| self.around_comma(index)).unwrap_or(!gap.is_empty());
        Cow::Borrowed(if wanted { " " } else { "" })
    }

    /// `a, b`; a comma between digits may be a number's.
    fn around_comma(&self, index: usize) -> Option<bool> {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let between_digits =
            |before: &str, after: &str| digit(before.chars().next_back()) && digit(after.chars().next());
        if self.near(index, 0) == "," && !between_digits(self.near(index, -1), self.near(index, 1)) {
            return Some(false);
        }
        let after = self.near(index, -1) == ",";
        (after && index > 1 && !between_digits(self.near(index, -2), self.near(index, 0))).then_some(true)
    }

    /// `target 2025 >= 5`
    fn around_comparison(&self, index: usize) -> Option<bool> {
        let (before, token) = (self.near(index, -1), self.near(index, 0));
        let opens = |token: &str| matches!(token, ">" | "<");
        if opens(before) {
            return None;
        }
        let starts = opens(token) || matches!(token, "=" | "≥" | "≤");
        (starts || matches!(before, "=" | "≥" | "≤")).then_some(true)
    }

    /// `-> 100%`
    fn after_arrow(&self, index: usize) -> Option<bool> {
        let before = self.near(index, -1);
        (before == "→" || before == ">").then_some(true)
    }

    /// `(a + b) / c[anno-1]`, `min(a; b)`
    fn in_calculation(&mut self, index: usize, yes_no: bool) -> Option<bool> {
        let (before, token) = (self.near(index, -1), self.near(index, 0));
        if before == "[" {
            self.in_index = true;
        }
        if before == "]" {
            self.in_index = false;
        }
        if self.in_index || token == "[" || before == "(" || matches!(token, ")" | ";") {
            return Some(false);
        }
        if before == ";" {
            return Some(true);
        }
        // The stroke of `sì/no` is no division.
        let operator = |at: usize| self.is_operator(at) && !(yes_no && at == 1);
        (operator(index) || operator(index.saturating_sub(1))).then_some(true)
    }

    /// Whether a token surely stands between two operands.
    fn is_operator(&self, index: usize) -> bool {
        let sign = self.near(index, 0);
        let Some(before) = self.before(index) else { return false };
        match before.lexeme {
            Lexeme::String | Lexeme::Close => DIVISIONS.contains(&sign) || SIGNS.contains(&sign),
            Lexeme::Word => DIVISIONS.contains(&sign),
            _ => self.written(before) == "]" && (DIVISIONS.contains(&sign) || SIGNS.contains(&sign)),
        }
    }
}
