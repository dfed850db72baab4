//! The head of the text: period, plan, performance, how the indicators went, and which cost the most points.

use super::{Page, mark};
use crate::diagnostics::{Text, say};
use crate::eval::result::How;
use crate::output::layout::{clean, cut, width};
use crate::output::paint::Tone;
use crate::output::{figures, notes};
use crate::plan::KpiId;
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
    let evaluation = page.view.evaluation;
    let period = evaluation.period;
    let mut first = say!("periodo {period}", "period {period}");
    if evaluation.provisional {
        first.it.push_str(" · dati provvisori");
        first.en.push_str(" · provisional");
    }
    if evaluation.starting_state {
        let exercise = page.view.plan.exercise;
        first.it.push_str(&format!(" · stato di partenza, contro i target del {exercise}"));
        first.en.push_str(&format!(" · starting state, against the targets of {exercise}"));
    }
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
    let (count, counted) = (marks.len(), counted.join("   "));
    let line = if count == 1 {
        say!("1 indicatore   {counted}", "1 indicator   {counted}")
    } else {
        say!("{count} indicatori   {counted}", "{count} indicators   {counted}")
    };
    page.line(&page.say(&line));
    page.line("");
}

/// The indicators that cost the plan most, in points of the plan. Rollups lose what their children lose, so only
/// those that measure something themselves are named.
fn losses(page: &mut Page) {
    let mut lost: Vec<(Exact, KpiId)> = page.view.plan.kpi_ids().filter_map(|id| lost(page, id)).collect();
    lost.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    if lost.is_empty() {
        return;
    }
    let heading = say!("dove si perdono i punti del piano", "where the plan loses its points");
    page.line(&page.brush.paint(Tone::Strong, &page.say(&heading)));
    let widest = lost.iter().take(MOST_LOSSES).map(|(points, _)| width(&figures::points(points))).max();
    for (points, id) in lost.iter().take(MOST_LOSSES) {
        let kpi = page.view.plan.kpi(*id);
        let points = format!("{:>columns$}", figures::points(points), columns = widest.unwrap_or(0));
        let code = &page.view.plan.objective(kpi.objective).code;
        let room = page.columns.width.saturating_sub(width(&points) + 5);
        let name = cut(&clean(&format!("{code}  {}", kpi.name())), room);
        page.line(&format!("  {}  {name}", page.brush.paint(Tone::Poor, &format!("−{points}"))));
    }
    rest(page, &lost);
    page.line("");
}

/// `  e altri 3 indicatori, 0,42 punti in tutto`
fn rest(page: &mut Page, lost: &[(Exact, KpiId)]) {
    let others = lost.len().saturating_sub(MOST_LOSSES);
    let sum = lost.iter().skip(MOST_LOSSES).fold(Exact::zero(), |sum, (points, _)| &sum + points);
    let sum = figures::points(&sum);
    let line: Text = match others {
        0 => return,
        1 => say!("e un altro: {sum} punti", "and one more: {sum} points"),
        _ => say!("e altri {others}: {sum} punti in tutto", "and {others} more: {sum} points in all"),
    };
    page.line(&format!("  {}", page.brush.paint(Tone::Dim, &page.say(&line))));
}

fn lost(page: &Page, id: KpiId) -> Option<(Exact, KpiId)> {
    let result = page.view.kpi(id)?;
    if matches!(result.actual.how, How::Rollup(_)) {
        return None;
    }
    let missed =
        &Exact::hundred() - result.performance.as_ref().filter(|score| **score < Exact::hundred())?;
    let points = Exact::ratio(&(result.plan_share.as_ref()? * &missed), &Exact::hundred())?;
    points.is_positive().then_some((points, id))
}
