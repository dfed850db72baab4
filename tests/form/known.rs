//! What the actuals know stands in a form as it stands in them: read back beside them, it contradicts nothing and changes
//! nothing.

use calamine::Data;
use serde_json::Value;

use crate::office::office;
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

/// A plan with tables, and what they give.
struct Known {
    arguments: String,
    period: String,
    result: Value,
}

impl Known {
    /// `None` where there is no result.
    fn of(workspace: &Workspace, plan: &str, tables: &str, period: &str) -> Option<Known> {
        let arguments = format!("{plan} {tables}");
        let period = if period.is_empty() { String::new() } else { format!(" --period {period}") };
        let result = result(workspace, &format!("{arguments}{period}"))?;
        let period = result["period"].as_str().unwrap().to_owned();
        Some(Known { arguments, period, result })
    }

    /// Makes a form with all that is known: how many values that is.
    fn form(&self, workspace: &Workspace, form: &str) -> usize {
        let Known { arguments, period, .. } = self;
        let (printed, exit) = workspace.piaoc(&format!("piaoc form {arguments} --period {period} -o {form}"));
        assert_eq!(exit, 0, "{arguments}: {printed}");
        table(workspace, form).iter().filter(|row| row["Valore"] != Data::Empty).count()
    }

    /// A form beside the tables says nothing else than they do.
    fn agrees_with(&self, workspace: &Workspace, form: &str) {
        let Known { arguments, period, .. } = self;
        let again = format!("{arguments} --actuals {form} --period {period}");
        let after = result(workspace, &again);
        assert!(after.is_some(), "{}", workspace.piaoc(&format!("piaoc eval {again}")).0);
        // Of two large results the difference alone is worth reading.
        let lines = |result: &Value| serde_json::to_string_pretty(result).unwrap();
        let (after, before) = (lines(&after.unwrap()), lines(&self.result));
        let differing = after.lines().zip(before.lines()).find(|(after, before)| after != before);
        assert_eq!(differing, None, "{arguments} {form}");
        assert_eq!(after.len(), before.len(), "{arguments} {form}");
    }
}

#[test]
fn known_values_of_the_examples_come_back() {
    let workspace = Workspace::new();
    let examples = repository().join("examples");
    let mut known = 0;
    for (name, tables) in [
        ("lecce-2021", &["consuntivo.csv", "misure.csv"][..]),
        ("lecce-2023", &["consuntivo.csv"]),
        ("lecce-2025", &["q2.csv"]),
        ("brindisi-2022", &["s1.csv"]),
        ("prato-2025", &["stato-2024.csv"]),
    ] {
        let folder = examples.join(name);
        let tables: Vec<String> =
            tables.iter().map(|table| format!("--actuals {}", folder.join(table).display())).collect();
        let plan = folder.join("piano.piao").display().to_string();
        let case = Known::of(&workspace, &plan, &tables.join(" "), "").unwrap();
        let form = format!("{name}.xlsx");
        known += case.form(&workspace, &form);
        case.agrees_with(&workspace, &form);
    }
    assert!(known > 300, "{known}");
}

#[test]
fn known_values_of_any_plan_come_back() {
    let workspace = Workspace::new();
    let mut forms: Vec<(Known, String)> = Vec::new();
    let mut known = 0;
    for seed in 0..PLANS {
        let Varied { plan, table, period } = varied(seed);
        let (plan_name, table_name) = (format!("p{seed}.piao"), format!("p{seed}.csv"));
        workspace.write(&plan_name, plan);
        workspace.write(&table_name, table);
        let tables = format!("--actuals {table_name}");
        let Some(case) = Known::of(&workspace, &plan_name, &tables, period.unwrap_or("")) else { continue };
        let form = format!("m{seed}.xlsx");
        known += case.form(&workspace, &form);
        case.agrees_with(&workspace, &form);
        forms.push((case, form));
    }
    assert!(forms.len() > 50 && known > 150, "{known} values of {} plans", forms.len());
    let Some(office) = office() else { return };
    let names: Vec<&str> = forms.iter().map(|(_, form)| form.as_str()).collect();
    for format in ["xlsx", "ods"] {
        office.saved_as(workspace.path(), format, "salvato", &names);
        for (case, form) in &forms {
            case.agrees_with(&workspace, &format!("salvato/{}", form.replace("xlsx", format)));
        }
    }
}
