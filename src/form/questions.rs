//! From a plan and what is known already to what is asked of whom. A value that several indicators need is asked once.

use rustc_hash::FxHashMap;

use super::offices::{Offices, Who};
use super::{Form, LeftOut, Office, Question, Served, due};
use crate::actuals::{FactValue, Facts, Subject};
use crate::plan::{Algorithm, Details, Expr, Kpi, KpiId, MeasureId, Plan};
use crate::syntax::keyword::Keyword;
use crate::value::{Comparator, Period, Type, Value};

/// What must be reported for `period`: the values that are due then, and those of earlier years that the due
/// indicators compare with and `facts` does not know.
pub fn ask(plan: &Plan, facts: &Facts, period: Period) -> Form {
    let mut asking = Asking {
        plan,
        facts,
        earliest: earliest(facts),
        offices: Offices::of(plan),
        period,
        asked: Vec::new(),
        at: FxHashMap::default(),
        left_out: Vec::new(),
    };
    for id in plan.kpi_ids() {
        if let Err(why) = asking.indicator(id) {
            asking.left_out.push((id, why));
        }
    }
    let Asking { offices, asked, left_out, .. } = asking;
    Form { period, offices: by_office(&offices, asked), left_out }
}

/// A question and the offices it concerns, the one to ask first.
struct Asked<'p> {
    question: Question,
    offices: Vec<Who<'p>>,
}

struct Asking<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    /// The first month of a year by whose end the actuals have something on a subject.
    earliest: FxHashMap<(Subject, i32), u8>,
    offices: Offices<'a>,
    period: Period,
    asked: Vec<Asked<'a>>,
    at: FxHashMap<(Subject, Period), usize>,
    left_out: Vec<(KpiId, LeftOut)>,
}

impl<'a> Asking<'a> {
    /// Asks for what an indicator needs.
    fn indicator(&mut self, id: KpiId) -> Result<(), LeftOut> {
        let plan = self.plan;
        let kpi = plan.kpi(id);
        if matches!(kpi.algorithm, Algorithm::Rollup(_)) {
            return Ok(());
        }
        let target = due::target(plan, kpi, self.period)?;
        let own_period = target.0 == self.period && self.period.is_part();
        let needed = needed(kpi);
        if needed.is_empty() {
            // A target of exactly this period wants its value, whatever the frequency.
            let every = frequency(plan, kpi, &kpi.details).filter(|_| !own_period);
            let periods = due::periods(self.period, every, None);
            for period in &periods {
                self.add(id, Subject::Kpi(id), *period, &target);
            }
            return if periods.is_empty() { Err(LeftOut::OtherFrequency) } else { Ok(()) };
        }
        let mut asked = false;
        for (measure, back) in needed {
            let (how, details) = (plan.measure(measure).accumulate, &plan.measure(measure).details);
            let subject = Subject::Measure(measure);
            let then = self.period.in_year(self.period.year.saturating_sub_unsigned(back));
            let periods = match back {
                0 => due::periods(
                    then,
                    frequency(plan, kpi, details).filter(|_| !own_period || how.is_some()),
                    how,
                ),
                _ if self.is_known(subject, then) => Vec::new(),
                _ => due::from_start(then, how),
            };
            asked |= back == 0 && !periods.is_empty();
            for period in periods {
                self.add(id, subject, period, &target);
            }
        }
        if asked { Ok(()) } else { Err(LeftOut::OtherFrequency) }
    }

    /// Whether the actuals have anything on a subject from the start of a year to the end of a period of it.
    fn is_known(&self, subject: Subject, period: Period) -> bool {
        let earliest = self.earliest.get(&(subject, period.year));
        earliest.is_some_and(|month| *month <= period.last_month())
    }

    fn add(&mut self, id: KpiId, subject: Subject, period: Period, target: &(Period, Comparator, Value)) {
        let kpi = self.plan.kpi(id);
        let offices = self.offices.of_kpi(kpi);
        let served = Served {
            name: kpi.name().to_owned(),
            target: Some(target.clone()),
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
        let known = self.known(id, subject, period);
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
        let kpi = self.plan.kpi(id);
        let before = period.in_year(period.year.saturating_sub(1));
        let printed = || {
            let baseline = kpi.baselines.iter().find(|baseline| baseline.period == before)?;
            Some((baseline.value.clone()?, kpi.kind))
        };
        let own = || self.value(Subject::Kpi(id), before).or_else(printed);
        self.value(subject, before).or_else(|| own().filter(|_| is_value_of(kpi, subject)))
    }

    /// What the actuals already say. As a shared measure's value an indicator's own would reach other indicators,
    /// which may have been published from another one.
    fn known(&self, id: KpiId, subject: Subject, period: Period) -> Option<(Value, Type)> {
        let is_shared = matches!(subject, Subject::Measure(id) if self.plan.measure(id).owner.is_none());
        let is_value = !is_shared && is_value_of(self.plan.kpi(id), subject);
        let own = || self.value(Subject::Kpi(id), period).filter(|_| is_value);
        self.value(subject, period).or_else(own)
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

fn earliest(facts: &Facts) -> FxHashMap<(Subject, i32), u8> {
    let mut earliest = FxHashMap::default();
    for fact in &facts.list {
        let month = fact.period.last_month();
        let known = earliest.entry((fact.subject, fact.period.year)).or_insert(month);
        *known = month.min(*known);
    }
    earliest
}

/// The measures that an indicator needs and how many years back, by first appearance.
fn needed(kpi: &Kpi) -> Vec<(MeasureId, u32)> {
    let mut found = Vec::new();
    match &kpi.algorithm {
        Algorithm::Own | Algorithm::Rollup(_) => {}
        Algorithm::Value(expr) | Algorithm::Formula { expr, .. } => collect(expr, 0, &mut found),
        Algorithm::Ratio { left, right, .. } => {
            collect(left, 0, &mut found);
            collect(right, 0, &mut found);
        }
        Algorithm::Change(expr) => {
            collect(expr, 0, &mut found);
            collect(expr, 1, &mut found);
        }
    }
    found
}

fn collect(expr: &Expr, more: u32, found: &mut Vec<(MeasureId, u32)>) {
    let mut add = |id: MeasureId, back: u32| {
        let need = (id, back.saturating_add(more));
        if !found.contains(&need) {
            found.push(need);
        }
    };
    match expr {
        Expr::Measure { id, back } => add(*id, *back),
        Expr::Window { id, first, last, .. } => (*last..=*first).for_each(|back| add(*id, back)),
        Expr::Constant { .. } => {}
        Expr::Negate(inner) => collect(inner, more, found),
        Expr::Binary(_, left, right) => {
            collect(left, more, found);
            collect(right, more, found);
        }
        Expr::Extreme(_, parts) => parts.iter().for_each(|part| collect(part, more, found)),
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
    let mut above = Some(kpi.objective);
    let objectives = std::iter::from_fn(|| {
        let objective = plan.objective(above?);
        above = objective.parent;
        Some(&objective.details)
    });
    let mut levels = [details, &kpi.details].into_iter().chain(objectives).chain([&plan.details]);
    levels.find_map(|details| details.get(keyword))
}

/// One office after the other: structures as they are declared, then others as they come, then nobody.
fn by_office(known: &Offices<'_>, asked: Vec<Asked<'_>>) -> Vec<Office> {
    let (who, mut offices): (Vec<Who<'_>>, Vec<Office>) = known.declared().unzip();
    let mut places: FxHashMap<Who<'_>, usize> = who.into_iter().zip(0..).collect();
    let mut nobody = Office { name: None, ident: None, questions: Vec::new() };
    for Asked { mut question, offices: concerned } in asked {
        let mut concerned = concerned.into_iter();
        let first = concerned.next();
        question.also_for = concerned.map(|who| known.shown(who)).collect();
        let Some(first) = first else {
            nobody.questions.push(question);
            continue;
        };
        let place = *places.entry(first).or_insert_with(|| {
            offices.push(Office { name: Some(known.shown(first)), ident: None, questions: Vec::new() });
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
