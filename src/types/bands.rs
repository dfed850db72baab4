//! Scoring bands: one type, in order, no gap, no overlap, open at both ends, scores within 0–100.

use super::faults;
use crate::diagnostics::Diagnostic;
use crate::plan::{Band, Bands, Basis};
use crate::resolve::Outline;
use crate::syntax::tree::{Bound, Head, LiteralValue, Row};
use crate::value::{Exact, Type};

/// By the outline's index; `None` for bands with a fault.
pub(super) fn read_all(outline: &Outline<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Option<Bands>> {
    outline
        .bands
        .list
        .iter()
        .map(|(ident, item)| match &item.head {
            Some(Head::Bands { ident: name, basis, rows, broken }) => {
                let before = faults.len();
                let read = read(ident, *basis, name.span, rows, *broken, faults);
                let errors = faults.get(before..).is_some_and(crate::diagnostics::any_error);
                read.filter(|_| !errors && !broken)
            }
            _ => None,
        })
        .collect()
}

fn read(
    ident: &str,
    basis: Basis,
    name: crate::source::Span,
    rows: &[Row],
    broken: bool,
    faults: &mut Vec<Diagnostic>,
) -> Option<Bands> {
    let kind = kind(basis, rows, faults)?;
    let mut bands: Vec<Band> = Vec::new();
    for row in rows {
        let mut from = bound(row.from.as_ref(), kind, faults);
        let to = bound(row.to.as_ref(), kind, faults);
        if row.from.is_none() {
            // `fino a`, `sotto` and a bare `oltre` begin where the row before ends, with what that one leaves out.
            from = bands.last().and_then(|last| last.to.clone()).map(|(end, held)| (end, !held));
        }
        let score = (Exact::from(row.score.0.node), Exact::from(row.score.1.node));
        for (points, span) in [(&score.0, row.score.0.span), (&score.1, row.score.1.span)] {
            if points.is_negative() || *points > Exact::hundred() {
                faults.push(faults::score_outside(span));
                break;
            }
        }
        if score.0 != score.1 && (from.is_none() || to.is_none()) {
            faults.push(faults::slope_without_ends(row.span));
        }
        if let (Some((low, _)), Some((high, _))) = (&from, &to)
            && low > high
        {
            faults.push(faults::band_reversed(row.span));
            return None;
        }
        bands.push(Band { from, to, score, span: row.span });
    }
    if broken {
        return None;
    }
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
        faults.push(faults::no_rows(name));
        return None;
    };
    if first.from.is_some() {
        faults.push(faults::bands_closed_below(first.span, rows.first()));
    }
    if last.to.is_some() {
        faults.push(faults::bands_closed_above(last.span, rows.last()));
    }
    for ((lower, upper), (lower_row, upper_row)) in
        bands.iter().zip(bands.iter().skip(1)).zip(rows.iter().zip(rows.iter().skip(1)))
    {
        meeting(lower, upper, lower_row, upper_row, faults);
    }
    Some(Bands { ident: ident.to_owned(), basis, kind, rows: bands })
}

/// The type of the bounds.
fn kind(basis: Basis, rows: &[Row], faults: &mut Vec<Diagnostic>) -> Option<Type> {
    let bounds = || rows.iter().flat_map(|row| row.from.iter().chain(row.to.iter()));
    match basis {
        Basis::Reached => Some(Type::Percent),
        Basis::DaysLate => Some(Type::Days),
        Basis::Value => {
            let kind = bounds().find_map(|bound| bound.value.value.kind()).unwrap_or(Type::Number);
            if kind.is_amount() {
                return Some(kind);
            }
            if let Some(bound) = bounds().next() {
                faults.push(faults::band_type(bound.value.span, kind, Type::Number));
            }
            None
        }
    }
}

fn bound(bound: Option<&Bound>, kind: Type, faults: &mut Vec<Diagnostic>) -> Option<(Exact, bool)> {
    let bound = bound?;
    let shown = bound.value.value.kind();
    // Days late are counted in days whether the unit is written or not.
    let fits = shown == Some(kind) || (kind == Type::Days && shown == Some(Type::Number));
    if !fits {
        faults.push(match (&bound.value.value, kind) {
            (LiteralValue::Number(number, None), Type::Percent) => {
                faults::bare_percent(bound.value.span, *number)
            }
            _ => faults::band_type(bound.value.span, shown.unwrap_or(Type::Number), kind),
        });
    }
    bound.value.value.value()?.amount().cloned().map(|value| (value, bound.inclusive))
}

/// How two neighbouring rows meet.
fn meeting(lower: &Band, upper: &Band, lower_row: &Row, upper_row: &Row, faults: &mut Vec<Diagnostic>) {
    let (Some((end, end_held)), Some((start, start_held))) = (&lower.to, &upper.from) else {
        if lower.to.is_none() && upper.from.is_some() || lower.to.is_some() && upper.from.is_none() {
            faults.push(faults::bands_unordered(upper.span, lower.span));
        } else if lower.to.is_none() && upper.from.is_none() {
            faults.push(faults::bands_overlap(upper.span, lower.span));
        }
        return;
    };
    if start < end {
        let disordered = upper.to.as_ref().is_some_and(|(to, _)| to <= end)
            || lower.from.as_ref().is_some_and(|(from, _)| start < from);
        faults.push(if disordered {
            faults::bands_unordered(upper.span, lower.span)
        } else {
            faults::begun_where_ended(faults::bands_overlap(upper.span, lower.span), lower_row, upper_row)
        });
    } else if start == end {
        match (end_held, start_held) {
            (true, true) if lower.score.1 != upper.score.0 => {
                let fault = faults::bands_overlap(upper.span, lower.span);
                faults.push(faults::begun_where_ended(fault, lower_row, upper_row));
            }
            (false, false) => {
                let fault = faults::bands_gap(upper.span, lower.span);
                faults.push(faults::begun_where_ended(fault, lower_row, upper_row));
            }
            _ => {}
        }
    } else if *end_held && *start_held && one_digit_apart(lower_row, upper_row, end, start) {
        faults.push(faults::bands_apart(lower_row, upper_row));
    } else {
        let fault = faults::bands_gap(upper.span, lower.span);
        faults.push(faults::begun_where_ended(fault, lower_row, upper_row));
    }
}

/// Closed ends one unit of the last printed digit apart, as real tables are: 59,99 and 60.
fn one_digit_apart(lower: &Row, upper: &Row, end: &Exact, start: &Exact) -> bool {
    let scale = |bound: Option<&Bound>| {
        bound.and_then(|bound| bound.value.value.number()).map_or(0, |number| number.scale())
    };
    let places = scale(lower.to.as_ref()).max(scale(upper.from.as_ref()));
    let ten = Exact::from(10);
    let scaled = (0..places).fold(start - end, |gap, _| gap * ten.clone());
    scaled == Exact::one()
}
