//! The law of forms: filled whole, a form leaves nothing of what is due unavailable; and no cell of it is asked in vain.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use piaoc::analysis::{self, EvalOptions, Evaluated};
use piaoc::diagnostics::Code;
use piaoc::eval::result::Missing;
use piaoc::form::{self, Form, Question};
use piaoc::plan::{Accumulation, Algorithm, Plan};
use piaoc::source::Memory;
use piaoc::value::{Period, Type};

use crate::random::{Numbers, cases};

/// How many plans with random partial actuals every run tries, if `PIAOC_LAW_CASES` names no other number; each has about
/// eight cells to fill.
const PLANS: u64 = 1_500;

const PERIODS: [&str; 9] =
    ["2025", "2025", "2025-S1", "2025-S2", "2025-T1", "2025-T3", "2025-T4", "2025-05", "2024"];
const WAYS: [&str; 6] = ["somma", "somma", "media", "ultimo", "primo", ""];
/// Parts of a year that never overlap.
const PARTS: [&str; 6] = ["", "S1", "S1 S2", "T1 T2 S2", "01 02 03 T2", "T1 T3 10 11"];

/// Cells by key and period.
type Cells = BTreeMap<(String, String), String>;

struct Maker {
    numbers: Numbers,
    plan: String,
    cells: Cells,
}

impl Maker {
    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.numbers.below(of.len() as u64) as usize]
    }

    /// Some of a key's values of two years; now and then `n.d.`.
    fn known(&mut self, key: &str, kind: &str) {
        for year in ["2025", "2024"] {
            let whole = self.numbers.below(8) == 0;
            for part in if whole { "" } else { self.pick(&PARTS) }.split(' ') {
                if part.is_empty() && !whole || self.numbers.below(6) == 0 {
                    continue;
                }
                let period = if whole { year.to_owned() } else { format!("{year}-{part}") };
                let value = match (self.numbers.below(8), kind) {
                    (0, _) => "n.d.".to_owned(),
                    (_, "data") => format!("{:02}/03/{year}", self.numbers.below(28) + 1),
                    (_, "sì/no") => self.pick(&["sì", "no"]).to_owned(),
                    (_, unit) => format!("{}{unit}", self.numbers.below(90) + 1),
                };
                self.cells.insert((key.to_owned(), period), value);
            }
        }
    }

    fn way(&mut self) -> String {
        let way = self.pick(&WAYS);
        if way.is_empty() { String::new() } else { format!("  cumula {way}\n") }
    }

    fn frequency(&mut self) -> &'static str {
        self.pick(&[
            "",
            "",
            "",
            "  frequenza trimestrale\n",
            "  frequenza semestrale\n",
            "  frequenza mensile\n",
        ])
    }

    fn kpi(&mut self, at: usize) {
        let (way, frequency) = (self.way(), self.frequency());
        let key = format!("A/k{at}");
        writeln!(self.plan, "kpi k{at} \"K {at}\"").unwrap();
        let body = match self.numbers.below(9) {
            0 => {
                self.known(&key, "");
                format!("{way}{frequency}  target >= 40\n")
            }
            1 => {
                self.known(&key, "%");
                format!("{way}  target >= 40%\n  punteggio diretto\n")
            }
            2 => {
                self.known(&key, "data");
                "  target entro 30/04/2025\n".to_owned()
            }
            3 => {
                self.known(&key, "sì/no");
                "  target sì\n".to_owned()
            }
            4 => {
                // The KPI's key and that of its operand are one quantity.
                let operand = self.pick(&["", "/1"]);
                self.known(&format!("{key}{operand}"), "");
                format!("  algoritmo valore assoluto \"a\"\n{way}{frequency}  target >= 40\n")
            }
            5 => {
                self.known(&format!("{key}/1"), "");
                self.known(&format!("{key}/2"), "");
                format!("  algoritmo rapporto % \"a\" / \"b\"\n{way}{frequency}  target >= 40%\n")
            }
            6 => {
                self.known(&format!("{key}/1"), "");
                format!("  algoritmo variazione % \"a\"\n{way}{frequency}  target >= 4%\n")
            }
            7 => "  algoritmo rapporto % m0 / m1\n  target >= 40%\n".to_owned(),
            _ => "  algoritmo formula media(m0[anno-1..anno])\n  target >= 40\n".to_owned(),
        };
        self.plan.push_str(&body);
    }
}

fn made(seed: u64) -> Maker {
    let plan = "piano \"P\"\n  anni 2025\n  punteggio proporzionale\n".to_owned();
    let mut maker = Maker { numbers: Numbers::new(seed * 31 + 7), plan, cells: Cells::new() };
    let frequency = maker.frequency();
    for measure in ["m0", "m1"] {
        let way = maker.way();
        write!(maker.plan, "misura {measure} \"M\"\n  unità casi\n{way}{frequency}").unwrap();
        maker.known(measure, "");
    }
    maker.plan.push_str("obiettivo A \"A\"  pesi uguali\n");
    for at in 0..3 {
        maker.kpi(at);
    }
    maker
}

fn evaluated(plan: &str, cells: &Cells, period: Period) -> Evaluated {
    let mut table = "chiave;periodo;valore\n".to_owned();
    for ((key, period), value) in cells {
        writeln!(table, "{key};{period};{value}").unwrap();
    }
    let mut memory = Memory::default();
    memory.insert("p.piao", plan);
    memory.insert("t.csv", table);
    let options = EvalOptions { period: Some(period), ..EvalOptions::default() };
    analysis::evaluate(&memory, Path::new("p.piao"), &[PathBuf::from("t.csv")], options)
}

/// The KPIs that are due and lack cells; `None` where nothing at all can be evaluated.
fn lacking(form: &Form, evaluated: &Evaluated) -> Option<Vec<String>> {
    let (plan, evaluation) = (evaluated.plan.as_ref()?, evaluated.computed.evaluation.as_ref()?);
    let arithmetic =
        |why: &Missing| matches!(why, Missing::DivisionByZero | Missing::NotPositive(_) | Missing::OtherYear);
    let due = plan.kpi_ids().filter(|id| !form.left_out.iter().any(|unasked| unasked.kpi == *id));
    let found = due.filter_map(|id| {
        let why = evaluation.kpis[id.0 as usize].missing.as_ref().filter(|why| !arithmetic(why))?;
        Some(format!("{}: {why:?}", plan.kpi(id).key))
    });
    Some(found.collect())
}

fn value(question: &Question) -> String {
    match question.kind {
        Some(Type::Date) => format!("15/03/{}", question.period.year),
        Some(Type::Boolean) => "sì".to_owned(),
        Some(Type::Percent) => "50%".to_owned(),
        _ => "50".to_owned(),
    }
}

/// Whether other cells may stand in for this one: an older report of `ultimo`, `primo`, of a date or a sì.
fn has_substitutes(plan: &Plan, cells: &Cells, question: &Question) -> bool {
    let of_key = plan.measures.iter().filter(|measure| measure.key == question.key);
    let ways = of_key.map(|measure| measure.accumulate);
    let own = plan.kpis.iter().filter(|kpi| kpi.key == question.key).map(|kpi| match &kpi.algorithm {
        Algorithm::Value(_) => plan.measure(kpi.operands[0]).accumulate,
        _ => kpi.accumulate,
    });
    let picks = |way: Option<Accumulation>| matches!(way, Some(Accumulation::Last | Accumulation::First));
    let cell = (question.key.clone(), question.period.to_string());
    let holds = matches!(question.kind, Some(Type::Date | Type::Boolean)) && cells.contains_key(&cell);
    holds || ways.chain(own).any(picks)
}

#[test]
fn a_form_asks_for_what_is_missed_and_for_nothing_else() {
    let (mut filled, mut removed) = (0, 0);
    for seed in 0..cases(PLANS) {
        let mut maker = made(seed);
        let period = Period::parse(maker.pick(&PERIODS)).unwrap();
        let Maker { plan, cells, .. } = maker;
        let before = evaluated(&plan, &cells, period);
        let Some(typed) = &before.plan else { panic!("{plan}{:?}", before.computed.diagnostics) };
        let form = form::ask(typed, &before.computed.facts, period);
        let told = |cells: &Cells| {
            let list: Vec<String> =
                cells.iter().map(|((key, period), value)| format!("{key};{period};{value}")).collect();
            format!("seed {seed}, {period}\n{plan}{}", list.join("\n"))
        };
        let questions = || form.offices.iter().flat_map(|office| &office.questions);
        let mut all = cells.clone();
        for question in questions() {
            let cell = (question.key.clone(), question.period.to_string());
            // Known values of the year stand in the form; what an earlier year says is not asked again.
            let known = cells.get(&cell).is_some_and(|said| said != "n.d.");
            assert!(question.period.year == period.year || !known, "{cell:?} is known: {}", told(&cells));
            let said = all.get(&cell).filter(|said| *said != "n.d.").cloned();
            all.insert(cell, said.unwrap_or_else(|| value(question)));
        }
        if questions().next().is_none() {
            continue;
        }
        let after = evaluated(&plan, &all, period);
        // What is filled in by chance may contradict a known total.
        if after.computed.diagnostics.iter().any(|found| found.code == Code::PartsDisagree) {
            continue;
        }
        let faults = || after.computed.diagnostics.iter().map(|found| &found.message.it).collect::<Vec<_>>();
        assert_eq!(lacking(&form, &after), Some(Vec::new()), "{:?} {}", faults(), told(&all));
        filled += 1;
        for question in questions().filter(|question| !has_substitutes(typed, &cells, question)) {
            let mut fewer = all.clone();
            fewer.remove(&(question.key.clone(), question.period.to_string()));
            let missed = lacking(&form, &evaluated(&plan, &fewer, period));
            let asked = format!("{} {}", question.key, question.period);
            assert!(missed.is_none_or(|missed| !missed.is_empty()), "{asked} in vain: {}", told(&fewer));
            removed += 1;
        }
    }
    let enough = filled >= cases(PLANS) * 2 / 3 && removed >= cases(PLANS) * 3;
    assert!(enough, "{filled} forms, {removed} cells");
}
