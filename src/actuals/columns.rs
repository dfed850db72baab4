//! Which column holds what: the header row of a table.

use super::RemarkKind;
use super::faults::{self, Place};
use super::header_faults::{self, HeaderFault};
use super::periods;
use super::reports::Reports;
use super::table::{Cell, Row, Rows};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::value::fold_name;
use crate::value::{Mark, Period};

/// The columns that mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// `chiave`
    Key,
    /// `obiettivo`
    Objective,
    /// `indicatore`
    Indicator,
    /// `periodo`
    Period,
    /// `valore`
    Value,
    /// `esito`
    Outcome,
    /// `stato`
    State,
    /// `avanzamento`
    Progress,
    /// `motivo`
    Reason,
    /// `nota`: changes no number.
    Note,
    /// `evidenza`: what proves the value.
    Evidence,
}

/// Folded spellings, the first of a name being the one to propose.
const SPELLINGS: &[(&str, Name)] = &[
    ("chiave", Name::Key),
    ("key", Name::Key),
    ("obiettivo", Name::Objective),
    ("objective", Name::Objective),
    ("indicatore", Name::Indicator),
    ("indicator", Name::Indicator),
    ("kpi", Name::Indicator),
    ("periodo", Name::Period),
    ("period", Name::Period),
    ("valore", Name::Value),
    ("value", Name::Value),
    ("consuntivo", Name::Value),
    ("actual", Name::Value),
    ("esito", Name::Outcome),
    ("esito validazione", Name::Outcome),
    ("validazione", Name::Outcome),
    ("validation", Name::Outcome),
    ("stato", Name::State),
    ("status", Name::State),
    ("avanzamento", Name::Progress),
    ("progress", Name::Progress),
    ("motivo", Name::Reason),
    ("reason", Name::Reason),
    ("nota", Name::Note),
    ("note", Name::Note),
    ("osservazioni", Name::Note),
    ("annotazioni", Name::Note),
    ("commento", Name::Note),
    ("commenti", Name::Note),
    ("notes", Name::Note),
    ("comment", Name::Note),
    ("comments", Name::Note),
    ("evidenza", Name::Evidence),
    ("evidenze", Name::Evidence),
    ("evidence", Name::Evidence),
];

impl Name {
    /// The spelling to propose.
    pub fn spelling(self) -> &'static str {
        SPELLINGS.iter().find(|(_, name)| *name == self).map_or("", |(spelling, _)| spelling)
    }

    /// The column that a header names.
    pub fn of(header: &str) -> Option<Name> {
        if header.len() > 40 {
            return None;
        }
        let folded = fold_name(header).replace('_', " ");
        SPELLINGS.iter().find(|(spelling, _)| *spelling == folded).map(|(_, name)| *name)
    }
}

/// Where the key of a row stands.
#[derive(Debug, Clone, Copy)]
pub enum KeyAt {
    /// In one column.
    One(usize),
    /// In `obiettivo` and `indicatore`.
    Pair(usize, usize),
}

/// Where the values of a row stand.
#[derive(Debug, Clone)]
pub enum ValuesAt {
    /// One a row, with its period in a column; a table of states has no values.
    Long {
        /// `periodo`
        period: usize,
        /// `valore`
        value: Option<usize>,
    },
    /// One column a period. `esito`, state and the like are of the latest one.
    Wide(Vec<(usize, Period)>),
}

/// The columns of a table.
#[derive(Debug, Clone)]
pub struct Columns {
    /// The key.
    pub key: KeyAt,
    /// The values.
    pub values: ValuesAt,
    /// `esito`
    pub outcome: Option<usize>,
    /// `stato`
    pub state: Option<usize>,
    /// `avanzamento`
    pub progress: Option<usize>,
    /// `motivo`
    pub reason: Option<usize>,
    /// `nota` and `evidenza`, however many there are.
    pub remarks: Vec<(usize, RemarkKind)>,
    /// The headers as written.
    pub headers: Vec<Box<str>>,
    /// Where they stand.
    pub places: Vec<Span>,
    /// The header's first line, from 1.
    pub line: u32,
}

impl Columns {
    /// How many cells a row has, empty ones at its end apart.
    pub fn width(&self) -> usize {
        self.headers.len()
    }

    /// How many cells a row must have: Excel leaves out the separators of empty cells at the end.
    pub fn least(&self) -> usize {
        let key = match self.key {
            KeyAt::One(at) => at,
            KeyAt::Pair(first, second) => first.max(second),
        };
        let value = match &self.values {
            ValuesAt::Long { period, value } => value.or(self.state).unwrap_or(*period).max(*period),
            ValuesAt::Wide(periods) => periods.iter().map(|(at, _)| *at).min().unwrap_or(0),
        };
        key.max(value).saturating_add(1)
    }

    /// The columns that are read: of all but the remarks, and those without a meaning.
    pub fn used(&self) -> impl Iterator<Item = usize> + '_ {
        let (first, second) = match self.key {
            KeyAt::One(at) => (at, None),
            KeyAt::Pair(first, second) => (first, Some(second)),
        };
        let (long, wide): ([Option<usize>; 2], &[(usize, Period)]) = match &self.values {
            ValuesAt::Long { period, value } => ([Some(*period), *value], &[]),
            ValuesAt::Wide(periods) => ([None, None], periods),
        };
        let others = [second, self.outcome, self.state, self.progress, self.reason];
        let named = std::iter::once(first).chain(others.into_iter().chain(long).flatten());
        named.chain(wide.iter().map(|(at, _)| *at))
    }

    /// What a column is called in this table.
    pub fn header(&self, at: usize) -> &str {
        self.headers.get(at).map_or("", |header| header)
    }
}

/// What divides the cells of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// Named in a first line `sep=;`, as Excel has it.
    Named(u8),
    /// The one under which the header means most.
    Guessed(u8),
}

impl Separator {
    /// Finds it.
    pub fn of(text: &str) -> Separator {
        let line = text.lines().next().unwrap_or("").trim().trim_matches('"');
        if let Some(named) = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))
            && let [byte @ (b';' | b',' | b'\t' | b'|' | b':')] = named.as_bytes()
        {
            return Separator::Named(*byte);
        }
        let mut cells = Vec::new();
        let mut best = (0, b';');
        for candidate in [b';', b'\t', b','] {
            let width =
                header_row(&mut Rows::new(text, candidate), text, &mut cells).map_or(0, |row| row.width);
            let known = cells.iter().filter(|cell| {
                let header = cell.text(text);
                Name::of(&header).is_some() || Period::parse(&header).is_some()
            });
            let points = known.count().saturating_mul(1000).saturating_add(width.min(999));
            if points > best.0 {
                best = (points, candidate);
            }
        }
        Separator::Guessed(best.1)
    }

    /// The character itself.
    pub fn byte(self) -> u8 {
        match self {
            Separator::Named(byte) | Separator::Guessed(byte) => byte,
        }
    }

    /// The decimal mark that goes with it: Excel divides cells by `,` where the point divides decimals.
    pub fn mark(self) -> Mark {
        if self.byte() == b',' { Mark::Point } else { Mark::Comma }
    }
}

/// The first row that holds anything.
pub fn header_row(rows: &mut Rows<'_>, text: &str, cells: &mut Vec<Cell>) -> Option<Row> {
    loop {
        let row = rows.next_row(cells)?;
        if cells.iter().any(|cell| !cell.is_blank(text)) {
            return Some(row);
        }
    }
}

/// A header row while it is being understood.
struct Header<'a> {
    file: FileId,
    text: &'a str,
    sheet: Option<&'a str>,
    row: Row,
    cells: &'a [Cell],
    headers: Vec<Box<str>>,
    names: Vec<Option<Name>>,
}

/// Reads a header; without columns there is no reading the rows.
/// `sheet` is the name of the sheet, if it is one of a workbook.
pub fn read(
    file: FileId,
    text: &str,
    sheet: Option<&str>,
    row: Row,
    cells: &[Cell],
) -> Result<Columns, Vec<Diagnostic>> {
    let used = cells.iter().rposition(|cell| !cell.is_blank(text)).map_or(0, |last| last.saturating_add(1));
    let headers: Vec<Box<str>> = cells.iter().take(used).map(|cell| cell.text(text).into()).collect();
    let names = headers.iter().map(|header| Name::of(header)).collect();
    let header = Header { file, text, sheet, row, cells, headers, names };
    header.check_once()?;
    let key = header.key()?;
    let values = header.values()?;
    Ok(Columns {
        key,
        values,
        outcome: header.find(Name::Outcome),
        state: header.find(Name::State),
        progress: header.find(Name::Progress),
        reason: header.find(Name::Reason),
        remarks: header.remarks(),
        places: (0..header.headers.len()).map(|at| header.place(at).span).collect(),
        line: header.row.line,
        headers: header.headers,
    })
}

impl Header<'_> {
    fn find(&self, name: Name) -> Option<usize> {
        self.names.iter().position(|other| *other == Some(name))
    }

    fn remarks(&self) -> Vec<(usize, RemarkKind)> {
        let kind = |name: &Option<Name>| match name {
            Some(Name::Note) => Some(RemarkKind::Note),
            Some(Name::Evidence) => Some(RemarkKind::Evidence),
            _ => None,
        };
        self.names.iter().enumerate().filter_map(|(at, name)| Some((at, kind(name)?))).collect()
    }

    fn place(&self, at: usize) -> Place<'_> {
        let span =
            self.cells.get(at).map_or(Span::new(self.file, 0, 0), |cell| cell.span(self.file, self.text));
        let column = self.headers.get(at).map_or("", |header| header);
        Place { span, row: self.row.line, column, sheet: self.sheet.map(|name| (name, at as u32)) }
    }

    fn missing(&self, fault: HeaderFault) -> Vec<Diagnostic> {
        let last = self.headers.len().saturating_sub(1).min(30);
        let unknown = self.names.iter().enumerate().filter(|(_, name)| name.is_none());
        let unknown: Vec<Place<'_>> = unknown.map(|(at, _)| self.place(at)).collect();
        let span = self.place(0).span.to(self.place(last).span);
        vec![header_faults::no_header(&Place { span, ..self.place(0) }, fault, &unknown)]
    }

    /// No column that is read stands twice.
    fn check_once(&self) -> Result<(), Vec<Diagnostic>> {
        let keyed = self.find(Name::Key).is_some();
        let read = |name: Name| match name {
            Name::Note | Name::Evidence => false,
            Name::Objective | Name::Indicator => !keyed,
            _ => true,
        };
        for (at, name) in self.names.iter().enumerate() {
            let Some(name) = name.filter(|name| read(*name)) else { continue };
            if let Some(first) = self.find(name).filter(|first| *first < at) {
                return Err(vec![header_faults::column_twice(&self.place(at), &self.place(first))]);
            }
        }
        Ok(())
    }

    fn key(&self) -> Result<KeyAt, Vec<Diagnostic>> {
        match (self.find(Name::Key), self.find(Name::Objective), self.find(Name::Indicator)) {
            (Some(at), _, _) => Ok(KeyAt::One(at)),
            (None, Some(objective), Some(indicator)) => Ok(KeyAt::Pair(objective, indicator)),
            (None, Some(_), None) => Err(self.missing(HeaderFault::NoIndicator)),
            (None, None, Some(_)) => Err(self.missing(HeaderFault::NoObjective)),
            (None, None, None) if self.names.iter().all(Option::is_none) => {
                Err(self.missing(HeaderFault::Nothing))
            }
            (None, None, None) => Err(self.missing(HeaderFault::NoKey)),
        }
    }

    fn values(&self) -> Result<ValuesAt, Vec<Diagnostic>> {
        let (period, value) = (self.find(Name::Period), self.find(Name::Value));
        if let Some(period) = period
            && (value.is_some() || self.find(Name::State).is_some())
        {
            return Ok(ValuesAt::Long { period, value });
        }
        let unnamed =
            || self.headers.iter().zip(&self.names).enumerate().filter(|(_, (_, name))| name.is_none());
        let periods: Vec<(usize, Period)> =
            unnamed().filter_map(|(at, (header, _))| Some((at, Period::parse(header)?))).collect();
        if let (false, Some(value)) = (periods.is_empty(), value) {
            let (at, _) = periods.first().copied().unwrap_or((value, Period::year(0)));
            return Err(vec![header_faults::values_twice(&self.place(value), &self.place(at))]);
        }
        let mut spoiled = Reports::default();
        for (at, (header, _)) in unnamed().filter(|(_, (header, _))| Period::parse(header).is_none()) {
            let meant = periods::meant(header);
            if meant.is_some() || periods::begins_like_one(header) {
                let place = self.place(at);
                spoiled.add(Code::CellPeriod, place.span, || faults::bad_period(&place, header, meant));
            }
        }
        let spoiled = spoiled.finish();
        match (spoiled.is_empty(), periods.is_empty(), period) {
            (false, _, _) => Err(spoiled),
            (true, false, _) => Ok(ValuesAt::Wide(periods)),
            (true, true, Some(_)) => Err(self.missing(HeaderFault::NoValue)),
            (true, true, None) => Err(self.missing(HeaderFault::NoPeriod)),
        }
    }
}
