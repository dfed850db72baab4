//! Weighted means: of an objective, an area, the plan, a rollup. The formula with its numbers, then the parts, first
//! those that cost the most points.

use super::formula::{Formula, Shown};
use super::{Step, Teller};
use crate::diagnostics::{Text, say};
use crate::eval::result::{Part, PartOf, Total};
use crate::output::{figures, notes, words};
use crate::plan::Operator;
use crate::value::Exact;

/// A formula with more terms is not written out.
const MOST_TERMS: usize = 12;
/// Decimals of a weight that is shown as it is.
const DECIMALS: u32 = 4;
/// How many parts are listed when not everything is opened.
const MOST_PARTS: usize = 100;

impl Teller<'_> {
    /// The steps under a weighted mean, opened `levels` deep.
    pub(super) fn mean(&self, total: &Total, levels: usize) -> Vec<Step> {
        let mut steps: Vec<Step> = self.formula(total).into_iter().collect();
        let mut parts: Vec<(Option<Exact>, &Part)> =
            total.parts.iter().map(|part| (self.cost(part), part)).collect();
        // Stable, so equals keep the plan's order; `None`, the unavailable ones, come last.
        parts.sort_by(|a, b| b.0.cmp(&a.0));
        let most = if self.levels == usize::MAX { usize::MAX } else { MOST_PARTS };
        let below = levels.saturating_sub(1);
        steps.extend(
            parts.iter().take(most).map(|(cost, part)| self.part(part.of, Some(cost.as_ref()), below)),
        );
        let hidden = parts.len().saturating_sub(most);
        if hidden > 0 {
            steps.push(Step::says(say!(
                "e altri {hidden}, che pesano meno",
                "and {hidden} more, of less effect"
            )));
        }
        steps
    }

    /// An objective or a KPI with its performance; within a mean with its weight and what it costs there.
    pub(super) fn part(&self, of: PartOf, within: Option<Option<&Exact>>, levels: usize) -> Step {
        let view = self.view;
        let mut what = Text::same(self.name(of));
        if let Some(cost) = within {
            if let Some(weight) = self.weight(of) {
                what = append(&what, say!(", peso {weight}", ", weight {weight}"));
            }
            if let Some(cost) = cost.filter(|cost| cost.is_positive()) {
                let cost = figures::points(cost);
                what = append(&what, say!(", toglie {cost} punti", ", costs {cost} points"));
            }
        }
        let (performance, span) = match of {
            PartOf::Kpi(id) => {
                (view.kpi(id).and_then(|kpi| kpi.performance.as_ref()), view.plan.kpi(id).span)
            }
            PartOf::Objective(id) => (
                view.objective(id).and_then(|result| result.total.performance.as_ref()),
                view.plan.objective(id).span,
            ),
        };
        let step = Step::performance(what, performance).at(view.place(span));
        match (of, levels) {
            (PartOf::Kpi(id), 0) => step.with(self.closed(id)),
            (PartOf::Objective(_), 0) => step,
            (PartOf::Kpi(id), _) => step.with(self.kpi(id, levels)),
            (PartOf::Objective(id), _) => {
                let total = view.objective(id).map(|result| &result.total);
                let mut children = total.map_or_else(Vec::new, |total| self.mean(total, levels));
                let declared = view.objective(id).and_then(|result| notes::declared(view, result.declared));
                children.extend(declared.map(Step::says));
                step.with(children)
            }
        }
    }

    /// Under a KPI that is not opened, only why it has no number.
    fn closed(&self, id: crate::plan::KpiId) -> Vec<Step> {
        let why =
            self.view.kpi(id).filter(|kpi| kpi.performance.is_none()).and_then(|kpi| kpi.missing.as_ref());
        why.map(|why| Step::says(words::missing(self.view.plan, why))).into_iter().collect()
    }

    /// `media ponderata: (70 × 100,00 + 30 × 0,00) / 100 = 70,00%`; nothing for the mean of one.
    fn formula(&self, total: &Total) -> Option<Step> {
        let performance = total.performance.as_ref().filter(|_| total.parts.len() > 1)?;
        let counted: Vec<(&Exact, &Exact)> = total
            .parts
            .iter()
            .filter(|part| part.share.is_some())
            .filter_map(|part| Some((&part.weight, self.performance(part.of)?)))
            .collect();
        let (count, all) = (counted.len(), total.parts.len());
        let mut what = weighted(&counted, performance);
        if count < all {
            let available = if count == 1 { "disponibile" } else { "disponibili" };
            what = append(&what, say!(", {count} {available} su {all}", ", {count} available of {all}"));
        }
        if self.is_of_several_places(total) {
            let each = say!(
                ", 100 punti a ogni gruppo di obiettivi, ripartiti secondo i pesi",
                ", 100 points to each group of objectives, shared out by the weights"
            );
            what = append(&what, each);
        }
        for note in notes::of_total(total) {
            what = append(&what, Text { it: format!(", {}", note.it), en: format!(", {}", note.en) });
        }
        Some(Step::equals(what, figures::performance(performance)))
    }

    /// Whether a mean is of objectives that hang from several places.
    fn is_of_several_places(&self, total: &Total) -> bool {
        let parent = |part: &Part| match part.of {
            PartOf::Objective(id) => Some(self.view.plan.objective(id).parent),
            PartOf::Kpi(_) => None,
        };
        total.parts.windows(2).any(|pair| pair.first().map(parent) != pair.last().map(parent))
    }

    /// The points that a part takes off the mean: share · (100 − performance) / 100.
    fn cost(&self, part: &Part) -> Option<Exact> {
        let missed = &Exact::hundred() - self.performance(part.of)?;
        Exact::ratio(&(part.share.as_ref()? * &missed), &Exact::hundred())
    }

    fn performance(&self, of: PartOf) -> Option<&Exact> {
        match of {
            PartOf::Kpi(id) => self.view.kpi(id)?.performance.as_ref(),
            PartOf::Objective(id) => self.view.objective(id)?.total.performance.as_ref(),
        }
    }

    /// As the plan prints it; `None` where siblings weigh the same because none has a weight.
    fn weight(&self, of: PartOf) -> Option<String> {
        match of {
            PartOf::Kpi(id) => Some(figures::weight(self.view.plan, self.view.plan.kpi(id))),
            PartOf::Objective(id) => self.view.plan.objective(id).weight.as_ref().map(|weight| weight.show()),
        }
    }

    /// Its key and, where the key does not say it, its title.
    fn name(&self, of: PartOf) -> String {
        let title = match of {
            PartOf::Kpi(id) => &self.view.plan.kpi(id).title,
            PartOf::Objective(id) => &self.view.plan.objective(id).title,
        };
        let key = self.key(of);
        if title.is_empty() || key.ends_with(title.as_str()) { key } else { format!("{key} «{title}»") }
    }
}

/// The mean of weights and performances as arithmetic; without the weights where they are all 1.
fn weighted(counted: &[(&Exact, &Exact)], performance: &Exact) -> Text {
    if let [(_, score)] = counted {
        let score = figures::points(score);
        return say!("conta solo {score}", "only {score} counts");
    }
    let one = Exact::one();
    let sum = counted.iter().fold(Exact::zero(), |sum, (weight, _)| &sum + weight);
    let (shown, count) = (figures::number(&sum), counted.len());
    let plain = counted.iter().all(|(weight, _)| **weight == one);
    if count > MOST_TERMS {
        return match plain {
            true => say!(
                "media: somma di {count} performance / {shown}",
                "mean: sum of {count} performances / {shown}"
            ),
            false => say!(
                "media ponderata: somma di {count} prodotti peso × performance / {shown}",
                "weighted mean: sum of {count} products weight × performance / {shown}"
            ),
        };
    }
    // Of thirds no decimals are enough: they stand as fractions.
    let whole = |number: &&Exact| number.round_to(DECIMALS) == **number;
    let decimal = counted.iter().all(|(weight, _)| whole(weight));
    let weight = |weight: &Exact| match decimal {
        true => Formula::plain(weight.clone()),
        false => fraction(weight),
    };
    let terms = counted.iter().map(|(own, score)| {
        let score = Formula::Number(Some((*score).clone()), Shown::Points);
        if plain { score } else { Formula::binary(Operator::Multiply, weight(own), score) }
    });
    let Some(top) = Formula::sum(terms) else { return say!("media", "mean") };
    let divided_by = weight(&sum);
    let mean = match divided_by.is_one() {
        true => top,
        false => Formula::binary(Operator::Divide, top, divided_by),
    };
    let formula = mean.text(performance, &figures::points, false);
    match plain {
        true => say!("media: {formula}", "mean: {formula}"),
        false => say!("media ponderata: {formula}", "weighted mean: {formula}"),
    }
}

/// A weight in points as a part of the whole: `1 / 3`.
fn fraction(points: &Exact) -> Formula {
    let part = Exact::ratio(points, &Exact::hundred()).unwrap_or_else(Exact::zero);
    let (above, below) = part.parts();
    if below == Exact::one() {
        return Formula::plain(above);
    }
    Formula::binary(Operator::Divide, Formula::plain(above), Formula::plain(below))
}

/// One sentence after the other, in each language.
pub(super) fn append(text: &Text, more: Text) -> Text {
    Text { it: format!("{}{}", text.it, more.it), en: format!("{}{}", text.en, more.en) }
}
