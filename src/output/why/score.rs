//! The step from value to score: the rule, with the numbers in it.

use super::mean::append;
use super::{Step, Teller};
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
            ScoredBy::MetWithin(tolerance) => Step::gives(within(kpi, &numbers, tolerance), shown),
            ScoredBy::Missed => {
                let sign = numbers.sign;
                Step::gives(
                    say!("{rule}: {actual} non è {sign} {target}", "{rule}: {actual} is not {sign} {target}"),
                    shown,
                )
            }
            ScoredBy::Direct => {
                let what = say!("{rule}: {actual}", "{rule}: {actual}");
                reckoned(what, numbers.raw(&scored.by), shown)
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
            by => {
                let formula = numbers.formula(by);
                let what = say!("{rule}: {formula}", "{rule}: {formula}");
                reckoned(what, numbers.raw(by), shown)
            }
        };
        let mut notes: Vec<Step> = Vec::new();
        notes.extend(scored.instead_of.map(|inherited| self.instead(kpi, result, inherited)));
        if let ScoredBy::FromBaseline(start) = &scored.by {
            notes.extend(self.baseline(kpi, start));
        }
        step.with(notes)
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

/// What a rule reckons with, as numbers and as shown.
struct Numbers<'a> {
    actual: String,
    target: String,
    sign: &'static str,
    values: Option<(&'a Exact, &'a Exact)>,
}

impl<'a> Numbers<'a> {
    fn of(kpi: &Kpi, result: &'a KpiResult) -> Numbers<'a> {
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
        let zero = actual.and_then(Value::amount);
        let values =
            zero.map(|actual| (actual, target.and_then(|target| target.value.amount()).unwrap_or(actual)));
        let sign = target.map_or("", |target| figures::sign(target.comparator));
        Numbers { actual: shown.0, target: shown.1, sign, values }
    }

    /// The arithmetic of a proportional rule.
    fn formula(&self, by: &ScoredBy) -> String {
        let (actual, target) = (&self.actual, &self.target);
        match by {
            ScoredBy::OfTarget => format!("100 × {actual} / {target}"),
            ScoredBy::Deviation => format!("100 × (2 − {actual} / {target})"),
            ScoredBy::Inverse => format!("100 × {target} / {actual}"),
            ScoredBy::Distance => format!("100 × (1 − |{actual} − {target}| / {target})"),
            ScoredBy::FromBaseline(start) => {
                let start = figures::number(start);
                format!("100 × ({actual} − {start}) / ({target} − {start})")
            }
            _ => actual.clone(),
        }
    }

    /// Its result before it was held within 0 and 100.
    fn raw(&self, by: &ScoredBy) -> Option<Exact> {
        let (actual, target) = self.values?;
        let percent = |top: &Exact, bottom: &Exact| Exact::ratio(&(top * &Exact::hundred()), bottom);
        match by {
            ScoredBy::OfTarget => percent(actual, target),
            ScoredBy::Deviation => Some(Exact::from(200) - percent(actual, target)?),
            ScoredBy::Inverse => percent(target, actual),
            ScoredBy::Distance => Some(Exact::hundred() - percent(&(actual - target).abs(), target)?),
            ScoredBy::FromBaseline(start) => percent(&(actual - start), &(target - start)),
            ScoredBy::Direct => Some(actual.clone()),
            _ => None,
        }
    }
}

/// Arithmetic and its score; says that the number was held within 0 and 100, if it was.
fn reckoned(what: Text, raw: Option<Exact>, score: String) -> Step {
    match raw {
        Some(raw) if raw.is_negative() => {
            let raw = figures::number(&raw);
            Step::gives(
                append(&what, say!(" = {raw}, ma non meno di 0", " = {raw}, but not less than 0")),
                score,
            )
        }
        Some(raw) if raw > Exact::hundred() => {
            let raw = figures::number(&raw);
            Step::gives(
                append(&what, say!(" = {raw}, ma non più di 100", " = {raw}, but not more than 100")),
                score,
            )
        }
        _ => Step::equals(what, score),
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
