//! The fast path: attributes and heads in their plainest form, read straight off the bytes. Whatever is not quite plain
//! (an escape, a list, a comment inside, another spelling) is left to pest, which is also this file's oracle: a
//! differential test (`tests/grammar.rs`) holds both against each other.

use rust_decimal::Decimal;

use super::keyword::{ItemKeyword, Keyword, is_reserved};
use super::tree::*;
use crate::source::{FileId, Span, Spanned};
use crate::value::{Comparator, Period, parse_date};

/// What is left of a piece, from a byte of the file on.
#[derive(Clone, Copy)]
struct Rest<'a> {
    file: FileId,
    at: usize,
    text: &'a str,
}

/// The value of an attribute whose keyword ends at `keyword_end`; `None` if it is not plain.
pub(super) fn attribute(
    file: FileId,
    text: &str,
    keyword_end: usize,
    end: usize,
    keyword: Keyword,
) -> Option<AttributeValue> {
    let rest = Rest { file, at: keyword_end, text: text.get(keyword_end..end)? }.skip_blank();
    match keyword {
        Keyword::Weight => {
            let (number, rest) = rest.number()?;
            rest.finish_with("%")?;
            Some(AttributeValue::Weight(Weight::Percent(number)))
        }
        Keyword::Target => target(rest).map(|target| AttributeValue::Target(Box::new(target))),
        Keyword::Algorithm => algorithm(rest).map(|algorithm| AttributeValue::Algorithm(Box::new(algorithm))),
        Keyword::EqualWeights => rest.text.is_empty().then_some(AttributeValue::EqualWeights),
        Keyword::Unit => {
            let word = rest.last_word()?;
            let plain_kind =
                !word.node.eq_ignore_ascii_case("euro") && !word.node.eq_ignore_ascii_case("eur");
            let known =
                plain_kind && !super::keyword::NO_UNIT.contains(&word.node.to_ascii_lowercase().as_str());
            (known && !word.node.eq_ignore_ascii_case("si")).then_some(AttributeValue::Unit(word))
        }
        Keyword::Frequency | Keyword::Kind | Keyword::Level => match rest.last_string() {
            Some(text) => Some(AttributeValue::Label(text)),
            None => rest.last_word().map(AttributeValue::Label),
        },
        Keyword::Assigned | Keyword::Responsible | Keyword::Office => {
            let who = match rest.last_string() {
                Some(text) => Who::Text(text),
                None => Who::Structure(rest.last_word()?),
            };
            Some(AttributeValue::Who(vec![who]))
        }
        Keyword::Description
        | Keyword::Note
        | Keyword::Source
        | Keyword::Entity
        | Keyword::Mission
        | Keyword::Programme
        | Keyword::CostCentre
        | Keyword::Involved
        | Keyword::Expected
        | Keyword::Benefits
        | Keyword::Impact => rest.last_string().map(AttributeValue::Text),
        _ => None,
    }
}

/// The head of a `kpi ident "title"` or `kpi "title"`; `None` if it is not plain.
pub(super) fn head(
    file: FileId,
    text: &str,
    keyword_end: usize,
    end: usize,
    item: ItemKeyword,
) -> Option<Head> {
    if item != ItemKeyword::Kpi {
        return None;
    }
    let rest = Rest { file, at: keyword_end, text: text.get(keyword_end..end)? }.skip_blank();
    if let Some(title) = rest.last_string() {
        return Some(Head::Kpi { ident: None, code: None, title: Some(title) });
    }
    let (word, rest) = rest.word()?;
    let lower = word.node.bytes().any(|byte| byte.is_ascii_lowercase());
    let letter_first = word.node.starts_with(|c: char| c.is_ascii_alphabetic());
    if !lower || !letter_first || is_reserved(&word.node) {
        return None;
    }
    let title = rest.skip_blank().last_string()?;
    Some(Head::Kpi { ident: Some(word), code: None, title: Some(title) })
}

fn target(rest: Rest<'_>) -> Option<Target> {
    let (when, rest) = match rest.years() {
        Some((when, rest)) => (Some(when), rest.skip_blank()),
        None => (None, rest),
    };
    let (comparator, rest) = match rest.text.get(..2) {
        Some(">=") => (Spanned::new(Comparator::AtLeast, rest.span(2)), rest.skip(2)),
        Some("<=") => (Spanned::new(Comparator::AtMost, rest.span(2)), rest.skip(2)),
        _ => match rest.word() {
            Some((word, rest)) if word.node.eq_ignore_ascii_case("entro") => {
                (Spanned::new(Comparator::AtMost, word.span), rest)
            }
            _ => return None,
        },
    };
    let rest = rest.skip_blank();
    let span = rest.span(rest.text.len());
    let value = match rest.number() {
        Some((number, after)) => match after.text {
            "" => LiteralValue::Number(number, None),
            "%" => LiteralValue::Percent(number),
            _ => match after.skip_blank().text {
                "giorni" => LiteralValue::Days(number),
                "ore" => LiteralValue::Hours(number),
                "€" => LiteralValue::Money(number),
                _ => return None,
            },
        },
        // A date: slashes and four digits of year, as nearly all plans print it.
        None if rest.text.len() == 10 && rest.text.bytes().filter(|byte| *byte == b'/').count() == 2 => {
            LiteralValue::Date(parse_date(rest.text)?)
        }
        None => return None,
    };
    Some(Target { when, comparator: Some(comparator), values: vec![Literal { span, value }] })
}

fn algorithm(rest: Rest<'_>) -> Option<Algorithm> {
    let (word, rest) = rest.word()?;
    let rest = rest.skip_blank();
    match &*word.node {
        "valore" => {
            let (second, rest) = rest.word()?;
            (&*second.node == "assoluto").then_some(())?;
            let rest = rest.skip_blank();
            if rest.text.is_empty() {
                return Some(Algorithm::Absolute(None));
            }
            let (operand, rest) = operand(rest)?;
            rest.text.is_empty().then_some(Algorithm::Absolute(Some(operand)))
        }
        "media" => {
            let (second, rest) = rest.word()?;
            (&*second.node == "ponderata" && rest.text.is_empty())
                .then(|| Algorithm::WeightedMean(Vec::new()))
        }
        "variazione" => {
            let rest = rest.text.strip_prefix('%').map(|_| rest.skip(1).skip_blank())?;
            let (operand, rest) = operand(rest)?;
            rest.text.is_empty().then_some(Algorithm::Change(Some(operand)))
        }
        "rapporto" => {
            let percent = rest.text.starts_with('%');
            let rest = if percent { rest.skip(1).skip_blank() } else { rest };
            let (left, rest) = operand(rest)?;
            let rest = rest.skip_blank();
            rest.text.starts_with('/').then_some(())?;
            let (right, rest) = operand(rest.skip(1).skip_blank())?;
            rest.text.is_empty().then(|| Algorithm::Ratio {
                percent,
                parts: Some(Box::new((left, right))),
                per: None,
            })
        }
        _ => None,
    }
}

/// A quoted operand or a measure's identifier.
fn operand(rest: Rest<'_>) -> Option<(Expression, Rest<'_>)> {
    if let Some((text, rest)) = rest.string() {
        let plain = !rest.text.starts_with('[');
        return plain
            .then_some((Expression { span: text.span, kind: ExpressionKind::Operand(text, 0) }, rest));
    }
    let (word, rest) = rest.word()?;
    let function = rest.skip_blank().text.starts_with(['(', '[']);
    let letter_first = word.node.starts_with(|c: char| c.is_ascii_alphabetic());
    if function || !letter_first || is_reserved(&word.node) {
        return None;
    }
    Some((Expression { span: word.span, kind: ExpressionKind::Measure(word, 0) }, rest))
}

impl<'a> Rest<'a> {
    fn skip(self, bytes: usize) -> Rest<'a> {
        Rest { at: self.at.saturating_add(bytes), text: self.text.get(bytes..).unwrap_or(""), ..self }
    }

    /// Spaces and tabs only: anything else (a line end, a comment) is not plain.
    fn skip_blank(self) -> Rest<'a> {
        let blank = self.text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.skip(blank)
    }

    fn span(self, bytes: usize) -> Span {
        Span::new(self.file, self.at as u32, self.at.saturating_add(bytes) as u32)
    }

    /// Nothing but this is left.
    fn finish_with(self, text: &str) -> Option<()> {
        (self.text == text).then_some(())
    }

    /// An ASCII word.
    fn word(self) -> Option<(Name, Rest<'a>)> {
        let length =
            self.text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let (word, rest) = (self.text.get(..length)?, self.skip(length));
        // What follows may still belong to the word: an accent, an apostrophe, a dot.
        let ends =
            rest.text.bytes().next().is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'/' | b'%' | b'"'));
        (length > 0 && ends).then(|| (Spanned::new(word.into(), self.span(length)), rest))
    }

    /// An ASCII word and nothing after it, starting with a letter and not reserved.
    fn last_word(self) -> Option<Name> {
        let (word, rest) = self.word()?;
        let letter_first = word.node.starts_with(|c: char| c.is_ascii_alphabetic());
        (rest.text.is_empty() && letter_first && !is_reserved(&word.node)).then_some(word)
    }

    /// A `"…"` on one line without doubled quotes.
    fn string(self) -> Option<(Quoted, Rest<'a>)> {
        let inside = self.text.strip_prefix('"')?;
        let length = inside.bytes().position(|byte| matches!(byte, b'"' | b'\n'))?;
        let rest = self.skip(length.saturating_add(1));
        if !rest.text.starts_with('"') || rest.skip(1).text.starts_with('"') {
            return None;
        }
        let text = Spanned::new(inside.get(..length)?.into(), self.span(length.saturating_add(2)));
        Some((text, rest.skip(1)))
    }

    fn last_string(self) -> Option<Quoted> {
        let (text, rest) = self.string()?;
        rest.text.is_empty().then_some(text)
    }

    /// Digits with at most one comma, no sign and no dots.
    fn number(self) -> Option<(Decimal, Rest<'a>)> {
        let mut mantissa: i64 = 0;
        let mut scale = 0u32;
        let mut digits = 0usize;
        let mut comma = false;
        for byte in self.text.bytes() {
            match byte {
                b'0'..=b'9' => {
                    mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte.wrapping_sub(b'0')))?;
                    scale = scale.saturating_add(u32::from(comma));
                }
                b',' if !comma && digits > 0 => comma = true,
                _ => break,
            }
            digits = digits.saturating_add(1);
        }
        let rest = self.skip(digits);
        let plain = digits > 0 && digits <= 15 && (!comma || scale > 0);
        let next_ends = rest.text.bytes().next().is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'%'));
        (plain && next_ends).then(|| (Decimal::new(mantissa, scale), rest))
    }

    /// `2025` or `2025-2027` with a blank after it.
    fn years(self) -> Option<(Spanned<When>, Rest<'a>)> {
        let length = self.text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
        let written = self.text.get(..length)?;
        let rest = self.skip(length);
        if !matches!(rest.text.bytes().next(), Some(b' ' | b'\t')) {
            return None;
        }
        let year =
            |text: &str| Period::parse(text).filter(|period| !period.is_part()).map(|period| period.year);
        let when = match (written.len(), written.split_once('-')) {
            (4, None) => When::Period(Period::year(year(written)?)),
            (9, Some((first, last))) => {
                let (first, last) = (year(first)?, year(last)?);
                (first <= last).then_some(When::Years(first, last))?
            }
            _ => return None,
        };
        Some((Spanned::new(when, self.span(length)), rest))
    }
}
