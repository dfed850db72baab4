//! The faults of types, targets, scoring, bands, weights and rollups: each from its data to its words.

use rust_decimal::Decimal;

use super::literal::Wanted;
use super::weights::Entry;
use crate::diagnostics::{Code, Diagnostic, Edit, Severity, Text, nearest, say};
use crate::plan::Rule;
use crate::plan::rules::Inapplicable;
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::syntax::tree::Row;
use crate::value::{Exact, Period, Type, show_number};

fn both(text: Text) -> (String, String) {
    (text.it, text.en)
}

fn kind_name(kind: Option<Type>) -> (String, String) {
    match kind {
        Some(kind) => both(kind.name()),
        None => both(say!("un valore di tipo non ancora noto", "a value of a type not known yet")),
    }
}

// ── the piano item ──

pub(super) fn no_plan(start: Span) -> Diagnostic {
    Diagnostic::new(Code::NoPlan, start, say!("manca la riga `piano`", "the `piano` line is missing"))
        .note(say!(
            "un piano comincia con `piano \"titolo\"` e `anni 2025-2027`; un file senza `piano` è una raccolta da richiamare con `usa`",
            "a plan begins with `piano \"title\"` and `anni 2025-2027`; a file without `piano` is a library for `usa`"
        ))
        .fix(say!("aggiungi la riga `piano`", "add the `piano` line"), start.before(), "piano \"Titolo del piano\"\n  anni  2025-2027\n\n")
}

pub(super) fn no_years(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadYears,
        span,
        say!("il piano non dice i suoi anni", "the plan does not say its years"),
    )
    .note(say!("aggiungi per esempio `anni 2025-2027`", "add for example `anni 2025-2027`"))
}

pub(super) fn exercise_outside(span: Span, year: i32, years: (i32, i32), at: Span) -> Diagnostic {
    let (first, last) = years;
    Diagnostic::new(
        Code::BadYears,
        span,
        say!(
            "l'esercizio {year} non è fra gli anni del piano",
            "the exercise {year} is not among the years of the plan"
        ),
    )
    .also(at, say!("gli anni sono {first}-{last}", "the years are {first}-{last}"))
}

// ── types ──

/// `90` where a percentage belongs: `90%`; at 1 or below `1%` or `100%`.
pub(super) fn bare_percent(span: Span, number: Decimal) -> Diagnostic {
    let shown = |number: Decimal| format!("{}%", show_number(&Exact::from(number), 28));
    let plain = shown(number);
    let fault = Diagnostic::new(
        Code::BarePercent,
        span,
        say!("qui va una percentuale: manca il segno %", "a percentage goes here: the % sign is missing"),
    )
    .fix(say!("scrivi `{plain}`", "write `{plain}`"), span, plain.clone());
    if number.abs() > Decimal::ONE {
        return fault;
    }
    match number.checked_mul(Decimal::ONE_HUNDRED) {
        Some(times) => {
            let whole = shown(times.normalize());
            fault.fix(say!("oppure `{whole}`", "or `{whole}`"), span, whole.clone())
        }
        None => fault,
    }
}

pub(super) fn type_mismatch(span: Span, found: Type, wanted: &Wanted) -> Diagnostic {
    let (found_it, found_en) = both(found.name());
    let (it, en) = both(wanted.kind.name());
    let example = wanted.kind.example();
    let mut fault = Diagnostic::new(
        Code::TypeMismatch,
        span,
        say!("qui va {it}, e questo è {found_it}", "{en} goes here, and this is {found_en}"),
    );
    if let Some((at, why)) = &wanted.because {
        fault = fault.also(*at, why.clone());
    }
    if let (Type::Number, Some(unit)) = (found, wanted.kind.unit().filter(|unit| *unit != "%")) {
        fault = fault.fix(say!("aggiungi `{unit}`", "add `{unit}`"), span.after(), format!(" {unit}"));
    }
    fault.note(say!("si scrive per esempio `{example}`", "it is written for example `{example}`"))
}

pub(super) fn bad_operation(
    span: Span,
    sign: char,
    left: Option<Type>,
    right: Option<Type>,
    places: Option<(Span, Span)>,
) -> Diagnostic {
    let (left_it, left_en) = kind_name(left);
    let (right_it, right_en) = kind_name(right);
    let mut fault = Diagnostic::new(
        Code::BadOperation,
        span,
        say!(
            "`{sign}` non si può fare fra {left_it} e {right_it}",
            "`{sign}` cannot be done between {left_en} and {right_en}"
        ),
    );
    if let Some((left_span, right_span)) = places {
        fault = fault.also(left_span, say!("questo è {left_it}", "this is {left_en}"));
        fault = fault.also(right_span, say!("questo è {right_it}", "this is {right_en}"));
    }
    fault.note(say!(
        "si sommano e si dividono fra loro valori dello stesso tipo; euro, giorni, ore e percentuali si dividono per un numero",
        "values of one type are added to and divided by each other; euro, days, hours and percentages are divided by a number"
    ))
}

pub(super) fn change_of(span: Span, kind: Type) -> Diagnostic {
    let (it, en) = both(kind.name());
    Diagnostic::new(
        Code::BadOperation,
        span,
        say!("di {it} non c'è una variazione percentuale", "there is no percentage change of {en}"),
    )
}

pub(super) fn percent_of(span: Span, kind: Type) -> Diagnostic {
    let (it, en) = both(kind.name());
    Diagnostic::new(
        Code::BadOperation,
        span,
        say!("`in %` vuole un numero, e questo è {it}", "`in %` wants a number, and this is {en}"),
    )
}

pub(super) fn catalogue_conflict(span: Span, keyword: Keyword, common: Span) -> Diagnostic {
    Diagnostic::new(
        Code::CatalogueConflict,
        span,
        say!("`{keyword}` è diverso da quello del catalogo", "`{keyword}` differs from the catalogue's"),
    )
    .also(common, say!("il catalogo dice così", "the catalogue says this"))
    .note(say!(
        "lo stesso indicatore si calcola ovunque allo stesso modo: togli `{keyword}` qui, o usa un altro codice",
        "one indicator is computed in one way everywhere: remove `{keyword}` here, or use another code"
    ))
}

// ── targets ──

pub(super) fn target_count(span: Span, found: usize, wanted: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TargetCount,
        span,
        say!("{found} valori per {wanted} anni", "{found} values for {wanted} years"),
    )
    .note(say!(
        "scrivi un valore per tutti gli anni o uno per ciascuno, separati da virgola e spazio: target 2025-2027 >= 10, 12, 14",
        "write one value for all the years or one for each, divided by a comma and a space: target 2025-2027 >= 10, 12, 14"
    ))
}

pub(super) fn duplicate_target(span: Span, period: Period, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateTarget, span, say!("due target per {period}", "two targets for {period}"))
        .also(first, say!("il primo è qui", "the first is here"))
        .note(say!(
            "un target cambiato durante l'anno si corregge, e si annota con `aggiornamento`",
            "a target changed during the year is corrected, and noted with `aggiornamento`"
        ))
}

pub(super) fn tolerance_without_sense(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::TypeMismatch,
        span,
        say!("questa tolleranza non ha senso qui", "this tolerance makes no sense here"),
    )
    .note(say!(
        "la tolleranza è positiva: giorni per una data, punti per una percentuale, altrimenti nell'unità dell'indicatore; un sì/no non ne ha",
        "a tolerance is positive: days on a date, points on a percentage, otherwise in the indicator's unit; a yes/no has none"
    ))
}

// ── scoring ──

/// A rule's name as written.
pub(super) fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::AllOrNothing => "tutto o niente",
        Rule::Proportional { inverse: false } => "proporzionale",
        Rule::Proportional { inverse: true } => "proporzionale inverso",
        Rule::Direct => "diretto",
        Rule::FromBaseline => "da storico",
        Rule::Bands(_) => "fasce",
    }
}

pub(super) fn rule_cannot_apply(
    span: Span,
    rule: Rule,
    why: Inapplicable,
    kind: Type,
    kpi: Span,
) -> Diagnostic {
    let name = rule_name(rule);
    let (it, en) = both(kind.name());
    let why = match why {
        Inapplicable::NoAmount => {
            say!("vuole una quantità, e questo è {it}", "it wants an amount, and this is {en}")
        }
        Inapplicable::EqualTarget => {
            say!("vuole un target `>=` o `<=`, non `=`", "it wants a target `>=` or `<=`, not `=`")
        }
        Inapplicable::TargetNotPositive => {
            say!(
                "divide per il target, che deve essere maggiore di zero",
                "it divides by the target, which must be above zero"
            )
        }
        Inapplicable::NoPercentage => {
            say!("vuole una percentuale, e questo è {it}", "it wants a percentage, and this is {en}")
        }
        Inapplicable::BandsOfAnotherType => {
            say!("le fasce non sono in {it}", "the bands are not about {en}")
        }
        Inapplicable::NoDeadline => say!(
            "le fasce sui giorni di ritardo vogliono una scadenza (`entro`)",
            "bands on days late want a deadline (`entro`)"
        ),
    };
    let (why_it, why_en) = both(why);
    Diagnostic::new(
        Code::RuleCannotApply,
        span,
        say!("`{name}` non si può applicare qui: {why_it}", "`{name}` cannot apply here: {why_en}"),
    )
    .also(kpi, say!("a questo indicatore", "to this indicator"))
    .note(say!(
        "scegli un'altra regola, per esempio `tutto o niente`",
        "choose another rule, such as `tutto o niente`"
    ))
}

pub(super) fn no_baseline(span: Span, year: i32) -> Diagnostic {
    Diagnostic::new(
        Code::BadBaseline,
        span,
        say!(
            "per il target {year} manca lo storico di un anno prima",
            "for the target {year} a baseline of an earlier year is missing"
        ),
    )
    .note(say!(
        "`da storico` dà 0 al valore storico e 100 al target: aggiungi `storico`",
        "`da storico` gives 0 at the baseline and 100 at the target: add `storico`"
    ))
}

pub(super) fn baseline_not_worse(span: Span, target: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadBaseline,
        span,
        say!("lo storico raggiunge già il target", "the baseline already meets the target"),
    )
    .also(target, say!("il target è questo", "the target is this"))
    .note(say!(
        "`da storico` misura la strada dallo storico al target: serve un target migliore dello storico, o un'altra regola",
        "`da storico` measures the way from baseline to target: a target better than the baseline is needed, or another rule"
    ))
}

// ── bands ──

pub(super) fn band_type(span: Span, found: Type, wanted: Type) -> Diagnostic {
    let (found_it, found_en) = both(found.name());
    let (it, en) = both(wanted.name());
    Diagnostic::new(
        Code::BadBands,
        span,
        say!(
            "in queste fasce va {it}, e questo è {found_it}",
            "{en} goes in these bands, and this is {found_en}"
        ),
    )
}

fn band_fault(span: Span, other: Option<Span>, message: Text) -> Diagnostic {
    let fault = Diagnostic::new(Code::BadBands, span, message);
    let fault = match other {
        Some(other) => fault.also(other, say!("l'altra fascia è questa", "the other band is this one")),
        None => fault,
    };
    fault.note(say!(
        "le fasce vanno dal basso in alto, senza buchi né sovrapposizioni, aperte ai due estremi: fino a 30 -> 90%, oltre -> 0%",
        "bands go from low to high, without gaps or overlaps, open at both ends: fino a 30 -> 90%, oltre -> 0%"
    ))
}

pub(super) fn score_outside(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!("il punteggio di una fascia va da 0% a 100%", "a band's score goes from 0% to 100%"),
    )
}

pub(super) fn slope_without_ends(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!(
            "un punteggio che cresce vuole una fascia con due estremi",
            "a score that grows wants a band with two ends"
        ),
    )
}

pub(super) fn band_reversed(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!("questa fascia finisce prima di cominciare", "this band ends before it begins"),
    )
}

pub(super) fn no_rows(span: Span) -> Diagnostic {
    band_fault(span, None, say!("queste fasce non hanno righe", "these bands have no rows"))
}

pub(super) fn bands_closed_below(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!("sotto la prima fascia non c'è punteggio", "there is no score below the first band"),
    )
}

pub(super) fn bands_closed_above(span: Span) -> Diagnostic {
    band_fault(
        span,
        None,
        say!(
            "sopra l'ultima fascia non c'è punteggio: aggiungi `oltre -> …`",
            "there is no score above the last band: add `oltre -> …`"
        ),
    )
}

pub(super) fn bands_unordered(span: Span, other: Span) -> Diagnostic {
    band_fault(span, Some(other), say!("questa fascia non è in ordine", "this band is out of order"))
}

pub(super) fn bands_overlap(span: Span, other: Span) -> Diagnostic {
    band_fault(
        span,
        Some(other),
        say!("questa fascia si sovrappone all'altra", "this band overlaps the other"),
    )
}

pub(super) fn bands_gap(span: Span, other: Span) -> Diagnostic {
    band_fault(
        span,
        Some(other),
        say!("fra le due fasce c'è un buco", "there is a gap between the two bands"),
    )
}

/// Closed ends one unit of the last printed digit apart: a warning with a fix.
pub(super) fn bands_apart(lower: &Row, upper: &Row) -> Diagnostic {
    let end = lower.to.as_ref().map_or(lower.span, |bound| bound.value.span);
    let start = upper.from.as_ref().map_or(upper.span, |bound| bound.value.span);
    let fault = Diagnostic::new(
        Code::BandsApart,
        end,
        say!(
            "un valore fra le due fasce non cade in nessuna",
            "a value between the two bands falls in neither"
        ),
    )
    .also(start, say!("la fascia dopo comincia qui", "the next band begins here"))
    .note(say!(
        "59,995 non sta né fino a 59,99 né da 60: scrivi `a meno di 60` o `sotto 60`",
        "59,995 is neither up to 59,99 nor from 60: write `a meno di 60` or `sotto 60`"
    ));
    let (Some(next), Some(last)) = (upper.from.as_ref(), lower.to.as_ref()) else { return fault };
    let next = crate::syntax::tree::show_literal(&next.value);
    match lower.from.as_ref() {
        Some(from) => {
            let first = crate::syntax::tree::show_literal(&from.value);
            let text = format!("da {first} a meno di {next}");
            let span = from.value.span.to(last.value.span);
            let span = Span::new(span.file, lower.span.start, span.end);
            fault.fix(say!("scrivi `{text}`", "write `{text}`"), span, text.clone())
        }
        None => {
            let text = format!("sotto {next}");
            let span = Span::new(lower.span.file, lower.span.start, last.value.span.end);
            fault.fix(say!("scrivi `{text}`", "write `{text}`"), span, text.clone())
        }
    }
}

// ── weights ──

fn points(number: &Exact) -> String {
    show_number(number, 4)
}

fn with_labels(mut fault: Diagnostic, entries: &[Entry<'_>]) -> Diagnostic {
    for entry in entries {
        let text = match entry.weight {
            Some(weight) => {
                let value = points(&super::weights::value(weight));
                match weight {
                    crate::syntax::tree::Weight::Points(_) => say!("{value} punti", "{value} points"),
                    _ => Text::same(format!("{value}%")),
                }
            }
            None => say!("senza peso", "without weight"),
        };
        fault = fault.also(entry.span, text);
    }
    fault
}

/// Names what the weights are of: an objective's code, or the top of the plan.
fn whose(code: &str) -> (String, String) {
    if code.is_empty() {
        both(say!("del piano", "of the plan"))
    } else {
        both(say!("di {code}", "of {code}"))
    }
}

pub(super) fn weight_sum(span: Span, code: &str, sum: &Exact, entries: &[Entry<'_>]) -> Diagnostic {
    let (it, en) = whose(code);
    let shown = points(sum);
    let difference = sum - &Exact::hundred();
    let by = points(&difference.abs());
    let message = if difference.is_negative() {
        say!(
            "i pesi {it} sommano a {shown}%, {by} punti in meno",
            "the weights {en} sum to {shown}%, {by} points too few"
        )
    } else {
        say!(
            "i pesi {it} sommano a {shown}%, {by} punti in più",
            "the weights {en} sum to {shown}%, {by} points too many"
        )
    };
    with_labels(Diagnostic::new(Code::WeightSum, span, message), entries).note(say!(
        "i pesi devono sommare a 100%; se il documento non permette di più, scrivi `pesi incompleti motivo \"…\"`",
        "weights must sum to 100%; if the document allows no more, write `pesi incompleti motivo \"…\"`"
    ))
}

pub(super) fn incomplete(span: Span, code: &str, sum: &Exact, reason: &str) -> Diagnostic {
    let (it, en) = whose(code);
    let shown = points(sum);
    Diagnostic::new(
        Code::WeightsIncomplete,
        span,
        say!("i pesi {it} sommano a {shown}%: {reason}", "the weights {en} sum to {shown}%: {reason}"),
    )
    .note(say!(
        "la performance è calcolata in proporzione ai pesi che ci sono",
        "the performance is in proportion to the weights there are"
    ))
}

pub(super) fn no_weights(span: Span, code: &str, entries: &[Entry<'_>]) -> Diagnostic {
    let (it, en) = whose(code);
    with_labels(
        Diagnostic::new(
            Code::WeightMissing,
            span,
            say!("gli indicatori {it} non hanno peso", "the indicators {en} have no weight"),
        ),
        entries,
    )
    .note(say!(
        "scrivi un `peso` su ognuno, o `pesi uguali` sull'obiettivo",
        "write a `peso` on each, or `pesi uguali` on the objective"
    ))
}

pub(super) fn some_without_weight(span: Span, code: &str, entries: &[Entry<'_>]) -> Diagnostic {
    let (it, en) = whose(code);
    with_labels(
        Diagnostic::new(
            Code::WeightMissing,
            span,
            say!(
                "qui manca il peso: altri {it} ce l'hanno",
                "the weight is missing here: others {en} have one"
            ),
        ),
        entries,
    )
    .note(say!("o tutti hanno un peso, o nessuno", "either all have a weight or none"))
}

pub(super) fn weights_beside_equal(span: Span, entries: &[Entry<'_>]) -> Diagnostic {
    let written: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.weight.is_some()).collect();
    let mut fault = Diagnostic::new(
        Code::WeightMissing,
        span,
        say!(
            "con `pesi uguali` gli indicatori non portano peso",
            "under `pesi uguali` the indicators carry no weight"
        ),
    );
    for entry in &written {
        fault = fault.also(entry.span, say!("un peso", "a weight"));
    }
    let edits = written.iter().map(|entry| Edit { span: entry.span, text: String::new() }).collect();
    fault.fix_all(say!("togli i pesi", "remove the weights"), edits)
}

pub(super) fn mixed_weights(span: Span, code: &str, entries: &[Entry<'_>]) -> Diagnostic {
    let (it, en) = whose(code);
    with_labels(
        Diagnostic::new(
            Code::WeightKinds,
            span,
            say!(
                "i pesi {it} sono in parte punti e in parte percentuali",
                "the weights {en} are partly points and partly percentages"
            ),
        ),
        entries,
    )
    .note(say!("usa una sola specie di peso", "use one kind of weight"))
}

// ── rollups ──

pub(super) fn rollup_of_no_children(span: Span, code: &str) -> Diagnostic {
    Diagnostic::new(
        Code::RollupOfNothing,
        span,
        say!("`{code}` non ha niente sotto di sé da mediare", "`{code}` has nothing below it to average"),
    )
    .note(say!(
        "`media ponderata` è la media degli obiettivi direttamente sotto; per altri scrivi i loro codici: media ponderata B.1, B.2",
        "`media ponderata` is the mean of the objectives directly below; for others write their codes: media ponderata B.1, B.2"
    ))
}

pub(super) fn rollup_of_unknown<'a>(
    span: Span,
    code: &str,
    codes: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let mut codes: Vec<&str> = codes.collect();
    codes.sort_unstable();
    let fault = Diagnostic::new(
        Code::RollupOfNothing,
        span,
        say!("nessun obiettivo ha il codice `{code}`", "no objective has the code `{code}`"),
    )
    .note(say!(
        "una media ponderata si fa su obiettivi dichiarati in questo piano",
        "a rollup is made of objectives declared in this plan"
    ));
    match nearest(code, codes) {
        Some(near) => fault.fix(
            say!("forse volevi scrivere `{near}`", "perhaps you meant `{near}`"),
            span,
            near.to_owned(),
        ),
        None => fault,
    }
}

pub(super) fn rollup_of_itself(span: Span, code: &str) -> Diagnostic {
    Diagnostic::new(
        Code::RollupOfItself,
        span,
        say!("`{code}` fa la media di sé stesso", "`{code}` averages itself"),
    )
    .note(say!(
        "se il peso è la quota di `{code}` nell'obiettivo superiore, scrivilo come `peso` dell'obiettivo; per gli obiettivi sotto scrivi `{code}.*`",
        "if the weight is the share of `{code}` in its parent, write it as the `peso` of the objective; for the objectives below write `{code}.*`"
    ))
}

pub(super) fn rollup_cycle(span: Span, code: &str) -> Diagnostic {
    Diagnostic::new(
        Code::RollupCycle,
        span,
        say!(
            "questa media finisce per dipendere da sé stessa, passando per `{code}`",
            "this rollup ends up depending on itself, by way of `{code}`"
        ),
    )
    .note(say!(
        "un obiettivo si calcola da ciò che sta sotto, mai da ciò che sta sopra",
        "an objective is computed from what is below it, never from what is above"
    ))
}

// ── overrides, exceptions, required fields ──

pub(super) fn second_override(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadOverride,
        span,
        say!(
            "c'è già una `rettifica` per questo indicatore e periodo",
            "there is already a `rettifica` for this indicator and period"
        ),
    )
    .also(first, say!("la prima è qui", "the first is here"))
}

pub(super) fn override_without_reason(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadOverride,
        span,
        say!("questa `rettifica` non dice perché", "this `rettifica` does not say why"),
    )
    .note(say!("aggiungi `motivo \"…\"`", "add `motivo \"…\"`"))
}

pub(super) fn override_outside(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadOverride,
        span,
        say!("una `rettifica` dà un punteggio da 0% a 100%", "a `rettifica` gives a score from 0% to 100%"),
    )
}

pub(super) fn unknown_kpi<'a>(
    span: Span,
    name: &str,
    objective: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::UnknownReference,
        span,
        say!("`{objective}` non ha un indicatore `{name}`", "`{objective}` has no indicator `{name}`"),
    );
    match nearest(name, known) {
        Some(near) => fault.fix(
            say!("forse volevi scrivere `{near}`", "perhaps you meant `{near}`"),
            span,
            near.to_owned(),
        ),
        None => fault,
    }
}

pub(super) fn ambiguous_kpi(span: Span, name: &str, objective: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        span,
        say!(
            "più indicatori di `{objective}` rispondono a `{name}`",
            "more than one indicator of `{objective}` answers to `{name}`"
        ),
    )
    .note(say!("usa l'identificatore", "use the identifier"))
}

pub(super) fn error_not_allowed(span: Span, code: Code) -> Diagnostic {
    let name = code.name();
    Diagnostic::new(
        Code::BadException,
        span,
        say!("`{name}` è un errore e non si può consentire", "`{name}` is an error and cannot be allowed"),
    )
    .note(say!(
        "si consentono solo avvisi e suggerimenti, con codici P04…",
        "only warnings and hints can be allowed, with codes P04…"
    ))
}

pub(super) fn unknown_code(span: Span, name: &str) -> Diagnostic {
    let lints = Code::ALL.iter().filter(|code| code.severity() != Severity::Error).map(|code| code.name());
    let fault = Diagnostic::new(
        Code::BadException,
        span,
        say!("non conosco il codice `{name}`", "I do not know the code `{name}`"),
    )
    .note(say!("`piaoc explain` elenca i codici", "`piaoc explain` lists the codes"));
    match nearest(name, lints) {
        Some(near) => fault.fix(
            say!("forse volevi scrivere `{near}`", "perhaps you meant `{near}`"),
            span,
            near.to_owned(),
        ),
        None => fault,
    }
}

pub(super) fn unknown_field(span: Span, name: &str) -> Diagnostic {
    let fields = Keyword::ALL.iter().map(|keyword| keyword.spelling());
    let fault =
        Diagnostic::new(Code::UnknownWord, span, say!("`{name}` non è un campo", "`{name}` is not a field"));
    match nearest(name, fields) {
        Some(near) => fault.fix(
            say!("forse volevi scrivere `{near}`", "perhaps you meant `{near}`"),
            span,
            near.to_owned(),
        ),
        None => fault,
    }
}

pub(super) fn fields_missing(span: Span, key: &str, fields: &[&str], required: Span) -> Diagnostic {
    let list = fields.join(", ");
    Diagnostic::new(Code::FieldMissing, span, say!("a `{key}` manca: {list}", "`{key}` lacks: {list}"))
        .also(required, say!("il piano lo richiede", "the plan requires it"))
}
