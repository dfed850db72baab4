//! Algorithms and their expressions.

use pest::iterators::Pair;

use super::faults;
use super::keyword::is_reserved;
use super::parse::{Reader, Rule, string};
use super::parse_head::joined_code;
use super::rules::is_keyword_rule;
use super::tree::*;
use super::values::{literal, number};
use crate::source::{Span, Spanned};

pub(super) fn algorithm(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Algorithm> {
    let rule = pair.as_rule();
    let written = pair.as_str();
    let inner: Vec<Pair<'_, Rule>> = pair.into_inner().collect();
    let operand_of = |reader: &mut Reader<'_>, inner: Vec<Pair<'_, Rule>>| -> Option<Option<Expression>> {
        match inner.into_iter().find(|pair| pair.as_rule() == Rule::operand) {
            Some(pair) => operand(reader, pair).map(Some),
            None => Some(None),
        }
    };
    Some(match rule {
        Rule::absolute => Algorithm::Absolute(operand_of(reader, inner)?),
        Rule::change => Algorithm::Change(operand_of(reader, inner)?),
        Rule::date_of => Algorithm::Date(operand_of(reader, inner)?),
        Rule::yes_no => Algorithm::YesNo(operand_of(reader, inner)?),
        Rule::ratio => {
            let percent = percent_after_word(written, inner.first()?.as_str());
            let mut parts = None;
            let mut per = None;
            for pair in inner {
                match pair.as_rule() {
                    Rule::quotient => parts = Some(Box::new(quotient(reader, pair)?)),
                    Rule::text => one_description(reader, pair)?,
                    Rule::per => {
                        let digits = pair.into_inner().find(|pair| pair.as_rule() == Rule::number)?;
                        per = Some(number(reader, &digits)?);
                    }
                    _ => {}
                }
            }
            Algorithm::Ratio { percent, parts, per }
        }
        Rule::weighted_mean => {
            let list = inner.into_iter().find(|pair| pair.as_rule() == Rule::rollup_list);
            let mut of = Vec::new();
            for pair in list.into_iter().flat_map(Pair::into_inner) {
                of.push(rollup_of(reader, pair)?);
            }
            Algorithm::WeightedMean(of)
        }
        _ => {
            let mut expression_read = None;
            let mut percent = false;
            for pair in inner {
                match pair.as_rule() {
                    Rule::expression => expression_read = Some(expression(reader, pair)?),
                    Rule::in_percent => percent = true,
                    _ => {}
                }
            }
            Algorithm::Formula { expression: expression_read?, percent }
        }
    })
}

/// Whether `%` follows the algorithm's first word.
fn percent_after_word(written: &str, word: &str) -> bool {
    written.get(word.len()..).is_some_and(|rest| rest.trim_start().starts_with('%'))
}

fn rollup_of(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<RollupOf> {
    let span = reader.span(&pair);
    let written = pair.as_str().trim_end();
    let children = written.ends_with('*');
    let text = joined_code(reader, span, written.trim_end_matches('*'))?;
    let span = Span::new(span.file, span.start, span.start.saturating_add(written.len() as u32));
    Some(RollupOf { code: Spanned::new(text.into(), span), children })
}

/// The text that describes what a ratio is of: of two, the sign between them is missing.
fn one_description(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<()> {
    let span = reader.span(&pair);
    let texts: Vec<Pair<'_, Rule>> = pair.into_inner().collect();
    let [_, _, ..] = texts.as_slice() else { return Some(()) };
    let fix = match texts.as_slice() {
        [left, right] => Some(format!("{} / {}", left.as_str(), right.as_str())),
        _ => None,
    };
    reader.fault(faults::ratio_of_texts(span, fix));
    None
}

/// The two sides of a ratio: exactly one `/` at the top, nothing else beside it.
fn quotient(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<(Expression, Expression)> {
    let span = reader.span(&pair);
    let mut operands = Vec::new();
    let mut operators = Vec::new();
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::operator => operators.push(operator(part.as_str())),
            _ => operands.push(operand(reader, part)?),
        }
    }
    if operators == [Operator::Divide] {
        let mut operands = operands.into_iter();
        return Some((operands.next()?, operands.next()?));
    }
    let divisions = operators.iter().filter(|operator| **operator == Operator::Divide).count();
    let fix = (divisions == 1).then(|| parenthesised(reader, &operands, &operators)).flatten();
    let end = operands.last().map_or(span, |last| span.before().to(last.span));
    reader.fault(faults::ratio_shape(end, fix));
    None
}

/// `a - b / c` as `(a - b) / c`: what was meant when a table prints the first.
fn parenthesised(reader: &Reader<'_>, operands: &[Expression], operators: &[Operator]) -> Option<String> {
    let at = operators.iter().position(|operator| *operator == Operator::Divide)?;
    let side = |operands: &[Expression]| -> Option<String> {
        let (first, last) = (operands.first()?, operands.last()?);
        let written = reader.slice(first.span.to(last.span));
        Some(if operands.len() > 1 { format!("({written})") } else { written.to_owned() })
    };
    let (left, right) = (operands.get(..=at)?, operands.get(at.checked_add(1)?..)?);
    Some(format!("{} / {}", side(left)?, side(right)?))
}

fn operator(written: &str) -> Operator {
    match written {
        "+" => Operator::Add,
        "*" | "×" => Operator::Multiply,
        "/" | "÷" => Operator::Divide,
        _ => Operator::Subtract,
    }
}

/// A sum of products, `*` and `/` binding tighter than `+` and `-`.
fn expression(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Expression> {
    let mut sum: Option<(Expression, Operator)> = None;
    let mut product: Option<Expression> = None;
    let mut pending: Option<Operator> = None;
    for part in pair.into_inner() {
        if part.as_rule() == Rule::operator {
            pending = Some(operator(part.as_str()));
            continue;
        }
        let next = operand(reader, part)?;
        product = Some(match (product.take(), pending.take()) {
            (Some(left), Some(op @ (Operator::Multiply | Operator::Divide))) => binary(op, left, next),
            (Some(left), Some(op)) => {
                let left = match sum.take() {
                    Some((before, op)) => binary(op, before, left),
                    None => left,
                };
                sum = Some((left, op));
                next
            }
            _ => next,
        });
    }
    let last = product?;
    Some(match sum {
        Some((before, op)) => binary(op, before, last),
        None => last,
    })
}

fn binary(operator: Operator, left: Expression, right: Expression) -> Expression {
    let span = left.span.to(right.span);
    Expression { span, kind: ExpressionKind::Binary(operator, Box::new(left), Box::new(right)) }
}

fn operand(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Expression> {
    let span = trimmed(reader, &pair);
    if !reader.count_operand(span) {
        return None;
    }
    let mut negative = false;
    let mut read = None;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::minus => negative = true,
            Rule::parenthesis => {
                let inside = part.into_inner().find(|pair| pair.as_rule() == Rule::expression)?;
                let inside = expression(reader, inside)?;
                read = Some(Expression { span, kind: inside.kind });
            }
            Rule::call => read = Some(call(reader, part, span)?),
            Rule::constant => read = Some(constant(reader, part, span)?),
            _ => read = Some(reference(reader, part, span)?.0),
        }
    }
    let read = read?;
    Some(if negative { Expression { span, kind: ExpressionKind::Negate(Box::new(read)) } } else { read })
}

fn trimmed(reader: &Reader<'_>, pair: &Pair<'_, Rule>) -> Span {
    let span = reader.span(pair);
    Span::new(span.file, span.start, span.start.saturating_add(pair.as_str().trim_end().len() as u32))
}

fn constant(reader: &mut Reader<'_>, pair: Pair<'_, Rule>, span: Span) -> Option<Expression> {
    let inner = pair.into_inner().next()?;
    let value = match inner.as_rule() {
        Rule::number => LiteralValue::Number(number(reader, &inner)?.node, None),
        Rule::span_of_time => {
            let mut parts = inner.into_inner();
            let amount = number(reader, &parts.next()?)?.node;
            if parts.next()?.as_str().to_lowercase().starts_with('g') {
                LiteralValue::Days(amount)
            } else {
                LiteralValue::Hours(amount)
            }
        }
        _ => literal(reader, inner)?.value,
    };
    Some(Expression { span, kind: ExpressionKind::Constant(Literal { span, value }) })
}

/// A measure or quoted operand; with the window, if `[anno-3..anno-1]` follows.
fn reference(
    reader: &mut Reader<'_>,
    pair: Pair<'_, Rule>,
    span: Span,
) -> Option<(Expression, Option<(u32, u32)>)> {
    let mut inner = pair.into_inner();
    let name = inner.next()?;
    let years = match inner.next() {
        Some(index) => offsets(reader, index)?,
        None => (0, None),
    };
    let (back, window) = match years {
        (first, Some(last)) if first >= last => (0, Some((first, last))),
        (_, Some(_)) => {
            reader.fault(faults::bad_window(span));
            return None;
        }
        (back, None) => (back, None),
    };
    let kind = if name.as_rule() == Rule::string {
        ExpressionKind::Operand(string(reader, name), back)
    } else {
        let name_span = reader.span(&name);
        if is_reserved(name.as_str()) {
            reader.fault(faults::reserved_name(name_span, name.as_str()));
            return None;
        }
        ExpressionKind::Measure(Spanned::new(name.as_str().into(), name_span), back)
    };
    if let (Some(_), false) = (window, reader.in_window()) {
        reader.fault(faults::bad_window(span));
        return None;
    }
    Some((Expression { span, kind }, window))
}

/// The years back of `[anno-3..anno-1]`: (3, 1).
fn offsets(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<(u32, Option<u32>)> {
    let span = reader.span(&pair);
    let mut steps = Vec::new();
    for offset in pair.into_inner().filter(|pair| pair.as_rule() == Rule::offset) {
        let digits = offset.into_inner().find(|pair| pair.as_rule() == Rule::steps);
        let back = match digits {
            Some(digits) => digits.as_str().parse::<u32>().ok().filter(|back| *back <= MAX_YEARS_BACK),
            None => Some(0),
        };
        let Some(back) = back else {
            reader.fault(faults::bad_window(span));
            return None;
        };
        steps.push(back);
    }
    Some((*steps.first()?, steps.get(1).copied()))
}

/// How far back a formula may look, in years.
const MAX_YEARS_BACK: u32 = 100;

fn call(reader: &mut Reader<'_>, pair: Pair<'_, Rule>, span: Span) -> Option<Expression> {
    let mut inner = pair.into_inner();
    let called = inner.next()?.into_inner().find(|pair| !is_keyword_rule(pair.as_rule()))?.as_rule();
    let arguments: Vec<Pair<'_, Rule>> = inner.collect();
    if matches!(called, Rule::min_word | Rule::max_word) {
        let mut read = Vec::new();
        for argument in arguments {
            read.push(expression(reader, argument)?);
        }
        return Some(Expression { span, kind: ExpressionKind::Extreme(called == Rule::max_word, read) });
    }
    let window = window(reader, arguments, span);
    let Some((of, (first, last))) = window else {
        if !reader.has_faults() {
            reader.fault(faults::bad_window(span));
        }
        return None;
    };
    let mean = called != Rule::sum_word;
    Some(Expression { span, kind: ExpressionKind::Window { mean, of: Box::new(of), first, last } })
}

/// The one argument of `somma` and `media`: a reference with a range of years.
fn window(
    reader: &mut Reader<'_>,
    arguments: Vec<Pair<'_, Rule>>,
    span: Span,
) -> Option<(Expression, (u32, u32))> {
    let mut arguments = arguments.into_iter();
    let (argument, None) = (arguments.next()?, arguments.next()) else { return None };
    let mut parts = argument.into_inner();
    let (operand, None) = (parts.next()?, parts.next()) else { return None };
    let mut parts = operand.into_inner();
    let (inner, None) = (parts.next()?, parts.next()) else { return None };
    if inner.as_rule() != Rule::reference {
        return None;
    }
    reader.enter_window(true);
    let read = reference(reader, inner, span);
    reader.enter_window(false);
    let (of, window) = read?;
    Some((of, window?))
}
