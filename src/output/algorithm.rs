//! The algorithm of an indicator as the language writes it, its measures by their titles.

use super::words;
use crate::plan::{Algorithm, Expr, Kpi, MeasureId, Operator, Plan};
use crate::value::{Value, show_number};

/// How strongly what is around an expression binds it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binds {
    Loosely,
    Tightly,
}

/// `rapporto % «Iniziative avviate» / «Iniziative previste»`; nothing for an indicator that is simply its own value.
pub(super) fn written(plan: &Plan, kpi: &Kpi) -> Option<String> {
    let expression = |expr: &Expr, around| expression(plan, expr, around);
    let mut parts = Vec::new();
    match &kpi.algorithm {
        Algorithm::Own => {}
        Algorithm::Value(of) => parts.push(format!("valore di {}", expression(of, Binds::Loosely))),
        Algorithm::Change(of) => parts.push(format!("variazione % {}", expression(of, Binds::Loosely))),
        Algorithm::Ratio { percent, left, right } => {
            let name = if *percent { "rapporto %" } else { "rapporto" };
            let (left, right) = (expression(left, Binds::Tightly), expression(right, Binds::Tightly));
            parts.push(format!("{name} {left} / {right}"));
        }
        Algorithm::Rollup(of) => {
            let codes: Vec<&str> = of.iter().map(|id| plan.objective(*id).code.as_str()).collect();
            parts.push(format!("media ponderata {}", codes.join(", ")));
        }
        Algorithm::Formula { expr, percent } => {
            let in_percent = if *percent { " in %" } else { "" };
            parts.push(format!("formula {}{in_percent}", expression(expr, Binds::Loosely)));
        }
    }
    parts.extend(kpi.per.as_ref().map(|per| format!("ogni {}", show_number(per, 4))));
    parts.extend(kpi.accumulate.map(|how| format!("cumula {}", words::accumulation(how).it)));
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn expression(plan: &Plan, of: &Expr, around: Binds) -> String {
    let inner = |expr: &Expr, around| expression(plan, expr, around);
    let name = |id: MeasureId| {
        let measure = plan.measure(id);
        if measure.title.is_empty() { measure.key.clone() } else { format!("«{}»", measure.title) }
    };
    let year = |back: u32| if back == 0 { "anno".to_owned() } else { format!("anno-{back}") };
    match of {
        Expr::Measure { id, back: 0 } => name(*id),
        Expr::Measure { id, back } => format!("{}[{}]", name(*id), year(*back)),
        Expr::Constant { value, kind } => Value::Amount(value.clone()).show(*kind, None, 10),
        Expr::Negate(of) => format!("-{}", inner(of, Binds::Tightly)),
        Expr::Binary(operator, left, right) => {
            let (left, right) = (inner(left, Binds::Tightly), inner(right, Binds::Tightly));
            let whole = format!("{left} {} {right}", Operator::sign(*operator));
            if around == Binds::Loosely { whole } else { format!("({whole})") }
        }
        Expr::Window { mean, id, first, last } => {
            let called = if *mean { "media" } else { "somma" };
            format!("{called}({}[{}..{}])", name(*id), year(*first), year(*last))
        }
        Expr::Extreme(greatest, of) => {
            let of: Vec<String> = of.iter().map(|part| inner(part, Binds::Loosely)).collect();
            format!("{}({})", if *greatest { "max" } else { "min" }, of.join("; "))
        }
    }
}
