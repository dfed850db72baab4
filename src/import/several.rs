//! Several KPIs in one row: line by line in its cells, or in groups of columns beside each other.

use std::borrow::Cow;

use super::grid::{Placed, plain_of};
use super::header::{Header, Role};
use super::rows::Filled;
use super::value::{is_value, is_weight};
use crate::value::fold_name;

/// A row as one row for each of the KPIs that its cells name line by line; `None` where it is of one.
pub(super) fn lines<'a>(header: &Header, cells: &[Placed<'a>]) -> Option<Vec<Vec<Placed<'a>>>> {
    let is_broken = |cell: &Placed<'_>| cell.1.trim().contains('\n');
    if !cells.iter().any(is_broken) {
        return None;
    }
    let role = |column: usize| header.columns.iter().find(|(own, _)| *own == column).map(|(_, role)| *role);
    let title = cells.iter().find(|cell| role(cell.0) == Some(Role::Title) && is_broken(cell))?;
    let (titles, numbered) = items(&title.1);
    let count = titles.len();
    let parts = |cell: &Placed<'a>| -> Option<Vec<String>> {
        let of_objective = matches!(
            role(cell.0),
            Some(Role::Objective | Role::ObjectiveCode | Role::ObjectiveWeight | Role::Area) | None
        );
        let (parts, _) = items(&cell.1);
        (is_broken(cell) && !of_objective && parts.len() == count).then_some(parts)
    };
    let values = |cell: &Placed<'a>| {
        let fits: fn(&str) -> bool = match role(cell.0) {
            Some(Role::Weight) => is_weight,
            Some(Role::Target(_) | Role::Baseline(_) | Role::Actual(_)) => is_value,
            _ => return false,
        };
        parts(cell).is_some_and(|parts| parts.iter().all(|part| fits(part)))
    };
    // Two lines of one cell may as well be a title and what is measured.
    if count < 2 || !(numbered || cells.iter().any(values)) {
        return None;
    }
    let divided: Vec<Option<Vec<String>>> = cells.iter().map(parts).collect();
    let row = |at: usize| {
        let cell = |((column, text), parts): (&Placed<'a>, &Option<Vec<String>>)| match parts {
            Some(parts) => (*column, Cow::Owned(parts.get(at).cloned().unwrap_or_default())),
            None => (*column, text.clone()),
        };
        let cells = cells.iter().zip(&divided).map(cell);
        let plain = cells.map(|(column, text)| (column, plain_of(&text)));
        plain.filter(|(_, text)| !text.is_empty()).collect()
    };
    Some((0..count).map(row).collect())
}

/// The items of a cell: its lines, or what its numbers (`1)`, `b.`, `-`) begin, without these; whether it has such.
fn items(text: &str) -> (Vec<String>, bool) {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines().next().is_some_and(|line| after_number(line).is_some());
    let numbered = first && lines().filter(|line| after_number(line).is_some()).count() > 1;
    if !numbered {
        return (lines().map(str::to_owned).collect(), false);
    }
    let mut items: Vec<String> = Vec::new();
    for line in lines() {
        match (after_number(line), items.last_mut()) {
            (Some(rest), _) => items.push(rest.to_owned()),
            (None, Some(item)) => {
                item.push(' ');
                item.push_str(line);
            }
            (None, None) => items.push(line.to_owned()),
        }
    }
    (items, true)
}

/// What follows `1)`, `2.`, `b)`, `-`, `•` at the start of a line.
fn after_number(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '–', '•', '·', '▪', '*']) {
        return rest.starts_with(' ').then(|| rest.trim_start());
    }
    let end = line.find([')', '.'])?;
    let (number, rest) = line.split_at(end);
    let digits = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let letter = number.len() == 1 && number.starts_with(|c: char| c.is_ascii_lowercase());
    let rest = rest.get(1..)?;
    (digits || letter).then_some(())?;
    rest.starts_with([' ', '\u{a0}', '\t']).then(|| rest.trim_start()).filter(|rest| !rest.is_empty())
}

/// The columns of a header where a row holds several KPIs: `Indicatore 1`, `Target 1`, `Indicatore 2`, `Target 2`.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    /// The columns of each KPI; none where a row is one.
    groups: Vec<Vec<usize>>,
}

impl Groups {
    /// Those of a header. `name` gives what a column is called.
    pub fn of(header: &Header, name: impl Fn(usize) -> String) -> Groups {
        let starts = header.columns.iter().enumerate().filter(|(_, (_, role))| *role == Role::Title);
        let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
        let base = |at: &usize| {
            let name = header.columns.get(*at).map(|(column, _)| fold_name(&name(*column)));
            name.unwrap_or_default()
                .trim_end_matches(|c: char| c.is_ascii_digit() || " .°".contains(c))
                .to_owned()
        };
        let Some((first, others)) = starts.split_first() else { return Groups::default() };
        let same = others.iter().all(|at| base(at) == base(first));
        let roles = |from: usize, to: usize| header.columns.get(from..to).unwrap_or_default();
        let next = others.first().copied().unwrap_or(0);
        let valued = roles(*first, next).iter().any(|(_, role)| is_of_kpi(*role));
        if others.is_empty() || !same || !valued {
            return Groups::default();
        }
        // The last group is as the first; what follows it is of all.
        let of_first: Vec<Role> = roles(*first, next).iter().map(|(_, role)| *role).collect();
        let ends = others.iter().copied().chain([header.columns.len()]);
        let groups = starts.iter().zip(ends).map(|(from, to)| {
            let mut open = of_first.clone();
            let take = |(column, role): &(usize, Role)| {
                let at = open.iter().position(|own| own == role)?;
                open.remove(at);
                Some(*column)
            };
            roles(*from, to).iter().map_while(take).collect()
        });
        Groups { groups: groups.collect() }
    }

    /// The cells of a row, for each of its KPIs with those of all.
    pub fn divide<'a>(&self, cells: Vec<Filled<'a>>) -> Vec<Vec<Filled<'a>>> {
        if self.groups.is_empty() {
            return vec![cells];
        }
        let grouped = |cell: &Filled<'a>| self.groups.iter().position(|group| group.contains(&cell.column));
        let of = |at: usize| -> Option<Vec<Filled<'a>>> {
            cells.iter().any(|cell| grouped(cell) == Some(at)).then_some(())?;
            let own = |cell: &&Filled<'a>| grouped(cell).is_none_or(|group| group == at);
            Some(cells.iter().filter(own).cloned().collect())
        };
        (0..self.groups.len()).filter_map(of).collect()
    }
}

fn is_of_kpi(role: Role) -> bool {
    matches!(role, Role::Weight | Role::Target(_) | Role::Baseline(_) | Role::Actual(_))
}
