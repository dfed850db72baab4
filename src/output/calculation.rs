//! `piaoc eval --calculation`: what a plan alone says of each result, before any actual, step by step: how an indicator's
//! value comes about, against what it is held, which case gives which score, what each mean is of. What whoever checks a
//! result by hand would reckon.

use serde_json::{Value as Json, json};

use super::why::{Explanation, Link, NotFound, Place, Step, Subject, place_of, subject};
use super::{figures, words};
use crate::calculation::expression::Condition;
use crate::calculation::{self, Applied, Case, Expr, Frame, Gives, Leaf, Role, ScoreCalculation};
use crate::calculation::{Function, LeftOut, ValueExpr, value, weights};
use crate::diagnostics::{Text, say};
use crate::eval::result::PartOf;
use crate::plan::{Algorithm, Kpi, KpiId, MeasureId, ObjectiveId, Operator, Plan, Rule};
use crate::source::{Sources, Span};
use crate::value::{Comparator, Exact, Period, Type, Value};

/// The schema of [`render_json`].
pub const SCHEMA: &str = include_str!("calculation.schema.json");

/// So many terms of a mean are written out; JSON has all.
const MOST_TERMS: usize = 40;

/// The calculation of a plan in a period.
#[derive(Debug, Clone, Copy)]
pub struct Calculation<'p> {
    frame: Frame<'p>,
    sources: &'p Sources,
}

impl<'p> Calculation<'p> {
    /// Of a plan; of its `esercizio` where no period is given.
    pub fn of(plan: &'p Plan, sources: &'p Sources, period: Option<Period>) -> Calculation<'p> {
        let frame = Frame::of(plan, period.unwrap_or_else(|| Period::year(plan.exercise)));
        Calculation { frame, sources }
    }

    /// The steps of a KPI, of an objective with what it is the mean of, or of the whole plan.
    ///
    /// # Errors
    /// When nothing, or more than one thing, answers to `key`.
    pub fn explain(&self, key: &str) -> Result<Explanation, NotFound> {
        let plan = self.frame.plan;
        let (key, root) = match subject(plan, key)? {
            Subject::Plan => {
                let mut root = step(Text::same(plan.title.clone()), self.place(plan.span));
                root.children.push(self.mean(&siblings(plan, &plan.roots)));
                root.children.extend(plan.roots.iter().map(|id| self.objective(*id)));
                ("piano".to_owned(), root)
            }
            Subject::Part(PartOf::Objective(id)) => (plan.objective(id).code.clone(), self.objective(id)),
            Subject::Part(PartOf::Kpi(id)) => (plan.kpi(id).key.clone(), self.kpi(id)),
        };
        let period = self.frame.period;
        let heading = say!(
            "periodo {period} · come si calcola, prima dei consuntivi",
            "period {period} · how it is computed, before any actual"
        );
        Ok(Explanation { key, period, heading, root })
    }

    fn place(&self, span: Span) -> Option<Place> {
        place_of(self.sources, span)
    }

    fn objective(&self, id: ObjectiveId) -> Step {
        let plan = self.frame.plan;
        let objective = plan.objective(id);
        let name = named(&objective.code, &objective.title);
        let mut root = step(Text::same(name), self.place(objective.span));
        let parts = parts(plan, id);
        root.children.push(self.mean(&parts));
        root.children.extend(parts.into_iter().map(|(of, _)| match of {
            PartOf::Kpi(id) => self.kpi(id),
            PartOf::Objective(id) => self.objective(id),
        }));
        root
    }

    /// `performance = (30 × A.1 + 70 × A.2) / 100`
    fn mean(&self, parts: &[(PartOf, Exact)]) -> Step {
        let plan = self.frame.plan;
        if let [(of, _)] = parts {
            let key = key_of(plan, *of);
            return says(say!("performance = performance di {key}", "performance = performance of {key}"));
        }
        let plain = parts.iter().all(|(_, weight)| *weight == Exact::one());
        let term = |(of, weight): &(PartOf, Exact)| match plain {
            true => key_of(plan, *of).to_owned(),
            false => format!("{} × {}", figures::number(weight), key_of(plan, *of)),
        };
        let terms = parts.iter().take(MOST_TERMS).map(term).collect::<Vec<_>>().join(" + ");
        let terms = if parts.len() > MOST_TERMS { format!("{terms} + …") } else { terms };
        let sum = figures::number(&parts.iter().map(|(_, weight)| weight.clone()).sum());
        says(say!(
            "performance = ({terms}) / {sum}; di ciò che non è disponibile si toglie anche il peso",
            "performance = ({terms}) / {sum}; of what is not available the weight is left out too"
        ))
    }

    fn kpi(&self, id: KpiId) -> Step {
        let plan = self.frame.plan;
        let kpi = plan.kpi(id);
        let how = calculation::of_kpi(self.frame, kpi);
        let mut root = step(Text::same(named(&kpi.key, &kpi.title)), self.place(kpi.span));
        root.children.push(self.value(kpi));
        root.children.extend(self.target(kpi, &how));
        root.children.push(self.score(kpi, &how));
        if let Some(change) = plan.override_of(id, self.frame.period) {
            let score = figures::performance(&change.score);
            let what = say!("rettifica: conta {score} al suo posto", "override: {score} counts in its place");
            root.children.push(Step { place: self.place(change.span), ..says(what) });
        }
        root
    }

    /// `valore 2025 = 100 × («Evase» 2025 / «Ricevute» 2025)`, with how the parts of the year make what it is of.
    fn value(&self, kpi: &Kpi) -> Step {
        let (plan, period) = (self.frame.plan, self.frame.period);
        let expr = value::of_kpi(kpi);
        let shown = match (&kpi.algorithm, &expr) {
            (Algorithm::Rollup(_), _) => say!("media ponderata", "weighted mean"),
            (_, Some(expr)) => Text::same(self.written(expr)),
            (_, None) => say!("il consuntivo dell'indicatore", "the indicator's own actual"),
        };
        let (it, en) = (shown.it, shown.en);
        let mut found = says(say!("valore {period} = {it}", "value {period} = {en}"));
        let measures = expr.iter().flat_map(ValueExpr::measures).map(|(id, _)| id);
        let of_measures = measures.filter_map(|id| Some((name_of(plan, id), plan.measure(id).accumulate?)));
        let own = kpi.accumulate.map(|how| (kpi.name(), how));
        for (name, how) in of_measures.chain(own) {
            let Text { it, en } = words::accumulation(how);
            let line = says(say!(
                "«{name}» si mette insieme dall'inizio dell'anno: {it}",
                "«{name}» is put together from the start of the year: {en}"
            ));
            if !found.children.contains(&line) {
                found.children.push(line);
            }
        }
        if let Algorithm::Rollup(of) = &kpi.algorithm {
            let weights = weights::of_rollup(plan, of);
            let parts: Vec<_> = of.iter().map(|id| PartOf::Objective(*id)).zip(weights).collect();
            found.children.push(self.mean(&parts));
        }
        found
    }

    fn target(&self, kpi: &Kpi, how: &ScoreCalculation) -> Option<Step> {
        let used = how.target.as_ref()?;
        let shown = |value: &Value| figures::value(value, kpi.kind, kpi.unit.as_deref());
        let (sign, value) = (figures::sign(used.comparator), shown(&used.value));
        let mut what = say!("target {sign} {value}", "target {sign} {value}");
        if let Some(annual) = &used.annual {
            let (months, annual) = (self.frame.period.last_month(), shown(annual));
            let down = if used.is_rounded(self.frame.period) {
                say!(", per difetto", ", rounded down")
            } else {
                Text::default()
            };
            let (it, en) = (down.it, down.en);
            what = Text {
                it: format!("{}: {months}/12 di {annual}{it}", what.it),
                en: format!("{}: {months}/12 of {annual}{en}", what.en),
            };
        }
        let written = kpi.targets.iter().find(|target| target.period == used.period);
        let mut found = Step { place: written.and_then(|target| self.place(target.span)), ..says(what) };
        if how.not_due {
            found.children.push(says(say!(
                "non ancora dovuto: se non è già raggiunto, l'indicatore resta fuori",
                "not due yet: unless it is met already, the indicator is left out"
            )));
        }
        Some(found)
    }

    /// The cases, in order.
    fn score(&self, kpi: &Kpi, how: &ScoreCalculation) -> Step {
        let Some(applied) = &how.rule else {
            return says(say!(
                "nessun punteggio: per quest'anno non c'è un target, e l'indicatore resta fuori",
                "no score: there is no target for this year, and the indicator is left out"
            ));
        };
        let rule = words::rule(self.frame.plan, applied.rule);
        let mut found = says(say!(
            "punteggio, `{rule}`: il primo caso che vale",
            "score, `{rule}`: the first case that holds"
        ));
        if let Some(written) = applied.instead_of {
            let written = words::rule(self.frame.plan, written);
            found.children.push(says(say!(
                "`{written}` qui non si può applicare, quindi vale `{rule}`",
                "`{written}` cannot be applied here, so `{rule}` holds"
            )));
        }
        for case in applied.cases().filter(|case| concerns(kpi, how, case)) {
            found.children.push(self.case(kpi, how, applied, &case));
        }
        found
    }

    fn case(&self, kpi: &Kpi, how: &ScoreCalculation, applied: &Applied, case: &Case) -> Step {
        let leaf = |leaf| self.leaf(kpi, how, leaf);
        let gives = match &case.gives {
            Gives::Points(points) => Text::same(points.to_string()),
            Gives::Within(expr) => {
                let formula = arithmetic(expr, &leaf, false);
                Text {
                    it: format!("{}, ma non meno di 0 né più di 100", formula.it),
                    en: format!("{}, but not less than 0 nor more than 100", formula.en),
                }
            }
            Gives::Band(expr) => {
                let number = arithmetic(expr, &leaf, false);
                let bands = words::rule(self.frame.plan, applied.rule);
                Text {
                    it: format!("il punteggio di `{bands}` per {}", number.it),
                    en: format!("the score of `{bands}` for {}", number.en),
                }
            }
        };
        match case.when {
            None if applied.sign.is_none() => says(gives),
            None => {
                says(Text { it: format!("altrimenti {}", gives.it), en: format!("otherwise {}", gives.en) })
            }
            Some(condition) => {
                let (left, right) =
                    (arithmetic(&condition.left, &leaf, false), arithmetic(&condition.right, &leaf, false));
                let sign = figures::sign(condition.sign);
                says(Text {
                    it: format!("{} se {} {sign} {}", gives.it, left.it, right.it),
                    en: format!("{} if {} {sign} {}", gives.en, left.en, right.en),
                })
            }
        }
    }

    /// A quantity of a score: the value by its name, all that the plan fixes by its number.
    fn leaf(&self, kpi: &Kpi, how: &ScoreCalculation, leaf: Leaf) -> Text {
        let shown = |value: &Value| Text::same(figures::bare(value, kpi.kind));
        let target = how.target.as_ref();
        let number = match leaf {
            Leaf::Actual => None,
            Leaf::Target => target.map(|target| shown(&target.value)),
            Leaf::OfYear => target.and_then(|target| target.annual.as_ref()).map(shown),
            Leaf::Baseline => how.rule.as_ref().and_then(|applied| applied.baseline.as_ref()).map(shown),
            Leaf::Tolerance => kpi.tolerance.as_ref().map(|tolerance| match kpi.kind {
                Type::Date => {
                    let days = figures::number(tolerance);
                    say!("{days} giorni", "{days} days")
                }
                kind => Text::same(figures::bare_to(tolerance, kind, 4)),
            }),
        };
        number.unwrap_or_else(|| say!("valore", "value"))
    }

    /// The operations of a value.
    fn written(&self, expr: &ValueExpr) -> String {
        let plan = self.frame.plan;
        let of = |inner: &ValueExpr| self.written(inner);
        match expr {
            ValueExpr::Measure { id, back } => {
                let name = name_of(plan, *id);
                let period = self.frame.period.in_year(self.frame.period.year.saturating_sub_unsigned(*back));
                format!("«{name}» {period}")
            }
            ValueExpr::Number { value, kind } => figures::bare_to(value, *kind, 4),
            ValueExpr::Negate(inner) => format!("−{}", of(inner)),
            ValueExpr::Percent(inner) => format!("100 × {}", of(inner)),
            ValueExpr::Positive { of: inner, .. } => of(inner),
            ValueExpr::Binary(operator, left, right) => {
                let sign = match operator {
                    Operator::Add => "+",
                    Operator::Subtract => "−",
                    Operator::Multiply => "×",
                    Operator::Divide => "/",
                };
                format!("({} {sign} {})", of(left), of(right))
            }
            ValueExpr::Call(function, parts) => {
                let parts: Vec<String> = parts.iter().map(of).collect();
                format!("{}({})", function_name(*function), parts.join("; "))
            }
        }
    }
}

/// Whether a case can hold for an indicator: it has what the case compares.
fn concerns(kpi: &Kpi, how: &ScoreCalculation, case: &Case) -> bool {
    match case.role {
        Role::MetWithin => kpi.tolerance.is_some(),
        Role::MetForYear => how.target.as_ref().is_some_and(|target| target.annual.is_some()),
        Role::Met | Role::Rule => true,
    }
}

/// The arithmetic of a score, its quantities as they are told.
fn arithmetic(expr: &Expr, leaf: &dyn Fn(Leaf) -> Text, within: bool) -> Text {
    let of = |inner: &Expr| arithmetic(inner, leaf, true);
    let joined = |left: &Expr, sign: &str, right: &Expr, closed: bool| {
        let (left, right) = (of(left), of(right));
        let shown = |left: &str, right: &str| match closed && within {
            true => format!("({left} {sign} {right})"),
            false => format!("{left} {sign} {right}"),
        };
        Text { it: shown(&left.it, &right.it), en: shown(&left.en, &right.en) }
    };
    match expr {
        Expr::Leaf(quantity) => leaf(*quantity),
        Expr::Number(number) => Text::same(number.to_string()),
        Expr::Subtract(left, right) => joined(left, "−", right, true),
        Expr::Multiply(left, right) => joined(left, "×", right, false),
        Expr::Divide(left, right) => joined(left, "/", right, false),
        Expr::Abs(inner) => {
            let inner = arithmetic(inner, leaf, false);
            Text { it: format!("|{}|", inner.it), en: format!("|{}|", inner.en) }
        }
        Expr::Points(inner) => arithmetic(inner, leaf, within),
        Expr::Percent(inner) => {
            let inner = of(inner);
            Text { it: format!("100 × {}", inner.it), en: format!("100 × {}", inner.en) }
        }
    }
}

fn function_name(function: Function) -> &'static str {
    match function {
        Function::Sum => "somma",
        Function::Mean => "media",
        Function::Least => "min",
        Function::Greatest => "max",
    }
}

/// What a measure is called: its title, else its identifier.
fn name_of(plan: &Plan, id: MeasureId) -> &str {
    let measure = plan.measure(id);
    if measure.title.is_empty() { &measure.key } else { &measure.title }
}

fn named(key: &str, title: &str) -> String {
    if title.is_empty() || key.ends_with(title) { key.to_owned() } else { format!("{key} «{title}»") }
}

fn key_of(plan: &Plan, of: PartOf) -> &str {
    match of {
        PartOf::Kpi(id) => &plan.kpi(id).key,
        PartOf::Objective(id) => &plan.objective(id).code,
    }
}

/// What an objective is the mean of.
fn parts(plan: &Plan, id: ObjectiveId) -> Vec<(PartOf, Exact)> {
    let objective = plan.objective(id);
    if objective.kpis.is_empty() {
        return siblings(plan, &objective.children);
    }
    let kpis = objective.kpis.iter();
    kpis.map(|kpi| (PartOf::Kpi(*kpi), weights::entered(plan.kpi(*kpi).weight.as_ref()))).collect()
}

fn siblings(plan: &Plan, ids: &[ObjectiveId]) -> Vec<(PartOf, Exact)> {
    ids.iter()
        .map(|id| (PartOf::Objective(*id), weights::entered(plan.objective(*id).weight.as_ref())))
        .collect()
}

fn says(what: Text) -> Step {
    step(what, None)
}

fn step(what: Text, place: Option<Place>) -> Step {
    Step { what, result: None, link: Link::Gives, place, children: Vec::new() }
}

/// The calculation for programs: see [`SCHEMA`].
pub fn render_json(calculation: &Calculation<'_>) -> String {
    let Calculation { frame, .. } = *calculation;
    let plan = frame.plan;
    let list = |parts: Vec<(PartOf, Exact)>| -> Vec<Json> {
        parts
            .iter()
            .map(|(of, weight)| json!({ "key": key_of(plan, *of), "weight": weight.plain(10) }))
            .collect()
    };
    let objectives: Vec<Json> = plan
        .objective_ids()
        .map(|id| json!({ "code": plan.objective(id).code, "mean_of": list(parts(plan, id)) }))
        .collect();
    let indicators: Vec<Json> = plan.kpi_ids().map(|id| kpi_json(frame, id)).collect();
    let root = json!({
        "schema": 1,
        "piaoc": env!("CARGO_PKG_VERSION"),
        "period": frame.period.to_string(),
        "plan": { "title": plan.title, "mean_of": list(siblings(plan, &plan.roots)) },
        "objectives": objectives,
        "indicators": indicators,
    });
    crate::diagnostics::render::json::pretty(&root)
}

fn kpi_json(frame: Frame<'_>, id: KpiId) -> Json {
    let plan = frame.plan;
    let kpi = plan.kpi(id);
    let how = calculation::of_kpi(frame, kpi);
    let shown = |value: &Value| value.contract();
    let target = how.target.as_ref().map(|used| {
        json!({
            "comparator": sign(used.comparator),
            "value": shown(&used.value),
            "of": used.period.to_string(),
            "annual": used.annual.as_ref().map(shown),
        })
    });
    let rollup = match &kpi.algorithm {
        Algorithm::Rollup(of) => {
            let weights = weights::of_rollup(plan, of);
            let parts = of.iter().zip(weights);
            let parts = parts
                .map(|(id, weight)| json!({ "key": plan.objective(*id).code, "weight": weight.plain(10) }));
            Some(parts.collect::<Vec<_>>())
        }
        _ => None,
    };
    let cases: Vec<Json> = how
        .rule
        .iter()
        .flat_map(Applied::cases)
        .filter(|case| concerns(kpi, &how, case))
        .map(case_json)
        .collect();
    let bands = how.rule.as_ref().and_then(|applied| match applied.rule {
        Rule::Bands(id) => Some(plan.bands_of(id).ident.clone()),
        _ => None,
    });
    json!({
        "key": kpi.key,
        "value": value::of_kpi(kpi).map(|expr| value_json(plan, &expr)),
        "mean_of": rollup,
        "target": target,
        "baseline": how.rule.as_ref().and_then(|applied| applied.baseline.as_ref()).map(shown),
        "tolerance": kpi.tolerance.as_ref().map(|tolerance| tolerance.plain(10)),
        "rule": how.rule.as_ref().map(|applied| words::rule(plan, applied.rule)),
        "instead_of": how.rule.as_ref().and_then(|applied| applied.instead_of).map(|rule| words::rule(plan, rule)),
        "bands": bands,
        "cases": cases,
        "left_out": how.without_value().map(|why| match why {
            LeftOut::NotDue => "not_due",
            LeftOut::NoTarget | LeftOut::OtherYear | LeftOut::BetweenBands => "no_target",
        }),
        "override": plan.override_of(id, frame.period).map(|change| change.score.plain(10)),
    })
}

fn case_json(case: Case) -> Json {
    let role = match case.role {
        Role::Met => "met",
        Role::MetForYear => "met_for_year",
        Role::MetWithin => "met_within_tolerance",
        Role::Rule => "rule",
    };
    let when = case.when.map(|Condition { left, sign: own, right }| {
        json!({ "left": expr_json(&left), "comparator": sign(own), "right": expr_json(&right) })
    });
    let gives = match &case.gives {
        Gives::Points(points) => json!({ "points": points.to_string() }),
        Gives::Within(expr) => json!({ "within_0_and_100": expr_json(expr) }),
        Gives::Band(expr) => json!({ "band_of": expr_json(expr) }),
    };
    json!({ "case": role, "when": when, "gives": gives })
}

fn expr_json(expr: &Expr) -> Json {
    let operation = |name: &str, of: &[&Expr]| json!({ "operation": name, "of": of.iter().map(|expr| expr_json(expr)).collect::<Vec<_>>() });
    match expr {
        Expr::Leaf(leaf) => json!({ "quantity": match leaf {
            Leaf::Actual => "value",
            Leaf::Target => "target",
            Leaf::OfYear => "annual_target",
            Leaf::Baseline => "baseline",
            Leaf::Tolerance => "tolerance",
        } }),
        Expr::Number(number) => json!({ "number": number.to_string() }),
        Expr::Subtract(left, right) => operation("subtract", &[left, right]),
        Expr::Multiply(left, right) => operation("multiply", &[left, right]),
        Expr::Divide(left, right) => operation("divide", &[left, right]),
        Expr::Abs(inner) => operation("absolute", &[inner]),
        Expr::Points(inner) => operation("points", &[inner]),
        Expr::Percent(inner) => operation("percent", &[inner]),
    }
}

fn value_json(plan: &Plan, expr: &ValueExpr) -> Json {
    let operation = |name: &str, of: Vec<Json>| json!({ "operation": name, "of": of });
    let of = |inner: &ValueExpr| value_json(plan, inner);
    match expr {
        ValueExpr::Measure { id, back } => json!({ "measure": plan.measure(*id).key, "years_back": back }),
        ValueExpr::Number { value, .. } => json!({ "number": value.plain(10) }),
        ValueExpr::Negate(inner) => operation("negate", vec![of(inner)]),
        ValueExpr::Percent(inner) => operation("percent", vec![of(inner)]),
        ValueExpr::Positive { of: inner, .. } => operation("above_zero", vec![of(inner)]),
        ValueExpr::Binary(operator, left, right) => {
            let name = match operator {
                Operator::Add => "add",
                Operator::Subtract => "subtract",
                Operator::Multiply => "multiply",
                Operator::Divide => "divide",
            };
            operation(name, vec![of(left), of(right)])
        }
        ValueExpr::Call(function, parts) => {
            let name = match function {
                Function::Sum => "sum",
                Function::Mean => "mean",
                Function::Least => "least",
                Function::Greatest => "greatest",
            };
            operation(name, parts.iter().map(of).collect())
        }
    }
}

fn sign(comparator: Comparator) -> String {
    comparator.to_string()
}
