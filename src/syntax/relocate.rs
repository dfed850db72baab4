//! Moves an item to another place: after an edit elsewhere in its file all its spans shift alike.

use super::tree::*;
use crate::source::{FileId, Span, Spanned};

/// From the place where an item was read to the one where it stands now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// The file it is in now.
    pub file: FileId,
    /// The first byte it was read from.
    pub from: u32,
    /// The first byte it stands at now.
    pub to: u32,
}

impl Move {
    fn span(self, span: &mut Span) {
        *span = Span::new(self.file, self.offset(span.start), self.offset(span.end));
    }

    fn offset(self, at: u32) -> u32 {
        at.wrapping_sub(self.from).wrapping_add(self.to)
    }
}

/// What has spans in it.
pub(super) trait Relocate {
    /// Moves every span.
    fn relocate(&mut self, by: Move);
}

impl<T> Relocate for Spanned<T> {
    fn relocate(&mut self, by: Move) {
        by.span(&mut self.span);
    }
}

impl<T: Relocate> Relocate for Option<T> {
    fn relocate(&mut self, by: Move) {
        self.iter_mut().for_each(|inner| inner.relocate(by));
    }
}

impl<T: Relocate> Relocate for Vec<T> {
    fn relocate(&mut self, by: Move) {
        self.iter_mut().for_each(|inner| inner.relocate(by));
    }
}

impl<T: Relocate> Relocate for Box<T> {
    fn relocate(&mut self, by: Move) {
        self.as_mut().relocate(by);
    }
}

impl<A: Relocate, B: Relocate> Relocate for (A, B) {
    fn relocate(&mut self, by: Move) {
        self.0.relocate(by);
        self.1.relocate(by);
    }
}

impl Relocate for Item {
    fn relocate(&mut self, by: Move) {
        by.span(&mut self.span);
        self.keyword.relocate(by);
        self.head.relocate(by);
        self.attributes.relocate(by);
    }
}

impl Relocate for Head {
    fn relocate(&mut self, by: Move) {
        match self {
            Head::Plan { title } => title.relocate(by),
            Head::Import { path } => path.relocate(by),
            Head::Objective { code: name, title }
            | Head::Measure { ident: name, title }
            | Head::Indicator { code: name, title }
            | Head::Structure { ident: name, title } => {
                name.relocate(by);
                title.relocate(by);
            }
            Head::Kpi { ident, code, title } => {
                ident.relocate(by);
                code.relocate(by);
                title.relocate(by);
            }
            Head::Bands { ident, basis: _, rows, broken: _ } => {
                ident.relocate(by);
                rows.relocate(by);
            }
            Head::Override { objective, kpi, period, score, percent: _ } => {
                objective.relocate(by);
                kpi.relocate(by);
                period.relocate(by);
                score.relocate(by);
            }
        }
    }
}

impl Relocate for Row {
    fn relocate(&mut self, by: Move) {
        by.span(&mut self.span);
        self.from.relocate(by);
        self.to.relocate(by);
        self.score.relocate(by);
    }
}

impl Relocate for Bound {
    fn relocate(&mut self, by: Move) {
        self.value.relocate(by);
    }
}

impl Relocate for Literal {
    fn relocate(&mut self, by: Move) {
        by.span(&mut self.span);
    }
}

impl Relocate for Attribute {
    fn relocate(&mut self, by: Move) {
        self.keyword.end = by.offset(self.keyword.end);
        by.span(&mut self.span);
        self.value.relocate(by);
    }
}

impl Relocate for AttributeValue {
    fn relocate(&mut self, by: Move) {
        match self {
            AttributeValue::Text(text)
            | AttributeValue::Label(text)
            | AttributeValue::IncompleteWeights(text) => text.relocate(by),
            AttributeValue::Unit(name) | AttributeValue::Parent(name) => name.relocate(by),
            AttributeValue::Who(list) => list.relocate(by),
            AttributeValue::Datum(pair) => pair.relocate(by),
            AttributeValue::Resources(resources) => resources.1.relocate(by),
            AttributeValue::Update(update) => update.1.relocate(by),
            AttributeValue::Exception(exception) => exception.relocate(by),
            AttributeValue::Algorithm(algorithm) => algorithm.relocate(by),
            AttributeValue::Target(target) => target.relocate(by),
            AttributeValue::Baseline(when, value) => {
                when.relocate(by);
                value.relocate(by);
            }
            AttributeValue::Tolerance(value) => value.relocate(by),
            AttributeValue::Scoring(scoring) => {
                if let Scoring::Bands(name) = scoring.as_mut() {
                    name.relocate(by);
                }
            }
            AttributeValue::Required(names) => names.relocate(by),
            AttributeValue::Weight(_)
            | AttributeValue::EqualWeights
            | AttributeValue::Accumulate(_)
            | AttributeValue::Missing(_)
            | AttributeValue::Approved(_)
            | AttributeValue::Years(..)
            | AttributeValue::Exercise(_) => {}
        }
    }
}

impl Relocate for Who {
    fn relocate(&mut self, by: Move) {
        match self {
            Who::Structure(name) => name.relocate(by),
            Who::Text(text) => text.relocate(by),
        }
    }
}

impl Relocate for Target {
    fn relocate(&mut self, by: Move) {
        self.when.relocate(by);
        self.comparator.relocate(by);
        self.values.relocate(by);
    }
}

impl Relocate for Algorithm {
    fn relocate(&mut self, by: Move) {
        match self {
            Algorithm::Absolute(of) | Algorithm::Change(of) | Algorithm::Date(of) | Algorithm::YesNo(of) => {
                of.relocate(by)
            }
            Algorithm::Ratio { percent: _, parts, per } => {
                parts.relocate(by);
                per.relocate(by);
            }
            Algorithm::WeightedMean(of) => of.relocate(by),
            Algorithm::Formula { expression, percent: _ } => expression.relocate(by),
        }
    }
}

impl Relocate for RollupOf {
    fn relocate(&mut self, by: Move) {
        self.code.relocate(by);
    }
}

impl Relocate for Expression {
    fn relocate(&mut self, by: Move) {
        by.span(&mut self.span);
        match &mut self.kind {
            ExpressionKind::Measure(name, _) => name.relocate(by),
            ExpressionKind::Operand(text, _) => text.relocate(by),
            ExpressionKind::Constant(literal) => literal.relocate(by),
            ExpressionKind::Negate(inner) => inner.relocate(by),
            ExpressionKind::Binary(_, left, right) => {
                left.relocate(by);
                right.relocate(by);
            }
            ExpressionKind::Window { mean: _, of, first: _, last: _ } => of.relocate(by),
            ExpressionKind::Extreme(_, of) => of.relocate(by),
        }
    }
}
