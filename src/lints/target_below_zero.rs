//! A target below zero under a proportional rule that reaches the indicator: proportion needs a target above zero, so
//! `tutto o niente` takes its place (`language.md` §5), and near misses get 0. `<= 0` is no surprise: there is no near miss
//! of nothing.

use crate::diagnostics::{Code, Diagnostic, say};
use crate::plan::Rule;
use crate::types::Seen;

pub(super) fn look(seen: &Seen<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let kpi = seen.kpi;
    if !kpi.scoring.inherited || !matches!(kpi.scoring.rule, Rule::Proportional { .. }) {
        return;
    }
    let below = |value: &crate::value::Value| {
        value.amount().is_some_and(|number| !number.is_positive() && !number.is_zero())
    };
    let target =
        kpi.targets.iter().find(|target| target.bound.as_ref().is_some_and(|(_, value)| below(value)));
    let Some(target) = target else { return };
    let key = &kpi.key;
    found.push(
        Diagnostic::new(
            Code::TargetBelowZero,
            target.span,
            say!(
                "`{key}`: il target è sotto zero e `proporzionale` non si può calcolare: vale `tutto o niente`",
                "`{key}`: the target is below zero and `proporzionale` cannot be computed: `tutto o niente` counts"
            ),
        )
        .note(say!(
            "per un punteggio graduale scrivi sull'indicatore `punteggio da storico` (con uno `storico`) o `punteggio fasce NOME`; se va bene così, scrivi `punteggio tutto o niente`",
            "for a gradual score write on the indicator `punteggio da storico` (with a `storico`) or `punteggio fasce NAME`; if it is fine so, write `punteggio tutto o niente`"
        )),
    );
}
