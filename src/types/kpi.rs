//! A KPI: its type out of its algorithm, unit and targets; then everything that must be of that type.

use std::sync::Arc;

use super::algorithm::{self, Operands};
use super::literal::{self, Wanted, unit_of};
use super::{Context, Keep, accumulation, details, faults, scoring, targets, weights};
use crate::diagnostics::{Text, say};
use crate::plan::{Accumulation, Algorithm, Details, Expr, Kpi, KpiId, MeasureId, ObjectiveId};
use crate::resolve::{KpiDecl, key_below};
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::{self, AttributeValue};
use crate::value::{Exact, Type};

/// An algorithm read, with the type it gives where it gives one.
struct Read {
    algorithm: Algorithm,
    kind: Option<Type>,
    per: Option<Exact>,
    absolute: bool,
}

/// Checks one KPI whole; `None` if anything is wrong with it.
pub(super) fn read(context: &mut Context<'_, '_, '_>, index: usize) -> Option<Kpi> {
    let outline = context.outline;
    let kpi = outline.kpis.get(index)?;
    let objective = kpi.objective?;
    let code = outline.objectives.get(objective).and_then(|objective| objective.code);
    let key = key_below(code.unwrap_or(""), kpi.key());
    let accumulate =
        literal::accumulation(kpi.item).or_else(|| kpi.indicator.and_then(literal::accumulation));
    let mut operands = Operands::new(key.clone(), KpiId(index as u32), accumulate);
    catalogue_agrees(context, kpi);

    let (declared_kind, unit) = own_unit(kpi);
    let unit = unit.or_else(|| targets::shown_unit(kpi));
    let shown = targets::shown_kind(kpi);
    let read = read_algorithm(context, kpi, index, &mut operands, declared_kind.or(shown));
    let sure = !kpi.is_broken(Keyword::Algorithm) && !kpi.is_broken(Keyword::Unit);
    let algorithm = written_algorithm(kpi.item).or_else(|| kpi.indicator.and_then(written_algorithm));
    let algorithm_at = kpi.attribute(Keyword::Algorithm).map(|attribute| attribute.span);
    let given = read.as_ref().map_or_else(|| algorithm.and_then(certain_kind), |read| read.kind);
    let wanted = wanted_kind(context, kpi, given, algorithm_at, declared_kind, shown);
    let checked = if sure && (read.is_some() || given.is_some()) {
        let targets = targets::read(context, kpi, &wanted);
        let baselines = targets::read_baselines(context, kpi, &wanted);
        let tolerance = targets::read_tolerance(context, kpi, &wanted);
        targets.zip(baselines).zip(tolerance)
    } else {
        None
    };
    let scoring = scoring::of_kpi(context, kpi, objective);
    let read = read?;
    let ((mut targets, baselines), tolerance) = checked?;
    if targets.is_empty() && matches!(read.algorithm, Algorithm::Rollup(_)) {
        targets = rollup_targets(context, kpi.span);
    }
    let scoring = scoring?;
    scoring::check(context, kpi, &scoring, wanted.kind, &targets, &baselines);
    accumulation::check(context, kpi, &read.algorithm, &operands.list, wanted.kind);
    let operand_sums = match &read.algorithm {
        Algorithm::Value(Expr::Measure { id, .. }) => {
            context.measure(*id).and_then(|measure| measure.accumulate) == Some(Accumulation::Sum)
        }
        Algorithm::Own => accumulate == Some(Accumulation::Sum),
        _ => false,
    };
    Some(Kpi {
        objective: ObjectiveId(objective as u32),
        ident: kpi.ident.map(str::to_owned),
        code: kpi.code.map(str::to_owned),
        title: kpi.title.to_owned(),
        key,
        weight: weights::of_kpi(outline, objective, kpi),
        kind: wanted.kind,
        unit,
        per: read.per,
        accumulate: accumulate.filter(|_| read.algorithm == Algorithm::Own),
        algorithm: read.algorithm,
        operands: operands.list,
        count: read.absolute && operand_sums,
        targets,
        baselines,
        tolerance,
        scoring: scoring.scoring,
        details: match context.keep {
            Keep::Plan => Details {
                common: kpi.indicator.and_then(|entry| context.common.catalogue.get(&entry.span).cloned()),
                ..details::read(outline, kpi.item)
            },
            Keep::Diagnostics => Details::default(),
        },
        span: kpi.span,
    })
}

/// A KPI whose private operands get their final numbers: those of earlier batches come first.
pub(super) fn renumbered(mut kpi: Kpi, shared: u32, offset: u32) -> Kpi {
    if offset == 0 {
        return kpi;
    }
    let shift = |id: &mut MeasureId| {
        if id.0 >= shared {
            id.0 = id.0.saturating_add(offset);
        }
    };
    kpi.operands.iter_mut().for_each(shift);
    match &mut kpi.algorithm {
        Algorithm::Own | Algorithm::Rollup(_) => {}
        Algorithm::Value(expr) | Algorithm::Change(expr) | Algorithm::Formula { expr, .. } => {
            renumber(expr, &shift)
        }
        Algorithm::Ratio { left, right, .. } => {
            renumber(left, &shift);
            renumber(right, &shift);
        }
    }
    kpi
}

fn renumber(expr: &mut Expr, shift: &impl Fn(&mut MeasureId)) {
    match expr {
        Expr::Measure { id, .. } | Expr::Window { id, .. } => shift(id),
        Expr::Constant { .. } => {}
        Expr::Negate(inner) => renumber(inner, shift),
        Expr::Binary(_, left, right) => {
            renumber(left, shift);
            renumber(right, shift);
        }
        Expr::Extreme(_, parts) => parts.iter_mut().for_each(|part| renumber(part, shift)),
    }
}

/// A rollup without a target has `>= 100%` in every year of the plan.
fn rollup_targets(context: &Context<'_, '_, '_>, span: Span) -> Vec<crate::plan::Target> {
    let (first, last) = context.header.years;
    (first..=last)
        .map(|year| crate::plan::Target {
            period: crate::value::Period::year(year),
            bound: Some((crate::value::Comparator::AtLeast, crate::value::Value::Amount(Exact::hundred()))),
            span,
        })
        .collect()
}

/// The KPI's own `unità`, else the catalogue's; a plain label is a unit but no type of its own.
fn own_unit(kpi: &KpiDecl<'_>) -> (Option<Type>, Option<String>) {
    let (kind, unit) = unit_of(kpi.item);
    let (kind, unit) = match kpi.indicator {
        Some(entry) if kind.is_none() => unit_of(entry),
        _ => (kind, unit),
    };
    (kind.filter(|kind| *kind != Type::Number), unit)
}

fn written_algorithm(item: &tree::Item) -> Option<&tree::Algorithm> {
    match &item.attribute(Keyword::Algorithm)?.value {
        AttributeValue::Algorithm(algorithm) => Some(algorithm),
        _ => None,
    }
}

/// The type that an algorithm gives whatever its operands are.
fn certain_kind(algorithm: &tree::Algorithm) -> Option<Type> {
    match algorithm {
        tree::Algorithm::WeightedMean(_)
        | tree::Algorithm::Change(_)
        | tree::Algorithm::Ratio { percent: true, .. }
        | tree::Algorithm::Formula { percent: true, .. } => Some(Type::Percent),
        tree::Algorithm::Date(_) => Some(Type::Date),
        tree::Algorithm::YesNo(_) => Some(Type::Boolean),
        _ => None,
    }
}

fn read_algorithm(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    index: usize,
    operands: &mut Operands,
    shown: Option<Type>,
) -> Option<Read> {
    let own = Read { algorithm: Algorithm::Own, kind: None, per: None, absolute: false };
    if kpi.is_broken(Keyword::Algorithm) {
        return None;
    }
    let written = written_algorithm(kpi.item).or_else(|| kpi.indicator.and_then(written_algorithm));
    let Some(written) = written else { return Some(Read { absolute: true, ..own }) };
    Some(match written {
        tree::Algorithm::Absolute(operand) => {
            operands.quoted = shown;
            let read = value(context, operands, operand.as_ref(), None)?;
            Read { absolute: true, ..read }
        }
        tree::Algorithm::Date(operand) => {
            operands.quoted = Some(Type::Date);
            value(context, operands, operand.as_ref(), Some(Type::Date))?
        }
        tree::Algorithm::YesNo(operand) => {
            operands.quoted = Some(Type::Boolean);
            value(context, operands, operand.as_ref(), Some(Type::Boolean))?
        }
        tree::Algorithm::Change(None) => Read { kind: Some(Type::Percent), ..own },
        tree::Algorithm::Change(Some(operand)) => {
            let (expr, kind) = algorithm::read(context, operands, operand)?;
            if let Some(kind) = kind.filter(|kind| !kind.is_amount()) {
                context.fault(faults::change_of(operand.span, kind));
                return None;
            }
            Read { algorithm: Algorithm::Change(expr), kind: Some(Type::Percent), ..own }
        }
        tree::Algorithm::WeightedMean(_) => {
            let of = Arc::clone(context.rollups.of(index)?);
            Read { algorithm: Algorithm::Rollup(of), kind: Some(Type::Percent), ..own }
        }
        tree::Algorithm::Ratio { percent, parts: None, per } => {
            Read { kind: percent.then_some(Type::Percent), per: per.map(|per| Exact::from(per.node)), ..own }
        }
        tree::Algorithm::Ratio { percent, parts: Some(parts), per } => {
            let per = per.map(|per| Exact::from(per.node));
            ratio(context, operands, (&parts.0, &parts.1), *percent, per, shown)?
        }
        tree::Algorithm::Formula { expression, percent } => {
            let (expr, kind) = algorithm::read(context, operands, expression)?;
            if let (true, Some(kind)) = (*percent, kind)
                && kind != Type::Number
            {
                context.fault(faults::percent_of(expression.span, kind));
                return None;
            }
            let kind = if *percent { Some(Type::Percent) } else { kind };
            Read { algorithm: Algorithm::Formula { expr, percent: *percent }, kind, ..own }
        }
    })
}

/// `valore assoluto`, `data`, `sì/no`, with or without operand.
fn value(
    context: &mut Context<'_, '_, '_>,
    operands: &mut Operands,
    operand: Option<&tree::Expression>,
    fixed: Option<Type>,
) -> Option<Read> {
    let Some(operand) = operand else {
        return Some(Read { algorithm: Algorithm::Own, kind: fixed, per: None, absolute: false });
    };
    let (expr, kind) = algorithm::read(context, operands, operand)?;
    if let (Some(fixed), Some(kind)) = (fixed, kind)
        && fixed != kind
    {
        context.fault(faults::type_mismatch(operand.span, kind, &Wanted { kind: fixed, because: None }));
        return None;
    }
    Some(Read { algorithm: Algorithm::Value(expr), kind: fixed.or(kind), per: None, absolute: false })
}

fn ratio(
    context: &mut Context<'_, '_, '_>,
    operands: &mut Operands,
    sides: (&tree::Expression, &tree::Expression),
    percent: bool,
    per: Option<Exact>,
    shown: Option<Type>,
) -> Option<Read> {
    // A duration or an amount of money over a number: bare cells on the left take that unit.
    let measured = shown.filter(|kind| !percent && matches!(kind, Type::Days | Type::Hours | Type::Money));
    operands.quoted = measured;
    let left = algorithm::read(context, operands, sides.0);
    operands.quoted = measured.map(|_| Type::Number);
    let right = algorithm::read(context, operands, sides.1);
    let ((left, left_kind), (right, right_kind)) = (left?, right?);
    let span = sides.0.span.to(sides.1.span);
    let places = Some((sides.0.span, sides.1.span));
    let Ok(kind) = algorithm::operation(crate::plan::Operator::Divide, left_kind, right_kind) else {
        context.fault(faults::bad_operation(span, '/', left_kind, right_kind, places));
        return None;
    };
    if let (true, Some(kind)) = (percent, kind)
        && kind != Type::Number
    {
        context.fault(faults::bad_operation(span, '/', left_kind, right_kind, places));
        return None;
    }
    let kind = if percent { Some(Type::Percent) } else { kind };
    Some(Read { algorithm: Algorithm::Ratio { percent, left, right }, kind, per, absolute: false })
}

/// The type of the KPI and what gives it: the algorithm, else `unità`, else the targets.
fn wanted_kind(
    context: &mut Context<'_, '_, '_>,
    kpi: &KpiDecl<'_>,
    algorithm: Option<Type>,
    algorithm_at: Option<Span>,
    unit: Option<Type>,
    shown: Option<Type>,
) -> Wanted {
    let because = |at: Option<Span>, text: fn() -> Text| at.map(|at| (at, text()));
    if let Some(kind) = algorithm {
        let at = kpi.attribute(Keyword::Unit).map(|attribute| attribute.span);
        if let (Some(unit), Some(at)) = (unit.filter(|unit| *unit != kind), at) {
            let wanted = Wanted { kind, because: because(algorithm_at, by_algorithm) };
            context.fault(faults::type_mismatch(at, unit, &wanted));
        }
        return Wanted { kind, because: because(algorithm_at, by_algorithm) };
    }
    if let Some(kind) = unit {
        let at = kpi.attribute(Keyword::Unit).map(|attribute| attribute.span);
        return Wanted { kind, because: because(at, by_unit) };
    }
    Wanted { kind: shown.unwrap_or(Type::Number), because: None }
}

fn by_algorithm() -> Text {
    say!("lo dice l'algoritmo", "the algorithm says so")
}

fn by_unit() -> Text {
    say!("lo dice l'unità", "the unit says so")
}

/// A KPI with a catalogue entry may not say another algorithm or unit (`language.md` §2).
fn catalogue_agrees(context: &mut Context<'_, '_, '_>, kpi: &KpiDecl<'_>) {
    let Some(entry) = kpi.indicator else { return };
    for keyword in [Keyword::Algorithm, Keyword::Unit] {
        let (Some(own), Some(common)) = (kpi.item.attribute(keyword), entry.attribute(keyword)) else {
            continue;
        };
        let same = match (&own.value, &common.value) {
            (AttributeValue::Unit(a), AttributeValue::Unit(b)) => {
                crate::syntax::keyword::fold(&a.node) == crate::syntax::keyword::fold(&b.node)
            }
            (AttributeValue::Algorithm(a), AttributeValue::Algorithm(b)) => same_algorithm(a, b),
            _ => true,
        };
        if !same {
            context.fault(faults::catalogue_conflict(own.span, keyword, common.span));
        }
    }
}

/// Whether two algorithms say the same, wherever they stand: their shapes without places are compared.
fn same_algorithm(a: &tree::Algorithm, b: &tree::Algorithm) -> bool {
    let bare = |algorithm: &tree::Algorithm| {
        let mut text = format!("{algorithm:?}");
        while let Some(start) = text.find("Span {") {
            let Some(length) = text.get(start..).and_then(|rest| rest.find('}')) else { break };
            text.replace_range(start..=start.saturating_add(length), "");
        }
        text
    };
    bare(a) == bare(b)
}
