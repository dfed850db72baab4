//! The result as Markdown: a heading for each objective, as deep as it lies, and a table of its KPIs.

use super::text::target_cell;
use super::{View, figures, notes, outline};
use crate::diagnostics::{Text, one_line, say};
use crate::plan::{KpiId, ObjectiveId};

/// Markdown knows no deeper heading.
const DEEPEST_HEADING: usize = 6;

/// The whole document, with a newline at its end.
pub fn render(view: &View) -> String {
    let mut out = String::new();
    front(&mut out, view);
    for (id, depth) in outline::walk(view.plan) {
        objective(&mut out, view, id, depth);
    }
    out
}

fn front(out: &mut String, view: &View) {
    let evaluation = view.evaluation;
    push(out, &format!("# {}", escape(&view.plan.title)));
    if let Some(entity) = &view.plan.entity {
        push(out, &escape(entity));
    }
    let mut facts = vec![super::words::period(view)];
    let score = figures::performance_or_none(evaluation.plan.performance.as_ref());
    facts.push(say!("performance **{score}**", "performance **{score}**"));
    facts.extend(notes::of_total(&evaluation.plan));
    push(out, &joined(view, &facts, " · "));
}

fn objective(out: &mut String, view: &View, id: ObjectiveId, depth: usize) {
    let objective = view.plan.objective(id);
    let Some(result) = view.objective(id) else { return };
    let level = "#".repeat(depth.saturating_add(2).min(DEEPEST_HEADING));
    push(out, format!("{level} {} {}", escape(&objective.code), escape(&objective.title)).trim_end());
    let score = figures::performance_or_none(result.total.performance.as_ref());
    let mut facts = vec![say!("performance **{score}**", "performance **{score}**")];
    if let Some(weight) = &objective.weight {
        let weight = weight.show();
        facts.push(say!("peso {weight}", "weight {weight}"));
    }
    facts.extend(notes::of_objective(view, id).iter().map(escaped));
    push(out, &joined(view, &facts, " · "));
    let texts: Vec<Text> = notes::texts_of_objective(view, id).iter().map(escaped).collect();
    if !texts.is_empty() {
        push(out, &joined(view, &texts, " · "));
    }
    if objective.kpis.is_empty() {
        return;
    }
    out.push_str(headings().get(view.lang));
    out.push_str("\n| --- | ---: | ---: | ---: | ---: | --- |\n");
    for kpi in &objective.kpis {
        out.push_str(&row(view, *kpi));
    }
    out.push('\n');
}

/// The headings of an objective's table.
pub(super) fn headings() -> Text {
    say!(
        "| Indicatore | Peso | Target | Consuntivo | Performance | Note |",
        "| Indicator | Weight | Target | Actual | Performance | Notes |"
    )
}

fn row(view: &View, id: KpiId) -> String {
    let kpi = view.plan.kpi(id);
    let Some(result) = view.kpi(id) else { return String::new() };
    let notes: Vec<Text> = notes::with_texts(view, id).iter().map(escaped).collect();
    let state = super::text::state_cell(result, view.lang);
    let notes = [state, joined(view, &notes, "; ")];
    let notes: Vec<String> = notes.into_iter().filter(|note| !note.is_empty()).collect();
    format!(
        "| {} | {} | {} | {} | {} | {} |\n",
        escape(kpi.name()),
        figures::weight(view.plan, kpi),
        escape(&target_cell(kpi, result, view.lang)),
        figures::actual(result),
        figures::performance_or_none(result.performance.as_ref()),
        notes.join("; ")
    )
}

fn joined(view: &View, texts: &[Text], between: &str) -> String {
    texts.iter().map(|text| text.get(view.lang)).collect::<Vec<_>>().join(between)
}

/// A paragraph.
fn push(out: &mut String, text: &str) {
    out.push_str(text);
    out.push_str("\n\n");
}

fn escaped(text: &Text) -> Text {
    Text { it: escape(&text.it), en: escape(&text.en) }
}

/// The user's words, so that Markdown leaves them alone. Backticks stay: our sentences put the user's words in them.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        // A line that begins so is a heading, or a command to the system that shows it.
        let begins = matches!(c, ':' | '#') && out.trim_start().is_empty();
        if begins || matches!(c, '\\' | '|' | '*' | '<' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
