//! What a key of `why` names: as in the actuals (`language.md` §8), and leniently, for it is typed by hand.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::NotFound;
use crate::diagnostics::nearest;
use crate::eval::result::PartOf;
use crate::plan::{Kpi, KpiId, ObjectiveId, Plan};
use crate::value::plain_code;

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
    if matches!(fold(key).as_str(), "piano" | "plan") {
        return Ok(Subject::Plan);
    }
    if let Some(id) = objective(plan, key) {
        return Ok(Subject::Part(PartOf::Objective(id)));
    }
    match answering(plan, key).as_slice() {
        [id] => Ok(Subject::Part(PartOf::Kpi(*id))),
        [first, ..] => Err(NotFound { key: key.to_owned(), nearest: Some(plan.kpi(*first).key.clone()) }),
        [] => {
            let keys = plan.kpis.iter().map(|kpi| kpi.key.as_str());
            let names = plan.objectives.iter().map(|objective| objective.code.as_str()).chain(keys);
            Err(NotFound { key: key.to_owned(), nearest: nearest(key, names).map(str::to_owned) })
        }
    }
}

/// `A.1`, `a.1.`, `OP 1.1`, `A.1 - Titolo`.
fn objective(plan: &Plan, key: &str) -> Option<ObjectiveId> {
    let code = key.split_once(" - ").map_or(key, |(code, _)| code);
    let code = plain_code(code).to_lowercase();
    plan.objective_ids().find(|id| plan.objective(*id).code.to_lowercase() == code)
}

/// The KPIs that answer: those of the objective before the first `/`, else of the whole plan.
fn answering(plan: &Plan, key: &str) -> Vec<KpiId> {
    let named = |kpis: &[KpiId], name: &str| -> Vec<KpiId> {
        let name = fold(name);
        kpis.iter().copied().filter(|id| answers(plan.kpi(*id), &name)).collect()
    };
    if let Some((code, name)) = key.split_once('/')
        && let Some(id) = objective(plan, code)
    {
        let kpis = &plan.objective(id).kpis;
        let found = named(kpis, name);
        return match name.rsplit_once('/') {
            Some((shorter, number)) if found.is_empty() && is_number(number) => named(kpis, shorter),
            _ => found,
        };
    }
    named(&plan.kpi_ids().collect::<Vec<_>>(), key)
}

fn answers(kpi: &Kpi, folded: &str) -> bool {
    let names = [kpi.ident.as_deref(), kpi.code.as_deref(), Some(kpi.title.as_str())];
    names.into_iter().flatten().any(|name| !name.is_empty() && fold(name) == folded)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Without case, accents, apostrophes and doubled blanks: `Capacità'` and `CAPACITA’` are one.
fn fold(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            word.nfd()
                .filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’' | '‘' | '`' | '´'))
                .collect::<String>()
                .to_lowercase()
        })
        .collect();
    words.join(" ")
}
