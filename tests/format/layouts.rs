//! The same plan in another layout: blanks of all kinds, lines joined and broken where the language allows it, comments.

use piaoc::source::Sources;
use piaoc::syntax::{Lexeme, lexemes, split_items, split_pieces};

use super::random::Numbers;

/// A plan's text cut before objectives into parts of at least so many items.
pub fn chunks(text: &str, items: usize) -> Vec<String> {
    let mut chunks = Vec::new();
    let (mut start, mut count) = (0, 0);
    for item in split_items(text) {
        count += 1;
        if count > items && text[item.start..].starts_with("obiettivo") {
            chunks.push(text[start..item.start].to_owned());
            (start, count) = (item.start, 0);
        }
    }
    chunks.push(text[start..].to_owned());
    chunks
}

fn blank(numbers: &mut Numbers) -> &'static str {
    ["  ", " ", "\t", "\u{a0}", " \u{202f}", "     ", " \t "][numbers.below(7) as usize]
}

/// Only the blanks within lines, and before and after them, are others.
pub fn blanks_alone(text: &str, numbers: &mut Numbers) -> String {
    let mut out = String::new();
    let mut end = 0;
    let mut line_start = true;
    for (lexeme, place) in lexemes(text) {
        let gap = &text[end..place.start];
        end = place.end;
        if lexeme == Lexeme::Newline {
            if numbers.below(4) == 0 {
                out.push_str(blank(numbers));
            }
            out.push('\n');
            line_start = true;
            continue;
        }
        if line_start {
            out.push_str(if numbers.below(3) == 0 { blank(numbers) } else { gap });
        } else if gap.is_empty() {
            out.push_str(gap);
        } else if numbers.below(2) == 0 && !keeps_blanks(text, place.start) {
            out.push_str(blank(numbers));
        } else {
            out.push_str(gap);
        }
        line_start = false;
        out.push_str(&text[place]);
    }
    out
}

/// Whether the blanks here are part of what is said: words without quotes.
fn keeps_blanks(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    ["tipologia", "livello", "frequenza", "unit", "richiede"].iter().any(|word| text[line..at].contains(word))
}

/// Lines joined and broken, blanks, comments and blank lines of all kinds, some line ends as other systems write them.
pub fn random(text: &str, numbers: &mut Numbers) -> String {
    let file = Sources::new().add("", "", b"");
    let mut breaks: Vec<usize> = Vec::new();
    for item in split_items(text) {
        breaks.extend(split_pieces(file, text, item).iter().skip(1).map(|piece| piece.start));
    }
    let returns = numbers.below(3) == 0;
    let mut out = String::new();
    let (mut end, mut comment) = (0, false);
    let mut all = lexemes(text).peekable();
    while let Some((lexeme, place)) = all.next() {
        let gap = &text[end..place.start];
        end = place.end;
        let joinable = all.peek().is_some_and(|(_, next)| breaks.contains(&next.start));
        if lexeme == Lexeme::Newline && joinable && !comment && numbers.below(4) == 0 {
            out.push_str("  ");
            continue;
        }
        if lexeme == Lexeme::Newline {
            out.push_str(if returns && numbers.below(4) > 0 { "\r\n" } else { "\n" });
            for _ in 0..numbers.below(12).saturating_sub(7) {
                out.push('\n');
            }
            comment = false;
            continue;
        }
        let starts_piece = breaks.contains(&place.start);
        if starts_piece && !comment && numbers.below(6) == 0 {
            out.push_str(
                ["\n  ", "\n", " # nota\n    ", "\n# fuori\n", "\n  # dentro\n"][numbers.below(5) as usize],
            );
        } else if gap.is_empty() {
            // Where no blank is written one is not always allowed.
        } else if numbers.below(3) == 0 && !keeps_blanks(text, place.start) {
            out.push_str(blank(numbers));
        } else {
            out.push_str(gap);
        }
        let written = &text[place];
        // What is written in a row of texts may run on in the next line.
        if lexeme == Lexeme::String && !gap.is_empty() && !comment && numbers.below(15) == 0 {
            out.push('\n');
            out.push_str(blank(numbers));
        }
        comment = lexeme == Lexeme::Comment;
        out.push_str(written);
    }
    out
}
