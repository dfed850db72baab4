//! The head of the text: period, plan, performance, how the indicators went, and which cost the most points.

use super::{Page, mark};
use crate::diagnostics::{Text, indicators, say};
use crate::output::layout::{Align, clean, cut, fill, width};
use crate::output::paint::Tone;
use crate::output::{figures, losses, notes};
use crate::value::Exact;

/// How many indicators the list of lost points names.
const MOST_LOSSES: usize = 5;

/// Writes it all, with a rule under it.
pub fn write(page: &mut Page) {
    title(page);
    performance(page);
    tally(page);
    losses(page);
    let rule = "─".repeat(page.columns.width);
    page.line(&page.brush.paint(Tone::Dim, &rule));
}

fn title(page: &mut Page) {
    let first = crate::output::words::period(page.view);
    let room = page.columns.width;
    page.line(&cut(&page.say(&first), room));
    page.line(&page.brush.paint(Tone::Strong, &cut(&clean(&page.view.plan.title), room)));
    if let Some(entity) = &page.view.plan.entity {
        page.line(&cut(&clean(entity), room));
    }
    page.line("");
}

fn performance(page: &mut Page) {
    let total = &page.view.evaluation.plan;
    let score = total.performance.as_ref();
    let shown = figures::performance_or_none(score);
    let mut line =
        format!("performance  {}  {}", page.brush.paint(Tone::of(score), &shown), page.brush.bar(score));
    for note in notes::of_total(total) {
        line.push_str("  ");
        line.push_str(&page.brush.paint(Tone::Dim, &page.say(&note)));
    }
    page.line(&line);
}

/// `84 indicatori: 70 ✓  8 ◐  3 ✗  3 –`
fn tally(page: &mut Page) {
    let marks: Vec<char> = page.view.plan.kpi_ids().filter_map(|id| page.view.kpi(id)).map(mark).collect();
    let counted: Vec<String> = ['✓', '◐', '✗', '–']
        .into_iter()
        .map(|sign| (sign, marks.iter().filter(|mark| **mark == sign).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(sign, count)| format!("{count} {sign}"))
        .collect();
    let (Text { it, en }, counted) = (indicators(marks.len()), counted.join("   "));
    page.line(&page.say(&say!("{it}   {counted}", "{en}   {counted}")));
    page.line("");
}

/// The indicators that cost the plan most. Together they lose exactly what the plan lacks of 100.
fn losses(page: &mut Page) {
    let lost = losses::of_plan(page.view);
    let Some(performance) = page.view.evaluation.plan.performance.as_ref().filter(|_| !lost.is_empty())
    else {
        return;
    };
    let missed = &Exact::hundred() - performance;
    let sum = figures::points(&missed);
    let heading = say!("dove si perdono {sum} punti", "where {sum} points are lost");
    page.line(&page.brush.paint(Tone::Strong, &page.say(&heading)));
    let widest = width(&sum).saturating_add(1);
    let mut rest = missed;
    for (points, id) in lost.iter().take(MOST_LOSSES) {
        rest = &rest - points;
        let kpi = page.view.plan.kpi(*id);
        let code = &page.view.plan.objective(kpi.objective).code;
        loss(page, points, widest, &format!("{code}  {}", kpi.name()));
    }
    let others = lost.len().saturating_sub(MOST_LOSSES);
    let more = match others {
        0 => None,
        1 => Some(say!("un altro indicatore", "one more indicator")),
        _ => Some(say!("altri {others} indicatori", "{others} more indicators")),
    };
    if let Some(more) = more {
        let more = page.say(&more);
        loss(page, &rest, widest, &more);
    }
    page.line("");
}

/// `  −1,25  A.1  Trend percentuale`
fn loss(page: &mut Page, points: &Exact, widest: usize, name: &str) {
    let points = fill(&format!("−{}", figures::points(points)), widest, Align::Right);
    let room = page.columns.width.saturating_sub(width(&points) + 4);
    let name = cut(&clean(name), room);
    page.line(&format!("  {}  {name}", page.brush.paint(Tone::Poor, &points)));
}
