//! A row of a table as a KPI with its actual.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::draft::{Kind, Kpi, Node, Target};
use super::fate::Fate;
use super::header::{Role, years_in};
use super::measure::{self, Reading};
use super::report::shortened;
use super::rows::{Filled, Reader};
use super::sign::{self, comparator, is_strict};
use super::units::Unit;
use super::value::{Amount, Beside, Sort, amount, in_csv, is_weight};
use crate::actuals::outcome_of;
use crate::diagnostics::{Text, say};
use crate::value::{Mark, fold_name, parse_number};

/// Reads a KPI's row into its objective.
pub(super) fn read<'a>(reader: &mut Reader<'a>, cells: &[Filled<'a>]) {
    let Some(first) = cells.first() else { return };
    let line = first.place.row.saturating_add(1);
    under_an_objective(reader, first);
    let mut kpi = Kpi { line, ..Kpi::default() };
    let mut row = Row { reader, cells, measure: None, algorithm: None, target: None, by_unit: false };
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
        let unit = self.cell(Role::Unit).map(|cell| Unit::read(&cell.text));
        let unit = unit.as_ref();
        let plain = self.reader.draft.year_so_far();
        for cell in self.cells {
            match cell.role {
                Some(Role::Weight) => self.weight(cell, kpi),
                Some(Role::Comparator) => self.comparator(cell, kpi),
                Some(Role::Target(year)) => {
                    let beside = Beside { unit, year: year.or(plain), deadline: false };
                    self.target(cell, year, beside, kpi);
                }
                Some(Role::Baseline(year)) => {
                    let before = || plain.map(|year| year.saturating_sub(1));
                    let beside = Beside { unit, year: year.or_else(before), deadline: false };
                    match self.amount(cell, beside, kpi) {
                        Some(amount) => {
                            kpi.baseline = Some((year, amount.text));
                            self.reader.ledger.tell(cell.place, Fate::Baseline);
                        }
                        None => self.keep(cell, Fate::NotUnderstood, kpi),
                    }
                }
                Some(Role::Actual) => self.actual(cell, Beside { unit, year: plain, deadline: false }, kpi),
                Some(Role::Validation) => {
                    kpi.outcome = Some(cell.text.clone());
                    let known = outcome_of(&cell.text).is_some();
                    let fate = if known { Fate::Outcome } else { Fate::OutcomeUnknown };
                    self.reader.ledger.tell(cell.place, fate);
                }
                _ => {}
            }
        }
        self.one_sort(kpi);
        self.without_comparator(kpi);
        self.lost_target(kpi);
        self.unit(unit, kpi);
    }

    /// A unit is in the plan if a value took it; what else it says is kept.
    fn unit(&mut self, unit: Option<&Unit>, kpi: &mut Kpi<'a>) {
        let Some(cell) = self.cell(Role::Unit).cloned() else { return };
        match unit {
            _ if self.by_unit => self.reader.ledger.tell(cell.place, Fate::Unit),
            Some(unit)
                if *unit == Unit::Plain
                    || kpi.targets.iter().any(|target| unit.is_of(&target.value, target.sort)) =>
            {
                self.reader.ledger.tell(cell.place, Fate::UnitPlain);
            }
            None => {}
            Some(_) => self.keep(&cell, Fate::UnitUnused, kpi),
        }
    }

    fn comparator(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        let sign = cell.text.trim();
        kpi.comparator = comparator(sign);
        let ledger = &mut self.reader.ledger;
        match (sign, kpi.comparator) {
            (">=" | "<=" | "=" | "≥" | "≤", _) | (_, None) => ledger.tell(cell.place, Fate::Comparator),
            (_, Some(read)) if is_strict(sign) => {
                ledger.tell_of(cell.place, Fate::SignStrict, || read_as(read));
            }
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

    /// A cell's value; what was guessed of it is told, and what it says besides is kept.
    fn amount(&mut self, cell: &Filled<'a>, beside: Beside<'_>, kpi: &mut Kpi<'a>) -> Option<Amount<'a>> {
        let read = amount_of(&cell.text, beside)?;
        if let Some(guess) = read.guess {
            self.reader.ledger.tell_of(cell.place, guess, || read_as(&read.text));
        }
        if read.more {
            self.keep(cell, Fate::WordsKept, kpi);
        }
        self.by_unit |= read.by_unit;
        Some(read)
    }

    /// Keeps a cell as it is printed, in a `dato` under the words of its column.
    fn keep(&mut self, cell: &Filled<'a>, fate: Fate, kpi: &mut Kpi<'a>) {
        let printed = self.reader.printed(cell.place);
        let label = self.reader.label_of(cell);
        kpi.data.push((label, printed));
        self.reader.ledger.tell(cell.place, fate);
    }

    fn weight(&mut self, cell: &Filled<'a>, kpi: &mut Kpi<'a>) {
        if cell.text.contains('/') && is_weight(&cell.text) {
            kpi.weight = Some(Cow::Owned(cell.text.split_whitespace().collect()));
            return self.reader.ledger.tell(cell.place, Fate::Weight);
        }
        let read = amount_of(&cell.text, Beside::default());
        let Some(weight) = read.filter(|weight| {
            matches!(weight.sort, Sort::Percent | Sort::Number) && !weight.text.contains(' ')
        }) else {
            return self.reader.ledger.tell(cell.place, Fate::NoWeight);
        };
        if let Some(guess) = weight.guess {
            self.reader.ledger.tell_of(cell.place, guess, || read_as(&weight.text));
        }
        self.reader.ledger.tell(cell.place, Fate::Weight);
        kpi.weight = Some(if weight.is_percent() {
            weight.text
        } else {
            let percent = as_percentage(&weight.text);
            self.reader.ledger.tell_of(cell.place, Fate::WeightWithoutPercent, || read_as(&percent));
            Cow::Owned(percent)
        });
    }

    fn target(&mut self, cell: &Filled<'a>, year: Option<i32>, beside: Beside<'_>, kpi: &mut Kpi<'a>) {
        let (sign, value) = split_sign(&cell.text);
        let beside = Beside { deadline: sign.is_some_and(|sign| sign.deadline), ..beside };
        let value = Filled { text: value, ..cell.clone() };
        let Some(amount) = self.amount(&value, beside, kpi) else {
            return self.keep(cell, Fate::NotUnderstood, kpi);
        };
        self.reader.ledger.tell(cell.place, Fate::Target);
        if let Some(own) = sign {
            let ledger = &mut self.reader.ledger;
            if own.strict {
                ledger.tell_of(cell.place, Fate::SignStrict, || read_as(own.sign));
            } else if own.words {
                ledger.tell_of(cell.place, Fate::SignRead, || read_as(own.sign));
            }
            if kpi.comparator.is_some_and(|of_column| of_column != own.sign) {
                ledger.tell(cell.place, Fate::SignOther);
            }
        }
        let sign = sign.map(|sign| sign.sign).or(kpi.comparator);
        // The years come in the order of their columns, each once.
        if let Some(first) = kpi.targets.iter_mut().find(|target| target.year == year) {
            let repeats = first.value == amount.text && !amount.more;
            match (first.sign, sign) {
                (Some(one), Some(other)) if repeats && one == other => {}
                (_, None) if repeats => {}
                (None, Some(_)) if repeats => return first.sign = sign,
                _ => return self.keep(cell, Fate::TargetTwice, kpi),
            }
            return self.reader.ledger.retell(cell.place, Fate::Repeated);
        }
        if amount.sort == Sort::Date {
            self.reader.draft.date_years.extend(years_in(&amount.text));
        }
        if self.target.is_none() && !amount.is_missing() {
            self.target = Some(amount.clone());
        }
        // Most KPIs have one.
        kpi.targets.reserve_exact(1);
        let Amount { text, sort, .. } = amount;
        kpi.targets.push(Target { year, sign, value: text, sort, place: cell.place });
    }

    /// The targets of a KPI are of one sort; one of another is kept apart.
    fn one_sort(&mut self, kpi: &mut Kpi<'a>) {
        let Some(sort) = self.target.as_ref().map(|target| target.sort) else { return };
        let fits = |target: &Target<'_>| target.sort == sort || target.sort == Sort::Missing;
        if kpi.targets.iter().all(fits) {
            return;
        }
        let others: Vec<_> =
            kpi.targets.iter().filter(|target| !fits(target)).map(|target| target.place).collect();
        kpi.targets.retain(fits);
        for cell in self.cells.iter().filter(|cell| others.contains(&cell.place)) {
            self.keep(cell, Fate::OtherSort, kpi);
        }
    }

    /// A target needs a comparator. Where none is printed, it is that of the year before, or else of the first that has
    /// one; a yes is `=`, a deadline and what decreases `<=`, all else most likely `>=`.
    fn without_comparator(&mut self, kpi: &mut Kpi<'a>) {
        let column = self.cell(Role::Falling).map(|cell| (cell.place, yes(&cell.text)));
        let falls = column.and_then(|(_, falls)| falls);
        let first = kpi.targets.iter().find_map(|target| target.sign).or(kpi.comparator);
        let (mut before, mut fell) = (kpi.comparator, false);
        for target in kpi.targets.iter_mut().filter(|target| target.sort != Sort::Missing) {
            let (sign, said) = match (target.sign.or(kpi.comparator), before.or(first), target.sort, falls) {
                (Some(own), ..) => (own, true),
                (None, Some(other), ..) => (other, false),
                (None, None, Sort::YesNo, _) => ("=", false),
                (None, None, _, Some(falls)) => {
                    fell = true;
                    (if falls { "<=" } else { ">=" }, true)
                }
                (None, None, Sort::Date | Sort::Days, None) => ("<=", false),
                (None, None, ..) if target.value.starts_with(['-', '−', '–']) => ("<=", false),
                (None, None, ..) => (">=", false),
            };
            if !said {
                let detail = || say!("messo `{sign}`", "`{sign}` was put");
                self.reader.ledger.tell_of(target.place, Fate::SignMissing, detail);
            }
            target.sign = Some(sign);
            before = Some(sign);
        }
        if let Some((place, _)) = column {
            self.reader.ledger.tell(place, if fell { Fate::Falling } else { Fate::FallingUnused });
        }
    }

    /// The actual as it is printed: the CSV of actuals knows its words too.
    fn actual(&mut self, cell: &Filled<'a>, beside: Beside<'_>, kpi: &mut Kpi<'a>) {
        match self.amount(cell, beside, kpi) {
            Some(amount) => {
                if amount.sort == Sort::Date {
                    self.reader.draft.date_years.extend(years_in(&amount.text));
                }
                let written = if amount.respelled || amount.guess.is_some() {
                    in_csv(amount.text)
                } else {
                    cell.text.clone()
                };
                kpi.actual = Some(written);
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
