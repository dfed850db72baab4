//! The step from value to score: the rule, with the numbers in it.

use super::formula::{Formula, Shown};
use super::mean::append;
use super::{Step, Teller};
use crate::calculation::exact::{self, Values};
use crate::calculation::{Expr, Leaf};
use crate::diagnostics::{Text, say};
use crate::eval::result::{How, KpiResult, Scored, ScoredBy, TargetUsed};
use crate::output::{figures, words};
use crate::plan::rules::{Inapplicable, applies};
use crate::plan::{Basis, Kpi, Rule};
use crate::value::{Exact, Type, Value};

impl Teller<'_> {
    /// `proporzionale: 100 × 2,68 / 4 = 67,00%`
    pub(super) fn score(&self, kpi: &Kpi, result: &KpiResult, scored: &Scored) -> Step {
        let shown = figures::performance(&scored.score);
        let rule = words::rule(self.view.plan, scored.rule);
        let numbers = Numbers::of(kpi, result);
        let (actual, target) = (&numbers.actual, &numbers.target);
        let step = match &scored.by {
            ScoredBy::Met => {
                let sign = numbers.sign;
                Step::gives(
                    say!(
                        "target raggiunto: {actual} {sign} {target}",
                        "target met: {actual} {sign} {target}"
                    ),
                    shown,
                )
            }
            ScoredBy::MetForYear => {
                let annual = result.target.as_ref().and_then(|target| target.annual.as_ref());
                let annual = annual.map_or_else(String::new, |annual| figures::bare(annual, kpi.kind));
                Step::gives(
                    say!(
                        "target dell'anno già raggiunto: {actual} = {annual}",
                        "target of the year met already: {actual} = {annual}"
                    ),
                    shown,
                )
            }
            ScoredBy::MetWithin(tolerance) => Step::gives(within(kpi, &numbers, tolerance), shown),
            ScoredBy::Missed => {
                let sign = numbers.sign;
                Step::gives(
                    say!("{rule}: {actual} non è {sign} {target}", "{rule}: {actual} is not {sign} {target}"),
                    shown,
                )
            }
            ScoredBy::Band(index, amount) => self.band(scored, *index, amount),
            ScoredBy::Empty => {
                Step::gives(say!("validato con un valore vuoto", "validated with an empty value"), shown)
            }
            ScoredBy::AsZero => Step::gives(
                say!(
                    "non disponibile, e il piano chiede `non disponibili zero`",
                    "not available, and the plan asks for `non disponibili zero`"
                ),
                shown,
            ),
            ScoredBy::Reckoned(expr) => self.reckoned(&rule, kpi, result, scored, expr),
        };
        let mut notes: Vec<Step> = Vec::new();
        notes.extend(scored.instead_of.map(|inherited| self.instead(kpi, result, inherited)));
        notes.extend(scored.baseline.as_ref().and_then(|start| self.baseline(kpi, start)));
        step.with(notes)
    }

    /// The rule's arithmetic and its score; says that the number was held within 0 and 100, if it was.
    fn reckoned(&self, rule: &str, kpi: &Kpi, result: &KpiResult, scored: &Scored, expr: &Expr) -> Step {
        let shown = figures::performance(&scored.score);
        let Ok((actual, _)) = &result.actual.value else {
            return Step::gives(Text::same(rule.to_owned()), shown);
        };
        let target = result.target.as_ref().map(|target| &target.value);
        let baseline = scored.baseline.clone().map(Value::Amount);
        let rollup = matches!(result.actual.how, How::Rollup(_));
        let formula = Formula::of_score(expr, &|leaf| match (leaf, actual) {
            (Leaf::Actual, Value::Amount(mean)) if rollup => {
                Formula::Number(Some(mean.clone()), Shown::Performance)
            }
            (Leaf::Actual, actual) => Formula::value(actual, kpi.kind),
            (Leaf::OfYear, _) => Formula::none(),
            (Leaf::Target, _) => target.map_or_else(Formula::none, |target| Formula::value(target, kpi.kind)),
            (Leaf::Baseline, _) => Formula::Number(scored.baseline.clone(), Shown::Of(kpi.kind)),
            (Leaf::Tolerance, _) => Formula::Number(kpi.tolerance.clone(), Shown::Of(kpi.kind)),
        });
        let values = Values {
            actual,
            target,
            of_year: None,
            baseline: baseline.as_ref(),
            tolerance: kpi.tolerance.as_ref(),
        };
        // Two numbers that differ are told apart, whatever the result needs.
        let alike = target.is_some_and(|target| {
            target != actual && figures::bare(target, kpi.kind) == figures::bare(actual, kpi.kind)
        });
        let raw = exact::number(expr, values);
        let text = |result: &Exact, print: &dyn Fn(&Exact) -> String| {
            let formula = formula.text(result, print, alike);
            say!("{rule}: {formula}", "{rule}: {formula}")
        };
        match raw {
            Some(raw) if raw.is_negative() => {
                let what = text(&raw, &figures::number);
                let raw = figures::number(&raw);
                Step::gives(
                    append(&what, say!(" = {raw}, ma non meno di 0", " = {raw}, but not less than 0")),
                    shown,
                )
            }
            Some(raw) if raw > Exact::hundred() => {
                let what = text(&raw, &figures::number);
                let raw = figures::number(&raw);
                Step::gives(
                    append(&what, say!(" = {raw}, ma non più di 100", " = {raw}, but not more than 100")),
                    shown,
                )
            }
            _ => Step::equals(text(&scored.score, &figures::points), shown),
        }
    }

    /// `fasce ritardi, su giorni di ritardo: 12 → 90,00%`, at the band that holds it.
    fn band(&self, scored: &Scored, index: usize, amount: &Exact) -> Step {
        let shown = figures::performance(&scored.score);
        let rule = words::rule(self.view.plan, scored.rule);
        let amount = figures::number(amount);
        let Rule::Bands(id) = scored.rule else {
            return Step::gives(say!("{rule}: {amount}", "{rule}: {amount}"), shown);
        };
        let bands = self.view.plan.bands_of(id);
        let mut what = match bands.basis {
            Basis::Value => say!("{rule}, su valore: {amount}", "{rule}, on the value: {amount}"),
            Basis::Reached => {
                say!(
                    "{rule}, su percentuale raggiunta: {amount}%",
                    "{rule}, on the percentage reached: {amount}%"
                )
            }
            Basis::DaysLate => {
                say!("{rule}, su giorni di ritardo: {amount}", "{rule}, on the days late: {amount}")
            }
        };
        let Some(band) = bands.rows.get(index) else { return Step::gives(what, shown) };
        if band.score.0 != band.score.1 {
            let (low, high) = (figures::share(&band.score.0), figures::share(&band.score.1));
            what = append(
                &what,
                say!(", in proporzione da {low} a {high}", ", in proportion from {low} to {high}"),
            );
        }
        let line = super::super::layout::clean(self.view.sources.text(band.span).trim());
        if !line.is_empty() {
            what = append(&what, say!(", nella fascia `{line}`", ", in the band `{line}`"));
        }
        Step::gives(what, shown).at(self.view.place(band.span))
    }

    /// Why an inherited rule gave way.
    fn instead(&self, kpi: &Kpi, result: &KpiResult, inherited: Rule) -> Step {
        let plan = self.view.plan;
        let rule = words::rule(plan, inherited);
        let bands = match inherited {
            Rule::Bands(id) => Some(plan.bands_of(id)),
            _ => None,
        };
        let bound = result.target.as_ref().map(|target| (target.comparator, &target.value));
        let to = match applies(&kpi.scoring, bands, kpi.kind, bound) {
            Err(Inapplicable::NoAmount) => say!("a una data o a un sì/no", "to a date or a yes/no"),
            Err(Inapplicable::EqualTarget) => say!("a un target `=`", "to a target with `=`"),
            Err(Inapplicable::NoPercentage) => {
                say!("a ciò che non è una percentuale", "to what is no percentage")
            }
            Err(Inapplicable::BandsOfAnotherType) => {
                say!("a un valore di altro tipo", "to a value of another type")
            }
            Err(Inapplicable::NoDeadline) => {
                say!("a un target che non è una scadenza", "to a target that is no deadline")
            }
            _ if inherited == Rule::FromBaseline => say!("senza uno storico", "without a baseline"),
            _ => say!("a un target che non supera lo zero", "to a target that is not above zero"),
        };
        let Text { it, en } = to;
        let (it_from, en_from) =
            if kpi.scoring.inherited { (", ereditata,", ", inherited,") } else { ("", "") };
        Step::says(say!(
            "`{rule}`{it_from} non si applica {it}, quindi vale `tutto o niente`",
            "`{rule}`{en_from} does not apply {en}, so `tutto o niente` holds"
        ))
    }

    /// The baseline that the score starts from.
    fn baseline(&self, kpi: &Kpi, start: &Exact) -> Option<Step> {
        let start = Value::Amount(start.clone());
        let written = kpi.baselines.iter().filter(|baseline| baseline.value.as_ref() == Some(&start));
        let written = written.max_by_key(|baseline| baseline.period)?;
        let period = written.period;
        let shown = figures::value(&start, kpi.kind, kpi.unit.as_deref());
        Some(
            Step::gives(say!("storico {period}", "baseline {period}"), shown)
                .at(self.view.place(written.span)),
        )
    }
}

/// What a target is compared with, as shown.
struct Numbers {
    actual: String,
    target: String,
    sign: &'static str,
}

impl Numbers {
    fn of(kpi: &Kpi, result: &KpiResult) -> Numbers {
        let actual = result.actual.value.as_ref().ok().map(|(value, _)| value);
        let target: Option<&TargetUsed> = result.target.as_ref();
        let shown = match (actual, target) {
            (Some(Value::Amount(mean)), Some(target)) if matches!(result.actual.how, How::Rollup(_)) => {
                (figures::performance(mean), figures::bare(&target.value, kpi.kind))
            }
            (Some(actual), Some(target)) => figures::apart(actual, &target.value, kpi.kind),
            (Some(actual), None) => (figures::bare(actual, kpi.kind), String::new()),
            (None, target) => (
                String::new(),
                target.map_or_else(String::new, |target| figures::bare(&target.value, kpi.kind)),
            ),
        };
        let sign = target.map_or("", |target| figures::sign(target.comparator));
        Numbers { actual: shown.0, target: shown.1, sign }
    }
}

/// `target raggiunto con la tolleranza: 22 ≤ 20 + 5`
fn within(kpi: &Kpi, numbers: &Numbers, tolerance: &Exact) -> Text {
    let (actual, target, sign) = (&numbers.actual, &numbers.target, numbers.sign);
    let widened = match sign {
        "≤" => "+",
        "≥" => "−",
        _ => "±",
    };
    let digits = figures::number(tolerance);
    let tolerance = match kpi.kind {
        Type::Date => format!("{digits} giorni"),
        Type::Percent => format!("{digits}%"),
        _ => digits,
    };
    say!(
        "target raggiunto con la tolleranza: {actual} {sign} {target} {widened} {tolerance}",
        "target met within the tolerance: {actual} {sign} {target} {widened} {tolerance}"
    )
}
