//! A `cumula` that can have no effect, from its data to its words.

use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::plan::{Accumulation, Measure};
use crate::source::Span;
use crate::value::Type;

/// The performances that a rollup is the mean of are not reported period by period.
pub(in crate::types) fn rollup_accumulates(span: Span) -> Diagnostic {
    without_effect(
        span,
        say!(
            "`cumula` qui non ha effetto: una media ponderata si calcola dalle performance, che non si accumulano",
            "`cumula` has no effect here: a weighted mean is computed from performances, which do not accumulate"
        ),
    )
}

/// All operands are shared measures, which say themselves how their periods add up.
pub(in crate::types) fn shared_accumulate(span: Span, shared: &[&Measure]) -> Diagnostic {
    let mut fault = without_effect(
        span,
        say!(
            "`cumula` qui non ha effetto: come si accumula una misura lo dice la sua `misura`",
            "`cumula` has no effect here: how a measure accumulates is said by its `misura`"
        ),
    );
    for measure in shared {
        fault = fault.also(measure.span, say!("va scritto qui", "it belongs here"));
    }
    fault
}

/// Dates, sì and no are neither added up nor averaged.
pub(in crate::types) fn sum_of(span: Span, how: Accumulation, kind: Type) -> Diagnostic {
    let written = if how == Accumulation::Mean { "media" } else { "somma" };
    let Text { it, en } = kind.name();
    without_effect(
        span,
        say!(
            "`cumula {written}` qui non può avere effetto: di {it} non c'è una {written}",
            "`cumula {written}` can have no effect here: there is no {written} of {en}"
        ),
    )
    .note(say!(
        "una data o un sì, una volta raggiunti, valgono per il resto dell'anno anche senza `cumula`; `ultimo` e `primo` si possono scrivere",
        "a date or a sì, once reached, holds for the rest of the year without `cumula` too; `ultimo` and `primo` may be written"
    ))
}

fn without_effect(span: Span, message: Text) -> Diagnostic {
    Diagnostic::new(Code::NoAccumulation, span, message).fix(
        say!("togli `cumula`", "remove `cumula`"),
        span,
        "",
    )
}
