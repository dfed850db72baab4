//! What `piaoc eval --calculation` says before any actual is what `piaoc eval` does with them: the cases of every indicator
//! of random plans, reckoned here from their JSON alone, give the scores of the result.
//!
//! PIAOC_LAW_CASES=10000 cargo test --test calculation_law      so many plans

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

use chrono::NaiveDate;
use desk::Desk;
use piaoc::output::calculation::{Calculation, SCHEMA, render_json};
use piaoc::output::json;
use piaoc::value::Exact;
use serde_json::Value;
use varied::varied;

/// A number, a day as the days since a start, yes and no as 1 and 0.
fn number(text: &str) -> Option<Exact> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(Exact::from(day.signed_duration_since(NaiveDate::default()).num_days()));
    }
    match text {
        "yes" => return Some(Exact::one()),
        "no" => return Some(Exact::zero()),
        _ => {}
    }
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let ten = Exact::from(10);
    let mut value = Exact::zero();
    for digit in whole.chars().chain(fraction.chars()) {
        value = &(&value * &ten) + &Exact::from(i64::from(digit.to_digit(10)?));
    }
    let scale = (0..fraction.len()).fold(Exact::one(), |scale, _| &scale * &ten);
    Exact::ratio(&(value * Exact::from(sign)), &scale)
}

fn reckoned(expr: &Value, of: &BTreeMap<&str, Exact>) -> Option<Exact> {
    if let Some(name) = expr["quantity"].as_str() {
        return of.get(name).cloned();
    }
    if let Some(text) = expr["number"].as_str() {
        return number(text);
    }
    let parts: Option<Vec<Exact>> = expr["of"].as_array()?.iter().map(|part| reckoned(part, of)).collect();
    let parts = parts?;
    Some(match (expr["operation"].as_str()?, parts.as_slice()) {
        ("subtract", [left, right]) => left - right,
        ("multiply", [left, right]) => left * right,
        ("divide", [left, right]) => Exact::ratio(left, right)?,
        ("absolute", [inner]) => inner.abs(),
        ("points", [inner]) => inner.clone(),
        ("percent", [inner]) => inner * &Exact::hundred(),
        other => panic!("{other:?}"),
    })
}

/// The score of the first case that holds; `None` where a table of bands is asked, or a comparison is too close to call
/// by the ten decimals of the contract.
fn score(indicator: &Value, of: &BTreeMap<&str, Exact>) -> Option<Exact> {
    for case in indicator["cases"].as_array()? {
        let when = &case["when"];
        if !when.is_null() {
            let sides = reckoned(&when["left"], of).zip(reckoned(&when["right"], of));
            let Some((left, right)) = sides else { continue };
            let close = Exact::ratio(&Exact::one(), &Exact::from(1_000_000_000)).unwrap();
            if left != right && (&left - &right).abs() < close {
                return None;
            }
            let holds = match when["comparator"].as_str()? {
                ">=" => left >= right,
                "<=" => left <= right,
                _ => left == right,
            };
            if !holds {
                continue;
            }
        }
        let gives = &case["gives"];
        if let Some(points) = gives["points"].as_str() {
            return number(points);
        }
        let arithmetic = gives.get("within_0_and_100")?;
        return Some(reckoned(arithmetic, of).map_or_else(Exact::zero, Exact::clamp_score));
    }
    panic!("no case holds: {indicator}")
}

#[test]
fn the_cases_give_the_scores_of_the_result() {
    let schema = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let mut compared: BTreeMap<String, usize> = BTreeMap::new();
    let cases = random::cases(150);
    for seed in 0..cases {
        let case = varied(seed);
        let mut desk = Desk::new(case.plan.clone()).with("dati.csv", case.table.clone());
        if let Some(period) = case.period {
            desk = desk.at(period);
        }
        let rendered = desk.render(|view| {
            let calculation = Calculation::of(view.plan, view.sources, Some(view.evaluation.period));
            (render_json(&calculation), json::render(view))
        });
        let Ok((calculation, result)) = rendered else { continue };
        let calculation: Value = serde_json::from_str(&calculation).unwrap();
        let result: Value = serde_json::from_str(&result).unwrap();
        if let Err(fault) = schema.validate(&calculation) {
            panic!("seed {seed}: {fault}");
        }
        if result["starting_state"] == Value::Bool(true) {
            continue;
        }
        let indicators: BTreeMap<&str, &Value> = calculation["indicators"]
            .as_array()
            .unwrap()
            .iter()
            .map(|indicator| (indicator["key"].as_str().unwrap(), indicator))
            .collect();
        let objectives = result["objectives"].as_array().unwrap().iter();
        for kpi in objectives.flat_map(|objective| objective["kpis"].as_array().unwrap()) {
            let key = kpi["key"].as_str().unwrap();
            let indicator = indicators[key];
            let quantity = |text: &Value| text.as_str().and_then(number);
            let Some(actual) = quantity(&kpi["actual"]) else { continue };
            let Some(performance) = quantity(&kpi["performance"]) else { continue };
            if !kpi["override"].is_null() || kpi["reason"].is_string() {
                continue;
            }
            let mut of = BTreeMap::from([("value", actual)]);
            let target = &indicator["target"];
            for (name, text) in [
                ("target", &target["value"]),
                ("annual_target", &target["annual"]),
                ("baseline", &indicator["baseline"]),
                ("tolerance", &indicator["tolerance"]),
            ] {
                of.extend(quantity(text).map(|number| (name, number)));
            }
            let Some(made) = score(indicator, &of) else { continue };
            assert_eq!(
                made.plain(6),
                performance.plain(6),
                "seed {seed}, {key}: {indicator:#}\nin the result: {kpi:#}"
            );
            *compared.entry(indicator["rule"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    for rule in ["tutto o niente", "proporzionale", "proporzionale inverso", "diretto", "da storico"] {
        let count = compared.get(rule).copied().unwrap_or(0);
        assert!(count >= 5, "{rule} was compared {count} times: {compared:?}");
    }
}
