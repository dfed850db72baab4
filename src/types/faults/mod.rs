//! The faults that typing finds, each from its data to its words: here those of the plan's head, types, targets,
//! scoring and overrides; `bands` and `weights` have their own files.

mod accumulation;
mod bands;
mod weights;

pub(super) use accumulation::*;
pub(super) use bands::*;
pub(super) use weights::*;

use rust_decimal::Decimal;

use crate::diagnostics::{Among, Code, Diagnostic, Text, nearest, say};
use crate::plan::Rule;
use crate::plan::rules::Inapplicable;
use crate::source::Span;
use crate::syntax::keyword::Keyword;
use crate::types::literal::Wanted;
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

pub(in crate::types) fn no_plan(start: Span) -> Diagnostic {
    Diagnostic::new(Code::NoPlan, start, say!("manca la riga `piano`", "the `piano` line is missing"))
        .note(say!(
            "un piano comincia con `piano \"titolo\"` e `anni 2025-2027`; un file senza `piano` è una raccolta da richiamare con `usa`",
            "a plan begins with `piano \"title\"` and `anni 2025-2027`; a file without `piano` is a library for `usa`"
        ))
        .fix(say!("aggiungi la riga `piano`", "add the `piano` line"), start.before(), "piano \"Titolo del piano\"\n  anni  2025-2027\n\n")
}

pub(in crate::types) fn no_years(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadYears,
        span,
        say!("il piano non dice i suoi anni", "the plan does not say its years"),
    )
    .note(say!("aggiungi per esempio `anni 2025-2027`", "add for example `anni 2025-2027`"))
}

pub(in crate::types) fn exercise_outside(span: Span, year: i32, years: (i32, i32), at: Span) -> Diagnostic {
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

/// `90` where a percentage belongs: `90%`; at 1 or below `1%` or `100%`. Above 100 it may as well be an amount.
pub(in crate::types) fn bare_percent(span: Span, number: Decimal) -> Diagnostic {
    let shown = |number: Decimal| format!("{}%", show_number(&Exact::from(number), 28));
    let plain = shown(number);
    let fault = Diagnostic::new(
        Code::BarePercent,
        span,
        say!("qui va una percentuale: manca il segno %", "a percentage goes here: the % sign is missing"),
    )
    .fix(say!("scrivi `{plain}`", "write `{plain}`"), span, plain.clone());
    if number.abs() > Decimal::ONE_HUNDRED {
        return fault;
    }
    let fault = fault.safely();
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

/// `storico 2024 120` of a percentage: 120%, or what was measured then, which belongs in the actuals.
pub(in crate::types) fn baseline_as_amount(fault: Diagnostic, key: &str, digits: &str) -> Diagnostic {
    fault.unsurely().note(say!(
        "se {digits} è la quantità di allora e non una percentuale, non è lo storico di `{key}`: sta nel consuntivo, con il suo anno",
        "if {digits} is the amount of then and no percentage, it is no baseline of `{key}`: it stands in the actuals, with its year"
    ))
}

pub(in crate::types) fn type_mismatch(span: Span, found: Type, wanted: &Wanted) -> Diagnostic {
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
        fault =
            fault.fix(say!("aggiungi `{unit}`", "add `{unit}`"), span.after(), format!(" {unit}")).safely();
    }
    fault.note(say!("si scrive per esempio `{example}`", "it is written for example `{example}`"))
}

pub(in crate::types) fn bad_operation(
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

pub(in crate::types) fn change_of(span: Span, kind: Type) -> Diagnostic {
    let (it, en) = both(kind.name());
    Diagnostic::new(
        Code::BadOperation,
        span,
        say!("di {it} non c'è una variazione percentuale", "there is no percentage change of {en}"),
    )
}

pub(in crate::types) fn percent_of(span: Span, kind: Type) -> Diagnostic {
    let (it, en) = both(kind.name());
    Diagnostic::new(
        Code::BadOperation,
        span,
        say!("`in %` vuole un numero, e questo è {it}", "`in %` wants a number, and this is {en}"),
    )
}

pub(in crate::types) fn catalogue_conflict(span: Span, keyword: Keyword, common: Span) -> Diagnostic {
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

/// A quoted title that several declared structures have.
pub(in crate::types) fn two_of_one_title(span: Span, title: &str, several: &[(&str, Span)]) -> Diagnostic {
    let idents: Vec<&str> = several.iter().map(|(ident, _)| *ident).collect();
    let idents = idents.join("`, `");
    let mut fault = Diagnostic::new(
        Code::AmbiguousStructure,
        span,
        say!(
            "più strutture si chiamano `{title}`: `{idents}`",
            "several structures are called `{title}`: `{idents}`"
        ),
    );
    for (ident, place) in several {
        fault = fault.also(*place, say!("`{ident}` è questa", "`{ident}` is this one"));
    }
    for (ident, _) in several {
        fault = fault.fix(say!("scrivi `{ident}`", "write `{ident}`"), span, *ident);
    }
    fault.note(say!(
        "scrivi senza virgolette il nome breve di quella che intendi",
        "write the identifier of the one you mean, without quotes"
    ))
}

// ── targets ──

pub(in crate::types) fn target_count(span: Span, found: usize, wanted: usize) -> Diagnostic {
    Diagnostic::new(
        Code::TargetCount,
        span,
        if wanted == 1 {
            say!("{found} valori per un solo anno", "{found} values for a single year")
        } else {
            say!("{found} valori per {wanted} anni", "{found} values for {wanted} years")
        },
    )
    .note(say!(
        "scrivi un valore per tutti gli anni o uno per ciascuno, separati da virgola e spazio: target 2025-2027 >= 10, 12, 14",
        "write one value for all the years or one for each, divided by a comma and a space: target 2025-2027 >= 10, 12, 14"
    ))
}

pub(in crate::types) fn duplicate_target(span: Span, period: Period, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateTarget, span, say!("due target per {period}", "two targets for {period}"))
        .also(first, say!("il primo è qui", "the first is here"))
        .note(say!(
            "un target cambiato durante l'anno si corregge, e si annota con `aggiornamento`",
            "a target changed during the year is corrected, and noted with `aggiornamento`"
        ))
}

/// Two values of one earlier period.
pub(in crate::types) fn duplicate_baseline(span: Span, period: Period, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateTarget,
        span,
        say!("due valori storici per {period}", "two baselines for {period}"),
    )
    .also(first, say!("il primo è qui", "the first is here"))
    .note(say!(
        "scrivi l'anno di ciascuno: storico 2023 5, storico 2024 6",
        "write the year of each: storico 2023 5, storico 2024 6"
    ))
}

pub(in crate::types) fn tolerance_without_sense(span: Span) -> Diagnostic {
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
pub(in crate::types) fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::AllOrNothing => "tutto o niente",
        Rule::Proportional { inverse: false } => "proporzionale",
        Rule::Proportional { inverse: true } => "proporzionale inverso",
        Rule::Direct => "diretto",
        Rule::FromBaseline => "da storico",
        Rule::Bands(_) => "fasce",
    }
}

pub(in crate::types) fn rule_cannot_apply(
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

pub(in crate::types) fn no_baseline(span: Span, year: i32) -> Diagnostic {
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

pub(in crate::types) fn baseline_not_worse(span: Span, target: Span) -> Diagnostic {
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

// ── overrides, exceptions, required fields ──

pub(in crate::types) fn second_override(span: Span, first: Span, periods: (Period, Period)) -> Diagnostic {
    let (of_first, of_second) = periods;
    let message = if of_first == of_second {
        say!(
            "c'è già una `rettifica` per questo indicatore e periodo",
            "there is already a `rettifica` for this indicator and period"
        )
    } else {
        say!(
            "c'è già una `rettifica` diversa per {of_first}, che finisce lo stesso giorno di {of_second}",
            "there is already another `rettifica` for {of_first}, which ends on the same day as {of_second}"
        )
    };
    Diagnostic::new(Code::BadOverride, span, message).also(first, say!("la prima è qui", "the first is here"))
}

pub(in crate::types) fn override_without_reason(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadOverride,
        span,
        say!("questa `rettifica` non dice perché", "this `rettifica` does not say why"),
    )
    .note(say!("aggiungi `motivo \"…\"`", "add `motivo \"…\"`"))
}

pub(in crate::types) fn override_outside(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadOverride,
        span,
        say!("una `rettifica` dà un punteggio da 0% a 100%", "a `rettifica` gives a score from 0% to 100%"),
    )
}

pub(in crate::types) fn unknown_kpi(span: Span, name: &str, objective: (usize, &str)) -> Diagnostic {
    let (at, code) = objective;
    Diagnostic::new(
        Code::UnknownReference,
        span,
        say!("`{code}` non ha un indicatore `{name}`", "`{code}` has no indicator `{name}`"),
    )
    .unknown(name, Among::KpisOf(at))
}

pub(in crate::types) fn ambiguous_kpi(span: Span, name: &str, objective: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        span,
        say!(
            "più indicatori di `{objective}` rispondono a `{name}`",
            "more than one indicator of `{objective}` answers to `{name}`"
        ),
    )
    .note(say!("usa il nome breve", "use the identifier"))
}

pub(in crate::types) fn error_not_allowed(span: Span, code: Code) -> Diagnostic {
    let name = code.name();
    Diagnostic::new(
        Code::BadException,
        span,
        say!("`{name}` è un errore e non si può consentire", "`{name}` is an error and cannot be allowed"),
    )
    .note(say!(
        "si consentono solo avvisi e suggerimenti: `piaoc lints` li elenca",
        "only warnings and hints can be allowed: `piaoc lints` lists them"
    ))
}

pub(in crate::types) fn no_reason(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadException,
        span,
        say!(
            "manca il motivo per cui `{name}` è consentito",
            "the reason why `{name}` is allowed is missing"
        ),
    )
    .note(say!(
        "il motivo resta nel piano: chi lo legge dopo di te sa perché l'avviso non vale qui",
        "the reason stays in the plan: who reads it after you knows why the warning does not hold here"
    ))
}

pub(in crate::types) fn unknown_code(span: Span, name: &str) -> Diagnostic {
    let lints = Code::adjustable().map(Code::name);
    let mut fault = Diagnostic::new(
        Code::BadException,
        span,
        say!("non conosco il codice `{name}`", "I do not know the code `{name}`"),
    )
    .note(say!("`piaoc lints` elenca i codici", "`piaoc lints` lists the codes"));
    if let Some(near) = nearest(name, lints) {
        fault.perhaps(near);
    }
    fault
}

pub(in crate::types) fn unknown_field(span: Span, name: &str) -> Diagnostic {
    let fields = Keyword::ALL.iter().map(|keyword| keyword.spelling());
    let mut fault =
        Diagnostic::new(Code::UnknownWord, span, say!("`{name}` non è un campo", "`{name}` is not a field"));
    if let Some(near) = nearest(name, fields) {
        fault.perhaps(near);
    }
    fault
}

pub(in crate::types) fn fields_missing(span: Span, key: &str, fields: &[&str], required: Span) -> Diagnostic {
    let list = fields.join(", ");
    Diagnostic::new(Code::FieldMissing, span, say!("a `{key}` manca: {list}", "`{key}` lacks: {list}"))
        .also(required, say!("il piano lo richiede", "the plan requires it"))
}
