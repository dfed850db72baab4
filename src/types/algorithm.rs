//! Algorithms: operands bound to measures, expressions typed (`language.md` §3 and §4).

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, faults};
use crate::plan::{Accumulation, Expr, Measure, MeasureId, Operator};
use crate::resolve::faults as names;
use crate::syntax::keyword::ItemKeyword;
use crate::syntax::tree::{Expression, ExpressionKind};
use crate::value::normal;
use crate::value::{Type, Value};

/// The operands of one KPI, in the order of their first appearance.
pub(super) struct Operands {
    /// The KPI's key, for the operands' own keys.
    pub key: String,
    /// Its future id.
    pub owner: crate::plan::KpiId,
    /// The KPI's `cumula`, for its quoted operands.
    pub accumulate: Option<Accumulation>,
    /// The type that quoted operands are known to have here; otherwise that of their cells.
    pub quoted: Option<Type>,
    /// By first appearance.
    pub list: Vec<MeasureId>,
    /// The same, to be found in.
    listed: FxHashSet<MeasureId>,
    /// The quoted ones, by their text.
    texts: FxHashMap<String, MeasureId>,
}

impl Operands {
    pub(super) fn new(key: String, owner: crate::plan::KpiId, accumulate: Option<Accumulation>) -> Operands {
        let (list, listed, texts) = Default::default();
        Operands { key, owner, accumulate, quoted: None, list, listed, texts }
    }

    fn measure(&mut self, id: MeasureId) -> MeasureId {
        if self.listed.insert(id) {
            self.list.push(id);
        }
        id
    }

    fn quoted(
        &mut self,
        context: &mut Context<'_, '_, '_>,
        text: &str,
        span: crate::source::Span,
    ) -> MeasureId {
        let name = normal(text);
        if let Some(id) = self.texts.get(&name) {
            return *id;
        }
        let id = context.next_operand();
        self.list.push(id);
        self.texts.insert(name, id);
        context.operands.push(Measure {
            key: [&self.key, "/", &self.list.len().to_string()].concat(),
            title: text.to_owned(),
            kind: self.quoted,
            unit: None,
            accumulate: self.accumulate,
            owner: Some(self.owner),
            details: crate::plan::Details::default(),
            span,
        });
        id
    }
}

/// A typed expression; its type is `None` where only the cells will tell.
pub(super) type Typed = (Expr, Option<Type>);

/// Binds and types an expression. `None` if something in it is wrong (and reported).
pub(super) fn read(
    context: &mut Context<'_, '_, '_>,
    operands: &mut Operands,
    expression: &Expression,
) -> Option<Typed> {
    match &expression.kind {
        ExpressionKind::Measure(name, back) => {
            let Some(position) = context.outline.measures.position(&name.node) else {
                if !context.outline.measures.unsure {
                    let at = context.outline.declarations_at(name.span.file);
                    let (span, name) = (name.span, &name.node);
                    context.fault(names::unknown_name(span, name, ItemKeyword::Measure, at));
                }
                return None;
            };
            let id = operands.measure(MeasureId(position as u32));
            let kind = context.measure(id).and_then(|measure| measure.kind);
            Some((Expr::Measure { id, back: *back }, kind))
        }
        ExpressionKind::Operand(text, back) => {
            let id = operands.quoted(context, &text.node, text.span);
            let kind = context.measure(id).and_then(|measure| measure.kind);
            Some((Expr::Measure { id, back: *back }, kind))
        }
        ExpressionKind::Constant(literal) => {
            let kind = literal.value.kind()?;
            match literal.value.value()? {
                Value::Amount(value) => Some((Expr::Constant { value, kind }, Some(kind))),
                Value::Date(_) | Value::Boolean(_) => None,
            }
        }
        ExpressionKind::Negate(inner) => {
            let (inner, kind) = read(context, operands, inner)?;
            if kind.is_some_and(|kind| !kind.is_amount()) {
                context.fault(faults::bad_operation(expression.span, '-', kind, kind, None));
                return None;
            }
            Some((Expr::Negate(Box::new(inner)), kind))
        }
        ExpressionKind::Binary(operator, left, right) => {
            let (left_span, right_span) = (left.span, right.span);
            let left = read(context, operands, left);
            let right = read(context, operands, right);
            let ((left, left_kind), (right, right_kind)) = (left?, right?);
            match operation(*operator, left_kind, right_kind) {
                Ok(kind) => Some((Expr::Binary(*operator, Box::new(left), Box::new(right)), kind)),
                Err(Clash) => {
                    let places = Some((left_span, right_span));
                    let sign = operator.sign();
                    context.fault(faults::bad_operation(
                        expression.span,
                        sign,
                        left_kind,
                        right_kind,
                        places,
                    ));
                    None
                }
            }
        }
        ExpressionKind::Window { mean, of, first, last } => {
            let (of, kind) = read(context, operands, of)?;
            let Expr::Measure { id, .. } = of else { return None };
            Some((Expr::Window { mean: *mean, id, first: *first, last: *last }, kind))
        }
        ExpressionKind::Extreme(greatest, parts) => {
            let mut read_parts = Vec::new();
            let mut common: Option<Type> = None;
            for part in parts {
                let (expr, kind) = read(context, operands, part)?;
                if let (Some(common), Some(kind)) = (common, kind)
                    && common != kind
                {
                    context.fault(faults::bad_operation(part.span, ';', Some(common), Some(kind), None));
                    return None;
                }
                common = common.or(kind);
                read_parts.push(expr);
            }
            Some((Expr::Extreme(*greatest, read_parts), common))
        }
    }
}

/// Two types that do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash;

/// The type of `left ∘ right`; `Ok(None)` where a side is not known yet; `Err` where the types do not go together.
pub fn operation(operator: Operator, left: Option<Type>, right: Option<Type>) -> Result<Option<Type>, Clash> {
    use Type::{Boolean, Date, Days, Number};
    let known = [left, right].into_iter().flatten();
    if known.clone().any(|kind| kind == Boolean) {
        return Err(Clash);
    }
    if known.clone().any(|kind| kind == Date) {
        return match (operator, left, right) {
            (Operator::Subtract, Some(Date), Some(Date)) => Ok(Some(Days)),
            (Operator::Subtract, None, Some(Date)) | (Operator::Subtract, Some(Date), None) => Ok(Some(Days)),
            _ => Err(Clash),
        };
    }
    let (Some(left), Some(right)) = (left, right) else {
        // What is added to a known type must be of it.
        let sum = matches!(operator, Operator::Add | Operator::Subtract);
        return Ok(left.or(right).filter(|_| sum));
    };
    match operator {
        Operator::Add | Operator::Subtract if left == right => Ok(Some(left)),
        Operator::Multiply if left == Number => Ok(Some(right)),
        Operator::Multiply if right == Number => Ok(Some(left)),
        Operator::Divide if left == right => Ok(Some(Number)),
        Operator::Divide if right == Number => Ok(Some(left)),
        _ => Err(Clash),
    }
}
