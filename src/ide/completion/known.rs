//! The names that can be meant: those of the text as it is now, and those of the plan's other files as the analysis
//! last saw them. Of the text only first lines are looked at, since there may be ten thousand items.

use std::collections::HashSet;

use super::scene::Scene;
use super::texts::closing_quote;
use crate::ide::names::objective_below;
use crate::syntax::keyword::{ItemKeyword, Keyword, is_reserved};
use crate::syntax::tree::{AttributeValue, Head, Item, Weight};
use crate::syntax::{ItemRange, read_item};
use crate::value::{Exact, Type, fold_name, show_number};

/// The year that a plan starts with when nothing says one: placeholders must be valid, and there is no clock here.
const SOME_YEAR: i32 = 2025;

/// A declared name and the title beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub keyword: ItemKeyword,
    /// An identifier or a code; of a KPI perhaps its title.
    pub name: String,
    /// May be empty.
    pub title: String,
    /// Of a KPI: the code of the objective above it.
    pub objective: Option<String>,
}

/// The plan's years and the one of a target without year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Years {
    pub first: i32,
    pub last: i32,
    pub exercise: i32,
}

impl Scene<'_> {
    /// What is declared with one of these keywords, each name once, in the order of the text.
    pub fn declared(&self, keywords: &[ItemKeyword]) -> Vec<Named> {
        let mut seen: HashSet<(Option<String>, String)> = HashSet::new();
        let mut found = Vec::new();
        let mut take = |named: Named| {
            if keywords.contains(&named.keyword) && seen.insert((named.objective.clone(), named.name.clone()))
            {
                found.push(named);
            }
        };
        let wants_kpis = keywords.contains(&ItemKeyword::Kpi);
        let mut objective: Option<String> = None;
        for (at, range) in self.ranges.iter().enumerate() {
            let holds_kpis = is_objective(range.keyword);
            if !keywords.contains(&range.keyword) && !(wants_kpis && holds_kpis) {
                continue;
            }
            // A first line that is being typed is no declaration yet.
            let typing = self.above == Some(at) && self.pieces.len() == 1 && !self.at_line_start();
            let Some((name, title)) = self.first_line_of(range) else { continue };
            if holds_kpis {
                objective = (range.keyword != ItemKeyword::Area).then(|| name.clone());
            }
            let of = objective.clone().filter(|_| range.keyword == ItemKeyword::Kpi);
            if !typing {
                take(Named { keyword: range.keyword, name, title, objective: of });
            }
        }
        for (_, tree) in self.state.iter().flat_map(|state| &state.checked.trees) {
            let mut objective = None;
            for item in &tree.items {
                objective = objective_below(item, objective);
                let of = objective.filter(|_| item.keyword.node == ItemKeyword::Kpi);
                if let Some((name, title)) = item.head.as_ref().and_then(head_names) {
                    let objective = of.map(str::to_owned);
                    take(Named { keyword: item.keyword.node, name, title, objective });
                }
            }
        }
        found
    }

    /// The name and the title that the first line of an item shows.
    pub fn first_line_of(&self, range: &ItemRange) -> Option<(String, String)> {
        let line = self.text.get(range.start..range.end)?.lines().next()?;
        first_line(range.keyword, line)
    }

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
        let above = self.ranges.get(..self.above?.saturating_add(1))?;
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
        let of_areas = keyword == ItemKeyword::Area;
        let parent = |code: &str| code.rsplit_once('.').map(|(parent, _)| parent.to_owned());
        let own = parent(code);
        let is_area = |range: &ItemRange| range.keyword == ItemKeyword::Area;
        let area_of = |at: usize| self.ranges.get(..at).and_then(|above| above.iter().rposition(is_area));
        let here = self.above.map(|above| above.saturating_add(1)).and_then(area_of);
        // A code without dots says nothing of where it belongs: the area above does.
        let beside = |at: usize| own.is_some() || area_of(at) == here;
        let siblings = self.ranges.iter().enumerate().filter(|(at, range)| {
            let sibling = |(name, _): (String, String)| name != code && parent(&name) == own;
            is_objective(range.keyword)
                && is_area(range) == of_areas
                && self.first_line_of(range).is_some_and(sibling)
                && (of_areas || beside(*at))
        });
        let items: Vec<Item> =
            siblings.take(MOST_SIBLINGS).map(|(_, range)| read_item(self.file, self.text, *range)).collect();
        match Share::left_by(&items) {
            // Siblings without weight weigh equally, and one alone needs none.
            share if items.iter().any(|item| item.attribute(Keyword::Weight).is_some()) => share,
            _ => Share::None,
        }
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
        let left = if left.is_negative() { Exact::zero() } else { left };
        let fractions = weights.iter().any(|weight| matches!(weight, Weight::Fraction(_)));
        let fraction = Some(&left).filter(|left| fractions && left.is_positive()).and_then(as_fraction);
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

/// The name and the title of a head.
fn head_names(head: &Head) -> Option<(String, String)> {
    let (name, title) = match head {
        Head::Objective { code: name, title }
        | Head::Indicator { code: name, title }
        | Head::Measure { ident: name, title }
        | Head::Structure { ident: name, title } => (Some(name), title.as_ref()),
        Head::Bands { ident, .. } => (Some(ident), None),
        Head::Kpi { ident, code, title } => {
            (ident.as_ref().or(code.as_ref()).or(title.as_ref()), title.as_ref())
        }
        Head::Plan { .. } | Head::Import { .. } | Head::Override { .. } => (None, None),
    };
    let title = title.map(|title| title.node.to_string()).unwrap_or_default();
    name.map(|name| (name.node.to_string(), title))
}

/// The name and the title that an item's first line shows, whether the rest can be read or not.
fn first_line(keyword: ItemKeyword, line: &str) -> Option<(String, String)> {
    let rest = line.get(keyword.spelling().len()..)?;
    let quote = rest.find(['"', '«', '“']).unwrap_or(rest.len());
    let (words, quoted) = rest.split_at_checked(quote)?;
    let words = words.split('#').next().unwrap_or("");
    let title = quoted_text(quoted);
    let mut name = String::new();
    for word in words.split_whitespace() {
        let continues = name.is_empty() || (keyword != ItemKeyword::Kpi && starts_with_digit(word));
        if !continues || is_reserved(word) {
            break;
        }
        name.push_str(word);
    }
    let name = name.trim_end_matches('.').to_owned();
    let name = if name.is_empty() && keyword == ItemKeyword::Kpi { title.clone() } else { name };
    (!name.is_empty()).then_some((name, title))
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// What stands in the quotes with which a text begins.
fn quoted_text(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let Some(close) = chars.next().and_then(closing_quote) else { return String::new() };
    let mut out = String::new();
    while let Some(c) = chars.next() {
        if c == close {
            if close != '"' || chars.peek() != Some(&'"') {
                break;
            }
            chars.next();
        }
        out.push(c);
    }
    out
}
