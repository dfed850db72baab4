//! The arithmetic that `piaoc why` prints can be reckoned again: every line of every derivation is read back as a person
//! would with a calculator, from the printed digits alone, and comes to the printed result. For all examples and for
//! random plans of every algorithm, `cumula`, rule and comparator.
//!
//! PIAOC_LAW_CASES=10000 cargo test --test why_law      so many plans

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/random.rs"]
mod random;
mod support;
#[path = "support/varied.rs"]
mod varied;

use std::collections::BTreeMap;
use std::path::Path;

use desk::Desk;
use piaoc::analysis::{self, EvalOptions};
use piaoc::diagnostics::Lang;
use piaoc::output::View;
use piaoc::output::why::{Link, Step, explain};
use piaoc::source::Disk;
use piaoc::value::Exact;
use support::{files_below, repository};
use varied::varied;

/// Reads arithmetic as `why` prints it.
struct Reader<'t> {
    rest: &'t str,
    operations: usize,
}

impl Reader<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(sign) {
            Some(after) => {
                self.rest = after;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Exact> {
        let mut sum = self.product()?;
        loop {
            if self.take("+") {
                sum = sum + self.product()?;
            } else if self.take("−") {
                sum = sum - self.product()?;
            } else {
                return Some(sum);
            }
            self.operations += 1;
        }
    }

    fn product(&mut self) -> Option<Exact> {
        let mut product = self.atom()?;
        loop {
            if self.take("×") {
                product = product * self.atom()?;
            } else if self.take("/") {
                product = Exact::ratio(&product, &self.atom()?)?;
            } else {
                return Some(product);
            }
            self.operations += 1;
        }
    }

    fn atom(&mut self) -> Option<Exact> {
        for (name, function) in [("somma", 0), ("media", 1), ("min", 2), ("max", 3)] {
            if self.take(&format!("{name}(")) {
                self.operations += 1;
                let mut values = vec![self.sum()?];
                while self.take(";") {
                    values.push(self.sum()?);
                }
                let count = Exact::from(values.len() as i64);
                return self.take(")").then_some(()).and(match function {
                    0 => Some(values.into_iter().sum()),
                    1 => Exact::ratio(&values.into_iter().sum(), &count),
                    2 => values.into_iter().min(),
                    _ => values.into_iter().max(),
                });
            }
        }
        if self.take("(") {
            let inner = self.sum()?;
            return self.take(")").then_some(inner);
        }
        if self.take("|") {
            self.operations += 1;
            let inner = self.sum()?;
            return self.take("|").then_some(inner.abs());
        }
        if self.take("−") || self.take("-") {
            return Some(-self.atom()?);
        }
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        // A comma after which no digit comes ends a phrase.
        let digits = rest[..end].trim_end_matches(',');
        let (number, _) = number(digits)?;
        self.rest = &rest[digits.len()..];
        // Points of a hundred stand on both sides of each operation, so that the sign changes nothing.
        self.take("%");
        Some(number)
    }
}

/// A number as printed, and its decimals.
fn number(text: &str) -> Option<(Exact, u32)> {
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let plain = digits.replace('.', "");
    let (whole, fraction) = plain.split_once(',').unwrap_or((&plain, ""));
    let all: String = format!("{whole}{fraction}");
    if all.is_empty() || !all.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let ten = Exact::from(10);
    let mut number = Exact::zero();
    for digit in all.chars() {
        number = &(&number * &ten) + &Exact::from(i64::from(digit.to_digit(10)?));
    }
    let scale = (0..fraction.len()).fold(Exact::one(), |scale, _| &scale * &ten);
    Some((Exact::ratio(&(number * Exact::from(sign)), &scale)?, fraction.len() as u32))
}

/// The arithmetic in a sentence, if it has some: what it comes to.
fn arithmetic(sentence: &str) -> Option<Exact> {
    let read = |text: &str| {
        let mut reader = Reader { rest: text, operations: 0 };
        let value = reader.sum()?;
        (reader.rest.trim().is_empty() && reader.operations > 0).then_some(value)
    };
    let sentence = sentence.split(" = ").next()?;
    sentence.split(": ").flat_map(|part| part.split(", ")).find_map(read)
}

/// What a line claims: its arithmetic and the number that it says comes of it.
fn claim(step: &Step) -> Option<(String, String)> {
    let what = step.what.get(Lang::It).to_owned();
    // `100 × 3 / 2 = 150, ma non più di 100 → 100,00%`
    if let Some((left, right)) = what.rsplit_once(" = ")
        && right.contains(", ma non ")
    {
        return Some((left.to_owned(), right.split(", ma non ").next()?.to_owned()));
    }
    (step.link == Link::Equals).then_some(())?;
    let result = step.result.as_ref()?.get(Lang::It);
    (result != "n.d.").then(|| (what, result.to_owned()))
}

#[derive(Default)]
struct Seen {
    steps: usize,
    halves: usize,
    by_kind: BTreeMap<&'static str, usize>,
}

const KINDS: [(&str, &str); 14] = [
    ("proporzionale at least", "proporzionale: 100 × "),
    ("a rest of two", "(2 − "),
    ("inverse", "proporzionale inverso: 100 × "),
    ("from baseline", "da storico: "),
    ("distance", "|"),
    ("ratio", "rapporto, "),
    ("percentage", "rapporto %, "),
    ("change", "variazione %, "),
    ("formula", "formula, "),
    ("sum of parts", ", somma: "),
    ("mean of parts", ", media: "),
    ("weighted mean", "media ponderata: ("),
    ("mean", "media: ("),
    ("held", ", ma non "),
];

/// Holds a step and all below it to what they print.
fn hold(step: &Step, seen: &mut Seen, at: &str) {
    line(step, seen, at);
    for child in &step.children {
        hold(child, seen, at);
    }
}

fn line(step: &Step, seen: &mut Seen, at: &str) {
    if let Some((left, right)) = claim(step)
        && let Some(made) = arithmetic(&left)
    {
        let figure = right.split_whitespace().next().unwrap_or("").trim_end_matches('%');
        let (printed, decimals) = number(figure).unwrap_or_else(|| panic!("{at}: {left} = {right}"));
        // A part of a whole, read as a percentage of it.
        let percent = made.clone() * Exact::hundred();
        let is = |made: &Exact| made.round_to(decimals) == printed;
        // A result half-way between two printed ones stands there before it is rounded.
        if let Some((_, before)) = left.split_once(" = ") {
            let before = before.split(", ").next().unwrap();
            let (before, decimals) = number(before).unwrap_or_else(|| panic!("{at}: {left}"));
            assert!(made.round_to(decimals) == before && is(&before), "{at}: {left} = {right}");
            seen.halves += 1;
            return;
        }
        assert!(
            is(&made) || right.contains('%') && is(&percent),
            "{at}: this can't be reckoned again\n{left} = {right}\nits digits give {}",
            made.plain(12)
        );
        seen.steps += 1;
        let whole = format!("{} {right}", step.what.get(Lang::It));
        for (name, mark) in KINDS {
            if whole.contains(mark) {
                *seen.by_kind.entry(name).or_default() += 1;
            }
        }
    }
}

/// Holds every derivation of a result.
fn hold_all(view: &View<'_>, seen: &mut Seen, at: &str) {
    let keys = view.plan.kpis.iter().map(|kpi| kpi.key.as_str());
    let objectives = view.plan.objectives.iter().map(|objective| objective.code.as_str());
    for key in ["piano"].into_iter().chain(objectives).chain(keys) {
        if let Ok(explanation) = explain(view, key) {
            hold(&explanation.root, seen, at);
        }
    }
}

#[test]
fn what_random_plans_print_can_be_reckoned_again() {
    let mut seen = Seen::default();
    let mut evaluated = 0;
    let cases = random::cases(150);
    for seed in 0..cases {
        let case = varied(seed);
        let mut desk = Desk::new(case.plan.clone()).with("dati.csv", case.table.clone());
        if let Some(period) = case.period {
            desk = desk.at(period);
        }
        let at = format!("seed {seed}");
        if desk.render(|view| hold_all(view, &mut seen, &at)).is_ok() {
            evaluated += 1;
        }
    }
    assert!(evaluated * 4 >= cases, "{evaluated} of {cases} plans have results");
    for (name, _) in KINDS {
        let count = seen.by_kind.get(name).copied().unwrap_or(0);
        assert!(count >= 3, "{name} was met {count} times in {} lines: {:?}", seen.steps, seen.by_kind);
    }
}

#[test]
fn what_the_examples_print_can_be_reckoned_again() {
    let mut seen = Seen::default();
    for plan in files_below(&repository().join("examples"), "piao") {
        let folder = plan.parent().unwrap();
        let tables: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
            .collect();
        for tables in tables.iter().map(std::slice::from_ref).chain([tables.as_slice()]) {
            hold_example(&plan, tables, &mut seen);
        }
    }
    assert!(seen.steps >= 300, "only {} lines ({} half-way): {:?}", seen.steps, seen.halves, seen.by_kind);
}

fn hold_example(plan: &Path, tables: &[std::path::PathBuf], seen: &mut Seen) {
    let evaluated = analysis::evaluate(&Disk, plan, tables, EvalOptions::default());
    let analysis::Evaluated { plan: typed, computed } = &evaluated;
    let analysis::Computed { sources, facts, evaluation, diagnostics, allowed, .. } = computed;
    if let (Some(typed), Some(evaluation)) = (typed, evaluation) {
        let view = View { plan: typed, facts, evaluation, sources, diagnostics, allowed, lang: Lang::It };
        hold_all(&view, seen, &plan.display().to_string());
    }
}
