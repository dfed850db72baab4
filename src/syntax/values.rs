//! Written values: numbers, dates, periods, weights, targets, scoring rules, rows of bands.

use chrono::NaiveDate;
use pest::iterators::Pair;
use rust_decimal::Decimal;

use super::faults;
use super::keyword::{ItemKeyword, NO_UNIT, fold, is_reserved};
use super::parse::{Reader, Rule, text};
use super::parse_head::identifier;
use super::rules::is_keyword_rule;
use super::tree::*;
use crate::source::{Span, Spanned};
use crate::value::{Comparator, Mark, NumberFault, Period, parse_date, parse_number};

pub(super) fn number(reader: &mut Reader<'_>, pair: &Pair<'_, Rule>) -> Option<Spanned<Decimal>> {
    let span = reader.span(pair);
    match parse_number(pair.as_str(), Mark::Comma) {
        Ok(number) => Some(Spanned::new(number, span)),
        Err(NumberFault::TooLarge) => {
            reader.fault(faults::too_large(span));
            None
        }
        Err(NumberFault::Thousands { meant }) => {
            reader.fault(faults::thousands(span, pair.as_str(), meant));
            None
        }
        Err(NumberFault::NotANumber) => {
            reader.fault(faults::thousands(span, pair.as_str(), None));
            None
        }
    }
}

pub(super) fn date(reader: &mut Reader<'_>, pair: &Pair<'_, Rule>) -> Option<NaiveDate> {
    let day = parse_date(pair.as_str());
    if day.is_none() {
        reader.fault(faults::bad_date(reader.span(pair), pair.as_str()));
    }
    day
}

pub(super) fn period(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Spanned<Period>> {
    let span = reader.span(&pair);
    let period = Period::parse(pair.as_str());
    if period.is_none() {
        reader.fault(faults::bad_period(span, pair.as_str()));
    }
    period.map(|period| Spanned::new(period, span))
}

pub(super) fn whole_year(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<i32> {
    let period = period(reader, pair)?;
    if period.node.is_part() {
        reader.fault(faults::bad_period(period.span, reader.slice(period.span)));
        return None;
    }
    Some(period.node.year)
}

fn year_span(reader: &mut Reader<'_>, pair: &Pair<'_, Rule>) -> Option<(i32, i32)> {
    let mut ends = pair.as_str().split(['-', '\u{2013}', '\u{2212}']).map(Period::parse);
    match (ends.next().flatten(), ends.next().flatten()) {
        (Some(first), Some(last)) if first.year <= last.year => Some((first.year, last.year)),
        _ => {
            reader.fault(faults::bad_period(reader.span(pair), pair.as_str()));
            None
        }
    }
}

pub(super) fn years(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<AttributeValue> {
    if pair.as_rule() == Rule::year_span {
        return year_span(reader, &pair).map(|(first, last)| AttributeValue::Years(first, last));
    }
    whole_year(reader, pair).map(|year| AttributeValue::Years(year, year))
}

pub(super) fn literal(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Literal> {
    let pair = if pair.as_rule() == Rule::value { pair.into_inner().next()? } else { pair };
    let span = reader.span(&pair);
    let value = match pair.as_rule() {
        Rule::nd => LiteralValue::NotAvailable,
        Rule::yes => LiteralValue::Boolean(true),
        Rule::no => LiteralValue::Boolean(false),
        Rule::date => LiteralValue::Date(date(reader, &pair)?),
        Rule::clock => clock(reader, &pair)?,
        // `tolleranza 2 punti`: points of a percentage.
        Rule::percent | Rule::points => LiteralValue::Percent(first_number(reader, pair)?),
        Rule::money => {
            let digits = pair.into_inner().find(|pair| pair.as_rule() == Rule::number)?;
            LiteralValue::Money(number(reader, &digits)?.node)
        }
        _ => quantity(reader, pair)?,
    };
    let trimmed = reader.slice(span).trim_end().len() as u32;
    Some(Literal { span: Span::new(span.file, span.start, span.start.saturating_add(trimmed)), value })
}

fn first_number(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Decimal> {
    let digits = pair.into_inner().next()?;
    number(reader, &digits).map(|number| number.node)
}

/// `08:30` is eight hours and a half.
fn clock(reader: &mut Reader<'_>, pair: &Pair<'_, Rule>) -> Option<LiteralValue> {
    let (hours, minutes) = pair.as_str().split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    if minutes >= 60 {
        reader.fault(faults::bad_clock(reader.span(pair), pair.as_str()));
        return None;
    }
    let total = Decimal::from(hours.checked_mul(60)?.checked_add(minutes)?);
    // Quarters and tenths of an hour are exact; a third of an hour has no decimal form and is rounded at 28 digits.
    Some(LiteralValue::Hours(total.checked_div(Decimal::from(60))?))
}

fn quantity(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<LiteralValue> {
    let mut inner = pair.into_inner();
    let digits = inner.next()?;
    let number = number(reader, &digits)?.node;
    let Some(unit) = inner.next().and_then(|unit| unit.into_inner().next()) else {
        return Some(LiteralValue::Number(number, None));
    };
    if unit.as_rule() == Rule::string {
        let label = super::parse::string(reader, unit).node;
        return Some(LiteralValue::Number(number, Some((&*label).into())));
    }
    if unit.as_span().start() == digits.as_span().end() && unit.as_str().starts_with(['e', 'E', 'x', 'X']) {
        let place = reader.span(&digits).to(reader.span(&unit));
        reader.fault(faults::glued_unit(place, digits.as_str(), unit.as_str()));
        return None;
    }
    let word = unit.as_str().trim_end_matches('.');
    if is_reserved(word) || NO_UNIT.contains(&fold(word).as_str()) {
        reader.fault(faults::reserved_unit(reader.span(&unit), unit.as_str()));
        return None;
    }
    Some(match fold(word).as_str() {
        "giorni" | "giorno" | "gg" => LiteralValue::Days(number),
        "ore" | "ora" | "h" | "hh" => LiteralValue::Hours(number),
        _ => LiteralValue::Number(number, Some(word.into())),
    })
}

pub(super) fn unit_of<'a>(
    reader: &mut Reader<'_>,
    mut inner: impl Iterator<Item = Pair<'a, Rule>>,
) -> Option<Name> {
    let first = inner.next();
    let Some(first) = first else {
        // `unità %`: the sign has no pair of its own.
        return Some(Spanned::new("%".into(), reader.find('%')?));
    };
    let span = reader.span(&first);
    Some(match first.as_rule() {
        Rule::text => text(reader, first),
        Rule::yes => Spanned::new("sì/no".into(), span),
        Rule::euro => Spanned::new("€".into(), span),
        _ => {
            let words = first.as_str().trim_end();
            if let Some(fault) = super::reword::unit(span, words) {
                reader.fault(fault);
                return None;
            }
            if is_reserved(words) || NO_UNIT.contains(&fold(words).as_str()) {
                reader.fault(faults::reserved_unit(span, words));
                return None;
            }
            Spanned::new(words.into(), span)
        }
    })
}

pub(super) fn weight(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Weight> {
    let span = reader.span(&pair);
    let written = pair.as_str().trim_end().to_owned();
    let rule = pair.as_rule();
    let mut numbers = Vec::new();
    if rule == Rule::number {
        number(reader, &pair)?;
        let positive = !written.starts_with(['-', '\u{2212}', '\u{2013}']);
        let fault = faults::bad_weight(span, &written, positive);
        // Objectives are weighed in points as often as in percentages, KPIs in percentages.
        let points = positive
            && matches!(reader.item(), ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action);
        reader.fault(if points { faults::or_points(fault, span, &written) } else { fault });
        return None;
    }
    for digits in pair.into_inner().filter(|pair| pair.as_rule() == Rule::number) {
        numbers.push(number(reader, &digits)?.node);
    }
    let first = *numbers.first()?;
    let second = numbers.get(1).copied();
    if first.is_sign_negative() && !first.is_zero() || second.is_some_and(|below| below <= Decimal::ZERO) {
        reader.fault(faults::bad_weight(span, &written, false));
        return None;
    }
    Some(match (rule, second) {
        (Rule::fraction, Some(below)) => Weight::Fraction(Box::new((first, below))),
        (Rule::percent, _) => Weight::Percent(first),
        _ => Weight::Points(first),
    })
}

pub(super) fn target<'a>(
    reader: &mut Reader<'_>,
    inner: impl Iterator<Item = Pair<'a, Rule>>,
) -> Option<Target> {
    let mut when = None;
    let mut bound = None;
    for pair in inner {
        match pair.as_rule() {
            Rule::when => when = Some(target_when(reader, pair)?),
            _ => bound = Some(pair),
        }
    }
    let bound = bound?;
    let bound_span = reader.span(&bound);
    let mut comparator = None;
    let mut values = Vec::new();
    for pair in bound.into_inner() {
        match pair.as_rule() {
            Rule::comparator => comparator = Some(read_comparator(reader, &pair)),
            Rule::kw_within => {
                comparator = Some(Some(Spanned::new(Comparator::AtMost, reader.span(&pair))));
            }
            _ => {
                for value in pair.into_inner() {
                    values.push(literal(reader, value)?);
                }
            }
        }
    }
    // A wrong comparator is reported and stands for none: the target can't be used.
    let comparator = match comparator {
        Some(read) => Some(read?),
        None => None,
    };
    if values.is_empty() {
        reader.fault(faults::no_target_value(bound_span));
        return None;
    }
    let all_yes_no = values.iter().all(|value| matches!(value.value, LiteralValue::Boolean(_)));
    let all_missing = values.iter().all(|value| value.value == LiteralValue::NotAvailable);
    let comparator = match comparator {
        None if all_yes_no => Some(Spanned::new(Comparator::Equal, values.first()?.span)),
        None if all_missing => None,
        None => {
            reader.fault(faults::no_comparator(values.first()?.span));
            return None;
        }
        given => given,
    };
    Some(Target { when, comparator, values })
}

fn target_when(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Spanned<When>> {
    let inner = pair.into_inner().next()?;
    let span = reader.span(&inner);
    let when = match inner.as_rule() {
        Rule::year_span => {
            let (first, last) = year_span(reader, &inner)?;
            When::Years(first, last)
        }
        _ => When::Period(period(reader, inner)?.node),
    };
    Some(Spanned::new(when, span))
}

/// `None` for a comparison that does not exist, which is reported.
fn read_comparator(reader: &mut Reader<'_>, pair: &Pair<'_, Rule>) -> Option<Spanned<Comparator>> {
    let at = reader.span(pair);
    let wrong = match pair.as_str() {
        ">=" | "≥" => return Some(Spanned::new(Comparator::AtLeast, at)),
        "<=" | "≤" => return Some(Spanned::new(Comparator::AtMost, at)),
        "=" => return Some(Spanned::new(Comparator::Equal, at)),
        "=<" | "<" => "<=",
        _ => ">=",
    };
    reader.fault(faults::bad_comparator(at, pair.as_str(), wrong));
    None
}

pub(super) fn scoring(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Scoring> {
    Some(match pair.as_rule() {
        Rule::all_or_nothing => Scoring::AllOrNothing,
        Rule::proportional => {
            Scoring::Proportional { inverse: pair.into_inner().any(|pair| pair.as_rule() == Rule::inverse) }
        }
        Rule::direct => Scoring::Direct,
        Rule::from_baseline => Scoring::FromBaseline,
        _ => {
            let name = pair.into_inner().find(|pair| !is_keyword_rule(pair.as_rule()))?;
            Scoring::Bands(identifier(reader, name)?)
        }
    })
}

pub(super) fn resources<'a>(
    reader: &mut Reader<'_>,
    inner: impl Iterator<Item = Pair<'a, Rule>>,
) -> Option<AttributeValue> {
    let mut amount = None;
    let mut note = None;
    for pair in inner {
        match pair.as_rule() {
            Rule::text => note = Some(text(reader, pair)),
            Rule::number => amount = Some(number(reader, &pair)?.node),
            _ => {
                let digits = pair.into_inner().find(|pair| pair.as_rule() == Rule::number)?;
                amount = Some(number(reader, &digits)?.node);
            }
        }
    }
    Some(AttributeValue::Resources(Box::new((amount, note))))
}

/// A row of `fasce`.
pub(super) fn row(reader: &mut Reader<'_>, pair: Pair<'_, Rule>) -> Option<Row> {
    let span = reader.span(&pair);
    let mut inner = pair.into_inner();
    let range = inner.next()?.into_inner().next()?;
    let rule = range.as_rule();
    let mut values = Vec::new();
    for value in range.into_inner().filter(|pair| pair.as_rule() == Rule::value) {
        values.push(literal(reader, value)?);
    }
    let mut values = values.into_iter();
    let mut bound = |inclusive| values.next().map(|value| Bound { value, inclusive });
    let (from, to) = match rule {
        Rule::up_to => (None, bound(true)),
        Rule::below => (None, bound(false)),
        Rule::from_to => (bound(true), bound(true)),
        Rule::from_to_below => (bound(true), bound(false)),
        Rule::from => (bound(true), None),
        Rule::above => (bound(false), None),
        Rule::above_to_below => (bound(false), bound(false)),
        Rule::above_to => (bound(false), bound(true)),
        _ => (None, None),
    };
    let scores = inner.find(|pair| pair.as_rule() == Rule::band_score)?.into_inner().next()?;
    let mut points = Vec::new();
    for score in scores.into_inner().filter(|pair| pair.as_rule() == Rule::score) {
        let digits = score.into_inner().next()?;
        points.push(number(reader, &digits)?);
    }
    let first = *points.first()?;
    let last = points.get(1).copied().unwrap_or(first);
    Some(Row { span, from, to, rest: rule == Rule::rest, score: (first, last) })
}
