//! What an evaluation has to say about the actuals: each from its data to its words.

use chrono::NaiveDate;

use super::Run;
use super::result::{Derived, How, Missing, OnlyParts};
use crate::actuals::{Declared, DeclaredFor, Fact, FactId, FactValue, MonitoringState, Subject};
use crate::diagnostics::{Code, Diagnostic, Text, say};
use crate::plan::{Bands, Basis, Kpi, KpiId, Operator};
use crate::source::Span;
use crate::value::{Exact, Period, Type, Value, show_date};

fn named(kind: Type) -> (String, String) {
    let text = kind.name();
    (text.it, text.en)
}

pub(super) fn cannot_accumulate(a: Type, b: Type) -> Text {
    let ((a_it, a_en), (b_it, b_en)) = (named(a), named(b));
    say!("{a_it} e {b_it} non si possono mettere insieme", "{a_en} and {b_en} cannot be put together")
}

pub(super) fn clash(operator: Operator, left: Type, right: Type) -> Text {
    let sign = operator.sign();
    let ((a_it, a_en), (b_it, b_en)) = (named(left), named(right));
    say!("`{sign}` non si può fare fra {a_it} e {b_it}", "`{sign}` cannot be done between {a_en} and {b_en}")
}

pub(super) fn result_of_another_type(found: Type, wanted: Type) -> Text {
    let ((a_it, a_en), (b_it, b_en)) = (named(found), named(wanted));
    say!("il calcolo dà {a_it}, dove serve {b_it}", "the calculation gives {a_en}, where {b_en} is needed")
}

/// The first cell that a derivation rests on.
fn first_cell(how: &How) -> Option<FactId> {
    match how {
        How::OwnCell(id) | How::Quantity { cell: Some(id), .. } => Some(*id),
        _ => how.operands().into_iter().find_map(|part| first_cell(&part.how)),
    }
}

/// Types that only the cells could tell do not go together.
pub(super) fn types_of_cells(run: Run<'_>, kpi: &Kpi, how: &How, why: &Text) -> Diagnostic {
    let span = first_cell(how).and_then(|id| run.facts.fact(id)).map_or(kpi.span, |fact| fact.cell);
    let key = &kpi.key;
    let (it, en) = (&why.it, &why.en);
    Diagnostic::new(Code::CellType, span, say!("`{key}`: {it}", "`{key}`: {en}"))
        .also(kpi.span, say!("l'indicatore è questo", "the indicator is this"))
        .note(say!(
            "controlla il tipo delle celle (%, €, giorni), o l'algoritmo dell'indicatore: una quota in percentuale si scrive `rapporto %`",
            "check the types of the cells (%, €, giorni), or the indicator's algorithm: a share as a percentage is written `rapporto %`"
        ))
}

pub(super) fn parts_disagree(run: Run<'_>, id: FactId, made: &Value, kind: Type) -> Diagnostic {
    let made = made.show(kind, None, 4);
    let fact = run.facts.fact(id);
    let span = fact.map_or(run.plan.span, |fact| fact.cell);
    let period = fact.map_or(run.period, |fact| fact.period);
    Diagnostic::new(
        Code::PartsDisagree,
        span,
        say!(
            "il valore di {period} non corrisponde ai valori dei suoi periodi, che danno {made}",
            "the value of {period} does not agree with the values of its parts, which make {made}"
        ),
    )
    .note(say!(
        "correggi il totale o le parti, o lascia solo uno dei due",
        "mend the total or the parts, or keep only one of them"
    ))
}

/// A published value that does not follow from its operands (002 l.48: 8,05% against 6,68%).
pub(super) fn published_differs(kpi: &Kpi, fact: &Fact, computed: &Value, kind: Type) -> Diagnostic {
    let key = &kpi.key;
    let unit = kpi.unit.as_deref();
    let shown = computed.show(kind, unit, 2);
    let given = match &fact.value {
        FactValue::Given(literal) => literal.printed(),
        FactValue::Unavailable(_) | FactValue::Empty => String::new(),
    };
    Diagnostic::new(
        Code::PublishedDiffers,
        fact.cell,
        say!(
            "`{key}`: il valore pubblicato è {given}, quello calcolato è {shown}",
            "`{key}`: the published value is {given}, the computed one is {shown}"
        ),
    )
    .also(kpi.span, say!("l'indicatore si calcola così", "the indicator is computed like this"))
    .note(say!(
        "l'arrotondamento non basta a spiegare la differenza; vale il valore calcolato (`piaoc why` mostra come)",
        "rounding cannot explain the difference; the computed value counts (`piaoc why` shows how)"
    ))
}

/// A value written beside operands whose arithmetic has no result.
pub(super) fn own_value_refused(run: Run<'_>, kpi: &Kpi, fact: &Fact, computed: &Derived) -> Diagnostic {
    let key = &kpi.key;
    let given = match &fact.value {
        FactValue::Given(literal) => literal.printed(),
        FactValue::Unavailable(_) | FactValue::Empty => String::new(),
    };
    let because = match &computed.value {
        Err(Missing::NotPositive(period)) => say!(
            "il valore di {period} non è maggiore di zero, e non c'è una variazione da calcolare",
            "the value of {period} is not above zero, and there is no change to compute"
        ),
        _ => say!("si divide per zero", "it divides by zero"),
    };
    let Text { it, en } = because;
    let mut fault = Diagnostic::new(
        Code::OwnValueRefused,
        fact.cell,
        say!(
            "`{key}`: {given} non può venire dai suoi dati e non conta: {it}",
            "`{key}`: {given} cannot come from its data and does not count: {en}"
        ),
    );
    if let Some(operand) = first_cell(&computed.how).and_then(|id| run.facts.fact(id)) {
        fault = fault.also(operand.cell, say!("i dati cominciano qui", "the data begin here"));
    }
    fault.note(say!(
        "correggi i dati; se non ci sono, toglili: allora conta il valore scritto",
        "correct the data; where there are none, remove them: then the written value counts"
    ))
}

/// Values for parts of the evaluated period, which nothing puts together, and the KPIs that lack them.
pub(super) fn only_parts(run: Run<'_>, only: &OnlyParts, kpis: &[KpiId]) -> Diagnostic {
    let latest = only.parts.last().and_then(|part| {
        let also = kpis.iter().map(|id| Subject::Kpi(*id));
        std::iter::once(only.of).chain(also).find_map(|subject| run.facts.get(subject, *part))
    });
    let span = latest.map_or(run.plan.span, |(_, fact)| fact.cell);
    let mut fault = Diagnostic::new(Code::OnlyPartsOfPeriod, span, super::words::only_parts(run.plan, only));
    // A measure of its own item says it there, not where an indicator uses it.
    if let Subject::Measure(id) = only.of {
        let measure = run.plan.measure(id);
        if measure.owner.is_none() {
            let key = &measure.key;
            let here = say!(
                "il `cumula` di `{key}` va in questa `misura`",
                "the `cumula` of `{key}` goes on this `misura`"
            );
            fault = fault.also(measure.span, here);
        }
    }
    for id in kpis {
        let kpi = run.plan.kpi(*id);
        let key = &kpi.key;
        fault = fault.also(kpi.span, say!("`{key}` resta non disponibile", "`{key}` stays unavailable"));
    }
    fault
}

/// Deadlines that have passed, of which the actuals do not say whether they were kept.
pub(super) fn deadlines_passed(run: Run<'_>, passed: &[(KpiId, NaiveDate)]) -> Diagnostic {
    let target_of = |id: KpiId| {
        let kpi = run.plan.kpi(id);
        let dated = kpi.targets.iter().find(|target| target.period.year == run.target_year);
        dated.map_or(kpi.span, |target| target.span)
    };
    let (first, day) = passed.first().copied().unwrap_or((KpiId(0), NaiveDate::default()));
    let (key, day) = (&run.plan.kpi(first).key, show_date(day));
    let message = match passed.len() {
        1 => say!(
            "`{key}`: la scadenza del {day} è passata e non si sa se è stata rispettata: non conta nella performance",
            "`{key}`: the deadline of {day} has passed, and whether it was kept is not known: it does not count"
        ),
        many => say!(
            "{many} scadenze sono passate e non si sa se sono state rispettate: non contano nella performance",
            "{many} deadlines have passed, and whether they were kept is not known: they do not count"
        ),
    };
    let mut fault = Diagnostic::new(Code::DeadlinePassed, target_of(first), message);
    for (id, day) in passed.iter().skip(1) {
        let (key, day) = (&run.plan.kpi(*id).key, show_date(*day));
        fault = fault.also(target_of(*id), say!("`{key}`, {day}", "`{key}`, {day}"));
    }
    if passed.len() > 1 {
        fault = fault.here(say!("`{key}`, {day}", "`{key}`, {day}"));
    }
    let period = run.period;
    fault.note(say!(
        "scrivi nei consuntivi il giorno in cui è stato fatto; se non è stato fatto, `rettifica {key} {period} 0% motivo \"…\"` lo fa valere 0",
        "write in the actuals the day on which it was done; if it was not, `rettifica {key} {period} 0% motivo \"…\"` makes it count 0"
    ))
}

pub(super) fn between_bands(run: Run<'_>, kpi: &Kpi, actual: &Derived) -> Diagnostic {
    let span = first_cell(&actual.how).and_then(|id| run.facts.fact(id)).map_or(kpi.span, |fact| fact.cell);
    let key = &kpi.key;
    let shown = actual
        .value
        .as_ref()
        .map(|(value, kind)| value.show(*kind, kpi.unit.as_deref(), 6))
        .unwrap_or_default();
    let bands = match kpi.scoring.rule {
        crate::plan::Rule::Bands(id) => Some(run.plan.bands_of(id)),
        _ => None,
    };
    let gap = bands.and_then(|bands| gap(bands, actual.value.as_ref().ok().map(|(value, _)| value)));
    let bands = bands.map(|bands| bands.ident.clone()).unwrap_or_default();
    let fault = Diagnostic::new(
        Code::BetweenBands,
        span,
        say!(
            "`{key}`: {shown} cade fra due fasce di `{bands}`",
            "`{key}`: {shown} falls between two bands of `{bands}`"
        ),
    );
    match gap {
        Some((at, meant)) => {
            fault.also(at, say!("questa fascia finisce prima", "this band ends before it")).note(say!(
                "chiudi il buco fra le fasce nel piano: la fascia diventa `{meant}`",
                "close the gap between the bands in the plan: the band becomes `{meant}`"
            ))
        }
        None => fault.note(say!(
            "chiudi il buco fra le fasce nel piano: ogni fascia arrivi fin dove comincia la successiva",
            "close the gap between the bands in the plan: each band reaches to where the next begins"
        )),
    }
}

/// The band below the gap that a value falls into, and how it would reach the next one.
fn gap(bands: &Bands, value: Option<&Value>) -> Option<(Span, String)> {
    let number = value.and_then(Value::amount).filter(|_| bands.basis == Basis::Value);
    let pairs = bands.rows.iter().zip(bands.rows.iter().skip(1));
    let (lower, next) = pairs
        .filter_map(|(lower, upper)| {
            let (end, held) = lower.to.as_ref()?;
            let (next, next_held) = upper.from.as_ref()?;
            (end < next || end == next && !held && !next_held).then_some((lower, next))
        })
        .find(|(_, next)| number.is_none_or(|number| number <= *next))?;
    let show = |number: &Exact| Value::Amount(number.clone()).show(bands.kind, None, 6);
    let next = show(next);
    let meant = match &lower.from {
        None => format!("sotto {next}"),
        Some((from, true)) => format!("da {} a meno di {next}", show(from)),
        Some((from, false)) => format!("oltre {} a meno di {next}", show(from)),
    };
    Some((lower.span, meant))
}

pub(super) fn missing_actual(kpi: &Kpi, period: Period) -> Diagnostic {
    let key = &kpi.key;
    Diagnostic::new(
        Code::MissingActual,
        kpi.span,
        say!("`{key}` non ha un valore per {period}", "`{key}` has no value for {period}"),
    )
    .note(say!(
        "il piano dice `non disponibili errore`: aggiungi il valore, o cambia la regola in `esclusi`",
        "the plan says `non disponibili errore`: add the value, or change the rule to `esclusi`"
    ))
}

pub(super) fn no_such_period(span: Span, wanted: Period, years: (i32, i32), known: &[Period]) -> Diagnostic {
    let (first, last) = years;
    let known: Vec<String> = known.iter().map(Period::to_string).collect();
    let known = known.join(", ");
    Diagnostic::new(
        Code::NoPeriod,
        span,
        say!("per il periodo {wanted} non c'è nessun valore", "there is no value for the period {wanted}"),
    )
    .note(match known.is_empty() {
        true => say!(
            "i consuntivi non hanno alcun valore: un modulo dev'essere prima compilato",
            "the actuals have no value at all: a form must be filled in first"
        ),
        false => say!(
            "il piano copre {first}-{last}; i consuntivi hanno: {known}",
            "the plan covers {first}-{last}; the actuals have: {known}"
        ),
    })
}

pub(super) fn no_values(span: Span, years: (i32, i32)) -> Diagnostic {
    let (first, last) = years;
    Diagnostic::new(
        Code::NoPeriod,
        span,
        say!(
            "nei consuntivi non c'è nessun valore da valutare",
            "there is no value to evaluate in the actuals"
        ),
    )
    .note(say!(
        "servono valori degli anni {first}-{last} (o di un anno prima)",
        "values of the years {first}-{last} (or of an earlier year) are needed"
    ))
}

/// A declared state that KPIs contradict (003 l.1544 against l.1477).
pub(super) fn state_contradicted(
    run: Run<'_>,
    of: DeclaredFor,
    declared: &Declared,
    against: &[(KpiId, MonitoringState)],
) -> Diagnostic {
    let said = declared.state.italian();
    let name = match of {
        DeclaredFor::Objective(id) => &run.plan.objective(id).code,
        DeclaredFor::Kpi(id) => &run.plan.kpi(id).key,
    };
    let mut fault = Diagnostic::new(
        Code::DeclaredContradicted,
        declared.cell,
        say!(
            "`{name}`: lo stato dichiarato `{said}` è smentito dagli indicatori",
            "`{name}`: the declared state `{said}` is contradicted by the indicators"
        ),
    );
    for (id, state) in against {
        let kpi = run.plan.kpi(*id);
        let (key, state) = (&kpi.key, state.italian());
        fault = fault.also(kpi.span, say!("`{key}` è {state}", "`{key}` is {state}"));
    }
    fault.note(say!(
        "gli stati dichiarati non cambiano il punteggio",
        "declared states do not change the score"
    ))
}
