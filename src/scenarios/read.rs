//! The text of a scenario file, line by line: a line that can't be read costs its scenario, not the file.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::faults;
use super::line::Line;
use super::{Datum, Expectation, Expected, Scenario};
use crate::actuals::{Content, STATES, read_cell, state_of};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::{FileId, Span, Spanned};
use crate::value::{LiteralValue, Mark, Period, Type, fold_name};

/// The first words of lines.
pub(super) const KEYWORDS: [&str; 6] = ["piano", "prova", "consuntivi", "periodo", "dato", "attesa"];
/// What an `attesa` can be about.
pub(super) const KINDS: [&str; 5] = ["performance", "valore", "stato", "diagnostica", "nessuna"];

/// What stands in a scenario file.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// `piano "…"`
    pub plan: Option<Spanned<String>>,
    /// In the order of the file.
    pub scenarios: Vec<Scenario>,
}

/// Reads a text. What is wrong in the lines of a scenario lies within its span.
pub(super) fn read(file: FileId, text: &str) -> (Written, Vec<Diagnostic>) {
    let mut reader =
        Reader { written: Written::default(), open: None, titles: FxHashMap::default(), faults: Vec::new() };
    let mut start = 0u32;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        match Line::new(file, line, start) {
            Ok(line) if line.is_empty() => {}
            Ok(line) => reader.line(line),
            Err(quote) => {
                let written = text.get(quote.start as usize..quote.end as usize).unwrap_or("");
                reader.open_quote(line, quote, written);
            }
        }
        start = start.saturating_add(whole.len() as u32);
    }
    reader.close();
    (reader.written, reader.faults)
}

struct Reader {
    written: Written,
    open: Option<Open>,
    /// Where each title stands first.
    titles: FxHashMap<String, Span>,
    faults: Vec<Diagnostic>,
}

/// A scenario whose lines are being read. The period of a `dato` may still come.
struct Open {
    scenario: Scenario,
    without_period: Vec<(Spanned<String>, Spanned<String>, usize)>,
}

impl Reader {
    fn line(&mut self, mut line: Line<'_>) {
        let whole = line.span();
        let Some(word) = line.word() else {
            self.faults.push(faults::unknown_word(whole, line.text(), &KEYWORDS));
            return;
        };
        let keyword = fold_name(word.node);
        if keyword == "prova" {
            self.close();
            return self.scenario(whole, word.span, line);
        }
        self.extend(whole);
        match keyword.as_str() {
            "piano" => self.plan(word.span, line),
            "consuntivi" | "periodo" | "dato" | "attesa" => match self.open.take() {
                Some(mut open) => {
                    match keyword.as_str() {
                        "consuntivi" => self.tables(&mut open.scenario, word.span, line),
                        "periodo" => self.period(&mut open.scenario, word.span, line),
                        "dato" => self.datum(&mut open, word.span, line),
                        _ => self.expectation(&mut open.scenario, word.span, line),
                    }
                    self.open = Some(open);
                }
                None => self.faults.push(faults::before_first(word.span, word.node)),
            },
            _ => self.faults.push(faults::unknown_word(word.span, word.node, &KEYWORDS)),
        }
    }

    /// A line that can't be told from its quote on; a `prova` begins there all the same.
    fn open_quote(&mut self, line: &str, quote: Span, written: &str) {
        if fold_name(line.split_whitespace().next().unwrap_or("")) == "prova" {
            self.close();
            self.begin(Spanned::new(bare(written), quote), quote);
        }
        self.extend(quote);
        self.faults.push(faults::open_quote(quote, written));
    }

    /// Takes a line in as part of the open scenario.
    fn extend(&mut self, line: Span) {
        if let Some(open) = &mut self.open {
            open.scenario.span = open.scenario.span.to(line);
        }
    }

    fn plan(&mut self, keyword: Span, mut line: Line<'_>) {
        let Some(path) = self.text(keyword, &mut line, "\"piano.piao\"") else { return };
        match &self.written.plan {
            Some(first) => self.faults.push(faults::repeated(keyword, "piano", first.span)),
            None if self.open.is_some() => self.faults.push(faults::plan_too_late(keyword)),
            None => self.written.plan = Some(path),
        }
    }

    fn scenario(&mut self, whole: Span, keyword: Span, mut line: Line<'_>) {
        // Without its title it still takes the lines below in.
        let rest = bare(line.text());
        let title = self.text(keyword, &mut line, "\"metà anno\"");
        let title = title.unwrap_or_else(|| Spanned::new(rest, keyword));
        if let Some(first) = self.titles.get(&title.node) {
            self.faults.push(faults::same_title(title.span, &title.node, *first));
        }
        self.begin(title, whole);
    }

    fn begin(&mut self, title: Spanned<String>, span: Span) {
        self.titles.entry(title.node.clone()).or_insert(title.span);
        let scenario = Scenario {
            title,
            tables: Vec::new(),
            period: None,
            data: Vec::new(),
            expected: Vec::new(),
            span,
        };
        self.open = Some(Open { scenario, without_period: Vec::new() });
    }

    /// One text in quotes and nothing more.
    fn text(&mut self, keyword: Span, line: &mut Line<'_>, example: &str) -> Option<Spanned<String>> {
        let Some(text) = line.string() else {
            self.faults.push(faults::text_wanted(keyword, line, example));
            return None;
        };
        self.nothing_more(line);
        Some(text)
    }

    fn nothing_more(&mut self, line: &Line<'_>) {
        if !line.is_empty() {
            self.faults.push(faults::too_much(line.span(), line.text()));
        }
    }

    fn tables(&mut self, scenario: &mut Scenario, keyword: Span, mut line: Line<'_>) {
        let before = scenario.tables.len();
        while let Some(path) = line.string() {
            scenario.tables.push(path);
            line.comma();
        }
        if scenario.tables.len() == before {
            self.faults.push(faults::text_wanted(keyword, &line, "\"q2.csv\""));
        } else {
            self.nothing_more(&line);
        }
    }

    fn period(&mut self, scenario: &mut Scenario, keyword: Span, line: Line<'_>) {
        if let Some(first) = &scenario.period {
            return self.faults.push(faults::repeated(keyword, "periodo", first.span));
        }
        match Period::parse(line.text()) {
            Some(period) => scenario.period = Some(Spanned::new(period, line.span())),
            None if line.is_empty() => self.faults.push(faults::missing(keyword, "periodo", "2025-T2")),
            None => self.faults.push(faults::bad_period(line.span(), line.text())),
        }
    }

    fn datum(&mut self, open: &mut Open, keyword: Span, line: Line<'_>) {
        let Some((before, value)) = self.sides(keyword, line, "dato", "A.1/tempo 2025-T2 = 5 giorni") else {
            return;
        };
        let (first, last) = before.last_word();
        let owned = |line: Line<'_>| Spanned::new(line.text().to_owned(), line.span());
        let value = owned(value);
        match Period::parse(last.text()) {
            Some(_) if first.is_empty() => {
                self.faults.push(faults::missing(keyword, "dato", "A.1/tempo 2025-T2 = 5 giorni"));
            }
            Some(period) => {
                let period = Spanned::new(period, last.span());
                open.scenario.data.push(Datum { key: owned(first), period, value });
            }
            None if looks_like_period(last.text()) && !first.is_empty() => {
                self.faults.push(faults::bad_period(last.span(), last.text()));
            }
            None => open.without_period.push((owned(before), value, open.scenario.data.len())),
        }
    }

    /// What stands on both sides of `=`, neither of them empty.
    fn sides<'t>(
        &mut self,
        keyword: Span,
        line: Line<'t>,
        what: &str,
        example: &str,
    ) -> Option<(Line<'t>, Line<'t>)> {
        let fault = match line.sides() {
            Some((key, _)) if key.text().ends_with(['<', '>']) => faults::bad_comparator(line.span()),
            Some((key, value)) if !key.is_empty() && !value.is_empty() => return Some((key, value)),
            Some((key, value)) if value.is_empty() && !key.is_empty() => {
                faults::no_value(line.span(), example)
            }
            _ if line.is_empty() => faults::missing(keyword, what, example),
            _ => faults::no_value(line.span(), example),
        };
        self.faults.push(fault);
        None
    }

    fn expectation(&mut self, scenario: &mut Scenario, keyword: Span, line: Line<'_>) {
        let span = line.span();
        let mut rest = line;
        let Some(kind) = rest.word() else {
            return self.faults.push(faults::missing(keyword, "attesa", "performance A.1 = 66,75%"));
        };
        let what = match fold_name(kind.node).as_str() {
            "performance" => self.performance(kind.span, rest),
            "valore" => self.value(kind.span, rest),
            "stato" => self.state(kind.span, rest),
            "diagnostica" => self.diagnostic(kind.span, rest),
            "nessuna" if fold_name(rest.text()) == "diagnostica" => Some(Expected::NoDiagnostics),
            "nessuna" => {
                self.faults.push(faults::missing(kind.span, "nessuna", "diagnostica"));
                None
            }
            _ => {
                self.faults.push(faults::unknown_word(kind.span, kind.node, &KINDS));
                None
            }
        };
        scenario.expected.extend(what.map(|what| Expectation { span, what }));
    }

    fn performance(&mut self, kind: Span, line: Line<'_>) -> Option<Expected> {
        let (key, value) = self.sides(kind, line, "performance", "A.1 = 66,75%")?;
        let points: Option<Decimal> = match self.literal(value)? {
            None => None,
            Some(LiteralValue::Percent(points)) => Some(points),
            Some(LiteralValue::Number(number, None)) => {
                self.faults.push(faults::bare_percent(value.span(), number));
                return None;
            }
            Some(other) => {
                let found = other.kind().unwrap_or(Type::Number);
                self.faults.push(faults::no_performance(value.span(), value.text(), found));
                return None;
            }
        };
        let key = Spanned::new(key.text().to_owned(), key.span());
        Some(Expected::Performance(key, Spanned::new(points, value.span())))
    }

    fn value(&mut self, kind: Span, line: Line<'_>) -> Option<Expected> {
        let (key, value) = self.sides(kind, line, "valore", "A.1/tempo = 5 giorni")?;
        let literal = self.literal(value)?;
        let key = Spanned::new(key.text().to_owned(), key.span());
        Some(Expected::Value(key, Spanned::new(literal, value.span())))
    }

    fn state(&mut self, kind: Span, line: Line<'_>) -> Option<Expected> {
        let (key, value) = self.sides(kind, line, "stato", "A.1/tempo = in ritardo")?;
        let Some(state) = state_of(value.text()) else {
            self.faults.push(faults::unknown_state(value.span(), value.text(), &STATES));
            return None;
        };
        let key = Spanned::new(key.text().to_owned(), key.span());
        Some(Expected::State(key, Spanned::new(state, value.span())))
    }

    fn diagnostic(&mut self, kind: Span, line: Line<'_>) -> Option<Expected> {
        let fault = match Code::named(line.text()) {
            Some(code) => return Some(Expected::Diagnostic(code)),
            None if line.is_empty() => faults::missing(kind, "diagnostica", "P0520"),
            None => faults::unknown_code(line.span(), line.text()),
        };
        self.faults.push(fault);
        None
    }

    /// A value as plans and tables write it; `Some(None)`: not available.
    fn literal(&mut self, line: Line<'_>) -> Option<Option<LiteralValue>> {
        match read_cell(line.text(), Mark::Comma) {
            Ok(Content::Value(value)) => Some(Some(value)),
            Ok(Content::Unavailable | Content::Blank) => Some(None),
            Err(fault) => {
                self.faults.push(faults::unreadable(line.span(), line.text(), fault));
                None
            }
        }
    }

    /// Ends the open scenario.
    fn close(&mut self) {
        let Some(Open { mut scenario, without_period }) = self.open.take() else { return };
        for (key, value, at) in without_period.into_iter().rev() {
            match &scenario.period {
                Some(period) => {
                    let period = Spanned::new(period.node, key.span);
                    scenario.data.insert(at.min(scenario.data.len()), Datum { key, period, value });
                }
                None => self.faults.push(faults::no_period(key.span, &key.node)),
            }
        }
        self.written.scenarios.push(scenario);
    }
}

/// What to call a scenario by whose title can't be read.
fn bare(written: &str) -> String {
    let text = written.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '«' | '»' | '“' | '”'));
    if text.is_empty() { "prova".to_owned() } else { text.to_owned() }
}

/// Whether a word was meant as a period: `2025-T5`, `25-T2`.
fn looks_like_period(word: &str) -> bool {
    let parts = word.split_once(['-', '/', '\u{2013}', '\u{2212}']);
    let year = parts.map_or("", |(year, _)| year);
    (2..=4).contains(&year.len()) && year.bytes().all(|byte| byte.is_ascii_digit())
}
