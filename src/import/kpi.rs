//! A row of a table as a KPI with its actual.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::beside::published;
use super::code::{self, Printed};
use super::draft::{Actual, Datum, Kpi, Target};
use super::drawn::{Cells, Drawn, Text};
use super::fate::Fate;
use super::grid::Place;
use super::header::{Role, years_in};
use super::measure::{self, Reading};
use super::report::shortened;
use super::rows::{Filled, Reader};
use super::units::Unit;
use super::value::{Amount, Beside, Sort, amount, in_csv, is_weight};
use super::years;
use crate::actuals::outcome_of;
use crate::diagnostics::{Text as Words, say};
use crate::value::words::sign::{self, comparator, is_strict};
use crate::value::{Mark, Period, fold_name, parse_number};

/// Reads a KPI's row into its objective.
pub(super) fn read<'a>(reader: &mut Reader<'a>, mut cells: Vec<Filled<'a>>) {
    let period = years::of_row(reader, &mut cells);
    let cells = cells.as_slice();
    let Some(first) = cells.first() else { return };
    let line = first.place.row.saturating_add(1);
    reader.under_an_objective(first.place);
    let mut kpi = Kpi { line, ..Kpi::default() };
    let unit = cells.iter().find(|cell| cell.role == Some(Role::Unit)).map(|cell| cell.place);
    let mut row = Row { reader, cells, unit, measure: None, algorithm: None, target: None, by_unit: false };
    row.words(&mut kpi);
    row.values(&mut kpi);
    row.algorithm(&mut kpi);
    if !years::add(reader, kpi, period) {
        cells.iter().for_each(|cell| reader.ledger.retell(cell.place, Fate::OfNoObjective));
    }
}

struct Row<'r, 'a> {
    reader: &'r mut Reader<'a>,
    cells: &'r [Filled<'a>],
    /// The cell of the row's unit.
    unit: Option<Place>,
    measure: Option<Filled<'a>>,
    algorithm: Option<Filled<'a>>,
    /// The first target that is one.
    target: Option<Amount<'a>>,
    /// Whether a value took the unit of its column.
    by_unit: bool,
}

impl<'a> Row<'_, 'a> {
    fn cell(&self, wanted: Role) -> Option<&Filled<'a>> {
        self.cells.iter().find(|cell| cell.role == Some(wanted))
    }

    /// What is taken over as text.
    fn words(&mut self, kpi: &mut Kpi<'a>) {
        let apart = self
            .reader
            .header
            .as_ref()
            .is_some_and(|header| header.has(Role::Measure) || header.has(Role::Objective));
        for cell in self.cells {
            match cell.role {
                // A second title says more of the first.
                Some(Role::Title) if kpi.title.is_some() => {
                    kpi.description.push(cell.drawn(Fate::Description))
                }
                Some(Role::Title) if apart => kpi.title = Some(cell.drawn(Fate::Title)),
                Some(Role::Title) => self.title_with_measure(cell, kpi),
                Some(Role::Code) => self.code(cell, kpi),
                Some(Role::Kind) => match &kpi.kind {
                    None => kpi.kind = Some(cell.drawn(Fate::Kind)),
                    Some(_) => self.second(cell, kpi),
                },
                Some(Role::Source) => kpi.sources.push(cell.drawn(Fate::Source)),
                Some(Role::Update) => kpi.updates.push(cell.drawn(Fate::Update)),
                Some(Role::Notes) => kpi.notes.push(cell.drawn(Fate::Note)),
                Some(Role::Assigned) => kpi.assigned.push(cell.drawn(Fate::Assigned)),
                Some(Role::Responsible) => kpi.responsible.push(cell.drawn(Fate::Responsible)),
                Some(Role::Algorithm) if self.algorithm.is_none() => self.algorithm = Some(cell.clone()),
                Some(Role::Measure) if self.measure.is_none() => self.measure = Some(cell.clone()),
                Some(Role::Algorithm | Role::Measure) => self.second(cell, kpi),
                Some(Role::KpiScore) => {
                    let score = published(&cell.text);
                    let fate = if score.is_some() { Fate::Published } else { Fate::Result };
                    self.reader.ledger.tell(cell.place, fate);
                    kpi.score = kpi.score.take().or(score);
                }
                Some(Role::ObjectiveScore) => self.reader.score(cell),
                Some(Role::Period) => self.keep(cell, Fate::NotUnderstood, kpi),
                _ => {}
            }
        }
    }

    /// A second cell where a KPI has one thing: kept under its header's name.
    fn second(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        self.reader.ledger.forget(cell.place);
        self.keep(cell, Fate::SecondOfRole, kpi);
    }

    /// Keeps a cell as it is printed, in a `dato` under the words of its column.
    fn keep(&mut self, cell: &Filled<'a>, fate: Fate, kpi: &mut Kpi<'a>) {
        let name = self.reader.name_of(cell.column);
        let printed = cell.line.clone().unwrap_or_else(|| Cow::Owned(self.reader.printed(cell.place)));
        kpi.data.push(Datum { name, text: Drawn::of(printed, cell.place, Fate::Datum) });
        self.reader.ledger.tell(cell.place, fate);
    }

    /// The code as a plan can have it, with the printed one beside it where that is another.
    fn code(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        if kpi.code.is_some() {
            return self.second(cell, kpi);
        }
        let Some(Printed { code, original }) = code::printed(&cell.text, true) else {
            return self.keep(cell, Fate::CodeMade, kpi);
        };
        if original.is_some() {
            self.keep(cell, Fate::CodeMade, kpi);
            let text = &cell.text;
            let detail = || say!("{text} → {code}", "{text} → {code}");
            self.reader.ledger.tell_of(cell.place, Fate::CodeMade, detail);
        }
        kpi.code = Some(Drawn::of(Cow::Owned(code), cell.place, Fate::Code));
    }

    /// A cell with the title and then the measure.
    fn title_with_measure(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        let (title, rest, guessed) = measure::title_and_measure(&self.reader.raw(cell.place));
        let ledger = &mut self.reader.ledger;
        if guessed {
            let detail = || {
                let (title, rest) = (shortened(&title), shortened(rest.as_deref().unwrap_or_default()));
                say!(
                    "«{title}» è il titolo, «{rest}» la misura",
                    "«{title}» is the title, «{rest}» the measure"
                )
            };
            ledger.tell_of(cell.place, Fate::TitleCut, detail);
        }
        self.measure = rest.map(|text| Filled { text: Cow::Owned(text), ..cell.clone() });
        let fate = if self.measure.is_some() { Fate::TitleAndMeasure } else { Fate::Title };
        kpi.title = Some(Drawn::of(Cow::Owned(title), cell.place, fate));
    }

    /// Weight, comparator, targets, baseline, actual.
    fn values(&mut self, kpi: &mut Kpi<'a>) {
        let unit = self.cell(Role::Unit).map(|cell| Unit::read(&cell.text));
        let unit = unit.as_ref();
        let plain = self.reader.draft.year_so_far();
        let year = |period: Option<Period>| period.map(|period| period.year);
        let mut sign: Option<Drawn<&'static str>> = None;
        for cell in self.cells {
            let own = if unit.is_none() { self.reader.unit_of(cell.column) } else { None };
            let of_cell = unit.or(own.as_ref());
            match cell.role {
                Some(Role::Weight) => self.weight(cell, kpi),
                Some(Role::Comparator) => sign = self.comparator(cell, kpi),
                Some(Role::Target(period)) => {
                    let beside = Beside { unit: of_cell, year: year(period).or(plain), deadline: false };
                    self.target(cell, (period, sign.clone()), beside, kpi);
                }
                Some(Role::Baseline(period)) => {
                    let before = || plain.map(|year| year.saturating_sub(1));
                    let beside =
                        Beside { unit: of_cell, year: year(period).or_else(before), deadline: false };
                    self.baseline(cell, period, beside, kpi);
                }
                Some(Role::Actual(period)) => {
                    let beside = Beside { unit: of_cell, year: year(period).or(plain), deadline: false };
                    self.actual(cell, period, beside, kpi);
                }
                Some(Role::Validation) if kpi.outcome.is_none() => {
                    kpi.outcome = Some(cell.drawn(Fate::Outcome));
                    if outcome_of(&cell.text).is_none() {
                        self.reader.ledger.tell(cell.place, Fate::OutcomeUnknown);
                    }
                }
                Some(Role::Validation) => self.second(cell, kpi),
                _ => {}
            }
        }
        self.one_sort(kpi);
        self.without_comparator(kpi, sign);
        self.lost_target(kpi);
        self.unit(unit, kpi);
    }

    /// A unit is in the plan if a value took it; what else it says is kept.
    fn unit(&mut self, unit: Option<&Unit>, kpi: &mut Kpi<'a>) {
        let mut cells = self.cells.iter().filter(|cell| cell.role == Some(Role::Unit));
        let first = cells.next();
        cells.for_each(|cell| self.second(cell, kpi));
        let (Some(cell), Some(unit), false) = (first, unit, self.by_unit) else { return };
        let is_of = |target: &Target<'_>| unit.is_of(&target.value.value, target.sort);
        if *unit == Unit::Plain || kpi.targets.iter().any(is_of) {
            return self.reader.ledger.tell(cell.place, Fate::UnitPlain);
        }
        self.keep(cell, Fate::UnitUnused, kpi);
    }

    fn comparator(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) -> Option<Drawn<&'static str>> {
        let sign = cell.text.trim();
        let Some(read) = comparator(sign) else {
            self.keep(cell, Fate::NotUnderstood, kpi);
            return None;
        };
        let ledger = &mut self.reader.ledger;
        match sign {
            ">=" | "<=" | "=" | "≥" | "≤" => {}
            _ if is_strict(sign) => ledger.tell_of(cell.place, Fate::SignStrict, || read_as(read)),
            _ => ledger.tell_of(cell.place, Fate::SignRead, || read_as(read)),
        }
        Some(Drawn::of(read, cell.place, Fate::Comparator))
    }

    /// Fewer targets than the header has, and slipped against it: which one is lost can't be seen.
    fn lost_target(&mut self, kpi: &Kpi<'_>) {
        let Some(header) = &self.reader.header else { return };
        let is_target = |role: &Role| matches!(role, Role::Target(_));
        let wanted = header.columns.iter().filter(|(_, role)| is_target(role)).count();
        let mut cells = self.cells.iter().filter(|cell| cell.role.as_ref().is_some_and(is_target));
        let last = cells.next_back().filter(|_| kpi.targets.len() < wanted);
        let Some(cell) = last else { return };
        // In a table of a row a year the header names none.
        let of_cell = |role: &Role| Some(*role) == cell.role || *role == Role::Target(None);
        let in_place =
            header.columns.iter().any(|(column, role)| of_cell(role) && *column == cell.place.column);
        if !in_place {
            self.reader.ledger.tell(cell.place, Fate::TargetsFewer);
        }
    }

    /// A cell's value, with the cell of its unit where that is in it; what was guessed of it is told, and what it says
    /// besides is kept.
    fn amount(
        &mut self,
        cell: &Filled<'a>,
        beside: Beside<'_>,
        fate: Fate,
        kpi: &mut Kpi<'a>,
    ) -> Option<(Amount<'a>, Text<'a>)> {
        let read = amount_of(&cell.text, beside)?;
        if let Some(guess) = read.guess {
            self.reader.ledger.tell_of(cell.place, guess, || read_as(&read.text));
        }
        if read.more {
            self.keep(cell, Fate::WordsKept, kpi);
        }
        let mut drawn = Drawn::of(read.text.clone(), cell.place, fate);
        if let Some(unit) = self.unit.filter(|_| read.by_unit) {
            drawn.cells.add(unit, Fate::Unit);
        }
        self.by_unit |= read.by_unit;
        Some((read, drawn))
    }

    fn weight(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        if kpi.weight.is_some() {
            return self.second(cell, kpi);
        }
        kpi.weight = weight_of(self.reader, cell, Fate::Weight);
    }

    fn target(
        &mut self,
        cell: &Filled<'a>,
        (period, column): (Option<Period>, Option<Drawn<&'static str>>),
        beside: Beside<'_>,
        kpi: &mut Kpi<'a>,
    ) {
        let (sign, value) = split_sign(&cell.text);
        let beside = Beside { deadline: sign.is_some_and(|sign| sign.deadline), ..beside };
        let value = Filled { text: value, ..cell.clone() };
        let Some((amount, value)) = self.amount(&value, beside, Fate::Target, kpi) else {
            return self.keep(cell, Fate::NotUnderstood, kpi);
        };
        if let Some(own) = sign {
            let ledger = &mut self.reader.ledger;
            if own.strict {
                ledger.tell_of(cell.place, Fate::SignStrict, || read_as(own.sign));
            } else if own.words {
                ledger.tell_of(cell.place, Fate::SignRead, || read_as(own.sign));
            }
            if column.as_ref().is_some_and(|of_column| of_column.value != own.sign) {
                ledger.tell(cell.place, Fate::SignOther);
            }
        }
        let sign = sign.map(|sign| Drawn::of(sign.sign, cell.place, Fate::Target)).or(column);
        // The years come in the order of their columns, each once.
        if let Some(first) = kpi.targets.iter_mut().find(|target| target.period == period) {
            let repeats = first.value.value == amount.text && !amount.more;
            match (&first.sign, &sign) {
                (Some(one), Some(other)) if repeats && one.value == other.value => {}
                (_, None) if repeats => {}
                (None, Some(_)) if repeats => return first.sign = sign,
                _ => return self.keep(cell, Fate::TargetTwice, kpi),
            }
            return self.reader.ledger.retell(cell.place, Fate::Repeated);
        }
        if amount.sort == Sort::Date {
            self.reader.draft.date_years.extend(years_in(&amount.text));
        }
        let sort = amount.sort;
        if self.target.is_none() && !amount.is_missing() {
            self.target = Some(amount);
        }
        // Most KPIs have one.
        kpi.targets.reserve_exact(1);
        kpi.targets.push(Target { period, sign, value, sort });
    }

    /// The targets of a KPI are of one sort; one of another is kept apart.
    fn one_sort(&mut self, kpi: &mut Kpi<'a>) {
        let Some(sort) = self.target.as_ref().map(|target| target.sort) else { return };
        let fits = |target: &Target<'_>| target.sort == sort || target.sort == Sort::Missing;
        if kpi.targets.iter().all(fits) {
            return;
        }
        let others: Vec<_> = kpi
            .targets
            .iter()
            .filter(|target| !fits(target))
            .filter_map(|target| place(&target.value))
            .collect();
        kpi.targets.retain(fits);
        for cell in self.cells.iter().filter(|cell| others.contains(&cell.place)) {
            self.keep(cell, Fate::OtherSort, kpi);
        }
    }

    fn baseline(&mut self, cell: &Filled<'a>, period: Option<Period>, beside: Beside<'_>, kpi: &mut Kpi<'a>) {
        if kpi.baselines.iter().any(|baseline| baseline.period == period) {
            return self.second(cell, kpi);
        }
        match self.amount(cell, beside, Fate::Baseline, kpi) {
            Some((Amount { sort, .. }, value)) => {
                kpi.baselines.push(Target { period, sign: None, value, sort });
            }
            None => self.keep(cell, Fate::NotUnderstood, kpi),
        }
    }

    /// A target needs a comparator. Where none is printed, it is that of the year before, or else of the first that has
    /// one; a yes is `=`, a deadline and what decreases `<=`, all else most likely `>=`.
    fn without_comparator(&mut self, kpi: &mut Kpi<'a>, column: Option<Drawn<&'static str>>) {
        let falling = self.cell(Role::Falling).map(|cell| (cell.place, yes(&cell.text)));
        let falls = falling.and_then(|(place, falls)| Some((place, falls?)));
        let own = |target: &Target<'_>| target.sign.as_ref().map(|sign| sign.value);
        let first = kpi.targets.iter().find_map(own).or(column.as_ref().map(|column| column.value));
        let mut before = column.as_ref().map(|column| column.value);
        for target in kpi.targets.iter_mut().filter(|target| target.sort != Sort::Missing) {
            if target.sign.is_none() {
                target.sign.clone_from(&column);
            }
            let sign = match (target.sign.take(), before.or(first), target.sort, falls) {
                (Some(own), ..) => own,
                (None, Some(other), ..) => self.put(target, other),
                (None, None, Sort::YesNo, _) => self.put(target, "="),
                (None, None, _, Some((place, falls))) => {
                    Drawn::of(if falls { "<=" } else { ">=" }, place, Fate::Falling)
                }
                (None, None, Sort::Date | Sort::Days, None) => self.put(target, "<="),
                (None, None, ..) if target.value.value.starts_with(['-', '−', '–']) => {
                    self.put(target, "<=")
                }
                (None, None, ..) => self.put(target, ">="),
            };
            before = Some(sign.value);
            target.sign = Some(sign);
        }
        if let Some((place, _)) = falling {
            self.reader.ledger.tell(place, Fate::FallingUnused);
        }
    }

    /// A comparator that is not printed.
    fn put(&mut self, target: &Target<'_>, sign: &'static str) -> Drawn<&'static str> {
        if let Some(place) = place(&target.value) {
            let detail = || say!("messo `{sign}`", "`{sign}` was put");
            self.reader.ledger.tell_of(place, Fate::SignMissing, detail);
        }
        Drawn { value: sign, cells: Cells::default() }
    }

    /// The actual as it is printed: the CSV of actuals knows its words too.
    fn actual(&mut self, cell: &Filled<'a>, period: Option<Period>, beside: Beside<'_>, kpi: &mut Kpi<'a>) {
        if kpi.actuals.iter().any(|actual| actual.period == period) {
            return self.second(cell, kpi);
        }
        let (value, spelled) = match self.amount(cell, beside, Fate::Actual, kpi) {
            Some((amount, drawn)) => {
                if amount.sort == Sort::Date && period.is_none() {
                    self.reader.draft.date_years.extend(years_in(&amount.text));
                }
                let value = match amount.respelled || amount.guess.is_some() {
                    true => drawn.with(in_csv(amount.text)),
                    false => cell.drawn(Fate::Actual),
                };
                (value, Some((drawn, amount.sort)))
            }
            None => {
                self.reader.ledger.retell(cell.place, Fate::ActualAsText);
                (cell.drawn(Fate::Actual), None)
            }
        };
        kpi.actuals.push(Actual { period, value, spelled });
    }

    /// The algorithm's words and the measure's.
    fn algorithm(&mut self, kpi: &mut Kpi<'a>) {
        let (measure, named) = (self.measure.take(), self.algorithm.take());
        let words = measure.as_ref().map(|cell| &*cell.text);
        let named_words = named.as_ref().map(|cell| &*cell.text);
        let own = self.reader.draft.current().map_or("", |node| node.code.as_str());
        let title = kpi.title.as_ref();
        if let Some(rollup) = measure::rollup(title.map_or("", |title| &*title.value), words, own) {
            let mut cells = title.map(|title| title.cells.clone()).unwrap_or_default();
            let rest = named.filter(|named| {
                let says = fold_name(&named.text).starts_with("media ponderata");
                if says {
                    cells.add(named.place, Fate::Algorithm);
                }
                !says
            });
            kpi.algorithm = Some(Drawn { value: rollup, cells });
            let rest = rest.iter().map(|cell| cell.drawn(Fate::Algorithm));
            kpi.description.extend(rest.chain(measure.iter().map(|cell| cell.drawn(Fate::Measure))));
            return;
        }
        let Reading { algorithm, description, guess } =
            measure::read(named_words, words, self.target.as_ref());
        let mut cells = Cells::default();
        named.iter().for_each(|cell| cells.add(cell.place, Fate::Algorithm));
        measure.iter().for_each(|cell| cells.add(cell.place, Fate::Measure));
        if let (Some(guess), Some(cell)) = (guess, measure.as_ref().or(named.as_ref())) {
            self.reader.ledger.tell_of(cell.place, guess.fate, || guess.words());
        }
        if let Some(text) = description {
            kpi.description.push(Drawn { value: Cow::Owned(text), cells: cells.clone() });
        }
        kpi.algorithm = algorithm.map(|value| Drawn { value, cells });
    }
}

/// The cell that a value stands in.
fn place(value: &Text<'_>) -> Option<Place> {
    value.cells.iter().next().map(|origin| origin.place)
}

/// The weight that a cell says, in percent; a fraction as it is.
pub(super) fn weight_of<'a>(reader: &mut Reader<'a>, cell: &Filled<'a>, fate: Fate) -> Option<Text<'a>> {
    if cell.text.contains('/') && is_weight(&cell.text) {
        let text = cell.text.split_whitespace().collect();
        return Some(Drawn::of(Cow::Owned(text), cell.place, fate));
    }
    let read = amount_of(&cell.text, Beside::default());
    let sorts = [Sort::Percent, Sort::Number];
    let read = read.filter(|weight| sorts.contains(&weight.sort) && !weight.text.contains(' '));
    let Some(Amount { text, guess, sort, .. }) = read else {
        reader.ledger.tell(cell.place, Fate::NoWeight);
        return None;
    };
    if let Some(guess) = guess {
        reader.ledger.tell_of(cell.place, guess, || read_as(&text));
    }
    if sort == Sort::Percent {
        return Some(Drawn::of(text, cell.place, fate));
    }
    let percent = as_percentage(&text);
    reader.ledger.tell_of(cell.place, Fate::WeightWithoutPercent, || read_as(&percent));
    Some(Drawn::of(Cow::Owned(percent), cell.place, fate))
}

/// A target's sign, and what follows it.
fn split_sign<'a>(text: &Cow<'a, str>) -> (Option<sign::Sign>, Cow<'a, str>) {
    match text {
        Cow::Borrowed(text) => {
            let (sign, value) = sign::split(text);
            (sign, Cow::Borrowed(value))
        }
        Cow::Owned(text) => {
            let (sign, value) = sign::split(text);
            (sign, Cow::Owned(value.to_owned()))
        }
    }
}

/// [`amount`] of a text that may be the table's own.
fn amount_of<'a>(text: &Cow<'a, str>, beside: Beside<'_>) -> Option<Amount<'a>> {
    match text {
        Cow::Borrowed(text) => amount(text, beside),
        Cow::Owned(text) => {
            let read = amount(text, beside)?;
            let Amount { sort, guess, more, by_unit, respelled, .. } = read;
            Some(Amount { text: Cow::Owned(read.text.into_owned()), sort, guess, more, by_unit, respelled })
        }
    }
}

/// Yes or no.
fn yes(text: &str) -> Option<bool> {
    match &*fold_name(text) {
        "si" | "s" | "x" | "vero" | "true" | "1" => Some(true),
        "no" | "n" | "falso" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn read_as(text: &str) -> Words {
    say!("letto come {text}", "read as {text}")
}

/// A bare weight as a percentage: up to 1 it is a part of one, as a spreadsheet keeps it.
fn as_percentage(number: &str) -> String {
    let part =
        parse_number(number, Mark::Comma).ok().filter(|part| *part > Decimal::ZERO && *part <= Decimal::ONE);
    match part.and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED)) {
        Some(points) => format!("{}%", points.normalize().to_string().replace('.', ",")),
        None => format!("{number}%"),
    }
}
