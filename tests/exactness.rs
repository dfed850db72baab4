//! Exact numbers from the plan to the page: nothing is lost by thirds, at targets met to the hair, by carrying rollups
//! up; and rounding, which happens only in print, goes away from zero on both sides of it.

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

use std::fmt::Write;

use piaoc::value::{Exact, Mark, Type, Value, parse_number, show_number};

use desk::{Desk, kpi, objective};
use random::{Numbers, cases};

const HEAD: &str = "piano \"Prova\"\n  anni 2025\n  punteggio tutto o niente\narea A\n";

#[test]
fn three_thirds_at_a_hundred_meet_a_hundred() {
    for weights in [
        ["1/3", "1/3", "1/3"],
        ["33,3%", "33,3%", "33,3%"],
        ["1/7", "2/7", "4/7"],
        ["1 punto", "1 punto", "1 punto"],
    ] {
        let mut plan = format!(
            "{HEAD}obiettivo A.1\nkpi sopra\n  algoritmo media ponderata  target >= 100%\nobiettivo A.1.1\n"
        );
        for (at, weight) in weights.iter().enumerate() {
            writeln!(plan, "kpi k{at}\n  peso {weight}  target >= 80%").unwrap();
        }
        let table = "chiave;periodo;valore\nA.1.1/k0;2025;80%\nA.1.1/k1;2025;80,0%\nA.1.1/k2;2025;99%\n";
        let result = Desk::new(plan.as_str()).with("c.csv", table).result();
        let up = kpi(&result, "A.1/sopra");
        assert_eq!((&up["actual"], &up["performance"]), (&"100".into(), &"100".into()), "{weights:?}");

        // One of them missed by the least: two thirds, and the rollup is not met.
        let table = table.replace("80,0%", "79,9999999999999%");
        let result = Desk::new(plan).with("c.csv", table).result();
        let up = kpi(&result, "A.1/sopra");
        assert_eq!(up["performance"], "0", "{weights:?}");
        let two = if weights[0] == "1/7" { "71.4285714286" } else { "66.6666666667" };
        assert_eq!(up["actual"], two, "{weights:?}");
    }
}

/// Plans of many KPIs `rapporto % a / b` with a target at, below or above exactly 100·a/b. The target is a finite
/// decimal: b is 2^i·5^j but for a factor that a has too.
struct Pairs {
    plan: String,
    table: String,
}

fn pairs(numbers: &mut Numbers, count: usize, comparator: &str, off: i128) -> Pairs {
    const SCALE: u32 = 12;
    let mut plan = HEAD.to_owned();
    let mut table = "chiave;periodo;valore\n".to_owned();
    for at in 0..count {
        if at % 250 == 0 {
            writeln!(plan, "obiettivo A.{}\n  pesi uguali", at / 250 + 1).unwrap();
        }
        let (twos, fives) = (numbers.below(10) as u32, numbers.below(6) as u32);
        let divisor = 2_i128.pow(twos) * 5_i128.pow(fives);
        let above = i128::from(numbers.below(2_000_000)) + 1;
        let both = i128::from(numbers.below(9_999)) + 1;
        // 100·above/divisor in units of 10^-SCALE, which it has a whole number of.
        let scaled = 100 * above * 10_i128.pow(SCALE) / divisor;
        assert_eq!(scaled * divisor, 100 * above * 10_i128.pow(SCALE));
        let target = decimal(scaled + off, SCALE);
        let objective = at / 250 + 1;
        writeln!(plan, "kpi k{at}\n  algoritmo rapporto % \"a\" / \"b\"\n  target {comparator} {target}%")
            .unwrap();
        writeln!(
            table,
            "A.{objective}/k{at}/1;2025;{}\nA.{objective}/k{at}/2;2025;{}",
            above * both,
            divisor * both
        )
        .unwrap();
    }
    Pairs { plan, table }
}

/// `scaled` units of 10^-`scale` as an Italian number.
fn decimal(scaled: i128, scale: u32) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let unit = 10_u128.pow(scale);
    let (whole, fraction) = (scaled.unsigned_abs() / unit, scaled.unsigned_abs() % unit);
    let fraction = format!("{fraction:0width$}", width = scale as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{fraction}") }
}

/// The plan's performance and coverage: with `tutto o niente` and equal weights, 100 only if every KPI is met, 0 only
/// if none is.
fn performance(pairs: Pairs) -> (String, String) {
    let result = Desk::new(pairs.plan).with("c.csv", pairs.table).result();
    let field = |name: &str| result["plan"][name].as_str().unwrap().to_owned();
    (field("performance"), field("coverage"))
}

#[test]
fn a_ratio_exactly_at_its_target_meets_it() {
    let all = ("100".to_owned(), "100".to_owned());
    let none = ("0".to_owned(), "100".to_owned());
    let mut numbers = Numbers::new(80);
    for _ in 0..4 {
        assert_eq!(performance(pairs(&mut numbers, 25_000, ">=", 0)), all, "at the target, at least");
    }
    assert_eq!(performance(pairs(&mut numbers, 5_000, "<=", 0)), all, "at the target, at most");
    assert_eq!(performance(pairs(&mut numbers, 5_000, "=", 0)), all, "at the target, equal");
    assert_eq!(performance(pairs(&mut numbers, 5_000, ">=", 1)), none, "a hair below");
    assert_eq!(performance(pairs(&mut numbers, 5_000, "<=", -1)), none, "a hair above");
    assert_eq!(performance(pairs(&mut numbers, 5_000, "=", 1)), none, "a hair off");
}

/// A KPI whose actual is this number, as JSON and as the terminal print it.
fn printed(number: &str) -> (String, String) {
    let plan = format!("{HEAD}obiettivo A.1\nkpi k\n  target >= 1\n");
    let desk = Desk::new(plan).with("c.csv", format!("chiave;periodo;valore\nA.1/k;2025;{number}\n"));
    let json = kpi(&desk.result(), "A.1/k")["actual"].as_str().unwrap().to_owned();
    let text = desk.text().unwrap();
    (json, text)
}

#[test]
fn halves_and_negatives_round_away_from_zero_in_print() {
    // A value prints with at most four decimals, with ten where it would look like zero; in JSON with at most ten.
    for (number, json, shown) in [
        ("83,375", "83.375", "83,375"),
        ("83,33335", "83.33335", "83,3334"),
        ("-83,33335", "-83.33335", "-83,3334"),
        ("-83,333349", "-83.333349", "-83,3333"),
        ("0,00005", "0.00005", "0,0001"),
        ("-0,00005", "-0.00005", "-0,0001"),
        ("-0,000049", "-0.000049", "-0,000049"),
        ("-2,5", "-2.5", "-2,5"),
        ("-1,99995", "-1.99995", "-2"),
        ("999,99995", "999.99995", "1.000"),
        ("-999.999,99995", "-999999.99995", "-1.000.000"),
        ("0,00000000005", "0.0000000001", "0,0000000001"),
        ("-0,00000000005", "-0.0000000001", "-0,0000000001"),
        ("0,00000000004", "0", "0"),
        ("-0,00000000004", "0", "0"),
        ("1234567,5", "1234567.5", "1.234.567,5"),
        ("9.999.999.999", "9999999999", "9.999.999.999"),
    ] {
        let (found, text) = printed(number);
        assert_eq!(found, json, "{number}");
        let text = text.replace('\u{2212}', "-");
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(words.contains(&shown), "{number}: no `{shown}` in\n{text}");
    }
}

#[test]
fn the_largest_number_goes_through_whole() {
    let (json, _) = printed("9.999.999.999.999.999.999.999.999.999");
    assert_eq!(json, "9999999999999999999999999999");
}

#[test]
fn performances_are_rounded_only_in_print() {
    // 83,375 and 92,075 are means of carried-up parts in documents 001 and 002; 99,0286 is carried whole.
    for (values, json, shown) in [
        (vec!["66,75", "100"], "83.375", "83,38%"),
        (vec!["84,15", "100"], "92.075", "92,08%"),
        (vec!["33,333333", "66,666667"], "50", "50,00%"),
        (vec!["66,67", "99,99", "0,0025"], "55.5541666667", "55,55%"),
        (vec!["100", "100", "0"], "66.6666666667", "66,67%"),
        (vec!["100", "0", "0"], "33.3333333333", "33,33%"),
        (vec!["0,005", "0,005"], "0.005", "0,01%"),
    ] {
        let mut plan = HEAD.replace("tutto o niente", "diretto") + "obiettivo A.1\n  pesi uguali\n";
        let mut table = "chiave;periodo;valore\n".to_owned();
        for (at, value) in values.iter().enumerate() {
            writeln!(plan, "kpi k{at}\n  target >= 101%").unwrap();
            writeln!(table, "A.1/k{at};2025;{value}%").unwrap();
        }
        let desk = Desk::new(plan).with("c.csv", table);
        assert_eq!(objective(&desk.result(), "A.1")["performance"], json);
        let text = desk.text().unwrap();
        assert!(text.split_whitespace().any(|word| word == shown), "no `{shown}` in\n{text}");
    }
}

// ── numbers by themselves ──

fn fraction(above: i64, below: i64) -> Exact {
    Exact::ratio(&Exact::from(above), &Exact::from(below)).unwrap()
}

/// The same rounding over whole numbers only: half away from zero, no negative zero.
fn rounded(above: i128, below: i128, places: u32) -> (bool, String) {
    let (above, below) = if below < 0 { (-above, -below) } else { (above, below) };
    let twice = above.unsigned_abs() * 10_u128.pow(places) * 2;
    let below = below.unsigned_abs();
    let scaled = (twice + below) / (2 * below);
    let digits = format!("{scaled:0width$}", width = places as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    (above < 0 && scaled != 0, format!("{whole}.{fraction}"))
}

#[test]
fn rounding_agrees_with_whole_number_arithmetic() {
    let mut numbers = Numbers::new(375);
    for at in 0..20_000 {
        let sign = if numbers.below(2) == 0 { 1 } else { -1 };
        let above = sign * numbers.below(10_u64.pow(1 + at % 9)) as i64;
        // Half of them are such that halves happen.
        let below = if at % 2 == 0 {
            10_i64.pow(numbers.below(7) as u32) * 2
        } else {
            numbers.below(100_000) as i64 + 1
        };
        let places = numbers.below(11) as u32;
        let (negative, whole, decimals) = fraction(above, below).rounded(places);
        let expected = rounded(above.into(), below.into(), places);
        assert_eq!((negative, format!("{whole}.{decimals}")), expected, "{above}/{below} to {places}");

        let plain = fraction(above, below).plain(places);
        let sign = if expected.0 { "-" } else { "" };
        let trimmed = if places == 0 {
            expected.1.trim_end_matches('.')
        } else {
            expected.1.trim_end_matches('0').trim_end_matches('.')
        };
        assert_eq!(plain, format!("{sign}{trimmed}"));

        // What is printed the Italian way, read back, is the rounded number.
        let shown = show_number(&fraction(above, below), places);
        let read = Exact::from(parse_number(&shown, Mark::Comma).unwrap());
        assert_eq!(read.plain(places), plain, "{shown}");
        assert_eq!(Value::Amount(read).show(Type::Percent, None, places), format!("{shown}%"));
    }
}

#[test]
fn arithmetic_keeps_its_laws() {
    let mut numbers = Numbers::new(31);
    let mut any = || {
        let sign = if numbers.below(2) == 0 { 1 } else { -1 };
        // Small numbers, and such that overflow machine words when multiplied.
        let most = if numbers.below(3) == 0 { u64::MAX >> 2 } else { 1_000 };
        fraction(sign * numbers.below(most) as i64, numbers.below(most) as i64 + 1)
    };
    for _ in 0..5_000 {
        let (a, b, c) = (any(), any(), any());
        assert_eq!(&(&a + &b) + &c, &a + &(&b + &c));
        assert_eq!(&a * &(&b + &c), &(&a * &b) + &(&a * &c));
        assert_eq!(&(&a - &b) + &b, a);
        assert_eq!((&a - &b).is_negative(), a < b);
        assert_eq!((&a - &b).is_zero(), a == b);
        assert_eq!(&a + &(-a.clone()), Exact::zero());
        if !b.is_zero() {
            let quotient = Exact::ratio(&a, &b).unwrap();
            assert_eq!(&quotient * &b, a);
        }
        assert!(a.floor() <= a && a < &a.floor() + &Exact::one());
        assert!(!a.floor().plain(10).contains('.'));
        assert!(!a.abs().is_negative());
        let clamped = a.clone().clamp_score();
        assert!(Exact::zero() <= clamped && clamped <= Exact::hundred());
        // One number made in two ways is one number.
        assert_eq!(&a + &b, &(&a + &c) + &(&b - &c));
        assert_eq!(&a * &b, &b * &a);
    }
    assert_eq!(Exact::ratio(&Exact::one(), &Exact::zero()), None);
}

#[test]
fn a_number_written_is_the_number_read() {
    let mut numbers = Numbers::new(9);
    for _ in 0..5_000 {
        let scale = numbers.below(12) as u32;
        let scaled = i128::from(numbers.below(u64::MAX >> 1)) * if numbers.below(2) == 0 { 1 } else { -1 };
        let written = decimal(scaled, scale);
        let read = Exact::from(parse_number(&written, Mark::Comma).unwrap());
        assert_eq!(read.plain(12), written.replace(',', "."), "{written}");
        let minus = written.replace('-', "\u{2212}");
        assert_eq!(Exact::from(parse_number(&minus, Mark::Comma).unwrap()), read);
        let point = written.replace(',', ".");
        assert_eq!(Exact::from(parse_number(&point, Mark::Point).unwrap()), read);
    }
}

// ── the oracle: a second, simple evaluation ──

/// A fraction of machine words; the plans are small enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fraction {
    above: i128,
    below: i128,
}

impl Fraction {
    fn new(above: i128, below: i128) -> Fraction {
        let (mut a, mut b) = (above.abs(), below.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = if below < 0 { -1 } else { 1 };
        Fraction { above: sign * above / a, below: sign * below / a }
    }
    fn whole(number: i128) -> Fraction {
        Fraction::new(number, 1)
    }
    fn plus(self, other: Fraction) -> Fraction {
        let above =
            self.above.checked_mul(other.below).unwrap() + other.above.checked_mul(self.below).unwrap();
        Fraction::new(above, self.below.checked_mul(other.below).unwrap())
    }
    fn times(self, other: Fraction) -> Fraction {
        Fraction::new(
            self.above.checked_mul(other.above).unwrap(),
            self.below.checked_mul(other.below).unwrap(),
        )
    }
    fn over(self, other: Fraction) -> Fraction {
        self.times(Fraction::new(other.below, other.above))
    }
    fn score(self) -> Fraction {
        if self.above < 0 {
            Fraction::whole(0)
        } else if self.above > 100 * self.below {
            Fraction::whole(100)
        } else {
            self
        }
    }
    fn at_least(self, other: Fraction) -> bool {
        self.above * other.below >= other.above * self.below
    }
    fn printed(self) -> String {
        let (negative, digits) = rounded(self.above, self.below, 10);
        let sign = if negative { "-" } else { "" };
        format!("{sign}{}", digits.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[derive(Debug, Clone, Copy)]
enum Rule {
    AllOrNothing,
    Proportional,
    Inverse,
}

#[derive(Debug)]
struct OneKpi {
    weight: i128,
    /// A rollup of the objective's children, instead of a value.
    rollup: bool,
    at_most: bool,
    target: i128,
    actual: Option<i128>,
    rule: Rule,
}

#[derive(Debug)]
struct OneObjective {
    code: String,
    weight: Option<i128>,
    kpis: Vec<OneKpi>,
    children: Vec<OneObjective>,
}

/// Numbers above 0 in steps of 10 that sum to 100.
fn split_hundred(numbers: &mut Numbers, parts: usize) -> Vec<i128> {
    let mut list = vec![10; parts];
    for _ in 0..10 - parts {
        let at = numbers.below(parts as u64) as usize;
        list[at] += 10;
    }
    list
}

fn random_objective(numbers: &mut Numbers, code: String, weight: Option<i128>, depth: u32) -> OneObjective {
    let mut children = Vec::new();
    if depth < 3 {
        let count = numbers.below(if depth == 0 { 3 } else { 4 }) as usize;
        let weights = (count > 0 && numbers.below(2) == 0).then(|| split_hundred(numbers, count));
        for at in 0..count {
            let weight = weights.as_ref().map(|weights| weights[at]);
            children.push(random_objective(numbers, format!("{code}.{}", at + 1), weight, depth + 1));
        }
    }
    let least = u64::from(children.is_empty());
    let count = (numbers.below(4) + least) as usize;
    let weights = if count == 0 { Vec::new() } else { split_hundred(numbers, count) };
    let rollup = if children.is_empty() { count } else { numbers.below(count as u64 + 1) as usize };
    let kpis = weights
        .into_iter()
        .enumerate()
        .map(|(at, weight)| {
            let target = [2, 4, 5, 6, 8, 10, 12][numbers.below(7) as usize];
            OneKpi {
                weight,
                rollup: at == rollup,
                at_most: at != rollup && numbers.below(3) == 0,
                target: if at == rollup { 60 + 5 * (target % 5) } else { target },
                actual: (numbers.below(5) > 0).then(|| i128::from(numbers.below(16)) - 2),
                rule: [Rule::AllOrNothing, Rule::Proportional, Rule::Inverse][numbers.below(3) as usize],
            }
        })
        .collect();
    OneObjective { code, weight, kpis, children }
}

fn write_objective(objective: &OneObjective, plan: &mut String, table: &mut String) {
    writeln!(plan, "obiettivo {}", objective.code).unwrap();
    if let Some(weight) = objective.weight {
        writeln!(plan, "  peso {weight}%").unwrap();
    }
    for (at, kpi) in objective.kpis.iter().enumerate() {
        let rule = match kpi.rule {
            Rule::AllOrNothing => "tutto o niente",
            Rule::Proportional => "proporzionale",
            Rule::Inverse => "proporzionale inverso",
        };
        writeln!(plan, "kpi k{at}\n  peso {}%  punteggio {rule}", kpi.weight).unwrap();
        let comparator = if kpi.at_most { "<=" } else { ">=" };
        if kpi.rollup {
            writeln!(plan, "  algoritmo media ponderata  target {comparator} {}%", kpi.target).unwrap();
        } else {
            writeln!(plan, "  target {comparator} {}", kpi.target).unwrap();
            match kpi.actual {
                Some(actual) => writeln!(table, "{}/k{at};2025;{actual}", objective.code).unwrap(),
                None => writeln!(table, "{}/k{at};2025;n.d.", objective.code).unwrap(),
            }
        }
    }
    for child in &objective.children {
        write_objective(child, plan, table);
    }
}

/// A weighted mean over what is available, and the share of the whole weight that it rests on.
fn mean(parts: &[(i128, Option<Fraction>, Fraction)]) -> (Option<Fraction>, Fraction) {
    let whole: i128 = parts.iter().map(|(weight, _, _)| weight).sum();
    let mut sum = Fraction::whole(0);
    let mut available = 0;
    let mut covered = Fraction::whole(0);
    for (weight, performance, coverage) in parts {
        if let Some(performance) = performance {
            sum = sum.plus(Fraction::whole(*weight).times(*performance));
            covered = covered.plus(Fraction::whole(*weight).times(*coverage));
            available += weight;
        }
    }
    let performance = (available > 0).then(|| sum.over(Fraction::whole(available)));
    let coverage = if whole > 0 { covered.over(Fraction::whole(whole)) } else { Fraction::whole(0) };
    (performance, coverage)
}

fn score(kpi: &OneKpi, actual: Fraction) -> Fraction {
    let target = Fraction::whole(kpi.target);
    let met = if kpi.at_most { target.at_least(actual) } else { actual.at_least(target) };
    if met {
        return Fraction::whole(100);
    }
    let hundred = Fraction::whole(100);
    match (kpi.rule, kpi.at_most) {
        (Rule::AllOrNothing, _) => Fraction::whole(0),
        (_, false) => hundred.times(actual).over(target).score(),
        (Rule::Proportional, true) => {
            let reached = actual.over(target).times(Fraction::whole(-1));
            hundred.times(Fraction::whole(2).plus(reached)).score()
        }
        (Rule::Inverse, true) => hundred.times(target).over(actual).score(),
    }
}

/// Performance and coverage of an objective; those of everything below go into `found`.
fn reckon(
    objective: &OneObjective,
    found: &mut Vec<(String, Option<Fraction>, Fraction)>,
) -> (Option<Fraction>, Fraction) {
    let children: Vec<(i128, Option<Fraction>, Fraction)> = objective
        .children
        .iter()
        .map(|child| {
            let (performance, coverage) = reckon(child, found);
            (child.weight.unwrap_or(1), performance, coverage)
        })
        .collect();
    let below = mean(&children);
    let total = if objective.kpis.is_empty() {
        below
    } else {
        let parts: Vec<(i128, Option<Fraction>, Fraction)> = objective
            .kpis
            .iter()
            .map(|kpi| match (kpi.rollup, kpi.actual) {
                (true, _) => (kpi.weight, below.0.map(|actual| score(kpi, actual)), below.1),
                (false, Some(actual)) => {
                    (kpi.weight, Some(score(kpi, Fraction::whole(actual))), Fraction::whole(100))
                }
                (false, None) => (kpi.weight, None, Fraction::whole(0)),
            })
            .collect();
        mean(&parts)
    };
    found.push((objective.code.clone(), total.0, total.1));
    total
}

#[test]
fn a_second_evaluation_agrees_on_random_plans() {
    let mut numbers = Numbers::new(2_025);
    let (mut compared, mut unavailable, mut partial) = (0, 0, 0);
    for round in 0..cases(250) {
        let count = 1 + numbers.below(3) as usize;
        let roots: Vec<OneObjective> =
            (1..=count).map(|at| random_objective(&mut numbers, format!("A.{at}"), None, 0)).collect();
        let mut plan = HEAD.to_owned();
        let mut table = "chiave;periodo;valore\n".to_owned();
        roots.iter().for_each(|root| write_objective(root, &mut plan, &mut table));
        if table.lines().count() == 1 {
            continue;
        }
        let result = Desk::new(plan.as_str()).with("c.csv", table.as_str()).at("2025").result();

        let mut found = Vec::new();
        let parts: Vec<_> = roots
            .iter()
            .map(|root| {
                let (performance, coverage) = reckon(root, &mut found);
                (1, performance, coverage)
            })
            .collect();
        let whole = mean(&parts);
        let printed = |number: Option<Fraction>| {
            number.map_or(serde_json::Value::Null, |number| number.printed().into())
        };
        for (code, performance, coverage) in found {
            let ours = objective(&result, &code);
            assert_eq!(ours["performance"], printed(performance), "round {round}: {code}\n{plan}\n{table}");
            let covered = if performance.is_none() { Fraction::whole(0) } else { coverage };
            assert_eq!(
                ours["coverage"],
                printed(Some(covered)),
                "round {round}: coverage of {code}\n{plan}\n{table}"
            );
            compared += 1;
            unavailable += usize::from(performance.is_none());
            partial += usize::from(performance.is_some() && coverage != Fraction::whole(100));
        }
        assert_eq!(
            result["plan"]["performance"],
            printed(whole.0),
            "round {round}: the plan\n{plan}\n{table}"
        );
        assert_eq!(
            result["plan"]["coverage"],
            printed(Some(whole.1)),
            "round {round}: the plan\n{plan}\n{table}"
        );
    }
    assert!(compared > 1_000 && unavailable > 20 && partial > 200, "{compared} {unavailable} {partial}");
}
