//! What a key of `why` names: as in the actuals (`language.md` §8), and leniently, for it is typed by hand.

use super::NotFound;
use crate::actuals::{Found, Key, KeyIndex, Subject as Value};
use crate::diagnostics::nearest;
use crate::eval::result::PartOf;
use crate::plan::Plan;
use crate::value::fold_name;

/// What is to be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The whole plan.
    Plan,
    /// One thing in it.
    Part(PartOf),
}

/// Finds it, or what was probably meant.
pub fn subject(plan: &Plan, key: &str) -> Result<Subject, NotFound> {
    let key = key.trim();
    if matches!(fold_name(key).as_str(), "piano" | "plan") {
        return Ok(Subject::Plan);
    }
    let index = KeyIndex::new(plan);
    // `A.1 - Titolo`, as the tables print it.
    let code = key.split_once(" - ").map_or(key, |(code, _)| code);
    let objective = [key, code].into_iter().find_map(|code| index.objective(code));
    if let Some(id) = objective {
        return Ok(Subject::Part(PartOf::Objective(id)));
    }
    let found = match index.find(key) {
        Found::Nothing(_) => index.find_anywhere(key),
        found => found,
    };
    let part = |key: &Key| match key {
        Key::Objective(id) => Some(PartOf::Objective(*id)),
        Key::Value(Value::Kpi(id)) => Some(PartOf::Kpi(*id)),
        // An operand is explained with its KPI; a shared measure is many KPIs'.
        Key::Value(Value::Measure(id)) => plan.measure(*id).owner.map(PartOf::Kpi),
    };
    let unknown = |nearest: Option<String>| NotFound { key: key.to_owned(), nearest };
    match found {
        Found::One(one) => {
            part(&one).or_else(|| anywhere(&index, key)).map(Subject::Part).ok_or_else(|| unknown(None))
        }
        Found::Several(several, _) => Err(unknown(several.iter().find_map(part).map(|part| match part {
            PartOf::Kpi(id) => plan.kpi(id).key.clone(),
            PartOf::Objective(id) => plan.objective(id).code.clone(),
        }))),
        Found::Nothing(_) => {
            let keys = plan.kpis.iter().map(|kpi| kpi.key.as_str());
            let names = plan.objectives.iter().map(|objective| objective.code.as_str()).chain(keys);
            Err(unknown(nearest(key, names).map(str::to_owned)))
        }
    }
}

/// A KPI of the name of a shared measure.
fn anywhere(index: &KeyIndex<'_>, key: &str) -> Option<PartOf> {
    match index.find_anywhere(key) {
        Found::One(Key::Value(Value::Kpi(id))) => Some(PartOf::Kpi(id)),
        _ => None,
    }
}
