//! Plans and actuals of all kinds by chance, the same on every run: every algorithm, rule and type, sums over parts of the
//! year, missing values, negatives, zero targets, overrides, rollups, points and equal weights.

#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;
use serde_json::Value;

use super::random::Numbers;

const BANDS: &str = "
fasce punteggi su valore
  fino a 10,5          -> 0%
  oltre 10,5 fino a 40 -> da 20% a 60%
  oltre                -> 100%

fasce quote su valore
  sotto 60%             -> 0%
  da 60% a meno di 70%  -> 50%
  da 70%                -> 100%

fasce graduale su percentuale raggiunta
  sotto 60%     -> 0%
  da 60% a 100% -> da 50% a 100%
  oltre         -> 100%

fasce ritardi su giorni di ritardo
  fino a 0   -> 100%
  fino a 30  -> 90%
  fino a 60  -> 40%
  oltre      -> 0%
";

/// A plan, its actuals, and the period to evaluate.
pub struct Varied {
    pub plan: String,
    pub table: String,
    pub period: Option<&'static str>,
}

struct Maker {
    numbers: Numbers,
    plan: String,
    table: String,
    kpis: usize,
}

/// The case of a seed.
pub fn varied(seed: u64) -> Varied {
    let mut numbers = Numbers::new(seed.wrapping_mul(7919) + 3);
    let policy = ["esclusi", "zero", "esclusi"][numbers.below(3) as usize];
    let rule = ["tutto o niente", "proporzionale", "proporzionale inverso", "fasce graduale"]
        [numbers.below(4) as usize];
    let plan = format!(
        "piano \"Prova {seed}\"\n  anni 2025-2027\n  punteggio {rule}\n  non disponibili {policy}\n\nstruttura staff \"Staff\"\nstruttura ict \"Sistemi/ICT\"\n{BANDS}"
    );
    let mut maker = Maker { numbers, plan, table: "chiave;periodo;valore;esito\n".to_owned(), kpis: 0 };
    maker.measures();
    let areas = 1 + maker.numbers.below(2);
    for area in 1..=areas {
        writeln!(maker.plan, "\narea A{area} \"Area {area}\"").unwrap();
        maker.objectives(area);
    }
    let periods = [None, None, Some("2025-S1"), Some("2025-T3"), Some("2025-09"), Some("2024")];
    let period = periods[maker.numbers.below(periods.len() as u64) as usize];
    if seed % 12 == 5 {
        // Only what was before the plan: its starting state.
        let before = |line: &&str| !line.contains(";2025");
        maker.table = maker.table.lines().filter(before).map(|line| format!("{line}\n")).collect();
        return Varied { plan: maker.plan, table: maker.table, period: None };
    }
    Varied { plan: maker.plan, table: maker.table, period }
}

impl Maker {
    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.numbers.below(of.len() as u64) as usize]
    }

    /// A number with up to two decimals, sometimes 0 or negative.
    fn number(&mut self) -> String {
        match self.numbers.below(12) {
            0 => "0".to_owned(),
            1 => format!("-{}", self.numbers.below(90) + 1),
            2..=5 => format!("{}", self.numbers.below(120)),
            6..=8 => format!("{},{}", self.numbers.below(90), self.numbers.below(9) + 1),
            _ => format!("{},{:02}", self.numbers.below(40), self.numbers.below(99) + 1),
        }
    }

    fn day(&mut self) -> String {
        let (day, month) = (self.numbers.below(28) + 1, self.numbers.below(12) + 1);
        format!("{day:02}/{month:02}/2025")
    }

    fn value(&mut self, kind: &str) -> String {
        match kind {
            "%" => format!("{}%", self.number()),
            "data" => self.day(),
            "sì/no" => self.pick(&["sì", "no"]).to_owned(),
            _ => self.number(),
        }
    }

    /// A row of the actuals; sometimes unavailable, validated empty, or not there.
    fn row(&mut self, key: &str, period: &str, kind: &str) {
        let (value, outcome) = match self.numbers.below(14) {
            0 => return,
            1 => ("n.d.".to_owned(), ""),
            2 if key.contains('/') && !key.ends_with(char::is_numeric) => (String::new(), "kpi validato"),
            _ => (self.value(kind), "kpi validato"),
        };
        writeln!(self.table, "{key};{period};{value};{outcome}").unwrap();
    }

    fn measures(&mut self) {
        let ways = ["  cumula somma\n", "  cumula media\n", "  cumula ultimo\n", "  cumula primo\n", ""];
        for (at, way) in ways.iter().enumerate() {
            write!(self.plan, "\nmisura m{at} \"Misura {at}\"\n  unità casi\n{way}").unwrap();
            for year in [2021, 2022, 2023, 2024] {
                self.row(&format!("m{at}"), &year.to_string(), "");
            }
            for period in
                self.pick(&["", "S1 S2", "T1 T2 S2", "01 02 03 T2 T3 T4", "S1 T3 10 11 12"]).split(' ')
            {
                let period = if period.is_empty() { "2025".to_owned() } else { format!("2025-{period}") };
                self.row(&format!("m{at}"), &period, "");
            }
        }
    }

    fn objectives(&mut self, area: u64) {
        let children = 1 + self.numbers.below(3);
        let weights = self.pick(&["points", "none"]);
        let with_own = self.numbers.below(3) > 0;
        writeln!(self.plan, "\nobiettivo A{area}.1 \"Sopra\"\n  assegnato staff").unwrap();
        if with_own {
            self.plan.push_str("  pesi uguali\n");
            self.kpi(&format!("A{area}.1"), "", true);
            self.kpi(&format!("A{area}.1"), "", false);
        }
        for child in 1..=children {
            let code = format!("A{area}.1.{child}");
            writeln!(self.plan, "\nobiettivo {code} \"Obiettivo {child}\"\n  assegnato ict").unwrap();
            if weights == "points" {
                writeln!(self.plan, "  peso {} punti", 1 + self.numbers.below(5)).unwrap();
            }
            let list = self.pick(&["", "30% 70%", "1/3 1/3 1/3", "2 0 3", "50% 30% 20%"]);
            if list.is_empty() {
                self.plan.push_str("  pesi uguali\n");
                for _ in 0..3 {
                    self.kpi(&code, "", false);
                }
            }
            for weight in list.split(' ').filter(|weight| !weight.is_empty()) {
                let points = if weight.contains(['%', '/']) { "" } else { " punti" };
                self.kpi(&code, &format!("  peso {weight}{points}\n"), false);
            }
        }
    }

    fn kpi(&mut self, objective: &str, weight: &str, rollup: bool) {
        self.kpis += 1;
        let ident = format!("k{}x", self.kpis);
        let key = format!("{objective}/{ident}");
        writeln!(self.plan, "\nkpi {ident} \"Indicatore {ident}\"\n{}", weight.trim_end_matches('\n'))
            .unwrap();
        if rollup {
            let of = self.pick(&["", &format!(" {objective}.*"), &format!(" {objective}.1")]).to_owned();
            writeln!(self.plan, "  algoritmo media ponderata{of}").unwrap();
            if self.numbers.below(3) == 0 {
                self.row(&key, "2025", "%");
            }
            return;
        }
        self.body(&key);
        if self.numbers.below(12) == 0 {
            let score = self.numbers.below(101);
            writeln!(self.plan, "\nrettifica {key} 2025 {score}% motivo \"per prova\"").unwrap();
        }
    }

    /// Values for parts of the year.
    fn parts(&mut self, key: &str, kind: &str) {
        for part in self.pick(&["S1", "S1 S2", "T1 T2 S2", "01 02 03 T2 T4", "T1 T3 10 11 12"]).split(' ') {
            self.row(key, &format!("2025-{part}"), kind);
        }
    }

    fn body(&mut self, key: &str) {
        let sign = self.pick(&[">=", "<=", ">=", "<=", "="]);
        let target = self.number();
        let operands = |maker: &mut Maker, count: usize, years: &[&str]| {
            for operand in 1..=count {
                for year in years {
                    maker.row(&format!("{key}/{operand}"), year, "");
                }
            }
        };
        match self.numbers.below(21) {
            0 => {
                let more = self.pick(&["", "  tolleranza 2\n", "  unità ore\n"]);
                let unit = if more.contains("ore") { " ore" } else { "" };
                write!(self.plan, "  target {sign} {target}{unit}\n{more}").unwrap();
                self.row(key, "2025", "");
            }
            1 => {
                let rule = self.pick(&["diretto", "fasce quote", "fasce graduale", "proporzionale"]);
                writeln!(self.plan, "  target >= 75,5%\n  punteggio {rule}").unwrap();
                self.row(key, "2025", "%");
            }
            2 => {
                writeln!(self.plan, "  algoritmo rapporto % \"a\" / \"b\"\n  target {sign} {target}%")
                    .unwrap();
                operands(self, 2, &["2025", "2024"]);
            }
            3 => {
                let (a, b) = (self.numbers.below(5), self.numbers.below(5));
                let per = self.pick(&["", " ogni 1000"]);
                let (a, b) = if a == b { (a, (b + 1) % 5) } else { (a, b) };
                writeln!(self.plan, "  algoritmo rapporto m{a} / m{b}{per}\n  target {sign} {target}")
                    .unwrap();
                if self.numbers.below(4) == 0 {
                    self.row(key, "2025", "");
                }
            }
            4 => {
                let measure = self.numbers.below(5);
                writeln!(self.plan, "  algoritmo variazione % m{measure}\n  target {sign} {target}%")
                    .unwrap();
            }
            5 => {
                let more = self.pick(&["", "  tolleranza 20 giorni\n", "  punteggio fasce ritardi\n"]);
                let due = self.day();
                write!(self.plan, "  target entro {due}\n{more}").unwrap();
                self.row(key, "2025", "data");
            }
            6 => {
                self.plan.push_str("  target sì\n");
                self.row(key, "2025", "sì/no");
            }
            7 => {
                let formula =
                    self.pick(&["(m0 + m1) / m2 in %", "min(m0; m3) / max(m1; 2) in %", "m0 / (-m1) in %"]);
                writeln!(self.plan, "  algoritmo formula {formula}\n  target {sign} {target}%").unwrap();
            }
            8 => {
                let formula = self.pick(&[
                    "somma(m0[anno-3..anno-1]) / 3",
                    "media(m1[anno-2..anno]) - m1[anno-1]",
                    "m4[anno-1] * 2",
                ]);
                writeln!(self.plan, "  algoritmo formula {formula}\n  target {sign} {target}").unwrap();
            }
            9 => {
                writeln!(
                    self.plan,
                    "  algoritmo valore assoluto m{}\n  target >= 80\n  storico 2024 20\n  punteggio da storico",
                    self.numbers.below(5)
                )
                .unwrap();
            }
            10 => {
                writeln!(
                    self.plan,
                    "  algoritmo valore assoluto m{}\n  target {sign} {target}\n  punteggio fasce punteggi",
                    self.numbers.below(5)
                )
                .unwrap();
            }
            12 => {
                self.plan.push_str("  algoritmo sì/no \"Fatto\"\n  target sì\n");
                self.row(&format!("{key}/1"), "2025", "sì/no");
            }
            13 => {
                let whole = self.numbers.below(90) + 1;
                let kind = self.pick(&["giorni", "€"]);
                writeln!(self.plan, "  algoritmo rapporto \"a\" / \"b\"\n  target <= {whole} {kind}")
                    .unwrap();
                operands(self, 2, &["2025"]);
            }
            14 => {
                let whole = self.numbers.below(90) + 1;
                writeln!(self.plan, "  target = {whole}\n  punteggio proporzionale").unwrap();
                self.row(key, "2025", "");
            }
            15 => {
                let more = self.pick(&["", "  tolleranza 2 giorni\n", "  punteggio proporzionale inverso\n"]);
                let whole = self.numbers.below(60) + 1;
                write!(self.plan, "  target <= {whole} giorni\n{more}").unwrap();
                self.row(key, "2025", "");
                self.row(key, "2024", "");
            }
            16 => {
                // Only the year after has a target.
                writeln!(self.plan, "  target 2026 {sign} {target}").unwrap();
                self.row(key, "2025", "");
            }
            17 => {
                let how = self.pick(&["somma", "media", "ultimo", "primo"]);
                let unit = self.pick(&["", " km", " €", "%"]);
                let whole = self.numbers.below(90) + 1;
                let rule = self.pick(&["", "  storico 2024 5\n  punteggio da storico\n"]);
                let rule = if unit.is_empty() { rule } else { "" };
                write!(self.plan, "  cumula {how}\n  target >= {whole},5{unit}\n{rule}").unwrap();
                self.parts(key, if unit == "%" { "%" } else { "" });
            }
            18 => {
                let due = self.day();
                let more = self.pick(&[
                    "",
                    "  algoritmo data \"inizio\"\n",
                    "  cumula ultimo\n",
                    "  cumula primo\n",
                ]);
                writeln!(self.plan, "{more}  target entro {due}").unwrap();
                let key = if more.contains("algoritmo") { format!("{key}/1") } else { key.to_owned() };
                self.parts(&key, "data");
            }
            19 => {
                let more = self.pick(&["", "  algoritmo sì/no \"Fatto\"\n", "  cumula ultimo\n"]);
                writeln!(self.plan, "{more}  target sì").unwrap();
                let key = if more.contains("algoritmo") { format!("{key}/1") } else { key.to_owned() };
                self.parts(&key, "sì/no");
            }
            20 => {
                // Some parts stand under the KPI's key, some under that of its operand, some have no `cumula`.
                let more = self.pick(&["  cumula somma\n", "  cumula media\n", ""]);
                writeln!(self.plan, "  algoritmo valore assoluto \"a\"\n{more}  target {sign} {target}")
                    .unwrap();
                for part in self.pick(&["S1 S2", "T1 T2 S2", "T1 T2 T3"]).split(' ') {
                    let operand = if self.numbers.below(2) == 0 { "" } else { "/1" };
                    self.row(&format!("{key}{operand}"), &format!("2025-{part}"), "");
                }
            }
            11 => {
                let due = self.day();
                writeln!(self.plan, "  algoritmo data \"fine\"\n  target entro {due}").unwrap();
                self.row(&format!("{key}/1"), "2025", "data");
            }
            _ => {
                writeln!(
                    self.plan,
                    "  algoritmo valore assoluto m{}\n  target {sign} {target}",
                    self.numbers.below(5)
                )
                .unwrap();
            }
        }
    }
}

/// A day as spreadsheets count them.
pub fn serial(day: NaiveDate) -> f64 {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    day.signed_duration_since(start).num_days() as f64
}

/// Another value for a cell of the workbook.
#[derive(Debug)]
pub enum Cell {
    Number(f64),
    Text(&'static str),
}

/// Part of a table's values are others: numbers, days, sì for no; some are no longer there, others are there now. The new
/// table, and the new cells by key and period.
pub fn changed(table: &str) -> (String, BTreeMap<(String, String), Cell>) {
    let mut edits = BTreeMap::new();
    let mut text = String::new();
    for (at, line) in table.lines().enumerate() {
        let cells: Vec<&str> = line.split(';').collect();
        match (at > 0).then(|| other(cells[0], cells[2], at)).flatten() {
            Some((written, cell)) => {
                let outcome = if written == "n.d." { "" } else { "kpi validato" };
                writeln!(text, "{};{};{written};{outcome}", cells[0], cells[1]).unwrap();
                edits.insert((cells[0].to_owned(), cells[1].to_owned()), cell);
            }
            None => writeln!(text, "{line}").unwrap(),
        }
    }
    (text, edits)
}

fn other(key: &str, value: &str, at: usize) -> Option<(String, Cell)> {
    let (measure, second) = (!key.contains('/'), at.is_multiple_of(2));
    match value {
        "n.d." if measure && second => return Some(("17,5".to_owned(), Cell::Number(17.5))),
        "sì" if second => return Some(("no".to_owned(), Cell::Text("no"))),
        "no" if second => return Some(("sì".to_owned(), Cell::Text("sì"))),
        "" | "n.d." | "sì" | "no" => return None,
        _ if at % 9 == 2 => return Some(("n.d.".to_owned(), Cell::Text("n.d."))),
        _ if at % 3 != 1 => return None,
        _ => {}
    }
    if let Ok(day) = NaiveDate::parse_from_str(value, "%d/%m/%Y") {
        let day = day + chrono::Duration::days(45);
        return Some((day.format("%d/%m/%Y").to_string(), Cell::Number(serial(day))));
    }
    let (digits, sign, divisor) = match value.strip_suffix('%') {
        Some(digits) => (digits, "%", 10_000.0),
        None => (value, "", 100.0),
    };
    let number: f64 = digits.replace(',', ".").parse().unwrap();
    let cents = (number * 100.0).round() as i64 * 3 / 2 + 725;
    let minus = if cents < 0 { "-" } else { "" };
    let written = format!("{minus}{},{:02}{sign}", cents.abs() / 100, cents.abs() % 100);
    Some((written, Cell::Number(cents as f64 / divisor)))
}

/// What must not be rare among the plans: words of the plan, and `=` something of the results.
pub const KINDS: [&str; 48] = [
    "algoritmo valore assoluto",
    "algoritmo rapporto %",
    "algoritmo rapporto m",
    "algoritmo rapporto \"a\"",
    " ogni 1000",
    "algoritmo variazione %",
    "algoritmo media ponderata",
    "algoritmo media ponderata A",
    "algoritmo data",
    "algoritmo sì/no",
    "algoritmo formula (m0 + m1)",
    "algoritmo formula min(",
    "algoritmo formula somma(",
    "algoritmo formula media(",
    "cumula somma",
    "cumula media",
    "cumula ultimo",
    "cumula primo",
    "tolleranza",
    "pesi uguali",
    " punti",
    "peso 1/3",
    "non disponibili zero",
    "=tutto o niente",
    "=proporzionale",
    "=proporzionale inverso",
    "=diretto",
    "=da storico",
    "=fasce punteggi",
    "=fasce quote",
    "=fasce graduale",
    "=fasce ritardi",
    "=number",
    "=percent",
    "=money",
    "=duration",
    "=date",
    "=boolean",
    "=>=",
    "=<=",
    "==",
    "=unavailable",
    "=override",
    "=zero target",
    "=negative target",
    "=negative actual",
    "=full",
    "=partial",
];

/// Adds what a plan and its result hold.
pub fn count(plan: &str, result: &Value, seen: &mut BTreeMap<&str, usize>) {
    for (kind, count) in seen.iter_mut().filter(|(kind, _)| !kind.starts_with('=')) {
        *count += plan.matches(*kind).count();
    }
    for kpi in result["objectives"].as_array().unwrap().iter().flat_map(|of| of["kpis"].as_array().unwrap()) {
        let text = |name: &str| kpi[name].as_str().unwrap_or("");
        let score: f64 = text("performance").parse().unwrap_or(-1.0);
        let others = [
            ("zero target", text("target") == "0"),
            ("negative target", text("target").starts_with('-')),
            ("negative actual", text("actual").starts_with('-')),
            ("full", score == 100.0),
            ("partial", score > 0.0 && score < 100.0),
        ];
        let others = others.into_iter().filter(|(_, is)| *is).map(|(name, _)| name);
        for word in ["rule", "type", "comparator", "state"].map(text).into_iter().chain(others) {
            if let Some(count) = seen.get_mut(format!("={word}").as_str()) {
                *count += 1;
            }
        }
    }
}
