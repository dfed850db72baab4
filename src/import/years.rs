//! Tables that have a row for each year, or part of one, of an indicator: the period stands in a column of its own. Their
//! rows become one indicator with the targets and actuals of all.

use std::borrow::Cow;

use super::draft::{Datum, Draft, Kpi, Target};
use super::drawn::{Cells, Drawn, Text};
use super::fate::Fate;
use super::header::Role;
use super::ledger::Ledger;
use super::rows::{Filled, Reader};
use super::value::Sort;
use super::when;
use crate::value::{Period, fold_name};

/// The period of a row.
#[derive(Debug, Clone)]
pub(super) struct OfRow {
    period: Period,
    cells: Cells,
}

/// The period that a row's own column tells; its targets and actuals are of it from here on. The cells of a period that
/// can't be told stay as they are.
pub(super) fn of_row<'a>(reader: &mut Reader<'a>, cells: &mut Vec<Filled<'a>>) -> Option<OfRow> {
    let is_period = |cell: &&Filled<'a>| cell.role == Some(Role::Period);
    let mut words = Vec::new();
    let mut own = Cells::default();
    for cell in cells.iter().filter(is_period) {
        // `I` under "Semestre".
        let name = fold_name(&reader.name_of(cell.column));
        let part = ["semestre", "trimestre"].into_iter().find(|part| name.starts_with(part));
        let bare = when::number(&fold_name(&cell.text)).is_some();
        words.push(fold_name(&cell.text));
        words.extend(part.filter(|_| bare).map(str::to_owned));
        own.add(cell.place, Fate::Period);
    }
    if words.is_empty() {
        return None;
    }
    let words = words.join(" ");
    let (rest, found) = when::split(&words);
    // A part without its year is of the plan's, unless the years have a column too.
    let columns = reader.header.iter().flat_map(|header| &header.columns);
    let alone = columns.filter(|(_, role)| *role == Role::Period).count() == 1;
    let of_plan = || {
        let year = reader.draft.year_so_far().filter(|_| alone)?;
        when::split(&format!("{words} {year}")).1.filter(|period| period.is_part())
    };
    // Words that are no period make it another column.
    let period = found.filter(|_| rest.is_empty()).or_else(of_plan)?;
    let row = OfRow { period, cells: own };
    cells.retain(|cell| cell.role != Some(Role::Period));
    for cell in cells.iter_mut() {
        match cell.role {
            Some(Role::Target(None)) => {
                let annual = fold_name(&reader.name_of(cell.column)).contains("annu");
                let period = if annual { Period::year(period.year) } else { period };
                reader.draft.has_target_of(period.year);
                cell.role = Some(Role::Target(Some(period)));
            }
            Some(Role::Actual(None)) => {
                if !reader.draft.actual_periods.contains(&Some(period)) {
                    reader.draft.actual_periods.push(Some(period));
                }
                cell.role = Some(Role::Actual(Some(period)));
            }
            _ => {}
        }
    }
    Some(row)
}

/// Adds a row's indicator to those of its objective: to the one that it goes on with, if there is one.
pub(super) fn add<'a>(reader: &mut Reader<'a>, mut kpi: Kpi<'a>, row: Option<OfRow>) -> bool {
    let Reader { draft, ledger, .. } = reader;
    let Some(node) = draft.current() else { return false };
    let Some(row) = row else {
        node.kpis.push(Box::new(kpi));
        return true;
    };
    let of_it = kpi.targets.iter_mut().map(|target| &mut target.value.cells);
    of_it.chain(kpi.actuals.iter_mut().map(|actual| &mut actual.value.cells)).for_each(|cells| {
        cells.extend(&row.cells);
    });
    kpi.rows = vec![row.period];
    match node.kpis.iter_mut().rev().find(|known| is_same(known, &kpi)) {
        Some(known) => merge(known, kpi, ledger),
        None => node.kpis.push(Box::new(kpi)),
    }
    true
}

/// Whether a row goes on with an indicator: it has its code and title, or none, and no row of that period yet.
fn is_same(known: &Kpi<'_>, kpi: &Kpi<'_>) -> bool {
    let text = |text: &Option<Text<'_>>| text.as_ref().map(|text| fold_name(&text.value));
    let unnamed = kpi.code.is_none() && kpi.title.is_none();
    let named = text(&known.code) == text(&kpi.code) && text(&known.title) == text(&kpi.title);
    let new = !known.rows.is_empty() && kpi.rows.iter().all(|period| !known.rows.contains(period));
    new && (unnamed || named)
}

fn merge<'a>(known: &mut Kpi<'a>, kpi: Kpi<'a>, ledger: &mut Ledger) {
    let mut joining = Joining { period: kpi.rows.first().copied(), ledger, data: Vec::new() };
    known.rows.extend(kpi.rows);
    for target in kpi.targets {
        joining.target(&mut known.targets, target);
    }
    known.actuals.extend(kpi.actuals);
    for baseline in kpi.baselines {
        match known.baselines.iter().find(|own| own.period == baseline.period) {
            Some(own) => joining.same_or_kept("Storico", Some(&own.value), baseline.value),
            None => known.baselines.push(baseline),
        }
    }
    joining.one("Codice", &mut known.code, kpi.code);
    joining.one("Indicatore", &mut known.title, kpi.title);
    joining.one("Peso", &mut known.weight, kpi.weight);
    joining.one("Tipologia", &mut known.kind, kpi.kind);
    joining.one("Esito", &mut known.outcome, kpi.outcome);
    match (&known.algorithm, kpi.algorithm) {
        (_, None) => {}
        (None, Some(new)) => known.algorithm = Some(new),
        (Some(own), Some(new)) if own.value == new.value => joining.repeated(&new.cells),
        (Some(_), Some(new)) => {
            joining.keep("Algoritmo", new.with(Cow::Owned(new.value.clone())), Fate::SecondOfRole);
        }
    }
    joining.several(&mut known.description, kpi.description);
    joining.several(&mut known.sources, kpi.sources);
    joining.several(&mut known.assigned, kpi.assigned);
    joining.several(&mut known.responsible, kpi.responsible);
    joining.several(&mut known.updates, kpi.updates);
    joining.several(&mut known.notes, kpi.notes);
    known.score = known.score.take().or(kpi.score);
    for datum in kpi.data {
        let known =
            known.data.iter().find(|own| own.name == datum.name && own.text.value == datum.text.value);
        match known {
            Some(_) => joining.repeated(&datum.text.cells),
            None => joining.data.push(datum),
        }
    }
    known.data.append(&mut joining.data);
}

/// What a further row of an indicator says again, or anew.
struct Joining<'l, 'a> {
    period: Option<Period>,
    ledger: &'l mut Ledger,
    data: Vec<Datum<'a>>,
}

impl<'a> Joining<'_, 'a> {
    /// A target of a period that has none; its sign, where none is printed, is that of the rows before.
    fn target(&mut self, known: &mut Vec<Target<'a>>, mut target: Target<'a>) {
        let sort = known.iter().map(|own| own.sort).find(|sort| *sort != Sort::Missing);
        if let Some(own) = known.iter().find(|own| own.period == target.period) {
            let value = own.value.clone();
            return self.same_or_kept("Target", Some(&value), target.value);
        }
        if sort.is_some_and(|sort| target.sort != sort && target.sort != Sort::Missing) {
            return self.keep("Target", target.value, Fate::OtherSort);
        }
        let printed = target.sign.as_ref().is_some_and(|sign| sign.cells.iter().next().is_some());
        if !printed && let Some(sign) = known.iter().filter_map(|own| own.sign.as_ref()).next_back() {
            target.sign = Some(Drawn { value: sign.value, cells: Cells::default() });
        }
        known.push(target);
    }

    /// What an indicator has once.
    fn one(&mut self, name: &str, known: &mut Option<Text<'a>>, new: Option<Text<'a>>) {
        match (&*known, new) {
            (_, None) => {}
            (None, Some(new)) => *known = Some(new),
            (Some(own), Some(new)) => {
                let own = own.clone();
                self.same_or_kept(name, Some(&own), new);
            }
        }
    }

    /// What an indicator may have several of.
    fn several(&mut self, known: &mut Vec<Text<'a>>, new: Vec<Text<'a>>) {
        for text in new {
            match known.iter().any(|own| own.value == text.value) {
                true => self.repeated(&text.cells),
                false => known.push(text),
            }
        }
    }

    fn same_or_kept(&mut self, name: &str, known: Option<&Text<'a>>, new: Text<'a>) {
        match known.is_some_and(|own| fold_name(&own.value) == fold_name(&new.value)) {
            true => self.repeated(&new.cells),
            false => self.keep(name, new, Fate::SecondOfRole),
        }
    }

    fn repeated(&mut self, cells: &Cells) {
        cells.iter().for_each(|origin| self.ledger.retell(origin.place, Fate::Repeated));
    }

    /// Kept under its name and period.
    fn keep(&mut self, name: &str, text: Text<'a>, fate: Fate) {
        if let Some(origin) = text.cells.iter().next() {
            self.ledger.retell(origin.place, fate);
        }
        let name = self.period.map_or_else(|| name.to_owned(), |period| format!("{name} {period}"));
        self.data.push(Datum { name, text });
    }
}

/// A target that is printed alike in the rows of several parts of one year is the year's.
pub(super) fn settle(draft: &mut Draft<'_>, ledger: &mut Ledger) {
    for kpi in draft.nodes.iter_mut().flat_map(|node| &mut node.kpis) {
        if kpi.rows.len() > 1 {
            of_year(&mut kpi.targets, ledger);
        }
    }
}

fn of_year(targets: &mut Vec<Target<'_>>, ledger: &mut Ledger) {
    let parts = |targets: &[Target<'_>]| -> Vec<Period> {
        targets.iter().filter_map(|target| target.period).filter(|period| period.is_part()).collect()
    };
    let mut years: Vec<i32> = parts(targets).iter().map(|period| period.year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years {
        let is_of = |target: &Target<'_>| target.period.is_some_and(|own| own.is_part() && own.year == year);
        let has_year = targets.iter().any(|target| target.period == Some(Period::year(year)));
        let mut own = targets.iter().filter(|target| is_of(target));
        let Some(first) = own.next() else { continue };
        let sign = |target: &Target<'_>| target.sign.as_ref().map(|sign| sign.value);
        let (value, first_sign) = (first.value.value.to_string(), sign(first));
        let rest: Vec<&Target<'_>> = own.collect();
        let alike = rest.iter().all(|other| other.value.value == value && sign(other) == first_sign);
        if has_year || rest.is_empty() || !alike {
            continue;
        }
        let cells: Vec<Cells> = rest.iter().map(|target| target.value.cells.clone()).collect();
        let Some(at) = targets.iter().position(is_of) else { continue };
        let mut kept = 0_usize;
        targets.retain(|target| {
            let stays = !is_of(target) || kept == 0;
            kept = kept.saturating_add(usize::from(is_of(target)));
            stays
        });
        if let Some(target) = targets.get_mut(at) {
            target.period = Some(Period::year(year));
            cells.iter().for_each(|cells| target.value.cells.extend(cells));
            for origin in target.value.cells.iter().filter(|origin| origin.fate == Fate::Target) {
                ledger.tell(origin.place, Fate::TargetOfParts);
            }
        }
    }
}
