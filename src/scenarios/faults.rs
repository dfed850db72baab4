//! What can be wrong with a scenario file: each from its data to its words.

use rust_decimal::Decimal;

use super::line::Line;
use crate::actuals::{Misfit, Unreadable, percentages};
use crate::diagnostics::{Code, Diagnostic, Text, nearest, say};
use crate::source::Span;
use crate::value::{Mark, Type};

/// The first word of a line, or of an `attesa`, that is none of those that can stand there.
pub(super) fn unknown_word(span: Span, word: &str, candidates: &[&str]) -> Diagnostic {
    let known = candidates.join("`, `");
    let fault =
        Diagnostic::new(Code::UnknownWord, span, say!("non conosco `{word}`", "I do not know `{word}`"))
            .note(say!("qui può stare: `{known}`", "here can stand: `{known}`"));
    meant(fault, span, nearest(word, candidates.iter().copied()))
}

fn meant(fault: Diagnostic, span: Span, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => {
            fault.fix(say!("forse volevi scrivere `{near}`", "perhaps you meant `{near}`"), span, near)
        }
        None => fault,
    }
}

pub(super) fn before_first(span: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BeforeFirstItem,
        span,
        say!("`{word}` sta prima di ogni `prova`", "`{word}` stands before any `prova`"),
    )
    .note(say!(
        "ogni prova comincia con una riga `prova \"titolo\"`; le sue righe vengono dopo",
        "every scenario begins with a line `prova \"title\"`; its lines come after"
    ))
}

pub(super) fn plan_too_late(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Misplaced,
        span,
        say!("`piano` sta dentro una prova", "`piano` stands within a scenario"),
    )
    .note(say!(
        "vale per tutto il file: scrivilo in cima, prima della prima `prova`",
        "it holds for the whole file: write it at the top, before the first `prova`"
    ))
}

pub(super) fn open_quote(span: Span, written: &str) -> Diagnostic {
    let close = match written.chars().next() {
        Some('«') => "»",
        Some('“') => "”",
        _ => "\"",
    };
    Diagnostic::new(
        Code::OpenString,
        span,
        say!("manca {close} alla fine del testo", "{close} is missing at the end of the text"),
    )
    .note(say!("un testo finisce sulla sua riga", "a text ends on its line"))
}

pub(super) fn repeated(span: Span, word: &str, first: Span) -> Diagnostic {
    Diagnostic::new(Code::Repeated, span, say!("`{word}` c'è già", "`{word}` is already there"))
        .also(first, say!("qui", "here"))
}

pub(super) fn same_title(span: Span, title: &str, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Duplicate,
        span,
        say!("un'altra prova si chiama già «{title}»", "another scenario is already called «{title}»"),
    )
    .also(first, say!("qui", "here"))
    .note(say!(
        "dal titolo si riconosce una prova nei risultati: dalle un nome suo",
        "results tell a scenario by its title: give it one of its own"
    ))
}

/// Something other than a text in quotes, or nothing.
pub(super) fn text_wanted(keyword: Span, rest: &Line<'_>, example: &str) -> Diagnostic {
    let (span, text) = (rest.span(), rest.text());
    if rest.is_empty() {
        return Diagnostic::new(
            Code::Unexpected,
            keyword,
            say!("qui manca un testo tra virgolette", "a text in quotes is missing here"),
        )
        .note(say!("per esempio {example}", "for example {example}"));
    }
    let quoted = format!("\"{}\"", text.replace('"', "\"\""));
    Diagnostic::new(
        Code::Unquoted,
        span,
        say!("questo testo va tra virgolette", "this text must be in quotes"),
    )
    .fix(say!("scrivi `{quoted}`", "write `{quoted}`"), span, quoted.clone())
}

pub(super) fn too_much(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Unexpected,
        span,
        say!("`{text}` è di troppo su questa riga", "`{text}` is too much on this line"),
    )
}

/// A keyword with nothing behind it.
pub(super) fn missing(span: Span, word: &str, example: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Unexpected,
        span,
        say!("la riga non è finita: manca ciò che segue `{word}`", "the line is not complete after `{word}`"),
    )
    .note(say!("per esempio `{word} {example}`", "for example `{word} {example}`"))
}

pub(super) fn no_value(span: Span, example: &str) -> Diagnostic {
    Diagnostic::new(
        Code::Unexpected,
        span,
        say!("manca il valore: va dopo un `=`", "the value is missing: it goes after a `=`"),
    )
    .note(say!("per esempio `{example}`", "for example `{example}`"))
}

pub(super) fn bad_comparator(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadComparator,
        span,
        say!("qui si scrive solo `=`", "only `=` can be written here"),
    )
    .note(say!(
        "una prova dice quanto deve venire; si confronta alle cifre scritte: `66,8%` vale anche per 66,75%",
        "a scenario says what must come out; it is compared at the digits written: `66,8%` holds for 66,75% too"
    ))
}

pub(super) fn bad_period(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadPeriod,
        span,
        say!("`{text}` non è un anno né un periodo", "`{text}` is neither a year nor a period"),
    )
    .note(say!(
        "un periodo è 2025, 2025-S1 (semestre), 2025-T2 (trimestre) o 2025-06 (mese)",
        "a period is 2025, 2025-S1 (half-year), 2025-T2 (quarter) or 2025-06 (month)"
    ))
}

/// A `dato` without period in a scenario without one.
pub(super) fn no_period(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::BadPeriod,
        span,
        say!("di quale periodo è questo dato?", "of which period is this actual?"),
    )
    .note(say!(
        "scrivilo dopo la chiave (`{key} 2025 = …`), o dai alla prova una riga `periodo 2025`",
        "write it after the key (`{key} 2025 = …`), or give the scenario a line `periodo 2025`"
    ))
}

pub(super) fn bare_percent(span: Span, number: Decimal) -> Diagnostic {
    percent_meant(span, &percentages(number, Mark::Comma))
}

fn percent_meant(span: Span, meant: &[String]) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::BarePercent,
        span,
        say!("qui va una percentuale: manca il segno %", "a percentage goes here: the % sign is missing"),
    );
    meant.iter().fold(fault, |fault, percent| {
        fault.fix(say!("scrivi `{percent}`", "write `{percent}`"), span, percent.clone())
    })
}

/// A performance that is given as something else.
pub(super) fn no_performance(span: Span, written: &str, found: Type) -> Diagnostic {
    let Text { it, en } = found.name();
    Diagnostic::new(
        Code::TypeMismatch,
        span,
        say!(
            "`{written}` è {it}: una performance è una percentuale",
            "`{written}` is {en}: a performance is a percentage"
        ),
    )
    .note(say!(
        "per il valore di un indicatore scrivi `valore` al posto di `performance`",
        "for the value of an indicator write `valore` in place of `performance`"
    ))
}

/// A value that is not of the KPI's type.
pub(super) fn misfit(span: Span, written: &str, key: &str, kind: Type, misfit: &Misfit) -> Diagnostic {
    if let Misfit::Percent(meant) = misfit {
        return percent_meant(span, meant);
    }
    let Text { it, en } = kind.name();
    let fault = Diagnostic::new(
        Code::TypeMismatch,
        span,
        say!(
            "`{written}` non va bene: il valore di `{key}` è {it}",
            "`{written}` does not suit: the value of `{key}` is {en}"
        ),
    );
    let example = kind.example();
    match misfit {
        Misfit::Serial(day) => {
            let day = crate::value::show_date(*day);
            fault.fix(say!("scrivi `{day}`", "write `{day}`"), span, day.clone())
        }
        _ => fault.note(say!("per esempio `{example}`", "for example `{example}`")),
    }
}

/// A value that can't be read at all.
pub(super) fn unreadable(span: Span, written: &str, fault: Unreadable) -> Diagnostic {
    let (code, meant) = match fault {
        Unreadable::Mark(meant) => (Code::BadNumber, meant),
        Unreadable::Date(meant) => (Code::BadDate, meant),
        Unreadable::TooLarge => (Code::NumberTooLarge, None),
        Unreadable::SpreadsheetError | Unreadable::Foreign(_) | Unreadable::Unknown => {
            (Code::Unexpected, None)
        }
    };
    let fault = Diagnostic::new(
        code,
        span,
        say!("`{written}` non è un valore che so leggere", "`{written}` is no value that I can read"),
    );
    match meant {
        Some(meant) => fault.fix(say!("scrivi `{meant}`", "write `{meant}`"), span, meant.clone()),
        None => fault.note(say!(
            "i valori si scrivono come nel piano: `66,75%`, `1.250,00 €`, `5 giorni`, `31/12/2025`, `sì`, `non disponibile`",
            "values are written as in the plan: `66,75%`, `1.250,00 €`, `5 giorni`, `31/12/2025`, `sì`, `non disponibile`"
        )),
    }
}

pub(super) fn unknown_state(span: Span, written: &str, states: &[&str]) -> Diagnostic {
    let known = states.join("`, `");
    let fault = Diagnostic::new(
        Code::UnknownState,
        span,
        say!("`{written}` non è uno stato", "`{written}` is no state"),
    )
    .note(say!("gli stati sono `{known}`", "the states are `{known}`"));
    meant(fault, span, nearest(written, states.iter().copied()))
}

pub(super) fn unknown_code(span: Span, written: &str) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::UnknownReference,
        span,
        say!("`{written}` non è il codice di una diagnostica", "`{written}` is no code of a diagnostic"),
    )
    .note(say!("`piaoc explain` li elenca tutti", "`piaoc explain` lists them all"));
    meant(fault, span, nearest(written, Code::ALL.iter().map(|code| code.name())))
}

/// A key that nothing in the plan answers to.
pub(super) fn unknown_key(span: Span, key: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::UnknownReference,
        span,
        say!("nel piano non c'è `{key}`", "there is no `{key}` in the plan"),
    )
    .note(say!(
        "si può chiedere di un obiettivo (A.1), di un indicatore (A.1/tempo_medio) o del piano intero (piano)",
        "you can ask about an objective (A.1), an indicator (A.1/tempo_medio) or the whole plan (piano)"
    ));
    meant(fault, span, near)
}

pub(super) fn ambiguous_key(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::AmbiguousKey,
        span,
        say!("più d'uno risponde a `{key}`", "more than one answers to `{key}`"),
    )
    .note(say!(
        "scrivi il nome breve o il codice al posto del titolo",
        "write the short name or the code in place of the title"
    ))
}

/// A measure or an operand, which has neither score nor state.
pub(super) fn only_data(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        span,
        say!("`{key}` è un dato, non un risultato", "`{key}` is an actual, not a result"),
    )
    .note(say!(
        "una prova si aspetta risultati di indicatori, obiettivi e piano; un dato si dà con `dato`",
        "a scenario expects results of indicators, objectives and the plan; an actual is given by `dato`"
    ))
}

/// An objective or the plan where only a KPI has what is asked for.
pub(super) fn only_of_kpis(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        span,
        say!("`{key}` non è un indicatore", "`{key}` is no indicator"),
    )
    .note(say!(
        "di un obiettivo si può chiedere `performance` e `stato` (dichiarato), del piano `performance`",
        "of an objective `performance` and (declared) `stato` can be asked, of the plan `performance`"
    ))
}

pub(super) fn no_scenarios(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::FileEmpty,
        span,
        say!("in questo file non c'è nessuna `prova`", "there is no `prova` in this file"),
    )
    .note(say!("una prova comincia con `prova \"titolo\"`", "a scenario begins with `prova \"title\"`"))
}

pub(super) fn no_plan(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NoPlan,
        span,
        say!("accanto a questo file non c'è nessun piano", "there is no plan beside this file"),
    )
    .note(say!(
        "in cima scrivi di quale piano sono le prove: `piano \"piano.piao\"`",
        "say at the top which plan the scenarios are about: `piano \"piano.piao\"`"
    ))
}

pub(super) fn many_plans(span: Span, names: &[String]) -> Diagnostic {
    let list = names.join("`, `");
    let first = names.first().map_or("piano.piao", String::as_str);
    Diagnostic::new(
        Code::ManyPlans,
        span,
        say!(
            "di quale piano sono queste prove? Nella cartella ci sono `{list}`",
            "which plan are these scenarios about? The folder has `{list}`"
        ),
    )
    .note(say!("scrivilo in cima: `piano \"{first}\"`", "write it at the top: `piano \"{first}\"`"))
}

/// Neither `consuntivi` nor `dato`, and no `piaoc.toml` beside the plan.
pub(super) fn no_data(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NoPeriod,
        span,
        say!("la prova non ha dati", "the scenario has no data"),
    )
    .note(say!(
        "aggiungi `consuntivi \"q2.csv\"`, o righe `dato CHIAVE 2025 = valore`; senza, valgono i consuntivi di `piaoc.toml` accanto al piano",
        "add `consuntivi \"q2.csv\"`, or lines `dato KEY 2025 = value`; without, the actuals of `piaoc.toml` beside the plan hold"
    ))
}
