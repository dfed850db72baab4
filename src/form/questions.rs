//! From a plan and what is known already to what is asked of whom. A value that several indicators need is asked once.

use rustc_hash::FxHashMap;

use super::offices::office;
use super::{Form, LeftOut, Office, Question, Served, Unasked, due};
use crate::actuals::{Fact, FactValue, Facts, Subject};
use crate::calculation::{self, Frame, value};
use crate::eval::{self, Quantity, Reports};
use crate::plan::offices::{Offices, Who};
use crate::plan::{Algorithm, Details, Expr, Kpi, KpiId, MeasureId, Plan, same_end};
use crate::syntax::keyword::Keyword;
use crate::value::{Comparator, Period, Type, Value};

/// What must be reported for `period`: the values that are due then, and of earlier parts of the year and earlier years
/// those that the due indicators rest on and `facts` does not know.
pub fn ask(plan: &Plan, facts: &Facts, period: Period) -> Form {
    let mut asking = Asking {
        plan,
        facts,
        offices: Offices::of(plan),
        period,
        asked: Vec::new(),
        at: FxHashMap::default(),
        left_out: Vec::new(),
    };
    for id in plan.kpi_ids() {
        if let Err(why) = asking.indicator(id) {
            let who = asking.offices.of_kpi(plan.kpi(id)).first().copied();
            let known = (why == LeftOut::Known).then(|| known(plan, facts, period, id)).flatten();
            asking.left_out.push(Unasked { kpi: id, why, office: office(plan, &asking.offices, who), known });
        }
    }
    let Asking { offices, asked, left_out, .. } = asking;
    Form { period, offices: by_office(plan, &offices, asked), left_out }
}

/// What an earlier part of the year has reached for good.
fn known(plan: &Plan, facts: &Facts, period: Period, id: KpiId) -> Option<(Period, Value, Type)> {
    let quantity = Quantity::own(plan, id);
    let part = quantity.held(facts, period)?;
    let (value, kind) = eval::known(plan, facts, quantity, part)?;
    Some((part, value, kind))
}

/// A question and the offices it concerns, the one to ask first.
struct Asked<'p> {
    question: Question,
    offices: Vec<Who<'p>>,
}

struct Asking<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    offices: Offices<'a>,
    period: Period,
    asked: Vec<Asked<'a>>,
    at: FxHashMap<(Subject, Period), usize>,
    left_out: Vec<Unasked>,
}

impl<'a> Asking<'a> {
    /// Asks for what an indicator needs.
    fn indicator(&mut self, id: KpiId) -> Result<(), LeftOut> {
        let (plan, facts, period) = (self.plan, self.facts, self.period);
        let kpi = plan.kpi(id);
        if matches!(kpi.algorithm, Algorithm::Rollup(_)) {
            return Ok(());
        }
        let how = calculation::of_kpi(Frame::of(plan, period), kpi);
        match how.without_value() {
            Some(calculation::LeftOut::NotDue) => return Err(LeftOut::NotDue),
            Some(_) => return Err(LeftOut::NoTarget),
            None => {}
        }
        let target = how.target;
        // A target of exactly this period wants its value, whatever the frequency.
        let own_period =
            target.as_ref().is_some_and(|used| same_end(used.period, period)) && period.is_part();
        let target = target.map(|used| (used.period, used.comparator, used.annual.unwrap_or(used.value)));
        let own = eval::own_fact(plan, facts, id, period);
        let needed = value::of_kpi(kpi).map_or_else(Vec::new, |of| of.measures());
        if needed.is_empty() {
            let every = frequency(plan, kpi, &kpi.details);
            if !own_period && !due::is_reported(period, every) {
                return Err(LeftOut::OtherFrequency);
            }
            let periods = match own {
                Some((_, fact)) if kpi.accumulate.is_none() => vec![fact.period],
                _ => eval::cells(facts, Quantity::own(plan, id), period, Reports::Of(every)),
            };
            for period in &periods {
                self.add(id, Subject::Kpi(id), *period, &target);
            }
            return if periods.is_empty() { Err(LeftOut::Known) } else { Ok(()) };
        }
        // What its own cell says is not computed again, and what it denies no operand gives back.
        if let Some((_, fact)) = own
            && (!fact.is_given() || !eval::is_computed(plan, facts, period, id))
        {
            self.add(id, Subject::Kpi(id), fact.period, &target);
            return Ok(());
        }
        let every = |measure: MeasureId| frequency(plan, kpi, &plan.measure(measure).details);
        let is_reported = |measure: MeasureId| own_period || due::is_reported(period, every(measure));
        if !needed.iter().any(|(measure, back)| *back == 0 && is_reported(*measure)) {
            return Err(LeftOut::OtherFrequency);
        }
        let mut asked = false;
        for (measure, back) in needed.into_iter().filter(|(measure, back)| *back > 0 || is_reported(*measure))
        {
            let quantity = match is_value_of(kpi, Subject::Measure(measure)) && back == 0 {
                true => Quantity::own(plan, id),
                false => Quantity::measure(plan, measure),
            };
            let then = period.in_year(period.year.saturating_sub_unsigned(back));
            let reports = if back == 0 { Reports::Of(every(measure)) } else { Reports::Before };
            for part in eval::cells(facts, quantity, then, reports) {
                let fact = quantity.cell(facts, part).map(|(_, fact)| fact);
                // What an earlier year says is not asked again.
                if back == 0 || !fact.is_some_and(Fact::is_given) {
                    let subject = fact.map_or(quantity.subject, |fact| fact.subject);
                    self.add(id, subject, part, &target);
                    asked = true;
                }
            }
        }
        if asked { Ok(()) } else { Err(LeftOut::Known) }
    }

    fn add(
        &mut self,
        id: KpiId,
        subject: Subject,
        period: Period,
        target: &Option<(Period, Comparator, Value)>,
    ) {
        let kpi = self.plan.kpi(id);
        let offices = self.offices.of_kpi(kpi);
        let served = Served {
            name: kpi.name().to_owned(),
            target: target.clone(),
            kind: kpi.kind,
            unit: kpi.unit.clone(),
        };
        if let Some(asked) = self.at.get(&(subject, period)).and_then(|at| self.asked.get_mut(*at)) {
            asked.question.serves.push(served);
            for office in offices {
                if !asked.offices.contains(&office) {
                    asked.offices.push(office);
                }
            }
            return;
        }
        let asked = self.question(id, subject, period, served, offices);
        self.at.insert((subject, period), self.asked.len());
        self.asked.push(asked);
    }

    fn question(
        &self,
        id: KpiId,
        subject: Subject,
        period: Period,
        served: Served,
        mut offices: Vec<Who<'a>>,
    ) -> Asked<'a> {
        let plan = self.plan;
        let kpi = plan.kpi(id);
        let (key, title, details, kind, unit) = match subject {
            Subject::Kpi(_) => (&kpi.key, kpi.name(), &kpi.details, Some(kpi.kind), kpi.unit.clone()),
            Subject::Measure(id) => {
                let measure = plan.measure(id);
                let title = if measure.title.is_empty() { &measure.key } else { &measure.title };
                let unit = measure.unit.clone().or_else(|| own_unit(kpi));
                (&measure.key, title.as_str(), &measure.details, operand_type(plan, kpi, id), unit)
            }
        };
        if let Subject::Measure(id) = subject
            && let Some(office) = self.offices.of_measure(plan.measure(id))
        {
            offices.retain(|other| *other != office);
            offices.insert(0, office);
        }
        let year_before = self.year_before(id, subject, period);
        let known = self.value(subject, period);
        let seen = known.as_ref().or(year_before.as_ref()).map(|(_, kind)| *kind);
        let objective = plan.objective(kpi.objective);
        let question = Question {
            key: key.clone(),
            period,
            title: title.to_owned(),
            code: objective.code.clone(),
            objective: objective.title.clone(),
            serves: vec![served],
            kind: kind.or(seen).or(Some(Type::Number).filter(|_| !free_types(kpi))),
            unit,
            source: inherited(plan, kpi, details, Keyword::Source).map(str::to_owned),
            year_before,
            known,
            also_for: Vec::new(),
        };
        Asked { question, offices }
    }

    /// What the actuals say of the year before, or else the plan's `storico`.
    fn year_before(&self, id: KpiId, subject: Subject, period: Period) -> Option<(Value, Type)> {
        let (plan, kpi) = (self.plan, self.plan.kpi(id));
        let before = period.in_year(period.year.saturating_sub(1));
        let printed = || {
            let baseline = kpi.baselines.iter().find(|baseline| baseline.period == before)?;
            Some((baseline.value.clone()?, kpi.kind))
        };
        // A later part of the year is not what accumulates up to its end.
        let made = |quantity: Quantity| {
            let whole = before.months().0 == 1;
            whole.then(|| eval::known(plan, self.facts, quantity, before)).flatten()
        };
        let of = match subject {
            Subject::Measure(id) => Quantity::measure(plan, id),
            Subject::Kpi(id) => Quantity { subject, also: None, how: plan.kpi(id).accumulate },
        };
        let own = || {
            self.value(Subject::Kpi(id), before).or_else(|| made(Quantity::own(plan, id))).or_else(printed)
        };
        self.value(subject, before)
            .or_else(|| made(of))
            .or_else(|| own().filter(|_| is_value_of(kpi, subject)))
    }

    fn value(&self, subject: Subject, period: Period) -> Option<(Value, Type)> {
        let (_, fact) = self.facts.get(subject, period)?;
        match &fact.value {
            FactValue::Given(literal) => literal.value().zip(literal.kind()),
            FactValue::Unavailable(_) | FactValue::Empty => None,
        }
    }
}

/// Whether a quantity is the indicator's own value: of `valore assoluto m` they are one.
fn is_value_of(kpi: &Kpi, subject: Subject) -> bool {
    match subject {
        Subject::Kpi(_) => true,
        Subject::Measure(_) => matches!(kpi.algorithm, Algorithm::Value(Expr::Measure { .. })),
    }
}

/// What a measure's cells must be, as far as the plan tells (`language.md` §4).
fn operand_type(plan: &Plan, kpi: &Kpi, id: MeasureId) -> Option<Type> {
    let declared = plan.measure(id).kind;
    let known = || {
        let others = kpi.operands.iter().filter(|other| **other != id);
        others.filter_map(|other| plan.measure(*other).kind).next()
    };
    declared.or_else(|| match &kpi.algorithm {
        Algorithm::Value(Expr::Measure { .. }) => Some(kpi.kind),
        Algorithm::Ratio { percent: true, .. } => known(),
        Algorithm::Ratio { left: Expr::Measure { id: left, .. }, .. } if *left == id => {
            Some(kpi.kind).filter(|kind| matches!(kind, Type::Days | Type::Hours | Type::Money))
        }
        _ => None,
    })
}

/// Whether operands without a type may be anything: a formula may count the days between two dates.
fn free_types(kpi: &Kpi) -> bool {
    match &kpi.algorithm {
        Algorithm::Formula { .. } => true,
        Algorithm::Ratio { left, right, .. } => {
            [left, right].iter().any(|side| !matches!(side, Expr::Measure { .. } | Expr::Window { .. }))
        }
        _ => false,
    }
}

/// The unit of an indicator that is its only measure.
fn own_unit(kpi: &Kpi) -> Option<String> {
    kpi.unit.clone().filter(|_| matches!(kpi.algorithm, Algorithm::Value(Expr::Measure { .. })))
}

fn frequency(plan: &Plan, kpi: &Kpi, details: &Details) -> Option<u8> {
    inherited(plan, kpi, details, Keyword::Frequency).and_then(due::months)
}

/// A text of a value's own, else of its indicator, else what reaches that.
fn inherited<'p>(plan: &'p Plan, kpi: &'p Kpi, details: &'p Details, keyword: Keyword) -> Option<&'p str> {
    details.get(keyword).or_else(|| plan.inherited(kpi, keyword))
}

/// One office after the other: structures as they are declared, then others as they come, then nobody.
fn by_office(plan: &Plan, known: &Offices<'_>, asked: Vec<Asked<'_>>) -> Vec<Office> {
    let structures = (0..plan.structures.len()).map(Who::Structure);
    let declared = structures.map(|who| (who, office(plan, known, Some(who))));
    let (who, mut offices): (Vec<Who<'_>>, Vec<Office>) = declared.unzip();
    let mut places: FxHashMap<Who<'_>, usize> = who.into_iter().zip(0..).collect();
    let mut nobody = office(plan, known, None);
    for Asked { mut question, offices: concerned } in asked {
        let mut concerned = concerned.into_iter();
        let first = concerned.next();
        question.also_for = concerned.map(|who| known.shown(who)).collect();
        let Some(first) = first else {
            nobody.questions.push(question);
            continue;
        };
        let place = *places.entry(first).or_insert_with(|| {
            offices.push(office(plan, known, Some(first)));
            offices.len().saturating_sub(1)
        });
        if let Some(office) = offices.get_mut(place) {
            office.questions.push(question);
        }
    }
    offices.push(nobody);
    offices.retain(|office| !office.questions.is_empty());
    offices
}
