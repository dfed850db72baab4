//! The scoring rules (`language.md` §5), each written once, to be read aloud beside the reference: what a rule makes of a
//! value whose target is missed, and of one that it scores without a target.

use super::expression::{Case, Condition, Expr, Gives, Leaf, Role};
use crate::plan::{Basis, Rule};
use crate::value::Comparator;
use Expr::{Abs, Divide, Multiply, Number, Percent, Points, Subtract};

const ACTUAL: Expr = Expr::Leaf(Leaf::Actual);
const TARGET: Expr = Expr::Leaf(Leaf::Target);
const BASELINE: Expr = Expr::Leaf(Leaf::Baseline);
const TOLERANCE: Expr = Expr::Leaf(Leaf::Tolerance);
const HUNDRED: Expr = Number(100);

/// Past the target, or short of it; of dates, in days.
const DISTANCE: Expr = Abs(&Subtract(&ACTUAL, &TARGET));
/// What was reached of the target: 1 is all of it.
const OF_TARGET: Expr = Divide(&ACTUAL, &TARGET);
/// The same where less is better: 1 at the target, 0 at twice of it.
const BELOW_TARGET: Expr = Subtract(&Number(2), &OF_TARGET);
/// The same where only the target will do.
const CLOSE_TO_TARGET: Expr = Subtract(&Number(1), &Divide(&DISTANCE, &TARGET));

/// The cases of a rule against a target with that sign, in order; `basis` is that of the rule's bands.
pub(super) fn against_target(rule: Rule, sign: Comparator, basis: Option<Basis>) -> [Option<Case>; 4] {
    let [met, close_enough] = met(sign);
    // What must be exactly so much by the end of the year may be there before.
    let whole = Condition { left: ACTUAL, sign, right: Expr::Leaf(Leaf::OfYear) };
    let full = Gives::Points(100);
    [
        Some(Case { role: Role::Met, when: Some(met), gives: full }),
        (sign == Comparator::Equal).then_some(Case {
            role: Role::MetForYear,
            when: Some(whole),
            gives: full,
        }),
        Some(Case { role: Role::MetWithin, when: Some(close_enough), gives: full }),
        Some(Case { role: Role::Rule, when: None, gives: missed(rule, sign, basis) }),
    ]
}

/// When a target with that sign is met: as it is, or with the tolerance.
pub(super) fn met(sign: Comparator) -> [Condition; 2] {
    [
        Condition { left: ACTUAL, sign, right: TARGET },
        Condition { left: DISTANCE, sign: Comparator::AtMost, right: TOLERANCE },
    ]
}

/// The one case of a rule that looks at the value alone.
pub(super) fn of_value(rule: Rule) -> [Option<Case>; 4] {
    let gives = match rule {
        Rule::Direct => Gives::Within(Points(&ACTUAL)),
        Rule::Bands(_) => Gives::Band(ACTUAL),
        Rule::AllOrNothing | Rule::Proportional { .. } | Rule::FromBaseline => Gives::Points(0),
    };
    [Some(Case { role: Role::Rule, when: None, gives }), None, None, None]
}

/// What a rule gives for a target that is missed.
fn missed(rule: Rule, sign: Comparator, basis: Option<Basis>) -> Gives {
    match rule {
        Rule::AllOrNothing | Rule::Direct => Gives::Points(0),
        Rule::Proportional { inverse } => Gives::Within(match sign {
            Comparator::AtLeast => Divide(&Multiply(&HUNDRED, &ACTUAL), &TARGET),
            Comparator::AtMost if inverse => Divide(&Multiply(&HUNDRED, &TARGET), &ACTUAL),
            Comparator::AtMost => Multiply(&HUNDRED, &BELOW_TARGET),
            Comparator::Equal => Multiply(&HUNDRED, &CLOSE_TO_TARGET),
        }),
        Rule::FromBaseline => Gives::Within(Divide(
            &Multiply(&HUNDRED, &Subtract(&ACTUAL, &BASELINE)),
            &Subtract(&TARGET, &BASELINE),
        )),
        Rule::Bands(_) => Gives::Band(match (basis, sign) {
            (Some(Basis::DaysLate), _) => Subtract(&ACTUAL, &TARGET),
            (Some(Basis::Reached), Comparator::AtMost) => Percent(&BELOW_TARGET),
            (Some(Basis::Reached), Comparator::AtLeast | Comparator::Equal) => Percent(&OF_TARGET),
            (Some(Basis::Value) | None, _) => ACTUAL,
        }),
    }
}
