//! The words that the evaluation's own remarks and its readers share.

use super::result::{OnlyParts, Remedy};
use crate::actuals::Subject;
use crate::diagnostics::{Text, say};
use crate::plan::{MeasureId, Plan};
use crate::value::Period;

/// How many periods a sentence names.
const MOST_PERIODS: usize = 6;

/// What a measure is called: the identifier of a shared one, the text of a KPI's own operand.
pub fn measure(plan: &Plan, id: MeasureId) -> &str {
    let measure = plan.measure(id);
    if measure.owner.is_some() && !measure.title.is_empty() { &measure.title } else { &measure.key }
}

/// What actuals are of, as an officer knows it.
pub fn subject(plan: &Plan, of: Subject) -> &str {
    match of {
        Subject::Measure(id) => measure(plan, id),
        Subject::Kpi(id) => plan.kpi(id).name(),
    }
}

/// Values for parts of a period only: which, and what gives the period its own.
pub fn only_parts(plan: &Plan, only: &OnlyParts) -> Text {
    let name = subject(plan, only.of);
    let period = only.period;
    let Text { it, en } = listed(&only.parts);
    match only.write {
        Remedy::Accumulate => say!(
            "`{name}` ha un valore solo per {it}, e il piano non dice come se ne ricava quello di {period}: scrivi `cumula somma`, `ultimo`, `media` o `primo`",
            "`{name}` has a value only for {en}, and the plan does not say how they make that of {period}: write `cumula somma`, `ultimo`, `media` or `primo`"
        ),
        Remedy::Value => {
            let latest = only.parts.last().copied().unwrap_or(period);
            say!(
                "il `no` di {latest}, l'ultimo valore di `{name}`, non vale per {period}: scrivi quello di {period}",
                "the `no` of {latest}, the latest value of `{name}`, does not hold for {period}: write that of {period}"
            )
        }
        Remedy::Operands => say!(
            "`{name}` ha un valore solo per {it}, e questi non si possono mettere insieme: scrivi i dati da cui si calcola, o il valore di {period}",
            "`{name}` has a value only for {en}, and these cannot be put together: write the data it is computed from, or the value of {period}"
        ),
    }
}

/// `2025-T1, 2025-T2 e altri 3`.
pub fn listed(periods: &[Period]) -> Text {
    let named: Vec<String> = periods.iter().take(MOST_PERIODS).map(Period::to_string).collect();
    let named = named.join(", ");
    match periods.len().saturating_sub(MOST_PERIODS) {
        0 => Text::same(named),
        more => say!("{named} e altri {more}", "{named} and {more} more"),
    }
}
