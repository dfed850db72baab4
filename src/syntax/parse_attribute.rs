//! An attribute's value, out of what the grammar found.

use pest::iterators::Pair;

use super::keyword::Keyword;
use super::parse::{Reader, Rule, string, text};
use super::parse_head::{code, identifier};
use super::rules::is_keyword_rule;
use super::tree::*;
use super::{parse_algorithm, values};
use crate::source::Spanned;

pub(super) fn attribute(
    reader: &mut Reader<'_>,
    pair: Pair<'_, Rule>,
    keyword: Keyword,
) -> Option<AttributeValue> {
    let mut inner = pair.into_inner().filter(|pair| !is_keyword_rule(pair.as_rule()));
    Some(match keyword {
        Keyword::Weight => AttributeValue::Weight(values::weight(reader, inner.next()?)?),
        Keyword::EqualWeights => AttributeValue::EqualWeights,
        Keyword::IncompleteWeights => AttributeValue::IncompleteWeights(text(reader, inner.next()?)),
        Keyword::Algorithm => {
            AttributeValue::Algorithm(Box::new(parse_algorithm::algorithm(reader, inner.next()?)?))
        }
        Keyword::Target => AttributeValue::Target(Box::new(values::target(reader, inner)?)),
        Keyword::Baseline => {
            let first = inner.next()?;
            if first.as_rule() == Rule::period {
                let period = values::period(reader, first)?;
                AttributeValue::Baseline(Some(period), Box::new(values::literal(reader, inner.next()?)?))
            } else {
                AttributeValue::Baseline(None, Box::new(values::literal(reader, first)?))
            }
        }
        Keyword::Tolerance => AttributeValue::Tolerance(Box::new(values::literal(reader, inner.next()?)?)),
        Keyword::Scoring => AttributeValue::Scoring(Box::new(values::scoring(reader, inner.next()?)?)),
        Keyword::Accumulate => AttributeValue::Accumulate(match inner.next()?.as_rule() {
            Rule::sum_word => Accumulation::Sum,
            Rule::last_word => Accumulation::Last,
            Rule::mean_word => Accumulation::Mean,
            _ => Accumulation::First,
        }),
        Keyword::Missing => AttributeValue::Missing(match inner.next()?.as_rule() {
            Rule::as_zero => MissingPolicy::Zero,
            Rule::as_error => MissingPolicy::Error,
            _ => MissingPolicy::Excluded,
        }),
        Keyword::Required => AttributeValue::Required(
            inner.map(|pair| Spanned::new(pair.as_str().trim().into(), reader.span(&pair))).collect(),
        ),
        Keyword::Approved => AttributeValue::Approved(values::date(reader, &inner.next()?)?),
        Keyword::Years => values::years(reader, inner.next()?)?,
        Keyword::Exercise => AttributeValue::Exercise(values::whole_year(reader, inner.next()?)?),
        Keyword::Assigned | Keyword::Responsible | Keyword::Office => AttributeValue::Who(
            inner
                .map(|pair| {
                    let who = pair.into_inner().next()?;
                    Some(match who.as_rule() {
                        Rule::text => Who::Text(text(reader, who)),
                        _ => Who::Structure(identifier(reader, who)?),
                    })
                })
                .collect::<Option<Vec<Who>>>()?,
        ),
        Keyword::Resources => values::resources(reader, inner)?,
        Keyword::Update => {
            let first = inner.next()?;
            if first.as_rule() == Rule::date {
                let day = values::date(reader, &first)?;
                AttributeValue::Update(Box::new((Some(day), text(reader, inner.next()?))))
            } else {
                AttributeValue::Update(Box::new((None, text(reader, first))))
            }
        }
        Keyword::Exception => {
            let name = inner.next()?;
            let name = Spanned::new(name.as_str().into(), reader.span(&name));
            AttributeValue::Exception(Box::new((name, text(reader, inner.next()?))))
        }
        Keyword::Datum => {
            AttributeValue::Datum(Box::new((string(reader, inner.next()?), text(reader, inner.next()?))))
        }
        Keyword::Unit => AttributeValue::Unit(values::unit_of(reader, inner)?),
        Keyword::In => AttributeValue::Parent(code(reader, inner.next()?)?),
        Keyword::Frequency | Keyword::Kind | Keyword::Level => {
            let label = inner.next()?;
            AttributeValue::Label(match label.as_rule() {
                Rule::text => text(reader, label),
                _ => Spanned::new(label.as_str().trim_end().into(), reader.span(&label)),
            })
        }
        _ => AttributeValue::Text(text(reader, inner.next()?)),
    })
}
