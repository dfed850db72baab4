//! The faults of weights and rollups.

use super::both;
use crate::diagnostics::{Among, Code, Diagnostic, Edit, Text, say};
use crate::resolve::ObjectiveDecl;
use crate::source::Span;
use crate::types::weights::Entry;
use crate::value::{Exact, show_number};

fn points(number: &Exact) -> String {
    show_number(number, 4)
}

fn with_labels(mut fault: Diagnostic, entries: &[Entry<'_>]) -> Diagnostic {
    for entry in entries {
        let text = match entry.weight {
            Some(weight) => {
                let value = points(&crate::types::weights::value(weight));
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

pub(in crate::types) fn weight_sum(span: Span, code: &str, sum: &Exact, entries: &[Entry<'_>]) -> Diagnostic {
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
    let fault = with_labels(Diagnostic::new(Code::WeightSum, span, message), entries);
    if difference.is_negative() {
        fault.note(say!(
            "i pesi devono sommare a 100%; se il documento ha perso una riga, scrivi `pesi incompleti motivo \"…\"`",
            "weights must sum to 100%; if the document lost a row, write `pesi incompleti motivo \"…\"`"
        ))
    } else {
        fault.note(say!("i pesi devono sommare a 100%", "weights must sum to 100%"))
    }
}

/// Points that are all 0.
pub(in crate::types) fn no_points(span: Span, code: &str, entries: &[Entry<'_>]) -> Diagnostic {
    let (it, en) = whose(code);
    with_labels(
        Diagnostic::new(
            Code::WeightSum,
            span,
            say!("i punti {it} sono tutti zero", "the points {en} are all zero"),
        ),
        entries,
    )
    .note(say!("almeno un peso deve essere maggiore di zero", "at least one weight must be above zero"))
}

pub(in crate::types) fn incomplete(span: Span, code: &str, sum: &Exact, reason: &str) -> Diagnostic {
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

pub(in crate::types) fn no_weights(
    objective: &ObjectiveDecl<'_>,
    code: &str,
    entries: &[Entry<'_>],
) -> Diagnostic {
    let (it, en) = whose(code);
    with_labels(
        Diagnostic::new(
            Code::WeightMissing,
            objective.span,
            say!("gli indicatori {it} non hanno peso", "the indicators {en} have no weight"),
        ),
        entries,
    )
    .note(say!(
        "scrivi un `peso` su ognuno, o `pesi uguali` sull'obiettivo",
        "write a `peso` on each, or `pesi uguali` on the objective"
    ))
    .fix(
        say!("tutti con lo stesso peso: `pesi uguali`", "all of the same weight: `pesi uguali`"),
        objective.item.after_head(),
        "\n  pesi uguali",
    )
}

/// `shares` is what each one without weight would get; empty if nothing can be spread.
pub(in crate::types) fn some_without_weight(
    span: Span,
    code: &str,
    entries: &[Entry<'_>],
    shares: &[String],
) -> Diagnostic {
    let (it, en) = whose(code);
    let fault = with_labels(
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
    .note(say!("o tutti hanno un peso, o nessuno", "either all have a weight or none"));
    if shares.is_empty() {
        return fault;
    }
    let without = entries.iter().filter(|entry| entry.weight.is_none());
    let edit = |(entry, share): (&Entry<'_>, &String)| Edit {
        span: entry.insert,
        text: format!("\n  peso  {share}%"),
    };
    let edits = without.zip(shares).map(edit).collect();
    let list = shares.join("%, ");
    fault
        .fix_all(say!("ripartisci i punti che mancano: {list}%", "spread the missing points: {list}%"), edits)
}

pub(in crate::types) fn weights_beside_equal(span: Span, entries: &[Entry<'_>]) -> Diagnostic {
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

pub(in crate::types) fn mixed_weights(span: Span, code: &str, entries: &[Entry<'_>]) -> Diagnostic {
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

pub(in crate::types) fn rollup_of_no_children(span: Span, code: &str) -> Diagnostic {
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

pub(in crate::types) fn rollup_of_unknown(span: Span, code: &str) -> Diagnostic {
    Diagnostic::new(
        Code::RollupOfNothing,
        span,
        say!("nessun obiettivo ha il codice `{code}`", "no objective has the code `{code}`"),
    )
    .note(say!(
        "una media ponderata si fa su obiettivi dichiarati in questo piano",
        "a rollup is made of objectives declared in this plan"
    ))
    .unknown(code, Among::Objectives)
}

pub(in crate::types) fn rollup_of_itself(span: Span, code: &str) -> Diagnostic {
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

pub(in crate::types) fn rollup_cycle(span: Span, code: &str) -> Diagnostic {
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
