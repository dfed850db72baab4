//! The faults of names and structure.

use crate::diagnostics::{Among, Code, Diagnostic, say};
use crate::source::Span;
use crate::syntax::keyword::ItemKeyword;

pub(super) fn many_plans(span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::ManyPlans, span, say!("c'è già un `piano`", "there is already a `piano`"))
        .also(first, say!("il primo è qui", "the first is here"))
        .note(say!(
            "un piano ha una sola riga `piano`; un file richiamato con `usa` non ne ha",
            "a plan has one `piano` line; a file named by `usa` has none"
        ))
}

pub(super) fn duplicate(span: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Duplicate,
        span,
        say!("`{name}` è dichiarato due volte", "`{name}` is declared twice"),
    )
    .also(first, say!("la prima volta qui", "the first time here"))
    .note(say!("dai a uno dei due un altro nome", "give one of them another name"))
}

pub(super) fn duplicate_kpi(span: Span, key: &str, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Duplicate,
        span,
        say!(
            "due indicatori di questo obiettivo si chiamano `{key}`",
            "two indicators of this objective are called `{key}`"
        ),
    )
    .also(first, say!("il primo è qui", "the first is here"))
    .note(say!(
        "ogni indicatore è riconosciuto dal suo nome: dai a uno dei due un nome breve, per esempio `kpi secondo …`",
        "every indicator is known by its name: give one of them an identifier, such as `kpi secondo …`"
    ))
}

pub(super) fn orphan_kpi(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::OrphanKpi,
        span,
        say!("questo `kpi` non sta sotto nessun obiettivo", "this `kpi` is under no objective"),
    )
    .note(say!(
        "un `kpi` appartiene all'`obiettivo` o all'`azione` che lo precede; un'`area` chiude l'obiettivo",
        "a `kpi` belongs to the `obiettivo` or `azione` above it; an `area` closes the objective"
    ))
}

pub(super) fn nameless_kpi(span: Span) -> Diagnostic {
    Diagnostic::new(Code::NamelessKpi, span, say!("questo `kpi` non ha un nome", "this `kpi` has no name"))
        .note(say!(
            "servono un nome breve, un codice o un titolo: kpi tempo KP019 \"Tempo medio di evasione\"",
            "an identifier, a code or a title is needed: kpi tempo KP019 \"Tempo medio di evasione\""
        ))
}

pub fn parent_cycle(span: Span, code: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ParentCycle,
        span,
        say!("`{code}` finisce per stare dentro sé stesso", "`{code}` ends up inside itself"),
    )
    .note(say!("correggi il codice dopo `in`", "mend the code after `in`"))
}

/// A code that no area, objective or action has.
pub fn unknown_objective(span: Span, code: &str) -> Diagnostic {
    let message = say!("nessun obiettivo ha il codice `{code}`", "no objective has the code `{code}`");
    Diagnostic::new(Code::UnknownReference, span, message).unknown(code, Among::Objectives)
}

/// A name that nothing of its kind has. `at` is where a declaration of it could stand.
pub fn unknown_name(span: Span, name: &str, kind: ItemKeyword, at: Option<Span>) -> Diagnostic {
    let message = say!("`{name}` non è dichiarato con `{kind}`", "`{name}` is not declared with `{kind}`");
    let among = match kind {
        ItemKeyword::Structure => Among::Structures,
        ItemKeyword::Bands => Among::Bands,
        _ => Among::Measures,
    };
    let fault = Diagnostic::new(Code::UnknownReference, span, message).unknown(name, among);
    let rest = if kind == ItemKeyword::Bands { "su valore" } else { "\"…\"" };
    let fault = fault.note(say!(
        "si dichiara con una voce `{kind} {name} {rest}`",
        "it is declared by an item `{kind} {name} {rest}`"
    ));
    match at.filter(|_| kind != ItemKeyword::Bands) {
        Some(at) => {
            let text = format!("{kind} {name} \"{name}\"\n\n");
            fault.fix(say!("dichiara `{kind} {name}`", "declare `{kind} {name}`"), at, text)
        }
        None => fault,
    }
}

/// A KPI known only by a code that the catalogue does not have.
pub(super) fn not_in_catalogue(span: Span, code: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownReference,
        span,
        say!(
            "`{code}` non è nel catalogo e il `kpi` non ha un titolo",
            "`{code}` is not in the catalogue and the `kpi` has no title"
        ),
    )
    .unknown(code, Among::Indicators)
    .note(say!(
        "aggiungi un titolo al `kpi`, o una voce `indicatore {code} \"…\"`",
        "add a title to the `kpi`, or an item `indicatore {code} \"…\"`"
    ))
}

pub(super) fn import_cycle(span: Span, path: &str) -> Diagnostic {
    Diagnostic::new(
        Code::ImportCycle,
        span,
        say!(
            "`{path}` richiama, direttamente o no, questo stesso file",
            "`{path}` uses, directly or not, this very file"
        ),
    )
    .note(say!("togli uno dei `usa` del giro", "remove one of the `usa` of the circle"))
}
