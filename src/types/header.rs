//! The `piano` item: title, years, policy.

use chrono::NaiveDate;

use super::faults;
use super::watch::Years;
use crate::diagnostics::Diagnostic;
use crate::plan::MissingPolicy;
use crate::resolve::Outline;
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{AttributeValue, Head, Item};

/// What the `piano` item says, with its defaults.
#[derive(Debug, Clone)]
pub(super) struct Header {
    pub title: String,
    pub entity: Option<String>,
    pub years: (i32, i32),
    pub exercise: i32,
    /// Years could not be read: checks that need them stay silent.
    pub years_unsure: bool,
    pub approved: Option<NaiveDate>,
    pub missing: MissingPolicy,
    pub span: Span,
}

impl Header {
    pub fn known_years(&self) -> Option<Years> {
        let (first, last) = self.years;
        (!self.years_unsure).then_some(Years { first, last, exercise: self.exercise })
    }
}

pub(super) fn read(outline: &Outline<'_>, start: Span, faults: &mut Vec<Diagnostic>) -> Header {
    let mut header = Header {
        title: String::new(),
        entity: None,
        years: (0, 0),
        exercise: 0,
        years_unsure: true,
        approved: None,
        missing: MissingPolicy::default(),
        span: start,
    };
    let Some(item) = outline.plan else {
        faults.push(faults::no_plan(start));
        return header;
    };
    header.span = item.keyword.span;
    if let Some(Head::Plan { title: Some(title) }) = &item.head {
        header.title = title.node.to_string();
    }
    for attribute in &item.attributes {
        match &attribute.value {
            AttributeValue::Text(text) if attribute.keyword.node == Keyword::Entity => {
                header.entity = Some(text.node.to_string());
            }
            AttributeValue::Approved(day) => header.approved = Some(*day),
            AttributeValue::Missing(policy) => header.missing = *policy,
            _ => {}
        }
    }
    years(item, &mut header, faults);
    header
}

fn years(item: &Item, header: &mut Header, faults: &mut Vec<Diagnostic>) {
    if item.is_broken(Keyword::Years) || item.is_broken(Keyword::Exercise) {
        return;
    }
    let years = item.attribute(Keyword::Years).and_then(|attribute| match attribute.value {
        AttributeValue::Years(first, last) => Some((first, last, attribute.span)),
        _ => None,
    });
    let exercise = item.attribute(Keyword::Exercise).and_then(|attribute| match attribute.value {
        AttributeValue::Exercise(year) => Some((year, attribute.span)),
        _ => None,
    });
    match (years, exercise) {
        (None, None) => {
            faults.push(faults::no_years(item.keyword.span));
            return;
        }
        (None, Some((year, _))) => {
            header.years = (year, year);
            header.exercise = year;
        }
        (Some((first, last, span)), exercise) => {
            header.years = (first, last);
            header.exercise = exercise.map_or(first, |(year, _)| year);
            if let Some((year, at)) = exercise.filter(|(year, _)| !(first..=last).contains(year)) {
                faults.push(faults::exercise_outside(at, year, (first, last), span));
            }
        }
    }
    header.years_unsure = false;
}
