//! An exported workbook is a table of actuals: whoever gets one evaluates it again and comes to the same results.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "support/random.rs"]
mod random;
mod support;
#[path = "support/varied.rs"]
mod varied;

use serde_json::Value;
use support::{Workspace, files_below, repository};

const RANDOM_PLANS: u64 = 60;
/// What is not of the actuals, or only says where they were read; declared states stand in no cell of the workbook.
const OTHER: [&str; 9] =
    ["inputs", "diagnostics", "declared", "progress", "reason", "file", "line", "column", "cell"];

/// A result without what another file of actuals changes rightly.
fn results(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !OTHER.contains(&name.as_str()));
            fields.values_mut().for_each(results);
            let says_nothing = |value: &Value| value.as_object().is_some_and(|own| own.is_empty());
            fields.retain(|_, value| !value.is_null() && !says_nothing(value));
        }
        Value::Array(items) => items.iter_mut().for_each(results),
        _ => {}
    }
}

/// The result of a command line of `eval`; nothing where the plan or its actuals have errors.
fn eval(desk: &Workspace, arguments: &str) -> Result<Value, String> {
    let (text, code) = desk.piaoc(&format!("piaoc eval {arguments} --format json"));
    if code != 0 {
        return Err(text);
    }
    let mut result = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
    results(&mut result);
    Ok(result)
}

/// Whether the workbook of a result gives it back; the plan alone, and all that goes with it.
fn comes_back(desk: &Workspace, plan: &str, arguments: &str) -> bool {
    let Ok(result) = eval(desk, &format!("{plan} {arguments}")) else { return false };
    let (said, code) = desk.piaoc(&format!("piaoc export {plan} {arguments} -o risultato.xlsx"));
    assert_eq!(code, 0, "{said}");
    let period = result["period"].as_str().unwrap();
    let again = eval(desk, &format!("{plan} --actuals risultato.xlsx --period {period}"))
        .unwrap_or_else(|said| panic!("{plan}: {said}"));
    assert_eq!(again, result, "{plan}");
    true
}

#[test]
fn every_example_comes_back() {
    let desk = Workspace::new();
    let plans = files_below(&repository().join("examples"), "piao");
    let back = plans.iter().filter(|plan| comes_back(&desk, &plan.display().to_string(), "")).count();
    assert!(back >= 5, "{back} examples");
}

#[test]
fn plans_made_by_chance_come_back() {
    let desk = Workspace::new();
    let mut back = 0;
    for seed in 0..RANDOM_PLANS {
        let varied::Varied { plan, table, period } = varied::varied(seed);
        desk.write("piano.piao", plan);
        desk.write("dati.csv", table);
        let period = period.map_or_else(String::new, |period| format!(" --period {period}"));
        back += u64::from(comes_back(&desk, "piano.piao", &format!("--actuals dati.csv{period}")));
    }
    assert_eq!(back, RANDOM_PLANS);
}

#[test]
fn what_offices_write_beside_values_comes_back() {
    let desk = Workspace::new();
    desk.write(
        "piano.piao",
        "piano \"P\"\n  anni 2025\n  punteggio proporzionale\nobiettivo A \"X\"\nkpi q \"Q\"\n  target >= 4\n",
    );
    desk.write("dati.csv", "chiave;periodo;valore;nota;evidenza\nA/q;2025;2;=a mano;prot. 1\n");
    assert!(comes_back(&desk, "piano.piao", "--actuals dati.csv"));
    let (text, _) = desk.piaoc("piaoc why piano.piao A/q --actuals risultato.xlsx");
    assert!(text.contains("nota del consuntivo 2025: =a mano  risultato.xlsx Consuntivi!G5"), "{text}");
    assert!(text.contains("evidenza 2025: prot. 1  risultato.xlsx Consuntivi!H5"), "{text}");
}
