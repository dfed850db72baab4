//! What is known of the plan around the place: its years, the KPIs beside the one here, the weight that is left, the
//! type of a KPI.

use super::declared::head_names;
use super::scene::Scene;
use crate::syntax::keyword::{ItemKeyword, Keyword};
use crate::syntax::tree::{AttributeValue, Item, Weight};
use crate::syntax::{ItemRange, read_item};
use crate::value::{Exact, Type, fold_name, show_number};

/// The year that a plan starts with when nothing says one: placeholders must be valid, and there is no clock here.
const SOME_YEAR: i32 = 2025;

/// The plan's years and the one of a target without year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Years {
    pub first: i32,
    pub last: i32,
    pub exercise: i32,
}

impl Scene<'_> {
    /// The `piano` item, of this text or of another file.
    pub fn plan(&self) -> Option<Item> {
        let here = self.ranges.iter().find(|range| range.keyword == ItemKeyword::Plan);
        if let Some(range) = here {
            return Some(read_item(self.file, self.text, *range));
        }
        let mut items = self.state?.checked.trees.iter().flat_map(|(_, tree)| &tree.items);
        items.find(|item| item.keyword.node == ItemKeyword::Plan).cloned()
    }

    /// The plan's years.
    pub fn years(&self) -> Years {
        let plan = self.plan();
        let attribute =
            |keyword| plan.as_ref().and_then(|plan| plan.attribute(keyword)).map(|found| &found.value);
        let exercise = match attribute(Keyword::Exercise) {
            Some(AttributeValue::Exercise(year)) => Some(*year),
            _ => None,
        };
        match attribute(Keyword::Years) {
            Some(AttributeValue::Years(first, last)) => {
                Years { first: *first, last: *last, exercise: exercise.unwrap_or(*first) }
            }
            _ => {
                let year = exercise.unwrap_or(SOME_YEAR);
                Years { first: year, last: year, exercise: year }
            }
        }
    }

    /// The objective or action to which a KPI here belongs, as a place of the ranges.
    pub fn objective(&self) -> Option<usize> {
        self.objective_at(self.above?)
    }

    /// The same for an item, by its place in the ranges.
    pub fn objective_at(&self, at: usize) -> Option<usize> {
        let above = self.ranges.get(..at.saturating_add(1))?;
        let at = above.iter().rposition(|range| is_objective(range.keyword))?;
        above.get(at).filter(|range| range.keyword != ItemKeyword::Area).map(|_| at)
    }

    /// The KPIs of the objective here, the one that the cursor is in left out if `others`.
    pub fn kpis(&self, others: Others) -> Vec<Item> {
        let Some(objective) = self.objective() else { return Vec::new() };
        let below = self.ranges.iter().enumerate().skip(objective.saturating_add(1));
        let of_it = below.take_while(|(_, range)| !is_objective(range.keyword));
        let left_out = self.above.filter(|_| others == Others::Only);
        let kpis = of_it.filter(|(at, range)| range.keyword == ItemKeyword::Kpi && Some(*at) != left_out);
        kpis.take(MOST_SIBLINGS).map(|(_, range)| read_item(self.file, self.text, *range)).collect()
    }

    /// The share that a KPI here can have.
    pub fn share_of_kpi(&self, others: Others) -> Share {
        let objective = self.objective().and_then(|at| self.ranges.get(at));
        let objective = objective.map(|range| read_item(self.file, self.text, *range));
        if objective.is_some_and(|item| item.attribute(Keyword::EqualWeights).is_some()) {
            return Share::None;
        }
        Share::left_by(&self.kpis(others))
    }

    /// The share that an area, an objective or an action with this code can have among its siblings.
    pub fn share_of_objective(&self, code: &str, keyword: ItemKeyword) -> Share {
        let mut siblings = self.siblings(code, keyword).map(|range| read_item(self.file, self.text, range));
        // They all weigh or none does, and where none does they weigh equally.
        let Some(first) = siblings.next().filter(|first| weight(first).is_some()) else { return Share::None };
        let items: Vec<Item> = std::iter::once(first).chain(siblings).take(MOST_SIBLINGS).collect();
        Share::left_by(&items)
    }

    /// What stands beside an area, an objective or an action with this code, as far as codes and areas tell.
    fn siblings(&self, code: &str, keyword: ItemKeyword) -> impl Iterator<Item = ItemRange> {
        let of_areas = keyword == ItemKeyword::Area;
        let is_area = |range: &ItemRange| range.keyword == ItemKeyword::Area;
        let above = self.ranges.get(..self.above.map_or(0, |above| above.saturating_add(1)));
        // A code without dots says nothing of where it belongs: the area above does.
        let area = above.and_then(|above| above.iter().rposition(is_area));
        let start =
            area.filter(|_| !of_areas && !code.contains('.')).map_or(0, |area| area.saturating_add(1));
        let below = self.ranges.get(start..).unwrap_or_default();
        let end = below.iter().position(is_area).filter(|_| start > 0);
        let end = end.map_or(self.ranges.len(), |end| start.saturating_add(end));
        let here = self.declarations().iter().filter(move |one| {
            let of_kind = is_objective(one.keyword) && (one.keyword == ItemKeyword::Area) == of_areas;
            of_kind && one.named.name != code && parent(&one.named.name) == parent(code)
        });
        let places = here.filter_map(|one| one.at).filter(move |at| (start..end).contains(at));
        places.filter_map(|at| self.ranges.get(at)).copied()
    }

    /// The type of the KPI or the measure here, where that is known.
    pub fn kind(&self, item: &Item) -> Option<Type> {
        let by_algorithm = match item.attribute(Keyword::Algorithm).map(|found| &found.value) {
            Some(AttributeValue::Algorithm(algorithm)) => super::algorithm::kind(algorithm),
            _ => None,
        };
        let by_unit = || match item.attribute(Keyword::Unit).map(|found| &found.value) {
            Some(AttributeValue::Unit(unit)) => kind_of_unit(&unit.node),
            _ => None,
        };
        let by_target = || match item.attribute(Keyword::Target).map(|found| &found.value) {
            Some(AttributeValue::Target(target)) => target.values.iter().find_map(|value| value.value.kind()),
            _ => None,
        };
        by_algorithm.or_else(by_unit).or_else(by_target).or_else(|| self.kind_in_plan(item))
    }

    fn kind_in_plan(&self, item: &Item) -> Option<Type> {
        let plan = self.state?.checked.plan.as_ref()?;
        let (name, _) = item.head.as_ref().and_then(head_names)?;
        let range = self.objective().and_then(|at| self.ranges.get(at))?;
        let (objective, _) = self.first_line_of(range)?;
        let key = format!("{objective}/{name}");
        plan.kpis.iter().find(|kpi| kpi.key == key).map(|kpi| kpi.kind)
    }
}

/// What stands before the last dot of a code.
fn parent(code: &str) -> Option<&str> {
    code.rsplit_once('.').map(|(parent, _)| parent)
}

/// Siblings beyond so many are not read: nobody weighs them by hand.
const MOST_SIBLINGS: usize = 200;

/// Whether the KPI that the cursor is in counts among the KPIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// It does: a new one is to come.
    All,
    /// It does not: it is the one in question.
    Only,
}

/// The weight that fits beside those of the siblings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Share {
    /// As it is written: `40%`, `1/3`.
    Of(String),
    /// The siblings weigh in points.
    Points,
    /// None of the siblings weighs anything, or none may.
    None,
    /// The siblings weigh all there is: nothing that could be proposed is right.
    Taken,
}

impl Share {
    fn left_by(siblings: &[Item]) -> Share {
        let weights: Vec<&Weight> = siblings.iter().filter_map(weight).collect();
        if weights.is_empty() && !siblings.is_empty() {
            return Share::None;
        }
        if weights.iter().any(|weight| matches!(weight, Weight::Points(_))) {
            return Share::Points;
        }
        let left = weights.iter().fold(Exact::hundred(), |left, weight| match weight {
            Weight::Percent(points) | Weight::Points(points) => left - Exact::from(*points),
            Weight::Fraction(parts) => {
                let part = Exact::ratio(&Exact::from(parts.0), &Exact::from(parts.1));
                left - part.unwrap_or_else(Exact::zero) * Exact::hundred()
            }
        });
        if !left.is_positive() {
            return Share::Taken;
        }
        let fractions = weights.iter().any(|weight| matches!(weight, Weight::Fraction(_)));
        let fraction = Some(&left).filter(|_| fractions).and_then(as_fraction);
        Share::Of(fraction.unwrap_or_else(|| format!("{}%", show_number(&left, 4))))
    }
}

/// Points of 100 as a fraction with a small denominator.
fn as_fraction(points: &Exact) -> Option<String> {
    (2..=60i64).find_map(|below| {
        let above = Exact::ratio(&(points * &Exact::from(below)), &Exact::hundred())?;
        (above == above.floor()).then(|| format!("{}/{below}", show_number(&above, 0)))
    })
}

fn weight(item: &Item) -> Option<&Weight> {
    match &item.attribute(Keyword::Weight)?.value {
        AttributeValue::Weight(weight) => Some(weight),
        _ => None,
    }
}

/// Whether KPIs after it belong to it or, after an area, to nothing.
pub(super) fn is_objective(keyword: ItemKeyword) -> bool {
    matches!(keyword, ItemKeyword::Area | ItemKeyword::Objective | ItemKeyword::Action)
}

/// The type that a unit names; a label names none.
fn kind_of_unit(unit: &str) -> Option<Type> {
    Some(match fold_name(unit).as_str() {
        "%" | "percentuale" => Type::Percent,
        "€" | "euro" | "eur" => Type::Money,
        "giorni" | "giorno" | "gg" => Type::Days,
        "ore" | "ora" | "h" | "hh" => Type::Hours,
        "data" | "date" => Type::Date,
        "si/no" => Type::Boolean,
        _ => return None,
    })
}
