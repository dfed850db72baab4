//! A row of a table as a KPI with its actual.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::draft::{Kind, Kpi, Node};
use super::fate::Fate;
use super::header::{Role, years_in};
use super::measure::{self, Reading};
use super::report::shortened;
use super::rows::{Filled, Reader};
use super::value::{Amount, MISSING, amount, comparator, in_words, is_weight, split_comparator};
use crate::actuals::outcome_of;
use crate::diagnostics::{Text, say};
use crate::value::{Mark, parse_number};

/// Reads a KPI's row into its objective.
pub(super) fn read<'a>(reader: &mut Reader<'a>, cells: &[Filled<'a>]) {
    let Some(first) = cells.first() else { return };
    let line = first.place.row.saturating_add(1);
    under_an_objective(reader, first);
    let mut kpi = Kpi { line, ..Kpi::default() };
    let mut row = Row { reader, cells, measure: None, algorithm: None, target: None };
    row.words(&mut kpi);
    row.values(&mut kpi);
    row.algorithm(&mut kpi);
    match reader.draft.current() {
        Some(node) => node.kpis.push(Box::new(kpi)),
        None => cells.iter().for_each(|cell| reader.ledger.retell(cell.place, Fate::OfNoObjective)),
    }
}

/// Sees to it that there is an objective: in a table that gives no codes the title above is one, and a table that names
/// no objectives at all is one.
fn under_an_objective<'a>(reader: &mut Reader<'a>, first: &Filled<'a>) {
    if reader.coded && reader.draft.current.is_some() {
        return;
    }
    let heading = reader.heading.take();
    let title = match &heading {
        Some((_, title)) => title.to_string(),
        None if reader.draft.current.is_some() => return,
        None => reader.name_of_table(),
    };
    let known = reader.draft.titled(Kind::Objective, &title);
    if known.is_some() {
        reader.draft.current = known;
        if let Some((place, _)) = heading {
            reader.ledger.retell(place, Fate::Objective);
        }
        return;
    }
    let code = format!("OB{}", reader.draft.of_kind(Kind::Objective).saturating_add(1));
    let detail = || say!("obiettivo {code}", "objective {code}");
    match heading {
        Some((place, _)) => {
            reader.ledger.retell(place, Fate::ObjectiveNumbered);
            reader.ledger.tell_of(place, Fate::ObjectiveNumbered, detail);
        }
        None => reader.ledger.tell_of(first.place, Fate::ObjectiveAdded, detail),
    }
    let parent = reader.area.clone();
    reader.draft.push(Node { parent, ..Node::new(Kind::Objective, code, Some(title)) });
}

struct Row<'r, 'a> {
    reader: &'r mut Reader<'a>,
    cells: &'r [Filled<'a>],
    measure: Option<Filled<'a>>,
    algorithm: Option<Filled<'a>>,
    target: Option<Amount<'a>>,
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
            let text = || Some(cell.text.clone());
            let fate = match cell.role {
                Some(Role::Title) if apart => {
                    kpi.title = text();
                    Fate::Title
                }
                Some(Role::Title) => {
                    self.title_with_measure(cell, kpi);
                    continue;
                }
                Some(Role::Code) => {
                    kpi.code = text();
                    Fate::Code
                }
                Some(Role::Kind) => {
                    kpi.kind = text();
                    Fate::Kind
                }
                Some(Role::Source) => {
                    kpi.source = text();
                    Fate::Source
                }
                Some(Role::Update) => {
                    kpi.update = text();
                    Fate::Update
                }
                Some(Role::Notes) => {
                    kpi.note = text();
                    Fate::Note
                }
                Some(Role::Assigned) => {
                    kpi.assigned = text();
                    Fate::Assigned
                }
                Some(Role::Responsible) => {
                    kpi.responsible = text();
                    Fate::Responsible
                }
                Some(Role::Algorithm) => {
                    self.algorithm = Some(cell.clone());
                    Fate::Algorithm
                }
                Some(Role::Measure) => {
                    self.measure = Some(cell.clone());
                    Fate::Measure
                }
                Some(Role::Unit) => Fate::Unit,
                Some(Role::KpiScore | Role::ObjectiveScore) => Fate::Published,
                _ => continue,
            };
            self.reader.ledger.tell(cell.place, fate);
        }
    }

    /// A cell with the title and then the measure.
    fn title_with_measure(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        let (title, rest, guessed) = measure::title_and_measure(&self.reader.raw(cell.place));
        let ledger = &mut self.reader.ledger;
        ledger.tell(cell.place, Fate::TitleAndMeasure);
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
        kpi.title = Some(Cow::Owned(title));
    }

    /// Weight, comparator, targets, baseline, actual.
    fn values(&mut self, kpi: &mut Kpi<'a>) {
        let unit = self.cell(Role::Unit).map(|cell| cell.text.clone());
        let unit = unit.as_deref();
        for cell in self.cells {
            match cell.role {
                Some(Role::Weight) => self.weight(cell, kpi),
                Some(Role::Comparator) => self.comparator(cell, kpi),
                Some(Role::Target(year)) => self.target(cell, year, unit, kpi),
                Some(Role::Baseline(year)) => {
                    if let Some(amount) = self.amount(cell, unit) {
                        kpi.baseline = Some((year, amount.text));
                        self.reader.ledger.tell(cell.place, Fate::Baseline);
                    }
                }
                Some(Role::Actual) => self.actual(cell, unit, kpi),
                Some(Role::Validation) => {
                    kpi.outcome = Some(cell.text.clone());
                    let known = outcome_of(&cell.text).is_some();
                    let fate = if known { Fate::Outcome } else { Fate::OutcomeUnknown };
                    self.reader.ledger.tell(cell.place, fate);
                }
                _ => {}
            }
        }
        self.without_comparator(kpi);
        self.lost_target(kpi);
    }

    fn comparator(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        let sign = cell.text.trim();
        kpi.comparator = comparator(sign);
        let ledger = &mut self.reader.ledger;
        match (sign, kpi.comparator) {
            (">=" | "<=" | "=" | "≥" | "≤", _) | (_, None) => ledger.tell(cell.place, Fate::Comparator),
            (_, Some(read)) => ledger.tell_of(cell.place, Fate::SignRead, || read_as(read)),
        }
    }

    /// Fewer targets than the header has, and slipped against it: which one is lost can't be seen.
    fn lost_target(&mut self, kpi: &Kpi<'_>) {
        let Some(header) = &self.reader.header else { return };
        let is_target = |role: &Role| matches!(role, Role::Target(_));
        let wanted = header.columns.iter().filter(|(_, role)| is_target(role)).count();
        let mut cells = self.cells.iter().filter(|cell| cell.role.as_ref().is_some_and(is_target));
        let last = cells.next_back().filter(|_| kpi.targets.len() < wanted);
        let Some(cell) = last else { return };
        let in_place = header
            .columns
            .iter()
            .any(|(column, role)| Some(*role) == cell.role && *column == cell.place.column);
        if !in_place {
            self.reader.ledger.tell(cell.place, Fate::TargetsFewer);
        }
    }

    /// A cell's value; where it is none, the cell is told of.
    fn amount(&mut self, cell: &Filled<'a>, unit: Option<&str>) -> Option<Amount<'a>> {
        let read = amount_of(&cell.text, unit);
        match &read {
            Some(Amount { guess: Some(guess), text }) => {
                self.reader.ledger.tell_of(cell.place, *guess, || read_as(text));
            }
            Some(_) => {}
            None => self.reader.ledger.tell(cell.place, Fate::NoValue),
        }
        read
    }

    fn weight(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        if cell.text.contains('/') && is_weight(&cell.text) {
            kpi.weight = Some(Cow::Owned(cell.text.split_whitespace().collect()));
            return self.reader.ledger.tell(cell.place, Fate::Weight);
        }
        let Some(weight) = self.amount(cell, None).filter(|weight| !weight.is_missing()) else {
            return self.reader.ledger.tell(cell.place, Fate::NoWeight);
        };
        self.reader.ledger.tell(cell.place, Fate::Weight);
        kpi.weight = Some(if weight.is_percent() {
            weight.text
        } else {
            let percent = as_percentage(&weight.text);
            self.reader.ledger.tell_of(cell.place, Fate::WeightWithoutPercent, || read_as(&percent));
            Cow::Owned(percent)
        });
    }

    fn target(&mut self, cell: &Filled<'a>, year: Option<i32>, unit: Option<&str>, kpi: &mut Kpi<'a>) {
        let (sign, _) = split_comparator(&cell.text);
        let value = Filled { text: after_comparator(&cell.text), ..cell.clone() };
        let Some(amount) = self.amount(&value, unit) else { return };
        self.reader.ledger.tell(cell.place, Fate::Target);
        if kpi.comparator.is_none() {
            kpi.comparator = sign;
            if let Some((read, _)) = in_words(cell.text.trim()) {
                self.reader.ledger.tell_of(cell.place, Fate::SignRead, || read_as(read));
            }
        }
        if amount.text.matches('/').count() == 2 {
            self.reader.draft.date_years.extend(years_in(&amount.text));
        }
        if self.target.is_none() && !amount.is_missing() {
            self.target = Some(amount.clone());
        }
        // Most KPIs have one.
        kpi.targets.reserve_exact(1);
        kpi.targets.push((year, amount.text));
    }

    /// A target needs a comparator: a deadline is `<=`, a yes `=`, all else most likely `>=`.
    fn without_comparator(&mut self, kpi: &mut Kpi<'a>) {
        if kpi.comparator.is_some() || kpi.targets.iter().all(|(_, text)| text == MISSING) {
            return;
        }
        let first = kpi.targets.iter().map(|(_, text)| &**text).find(|text| *text != MISSING);
        let sign = match first {
            Some("sì" | "no") => "=",
            Some(text) if text.matches('/').count() == 2 => "<=",
            _ => ">=",
        };
        kpi.comparator = Some(sign);
        let mut targets = self.cells.iter().filter(|cell| matches!(cell.role, Some(Role::Target(_))));
        if let Some(cell) = targets.next() {
            let detail = || say!("messo `{sign}`", "`{sign}` was put");
            self.reader.ledger.tell_of(cell.place, Fate::SignMissing, detail);
        }
    }

    /// The actual as it is printed: the CSV of actuals knows its words too.
    fn actual(&mut self, cell: &Filled<'a>, unit: Option<&str>, kpi: &mut Kpi<'a>) {
        match self.amount(cell, unit) {
            Some(amount) => {
                kpi.actual = Some(if amount.guess.is_some() { amount.text } else { cell.text.clone() });
                if kpi.actual.as_deref().is_some_and(|text| text.matches('/').count() == 2) {
                    self.reader.draft.date_years.extend(years_in(&cell.text));
                }
                self.reader.ledger.tell(cell.place, Fate::Actual);
            }
            None => {
                kpi.actual = Some(cell.text.clone());
                self.reader.ledger.retell(cell.place, Fate::ActualAsText);
            }
        }
    }

    /// The algorithm's words and the measure's.
    fn algorithm(&mut self, kpi: &mut Kpi<'a>) {
        let measure = self.measure.take();
        let words = measure.as_ref().map(|cell| &*cell.text);
        let own = self.reader.draft.current().map_or("", |node| node.code.as_str());
        if let Some(rollup) = measure::rollup(kpi.title.as_deref().unwrap_or_default(), words, own) {
            kpi.algorithm = Some(rollup);
            return;
        }
        let named = self.algorithm.take();
        let named_words = named.as_ref().map(|cell| &*cell.text);
        let Reading { algorithm, description, guess } =
            measure::read(named_words, words, self.target.as_ref());
        kpi.algorithm = algorithm;
        kpi.description = description.map(Cow::Owned);
        if let (Some(guess), Some(cell)) = (guess, measure.as_ref().or(named.as_ref())) {
            self.reader.ledger.tell_of(cell.place, guess.fate, || guess.words());
        }
    }
}

/// What follows the comparator that is glued to a target.
fn after_comparator<'a>(text: &Cow<'a, str>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(split_comparator(text).1),
        Cow::Owned(text) => Cow::Owned(split_comparator(text).1.to_owned()),
    }
}

/// [`amount`] of a text that may be the table's own.
fn amount_of<'a>(text: &Cow<'a, str>, unit: Option<&str>) -> Option<Amount<'a>> {
    match text {
        Cow::Borrowed(text) => amount(text, unit),
        Cow::Owned(text) => {
            let Amount { text, guess } = amount(text, unit)?;
            Some(Amount { text: Cow::Owned(text.into_owned()), guess })
        }
    }
}

fn read_as(text: &str) -> Text {
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
