//! What the actuals know stands in a form as it stands in them: read back beside them, it contradicts nothing and changes
//! nothing.

use calamine::Data;
use serde_json::Value;

use crate::support::{Workspace, repository};
use crate::table;
use crate::varied::{Varied, varied};

/// How many plans made by chance.
const PLANS: u64 = 60;

/// A result without the names of its tables; `None` where there is none.
fn result(workspace: &Workspace, arguments: &str) -> Option<Value> {
    let (printed, exit) = workspace.piaoc(&format!("piaoc eval {arguments} --format json"));
    if exit != 0 {
        return None;
    }
    let mut result: Value = serde_json::from_str(&printed).unwrap();
    result.as_object_mut().unwrap().remove("inputs").unwrap();
    Some(result)
}

/// Makes a form with all that is known, and evaluates with it beside the tables: how many values it knew.
fn comes_back(workspace: &Workspace, plan: &str, tables: &str, period: &str) -> Option<usize> {
    let period = if period.is_empty() { String::new() } else { format!(" --period {period}") };
    let before = result(workspace, &format!("{plan} {tables}{period}"))?;
    let period = before["period"].as_str().unwrap().to_owned();
    let line = format!("piaoc form {plan} {tables} --period {period} -o modulo.xlsx --force");
    let (printed, exit) = workspace.piaoc(&line);
    if exit == 2 {
        // The published actuals of a plan without targets: nothing is asked.
        assert!(printed.contains("non chiede alcun dato"), "{plan}: {printed}");
        return None;
    }
    assert_eq!(exit, 0, "{plan}: {printed}");
    let again = format!("{plan} {tables} --actuals modulo.xlsx --period {period}");
    let after = result(workspace, &again);
    assert!(after.is_some(), "{plan}: {}", workspace.piaoc(&format!("piaoc eval {again}")).0);
    // Of two large results the difference alone is worth reading.
    let lines = |result: &Value| serde_json::to_string_pretty(result).unwrap();
    let (after, before) = (lines(&after.unwrap()), lines(&before));
    let differing = after.lines().zip(before.lines()).find(|(after, before)| after != before);
    assert_eq!(differing, None, "{plan}");
    assert_eq!(after.len(), before.len(), "{plan}");
    let rows = table(workspace, "modulo.xlsx");
    Some(rows.iter().filter(|row| row["Valore"] != Data::Empty).count())
}

#[test]
fn known_values_of_the_examples_come_back() {
    let workspace = Workspace::new();
    let examples = repository().join("examples");
    let mut known = 0;
    for (plan, tables) in [
        ("lecce-2021", &["consuntivo.csv", "misure.csv"][..]),
        ("lecce-2023", &["consuntivo.csv"]),
        ("lecce-2025", &["q2.csv"]),
        ("brindisi-2022", &["s1.csv"]),
        ("prato-2025", &["stato-2024.csv"]),
    ] {
        let folder = examples.join(plan);
        let tables: Vec<String> =
            tables.iter().map(|table| format!("--actuals {}", folder.join(table).display())).collect();
        let plan = folder.join("piano.piao").display().to_string();
        known += comes_back(&workspace, &plan, &tables.join(" "), "").unwrap_or(0);
    }
    assert!(known > 300, "{known}");
}

#[test]
fn known_values_of_any_plan_come_back() {
    let workspace = Workspace::new();
    let (mut plans, mut known) = (0, 0);
    for seed in 0..PLANS {
        let Varied { plan, table, period } = varied(seed);
        workspace.write("piano.piao", plan);
        workspace.write("dati.csv", table);
        let period = period.unwrap_or_default().to_string();
        if let Some(found) = comes_back(&workspace, "piano.piao", "--actuals dati.csv", &period) {
            plans += 1;
            known += found;
        }
    }
    assert!(plans > 50 && known > 150, "{known} values of {plans} plans");
}
