//! What is to be known beside an indicator's or an objective's number: why there is none, who changed it, what it rests
//! on. The terminal prints it as a dim second line, Markdown and CSV in their column of notes.

use super::texts::Texts;
use super::{View, figures, remarks, words};
use crate::actuals::Subject;
use crate::diagnostics::{Text, say};
use crate::eval::result::{KpiResult, Missing, Older, Published, ScoredBy, State, Total, Verdict};
use crate::plan::{KpiId, ObjectiveId, Override};
use crate::source::Span;
use crate::value::{Exact, begins_with_vowel};

/// The remarks on a KPI, the most important first; what its state and its target say themselves is not repeated.
pub fn of_kpi(view: &View, id: KpiId) -> Vec<Text> {
    let Some(result) = view.kpi(id) else { return Vec::new() };
    let mut notes = Vec::new();
    if let Some(change) = &result.overridden {
        notes.push(overridden(view, result, change));
    } else if let Some(why) = result.missing.as_ref().filter(|why| **why != Missing::NotDue) {
        let why = words::missing(view.plan, why);
        notes.push(if result.performance.is_some() { counted_as_zero(&why) } else { why });
    }
    if result.state == State::Scored && matches!(&result.scoring, Some(s) if s.by == ScoredBy::Empty) {
        notes.push(say!("validato con un valore vuoto: vale 0", "validated with an empty value: counts 0"));
    }
    if is_nothing_for_a_number(result) {
        notes.push(say!(
            "`tutto o niente`: il target non è raggiunto",
            "`tutto o niente`: the target is missed"
        ));
    }
    notes.extend(older(view, result));
    notes.extend(rests_on(&result.coverage, result.performance.as_ref()));
    notes.extend(published(view, result));
    notes.extend(result.monitoring.as_ref().and_then(|state| declared(view, state.declared)));
    notes
}

/// The remarks on a KPI, then what the plan says of it in words: for documents, where nobody has the plan beside.
pub fn with_texts(view: &View, id: KpiId) -> Vec<Text> {
    [of_kpi(view, id), texts_of_kpi(view, id)].concat()
}

/// What the offices and the plan say of a KPI in words.
pub fn texts_of_kpi(view: &View, id: KpiId) -> Vec<Text> {
    let mut texts = said(view, &remarks::of_kpi(view, id));
    texts.extend(Texts::of_kpi(view.plan, view.plan.kpi(id)).sentences());
    texts
}

/// What the offices and the plan say of an area, objective or action in words.
pub fn texts_of_objective(view: &View, id: ObjectiveId) -> Vec<Text> {
    let mut texts = said(view, &remarks::of_objective(view, id));
    texts.extend(Texts::of(&view.plan.objective(id).details).sentences());
    texts
}

fn said(view: &View, remarks: &[remarks::On<'_>]) -> Vec<Text> {
    remarks.iter().map(|remark| remark.sentence(view)).collect()
}

/// Whether a number got 0 though it may be near its target, which a reader would take for a mistake.
fn is_nothing_for_a_number(result: &KpiResult) -> bool {
    let missed = matches!(&result.scoring, Some(scored) if scored.by == ScoredBy::Missed);
    let number = matches!(&result.actual.value, Ok((value, _)) if value.amount().is_some());
    missed && number && result.overridden.is_none()
}

/// `cumula ultimo`: il dato è di 2025-S1
fn older(view: &View, result: &KpiResult) -> Vec<Text> {
    let told = |older: Older| {
        let (taken, how) = (older.taken, words::accumulation(older.how).it);
        match older.of {
            Subject::Kpi(_) => {
                say!("`cumula {how}`: il dato è di {taken}", "`cumula {how}`: the value is of {taken}")
            }
            Subject::Measure(_) => {
                let name = words::subject(view.plan, older.of);
                say!(
                    "`cumula {how}`: il dato di «{name}» è di {taken}",
                    "`cumula {how}`: the value of «{name}» is of {taken}"
                )
            }
        }
    };
    result.actual.how.older().into_iter().map(told).collect()
}

/// The remarks on an area, objective or action.
pub fn of_objective(view: &View, id: ObjectiveId) -> Vec<Text> {
    let Some(result) = view.objective(id) else { return Vec::new() };
    let mut notes = of_total(&result.total);
    notes.extend(declared(view, result.declared));
    notes
}

/// The remarks on a weighted mean: on how much of its weight it rests.
pub fn of_total(total: &Total) -> Vec<Text> {
    rests_on(&total.coverage, total.performance.as_ref()).into_iter().collect()
}

/// `sul 60% del peso`, where a performance rests on less than everything.
fn rests_on(coverage: &Exact, performance: Option<&Exact>) -> Option<Text> {
    if performance.is_none() || *coverage >= Exact::hundred() {
        return None;
    }
    let share = figures::share(coverage);
    let on = if begins_with_vowel(&share) { "sull'" } else { "sul " };
    Some(say!("{on}{share} del peso", "on {share} of the weight"))
}

fn overridden(view: &View, result: &KpiResult, change: &Override) -> Text {
    let score = figures::performance(&change.score);
    let reason = &change.reason;
    let author = change.author.as_ref().map_or_else(String::new, |author| format!(" ({author})"));
    let mut computed = Text::same(match &result.scoring {
        Some(scored) => figures::performance(&scored.score),
        None => figures::UNAVAILABLE.to_owned(),
    });
    if let Some(why) = &result.missing {
        let Text { it, en } = words::missing(view.plan, why);
        computed.it.push_str(&format!(" ({it})"));
        computed.en.push_str(&format!(" ({en})"));
    }
    Text {
        it: format!("rettifica: {score} invece di {}: {reason}{author}", computed.it),
        en: format!("override: {score} instead of {}: {reason}{author}", computed.en),
    }
}

fn counted_as_zero(why: &Text) -> Text {
    let (it, en) = (&why.it, &why.en);
    Text { it: format!("non disponibile, conta 0: {it}"), en: format!("not available, counts 0: {en}") }
}

/// The published value and the computed one, if the one does not follow from the other.
fn published(view: &View, result: &KpiResult) -> Option<Text> {
    let Published { fact, verdict: Verdict::Contradicts } = result.published? else { return None };
    let cell = view.facts.fact(fact)?.cell;
    let printed = super::layout::clean(view.sources.text(cell).trim());
    let computed = figures::actual(result);
    let mut note =
        say!("pubblicato {printed}, ricalcolato {computed}", "published {printed}, recomputed {computed}");
    if let Some(allowed) = allowed(view, cell) {
        note.it.push_str(&allowed.it);
        note.en.push_str(&allowed.en);
    }
    Some(note)
}

/// ` (il piano lo consente: il documento riporta il primo semestre)`.
pub fn allowed(view: &View, cell: Span) -> Option<Text> {
    let reason = view.allows_published(cell)?;
    Some(say!(" (il piano lo consente: {reason})", " (the plan allows it: {reason})"))
}

/// `dichiarato in linea, avanzamento 50%: ad eccezione del punto 1`.
pub fn declared(view: &View, index: Option<usize>) -> Option<Text> {
    let declared = view.declared(index)?;
    let state = words::state(declared.state);
    let mut note = Text { it: format!("dichiarato {}", state.it), en: format!("declared {}", state.en) };
    if let Some(progress) = declared.progress {
        let progress = figures::share(&progress.into());
        note.it.push_str(&format!(", avanzamento {progress}"));
        note.en.push_str(&format!(", progress {progress}"));
    }
    if let Some(reason) = &declared.reason {
        note.it.push_str(&format!(": {reason}"));
        note.en.push_str(&format!(": {reason}"));
    }
    Some(note)
}
